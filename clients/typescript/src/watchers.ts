import type { Key, Transaction, Values, Written } from './store.js';

/** Who wants to know of commits. With a channel, other tabs are told as well. */
export class Watchers {
    readonly #listeners = new Set<(written: Written) => void>();
    readonly #channel: BroadcastChannel | null;

    constructor(channel: BroadcastChannel | null) {
        this.#channel = channel;
        if (channel) {
            channel.onmessage = (message: MessageEvent<Written>) => this.#call(message.data);
        }
    }

    add(listener: (written: Written) => void): () => void {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    tell(written: Written): void {
        if (written.keys.length + written.values.length > 0) {
            this.#channel?.postMessage(written);
            this.#call(written);
        }
    }

    close(): void {
        this.#listeners.clear();
        this.#channel?.close();
    }

    #call(written: Written): void {
        for (const listener of this.#listeners) {
            listener(written);
        }
    }
}

/** `transaction`, with notes of what it writes in `written`. */
export function noting(transaction: Transaction, written: Written): Transaction {
    const key = ({ collection, id }: Key) => written.keys.push({ collection, id });
    return {
        row: (at) => transaction.row(at),
        rows: (collection) => transaction.rows(collection),
        edited: () => transaction.edited(),
        get: (name) => transaction.get(name),
        put: (row) => {
            key(row);
            return transaction.put(row);
        },
        remove: (at) => {
            key(at);
            return transaction.remove(at);
        },
        set: <V extends keyof Values>(name: V, value: Values[V]) => {
            written.values.push(name);
            return transaction.set(name, value);
        },
    };
}
