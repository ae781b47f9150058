import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Client, MemoryStore, OtherUser, Refused, SignedOut, Unreachable } from '../dist/index.js';
import { CREDENTIALS, Fake, USER, problem, session, signedIn } from './fake.js';

/** Spoils the access token that the store has. */
async function spoil(store: MemoryStore, change: object) {
    await store.transaction(async (transaction) => {
        const tokens = await transaction.get('session');
        await transaction.set('session', tokens && { ...tokens, ...change });
    });
}

for (const [what, change] of [
    ['refused', { access: 'spoilt' }],
    ['worn out', { until: 0 }],
] as const) {
    test(`twenty calls at once with a ${what} token renew it once`, async () => {
        const fake = new Fake();
        const store = new MemoryStore();
        const { client } = await signedIn(fake, store);
        await spoil(store, change);
        await Promise.all(Array.from({ length: 20 }, () => client.session.request('/v1/sync')));
        assert.equal(fake.paths('/auth/refresh').length, 1);
    });
}

test('two tabs renew once between them', async () => {
    const fake = new Fake();
    const store = new MemoryStore();
    const { client, options } = await signedIn(fake, store);
    const tab = await Client.resume(options, USER);
    await spoil(store, { access: 'spoilt' });
    await Promise.all([client.sync(), tab.sync()]);
    assert.equal(fake.paths('/auth/refresh').length, 1);
});

test('new tokens are kept before they are used', async () => {
    const fake = new Fake();
    const store = new MemoryStore();
    const { client } = await signedIn(fake, store);
    await spoil(store, { access: 'spoilt' });
    let kept: string | undefined;
    fake.instead = ({ path, headers }) => {
        if (path === '/v1/sync' && headers.get('Authorization') === 'Bearer access-0-1') {
            void store.transaction(async (transaction) => (kept = (await transaction.get('session'))?.refresh));
        }
        return undefined;
    };
    await client.sync();
    assert.equal(kept, 'refresh-0-1');
});

test('a lost answer is asked for again with the same token', async () => {
    const fake = new Fake();
    const store = new MemoryStore();
    const { client } = await signedIn(fake, store);
    await client.records.put('sessions', 's', session('kept'));
    await spoil(store, { until: 0 });
    fake.loses = ({ path }) => path === '/v1/auth/refresh';
    await assert.rejects(client.sync(), Unreachable);
    fake.loses = () => false;
    await client.sync();
    const shown = fake.requests.filter(({ path }) => path === '/v1/auth/refresh').map(({ body }) => body.refresh_token);
    assert.deepEqual(shown, ['refresh-0-0', 'refresh-0-0']);
    assert.equal(fake.records.size, 1);
});

test('an ended session keeps records and outbox, and the same user goes on', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.records.put('sessions', 'a', session('synced'));
    await client.sync();
    await client.records.put('sessions', 'b', session('waiting'));
    fake.ended = true;
    await assert.rejects(client.sync(), SignedOut);
    assert.equal(await client.session.isSignedIn(), false);
    await client.records.put('sessions', 'c', session('recorded while signed out'));
    const asked = fake.requests.length;
    await assert.rejects(client.sync(), SignedOut);
    assert.equal(fake.requests.length, asked);
    assert.equal((await client.records.list('sessions')).length, 3);

    await client.session.signInAgain(CREDENTIALS);
    await client.sync();
    assert.equal(fake.records.size, 3);
    assert.equal(await client.records.waiting(), 0);
});

test('another user is turned away and their session ended; the first one has lost nothing', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    await client.records.put('sessions', 'a', session('waiting'));
    fake.ended = true;
    await assert.rejects(client.sync(), SignedOut);
    await assert.rejects(client.session.signInAgain({ ...CREDENTIALS, email: 'other@example.org' }), OtherUser);
    assert.equal(fake.paths('/auth/logout').length, 1);
    await assert.rejects(client.sync(), SignedOut);
    assert.equal(fake.records.size, 0);
    assert.equal(await client.records.waiting(), 1);
});

test('users have stores of their own', async () => {
    const fake = new Fake();
    const stores = new Map<string, MemoryStore>();
    const openStore = async (userId: string) => {
        const store = stores.get(userId) ?? new MemoryStore();
        stores.set(userId, store);
        return store;
    };
    const options = { baseUrl: 'http://fake', fetch: fake.fetch, openStore };
    const maria = await Client.signIn(options, CREDENTIALS);
    await maria.records.put('sessions', 'a', session("Maria's"));
    const other = await Client.signIn(options, { ...CREDENTIALS, email: 'other@example.org' });
    await other.sync();
    assert.equal(fake.records.size, 0);
    assert.equal(await (await Client.signIn(options, CREDENTIALS)).records.waiting(), 1);
});

test('what is no refusal of the refresh token does not end the session', async () => {
    const fake = new Fake();
    const store = new MemoryStore();
    const { client } = await signedIn(fake, store);
    await spoil(store, { until: 0 });
    for (const answer of [() => problem(503, 'overloaded'), () => new Response('<html>', { status: 401 })]) {
        fake.instead = ({ path }) => (path === '/v1/auth/refresh' ? answer() : undefined);
        await assert.rejects(client.sync(), Refused);
        assert.equal(await client.session.isSignedIn(), true);
    }
    fake.instead = () => undefined;
    await client.sync();
});

test('signing out ends the session here even when the service is out of reach', async () => {
    const fake = new Fake();
    const { client } = await signedIn(fake);
    fake.loses = () => true;
    await assert.rejects(client.session.signOut(), Unreachable);
    assert.equal(await client.session.isSignedIn(), false);
    fake.loses = () => false;
    await client.session.signOut();
    assert.deepEqual(fake.paths(), ['POST /v1/auth/logout']);
});
