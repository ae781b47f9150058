import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { Registration } from '../dist/index.js';

const BINARY = process.env['BIRDDOG_BIN'] ?? fileURLToPath(new URL('../../../target/debug/birddog', import.meta.url));

/** The real service, with a database and a port of its own that last over restarts. */
export class Service {
    readonly #folder: string;
    #bind = '127.0.0.1:0';
    #process: ChildProcess | null = null;

    private constructor(folder: string) {
        this.#folder = folder;
    }

    static async start(): Promise<Service> {
        const service = new Service(await mkdtemp(join(tmpdir(), 'birddog-client-')));
        await service.start();
        return service;
    }

    get baseUrl(): string {
        return `http://${this.#bind}`;
    }

    async start(): Promise<void> {
        const settings = { BIRDDOG_BIND: this.#bind, BIRDDOG_DATA_DIR: this.#data, BIRDDOG_LOG: 'info' };
        const child = spawn(BINARY, ['serve'], { env: settings, stdio: ['ignore', 'ignore', 'pipe'] });
        this.#process = child;
        const log: string[] = [];
        const failed = once(child, 'exit').then(() => {
            throw new Error(`${BINARY} did not start:\n${log.join('\n')}`);
        });
        const listening = new Promise<string>((resolve) => {
            createInterface(child.stderr).on('line', (line) => {
                if (log.length < 100) {
                    log.push(line);
                }
                const address = /"address":"([^"]+)"/.exec(line)?.[1];
                if (address) {
                    resolve(address);
                }
            });
        });
        this.#bind = await Promise.race([listening, failed]);
        failed.catch(() => undefined);
    }

    /** Ends the process: asks it to, or as a power cut does it. */
    async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
        const child = this.#process;
        this.#process = null;
        if (child && child.exitCode === null && child.signalCode === null) {
            const exited = once(child, 'exit');
            child.kill(signal);
            await exited;
        }
    }

    async restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
        await this.stop(signal);
        await this.start();
    }

    /** Copies the data of the stopped service; returns what puts the copy back. */
    async copy(): Promise<() => Promise<void>> {
        const copy = join(this.#folder, 'copy');
        await cp(this.#data, copy, { recursive: true });
        return async () => {
            await rm(this.#data, { recursive: true });
            await cp(copy, this.#data, { recursive: true });
        };
    }

    async end(): Promise<void> {
        await this.stop('SIGKILL');
        await rm(this.#folder, { recursive: true, force: true });
    }

    get #data(): string {
        return join(this.#folder, 'data');
    }
}

let people = 0;

/** Somebody whom the service does not know yet. */
export function newcomer(): Registration {
    people += 1;
    return {
        email: `person${people}@example.org`,
        password: 'seven calm herons at dawn',
        display_name: 'Maria',
        time_zone: 'Europe/Berlin',
    };
}
