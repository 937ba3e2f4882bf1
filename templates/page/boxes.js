// The frames of a flame graph, as `boxes` answers them (types.js), and how to find one's way in them.

/** @typedef {import('./types.js').Boxes} Boxes */
/** @typedef {import('./types.js').BoxesHead} BoxesHead */

/**
 * Beside what is in the answer: the frames of each row from left to right, rows[rowStart[d]..rowStart[d + 1]);
 * whether siblings stand from large to small; of a comparison the side that is shown, and what others were made (change.js).
 * @typedef {Boxes & {rows: Uint32Array, rowStart: Uint32Array, isSorted: boolean, keys: string[], side: string, variants: Record<string, Boxes & any>}} Frames
 */

export const NO_FUNCTION = 0x7fffffff;
const LONGEST_PATH = 500;

/** @param {Uint8Array} bytes @returns {Frames} */
export const decodeBoxes = bytes => {
    if (bytes.byteOffset % 8) bytes = bytes.slice();
    const {buffer, byteOffset} = bytes, view = new DataView(buffer, byteOffset);
    const word = (/** @type {number} */ i) => view.getUint32(4 * i, true);
    if (bytes.length < 24 || word(0) !== 0x584f4252 || word(1) !== 1) throw new Error('boxes of another version');
    const frames = word(2), hasSize = word(3) & 1, hasSides = word(3) & 2;
    let at = byteOffset + 24;
    /** @type {BoxesHead} */
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, at, word(4))));
    at = byteOffset + 24 + Math.ceil(word(4) / 8) * 8;
    const doubles = () => new Float64Array(buffer, (at += 8 * frames) - 8 * frames, frames);
    const words = () => new Uint32Array(buffer, (at += 4 * frames) - 4 * frames, frames);
    const total = doubles(), self = doubles(), start = doubles(), size = hasSize ? doubles() : total;
    const baseTotal = hasSides ? doubles() : null, baseSelf = hasSides ? doubles() : null;
    const code = words(), parent = words(), end = words(), depth = words(), kinds = hasSides ? new Uint8Array(buffer, at, frames) : null;
    /** @type {Frames} */
    const boxes = {head, frames, total, self, start, size, code, parent, end, depth, baseTotal, baseSelf, kinds, side: '', variants: {}, keys: [], ...rowsOf(frames, depth, parent, size)};
    boxes.variants[''] = boxes;
    return boxes;
};

/** @param {number} frames @param {Uint32Array} depth @param {Uint32Array} parent @param {Float64Array} size */
const rowsOf = (frames, depth, parent, size) => {
    let levels = 0, isSorted = true;
    for (let i = 0; i < frames; i++) if (depth[i] >= levels) levels = depth[i] + 1;
    const rowStart = new Uint32Array(levels + 1), rows = new Uint32Array(frames);
    for (let i = 0; i < frames; i++) rowStart[depth[i] + 1]++;
    for (let d = 0; d < levels; d++) rowStart[d + 1] += rowStart[d];
    const next = rowStart.slice();
    for (let i = 0; i < frames; i++) {
        const d = depth[i], place = next[d]++, before = place > rowStart[d] ? rows[place - 1] : -1;
        rows[place] = i;
        if (before >= 0 && parent[before] === parent[i] && size[before] < size[i]) isSorted = false;
    }
    return {rows, rowStart, isSorted};
};

/** @param {Frames} boxes @param {number} i */
export const functionOf = (boxes, i) => boxes.code[i] >>> 1;

/** @param {Frames} boxes @param {number} i */
export const isInlined = (boxes, i) => boxes.code[i] !== 0xffffffff && (boxes.code[i] & 1) === 1;

/** @param {Frames} boxes */
export const levelsOf = boxes => boxes.rowStart.length - 1;

/** The frames from the root to i. @param {Frames} boxes @param {number} i */
export const chainOf = (boxes, i) => {
    const list = [i];
    while (i) list.push(i = boxes.parent[i]);
    return list.reverse();
};

/** @param {Frames} boxes @param {number} i */
export const childrenOf = (boxes, i) => {
    const list = [];
    for (let c = i + 1; c < boxes.end[i]; c = boxes.end[c]) list.push(c);
    return list;
};

/** @param {Frames} boxes @param {number} i @returns {number} -1: none */
export const heaviestChild = (boxes, i) => {
    let best = -1;
    for (let c = i + 1; c < boxes.end[i]; c = boxes.end[c])
        if (best < 0 || boxes.size[c] > boxes.size[best]) best = c;
    return best;
};

/** The sibling to the right (by 1) or left (by -1), or the frame itself. @param {Frames} boxes @param {number} i @param {number} by */
export const siblingOf = (boxes, i, by) => {
    const place = placeInRow(boxes, i) + by, d = boxes.depth[i];
    if (place < boxes.rowStart[d] || place >= boxes.rowStart[d + 1]) return i;
    const other = boxes.rows[place];
    return boxes.parent[other] === boxes.parent[i] ? other : i;
};

/** The first place of a list in ascending order, from `low` on, with at least this. @param {Uint32Array} list @param {number} value @param {number} low @param {number} high */
export const lowerBound = (list, value, low, high) => {
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (list[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
};

/** Where in `rows` a frame is. @param {Frames} boxes @param {number} i */
export const placeInRow = (boxes, i) =>
    lowerBound(boxes.rows, i, boxes.rowStart[boxes.depth[i]], boxes.rowStart[boxes.depth[i] + 1]);

/** How many levels there are down to the deepest frame below i. @param {Frames} boxes @param {number} i @param {number} last */
export const deepestOf = (boxes, i, last) => {
    let deepest = boxes.depth[i];
    if (!i && last === boxes.frames) return levelsOf(boxes) - 1;
    for (; i < last; i++) if (boxes.depth[i] > deepest) deepest = boxes.depth[i];
    return deepest;
};

/** Sums of all frames of a function: a frame below another of it is not counted again. @param {Frames} boxes @param {number} f */
export const sumsOf = (boxes, f) => {
    const {code, self, total, end} = boxes, sums = {frames: 0, self: 0, total: 0};
    for (let i = 0, until = 0; i < boxes.frames; i++) {
        if (code[i] >>> 1 !== f) continue;
        sums.frames++;
        sums.self += self[i];
        if (i < until) continue;
        sums.total += total[i];
        until = end[i];
    }
    return sums;
};

/** The frames of functions that are flagged, ascending. @param {Frames} boxes @param {Uint8Array} flags */
export const hitsOf = (boxes, flags) => {
    const {code, frames} = boxes;
    let count = 0;
    for (let i = 0; i < frames; i++) count += flags[code[i] >>> 1] || 0;
    const hits = new Uint32Array(count);
    for (let i = 0, n = 0; n < count; i++) if (flags[code[i] >>> 1]) hits[n++] = i;
    return hits;
};

// ---------------------------------------------------------------- paths

// Four characters a level, from a hash of the function's name and file, as in templates/flame.js: a link
// holds for a new profile of the same program, and in the SVG. A run of siblings adds ~FIRST and how many.
const PATH_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** FNV-1a, mixed as murmur3 ends. @param {string} text */
export const hashText = text => {
    let h = 0x811c9dc5;
    for (let c = 0; c < text.length; c++) h = Math.imul(h ^ text.charCodeAt(c), 0x01000193);
    h = Math.imul(h ^ h >>> 16, 0x85ebca6b);
    h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
    return (h ^ h >>> 16) >>> 0;
};

/** @param {Frames} boxes @param {number} i */
const keyOf = (boxes, i) => {
    const f = functionOf(boxes, i), {name, file} = boxes.head.functions;
    if (boxes.keys[f]) return boxes.keys[f];
    const h = hashText(name[f] + '\0' + (boxes.head.files[file[f]] || ''));
    return boxes.keys[f] = [18, 12, 6, 0].map(shift => PATH_DIGITS[h >>> shift & 63]).join('');
};

/** @param {Frames} boxes @param {number} i */
export const pathOf = (boxes, i) => chainOf(boxes, i).slice(1, LONGEST_PATH + 1).map(at => keyOf(boxes, at)).join('');

/** The path of the siblings from first to before `last`. @param {Frames} boxes @param {number} first @param {number} last */
export const runPathOf = (boxes, first, last) => {
    let count = 0;
    for (let i = first; i < last; i = boxes.end[i]) count++;
    return pathOf(boxes, boxes.parent[first]) + '~' + keyOf(boxes, first) + count;
};

/** @param {Frames} boxes @param {number} i @param {string} key */
const childWith = (boxes, i, key) => {
    for (let c = i + 1; c < boxes.end[i]; c = boxes.end[c]) if (keyOf(boxes, c) === key) return c;
    return -1;
};

/**
 * The frames that a path leads to, or as much of it as there is: one and what is below, or a run of siblings
 * from first to before `last`, in frame `at`.
 * @param {Frames} boxes @param {string} path
 * @returns {{at: number, first: number, last: number, isWhole: boolean}}
 */
export const framesAt = (boxes, path) => {
    const parts = /^([\w-]*)(?:~([\w-]{4})(\d+))?/.exec(path) || ['', ''], levels = parts[1].match(/.{4}/g) || [];
    let at = 0, isWhole = true;
    for (const level of levels) {
        const next = childWith(boxes, at, level);
        if (next < 0) {
            isWhole = false;
            break;
        }
        at = next;
    }
    const first = isWhole && parts[2] ? childWith(boxes, at, parts[2]) : -1;
    if (first < 0) return {at, first: at, last: boxes.end[at], isWhole: isWhole && !parts[2]};
    let last = first;
    for (let n = +parts[3]; n > 0 && last < boxes.end[at]; n--) last = boxes.end[last];
    return {at, first, last, isWhole};
};
