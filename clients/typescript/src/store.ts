import type { Body, Collection, ServiceRecord } from './collections.js';
import type { Op, Problem } from './protocol.js';

/** Where a record is. */
export interface Key {
    collection: Collection;
    id: string;
}

/** A state of a record that the service has told of; `record` is null once it is deleted. */
export interface Version {
    rev: number;
    record: ServiceRecord | null;
}

/** What the user has made of a record and the service has not taken yet. All edits of a store are its outbox. */
export interface Edit {
    /** The record as the user wants it; null deletes it. */
    body: Body | null;
    /** The version it grew from; null when the user knew of none. */
    base: Version | null;
    /** Grows with every edit: the order of the outbox. */
    seq: number;
    /**
     * The op whose answer has not come, and the `seq` of what it carries. While it is there, no other op of the
     * record is sent.
     */
    sent: { op: Op; seq: number } | null;
    /** Why it waits for the app instead of the network. */
    stopped: { reason: 'conflict' } | { reason: 'rejected'; problem: Problem | null } | null;
}

/** All that is known of one record. It is written at once, so edit and record never part. */
export interface Row extends Key {
    /** The newest version known; null when the service has never told of one. */
    server: Version | null;
    edit: Edit | null;
    /** The last pull of the whole feed that told of it. */
    round: number;
}

/** The tokens of a signed-in device. */
export interface Tokens {
    access: string;
    refresh: string;
    /** When the access token is worn out, in milliseconds of this device's clock. */
    until: number;
}

/** How far the feed has been read. */
export interface Feed {
    /** Null before the first page. */
    cursor: string | null;
    /** Counts the pulls of the whole feed. */
    round: number;
    /** Whether such a pull is under way. */
    whole: boolean;
}

/** What a store keeps besides rows. */
export interface Values {
    session: Tokens | null;
    feed: Feed;
    seq: number;
}

export const EMPTY: Values = { session: null, feed: { cursor: null, round: 0, whole: true }, seq: 0 };

/** One atomic unit of work. Its methods may be called until the body's promise settles. */
export interface Transaction {
    row(key: Key): Promise<Row | undefined>;
    rows(collection?: Collection): Promise<Row[]>;
    /** The rows with an edit, by its `seq`. */
    edited(): Promise<Row[]>;
    put(row: Row): Promise<void>;
    remove(key: Key): Promise<void>;
    get<V extends keyof Values>(name: V): Promise<Values[V]>;
    set<V extends keyof Values>(name: V, value: Values[V]): Promise<void>;
}

/** What a transaction wrote. */
export interface Written {
    keys: Key[];
    values: (keyof Values)[];
}

/** What one user has on this device. Each user needs a store of their own. */
export interface Store {
    /** Tells stores apart; locks are named after it. */
    readonly name: string;
    /**
     * Runs `body` so that all of its writes are kept or none: it throws, then none. Transactions take turns. `body`
     * must wait for nothing but the transaction itself, least of all the network.
     */
    transaction<T>(body: (transaction: Transaction) => Promise<T>): Promise<T>;
    /** Calls `listener` after each commit, also of other tabs; returns what ends that. */
    watch(listener: (written: Written) => void): () => void;
    close(): void;
}
