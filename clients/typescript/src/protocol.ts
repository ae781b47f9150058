import type { Body, Collection, ServiceRecord } from './collections.js';
import type { components } from './openapi.js';

type Schemas = components['schemas'];

export type Problem = Schemas['Problem'];
export type SignedIn = Schemas['SignedIn'];
export type Credentials = Schemas['Credentials'];
export type Registration = Schemas['Registration'];

/*
 * The description can't tell that a record is of the kind that `collection` says.
 */

/** One change on its way to the service. */
export type Op = Omit<Schemas['SyncOp'], 'op_id' | 'collection' | 'record' | 'resolution'> & {
    op_id: string;
    collection: Collection;
    record?: Body;
};

/** What became of an op. */
export type Result = Omit<Schemas['SyncResult'], 'record'> & { record?: ServiceRecord | null };

/** The latest state of one record. */
export type Change = Omit<Schemas['SyncChange'], 'collection' | 'record'> & {
    collection: Collection;
    record?: ServiceRecord;
};

export type Page = Omit<Schemas['SyncPage'], 'changes'> & { changes: Change[] };
