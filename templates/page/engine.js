// The engine of this page: in the page itself, or behind the address that the page names.
import {openHttp} from './engine_http.js';
import {openWasm} from './engine_wasm.js';

/** @typedef {import('./types.js').Engine} Engine */

const SLOW = 300, TOO_SLOW = 1000, WORTH_STOPPING = 500;

/** What a data block of the page holds. */
export const blockText = (/** @type {string} */ id) => document.querySelector('#' + id)?.textContent || '';

/** Where the server that the page is of answers; '' where it is of none. */
export const serverBase = () => document.documentElement.dataset.engine || '';

/** @type {string|Uint8Array} */
let ofFiles = '';

/** What the next file is to be opened with. */
export const keepForFiles = (/** @type {string|Uint8Array} */ code) => { ofFiles = code; };

/** The engine in WebAssembly for further files: the page's own, or the server's. @type {() => Promise<string|Uint8Array>} */
export const engineForFiles = async () => {
    if (ofFiles) return ofFiles;
    if (!serverBase()) throw new Error('this page has no engine for files');
    const response = await fetch('/assets/engine');
    if (!response.ok) throw new Error('this render was built without the engine that opens files in pages');
    return new Uint8Array(await response.arrayBuffer());
};

/** Throws the reason why there is none. @type {(head: import('./types.js').ReportHead) => Engine} */
export const openEngine = head => {
    const engine = blockText('render-engine');
    keepForFiles(engine);
    if (serverBase()) return openHttp(serverBase());
    if (!engine) throw new Error('the render that wrote this page has no engine for pages');
    if (typeof WebAssembly === 'undefined') throw new Error('this browser has no WebAssembly');
    return openWasm({name: head.sources, engine, profile: blockText('render-profile'), source: blockText('render-source')});
};

/**
 * An engine that is asked one thing at a time, so that what was overtaken before its turn is never asked. Shows `line`
 * while one waits for long, and `button` for longer.
 * @type {(engine: Engine, line: HTMLElement, button: HTMLElement) => Engine & {overtake: () => void}}
 */
export const queued = (engine, line, button) => {
    /** @type {{request: string, resolve: (answer: any) => void, reject: (error: any) => void}[]} */
    let waiting = [];
    let isBusy = false, since = 0, slow = 0, tooSlow = 0;
    const run = async () => {
        const one = waiting.shift();
        if (!one) return;
        isBusy = true;
        since = performance.now();
        try {
            one.resolve(await engine.ask(one.request));
        } catch (error) {
            one.reject(error);
        }
        isBusy = false;
        if (waiting.length) return run();
        clearTimeout(slow);
        clearTimeout(tooSlow);
        slow = 0;
        line.hidden = button.hidden = true;
    };
    const dropWaiting = () => {
        const dropped = waiting;
        waiting = [];
        for (const {reject} of dropped) reject(Object.assign(new Error('cancelled'), {kind: 'cancelled'}));
    };
    return {
        ask: request => new Promise((resolve, reject) => {
            waiting.push({request, resolve, reject});
            slow ||= setTimeout(() => {
                line.hidden = false;
                tooSlow = setTimeout(() => { button.hidden = false; }, TOO_SLOW - SLOW);
            }, SLOW);
            if (!isBusy) run();
        }),
        cancel: () => {
            dropWaiting();
            if (isBusy) engine.cancel();
        },
        // To stop one that runs costs a new start, which a short one is not worth.
        overtake: () => {
            dropWaiting();
            if (isBusy && performance.now() - since > WORTH_STOPPING) engine.cancel();
        }
    };
};
