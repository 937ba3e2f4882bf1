// The table of functions: what `render top` prints, row by row.
import {changeTable} from './change_table.js';
import {counted, h} from './dom.js';
import {makeGrid} from './table.js';
import {foundRows, longest, putBars, putFill, putName, shortPlace, visible} from './functions.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').FunctionTable} FunctionTable */

const INLINED = ['', 'inlined', 'partly inlined'], NO_SUM = 'sum% adds up from the heaviest row on: sort by flat or cum to see it';

// `sort` is the column's name, '-' before it for ascending.
/** @type {(sort: string) => {by: string, isUp: boolean, asked: string, hasSum: boolean}} */
export const sortOf = sort => {
    const isUp = sort.startsWith('-'), by = sort.slice(isUp ? 1 : 0).split('.', 1)[0] || 'flat';
    return {by, isUp, asked: by === 'cum' ? 'cum' : 'flat', hasSum: !isUp && (by === 'flat' || by === 'cum')};
};

// The engine orders by flat and cum; names and files are ordered here, ties as the engine has them.
/** @type {(table: FunctionTable, rows: number[], by: string, isUp: boolean) => number[]} */
export const sortRows = (table, rows, by, isUp) => {
    if (by === 'flat' || by === 'cum') return isUp ? rows.reverse() : rows;
    const keys = by === 'file' ? table.file : table.name, sign = isUp ? 1 : -1;
    const lineOf = by === 'file' ? table.line : table.name.map(() => 0);
    return rows.sort((a, b) => keys[a] === keys[b] ? sign * (lineOf[a] - lineOf[b]) : keys[a] < keys[b] ? -sign : sign);
};

/** @type {(table: FunctionTable, rows: number[]) => string} */
export const rowsText = (table, rows) => ['      flat  flat%   sum%        cum   cum%', ...rows.map(i =>
    [table.flat_text[i].padStart(10), table.flat_percent[i].padStart(6), table.sum_percent[i].padStart(6), table.cum_text[i].padStart(10), table.cum_percent[i].padStart(6)].join(' ') +
    '  ' + table.name[i] + ['', ' (inline)', ' (partial-inline)'][table.inlined[i]])].join('\n') + '\n';

/** @type {(app: App) => import('./types.js').View} */
export const topView = app => {
    /** @type {FunctionTable} */
    let table;
    let drawn = '', words = '', order = sortOf('');
    /** @type {Set<string>|null|undefined} */
    let names = null;
    /** @type {(name: string, head: string, sort: string, column: 'flat_text'|'flat_percent'|'cum_text'|'cum_percent') => import('./table.js').Column} */
    const text = (name, head, sort, column) => ({name, head, sort, put: (cell, i) => { cell.textContent = table[column][i]; }});
    const grid = makeGrid({
        label: 'Functions', kind: 'top',
        columns: [
            text('flat', 'flat', 'flat', 'flat_text'),
            text('flatp', 'flat%', 'flat', 'flat_percent'),
            {name: 'sum', head: 'sum%', sort: 'flat', put: (cell, i) => {
                cell.textContent = order.hasSum ? table.sum_percent[i] : '';
                cell.title = order.hasSum ? '' : NO_SUM;
            }},
            {name: 'bars', head: '', put: (cell, i) => putBars(cell, table.flat[i], table.cum[i], table.total[0])},
            text('cum', 'cum', 'cum', 'cum_text'),
            text('cump', 'cum%', 'cum', 'cum_percent'),
            {name: 'name', head: 'function', sort: 'name', put: (cell, i) => {
                putName(cell, table.name[i], table.start[i]);
                putFill(cell, table.fill[i]);
                cell.dataset.tag = INLINED[table.inlined[i]];
            }},
            {name: 'file', head: 'file', sort: 'file', put: (cell, i) => {
                cell.textContent = shortPlace(table.file[i], table.line[i]);
                cell.title = visible(table.file[i]);
            }}
        ],
        // Numbers start with the largest, names with a.
        sort: by => {
            const isText = by === 'name' || by === 'file', isSame = order.by === by;
            app.set({sort: (isSame ? !order.isUp : isText) ? '-' + by : by});
        },
        pick: (i, isStep) => isStep ? app.pick(table.name[i]) : app.set({fn: table.name[i]}, false),
        open: i => app.set({tab: 'sandwich', fn: table.name[i]}),
        menu: (i, x, y) => app.menu(grid.element, x, y, app.functionMenu(table.name[i])),
        copy: rows => rowsText(table, rows)
    });
    const none = h('p', {class: 'none soft', hidden: true}), changes = changeTable(app);
    const element = h('section', {class: 'v-top'}, none, grid.element);
    const gridNow = () => table?.changes ? changes.grid : grid;

    const showRows = (/** @type {number[]} */ rows) => {
        const {style} = grid.element;
        style.setProperty('--flat-wide', longest(table.flat_text));
        style.setProperty('--cum-wide', longest(table.cum_text));
        style.setProperty('--share-wide', longest(['100.0%', ...table.flat_percent, ...table.cum_percent]));
        grid.element.classList.toggle('no-file', !table.file.some(file => file));
        grid.setSort(order.by, order.isUp);
        grid.setRows(rows);
    };

    const update = async () => {
        const key = () => app.request('functions', {sort: sortOf(app.state.sort).asked}) + ' ' + app.state.sort, before = key();
        const next = sortOf(app.state.sort), answer = await app.json('functions', {sort: next.asked});
        if (key() !== before) return;
        const found = app.found && app.found.names, isNew = drawn !== before || names !== found;
        if (isNew) {
            [table, order, drawn, names] = [answer, next, before, found];
            const all = foundRows(app, table), rows = table.changes ? all : sortRows(table, all, order.by, order.isUp);
            const shown = table.changes ? changes.element : grid.element;
            if (element.lastChild !== shown) element.replaceChildren(none, shown);
            if (table.changes) changes.show(table, rows);
            else showRows(rows);
            none.hidden = rows.length > 0;
            none.textContent = table.name.length ? 'No function of that name in ' + counted(table.name.length, 'function') + '.' : '';
            words = found ? counted(rows.length) + ' of ' + counted(table.name.length, 'function') : counted(rows.length, 'function');
        }
        if (table.changes) changes.tell();
        app.status(words);
        gridNow().select(table.name.indexOf(app.state.fn), isNew);
    };
    const keys = /** @type {[string, string][]} */ ([['\u2191 \u2193 Home End', 'select a function; with Shift several'], ['Enter', 'its sandwich'], ['Ctrl C', 'copy the selected rows']]);
    return {name: 'top', title: 'Top', element, isApart: true, update, keys, step: delta => app.found && names === app.found.names ? gridNow().step(delta) : ''};
};
