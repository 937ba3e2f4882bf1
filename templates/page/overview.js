// The first levels of the flame graph, small, for the summary.
import {h} from './dom.js';

/** @type {(app: import('./types.js').App) => {element: HTMLElement, update: () => void}} */
export const overviewOf = app => {
    const element = h('button', {type: 'button', class: 'overview', onclick: () => app.set({tab: 'flame'})}, 'Open the flame graph');
    return {element, update: () => {}};
};
