// The filter bar: search, chips, and the sum of what is left.
import {h, fill, icon, iconButton, keyed, counted} from './dom.js';
import {menuButton} from './menu.js';
import {shareText} from './change.js';
import {showsDeltas, visible, withSign} from './functions.js';
import {FILTERS, isSwitch, withFilter} from './state.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Filter} Filter */
/** @typedef {{key: string, kind: string, value: string, filter: Filter|null, remove: () => void}} Chip */

const GROUPS = /** @type {Record<string, string>} */ ({files: 'file', packages: 'package', lines: 'line', filefunctions: 'function and file', addresses: 'address'});

/** @type {Record<string, string>} */
const HINTS = {tagfocus: 'key=regex, or 1kb:2mb', tagignore: 'key=regex, or 1kb:2mb', tagroot: 'key,key', tagleaf: 'key,key', divide_by: 'number', trim_path: '/path:/path',
    source_path: '/path:/path'};

/** What a filter is called, as its chip says it. */
export const filterName = (/** @type {Filter} */ filter) => visible(FILTERS[filter.kind] + ' ' + filter.value).trim();

/** @type {(app: App) => Chip[]} */
const chipsOf = app => {
    const {state} = app, chips = state.filters.map(filter => ({key: filter.kind + '=' + filter.value, kind: FILTERS[filter.kind], value: filter.value, filter: /** @type {Filter|null} */ (filter),
        remove: () => app.set({filters: state.filters.filter(other => other !== filter)})}));
    if (state.granularity) chips.push({key: ' group', kind: 'group by', value: GROUPS[state.granularity] || state.granularity, filter: null, remove: () => app.set({granularity: ''})});
    if (state.recursion) chips.push({key: ' recursion', kind: 'fold recursion', value: state.recursion === 'all' ? 'all' : 'direct', filter: null, remove: () => app.set({recursion: ''})});
    return chips;
};

/** @type {(app: App, edit: (kind: string, filter?: Filter) => void) => import('./types.js').MenuItem[]} */
const filterItems = (app, edit) => {
    const kinds = ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from', '', 'tagfocus', 'tagignore', 'tagroot', ''];
    return [...kinds.map(kind => kind ? {label: FILTERS[kind] + '\u2026', act: () => edit(kind)} : null),
        {label: 'no inlined functions', act: () => app.filter('noinlines', '')},
        {label: 'fold direct recursion', act: () => app.set({recursion: 'direct'}), key: 'r'},
        {label: 'fold all recursion', act: () => app.set({recursion: 'all'})},
        {label: 'group by package', act: () => app.set({granularity: 'packages'}), key: 'C'},
        {label: 'group by file', act: () => app.set({granularity: 'files'})},
        {label: 'shares of what is left', act: () => app.filter('relative_percentages', '')}];
};

/** @type {(app: App, acts: {step: (delta: number) => void, leave: () => void}) => {element: HTMLElement, update: () => void, updateFound: (place: string) => void, focus: () => boolean}} */
export const makeFilterBar = (app, acts) => {
    const input = h('input', {type: 'text', placeholder: 'Search functions', 'aria-label': 'Search functions', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', enterkeyhint: 'search',
        oninput: () => app.set({find: input.value}, false), onkeydown: (/** @type {KeyboardEvent} */ event) => {
            if (event.key === 'Enter') acts.step(event.shiftKey ? -1 : 1);
            else if (event.key === 'Escape') app.set({find: ''}, false);
            else return;
            if (event.key === 'Escape' || event.key === 'Enter' && !event.isComposing) event.preventDefault();
            event.stopPropagation();
            if (event.key === 'Escape' && !input.value) acts.leave();
        }});
    const toggle = (/** @type {string} */ label, /** @type {string} */ title, /** @type {'isCase'|'isRegex'} */ field) =>
        h('button', {type: 'button', class: 'toggle', title, 'aria-label': title, 'aria-pressed': 'false', onclick: () => app.set({[field]: !app.state[field]}, false)}, label);
    const cased = toggle('Aa', 'Match case', 'isCase'), expression = toggle('.*', 'Regular expression', 'isRegex');
    const MATCHES = [['', 'Names'], ['file', 'Files'], ['package', 'Packages']];
    const matchName = h('span'), match = menuButton({class: 'toggle', title: 'What is searched'}, 'What is searched', () =>
        MATCHES.map(([value, label]) => ({label, isOn: app.state.match === value, act: () => app.set({match: value}, false)})), h('span', {class: 'unseen'}, 'What is searched: '), matchName);
    const box = h('div', {class: 'find'}, icon('search'), input, match, cased, expression, h('kbd', {'aria-hidden': 'true'}, '/'));
    const text = h('span', {class: 'found'}), steps = h('span', {class: 'steps'}, iconButton('Previous match', 'prev', () => acts.step(-1)), iconButton('Next match', 'next', () => acts.step(1)));
    const chips = h('div', {class: 'chips', role: 'list', 'aria-label': 'Filters'}), place = h('span'), sum = h('span', {class: 'sum'});
    const add = menuButton({class: 'add', 'aria-label': 'Add filter', title: 'Add filter'}, 'Add filter', () => filterItems(app, edit), icon('add'), 'Filter');

    // A field for a filter's value where its chip will be.
    const edit = (/** @type {string} */ kind, /** @type {Filter|undefined} */ old = undefined) => {
        const field = h('input', {type: 'text', 'aria-label': FILTERS[kind], placeholder: HINTS[kind] || 'regular expression', spellcheck: 'false', autocapitalize: 'off', size: 24, onkeydown: (/** @type {KeyboardEvent} */ event) => {
            event.stopPropagation();
            if (event.key !== 'Escape') return;
            done();
            add.focus();
        }, onblur: () => done()});
        const done = () => {
            if (!place.firstChild) return;
            fill(place);
            add.hidden = false;
        };
        fill(place, h('form', {class: 'chip', onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            const value = field.value, filters = app.state.filters.filter(filter => filter !== old);
            done();
            add.focus();
            app.set({filters: value ? withFilter(filters, kind, value) : filters});
        }}, h('span', {class: 'kind'}, FILTERS[kind]), field));
        add.hidden = true;
        if (old) field.value = old.value;
        field.focus();
    };

    const element = h('div', {class: 'bar', role: 'search'}, box, text, steps, chips, place, add, sum);
    const makeChip = (/** @type {Chip} */ chip) => h('span', {class: 'chip', role: 'listitem'},
        h('button', {type: 'button', class: 'edit', title: visible(chip.value), disabled: !chip.filter || isSwitch(chip.filter.kind), onclick: () => chip.filter && edit(chip.filter.kind, chip.filter)},
            h('span', {class: 'kind'}, chip.kind), chip.value && h('span', {class: 'value'}, visible(chip.value))),
        h('button', {type: 'button', class: 'remove', 'aria-label': visible(`Remove filter ${chip.kind} ${chip.value}`), onclick: () => chipsOf(app).find(one => one.key === chip.key)?.remove()}, icon('close')));
    const update = () => {
        const {state, summary} = app;
        if (input.value !== state.find) input.value = state.find;
        cased.setAttribute('aria-pressed', String(state.isCase));
        expression.setAttribute('aria-pressed', String(state.isRegex));
        matchName.textContent = {file: 'file', package: 'pkg'}[state.match] || 'name';
        const hadFocus = chips.contains(document.activeElement);
        keyed(chips, chipsOf(app), chip => chip.key, makeChip);
        if (hadFocus && !chips.contains(document.activeElement)) /** @type {HTMLElement} */ (chips.querySelector('.chip:last-child .remove') || add).focus();
        chips.hidden = !chips.firstChild;
        if (!summary) return fill(sum);
        if (summary.comparison && state.side) return fill(sum, h('b', null, summary.comparison.total[/** @type {'base'|'new'} */ (state.side)][1]), ' in ' + state.side);
        if (summary.comparison) return fill(sum, h('b', null, summary.comparison.total.delta[1]), ` of ${summary.total[1]} in base`, summary.comparison.total.share && ', ' + summary.comparison.total.share);
        const isAll = summary.selected[0] === summary.total[0];
        fill(sum, h('b', null, visible(summary.selected[1])), isAll ? ' total' : visible(` of ${summary.total[1]}`), !isAll && summary.selected[0] !== 0 && `, ${shareOf(summary.selected[0], summary.total[0])}`);
    };
    const updateFound = (/** @type {string} */ where) => {
        const found = app.found, isBad = !!found?.error;
        box.classList.toggle('bad', isBad);
        input.setAttribute('aria-invalid', String(isBad));
        text.hidden = steps.hidden = !found || isBad;
        if (!found || isBad) return;
        steps.hidden = !found.frames;
        const total = app.summary?.total[0] || 0;
        const value = found.sides && app.state.side ? found.sides[app.state.side === 'base' ? 0 : 1] : found.value;
        fill(text, found.frames ? [h('b', null, `${withSign(app, value)}, ${(showsDeltas(app) ? shareText : shareOf)(value[0], total)}`), ` of total in ${counted(found.frames, 'frame')} of ${counted(found.count, 'function')}`, / of /.test(where) && `, ${where}`] : 'no match');
    };
    update();
    updateFound('');
    return {element, update, updateFound, focus: () => {
        const isThere = document.activeElement === input;
        input.focus();
        input.select();
        return !isThere;
    }};
};

/** @type {(value: number, total: number) => string} */
const shareOf = (value, total) => {
    const percent = total ? 100 * value / total : 0;
    return percent && Math.abs(percent) < 0.05 ? '<0.1%' : `${percent.toFixed(1).replace('.0', '').replace('-', '\u2212')}%`;
};
