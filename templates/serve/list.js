// The list of a folder's profiles: open one, compare two; new ones appear by themselves.
import {counted, fill, h, icon, iconButton, listen, listenNoMore, mark, setAttribute} from '../page/dom.js';
import {enginePort} from '../page/engine_core.js';
import {isNarrow, visible} from '../page/functions.js';
import {openMenu} from '../page/menu.js';
import {valueText} from '../page/numbers.js';
import {chooseFile, listenToDrops, openFile} from '../page/open_file.js';
import {applyTheme} from '../page/theme.js';
import {unpackApp} from '../page/unpack.js';
import {changeText, errorText, groupsOf, linesOf, shareOf, sidesOf, totalText, unlike, whenTexts} from './groups.js';
import {poll} from './poll.js';
import {makeRows} from './rows.js';
import {sparkline} from './spark.js';

/** @typedef {import('./types.js').Listed} Listed */
/** @typedef {import('./types.js').Listing} Listing */
/** @typedef {import('./types.js').Line} Line */

const HEAD_HIGH = 56, ROW_HIGH = 28, NARROW_ROW_HIGH = 52, PAGE_LINES = 20;
const KEYS = [['\u2191 \u2193', 'go through the list'], ['Enter', 'open'], ['Space', 'pick for a comparison'], ['d', 'compare the two'], ['s', 'swap base and new'], ['\u2190 \u2192', 'close, open a group'], ['/', 'filter'], ['o', 'open a file of this machine'], ['T', 'light or dark'], ['Esc', 'drop what was picked, then the filter']];

// ---------------------------------------------------------------- what there is

/** @type {Listing} */
let listing = {folder: '', profiles: []};
let isKnown = false;
/** @type {import('./types.js').Picks} */
let picks = {picked: [], isSwapped: false};
/** @type {Set<string>} */
const closed = new Set();
/** @type {Set<string>} */
let fresh = new Set();
const here = new URLSearchParams(location.hash.slice(1));
let filter = here.get('q') || '', theme = here.get('theme') || '';
const ending = new AbortController();

const addressOf = (/** @type {string} */ path) => path + (theme ? '#theme=' + theme : '');
const openAddress = (/** @type {Listed} */ file) => addressOf(`/p/${encodeURIComponent(file.id)}/ui/`);
const compareAddress = () => {
    const [base, other] = sidesOf(picks);
    return addressOf(`/d/${encodeURIComponent(base.id)}-${encodeURIComponent(other.id)}/ui/`);
};
const remember = () => {
    const hash = [filter && 'q=' + encodeURIComponent(filter), theme && 'theme=' + theme].filter(Boolean).join('&');
    history.replaceState(null, '', hash ? '#' + hash : location.pathname);
};

// ---------------------------------------------------------------- lines

/** Elements of a row are made once and say something else later. @type {WeakMap<HTMLElement, (line: Line, isAt: boolean) => void>} */
const updates = new WeakMap();

const makeHead = () => {
    const name = h('span', {class: 'kind'}), service = h('span', {class: 'service'}), type = h('span', {class: 'type'}), facts = h('span', {class: 'of-group'}), last = h('span', {class: 'last'}), place = h('span', {class: 'place'});
    const row = h('div', {class: 'line group', role: 'row'}, h('div', {class: 'cell', role: 'gridcell', 'aria-colspan': 6}, icon('next'), h('h2', null, service, name, type), place, last, facts));
    /** @type {import('./types.js').Group|null} */
    let drawn = null;
    updates.set(row, ({group}, isAt) => {
        const isOpen = !closed.has(group.key), newest = group.files.find(file => file.total !== null);
        row.className = 'line group' + (isAt ? ' at' : '') + (isOpen ? '' : ' is-closed');
        row.setAttribute('aria-expanded', String(isOpen));
        name.textContent = visible(group.kind || 'other');
        service.textContent = visible(group.service);
        type.textContent = newest && newest.type !== group.kind ? visible(newest.type) : '';
        facts.textContent = counted(group.files.length, 'profile');
        last.textContent = newest ? totalText(newest) : '';
        if (drawn !== group) fill(place, sparkline(drawn = group));
    });
    row.addEventListener('click', () => drawn && toggleGroup(drawn.key));
    return row;
};

const makeFile = (/** @type {Line} */ {key}) => {
    const day = h('span', {class: 'day'}), time = h('span'), link = h('a', {class: 'name', tabindex: -1}), total = h('span', {class: 'value'}), bar = h('i'), change = h('span'), size = h('span');
    const pick = h('button', {type: 'button', class: 'pick', tabindex: -1, onclick: () => {
        rows.select(key, false);
        togglePick(key);
    }});
    const row = h('div', {class: 'line file', role: 'row'},
        h('div', {class: 'c-pick', role: 'gridcell'}, pick), h('div', {class: 'c-when', role: 'gridcell'}, day, time), h('div', {class: 'c-name', role: 'gridcell'}, link),
        h('div', {class: 'c-total', role: 'gridcell'}, h('span', {class: 'bar-of', 'aria-hidden': 'true'}, bar), total), h('div', {class: 'c-change', role: 'gridcell'}, change), h('div', {class: 'c-size', role: 'gridcell'}, size));
    updates.set(row, (line, isAt) => {
        const file = /** @type {Listed} */ (line.file), side = sideName(file);
        row.className = 'line file' + (isAt ? ' at' : '') + (side ? ' on' : '') + (fresh.has(file.id) ? ' fresh' : '') + (file.error ? ' failed' : '');
        row.setAttribute('aria-selected', String(!!side));
        [day.textContent, time.textContent] = whenTexts(file.time_ms);
        link.textContent = link.title = visible(file.name);
        setAttribute(link, 'href', openAddress(file));
        total.textContent = file.error ? visible(errorText(file)) : file.total === null ? '\u2026' : totalText(file);
        total.title = file.error ? visible(file.error) : '';
        bar.style.width = file.total ? Math.max(1, 100 * shareOf(line.group, file)) + '%' : '0';
        change.textContent = changeText(line);
        size.textContent = valueText(file.size, 'bytes');
        pick.textContent = side;
        setAttribute(pick, 'aria-pressed', String(!!side));
        setAttribute(pick, 'aria-label', `Compare ${visible(file.name)}`);
        pick.title = side ? 'Picked as ' + side : 'Pick for a comparison (Space)';
    });
    return row;
};

/** What a file is of the comparison; '' nothing. @type {(file: Listed) => string} */
const sideName = file => !picks.picked.includes(file) ? '' : picks.picked.length < 2 ? 'picked' : sidesOf(picks)[0] === file ? 'base' : 'new';

const rows = makeRows('Profiles', {
    heightOf: line => line.file ? isNarrow() ? NARROW_ROW_HIGH : ROW_HIGH : HEAD_HIGH,
    make: line => line.file ? makeFile(line) : makeHead(),
    update: (row, line, isAt) => updates.get(row)?.(line, isAt)
});

// ---------------------------------------------------------------- the page around them

const live = h('div', {class: 'unseen', 'aria-live': 'polite'});
const announce = (/** @type {string} */ text) => { live.textContent = live.textContent === text ? text + '\u00a0' : text; };

const title = h('h1'), facts = h('span', {class: 'facts'});
const input = h('input', {type: 'search', placeholder: 'Filter by name, service, kind', 'aria-label': 'Filter', spellcheck: 'false', autocomplete: 'off', value: filter, oninput: () => setFilter(input.value),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return;
        if (event.key === 'Escape') setFilter('');
        rows.element.focus();
        event.preventDefault();
        event.stopPropagation();
    }});
const found = h('span', {class: 'found'}), tray = h('div', {class: 'tray', role: 'group', 'aria-label': 'Comparison'});
const notice = h('div', {class: 'notice', role: 'alert', hidden: true}), nothing = h('div', {class: 'nothing', hidden: true});
const themeMenu = (/** @type {MouseEvent} */ event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget), box = button.getBoundingClientRect();
    openMenu(button, box.right, box.bottom + 4, [['', 'System'], ['light', 'Light'], ['dark', 'Dark']].map(([name, label]) => ({label, isOn: theme === name, act: () => setTheme(name)})), 'Theme', true);
};
const help = h('dialog', {class: 'help', 'aria-label': 'Keys'}, h('div', {class: 'help-body'}, h('div', {class: 'help-head'}, h('h2', null, 'Keys'), iconButton('Close', 'close', () => help.close())),
    h('dl', null, KEYS.map(([key, what]) => h('div', null, h('dt', null, h('kbd', null, key)), h('dd', null, what)))),
    h('p', {class: 'soft'}, 'A profile can be dropped anywhere: it is opened in this browser and goes nowhere.')));
const showHelp = () => help.showModal();
const open = h('button', {type: 'button', class: 'button', onclick: () => chooseFile(openDropped)}, icon('open'), 'Open a file');
const bar = h('div', {class: 'bar', hidden: true}, h('div', {class: 'find'}, icon('search'), input, h('kbd', null, '/')), found, tray);
const page = h('div', {id: 'list'},
    h('header', null, h('div', {class: 'head'}, mark(), title, facts, open, iconButton('Theme', 'theme', themeMenu, {'aria-haspopup': 'menu'}), iconButton('Keys and help', 'help', showHelp)),
        bar),
    h('main', null, notice, nothing, rows.element), live, help);

const say = (/** @type {string} */ kind, /** @type {string} */ text, /** @type {HTMLElement|null} */ button = null) => {
    if (notice.dataset.kind === kind && notice.dataset.text === text) return;
    Object.assign(notice.dataset, {kind, text});
    notice.hidden = false;
    fill(notice, h('p', {class: 'bad'}, kind === 'file' ? text : text[0].toUpperCase() + text.slice(1), '.'), button);
};
const unsay = (/** @type {string} */ kind) => {
    if (notice.dataset.kind !== kind) return;
    delete notice.dataset.kind;
    notice.hidden = true;
};

/** Where there is no line: why, and what to do. */
const showNothing = () => {
    const isEmpty = !listing.profiles.length;
    nothing.hidden = !isKnown;
    if (isEmpty) fill(nothing, h('h2', null, 'No profile is in this folder yet.'), h('p', {class: 'soft'}, 'What is written here appears by itself, as with:'), h('p', null, h('code', null, 'render capture localhost:6060 all -o ' + (visible(listing.folder) || 'FOLDER'))), h('p', {class: 'soft'}, 'Or drop a file on this page: it is opened in this browser and goes nowhere.'));
    else fill(nothing, h('h2', null, 'No profile passes this filter.'), h('p', {class: 'soft'}, 'Each word has to be in the name, the service or the kind.'), h('button', {type: 'button', class: 'button', onclick: () => setFilter('')}, 'Clear the filter'));
};

const trayButton = (/** @type {string} */ label, /** @type {() => void} */ act, /** @type {string} */ key, more = {}) => h('button', {type: 'button', class: 'button', onclick: act, ...more}, label, h('kbd', null, key));
const sideLabel = (/** @type {Listed} */ file, /** @type {string} */ name) => h('span', {class: 'side'}, h('span', {class: 'tag'}, name), h('span', {class: 'side-name', title: visible(file.name)}, visible(file.name.replace(/.*\//s, ''))));
const showTray = () => {
    const wrong = unlike(picks), [base, other] = sidesOf(picks);
    tray.hidden = !base;
    if (!base) return fill(tray);
    if (!other) return fill(tray, sideLabel(base, 'picked'), h('span', {class: 'soft'}, 'Pick another one to compare'), iconButton('Drop', 'close', () => dropPicks()));
    return fill(tray, sideLabel(base, 'base'), h('span', {class: 'arrow', 'aria-label': 'to'}, '\u2192'), sideLabel(other, 'new'), wrong ? h('span', {class: 'bad'}, wrong) : [trayButton('Swap', swap, 's'), trayButton('Compare', compare, 'd', {class: 'button is-main'})], iconButton('Drop', 'close', () => dropPicks()));
};

/** All of it again, of what is known now. */
const show = () => {
    const groups = groupsOf(listing.profiles, filter), count = groups.reduce((sum, group) => sum + group.files.length, 0);
    const newest = listing.profiles.reduce((most, file) => Math.max(most, file.time_ms), 0), size = listing.profiles.reduce((sum, file) => sum + file.size, 0);
    document.title = title.textContent = visible(listing.folder || 'Profiles');
    facts.textContent = !listing.profiles.length ? '' : [counted(listing.profiles.length, 'profile'), valueText(size, 'bytes'), newest && 'newest ' + whenTexts(newest).join(' ')].filter(Boolean).join(' \u00b7 ');
    found.textContent = filter ? `${counted(count)} of ${counted(listing.profiles.length)}` : '';
    rows.element.hidden = !count;
    bar.hidden = !listing.profiles.length;
    rows.set(linesOf(groups, closed));
    nothing.hidden = true;
    if (!count) showNothing();
    showTray();
};

// ---------------------------------------------------------------- what can be done

/** @type {(text: string) => void} */
function setFilter(text) {
    filter = text;
    if (input.value !== text) input.value = text;
    rows.element.scrollTop = 0;
    remember();
    show();
    announce(found.textContent || '');
}
const setTheme = (/** @type {string} */ name) => {
    theme = name;
    applyTheme(theme);
    remember();
    rows.paint();
};
const fileOf = (/** @type {string} */ id) => listing.profiles.find(file => file.id === id);
/** @type {(id: string) => void} */
function togglePick(id) {
    const file = fileOf(id);
    if (!file) return;
    const {picked} = picks;
    picks = picked.includes(file) ? {picked: picked.filter(other => other !== file), isSwapped: false} : {picked: [...picked.slice(-1), file], isSwapped: false};
    showTray();
    rows.paint();
    announce(`${visible(file.name)}: ${sideName(file) || 'not picked'}`);
}
const dropPicks = () => {
    picks = {picked: [], isSwapped: false};
    showTray();
    rows.paint();
};
const swap = () => {
    if (picks.picked.length < 2) return;
    picks = {...picks, isSwapped: !picks.isSwapped};
    showTray();
    rows.paint();
};
const compare = () => {
    if (picks.picked.length < 2) return announce('Pick two profiles first');
    if (unlike(picks)) return announce(unlike(picks));
    return location.assign(compareAddress());
};
/** @type {(key: string, isOpen?: boolean) => void} */
function toggleGroup(key, isOpen = closed.has(key)) {
    if (isOpen) closed.delete(key);
    else closed.add(key);
    rows.select('group ' + key, false);
    rows.set(linesOf(groupsOf(listing.profiles, filter), closed));
}

/** The app takes the place of the list. @type {(file: File, others?: number) => Promise<void>} */
async function openDropped(file, others = 0) {
    unsay('file');
    announce(`Opening ${visible(file.name)}` + (others ? ', the first of these files' : ''));
    const assets = (/** @type {string} */ name) => fetch('/assets/' + name).then(response => {
        if (!response.ok) throw new Error('this render was built without the engine that opens files in pages');
        return response;
    });
    try {
        const opened = await openFile(file, async () => new Uint8Array(await (await assets('engine')).arrayBuffer()), '');
        const app = await (await assets('app')).text();
        ending.abort();
        listenNoMore();
        page.remove();
        document.querySelector('#list-style')?.remove();
        Object.assign(window, {renderOpened: {...opened, head: {...opened.head, home: '/'}}});
        await unpackApp(app);
    } catch (error) {
        const text = error instanceof TypeError ? 'the server does not answer: render serve has ended, or the connection is lost' : /** @type {Error} */ (error).message;
        say('file', text, h('button', {type: 'button', class: 'button', onclick: () => unsay('file')}, 'Dismiss'));
    }
}

const atFile = () => rows.now()?.file;
/** @type {Record<string, () => void>} */
const keys = {
    ArrowDown: () => rows.go(1), ArrowUp: () => rows.go(-1), PageDown: () => rows.go(PAGE_LINES), PageUp: () => rows.go(-PAGE_LINES), Home: () => rows.go(-Infinity), End: () => rows.go(1e9),
    ArrowLeft: () => { const line = rows.now(); if (line) toggleGroup(line.group.key, false); }, ArrowRight: () => { const line = rows.now(); if (line) toggleGroup(line.group.key, true); },
    Enter: () => {
        const line = rows.now();
        if (line?.file) location.assign(openAddress(line.file));
        else if (line) toggleGroup(line.group.key);
    },
    ' ': () => { const file = atFile(); if (file) togglePick(file.id); },
    d: compare, D: compare, s: swap, o: () => chooseFile(openDropped), '?': showHelp, T: () => setTheme((theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark'),
    '/': () => input.focus(), Escape: () => picks.picked.length ? dropPicks() : filter ? setFilter('') : undefined
};
listen('keydown', (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target), isElsewhere = target.closest('input,button,a,.menu,dialog');
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.open || target.matches('input')) return;
    if (isElsewhere && (event.key === 'Enter' || event.key === ' ') || !Object.hasOwn(keys, event.key)) return;
    if (/^(Arrow|Page|Home|End)/.test(event.key)) rows.element.focus({preventScroll: true});
    keys[event.key]();
    event.preventDefault();
}, false, document);

// ---------------------------------------------------------------- start

// The app, where it takes over, finds this as load.js leaves it.
Object.assign(window, {engineStart: {enginePort, early: null, hasParts: false, hasFailed: false}});
applyTheme(theme);
document.body.append(page);
listenToDrops(openDropped);

const askNow = poll(next => {
    unsay('lost');
    if (!next) return;
    const known = new Set(listing.profiles.map(file => file.id)), added = next.profiles.filter(file => !known.has(file.id));
    fresh = new Set(isKnown ? added.map(file => file.id) : []);
    if (fresh.size) announce(counted(fresh.size, 'new profile'));
    const isFirst = !isKnown;
    isKnown = true;
    listing = next;
    picks = {...picks, picked: picks.picked.map(file => fileOf(file.id)).filter(file => file !== undefined)};
    show();
    if (isFirst) rows.go(1);
}, message => say('lost', message, h('button', {type: 'button', class: 'button', onclick: () => askNow()}, 'Try again')), ending.signal);
rows.element.focus();
