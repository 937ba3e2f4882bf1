// The header: what this is, its sample type and unit, and what can be done with the page.
import {h, icon, iconButton, mark} from './dom.js';
import {visible} from './functions.js';
import {menuButton, openMenu} from './menu.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MenuItem} MenuItem */

const UNIT_FAMILIES = [
    {test: /^(n|nano|u|\u03bcs?|micro|m|milli)?s(ec|econd)?s?$|^(min|h(ou)?r)/i, units: ['ns', 'us', 'ms', 's', 'hrs']},
    {test: /^([kmgtp]|kilo|mega|giga|tera|peta)?b(yte)?s?$/i, units: ['B', 'kB', 'MB', 'GB', 'TB']}
];

/** Units that values of this unit can be shown in. */
export const unitsFor = (/** @type {string} */ unit) => UNIT_FAMILIES.find(family => family.test.test(unit))?.units || [];

/** @type {(app: App) => MenuItem[]} */
const typeItems = app => (app.summary?.types || []).map(row => ({label: row.type, note: row.total, isOn: row.chosen, act: () => app.set({type: row.type})}));

/** @type {(app: App) => MenuItem[]} */
const unitItems = app => {
    const type = app.summary?.types.find(row => row.chosen);
    const choices = [['', 'one for all'], ['auto', 'each its own'], ...unitsFor(type?.unit || '').map(unit => [unit, unit])];
    return choices.map(([unit, label]) => ({label, isOn: app.state.unit === unit, act: () => app.set({unit})}));
};

/** @type {(app: App) => MenuItem[]} */
export const themeItems = app => [['', 'System'], ['light', 'Light'], ['dark', 'Dark']].map(([theme, label]) =>
    ({label, isOn: app.state.theme === theme, act: () => app.set(/** @type {any} */ ({theme}), false)}));

/** @type {(app: App, acts: {link: () => void, open: (() => void)|null, exports: () => MenuItem[], help: () => void}) => {element: HTMLElement, update: () => void}} */
export const makeHeader = (app, acts) => {
    const title = h('h1', null), typeName = h('span'), unitName = h('span'), facts = h('span', {class: 'facts'});
    const type = menuButton({class: 'select', title: 'Sample type'}, 'Sample type', () => typeItems(app), h('span', {class: 'unseen'}, 'Sample type '), typeName, icon('next'));
    const unit = menuButton({class: 'select wide for-screen', title: 'Unit'}, 'Unit', () => unitItems(app), h('span', {class: 'unseen'}, 'Unit '), unitName, icon('next'));
    const under = (/** @type {MouseEvent} */ event, /** @type {MenuItem[]} */ items, /** @type {string} */ label) => {
        const button = /** @type {HTMLElement} */ (event.currentTarget), box = button.getBoundingClientRect();
        openMenu(button, box.right, box.bottom + 4, items, label, true);
    };
    const home = app.head.home && h('a', {class: 'home', title: 'All profiles', 'aria-label': 'All profiles'}, icon('back'), mark());
    const element = h('div', {class: 'head'}, home || mark(), title, type, unit, facts,
        iconButton('Copy link', 'link', acts.link, {hidden: app.head.isOpened}),
        acts.open && iconButton('Open a file', 'open', acts.open, {class: 'icon-button wide for-screen'}),
        iconButton('Export', 'export', event => under(event, acts.exports(), 'Export'), {'aria-haspopup': 'menu'}),
        iconButton('Theme', 'theme', event => under(event, themeItems(app), 'Theme'), {'aria-haspopup': 'menu'}),
        iconButton('Keys and help', 'help', acts.help));
    const update = () => {
        const summary = app.summary, chosen = summary?.types.find(row => row.chosen);
        title.textContent = visible(summary?.title || app.head.sources);
        if (home) home.href = app.head.home + (app.state.theme ? '#theme=' + app.state.theme : '');
        type.hidden = !chosen;
        typeName.textContent = visible(chosen?.type || '');
        unit.hidden = !chosen || !unitsFor(chosen.unit).length;
        unitName.textContent = visible(app.state.unit || 'unit');
        facts.textContent = facts.title = visible(summary?.line || '');
    };
    update();
    return {element, update};
};
