// Files that are dropped on a page, or chosen: opened in the page by its engine. Nothing of them leaves it.
import {h, listen} from './dom.js';
import {openWasm} from './engine_wasm.js';

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').ReportHead} ReportHead */

/** A profile that was opened, and the module that did it. @typedef {{head: ReportHead, engine: Engine, code: string|Uint8Array}} Opened */

const MOST_BYTES = 2 ** 30;

/** The profile in a page or picture that render wrote; other files as they are. @type {(bytes: Uint8Array) => string|Uint8Array} */
const profileIn = bytes => {
    if (bytes[0] !== 60) return bytes;
    const [, base64] = /<(?:script|metadata)[^>]* id="render-profile"[^>]*>([\w+/=\s]+)</.exec(new TextDecoder().decode(bytes)) || [];
    return base64 || bytes;
};

/** The profile of a file, once the engine has read it; rejects with what is wrong. @type {(file: File, engine: () => Promise<string|Uint8Array>, version: string) => Promise<Opened>} */
export const openFile = async (file, engine, version) => {
    if (file.size > MOST_BYTES) throw new Error(`${file.name} is larger than a page can hold; open it with: render serve`);
    const bytes = await file.arrayBuffer().then(buffer => new Uint8Array(buffer), () => { throw new Error(`${file.name} cannot be read; is it a folder?`); });
    if (!bytes.length) throw new Error(`${file.name} is empty`);
    const code = await engine(), opened = openWasm({name: file.name, engine: code, profile: profileIn(bytes), source: ''});
    try {
        await opened.ask('comments');
    } catch (error) {
        opened.cancel();
        throw error;
    }
    return {code, engine: opened, head: {format: 1, version, sources: file.name, query: '', tab: '', profile: {size: bytes.length, raw: bytes.length, note: ''}, source_size: 0, isOpened: true}};
};

/** Asks for a file. @type {(act: (file: File) => void) => void} */
export const chooseFile = act => {
    const input = h('input', {type: 'file', onchange: () => input.files?.[0] && act(input.files[0])});
    input.click();
};

/** Lets files be dropped anywhere; says where they go while one is held. @type {(act: (file: File, others: number) => void) => void} */
export const listenToDrops = act => {
    const veil = h('div', {class: 'veil', 'aria-hidden': 'true'}, h('p', null, h('b', null, 'Drop to open it here'), ' It stays in this browser: nothing is uploaded.'));
    const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
    listen('dragover', (/** @type {DragEvent} */ event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        document.body.append(veil);
    });
    listen('dragleave', (/** @type {DragEvent} */ event) => { if (!event.relatedTarget) veil.remove(); });
    listen('drop', (/** @type {DragEvent} */ event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        veil.remove();
        const files = event.dataTransfer?.files;
        if (files?.length) act(files[0], files.length - 1);
    });
};
