// The whole graph in 40 px, with the window over it: drag moves it, its edges resize it, beside it draws a new one.

import {h} from './dom.js';
import {levelsOf} from './boxes.js';
import {lastSibling, scanRow} from './flame_canvas.js';
import {fillNumber} from './palette.js';

/** @typedef {import('./boxes.js').Frames} Frames */
/** @typedef {import('./palette.js').Palette} Palette */

const MINIMAP_HEIGHT = 38, EDGE_REACH = 7, CLICK_REACH = 4, MOST_ROW = 5;

/** @param {(from: number, to: number, isDone: boolean) => void} choose in units of the root's size */
export const makeMinimap = choose => {
    const canvas = h('canvas', {'aria-hidden': 'true'}), element = h('div', {class: 'flame-minimap'}, canvas);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', {alpha: false}));
    const picture = document.createElement('canvas');
    /** @type {Frames|null} */
    let drawn = null;
    /** @type {Palette|null} */
    let palette = null;
    /** @type {Uint32Array|null} */
    let hits = null;
    let ticks = new Uint8Array(0), width = 0, ratio = 1, from = 0, to = 1, whole = 1, flip = false;

    /** @param {Frames} boxes @param {Palette} colours */
    const drawPicture = (boxes, colours) => {
        const paint = picture.getContext('2d', {alpha: false}), levels = levelsOf(boxes), px = width / boxes.size[0];
        if (!paint) return;
        paint.setTransform(ratio, 0, 0, ratio, 0, 0);
        paint.fillStyle = colours.role.page;
        paint.fillRect(0, 0, width, MINIMAP_HEIGHT);
        const row = Math.min(MOST_ROW, Math.max(1, MINIMAP_HEIGHT / levels)), rows = Math.min(levels, Math.floor(MINIMAP_HEIGHT / row));
        for (let r = 0; r < rows; r++)
            scanRow(boxes, Math.floor(r * levels / rows), 0, boxes.size[0], 1 / px, (first, last) => {
                const x = boxes.start[first] * px, to = last ? lastSibling(boxes, first, last) : first;
                const w = (boxes.start[to] + boxes.size[to]) * px - x;
                paint.fillStyle = last || colours.isForced ? colours.role.small_hatch : colours.fills[fillNumber(colours, boxes, first)];
                paint.fillRect(x, flip ? MINIMAP_HEIGHT - (r + 1) * row : r * row, Math.max(0.6, w - (w > 3 ? 0.5 : 0)), row > 2 ? row - 0.5 : row);
            });
    };

    const paint = () => {
        if (!drawn || !palette || !width) return;
        const {role} = palette, px = width / whole;
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.drawImage(picture, 0, 0);
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        const left = from * px, right = Math.max(left + 3, to * px);
        context.fillStyle = role.page;
        context.globalAlpha = 0.62;
        context.fillRect(0, 0, left, MINIMAP_HEIGHT);
        context.fillRect(right, 0, width - right, MINIMAP_HEIGHT);
        context.globalAlpha = 1;
        if (hits) paintTicks(palette);
        context.strokeStyle = role.accent;
        context.lineWidth = 1.5;
        context.strokeRect(left + 0.75, 0.75, right - left - 1.5, MINIMAP_HEIGHT - 1.5);
    };

    /** Which pixels have a match. @param {Frames} boxes */
    const markTicks = boxes => {
        ticks = new Uint8Array(Math.ceil(width) + 1);
        const px = width / whole;
        for (const i of hits || []) ticks[Math.floor((boxes.start[i] + boxes.size[i] / 2) * px)] = 1;
    };

    /** @param {Palette} colours */
    const paintTicks = ({role}) => {
        for (const [colour, from, wide] of /** @type {[string, number, number][]} */ ([[role.match_line, 1, 3], [role.match, 0, 1]])) {
            context.fillStyle = colour;
            for (let x = 0; x < ticks.length; x++) if (ticks[x]) context.fillRect(x - from, MINIMAP_HEIGHT - 9, wide, 8);
        }
    };

    /** @param {Frames} boxes @param {Palette} colours @param {Uint32Array|null} found @param {number} start @param {number} end @param {boolean} isFlipped */
    const update = (boxes, colours, found, start, end, isFlipped) => {
        const now = element.clientWidth, scale = Math.min(3, devicePixelRatio || 1);
        if (!now) return;
        from = start;
        to = end;
        whole = boxes.size[0] || 1;
        const isOther = found !== hits || now !== width || boxes !== drawn;
        hits = found;
        if (now !== width || scale !== ratio || boxes !== drawn || colours !== palette || isFlipped !== flip) {
            flip = isFlipped;
            [width, ratio, drawn, palette] = [now, scale, boxes, colours];
            canvas.width = picture.width = Math.round(width * ratio);
            canvas.height = picture.height = MINIMAP_HEIGHT * ratio;
            drawPicture(boxes, colours);
        }
        if (isOther) markTicks(boxes);
        paint();
    };

    /** Where the press was, in units; what it drags; the window of then. @type {{at: number, x: number, kind: string, from: number, to: number, isMoved: boolean}|null} */
    let drag = null;
    const unitsAt = (/** @type {PointerEvent} */ event) => (event.clientX - canvas.getBoundingClientRect().left) / width * whole;
    const kindAt = (/** @type {number} */ at) => {
        const reach = EDGE_REACH * whole / width;
        if (Math.abs(at - from) < reach && from > 0) return 'left';
        if (Math.abs(at - to) < reach && to < whole) return 'right';
        return at > from && at < to && to - from < whole * 0.999 ? 'move' : 'new';
    };
    const clamp = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(0, Math.min(value, most));

    canvas.addEventListener('pointerdown', event => {
        if (event.button) return;
        const at = unitsAt(event);
        drag = {at, x: event.clientX, kind: kindAt(at), from, to, isMoved: false};
        try { canvas.setPointerCapture(event.pointerId); } catch (e) { /* gone already */ }
    });
    canvas.addEventListener('pointermove', event => {
        const at = unitsAt(event);
        if (!drag) {
            const kind = kindAt(at);
            canvas.style.cursor = kind === 'new' ? 'crosshair' : kind === 'move' ? 'grab' : 'ew-resize';
            return;
        }
        if (Math.abs(event.clientX - drag.x) >= CLICK_REACH) drag.isMoved = true;
        if (!drag.isMoved) return;
        const by = at - drag.at, size = drag.to - drag.from, least = 3 * whole / width;
        if (drag.kind === 'move') {
            const start = clamp(drag.from + by, whole - size);
            choose(start, start + size, false);
        } else {
            const anchor = drag.kind === 'left' ? drag.to : drag.kind === 'right' ? drag.from : drag.at, other = clamp(at, whole);
            choose(Math.min(anchor, other), Math.max(anchor, other, Math.min(anchor, other) + least), false);
        }
    });
    const stop = (/** @type {PointerEvent} */ event) => {
        if (!drag) return;
        const {isMoved, from: start, to: end} = drag, size = end - start;
        drag = null;
        if (isMoved) return choose(from, to, true);
        const middle = clamp(unitsAt(event) - size / 2, whole - size);
        if (size < whole) choose(middle, middle + size, true);
    };
    canvas.addEventListener('pointerup', stop);
    canvas.addEventListener('pointercancel', () => { drag = null; });

    return {element, update};
};
