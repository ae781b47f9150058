import type { Change, Op, Result } from '../dist/protocol.js';
import { Client, MemoryStore, type Options, type ServiceRecord, type Store } from '../dist/index.js';

export const USER = '0192f7f8-0000-7000-8000-000000000001';
export const OTHER = '0192f7f8-0000-7000-8000-000000000002';

/** One request that came in. */
export interface Request {
    method: string;
    path: string;
    headers: Headers;
    /** JSON of whatever kind the test has sent. */
    body: any;
}

type Handler = (request: Request) => Response | Promise<Response> | undefined;

/** As little of the service as the client needs, in this process. */
export class Fake {
    readonly requests: Request[] = [];
    readonly records = new Map<string, Change>();
    /** Answers in place of the service when it returns something. */
    instead: Handler = () => undefined;
    /** Requests whose answers get lost after the service has done its work. */
    loses: (request: Request) => boolean = () => false;
    rev = 0;
    history = 'a';
    /** How many changes make a page. */
    pageSize = 200;
    user = USER;
    /** Sessions by number: the generation of their tokens, and whether that has been used. */
    readonly sessions: { generation: number; used: boolean }[] = [];
    /** Whether all sessions have ended. */
    ended = false;

    readonly fetch = async (input: string | URL | globalThis.Request, init: RequestInit = {}): Promise<Response> => {
        const url = new URL(String(input));
        const request: Request = {
            method: init.method ?? 'GET',
            path: url.pathname + url.search,
            headers: new Headers(init.headers),
            body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
        };
        this.requests.push(request);
        await new Promise((resolve) => setImmediate(resolve));
        const answer = (await this.instead(request)) ?? this.#answer(request, url);
        if (this.loses(request)) {
            throw new TypeError('fetch failed');
        }
        return answer;
    };

    /** The paths asked for so far. */
    paths(prefix = ''): string[] {
        return this.requests.map(({ method, path }) => `${method} ${path}`).filter((path) => path.includes(prefix));
    }

    /** Another device writes. */
    write(collection: Change['collection'], id: string, body: object | null): Change {
        this.rev += 1;
        const record = { ...body, id, rev: this.rev, created_at: 'then', updated_at: 'now' } as ServiceRecord;
        const change = { collection, id, rev: this.rev, deleted: body === null, ...(body && { record }) };
        this.records.set(`${collection}/${id}`, change);
        return change;
    }

    #answer({ method, path, headers, body }: Request, url: URL): Response {
        if (path === '/v1/auth/login') {
            this.ended = false;
            const number = this.sessions.push({ generation: 0, used: false }) - 1;
            return this.#tokens(number, body.email.startsWith('other') ? OTHER : this.user);
        }
        if (path === '/v1/auth/refresh') {
            return this.#refresh(body.refresh_token);
        }
        const [, number, generation] = /^Bearer access-(\d+)-(\d+)$/.exec(headers.get('Authorization') ?? '') ?? [];
        const session = this.sessions[Number(number)];
        if (this.ended || !session || session.generation !== Number(generation)) {
            return problem(401, 'unauthenticated');
        }
        session.used = true;
        if (path === '/v1/auth/logout') {
            this.ended = true;
            return new Response(null, { status: 204 });
        }
        if (path === '/v1/sync' && method === 'POST') {
            return json(200, { results: body.ops.map((op: Op) => this.#apply(op)) });
        }
        return this.#page(url.searchParams.get('cursor'));
    }

    #refresh(token: string): Response {
        const [, number, generation] = /^refresh-(\d+)-(\d+)$/.exec(token) ?? [];
        const session = this.sessions[Number(number)];
        if (!this.ended && session?.generation === Number(generation)) {
            session.generation += 1;
            session.used = false;
        } else if (this.ended || !session || session.used || session.generation - 1 !== Number(generation)) {
            return problem(401, 'refresh_refused');
        }
        return this.#tokens(Number(number), this.user);
    }

    #tokens(number: number, id: string): Response {
        const tokens = `${number}-${this.sessions[number]?.generation}`;
        const answer = { access_token: `access-${tokens}`, refresh_token: `refresh-${tokens}`, expires_in: 600 };
        return json(200, { ...answer, token_type: 'Bearer', user: { id } });
    }

    #apply({ op_id, collection, id, action, base_rev, record }: Op): Result {
        const present = this.records.get(`${collection}/${id}`);
        const told = { ...(present && { rev: present.rev }), record: present?.record ?? null };
        const same =
            action === 'delete' ? !present?.record : JSON.stringify(record) === JSON.stringify(bodyOf(present));
        if (same) {
            return { op_id, status: 'duplicate', ...told };
        }
        if (present && base_rev !== present.rev) {
            return { op_id, status: 'conflict', ...told };
        }
        const written = this.write(collection, id, record ?? null);
        return { op_id, status: 'applied', rev: written.rev, record: written.record ?? null };
    }

    #page(cursor: string | null): Response {
        const [history, from] = (cursor ?? `${this.history}:0`).split(':') as [string, string];
        if (history !== this.history || Number(from) > this.rev) {
            return problem(410, 'cursor_expired');
        }
        const later = [...this.records.values()].filter(({ rev }) => rev > Number(from)).sort((a, b) => a.rev - b.rev);
        const changes = later.slice(0, this.pageSize);
        const next_cursor = `${history}:${changes.at(-1)?.rev ?? from}`;
        return json(200, { changes, next_cursor, has_more: changes.length < later.length });
    }
}

function bodyOf(change: Change | undefined): object | undefined {
    if (!change?.record) {
        return undefined;
    }
    const { id: _, rev: __, created_at: ___, updated_at: ____, ...body } = change.record as Record<string, unknown>;
    return body;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
    return Response.json(body, { status, headers });
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
    const body = { type: `urn:birddog:problem:${code}`, title: code, detail: code, request_id: 'r', status, code };
    return json(status, { ...body, retryable: status === 503 }, headers);
}

export const CREDENTIALS = { email: 'maria@example.org', password: 'seven calm herons at dawn' };

/** A device of a fake service, signed in. */
export async function signedIn(fake: Fake, store: Store = new MemoryStore(), more: Partial<Options> = {}) {
    const options = { baseUrl: 'http://fake', fetch: fake.fetch, openStore: async () => store, ...more };
    const client = await Client.signIn(options, CREDENTIALS);
    fake.requests.length = 0;
    return { client, store, options };
}

/** A training session's body. */
export function session(note: string) {
    return { started_at: '2026-11-23T07:00:00.000Z', time_zone: 'Europe/Berlin', duration_seconds: 600, note };
}
