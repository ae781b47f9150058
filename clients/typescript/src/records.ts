import { type Body, type Change, type Collection, type ServiceRecord, bodyOf, merged } from './collections.js';
import { discarded, edited, overriding, unknown } from './edits.js';
import type { Problem } from './protocol.js';
import type { Edit, Key, Row, Store, Transaction, Version } from './store.js';

/** A record as the user sees it on this device. */
export interface Item<C extends Collection = Collection> {
    collection: C;
    id: string;
    /**
     * What the user has written last, or else what the service holds. What the service works out is there once it has
     * answered.
     */
    record: Body<C> & Partial<ServiceRecord<C>>;
    /** `synced`: the service holds just this. `waiting`: not sent or not answered yet. The others wait for the user. */
    state: 'synced' | 'waiting' | 'conflict' | 'rejected';
}

/** The user and another device have changed the same record. Null is a deletion. */
export interface Conflict extends Key {
    mine: Body | null;
    theirs: ServiceRecord | null;
    /** What both grew from, where it is known. */
    base: ServiceRecord | null;
    /** Which edit, and which version of the service, this is about. */
    seq: number;
    version: Version | null;
}

/** An edit that the service does not take. */
export interface Rejected extends Key {
    mine: Body | null;
    problem: Problem | null;
}

/** The records on this device. Every change is kept here, and is in the outbox, when its promise resolves. */
export class Records {
    readonly #store: Store;

    constructor(store: Store) {
        this.#store = store;
    }

    /** Creates or replaces a record. New ids are `crypto.randomUUID()`; a day mark's id is its date. */
    put<C extends Collection>(collection: C, id: string, body: Body<C>): Promise<void> {
        return this.#edit({ collection, id }, () => body);
    }

    /** Changes a record by a JSON Merge Patch; false when there is none. */
    async patch<C extends Collection>(collection: C, id: string, change: Change<C>): Promise<boolean> {
        let found = false;
        await this.#edit({ collection, id }, (row) => {
            const present =
                row && (row.edit ? row.edit.body : row.server?.record && bodyOf(collection, row.server.record));
            found = Boolean(present);
            return present ? (merged(present, change) as Body) : undefined;
        });
        return found;
    }

    delete(collection: Collection, id: string): Promise<void> {
        return this.#edit({ collection, id }, () => null);
    }

    async get<C extends Collection>(collection: C, id: string): Promise<Item<C> | null> {
        const row = await this.#store.transaction((transaction) => transaction.row({ collection, id }));
        return (row && itemOf<C>(row)) ?? null;
    }

    async list<C extends Collection>(collection: C): Promise<Item<C>[]> {
        const rows = await this.#store.transaction((transaction) => transaction.rows(collection));
        return rows.flatMap((row) => itemOf<C>(row) ?? []);
    }

    /** How many records wait for the network. */
    async waiting(): Promise<number> {
        return (await this.#edits()).filter(({ edit }) => !edit.stopped).length;
    }

    async conflicts(): Promise<Conflict[]> {
        return (await this.#edits()).flatMap(({ collection, id, server, edit }) =>
            edit.stopped?.reason === 'conflict'
                ? {
                      collection,
                      id,
                      mine: edit.body,
                      theirs: server?.record ?? null,
                      base: edit.base?.record ?? null,
                      seq: edit.seq,
                      version: server,
                  }
                : [],
        );
    }

    async rejected(): Promise<Rejected[]> {
        return (await this.#edits()).flatMap(({ collection, id, edit }) =>
            edit.stopped?.reason === 'rejected'
                ? { collection, id, mine: edit.body, problem: edit.stopped.problem }
                : [],
        );
    }

    /**
     * Settles a conflict for one side, or for a body made of both. False when the record was edited or settled
     * meanwhile: then look at the conflicts again. What the service has got since `conflict` was looked at is never
     * overwritten.
     */
    resolve(conflict: Conflict, choice: 'mine' | 'theirs' | { merged: Body }): Promise<boolean> {
        return this.#store.transaction(async (transaction) => {
            const row = await transaction.row(conflict);
            if (row?.edit?.stopped?.reason !== 'conflict' || row.edit.seq !== conflict.seq) {
                return false;
            }
            if (choice === 'theirs') {
                await keep(transaction, row, discarded(row));
                return true;
            }
            const body = choice === 'mine' ? row.edit.body : choice.merged;
            await keep(transaction, row, overriding(row, row.edit, conflict.version, body, await nextSeq(transaction)));
            return true;
        });
    }

    /** Sends a rejected edit again as it is: when what it needed has come, like an exercise that it names. */
    retry({ collection, id }: Key): Promise<void> {
        return this.#edit({ collection, id }, (row) =>
            row?.edit?.stopped?.reason === 'rejected' ? row.edit.body : undefined,
        );
    }

    /** Gives a rejected edit up, for what the service holds. */
    discard(key: Key): Promise<void> {
        return this.#store.transaction(async (transaction) => {
            const row = await transaction.row(key);
            if (row?.edit?.stopped?.reason === 'rejected') {
                await keep(transaction, row, discarded(row));
            }
        });
    }

    async #edits(): Promise<(Row & { edit: Edit })[]> {
        return (await this.#store.transaction((transaction) => transaction.edited())) as (Row & { edit: Edit })[];
    }

    /** Makes an edit of what `change` returns; of nothing when that is undefined. */
    #edit(key: Key, change: (row: Row | undefined) => Body | null | undefined): Promise<void> {
        return this.#store.transaction(async (transaction) => {
            const row = await transaction.row(key);
            const body = change(row);
            if (body !== undefined) {
                const before = row ?? unknown(key, (await transaction.get('feed')).round);
                await keep(transaction, before, edited(before, body, await nextSeq(transaction)));
            }
        });
    }
}

async function nextSeq(transaction: Transaction): Promise<number> {
    const seq = (await transaction.get('seq')) + 1;
    await transaction.set('seq', seq);
    return seq;
}

/** Puts `after` where `before` was. */
export async function keep(transaction: Transaction, before: Key, after: Row | null): Promise<void> {
    await (after ? transaction.put(after) : transaction.remove(before));
}

function itemOf<C extends Collection>({ collection, id, server, edit }: Row): Item<C> | null {
    const record = edit ? edit.body : server?.record;
    const state = edit ? (edit.stopped?.reason ?? 'waiting') : 'synced';
    return record ? { collection: collection as C, id, record: record as Item<C>['record'], state } : null;
}
