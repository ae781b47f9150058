import { Unreachable } from './failure.js';

/** One server-sent event. */
export interface ServerEvent {
    type: string;
    data: string;
    /** The last id that the stream has told, with this event or before. */
    id: string;
}

/**
 * Reads a stream of server-sent events (HTML Standard, 9.2). Fails when no byte, not even of a heartbeat, comes for
 * `silence` milliseconds. `onRetry` learns the pause that the server asks for, in milliseconds.
 */
export async function* readEvents(
    body: ReadableStream<Uint8Array>,
    silence: number,
    onRetry: (milliseconds: number) => void,
): AsyncGenerator<ServerEvent> {
    let type = '';
    let data: string[] = [];
    let id = '';
    for await (const line of readLines(body, silence)) {
        if (line === '') {
            if (data.length > 0) {
                yield { type: type || 'message', data: data.join('\n'), id };
            }
            type = '';
            data = [];
            continue;
        }
        const colon = line.indexOf(':');
        const name = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (name === 'event') {
            type = value;
        } else if (name === 'data') {
            data.push(value);
        } else if (name === 'id' && !value.includes('\0')) {
            id = value;
        } else if (name === 'retry' && /^\d+$/.test(value)) {
            onRetry(Number(value));
        }
    }
}

/** Lines end with CR LF, LF or CR; what follows the last end is no line. */
async function* readLines(body: ReadableStream<Uint8Array>, silence: number): AsyncGenerator<string> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let text = '';
    try {
        for (;;) {
            const { done, value } = await within(silence, reader.read());
            if (done) {
                return;
            }
            text += decoder.decode(value, { stream: true });
            // A CR at the end may be the first half of a CR LF.
            for (let end; (end = /\r\n|\n|\r(?!$)/.exec(text));) {
                yield text.slice(0, end.index);
                text = text.slice(end.index + end[0].length);
            }
        }
    } finally {
        await reader.cancel().catch(() => undefined);
    }
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Unreachable('the stream fell silent')), milliseconds);
    });
    try {
        return await Promise.race([promise, silence]);
    } finally {
        clearTimeout(timer);
    }
}
