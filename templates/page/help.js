// The table of keys.
import {h} from './dom.js';

/** Keys of the whole page; views have theirs in View.keys. @type {[string, string][]} */
export const PAGE_KEYS = [
    ['1 \u2026 8', 'show a tab'], ['/ or Ctrl+F', 'search; again Ctrl+F: that of the browser'], ['n, N', 'next, previous match'], ['Esc', 'clear: menu, search, selection'], ['Shift+F10', 'what can be done with what is selected'],
    ['f', 'focus: only samples through the selected function'], ['x', 'ignore: no samples through it'], ['h', 'hide: leave its frames out'], ['F', 'show from it on'], ['c', 'cut below it'],
    ['C', 'group by package'], ['r', 'fold recursion: direct, all, not'], ['s', 'sandwich'], ['t', 'find it in the table'], ['p', 'peek: its callers and callees'], ['o', 'its source'],
    ['y', 'copy its name'], ['u', 'remove the last filter'], ['v', 'add a filter'], ['m, M', 'sample type, unit'], ['l', 'copy a link to what is shown'], ['e', 'export'], ['T', 'theme'], ['?', 'this help']
];

/** @type {(sections: [string, [string, string][]][]) => void} */
export const showHelp = sections => {
    const section = (/** @type {[string, [string, string][]]} */ [title, rows]) => rows.length > 0 && h('section', null, h('h3', null, title),
        h('dl', null, rows.map(([keys, what]) => h('div', null, h('dt', null, h('kbd', null, keys)), h('dd', null, what)))));
    const close = h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Close', h('kbd', null, 'Esc'));
    const dialog = h('dialog', {class: 'help', 'aria-labelledby': 'help-title', onclose: () => dialog.remove(), onkeydown: (/** @type {KeyboardEvent} */ event) => {
        event.stopPropagation();
        if (event.key === '?') dialog.close();
    }, onclick: (/** @type {Event} */ event) => event.target === dialog && dialog.close()}, h('div', {class: 'help-body'}, h('div', {class: 'help-head'}, h('h2', {id: 'help-title'}, 'Keys'), close), h('div', {class: 'columns'}, sections.map(section))));
    document.querySelector('#app')?.append(dialog);
    dialog.showModal();
};
