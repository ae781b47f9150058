import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Client, MemoryStore, type Options, Refused, SignedOut, Unreachable } from '../dist/index.js';
import { session } from './fake.js';
import { Service, newcomer } from './service.js';
import { simulate } from './simulation.js';

let service: Service;

before(async () => {
    service = await Service.start();
});

after(() => service.end());

/** A device whose line can be cut, and which can lose answers. */
class Device {
    readonly store = new MemoryStore();
    readonly failures: unknown[] = [];
    /** Streams of events that have begun. */
    streams = 0;
    isOffline = false;
    loses: (method: string, path: string) => boolean = () => false;

    readonly options: Options = {
        baseUrl: service.baseUrl,
        fetch: async (input, init) => {
            if (this.isOffline) {
                throw new TypeError('fetch failed');
            }
            const response = await fetch(input, init);
            const { pathname } = new URL(String(input));
            this.streams += Number(pathname === '/v1/events' && response.ok);
            if (this.loses(init?.method ?? 'GET', pathname)) {
                await response.arrayBuffer();
                throw new TypeError('fetch failed');
            }
            return response;
        },
        openStore: async () => this.store,
        pause: 20,
        onFailure: (failure) => this.failures.push(failure),
    };
}

/** Somebody new with two devices. */
async function phoneAndTablet() {
    const [phone, tablet] = [new Device(), new Device()];
    const person = newcomer();
    const credentials = { email: person.email, password: person.password };
    return {
        credentials,
        phone: Object.assign(phone, { client: await Client.signUp(phone.options, person) }),
        tablet: Object.assign(tablet, { client: await Client.signIn(tablet.options, credentials) }),
    };
}

const newId = () => crypto.randomUUID();
const isPush = (method: string, path: string) => method === 'POST' && path === '/v1/sync';

async function until(isDone: () => Promise<boolean>): Promise<void> {
    const limit = Date.now() + 20_000;
    while (!(await isDone())) {
        assert.ok(Date.now() < limit, 'took too long');
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

test('what a phone records in a basement is on the tablet once, although answers get lost', async () => {
    const { phone, tablet } = await phoneAndTablet();
    phone.isOffline = true;
    const exercise = newId();
    const ids = Array.from({ length: 30 }, newId);
    for (const id of ids) {
        const exercises = [{ exercise, sets: [{ reps: 5 }] }];
        await phone.client.records.put('sessions', id, { ...session(id), exercises });
    }
    await phone.client.records.put('exercises', exercise, { name: 'Wall push-up', kind: 'reps' });
    await assert.rejects(phone.client.sync(), Unreachable);
    phone.isOffline = false;
    phone.loses = isPush;
    await assert.rejects(phone.client.sync(), Unreachable);
    await assert.rejects(phone.client.sync(), Unreachable);
    assert.equal(await phone.client.records.waiting(), 31);
    phone.loses = () => false;
    await phone.client.sync();
    assert.deepEqual([await phone.client.records.waiting(), await phone.client.records.rejected()], [0, []]);

    await tablet.client.sync();
    const items = await tablet.client.records.list('sessions');
    assert.deepEqual(items.map(({ id }) => id).sort(), [...ids].sort());
    assert.ok(items.every(({ record }) => record.local_date === '2026-11-23'));
    const { items: listed } = await phone.client.session.request<{ items: unknown[] }>('/v1/sessions?limit=200');
    assert.equal(listed.length, 30);
});

test('edits of both devices meet in a conflict that shows both sides', async () => {
    const { phone, tablet } = await phoneAndTablet();
    const [kept, taken, both, deleted] = [newId(), newId(), newId(), newId()];
    for (const id of [kept, taken, both, deleted]) {
        await phone.client.records.put('sessions', id, session('base'));
    }
    await phone.client.sync();
    await tablet.client.sync();
    for (const id of [kept, taken, both]) {
        await phone.client.records.patch('sessions', id, { note: 'phone' });
        await tablet.client.records.patch('sessions', id, { note: 'tablet' });
    }
    await phone.client.records.delete('sessions', deleted);
    await tablet.client.records.patch('sessions', deleted, { note: 'tablet' });
    await phone.client.sync();
    await tablet.client.sync();

    const conflicts = await tablet.client.records.conflicts();
    assert.equal(conflicts.length, 4);
    for (const conflict of conflicts) {
        const { mine, theirs, base } = conflict as unknown as Record<string, { note: string } | null>;
        assert.deepEqual([mine?.note, base?.note], ['tablet', 'base']);
        assert.equal(theirs?.note, conflict.id === deleted ? undefined : 'phone');
        const choice = conflict.id === taken ? 'theirs' : conflict.id === both ? { merged: session('both') } : 'mine';
        assert.ok(await tablet.client.records.resolve(conflict, choice));
    }
    await tablet.client.sync();
    await phone.client.sync();
    for (const { client } of [phone, tablet]) {
        const notes = await Promise.all([kept, taken, both, deleted].map((id) => client.records.get('sessions', id)));
        assert.deepEqual(
            notes.map((item) => item?.record.note),
            ['tablet', 'phone', 'both', 'tablet'],
        );
        assert.ok(notes.every((item) => item?.state === 'synced'));
    }
});

test('the same edit on both devices is no conflict', async () => {
    const { phone, tablet } = await phoneAndTablet();
    for (const { client } of [phone, tablet]) {
        await client.records.put('day-marks', '2026-11-23', { kind: 'rest' });
        await client.sync();
        assert.equal((await client.records.get('day-marks', '2026-11-23'))?.state, 'synced');
    }
});

test('a deleted day mark can be made anew', async () => {
    const { phone } = await phoneAndTablet();
    for (const kind of ['rest', 'sick'] as const) {
        await phone.client.records.put('day-marks', '2026-11-23', { kind });
        await phone.client.sync();
        await phone.client.records.delete('day-marks', '2026-11-23');
        await phone.client.sync();
    }
    await phone.client.records.put('day-marks', '2026-11-23', { kind: 'flare' });
    await phone.client.sync();
    assert.equal((await phone.client.records.get('day-marks', '2026-11-23'))?.state, 'synced');
});

test('what the service rejects is kept with the reason, and spoils nothing else', async () => {
    const { phone } = await phoneAndTablet();
    const [good, bad] = [newId(), newId()];
    await phone.client.records.put('sessions', bad, { ...session('bad'), effort: 11 });
    await phone.client.records.put('sessions', 'no uuid', session('bad id'));
    await phone.client.records.put('sessions', good, session('good'));
    await phone.client.sync();
    const rejected = await phone.client.records.rejected();
    assert.deepEqual(rejected.map(({ id }) => id).sort(), [bad, 'no uuid'].sort());
    const { problem } = rejected.find(({ id }) => id === bad) ?? {};
    assert.deepEqual([problem?.code, problem?.errors?.[0]?.pointer], ['invalid_input', '/record/effort']);
    assert.equal((await phone.client.records.get('sessions', good))?.state, 'synced');
    await phone.client.records.patch('sessions', bad, { effort: 10 });
    await phone.client.records.discard({ collection: 'sessions', id: 'no uuid' });
    await phone.client.sync();
    assert.deepEqual(await phone.client.records.rejected(), []);
    assert.equal((await phone.client.records.list('sessions')).length, 2);
});

test('an ended session keeps what waits, and signing in again sends it', async () => {
    const { credentials, phone, tablet } = await phoneAndTablet();
    const id = newId();
    const stop = new AbortController();
    const running = phone.client.run(stop.signal);
    await until(async () => phone.streams > 0);
    const { items } = await tablet.client.session.request<{ items: { id: string; current: boolean }[] }>(
        '/v1/me/devices',
    );
    for (const device of items.filter(({ current }) => !current)) {
        await tablet.client.session.request(`/v1/me/devices/${device.id}`, { method: 'DELETE' });
    }
    // The stream says so.
    await until(async () => phone.failures.some((failure) => failure instanceof SignedOut));
    stop.abort();
    await running;
    await phone.client.records.put('sessions', id, session('waiting'));
    await assert.rejects(phone.client.sync(), SignedOut);
    assert.equal(await phone.client.records.waiting(), 1);

    const stranger = newcomer();
    await Client.signUp(new Device().options, stranger);
    await assert.rejects(phone.client.session.signInAgain({ email: stranger.email, password: stranger.password }));
    await assert.rejects(phone.client.sync(), SignedOut);
    await assert.rejects(phone.client.session.signInAgain({ ...credentials, password: 'wrong' }), Refused);

    await phone.client.session.signInAgain(credentials);
    await phone.client.sync();
    await tablet.client.sync();
    assert.equal((await tablet.client.records.get('sessions', id))?.record.note, 'waiting');
});

test('twenty calls with a refused token renew it once, and a lost renewal is made up for', async () => {
    const { phone } = await phoneAndTablet();
    const spoil = () =>
        phone.store.transaction(async (transaction) => {
            const tokens = await transaction.get('session');
            await transaction.set('session', tokens && { ...tokens, access: 'spoilt' });
        });
    const asked: string[] = [];
    phone.loses = (_, path) => {
        asked.push(path);
        return false;
    };
    await spoil();
    await Promise.all(Array.from({ length: 20 }, () => phone.client.session.request('/v1/me')));
    assert.equal(asked.filter((path) => path === '/v1/auth/refresh').length, 1);

    await spoil();
    phone.loses = (_, path) => path === '/v1/auth/refresh';
    await assert.rejects(phone.client.sync(), Unreachable);
    await assert.rejects(phone.client.sync(), Unreachable);
    phone.loses = () => false;
    await phone.client.records.put('sessions', newId(), session('after'));
    await phone.client.sync();
    assert.equal(await phone.client.records.waiting(), 0);
});

test('changes arrive by themselves, also after the service was away', async () => {
    const { phone, tablet } = await phoneAndTablet();
    const stop = new AbortController();
    const running = [phone, tablet].map(({ client }) => client.run(stop.signal));
    const arrives = async (id: string) =>
        until(async () => (await tablet.client.records.get('sessions', id))?.state === 'synced');
    try {
        const first = newId();
        await phone.client.records.put('sessions', first, session('first'));
        await arrives(first);
        for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
            await service.stop(signal);
            const id = newId();
            await phone.client.records.put('sessions', id, session(signal));
            await until(async () => phone.failures.length > 0);
            await service.start();
            await arrives(id);
            phone.failures.length = 0;
        }
        await phone.client.records.delete('sessions', first);
        await until(async () => (await tablet.client.records.get('sessions', first)) === null);
    } finally {
        stop.abort();
        await Promise.all(running);
    }
});

test('a service that was restored from an older copy gets back what waits, and gives up what is gone', async () => {
    const { phone, tablet } = await phoneAndTablet();
    const [old, gone, edited] = [newId(), newId(), newId()];
    await phone.client.records.put('sessions', old, session('old'));
    await phone.client.sync();
    await tablet.client.sync();
    await service.stop();
    const putBack = await service.copy();
    await service.start();

    await phone.client.records.put('sessions', gone, session('after the copy'));
    await phone.client.records.put('sessions', edited, session('after the copy'));
    await phone.client.sync();
    await tablet.client.sync();
    await tablet.client.records.patch('sessions', edited, { note: 'edited' });

    await service.stop();
    await putBack();
    await service.start();
    await phone.client.sync();
    assert.deepEqual(
        (await phone.client.records.list('sessions')).map(({ id }) => id),
        [old],
    );
    await tablet.client.sync();
    await phone.client.sync();
    for (const { client } of [phone, tablet]) {
        const items = await client.records.list('sessions');
        assert.deepEqual(
            items.map(({ id, record }) => [id, record.note]).sort(),
            [
                [edited, 'edited'],
                [old, 'old'],
            ].sort(),
        );
        assert.ok(items.every(({ state }) => state === 'synced'));
    }
});

test('devices lose nothing, double nothing and agree in the end, whatever happens to the service', async () => {
    for (let seed = 0; seed < 10; seed += 1) {
        const person = newcomer();
        await Client.signUp(new Device().options, person);
        const credentials = { email: person.email, password: person.password };
        let restarts = 0;
        const disturb = () => service.restart((restarts += 1) % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
        await simulate({ baseUrl: service.baseUrl, fetch, credentials, disturb }, seed, 80);
    }
});
