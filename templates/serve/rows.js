// Lines of two heights, of which only those in sight are elements.
import {h, keyed, setAttribute} from '../page/dom.js';

/** @typedef {import('./types.js').Line} Line */

const SPARE = 400;

/**
 * @typedef {object} RowsParts
 * @property {(line: Line) => HTMLElement} make
 * @property {(element: HTMLElement, line: Line, isAt: boolean) => void} update
 * @property {(line: Line) => number} heightOf
 *
 * @typedef {object} Rows
 * @property {HTMLElement} element    the grid, which scrolls
 * @property {(lines: Line[]) => void} set     what is in sight stays where it is
 * @property {() => void} paint
 * @property {() => Line|null} now    the line that the keyboard is at
 * @property {(delta: number) => void} go      so many lines on
 * @property {(key: string, isShown?: boolean) => void} select
 */

/** @type {(label: string, parts: RowsParts) => Rows} */
export const makeRows = (label, parts) => {
    /** @type {Line[]} */
    let lines = [];
    /** @type {number[]} */
    let tops = [0];
    let at = '', painting = 0;
    const body = h('div', {class: 'lines', role: 'presentation'});
    const element = h('div', {class: 'list', role: 'treegrid', tabindex: 0, 'aria-label': label, 'aria-multiselectable': 'true'}, body);

    /** The line at a height. */
    const lineAt = (/** @type {number} */ top) => {
        let low = 0, high = lines.length - 1;
        while (low < high) {
            const middle = low + high + 1 >> 1;
            if (tops[middle] <= top) low = middle;
            else high = middle - 1;
        }
        return low;
    };
    const indexOf = (/** @type {string} */ key) => lines.findIndex(line => line.key === key);
    const paint = () => {
        painting = 0;
        const first = lineAt(element.scrollTop - SPARE), last = lineAt(element.scrollTop + element.clientHeight + SPARE);
        body.style.height = tops[lines.length] + 'px';
        element.setAttribute('aria-rowcount', String(lines.length));
        keyed(body, lines.slice(first, lines.length ? last + 1 : 0), line => line.key, parts.make, (row, line, i) => {
            row.style.top = tops[first + i] + 'px';
            row.id = 'line-' + encodeURIComponent(line.key);
            row.setAttribute('aria-level', line.file ? '2' : '1');
            row.setAttribute('aria-rowindex', String(first + i + 1));
            parts.update(row, line, line.key === at);
        });
        setAttribute(element, 'aria-activedescendant', body.querySelector('.at')?.id || false);
    };
    const paintSoon = () => { painting ||= requestAnimationFrame(paint); };
    const measure = () => {
        tops = [0];
        for (const line of lines) tops.push(tops[tops.length - 1] + parts.heightOf(line));
    };
    const show = (/** @type {number} */ i) => {
        const top = tops[i], end = tops[i + 1], head = lines[i - 1]?.file === null ? tops[i - 1] : top;
        if (head < element.scrollTop) element.scrollTop = head;
        else if (end > element.scrollTop + element.clientHeight) element.scrollTop = end - element.clientHeight;
    };
    const select = (/** @type {string} */ key, isShown = true) => {
        at = key;
        const i = indexOf(key);
        if (i >= 0 && isShown) show(i);
        paint();
    };
    element.addEventListener('scroll', paintSoon, {passive: true});
    new ResizeObserver(() => {
        measure();
        paint();
    }).observe(element);
    return {
        element, paint, select,
        set: next => {
            const anchor = element.scrollTop > 0 ? lineAt(element.scrollTop) : -1, key = lines[anchor]?.key, inside = element.scrollTop - tops[anchor];
            lines = next;
            measure();
            body.style.height = tops[lines.length] + 'px';
            const now = key ? indexOf(key) : -1;
            if (now >= 0) element.scrollTop = tops[now] + inside;
            paint();
        },
        now: () => lines[indexOf(at)] || null,
        go: delta => {
            let i = indexOf(at);
            // From nowhere to the first file, which is below the head of its group.
            i = Math.max(0, i);
            i = Math.max(0, Math.min(lines.length - 1, i + delta));
            if (lines[i]) select(lines[i].key);
        }
    };
};
