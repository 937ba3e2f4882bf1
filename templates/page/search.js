// The search: what matches, asked of the engine a moment after the last key.
import {patternOf} from './state.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').SearchResult} SearchResult */

const SEARCH_DELAY = 60;

/**
 * Keeps the result of the search up to date. `done` is told what was found (null: there is no search); of a bad pattern only the
 * error is new.
 * @type {(app: App, done: (found: SearchResult|null) => void) => {update: (isNow?: boolean) => void}}
 */
export const makeSearch = (app, done) => {
    let asked = '', timer = 0;
    const requestFor = () => app.state.find ? app.request('find', {pattern: patternOf(app.state), ...app.state.match ? {find_in: app.state.match} : {}}) : '';
    const ask = async () => {
        const request = requestFor(), text = app.state.find;
        if (request !== asked) return;
        try {
            const [found, boxes] = await Promise.all([app.json('find', {pattern: patternOf(app.state), ...app.state.match ? {find_in: app.state.match} : {}}), app.boxes()]);
            if (request !== asked) return;
            const functions = new Uint8Array(boxes.head.functions.name.length);
            for (const i of found.functions) functions[i] = 1;
            const names = new Set(/** @type {number[]} */ (found.functions).map(i => boxes.head.functions.name[i]));
            done({functions, names, count: found.functions.length, frames: found.frames, value: found.value, sides: found.sides, error: '', text});
        } catch (error) {
            const {kind, message} = /** @type {import('./types.js').EngineError} */ (error);
            if (request !== asked) return;
            if (kind === 'cancelled') {
                asked = '';
                return;
            }
            const last = app.found || {functions: new Uint8Array(0), names: new Set(), count: 0, frames: 0, value: [0, '0']};
            done(/** @type {SearchResult} */ ({...last, error: message, text}));
        }
    };
    return {
        update: isNow => {
            const request = requestFor();
            if (request === asked) return;
            asked = request;
            clearTimeout(timer);
            if (!request) done(null);
            else if (isNow) ask();
            else timer = setTimeout(ask, SEARCH_DELAY);
        }
    };
};
