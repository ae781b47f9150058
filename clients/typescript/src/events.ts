import type { Backoff } from './backoff.js';
import { Refused, Unreachable } from './failure.js';
import type { Page } from './protocol.js';
import { takePage } from './pull.js';
import type { Session } from './session.js';
import { readEvents } from './sse.js';
import type { Store } from './store.js';

/** What listening needs. */
export interface Listening {
    session: Session;
    store: Store;
    backoff: Backoff;
    /** Reads the feed by asking, for when the stream does not begin where the store has got to. */
    catchUp: () => Promise<void>;
    /** Milliseconds without a byte after which the line is dead. */
    silence: number;
    signal: AbortSignal;
}

/**
 * Keeps what the service tells as it happens, until the stream ends. That is always a failure: the service says why it
 * ends one, but what to do is the same, connect again from the cursor.
 */
export async function listen(listening: Listening): Promise<never> {
    try {
        await listenFrom(listening);
    } catch (error) {
        if (!(error instanceof Refused && error.is('cursor_expired'))) {
            throw error;
        }
        await listening.catchUp();
    }
    throw new Unreachable('the stream has ended');
}

async function listenFrom({ session, store, backoff, catchUp, silence, signal }: Listening): Promise<void> {
    let cursor = await cursorOf(store);
    if (cursor === null) {
        await catchUp();
        cursor = await cursorOf(store);
    }
    const body = await connect(session, cursor, silence, signal);
    for await (const { type, data, id } of readEvents(body, silence, (pause) => (backoff.base = pause))) {
        backoff.reset();
        if (type === 'end') {
            return;
        }
        if (type === 'changes' && !(await takePage(store, JSON.parse(data) as Page, cursor))) {
            await catchUp();
        }
        cursor = id;
    }
}

async function connect(
    session: Session,
    cursor: string | null,
    silence: number,
    signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
    const connecting = new AbortController();
    const timer = setTimeout(() => connecting.abort(), silence);
    try {
        const headers = { Accept: 'text/event-stream', ...(cursor !== null && { 'Last-Event-ID': cursor }) };
        const response = await session.open('/v1/events', {
            headers,
            signal: AbortSignal.any([signal, connecting.signal]),
        });
        if (!response.body || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
            throw new Unreachable('/v1/events gave an answer of another kind');
        }
        return response.body;
    } finally {
        clearTimeout(timer);
    }
}

function cursorOf(store: Store): Promise<string | null> {
    return store.transaction(async (transaction) => (await transaction.get('feed')).cursor);
}
