import { test } from 'node:test';

import { CREDENTIALS, Fake } from './fake.js';
import { simulate } from './simulation.js';

test('devices lose nothing, double nothing and agree in the end', async () => {
    for (let seed = 0; seed < 50; seed += 1) {
        const fake = new Fake();
        fake.pageSize = 1 + (seed % 5);
        const world = { baseUrl: 'http://fake', fetch: fake.fetch, credentials: CREDENTIALS, disturb: async () => {} };
        await simulate(world, seed, 80);
    }
});
