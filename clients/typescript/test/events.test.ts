import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MemoryStore, SignedOut, Unreachable } from '../dist/index.js';
import { type ServerEvent, readEvents } from '../dist/sse.js';
import { Fake, json, session, signedIn } from './fake.js';

const bytes = new TextEncoder();

/** A stream of these chunks, which stays open unless it `ends`. */
function stream(chunks: (string | Uint8Array)[], ends = true): ReadableStream<Uint8Array> {
    return new ReadableStream({
        start(controller) {
            for (const chunk of chunks) {
                controller.enqueue(typeof chunk === 'string' ? bytes.encode(chunk) : chunk);
            }
            if (ends) {
                controller.close();
            }
        },
    });
}

async function read(chunks: (string | Uint8Array)[]): Promise<[ServerEvent[], number[]]> {
    const events: ServerEvent[] = [];
    const pauses: number[] = [];
    for await (const event of readEvents(stream(chunks), 1_000, (pause) => pauses.push(pause))) {
        events.push(event);
    }
    return [events, pauses];
}

test('events are read as the standard says', async () => {
    const text =
        'retry: 3000\n\n: heartbeat\n\nevent: changes\nid: 7\ndata: {"a":\ndata:1}\n\ndata\n\nid\ndata: x\n\nretry: soon\n' +
        'unknown: y\nevent: nothing\n\ndata: never finished\n';
    const expected = [
        { type: 'changes', data: '{"a":\n1}', id: '7' },
        { type: 'message', data: '', id: '7' },
        { type: 'message', data: 'x', id: '' },
    ];
    for (const ending of ['\n', '\r\n', '\r']) {
        const whole = text.replaceAll('\n', ending);
        assert.deepEqual(await read([whole]), [expected, [3000]]);
        assert.deepEqual(await read([...whole]), [expected, [3000]]);
    }
});

test('characters may be cut in two', async () => {
    const whole = bytes.encode('data: Rücken\n\n');
    const [events] = await read([whole.slice(0, 8), whole.slice(8)]);
    assert.equal(events[0]?.data, 'Rücken');
});

test('silence ends a stream', async () => {
    const events = readEvents(stream([': heartbeat\n\n'], false), 20, () => {});
    await assert.rejects(events.next(), Unreachable);
});

/** Runs a device until `isDone`; what it asked `/v1/events` with. */
async function run(
    answers: (() => Response)[],
    isDone: (fake: Fake, failures: unknown[]) => boolean | Promise<boolean>,
    prepare: (fake: Fake) => void = () => {},
) {
    const fake = new Fake();
    const failures: unknown[] = [];
    const more = { pause: 1, silence: 200, onFailure: (failure: unknown) => void failures.push(failure) };
    const device = await signedIn(fake, new MemoryStore(), more);
    prepare(fake);
    fake.instead = ({ path }) => (path === '/v1/events' ? (answers.shift() ?? hanging)() : undefined);
    const stop = new AbortController();
    const running = device.client.run(stop.signal);
    const limit = Date.now() + 5_000;
    while (!(await isDone(fake, failures))) {
        assert.ok(Date.now() < limit, 'took too long');
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    stop.abort();
    await running;
    const ids = fake.requests
        .filter(({ path }) => path === '/v1/events')
        .map(({ headers }) => headers.get('Last-Event-ID'));
    return { ...device, fake, failures, ids };
}

const EVENTS = { 'Content-Type': 'text/event-stream' };
const open = (chunks: string[], ends: boolean) => () => new Response(stream(chunks, ends), { headers: EVENTS });
const hanging = open([], false);
const page = (from: number, to: number, changes: unknown[]) =>
    `event: changes\nid: a:${to}\ndata: ${JSON.stringify({ changes, next_cursor: `a:${to}`, has_more: false, from })}\n\n`;

test('changes arrive by the stream, which goes on where it ended', async () => {
    const change = (rev: number) => ({
        collection: 'sessions',
        id: `s${rev}`,
        rev,
        deleted: false,
        record: session(''),
    });
    const answers = [
        open([page(0, 1, [change(1)]), 'event: end\ndata: {"reason":"token_expired"}\n\n', 'data: no more\n\n'], false),
        open(['retry: 2\n\n', page(1, 2, [change(2)])], true),
        () => json(503, {}),
    ];
    const { client, fake, ids } = await run(answers, (fake) => fake.paths('/v1/events').length === 4);
    assert.deepEqual(ids, ['a:0', 'a:1', 'a:2', 'a:2']);
    assert.equal((await client.records.list('sessions')).length, 2);
    assert.ok(fake.paths('GET /v1/sync').every((path) => path.endsWith('/v1/sync') || path.endsWith('a%3A0')));
});

test('a page that does not follow on is read by asking', async () => {
    const answers = [open([page(6, 7, [])], false)];
    await run(answers, (fake) => fake.paths('GET /v1/sync').length === 2);
});

test('a dead line is given up', async () => {
    const { failures } = await run([hanging], (fake) => fake.paths('/v1/events').length === 2);
    assert.ok(failures[0] instanceof Unreachable);
});

test('a cursor that the service no longer knows starts over', async () => {
    const expired = () => json(410, { code: 'cursor_expired', detail: '' });
    const { ids } = await run([expired], (fake) => fake.paths('/v1/events').length === 2);
    assert.equal(ids.length, 2);
});

test('an edit is sent at once, and after failures again', async () => {
    let failed = 0;
    const fake = new Fake();
    const { client } = await signedIn(fake, new MemoryStore(), { pause: 1, silence: 200 });
    fake.instead = ({ method, path }) =>
        path === '/v1/events' ? hanging() : method === 'POST' && (failed += 1) < 3 ? json(503, {}) : undefined;
    const stop = new AbortController();
    const running = client.run(stop.signal);
    const done = new Promise<void>((resolve) =>
        client.watch(async () => (await client.records.waiting()) || resolve()),
    );
    await client.records.put('sessions', 'a', session('a'));
    await done;
    assert.equal(fake.records.size, 1);
    stop.abort();
    await running;
});

test('signed out it waits, and goes on after signing in', async () => {
    let ended = false;
    const { failures, fake } = await run(
        [],
        async (fake, failures) => {
            if (failures.filter((failure) => failure instanceof SignedOut).length >= 2 && !ended) {
                ended = true;
                fake.requests.length = 0;
            }
            return ended;
        },
        (fake) => (fake.ended = true),
    );
    assert.ok(failures.every((failure) => failure instanceof SignedOut));
    assert.deepEqual(fake.paths(), []);
});
