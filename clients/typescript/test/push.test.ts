import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MemoryStore, Refused, Unreachable } from '../dist/index.js';
import type { Op } from '../dist/protocol.js';
import { Fake, json, problem, session, signedIn } from './fake.js';

const isPush = ({ method, path }: { method: string; path: string }) => method === 'POST' && path === '/v1/sync';
const batches = (fake: Fake): Op[][] => fake.requests.filter(isPush).map(({ body }) => body.ops);

test('a lost answer is made up for by the same ops again', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.records.put('sessions', 'a', session('one'));
    await client.records.put('day-marks', '2026-11-23', { kind: 'rest' });
    fake.loses = isPush;
    await assert.rejects(client.sync(), Unreachable);
    await client.records.put('sessions', 'a', session('two'));
    fake.loses = () => false;
    await client.sync();
    const [lost, again, later] = batches(fake);
    assert.deepEqual(again, lost);
    assert.deepEqual(
        later?.map(({ id, base_rev }) => [id, base_rev]),
        [['a', 1]],
    );
    assert.equal(fake.rev, 3);
    assert.equal(await client.records.waiting(), 0);
});

test('an edit while its answer is under way is sent after it', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.records.put('sessions', 'a', session('one'));
    let edits = 0;
    fake.instead = (request) => {
        if (isPush(request) && (edits += 1) === 1) {
            return client.records.put('sessions', 'a', session('two')) as unknown as undefined;
        }
        return undefined;
    };
    await client.sync();
    const item = await client.records.get('sessions', 'a');
    assert.deepEqual([item?.record.note, item?.record.rev, item?.state], ['two', 2, 'synced']);
});

test('batches have 500 ops and a mebibyte at most', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await Promise.all(Array.from({ length: 510 }, (_, i) => client.records.put('sessions', `s${i}`, session(''))));
    await client.sync();
    assert.deepEqual(
        batches(fake).map((ops) => ops.length),
        [500, 10],
    );

    fake.requests.length = 0;
    const note = 'x'.repeat(300 * 1024);
    await Promise.all(Array.from({ length: 7 }, (_, i) => client.records.put('sessions', `b${i}`, session(note))));
    await client.sync();
    assert.deepEqual(
        batches(fake).map((ops) => ops.length),
        [3, 3, 1],
    );
});

test('what others may name goes first, all else in the order of the edits', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.records.put('sessions', 'a', session(''));
    await client.records.put('exercises', 'e', { name: 'plank' } as never);
    await client.records.put('sessions', 'b', session(''));
    await client.records.put('sessions', 'a', session('names e'));
    await client.sync();
    assert.deepEqual(
        batches(fake)[0]?.map(({ id }) => id),
        ['e', 'b', 'a'],
    );
    await client.records.put('sessions', 'c', session('names e'));
    await client.records.delete('exercises', 'e');
    await client.sync();
    assert.deepEqual(
        batches(fake)[1]?.map(({ id }) => id),
        ['c', 'e'],
    );
});

test('one op that spoils its batch is found, and the others get through', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    for (const id of ['a', 'b', 'bad', 'c', 'd']) {
        await client.records.put('sessions', id, session(id));
    }
    fake.instead = ({ body }) =>
        body?.ops?.some(({ id }: Op) => id === 'bad') ? problem(422, 'invalid_input') : undefined;
    await client.sync();
    assert.equal(fake.records.size, 4);
    const [rejected] = await client.records.rejected();
    assert.deepEqual([rejected?.id, rejected?.problem?.code], ['bad', 'invalid_input']);
    assert.equal((await client.records.get('sessions', 'bad'))?.state, 'rejected');
});

test('a rejected edit waits for the user, who may try again or give it up', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    const rejectAll = (retryable: boolean) => (request: { method: string; path: string; body: { ops: Op[] } }) =>
        isPush(request)
            ? json(200, {
                  results: request.body.ops.map(({ op_id }) => ({
                      op_id,
                      status: 'rejected',
                      problem: { code: 'no', retryable },
                  })),
              })
            : undefined;
    await client.records.put('sessions', 'a', session('a'));
    await client.records.put('sessions', 'b', session('b'));
    fake.instead = rejectAll(true);
    await assert.rejects(client.sync(), Unreachable);
    assert.equal(await client.records.waiting(), 2);
    fake.instead = rejectAll(false);
    await client.sync();
    await client.sync();
    assert.equal(batches(fake).length, 2);
    assert.equal((await client.records.rejected()).length, 2);

    fake.instead = () => undefined;
    await client.records.retry({ collection: 'sessions', id: 'a' });
    await client.records.discard({ collection: 'sessions', id: 'b' });
    await client.sync();
    assert.deepEqual([...fake.records.keys()], ['sessions/a']);
    assert.equal(await client.records.get('sessions', 'b'), null);
});

test('a conflict keeps both sides until the user decides', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    for (const id of ['a', 'b', 'c']) {
        await client.records.put('sessions', id, session('base'));
    }
    await client.sync();
    for (const id of ['a', 'b', 'c']) {
        await client.records.patch('sessions', id, { note: 'mine' });
        fake.write('sessions', id, session('theirs'));
    }
    await client.sync();
    const conflicts = await client.records.conflicts();
    assert.deepEqual(
        conflicts.map(({ mine, theirs, base }) => [mine, theirs, base].map((side) => (side as { note: string }).note)),
        Array(3).fill(['mine', 'theirs', 'base']),
    );
    assert.equal((await client.records.get('sessions', 'a'))?.record.note, 'mine');

    const [a, b, c] = conflicts as [(typeof conflicts)[0], (typeof conflicts)[0], (typeof conflicts)[0]];
    assert.ok(await client.records.resolve(a, 'mine'));
    assert.ok(await client.records.resolve(b, 'theirs'));
    assert.ok(await client.records.resolve(c, { merged: session('both') }));
    assert.equal(await client.records.resolve(c, 'mine'), false);
    await client.sync();
    const notes = await Promise.all(['a', 'b', 'c'].map((id) => client.records.get('sessions', id)));
    assert.deepEqual(
        notes.map((item) => [item?.record.note, item?.state]),
        [
            ['mine', 'synced'],
            ['theirs', 'synced'],
            ['both', 'synced'],
        ],
    );
});

test('a decision never overwrites what came after it was looked at', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.records.put('sessions', 'a', session('base'));
    await client.sync();
    await client.records.patch('sessions', 'a', { note: 'mine' });
    fake.write('sessions', 'a', session('seen'));
    await client.sync();
    const [seen] = await client.records.conflicts();
    fake.write('sessions', 'a', session('not seen'));
    await client.sync();
    assert.ok(seen && (await client.records.resolve(seen, 'mine')));
    await client.sync();
    const [again] = await client.records.conflicts();
    assert.equal((again?.theirs as { note: string }).note, 'not seen');
});

test('a portal instead of the service changes nothing', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.records.put('sessions', 'a', session('a'));
    for (const answer of [
        () => new Response('<html>sign in to the hotel</html>'),
        () => json(200, { welcome: true }),
        () => new Response('<html>', { status: 422 }),
        () => new Response('<html>', { status: 410 }),
    ]) {
        fake.instead = answer;
        await assert.rejects(client.sync());
        assert.equal(await client.records.waiting(), 1);
    }
    fake.instead = () => undefined;
    await client.sync();
    assert.equal(fake.records.size, 1);
});

test('being told to wait is a failure that says how long', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake, new MemoryStore());
    fake.instead = () => problem(429, 'too_many_requests', { 'Retry-After': '7' });
    await assert.rejects(client.sync(), (error) => error instanceof Refused && error.retryAfter === 7000);
});
