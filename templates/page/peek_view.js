// Who calls a function and what it calls, as tables to walk; and every text report.
import {counted, h} from './dom.js';
import {percentText} from './numbers.js';
import {makeGrid} from './table.js';
import {functionList} from './function_list.js';
import {isNarrow, longest, putBars, putFill, putName, functionNow, shortPlace, unlessUnknown, visible, withShare, withSign} from './functions.js';
import {textReports} from './text_view.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Call} Call */

/** @type {(app: App, label: string, walk: (name: string) => void) => {element: HTMLElement, show: (calls: Call[], whole: number, most: number) => void}} */
const callTable = (app, label, walk) => {
    /** @type {Call[]} */
    let calls = [];
    let whole = 0, most = 0;
    const isNamed = (/** @type {number} */ i) => calls[i].name !== '';
    const grid = makeGrid({
        label, kind: 'calls',
        columns: [
            {name: 'value', put: (cell, i) => { cell.textContent = withSign(app, calls[i].value); }},
            {name: 'share', put: (cell, i) => { cell.textContent = percentText(calls[i].value[0], whole); }},
            {name: 'bars', put: (cell, i) => putBars(cell, calls[i].value[0], 0, most || whole, !!most)},
            {name: 'name', put: (cell, i) => {
                putName(cell, calls[i].name || 'no caller', isNamed(i) ? -1 : 9, isNarrow());
                putFill(cell, calls[i].fill);
                cell.dataset.tag = calls[i].inlined ? 'inlined' : '';
            }}
        ],
        pick: (i, isStep) => isStep && isNamed(i) && walk(calls[i].name),
        menu: (i, x, y) => isNamed(i) && app.menu(grid.element, x, y, app.functionMenu(calls[i].name))
    });
    const count = h('span', {}), none = h('p', {class: 'muted'});
    const element = h('div', {class: 'part'}, h('h3', {}, label, ' ', count), none, grid.element);
    return {
        element,
        show: (list, of, largest) => {
            [calls, whole, most] = [list, of, largest];
            grid.setRows(calls.map((_, i) => i));
            grid.select(-1);
            grid.element.scrollTop = 0;
            const named = calls.filter(call => call.name).length;
            count.textContent = named ? counted(named, 'function') : '';
            none.textContent = calls.length ? '' : 'None.';
            element.style.flexGrow = String(Math.min(20, calls.length));
        }
    };
};

/** @type {(one: import('./types.js').Difference) => string} */
const sidesText = one => `${one.base[1]} \u2192 ${one.new[1]} (${one.kind === 1 ? 'within noise' : one.relative})`;

/** @type {(app: App) => import('./types.js').View} */
export const peekView = app => {
    const walk = (/** @type {string} */ name) => app.pick(name);
    const callers = callTable(app, 'Called by', walk), callees = callTable(app, 'Calls', walk);
    const name = h('h2', {}), place = h('p', {class: 'loc'}), facts = h('p', {class: 'r'});
    const self = h('div', {class: 'calls one'}, ...['value', 'share', 'bars', 'name'].map(part => h('div', {class: 'c-' + part})));
    const message = h('p', {class: 'none soft', hidden: true});
    const tables = h('div', {class: 'peeked'}, h('div', {class: 'vh'}, name, place, facts), callers.element, self, callees.element);
    const list = functionList(app, walk), text = textReports(app);
    const toggle = h('button', {type: 'button', class: 'button', 'aria-pressed': 'false', onclick: () => {
        app.set({report: app.state.report ? '' : last});
    }}, 'Text reports');
    const element = h('section', {class: 'v-peek with-list'},
        h('div', {class: 'main'}, h('div', {class: 'bar-line'}, toggle, text.choice), message, tables, text.element), list.element);
    let drawn = '', last = 'peek';

    /** @type {(details: import('./types.js').Details) => void} */
    const draw = details => {
        const whole = details.total[0], isDelta = !!details.changes, cum = isDelta ? whole : details.cum[0], cells = /** @type {HTMLElement[]} */ ([...self.children]);
        name.textContent = name.title = visible(details.name);
        place.textContent = shortPlace(details.file, details.line);
        place.title = visible(details.file);
        facts.textContent = `flat ${withShare(app, details.flat, whole)}   cum ${withShare(app, details.cum, whole)} of total; shares below are of ${isDelta ? 'the base\u2019s total' : 'cum'}`;
        if (details.changes) facts.textContent = `flat ${sidesText(details.changes.flat)}   cum ${sidesText(details.changes.cum)}; shares are of the base\u2019s total`;
        const most = isDelta ? [details, ...details.callers, ...details.callees].reduce((all, one) => Math.max(all, Math.abs(('cum' in one ? one.cum : one.value)[0])), 0) : 0;
        cells[0].textContent = withSign(app, details.cum);
        cells[1].textContent = isDelta ? percentText(details.cum[0], whole) : '100%';
        putBars(cells[2], isDelta ? details.cum[0] : details.flat[0], isDelta ? 0 : cum, most || cum, isDelta);
        putName(cells[3], details.name, -1, isNarrow());
        putFill(cells[3], details.fill);
        tables.style.setProperty('--wide', `calc(${longest([details, ...details.callers, ...details.callees].map(one => 'cum' in one ? one.cum[1] : one.value[1]))} + 1ch)`);
        callers.show(details.callers, cum, most);
        callees.show(details.callees, cum, most);
    };

    const tell = (/** @type {string} */ words) => {
        tables.hidden = words !== '';
        message.hidden = words === '';
        message.textContent = words;
    };

    const show = async () => {
        const fn = functionNow(app), request = fn && app.request('details', {function: fn});
        if (!fn) tell('No function is in this selection.');
        else if (drawn !== request) {
            /** @type {import('./types.js').Details|null} */
            const details = await app.json('details', {function: fn}).catch(unlessUnknown);
            if (request !== app.request('details', {function: functionNow(app)})) return;
            if (details) draw(details);
            tell(details && details.frames ? '' : `${visible(fn)} is not in this selection. Choose a function from the list.`);
        }
        drawn = request;
    };

    const update = async () => {
        const {report} = app.state;
        last = report || last;
        toggle.setAttribute('aria-pressed', String(!!report));
        element.classList.toggle('is-text', !!report);
        await Promise.all([list.update(), show(), report && text.update()]);
    };
    return {name: 'peek', title: 'Peek', element, isApart: true, update};
};
