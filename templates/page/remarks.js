// What the engine noted on the way to what is shown, and what of the address nobody knows: a quiet line above the view.
import {fill, h, iconButton} from './dom.js';
import {visible} from './functions.js';

/** @typedef {import('./types.js').App} App */

const SELECTIONS_HEARD = 16, MOST_UNKNOWN = 5, MOST_NAME = 40;

/** How sentences that say the same are alike. */
const coreOf = (/** @type {string} */ text) => text.toLowerCase().replace(/[.?]$/, '');

/**
 * `hear` takes the notes of an answer and the selection and tab in which it was asked for, `unknown` the names in an address that say nothing here, `update` looks at what the state is now.
 * @type {(app: App) => {element: HTMLElement, hear: (request: string, selection: string, tab: string, notes: string) => void, unknown: (names: string[]) => void, update: () => void}}
 */
export const makeRemarks = app => {
    const words = h('span', null), element = h('div', {class: 'remarks', role: 'status', hidden: true}, words, iconButton('Dismiss', 'close', () => {
        for (const text of shown) dismissed.add(text);
        update();
    }));
    /** Of each selection: the notes, and the tab that they are about, '' for all. @type {Map<string, Map<string, string>>} */
    const heard = new Map();
    /** @type {Set<string>} */
    const dismissed = new Set();
    /** @type {string[]} */
    let shown = [];
    let address = '';

    const update = () => {
        const notes = heard.get(app.request('')), said = new Set((app.summary?.notes || []).map(note => coreOf(note.text))), tab = app.state.tab;
        // What comes again after it was gone is new.
        if (notes) for (const text of dismissed) if (!notes.has(text) && text !== address) dismissed.delete(text);
        const now = [address, ...Array.from(notes || []).filter(([text, of]) => (!of || of === tab) && !said.has(coreOf(text))).map(([text]) => text)].filter(text => text && !dismissed.has(text));
        if (now.join('\n') === shown.join('\n')) return;
        shown = now;
        fill(words, visible(shown.join(' \u00b7 ')));
        element.hidden = !shown.length;
    };

    return {
        element, update,
        hear: (request, selection, tab, notes) => {
            const [view] = request.split('?', 1), asked = request.slice(view.length);
            // Another selection is asked for where it would be better to be.
            if (asked !== selection && !asked.startsWith(selection + (selection ? '&' : '?'))) return;
            const all = heard.get(selection) || new Map(), lines = notes.split('\n').map(line => line.replace(/^note: /, '')).filter(Boolean);
            for (const text of lines) if (view === 'summary' || !all.has(text)) all.set(text, view === 'summary' ? '' : tab);
            heard.delete(selection);
            heard.set(selection, all);
            if (heard.size > SELECTIONS_HEARD) heard.delete(/** @type {string} */ (heard.keys().next().value));
            update();
        },
        unknown: names => {
            const some = names.slice(0, MOST_UNKNOWN).map(name => name.slice(0, MOST_NAME));
            address = some.length ? `The link says what this page does not know: ${some.join(', ')}${names.length > some.length ? ' \u2026' : ''}` : '';
            update();
        }
    };
};
