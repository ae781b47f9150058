import assert from 'node:assert/strict';

import { Client, MemoryStore, SignedOut, type Credentials, type Options } from '../dist/index.js';
import { session } from './fake.js';

/** The service that a simulation runs against. */
export interface World {
    baseUrl: string;
    fetch: typeof globalThis.fetch;
    credentials: Credentials;
    /** Something that a service goes through, like a restart. */
    disturb: () => Promise<void>;
}

/** Records that are only added to, by every device; and those that are also deleted and replaced. */
const GROWING = ids(4, '1');
const CHANGING = ids(4, '2');
const DAYS = ['2026-11-20', '2026-11-21'];

function ids(count: number, kind: string): string[] {
    return Array.from({ length: count }, (_, i) => `0192f7f8-000${kind}-7000-8000-00000000000${i}`);
}

/** Numbers that look random and come again with the same seed (mulberry32). */
export function dice(seed: number): (sides: number) => number {
    let state = seed;
    return (sides) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * sides);
    };
}

/** A device with a line that can be cut, and that loses answers. */
class Device {
    readonly client: Client;
    readonly store: MemoryStore;
    readonly line: { isCut: boolean; loses: () => boolean };

    private constructor(client: Client, store: MemoryStore, line: Device['line']) {
        this.client = client;
        this.store = store;
        this.line = line;
    }

    static async signIn(world: World): Promise<Device> {
        const line = { isCut: false, loses: () => false };
        const store = new MemoryStore();
        const fetch: typeof globalThis.fetch = async (input, init) => {
            if (line.isCut) {
                throw new TypeError('fetch failed');
            }
            const response = await world.fetch(input, init);
            if (line.loses()) {
                await response.arrayBuffer();
                throw new TypeError('fetch failed');
            }
            return response;
        };
        const options: Options = { baseUrl: world.baseUrl, fetch, openStore: async () => store };
        return new Device(await Client.signIn(options, world.credentials), store, line);
    }

    /** Everything that the device shows, by collection and id. */
    async everything(): Promise<Map<string, unknown>> {
        const rows = await this.store.transaction((transaction) => transaction.rows());
        const live = rows.filter(({ edit, server }) => (edit ? edit.body : server?.record));
        assert.ok(live.every(({ edit }) => edit === null));
        return new Map(live.map((row) => [`${row.collection}/${row.id}`, row.server?.record] as const).sort());
    }
}

/**
 * Lets devices of one user write, lose their line and their answers, retry, and settle what they disagree about. Then
 * all have to show the same, and what was added to a record is in it exactly once.
 */
export async function simulate(world: World, seed: number, steps: number): Promise<void> {
    const roll = dice(seed);
    const devices = await Promise.all(Array.from({ length: 2 + roll(2) }, () => Device.signIn(world)));
    const added = new Map<string, Set<string>>();
    for (let step = 0; step < steps; step += 1) {
        const device = devices[roll(devices.length)] as Device;
        const choice = roll(20);
        if (choice < 7) {
            const id = GROWING[roll(GROWING.length)] as string;
            const tag = `${step}`;
            await add(device.client, id, tag);
            added.set(id, (added.get(id) ?? new Set()).add(tag));
        } else if (choice < 10) {
            await change(device.client, roll, step);
        } else if (choice < 11) {
            device.line.isCut = !device.line.isCut;
        } else if (choice < 12) {
            await spoil(device.store, roll(2) === 0);
        } else if (choice === 12 && roll(4) === 0) {
            await world.disturb();
        } else {
            device.line.loses = () => roll(3) === 0;
            await device.client.sync().catch(mustNotBeSignedOut);
            await settle(device.client, roll);
        }
    }
    for (const { line } of devices) {
        line.isCut = false;
        line.loses = () => false;
    }
    const last = await Device.signIn(world);
    await agree([...devices, last], roll);
    const shown = await last.everything();
    for (const device of devices) {
        assert.deepEqual(await device.everything(), shown);
    }
    for (const [id, tags] of added) {
        const record = shown.get(`sessions/${id}`);
        assert.deepEqual(tagsOf(record).sort(), [...tags].sort(), `seed ${seed}, ${id}`);
    }
}

function mustNotBeSignedOut(failure: unknown): void {
    assert.ok(!(failure instanceof SignedOut), 'no session may end');
}

async function add(client: Client, id: string, tag: string): Promise<void> {
    const item = await client.records.get('sessions', id);
    const note = [...tagsOf(item?.record), tag].join(' ');
    if (item) {
        await client.records.patch('sessions', id, { note });
    } else {
        await client.records.put('sessions', id, session(note));
    }
}

async function change({ records }: Client, roll: (sides: number) => number, step: number): Promise<void> {
    const id = CHANGING[roll(CHANGING.length)] as string;
    const day = DAYS[roll(DAYS.length)] as string;
    switch (roll(4)) {
        case 0:
            return await records.delete('sessions', id);
        case 1:
            return await records.put('day-marks', day, { kind: roll(2) === 0 ? 'rest' : 'sick' });
        case 2:
            return await records.delete('day-marks', day);
        default:
            return await records.put('sessions', id, session(`${step}`));
    }
}

/** Makes the service refuse the access token, or the client renew it by itself. */
async function spoil(store: MemoryStore, isRefused: boolean): Promise<void> {
    await store.transaction(async (transaction) => {
        const tokens = await transaction.get('session');
        await transaction.set('session', tokens && { ...tokens, ...(isRefused ? { access: 'spoilt' } : { until: 0 }) });
    });
}

async function settle(client: Client, roll: (sides: number) => number): Promise<void> {
    for (const conflict of await client.records.conflicts()) {
        if (GROWING.includes(conflict.id)) {
            const tags = new Set([...tagsOf(conflict.mine), ...tagsOf(conflict.theirs)]);
            assert.ok(await client.records.resolve(conflict, { merged: session([...tags].join(' ')) }));
        } else {
            assert.ok(await client.records.resolve(conflict, roll(2) === 0 ? 'mine' : 'theirs'));
        }
    }
}

/** Syncs until nobody has anything left to settle, and once more so that all have read the end of the feed. */
async function agree(devices: Device[], roll: (sides: number) => number): Promise<void> {
    let quiet = 0;
    for (let round = 0; round < 20; round += 1) {
        let isQuiet = true;
        for (const { client } of devices) {
            await client.sync();
            assert.deepEqual(await client.records.rejected(), []);
            isQuiet &&= (await client.records.conflicts()).length === 0;
            await settle(client, roll);
        }
        quiet = isQuiet ? quiet + 1 : 0;
        if (quiet === 2) {
            return;
        }
    }
    assert.fail('the devices do not agree');
}

function tagsOf(record: unknown): string[] {
    const { note = '' } = (record ?? {}) as { note?: string };
    return note === '' ? [] : note.split(' ');
}
