import type { Collection } from './collections.js';
import { EMPTY, type Key, type Row, type Store, type Transaction, type Values, type Written } from './store.js';
import { Watchers, noting } from './watchers.js';

let made = 0;

/** A store that forgets everything with the process: for tests, and for what need not last. */
export class MemoryStore implements Store {
    readonly name: string;
    readonly #watchers = new Watchers(null);
    #rows = new Map<string, Row>();
    #values = EMPTY;
    #turn: Promise<unknown> = Promise.resolve();

    constructor(name = `memory-${(made += 1)}`) {
        this.name = name;
    }

    transaction<T>(body: (transaction: Transaction) => Promise<T>): Promise<T> {
        const result = this.#turn.then(() => this.#run(body));
        this.#turn = result.catch(() => undefined);
        return result;
    }

    watch(listener: (written: Written) => void): () => void {
        return this.#watchers.add(listener);
    }

    close(): void {
        this.#watchers.close();
    }

    async #run<T>(body: (transaction: Transaction) => Promise<T>): Promise<T> {
        const rows = new Map(this.#rows);
        const values = { ...this.#values };
        const written: Written = { keys: [], values: [] };
        const result = await body(noting(transactionOn(rows, values), written));
        this.#rows = rows;
        this.#values = values;
        this.#watchers.tell(written);
        return result;
    }
}

/** What is kept is copied on its way in and out, as a database does it. */
function transactionOn(rows: Map<string, Row>, values: Values): Transaction {
    const name = ({ collection, id }: Key) => `${collection}/${id}`;
    const all = (wanted: (row: Row) => boolean) => structuredClone([...rows.values()].filter(wanted));
    return {
        row: async (key) => structuredClone(rows.get(name(key))),
        rows: async (collection?: Collection) => all((row) => !collection || row.collection === collection),
        edited: async () => all((row) => row.edit !== null).sort((a, b) => (a.edit?.seq ?? 0) - (b.edit?.seq ?? 0)),
        put: async (row) => {
            rows.set(name(row), structuredClone(row));
        },
        remove: async (key) => {
            rows.delete(name(key));
        },
        get: async (key) => structuredClone(values[key]),
        set: async (key, value) => {
            values[key] = structuredClone(value);
        },
    };
}
