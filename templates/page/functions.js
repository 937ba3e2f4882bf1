// How functions stand in the cells of tables.
import {h} from './dom.js';
import {FILL_LESS_INK, shareText} from './change.js';
import {percentText} from './numbers.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').FunctionTable} FunctionTable */

// The selected function, or the hottest.
/** @type {(app: App) => string} */
export const functionNow = app => app.state.fn || app.summary?.top?.name[0] || mostMoved(app.summary?.comparison)?.name || '';

// Of what moved most, up and down, the further.
const mostMoved = (/** @type {import('./types.js').Comparison|undefined} */ comparison) =>
    comparison && [...comparison.less.slice(0, 1), ...comparison.more.slice(0, 1)].sort((a, b) => Math.abs(b.change.delta[0]) - Math.abs(a.change.delta[0]))[0];

// Rows of the functions that the search found, or of all.
/** @type {(app: App, table: FunctionTable) => number[]} */
export const foundRows = (app, table) => {
    const names = app.found && app.found.names, rows = [];
    for (let i = 0; i < table.name.length; i++) if (!names || names.has(table.name[i])) rows.push(i);
    return rows;
};

const MOST_SHOWN = 2000;

/** @type {(mark: string, character: string, digits: number) => string} */
const escaped = (mark, character, digits) => mark + character.charCodeAt(0).toString(16).padStart(digits, '0');

// Characters that would turn or break the line, as what they are; a text that nobody reads to its end without it.
/** @type {(text: string) => string} */
export const visible = text => (text.length > MOST_SHOWN ? text.slice(0, MOST_SHOWN) + '\u2026' : text).replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, c => c < '\u0100' ? escaped('\\x', c, 2) : escaped('\\u', c, 4));

/** Whether names have little room. */
export const isNarrow = () => matchMedia('(max-width: 760px)').matches;

// Package in a softer ink, the short form without its path. `from` is where the function begins, -1: not known.
/** @type {(cell: HTMLElement, name: string, from?: number, isShort?: boolean) => void} */
export const putName = (cell, name, from = -1, isShort = false) => {
    const at = from < 0 ? packageEnd(name) : from, start = isShort ? name.lastIndexOf('/', at - 1) + 1 : 0;
    if (!cell.firstChild) cell.append(h('span', {class: 'pk'}), h('span'));
    const path = /** @type {HTMLElement} */ (cell.firstChild);
    path.textContent = name.trim() ? visible(name.slice(start, at)) : 'no name';
    path.classList.toggle('is-short', path.textContent.length < 5);
    /** @type {Node} */ (cell.lastChild).textContent = visible(name.slice(at));
    cell.title = visible(name);
};

// As good as can be told from the name alone: what stands before the last dot that is no part of a
// receiver, of arguments or of a template.
/** @type {(name: string) => number} */
export const packageEnd = name => {
    const head = name.split(/[(<[]/, 1)[0], slash = head.lastIndexOf('/') + 1, dot = head.indexOf('.', slash);
    return dot > 0 ? dot + 1 : slash;
};

// Nothing for a function that the profile does not have, as a link may name one; other failures stay.
/** @type {(error: Error) => null} */
export const unlessUnknown = error => {
    if (/no function/.test(error.message)) return null;
    throw error;
};

/** @type {(cell: HTMLElement, fill: number) => void} */
export const putFill = (cell, fill) => cell.style.setProperty('--fill', `var(--f${fill})`);

/** Whether values are what new has more than the base. @type {(app: App) => boolean} */
export const showsDeltas = app => !!app.summary?.comparison && !app.state.side;

/** The colour of a bar of less or more. */
export const deltaInk = (/** @type {number} */ delta) => `var(--f${delta < 0 ? FILL_LESS_INK : FILL_LESS_INK + 1})`;

/** With the minus of pictures. */
export const withMinus = (/** @type {string} */ text) => text.replace(/^-/, '\u2212');

/** With a plus, too, where it is a difference. @type {(app: App, value: import('./types.js').Value) => string} */
export const withSign = (app, [value, text]) => (value > 0 && showsDeltas(app) ? '+' : '') + withMinus(text);

// Two bars, one in the other, as parts of a whole.
/** @type {(cell: HTMLElement, flat: number, cum: number, whole: number, isDelta?: boolean) => void} */
export const putBars = (cell, flat, cum, whole, isDelta = false) => {
    if (isDelta) cell.style.setProperty('--heat-line', deltaInk(flat));
    const part = (/** @type {number} */ value) => whole ? Math.min(100, Math.abs(100 * value / whole)).toFixed(2) + '%' : '0%';
    cell.style.setProperty('--flat', part(flat));
    cell.style.setProperty('--cum', part(cum));
};

// A value and its share: '1.23s, 4.2%'.
/** @type {(app: App, value: import('./types.js').Value, whole: number) => string} */
export const withShare = (app, [value, text], whole) => value ? `${withSign(app, [value, text])}, ${(showsDeltas(app) ? shareText : percentText)(value, whole)}` : text;

// 'regexp/exec.go:370' of a longer path.
/** @type {(file: string, line: number) => string} */
export const shortPlace = (file, line) => file ? visible(file.split('/').slice(-2).join('/')) + (line ? ':' + line : '') : '';

// Room for the longest of some figures.
/** @type {(texts: string[]) => string} */
export const longest = texts => texts.reduce((most, text) => Math.max(most, text.length), 5) + 'ch';
