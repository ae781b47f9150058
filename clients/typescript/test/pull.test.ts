import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Client, MemoryStore, Refused, Unreachable } from '../dist/index.js';
import { takePage } from '../dist/pull.js';
import { Fake, USER, problem, session, signedIn } from './fake.js';

test('pages are read to the end, and the next time only what is new', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    fake.pageSize = 2;
    for (const id of ['a', 'b', 'c']) {
        fake.write('sessions', id, session(id));
    }
    fake.write('sessions', 'a', null);
    await client.sync();
    assert.deepEqual((await client.records.list('sessions')).map(({ id }) => id).sort(), ['b', 'c']);
    fake.requests.length = 0;
    await client.sync();
    assert.deepEqual(fake.paths(), ['GET /v1/sync?cursor=a%3A4']);
});

test('what was edited here is not overwritten by what is pulled', async () => {
    const fake = new Fake();
    const store = new MemoryStore();
    const { client } = await signedIn(fake, store);
    fake.write('sessions', 'a', session('theirs'));
    await client.sync();
    await client.records.patch('sessions', 'a', { note: 'mine' });
    const change = fake.write('sessions', 'a', null);
    assert.ok(await takePage(store, { changes: [change], next_cursor: 'a:2', has_more: false }, 'a:1'));
    assert.equal((await client.records.get('sessions', 'a'))?.record.note, 'mine');
    await client.sync();
    const [conflict] = await client.records.conflicts();
    assert.deepEqual([conflict?.theirs, conflict?.base?.rev], [null, 1]);
});

test('a page that does not follow on is not taken', async () => {
    const fake = new Fake();
    const store = new MemoryStore();
    const { client } = await signedIn(fake, store);
    await client.sync();
    const page = { changes: [fake.write('sessions', 'a', session('a'))], next_cursor: 'a:1', has_more: false };
    assert.equal(await takePage(store, page, 'a:7'), false);
    assert.equal(await client.records.get('sessions', 'a'), null);
    assert.equal(await takePage(store, page, 'a:0'), true);
    assert.equal(await takePage(store, page, 'a:0'), true);
});

test('starting over drops what is gone, keeps the outbox, and goes on after a stop in its middle', async () => {
    const fake = new Fake();
    const store = new MemoryStore();
    const { client, options } = await signedIn(fake, store);
    for (const id of ['kept', 'gone', 'edited', 'more']) {
        fake.write('sessions', id, session(id));
    }
    await client.sync();

    // The service is restored from a copy that knows less.
    fake.history = 'b';
    fake.records.delete('sessions/gone');
    fake.records.delete('sessions/edited');
    fake.pageSize = 1;
    let pages = 0;
    fake.instead = ({ method, path }) =>
        method === 'GET' && !path.endsWith('a%3A4') && (pages += 1) > 1 ? problem(503, 'unavailable') : undefined;
    await assert.rejects(client.sync(), Refused);
    assert.ok(await client.records.get('sessions', 'gone'));

    await client.records.patch('sessions', 'edited', { note: 'mine' });
    await client.records.put('sessions', 'new', session('new'));
    fake.instead = () => undefined;
    const restarted = await Client.resume(options, USER);
    await restarted.sync();
    const items = await restarted.records.list('sessions');
    assert.deepEqual(items.map(({ id, state }) => [id, state]).sort(), [
        ['edited', 'synced'],
        ['kept', 'synced'],
        ['more', 'synced'],
        ['new', 'synced'],
    ]);
    assert.equal(fake.records.size, 4);
});

test('a service that knows no cursor at all is no endless loop', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.sync();
    fake.write('sessions', 'a', session('a'));
    fake.instead = ({ path }) => (path.startsWith('/v1/sync') ? problem(410, 'cursor_expired') : undefined);
    await assert.rejects(client.sync(), Refused);
    assert.equal(fake.paths('/v1/sync').length, 3);
});

test('a lost page is asked for again', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    fake.write('sessions', 'a', session('a'));
    fake.loses = ({ method }) => method === 'GET';
    await assert.rejects(client.sync(), Unreachable);
    fake.loses = () => false;
    await client.sync();
    assert.equal((await client.records.list('sessions')).length, 1);
});
