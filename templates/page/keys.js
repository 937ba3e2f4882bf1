// Keys of the whole page.
import {listen} from './dom.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

// A key that writes belongs to the field that it is pressed in.
const isTyping = (/** @type {EventTarget|null} */ target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * Keys that work anywhere, by what the event calls them; each says whether it was for it.
 * @type {(keys: Record<string, (event: KeyboardEvent) => boolean|void>, view: () => View, search: () => boolean, isModal: () => boolean) => void}
 */
export const listenToKeys = (keys, view, search, isModal) => listen('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || isModal()) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'f') {
        if (search()) event.preventDefault();
        return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (view().key?.(event) || Object.hasOwn(keys, event.key) && keys[event.key](event) !== false) event.preventDefault();
}, false, document);
