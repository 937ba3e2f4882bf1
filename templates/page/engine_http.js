// The engine behind an address: a server that answers GET base + request.

/** @typedef {import('./types.js').Engine} Engine */

/** @type {(message: string, kind: import('./types.js').EngineError['kind']) => import('./types.js').EngineError} */
export const engineError = (message, kind) => Object.assign(new Error(message), {kind});

/** @type {(base: string) => Engine} */
export const openHttp = base => {
    let control = new AbortController();
    return {
        ask: async request => {
            const signal = control.signal;
            try {
                const response = await fetch(base + request, {signal});
                if (response.ok) return {bytes: new Uint8Array(await response.arrayBuffer()), notes: decodeURIComponent(response.headers.get('x-render-notes') || '')};
                throw engineError(await response.text(), /** @type {any} */ (response.headers.get('x-render-kind')) || 'io');
            } catch (error) {
                throw signal.aborted ? engineError('cancelled', 'cancelled') : error instanceof Error && 'kind' in error ? error : engineError('the server does not answer', 'io');
            }
        },
        cancel: () => {
            control.abort();
            control = new AbortController();
        }
    };
};
