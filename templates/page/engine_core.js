// The engine in the page: a WebAssembly module (src/engine/engine.h) in a worker, or, where a worker is
// not allowed, in this thread.

/** @typedef {{name: string, engine: string|Uint8Array, profile: string|Uint8Array, source: string}} EngineParts  base64 of gzip, as the page carries them, or bytes of a file, gzip or not */
/** @typedef {{onmessage: ((event: {data: any}) => void)|null, postMessage: (message: any, transfer?: Transferable[]) => void}} EnginePort */

export const bytesOf = (/** @type {string} */ base64) => {
    const decoder = /** @type {any} */ (Uint8Array);
    if (decoder.fromBase64) return decoder.fromBase64(base64);
    const plain = atob(base64), bytes = new Uint8Array(plain.length);
    for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
    return bytes;
};

/**
 * What runs the module, in the worker or here. It uses nothing but what it is given: the worker is made of its text.
 * @param {EnginePort} port
 * @param {typeof bytesOf} bytesOf
 */
const engineCore = (port, bytesOf) => {
    const KINDS = ['', 'check', 'usage', 'input', 'limit', 'io'];
    /** @type {any} */
    let module;
    const damaged = (/** @type {string} */ what) => ({kind: 'input', text: `the ${what} in this page is damaged`});
    const inflated = async (/** @type {string|Uint8Array} */ data, /** @type {string} */ what) => {
        if (typeof data !== 'string' && !(data[0] === 31 && data[1] === 139)) return /** @type {Uint8Array<ArrayBuffer>} */ (data);
        try {
            const stream = new Blob([/** @type {BlobPart} */ (typeof data === 'string' ? bytesOf(data) : data)]).stream().pipeThrough(new DecompressionStream('gzip'));
            return new Uint8Array(await new Response(stream).arrayBuffer());
        } catch (e) {
            throw damaged(what);
        }
    };
    const memory = () => new Uint8Array(module.memory.buffer);
    const textAt = (/** @type {number} */ at) => {
        const bytes = memory();
        return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)));
    };
    const put = (/** @type {Uint8Array[]} */ ...parts) => {
        let size = 0;
        for (const part of parts) size += part.length;
        let at = module.engine_room(size);
        for (const part of parts) {
            memory().set(part, at);
            at += part.length;
        }
        return size;
    };
    const failure = () => ({kind: KINDS[module.engine_error_kind()], text: textAt(module.engine_error())});
    const page = {now: () => Date.now(), zone: (/** @type {number} */ ms) => -new Date(ms).getTimezoneOffset()};
    // The C library wants a place for its own last words; there is none.
    const wasi = new Proxy({}, {get: (_, name) => name === 'proc_exit' ? () => { throw new Error('exit'); } : () => 8});
    const open = async (/** @type {EngineParts} */ parts) => {
        const [code, profile, source] = await Promise.all([inflated(parts.engine, 'engine'), inflated(parts.profile, 'profile'),
            parts.source ? inflated(parts.source, 'source') : null]);
        if (code[1] !== 97 || code[2] !== 115) throw damaged('engine');
        const {instance} = await WebAssembly.instantiate(code, {page, wasi_snapshot_preview1: /** @type {any} */ (wasi)});
        module = instance.exports;
        module._initialize();
        const name = new TextEncoder().encode(parts.name);
        if (!module.engine_open(name.length, put(name, profile))) throw failure();
        if (source && !module.engine_sources(put(source))) throw failure();
    };
    const run = (/** @type {number} */ id, /** @type {string} */ request) => {
        const ok = module.engine_run(put(new TextEncoder().encode(request)));
        if (!ok) throw failure();
        const at = module.engine_answer(), bytes = memory().slice(at, at + module.engine_answer_size());
        port.postMessage({id, bytes, notes: textAt(module.engine_notes())}, [bytes.buffer]);
    };
    /** @type {EngineParts} */
    let parts;
    /** @type {Promise<void>} */
    let opened;
    port.onmessage = async ({data}) => {
        try {
            if (data.parts) opened = open(parts = data.parts);
            await opened;
            if (data.request !== undefined) run(data.id, data.request);
        } catch (e) {
            const error = /** @type {any} */ (e);
            const isBroken = module && !error.kind, said = String(error.message || error);
            const text = isBroken ? `the engine stopped (${said}) with ${Math.round(module.memory.buffer.byteLength / 1048576)}MB of memory` : said;
            // A module that stopped in the middle is not to be asked again.
            if (isBroken) (opened = open(parts)).catch(() => {});
            port.postMessage({id: data.id || 0, error: {kind: error.kind || (isBroken ? 'limit' : 'io'), text: error.text || text}});
        }
    };
};

/** @type {(isHere: boolean) => EnginePort & {terminate: () => void}} */
export const enginePort = isHere => {
    if (!isHere) try {
        const url = URL.createObjectURL(new Blob([`'use strict';(${engineCore})(self, ${bytesOf})`], {type: 'text/javascript'}));
        const worker = new Worker(url);
        URL.revokeObjectURL(url);
        return /** @type {any} */ (worker);
    } catch (e) { /* then in this thread */ }
    const {port1, port2} = new MessageChannel();
    engineCore(/** @type {any} */ (port2), bytesOf);
    return Object.assign(/** @type {any} */ (port1), {terminate: () => port1.close()});
};
