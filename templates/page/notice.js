// What stands above or instead of a view: no sample passes, a pattern is wrong, something failed.
import {isEmpty} from './change.js';
import {h, fill} from './dom.js';
import {requestOf, FILTERS} from './state.js';
import {filterName} from './filters.js';
import {explainPattern} from './explain.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').EngineError} EngineError */

const MOST_TRIED = 6;

/** @type {(label: string, act: () => void) => HTMLButtonElement} */
const noticeButton = (label, act) => h('button', {type: 'button', class: 'button', onclick: act}, label);

/** The filter that an error is about: its message names the option. @type {(app: App, message: string) => import('./types.js').Filter|undefined} */
const culpritOf = (app, message) => app.state.filters.find(filter => new RegExp(`(^|\\W)${filter.kind}\\b`).test(message)) || (app.state.filters.length === 1 ? app.state.filters[0] : undefined);

/** @type {(app: App, element: HTMLElement) => {clear: (prefix?: string) => void, empty: () => void, failed: (error: EngineError, goBack: (() => void)|null, retry: () => void) => void, file: (message: string) => void, pattern: (message: string) => void}} */
export const makeNotice = (app, element) => {
    let shown = '';
    const show = (/** @type {string} */ key, /** @type {string} */ mode, /** @type {import('./dom.js').Child[]} */ ...children) => {
        shown = key;
        fill(element, ...children);
        element.hidden = false;
        const main = /** @type {HTMLElement} */ (element.parentElement);
        main.dataset.notice = mode;
        if (mode !== 'stale' && mode !== 'aside' && main.contains(document.activeElement)) main.focus();
    };
    const clear = (prefix = '') => {
        if (!shown || !shown.startsWith(prefix)) return;
        shown = '';
        element.hidden = true;
        fill(element);
        delete /** @type {HTMLElement} */ (element.parentElement).dataset.notice;
    };
    const without = (/** @type {import('./types.js').Filter} */ filter) => ({...app.state, filters: app.state.filters.filter(other => other !== filter)});

    const empty = async () => {
        const key = app.request('empty'), {filters} = app.state;
        if (shown === key) return;
        if (!filters.length) return show(key, 'empty', h('h2', null, 'This profile has no samples.'), h('p', {class: 'soft'}, app.summary && app.summary.types.length > 1 ? 'Another sample type may have values: choose it in the header.' : 'Nothing was measured, or all of it was dropped when it was written.'));
        const gain = h('p', {class: 'soft'}, 'Remove a chip above.'), buttons = h('div', {class: 'buttons'});
        show(key, 'empty', h('h2', null, 'No sample passes these filters.'), gain, buttons);
        const remove = (/** @type {import('./types.js').Filter} */ filter) => noticeButton('Remove ' + filterName(filter), () => app.set({filters: without(filter).filters}));
        fill(buttons, filters.map(remove), filters.length > 1 && noticeButton('Remove all', () => app.set({filters: []})));
        app.announce('No sample passes these filters.');
        /** @type {string[]} */
        const gains = [];
        for (const filter of filters.slice(-MOST_TRIED)) {
            const answer = await app.engine.ask(requestOf(without(filter), 'summary')).catch(() => null);
            if (shown !== key) return;
            const summary = answer && JSON.parse(new TextDecoder().decode(answer.bytes));
            if (summary && !isEmpty(summary)) gains.push(`Without \u201c${filterName(filter)}\u201d it would be ${summary.selected[1]}.`);
        }
        fill(gain, gains.length ? gains.join(' ') : 'No single one is to blame.', ' Remove a chip above.');
    };

    const failed = (/** @type {EngineError} */ error, /** @type {(() => void)|null} */ goBack, /** @type {() => void} */ retry) => {
        const filter = culpritOf(app, error.message), explained = explainPattern(error.message, filter?.value || '');
        const isPattern = !!filter && explained.title !== error.message;
        const title = error.kind === 'cancelled' ? 'Cancelled.' : isPattern ? `${explained.title}` : sentence(error.message);
        const below = goBack ? ' Below is the last good view.' : '';
        show('error ' + title, goBack ? 'stale' : 'error', h('h2', {class: 'bad'}, isPattern && `${FILTERS[/** @type {any} */ (filter).kind]}: `, title),
            h('p', {class: 'soft'}, isPattern ? `${explained.help}${explained.help && '.'}` : error.kind === 'limit' ? 'A narrower filter asks for less.' : error.isLost ? 'Once it runs again at this address, try again.' : '', below),
            h('div', {class: 'buttons'}, error.isLost && noticeButton('Try again', retry), !error.isLost && filter && noticeButton('Remove ' + filterName(filter), () => app.set({filters: without(filter).filters})), goBack && noticeButton('Back to the last good view', goBack)));
        app.announce(title);
    };

    const pattern = (/** @type {string} */ message) => {
        const {title, help} = explainPattern(message, app.state.find);
        show('pattern ' + title, 'stale', h('h2', {class: 'bad'}, title.endsWith('.') ? title : title + '.'), h('p', {class: 'soft'}, help && `${help}, or turn off `, !help && 'Turn off ', h('code', null, '.*'), ' to search for the text itself. Below is the last good view.'));
        app.announce(title);
    };
    const file = (/** @type {string} */ message) => {
        // It begins with the name of the file.
        const title = message + '.';
        show('file ' + title, 'aside', h('h2', {class: 'bad'}, title), h('p', {class: 'soft'}, 'What was shown is shown still.'), h('div', {class: 'buttons'}, noticeButton('Dismiss', () => clear('file'))));
        app.announce(title);
    };
    return {clear, empty, failed, file, pattern};
};

const sentence = (/** @type {string} */ text) => text && text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
