import type { Problem } from './protocol.js';

/** No answer came, or not the service's: offline, a time-out, a captive portal. What was asked may have happened. */
export class Unreachable extends Error {
    override readonly name = 'Unreachable';
}

/** The session has ended. Records and outbox are kept; signing in again as the same user goes on with them. */
export class SignedOut extends Error {
    override readonly name = 'SignedOut';

    constructor() {
        super('Sign in again; what was recorded is kept.');
    }
}

/** Somebody else signed in where one user's records are. */
export class OtherUser extends Error {
    override readonly name = 'OtherUser';

    constructor() {
        super('This store belongs to another user.');
    }
}

/** The service has answered that it did not do what was asked. */
export class Refused extends Error {
    override readonly name = 'Refused';

    readonly status: number;
    /** Null when the answer was not the service's own, but a proxy's. */
    readonly problem: Problem | null;
    /** Milliseconds that the service asks to be left alone. */
    readonly retryAfter: number | null;

    constructor(status: number, problem: Problem | null, retryAfter: number | null) {
        super(problem ? `${problem.code}: ${problem.detail}` : `status ${status}`);
        this.status = status;
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    is(code: string): boolean {
        return this.problem?.code === code;
    }
}

/** Reads `Retry-After`, which is seconds or a date; milliseconds from `now`. */
export function retryAfter(headers: Headers, now: number): number | null {
    const text = headers.get('Retry-After');
    if (text === null) {
        return null;
    }
    const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
    return Number.isNaN(wait) ? null : Math.max(0, wait);
}
