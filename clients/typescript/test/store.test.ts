import 'fake-indexeddb/auto';

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Client, IndexedDbStore, MemoryStore, type Row, type Store, type Written } from '../dist/index.js';
import { edited, unknown } from '../dist/edits.js';
import { Fake, USER, session, signedIn } from './fake.js';

const row = (id: string, seq: number | null): Row => {
    const empty = unknown({ collection: 'sessions', id }, 0);
    return seq === null ? { ...empty, server: { rev: 1, record: null } } : (edited(empty, session(id), seq) as Row);
};

for (const [name, open] of [
    ['memory', async () => new MemoryStore()],
    ['IndexedDB', () => IndexedDbStore.open(crypto.randomUUID())],
] as [string, () => Promise<Store>][]) {
    test(`${name}: rows and values are kept`, async () => {
        const store = await open();
        await store.transaction(async (transaction) => {
            assert.equal(await transaction.get('session'), null);
            assert.deepEqual(await transaction.get('feed'), { cursor: null, round: 0, whole: true });
            await transaction.put(row('a', null));
            await transaction.put({ ...row('b', null), collection: 'day-marks' });
            await transaction.set('seq', 3);
        });
        await store.transaction(async (transaction) => {
            assert.deepEqual(await transaction.row({ collection: 'sessions', id: 'a' }), row('a', null));
            assert.equal(await transaction.row({ collection: 'sessions', id: 'b' }), undefined);
            assert.deepEqual(
                (await transaction.rows('sessions')).map(({ id }) => id),
                ['a'],
            );
            assert.equal((await transaction.rows()).length, 2);
            assert.equal(await transaction.get('seq'), 3);
            await transaction.remove({ collection: 'sessions', id: 'a' });
            assert.deepEqual(await transaction.rows('sessions'), []);
        });
        store.close();
    });

    test(`${name}: the outbox is in the order of the edits`, async () => {
        const store = await open();
        const ids = await store.transaction(async (transaction) => {
            for (const [id, seq] of [
                ['a', 3],
                ['b', null],
                ['c', 1],
                ['d', 2],
                ['e', 4],
            ] as const) {
                await transaction.put(row(id, seq));
            }
            await transaction.put(row('d', 10));
            await transaction.put(row('e', null));
            return (await transaction.edited()).map(({ id }) => id);
        });
        assert.deepEqual(ids, ['c', 'a', 'd']);
        store.close();
    });

    test(`${name}: a transaction that fails leaves nothing and tells nobody`, async () => {
        const store = await open();
        const seen: Written[] = [];
        store.watch((written) => seen.push(written));
        const failing = store.transaction(async (transaction) => {
            await transaction.put(row('a', 1));
            await transaction.set('seq', 1);
            throw new Error('stop');
        });
        await assert.rejects(failing, /stop/);
        assert.deepEqual(await store.transaction((transaction) => transaction.rows()), []);
        assert.deepEqual(seen, []);
        await store.transaction(async (transaction) => {
            await transaction.put(row('a', 1));
            await transaction.set('seq', 1);
        });
        assert.deepEqual(seen, [{ keys: [{ collection: 'sessions', id: 'a' }], values: ['seq'] }]);
        store.close();
    });

    test(`${name}: transactions take turns`, async () => {
        const store = await open();
        const add = () =>
            store.transaction(async (transaction) => transaction.set('seq', (await transaction.get('seq')) + 1));
        await Promise.all(Array.from({ length: 50 }, add));
        assert.equal(await store.transaction((transaction) => transaction.get('seq')), 50);
        store.close();
    });

    test(`${name}: a device works on it`, async () => {
        const fake = new Fake();
        const { client, store } = await signedIn(fake, await open());
        await client.records.put('sessions', 'a', session('one'));
        assert.equal((await client.records.get('sessions', 'a'))?.state, 'waiting');
        await client.sync();
        fake.write('sessions', 'a', session('theirs'));
        await client.records.patch('sessions', 'a', { note: 'mine', effort: 4 });
        await client.sync();
        const [conflict] = await client.records.conflicts();
        assert.ok(conflict && (await client.records.resolve(conflict, 'mine')));
        await client.sync();
        const item = await client.records.get('sessions', 'a');
        assert.deepEqual([item?.record.note, item?.record.effort, item?.state], ['mine', 4, 'synced']);
        await client.records.patch('sessions', 'a', { effort: null });
        await client.sync();
        assert.equal((await client.records.get('sessions', 'a'))?.record.effort, undefined);
        await client.records.delete('sessions', 'a');
        assert.equal(await client.records.get('sessions', 'a'), null);
        await client.sync();
        assert.equal(fake.records.get('sessions/a')?.deleted, true);
        store.close();
    });
}

test('two tabs share one outbox, and tell each other', async () => {
    const fake = new Fake();
    const { client, options } = await signedIn(fake, await IndexedDbStore.open(USER));
    const tab = await Client.resume({ ...options, openStore: IndexedDbStore.open }, USER);
    const told = new Promise<Written>((resolve) => tab.watch(resolve));
    await client.records.put('sessions', 'a', session('one'));
    await tab.records.put('sessions', 'b', session('two'));
    assert.deepEqual((await told).keys, [{ collection: 'sessions', id: 'a' }]);
    await Promise.all([client.sync(), tab.sync()]);
    assert.equal(fake.rev, 2);
    assert.equal(fake.requests.filter(({ body }) => body?.ops).length, 1);
    assert.deepEqual((await tab.records.get('sessions', 'a'))?.state, 'synced');
    client.close();
    tab.close();
    await IndexedDbStore.erase(USER);
    const erased = await IndexedDbStore.open(USER);
    assert.deepEqual(await erased.transaction((transaction) => transaction.rows()), []);
    erased.close();
});
