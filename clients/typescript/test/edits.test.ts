import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answered, discarded, edited, overriding, pulled, sending, swept, unknown } from '../dist/edits.js';
import type { Result } from '../dist/protocol.js';
import type { Edit, Row } from '../dist/store.js';
import { session } from './fake.js';

const KEY = { collection: 'sessions', id: 's' } as const;
const SERVICE = { rev: 3, record: { note: 'theirs' } as never };

const put = (row: Row, note: string, seq: number) => edited(row, session(note), seq) as Row & { edit: Edit };
const send = (row: Row) => sending(row, row.edit as Edit);
const answer = (row: Row, result: Partial<Result>) =>
    answered(row, { op_id: row.edit?.sent?.op.op_id ?? '', status: 'applied', ...result });
const fresh = () => unknown(KEY, 0);
const known = (): Row => ({ ...fresh(), server: SERVICE });

test('edits that were not sent become one', () => {
    const row = put(put(fresh(), 'one', 1), 'two', 2);
    const { op } = send(row).edit.sent;
    assert.deepEqual(op.record, session('two'));
    assert.equal(op.base_rev, undefined);
});

test('what was sent stays as it is, and later edits wait for its rev', () => {
    const sent = send(put(known(), 'one', 1));
    const again = put(sent, 'two', 2);
    assert.deepEqual(send(again).edit.sent.op, sent.edit.sent.op);
    const after = answer(again, { rev: 4, record: { note: 'one' } as never });
    assert.equal(after?.server?.rev, 4);
    const next = send(after as Row).edit.sent.op;
    assert.equal(next.base_rev, 4);
    assert.deepEqual(next.record, session('two'));
});

test('an answer to something else changes nothing', () => {
    const sent = send(put(fresh(), 'one', 1));
    assert.equal(answer(sent, { op_id: 'other', rev: 9 }), sent);
});

test('a record made and deleted before anything was sent leaves nothing', () => {
    assert.equal(edited(put(fresh(), 'one', 1), null, 2), null);
    assert.equal(edited(fresh(), null, 1), null);
});

test('one that may have reached the service is deleted there', () => {
    const deleted = edited(send(put(fresh(), 'one', 1)), null, 2) as Row;
    const after = answer(deleted, { rev: 1, record: {} as never }) as Row;
    const { op } = send(after).edit.sent;
    assert.deepEqual([op.action, op.base_rev], ['delete', 1]);
});

test('an exercise made and deleted is made at the service first, since a session may name it', () => {
    const made = edited(unknown({ collection: 'exercises', id: 'e' }, 0), { name: 'plank' } as never, 1) as Row;
    const deleted = edited(made, null, 2) as Row;
    assert.equal(send(deleted).edit.sent.op.action, 'put');
    const after = answer(deleted, { rev: 1, record: {} as never }) as Row;
    assert.equal(send(after).edit.sent.op.action, 'delete');
});

test('deleting what the service has no longer leaves what it tells', () => {
    const deleted = send(edited(known(), null, 1) as Row);
    assert.equal(answer({ ...deleted, server: null }, { status: 'duplicate' }), null);
    assert.equal(answer(deleted, { status: 'duplicate', rev: 5 })?.server?.record, null);
});

test('a tombstone is kept, so that the record can be made anew on top of it', () => {
    const deleted = answer(send(edited(known(), null, 1) as Row), { rev: 4, record: null }) as Row;
    assert.deepEqual(deleted.server, { rev: 4, record: null });
    assert.equal(send(put(deleted, 'new', 2)).edit.sent.op.base_rev, 4);
});

test('what came from elsewhere while an op was under way is no base for the edits behind it', () => {
    const row = put(send(put(known(), 'one', 1)), 'two', 2);
    const elsewhere = { ...KEY, rev: 9, deleted: false, record: { note: 'elsewhere' } as never };
    const after = answer(pulled(row, elsewhere, 0, false), { rev: 4, record: { note: 'one' } as never });
    assert.deepEqual([after?.server?.rev, after?.edit?.base?.rev], [9, 4]);
});

test('a conflict waits for a decision, even when it is edited', () => {
    const conflict = answer(send(put(known(), 'mine', 1)), {
        status: 'conflict',
        rev: 7,
        record: SERVICE.record,
    }) as Row;
    const again = put(conflict, 'mine again', 2);
    assert.deepEqual(again.edit.stopped, { reason: 'conflict' });
    assert.equal(again.server?.rev, 7);
    assert.equal(again.edit.base?.rev, 3);
    const decided = overriding(again, again.edit, again.server, again.edit.body, 3);
    assert.equal(send(decided).edit.sent.op.base_rev, 7);
    assert.equal(discarded(again)?.edit, null);
});

test('a rejection is kept until the next edit', () => {
    const problem = { code: 'invalid_input', retryable: false } as never;
    const rejected = answer(send(put(fresh(), 'bad', 1)), { status: 'rejected', problem }) as Row;
    assert.deepEqual(rejected.edit?.stopped, { reason: 'rejected', problem });
    const told = answer(send(put(fresh(), 'bad', 1)), { status: 'rejected', problem, ...SERVICE }) as Row;
    assert.deepEqual(discarded(told)?.server, SERVICE);
    assert.equal(put(rejected, 'good', 2).edit.stopped, null);
    assert.equal(edited(rejected, null, 2), null);
});

test('what was edited since is tried although what was sent is rejected', () => {
    const row = put(send(put(fresh(), 'bad', 1)), 'good', 2);
    const after = answer(row, { status: 'rejected', problem: { retryable: false } as never });
    assert.deepEqual([after?.edit?.stopped, after?.edit?.sent], [null, null]);
});

test('a rejection that will pass changes nothing', () => {
    const sent = send(put(fresh(), 'one', 1));
    assert.equal(answer(sent, { status: 'rejected', problem: { retryable: true } as never }), sent);
});

test('what is pulled never touches an edit, nor goes back', () => {
    const row = put(known(), 'mine', 1);
    const change = { ...KEY, deleted: false, record: { note: 'new' } as never };
    const after = pulled(row, { ...change, rev: 5 }, 0, false);
    assert.deepEqual(after.edit, row.edit);
    assert.equal(after.server?.rev, 5);
    assert.equal(pulled(after, { ...change, rev: 4 }, 0, false).server?.rev, 5);
    assert.equal(pulled(after, { ...change, rev: 4 }, 1, true).server?.rev, 4);
});

test('after the whole feed only what it told of and what is edited is left', () => {
    assert.equal(swept(known(), 1), null);
    assert.deepEqual(swept({ ...known(), round: 1 }, 1), { ...known(), round: 1 });
    const row = swept(put(known(), 'mine', 1), 1);
    assert.deepEqual([row?.server, row?.edit?.base?.rev], [null, 3]);
    const conflict = answer(send(put(known(), 'mine', 1)), { status: 'conflict', rev: 7, record: null }) as Row;
    assert.equal(swept(conflict, 1)?.edit?.stopped, null);
});
