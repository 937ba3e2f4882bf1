// The tabs, in their order.
import {flameView} from './flame_view.js';
import {graphView} from './graph_view.js';
import {labelsView} from './labels_view.js';
import {peekView} from './peek_view.js';
import {sandwichView} from './sandwich.js';
import {sourceView} from './source_view.js';
import {summaryView} from './summary_view.js';
import {topView} from './top_view.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

/** What makes each tab. @type {((app: App) => View)[]} */
export const VIEWS = [summaryView, flameView, sandwichView, topView, graphView, peekView, sourceView, labelsView];
