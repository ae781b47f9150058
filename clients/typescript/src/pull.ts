import { pulled, swept, unknown } from './edits.js';
import { Refused, Unreachable } from './failure.js';
import type { Page } from './protocol.js';
import { keep } from './records.js';
import type { Session } from './session.js';
import type { Feed, Store, Transaction } from './store.js';

/** Reads the feed to its end. When the service no longer knows the cursor, from its beginning. */
export async function pull(session: Session, store: Store): Promise<void> {
    let startedOver = false;
    for (;;) {
        const { cursor } = await store.transaction((transaction) => transaction.get('feed'));
        let page: Page;
        try {
            page = await session.request<Page>(
                `/v1/sync${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
            );
        } catch (error) {
            if (cursor === null || startedOver || !(error instanceof Refused && error.is('cursor_expired'))) {
                throw error;
            }
            startedOver = true;
            await store.transaction((transaction) => startOver(transaction, cursor));
            continue;
        }
        if (!Array.isArray(page.changes) || typeof page.next_cursor !== 'string') {
            throw new Unreachable('/v1/sync gave an answer of another kind');
        }
        if ((await takePage(store, page, cursor)) && !page.has_more) {
            return;
        }
    }
}

/**
 * Keeps what a page tells, with the cursor behind it. False, and nothing is kept, unless the page begins where the
 * store has got to: else a change between the two would never come.
 */
export function takePage(store: Store, page: Page, from: string | null): Promise<boolean> {
    return store.transaction(async (transaction) => {
        const feed = await transaction.get('feed');
        if (feed.cursor !== from) {
            return feed.cursor === page.next_cursor;
        }
        if (page.next_cursor === from && !feed.whole) {
            return true;
        }
        for (const change of page.changes) {
            const row = (await transaction.row(change)) ?? unknown(change, feed.round);
            await transaction.put(pulled(row, change, feed.round, feed.whole));
        }
        const whole = feed.whole && page.has_more;
        if (feed.whole && !whole) {
            await sweep(transaction, feed);
        }
        await transaction.set('feed', { ...feed, cursor: page.next_cursor, whole });
        return true;
    });
}

async function startOver(transaction: Transaction, unknownCursor: string): Promise<void> {
    const feed = await transaction.get('feed');
    // Another tab may have started over already.
    if (feed.cursor === unknownCursor) {
        await transaction.set('feed', { cursor: null, round: feed.round + 1, whole: true });
    }
}

/** Drops what the whole feed has not told of. */
async function sweep(transaction: Transaction, { round }: Feed): Promise<void> {
    for (const row of await transaction.rows()) {
        if (row.round !== round) {
            await keep(transaction, row, swept(row, round));
        }
    }
}
