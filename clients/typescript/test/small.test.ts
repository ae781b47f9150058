import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { Backoff, Bell } from '../dist/backoff.js';
import { type Collection, bodyOf, merged } from '../dist/collections.js';
import { Refused, retryAfter } from '../dist/failure.js';
import { exclusive } from '../dist/lock.js';
import type { paths } from '../dist/openapi.js';

test('the types are those of openapi.yaml', { timeout: 60_000 }, async () => {
    const check = promisify(execFile)('npm', ['run', '--silent', 'generate', '--', '--check']);
    await assert.doesNotReject(check, 'run `npm run generate`');
});

/** The collections that have a PUT. */
type Described = {
    [P in keyof paths]: P extends `/v1/${infer C}/{id}` ? (paths[P] extends { put: object } ? C : never) : never;
}[keyof paths];

test('all collections are known', () => {
    // Does not compile when one is missing.
    const missing: Exclude<Described, Collection | `${string}/${string}`>[] = [] satisfies never[];
    const none: never[] = missing;
    assert.deepEqual(none, []);
});

test('pauses double up to a limit, and are never the same for all', () => {
    const backoff = new Backoff(1_000, 60_000);
    for (const step of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
        const pause = backoff.next();
        assert.ok(pause >= step / 2 && pause <= step, `${pause} of ${step}`);
    }
    backoff.reset();
    assert.ok(backoff.next(new Refused(429, null, 7_000)) >= 7_000);
});

test('Retry-After is seconds or a date', () => {
    const now = Date.parse('2026-11-23T07:00:00Z');
    const read = (value: string) => retryAfter(new Headers({ 'Retry-After': value }), now);
    assert.equal(read('2'), 2_000);
    assert.equal(read('Mon, 23 Nov 2026 07:00:30 GMT'), 30_000);
    assert.equal(read('Mon, 23 Nov 2026 06:00:00 GMT'), 0);
    assert.equal(read('later'), null);
    assert.equal(retryAfter(new Headers(), now), null);
});

test('a bell rung early is heard', async () => {
    const bell = new Bell();
    const { signal } = new AbortController();
    bell.ring();
    await bell.wait(60_000, signal);
    await bell.wait(1, signal);
    const waiting = bell.wait(60_000, signal);
    bell.ring();
    await waiting;
    await bell.wait(60_000, AbortSignal.abort());
});

test('one at a time, in order, and whoever gives up waiting does not hold up the others', async () => {
    const seen: string[] = [];
    let open = () => {};
    const first = exclusive('x', () => new Promise<void>((resolve) => (open = resolve)));
    const stop = new AbortController();
    const second = exclusive('x', async () => seen.push('second'), stop.signal);
    const third = exclusive('x', async () => seen.push('third'));
    const failing = exclusive('x', () => Promise.reject(new Error('stop')));
    const last = exclusive('x', async () => seen.push('last'));
    assert.equal(await exclusive('y', async () => 'other'), 'other');
    stop.abort();
    await assert.rejects(second);
    assert.deepEqual(seen, []);
    open();
    await Promise.all([first, third, assert.rejects(failing, /stop/), last]);
    assert.deepEqual(seen, ['third', 'last']);
});

test('a merge patch is merged as RFC 7396 shows', () => {
    const patch = { title: 'Hello!', author: { familyName: null }, phoneNumber: '+01', tags: ['example'] };
    const target = {
        title: 'Goodbye!',
        author: { givenName: 'John', familyName: 'Doe' },
        tags: ['a', 'b'],
        content: '-',
    };
    assert.deepEqual(merged(target, patch), {
        title: 'Hello!',
        author: { givenName: 'John' },
        tags: ['example'],
        content: '-',
        phoneNumber: '+01',
    });
    assert.deepEqual(merged({ a: [1] }, { a: { b: null, c: 1 } }), { a: { c: 1 } });
});

test('what the service writes and works out is not sent back', () => {
    const record = { id: 'a', rev: 3, created_at: '', updated_at: '', advisories: [], local_date: '', score: 3 };
    assert.deepEqual(bodyOf('pain-scores', record as never), { score: 3 });
    assert.deepEqual(bodyOf('questionnaires', record as never), {});
});
