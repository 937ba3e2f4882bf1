// The panel about the selected frame: from the boxes at once, the rest when `details` answers.

import {counted, fill, h, icon} from './dom.js';
import {deltaText, isChange, KIND_WORDS, relativeText, shareText, sideOf, valuesOf} from './change.js';
import {chainOf, functionOf, NO_FUNCTION, sumsOf} from './boxes.js';
import {nameOf, placeOf, shownName} from './names.js';
import {visible} from './functions.js';
import {exactText, percentText, valueText} from './numbers.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Call} Call */
/** @typedef {import('./types.js').Details} Details */
/** @typedef {import('./types.js').LabelBlock} LabelBlock */
/** @typedef {import('./boxes.js').Frames} Frames */

const DETAILS_DELAY = 60, MOST_CALLS = 5, MOST_LABELS = 3, MOST_VALUES = 4, MOST_TYPES = 5, DEEPEST_PATH = 200, MOST_STACK = 2000;

/** Of what is asked: the request, the frame, the side. @param {string} key */
const aboutOf = key => key.split(' ').filter((_, n) => n < 2 || n > 3).join(' ');

/** 'time', 'size' or what else is counted. @param {string} unit */
const quantityOf = unit => /second/.test(unit) ? 'time' : /byte/.test(unit) ? 'size' : unit === 'count' ? 'count' : 'value';

/** @param {string[]} heads @param {string[][]} rows @param {string} caption */
const grid = (heads, rows, caption) => h('table', {class: heads[1] === 'base' || caption === 'Intervals' ? 'flame-grid fits' : 'flame-grid', 'aria-label': caption},
    heads.length > 0 && h('thead', null, h('tr', null, ...heads.map(text => text ? h('th', {scope: 'col'}, text) : h('td', null)))),
    h('tbody', null, ...rows.map(([name, ...cells]) => h('tr', null, h('th', {scope: 'row'}, name), ...cells.map(text => h('td', null, text))))));

/** A name without its path. @param {Frames} boxes @param {string} name */
const nearName = ({head: {functions}}, name) => {
    const f = functions.name.indexOf(name), shown = f < 0 ? name : functions.shown[f] || name, start = f < 0 ? 0 : functions.starts[f][0] || 0;
    return shown[start - 1] === '/' ? shown.slice(start) : shown;
};

/** What new has more, with its sign. @param {Frames} boxes @param {import('./types.js').Value} value */
const signed = (boxes, [value, text]) => isChange(boxes) && value > 0 ? '+' + text : text;

/** Name, value, share and a bar, to be pressed. @param {string} name @param {string} value @param {number} part of 0 to 1 @param {() => void} act @param {string} title */
const listRow = (name, value, part, act, title) => h('button', {type: 'button', title, onclick: act, class: part < 0 ? 'less' : '', style: {backgroundSize: `${Math.min(100, Math.abs(100 * part))}% 3px, 100% 3px`}},
    h('span', {class: 'name'}, name), h('span', {class: 'value'}, value), h('span', {class: 'value m'}, percentText(part, 1)));

/**
 * @param {App} app
 * @param {{zoom: (i: number) => void, sandwich: (name: string) => void, copy: (name: string) => void}} acts
 */
export const makeDetail = (app, acts) => {
    const element = h('aside', {class: 'flame-detail', 'aria-label': 'Selected frame'});
    const own = h('div', null), asked = h('div', null);
    element.append(own, asked);
    let shown = '', timer = 0, isOpen = false, asking = {};

    /** @param {string} label @param {string} key @param {() => void} act @param {boolean} [isCopy] */
    const button = (label, key, act, isCopy) => h('button', {type: 'button', class: 'flame-button', onclick: act}, isCopy && icon('copy'), label, h('kbd', {'aria-hidden': 'true'}, key));

    /** @param {Frames} boxes @param {number} i @param {number} view */
    const showFrame = (boxes, i, view) => {
        const {total, self, parent, head} = boxes, {unit} = head, whole = head.total[0], name = nameOf(boxes, i), f = functionOf(boxes, i);
        const text = (/** @type {number} */ value) => valueText(value, unit, app.state.unit);
        const above = i ? total[parent[i]] : 0, exact = exactText(total[i], unit, text(total[i]));
        const row = (/** @type {string} */ label, /** @type {number} */ value, hasParent = true) =>
            [label, text(value), percentText(value, whole), hasParent && i ? percentText(value, above) : '', Math.abs(value) > Math.abs(view) ? '' : percentText(value, view)];
        const parts = [h('h2', null, visible(shownName(boxes, i))), placeOf(boxes, i) && h('p', {class: 'flame-place'}, placeOf(boxes, i)),
            h('div', {class: 'flame-acts'}, button('Zoom', '\u21b5', () => acts.zoom(i)),
                f !== NO_FUNCTION && button('Sandwich', 's', () => acts.sandwich(name)), button('Copy', 'y', () => acts.copy(name), true)),
            h('h3', null, 'This frame'), grid(['', quantityOf(unit), 'total', 'parent', 'view'], [row('self', self[i]), row('total', total[i])], 'This frame'),
            exact && h('p', {class: 'flame-exact m'}, exact + ' in total')];
        if (isChange(boxes)) parts.splice(3, 3, ...changeParts(boxes, i, f));
        else if (f !== NO_FUNCTION) {
            const sums = sumsOf(boxes, f), words = sums.frames === 1 ? 'The only frame of this function' : `All ${counted(sums.frames)} frames of this function`;
            if (sums.frames > 1) parts.push(h('h3', null, words), grid([], [row('self', sums.self, false), row('total', sums.total, false)], words));
            else parts.push(h('p', {class: 'flame-exact m'}, words));
        }
        fill(own, ...parts, stackOf(boxes, i));
    };

    /** Both sides of a frame, and of all of its function. @param {Frames} boxes @param {number} i @param {number} f */
    const changeParts = (boxes, i, f) => {
        const {head: {unit, total}, kinds} = boxes, heads = ['', 'base', 'new', 'change', ''], [base, now] = valuesOf(boxes, i);
        const row = (/** @type {string} */ label, /** @type {[number, number]} */ [was, is]) =>
            [label, valueText(was, unit, app.state.unit), valueText(is, unit, app.state.unit), deltaText(is - was, unit, app.state.unit), relativeText(was, is)];
        const rows = (/** @type {[number, number]} */ self, /** @type {[number, number]} */ all) => [row('self', self), row('total', all)];
        const parts = [h('h3', null, 'This frame'), grid(heads, rows(valuesOf(boxes, i, true), [base, now]), 'This frame'),
            h('p', {class: 'flame-exact m'}, `${KIND_WORDS[kinds ? kinds[i] : 0]}; ${shareText(now - base, total[0])} of the base\u2019s total`)];
        const sums = f === NO_FUNCTION ? null : [sumsOf(sideOf(boxes, 'base'), f), sumsOf(sideOf(boxes, 'new'), f)];
        if (!sums) return parts;
        const words = sums[0].frames === 1 ? 'The only frame of this function' : `All ${counted(sums[0].frames)} frames of this function`;
        if (sums[0].frames === 1) return [...parts, h('p', {class: 'flame-exact m'}, words)];
        return [...parts, h('h3', null, words), grid(heads, rows([sums[0].self, sums[1].self], [sums[0].total, sums[1].total]), words)];
    };

    /** How sure the changes are. @param {Details} details */
    const intervals = ({changes, frame, was, frames}) => {
        /** @type {[string, import('./types.js').Difference][]} */
        const list = frame && frame.changes ? [['self', frame.changes.flat], ['total', frame.changes.cum]] : [];
        if (!changes) return null;
        if (!frame || frames > 1) list.push(['all, self', changes.flat], ['all, total', changes.cum]);
        return [was && h('p', {class: 'flame-exact'}, 'in the base: ' + visible(was)), list.some(([, one]) => one.interval) && [h('h3', null, 'Interval of the change'),
            grid([], list.map(([name, one]) => [name, one.kind && one.interval || '\u2013', one.kind === 1 ? 'noise' : one.relative]), 'Intervals')]];
    };

    /** @param {Frames} boxes @param {number} i */
    const stackOf = (boxes, i) => {
        const chain = chainOf(boxes, i).slice(1), words = counted(chain.length, 'level');
        if (!chain.length) return null;
        const text = h('pre', {class: 'flame-stack', tabindex: 0, 'aria-label': 'Stack'});
        const lines = () => chain.map(at => shownName(boxes, at));
        const show = () => {
            if (text.textContent) return;
            const all = lines().slice(0, MOST_STACK);
            text.textContent = all.join('\n') + (all.length < chain.length ? '\n\u2026 ' + counted(chain.length - all.length, 'more level') : '');
        };
        const copy = h('button', {type: 'button', class: 'flame-button', onclick: () => app.copy(lines().join('\n'), 'Stack')}, icon('copy'), 'Copy');
        const box = h('details', {class: 'flame-stack-box', open: isOpen, ontoggle: () => {
            isOpen = box.open;
            if (isOpen) show();
        }}, h('summary', null, 'Stack, ' + words), copy, text);
        if (isOpen) show();
        return box;
    };

    /** @param {Frames} boxes @param {string} title @param {Call[]} calls @param {number} whole */
    const callsBlock = (boxes, title, calls, whole) => {
        const list = calls.filter(call => call.name);
        if (!list.length) return null;
        const more = list.length - MOST_CALLS;
        return [h('h3', null, title), h('div', {class: 'flame-list'},
            list.slice(0, MOST_CALLS).map(call => listRow(nearName(boxes, call.name) + (call.inlined ? ' (inlined)' : ''), signed(boxes, call.value), whole ? call.value[0] / whole : 0, () => app.pick(call.name), visible(call.name)))),
            more > 0 && h('p', {class: 'm flame-more'}, counted(more) + ' more')];
    };

    /** @param {Frames} boxes @param {LabelBlock} block @param {number} whole */
    const labelBlock = (boxes, block, whole) => {
        const more = block.more + Math.max(0, block.values.length - MOST_VALUES);
        return [h('h3', null, visible(block.key)), h('div', {class: 'flame-list'}, block.values.slice(0, MOST_VALUES).map(({text, value, filter}) =>
            listRow(visible(text), signed(boxes, value), whole ? value[0] / whole : 0, () => app.filter('tagfocus', filter), visible(`only samples with ${block.key} ${text}`)))),
            more > 0 && h('p', {class: 'm flame-more'}, counted(more) + ' more')];
    };

    /** @param {Frames} boxes @param {Details} details */
    const showDetails = (boxes, details) => {
        const isDelta = isChange(boxes), whole = isDelta ? details.total[0] : details.cum[0], frame = details.frame, labels = (frame || details).labels, sum = isDelta ? whole : frame ? frame.total[0] : whole;
        const types = details.types.length > 1 && [h('h3', null, 'Sample types, all frames'),
            grid(['', 'self', 'total'], details.types.slice(0, MOST_TYPES).map(type => [visible(type.type), type.flat[1], type.cum[1]]), 'Sample types')];
        fill(asked, intervals(details), callsBlock(boxes, 'Calls', details.callees, whole), callsBlock(boxes, 'Called by', details.callers, whole),
            labels.slice(0, MOST_LABELS).map(block => labelBlock(boxes, block, sum)), types);
    };

    /** @param {Frames} boxes @param {number} i */
    const ask = async (boxes, i) => {
        const chain = chainOf(boxes, i).slice(1), mark = asking = {};
        /** @type {Record<string, string>} */
        const options = chain.length <= DEEPEST_PATH && !boxes.side ? {at: chain.map(at => functionOf(boxes, at)).join('.')} : {function: nameOf(boxes, i)};
        try {
            const details = await app.json('details', options);
            if (mark === asking) showDetails(boxes, details);
        } catch (error) {
            if (mark === asking) fill(asked);
        }
    };

    return {
        element,
        /** About frame i (-1: none) in a view of so much. @param {Frames} boxes @param {number} i @param {number} view */
        update: (boxes, i, view) => {
            const next = i < 0 ? 'none' : `${app.request('boxes')} ${i} ${view} ${app.state.order || '-'} ${boxes.side}`;
            if (next === shown) return;
            const isOther = aboutOf(shown) !== aboutOf(next);
            shown = next;
            if (isOther) {
                clearTimeout(timer);
                asking = {};
            }
            if (i < 0) {
                fill(own, h('p', {class: 'm flame-hint'}, 'Click a frame to see what it calls, what calls it, and its labels. Double click zooms.'));
                return fill(asked);
            }
            showFrame(boxes, i, view);
            if (isOther) element.scrollTop = 0;
            if (!i) fill(asked);
            else if (isOther) timer = setTimeout(ask, DETAILS_DELAY, boxes, i);
        }
    };
};
