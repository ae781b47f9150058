/** The ends of the queues of this process, where the browser has no locks. */
const queues = new Map<string, Promise<void>>();

/**
 * Runs `body` while nobody else runs one of the same name: in any tab, by the Web Locks API, or in this process where
 * that is missing. `signal` ends the waiting, not the body.
 */
export async function exclusive<T>(name: string, body: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (globalThis.navigator?.locks) {
        return await navigator.locks.request(name, signal ? { signal } : {}, body);
    }
    const before = queues.get(name) ?? Promise.resolve();
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const end = before.then(() => released);
    queues.set(name, end);
    try {
        await unlessAborted(before, signal);
        return await body();
    } finally {
        release();
        if (queues.get(name) === end) {
            queues.delete(name);
        }
    }
}

function unlessAborted(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
    if (!signal) {
        return promise;
    }
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        if (signal.aborted) {
            abort();
        }
        signal.addEventListener('abort', abort, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
}
