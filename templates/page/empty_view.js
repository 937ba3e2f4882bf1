// Stands where a view is not there yet.
import {h} from './dom.js';

/** @type {(name: string, title: string) => (app: import('./types.js').App) => import('./types.js').View} */
export const emptyView = (name, title) => () => ({name, title, element: h('p', {class: 'muted'}, title), update: () => {}});
