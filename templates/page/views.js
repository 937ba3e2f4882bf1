// The tabs, in their order.
import {emptyView} from './empty_view.js';
import {flameView} from './flame_view.js';
import {sandwichView} from './sandwich.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

/** What makes each tab. @type {((app: App) => View)[]} */
export const VIEWS = [
    emptyView('summary', 'Summary'),
    flameView,
    sandwichView,
    emptyView('top', 'Top'),
    emptyView('graph', 'Graph'),
    emptyView('peek', 'Peek'),
    emptyView('source', 'Source'),
    emptyView('labels', 'Labels')
];
