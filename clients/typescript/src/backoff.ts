import { Refused, SignedOut } from './failure.js';

/** How long to wait after failures in a row: twice as long each time, and never in step with others. */
export class Backoff {
    /** Milliseconds after the first failure. */
    base: number;
    readonly #longest: number;
    #failures = 0;

    constructor(base = 1_000, longest = 60_000) {
        this.base = base;
        this.#longest = longest;
    }

    reset(): void {
        this.#failures = 0;
    }

    /**
     * Milliseconds to wait after one more failure: from half to all of the step, or longer when the service says so.
     */
    next(failure?: unknown): number {
        const step = Math.min(this.#longest, this.base * 2 ** this.#failures);
        this.#failures += 1;
        const asked = failure instanceof Refused ? (failure.retryAfter ?? 0) : 0;
        return asked + step * (0.5 + Math.random() / 2);
    }
}

/** Something that can be waited for, and that is remembered when nobody waits. */
export class Bell {
    #rung = false;
    #wake: (() => void) | null = null;

    ring(): void {
        this.#rung = true;
        this.#wake?.();
    }

    forget(): void {
        this.#rung = false;
    }

    /** Waits for the bell, but no longer than `milliseconds`, nor after `signal`. */
    async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
        if (!this.#rung && !signal.aborted) {
            await new Promise<void>((resolve) => {
                const wake = () => {
                    clearTimeout(timer);
                    signal.removeEventListener('abort', wake);
                    resolve();
                };
                const timer = setTimeout(wake, milliseconds);
                signal.addEventListener('abort', wake);
                this.#wake = wake;
            });
            this.#wake = null;
        }
        this.#rung = false;
    }
}

/** How to go on after failures. */
export interface Persistence {
    backoff: Backoff;
    /** Rings when another attempt has better chances. */
    again: Bell;
    /** Milliseconds between attempts while signed out; they cost no request. */
    interval: number;
    onFailure: (failure: unknown) => void;
    signal: AbortSignal;
}

/** Makes attempts until `signal`, with pauses after those that fail. */
export async function persist(persistence: Persistence, attempt: () => Promise<void>): Promise<void> {
    const { backoff, again, interval, onFailure, signal } = persistence;
    while (!signal.aborted) {
        try {
            await attempt();
        } catch (failure) {
            if (!signal.aborted) {
                onFailure(failure);
                again.forget();
                await again.wait(failure instanceof SignedOut ? interval : backoff.next(failure), signal);
            }
        }
    }
}
