// The text reports as the command line prints them.
import {counted, h} from './dom.js';
import {functionNow} from './functions.js';
import {exactly, TEXT_REPORTS} from './state.js';

/** @typedef {import('./types.js').App} App */

const MOST_LINES = 2000;

// Where the line after so many ends, -1 where there are fewer.
/** @type {(bytes: Uint8Array, count: number) => number} */
export const endOfLine = (bytes, count) => {
    let at = -1;
    while (count-- > 0 && (at = bytes.indexOf(10, at + 1)) >= 0);
    return at < 0 || at === bytes.length - 1 ? -1 : at + 1;
};

/** @type {(app: App) => {element: HTMLElement, choice: HTMLElement, update: () => Promise<void>}} */
export const textReports = app => {
    const select = /** @type {HTMLSelectElement} */ (h('select', {onchange: () => app.set({report: select.value})}, ...TEXT_REPORTS.map(name => h('option', {value: name}, name))));
    const choice = h('label', {class: 'of-text'}, 'Report ', select), pre = h('pre', {class: 'mono', tabindex: 0, 'aria-label': 'Text report'});
    const all = h('button', {type: 'button', class: 'button', hidden: true}, 'Show all');
    const element = h('div', {class: 'text of-text'}, pre, all);
    let drawn = '';

    // Those of one function need it; peek and list take an expression.
    /** @type {(view: string) => Record<string, string>} */
    const optionsOf = view => view === 'peek' || view === 'list' ? {pattern: exactly(functionNow(app))} : {};

    const update = async () => {
        const view = select.value = app.state.report, isOfOne = view === 'peek' || view === 'list';
        const request = app.request(view, optionsOf(view));
        if (drawn === request) return;
        all.hidden = true;
        if (isOfOne && !functionNow(app)) {
            pre.textContent = 'No function is in this selection.';
            drawn = '';
            return;
        }
        let bytes;
        try {
            ({bytes} = await app.engine.ask(request));
        } catch (e) {
            if (/** @type {import('./types.js').EngineError} */ (e).kind === 'cancelled') return;
            bytes = new TextEncoder().encode(/** @type {Error} */ (e).message);
        }
        if (app.state.report !== view || request !== app.request(view, optionsOf(view))) return;
        drawn = request;
        const end = endOfLine(bytes, MOST_LINES), decoder = new TextDecoder();
        pre.textContent = decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
        pre.scrollTop = 0;
        all.hidden = end < 0;
        all.textContent = 'Show all, ' + counted(Math.ceil(bytes.length / 1024)) + 'kB';
        all.onclick = () => {
            all.hidden = true;
            pre.textContent = decoder.decode(bytes);
        };
    };
    return {element, choice, update};
};
