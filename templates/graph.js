// The interactive part of the SVG call graph. In: the picture, whose groups carry what they show as
// data attributes. Out: the same picture in a window with pan, zoom, search and keys.
(() => {
'use strict';

const SVG = 'http://www.w3.org/2000/svg', HTML = 'http://www.w3.org/1999/xhtml';
const svg = document.currentScript?.ownerSVGElement || document.documentElement;
const $ = selector => svg.querySelector(selector);

// Sizes in px, as in templates/tokens.json.
const LINE = 62, LINE_HEIGHT = 38, DRAG = 4, REACH = 6, PAN = 80, KEEP = 60, NAME = 11;
const FULL = 0.6, NAMED = 0.35, NAMED_SHARE = 2, LEAST_ZOOM = 0.02, MOST_ZOOM = 8, ZOOM_MS = 140, FADED = 0.25;
const MOST_MOVED = 5000;

const isAlone = svg === document.documentElement;
const coarse = matchMedia('(pointer:coarse)').matches, calm = matchMedia('(prefers-reduced-motion:reduce)');

// @include svg_common.js

// @roles page ink ink_soft ink_muted hairline control_border hover select select_on_match focus focus_halo match match_line on_match bad link

const round = x => Math.round(x * 100) / 100;
const showOnly = (element, isShown) => { element.style.display = isShown ? '' : 'none'; };

// ---------------------------------------------------------------- the graph

/** @typedef {{g: Element, id: string, name: string, x: number, y: number, w: number, h: number,
 *     into: Edge[], out: Edge[], tags: Node[], isTag: boolean, share: number}} Node */
/** @typedef {{g: Element, src: Node, dst: Node, weight: number, label: {g: Element}, points: number[]}} Edge */

const head = $('.head'), foot = $('.foot'), world = $('#view');
const nodes = [], edges = [], functions = [], byId = new Map();
let graph, scale = 1, unit = null, total = 0, bounds;

const shareOf = text => text === '<0.1%' ? 0.05 : parseFloat(text) || 0;

const readNode = g => {
    const {id = '', name, cumShare} = g.dataset, box = g.querySelector('rect,polygon,ellipse')?.getBBox();
    const moved = /translate\(([-\d.]+)[ ,]*([-\d.]*)/.exec(g.getAttribute('transform')) || [0, 0, 0];
    if (!box || byId.has(id)) return;
    const node = {
        g, id, name: name || (g.querySelector('title') || g).textContent.split('\n')[0],
        x: box.x + +moved[1], y: box.y + +moved[2], w: box.width, h: box.height,
        into: [], out: [], tags: [], isTag: 'tag' in g.dataset, share: shareOf(cumShare)
    };
    byId.set(id, g.item = node);
    nodes.push(node);
};

const readEdge = g => {
    const {src, dst, weight} = g.dataset, from = byId.get(src), to = byId.get(dst);
    const edge = {g, src: from, dst: to, weight: +weight || 0, label: null, points: null};
    edges.push(edge);
    if (!from || !to) return;
    findLine(edge);
    g.item = edge;
    from.out.push(edge);
    to.into.push(edge);
};

const read = () => {
    for (const g of graph.querySelectorAll('.node')) readNode(g);
    for (const g of graph.querySelectorAll('.edge')) readEdge(g);
    // The labels are those of the edges that have a place for one, in their order.
    const labelled = edges.filter(edge => edge.g.querySelector('.label'));
    graph.querySelectorAll('.labels>text').forEach((label, i) => {
        const edge = labelled[i], x = +label.getAttribute('x'), y = +label.getAttribute('y');
        if (!edge) return;
        label.item = edge;
        edge.label = {g: label, box: [x - 50, y - 20, x + 50, y + 20]};
    });
    for (const node of nodes) {
        let host = node;
        while (host?.isTag) host = byId.get(host.g.dataset.tag);
        if (host && host !== node) host.tags.push(node);
        if (!node.isTag) functions.push(node);
        node.box = [node.x, node.y, node.x + node.w, node.y + node.h];
        node.out.sort((a, b) => b.weight - a.weight);
        node.into.sort((a, b) => b.weight - a.weight);
    }
    bounds = graph.getBBox();
    const whole = graph.querySelector('.nodes')?.dataset || {};
    total = +whole.total || 0;
    unit = familyOf(whole.unit || '');
};

// What belongs to a node or to an edge: its ends, its lines, its notes.
const around = item => {
    const lines = new Set(item.src ? [item] : [...item.into, ...item.out]), boxes = new Set(item.src ? [] : [item]);
    for (const tag of item.tags || []) {
        boxes.add(tag);
        for (const edge of tag.into) lines.add(edge);
    }
    for (const edge of lines) boxes.add(edge.src).add(edge.dst);
    return {lines, boxes};
};

const widen = (box, x, y) => {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
};

const boxOf = list => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const {x, y, w, h} of list) {
        widen(box, x, y);
        widen(box, x + w, y + h);
    }
    return box;
};

// An edge's line as points, if it is made of absolute M, L and C.
const findLine = edge => {
    const out = edge.points = [], path = edge.g.querySelector('path')?.getAttribute('d') || '';
    for (const [, command, text] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
        const n = (text.match(/-?[\d.]+/g) || []).map(Number);
        if (command === 'M' || command === 'L') out.push(...n);
        else if (command !== 'C') break;
        else for (let i = 0; i + 5 < n.length; i += 6) {
            const [x, y] = out.slice(-2);
            for (let t = 0.125; t <= 1; t += 0.125) {
                const s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
                out.push(a * x + b * n[i] + c * n[i + 2] + d * n[i + 4], a * y + b * n[i + 1] + c * n[i + 3] + d * n[i + 5]);
            }
        }
    }
    edge.box = boxOf([edge.src, edge.dst]);
    for (let i = 0; i < out.length; i += 2) widen(edge.box, out[i], out[i + 1]);
    edge.half = (parseFloat(edge.g.querySelector('path')?.getAttribute('stroke-width')) || 1) / 2;
};

const distance = (x, y, ax, ay, bx, by) => {
    const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    const t = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
};

// The line nearest to a point, if it is near enough.
const nearest = (x, y, reach) => {
    let best = null, least = reach;
    for (const edge of edges) {
        if (!edge.box) continue;
        const p = edge.points, box = edge.box, far = least + edge.half;
        if (x < box[0] - far || y < box[1] - far || x > box[2] + far || y > box[3] + far) continue;
        for (let i = 0; i + 3 < p.length; i += 2) {
            const d = distance(x, y, p[i], p[i + 1], p[i + 2], p[i + 3]) - edge.half;
            if (d < least) {
                least = d;
                best = edge;
            }
        }
    }
    return best;
};

// ---------------------------------------------------------------- words

const factsOf = item => {
    let d = item.g.dataset;
    const facts = [];
    if (item.src) {
        const value = d.value ? [d.value, d.change || d.share && d.share + ' of total'].filter(Boolean).join('  ') : '';
        facts.push([value, 'inlined' in d && 'inlined', 'residual' in d && 'calls with frames left out'].filter(Boolean).join(', '));
        if (d.shares) facts.push(d.shares + ' of each total');
        return facts.filter(Boolean);
    }
    // Of a comparison: what the colour says first.
    if (d.cumChange) {
        facts.push('cum ' + d.cum + '  ' + d.cumChange);
        if (d.flatChange) facts.push('flat ' + d.flat + '  ' + d.flatChange);
        if (d.cumShares) facts.push('cum ' + d.cumShares + ' of each total');
        if (d.was) facts.push('was ' + d.was);
        d = {place: d.place};
    }
    if (d.flat) facts.push('flat ' + d.flat + (d.flatShare ? '  ' + d.flatShare : ''));
    if (d.cum) facts.push('cum ' + d.cum + (d.cumShare ? '  ' + d.cumShare : ''));
    if (d.place) facts.push(d.place);
    if (!item.isTag) facts.push(counted(item.into.length, 'caller') + ', ' + counted(item.out.filter(e => !e.dst.isTag).length, 'callee'));
    return facts;
};

const nameOf = item => item.src ? item.src.name + ' -> ' + item.dst.name : item.name;

// The shorter forms of a name, for what is small on the screen.
const formsOf = node => {
    if (node.src) return [formsOf(node.src)[1] + ' -> ' + formsOf(node.dst)[1]];
    const plain = node.name.replace(/^.*\/(?=[^/]*$)/, ''), parts = plain.split(/(?:\.|::)(?=[^.:]*$)/);
    const lines = [...node.g.querySelectorAll('.name')].map(t => t.textContent).join('');
    return [lines || plain, parts[parts.length - 1]];
};

// ---------------------------------------------------------------- the window

const view = {k: 1, x: 0, y: 0};
let W = 0, H = 0, top = 0, dockHigh = 34, origin = {left: 0, top: 0}, over, lit, names, marks, painting = 0, moving = 0;

const middle = () => ({x: W / 2, y: (top + H - dockHigh) / 2});
const roomHigh = () => Math.max(40, H - dockHigh - top);

// Alone in a window it fills it; in a page it keeps the place that the page gives it.
const measure = () => {
    if (isAlone && window.top === window) Object.assign(svg.style, {width: '100%', height: '100%'});
    else if (isAlone) Object.assign(svg.style, {width: innerWidth + 'px', height: innerHeight + 'px'});
    ({width: W, height: H} = svg.getBoundingClientRect());
};

// Phones lay out pages of 980 px unless they are told not to.
const tellPhones = () => {
    const meta = svg.insertBefore(document.createElementNS(HTML, 'meta'), svg.firstChild);
    set(meta, {name: 'viewport', content: 'width=device-width,initial-scale=1'});
};

// Keeps a part of the drawing in the window.
const hold = () => {
    const {k} = view, keepX = Math.min(KEEP, bounds.width * k), keepY = Math.min(KEEP, bounds.height * k);
    view.x = Math.max(keepX - (bounds.x + bounds.width) * k, Math.min(W - keepX - bounds.x * k, view.x));
    view.y = Math.max(top + keepY - (bounds.y + bounds.height) * k, Math.min(H - dockHigh - keepY - bounds.y * k, view.y));
};

// Only what is in the window, or near it, is there to be painted.
let near = [0, 0, 0, 0];
const meets = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
const appear = (item, isNear) => {
    if (!item.box || item.isFar === !isNear) return;
    item.isFar = !isNear;
    showOnly(item.g, isNear);
};
const parts = () => [...nodes, ...edges, ...edges.map(edge => edge.label).filter(Boolean)];

const cull = () => {
    const {k, x, y} = view, w = W / k, h = H / k, x0 = -x / k, y0 = -y / k;
    const isInside = x0 >= near[0] && y0 >= near[1] && x0 + w <= near[2] && y0 + h <= near[3];
    if (isInside && near[2] - near[0] < 2.5 * w) return;
    near = [x0 - w / 4, y0 - h / 4, x0 + 1.25 * w, y0 + 1.25 * h];
    for (const part of parts()) appear(part, meets(part.box || near, near));
};

const paint = () => {
    painting = 0;
    const {k, x, y} = view, transform = `matrix(${k} 0 0 ${k} ${round(x)} ${round(y)})`;
    set(graph, {transform});
    set(over, {transform});
    const level = k < NAMED ? 'z6 z3' : k < FULL ? 'z6' : '';
    for (const name of ['z6', 'z3'])
        for (const group of [graph, lit]) group.classList.toggle(name, level.includes(name));
    cull();
    drawNames();
    drawMarks();
};

const move = (k, x, y) => {
    view.k = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, k));
    view.x = x;
    view.y = y;
    hold();
    if (!painting) painting = requestAnimationFrame(paint);
    rememberSoon();
};

// Zooms so that what is at a point of the screen stays there.
const zoomAt = (factor, x, y) => {
    const k = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, view.k * factor)), by = k / view.k;
    cancelAnimationFrame(moving);
    move(k, x - (x - view.x) * by, y - (y - view.y) * by);
};

const panBy = (dx, dy) => {
    cancelAnimationFrame(moving);
    move(view.k, view.x + dx, view.y + dy);
};

// Goes to a place of the drawing at the middle of the window, in 140 ms.
const travel = (k, cx, cy, at = middle()) => {
    const from = {...view}, start = performance.now();
    const to = {k, x: at.x - cx * k, y: at.y - cy * k};
    cancelAnimationFrame(moving);
    if (calm.matches || nodes.length + edges.length > MOST_MOVED) return move(to.k, to.x, to.y);
    const frame = now => {
        const t = Math.min(1, Math.max(0, (now - start) / ZOOM_MS)), eased = 1 - (1 - t) ** 3;
        const mix = name => from[name] + (to[name] - from[name]) * eased;
        move(mix('k'), mix('x'), mix('y'));
        if (t < 1) moving = requestAnimationFrame(frame);
    };
    moving = requestAnimationFrame(frame);
};

const fitZoom = (box, most) => Math.min(most, (W - 32) / (box.width || 1), (roomHigh() - 24) / (box.height || 1));

const zoomTo = item => {
    const [x0, y0, x1, y1] = boxOf(around(item).boxes);
    travel(Math.max(NAMED, fitZoom({width: x1 - x0, height: y1 - y0}, 1.5)), (x0 + x1) / 2, (y0 + y1) / 2);
};

const whole = () => travel(fitZoom(bounds, 1), bounds.x + bounds.width / 2, bounds.y + bounds.height / 2);

const isHot = item => 'hot' in item.g.dataset;

// Where the hot path starts, or else what is heaviest.
const root = () => functions.find(node => isHot(node) && !node.into.some(isHot)) ||
    functions.reduce((best, node) => node.share > (best ? best.share : -1) ? node : best, null);

// The whole width if that can be read, otherwise the root of the hot path at the top and in the middle,
// unless that would leave room beside the drawing.
const first = () => {
    const {x, y, width: wide} = bounds, k = Math.min(1, (W - 32) / wide), at = k < FULL && root();
    if (at) move(1, Math.max(W - 24 - x - wide, Math.min(24 - x, W / 2 - at.x - at.w / 2)), top + 20 - at.y);
    else move(k, W / 2 - (x + wide / 2) * k, top + 12 - y * k);
};

// A frame may be without a size until the page around it has one.
const begin = () => {
    if (location.hash.length > 1) readAddress();
    else first();
};

// Moves the drawing as little as needed for a node to be seen.
const bringIntoSight = node => {
    const {k} = view, x = node.x * k + view.x, y = node.y * k + view.y, margin = 24;
    const off = (from, size, low, high) => from < low + margin ? low + margin - from
        : Math.min(0, high - margin - from - size);
    const dx = off(x, node.w * k, 0, W), dy = off(y, node.h * k, top, H - dockHigh);
    if (dx || dy) travel(k, node.x + node.w / 2, node.y + node.h / 2,
        {x: x + node.w * k / 2 + dx, y: y + node.h * k / 2 + dy});
};

// ---------------------------------------------------------------- lights and marks

let hovered = null, picked = null, current = null, byKey = false, litItem = null, message = '';

// Everything else fades as one; what is lit is drawn once more above it.
const light = item => {
    if (item === litItem) return;
    litItem = item;
    const all = document.createDocumentFragment();
    if (item) {
        const {lines, boxes} = around(item), labels = [];
        for (const edge of lines) {
            all.append(edge.g.cloneNode(true));
            if (edge.label) labels.push(edge.label.g);
        }
        for (const node of boxes) all.append(node.g.cloneNode(true));
        for (const label of labels) all.append(label.cloneNode(true));
        for (const copy of all.children) for (const name of ['id', 'style', 'tabindex', 'role', 'aria-label']) copy.removeAttribute(name);
    }
    lit.replaceChildren(all);
    graph.style.opacity = item ? FADED : '';
    if (view.k < NAMED) drawNames();
};

const outline = (node, out, name) => node ? add(marks, 'rect', {
    class: name, x: round(node.x - out / view.k), y: round(node.y - out / view.k), fill: 'none', rx: 5,
    width: round(Math.max(0, node.w + 2 * out / view.k)), height: round(Math.max(0, node.h + 2 * out / view.k)),
    'stroke-width': name === 'halo' ? 4 : name === 'hov' ? 1 : 2, 'vector-effect': 'non-scaling-stroke'
}) : null;

const drawMarks = () => {
    marks.textContent = '';
    if (hovered && !hovered.src && hovered !== picked) outline(hovered, -0.5, 'hov');
    if (picked && !picked.src) outline(picked, -1, search.isHit(picked) ? 'om' : 'sel');
    if (!byKey || !current) return;
    outline(current, 2, 'halo');
    outline(current, 2, 'foc');
};

// Far out only the names of what is heavy, or lit, or found, at a size that can be read.
const drawNames = () => {
    names.textContent = '';
    if (view.k >= NAMED) return;
    const list = litItem ? [...around(litItem).boxes] : search.count ? search.hits : functions.filter(n => n.share >= NAMED_SHARE);
    const taken = [];
    for (const node of [...list].sort((a, b) => b.share - a.share)) {
        const {text, width} = fit(formsOf(node), Math.max(150, node.w * view.k) * 12 / NAME, 3);
        const w = width * NAME / 12, y = (node.y + node.h / 2) * view.k + view.y + 4;
        let x = (node.x + node.w / 2) * view.k + view.x;
        if (x < 0 || x > W || y < top || y > H - dockHigh) continue;
        x = Math.max(w / 2 + 4, Math.min(W - w / 2 - 4, x));
        const box = [x - w / 2 - 2, y - 12, x + w / 2 + 2, y + 4];
        if (taken.some(t => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1])) continue;
        taken.push(box);
        add(names, 'text', {class: 't0 halo', x: round(x), y: round(y)}, text);
    }
};

// ---------------------------------------------------------------- selection and status

// While something is searched for, the matches are what is lit, and what is pointed at among them.
const toLight = () => search.text ? (hovered && search.isHit(hovered) ? hovered : null) : hovered || picked;

const drawHover = item => {
    if (item === hovered) return;
    hovered = item;
    if (item) message = '';
    light(toLight());
    drawMarks();
    drawStatus();
};

const pick = (item, isStep = true) => {
    if (picked && !picked.src) picked.g.removeAttribute('aria-pressed');
    picked = item;
    if (item && !item.src) {
        set(item.g, {'aria-pressed': true});
        current = item;
    }
    message = '';
    light(toLight());
    drawMarks();
    drawStatus();
    if (isStep) remember(true);
};

const toggle = item => pick(item === picked ? null : item);

// Makes a node the one that has the keyboard.
const go = (node, isFocused = true) => {
    if (!node) return;
    if (current) current.g.setAttribute('tabindex', -1);
    current = node;
    appear(node, true);
    set(node.g, {tabindex: 0});
    message = '';
    if (isFocused) node.g.focus({preventScroll: true});
    bringIntoSight(node);
    drawMarks();
    drawStatus();
};

const walk = key => {
    const from = current, y = from.y + from.h / 2;
    if (key === 'ArrowDown') return go(from.out.map(e => e.dst).find(n => n !== from && !n.isTag));
    if (key === 'ArrowUp') return go(from.into.map(e => e.src).find(n => n !== from));
    const by = key === 'ArrowRight' ? 1 : -1, isBeside = n => by * (n.x - from.x) > 0 && !n.isTag &&
        (n.y <= y && n.y + n.h >= y || from.y <= n.y + n.h / 2 && from.y + from.h >= n.y + n.h / 2);
    go(functions.filter(isBeside).reduce((a, b) => a && by * (a.x - b.x) <= 0 ? a : b, null));
};

let chrome, dock, idle, statusText, statusFacts, spoken;

// The name and as many facts as there is room for; a long name gives way to them, where they have no
// line of their own.
const drawStatus = () => {
    const item = hovered || (byKey && current) || picked, facts = item && !message ? factsOf(item) : [];
    showOnly(idle, !item && !message);
    statusText.textContent = statusFacts.textContent = '';
    if (!item && !message) return;
    const name = message || nameOf(item), room = W - 2 * pad, isTwo = dockHigh > 34;
    const least = isTwo ? 0 : Math.min(textWidth(name), Math.max(100, room * 0.45));
    let words = '';
    for (const fact of facts) {
        const longer = words + (words || !isTwo ? '   ' : '') + fact;
        if (least + textWidth(longer) > room) break;
        words = longer;
    }
    const {text, width: used} = fit(item && !message && isTwo ? [name, ...formsOf(item)] : [name], room - (isTwo ? 0 : textWidth(words)), 3);
    statusText.textContent = text;
    statusFacts.textContent = words;
    set(statusFacts, {x: round(pad + (isTwo ? 0 : used)), y: isTwo ? 40 : 20});
};

const say = text => {
    message = text;
    spoken.textContent = text;
    drawStatus();
};

// Where the viewer forbids it (asking would log an error), the name waits selected in the search box.
const copyName = () => {
    const item = (byKey && current) || picked || hovered;
    if (!item) return;
    const offer = () => {
        openSearch();
        bar.input.value = nameOf(item);
        bar.input.select();
        say('the viewer does not let us copy: press Ctrl-C');
    };
    if (document.featurePolicy?.allowsFeature('clipboard-write') === false || !navigator.clipboard) offer();
    else navigator.clipboard.writeText(nameOf(item)).then(() => say('copied: ' + nameOf(item)), offer);
};

// ---------------------------------------------------------------- search

// @include svg_match.js

const search = {text: '', error: '', isOpen: false, isExact: false, hits: [], count: 0, isHit: node => search.hits.includes(node)};

const find = text => {
    search.error = '';
    let hits = [];
    try {
        const ofFile = text.startsWith('file:'), plain = ofFile ? text.slice(5) : text;
        const matches = search.isExact && !/^\/.+\/[imsu]*$/.test(plain) ? name => name.includes(plain) : matcher(plain);
        if (plain) hits = functions.filter(node => matches(ofFile ? node.g.dataset.place || '' : node.name));
    } catch (e) {
        search.error = e.message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/, '');
        return drawLine();
    }
    const found = new Set(hits);
    for (const node of functions) if (node.g.classList.contains('m') !== found.has(node)) node.g.classList.toggle('m');
    search.text = text === 'file:' ? '' : text;
    search.hits = hits;
    search.count = hits.length;
    graph.classList.toggle('find', search.text !== '');
    litItem = undefined;
    light(toLight());
    drawNames();
    drawMarks();
    drawLine();
};

const step = by => {
    if (!search.count) return;
    const at = search.hits.indexOf(current), next = at < 0 ? by > 0 ? 0 : -1 : at + by;
    const node = search.hits[(next + search.count) % search.count];
    byKey = true;
    go(node, document.activeElement !== bar.input);
    travel(Math.max(view.k, FULL), node.x + node.w / 2, node.y + node.h / 2);
    drawCount();
};

let typing = 0;
const searchFor = (text, isOpen = true) => {
    clearTimeout(typing);
    search.isOpen = isOpen;
    if (bar.input.value !== text) bar.input.value = text;
    find(text);
    remember(false);
};

const searchNow = () => {
    if (bar.input.value !== search.text) searchFor(bar.input.value);
};

const openSearch = () => {
    search.isOpen = true;
    drawLine();
    bar.input.focus({preventScroll: true});
    bar.input.select();
};

const closeSearch = () => {
    searchFor('', false);
    if (current) current.g.focus({preventScroll: true});
    else bar.input.blur();
};

// ---------------------------------------------------------------- the head

let bar, tools, help, shownHead, pad = 16;

const ICON = 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.3 10.3L14 14';

const copyOf = element => {
    const copy = element.cloneNode(true);
    copy.removeAttribute('class');
    return copy;
};

// A line of facts loses the last ones, then its end, until it ends before a place.
const shorten = (text, limit) => {
    const isOver = () => text.getBoundingClientRect().right - origin.left > limit;
    if (!text.children.length)
        for (let at; isOver() && (at = text.textContent.lastIndexOf('   ')) > 0;) text.textContent = text.textContent.slice(0, at);
    const box = text.getBoundingClientRect(), full = textWidth(text.textContent);
    if (isOver()) text.textContent = fit([text.textContent], (limit - box.left + origin.left) * full / box.width, 3).text;
};

const rect = element => element.getBoundingClientRect();
const isInLegend = element => rect(element).top - origin.top > LINE - 4;

// Moves what stands at the right end of the picture to that of the window, and shortens the rest.
const fitTexts = copy => {
    const texts = [...copy.querySelectorAll('text')], ends = texts.filter(t => getComputedStyle(t).textAnchor === 'end');
    for (const text of ends) text.setAttribute('x', +text.getAttribute('x') + W - width);
    for (const text of texts) {
        if (ends.includes(text) || isInLegend(text) && copy === shownHead) continue;
        const left = end => rect(end).left - origin.left;
        const row = ends.filter(end => rect(end).top < rect(text).bottom && rect(end).bottom > rect(text).top).sort((a, b) => left(a) - left(b));
        if (row[0] && rect(row[0]).height < 20 && W < 900) showOnly(row.shift(), false);
        // Of a comparison the change stays, if there is room for only that.
        if (row[1] && left(row[0]) < 160) showOnly(row.shift(), false);
        shorten(text, row[0] ? left(row[0]) - 16 : W - pad);
    }
};

// The head was made for the picture; a copy of it is made to fit the window. What of the legend has no
// room, a sample or a few and their text, is left out.
const drawHead = () => {
    if (!head) return;
    const copy = copyOf(head), limit = W - pad - toolsWidth() - (W < 640 ? 0 : 16);
    shownHead.replaceWith(copy);
    shownHead = copy;
    fitTexts(copy);
    legend = [...copy.children].filter(isInLegend);
    let item = [];
    for (const part of legend) {
        item.push(part);
        if (part.localName !== 'text' && part.localName !== 'g') continue;
        const isBelow = rect(part).top - origin.top > 100, most = isBelow ? W - pad : limit;
        // What fills a line is cut, not left out.
        if (isBelow && item.length === 1 && rect(part).left - origin.left < 2 * pad) shorten(part, most);
        const isFit = rect(part).right - origin.left <= most;
        for (const piece of item) showOnly(piece, isFit);
        item = [];
    }
};

let legend = [];
const width = (svg.viewBox.baseVal?.width || 1280) / (parseFloat(/scale\((.*)\)/.exec(world?.getAttribute('transform'))?.[1]) || 1);
const toolsWidth = () => W < 640 ? 16 : textWidth('search  /') + 48;

const makeChrome = () => {
    chrome = add(svg, 'g', {class: 's'});
    const ground = add(chrome, 'rect', {class: 'bg', width: '100%'});
    shownHead = add(chrome, 'g', {});
    tools = {group: add(chrome, 'g', {}), ground};
    const tool = (into, label, act) => {
        const group = button(add(into, 'g', {}), label, act);
        return {group, area: add(group, 'rect', {fill: 'transparent', y: coarse ? LINE : 66, height: coarse ? LINE_HEIGHT : 28})};
    };
    const icon = into => add(into, 'path', {class: 'ico', d: ICON, fill: 'none', 'stroke-width': 1.5, 'stroke-linecap': 'round'});
    tools.help = tool(tools.group, 'Keys', toggleHelp);
    tools.mark = add(tools.help.group, 'text', {class: 't2', y: 80}, '?');
    tools.search = tool(tools.group, 'Search', openSearch);
    tools.icon = icon(tools.search.group);
    tools.word = add(tools.search.group, 'text', {class: 't2', y: 80}, 'search  /');
    bar = {group: add(chrome, 'g', {role: 'search'})};
    bar.box = add(bar.group, 'rect', {y: 68.5, height: 25, rx: 6});
    bar.icon = icon(bar.group);
    bar.holder = add(bar.group, 'foreignObject', {y: 68, height: 25});
    bar.input = document.createElementNS(HTML, 'input');
    set(bar.input, {type: 'text', 'aria-label': 'Search: text, /expression/, or file:text', spellcheck: false, autocomplete: 'off', autocapitalize: 'off', placeholder: 'text, /expression/, file:text'});
    Object.assign(bar.input.style, {width: '100%', height: '24px', border: '0', padding: '0', margin: '0', outline: 'none', background: 'transparent', boxSizing: 'border-box', display: 'block', userSelect: 'text'});
    bar.holder.append(bar.input);
    bar.exact = tool(bar.group, 'Capitals matter', () => {
        search.isExact = !search.isExact;
        searchFor(bar.input.value);
    });
    bar.exactText = add(bar.exact.group, 'text', {y: 85}, 'Aa');
    bar.close = tool(bar.group, 'Close search', closeSearch);
    bar.closeText = add(bar.close.group, 'text', {class: 't2', y: 85}, 'Esc');
    bar.result = add(bar.group, 'text', {y: 85, 'aria-live': 'polite'});
    bar.input.addEventListener('input', () => {
        clearTimeout(typing);
        typing = setTimeout(searchFor, 0, bar.input.value);
    });
    makeDock();
};

const makeDock = () => {
    dock = add(chrome, 'g', {});
    add(dock, 'rect', {class: 'bg', width: '100%', height: 54});
    add(dock, 'path', {class: 'rule', d: 'M0 .5H9999'});
    idle = add(dock, 'g', {});
    statusText = add(dock, 'text', {class: 't0', y: 20});
    statusFacts = add(dock, 'text', {class: 't1', y: 20});
    spoken = add(dock, 'text', {fill: 'none', role: 'status', 'aria-live': 'polite', y: 20, 'font-size': 1, 'pointer-events': 'none'});
};

// HTML inside the picture takes its colours from elements that the style sheet colours.
const dress = () => {
    const ink = getComputedStyle(tools.dark).fill, soft = getComputedStyle(tools.word).fill;
    Object.assign(bar.input.style, {color: ink, caretColor: ink, fontFamily: getComputedStyle(tools.word).fontFamily, fontSize: coarse ? '16px' : '12px'});
    for (const icon of [bar.icon, tools.icon]) icon.setAttribute('stroke', soft);
};

const drawIdle = () => {
    if (!foot) return;
    const copy = copyOf(foot), base = +foot.querySelector('text')?.getAttribute('y') || 0;
    idle.replaceChildren(copy);
    idle.setAttribute('transform', `translate(0 ${round(20 - base)})`);
    fitTexts(copy);
};

const drawLine = () => {
    showOnly(bar.group, search.isOpen);
    showOnly(tools.group, !search.isOpen);
    for (const part of legend) part.style.visibility = search.isOpen ? 'hidden' : '';
    if (search.isOpen) drawBar();
};

const drawTools = () => {
    const isWide = W >= 640, right = W - pad, at = right - (isWide ? textWidth('search  /') + 22 : 16);
    showOnly(tools.word, isWide);
    showOnly(tools.help.group, isWide);
    set(tools.word, {x: round(at + 22)});
    set(tools.icon, {transform: `translate(${round(at)} 68)`});
    set(tools.search.area, {x: round(at - (isWide ? 4 : 12)), width: round(right - at + (isWide ? 8 : 24))});
    set(tools.mark, {x: round(at - 20)});
    set(tools.help.area, {x: round(at - 26), width: 18});
};

const drawBar = () => {
    const wide = W < 640 ? 208 : 300, left = pad;
    set(bar.box, {x: left + 0.5, width: wide - 1, class: search.error ? 'box badbox' : 'box'});
    set(bar.icon, {transform: `translate(${left + 7} 73)`});
    set(bar.holder, {x: left + 28, width: wide - 98});
    set(bar.exact.group, {'aria-pressed': search.isExact});
    set(bar.exact.area, {x: left + wide - 70, width: 30});
    set(bar.exactText, {x: left + wide - 63, class: search.isExact ? 'lnk b' : 't2'});
    set(bar.close.area, {x: left + wide - 40, width: 38});
    set(bar.closeText, {x: left + wide - 32});
    set(bar.result, {x: left + wide + 14});
    drawCount();
};

// What was found, beside the box, as much as there is room for.
const drawCount = () => {
    if (!search.isOpen) return;
    const {count, hits, error, text} = search, line = bar.result, room = W - pad - +line.getAttribute('x');
    const put = (name, words) => add(line, 'tspan', {class: name}, words);
    line.textContent = '';
    if (error) return put('bad', fit([error], room, 3).text);
    if (!text) return;
    if (!count) return put('t1', fit(['no match in ' + counted(functions.length, 'function'), 'no match'], room, 3).text);
    const sum = name => total && hits.every(node => name in node.g.dataset) ? hits.reduce((all, node) => all + +node.g.dataset[name], 0) : null;
    const flat = sum('flatValue'), base = sum('baseValue');
    const sums = flat !== null ? [valueText(flat) + '  ' + shareText(flat), ' flat in ']
        : base !== null ? [valueText(base) + ' \u2192 ' + valueText(sum('newValue')), ' flat in '] : ['', ''];
    const where = [counted(count) + ' of ' + counted(functions.length, 'function'), counted(count, 'function'), ''];
    const at = hits.includes(current) ? '   ' + counted(hits.indexOf(current) + 1) + ' of ' + counted(count) : '';
    const spare = room - textWidth(sums[0] + at) * 1.08;
    const words = where.map(w => sums[1] + w).find(w => textWidth(w) <= spare) || '';
    if (sums[0]) put('t0 b', sums[0]);
    put(sums[0] ? 't2' : 't0', words);
    if (at && spare >= 0) put('t1', at);
};

// ---------------------------------------------------------------- help

const KEYS = [
    ['hover, click', 'callers and callees; keep them'], ['f, double click', 'zoom to a function'],
    ['wheel, + \u2212', 'zoom'], ['drag, arrows', 'move'], ['0  1  Home', 'all, full size, as at first'],
    ['Tab, arrows', 'walk: callee, caller, neighbour'], ['Enter', 'select'],
    ['/', 'search: text, /expression/, file:text'], ['n  N', 'next, previous match'], ['c', 'copy the name'],
    ['Esc', 'back, release'], ['?', 'these keys']
];

const toggleHelp = () => {
    if (help) {
        help.remove();
        help = null;
        return;
    }
    const wide = Math.min(350, W - 2 * pad);
    help = button(add(chrome, 'g', {}), 'Keys. ' + KEYS.map(row => row.join(': ')).join('. '), toggleHelp);
    set(help, {role: 'dialog', tabindex: -1, transform: `translate(${round(W - pad - wide)} ${top + 8})`});
    add(help, 'rect', {class: 'box', x: 0.5, y: 0.5, width: wide - 1, height: KEYS.length * 22 + 20, rx: 6});
    KEYS.forEach(([key, words], k) => {
        add(help, 'text', {class: 't0 b', x: 14, y: 26 + 22 * k}, key);
        add(help, 'text', {class: 't1', x: 122, y: 26 + 22 * k}, words);
    });
    help.focus({preventScroll: true});
};

// ---------------------------------------------------------------- state in the address

// #n=NAME&s=TEXT&c=1&v=X,Y,ZOOM. X and Y are what is in the middle, from the selected node if there
// is one, so that the link holds for the graph of another profile.
let written = '', remembering = 0;

const centreOf = node => node && !node.src ? {x: node.x + node.w / 2, y: node.y + node.h / 2} : {x: 0, y: 0};

const addressOf = () => {
    const parts = [], at = middle(), from = centreOf(picked), {k} = view;
    if (picked && !picked.src) {
        const twins = nodes.filter(node => node.name === picked.name).indexOf(picked);
        parts.push('n=' + encodeURIComponent(picked.name) + (twins ? '&i=' + twins : ''));
    }
    if (search.text) parts.push('s=' + encodeURIComponent(search.text) + (search.isExact ? '&c=1' : ''));
    parts.push('v=' + [(at.x - view.x) / k - from.x, (at.y - view.y) / k - from.y].map(Math.round).join() + ',' + +k.toPrecision(4));
    return parts.join('&');
};

const remember = isStep => {
    clearTimeout(remembering);
    written = addressOf();
    try {
        history[isStep ? 'pushState' : 'replaceState'](null, '', '#' + written);
    } catch (e) { /* a sandbox without history */ }
};

const rememberSoon = () => {
    clearTimeout(remembering);
    if (isReady) remembering = setTimeout(remember, 300, false);
};

const readAddress = () => {
    const address = location.hash.slice(1), parts = {};
    if (address === written) return;
    for (const part of address.split('&')) {
        try {
            parts[part.slice(0, 1)] = decodeURIComponent(part.slice(2));
        } catch (e) { /* half an escape is nothing */ }
    }
    written = address;
    byKey = false;
    search.isExact = parts.c === '1';
    search.isOpen = !!parts.s;
    bar.input.value = parts.s || '';
    find(bar.input.value);
    const named = parts.n ? nodes.filter(node => node.name === parts.n) : [], node = named[+parts.i || 0] || named[0] || null;
    pick(node, false);
    const [x, y, k] = (parts.v || '').split(',').map(Number), from = centreOf(node), at = middle();
    const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, k));
    cancelAnimationFrame(moving);
    if (k > 0 && Number.isFinite(x + y + k) && !(parts.n && !node)) move(zoom, at.x - (from.x + x) * zoom, at.y - (from.y + y) * zoom);
    else if (node) move(Math.max(view.k, FULL), at.x - from.x * Math.max(view.k, FULL), at.y - from.y * Math.max(view.k, FULL));
    else first();
    clearTimeout(remembering);
    if (parts.n && !node) say('this graph has not the function of the link');
};

// ---------------------------------------------------------------- input

const escape = () => {
    if (help) toggleHelp();
    else if (search.isOpen) closeSearch();
    else if (picked) pick(null);
    else {
        current?.g.blur();
        byKey = false;
        drawMarks();
        drawStatus();
    }
};

const zoomKey = factor => {
    const {x, y} = middle();
    zoomAt(factor, x, y);
};

const chosen = () => (byKey && current) || picked || hovered;

const onKey = event => {
    const {key, target} = event, isTyping = target === bar.input;
    if ((event.ctrlKey || event.metaKey) && key === 'f' && !isTyping) {
        event.preventDefault();
        return openSearch();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping && key !== 'Escape' && key !== 'Enter') return;
    const focused = !target.act && target.item && !target.item.src ? target.item : null;
    const press = () => {
        if (isTyping) {
            searchNow();
            step(event.shiftKey ? -1 : 1);
        } else if (focused) toggle(focused);
    };
    const pans = {ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN]};
    const actions = {
        Escape: escape, Enter: press, ' ': press, '/': openSearch, n: () => step(1), N: () => step(-1),
        '+': () => zoomKey(1.25), '=': () => zoomKey(1.25), '-': () => zoomKey(0.8), 0: whole, 1: () => zoomKey(1 / view.k),
        Home: first, f: () => chosen() && zoomTo(chosen()), c: copyName, y: copyName, h: toggleHelp, '?': toggleHelp
    };
    if (target.act && (key === 'Enter' || key === ' ')) target.act();
    else if (pans[key] && focused) {
        byKey = true;
        walk(key);
    } else if (pans[key]) panBy(...pans[key]);
    else if (Object.hasOwn(actions, key)) actions[key]();
    else return;
    event.preventDefault();
};

const placeOf = event => ({x: event.clientX - origin.left, y: event.clientY - origin.top});

const itemAt = event => {
    if (chrome.contains(event.target)) return null;
    const item = event.target.closest?.('.node,.edge,.labels>text')?.item;
    if (item) return item;
    const {x, y} = placeOf(event);
    return nearest((x - view.x) / view.k, (y - view.y) / view.k, REACH / view.k);
};

const pointers = new Map();
let isDragged = false;

// One pointer moves the drawing, two also zoom it.
const onMove = event => {
    const last = pointers.get(event.pointerId), now = placeOf(event);
    if (!last) {
        if (event.pointerType !== 'touch') drawHover(itemAt(event));
        return;
    }
    if (!isDragged && Math.hypot(now.x - last.x, now.y - last.y) < DRAG) return;
    if (!isDragged) {
        isDragged = true;
        svg.setPointerCapture?.(event.pointerId);
        svg.style.cursor = 'grabbing';
        drawHover(null);
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (!other) return panBy(now.x - last.x, now.y - last.y);
    const centre = p => ({x: (p.x + other.x) / 2, y: (p.y + other.y) / 2, size: Math.hypot(p.x - other.x, p.y - other.y)});
    const a = centre(last), b = centre(now);
    panBy(b.x - a.x, b.y - a.y);
    if (a.size > 1 && b.size > 1) zoomAt(b.size / a.size, b.x, b.y);
};

const onPress = event => {
    byKey = false;
    if (event.button || chrome.contains(event.target)) return;
    measureOrigin();
    if (!pointers.size) isDragged = false;
    pointers.set(event.pointerId, placeOf(event));
    cancelAnimationFrame(moving);
};

const onRelease = event => {
    pointers.delete(event.pointerId);
    if (!pointers.size) svg.style.cursor = '';
};

const onClick = event => {
    for (let element = event.target; element && element !== svg; element = element.parentNode)
        if (element.act) return element.act();
    if (isDragged || chrome.contains(event.target)) return;
    const item = itemAt(event);
    if (event.detail > 1) {
        if (!item) return;
        pick(item);
        return zoomTo(item);
    }
    if (item) toggle(item);
    else if (picked) pick(null);
    if (item && !item.src) item.g.focus({preventScroll: true});
    else document.activeElement?.blur?.();
};

const onWheel = event => {
    if (chrome.contains(event.target) && !event.ctrlKey) return;
    // Inside a page the wheel scrolls the page, until the graph has been clicked.
    if (window.top !== window && !event.ctrlKey && !document.hasFocus()) return;
    event.preventDefault();
    measureOrigin();
    const factor = [1, 16, 100][event.deltaMode], {x, y} = placeOf(event);
    if (event.shiftKey) return panBy(-(event.deltaX || event.deltaY) * factor, 0);
    zoomAt(Math.exp(-Math.max(-120, Math.min(120, event.deltaY * factor)) * (event.ctrlKey ? 0.008 : 0.0018)), x, y);
};

const measureOrigin = () => { if (!isAlone) origin = svg.getBoundingClientRect(); };

const onResize = () => {
    const {k} = view, at = middle(), x = (at.x - view.x) / k, y = (at.y - view.y) / k, wasSeen = W > 0 && H > 0;
    layOut();
    if (!wasSeen) return begin();
    const now = middle();
    move(k, now.x - x * k, now.y - y * k);
};

const layOut = () => {
    measure();
    measureOrigin();
    dockHigh = W < 640 ? 54 : 34;
    drawHead();
    top = head ? Math.max(LINE + LINE_HEIGHT, round(shownHead.getBBox().y + shownHead.getBBox().height + 8)) : LINE + LINE_HEIGHT;
    set(tools.ground, {height: top});
    dock.setAttribute('transform', `translate(0 ${round(H - dockHigh)})`);
    statusText.setAttribute('x', pad);
    drawTools();
    drawIdle();
    drawLine();
    drawStatus();
};

// The picture as it was made, for paper.
const made = [[svg, 'viewBox'], [world, 'transform']].map(([element, name]) => [element, name, element?.getAttribute(name)]);
const restore = isStill => {
    for (const [element, name, value] of made)
        if (isStill && value) element.setAttribute(name, value);
        else element.removeAttribute(name);
    if (!isStill) return onResize();
    Object.assign(svg.style, {width: '', height: ''});
    drawHover(null);
    light(null);
    cancelAnimationFrame(painting);
    painting = 0;
    for (const part of parts()) appear(part, true);
    near = [0, 0, 0, 0];
    graph.removeAttribute('transform');
    graph.classList.remove('z6', 'z3');
};

const listen = () => {
    svg.addEventListener('pointerdown', onPress, true);
    svg.addEventListener('pointermove', onMove);
    for (const name of ['pointerup', 'pointercancel']) addEventListener(name, onRelease, true);
    svg.addEventListener('pointerleave', () => drawHover(null));
    svg.addEventListener('click', onClick);
    svg.addEventListener('wheel', onWheel, {passive: false});
    // On an element of SVG it would make that element one of those that Tab goes to.
    document.addEventListener('focusin', event => {
        const {item} = event.target;
        if (item && byKey && item !== current) go(item);
        else if (item) {
            drawMarks();
            drawStatus();
        }
    });
    document.addEventListener('keydown', event => {
        const isOurs = isAlone || svg.contains(event.target);
        if (isOurs && event.key === 'Tab') byKey = true;
        if (isOurs) onKey(event);
    });
    addEventListener('resize', onResize);
    addEventListener('popstate', readAddress);
    addEventListener('hashchange', readAddress);
    addEventListener('beforeprint', () => restore(true));
    addEventListener('afterprint', () => restore(false));
    matchMedia('(prefers-color-scheme:dark)').addEventListener('change', dress);
};

// ---------------------------------------------------------------- start

const CSS = '@media screen{.head,.foot{display:none}}@media print{.s{display:none}}' +
    '.node,.edge,.labels{cursor:pointer}.node,[role=dialog]{outline:none}.lit,.names{pointer-events:none}' +
    '.z6 .num,.z6 .node rect~rect:not([fill]),.z6 .labels,.lit.z6>text,.z3 .node text{display:none}' +
    'svg>text,.t0,.t1,.t2,.lnk,.bad{font-size:12px}.b{font-weight:600}' +
    '.names text{font-size:11px;text-anchor:middle;stroke-width:3px;paint-order:stroke;stroke-linejoin:round}' +
    '.find .node:not(.m)>rect,.find .edge path{fill-opacity:.25;stroke-opacity:.25}' +
    '.find .bands{opacity:.25}.find .node:not(.m)>rect~rect{fill-opacity:.08}.find .node:not(.m) text,.find .labels{fill-opacity:.5}';

const RULES = [
    ['.s .bg', 'fill', 'page'], ['.t0', 'fill', 'ink'], ['.t1', 'fill', 'ink_soft'], ['.t2', 'fill', 'ink_muted'], ['.s .rule', 'stroke', 'hairline'],
    ['.hov', 'stroke', 'hover'], ['.sel', 'stroke', 'select'], ['.om', 'stroke', 'select_on_match'], ['.foc', 'stroke', 'focus'], ['.halo', 'stroke', 'focus_halo'],
    ['.m>rect:first-of-type', 'fill', 'match'], ['.m>rect:first-of-type', 'stroke', 'match_line'], ['.m text,.m>rect~rect:not([fill])', 'fill', 'on_match'],
    ['.box', 'fill', 'page'], ['.box', 'stroke', 'control_border'], ['.badbox', 'stroke', 'bad'], ['.bad', 'fill', 'bad'], ['.lnk', 'fill', 'link']
];

// The colours of what the script adds, for both themes.
const sheet = () => {
    const rules = theme => RULES.map(([selector, property, role]) => `${selector}{${property}:${ROLES[role][theme]}}`).join('');
    return `${CSS}${rules(0)}@media screen and (prefers-color-scheme:dark){${rules(1)}}` +
        '@media(forced-colors:active){.sel,.foc{stroke:Highlight}}';
};

// The lines of a box that are numbers, as no part of a name starts with one.
const markNumbers = node => {
    for (const text of node.g.querySelectorAll('text')) if (/^(of )?[-\u2212<]?[\d.]/.test(text.textContent)) text.classList.add('num');
};

const makeLayers = () => {
    add(svg, 'style', {}, sheet());
    over = add(svg, 'g', {class: 's', 'aria-hidden': true, 'pointer-events': 'none'});
    graph.after(over);
    lit = add(over, 'g', {class: 'lit'});
    marks = add(over, 'g', {});
    names = set(document.createElementNS(SVG, 'g'), {class: 's names', 'aria-hidden': true});
    over.after(names);
    for (const node of functions) markNumbers(node);
    for (const node of nodes) set(node.g, {tabindex: -1, role: 'button', 'aria-label': [nameOf(node), ...factsOf(node)].join(', ')});
    set(graph, {role: 'application', 'aria-label': 'Call graph: arrows walk, Enter selects'});
    for (const edge of edges) edge.g.setAttribute('aria-hidden', true);
};

const expose = () => {
    window.render_graph = {
        functions: functions.length, nodes: nodes.length, edges: edges.length,
        select: id => pick(byId.get(id) || null), search: text => searchFor(text, !!text), zoom: zoomAt, whole, first, next: step,
        state: () => ({
            selected: picked && !picked.src ? picked.id : '', current: current ? current.id : '', hovered: hovered ? hovered.g.dataset.id || hovered.src.id + ' ' + hovered.dst.id : '',
            lit: litItem ? [...around(litItem).boxes].map(n => n.id) : [], k: view.k, x: view.x, y: view.y, top,
            count: search.count, error: search.error, address: addressOf()
        })
    };
};

let isReady = false;

const main = () => {
    if (!world) return;
    if (isAlone) tellPhones();
    graph = add(world, 'g', {});
    graph.append(...world.querySelectorAll(':scope>.bands,:scope>.edges,:scope>.nodes,:scope>.labels'));
    world.removeAttribute('transform');
    read();
    pad = Math.min(24, +head?.querySelector('text')?.getAttribute('x') || 16);
    makeLayers();
    measureGlyphs();
    makeChrome();
    tools.dark = add(chrome, 'text', {class: 't0', 'aria-hidden': true});
    set(chrome, {'font-size': 12});
    svg.removeAttribute('viewBox');
    set(svg, {role: 'group'});
    Object.assign(svg.style, {touchAction: 'none', overflow: 'hidden', userSelect: 'none'});
    if (isAlone) svg.style.display = 'block';
    layOut();
    dress();
    const start = root();
    if (start) set(start.g, {tabindex: 0});
    current = start;
    begin();
    cancelAnimationFrame(painting);
    paint();
    listen();
    expose();
    isReady = true;
};

try {
    main();
} finally {
    requestAnimationFrame(() => requestAnimationFrame(() => document.documentElement.setAttribute('data-ready', '1')));
}
})();
