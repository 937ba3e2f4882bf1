// Colours of frames: by package (the engine's classes), function, file, weight, or none.

import {hashText} from './boxes.js';
import {changeFill, isChange} from './change.js';
import {percentText} from './numbers.js';

/** @typedef {import('./boxes.js').Frames} Frames */
/** @typedef {import('./theme.js').Colours} Colours */
/**
 * `fills` by number; those of functions stand in `byFunction`, or, where that is null, follow from the weight.
 * @typedef {{mode: string, role: Record<string, string>, fills: string[], byFunction: Uint8Array|null, none: number, isForced: boolean}} Palette   `mode` 'change': how the frame changed
 */

export const COLOUR_MODES = [['', 'package'], ['function', 'function'], ['file', 'file'], ['weight', 'weight'], ['mono', 'none']];

// Numbers of fills: 24 for each of own, dep and std; 3 of each family of the system; 9 of heat; then the root's.
const FILL_SYSTEM = 72, FILL_HEAT = 84;

const forced = typeof matchMedia === 'function' ? matchMedia('(forced-colors: active)') : {matches: false};

/** @param {Colours} colours @param {string} mode @param {Frames} boxes @returns {Palette} */
export const makePalette = (colours, mode, boxes) => {
    if (isChange(boxes)) mode = 'change';
    const {functions, files} = boxes.head, fills = [...colours.fill, colours.role.root], count = functions.name.length;
    const byFunction = mode === 'weight' || mode === 'change' ? null : new Uint8Array(count);
    const fileHashes = mode === 'file' ? files.map(hashText) : [];
    for (let f = 0; byFunction && f < count; f++) {
        // A library's chroma: many functions side by side are not all the program's own.
        const hash = mode === 'function' ? hashText(functions.name[f]) : fileHashes[functions.file[f]];
        if (mode === 'mono') byFunction[f] = FILL_SYSTEM + 1;
        else if (mode === 'function' || mode === 'file') byFunction[f] = hash === undefined ? FILL_SYSTEM + 9 : 24 + hash % 24;
        else byFunction[f] = functions.fill[f];
    }
    const palette = {mode, role: colours.role, fills, byFunction, none: fills.length - 1, isForced: forced.matches};
    if (!palette.isForced) return palette;
    // The system's colours: boxes are outlines then.
    /** @type {Record<string, string>} */
    const known = {on_fill: 'CanvasText', match: 'Mark', on_match: 'MarkText', select: 'Highlight', same: 'Highlight', select_on_match: 'Highlight', focus: 'Highlight', hover: 'Highlight', accent: 'Highlight', dim_ink: 'GrayText'};
    return {...palette, fills: fills.map(() => 'Canvas'), role: new Proxy(known, {get: (_, name) => known[String(name)] || (/page|fill$|halo|gap|root/.test(String(name)) ? 'Canvas' : 'CanvasText')})};
};

/** The number of a frame's fill. @param {Palette} palette @param {Frames} boxes @param {number} i */
export const fillNumber = (palette, boxes, i) => {
    const code = boxes.code[i];
    if (palette.mode === 'change') return changeFill(boxes, i);
    if (code === 0xffffffff) return palette.none;
    if (palette.byFunction) return palette.byFunction[code >>> 1];
    return FILL_HEAT + Math.round(8 * Math.min(1, boxes.size[i] / Math.abs(boxes.head.total[0]) || 0) ** 0.8);
};

/**
 * One line that says what the colours mean.
 * @param {Palette} palette @param {Frames} boxes @returns {{note: string, items: {colour: string, name: string, share: string}[]}}
 */
export const legendOf = (palette, boxes) => {
    const {head} = boxes, {fills} = palette;
    if (palette.mode === 'weight')
        return {note: 'total, as a share of all', items: [0, 2, 4, 6, 8].map(step => ({colour: fills[FILL_HEAT + step], name: `${Math.round(100 * (step / 8) ** 1.25)}%`, share: ''}))};
    if (palette.mode === 'file') return {note: '', items: filesByWeight(palette, boxes)};
    if (palette.mode === 'function') return {note: 'a colour a function, picked by its name', items: []};
    if (palette.mode === 'mono') return {note: 'no colours', items: []};
    return {note: boxes.total.some(value => value < 0) ? 'hatched: below zero' : '', items: head.legend.slice(0, 11).map(({name, fill, share}) => ({colour: fills[fill], name, share: boxes.kinds ? '' : share}))};
};

/** @param {Palette} palette @param {Frames} boxes */
const filesByWeight = (palette, boxes) => {
    const {head, self, code, frames} = boxes, {file} = head.functions, sums = new Float64Array(head.files.length);
    const colours = new Int32Array(head.files.length).fill(-1);
    for (let i = 0; i < frames; i++) {
        const f = code[i] >>> 1, at = file[f];
        if (!(at >= 0)) continue;
        sums[at] += self[i];
        if (palette.byFunction) colours[at] = palette.byFunction[f];
    }
    return Array.from(sums.keys()).filter(at => sums[at] > 0).sort((a, b) => sums[b] - sums[a]).slice(0, 10).map(at => ({
        colour: palette.fills[colours[at]], name: head.files[at].replace(/^.*\/(?=[^/]*\/)/, ''), share: percentText(sums[at], head.total[0])
    }));
};
