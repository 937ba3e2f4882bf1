// Light and dark: what is chosen, and the colours for what is painted.

/** @typedef {{role: Record<string, string>, fill: string[]}} Colours */

// @palette

const asksForDark = matchMedia('(prefers-color-scheme: dark)');
/** @type {Record<string, Colours>} */
const coloursOf = {};

/** The theme that is shown. */
export const themeNow = () => document.documentElement.getAttribute('data-theme') || (asksForDark.matches ? 'dark' : 'light');

// Custom properties of the style sheet, each asked for once.
/** @type {() => Record<string, string>} */
const roleColours = () => {
    /** @type {Record<string, string>} */
    const known = {}, style = getComputedStyle(document.documentElement);
    return new Proxy(known, {get: (_, name) => known[String(name)] ||= style.getPropertyValue('--' + String(name).replaceAll('_', '-')).trim()});
};

/** Colours of the theme that is shown: `role` as tokens.json names them, `fill` by number of a fill class, the nine of heat after the 84 classes. */
export const colours = (theme = themeNow()) => coloursOf[theme] ||= {
    role: roleColours(), fill: (PALETTE[/** @type {'light'|'dark'} */ (theme)].match(/.{6}/g) || []).map(text => '#' + text)
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
export const onSystemTheme = act => asksForDark.addEventListener('change', act);
