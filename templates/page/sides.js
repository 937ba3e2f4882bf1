// Of a comparison: what is shown of the two sides, and what they are. A line above the view.

import {fill, h} from './dom.js';
import {visible} from './functions.js';

/** @typedef {import('./types.js').App} App */

const CHOICES = [['', 'change'], ['base', 'base'], ['new', 'new']];

/** @type {(app: App) => {element: HTMLElement, update: () => void}} */
export const makeSides = app => {
    const buttons = CHOICES.map(([side, label]) => h('button', {type: 'button', title: label + ' (b: the next)', onclick: () => app.set({side})}, label));
    const facts = h('span', {class: 'facts-of'}), sums = h('span', {class: 'sums'});
    const element = h('div', {class: 'sides', hidden: true}, h('span', {class: 'segments', role: 'group', 'aria-label': 'What is shown'}, buttons), facts, sums);

    const update = () => {
        const {side} = app.state, comparison = app.summary?.comparison;
        element.hidden = !app.head.sides && !comparison || app.state.tab === 'summary' || !app.state.tab;
        buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(CHOICES[i][0] === side)));
        if (!comparison) return;
        const shown = comparison.sides.filter(one => !side || one.name === side), {total} = comparison;
        fill(facts, shown.map((one, i) => [i > 0 && ' \u00b7 ', h('b', null, one.name), ' ', visible([one.sources, one.runs, one.events].filter(Boolean).join(', '))]), ' \u00b7 ', visible(comparison.scaling),
            !side && ' \u00b7 change: new \u2212 base');
        fill(sums, side ? h('b', null, total[/** @type {'base'|'new'} */ (side)][1])
            : [`${total.base[1]} \u2192 ${total.new[1]} `, h('b', {class: total.kind < 2 ? 'muted' : total.delta[0] < 0 ? 'less' : 'more'}, total.relative)]);
    };
    update();
    return {element, update};
};
