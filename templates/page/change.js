// What differs between the two sides of a comparison, in numbers and words.

import {grouped, percentText, valueText} from './numbers.js';

/** @typedef {import('./boxes.js').Frames} Frames */
/** @typedef {import('./types.js').App} App */

/** Words by kind: nothing, noise, then what is significant. */
export const KIND_WORDS = ['same', 'within noise', 'less', 'more', 'gone', 'new'];
export const NOISE = 1;
export const SIGNIFICANT = 2;
export const GONE = 4;
export const ADDED = 5;

/** Colours of changes, by number of a fill: noise, four steps of less and of more, lines of their hatches, inks, outlines. */
export const FILL_NOISE = 93;
export const FILL_LESS = 94;
export const FILL_MORE = 98;
export const LINES_FROM = 8;
export const FILL_LESS_INK = 110;
export const FILL_LESS_MARK = 112;
export const FILL_MORE_MARK = 113;

/** Whether the change is shown, not one side alone. @param {Frames} boxes */
export const isChange = boxes => !!boxes.kinds && !boxes.side;

/**
 * The frames as one side has them ('base', 'new'), or their change (''): in the same places.
 * @param {Frames} boxes @param {string} side @returns {Frames}
 */
export const sideOf = (boxes, side) => {
    const {head, baseTotal, baseSelf, variants} = boxes;
    if (!baseTotal || !baseSelf || !head.sides || side === boxes.side) return boxes;
    if (!variants[side]) {
        const whole = variants[''], isBase = side === 'base', sum = head.sides[isBase ? 0 : 1];
        const of = (/** @type {Float64Array} */ delta, /** @type {Float64Array} */ base) => isBase ? base : delta.map((value, i) => value + base[i]);
        variants[side] = {...whole, side, total: of(whole.total, baseTotal), self: of(whole.self, baseSelf), head: {...head, total: sum.total, selected: sum.selected}};
    }
    return variants[side];
};

/** Base and new of all below a frame, or of it alone. @param {Frames} boxes @param {number} i @param {boolean} [isSelf] @returns {[number, number]} */
export const valuesOf = (boxes, i, isSelf) => {
    const base = /** @type {Float64Array} */ (isSelf ? boxes.baseSelf : boxes.baseTotal)[i];
    return [base, base + (isSelf ? boxes.self : boxes.total)[i]];
};

/** @type {(value: number, unit: string, to?: string) => string} */
export const deltaText = (value, unit, to) => (value > 0 ? '+' : '') + valueText(value, unit, to);

/** A share with its sign. @type {(value: number, whole: number) => string} */
export const shareText = (value, whole) => (value > 0 && whole > 0 ? '+' : '') + percentText(value, whole).replace(/^</, value < 0 ? '\u2212<' : '<');

/** The size of a change: to a tenth below `fine`, and where whole percents would make 0 or all of what is neither. @type {(percent: number, fine: number) => string} */
const sizeText = (percent, fine) => {
    const size = Math.abs(percent), isNearAll = percent < 0 && size >= 99.5 && size < 100;
    return size < 0.05 ? '<0.1' : isNearAll ? Math.min(99.9, Math.floor(size * 10 + 1e-6) / 10).toFixed(1) : size < fine ? size.toFixed(1) : grouped(size);
};

/** What changed, against itself: '\u221251%', '+3.2%', 'gone', 'new'. @type {(base: number, now: number) => string} */
export const relativeText = (base, now) => {
    if (base === now) return '0%';
    if (!base || !now) return base ? 'gone' : 'new';
    const percent = 100 * (now - base) / Math.abs(base);
    return (percent < 0 ? '\u2212' : '+') + sizeText(percent, 9.95) + '%';
};

/** What stands at the right end of a box; '' within noise. @param {Frames} boxes @param {number} i */
export const signOf = (boxes, i) => {
    const kind = boxes.kinds ? boxes.kinds[i] : 0, [base, now] = kind < SIGNIFICANT ? [0, 0] : valuesOf(boxes, i);
    if (kind < SIGNIFICANT) return '';
    if (kind >= GONE) return KIND_WORDS[kind];
    const ratio = (now - base) / Math.abs(base || 1);
    return ratio >= 9.995 ? '\u00d7' + Math.round(ratio + 1) : (ratio < 0 ? '\u2212' : '+') + sizeText(100 * ratio, 0.95) + '%';
};

/** The number of the fill of a change. @param {Frames} boxes @param {number} i */
export const changeFill = (boxes, i) => {
    const kind = boxes.kinds ? boxes.kinds[i] : 0;
    if (kind < SIGNIFICANT) return FILL_NOISE;
    const [base, now] = valuesOf(boxes, i), share = Math.abs(now - base) / (Math.max(Math.abs(base), Math.abs(now)) || 1);
    return (now < base ? FILL_LESS : FILL_MORE) + (share > 0.75 ? 3 : share > 0.5 ? 2 : share > 0.25 ? 1 : 0);
};

/** '95%', as far as it is known. @param {import('./types.js').Comparison} [comparison] */
export const levelOf = comparison => /\d[\d.]*%/.exec(comparison?.legend || '')?.[0] || '';

/** Whether nothing is left, of no side. @type {(summary: import('./types.js').Summary) => boolean} */
export const isEmpty = ({selected, comparison}) => selected[0] === 0 && (!comparison || !comparison.total.base[0] && !comparison.total.new[0]);

/** The next of change, base, new. */
export const nextSide = (/** @type {string} */ side) => ({'': 'base', base: 'new', new: ''}[side] ?? '');
