// Asks for the list again and again, less often while nobody looks or nothing answers.

/** @typedef {import('./types.js').Listing} Listing */

const OFTEN = 2000, SELDOM = 30000;

/**
 * Calls `heard` with each list, null where it is the same as before; `failed` when there is no answer. The result asks at once.
 * @type {(heard: (listing: Listing|null) => void, failed: (message: string) => void, signal: AbortSignal) => () => void}
 */
export const poll = (heard, failed, signal) => {
    let tag = '', wait = OFTEN, timer = 0, isAsking = false;
    const ask = async () => {
        clearTimeout(timer);
        if (isAsking || signal.aborted) return;
        isAsking = true;
        try {
            const response = await fetch('/api/files', {signal, cache: 'no-store', headers: tag ? {'If-None-Match': tag} : {}});
            if (response.status !== 304 && !response.ok) throw new Error((await response.text()).trim() || `the server answered ${response.status}`);
            const listing = response.status === 304 ? null : await response.json();
            if (listing) tag = response.headers.get('ETag') || '';
            wait = OFTEN;
            heard(listing);
        } catch (error) {
            if (signal.aborted) return;
            wait = Math.min(SELDOM, wait * 2);
            failed(error instanceof TypeError ? 'the server does not answer: render serve has ended, or the connection is lost' : /** @type {Error} */ (error).message);
        }
        isAsking = false;
        timer = setTimeout(ask, document.hidden ? SELDOM : wait);
    };
    document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); }, {signal});
    addEventListener('online', ask, {signal});
    ask();
    return () => {
        wait = OFTEN;
        ask();
    };
};
