// The tabs, in their order.
import {emptyView} from './empty_view.js';
import {flameView} from './flame_view.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

/** What makes each tab. @type {((app: App) => View)[]} */
export const VIEWS = [
    emptyView('summary', 'Summary'),
    flameView,
    emptyView('sandwich', 'Sandwich'),
    emptyView('top', 'Top'),
    emptyView('graph', 'Graph'),
    emptyView('peek', 'Peek'),
    emptyView('source', 'Source'),
    emptyView('labels', 'Labels')
];
