// Menus: of the header, and of what is clicked with the right button.
import {h, icon, listen} from './dom.js';
import {visible} from './functions.js';

/** @typedef {import('./types.js').MenuItem} MenuItem */

/** @type {HTMLElement|null} */
let menuShown = null;
/** @type {HTMLElement|null} */
let menuReturns = null;

const LONG_PRESS_MS = 500, PRESS_REACH = 10;

const itemsOf = (/** @type {HTMLElement} */ menu) => /** @type {HTMLElement[]} */ (Array.from(menu.querySelectorAll('button')));

/** Closes the menu that is open; focus goes back to where it was. */
export const closeMenu = () => {
    if (!menuShown) return false;
    const hadFocus = menuShown.contains(document.activeElement);
    menuShown.remove();
    menuShown = null;
    removeEventListener('pointerdown', closeFromOutside, true);
    removeEventListener('resize', closeMenu);
    if (menuReturns?.hasAttribute('aria-haspopup')) menuReturns.setAttribute('aria-expanded', 'false');
    if (hadFocus) menuReturns?.focus();
    return true;
};

const closeFromOutside = (/** @type {Event} */ event) => {
    if (!menuShown?.contains(/** @type {Node} */ (event.target))) closeMenu();
};

/** @type {(event: KeyboardEvent, items: MenuItem[]) => void} */
const onMenuKey = (event, items) => {
    const buttons = itemsOf(/** @type {HTMLElement} */ (menuShown)), at = buttons.indexOf(/** @type {any} */ (document.activeElement));
    const next = {ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1}[event.key];
    if (next !== undefined) buttons.at(next % buttons.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') closeMenu();
    else if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Enter' || event.key === ' ') return;
    else {
        const item = items.find(one => one?.key === event.key);
        if (item) {
            closeMenu();
            item.act();
        } else if (event.key.length === 1) {
            const letter = event.key.toLowerCase(), starts = (/** @type {HTMLElement} */ button) => button.textContent?.toLowerCase().startsWith(letter);
            (buttons.slice(at + 1).find(starts) || buttons.find(starts))?.focus();
        }
    }
    event.preventDefault();
    event.stopPropagation();
};

const menuRow = (/** @type {MenuItem} */ item) => {
    if (!item) return h('div', {role: 'separator'});
    const isChoice = item.isOn !== undefined;
    return h('button', {type: 'button', role: isChoice ? 'menuitemradio' : 'menuitem', 'aria-checked': isChoice && String(item.isOn), tabindex: -1,
        onclick: () => {
            closeMenu();
            item.act();
        }}, isChoice && h('span', {class: 'tick'}, item.isOn && icon('check')), h('span', {class: 'label'}, visible(item.label)), item.note && h('span', {class: 'note'}, item.note), item.key && h('kbd', null, item.key));
};

/**
 * Opens a menu at a place of the window, or to the left of it, moved so that all of it is seen. `owner` gets the focus back.
 * @type {(owner: HTMLElement, x: number, y: number, items: MenuItem[], label?: string, isLeft?: boolean) => void}
 */
export const openMenu = (owner, x, y, items, label = 'What to do', isLeft = false) => {
    closeMenu();
    const menu = h('div', {class: 'menu', role: 'menu', 'aria-label': label, onkeydown: (/** @type {KeyboardEvent} */ event) => onMenuKey(event, items),
        oncontextmenu: (/** @type {Event} */ event) => event.preventDefault()}, items.map(menuRow));
    (owner.closest('header, main') || document.querySelector('main') || document.body).append(menu);
    menuShown = menu;
    menuReturns = /** @type {HTMLElement} */ (owner.shadowRoot?.activeElement || owner);
    if (owner.hasAttribute('aria-haspopup')) owner.setAttribute('aria-expanded', 'true');
    const {width, height} = menu.getBoundingClientRect();
    menu.style.left = Math.max(4, Math.min(isLeft ? x - width : x, innerWidth - width - 4)) + 'px';
    menu.style.top = Math.max(4, y + height > innerHeight - 4 ? Math.min(y - height, innerHeight - height - 4) : y) + 'px';
    (/** @type {HTMLElement|null} */ (menu.querySelector('[aria-checked=true]')) || itemsOf(menu)[0])?.focus();
    addEventListener('pointerdown', closeFromOutside, true);
    addEventListener('resize', closeMenu);
};

/** A button that opens a menu below it. @type {(props: Record<string, any>, label: string, items: () => MenuItem[], ...children: import('./dom.js').Child[]) => HTMLButtonElement} */
export const menuButton = (props, label, items, ...children) => {
    const button = h('button', {type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', ...props, onclick: () => {
        const box = button.getBoundingClientRect();
        openMenu(button, box.left, box.bottom + 4, items(), label);
    }}, ...children);
    return button;
};

// A long press of a finger is what the right button is, also where the browser does not say so.
export const listenToLongPresses = () => {
    let timer = 0, x = 0, y = 0, isLong = false;
    const stop = () => clearTimeout(timer);
    listen('pointerdown', (/** @type {PointerEvent} */ event) => {
        stop();
        isLong = false;
        if (event.pointerType !== 'touch' || !event.isPrimary) return;
        [x, y] = [event.clientX, event.clientY];
        const target = event.composedPath()[0];
        timer = setTimeout(() => { isLong = !target.dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y})); }, LONG_PRESS_MS);
    }, true);
    listen('pointermove', (/** @type {PointerEvent} */ event) => { if (Math.hypot(event.clientX - x, event.clientY - y) > PRESS_REACH) stop(); }, true);
    for (const name of ['pointerup', 'pointercancel', 'contextmenu']) listen(name, stop, true);
    // The finger that opened a menu does not press what is under it too.
    listen('click', (/** @type {Event} */ event) => {
        if (!isLong) return;
        isLong = false;
        event.preventDefault();
        event.stopPropagation();
    }, true);
};
