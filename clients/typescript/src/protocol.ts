import type { Body, Collection, ServiceRecord } from './collections.js';
import type { components } from './openapi.js';

export type Problem = components['schemas']['Problem'];
export type SignedIn = components['schemas']['SignedIn'];
export type Credentials = components['schemas']['Credentials'];
export type Registration = components['schemas']['Registration'];

/** One change on its way to the service. */
export interface Op {
    op_id: string;
    collection: Collection;
    id: string;
    action: 'put' | 'delete';
    base_rev?: number;
    record?: Body;
}

/** What became of an op. */
export interface Result {
    op_id: string;
    status: 'applied' | 'duplicate' | 'conflict' | 'rejected';
    rev?: number | null;
    record?: ServiceRecord | null;
    problem?: RejectedProblem | null;
}

export type RejectedProblem = Omit<Problem, 'request_id'>;

/** The latest state of one record. */
export interface Change {
    collection: Collection;
    id: string;
    rev: number;
    deleted: boolean;
    record?: ServiceRecord | null;
}

export interface Page {
    changes: Change[];
    next_cursor: string;
    has_more: boolean;
}
