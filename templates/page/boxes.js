// The answer to `boxes`, as types.js describes it.

/** @typedef {import('./types.js').Boxes} Boxes */

const BOXES_HEAD = 24;

/** @type {(bytes: Uint8Array) => Boxes} */
export const decodeBoxes = bytes => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < BOXES_HEAD || String.fromCharCode(...bytes.subarray(0, 4)) !== 'RBOX' || view.getUint32(4, true) !== 1) throw new Error('boxes of another version');
    const frames = view.getUint32(8, true), hasSize = view.getUint32(12, true) & 1, json = view.getUint32(16, true);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(BOXES_HEAD, BOXES_HEAD + json)));
    const from = Math.ceil((BOXES_HEAD + json) / 8) * 8, aligned = (bytes.byteOffset + from) % 8 ? bytes.slice(from) : bytes.subarray(from);
    let at = aligned.byteOffset;
    const doubles = () => new Float64Array(aligned.buffer, (at += 8 * frames) - 8 * frames, frames);
    const words = () => new Uint32Array(aligned.buffer, (at += 4 * frames) - 4 * frames, frames);
    const total = doubles(), self = doubles(), start = doubles(), size = hasSize ? doubles() : total;
    return {head, frames, total, self, start, size, code: words(), parent: words(), end: words(), depth: words()};
};
