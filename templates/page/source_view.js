// Weight by line of a function: the text where it travels along, otherwise what each line calls.
import {counted, h} from './dom.js';
import {FILL_LESS, FILL_MORE} from './change.js';
import {makeGrid} from './table.js';
import {functionList} from './function_list.js';
import {functionNow, longest, packageEnd, showsDeltas, visible, withShare, withSign} from './functions.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').SourceListing} SourceListing */
/** @typedef {import('./types.js').SourceLine} SourceLine */
/** @typedef {{line: SourceLine|null, gap: number, file: string}} SourceRow */

const LINE_CALLS = 3;

// A head for each file where there are several, lines, and how many are missing between.
/** @type {(listing: SourceListing) => SourceRow[]} */
export const sourceRows = listing => {
    /** @type {SourceRow[]} */
    const rows = [];
    for (const {file, lines} of listing.files) {
        if (listing.files.length > 1) rows.push({line: null, gap: 0, file});
        lines.forEach((line, i) => {
            const gap = i && lines[i - 1].line ? line.line - lines[i - 1].line - 1 : 0;
            if (gap > 0) rows.push({line: null, gap, file});
            rows.push({line, gap: 0, file});
        });
    }
    return rows;
};

/** @type {(app: App) => import('./types.js').View} */
export const sourceView = app => {
    /** @type {SourceRow[]} */
    let rows = [];
    let hottest = 0, drawn = '', words = '';
    const walk = (/** @type {string} */ name) => app.pick(name);

    // The text, then what the line calls: as much as there is room for, then how much more.
    /** @type {(cell: HTMLElement, line: SourceLine) => void} */
    const putLine = (cell, {text, calls}) => {
        const rest = calls.slice(LINE_CALLS);
        cell.textContent = text || '';
        for (const {name, value} of calls.slice(0, LINE_CALLS))
            cell.append(h('span', {class: 'walk', role: 'link', tabindex: -1, title: visible(name), onclick: () => walk(name)}, visible(name.slice(name.lastIndexOf('/', packageEnd(name)) + 1).replace(/\[.+\]/, '[\u2026]')), ' ', withSign(app, value)));
        if (rest.length) cell.append(h('span', {title: rest.map(call => visible(call.name) + ' ' + call.value[1]).join('\n')}, rest.length + ' more'));
    };
    /** @type {(of: (line: SourceLine) => string) => (cell: HTMLElement, row: number) => void} */
    const put = of => (cell, i) => {
        const {line} = rows[i];
        cell.textContent = line ? of(line) : '';
    };
    const valueOf = (/** @type {import('./types.js').Value} */ value) => value[0] ? withSign(app, value) : '';
    const grid = makeGrid({
        label: 'Lines', kind: 'src',
        columns: [
            {name: 'line', head: 'line', put: (cell, i) => {
                const {line} = rows[i], step = line && hottest ? Math.round(8 * Math.min(1, Math.abs(line.cum[0] / hottest)) ** 0.8) : 0;
                cell.textContent = line ? String(line.line || '?') : '';
                /** @type {HTMLElement} */ (cell.parentElement).style.setProperty('--heat', line && showsDeltas(app) ? `var(--f${(line.cum[0] < 0 ? FILL_LESS : FILL_MORE) + Math.min(3, step >> 1)})` : `var(--heat${step})`);
            }},
            {name: 'flat', head: 'flat', put: put(line => valueOf(line.flat))},
            {name: 'cum', head: 'cum', put: put(line => valueOf(line.cum))},
            {name: 'text', head: 'calls on this line', put: (cell, i) => {
                const {line, gap, file} = rows[i];
                if (line) putLine(cell, line);
                else cell.textContent = gap ? counted(gap, 'line') : visible(file);
            }}
        ],
        look: i => !rows[i].line ? rows[i].gap ? 'gap' : 'file' : rows[i].line?.cum[0] ? 'hot' : '',
        open: i => rows[i].line?.calls[0] && walk(rows[i].line?.calls[0].name),
        copy: list => list.map(i => rows[i].line?.text ?? '').join('\n') + '\n'
    });
    const list = functionList(app, walk), name = h('h2', {}), place = h('p', {class: 'loc'}), facts = h('p', {class: 'r'});
    const embed = h('span', {class: 'for-screen'}, 'These lines are not in this file; ', h('code', {}, '--embed_source'), ' carries those it finds. ');
    const note = h('p', {class: 'note-line'}, embed, h('span', {class: 'of-heat'}, 'Colour: cum of a line, 0 ', h('span', {class: 'heat-scale'}), ' the function\u2019s hottest'), h('span', {class: 'of-change'}, 'Blue: less; orange-red: more than in base; the deepest where cum changed most'));
    const message = h('p', {class: 'none soft'}), main = h('div', {class: 'main'}, message, h('div', {class: 'vh'}, name, place, facts), note, grid.element);
    const element = h('section', {class: 'v-source with-list'}, main, list.element);

    /** @type {(listing: SourceListing) => void} */
    const draw = listing => {
        const files = listing.files, total = listing.total[0], hasText = files.some(file => file.lines.some(line => line.text !== null));
        rows = sourceRows(listing);
        const heated = rows.map((row, i) => ({i, cum: row.line ? Math.abs(row.line.cum[0]) : 0})).filter(row => row.cum);
        const top = heated.reduce((a, b) => b.cum > a.cum ? b : a, {i: -1, cum: 0});
        hottest = top.cum;
        embed.hidden = hasText;
        main.classList.toggle('is-delta', showsDeltas(app));
        grid.setHead('text', hasText ? 'text' : 'calls on this line');
        grid.element.classList.toggle('with-text', hasText);
        name.textContent = name.title = visible(listing.name);
        place.textContent = files.length === 1 ? visible(files[0].file) : counted(files.length, 'file');
        facts.textContent = `flat ${withShare(app, listing.flat, total)}   cum ${withShare(app, listing.cum, total)}   ${counted(heated.length, 'line')} with samples`;
        message.textContent = rows.length ? '' : 'No line of this function is in this selection.';
        grid.element.style.setProperty('--wide', longest(rows.flatMap(({line}) => line ? [valueOf(line.flat), valueOf(line.cum)] : [])));
        grid.element.scrollTop = 0;
        grid.setRows(rows.map((_, i) => i));
        grid.select(top.i, true);
        const line = top.i >= 0 && rows[top.i].line;
        words = line ? `${line.line ? (showsDeltas(app) ? 'changed most: line ' : 'hottest line ') + line.line : 'no line numbers'}: ${withShare(app, line.cum, total)} of total` : '';
    };

    const show = async () => {
        const fn = functionNow(app), request = fn && app.request('source', {function: fn});
        if (!fn) message.textContent = app.summary ? 'No function is in this selection.' : '';
        else if (drawn !== request) {
            /** @type {SourceListing} */
            const listing = await app.json('source', {function: fn});
            if (request !== app.request('source', {function: functionNow(app)})) return;
            draw(listing);
        }
        drawn = request;
        main.classList.toggle('is-empty', !fn);
        if (fn) app.status(words);
    };

    const update = async () => {
        await Promise.all([list.update(), show()]);
    };
    return {name: 'source', title: 'Source', element, isApart: true, update};
};
