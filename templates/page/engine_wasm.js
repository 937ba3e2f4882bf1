// Asks the engine that runs in the page (engine_core.js), whose first worker load.js started.

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./engine_core.js').EngineParts} EngineParts */
/** @typedef {ReturnType<import('./types.js').EngineStart['enginePort']>} EnginePort */

/**
 * Opens the engine on what the page carries. Requests run one after another; `cancel` gives up all that are waiting
 * and starts anew with the next one.
 * @param {EngineParts} parts
 * @returns {Engine}
 */
export const openWasm = parts => {
    const {engineStart} = /** @type {{engineStart: import('./types.js').EngineStart}} */ (/** @type {any} */ (window));
    /** @type {Map<number, {request: string, resolve: (answer: Answer) => void, reject: (error: any) => void}>} */
    let waiting = new Map();
    /** @type {EnginePort|null} */
    let port = null;
    let next = 1, isHere = false;
    const fail = (/** @type {{kind: string, text: string}} */ {kind, text}) => Object.assign(new Error(text), {kind});
    const drop = (/** @type {{kind: string, text: string}} */ why) => {
        if (port) port.terminate();
        port = null;
        const dropped = waiting;
        waiting = new Map();
        for (const {reject} of dropped.values()) reject(fail(why));
    };
    const start = () => {
        isHere ||= engineStart.hasFailed;
        const early = !isHere && engineStart.early, own = port = early || engineStart.enginePort(isHere);
        engineStart.early = null;
        let isHeard = false;
        own.onmessage = ({data}) => {
            if (own !== port) return;
            isHeard = true;
            if (!data.id) return drop(data.error);
            const {resolve, reject} = /** @type {any} */ (waiting.get(data.id));
            waiting.delete(data.id);
            if (data.error) reject(fail(data.error));
            else resolve({bytes: data.bytes, notes: data.notes});
        };
        // A worker that never spoke may not run here, as in a page with a policy of its own.
        /** @type {any} */ (own).onerror = (/** @type {ErrorEvent} */ event) => {
            event.preventDefault();
            if (own !== port) return;
            if (isHeard || isHere) return drop({kind: 'io', text: event.message || 'the engine did not start'});
            isHere = true;
            start();
            for (const [id, {request}] of waiting) port?.postMessage({id, request});
        };
        if (!early || !engineStart.hasParts) own.postMessage({parts});
        return own;
    };
    start();
    return {
        ask: request => new Promise((resolve, reject) => {
            const id = next++;
            waiting.set(id, {request, resolve, reject});
            (port || start()).postMessage({id, request});
        }),
        cancel: () => drop({kind: 'cancelled', text: 'cancelled'})
    };
};
