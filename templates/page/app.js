// The app of a report: starts, holds the state, asks the engine, shows one view at a time.
import {fill, h, keyed, copyText, listen, listenNoMore} from './dom.js';
import {emptyState, stateOfHash, stateOfLink, stateOfQuery, hashOf, requestOf, withFilter, exactly} from './state.js';
import {applyTheme, onSystemTheme, themeNow} from './theme.js';
import {decodeBoxes} from './boxes.js';
import {isEmpty, nextSide} from './change.js';
import {visible} from './functions.js';
import {makeHeader} from './header.js';
import {makeFilterBar} from './filters.js';
import {makeNotice} from './notice.js';
import {makeRemarks} from './remarks.js';
import {makeSearch} from './search.js';
import {makeSides} from './sides.js';
import {openMenu, closeMenu, listenToLongPresses} from './menu.js';
import {PAGE_KEYS, showHelp} from './help.js';
import {exportItems} from './export.js';
import {listenToKeys} from './keys.js';
import {openEngine, engineForFiles, keepForFiles, serverBase, queued, blockText} from './engine.js';
import {openFile, chooseFile, listenToDrops} from './open_file.js';
import {VIEWS} from './views.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Change} Change */
/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').EngineError} EngineError */
/** @typedef {import('./types.js').ReportHead} ReportHead */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').View} View */

const LONGEST_ADDRESS = 65536, ANSWERS_KEPT = 8, RECURSIONS = ['', 'direct', 'all'];

/** A few answers by their request, so that what was seen is seen again at once. A failure is not kept. @type {<T>(make: (request: string) => Promise<T>, most: number) => (request: string) => Promise<T>} */
const remembered = (make, most) => {
    /** @type {Map<string, Promise<any>>} */
    const kept = new Map();
    return request => {
        const answer = kept.get(request) || make(request);
        kept.delete(request);
        kept.set(request, answer);
        answer.catch(() => kept.get(request) === answer && kept.delete(request));
        if (kept.size > most) kept.delete(/** @type {string} */ (kept.keys().next().value));
        return answer;
    };
};

/** The address; where it cannot be written, the state lives without it. A step of the history is of the file (0: none)
 * that was open then; the page of another one has to be loaded again. @type {(place: string, file: number, changed: (hash: string) => void) => (hash: string, isStep: boolean) => void} */
const makeAddress = (place, file, changed) => {
    let last = location.hash;
    const look = () => {
        if ((history.state?.file || 0) !== file) return location.reload();
        if (location.hash === last) return;
        last = location.hash;
        return changed(last);
    };
    listen('popstate', look);
    listen('hashchange', look);
    return (hash, isStep) => {
        if (hash.length > LONGEST_ADDRESS) return;
        last = hash;
        try {
            if (isStep) history.pushState(file ? {file} : null, '', place + hash);
            else history.replaceState(file ? {file} : null, '', place + hash);
        } catch (e) { /* in a sandbox, or too often */ }
        if (location.hash !== hash) last = location.hash;
    };
};

/** @type {(head: ReportHead, rawEngine: Engine) => void} */
const startApp = (head, rawEngine) => {
    const line = h('div', {class: 'loading', hidden: true}), live = h('div', {class: 'unseen', 'aria-live': 'polite'});
    const cancel = h('button', {type: 'button', class: 'button', hidden: true, onclick: () => stop()}, 'Cancel');
    const queue = queued(rawEngine, line, cancel);
    let isOver = false;
    /** @type {Engine} */
    const engine = {
        cancel: queue.cancel,
        ask: async request => {
            if (isOver) throw Object.assign(new Error('cancelled'), {kind: 'cancelled'});
            const {tab} = app.state, selection = app.request(''), answer = await queue.ask(request);
            remarks.hear(request, selection, tab, answer.notes);
            return answer;
        }
    };
    const answers = remembered(async request => JSON.parse(new TextDecoder().decode((await engine.ask(request)).bytes)), ANSWERS_KEPT);
    const boxesOf = remembered(async request => decodeBoxes((await engine.ask(request)).bytes), 2);
    const boxesAsked = (/** @type {State} */ state) => requestOf({...state, unit: ''}, state.order);
    /** @type {string[]} */
    let unknown = [];
    const isServed = !!serverBase() && !head.isOpened;
    const initial = (isFresh = false) => {
        const told = {...stateOfQuery(head.query), tab: head.tab};
        if (location.hash.length > 1 && !(isFresh && head.isOpened)) return {...stateOfHash(location.hash, unknown = []), fixed: told.fixed};
        return isServed ? stateOfLink(location.pathname, location.search, told, unknown = []) : told;
    };

    /** @type {App} */
    const app = {
        engine, head, state: initial(true), summary: null, found: null,
        set: (patch, isStep = true) => {
            const next = {...app.state, ...patch};
            if (!('window' in patch) && boxesAsked(next) !== boxesAsked(app.state)) next.window = '';
            const hash = hashOf(next);
            if (hash === hashOf(app.state) && next.fn === app.state.fn) return;
            address(hash, isStep);
            unknown = [];
            become(next);
        },
        request: (view, options) => requestOf(app.state, view, options),
        json: (view, options) => answers(app.request(view, options)),
        boxes: () => boxesOf(app.request('boxes', app.state.order ? {order: app.state.order} : {})),
        pick: name => app.set({fn: name}),
        filter: (kind, value) => app.set({filters: withFilter(app.state.filters, kind, value)}),
        announce: text => { live.textContent = live.textContent === text ? text + '\u00a0' : text; },
        copy: async (text, what) => say(await copyText(text) ? what + ' copied' : 'The browser does not let pages copy'),
        menu: (element, x, y, items) => openMenu(element, x, y, items),
        functionMenu: name => [...acts.filter(act => act.isOfFunction).map(act => act.label ? {label: act.label, key: act.key, act: () => act.act(name)} : null)],
        status: text => {
            const [name, ...rest] = visible(text || about).split('\u2002');
            fill(left, h('span', null, name), rest.length > 0 && h('span', null, ['', ...rest].join('\u2002')));
            left.classList.toggle('is-default', !text);
        }
    };

    // What can be done with a function; the keys do it with the selected one. Without a label: a line between groups.
    /** @type {{label: string, key?: string, isOfFunction: boolean, act: (name: string) => void}[]} */
    const acts = [
        {label: 'Focus', key: 'f', isOfFunction: true, act: name => app.filter('focus', exactly(name))},
        {label: 'Ignore its samples', key: 'x', isOfFunction: true, act: name => app.filter('ignore', exactly(name))},
        {label: 'Hide its frames', key: 'h', isOfFunction: true, act: name => app.filter('hide', exactly(name))},
        {label: 'Show from it on', key: 'F', isOfFunction: true, act: name => app.filter('show_from', exactly(name))},
        {label: 'Cut below it', key: 'c', isOfFunction: true, act: name => app.filter('prune_from', exactly(name))},
        {label: '', isOfFunction: true, act: () => {}},
        {label: 'Sandwich', key: 's', isOfFunction: true, act: name => app.set({tab: 'sandwich', fn: name})},
        {label: 'In the table', key: 't', isOfFunction: true, act: name => app.set({tab: 'top', fn: name})},
        {label: 'Callers and callees', key: 'p', isOfFunction: true, act: name => app.set({tab: 'peek', fn: name})},
        {label: 'Source', key: 'o', isOfFunction: true, act: name => app.set({tab: 'source', fn: name})},
        {label: '', isOfFunction: true, act: () => {}},
        {label: 'Copy name', key: 'y', isOfFunction: true, act: name => app.copy(name, 'Name')}
    ];

    // A server's page answers at several addresses; the state is behind one of them.
    const address = makeAddress(isServed ? location.pathname.replace(/[^/]*$/, '') : '', head.isOpened ? Date.now() : 0, () => become(initial()));
    const about = [head.sources, head.version && 'render ' + head.version].filter(Boolean).join(' \u00b7 ');
    const left = h('span', {class: 'left'}), right = h('button', {type: 'button', class: 'plain', onclick: () => help()}, h('kbd', null, '?'), ' keys');
    const views = VIEWS.map(make => make(app));
    const viewNow = () => views.find(view => view.name === app.state.tab) || views[0];

    const say = (/** @type {string} */ text) => {
        app.announce(text);
        app.status(text);
        setTimeout(() => left.textContent === visible(text) && app.status(''), 4000);
    };
    const help = () => showHelp([['Everywhere', head.sides ? [...PAGE_KEYS, ['b', 'change, base, new']] : PAGE_KEYS], ...views.filter(view => view.keys?.length).map(view => /** @type {[string, [string, string][]]} */ ([view.title, view.keys]))]);
    const copyLink = () => app.copy(location.href.split('#')[0] + hashOf(app.state), 'Link');
    const exports = () => exportItems(app, viewNow(), {say, copy: app.copy});
    const step = (/** @type {number} */ delta) => bar.updateFound(viewNow().step?.(delta) || '');

    /** Shows another file in place of this one. */
    const openAnother = async (/** @type {File} */ file, others = 0) => {
        say(`Opening ${visible(file.name)}` + (others ? ', the first of these files' : ''));
        try {
            const opened = await openFile(file, engineForFiles, head.version);
            isOver = true;
            rawEngine.cancel();
            listenNoMore();
            element.remove();
            for (const name of ['profile', 'source']) document.querySelector('#render-' + name)?.remove();
            startApp({...opened.head, home: head.home}, opened.engine);
        } catch (error) {
            notice.file(/** @type {Error} */ (error).message);
        }
    };
    const canOpen = !!serverBase() || !!blockText('render-engine') || head.isOpened;
    const header = makeHeader(app, {link: copyLink, open: canOpen ? () => chooseFile(openAnother) : null, exports, help}), bar = makeFilterBar(app, {step, leave: () => focusView()});
    const tabs = views.map((view, i) => h('button', {type: 'button', role: 'tab', id: 'tab-' + view.name, 'aria-controls': 'panel-' + view.name, 'data-title': view.title, title: `${view.title} (${i + 1})`, onclick: () => app.set({tab: view.name}),
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
            const next = {ArrowRight: i + 1, ArrowLeft: i - 1 + views.length, Home: 0, End: views.length - 1}[event.key];
            if (next === undefined) return;
            event.preventDefault();
            app.set({tab: views[next % views.length].name});
            tabs[next % views.length].focus();
        }}, view.title));
    const panels = views.map(view => h('div', {class: 'panel view-' + view.name, role: 'tabpanel', id: 'panel-' + view.name, 'aria-labelledby': 'tab-' + view.name, tabindex: -1, hidden: true}, !view.isApart && view.element));
    /** What of a view takes the arrows, once it is there. */
    const widgetOf = (/** @type {Element} */ panel) => Array.from(/** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll('[role=grid],[role=treegrid],[role=application]'))).find(one => one.offsetParent);
    const focusView = () => {
        const panel = panels.find(one => !one.hidden);
        (panel && widgetOf(panel) || panel)?.focus({preventScroll: true});
    };
    /** @type {(event: KeyboardEvent) => void} */
    function toWidget(event) {
        const widget = [main, ...panels].includes(/** @type {HTMLElement} */ (event.target)) && /^(Arrow|Page|Home|End)/.test(event.key) && widgetOf(/** @type {Element} */ (event.target));
        if (!widget) return;
        widget.focus({preventScroll: true});
        widget.dispatchEvent(new KeyboardEvent('keydown', event));
        event.preventDefault();
        event.stopPropagation();
    }
    const noticeElement = h('div', {class: 'notice', hidden: true}), main = h('main', {id: 'main', tabindex: -1, onkeydown: toWidget}, noticeElement, panels);
    const notice = makeNotice(app, noticeElement), remarks = makeRemarks(app);
    const sides = makeSides(app);
    main.insertBefore(remarks.element, panels[0]);
    main.insertBefore(sides.element, panels[0]);
    const element = h('div', {id: 'app', class: 'waiting'},
        h('a', {class: 'skip', href: '#main', onclick: (/** @type {Event} */ event) => {
            event.preventDefault();
            focusView();
        }}, 'Skip to the view'),
        h('header', null, header.element, bar.element, h('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Views'}, tabs), line),
        main, h('footer', null, left, cancel, right, live));

    /** The state of the last selection that could be shown; the one that is shown now. @type {Readonly<State>|null} */
    let good = null;
    /** The selection's request, so that one that was overtaken is known. */
    let selection = '';
    let isShown = false;

    const search = makeSearch(app, found => {
        const isOld = !found && !app.found;
        app.found = found;
        if (found?.error) notice.pattern(found.error);
        else notice.clear('pattern');
        if (!isOld && !found?.error) update({shown: false, selection: false, found: true, state: false});
        bar.updateFound(found && !found.error && viewNow().step?.(0) || '');
        if (found && !found.error) app.announce(found.frames ? `${found.value[1]} in ${found.frames} frames of ${found.count} functions` : 'no match');
    });

    const failed = (/** @type {EngineError} */ error, /** @type {string} */ request) => {
        if (request !== app.request('')) return;
        if (error.kind === 'cancelled' && !isStopped) return;
        isStopped = false;
        if (!isShown && !app.summary && error.kind !== 'usage' && !serverBase() && !head.isOpened) {
            element.remove();
            return stayStatic(error);
        }
        const last = good;
        notice.failed(error, last && last !== app.state && isShown ? () => app.set(last) : null, askAgain);
        if (!error.kind) console.error(error);
        reveal();
    };
    const askAgain = () => {
        select();
        update({shown: true, selection: true, found: false, state: true});
    };
    let isStopped = false;
    const stop = () => {
        isStopped = true;
        engine.cancel();
    };

    // Lets the view change; the page appears with its first picture.
    const update = async (/** @type {Change} */ change) => {
        const request = app.request(''), view = viewNow();
        try {
            await view.update(change);
            // What failed was another view, or is there now.
            if (view === viewNow() && good && requestOf(good, '') === request) notice.clear('error');
            reveal();
        } catch (error) {
            failed(/** @type {EngineError} */ (error), request);
        }
    };
    const reveal = () => {
        if (isShown) return;
        isShown = true;
        document.querySelector('#static')?.remove();
        document.querySelector('#render-engine')?.remove();
        element.classList.remove('waiting');
        requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.drawn = String(Math.round(performance.now())); }));
    };

    const select = async () => {
        const state = app.state, request = selection = app.request('');
        try {
            const summary = await app.json('summary');
            if (request !== app.request('')) return;
            app.summary = summary;
            good = state;
            if (isEmpty(summary) && (state.filters.length || app.state.tab !== 'summary')) notice.empty();
            else if (!app.found?.error) notice.clear();
            document.title = visible(summary.title || head.sources);
            header.update();
            bar.update();
            sides.update();
            remarks.update();
            bar.updateFound(viewNow().step?.(0) || '');
            update({shown: false, selection: false, found: false, state: true});
        } catch (error) {
            // The next step asks again.
            if (selection === request) selection = 'failed';
            failed(/** @type {EngineError} */ (error), request);
        }
    };

    const showTab = () => {
        const view = viewNow(), hadFocus = main.contains(document.activeElement);
        document.documentElement.dataset.tab = view.name;
        views.forEach((other, i) => {
            const isOn = other === view;
            tabs[i].setAttribute('aria-selected', String(isOn));
            tabs[i].tabIndex = isOn ? 0 : -1;
            panels[i].hidden = !isOn;
            if (isOn) panels[i].append(other.element);
            else if (other.isApart) other.element.remove();
            if (isOn) tabs[i].scrollIntoView({block: 'nearest', inline: 'nearest'});
        });
        if (hadFocus) focusView();
    };

    const become = (/** @type {State} */ next) => {
        const last = app.state, isNew = requestOf(next, '') !== selection, view = viewNow();
        closeMenu();
        if (isNew) queue.overtake();
        app.state = next;
        remarks.unknown(unknown);
        if (next.theme !== last.theme) applyTheme(next.theme);
        const isShowing = viewNow() !== view;
        if (isShowing) {
            showTab();
            app.status('');
        }
        header.update();
        bar.update();
        sides.update();
        if (isNew) select();
        else if (good && requestOf(good, '') === selection) good = next;
        update({shown: isShowing, selection: isNew, found: false, state: true});
        search.update(next.find === last.find);
    };

    const withPicked = (/** @type {(name: string) => void} */ act) => () => {
        if (!app.state.fn) return say('Select a function first'), undefined;
        act(app.state.fn);
        return undefined;
    };
    const press = (/** @type {string} */ selector) => () => {
        const button = /** @type {HTMLElement|null} */ (element.querySelector(selector));
        if (button?.offsetParent) button.click();
    };
    const toggleKey = (/** @type {Partial<State>} */ patch) => () => app.set(patch);
    /** @type {Record<string, (event: KeyboardEvent) => boolean|void>} */
    const keys = {
        '/': () => { bar.focus(); }, n: () => step(1), N: () => step(-1), '?': help, l: () => { copyLink(); }, u: () => app.set({filters: app.state.filters.slice(0, -1)}),
        r: () => app.set({recursion: RECURSIONS[(RECURSIONS.indexOf(app.state.recursion) + 1) % 3]}), C: () => app.set({granularity: app.state.granularity === 'packages' ? '' : 'packages'}),
        T: () => app.set({theme: themeNow() === 'dark' ? 'light' : 'dark'}, false), e: press('[aria-label=Export]'), m: press('[title="Sample type"]'), M: press('[title=Unit]'), v: press('.add'),
        Escape: () => app.state.find ? app.set({find: ''}, false) : app.state.fn || app.state.picked ? app.set({fn: '', picked: ''}) : false
    };
    if (head.sides) keys.b = () => app.set({side: nextSide(app.state.side)});
    views.forEach((view, i) => { keys[i + 1] = toggleKey({tab: view.name}); });
    for (const act of acts) if (act.key) keys[act.key] = withPicked(act.act);

    applyTheme(app.state.theme);
    // Paper is light.
    const paint = (/** @type {string} */ theme) => {
        applyTheme(theme);
        update({shown: false, selection: false, found: false, state: true});
    };
    onSystemTheme(() => paint(app.state.theme));
    listen('beforeprint', () => themeNow() === 'dark' && paint('light'));
    listen('afterprint', () => paint(app.state.theme));
    document.body.append(element);
    // For whoever drives the page by script.
    Object.assign(window, {renderPage: {app, engine}});
    listenToKeys(keys, viewNow, bar.focus, () => !!document.querySelector('#app dialog[open]'));
    listenToLongPresses();
    if (canOpen) listenToDrops(openAnother);
    if (isServed && location.hash.length < 2 || head.isOpened) address(hashOf(app.state), !!head.isOpened);
    app.status('');
    showTab();
    remarks.unknown(unknown);
    update({shown: true, selection: true, found: false, state: true});
    select();
    search.update(true);
};

/** @type {(text: string) => ReportHead} */
const headOf = text => {
    try {
        return JSON.parse(text);
    } catch (e) {
        throw new Error('its data is damaged');
    }
};

// Where there is no engine the static part stays and says why.
const stayStatic = (/** @type {Error} */ error) => {
    const still = document.querySelector('#static');
    if (still) still.className = 'stays';
    if (why) why.textContent = `This is the static part of the page alone: ${error.message.replace(/\.$/, '')}.`;
};

const why = document.querySelector('#why');
if (why) why.textContent = '';

// The data comes after the script.
const begin = async () => {
    try {
        // What the list of a server has opened.
        const {renderOpened} = /** @type {{renderOpened?: import('./open_file.js').Opened}} */ (/** @type {any} */ (window));
        if (renderOpened) {
            keepForFiles(renderOpened.code);
            return startApp(renderOpened.head, renderOpened.engine);
        }
        const head = headOf(blockText('render-report')), engine = openEngine(head);
        // A worker starts only where the page's thread lets it.
        await new Promise(resolve => setTimeout(resolve));
        startApp(head, engine);
    } catch (error) {
        stayStatic(/** @type {Error} */ (error));
    }
};
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', begin);
else begin();
