import { isNamedByOthers } from './collections.js';
import type { Body } from './collections.js';
import type { Change, Op, Result } from './protocol.js';
import type { Edit, Key, Row, Version } from './store.js';

/*
 * What becomes of a row: pure steps, each from one row to the next. Null means that nothing is left to keep.
 */

/** The row of a record that nothing is known of. */
export function unknown({ collection, id }: Key, round: number): Row {
    return { collection, id, server: null, edit: null, round };
}

/** The user wants the record to be `body`; null deletes it. */
export function edited(row: Row, body: Body | null, seq: number): Row | null {
    const prior = row.edit;
    if (!prior) {
        if (body === null && !row.server?.record) {
            return row.server && row;
        }
        return { ...row, edit: { body, base: row.server, seq, sent: null, stopped: null } };
    }
    let sent = prior.sent;
    if (body === null && prior.body !== null && !row.server && !prior.base && !sent) {
        if (prior.stopped || !isNamedByOthers(row.collection)) {
            return null;
        }
        // Other records may name it, and the service takes names of deleted records but not of unknown ones.
        sent = { op: opOf(row, prior), seq: prior.seq };
    }
    // An edit is a new attempt at what was rejected, but no decision about a conflict.
    const stopped = prior.stopped?.reason === 'conflict' ? prior.stopped : null;
    return { ...row, edit: { ...prior, body, seq, sent, stopped } };
}

/** The edit goes out: what is sent stays the same until its answer comes, whatever the user does meanwhile. */
export function sending(row: Row, edit: Edit): Row & { edit: Edit & { sent: NonNullable<Edit['sent']> } } {
    const sent = edit.sent ?? { op: opOf(row, edit), seq: edit.seq };
    return { ...row, edit: { ...edit, sent } };
}

function opOf({ collection, id }: Key, edit: Edit): Op {
    return {
        op_id: crypto.randomUUID(),
        collection,
        id,
        action: edit.body === null ? 'delete' : 'put',
        ...(edit.base && { base_rev: edit.base.rev }),
        ...(edit.body !== null && { record: edit.body }),
    };
}

/** The answer to the op that was sent. */
export function answered(row: Row, result: Result): Row | null {
    const { edit } = row;
    if (!edit?.sent || edit.sent.op.op_id !== result.op_id) {
        return row;
    }
    const told = result.rev !== undefined ? { rev: result.rev, record: result.record ?? null } : null;
    const server = newest(row.server, told);
    const changedSince = edit.seq !== edit.sent.seq;
    switch (result.status) {
        case 'applied':
        case 'duplicate':
            if (changedSince) {
                return { ...row, server, edit: { ...edit, base: told, sent: null } };
            }
            return server && { ...row, server, edit: null };
        case 'conflict':
            return { ...row, server, edit: { ...edit, sent: null, stopped: { reason: 'conflict' } } };
        case 'rejected':
            if (result.problem?.retryable) {
                return row;
            }
            // What has been edited since may well be taken.
            return { ...row, server, edit: { ...edit, sent: null, stopped: changedSince ? null : rejection(result) } };
    }
}

/** The feed tells of the record. What the user has made of it stays; the service finds a conflict when there is one. */
export function pulled(row: Row, change: Change, round: number, whole: boolean): Row {
    const told: Version = { rev: change.rev, record: change.deleted ? null : (change.record ?? null) };
    // After a restore of the service, counting has begun anew somewhere: then only the feed is right.
    return { ...row, server: whole ? told : newest(row.server, told), round };
}

/** The whole feed has come. What it did not tell of is gone at the service, and here unless the user wants it. */
export function swept(row: Row, round: number): Row | null {
    if (row.round === round) {
        return row;
    }
    const { edit } = row;
    const stopped = edit?.stopped?.reason === 'conflict' ? null : (edit?.stopped ?? null);
    return edit && { ...row, server: null, edit: { ...edit, stopped }, round };
}

/** The user has seen `theirs` and wants `body` all the same. When there is something newer, it is a conflict again. */
export function overriding(row: Row, edit: Edit, theirs: Version | null, body: Body | null, seq: number): Row {
    return { ...row, edit: { ...edit, body, base: theirs, seq, stopped: null } };
}

/** The user gives the edit up. */
export function discarded(row: Row): Row | null {
    return row.server && { ...row, edit: null };
}

function rejection(result: Result): Edit['stopped'] {
    return { reason: 'rejected', problem: result.problem ?? null };
}

function newest(one: Version | null, other: Version | null): Version | null {
    return !one || (other && other.rev > one.rev) ? other : one;
}
