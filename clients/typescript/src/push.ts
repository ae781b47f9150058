import { isNamedByOthers } from './collections.js';
import { answered, sending } from './edits.js';
import { Refused, Unreachable } from './failure.js';
import type { Op, Result } from './protocol.js';
import { keep } from './records.js';
import type { Session } from './session.js';
import type { Edit, Row, Store, Transaction } from './store.js';
import { withJson } from './transport.js';

/** Ops in a batch. */
const MOST_OPS = 500;
/** Bytes of a batch's ops. */
const MOST_BYTES = 2 ** 20;

const STATUSES: ReadonlySet<unknown> = new Set<Result['status']>(['applied', 'duplicate', 'conflict', 'rejected']);

/** Sends the outbox in batches until nothing is left that can be sent. */
export async function push(session: Session, store: Store): Promise<void> {
    const postponed = new Set<string>();
    let most = MOST_OPS;
    for (;;) {
        const ops = await store.transaction((transaction) => batch(transaction, most, postponed));
        if (ops.length === 0) {
            break;
        }
        let results: Result[];
        try {
            results = await send(session, ops);
        } catch (error) {
            if (!(error instanceof Refused && isAboutTheBody(error))) {
                throw error;
            }
            if (ops.length > 1) {
                // One op spoils the others: it is found by halves.
                most = Math.ceil(ops.length / 2);
                continue;
            }
            const { problem } = error;
            results = ops.map(({ op_id }) => ({ op_id, status: 'rejected', ...(problem && { problem }) }));
        }
        await store.transaction((transaction) => take(transaction, ops, results));
        for (const { op_id, problem } of results) {
            if (op_id && problem?.retryable) {
                postponed.add(op_id);
            }
        }
        most = MOST_OPS;
    }
    if (postponed.size > 0) {
        throw new Unreachable(`${postponed.size} ops are to be sent again later`);
    }
}

/** Marks the next edits as sent and returns their ops, in order. */
async function batch(transaction: Transaction, most: number, postponed: ReadonlySet<string>): Promise<Op[]> {
    const edits = ((await transaction.edited()) as (Row & { edit: Edit })[]).filter(({ edit }) => !edit.stopped);
    edits.sort((one, other) => place(one.edit) - place(other.edit));
    const ops: Op[] = [];
    let bytes = 0;
    for (const row of [...edits.filter(goesFirst), ...edits.filter((row) => !goesFirst(row))]) {
        const sent = sending(row, row.edit);
        const { op } = sent.edit.sent;
        if (postponed.has(op.op_id)) {
            continue;
        }
        bytes += new TextEncoder().encode(JSON.stringify(op)).length;
        if (ops.length === most || (ops.length > 0 && bytes > MOST_BYTES)) {
            break;
        }
        if (!row.edit.sent) {
            await transaction.put(sent);
        }
        ops.push(op);
    }
    return ops;
}

/** What was sent keeps its place, whatever was edited since. */
function place(edit: Edit): number {
    return (edit.sent ?? edit).seq;
}

/** What others may name is put before them; the rest, deletions included, goes in the order of the edits. */
function goesFirst({ collection, edit }: Row & { edit: Edit }): boolean {
    return isNamedByOthers(collection) && (edit.sent ? edit.sent.op.action === 'put' : edit.body !== null);
}

async function send(session: Session, ops: Op[]): Promise<Result[]> {
    const { results } = await session.request<{ results?: Result[] }>('/v1/sync', withJson('POST', { ops }));
    const known = results?.length === ops.length && results.every(({ status }) => STATUSES.has(status));
    if (!known) {
        throw new Unreachable('/v1/sync gave an answer of another kind');
    }
    return results;
}

/** Whether the service says that it can make nothing of this batch, and never will. */
function isAboutTheBody({ status, problem }: Refused): boolean {
    return problem !== null && (status === 400 || status === 413 || status === 422);
}

async function take(transaction: Transaction, ops: Op[], results: Result[]): Promise<void> {
    const byId = new Map(results.map((result) => [result.op_id, result]));
    for (const op of ops) {
        const result = byId.get(op.op_id);
        const row = await transaction.row(op);
        if (result && row) {
            await keep(transaction, row, answered(row, result));
        }
    }
}
