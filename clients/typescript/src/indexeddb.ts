import type { Collection } from './collections.js';
import { EMPTY, type Key, type Row, type Store, type Transaction, type Values, type Written } from './store.js';
import { Watchers, noting } from './watchers.js';

/** A store in the browser, shared by all tabs of an origin. */
export class IndexedDbStore implements Store {
    readonly name: string;
    readonly #database: IDBDatabase;
    readonly #watchers: Watchers;

    private constructor(name: string, database: IDBDatabase) {
        this.name = name;
        this.#database = database;
        this.#watchers = new Watchers(typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name));
        // Another tab deletes it, or brings a newer version of it: an open connection would hold that up for ever.
        database.onversionchange = () => this.close();
    }

    /** Opens the store of one user, and makes it when there is none. */
    static async open(userId: string): Promise<IndexedDbStore> {
        const name = databaseName(userId);
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
            const rows = request.result.createObjectStore('rows', { keyPath: ['collection', 'id'] });
            // Rows without an edit have no such key and are not in the index: it is the outbox.
            rows.createIndex('edited', 'edit.seq');
            request.result.createObjectStore('values');
        };
        return new IndexedDbStore(name, await settled(request));
    }

    /** Deletes all that a user has on this device, what was never sent included. */
    static async erase(userId: string): Promise<void> {
        await settled(indexedDB.deleteDatabase(databaseName(userId)));
    }

    async transaction<T>(body: (transaction: Transaction) => Promise<T>): Promise<T> {
        // Strict: tokens and edits have reached the disk when this resolves.
        const transaction = this.#database.transaction(['rows', 'values'], 'readwrite', { durability: 'strict' });
        const done = new Promise<void>((resolve, reject) => {
            transaction.oncomplete = () => resolve();
            transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was given up.'));
        });
        const written: Written = { keys: [], values: [] };
        try {
            const result = await body(noting(transactionOn(transaction), written));
            await done;
            this.#watchers.tell(written);
            return result;
        } catch (error) {
            done.catch(() => undefined);
            try {
                transaction.abort();
            } catch {
                // It has ended already, which is what the error is about.
            }
            throw error;
        }
    }

    watch(listener: (written: Written) => void): () => void {
        return this.#watchers.add(listener);
    }

    close(): void {
        this.#watchers.close();
        this.#database.close();
    }
}

function databaseName(userId: string): string {
    return `birddog-${userId}`;
}

function transactionOn(transaction: IDBTransaction): Transaction {
    const rows = transaction.objectStore('rows');
    const values = transaction.objectStore('values');
    // Arrays come after strings in the order of keys.
    const within = (collection: Collection) => IDBKeyRange.bound([collection], [collection, []]);
    return {
        row: ({ collection, id }: Key) => settled<Row | undefined>(rows.get([collection, id])),
        rows: (collection) => settled<Row[]>(rows.getAll(collection && within(collection))),
        edited: () => settled<Row[]>(rows.index('edited').getAll()),
        put: async (row) => void (await settled(rows.put(row))),
        remove: ({ collection, id }) => settled(rows.delete([collection, id])),
        get: async <V extends keyof Values>(name: V) =>
            (await settled<Values[V] | undefined>(values.get(name))) ?? EMPTY[name],
        set: async (name, value) => void (await settled(values.put(value, name))),
    };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}
