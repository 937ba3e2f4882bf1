// Light and dark: what is chosen, and the colours for what is painted.
import {listen} from './dom.js';

/** @typedef {{role: Record<string, string>, fill: string[]}} Colours */

// @palette

const asksForDark = matchMedia('(prefers-color-scheme: dark)');
/** @type {Record<string, Colours>} */
const coloursOf = {};

/** The theme that is shown. */
export const themeNow = () => document.documentElement.getAttribute('data-theme') || (asksForDark.matches ? 'dark' : 'light');

// The style sheet begins with the custom properties of the light theme and, in a media rule, of the dark one.
/** @type {(theme: string) => Record<string, string>} */
const roleColours = theme => {
    const rules = /** @type {any} */ (document.querySelector('style')?.sheet)?.cssRules, {style} = theme === 'dark' ? rules[1].cssRules[0] : rules[0];
    /** @type {Record<string, string>} */
    const known = {};
    return new Proxy(known, {get: (_, name) => known[String(name)] ||= style.getPropertyValue('--' + String(name).replaceAll('_', '-')).trim()});
};

/** Colours of a theme: `role` as tokens.json names them, `fill` by number of a fill class, the nine of heat after the 84 classes. */
export const colours = (theme = themeNow()) => coloursOf[theme] ||= {
    role: roleColours(theme), fill: (PALETTE[/** @type {'light'|'dark'} */ (theme)].match(/.{6}/g) || []).map(text => '#' + text)
};

/** Number of the fill of heat, for a share of 0 to 1. */
export const heatFill = (/** @type {number} */ share) => 84 + Math.round(8 * Math.min(1, Math.max(0, share)) ** 0.8);

/** Chooses a theme ('' is the system's); style sheets find fills as --f0 to --f92. */
export const applyTheme = (/** @type {string} */ theme) => {
    const root = document.documentElement;
    if (theme) root.setAttribute('data-theme', theme);
    else root.removeAttribute('data-theme');
    colours().fill.forEach((colour, i) => root.style.setProperty('--f' + i, colour));
};

/** @type {(act: () => void) => void} */
export const onSystemTheme = act => listen('change', act, false, asksForDark);
