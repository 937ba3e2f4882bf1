// Elements: made, filled and reused.

/** @typedef {Node|string|number|boolean|null|undefined|any[]} Child */

/**
 * An element. Properties: `onclick` and the like are listeners, `style` an object, `true` an empty attribute; false, null and
 * undefined none; everything else is an attribute.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>|null} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const h = (tag, props, ...children) => {
    const element = document.createElement(tag);
    for (const name in props) give(element, name, props[name]);
    append(element, children);
    return element;
};

/** @type {(element: Element, name: string, value: any) => void} */
const give = (element, name, value) => {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') Object.assign(/** @type {HTMLElement} */ (element).style, value);
    else setAttribute(element, name, value);
};

/** @type {(element: Element, name: string, value: any) => void} */
export const setAttribute = (element, name, value) => {
    if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? '' : value);
};

/** @type {(parent: Element, children: Child[]) => void} */
const append = (parent, children) => {
    for (const child of children) {
        if (Array.isArray(child)) append(parent, /** @type {Child[]} */ (child));
        else if (typeof child !== 'boolean' && child !== null && child !== undefined) parent.append(/** @type {Node|string} */ (child));
    }
};

let life = new AbortController();

/** Listens to what outlives the app, such as the window, as long as no other app takes this one's place. @type {(name: string, act: (event: any) => void, isEarly?: boolean, target?: EventTarget) => void} */
export const listen = (name, act, isEarly = false, target = window) => target.addEventListener(name, act, {capture: isEarly, signal: life.signal});

/** Ends that. */
export const listenNoMore = () => {
    life.abort();
    life = new AbortController();
};

const FOCUSABLE = 'button:not(:disabled),a[href],input,select,summary,[tabindex]';

/** Where focus goes when what had it is gone: what is now at its place, or what is around. @type {(parent: Element, at: number) => void} */
const refocus = (parent, at) => {
    const near = Array.from(parent.querySelectorAll(FOCUSABLE)), to = near[Math.min(at, near.length - 1)] || parent.parentElement?.closest('[tabindex]');
    /** @type {HTMLElement|null|undefined} */ (to)?.focus({preventScroll: true});
};

/**
 * Replaces what is in an element. Focus stays at its place.
 * @type {(parent: Element, ...children: Child[]) => void}
 */
export const fill = (parent, ...children) => {
    const focused = document.activeElement, at = focused && focused !== parent && parent.contains(focused) ? Array.from(parent.querySelectorAll(FOCUSABLE)).indexOf(focused) : -1;
    parent.textContent = '';
    append(parent, children);
    if (at >= 0) refocus(parent, at);
};

/**
 * Puts one element for each item into a parent; those of before are used again by their key, so that focus and selection stay.
 * @template T
 * @param {HTMLElement} parent
 * @param {T[]} items
 * @param {(item: T, index: number) => string} keyOf
 * @param {(item: T) => HTMLElement} make
 * @param {(element: HTMLElement, item: T, index: number) => void} [update]
 */
export const keyed = (parent, items, keyOf, make, update) => {
    const old = new Map(Array.from(parent.children, child => [/** @type {any} */ (child).key, /** @type {HTMLElement} */ (child)]));
    items.forEach((item, i) => {
        const key = keyOf(item, i);
        let element = old.get(key);
        if (!element) /** @type {any} */ (element = make(item)).key = key;
        old.delete(key);
        update?.(/** @type {HTMLElement} */ (element), item, i);
        if (parent.children[i] !== element) parent.insertBefore(/** @type {HTMLElement} */ (element), parent.children[i] || null);
    });
    for (const element of old.values()) element.remove();
};

// 16 x 16, 1.5 stroke; `sorted` is filled.
const ICONS = {
    search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.3 10.3L14 14', close: 'M4 4l8 8M12 4l-8 8', next: 'M4 6l4 4l4-4', prev: 'M4 10l4-4l4 4',
    theme: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11', link: 'M6.5 9.5l3-3M7 4.8l1.3-1.3a3 3 0 0 1 4.2 4.2L11.2 9M9 11.2l-1.3 1.3a3 3 0 0 1-4.2-4.2L4.8 7',
    export: 'M8 2v7.5M5 6.7L8 9.7L11 6.7M3 11v2.5h10V11', open: 'M2 12.5v-9h4l1.5 2h6v2M2 12.5l2-5h11l-2 5z', help: 'M5.7 6a2.3 2.3 0 1 1 3.5 2C8.3 8.5 8 9 8 9.8M8 12.2v.3', copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
    flip: 'M5 3v10M2.5 10.5L5 13l2.5-2.5M11 13V3M8.5 5.5L11 3l2.5 2.5', sort: 'M3 5h10M5 8h8M8 11h5', menu: 'M3 4.5h10M3 8h10M3 11.5h10', add: 'M8 3.5v9M3.5 8h9',
    crumb: 'M6 4l4 4l-4 4', back: 'M10 4l-4 4l4 4', more: 'M3 8h.1M8 8h.1M13 8h.1', check: 'M3 8.5l3.5 3.5l6.5-8'
};

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/** @type {(tag: string, attributes: Record<string, string|number>, ...children: Element[]) => SVGElement} */
export const svgElement = (tag, attributes, ...children) => {
    const element = /** @type {SVGElement} */ (document.createElementNS(SVG_NAMESPACE, tag));
    for (const name in attributes) element.setAttribute(name, String(attributes[name]));
    element.append(...children);
    return element;
};

/** @type {(name: keyof typeof ICONS) => SVGElement} */
export const icon = name => svgElement('svg', {class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true'}, svgElement('path', {d: ICONS[name]}));

/** The mark: three shrinking bars of heat. */
export const mark = () => {
    const bars = [[1, 3, 18, 8], [1, 8, 12, 6], [1, 13, 6, 4], [14, 8, 5, -1]];
    return svgElement('svg', {class: 'mark', viewBox: '0 0 20 20', 'aria-hidden': 'true'},
        ...bars.map(([x, y, width, heat]) => svgElement('rect', {x, y, width, height: 4, rx: 1, class: heat < 0 ? 'rest' : 'heat' + heat})));
};

/** @type {(label: string, name: keyof typeof ICONS, act: (event: MouseEvent) => void, props?: Record<string, any>) => HTMLButtonElement} */
export const iconButton = (label, name, act, props) =>
    h('button', {type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick: act, ...props}, icon(name));

/** 1,234 */
export const counted = (/** @type {number} */ count, noun = '', nouns = noun + 's') =>
    String(count).replace(/\B(?=(\d{3})+$)/g, ',') + (noun && ' ' + (count === 1 ? noun : nouns));

/** Copies; where the clipboard is closed to us, by way of a field. */
export const copyText = async (/** @type {string} */ text) => {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch (e) {
        const field = h('textarea', {class: 'unseen', 'aria-hidden': 'true'});
        const focused = /** @type {HTMLElement|null} */ (document.activeElement);
        field.value = text;
        document.body.append(field);
        field.select();
        let isDone = false;
        try { isDone = document.execCommand('copy'); } catch (e2) { /* then it is not */ }
        field.remove();
        focused?.focus();
        return isDone;
    }
};
