// The Flame tab: the chart with its breadcrumbs, minimap, legend and detail.

import {counted, fill, h, setAttribute, listen} from './dom.js';
import {deltaText, FILL_LESS, FILL_MORE, FILL_NOISE, isChange, KIND_WORDS, relativeText, shareText, sideOf, valuesOf} from './change.js';
import {chainOf, childrenOf, deepestOf, framesAt, functionOf, heaviestChild, hitsOf, levelsOf, lowerBound, NO_FUNCTION, pathOf, runPathOf, siblingOf} from './boxes.js';
import {lastSibling, makeChart, PAPER_WIDTH} from './flame_canvas.js';
import {makeDetail} from './detail.js';
import {makeHover, statusOf} from './tooltip.js';
import {makeMinimap} from './minimap.js';
import {menuButton} from './menu.js';
import {nameOf, shortName, textWidth} from './names.js';
import {percentText, valueText} from './numbers.js';
import {visible} from './functions.js';
import {COLOUR_MODES, legendOf, makePalette} from './palette.js';
import {partsOf, windowOf} from './state.js';
import {colours, themeNow} from './theme.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MenuItem} MenuItem */
/** @typedef {import('./boxes.js').Frames} Frames */
/** @typedef {import('./flame_canvas.js').Box} Box */

const ZOOM_MS = 140, MOST_MOVING = 5000, DRAG_REACH = 4, TWICE_MS = 400, REMEMBER_MS = 250, ROWS_ABOVE = 5, LEAST_SEEN = 24;
const ZOOM_STEP = 1.5, PAN_STEP = 0.15, RUN_ZOOM = 8, MOST_SIBLINGS = 3, MOST_CHILDREN = 4, FINEST = 1e-9, MOST_HEIGHT = 1.6e7, PAPER_ROWS = 60;

const asksForRest = matchMedia('(prefers-reduced-motion: reduce)'), isCoarse = matchMedia('(pointer: coarse)');

/** What cubic-bezier(.2, 0, 0, 1) comes near to. @param {number} t */
const eased = t => 1 - (1 - t) ** 3.5;

/** The scale of changes, made of its fills, and what else there is to tell apart. @param {App} app @param {import('./palette.js').Palette} palette */
const changeLegend = (app, {fills}) => {
    const swatch = (/** @type {number} */ f, /** @type {string} */ text) => h('span', {class: f < FILL_LESS ? '' : f < FILL_MORE ? 'less' : 'more'},
        h('i', {style: {backgroundColor: fills[f], color: fills[f + 8]}}, f < FILL_LESS && (/^not tested/.test(app.summary?.comparison?.legend || '') ? 'the same' : 'within noise')), text);
    return [h('span', {class: 'scale'}, [3, 2, 1, 0].map(step => swatch(FILL_LESS + step, ['\u221225', '\u221250', '', '\u2212100%'][step])), swatch(FILL_NOISE, ''),
        [0, 1, 2, 3].map(step => swatch(FILL_MORE + step, ['+33', '+100', '+300', ''][step]))),
        h('span', {class: 'gone'}, 'gone'), h('span', {class: 'added'}, 'new'),
        h('span', {class: 'm'}, {base: 'width: base', new: 'width: new'}[app.state.fixed.find(([name]) => name === 'width_by')?.[1] || ''] || 'width: the larger of base and new, not a total'),
        app.summary?.comparison && h('span', {class: 'm'}, app.summary.comparison.legend), h('span', {class: 'm'}, 'colour: change of a frame against itself')];
};

/** @param {App} app @returns {import('./types.js').View} */
export const flameView = app => {
    const canvas = h('canvas', {'aria-hidden': 'true'}), stage = h('div', {class: 'flame-stage'}, canvas), space = h('div', {class: 'flame-space'});
    const twin = h('div', {class: 'flame-twin', role: 'rowgroup'});
    const host = h('div', {class: 'flame-boxes', role: 'treegrid', tabindex: 0, 'aria-label': 'Frames: arrows walk, Enter zooms'}, stage, space, twin);
    const crumbs = h('nav', {class: 'flame-crumbs', 'aria-label': 'Zoomed to'}), note = h('span', {class: 'm flame-share'});
    const legend = h('div', {class: 'flame-legend'}), rest = h('p', {class: 'm on-paper'});
    const minimap = makeMinimap((from, to, isDone) => setWindow(from, to, isDone));
    const chart = makeChart(canvas);
    const detail = makeDetail(app, {
        zoom: i => zoomTo(i), sandwich: name => app.set({fn: name, tab: 'sandwich'}), copy: name => app.copy(name, 'Name')
    });
    /** @param {string} label @param {() => string} text @param {() => MenuItem[]} items */
    const quiet = (label, text, items) => {
        const words = h('span', null), button = menuButton({class: 'flame-quiet'}, label, items, words);
        return {button, draw: () => { words.textContent = text(); }};
    };
    /** @param {'color'|'order'|'flip'} field @param {[any, string][]} choices @param {string} [key] @returns {MenuItem[]} */
    const choicesOf = (field, choices, key) => choices.map(([value, label], i) =>
        ({label, isOn: app.state[field] === value, key: app.state[field] === choices[(i || choices.length) - 1][0] ? key : undefined, act: () => app.set({[field]: value})}));
    const colourName = () => (COLOUR_MODES.find(([mode]) => mode === app.state.color) || COLOUR_MODES[0])[1];
    const menus = [
        quiet('Colour', () => 'colour: ' + colourName(), () => choicesOf('color', /** @type {[string, string][]} */ (COLOUR_MODES), 'k')),
        quiet('Order', () => 'order: ' + (app.state.order || 'weight'), () => choicesOf('order', [['', 'weight'], ['name', 'name']], 'j')),
        quiet('Direction', () => app.state.flip ? 'root at bottom' : 'root at top', () => choicesOf('flip', [[false, 'root at top'], [true, 'root at bottom']], 'i'))
    ];
    const element = h('div', {class: 'flame'},
        h('div', {class: 'flame-main'}, h('div', {class: 'flame-head'}, crumbs, note, h('div', {class: 'flame-menus'}, menus.map(menu => menu.button))),
            minimap.element, legend, host, rest), detail.element);
    const hover = makeHover(chart, stage, element);

    /** @type {Frames|null} */
    let boxes = null;
    let view = {first: 0, last: 0}, selected = -1, shownZoom = '', shownWindow = '', shownPick = '', coloured = '', asked = 0, isPainting = false;
    /** @type {import('./types.js').SearchResult|null} */
    let shownFound = null;
    /** Where the window moves to: from, to, and whence. @type {{from: number, to: number, from0: number, to0: number, start: number}|null} */
    let move = null;

    // ------------------------------------------------------------ drawing

    const invalidate = () => {
        if (isPainting) return;
        isPainting = true;
        requestAnimationFrame(paint);
    };

    /** @param {number} now */
    const paint = now => {
        isPainting = false;
        if (!boxes) return;
        if (move) {
            const t = Math.min(1, Math.max(0, now - move.start) / ZOOM_MS), part = eased(t);
            chart.from = move.from0 + (move.from - move.from0) * part;
            chart.to = move.to0 + (move.to - move.to0) * part;
            if (t === 1) [chart.from, chart.to, move] = [move.from, move.to, null];
        }
        paintNow();
        if (move) invalidate();
    };

    const paintNow = () => {
        const box = getComputedStyle(host), {isPaper} = chart, width = isPaper ? PAPER_WIDTH : host.clientWidth - parseFloat(box.paddingLeft) - parseFloat(box.paddingRight);
        if (!boxes || !chart.palette || !(width > 0) || !host.clientWidth) return;
        chart.row = isCoarse.matches && !isPaper ? 32 : 18;
        chart.lastRow = deepest + 1;
        const tall = Math.min(MOST_HEIGHT, chart.lastRow * chart.row);
        space.style.height = tall + 'px';
        const high = isPaper ? Math.min(chart.lastRow, PAPER_ROWS) * chart.row : host.clientHeight;
        document.documentElement.toggleAttribute('data-tall', high > PAPER_WIDTH * 0.55);
        chart.resize(width, high);
        chart.top = isPaper ? Math.min(host.scrollTop, Math.max(0, tall - high)) : host.scrollTop;
        host.classList.toggle('is-bare', selected < 0 || !chart.boxOf(selected));
        chart.selected = selected;
        chart.isKeyed = isKeyed && host.matches(':focus');
        hover.hide();
        chart.paint();
        minimap.update(boxes, chart.palette, chart.hits, chart.from, chart.to, chart.flip);
    };

    const drawCrumbs = () => {
        if (!boxes) return;
        const all = boxes, isRun = view.last !== all.end[view.first], chain = chainOf(all, isRun ? all.parent[view.first] : view.first);
        const names = chain.map(i => i || functionOf(all, 0) !== NO_FUNCTION ? shortName(all, i) : 'all');
        if (isRun) names.push(counted(view.last - view.first, 'small frame'));
        let room = Math.max(160, host.clientWidth - textWidth(names[0]) - (host.clientWidth < 700 ? 60 : 460)), from = names.length - 1;
        while (from > 1 && (room -= Math.min(220, textWidth(names[from - 1])) + 26) > textWidth(names[names.length - 1])) from--;
        const link = (/** @type {string} */ text, /** @type {number} */ i, title = text) => h('button', {type: 'button', title, onclick: () => zoomTo(i)}, text);
        const sep = () => h('span', {'aria-hidden': 'true'}, '\u203a'), last = names.length - 1;
        fill(crumbs, last > 0 && [link(names[0], 0), sep()], from > 1 && [link('\u2026', chain[from - 1], counted(from - 1, 'more level')), sep()],
            names.slice(Math.max(1, from), last).map((name, n) => [link(name, chain[Math.max(1, from) + n], nameOf(all, chain[Math.max(1, from) + n])), sep()]),
            h('b', {'aria-current': 'location'}, names[last]));
        const sum = viewTotal();
        if (isChange(all)) note.textContent = deltaText(sum, all.head.unit, app.state.unit) + (last > 0 ? `, ${shareText(sum, all.head.total[0])} of total` : '');
        else note.textContent = last > 0 ? `${valueText(sum, all.head.unit, app.state.unit)}, ${percentText(sum, all.head.total[0])} of total` : valueText(sum, all.head.unit, app.state.unit);
        for (const menu of menus) menu.draw();
        menus[0].button.hidden = isChange(all);
    };

    const viewTotal = () => {
        if (!boxes) return 0;
        let sum = 0;
        for (let i = view.first; i < view.last; i = boxes.end[i]) sum += boxes.total[i];
        return sum;
    };

    const drawLegend = () => {
        if (!boxes || !chart.palette) return;
        legend.classList.toggle('is-change', isChange(boxes));
        if (isChange(boxes)) return fill(legend, changeLegend(app, chart.palette));
        const {note: words, items} = legendOf(chart.palette, boxes);
        fill(legend, words && h('span', {class: 'm'}, words),
            items.map(item => h('span', null, h('i', {style: {background: item.colour}}), visible(item.name), item.share && h('span', {class: 'm'}, ' ' + item.share))));
    };

    /** A frame for who cannot see it. @param {Frames} all @param {number} i */
    const wordsFor = (all, i) => {
        const {unit, total} = all.head, text = (/** @type {number} */ value) => valueText(value, unit, app.state.unit);
        if (!isChange(all)) return [nameOf(all, i), text(all.total[i]) + ' total', percentText(all.total[i], total[0]) + ' of total', text(all.self[i]) + ' self'];
        const [base, now] = valuesOf(all, i), kind = all.kinds ? all.kinds[i] : 0;
        return [nameOf(all, i), 'base ' + text(base), 'new ' + text(now), `change ${deltaText(now - base, unit, app.state.unit)}, ${relativeText(base, now)}`, KIND_WORDS[kind]];
    };

    /** The rows around the current frame, for who cannot see the canvas. */
    const drawTwin = () => {
        if (!boxes) return;
        const all = boxes, at = selected < 0 ? view.first : selected, up = all.parent[at];
        const around = (/** @type {number[]} */ list, /** @type {number} */ i, /** @type {number} */ most) => {
            const from = Math.max(0, Math.min(list.indexOf(i) - (most >> 1), list.length - most));
            return list.slice(from, from + most).map((frame, n) => ({frame, place: from + n + 1, of: list.length}));
        };
        const siblings = at ? around(childrenOf(all, up), at, MOST_SIBLINGS) : [{frame: at, place: 1, of: 1}];
        const below = childrenOf(all, at).map((frame, n) => ({frame, place: n + 1, of: 0}));
        const rows = [...at ? [{frame: up, place: 1, of: 1}] : [], ...siblings.flatMap(row => row.frame === at ? [row, ...below.slice(0, MOST_CHILDREN).map(child => ({...child, of: below.length}))] : [row])];
        fill(twin, rows.map(({frame, place, of}) => h('div', {
            role: 'row', id: 'flame-row-' + frame, 'aria-level': all.depth[frame] + 1, 'aria-posinset': place, 'aria-setsize': of, 'aria-selected': String(frame === selected),
            'aria-expanded': all.end[frame] > frame + 1 ? String(frame === at || frame === up) : null
        }, wordsFor(all, frame).map(text => h('span', {role: 'gridcell'}, visible(text))))));
        setAttribute(host, 'aria-activedescendant', rows.some(row => row.frame === selected) ? 'flame-row-' + selected : null);
    };

    const drawStatus = () => {
        const box = chart.boxOf(selected);
        app.status(boxes && selected >= 0 ? statusOf(chart, box && !box.last ? box : {x: 0, y: 0, w: 0, h: 0, first: selected, last: 0}) : '');
    };

    // ------------------------------------------------------------ zoom

    let deepest = 0, isKeyed = false, timer = 0;

    const extent = () => {
        const all = /** @type {Frames} */ (boxes), last = view.last === all.end[view.first] ? view.first : lastSibling(all, view.first, view.last);
        return {from: all.start[view.first], to: all.start[last] + all.size[last]};
    };

    /** @param {string} window of what is zoomed to */
    const extentOf = window => {
        const all = extent(), size = all.to - all.from, part = partsOf(window), from = all.from + (part ? part[0] * size : 0);
        return part ? {from, to: Math.max(all.from + part[1] * size, from + /** @type {Frames} */ (boxes).size[0] * FINEST)} : all;
    };

    /** What extentOf takes to come here again. */
    const windowNow = () => {
        const all = extent(), size = all.to - all.from, {from, to} = move || chart;
        return size > 0 ? windowOf((from - all.from) / size, (to - all.from) / size) : '';
    };

    /** @param {number} first @param {number} last */
    const setView = (first, last) => {
        const all = /** @type {Frames} */ (boxes);
        view = {first, last};
        deepest = deepestOf(all, first, last);
        chart.zoomed = first;
        drawCrumbs();
        detail.update(all, selected, viewTotal());
    };

    const zoomPath = () => !boxes || !view.first ? '' : view.last === boxes.end[view.first] ? pathOf(boxes, view.first) : runPathOf(boxes, view.first, view.last);

    /** Shows frames in all the width, or a part of them. @param {number} first @param {number} last @param {boolean} isMoving @param {string} [part] */
    const show = (first, last, isMoving, part = '') => {
        clearTimeout(timer);
        setView(first, last);
        const {from, to} = extentOf(part), isStill = !isMoving || asksForRest.matches || chart.painted() > MOST_MOVING || !chart.width;
        move = isStill || chart.from === from && chart.to === to ? null : {from, to, from0: chart.from, to0: chart.to, start: performance.now()};
        if (!move) [chart.from, chart.to] = [from, to];
        scrollToRow(/** @type {Frames} */ (boxes).depth[first]);
        invalidate();
    };

    /** Keeps a row where it is if it is well in sight. @param {number} d @param {number} [part] of the height, in which it is */
    const scrollToRow = (d, part = 0.6) => {
        const tall = Math.min(MOST_HEIGHT, (deepest + 1) * chart.row), high = host.clientHeight;
        if (!high) return;
        space.style.height = tall + 'px';
        const all = Math.max(tall, high), y = app.state.flip ? all - (d + 1) * chart.row : d * chart.row, {row} = chart;
        if (app.state.flip ? y + row > host.scrollTop + high || y < host.scrollTop + high * (1 - part) : y < host.scrollTop || y + row > host.scrollTop + high * part)
            host.scrollTop = app.state.flip ? y + (1 + ROWS_ABOVE) * row - high : y - ROWS_ABOVE * row;
    };

    /** @param {number} first @param {number} [last] @param {boolean} [isStep] */
    const zoomTo = (first, last, isStep = true) => {
        if (!boxes) return;
        show(first, last || boxes.end[first], true);
        remember(isStep);
    };

    /** @param {boolean} isStep */
    const remember = isStep => {
        clearTimeout(timer);
        if (!boxes) return;
        shownZoom = zoomPath();
        shownWindow = windowNow();
        if (shownZoom !== app.state.zoom || shownWindow !== app.state.window) app.set({zoom: shownZoom, window: shownWindow}, isStep);
    };

    /** A window is one step from where it was left to where it stays. */
    const rememberWindow = () => remember(!app.state.window);

    /** Any part of the graph; the zoomed frame is then the innermost that holds it all. @param {number} from @param {number} to @param {boolean} isDone */
    const setWindow = (from, to, isDone = false) => {
        if (!boxes || !(boxes.size[0] > 0)) return;
        const all = boxes, whole = all.size[0], size = Math.min(whole, Math.max(to - from, whole * FINEST)), slack = whole * 1e-12;
        from = Math.max(0, Math.min(from, whole - size));
        move = null;
        [chart.from, chart.to] = [from, from + size];
        let {from: left, to: right} = extent(), {first} = view, last = view.last;
        while (first && (from < left - slack || from + size > right + slack)) {
            first = all.parent[first];
            last = all.end[first];
            [left, right] = [all.start[first], all.start[first] + all.size[first]];
        }
        if (first !== view.first || last !== view.last) setView(first, last);
        invalidate();
        clearTimeout(timer);
        if (isDone) rememberWindow();
        else timer = setTimeout(rememberWindow, REMEMBER_MS);
    };

    /** @param {number} factor @param {number} [at] the place that stays, as a part of the width */
    const zoomBy = (factor, at = 0.5) => {
        const {from, to} = move || chart, size = (to - from) / factor, fixed = from + (to - from) * at;
        setWindow(fixed - size * at, fixed + size * (1 - at));
    };

    /** @param {number} part of the width */
    const panBy = part => {
        const {from, to} = move || chart, by = (to - from) * part;
        if (boxes) setWindow(Math.min(from + by, boxes.size[0] - (to - from)), to + by);
    };

    /** @param {Box} box @param {number} x on the canvas */
    const zoomRun = (box, x) => {
        if (box.w < 0.8 * chart.width) zoomTo(box.first, box.last);
        else zoomBy(RUN_ZOOM, x / chart.width);
    };

    // ------------------------------------------------------------ selection

    /** @param {number} i @param {boolean} [byKey] */
    const select = (i, byKey = false) => {
        if (!boxes) return;
        isKeyed = byKey;
        selected = i;
        const f = i < 0 ? NO_FUNCTION : functionOf(boxes, i), fn = f === NO_FUNCTION ? '' : nameOf(boxes, i), picked = i > 0 ? pathOf(boxes, i) : '';
        chart.same = f === NO_FUNCTION ? -1 : f;
        shownPick = picked + ' ' + fn;
        drawSelection();
        if (picked !== app.state.picked || fn !== app.state.fn) app.set({picked, fn}, false);
    };

    const drawSelection = () => {
        if (!boxes) return;
        detail.update(boxes, selected, viewTotal());
        drawTwin();
        drawStatus();
        invalidate();
    };

    /** Selects by key: brings the frame into sight and says what it is. @param {number} i */
    const go = i => {
        if (!boxes) return;
        select(i, true);
        reveal(i);
        const {unit, total} = boxes.head, callees = childrenOf(boxes, i).length;
        const words = isChange(boxes) ? wordsFor(boxes, i) : [nameOf(boxes, i), percentText(boxes.total[i], total[0]) + ' total', percentText(boxes.self[i], total[0]) + ' self', valueText(boxes.total[i], unit, app.state.unit)];
        app.announce([...words, 'depth ' + boxes.depth[i], counted(callees, 'callee')].join(', '));
    };

    /** Zooms out, or in, no further than needed for a frame to be drawn, and scrolls to it. @param {number} i */
    const reveal = i => {
        if (!boxes) return;
        const {start, size, depth, end} = boxes, {from, to} = move || chart, px = chart.width / (to - from);
        const isAbove = i <= view.first && end[i] >= view.last, isHere = size[i] * px >= 2.4 && start[i] + size[i] / 2 > from && start[i] + size[i] / 2 < to;
        if (!isAbove && !(isHere && i >= view.first && i < view.last)) {
            const chain = chainOf(boxes, i), base = chain.filter(at => at <= view.first && end[at] >= view.last).pop() || 0;
            const at = chain.slice(chain.indexOf(base)).find(frame => frame === i || size[i] / size[frame] * chart.width >= LEAST_SEEN);
            zoomTo(at === undefined ? i : at, 0, false);
        }
        scrollToRow(depth[i], 0.9);
        invalidate();
    };

    /** Goes to the next match (1) or the one before (-1), or says where it is (0): '3 of 44'. @param {number} by */
    const step = by => {
        const {hits} = chart;
        if (!boxes || !hits || !hits.length) return '';
        const at = lowerBound(hits, Math.max(selected, 0), 0, hits.length), isOn = at < hits.length && hits[at] === selected;
        const next = by ? (by > 0 ? at + (isOn ? 1 : 0) : at - 1 + hits.length) % hits.length : at;
        if (by) go(hits[next]);
        return by || isOn ? `${counted(next + 1)} of ${counted(hits.length)}` : '';
    };

    /** @param {string} key */
    const walk = key => {
        if (!boxes) return;
        const from = selected < 0 ? view.first : selected, isUp = key === (app.state.flip ? 'ArrowDown' : 'ArrowUp');
        if (selected < 0) return go(from);
        if (key === 'ArrowLeft' || key === 'ArrowRight') return go(from && siblingOf(boxes, from, key === 'ArrowLeft' ? -1 : 1));
        const child = heaviestChild(boxes, from);
        go(isUp ? boxes.parent[from] : child < 0 ? from : child);
    };

    /** @param {number} i @param {number} x @param {number} y */
    const openMenuAt = (i, x, y) => {
        if (!boxes || i < 0) return;
        const all = boxes, name = nameOf(all, i);
        select(i);
        /** @type {MenuItem[]} */
        const items = [{label: 'Zoom to this frame', key: 'Enter', act: () => zoomTo(i)}, {label: 'Zoom out one level', key: 'Backspace', act: up}, {label: 'Show all', key: '0', act: reset},
            {label: 'Copy the stack', key: 'Y', act: copyStack}];
        app.menu(host, x, y, functionOf(all, i) === NO_FUNCTION ? items : [...items, null, ...app.functionMenu(name)]);
    };

    const copyStack = () => {
        const all = boxes;
        if (all && selected > 0) app.copy(chainOf(all, selected).slice(1).map(at => nameOf(all, at)).join('\n'), 'Stack');
    };
    const nextColour = () => COLOUR_MODES[(COLOUR_MODES.findIndex(([mode]) => mode === app.state.color) + 1) % COLOUR_MODES.length][0];
    const reset = () => zoomTo(0);
    const up = () => boxes && zoomTo(boxes.parent[view.first]);

    /** @type {Record<string, () => unknown>} */
    const KEY_ACTS = {
        Enter: () => selected >= 0 && zoomTo(selected), Backspace: up, 0: reset, Home: reset, Escape: reset, '+': () => zoomBy(ZOOM_STEP), '=': () => zoomBy(ZOOM_STEP),
        '-': () => zoomBy(1 / ZOOM_STEP), w: () => zoomBy(ZOOM_STEP), S: () => zoomBy(1 / ZOOM_STEP), a: () => panBy(-PAN_STEP), d: () => panBy(PAN_STEP),
        i: () => app.set({flip: !app.state.flip}), k: () => boxes && !isChange(boxes) && app.set({color: nextColour()}), j: () => app.set({order: app.state.order ? '' : 'name'}), Y: copyStack,
        ContextMenu: () => {
            const box = chart.boxOf(selected), place = canvas.getBoundingClientRect();
            if (box) openMenuAt(selected, place.left + Math.max(0, box.x) + 8, place.top + box.y + box.h);
        }
    };

    /** @param {KeyboardEvent} event */
    const key = event => {
        const {key: name, target} = event, isOther = target instanceof Element && target !== host && target.closest('button, a, summary, input, select, textarea, [tabindex]');
        if (!boxes || event.ctrlKey || event.metaKey || event.altKey) return false;
        if (isOther && (/^Arrow|^Home$|^Enter$|^ $/.test(name))) return false;
        if (/^Arrow/.test(name)) {
            host.focus({preventScroll: true});
            walk(name);
        }
        else if (name === 'F10' && event.shiftKey) KEY_ACTS.ContextMenu();
        else if (name === 'Escape' && !view.first && chart.to - chart.from >= boxes.size[0]) return false;
        else if (Object.hasOwn(KEY_ACTS, name)) KEY_ACTS[name]();
        else return false;
        return true;
    };

    // ------------------------------------------------------------ pointer

    /** @type {Map<number, {x: number, y: number}>} */
    const pointers = new Map();
    let isDragged = false, pressed = {x: 0, y: 0}, lastClick = {first: -1, time: 0};

    /** @param {{clientX: number, clientY: number}} event */
    const placeOn = event => {
        const place = canvas.getBoundingClientRect();
        return {x: event.clientX - place.left, y: event.clientY - place.top};
    };

    canvas.addEventListener('pointerdown', event => {
        if (event.button) return;
        pointers.set(event.pointerId, {x: event.clientX, y: event.clientY});
        pressed = {x: event.clientX, y: event.clientY};
        isDragged = pointers.size > 1;
        hover.hide();
    });
    canvas.addEventListener('pointermove', event => {
        const last = pointers.get(event.pointerId);
        if (!last) {
            if (event.pointerType === 'touch' || move) return;
            const {x, y} = placeOn(event), box = chart.hit(x, y);
            canvas.style.cursor = box ? 'pointer' : '';
            if (!box) {
                if (hover.shown() >= 0) drawStatus();
                return hover.hide();
            }
            const isNew = hover.shown() !== box.first;
            hover.show(box, event.clientX, event.clientY);
            if (isNew) app.status(statusOf(chart, box));
            return;
        }
        const other = [...pointers].find(([id]) => id !== event.pointerId), now = {x: event.clientX, y: event.clientY};
        if (other) {
            const before = Math.abs(last.x - other[1].x), after = Math.abs(now.x - other[1].x), middle = (last.x + other[1].x) / 2;
            if (before > 12 && after > 12) zoomBy(after / before, placeOn({clientX: middle, clientY: 0}).x / chart.width);
        } else if (isDragged || Math.hypot(now.x - pressed.x, now.y - pressed.y) > DRAG_REACH) {
            if (!isDragged) {
                isDragged = true;
                try { canvas.setPointerCapture(event.pointerId); } catch (e) { /* gone already */ }
            }
            panBy((last.x - now.x) / chart.width);
            if (event.pointerType !== 'touch') host.scrollTop += last.y - now.y;
        }
        pointers.set(event.pointerId, now);
    });
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel']))
        canvas.addEventListener(name, event => { pointers.delete(event.pointerId); });
    canvas.addEventListener('pointerleave', event => {
        if (event.pointerType === 'touch' && pointers.has(event.pointerId)) return;
        hover.hide();
        drawStatus();
    });
    canvas.addEventListener('click', event => {
        if (isDragged || !boxes) {
            isDragged = false;
            return;
        }
        const {x, y} = placeOn(event), box = chart.hit(x, y), isTwice = box && box.first === lastClick.first && event.timeStamp - lastClick.time < TWICE_MS;
        lastClick = {first: box && !isTwice ? box.first : -1, time: event.timeStamp};
        host.focus({preventScroll: true});
        if (!box) select(-1);
        else if (box.last) {
            if (isTwice) zoomRun(box, x);
        } else if (isTwice) zoomTo(box.first);
        else {
            const isAbove = box.first < view.first && boxes.end[box.first] >= view.last;
            select(box.first);
            if (isAbove) zoomTo(box.first);
        }
    });
    canvas.addEventListener('contextmenu', event => {
        const {x, y} = placeOn(event), box = chart.hit(x, y);
        if (!box || box.last) return;
        event.preventDefault();
        hover.hide();
        openMenuAt(box.first, event.clientX, event.clientY);
    });
    host.addEventListener('wheel', event => {
        const unit = event.deltaMode ? 16 : 1, isAcross = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
        if (event.ctrlKey || event.metaKey) zoomBy(Math.exp(-Math.max(-60, Math.min(60, event.deltaY * unit)) * 0.01), placeOn(event).x / chart.width);
        else if (isAcross && boxes && chart.to - chart.from < boxes.size[0]) panBy((event.deltaX || event.deltaY) * unit / chart.width);
        else return;
        event.preventDefault();
    }, {passive: false});
    host.addEventListener('scroll', () => {
        if (chart.top !== host.scrollTop) paintNow();
    }, {passive: true});
    host.addEventListener('focus', () => {
        drawTwin();
        invalidate();
    });
    host.addEventListener('blur', invalidate);
    new ResizeObserver(() => {
        if (boxes) drawCrumbs();
        invalidate();
    }).observe(host);

    // ------------------------------------------------------------ on paper

    const dress = (/** @type {string} */ theme) => {
        if (!boxes) return;
        chart.palette = makePalette(colours(theme), app.state.color, boxes);
        drawLegend();
    };
    listen('beforeprint', () => {
        chart.isPaper = true;
        dress('light');
        paintNow();
        rest.textContent = chart.lastRow > PAPER_ROWS ? `${PAPER_ROWS} of ${counted(chart.lastRow, 'level')} are shown` : '';
    });
    listen('afterprint', () => {
        chart.isPaper = false;
        dress(themeNow());
        invalidate();
    });

    // ------------------------------------------------------------ state

    /** The frame that the state has selected: by its path, else the heaviest of the function. */
    const pickedFrame = () => {
        if (!boxes) return -1;
        const all = boxes, {picked, fn} = app.state, found = framesAt(all, picked), at = picked && found.isWhole ? found.at : -1;
        if (!fn || at > 0 && nameOf(all, at) === fn) return at;
        const {name} = all.head.functions;
        let best = -1;
        for (let i = 0; i < all.frames; i++)
            if ((best < 0 || all.size[i] > all.size[best]) && name[all.code[i] >>> 1] === fn) best = i;
        return best;
    };

    const sync = (/** @type {Frames} */ next) => {
        const isNew = next.code !== boxes?.code, {state, found} = app, look = [themeNow(), state.color, next.side, app.summary?.comparison?.legend].join();
        boxes = chart.boxes = next;
        // The number of a frame is of the boxes before.
        if (isNew) selected = -1;
        chart.whole = next.head.total[0];
        chart.unit = state.unit;
        if (isNew || look !== coloured) {
            coloured = look;
            dress(themeNow());
        }
        if (isNew || found !== shownFound) {
            const isSearch = found && found.text && found.functions.length === next.head.functions.name.length;
            shownFound = found;
            chart.flags = isSearch ? found.functions : null;
            chart.hits = isSearch ? hitsOf(next, found.functions) : null;
        }
        if (chart.flip !== state.flip) {
            chart.flip = state.flip;
            host.scrollTop = state.flip ? host.scrollHeight : 0;
        }
        if (isNew || state.zoom !== shownZoom || state.window !== shownWindow) {
            const place = framesAt(next, state.zoom), isMoving = !isNew;
            if (isNew && view.first >= next.frames) view = {first: 0, last: next.frames};
            [shownZoom, shownWindow] = [state.zoom, state.window];
            show(place.first, place.last, isMoving, place.isWhole ? state.window : '');
            if (!place.isWhole) app.announce('these samples have only a part of the frames of the link');
        } else drawCrumbs();
        const pick = state.picked + ' ' + state.fn;
        if (isNew || pick !== shownPick) {
            selected = pickedFrame();
            isKeyed = false;
            shownPick = pick;
            chart.same = selected >= 0 && functionOf(next, selected) !== NO_FUNCTION ? functionOf(next, selected) : -1;
            if (selected >= 0 && !isNew) reveal(selected);
        }
        detail.update(next, selected, viewTotal());
        drawTwin();
        drawStatus();
        invalidate();
    };

    const update = async () => {
        const mark = ++asked, next = /** @type {Frames} */ (await app.boxes());
        if (mark === asked) sync(sideOf(next, app.state.side));
    };

    return {
        name: 'flame', title: 'Flame', element, update, key, step,
        keys: [['arrows', 'walk: parent, child, siblings'], ['Enter', 'zoom to the selected frame'], ['Backspace', 'one level up'], ['0, Home, Esc', 'show all'], ['+ -  w S', 'zoom in, out'],
            ['a d', 'to the left, right'], ['i', 'root at bottom or top'], ['k', 'next colours'], ['j', 'order by weight, by name'], ['Y', 'copy the stack']],
        exports: () => [{label: 'This view as PNG', name: 'flame.png', make: () => new Promise((resolve, reject) =>
            canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('no picture')), 'image/png'))}]
    };
};
