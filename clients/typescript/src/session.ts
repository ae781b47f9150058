import { OtherUser, Refused, SignedOut } from './failure.js';
import { exclusive } from './lock.js';
import type { Credentials, SignedIn } from './protocol.js';
import type { Store, Tokens } from './store.js';
import { type Transport, open, request, withJson } from './transport.js';

/** Access tokens are renewed this many milliseconds before they are worn out. */
const MARGIN = 5_000;

/** Speaks to the service in the name of one user, and keeps that user's tokens in the store. */
export class Session {
    readonly #transport: Transport;
    readonly #userId: string;
    readonly #store: Store;

    constructor(transport: Transport, userId: string, store: Store) {
        this.#transport = transport;
        this.#userId = userId;
        this.#store = store;
    }

    async isSignedIn(): Promise<boolean> {
        return (await this.#tokens()) !== null;
    }

    /** Goes on with the tokens of a sign-in, once they are kept. */
    async adopt(signedIn: SignedIn): Promise<void> {
        if (signedIn.user.id !== this.#userId) {
            throw new OtherUser();
        }
        await this.#keep(tokensOf(signedIn));
    }

    /**
     * Signs the same user in again. Somebody else's new session is ended at once: their records belong in another
     * store.
     */
    async signInAgain(credentials: Credentials): Promise<void> {
        const signedIn = await request<SignedIn>(this.#transport, '/v1/auth/login', withJson('POST', credentials));
        try {
            await this.adopt(signedIn);
        } catch (error) {
            const headers = { Authorization: `Bearer ${signedIn.access_token}` };
            await request(this.#transport, '/v1/auth/logout', { method: 'POST', headers }).catch(() => undefined);
            throw error;
        }
    }

    /**
     * Ends the session, here in any case. Fails when the service could not be told: then it ends there by not being
     * used. Records and outbox are kept.
     */
    async signOut(): Promise<void> {
        try {
            await this.request('/v1/auth/logout', { method: 'POST' });
        } catch (error) {
            if (!(error instanceof SignedOut)) {
                throw error;
            }
        } finally {
            await this.#alone(() => this.#keep(null));
        }
    }

    /** One attempt at an answer in JSON; renews the access token when it must. */
    request<T>(path: string, init: RequestInit = {}): Promise<T> {
        return this.#authorised(init, (authorised) => request<T>(this.#transport, path, authorised));
    }

    /** One attempt at an answer whose body is yet to be read. */
    open(path: string, init: RequestInit = {}): Promise<Response> {
        return this.#authorised(init, (authorised) => open(this.#transport, path, authorised));
    }

    async #authorised<T>(init: RequestInit, send: (init: RequestInit) => Promise<T>): Promise<T> {
        const withToken = (token: string): RequestInit => {
            const headers = new Headers(init.headers);
            headers.set('Authorization', `Bearer ${token}`);
            return { ...init, headers };
        };
        const token = await this.#accessToken();
        try {
            return await send(withToken(token));
        } catch (error) {
            if (!(error instanceof Refused && error.status === 401)) {
                throw error;
            }
        }
        return await send(withToken(await this.#accessToken(token)));
    }

    /** An access token that is not worn out and is not `refused`. */
    async #accessToken(refused?: string): Promise<string> {
        const usable = (tokens: Tokens | null): string | null => {
            if (!tokens) {
                throw new SignedOut();
            }
            return tokens.access !== refused && Date.now() < tokens.until - MARGIN ? tokens.access : null;
        };
        const token = usable(await this.#tokens());
        if (token !== null) {
            return token;
        }
        // However many ask, in however many tabs: the first renews, the others find what it has kept.
        return await this.#alone(async () => {
            const tokens = await this.#tokens();
            return usable(tokens) ?? (await this.#renew(tokens as Tokens));
        });
    }

    /** When the answer is lost, the old tokens are still kept, and asking again with them gives the same new ones. */
    async #renew({ refresh }: Tokens): Promise<string> {
        let signedIn: SignedIn;
        try {
            const init = withJson('POST', { refresh_token: refresh });
            signedIn = await request<SignedIn>(this.#transport, '/v1/auth/refresh', init);
        } catch (error) {
            if (error instanceof Refused && error.is('refresh_refused')) {
                await this.#keep(null);
                throw new SignedOut();
            }
            throw error;
        }
        await this.adopt(signedIn);
        return signedIn.access_token;
    }

    #alone<T>(body: () => Promise<T>): Promise<T> {
        return exclusive(`${this.#store.name}:session`, body);
    }

    #tokens(): Promise<Tokens | null> {
        return this.#store.transaction((transaction) => transaction.get('session'));
    }

    #keep(tokens: Tokens | null): Promise<void> {
        return this.#store.transaction((transaction) => transaction.set('session', tokens));
    }
}

function tokensOf(signedIn: SignedIn): Tokens {
    return {
        access: signedIn.access_token,
        refresh: signedIn.refresh_token,
        until: Date.now() + signedIn.expires_in * 1000,
    };
}
