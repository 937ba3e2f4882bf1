// Names of functions in the forms that fit: path/pkg.(*T).F, pkg.(*T).F, (*T).F, F, then a middle ellipsis.

import {functionOf, NO_FUNCTION} from './boxes.js';
import {visible} from './functions.js';

/** @typedef {import('./boxes.js').Frames} Frames */

const LABEL_LEAST = 7;

/** @param {Frames} boxes @param {number} i */
export const nameOf = (boxes, i) => {
    const f = functionOf(boxes, i);
    return f === NO_FUNCTION ? 'all' : boxes.head.functions.name[f];
};

/** The name as it is to be shown. @param {Frames} boxes @param {number} i */
export const shownName = (boxes, i) => {
    const f = functionOf(boxes, i);
    return f === NO_FUNCTION ? 'all' : boxes.head.functions.shown[f] || boxes.head.functions.name[f];
};

/** @param {Frames} boxes @param {number} i */
export const shortName = (boxes, i) => {
    const starts = boxes.head.functions.starts[functionOf(boxes, i)];
    return starts && starts.length ? shownName(boxes, i).slice(starts[starts.length - 1]) : shownName(boxes, i);
};

/** 'regexp/exec.go:340', or ''. @param {Frames} boxes @param {number} i */
export const placeOf = (boxes, i) => {
    const f = functionOf(boxes, i), {file, line} = boxes.head.functions, path = boxes.head.files[file[f]];
    return path ? visible(path) + (line[f] ? ':' + line[f] : '') : '';
};

// Widths of the ASCII glyphs at 12 px in the face that the viewer really has; other characters are an em.
const glyphWidths = new Float64Array(128).fill(7.2);
const ELLIPSIS = 12;

/** @param {CanvasRenderingContext2D} context with the font set */
export const measureGlyphs = context => {
    for (let c = 32; c < 127; c++) glyphWidths[c] = context.measureText(String.fromCharCode(c)).width || 7.2;
};

/** @param {number} code */
const glyphWidth = code =>
    code < 128 ? glyphWidths[code] : code === 0x2026 || code === 0x2212 || code === 0x203a ? ELLIPSIS : code > 0xffff ? 17 : 12;

/** @param {string} text */
export const textWidth = text => {
    let width = 0;
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        width += code >= 0xd800 && code < 0xe000 ? 8.5 : glyphWidth(code);
    }
    return width;
};

/** The text with its middle cut out, or '' where fewer than `least` characters stay. @param {string} text @param {number} room @param {number} [least] */
export const shortened = (text, room, least = LABEL_LEAST) => {
    if (room < ELLIPSIS + 3 * least) return '';
    const points = Array.from(text.length > 2000 ? text.slice(0, 1000) + text.slice(-1000) : text);
    let width = ELLIPSIS, keep = 0;
    for (; keep < points.length; keep++) {
        const from = keep % 2 ? points.length - (keep + 1) / 2 : keep / 2;
        width += glyphWidth(points[from].codePointAt(0) || 0);
        if (width > room) break;
    }
    if (keep < least) return '';
    return points.slice(0, Math.ceil(keep / 2)).join('') + '\u2026' + points.slice(points.length - Math.floor(keep / 2)).join('');
};

/** The label of a frame for so many px. @param {Frames} boxes @param {number} i @param {number} room */
export const labelFor = (boxes, i, room) => {
    const shown = shownName(boxes, i), starts = boxes.head.functions.starts[functionOf(boxes, i)] || [];
    if (shown.length < 400 && textWidth(shown) <= room) return shown;
    let form = shown;
    for (const start of starts) {
        form = shown.slice(start);
        if (form.length < 400 && textWidth(form) <= room) return form;
    }
    return shortened(form, room);
};
