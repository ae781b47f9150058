import { Backoff, Bell, persist } from './backoff.js';
import { listen } from './events.js';
import { exclusive } from './lock.js';
import type { Credentials, Registration, SignedIn } from './protocol.js';
import { pull } from './pull.js';
import { push } from './push.js';
import { Records } from './records.js';
import { Session } from './session.js';
import type { Store, Written } from './store.js';
import { type Transport, request, withJson } from './transport.js';

export interface Options extends Transport {
    /** Opens the store of a user; like `IndexedDbStore.open`. */
    openStore: (userId: string) => Promise<Store>;
    /** Milliseconds between looks at the service when nothing else happens; five minutes when left out. */
    interval?: number;
    /** Milliseconds of the first pause after a failure; a second when left out. */
    pause?: number;
    /**
     * Milliseconds of silence after which the stream of events is given up; a minute when left out. The service
     * breaks it every 20 seconds.
     */
    silence?: number;
    /** Learns of each failed attempt of `run`, which goes on all the same. */
    onFailure?: (failure: unknown) => void;
}

/** One user on this device. */
export class Client {
    readonly userId: string;
    readonly session: Session;
    readonly records: Records;
    readonly #store: Store;
    readonly #options: Options;

    private constructor(options: Options, userId: string, store: Store) {
        this.userId = userId;
        this.session = new Session(options, userId, store);
        this.records = new Records(store);
        this.#store = store;
        this.#options = options;
    }

    static signUp(options: Options, registration: Registration): Promise<Client> {
        return Client.#enter(options, '/v1/auth/register', registration);
    }

    /** Signs in and goes on with what that user has on this device; nobody else's is touched. */
    static signIn(options: Options, credentials: Credentials): Promise<Client> {
        return Client.#enter(options, '/v1/auth/login', credentials);
    }

    /** Goes on as a user who has signed in here before. Needs no network. */
    static async resume(options: Options, userId: string): Promise<Client> {
        return new Client(options, userId, await options.openStore(userId));
    }

    static async #enter(options: Options, path: string, body: Credentials | Registration): Promise<Client> {
        const signedIn = await request<SignedIn>(options, path, withJson('POST', body));
        const client = await Client.resume(options, signedIn.user.id);
        await client.session.adopt(signedIn);
        return client;
    }

    /**
     * One exchange: sends what waits, then reads what is new. Fails when either could not be done now; nothing is
     * lost by that, and the next call goes on.
     */
    sync(): Promise<void> {
        return exclusive(`${this.#store.name}:sync`, async () => {
            await push(this.session, this.#store);
            await pull(this.session, this.#store);
        });
    }

    /**
     * Keeps this device in step until `signal`: exchanges after each edit, follows the events, tries again after
     * failures, waits while signed out. Of all tabs one does it for all.
     */
    async run(signal: AbortSignal): Promise<void> {
        const name = `${this.#store.name}:run`;
        try {
            await exclusive(name, () => this.#keepInStep(signal), signal);
        } catch (error) {
            if (!signal.aborted) {
                throw error;
            }
        }
    }

    /**
     * Calls `listener` after each change on this device, made here or come from the service; returns what ends that.
     */
    watch(listener: (written: Written) => void): () => void {
        return this.#store.watch(listener);
    }

    close(): void {
        this.#store.close();
    }

    async #keepInStep(signal: AbortSignal): Promise<void> {
        const { interval = 300_000, silence = 60_000, pause, onFailure = () => {} } = this.#options;
        const edit = new Bell();
        const exchanging = { backoff: new Backoff(pause), again: new Bell(), interval, onFailure, signal };
        const listening = { backoff: new Backoff(pause), again: new Bell(), interval, onFailure, signal };
        const again = () => {
            exchanging.again.ring();
            listening.again.ring();
        };
        const unwatch = this.#store.watch(({ values }) => {
            if (values.includes('seq')) {
                edit.ring();
            }
            if (values.includes('session')) {
                again();
            }
        });
        globalThis.addEventListener?.('online', again);
        try {
            const exchange = async () => {
                await this.sync();
                exchanging.backoff.reset();
                await edit.wait(interval, signal);
            };
            const session = this.session;
            const store = this.#store;
            const { backoff } = listening;
            const catchUp = () => this.sync();
            await Promise.all([
                persist(exchanging, exchange),
                persist(listening, () => listen({ session, store, backoff, catchUp, silence, signal })),
            ]);
        } finally {
            globalThis.removeEventListener?.('online', again);
            unwatch();
        }
    }
}
