// The Sandwich tab: what calls a function above it, what it calls below it, all on one scale.

import {deltaText, isChange, sideOf} from './change.js';
import {counted, fill, h, listen} from './dom.js';
import {chainOf, childrenOf, decodeBoxes, functionOf, heaviestChild, hitsOf, levelsOf, siblingOf} from './boxes.js';
import {makeChart, PAPER_WIDTH} from './flame_canvas.js';
import {functionList} from './function_list.js';
import {functionNow} from './functions.js';
import {makeHover, statusOf} from './tooltip.js';
import {nameOf, placeOf, shownName} from './names.js';
import {visible} from './functions.js';
import {percentText, valueText} from './numbers.js';
import {fillNumber, makePalette} from './palette.js';
import {colours, themeNow} from './theme.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./boxes.js').Frames} Frames */

const CALLER_LEVELS = 11, CALLEE_LEVELS = 24, MOST_LEVELS = 400, PIVOT_MS = 400, SANDWICH_ZOOM = 1.5;

/** @param {App} app @returns {import('./types.js').View} */
export const sandwichView = app => {
    const list = functionList(app, name => app.pick(name));
    const title = h('h2', null), place = h('p', {class: 'flame-place'}), scale = h('span', {class: 'm sandwich-scale'});
    const hint = h('p', {class: 'm flame-hint', hidden: true}, 'Pick a function in the list.');
    const me = h('div', {class: 'sandwich-me'}), body = h('div', {class: 'sandwich-body', role: 'application', tabindex: 0});
    const element = h('div', {class: 'sandwich'});

    /** One half. @param {'callers'|'callees'} name @param {string} words @param {number} levels */
    const makeSide = (name, words, levels) => {
        const canvas = h('canvas', {'aria-hidden': 'true'}), stage = h('div', {class: 'sandwich-chart'}, canvas), chart = makeChart(canvas);
        const count = h('span', {class: 'm'}), more = h('button', {type: 'button', class: 'link', onclick: () => {
            side.levels = Math.min(MOST_LEVELS, levelsOf(/** @type {Frames} */ (chart.boxes)) - 1);
            draw();
        }});
        const caption = h('div', {class: 'sandwich-caption'}, h('b', null, words), count, more);
        const side = {name, chart, stage, caption, count, more, levels, least: levels, hover: makeHover(chart, stage, element)};
        return side;
    };
    const callers = makeSide('callers', 'Called by', CALLER_LEVELS), callees = makeSide('callees', 'Calls', CALLEE_LEVELS);
    const sides = [callers, callees];
    callers.chart.flip = true;
    fill(body, callers.stage, me, callees.stage);
    const main = h('div', {class: 'sandwich-main'}, h('div', {class: 'sandwich-head'}, title, place, scale), hint, callers.caption, body, callees.caption);
    element.append(main, list.element);

    let shown = '', asked = 0, fn = '', coloured = '', range = {from: 0, to: 0};
    /** @type {{side: typeof callers, i: number}|null} */
    let selected = null;
    /** @type {import('./types.js').SearchResult|null|undefined} */
    let marked;

    // ------------------------------------------------------------ drawing

    const draw = () => {
        const {boxes, isPaper} = callees.chart, width = isPaper ? body.clientWidth && PAPER_WIDTH : body.clientWidth;
        if (!boxes || !callers.chart.boxes || !(width > 0)) return;
        for (const side of sides) {
            const {chart, more} = side, all = levelsOf(/** @type {Frames} */ (chart.boxes)) - 1, rows = all === side.levels + 1 ? all : Math.min(all, side.levels);
            chart.row = matchMedia('(pointer: coarse)').matches && !isPaper ? 32 : 18;
            chart.firstRow = 1;
            chart.lastRow = rows + 1;
            [chart.from, chart.to] = [range.from, range.to];
            chart.selected = selected && selected.side === side ? selected.i : -1;
            chart.resize(width, rows * chart.row);
            side.hover.hide();
            chart.paint();
            more.hidden = all <= rows || rows >= MOST_LEVELS;
            more.textContent = counted(all - rows, 'more level');
        }
        const {unit} = boxes.head, root = valueText(boxes.total[0], unit, app.state.unit), self = valueText(boxes.self[0], unit, app.state.unit);
        const own = isChange(boxes) ? statusOf(callees.chart, {x: 0, y: 0, w: 0, h: 0, first: 0, last: 0}).split('\u2002').slice(1).join('\u2002') : '';
        fill(me, h('b', null, visible(shownName(boxes, 0))), h('span', null, own || `${root}, ${percentText(boxes.total[0], boxes.head.total[0])} of total`, !own && h('span', {class: 'wide'}, `\u2002self ${self}`)));
    };

    const drawHead = () => {
        const above = callers.chart.boxes, below = callees.chart.boxes;
        if (!above || !below) return;
        const {unit} = below.head, text = (/** @type {number} */ value) => (isChange(below) ? deltaText : valueText)(value, unit, app.state.unit);
        const into = childrenOf(above, 0).length, out = childrenOf(below, 0).length, self = below.self[0];
        title.textContent = visible(shownName(below, 0));
        place.textContent = placeOf(below, 0);
        scale.textContent = isChange(below) ? 'widths: the larger of base and new' : `every width is a share of this function\u2019s ${text(below.total[0])}`;
        callers.count.textContent = into ? counted(into, 'function') : 'nothing: it is where stacks begin';
        const rest = above.self[0];
        if (into && rest) callers.count.textContent += `; ${text(rest)} where stacks begin`;
        callees.count.textContent = (out ? counted(out, 'function') : 'nothing') + (self ? `; ${text(self)} is self and has no box` : '');
        for (const {chart, count} of sides) if (chart.hits) count.textContent += '; ' + counted(chart.hits.length, 'frame matches', 'frames match');
        const {palette, flags} = callees.chart, isMatch = flags && flags[functionOf(below, 0)];
        if (palette) Object.assign(me.style, {background: isMatch ? palette.role.match : palette.fills[fillNumber(palette, below, 0)], color: isMatch ? palette.role.on_match : ''});
        body.setAttribute('aria-label', visible(`Callers and callees of ${fn}: arrows walk, Enter goes there`));
    };

    const dress = (/** @type {string} */ theme) => {
        for (const {chart} of sides) if (chart.boxes) chart.palette = makePalette(colours(theme), app.state.color, chart.boxes);
    };

    /** Marks what the search found; the function itself is no box. */
    const markFound = () => {
        const names = app.found && app.found.text ? app.found.names : null;
        marked = app.found;
        for (const {chart} of sides) {
            if (!chart.boxes) continue;
            chart.flags = names && Uint8Array.from(chart.boxes.head.functions.name, name => names.has(name) ? 1 : 0);
            chart.hits = chart.flags && hitsOf(chart.boxes, chart.flags).filter(i => i > 0);
        }
    };

    // ------------------------------------------------------------ acts

    const wholeOf = (/** @type {Frames} */ boxes) => isChange(boxes) ? 'of total' : 'of ' + fn;

    /** @param {typeof callers} side @param {number} i @param {boolean} byKey */
    const select = (side, i, byKey) => {
        const {chart} = side, boxes = /** @type {Frames} */ (chart.boxes);
        selected = i > 0 ? {side, i} : null;
        side.levels = Math.max(side.levels, Math.min(MOST_LEVELS, boxes.depth[i]));
        for (const other of sides) other.chart.isKeyed = byKey && body.matches(':focus');
        draw();
        const box = chart.boxOf(i);
        app.status(i > 0 ? statusOf(chart, box && !box.last ? box : {x: 0, y: 0, w: 0, h: 0, first: i, last: 0}, wholeOf(boxes)) : '');
        if (!byKey) return;
        app.announce([nameOf(boxes, i), isChange(boxes) ? statusOf(chart, {x: 0, y: 0, w: 0, h: 0, first: i, last: 0}).split('\u2002').slice(1).join(', ') : percentText(boxes.total[i], boxes.total[0]) + ' of ' + fn, `${side === callers ? 'caller' : 'callee'} level ${boxes.depth[i]}`].join(', '));
        if (box) {
            const y = side.stage.getBoundingClientRect().top + box.y, seen = main.getBoundingClientRect();
            if (y < seen.top + 8) main.scrollTop += y - seen.top - 40;
            else if (y + box.h > seen.bottom) main.scrollTop += y + box.h - seen.bottom + 40;
        }
    };

    /** @param {string} key */
    const walk = key => {
        const isUp = key === 'ArrowUp', side = selected ? selected.side : isUp ? callers : callees, boxes = side.chart.boxes;
        if (!boxes || !selected && /Left|Right/.test(key)) return;
        const at = selected ? selected.i : 0, isDeeper = isUp === (side === callers);
        if (/Left|Right/.test(key)) return select(side, siblingOf(boxes, at, key === 'ArrowLeft' ? -1 : 1), true);
        const child = heaviestChild(boxes, at);
        select(side, isDeeper ? child < 0 ? at : child : boxes.parent[at], true);
    };

    /** @param {number} from @param {number} to */
    const setRange = (from, to) => {
        const {boxes} = callees.chart;
        if (!boxes) return;
        const whole = boxes.size[0], size = Math.min(whole, Math.max(whole * 1e-9, to - from));
        from = Math.max(0, Math.min(from, whole - size));
        range = {from, to: from + size};
        draw();
    };

    /** @param {number} factor @param {number} [at] */
    const zoomBy = (factor, at = 0.5) => {
        const size = (range.to - range.from) / factor, fixed = range.from + (range.to - range.from) * at;
        setRange(fixed - size * at, fixed + size * (1 - at));
    };
    const panBy = (/** @type {number} */ part) => {
        const by = (range.to - range.from) * part, {boxes} = callees.chart;
        if (boxes) setRange(Math.min(range.from + by, boxes.size[0] - (range.to - range.from)), range.to + by);
    };

    /** As of Flame: callers, then callees. @param {number} by */
    const step = by => {
        const all = marked === app.found ? sides.flatMap(side => Array.from(side.chart.hits || [], i => ({side, i}))) : [], at = all.findIndex(hit => selected && hit.side === selected.side && hit.i === selected.i);
        if (!all.length) return '';
        const next = by ? (at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length) : at;
        if (by) select(all[next].side, all[next].i, true);
        return next < 0 ? '' : `${counted(next + 1)} of ${counted(all.length)}`;
    };
    const pivot = () => selected && app.pick(nameOf(/** @type {Frames} */ (selected.side.chart.boxes), selected.i));

    /** @type {Record<string, () => unknown>} */
    const acts = {
        Enter: pivot, '+': () => zoomBy(SANDWICH_ZOOM), '=': () => zoomBy(SANDWICH_ZOOM), '-': () => zoomBy(1 / SANDWICH_ZOOM), w: () => zoomBy(SANDWICH_ZOOM),
        S: () => zoomBy(1 / SANDWICH_ZOOM), a: () => panBy(-0.15), d: () => panBy(0.15), 0: () => setRange(0, Infinity)
    };

    /** @param {KeyboardEvent} event */
    const key = event => {
        if (event.ctrlKey || event.metaKey || event.altKey || !callees.chart.boxes) return false;
        const isHere = event.target === body, isOther = event.target instanceof Element && event.target.closest('button, a, aside, input');
        if (/^Arrow/.test(event.key)) {
            if (isOther) return false;
            body.focus({preventScroll: true});
            walk(event.key);
        } else if (event.key === 'Escape' && selected) select(selected.side, 0, isHere);
        else if (Object.hasOwn(acts, event.key) && !(event.key === 'Enter' && (isOther || !selected))) acts[event.key]();
        else return false;
        return true;
    };

    for (const side of sides) {
        const {chart, hover} = side, {canvas} = chart;
        let last = {first: -1, time: 0};
        const boxAt = (/** @type {MouseEvent} */ event) => {
            const at = canvas.getBoundingClientRect();
            return chart.hit(event.clientX - at.left, event.clientY - at.top);
        };
        canvas.addEventListener('pointermove', event => {
            const box = event.pointerType === 'touch' ? null : boxAt(event), isNew = box && hover.shown() !== box.first;
            canvas.style.cursor = box ? 'pointer' : '';
            if (!box) return hover.hide();
            hover.show(box, event.clientX, event.clientY);
            if (isNew) app.status(statusOf(chart, box, wholeOf(/** @type {Frames} */ (chart.boxes))));
        });
        canvas.addEventListener('pointerleave', () => {
            hover.hide();
            app.status('');
        });
        canvas.addEventListener('click', event => {
            const box = boxAt(event), isTwice = box && box.first === last.first && event.timeStamp - last.time < PIVOT_MS;
            last = {first: box && !isTwice ? box.first : -1, time: event.timeStamp};
            body.focus({preventScroll: true});
            if (!box || box.last) select(side, 0, false);
            else if (isTwice) pivot();
            else select(side, box.first, false);
        });
        canvas.addEventListener('contextmenu', event => {
            const box = boxAt(event);
            if (!box || box.last || !chart.boxes) return;
            event.preventDefault();
            select(side, box.first, false);
            const stack = chainOf(chart.boxes, box.first).map(i => nameOf(/** @type {Frames} */ (chart.boxes), i));
            if (side === callers) stack.reverse();
            app.menu(body, event.clientX, event.clientY, [{label: 'Go there', key: 'Enter', act: pivot}, {label: 'Copy the stack', act: () => app.copy(stack.join('\n'), 'Stack')}, null,
                ...app.functionMenu(nameOf(chart.boxes, box.first))]);
        });
        canvas.addEventListener('wheel', event => {
            if (!event.ctrlKey && !event.metaKey) return;
            event.preventDefault();
            zoomBy(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.01), (event.clientX - canvas.getBoundingClientRect().left) / chart.width);
        }, {passive: false});
    }
    new ResizeObserver(draw).observe(main);
    listen('beforeprint', () => {
        callers.chart.isPaper = callees.chart.isPaper = true;
        dress('light');
        draw();
    });
    listen('afterprint', () => {
        callers.chart.isPaper = callees.chart.isPaper = false;
        dress(themeNow());
        draw();
    });

    // ------------------------------------------------------------ state

    /** @param {string} side @param {string} name */
    const requestFor = (side, name) => app.request('boxes', {side, function: name, ...app.state.order ? {order: app.state.order} : {}});

    const update = async () => {
        const name = functionNow(app), mark = ++asked, requests = ['callers', 'callees'].map(side => requestFor(side, name));
        const listed = list.update();
        listed.catch(() => {}); // told below, when the charts stand
        hint.hidden = !!name;
        main.classList.toggle('is-empty', !name);
        if (!name) return listed;
        if (requests[0] !== shown) {
            const answers = await Promise.all(requests.map(request => app.engine.ask(request)));
            if (mark !== asked) return;
            shown = requests[0];
            fn = name;
            coloured = '';
            marked = undefined;
            selected = null;
            sides.forEach((side, n) => {
                const boxes = side.chart.boxes = decodeBoxes(answers[n].bytes);
                side.levels = side.least;
                range = {from: 0, to: boxes.size[0]};
            });
        }
        for (const {chart} of sides) {
            const boxes = chart.boxes = sideOf(/** @type {Frames} */ (chart.boxes), app.state.side);
            chart.whole = isChange(boxes) ? boxes.head.total[0] : boxes.total[0];
        }
        const look = [themeNow(), app.state.color, app.state.side].join();
        if (look !== coloured) dress(themeNow());
        coloured = look;
        if (marked !== app.found) markFound();
        for (const {chart} of sides) chart.unit = app.state.unit;
        drawHead();
        draw();
        return listed;
    };

    return {
        name: 'sandwich', title: 'Sandwich', element, update, key, step,
        keys: [['arrows', 'walk among callers and callees'], ['Enter', 'make it the function'], ['+ -  a d  0', 'zoom, to the sides, whole width']]
    };
};
