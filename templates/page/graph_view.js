// The call graph as the engine lays it out, in a window with pan, zoom, selection and keys.
import {showsDeltas} from './functions.js';
import {counted, h, svgElement, listen} from './dom.js';
import {exactly} from './state.js';
import {onSystemTheme, themeNow} from './theme.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {{g: HTMLElement|SVGElement, src: GraphNode, dst: GraphNode, weight: number, label: Element|null}} GraphEdge */
/** @typedef {{g: SVGElement, id: string, name: string, x: number, y: number, w: number, h: number, share: number, isTag: boolean, isHot: boolean,
 *     into: GraphEdge[], out: GraphEdge[]}} GraphNode */
/** @typedef {{item: GraphNode|GraphEdge, left: number, top: number, right: number, bottom: number, parts: Element[], homes: Element[]}} GraphPlace  parts of the picture, and what they are in */
/** @typedef {GraphNode|GraphEdge} GraphItem */

// Sizes in px, as in templates/tokens.json.
const FULL_ZOOM = 0.6, NAMED_ZOOM = 0.35, NAMED_SHARE = 2, LEAST_ZOOM = 0.02, MOST_ZOOM = 8, DRAG = 4, PAN = 80, KEPT = 60, NAME_GLYPH = 6.2, NAME_MOST = 28;
// Of how many boxes and lines on not all of them are in the document; how many may be; how many matches far out.
const MANY = 300, MOST_WHOLE = 400, MOST_MARKED = 200;
/** @type {[number, string][]} */
const NODE_COUNTS = [[0, 'as it fits'], [20, '20'], [40, '40'], [80, '80'], [160, '160'], [1000000, 'all']];

// What the picture's own style sheet does not say; its colours come from it.
const GRAPH_RULES = 'svg{display:block;position:absolute;inset:0;width:100%;height:100%;overflow:hidden;touch-action:none;user-select:none;cursor:grab}.node,.edge,.labels{cursor:pointer}' +
    '.node{outline:none}.over,.lit,.names{pointer-events:none}.z6 .num,.z6 .node rect~rect,.z6 .labels,.lit.z6>text,.z3 .node text{display:none}.faded{opacity:.25}' +
    '.mark{fill:none;stroke:var(--select);stroke-width:2;vector-effect:non-scaling-stroke}.hover{stroke:var(--hover);stroke-width:1}.focus{stroke:var(--focus)}' +
    '.names text{font-size:11px;text-anchor:middle;fill:var(--ink);stroke:var(--page);stroke-width:3px;paint-order:stroke;stroke-linejoin:round}' +
    '.flock path{stroke-width:.75px;vector-effect:non-scaling-stroke}.find .flock{opacity:.25}' +
    '.m>rect:first-of-type{fill:var(--match);stroke:var(--match-line)}.m text,.m>rect~rect{fill:var(--on-match)}' +
    '.find .node:not(.m)>rect,.find .edge path{fill-opacity:.25;stroke-opacity:.25}.find .node:not(.m)>rect~rect{fill-opacity:.08}.find .node:not(.m) text,.find .labels{fill-opacity:.5}' +
    '@media(forced-colors:active){.node>rect:first-of-type{fill:Canvas!important;stroke:CanvasText}.node>rect~rect,.edge path{stroke:CanvasText;fill:CanvasText}.edge path{fill:none}text{fill:CanvasText!important;stroke:none}.mark{stroke:Highlight}}' +
    '@media screen{.head,.foot,.bg{display:none}}@media print{svg{position:static;height:auto;max-height:240mm;overflow:visible}.over,.lit,.names{display:none}}';

/** @type {(element: Element, name: string) => number} */
const numberIn = (element, name) => +(element.getAttribute(name) || 0);

// Nodes and calls of a picture, from what it says in attributes.
/** @type {(svg: SVGElement) => {nodes: GraphNode[], edges: GraphEdge[]}} */
export const readGraph = svg => {
    /** @type {Map<string, GraphNode>} */
    const byId = new Map();
    /** @type {GraphEdge[]} */
    const edges = [];
    for (const g of /** @type {NodeListOf<SVGElement>} */ (svg.querySelectorAll('.node'))) {
        const {id, name = '', tag, cumShare, hot} = g.dataset, rect = g.querySelector('rect');
        if (!id || !rect) continue;
        byId.set(id, {
            g, id, name, x: numberIn(rect, 'x'), y: numberIn(rect, 'y'), w: numberIn(rect, 'width'), h: numberIn(rect, 'height'),
            share: cumShare === '<0.1%' ? 0.05 : parseFloat(cumShare || '') || 0, isTag: tag !== undefined, isHot: hot !== undefined, into: [], out: []
        });
    }
    const labels = svg.querySelectorAll('.labels>text');
    let label = 0;
    for (const g of /** @type {NodeListOf<SVGElement>} */ (svg.querySelectorAll('.edge'))) {
        const src = byId.get(g.dataset.src || ''), dst = byId.get(g.dataset.dst || ''), isLabelled = g.querySelector('.label'), text = isLabelled ? labels[label++] : null;
        if (!src || !dst) continue;
        const edge = {g, src, dst, weight: Number(g.dataset.weight) || 0, label: text};
        edges.push(edge);
        src.out.push(edge);
        dst.into.push(edge);
    }
    const nodes = [...byId.values()];
    for (const {into, out} of nodes) for (const list of [into, out]) list.sort((a, b) => b.weight - a.weight);
    return {nodes, edges};
};

/** Where all is. @type {(items: Iterable<GraphItem>) => GraphPlace[]} */
const placesOf = items => Array.from(new Set(items), item => {
    const parts = 'src' in item && item.label ? [item.g, item.label] : [item.g], homes = parts.map(part => /** @type {Element} */ (part.parentElement));
    if (!('src' in item)) return {item, left: item.x, top: item.y, right: item.x + item.w, bottom: item.y + item.h, parts, homes};
    const place = {item, left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity, parts, homes};
    const take = (/** @type {number} */ x, /** @type {number} */ y) => {
        [place.left, place.right] = [Math.min(place.left, x), Math.max(place.right, x)];
        [place.top, place.bottom] = [Math.min(place.top, y), Math.max(place.bottom, y)];
    };
    for (const path of item.g.querySelectorAll('path')) {
        const numbers = (path.getAttribute('d') || '').match(/-?[\d.]+/g) || [];
        for (let i = 0; i + 1 < numbers.length; i += 2) take(+numbers[i], +numbers[i + 1]);
    }
    for (const rect of item.g.querySelectorAll('rect')) {
        const x = numberIn(rect, 'x'), y = numberIn(rect, 'y');
        take(x, y);
        take(x + numberIn(rect, 'width'), y + numberIn(rect, 'height'));
    }
    return place;
});

/** All boxes and lines as a few shapes, one for each look. @type {(places: GraphPlace[]) => SVGElement} */
const flockOf = places => {
    /** @type {Map<string, string[]>} */
    const looks = new Map();
    for (const isNode of [false, true])
        for (const {item} of places) {
            if ('src' in item === isNode) continue;
            const shape = item.g.querySelector(isNode ? 'rect' : 'path'), look = shape?.getAttribute('class') || '', all = looks.get(look) || [];
            all.push('src' in item ? shape?.getAttribute('d') || '' : `M${item.x} ${item.y}h${item.w}v${item.h}h${-item.w}z`);
            looks.set(look, all);
        }
    return svgElement('g', {class: 'flock', 'aria-hidden': 'true'}, ...Array.from(looks, ([look, all]) => svgElement('path', {class: look, d: all.join('')})));
};

/** @type {(app: App) => import('./types.js').View} */
export const graphView = app => {
    const sheet = new CSSStyleSheet(), rules = new CSSStyleSheet(), view = {k: 1, x: 0, y: 0};
    const host = h('div', {class: 'graph-host', tabindex: -1}), shadow = host.attachShadow({mode: 'open'});
    /** @type {GraphNode[]} */
    let nodes = [];
    /** @type {Map<Element, GraphItem>} */
    let items = new Map();
    /** @type {GraphNode|null} */
    let current = null;
    /** @type {GraphItem|null} */
    let hovered = null;
    /** @type {GraphItem|null} */
    let lit = null;
    /** @type {SVGElement|null} */
    let svg = null;
    /** @type {Uint8Array} */
    let bytes = new Uint8Array();
    let world = svgElement('g', {}), drawn = '', sighted = '', painting = 0, byKey = false, size = '', bounds = {x: 0, y: 0, w: 1, h: 1};
    /** Of a large graph. @type {GraphPlace[]} */
    let places = [];
    /** @type {Set<GraphPlace>} */
    let present = new Set();
    let flock = svgElement('g', {}), isFar = false;
    const layer = svgElement('g', {class: 'lit'}), over = svgElement('g', {class: 'over', 'aria-hidden': 'true'}, layer), names = svgElement('g', {class: 'names', 'aria-hidden': 'true'});

    rules.replaceSync(GRAPH_RULES);
    shadow.adoptedStyleSheets = [sheet, rules];
    /** @type {(item: GraphItem) => item is GraphEdge} */
    const isEdge = item => 'src' in item;
    const picked = () => app.state.fn ? nodes.filter(node => node.name === app.state.fn) : [];

    // ------------------------------------------------------------ the window

    /** Puts into the document what is in the window, far out a likeness of all with what the search found. @param {boolean} [isWhole] */
    const cull = (isWhole = false) => {
        if (!places.length) return;
        const {k, x, y} = view, left = -x / k, top = -y / k, right = left + host.clientWidth / k, bottom = top + host.clientHeight / k;
        const inSight = isWhole ? places : k < NAMED_ZOOM ? [] : places.filter(p => p.right >= left && p.left <= right && p.bottom >= top && p.top <= bottom);
        isFar = !isWhole && (k < NAMED_ZOOM || inSight.length > MOST_WHOLE);
        const next = new Set(isFar ? places.filter(p => p.item.g.classList.contains('m')).slice(0, MOST_MARKED) : inSight), own = places.find(p => p.item === current);
        if (own) next.add(own);
        for (const place of present) if (!next.has(place)) for (const part of place.parts) part.remove();
        for (const place of next) if (!present.has(place)) place.parts.forEach((part, i) => place.homes[i].append(part));
        present = next;
        if (!isFar) flock.remove();
        else if (!flock.parentNode) world.prepend(flock);
    };

    const paint = () => {
        painting = 0;
        cull();
        const {k, x, y} = view, transform = `matrix(${k} 0 0 ${k} ${x.toFixed(2)} ${y.toFixed(2)})`;
        for (const group of [world, over]) {
            group.setAttribute('transform', transform);
            group.classList.toggle('z6', k < FULL_ZOOM);
            group.classList.toggle('z3', k < NAMED_ZOOM);
        }
        drawNames();
    };

    // Keeps a part of the drawing in the window.
    /** @type {(k: number, x: number, y: number) => void} */
    const move = (k, x, y) => {
        const {clientWidth: wide, clientHeight: high} = host;
        /** @type {(at: number, from: number, long: number, room: number) => number} */
        const held = (at, from, long, room) => Math.max(Math.min(KEPT, long * k) - (from + long) * k, Math.min(room - Math.min(KEPT, long * k) - from * k, at));
        Object.assign(view, {k, x: held(x, bounds.x, bounds.w, wide), y: held(y, bounds.y, bounds.h, high)});
        painting ||= requestAnimationFrame(paint);
    };

    const zoomAt = (/** @type {number} */ factor, x = host.clientWidth / 2, y = host.clientHeight / 2) => {
        const k = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, view.k * factor)), by = k / view.k;
        move(k, x - (x - view.x) * by, y - (y - view.y) * by);
    };

    const showAll = (most = 1) => {
        const k = Math.max(LEAST_ZOOM, Math.min(most, (host.clientWidth - 32) / bounds.w, (host.clientHeight - 24) / bounds.h));
        move(k, host.clientWidth / 2 - (bounds.x + bounds.w / 2) * k, host.clientHeight / 2 - (bounds.y + bounds.h / 2) * k);
    };

    // Where the hot path starts, or else what is heaviest.
    const root = () => nodes.find(n => n.isHot && !n.into.some(e => e.src.isHot)) || nodes.reduce((a, b) => a && a.share >= b.share || b.isTag ? a : b, /** @type {GraphNode|null} */ (null));

    // The whole width if that can be read, else the root of the hot path at the top.
    const showFirst = () => {
        const wide = host.clientWidth, k = Math.min(1, (wide - 32) / bounds.w), at = k < FULL_ZOOM && root();
        if (at) move(FULL_ZOOM + 0.2, wide / 2 - (at.x + at.w / 2) * (FULL_ZOOM + 0.2), 20 - at.y * (FULL_ZOOM + 0.2));
        else move(k, wide / 2 - (bounds.x + bounds.w / 2) * k, 16 - bounds.y * k);
    };

    const bringIntoSight = (/** @type {GraphNode} */ node, isCentred = false) => {
        /** @type {(from: number, long: number, room: number) => number} */
        const off = (from, long, room) => from < 24 ? 24 - from : Math.min(0, room - 24 - from - long), {k} = view;
        const dx = off(node.x * k + view.x, node.w * k, host.clientWidth), dy = off(node.y * k + view.y, node.h * k, host.clientHeight);
        if ((dx || dy) && isCentred) move(k, host.clientWidth / 2 - (node.x + node.w / 2) * k, host.clientHeight / 2 - (node.y + node.h / 2) * k);
        else if (dx || dy) move(k, view.x + dx, view.y + dy);
    };

    // Far out only the names of what is heavy, lit or found, at a size that can be read.
    const drawNames = () => {
        names.textContent = '';
        if (view.k >= NAMED_ZOOM && !isFar) return;
        /** @type {{x: number, y: number, half: number}[]} */
        const taken = [], near = lit && around(lit).boxes;
        const list = nodes.filter(n => !n.isTag && (near ? near.has(n) : app.found ? app.found.names.has(n.name) : n.share >= NAMED_SHARE)).sort((a, b) => b.share - a.share);
        for (const node of list.slice(0, 200)) {
            const plain = node.name.replace(/^.*\/(?=[^/]*$)/, ''), text = plain.length > NAME_MOST ? plain.slice(0, NAME_MOST / 2) + '\u2026' + plain.slice(-NAME_MOST / 2) : plain;
            const half = text.length * NAME_GLYPH / 2, x = (node.x + node.w / 2) * view.k + view.x, y = (node.y + node.h / 2) * view.k + view.y + 4;
            if (taken.some(t => Math.abs(t.x - x) < t.half + half && Math.abs(t.y - y) < 14)) continue;
            taken.push({x, y, half});
            const label = svgElement('text', {x, y});
            label.textContent = text;
            names.append(label);
        }
    };

    // ------------------------------------------------------------ lights and marks

    const around = (/** @type {GraphItem} */ item) => {
        const lines = isEdge(item) ? [item] : [...item.into, ...item.out];
        /** @type {Set<GraphNode>} */
        const boxes = new Set(isEdge(item) ? [] : [item]);
        for (const edge of lines) boxes.add(edge.src).add(edge.dst);
        return {lines, boxes};
    };

    // All else fades as one; what is lit is drawn once more above it.
    const light = () => {
        const item = hovered || (app.found ? null : picked()[0]) || null;
        if (item === lit) return;
        lit = item;
        const near = item && around(item);
        /** @type {Element[]} */
        const copies = near ? [...near.lines.map(e => e.g), ...[...near.boxes].map(n => n.g), ...near.lines.flatMap(e => e.label || [])] : [];
        layer.replaceChildren(...copies.map(element => {
            const copy = /** @type {Element} */ (element.cloneNode(true));
            for (const name of ['tabindex', 'role', 'aria-pressed']) copy.removeAttribute(name);
            return copy;
        }));
        world.classList.toggle('faded', !!item);
        if (view.k < NAMED_ZOOM || isFar) drawNames();
    };

    const mark = () => {
        /** @type {(node: GraphNode, out: number, kind: string) => void} */
        const outline = (node, out, kind) => over.append(svgElement('rect', {
            class: 'mark ' + kind, x: node.x - out, y: node.y - out, width: node.w + 2 * out, height: node.h + 2 * out, rx: 5
        }));
        for (const old of over.querySelectorAll(':scope>.mark')) old.remove();
        if (hovered && !isEdge(hovered)) outline(hovered, 0, 'hover');
        for (const node of picked()) outline(node, 0, '');
        if (byKey && current && shadow.activeElement) outline(current, 3, 'focus');
    };

    /** @type {(item: GraphItem) => string} */
    const wordsOf = item => {
        const d = item.g.dataset;
        if (isEdge(item)) return `${item.src.name} \u2192 ${item.dst.name}   ${d.value || ''}${d.share ? ', ' + d.share + ' of total' : ''}${'inlined' in d ? ', inlined' : ''}${'residual' in d ? ', calls with frames left out' : ''}`;
        return [item.name, !!d.flat && `flat ${d.flat}, ${d.flatShare}`, !!d.cum && `cum ${d.cum}, ${d.cumShare} of total`, d.place].filter(Boolean).join('   ');
    };

    const draw = () => {
        const found = app.found && app.found.names, chosen = new Set(picked());
        for (const node of nodes) {
            if (node.isTag) continue;
            node.g.classList.toggle('m', !!found && found.has(node.name));
            node.g.setAttribute('aria-pressed', String(chosen.has(node)));
        }
        world.classList.toggle('find', !!found);
        cull();
        light();
        mark();
        drawNames();
    };

    const point = (/** @type {GraphItem|null} */ item) => {
        if (item === hovered) return;
        hovered = item;
        light();
        mark();
        app.status(item ? wordsOf(item) : '');
    };

    const choose = (/** @type {GraphNode} */ node) => {
        if (!node.isTag) app.pick(node.name === app.state.fn ? '' : node.name);
    };

    // ------------------------------------------------------------ keys

    /** Tab leads to it. */
    const setCurrent = (/** @type {GraphNode} */ node) => {
        current?.g.setAttribute('tabindex', '-1');
        current = node;
        node.g.setAttribute('tabindex', '0');
        cull();
    };

    const go = (/** @type {GraphNode|undefined} */ node) => {
        if (!node) return;
        setCurrent(node);
        byKey = true;
        node.g.focus({preventScroll: true});
        bringIntoSight(node);
        mark();
        app.status(wordsOf(node));
    };

    const walk = (/** @type {string} */ key) => {
        const from = /** @type {GraphNode} */ (current), middle = from.y + from.h / 2, by = key === 'ArrowRight' ? 1 : -1;
        if (key === 'ArrowDown') return go(from.out.map(e => e.dst).find(n => n !== from && !n.isTag));
        if (key === 'ArrowUp') return go(from.into.map(e => e.src).find(n => n !== from));
        const beside = nodes.filter(n => !n.isTag && by * (n.x - from.x) > 0 && n.y <= middle && n.y + n.h >= middle);
        go(beside.sort((a, b) => by * (a.x - b.x))[0]);
    };

    const onKey = (/** @type {KeyboardEvent} */ event) => {
        const {key} = event, focused = shadow.activeElement && items.get(shadow.activeElement);
        if (event.ctrlKey || event.metaKey || event.altKey || !svg) return false;
        /** @type {Record<string, [number, number]>} */
        const pans = {ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN]};
        if (Object.hasOwn(pans, key) && focused) walk(key);
        else if (Object.hasOwn(pans, key)) move(view.k, view.x + pans[key][0], view.y + pans[key][1]);
        else if ((key === 'Enter' || key === ' ') && focused && !isEdge(focused)) choose(focused);
        else if (key === '+' || key === '=') zoomAt(1.25);
        else if (key === '-') zoomAt(0.8);
        else if (key === '0') showAll();
        else if (key === 'Home') showFirst();
        else return false;
        return true;
    };

    // ------------------------------------------------------------ pointers

    /** @type {Map<number, {x: number, y: number}>} */
    const pointers = new Map();
    let isDragged = false;
    const placeOf = (/** @type {MouseEvent} */ event) => {
        const box = host.getBoundingClientRect();
        return {x: event.clientX - box.left, y: event.clientY - box.top};
    };
    const itemAt = (/** @type {Event} */ event) => {
        const target = event.composedPath()[0], element = target instanceof Element && target.closest('.node,.edge,.labels>text');
        if (element) return items.get(element) || null;
        if (!isFar) return null;
        const at = placeOf(/** @type {MouseEvent} */ (event)), x = (at.x - view.x) / view.k, y = (at.y - view.y) / view.k;
        return nodes.find(n => x >= n.x && x <= n.x + n.w && y >= n.y && y <= n.y + n.h) || null;
    };

    // One pointer moves the drawing, two also zoom it.
    const onMove = (/** @type {PointerEvent} */ event) => {
        const last = pointers.get(event.pointerId), now = placeOf(event);
        if (!last) {
            if (event.pointerType !== 'touch') point(itemAt(event));
            return;
        }
        if (!isDragged && Math.hypot(now.x - last.x, now.y - last.y) < DRAG) return;
        if (!isDragged) {
            isDragged = true;
            host.setPointerCapture(event.pointerId);
            point(null);
        }
        const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
        pointers.set(event.pointerId, now);
        if (!other) return move(view.k, view.x + now.x - last.x, view.y + now.y - last.y);
        const pair = (/** @type {{x: number, y: number}} */ p) => ({x: (p.x + other.x) / 2, y: (p.y + other.y) / 2, apart: Math.hypot(p.x - other.x, p.y - other.y)}), a = pair(last), b = pair(now);
        move(view.k, view.x + b.x - a.x, view.y + b.y - a.y);
        if (a.apart > 1 && b.apart > 1) zoomAt(b.apart / a.apart, b.x, b.y);
    };

    const onWheel = (/** @type {WheelEvent} */ event) => {
        event.preventDefault();
        const {x, y} = placeOf(event), by = [1, 16, 100][event.deltaMode];
        if (event.shiftKey) return move(view.k, view.x - (event.deltaX || event.deltaY) * by, view.y);
        zoomAt(Math.exp(-Math.max(-120, Math.min(120, event.deltaY * by)) * (event.ctrlKey ? 0.008 : 0.0018)), x, y);
    };

    const listenToHost = () => {
        host.addEventListener('pointerdown', event => {
            if (event.button) return;
            byKey = false;
            if (!pointers.size) isDragged = false;
            pointers.set(event.pointerId, placeOf(event));
        });
        host.addEventListener('pointermove', onMove);
        for (const name of ['pointerup', 'pointercancel']) listen(name, event => pointers.delete(/** @type {PointerEvent} */ (event).pointerId), true);
        host.addEventListener('pointerleave', () => point(null));
        host.addEventListener('click', event => {
            if (isDragged || event.detail > 1) return;
            const item = itemAt(event);
            if (item && !isEdge(item)) {
                setCurrent(item);
                choose(item);
            } else if (!item && app.state.fn) app.pick('');
        });
        host.addEventListener('dblclick', event => {
            const item = itemAt(event);
            if (item && !isEdge(item) && !item.isTag) app.filter('focus', exactly(item.name));
        });
        host.addEventListener('contextmenu', event => {
            const item = itemAt(event) || (byKey ? current : null);
            if (!item || isEdge(item) || item.isTag) return;
            event.preventDefault();
            app.menu(host, event.clientX, event.clientY, app.functionMenu(item.name));
        });
        host.addEventListener('wheel', onWheel, {passive: false});
        host.addEventListener('keydown', event => {
            if (event.key === 'Tab') byKey = true;
            if (!onKey(event)) return;
            event.preventDefault();
            event.stopPropagation();
        });
        shadow.addEventListener('focusin', event => {
            const item = items.get(/** @type {Element} */ (event.target));
            if (item && !isEdge(item) && byKey && item !== current) go(item);
            else mark();
        });
        shadow.addEventListener('focusout', () => setTimeout(mark));
        new ResizeObserver(() => {
            const now = host.clientWidth + ' ' + host.clientHeight, before = size;
            if (!svg || !host.clientWidth || now === before) return;
            size = now;
            if (before) move(view.k, view.x, view.y);
            else showFirst();
        }).observe(host);
        listen('beforeprint', () => setForPrint(true));
        listen('afterprint', () => setForPrint(false));
        onSystemTheme(dress);
    };

    // ------------------------------------------------------------ the picture

    // The sheet holds both themes; which of them is not the system's choice alone.
    const dress = () => {
        for (const rule of sheet.cssRules)
            if (rule instanceof CSSMediaRule && /^screen|not all/.test(rule.media.mediaText)) rule.media.mediaText = themeNow() === 'dark' ? 'screen' : 'not all';
    };

    let made = '', viewBox = '';
    const setForPrint = (/** @type {boolean} */ isPrint) => {
        if (!svg || !host.clientWidth) return;
        world.classList.toggle('faded', !isPrint && !!lit);
        if (!isPrint) {
            svg.removeAttribute('viewBox');
            return paint();
        }
        cull(true);
        svg.setAttribute('viewBox', viewBox);
        world.setAttribute('transform', made);
        world.classList.remove('z6', 'z3');
    };

    // The lines of a box that are numbers, as no part of a name starts with one.
    const prepare = (/** @type {GraphNode} */ node) => {
        for (const text of node.g.querySelectorAll('text')) if (/^(of )?[-\u2212<]?[\d.]/.test(text.textContent || '')) text.classList.add('num');
        if (node.isTag) return;
        // Its title is its name.
        node.g.setAttribute('tabindex', '-1');
        node.g.setAttribute('role', 'button');
    };

    const takeOver = (/** @type {string} */ text) => {
        // Rules in a document are against the page's policy; a sheet made by script is not.
        const [, css = ''] = /<style>([^]*?)<\/style>/.exec(text) || [], plain = text.replace(/<(style|script)\b[^]*?<\/\1>/g, '');
        const picture = new DOMParser().parseFromString(plain, 'image/svg+xml').documentElement, inside = picture.querySelector('#view');
        if (!(picture instanceof SVGElement && inside instanceof SVGElement)) throw new Error('the call graph is not a picture');
        sheet.replaceSync(css);
        for (const part of picture.querySelectorAll('metadata')) part.remove();
        svg = document.adoptNode(picture);
        world = inside;
        viewBox = svg.getAttribute('viewBox') || '';
        made = world.getAttribute('transform') || '';
        for (const name of ['width', 'height', 'viewBox']) svg.removeAttribute(name);
        svg.setAttribute('role', 'group');
        const graph = readGraph(svg);
        nodes = graph.nodes;
        items = new Map();
        for (const item of [...nodes, ...graph.edges]) items.set(item.g, item);
        for (const edge of graph.edges) if (edge.label) items.set(edge.label, edge);
        nodes.forEach(prepare);
        for (const part of svg.querySelectorAll('.edges,.labels')) part.setAttribute('aria-hidden', 'true');
        isFar = false;
        present = new Set();
        places = items.size > MANY ? placesOf(items.values()) : [];
        if (places.length) flock = flockOf(places);
        for (const {parts} of places) for (const part of parts) part.remove();
        svg.append(over, names);
        const low = nodes.reduce((a, n) => [Math.min(a[0], n.x), Math.min(a[1], n.y), Math.max(a[2], n.x + n.w), Math.max(a[3], n.y + n.h)], [Infinity, Infinity, -Infinity, -Infinity]);
        bounds = nodes.length ? {x: low[0], y: low[1], w: low[2] - low[0], h: low[3] - low[1]} : {x: 0, y: 0, w: 1, h: 1};
        hovered = lit = null;
        sighted = '';
        layer.replaceChildren();
        shadow.replaceChildren(svg);
        dress();
        current = picked()[0] || root();
        current?.g.setAttribute('tabindex', '0');
        size = host.clientWidth ? host.clientWidth + ' ' + host.clientHeight : '';
        if (size) showFirst();
    };

    const count = /** @type {HTMLSelectElement} */ (h('select', {onchange: () => app.set({nodes: +count.value})}, NODE_COUNTS.map(([value, name]) => h('option', {value}, name))));
    const tree = h('button', {type: 'button', class: 'button', 'aria-pressed': 'false', title: 'One box for each path instead of each function', onclick: () => app.set({tree: !app.state.tree})}, 'Call tree');
    /** @type {(text: string, label: string, act: () => void) => HTMLElement} */
    const tool = (text, label, act) => h('button', {type: 'button', class: 'button', 'aria-label': label, title: label, onclick: act}, text);
    const shown = h('span', {class: 'muted'}), message = h('p', {class: 'none soft', hidden: true}, 'No call to draw.');
    const legend = h('p', {class: 'graph-legend muted'}, 'cum 0 ', h('span', {class: 'heat-scale'}), ' 100%', h('span', {class: 'key-hot'}, 'hot path'), h('span', {class: 'key-dash'}, 'calls with frames left out'));
    const signs = h('p', {class: 'graph-legend muted', hidden: true}, 'blue: less; orange-red: more; grey: within noise; shadow: the path that changed most');
    const element = h('section', {class: 'v-graph'}, h('div', {class: 'bar-line'}, h('label', {title: 'Boxes of functions and of labels'}, 'Boxes ', count), tree, shown, legend, signs,
        h('span', {class: 'tools'}, tool('\u2212', 'Zoom out', () => zoomAt(0.8)), tool('+', 'Zoom in', () => zoomAt(1.25)), tool('Fit', 'Fit the whole graph', () => showAll()))), message, host);
    listenToHost();

    const optionsOf = () => ({
        ...app.state.nodes >= 1000000 ? {nodecount: 0, trim: false} : app.state.nodes ? {nodecount: app.state.nodes, nodefraction: 0} : {}, ...app.state.tree ? {call_tree: true} : {}
    });

    const update = async () => {
        const request = app.request('graph', optionsOf());
        const {nodes: most} = app.state;
        // What a link or the command line says is a choice, too.
        if (!NODE_COUNTS.some(([value]) => value === most) && !Array.from(count.options).some(option => option.value === String(most))) count.append(h('option', {value: most}, counted(most)));
        count.value = String(most);
        tree.setAttribute('aria-pressed', String(app.state.tree));
        signs.hidden = !(legend.hidden = showsDeltas(app));
        if (drawn !== request) {
            const answer = await app.engine.ask(request);
            if (request !== app.request('graph', optionsOf())) return;
            drawn = request;
            bytes = answer.bytes;
            takeOver(new TextDecoder().decode(bytes));
            message.hidden = nodes.length > 0;
            shown.textContent = counted(nodes.filter(n => !n.isTag).length, 'function');
        }
        dress();
        draw();
        const [first] = picked();
        if (first && sighted !== app.state.fn) bringIntoSight(first, true);
        sighted = app.state.fn;
    };

    return {
        name: 'graph', title: 'Graph', element, isApart: true, update, key: onKey,
        exports: () => bytes.length ? [{label: 'Call graph, SVG', name: 'graph.svg', make: () => new Blob([/** @type {BlobPart} */ (bytes)], {type: 'image/svg+xml'})}] : []
    };
};
