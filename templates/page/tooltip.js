// What is pointed at: an outline in the chart, and a tooltip below the box.

import {deltaText, isChange, KIND_WORDS, relativeText, shareText, valuesOf} from './change.js';
import {counted, h} from './dom.js';
import {lowerBound} from './boxes.js';
import {nameOf, placeOf} from './names.js';
import {exactText, percentText, valueText} from './numbers.js';
import {runTotal} from './flame_canvas.js';

/** @typedef {import('./flame_canvas.js').Chart} Chart */
/** @typedef {import('./flame_canvas.js').Box} Box */
/** @typedef {import('./boxes.js').Frames} Frames */

const TIP_OFFSET = 6, TIP_MARGIN = 4;

/** Name, place, rows of label, value and share, and what else there is to say of a box. @param {Chart} chart @param {Frames} boxes @param {Box} box */
const wordsOf = (chart, boxes, {first, last}) => {
    const {total, self, parent, head} = boxes, {unit} = head;
    /** @type {[string, number|null, string][]} */
    const rows = [];
    if (last) {
        const sum = runTotal(boxes, first, last), {hits} = chart;
        rows.push(['total', sum, percentText(sum, chart.whole)]);
        const found = hits ? lowerBound(hits, last, 0, hits.length) - lowerBound(hits, first, 0, hits.length) : 0;
        return {name: counted(last - first, 'small frame'), place: found ? counted(found, 'of them matches', 'of them match') : '', rows, note: 'double click shows them', sum};
    }
    const sum = total[first];
    if (isChange(boxes)) {
        const kind = boxes.kinds ? boxes.kinds[first] : 0, [base, now] = valuesOf(boxes, first), [baseSelf, nowSelf] = valuesOf(boxes, first, true), [was, is] = (head.sides || []).map(side => side.total[0]);
        rows.push(['base', base, percentText(base, was)], ['new', now, percentText(now, is)], ['change', sum, shareText(sum, chart.whole)], ['against itself', null, relativeText(base, now)], ['change of self', nowSelf - baseSelf, shareText(nowSelf - baseSelf, chart.whole)]);
        return {name: nameOf(boxes, first), place: placeOf(boxes, first), rows, note: kind === 1 ? KIND_WORDS[1] : '', sum};
    }
    rows.push(['total', sum, percentText(sum, chart.whole)], ['self', self[first], percentText(self[first], chart.whole)]);
    if (first) rows.push(['of parent', null, percentText(sum, total[parent[first]])]);
    return {name: nameOf(boxes, first), place: placeOf(boxes, first), rows, note: exactText(sum, unit, valueText(sum, unit, chart.unit)), sum};
};

/**
 * The outline goes into `stage`, which the chart fills, the tooltip into `root`.
 * @param {Chart} chart @param {HTMLElement} stage @param {HTMLElement} root
 */
export const makeHover = (chart, stage, root) => {
    const ring = h('div', {class: 'flame-hover', hidden: true}), name = h('b', null), place = h('span', {class: 'dim'}), note = h('span', {class: 'dim'});
    const cells = [0, 1, 2, 3, 4].map(() => [h('td', null), h('td', null), h('td', null)]), lines = cells.map(row => h('tr', null, ...row));
    const tip = h('div', {class: 'flame-tip', 'aria-hidden': 'true'}, name, place, h('table', null, h('tbody', null, ...lines)), note);
    let shown = -1, width = 0, height = 0;
    stage.append(ring);

    const hide = () => {
        if (shown < 0) return;
        shown = -1;
        ring.hidden = true;
        tip.remove();
    };

    /** Shows the box under the pointer; a box that is shown only moves. @param {Box} box @param {number} x @param {number} y of the pointer in the window */
    const show = (box, x, y) => {
        const {boxes} = chart;
        if (!boxes) return;
        const isNew = shown !== box.first;
        if (isNew) {
            shown = box.first;
            const words = wordsOf(chart, boxes, box);
            name.textContent = words.name.length > 600 ? words.name.slice(0, 600) + '\u2026' : words.name;
            place.textContent = words.place;
            note.textContent = words.note;
            lines.forEach((line, r) => {
                const row = words.rows[r];
                line.hidden = !row;
                if (!row) return;
                cells[r][0].textContent = row[0];
                cells[r][1].textContent = row[1] === null ? '' : (/^change/.test(row[0]) ? deltaText : valueText)(row[1], boxes.head.unit, chart.unit);
                cells[r][2].textContent = row[2];
            });
            const left = Math.max(0, box.x), right = Math.min(chart.width, box.x + box.w);
            ring.style.transform = `translate(${left}px,${box.y}px)`;
            ring.style.width = Math.max(2, right - left - 1) + 'px';
            ring.style.height = box.h - 1 + 'px';
            ring.hidden = false;
            root.append(tip);
            ({width, height} = tip.getBoundingClientRect());
        }
        const top = chart.canvas.getBoundingClientRect().top + box.y, below = top + box.h + TIP_OFFSET;
        const left = Math.max(TIP_MARGIN, Math.min(x - 16, innerWidth - width - TIP_MARGIN));
        let at = below + height > innerHeight - TIP_MARGIN ? top - height - TIP_OFFSET : below;
        if (at < TIP_MARGIN) at = y < innerHeight / 2 ? Math.max(y + 20, innerHeight - height - TIP_MARGIN) : TIP_MARGIN;
        tip.style.transform = `translate(${Math.round(left)}px,${Math.round(at)}px)`;
    };

    return {show, hide, shown: () => shown};
};

/** One line about a box, for the status line. @param {Chart} chart @param {Box} box @param {string} [whole] */
export const statusOf = (chart, box, whole = 'of total') => {
    const {boxes} = chart;
    if (!boxes) return '';
    const {name, sum, note} = wordsOf(chart, boxes, box), {unit} = boxes.head;
    if (isChange(boxes) && !box.last) {
        const [base, now] = valuesOf(boxes, box.first);
        return `${name}\u2002${valueText(base, unit, chart.unit)} \u2192 ${valueText(now, unit, chart.unit)}\u2002${deltaText(sum, unit, chart.unit)}, ${shareText(sum, chart.whole)} ${whole}\u2002${note || relativeText(base, now)}`;
    }
    const self = box.last ? '' : '\u2002self ' + valueText(boxes.self[box.first], unit, chart.unit);
    return `${name}\u2002${valueText(sum, unit, chart.unit)}, ${percentText(sum, chart.whole)} ${whole}${self}`;
};

