// Starts the page: its style sheet and script, compressed, are in <script id="render-app">.
import {enginePort} from './engine_core.js';
import {unpackApp} from './unpack.js';

// A worker that starts while the browser still reads the page, and gets what it needs once that is read. A page of a
// server needs none.
const engineStart = {enginePort, early: document.documentElement.dataset.engine ? null : enginePort(false), hasParts: false, hasFailed: false};
const partsOfPage = () => {
    const [head, engine, profile, source] = ['report', 'engine', 'profile', 'source'].map(name => document.querySelector('#render-' + name)?.textContent || '');
    return {name: JSON.parse(head).sources, engine, profile, source};
};
if (engineStart.early) {
    /** @type {any} */ (engineStart.early).onerror = (/** @type {Event} */ event) => {
        event.preventDefault();
        engineStart.hasFailed = true;
    };
    document.addEventListener('DOMContentLoaded', () => {
        try {
            engineStart.early?.postMessage({parts: partsOfPage()});
            engineStart.hasParts = true;
        } catch (e) { /* damage, which the app tells of */ }
    });
}
Object.assign(window, {engineStart});

// What the app is about to replace need not be laid out; it comes when the app is late.
const still = document.querySelector('#static');
still?.classList.add('waits');
setTimeout(() => still?.classList.remove('waits'), 2000);
try {
    await unpackApp(document.querySelector('#render-app')?.textContent || '');
} catch (error) {
    if (still) still.className = 'stays';
    const why = document.querySelector('#why');
    if (why) why.textContent = `This is the static part of the page alone: ${/** @type {Error} */ (error).message}.`;
}
