// The engine of this page: in the page itself, or behind the address that it names.
import {openHttp} from './engine_http.js';

/** @typedef {import('./types.js').Engine} Engine */

/** Rejects with the reason why there is none. @type {(head: import('./types.js').ReportHead) => Promise<Engine>} */
export const openEngine = async head => {
    const base = document.documentElement.dataset.engine;
    if (base) return openHttp(base);
    if (typeof WebAssembly === 'undefined') throw new Error('this browser runs no WebAssembly');
    if (typeof DecompressionStream === 'undefined') throw new Error('this browser has no DecompressionStream');
    if (!document.querySelector('#render-engine')) throw new Error('the page was made without the engine, by render ' + head.version);
    throw new Error('the engine is not there');
};
