// The table of functions of a comparison: base, new, and how sure it is that they differ.
import {h} from './dom.js';
import {makeGrid} from './table.js';
import {longest, putName, visible} from './functions.js';
import {levelOf, NOISE, relativeText, SIGNIFICANT} from './change.js';
import {valueText} from './numbers.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').FunctionTable} FunctionTable */
/** @typedef {import('./types.js').ChangeColumns} ChangeColumns */

const COLUMN_SORTS = ['base', 'new', 'relative'];

// 'cum', 'flat.base', '-cum.relative', 'name'.
/** @type {(sort: string) => {measure: 'flat'|'cum', by: string, isUp: boolean}} */
export const changeSortOf = sort => {
    const isUp = sort.startsWith('-'), [first, second = ''] = sort.slice(isUp ? 1 : 0).split('.');
    return {measure: first === 'cum' ? 'cum' : 'flat', by: first === 'name' ? 'name' : COLUMN_SORTS.includes(second) ? second : 'change', isUp};
};

/** The rows in order; the engine's is by change. @type {(table: FunctionTable, rows: number[], order: ReturnType<typeof changeSortOf>) => number[]} */
export const sortChanges = (table, rows, {measure, by, isUp}) => {
    const columns = /** @type {ChangeColumns} */ (table.changes?.[measure]), sign = isUp ? -1 : 1;
    if (by === 'change') return isUp ? rows.reverse() : rows;
    if (by === 'name') return rows.sort((a, b) => table.name[a] < table.name[b] ? -sign : sign).reverse();
    const ratio = (/** @type {number} */ i) => columns.base[i] ? columns.new[i] / columns.base[i] : columns.new[i] ? Infinity : 1;
    const keyOf = by === 'relative' ? ratio : (/** @type {number} */ i) => columns[/** @type {'base'|'new'} */ (by)][i];
    return rows.sort((a, b) => keyOf(a) === keyOf(b) ? a - b : sign * (keyOf(b) > keyOf(a) ? 1 : -1));
};

/** As text, to be copied. @type {(table: FunctionTable, rows: number[], measure: 'flat'|'cum', unit: string) => string} */
export const changesText = (table, rows, measure, unit) => {
    const {base, new: now, relative, kind} = /** @type {ChangeColumns} */ (table.changes?.[measure]), text = (/** @type {number} */ value) => valueText(value, table.unit || '', unit);
    const line = (/** @type {string[]} */ cells, /** @type {string} */ name) => cells.map(cell => cell.replace(/\u2212/g, '-').padStart(10)).join(' ') + '  ' + name;
    return [line(['base', 'new', measure, measure + '%'], ''), ...rows.map(i => line([text(base[i]), text(now[i]), (measure === 'cum' ? table.cum_text : table.flat_text)[i], kind[i] === NOISE ? 'noise' : relative[i]], table.name[i]))].join('\n') + '\n';
};

/** @type {(app: App) => {element: HTMLElement, grid: import('./table.js').Grid, tell: () => void, show: (table: FunctionTable, rows: number[]) => void}} */
export const changeTable = app => {
    /** @type {FunctionTable} */
    let table;
    /** @type {ChangeColumns} */
    let columns;
    let order = changeSortOf(''), most = 1;
    const text = (/** @type {number} */ value) => valueText(value, table.unit || '', app.state.unit);
    const deltas = () => order.measure === 'cum' ? table.cum : table.flat;
    const setMeasure = (/** @type {string} */ measure) => app.set({sort: measure});
    const buttons = ['flat', 'cum'].map(measure => h('button', {type: 'button', onclick: () => setMeasure(measure)}, measure));
    const facts = h('span', null), line = h('div', {class: 'bar-line'}, h('span', {class: 'segments', role: 'group', 'aria-label': 'Weight'}, buttons), facts);
    const grid = makeGrid({
        label: 'Functions by change', kind: 'changes',
        columns: [
            {name: 'base', head: 'base', sort: 'base', put: (cell, i) => { cell.textContent = text(columns.base[i]); }},
            {name: 'new', head: 'new', sort: 'new', put: (cell, i) => { cell.textContent = text(columns.new[i]); }},
            {name: 'change', head: 'change', sort: 'change', put: (cell, i) => { cell.textContent = (order.measure === 'cum' ? table.cum_text : table.flat_text)[i]; }},
            {name: 'relative', head: '%', sort: 'relative', put: (cell, i) => { cell.textContent = relativeText(columns.base[i], columns.new[i]); }},
            {name: 'side', head: '', put: (cell, i) => {
                const delta = deltas()[i];
                cell.className = 'c-side' + (columns.kind[i] < SIGNIFICANT ? '' : delta < 0 ? ' less' : ' more');
                cell.style.setProperty('--part', Math.max(delta ? 0.8 : 0, 50 * Math.abs(delta) / most).toFixed(1) + '%');
                cell.style.setProperty('--at', delta < 0 ? 'right' : 'left');
                cell.classList.toggle('is-down', delta < 0);
            }},
            {name: 'interval', head: 'interval', put: (cell, i) => { cell.textContent = columns.interval[i]; }},
            {name: 'other', head: 'cum change', put: (cell, i) => { cell.textContent = (order.measure === 'cum' ? table.flat_text : table.cum_text)[i]; }},
            {name: 'name', head: 'function', sort: 'name', put: (cell, i) => {
                putName(cell, table.name[i], table.start[i]);
                cell.dataset.tag = columns.kind[i] === NOISE ? 'noise' : table.was?.[i] ? 'was ' + visible(table.was[i]) : '';
            }}
        ],
        sort: by => {
            const name = by === 'name' ? by : order.measure + (by === 'change' ? '' : '.' + by), isSame = order.by === by;
            app.set({sort: isSame && !order.isUp ? '-' + name : name});
        },
        look: i => columns.kind[i] < SIGNIFICANT ? 'is-noise' : '',
        pick: (i, isStep) => isStep ? app.pick(table.name[i]) : app.set({fn: table.name[i]}, false),
        open: i => app.set({tab: 'sandwich', fn: table.name[i]}),
        menu: (i, x, y) => app.menu(grid.element, x, y, app.functionMenu(table.name[i])),
        copy: rows => changesText(table, rows, order.measure, app.state.unit)
    });
    const element = h('div', {class: 'v-changes'}, line, grid.element);
    /** What the summary knows of the test. */
    const tell = () => {
        const comparison = app.summary?.comparison, of = (/** @type {(kind: number) => boolean} */ test) => columns.kind.filter(test).length;
        facts.textContent = [`${of(kind => kind >= SIGNIFICANT)} significant, ${of(kind => kind === NOISE)} within noise`, visible(comparison?.method || '')].filter(Boolean).join('; ');
        grid.setHead('interval', levelOf(comparison) + ' interval');
    };
    return {
        element, grid, tell,
        show: (next, rows) => {
            table = next;
            order = changeSortOf(app.state.sort);
            columns = /** @type {ChangeColumns} */ (table.changes?.[order.measure]);
            most = deltas().reduce((all, delta) => Math.max(all, Math.abs(delta)), 0) || 1;
            buttons.forEach((button, n) => button.setAttribute('aria-pressed', String((n ? 'cum' : 'flat') === order.measure)));
            grid.setHead('other', order.measure === 'cum' ? 'flat change' : 'cum change');
            tell();
            const style = grid.element.style;
            style.setProperty('--value', longest([...columns.base, ...columns.new].map(text)));
            style.setProperty('--delta', longest([...table.flat_text, ...table.cum_text]));
            style.setProperty('--ratio', longest(columns.relative));
            style.setProperty('--interval', longest(columns.interval));
            grid.setSort(order.by, order.isUp);
            grid.setRows(sortChanges(table, rows, order));
        }
    };
};
