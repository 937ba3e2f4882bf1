// What the samples are labelled with: a block a key. A value is a filter.
import {counted, h} from './dom.js';
import {percentText} from './numbers.js';
import {makeGrid} from './table.js';
import {putBars, showsDeltas, visible, withMinus, withSign} from './functions.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Labels} Labels */
/** @typedef {{key: string, text: string, value: import('./types.js').Value, filter: string, count: number}} LabelRow   of a key: count > 0 */

/** @type {(labels: Labels) => LabelRow[]} */
export const labelRows = labels => labels.keys.flatMap(({key, total, values, more}) => [
    {key, text: key, value: total, filter: '', count: values.length + more}, ...values.map(value => ({key, ...value, count: 0}))
]);

/** @type {(app: App) => import('./types.js').View} */
export const labelsView = app => {
    /** @type {LabelRow[]} */
    let rows = [];
    let whole = 0, drawn = '';
    const groupBy = (/** @type {string} */ key) => app.filter('tagroot', key);
    /** @type {(row: LabelRow) => import('./types.js').MenuItem[]} */
    const menuOf = row => {
        const group = {label: 'Group by ' + row.key, act: () => groupBy(row.key)}, what = `${row.key} = ${row.text}`;
        return row.count || !row.filter ? [group]
            : [{label: 'Only ' + what, act: () => app.filter('tagfocus', row.filter)}, {label: 'Without ' + what, act: () => app.filter('tagignore', row.filter)}, null, group];
    };
    const choose = (/** @type {number} */ i, isWithout = false) => rows[i].filter && app.filter(isWithout ? 'tagignore' : 'tagfocus', rows[i].filter);
    const grid = makeGrid({
        label: 'Labels', kind: 'labels',
        columns: [
            {name: 'name', put: (cell, i) => {
                cell.textContent = visible(rows[i].text) || 'empty';
                cell.title = visible(rows[i].text);
            }},
            {name: 'value', put: (cell, i) => { cell.textContent = withSign(app, rows[i].value); }},
            {name: 'share', put: (cell, i) => { cell.textContent = percentText(rows[i].value[0], whole); }},
            {name: 'bars', put: (cell, i) => {
                const {count, key, value} = rows[i];
                if (!count) cell.textContent = '';
                else cell.replaceChildren(h('span', {class: 'wide'}, counted(count, 'value') + ' '), h('button', {type: 'button', class: 'walk', title: 'A frame for each value at the root of all stacks', onclick: () => groupBy(key)}, 'group by ', h('span', {class: 'wide'}, visible(key))));
                putBars(cell, count ? 0 : value[0], 0, whole, showsDeltas(app));
            }}
        ],
        look: i => rows[i].count ? 'key' : '',
        pick: (i, isStep, event) => isStep && choose(i, event?.altKey),
        menu: (i, x, y) => app.menu(grid.element, x, y, menuOf(rows[i]))
    });
    const message = h('p', {class: 'lead'}), how = h('p', {class: 'muted'});
    const element = h('section', {class: 'v-labels'}, message, how, grid.element);

    /** @type {(labels: Labels) => void} */
    const draw = labels => {
        rows = labelRows(labels);
        whole = labels.total[0];
        grid.setRows(rows.map((_, i) => i));
        grid.select(-1);
        const [bare, text] = labels.unlabelled;
        message.textContent = !rows.length ? 'No sample carries a label.'
            : bare ? `${percentText(bare, whole)} of the total (${withMinus(text)}) carries no label.` : 'Every sample carries a label.';
        how.textContent = rows.length ? 'Click a value to see only its samples; with Alt, or by its menu, to leave them out.'
            : 'A Go program adds them with pprof.Do(ctx, pprof.Labels("endpoint", path), f); other profilers have their own way. Then time can be told apart by request, tenant or thread.';
    };

    const update = async () => {
        const request = app.request('labels');
        if (drawn === request) return;
        const labels = await app.json('labels');
        if (request !== app.request('labels')) return;
        drawn = request;
        draw(labels);
    };
    return {name: 'labels', title: 'Labels', element, isApart: true, update};
};
