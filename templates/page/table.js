// A grid of any number of rows of one height, of which only those in sight are elements.
import {counted, h, setAttribute, listen} from './dom.js';

const SPARE_ROWS = 1, MOST_HIGH = 8e6, SETTLE_MS = 80, PRINTED_ROWS = 45;
let grids = 0;

/**
 * `put` fills a cell, which may have shown another row. Columns without `head` have no head row.
 * @typedef {object} Column
 * @property {string} name
 * @property {string} [head]
 * @property {string} [sort]     what to sort by when the head is pressed
 * @property {(cell: HTMLElement, row: number) => void} put
 *
 * Rows are numbers that mean something to who makes the grid.
 * @typedef {object} GridParts
 * @property {string} label
 * @property {string} kind       class of the grid
 * @property {Column[]} columns
 * @property {(row: number, isStep: boolean, event?: MouseEvent) => void} [pick]   isStep: by a click or a key that chooses
 * @property {(row: number) => void} [open]
 * @property {(row: number, x: number, y: number) => void} [menu]
 * @property {(by: string) => void} [sort]
 * @property {(rows: number[]) => string} [copy]
 * @property {(row: number) => string} [look]   class of the row
 *
 * @typedef {object} Grid
 * @property {HTMLElement} element
 * @property {(rows: number[]) => void} setRows
 * @property {(name: string, text: string) => void} setHead
 * @property {(by: string, isUp: boolean) => void} setSort
 * @property {(row: number, isShown?: boolean) => void} select   -1: none
 * @property {(delta: number) => string} step   goes so many rows on: '3 of 44'
 */

/** @type {(parts: GridParts) => Grid} */
export const makeGrid = parts => {
    const {columns} = parts, id = 'g' + ++grids + '-', hasHead = columns.some(c => c.head !== undefined);
    /** @type {number[]} */
    let rows = [];
    /** @type {Map<number, HTMLElement>} */
    let shown = new Map();
    let at = -1, anchor = -1, high = 28, painting = 0, settling = 0, scrolled = 0;

    const headOf = (/** @type {Column} */ column) => h('div', {class: 'c-' + column.name, role: 'columnheader'}, column.sort && parts.sort
        ? h('button', {type: 'button', onclick: () => parts.sort?.(column.sort || '')}, column.head) : h('span', {class: column.head ? false : 'unseen'}, column.head || column.name));
    const heads = hasHead ? columns.map(headOf) : [];
    const head = h('div', {class: 'row', role: 'row', 'aria-rowindex': 1}, ...heads);
    const body = h('div', {class: 'rows', role: 'rowgroup'});
    const element = h('div', {class: 'grid-view ' + parts.kind, role: 'grid', tabindex: 0, 'aria-label': parts.label, hidden: true});
    if (hasHead) element.append(h('div', {class: 'grid-head', role: 'rowgroup'}, head));
    const rest = h('p', {class: 'on-paper muted'});
    element.append(body, rest);

    const room = () => element.clientHeight - (hasHead ? head.offsetHeight : 0);
    const isOn = (/** @type {number} */ i) => at >= 0 && i >= Math.min(at, anchor) && i <= Math.max(at, anchor);

    // Browsers cannot make elements of any height: a very long list scrolls in larger steps.
    const place = () => {
        const all = rows.length * high, tall = Math.min(all, MOST_HIGH), range = tall - room();
        const ratio = all > tall && range > 0 ? (all - room()) / range : 1;
        return {tall, ratio, top: element.scrollTop * ratio};
    };

    /** @type {(row: HTMLElement, i: number) => void} */
    const mark = (row, i) => {
        const look = 'row' + (isOn(i) ? ' on' : '') + (i === at ? ' at' : '') + (parts.look ? ' ' + parts.look(rows[i]) : '');
        if (row.className !== look) row.className = look;
        setAttribute(row, 'aria-selected', String(isOn(i)));
    };

    /** @type {(row: HTMLElement, i: number) => void} */
    const fill = (row, i) => {
        row.id = id + i;
        row.dataset.at = String(i);
        row.setAttribute('aria-rowindex', String(i + 1 + (hasHead ? 1 : 0)));
        columns.forEach((column, k) => column.put(/** @type {HTMLElement} */ (row.children[k]), rows[i]));
    };

    const makeRow = () => h('div', {role: 'row'}, ...columns.map(c => h('div', {class: 'c-' + c.name, role: 'gridcell'})));

    const drop = (/** @type {HTMLElement} */ row) => {
        if (row.contains(document.activeElement)) element.focus({preventScroll: true});
        row.remove();
    };

    // Rows that go out of sight are those that come in.
    const paint = (most = 0) => {
        painting = 0;
        const {tall, top} = place(), shift = element.scrollTop - top;
        const first = most ? 0 : Math.max(0, Math.floor(top / high) - SPARE_ROWS);
        const last = Math.min(rows.length, most || Math.ceil((top + room()) / high) + SPARE_ROWS);
        /** @type {HTMLElement[]} */
        const free = [], next = new Map();
        for (const [i, row] of shown) {
            if (i >= first && i < last) continue;
            drop(row);
            free.push(row);
        }
        body.style.height = tall + 'px';
        for (let i = first; i < last; i++) {
            const row = shown.get(i) || free.pop() || makeRow();
            if (!shown.has(i)) fill(row, i);
            mark(row, i);
            row.style.top = i * high + shift + 'px';
            if (body.children[i - first] !== row) body.insertBefore(row, body.children[i - first] || null);
            next.set(i, row);
        }
        shown = next;
        if (shown.has(at)) element.setAttribute('aria-activedescendant', id + at);
        else element.removeAttribute('aria-activedescendant');
    };
    const paintSoon = () => { painting ||= requestAnimationFrame(() => element.clientHeight ? paint() : (painting = 0)); };

    // What is not shown has no rows.
    const repaint = () => {
        for (const row of shown.values()) drop(row);
        shown = new Map();
        if (!element.clientHeight) return;
        high = parseFloat(getComputedStyle(element).getPropertyValue('--row')) || 28;
        paint();
    };

    const reveal = () => {
        const {ratio, top} = place(), from = at * high, space = room();
        if (from < top) element.scrollTop = from / ratio;
        else if (from + high > top + space) element.scrollTop = (from + high - space) / ratio;
    };

    // What is picked by keys settles first: one question for the engine, not thirty a second.
    /** @type {(to: number, isExtending: boolean, event?: MouseEvent) => void} */
    const go = (to, isExtending, event) => {
        if (!rows.length) return;
        at = Math.max(0, Math.min(rows.length - 1, to));
        if (!isExtending || anchor < 0) anchor = at;
        reveal();
        paint();
        clearTimeout(settling);
        const row = rows[at], tell = () => {
            settling = 0;
            parts.pick?.(row, !!event, event);
        };
        if (event) tell();
        else settling = setTimeout(tell, SETTLE_MS);
    };

    const onKey = (/** @type {KeyboardEvent} */ event) => {
        if (event.target !== element || event.altKey) return;
        const page = Math.max(1, Math.floor(room() / high) - 1), isAll = (event.ctrlKey || event.metaKey) && event.key === 'a';
        /** @type {Record<string, number>} */
        const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length};
        if (isAll) [anchor, at] = [0, rows.length - 1];
        else if (event.ctrlKey || event.metaKey) return;
        else if (Object.hasOwn(steps, event.key)) go((at < 0 && steps[event.key] > 0 ? -1 : at) + steps[event.key], event.shiftKey);
        else if ((event.key === 'Enter' || event.key === ' ') && at >= 0) (event.key === 'Enter' && parts.open || parts.pick)?.(rows[at], true);
        else return;
        if (isAll) paint();
        event.preventDefault();
        event.stopPropagation();
    };

    const rowAt = (/** @type {Event} */ event) => {
        const target = /** @type {Element} */ (event.target), row = /** @type {HTMLElement|null} */ (target.closest('.rows>.row'));
        return row && !target.closest('button,.walk') ? Number(row.dataset.at) : -1;
    };

    element.addEventListener('keydown', onKey);
    element.addEventListener('click', event => {
        const i = rowAt(event);
        if (i >= 0) go(i, event.shiftKey, event);
    });
    element.addEventListener('dblclick', event => {
        const i = rowAt(event);
        if (i >= 0) parts.open?.(rows[i]);
    });
    element.addEventListener('contextmenu', event => {
        const i = rowAt(event), to = i < 0 ? at : i, row = shown.get(to);
        if (!parts.menu || !row) return;
        event.preventDefault();
        if (!isOn(to)) at = anchor = to;
        paint();
        const box = row.getBoundingClientRect();
        parts.menu(rows[to], i < 0 ? box.left + 24 : event.clientX, i < 0 ? box.bottom : event.clientY);
    });
    element.addEventListener('copy', event => {
        if (at < 0 || !parts.copy) return;
        event.clipboardData?.setData('text/plain', parts.copy(rows.slice(Math.min(at, anchor), Math.max(at, anchor) + 1)));
        event.preventDefault();
    });
    element.addEventListener('scroll', () => {
        if (element.clientHeight) scrolled = element.scrollTop;
        paintSoon();
    }, {passive: true});
    new ResizeObserver(() => {
        repaint();
        if (shown.size && element.scrollTop !== scrolled) element.scrollTop = scrolled;
    }).observe(element);
    listen('beforeprint', () => {
        if (element.clientHeight) paint(PRINTED_ROWS);
        rest.textContent = rows.length > PRINTED_ROWS ? 'and ' + counted(rows.length - PRINTED_ROWS) + ' more' : '';
    });
    listen('afterprint', () => paint());

    return {
        element,
        setRows: list => {
            const row = rows[at];
            clearTimeout(settling);
            settling = 0;
            rows = list;
            at = anchor = row === undefined ? -1 : rows.indexOf(row);
            element.hidden = !rows.length;
            body.style.height = Math.min(rows.length * high, MOST_HIGH) + 'px';
            element.setAttribute('aria-rowcount', String(rows.length + (hasHead ? 1 : 0)));
            repaint();
        },
        setHead: (name, text) => { heads[columns.findIndex(c => c.name === name)].textContent = text; },
        setSort: (by, isUp) => heads.forEach((cell, k) => {
            const isBy = columns[k].name === by;
            if (isBy) cell.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
            else cell.removeAttribute('aria-sort');
        }),
        select: (row, isShown = false) => {
            if (settling) return;
            const i = row < 0 ? -1 : rows.indexOf(row);
            if (i === at) return;
            at = anchor = i;
            if (isShown && i >= 0) reveal();
            paint();
        },
        step: delta => {
            if (!rows.length) return '';
            if (delta) go(at < 0 ? delta < 0 ? rows.length - 1 : 0 : (at + delta + rows.length) % rows.length, false);
            return at < 0 ? '' : counted(at + 1) + ' of ' + counted(rows.length);
        }
    };
};
