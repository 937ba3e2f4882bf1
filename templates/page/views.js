// The tabs, in their order.
import {emptyView} from './empty_view.js';
import {graphView} from './graph_view.js';
import {labelsView} from './labels_view.js';
import {peekView} from './peek_view.js';
import {sourceView} from './source_view.js';
import {summaryView} from './summary_view.js';
import {topView} from './top_view.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

/** What makes each tab. @type {((app: App) => View)[]} */
export const VIEWS = [
    summaryView,
    emptyView('flame', 'Flame'),
    emptyView('sandwich', 'Sandwich'),
    topView,
    graphView,
    peekView,
    sourceView,
    labelsView
];
