// The interactive part of the SVG flame graph. In: the frames packed in <metadata id="packed">, as
// src/draw/packed.h describes. Out: the picture redrawn for the window, with zoom, search and keys.
(() => {
'use strict';

const SVG = 'http://www.w3.org/2000/svg', HTML = 'http://www.w3.org/1999/xhtml';
const svg = document.currentScript?.ownerSVGElement || document.documentElement;
const $ = selector => svg.querySelector(selector);

// Sizes in px, as in templates/tokens.json.
const LINE = 62, LINE_HEIGHT = 38, BELOW = 44, LEAST_HEIGHT = 240, DOCK = 34, PAD = 16;
const DRAW_MIN = 2.4, RUN_MIN = 3, HATCH_FROM = 8, MOST_BOXES = 2000, ROUND_MIN = 6;
const LABEL_MIN = 24, LABEL_LEAST = 7, SHARE_PART = 0.1, SHARE_CLEAR = 80, SIGN_LEAST = 79;
const NEAREST = 12, RUN_PARTS = 12, LONGEST_PATH = 500, MOST_CRUMBS = 60;

// ---------------------------------------------------------------- decode

// Frames are in preorder; `code` is 2 * function + inlined, below 0 for the root.
const unpack = bytes => {
    const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
    let at = 0;
    const number = () => {
        let value = bytes[at++];
        if (!(value > 127)) return value;
        value &= 127;
        for (let factor = 128;; factor *= 128) {
            const byte = bytes[at++];
            value += (byte & 127) * factor;
            if (!(byte > 127)) return value;
        }
    };
    const numbers = (count, Type) => {
        const list = new Type(count);
        for (let i = 0; i < count; i++) list[i] = number();
        return list;
    };
    const text = size => decoder.decode(bytes.subarray(at, at += size));
    const texts = sizes => {
        let total = 0;
        for (const size of sizes) total += size;
        const all = decoder.decode(bytes.subarray(at, at + total));
        if (all.length !== total) return Array.from(sizes, text);
        let from = 0;
        at += total;
        return Array.from(sizes, size => all.slice(from, from += size));
    };
    const version = number();
    if (version > 2) throw new Error('frames of another version');
    const width = number(), columns = [];
    for (let c = 0; c < width; c++)
        columns.push({type: text(number()), unit: text(number()), scale: number(), total: number()});
    const files = Array.from({length: number()}, () => text(number()));
    const functions = number();
    const sizes = numbers(functions, Uint32Array), shownSizes = numbers(functions, Uint32Array);
    const file = numbers(functions, Uint32Array), line = numbers(functions, Float64Array);
    const fill = numbers(functions, Uint8Array), suffixes = numbers(functions, Uint8Array);
    const starts = Array.from(suffixes, count => numbers(count, Uint32Array));
    const names = texts(sizes), shown = texts(shownSizes);
    const frames = number(), children = numbers(frames, Uint32Array), code = new Int32Array(frames);
    code[0] = -2;
    for (let i = 1; i < frames; i++) code[i] = number();
    for (const column of columns) {
        column.own = numbers(frames, Float64Array);
        for (let i = 0, own = column.own; i < frames; i++)
            own[i] = own[i] % 2 ? -(own[i] + 1) / 2 : own[i] / 2;
    }
    const data = {columns, files, names, shown, file, line, fill, starts, frames, children, code, changes: null};
    if (version > 1) data.changes = readChanges(data, {number, text, numbers});
    return data;
};

// Parents, ends of subtrees, sums and places of all frames.
const layOut = data => {
    const {frames, children, columns, changes} = data, own = changes ? changes.own : columns[0].own;
    const parent = new Int32Array(frames), end = new Int32Array(frames);
    const depth = new Int32Array(frames), size = new Float64Array(frames);
    const start = new Float64Array(frames), next = new Float64Array(frames);
    parent[0] = -1;
    for (let i = 1, p = 0; i < frames; p = i++) {
        while (children[p] === 0) p = parent[p];
        children[p]--;
        parent[i] = p;
        depth[i] = depth[p] + 1;
    }
    for (const column of columns) column.sum = column.own.slice();
    for (let i = 0; i < frames; i++) size[i] = Math.abs(own[i]);
    for (let i = frames - 1; i >= 0; i--) {
        if (!end[i]) end[i] = i + 1;
        if (!i) break;
        const p = parent[i];
        size[p] += size[i];
        if (end[p] < end[i]) end[p] = end[i];
    }
    for (const {sum} of columns)
        for (let i = frames - 1; i > 0; i--) sum[parent[i]] += sum[i];
    for (let i = 1; i < frames; i++) {
        const p = parent[i];
        start[i] = next[i] = next[p];
        next[p] += size[i];
    }
    return {parent, end, depth, size, start, sum: changes ? size : columns[0].sum, own};
};

const inflate = async text => {
    const plain = atob(text), bytes = new Uint8Array(plain.length);
    for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
};

let data, parent, end, depth, size, start, sum, own, scale, unit, total;
const functionOf = i => data.code[i] >> 1;
const isInlined = i => data.code[i] > 0 && data.code[i] & 1;

// ---------------------------------------------------------------- names and numbers

const nameOf = i => i ? data.names[functionOf(i)] : 'all';

// The shown name and its shorter forms.
const formsOf = i => {
    const f = functionOf(i), shown = data.shown[f] || data.names[f];
    return [shown, ...Array.from(data.starts[f], from => shown.slice(from))];
};

const shortName = i => i ? formsOf(i).pop() : 'all';

const placeOf = i => {
    const f = functionOf(i), file = i ? data.files[data.file[f] - 1] : '';
    return file ? file + (data.line[f] ? ':' + data.line[f] : '') : '';
};

// @include svg_common.js
// @include flame_change.js

// ---------------------------------------------------------------- geometry

// A view is what fills the width: one frame, or a run of siblings [first, end).
const viewOf = (first, last = end[first], isRun = false) => {
    let sizes = 0;
    for (let i = first; i < last; i = end[i]) sizes += size[i];
    return {first, end: last, size: sizes, start: start[first], parent: parent[first], isRun};
};

// The frames of a view to draw, in preorder, and the runs of siblings between them: those of at
// least 2.4 px, at most the widest 2,000.
const choose = (view, room) => {
    const px = view.size ? room / view.size : 0;
    const least = px ? Math.floor(DRAW_MIN * scale / px) / scale : 0;
    const isLarge = i => size[i] >= least && size[i] > 0 || i === view.first && !view.isRun;
    const sizes = [], frames = [], runs = [];
    for (let i = view.first; i < view.end;)
        if (isLarge(i)) sizes.push(size[i++]);
        else i = end[i];
    let limit = 0, ties = Infinity;
    if (sizes.length > MOST_BOXES) {
        const sorted = Float64Array.from(sizes).sort();
        limit = sorted[sorted.length - MOST_BOXES];
        ties = MOST_BOXES;
        for (let i = sorted.length - 1; sorted[i] > limit; i--) ties--;
    }
    const part = view.isRun ? view.size / RUN_PARTS : Infinity;
    for (let i = view.first; i < view.end;) {
        if (isLarge(i) && (size[i] > limit || size[i] === limit && ties-- > 0)) {
            frames.push(i++);
            continue;
        }
        const last = runs[runs.length - 1], above = parent[i];
        if (last && last.end === i && last.parent === above && !(above === view.parent && last.size >= part)) {
            last.size += size[i];
            last.end = end[i];
        } else {
            runs.push({first: i, end: end[i], parent: above, start: start[i], size: size[i]});
        }
        i = end[i];
    }
    return {frames, runs};
};

const ancestorsOf = i => {
    const list = [];
    for (; i >= 0; i = parent[i]) list.push(i);
    return list.reverse();
};

// ---------------------------------------------------------------- drawing

const picture = $('#picture'), legend = $('#legend'), packed = $('#packed');
const baseWidth = +svg.getAttribute('width') || 1280;
const flip = packed.dataset.flip === '1', heat = packed.dataset.heat === '1', TOP = packed.dataset.level ? 118 : 104;
const coarse = matchMedia('(pointer:coarse)').matches;
const ROW = coarse ? 32 : 18, BASE = coarse ? 20 : 13;
let W, left, right, height, view, picked, lead, rows, items, itemOf, layers;

const fillName = fill => {
    if (fill < 72) return 'ods'[Math.floor(fill / 24)] + Math.floor(fill % 24 / 3) + fill % 3;
    return fill < 84 ? 'rgku'[Math.floor((fill - 72) / 3)] + fill % 3 : 'h' + (fill - 84);
};

const fillOf = i => {
    if (data.changes) return toneName(toneOf(i));
    if (!i) return 'root';
    return heat ? 'h' + Math.floor(8 * Math.min(1, size[i] / total) ** 0.8 + 0.5) : fillName(data.fill[functionOf(i)]);
};

// Replaces the static labels and marks by layers of our own that look the same; the boxes stay.
const makeLayers = () => {
    const group = attributes => add(picture, 'g', attributes);
    const unseen = {'pointer-events': 'none', 'aria-hidden': true};
    const frames = $('#frames');
    picture.replaceChildren(frames);
    const hatch = add($('defs'), 'pattern', {id: 'hm', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'});
    const yellow = add(hatch, 'g', {class: 'f'});
    add(yellow, 'rect', {class: 'm', width: 6, height: 6, 'stroke-width': 0});
    add(yellow, 'path', {class: 'm', d: 'M0 0V6', 'stroke-width': 1.5});
    set(frames, {role: 'tree', tabindex: 0, 'aria-label': 'Frames: arrows walk, Enter zooms'});
    frames.style.outline = 'none';
    frames.style.cursor = 'pointer';
    const minus = group(unseen);
    const names = group({class: 'l', transform: `translate(5 ${BASE})`, 'aria-hidden': true});
    const shares = group({class: data.changes ? 'l e b' : 'l e', transform: `translate(-6 ${BASE})`, 'aria-hidden': true});
    const runs = group({class: 'l small', transform: `translate(5 ${BASE})`, 'aria-hidden': true});
    const inlined = add(group({class: 'inl', 'aria-hidden': true}), 'path', {});
    const marks = group({...unseen, fill: 'none'});
    const mark = (name, width) => add(marks, 'path', {class: name, 'stroke-width': width});
    const text = into => pool(into, () => document.createElementNS(SVG, 'text'));
    layers = {
        frames, inlined,
        boxes: pool(frames, () => document.createElementNS(SVG, 'rect'), [...frames.querySelectorAll('rect')]),
        minus: pool(minus, () => set(document.createElementNS(SVG, 'rect'), {fill: 'url(#g)', height: ROW})),
        names: text(names), shares: text(shares), runs: text(runs),
        gone: set(mark('lo', 1.5), {'stroke-dasharray': '3 2'}), added: mark('mo', 1.5), same: mark('same', 1.5), sameOnMatch: mark('om', 1.5), halo: mark('halo', 4), foc: mark('foc', 2),
        sel: mark('sel', 2), hov: mark('hov', 1)
    };
};

const measure = () => {
    W = svg.getBoundingClientRect().width || baseWidth;
    left = W * PAD / baseWidth;
    right = W - left;
};

const runWords = (item, form) => counted(item.count) + (form ? ' small' : item.count === 1 ? ' small frame' : ' small frames') +
    (form < 2 && !data.changes ? ', ' + shareText(item.size) : '');

// All that will be drawn, from left to right and from the root on.
const gather = () => {
    const room = right - left, px = view.size ? room / view.size : 0;
    const above = ancestorsOf(view.parent);
    const hidden = above.length > NEAREST + 1 ? above.length - NEAREST : 0;
    items = [];
    itemOf = new Map();
    lead = above.length - hidden + (hidden ? 1 : 0);
    picked = choose(view, room);
    const top = lead - depth[view.first];
    const put = item => {
        itemOf.set(item.run ? -item.first : item.first, item);
        items.push(item);
    };
    if (hidden) put({more: hidden, first: above[hidden - 1], x: left, w: room, row: 0, size: 0});
    for (const i of above.slice(hidden)) put({first: i, x: left, w: room, row: depth[i] + top, size: size[i], above: true});
    for (const i of picked.frames)
        put({first: i, x: left + (start[i] - view.start) * px, w: i === view.first && !view.isRun ? room : size[i] * px,
             row: depth[i] + top, size: size[i]});
    rows = lead + 1;
    for (const run of picked.runs) {
        if (!run.size) continue;
        const inner = run.parent === view.parent ? view : {start: start[run.parent], size: size[run.parent]};
        const from = left + (inner.start - view.start) * px, to = from + inner.size * px;
        let x = left + (run.start - view.start) * px, w = run.size * px;
        if (w < RUN_MIN) {
            x = Math.max(from, Math.min(x, to - RUN_MIN));
            w = Math.min(RUN_MIN, to - x);
        }
        put({run, first: run.first, count: run.end - run.first, x, w, row: depth[run.first] + top, size: run.size});
    }
    for (const item of items) rows = Math.max(rows, item.row + 1);
    for (const item of items) item.y = TOP + ROW * (flip ? rows - 1 - item.row : item.row);
};

const round = x => Math.round(x * 100) / 100;

// The look of a box and what it is to a screen reader.
const dressBox = item => {
    const rect = item.rect, i = item.first;
    const hit = item.run ? search.hitsIn(item.run) : search.isHit(i);
    const dim = item.above || item.more || search.text && !hit;
    item.text = hit ? 'lm' : dim ? 'ld' : '';
    if (rect.firstChild) rect.textContent = '';
    change(rect, {x: round(item.x), y: item.y, width: round(item.w), height: ROW, role: 'treeitem'});
    if (item.run) return change(rect, {id: 'r' + i, class: hit || item.w >= HATCH_FROM ? '' : 'hs', fill: hit ? 'url(#hm)' : 'url(#h)', 'aria-label': counted(item.count, 'small frame')});
    const isHatched = data.changes && !item.more && !hit && !dim && item.w >= HATCH_FROM && toneOf(i) !== 0;
    change(rect, {id: item.more ? 'more' : 'f' + i, class: hit && !item.more ? 'm' : dim ? 'dim' : isHatched ? '' : fillOf(i), 'aria-level': depth[i] + 1,
                  'aria-label': item.more ? counted(item.more, 'more level') : nameOf(i) + ', ' + (data.changes ? verdictText(i) : shareText(sum[i]))});
    if (isHatched) change(rect, {fill: `url(#${fillOf(i)})`});
};

const paintBox = (item, isThere) => {
    const rect = item.rect = layers.boxes.take(), i = item.first;
    rect.item = item;
    item.text = '';
    if (isThere) rect.id = (item.run ? 'r' : 'f') + i;
    else dressBox(item);
    if (!data.changes && sum[i] < 0 && !item.run) change(layers.minus.take(), {x: round(item.x), y: item.y, width: round(item.w)});
};

// Boxes that were there already are dressed a few at a time, once the picture stands.
const dressLater = (list, at = 0) => {
    if (list !== items) return;
    for (const stop = Math.min(list.length, at + 300); at < stop; at++) dressBox(list[at]);
    if (at < list.length) setTimeout(dressLater, 20, list, at);
};

const paintText = (from, item, x, text) => change(from.take(), {text, x: round(x), y: item.y, class: item.text});

const nameFor = (item, room) => {
    const i = item.first;
    if (!i) return fit(['all  ' + (data.changes ? pairText(pairOf(0)).replace(/base |new /g, '') : valueText(sum[0]))], room, LABEL_LEAST);
    return item.w < LABEL_MIN ? {text: '', width: 0} : fit(formsOf(i), room, LABEL_LEAST);
};

// A box's name, and what stands at its end: the share, or in a difference the sign of the change.
const labelOf = item => {
    const i = item.first, room = item.w - 9 - (isInlined(i) ? 4 : 0);
    if (item.more) return {text: '\u2026 ' + counted(item.more, 'more level'), width: 100, end: ''};
    if (!data.changes) {
        const label = nameFor(item, room);
        const isShared = item.w > SHARE_PART * (right - left) && item.w > label.width + SHARE_CLEAR;
        return {...label, end: isShared ? (sum[i] < 0 ? '\u2212' : '') + shareText(sum[i]) : ''};
    }
    const sign = item.w > SIGN_LEAST ? signOf(i) : '';
    const label = sign ? nameFor(item, room - textWidth(sign) * 1.08 - 10) : {text: ''};
    return label.text ? {...label, end: sign} : {...nameFor(item, room), end: ''};
};

const paintLabel = item => {
    if (item.run) {
        for (let form = 0; form < 3 && item.w > 40; form++) {
            const words = runWords(item, form);
            if (textWidth(words) * 11 / 12 + 9 > item.w) continue;
            paintText(layers.runs, item, item.x, words);
            break;
        }
        return;
    }
    const {text, end} = labelOf(item);
    if (!text) return;
    paintText(layers.names, item, item.x, text);
    if (end) paintText(layers.shares, item, item.x + item.w, end);
};

// At first the static boxes are what would be drawn, if the window is as wide as they were made for.
const draw = isFirst => {
    measure();
    gather();
    let dots = '', gone = '', added = '';
    const isThere = isFirst === true && !coarse && W === baseWidth && layers.boxes.size() === items.length;
    if (isThere) setTimeout(dressLater, 200, items);
    for (const item of items) {
        paintBox(item, isThere);
        paintLabel(item);
        if (!item.run && !item.more && isInlined(item.first) && item.w >= ROUND_MIN)
            dots += `M${round(item.x + 1.5)} ${item.y + 2}v${ROW - 4}`;
        const top = data.changes && !item.run && !item.more && !item.above && item.w > HATCH_FROM ? markOf(item.first) : 0;
        if (top < 0) gone += outline(item, 1.5);
        else if (top) added += outline(item, 1.5);
    }
    for (const layer of ['boxes', 'minus', 'names', 'shares', 'runs']) layers[layer].rest();
    layers.inlined.setAttribute('d', dots);
    layers.gone.setAttribute('d', gone);
    layers.added.setAttribute('d', added);
    height = Math.max(LEAST_HEIGHT, TOP + rows * ROW + BELOW);
    if (!isWhole()) height = Math.max(height, Math.min(wholeHeight, innerHeight));
    else wholeHeight = height;
    svg.setAttribute('height', height);
    hovered = null;
    drawMarks();
    drawLine();
    drawStatus();
    moveDock();
};

// ---------------------------------------------------------------- focus and status

let current = -1, hovered = null, byKey = false, wholeHeight = 0, message = '';
let dock, status, statusText, spoken;

// An outline inside a box; a box too narrow for one is filled with lines.
const outline = (item, width) => {
    const x = item.x + 0.5 + width / 2, y = item.y + 0.5 + width / 2, h = ROW - 1 - width;
    if (item.w >= 8) return roundRect(round(x), y, round(item.w - 1 - width), h, 1.5);
    let path = '';
    for (let at = x; at === x || at <= item.x + item.w - 0.5 - width / 2; at += width) path += `M${round(at)} ${y}v${h}`;
    return path;
};

const drawMarks = () => {
    const item = itemOf.get(current), f = current > 0 ? functionOf(current) : -1;
    let same = '', onMatch = '';
    if (f >= 0)
        for (const other of items)
            if (!other.run && !other.more && other !== item && functionOf(other.first) === f)
                if (other.text === 'lm') onMatch += outline(other, 1.5);
                else same += outline(other, 1.5);
    layers.same.setAttribute('d', same);
    layers.sameOnMatch.setAttribute('d', onMatch);
    const ring = byKey && item ? roundRect(round(item.x) - 0.5, item.y - 0.5, round(item.w) + 1, ROW + 1, 2.5) : '';
    layers.halo.setAttribute('d', ring);
    layers.foc.setAttribute('d', ring);
    set(layers.sel, {d: !byKey && item && current > 0 ? outline(item, 2) : '', class: item && item.text === 'lm' ? 'om' : 'sel'});
    if (item) layers.frames.setAttribute('aria-activedescendant', item.rect.id);
    else layers.frames.removeAttribute('aria-activedescendant');
    drawHover();
};

const drawHover = () => layers.hov.setAttribute('d', hovered && hovered.first !== current ? outline(hovered, 1) : '');

// What is known about a frame, the most important first.
const factsOf = i => {
    if (data.changes) return [...changeFacts(i), ...placeOf(i) ? [placeOf(i)] : []];
    const facts = [valueText(sum[i]) + ', ' + shareText(sum[i]) + ' of total'];
    if (parent[i] > 0) facts.push(shareText(sum[i], sum[parent[i]]) + ' of parent');
    if (!isWhole() && i >= view.first && i < view.end && i !== view.first && view.first !== parent[i])
        facts.push(shareText(size[i], view.size) + ' of view');
    facts.push('self ' + valueText(own[i]));
    if (isInlined(i)) facts.push('inlined');
    if (placeOf(i)) facts.push(placeOf(i));
    return facts;
};

const statusOf = item => {
    if (item.more) return [counted(item.more, 'more level'), ['up to ' + shortName(item.first)]];
    if (!item.run) return [nameOf(item.first), factsOf(item.first)];
    const hits = search.hitsIn(item.run);
    return [counted(item.count, 'small frame'), [...data.changes ? [] : [shareText(item.size) + ' of total'],
        ...hits ? [counted(hits, 'of them match').replace(/matchs$/, 'match')] : [], 'click shows them']];
};

// The name and as many facts as there is room for; a long name gives way to them.
const drawStatus = () => {
    const item = hovered || itemOf.get(current);
    const [name, facts] = message ? [message, []] : item ? statusOf(item) : ['', []];
    const idle = !name, marks = status.querySelector('svg');
    for (const child of status.children) child.style.display = idle || child === marks && W >= 900 ? '' : 'none';
    statusText.textContent = '';
    if (idle) return;
    const room = right - left - (marks && W >= 900 ? 250 : 0);
    const least = Math.min(textWidth(name), Math.max(100, room * 0.45));
    let words = '';
    for (const fact of facts) {
        const longer = words + (words && /of (parent|view)$/.test(fact) ? ', ' : '   ') + fact;
        if (least + textWidth(longer) > room) break;
        words = longer;
    }
    const head = item && facts.length ? fit([name], room - textWidth(words), 3).text : fit([name], room, 3).text;
    add(statusText, 'tspan', {class: 't0'}, head);
    add(statusText, 'tspan', {class: 't1'}, words);
};

const say = text => {
    message = text;
    spoken.textContent = text;
    drawStatus();
};

// The last line of the picture, kept inside the window.
const makeDock = () => {
    const rule = $('.rule'), y = +svg.getAttribute('height') - DOCK;
    status = $('#status');
    dock = add(svg, 'g', {});
    add(dock, 'rect', {class: 'bg', y: y, width: '100%', height: DOCK});
    dock.append(rule, status);
    statusText = add(dock, 'text', {class: 't1', y: y + 20});
    spoken = add(dock, 'text', {fill: 'none', 'aria-live': 'polite', y: y + 20, 'font-size': 1, 'pointer-events': 'none'});
    dock.base = y;
};

const moveDock = (atEnd = false) => {
    const bottom = atEnd ? height : Math.min(height, innerHeight - svg.getBoundingClientRect().top);
    dock.setAttribute('transform', `translate(0 ${round(bottom - DOCK - dock.base)})`);
    statusText.setAttribute('x', round(left));
    moveLine();
};

// Scrolls so that the row of an item can be seen.
const bringIntoSight = item => {
    const box = svg.getBoundingClientRect().top, y = box + item.y, bottom = innerHeight - DOCK - ROW;
    if (y < LINE_HEIGHT) window.scrollBy(0, item.row < 14 && !flip ? box : y - LINE_HEIGHT - ROW);
    else if (y > bottom) window.scrollBy(0, y - bottom + ROW);
    moveDock();
};

// Makes a frame the current one, and sees to it that it is drawn.
const go = i => {
    message = '';
    current = i;
    reveal(i);
    drawMarks();
    drawStatus();
    drawCount();
    const item = itemOf.get(i);
    if (item) bringIntoSight(item);
    spoken.textContent = [nameOf(i), ...factsOf(i), counted(childrenOf(i).length, 'callee')].join(', ');
};

// Where the viewer forbids it (asking would log an error), the name waits selected in the search box.
const copyName = () => {
    const name = nameOf(current < 0 ? view.first : current);
    const offer = () => {
        openSearch();
        bar.input.value = name;
        bar.input.select();
        say('the viewer does not let us copy: press Ctrl-C');
    };
    if (document.featurePolicy?.allowsFeature('clipboard-write') === false || !navigator.clipboard) offer();
    else navigator.clipboard.writeText(name).then(() => say('copied: ' + name), offer);
};

// ---------------------------------------------------------------- zoom

const isWhole = () => view.first === 0;
const sameView = (a, b) => a.first === b.first && a.end === b.end;

// Shows a view; a new one becomes a step of the history.
const show = (next, isStep = true) => {
    const isNew = !sameView(next, view);
    view = next;
    message = '';
    draw();
    if (isNew && isStep) remember(true);
    const item = itemOf.get(view.first) || itemOf.get(-view.first);
    if (isNew && item) bringIntoSight(item);
};

const zoom = i => {
    current = i || -1;
    show(viewOf(i));
    drawStatus();
};

const zoomRun = run => {
    if (end[run.first] === run.end) return zoom(run.first);
    current = -1;
    show(viewOf(run.first, run.end, true));
};

const press = item => {
    layers.frames.focus({preventScroll: true});
    if (item.run) zoomRun(item.run);
    else zoom(item.first);
};

// Zooms in or out, as little as needed, until the frame is drawn.
const reveal = i => {
    if (itemOf.has(i) && !itemOf.get(i).more) return;
    const px = right - left, chain = ancestorsOf(i);
    let at = chain.findIndex(a => a === i || size[i] / size[a] * px >= LABEL_MIN);
    for (;; at = (at + chain.length) >> 1) {
        const next = viewOf(chain[at]);
        if (chain[at] === i || choose(next, px).frames.includes(i)) return show(next);
    }
};

const childrenOf = i => {
    const list = [];
    for (let c = i + 1; c < end[i]; c = end[c]) list.push(c);
    return list;
};

const walk = key => {
    const from = current < 0 ? view.first : current;
    if (key === (flip ? 'ArrowDown' : 'ArrowUp')) return go(Math.max(0, parent[from]));
    if (key === 'ArrowUp' || key === 'ArrowDown') {
        let best = from;
        for (const child of childrenOf(from)) if (best === from || size[child] > size[best]) best = child;
        return go(current < 0 ? from : best);
    }
    if (!from) return go(0);
    if (key === 'ArrowRight') return go(end[from] < end[parent[from]] ? end[from] : from);
    let before = from;
    for (const child of childrenOf(parent[from])) if (child < from) before = child;
    go(before);
};

// ---------------------------------------------------------------- search

const search = {
    text: '', error: '', hits: new Int32Array(0), count: 0, functions: 0, sum: 0, pair: [0, 0], byFunction: null, isOpen: false,
    isHit: i => i > 0 && search.byFunction !== null && search.byFunction[functionOf(i)] === 1,
    // The first match at or after a frame, as an index of `hits`.
    from(i) {
        let low = 0, high = search.count;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (search.hits[middle] < i) low = middle + 1;
            else high = middle;
        }
        return low;
    },
    hitsIn: run => search.count ? search.from(run.end) - search.from(run.first) : 0
};

// @include svg_match.js

const matchFunctions = text => {
    const result = new Uint8Array(data.names.length), ofFile = text.startsWith('file:');
    const matches = matcher(ofFile ? text.slice(5) : text);
    if (ofFile) {
        const files = data.files.map(file => matches(file));
        return result.map((_, f) => files[data.file[f] - 1] ? 1 : 0);
    }
    for (let f = 0; f < result.length; f++) result[f] = matches(data.names[f]) ? 1 : 0;
    return result;
};

// Marks all matching frames; a match below another is not counted again.
const find = text => {
    search.error = '';
    try {
        search.byFunction = text && text !== 'file:' ? matchFunctions(text) : null;
    } catch (e) {
        search.error = e.message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/, '');
        return drawLine();
    }
    const found = search.byFunction, code = data.code;
    search.text = found ? text : '';
    search.count = search.sum = search.functions = 0;
    search.pair = [0, 0];
    if (found) {
        if (!search.hits.length) search.hits = new Int32Array(data.frames);
        for (let i = 1, until = 0; i < data.frames; i++) {
            if (!found[code[i] >> 1]) continue;
            search.hits[search.count++] = i;
            if (i < until) continue;
            search.sum += sum[i];
            if (data.changes) search.pair = search.pair.map((value, c) => value + data.columns[c].sum[i]);
            until = end[i];
        }
        for (const f of found) search.functions += f;
    }
    draw();
};

const step = by => {
    if (!search.count) return;
    const at = search.from(Math.max(1, current)), isOn = search.hits[at] === current && at < search.count;
    const next = by > 0 ? at + (isOn ? 1 : 0) : at - 1;
    byKey = true;
    go(search.hits[(next + search.count) % search.count]);
};

let typing = 0;
const searchFor = (text, isOpen = true) => {
    clearTimeout(typing);
    search.isOpen = isOpen;
    if (bar.input.value !== text) bar.input.value = text;
    find(text);
    remember(false);
};

const openSearch = () => {
    search.isOpen = true;
    drawLine();
    bar.input.focus({preventScroll: true});
    bar.input.select();
    moveLine();
};

const closeSearch = () => {
    searchFor('', false);
    layers.frames.focus({preventScroll: true});
};

// ---------------------------------------------------------------- the line above the boxes

// Holds the legend, or the breadcrumbs while zoomed, or the search box.
let line, bar, crumbs, tools, help;

const makeLine = () => {
    line = add(svg, 'g', {class: 's'});
    line.ground = add(line, 'rect', {class: 'bg', y: LINE, width: '100%', height: LINE_HEIGHT});
    crumbs = add(line, 'g', {role: 'navigation', 'aria-label': 'Zoomed to'});
    tools = {group: add(line, 'g', {})};
    const tool = (label, act) => {
        const group = button(add(tools.group, 'g', {}), label, act);
        return {group, area: add(group, 'rect', {fill: 'transparent'})};
    };
    tools.help = tool('Keys', toggleHelp);
    add(tools.help.group, 'text', {class: 't2', y: 84}, '?');
    tools.search = tool('Search', openSearch);
    tools.icon = add(tools.search.group, 'path', {class: 'ico', d: ICON, fill: 'none', 'stroke-width': 1.5, 'stroke-linecap': 'round'});
    tools.word = add(tools.search.group, 'text', {class: 't2', y: 84});
    bar = {group: add(line, 'g', {role: 'search'})};
    bar.box = add(bar.group, 'rect', {class: 'box', x: 0, y: 68.5, height: 25, rx: 6});
    bar.icon = add(bar.group, 'path', {d: ICON, fill: 'none', 'stroke-width': 1.5, 'stroke-linecap': 'round'});
    bar.holder = add(bar.group, 'foreignObject', {y: 68, height: 25});
    bar.input = document.createElementNS(HTML, 'input');
    set(bar.input, {type: 'text', 'aria-label': 'Search: text, /expression/, or file:text', spellcheck: false, autocomplete: 'off', autocapitalize: 'off', placeholder: 'text, /expression/, file:text'});
    Object.assign(bar.input.style, {width: '100%', height: '24px', border: '0', padding: '0', margin: '0', outline: 'none', background: 'transparent', boxSizing: 'border-box', display: 'block'});
    bar.holder.append(bar.input);
    bar.close = button(add(bar.group, 'g', {}), 'Close search', closeSearch);
    bar.closeArea = add(bar.close, 'rect', {fill: 'transparent', y: 68, width: 38, height: 26});
    bar.closeText = add(bar.close, 'text', {class: 't2', y: 85}, 'Esc');
    bar.result = add(bar.group, 'text', {y: 85, 'aria-live': 'polite'});
    bar.input.addEventListener('input', () => {
        clearTimeout(typing);
        typing = setTimeout(() => searchFor(bar.input.value), data.frames > 50000 ? 30 : 0);
    });
};

const ICON = 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.3 10.3L14 14';

// HTML inside the picture takes its colours from elements that the style sheet colours.
const dressInput = () => {
    const ink = getComputedStyle($('.t0')).fill, soft = getComputedStyle($('.t2')).fill;
    const face = getComputedStyle($('text'));
    Object.assign(bar.input.style, {color: ink, caretColor: ink, fontFamily: face.fontFamily, fontSize: coarse ? '16px' : '12px'});
    bar.icon.setAttribute('stroke', soft);
    tools.icon.setAttribute('stroke', soft);
};

// While zoomed or searching, the line stays on the screen.
const moveLine = () => {
    if (!line) return;
    const over = search.isOpen || !isWhole() ? Math.max(0, -svg.getBoundingClientRect().top - LINE) : 0;
    line.setAttribute('transform', `translate(0 ${round(over)})`);
    showOnly(line.ground, over > 0);
};

const showOnly = (element, isShown) => { element.style.display = isShown ? '' : 'none'; };

const drawLine = () => {
    const {isOpen} = search, isZoomed = !isWhole();
    showOnly(bar.group, isOpen);
    showOnly(tools.group, !isOpen);
    showOnly(crumbs, !isOpen && isZoomed);
    if (legend) showOnly(legend, !isOpen && !isZoomed);
    if (isOpen) return drawBar();
    const used = !isZoomed ? legendEnd() : W < 640 ? right : 0;
    drawTools(used);
    if (isZoomed) drawCrumbs(tools.from - 16);
};

// Where the legend ends; its note gives way to the tools.
const legendEnd = () => {
    if (!legend) return 0;
    const note = legend.querySelector(':scope>text'), origin = svg.getBoundingClientRect().left;
    let at = 0;
    for (const item of legend.querySelectorAll('svg>*')) at = Math.max(at, item.getBoundingClientRect().right - origin);
    if (note) {
        const width = textWidth(note.textContent) + 18, isRoom = at + width + 110 < right;
        showOnly(note, isRoom);
        note.setAttribute('x', round(right - 110));
        if (isRoom) at = right - 110;
    }
    return at;
};

const drawTools = used => {
    const room = right - used, word = room > 100 ? 'search  /' : room > 50 ? '/' : '';
    const place = (tool, x, w) => set(tool.area, {x: x - 4, y: coarse ? 62 : 68, width: w + 8, height: coarse ? 38 : 24});
    const wordWidth = word ? textWidth(word) + 6 : 0, at = right - wordWidth - 16;
    tools.word.textContent = word;
    set(tools.word, {x: round(at + 22)});
    tools.icon.setAttribute('transform', `translate(${round(at)} 72)`);
    place(tools.search, at, right - at);
    tools.from = room > 100 ? at - 26 : at;
    showOnly(tools.help.group, room > 100);
    tools.help.group.querySelector('text').setAttribute('x', round(at - 20));
    place(tools.help, at - 22, 10);
};

const drawCrumbs = limit => {
    const chain = ancestorsOf(view.isRun ? view.parent : view.first), gap = textWidth('  \u203a  ');
    const far = Math.max(0, chain.length - MOST_CRUMBS);
    const parts = [chain[0], ...chain.slice(1 + far)].map(i => ({text: fit([shortName(i)], 220, 3).text, act: () => zoom(i)}));
    if (view.isRun) parts.push({text: counted(view.end - view.first, 'frame')});
    delete parts[parts.length - 1].act;
    for (const part of parts) part.width = textWidth(part.text) + gap;
    const room = limit - left + gap - 24;
    let width = parts.reduce((all, part) => all + part.width, 0), drop = 1;
    while (width > room && drop < parts.length - 1) width -= parts[drop++].width;
    const hidden = far + drop - 1;
    if (hidden) parts.splice(1, drop - 1, {text: '\u2026', width: textWidth('\u2026') + gap, label: counted(hidden, 'more level'), act: () => zoom(chain[hidden])});
    const last = parts[parts.length - 1], over = width - room;
    if (over > 0) last.text = fit([last.text], last.width - gap - over, 3).text;
    crumbs.textContent = '';
    let x = left;
    for (const part of parts) {
        const inner = part.width - gap;
        if (part.act) {
            const link = button(add(crumbs, 'g', {}), part.label || part.text, part.act);
            add(link, 'rect', {fill: 'transparent', x: x - 4, y: coarse ? 62 : 70, width: inner + 8, height: coarse ? 38 : 20});
            add(link, 'text', {class: 'lnk', x: round(x), y: 84}, part.text);
            add(crumbs, 'text', {class: 't2', x: round(x + part.width - gap / 2 - 3), y: 84, 'aria-hidden': true}, '\u203a');
        } else {
            add(crumbs, 'text', {class: 't0 b', x: round(x), y: 84, 'aria-current': 'location'}, part.text);
        }
        x += part.width;
    }
};

const drawBar = () => {
    const wide = W < 640 ? 208 : 300, isBad = !!search.error;
    set(bar.box, {x: round(left) + 0.5, width: wide - 1, class: isBad ? 'box badbox' : 'box'});
    bar.icon.setAttribute('transform', `translate(${round(left + 7)} 73)`);
    set(bar.holder, {x: round(left + 28), width: wide - 70});
    bar.closeArea.setAttribute('x', round(left + wide - 40));
    bar.closeText.setAttribute('x', round(left + wide - 32));
    bar.input.style.color = getComputedStyle($('.t0')).fill;
    bar.result.textContent = '';
    bar.result.setAttribute('x', round(left + wide + 14));
    drawCount();
};

// What was found, beside the box, as much as there is room for.
const drawCount = () => {
    if (!search.isOpen) return;
    const {count, functions} = search, line = bar.result, room = right - left - (W < 640 ? 222 : 314);
    line.textContent = '';
    if (search.error) {
        add(line, 'tspan', {class: 'bad'}, fit([search.error], room, 3).text);
        return;
    }
    if (!search.text) return;
    if (!count) {
        const none = 'no match in ' + counted(data.frames - 1, 'frame');
        add(line, 'tspan', {class: 't1'}, fit([none, 'no match'], room, 3).text);
        return;
    }
    const value = data.changes ? pairText(search.pair) + '  ' + relativeText(search.pair) : valueText(search.sum) + '  ' + shareText(search.sum);
    const at = search.isHit(current) ? counted(search.from(current) + 1) + ' of ' + counted(count) : '';
    const where = [`  ${data.changes ? '' : 'of total '}in ${counted(count, 'frame')} of ${counted(functions, 'function')}`, `  in ${counted(count, 'frame')}`, ''];
    let spare = room - textWidth(value) * 1.08;
    add(line, 'tspan', {class: 't0 b'}, value);
    if (at) spare -= textWidth('   ' + at);
    const words = where.find(text => textWidth(text) <= spare) || '';
    add(line, 'tspan', {class: 't2'}, words);
    if (at && spare >= 0) add(line, 'tspan', {class: 't1'}, '   ' + at);
};

// ---------------------------------------------------------------- help

const KEYS = [
    ['click, Enter', 'zoom, or open a hatched box'], ['Esc, 0, Home', 'the whole picture'],
    ['Backspace', 'one step back'], ['arrows', 'walk from frame to frame'],
    ['/', 'search: text, /expression/, file:text'], ['n  N', 'next, previous match'],
    ['y', 'copy the name'], ['?', 'these keys']
];

const toggleHelp = () => {
    if (help) {
        help.remove();
        help = null;
        return;
    }
    const wide = Math.min(330, right - left), tall = KEYS.length * 22 + 20;
    help = button(add(svg, 'g', {class: 's'}), 'Keys. ' + KEYS.map(row => row.join(': ')).join('. '), toggleHelp);
    const y = Math.max(TOP, -svg.getBoundingClientRect().top + LINE_HEIGHT + 8);
    set(help, {role: 'dialog', tabindex: -1, transform: `translate(${round(right - wide)} ${round(y)})`});
    help.style.outline = 'none';
    add(help, 'rect', {class: 'box', x: 0.5, y: 0.5, width: round(wide - 1), height: tall, rx: 6});
    KEYS.forEach(([key, words], k) => {
        add(help, 'text', {class: 't0 b', x: 14, y: 26 + 22 * k}, key);
        add(help, 'text', {class: 't1', x: 108, y: 26 + 22 * k}, words);
    });
    help.focus({preventScroll: true});
};

// ---------------------------------------------------------------- state in the address

// #z=PATH&s=TEXT. PATH has four characters a level, from a hash of the function's name and file, so
// that it holds for a new profile of the same program; a run adds ~FIRST and how many siblings.
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const keys = [];
let written = '', steps = 0;

const keyOf = i => {
    const f = functionOf(i);
    if (keys[f]) return keys[f];
    const text = data.names[f] + '\0' + (data.files[data.file[f] - 1] || '');
    let h = 0x811c9dc5;
    for (let c = 0; c < text.length; c++) h = Math.imul(h ^ text.charCodeAt(c), 0x01000193);
    h = Math.imul(h ^ h >>> 16, 0x85ebca6b);
    h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
    h ^= h >>> 16;
    return keys[f] = DIGITS[h >>> 18 & 63] + DIGITS[h >>> 12 & 63] + DIGITS[h >>> 6 & 63] + DIGITS[h & 63];
};

const pathOf = i => ancestorsOf(i).slice(1, LONGEST_PATH + 1).map(keyOf).join('');

const siblingsIn = (first, last) => {
    let count = 0;
    for (let i = first; i < last; i = end[i]) count++;
    return count;
};

const addressOf = () => {
    const parts = [];
    if (view.isRun) parts.push('z=' + pathOf(view.parent) + '~' + keyOf(view.first) + siblingsIn(view.first, view.end));
    else if (view.first) parts.push('z=' + pathOf(view.first));
    if (search.text) parts.push('s=' + encodeURIComponent(search.text));
    return parts.join('&');
};

const childWith = (i, key) => {
    for (let c = i + 1; c < end[i]; c = end[c]) if (keyOf(c) === key) return c;
    return -1;
};

// The view of a path, or of as much of it as this profile has.
const viewAt = path => {
    const parts = /^([\w-]*)(?:~([\w-]{4})(\d+))?/.exec(path), levels = parts[1].match(/.{4}/g) || [];
    let at = 0, found = 0;
    for (; found < levels.length; found++) {
        const next = childWith(at, levels[found]);
        if (next < 0) break;
        at = next;
    }
    const missing = levels.length - found;
    let note = missing ? `this profile has only ${found} of the ${counted(levels.length, 'level')} of the link` : '';
    if (!missing && levels.length === LONGEST_PATH) note = `links hold only the first ${LONGEST_PATH} levels`;
    if (!missing && parts[2]) {
        const first = childWith(at, parts[2]);
        let last = first;
        for (let n = +parts[3]; n > 0 && last > 0 && last < end[at]; n--) last = end[last];
        if (first > 0) return {view: viewOf(first, last, true), note};
        note = 'this profile has not the frames of the link';
    }
    return {view: viewOf(at), note};
};

const remember = isStep => {
    written = addressOf();
    if (isStep) steps++;
    try {
        history[isStep ? 'pushState' : 'replaceState']({steps}, '', '#' + written);
    } catch (e) {
        if (isStep) past.push(view);
    }
};

const past = [];

const readAddress = () => {
    const address = location.hash.slice(1), parts = {};
    if (address === written) return;
    for (const part of address.split('&')) parts[part.slice(0, 1)] = part.slice(2);
    let text = '';
    try {
        text = decodeURIComponent(parts.s || '');
    } catch (e) { /* half an escape is no search */ }
    written = address;
    try {
        steps = history.state && history.state.steps || 0;
    } catch (e) { /* a sandbox without history */ }
    const {view: next, note} = viewAt(parts.z || '');
    view = next;
    current = !view.isRun && view.first || -1;
    byKey = false;
    bar.input.value = text;
    search.isOpen = !!text;
    find(text);
    if (search.error) draw();
    const item = itemOf.get(view.first) || itemOf.get(-view.first);
    if (item && !isWhole()) bringIntoSight(item);
    if (note) say(note);
};

const back = () => {
    if (steps > 0 && !past.length) return history.back();
    const isUndone = past.pop(), last = past[past.length - 1];
    current = -1;
    show(last || viewOf(isUndone ? 0 : Math.max(0, view.parent)), false);
};

// ---------------------------------------------------------------- input

const reset = () => {
    current = -1;
    show(viewOf(0));
};

const escape = () => {
    if (help) toggleHelp();
    else if (search.isOpen) closeSearch();
    else reset();
};

const onKey = event => {
    const {key, target} = event, isTyping = target === bar.input;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const focusedStep = by => {
        searchNow();
        step(by);
    };
    const actions = {
        Escape: escape, Enter: () => isTyping ? focusedStep(event.shiftKey ? -1 : 1) : current >= 0 && zoom(current),
        ' ': () => current >= 0 && zoom(current), Backspace: back, '/': openSearch, n: () => step(1), N: () => step(-1),
        Home: reset, 0: reset, y: copyName, c: copyName, '?': toggleHelp
    };
    const isArrow = /^Arrow/.test(key), isOurs = layers.frames === target || layers.frames.contains(target);
    if (isTyping && key !== 'Escape' && key !== 'Enter') return;
    if (target.act && (key === 'Enter' || key === ' ')) target.act();
    else if (isArrow && (isOurs || current >= 0)) {
        byKey = true;
        walk(key);
    } else if (!isArrow && Object.hasOwn(actions, key)) {
        byKey = true;
        actions[key]();
    } else return;
    event.preventDefault();
};

const searchNow = () => {
    if (bar.input.value !== search.text) searchFor(bar.input.value);
};

const hover = item => {
    if (hovered === item) return;
    hovered = item;
    if (item) message = '';
    drawHover();
    drawStatus();
};

let held = 0, wasHeld = false, isTabbed = false;

const onPress = event => {
    byKey = false;
    wasHeld = false;
    clearTimeout(held);
    // A long touch only looks.
    if (event.pointerType === 'touch') held = setTimeout(() => { wasHeld = true; }, 450);
};

const onClick = event => {
    clearTimeout(held);
    for (let element = event.target; element && element !== svg; element = element.parentNode) {
        if (element.act) return element.act();
        if (element.item && !wasHeld) return press(element.item);
    }
};

const listen = () => {
    svg.addEventListener('click', onClick);
    svg.addEventListener('pointerdown', onPress, true);
    svg.addEventListener('pointerover', event => hover(event.target.item || null));
    svg.addEventListener('pointerleave', () => hover(null));
    layers.frames.addEventListener('focus', () => {
        if (isTabbed && current < 0) go(view.first);
    });
    document.addEventListener('keydown', event => {
        isTabbed = event.key === 'Tab';
        if (isTabbed) byKey = true;
        if (svg === document.documentElement || svg.contains(event.target)) onKey(event);
    });
    addEventListener('scroll', () => moveDock(), {passive: true});
    addEventListener('resize', () => {
        if (svg.getBoundingClientRect().width !== W) draw();
        else moveDock();
    });
    addEventListener('popstate', readAddress);
    addEventListener('hashchange', readAddress);
    // On paper the picture of the window is scaled, with its last line at its end.
    addEventListener('beforeprint', () => {
        moveDock(true);
        set(svg, {viewBox: `0 0 ${W} ${height}`, preserveAspectRatio: 'xMinYMin'});
    });
    addEventListener('afterprint', () => {
        svg.removeAttribute('viewBox');
        moveDock();
    });
    matchMedia('(prefers-color-scheme:dark)').addEventListener('change', dressInput);
    if (document.fonts) document.fonts.addEventListener('loadingdone', () => {
        measureGlyphs();
        draw();
    });
};

// ---------------------------------------------------------------- start

const expose = () => {
    window.render_flame = {
        frames: data.frames,
        zoom: to => typeof to === 'string' ? show(viewAt(to).view) : zoom(to),
        reset,
        search: text => searchFor(text, !!text),
        state: () => ({
            first: view.first, end: view.end, isRun: view.isRun, path: addressOf(), current,
            names: ancestorsOf(view.isRun ? view.parent : view.first).map(nameOf), boxes: items.length,
            count: search.count, functions: search.functions, sum: search.sum * scale,
            value: data.changes ? pairText(search.pair) : valueText(search.sum), share: data.changes ? relativeText(search.pair) : shareText(search.sum), error: search.error
        }),
        facts: factsOf, next: step
    };
};

const main = async () => {
    makeDock();
    data = unpack(await inflate(packed.textContent));
    ({parent, end, depth, size, start, sum, own} = layOut(data));
    ({scale, total} = data.columns[0]);
    if (data.changes) scale = 1;
    unit = familyOf(data.columns[0].unit);
    if (!size[0]) return;
    view = viewOf(0);
    measureGlyphs();
    makeLayers();
    makeLine();
    dressInput();
    svg.setAttribute('role', 'group');
    draw(true);
    listen();
    expose();
    try {
        history.scrollRestoration = 'manual';
    } catch (e) { /* a sandbox without history */ }
    if (location.hash.length > 1) readAddress();
    if (flip && isWhole()) window.scrollTo(0, height);
    moveDock();
};

const fail = error => {
    const text = window.DecompressionStream ? 'Zoom and search failed: ' + error.message : 'Zoom and search need a newer browser.';
    for (const child of status.children) child.style.display = 'none';
    statusText.textContent = text;
    statusText.setAttribute('x', '1.25%');
};

main().catch(fail).finally(() => requestAnimationFrame(() => requestAnimationFrame(() =>
    document.documentElement.setAttribute('data-ready', '1'))));
})();
