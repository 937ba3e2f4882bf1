// The engine of a server: the same requests over HTTP, each a GET of BASE/VIEW?QUERY.

/** @typedef {import('./types.js').Engine} Engine */

const LOST = 'the server does not answer: render serve has ended, or the connection is lost';

/**
 * An answer is 200 with the bytes and, percent-encoded, the notes in `X-Render-Notes`; a failure has the
 * line as its text and the kind in `X-Render-Error`.
 * @param {string} base
 * @returns {Engine}
 */
export const openHttp = base => {
    let abort = new AbortController();
    const failure = (/** @type {string} */ text, /** @type {string} */ kind) => Object.assign(new Error(text.trim()), {kind});
    const ask = async (/** @type {string} */ request) => {
        const {signal} = abort;
        try {
            const response = await fetch(base + request, {signal});
            if (!response.ok) throw failure(await response.text(), response.headers.get('X-Render-Error') || 'io');
            const notes = decodeURIComponent(response.headers.get('X-Render-Notes') || '');
            return {bytes: new Uint8Array(await response.arrayBuffer()), notes};
        } catch (e) {
            const error = /** @type {any} */ (e);
            if (error.kind) throw error;
            throw signal.aborted ? failure('cancelled', 'cancelled') : Object.assign(failure(LOST, 'io'), {isLost: true});
        }
    };
    return /** @type {any} */ ({
        ask,
        cancel: () => {
            abort.abort();
            abort = new AbortController();
        }
    });
};
