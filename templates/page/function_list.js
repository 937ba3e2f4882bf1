// The list of functions beside a view: by cum, those of the search where there is one.
import {h} from './dom.js';
import {percentText} from './numbers.js';
import {makeGrid} from './table.js';
import {foundRows, functionNow, putName} from './functions.js';

/** @typedef {import('./types.js').App} App */

/** @type {(app: App, onPick: (name: string) => void) => {element: HTMLElement, update: () => Promise<void>}} */
export const functionList = (app, onPick) => {
    /** @type {import('./types.js').FunctionTable|null} */
    let table = null;
    let drawn = '';
    /** @type {Set<string>|null|undefined} */
    let names = null;
    const grid = makeGrid({
        label: 'Functions by cum', kind: 'fl',
        columns: [
            {name: 'name', put: (cell, i) => table && putName(cell, table.name[i], table.start[i], true)},
            {name: 'value', put: (cell, i) => {
                cell.textContent = table ? table.cum_text[i] : '';
                cell.dataset.share = table ? percentText(table.cum[i], table.total[0]) : '';
            }}
        ],
        pick: i => table && onPick(table.name[i]),
        menu: (i, x, y) => table && app.menu(grid.element, x, y, app.functionMenu(table.name[i]))
    });
    const none = h('p', {class: 'muted', hidden: true}, 'No function of that name.');
    const title = h('h2', {}, 'Functions by cum');
    const element = h('aside', {class: 'functions', 'aria-label': 'Functions'}, title, none, grid.element);

    const update = async () => {
        const request = app.request('functions', {sort: 'cum'}), found = app.found && app.found.names;
        /** @type {import('./types.js').FunctionTable} */
        const answer = await app.json('functions', {sort: 'cum'});
        if (request !== app.request('functions', {sort: 'cum'})) return;
        const isNew = drawn !== request || names !== found;
        if (isNew) {
            [table, drawn, names] = [answer, request, found];
            title.textContent = answer.changes ? 'Functions by change of cum' : 'Functions by cum';
            const rows = foundRows(app, answer);
            grid.setRows(rows);
            none.hidden = rows.length > 0;
        }
        grid.select(answer.name.indexOf(functionNow(app)), isNew);
    };
    return {element, update};
};
