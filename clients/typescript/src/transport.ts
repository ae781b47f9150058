import { Refused, Unreachable, retryAfter } from './failure.js';
import type { Problem } from './protocol.js';

/** How the service is reached. */
export interface Transport {
    /** Address of the service without a path, like `https://birddog.example`. */
    baseUrl: string;
    /** Stands in for `fetch`. */
    fetch?: typeof globalThis.fetch;
    /** Milliseconds to wait for a whole answer; 30 seconds when left out. */
    timeout?: number;
}

/** One attempt to get an answer that is a success; its body has not been read. */
export async function open(transport: Transport, path: string, init: RequestInit): Promise<Response> {
    const fetch = transport.fetch ?? globalThis.fetch;
    let response: Response;
    try {
        // A redirect would be a portal's: the service sends none.
        response = await fetch(transport.baseUrl + path, {
            cache: 'no-store',
            credentials: 'omit',
            redirect: 'error',
            ...init,
        });
    } catch (cause) {
        throw new Unreachable(`${path} gave no answer`, { cause });
    }
    if (!response.ok) {
        const problem = await problemOf(response);
        throw new Refused(response.status, problem, retryAfter(response.headers, Date.now()));
    }
    return response;
}

/** One attempt to get an answer that is JSON, or none where there is nothing to say. */
export async function request<T>(transport: Transport, path: string, init: RequestInit): Promise<T> {
    const limit = AbortSignal.timeout(transport.timeout ?? 30_000);
    const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const response = await open(transport, path, { ...init, signal });
    if (response.status === 204) {
        return undefined as T;
    }
    try {
        return (await response.json()) as T;
    } catch (cause) {
        throw new Unreachable(`${path} gave half an answer`, { cause });
    }
}

/** What sends `body` as JSON. */
export function withJson(method: string, body: unknown): RequestInit {
    return { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

async function problemOf(response: Response): Promise<Problem | null> {
    try {
        const body = (await response.json()) as Partial<Problem>;
        return typeof body.code === 'string' ? (body as Problem) : null;
    } catch {
        return null;
    }
}
