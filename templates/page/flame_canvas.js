// Paints frames on a canvas: only what can be seen, whatever the size of the profile.

import {ADDED, FILL_LESS, FILL_LESS_MARK, FILL_MORE, FILL_MORE_MARK, GONE, isChange, LINES_FROM, signOf, valuesOf} from './change.js';
import {functionOf, isInlined, levelsOf, lowerBound} from './boxes.js';
import {counted} from './dom.js';
import {labelFor, measureGlyphs, textWidth} from './names.js';
import {percentText, valueText} from './numbers.js';
import {fillNumber} from './palette.js';

/** @typedef {import('./boxes.js').Frames} Frames */
/** @typedef {import('./palette.js').Palette} Palette */
/** @typedef {{x: number, y: number, w: number, h: number, first: number, last: number}} Box  last 0: one frame; else small ones, to before it */

// Sizes in px, as in templates/tokens.json.
const DRAW_MIN = 2.4, RUN_MIN = 3, ROUND_MIN = 6, HATCH_FROM = 8, RADIUS = 2;
/** How wide charts are for paper, which makes the labels readable there. */
export const PAPER_WIDTH = 1000;
const LABEL_BOX = 24, SHARE_PART = 0.1, SHARE_CLEAR = 80, SIGN_CLEAR = 54, RUN_LABEL = 40;
const FONT_FACE = 'Inter, "Segoe UI", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Noto Sans", Roboto, "DejaVu Sans Condensed", sans-serif';

/**
 * What a frame is to be called with: a box of one frame, or a run of siblings under `least` to before `last`.
 * In the row d, from left to right, of what is seen between `from` and `to`.
 * @param {Frames} boxes @param {number} d @param {number} from @param {number} to @param {number} least
 * @param {(first: number, last: number) => void} put
 */
export const scanRow = (boxes, d, from, to, least, put) => {
    const {rows, rowStart, start, size, parent, end, isSorted} = boxes, stop = rowStart[d + 1];
    let at = rowStart[d];
    for (let high = stop; at < high;) {
        const middle = (at + high) >>> 1, i = rows[middle];
        if (start[i] + size[i] <= from) at = middle + 1;
        else high = middle;
    }
    while (at < stop && start[rows[at]] < to) {
        const i = rows[at], p = parent[i];
        if (size[i] >= least || !i) {
            put(i, 0);
            at++;
        } else if (size[p] < least) {
            let top = p;
            while (size[parent[top]] < least) top = parent[top];
            at = leap(rows, end[isSorted ? parent[top] : top], at + 1, stop);
        } else {
            let first = at, next = at + 1;
            while (first > rowStart[d] && parent[rows[first - 1]] === p && size[rows[first - 1]] < least) first--;
            if (isSorted) next = leap(rows, end[p], next, stop);
            else while (next < stop && parent[rows[next]] === p && size[rows[next]] < least) next++;
            put(rows[first], end[rows[next - 1]]);
            at = next;
        }
    }
};

// As lowerBound, for what is likely near.
/** @param {Uint32Array} rows @param {number} value @param {number} low @param {number} stop */
const leap = (rows, value, low, stop) => {
    let step = 1;
    while (low + step < stop && rows[low + step] < value) step *= 2;
    return lowerBound(rows, value, low, Math.min(stop, low + step + 1));
};

/** @param {CanvasRenderingContext2D} context @param {number} period @param {number} line @param {number} angle @param {string} ground @param {string} ink @param {number} ratio */
const hatchOf = (context, period, line, angle, ground, ink, ratio) => {
    const tile = document.createElement('canvas'), size = Math.round(period * ratio);
    tile.width = tile.height = size;
    const paint = tile.getContext('2d');
    if (!paint) return ink;
    if (ground) {
        paint.fillStyle = ground;
        paint.fillRect(0, 0, size, size);
    }
    paint.fillStyle = ink;
    paint.fillRect(0, 0, line * ratio, size);
    const pattern = context.createPattern(tile, 'repeat');
    if (!pattern) return ink;
    pattern.setTransform(new DOMMatrix().rotate(angle).scale(period / size));
    return pattern;
};

/**
 * A chart of frames. Set its fields, then paint(); what is where is known from the last painting.
 * @param {HTMLCanvasElement} canvas
 */
export const makeChart = canvas => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', {alpha: false}));
    let frames = new Uint32Array(1024), lasts = new Uint32Array(1024), fills = new Uint8Array(1024);
    let lefts = new Float32Array(1024), widths = new Float32Array(1024), order = new Uint32Array(1024);
    let rowAt = new Uint32Array(8), firstSeen = 0, seen = 0, count = 0, ratio = 0, isMeasured = false;
    /** @type {Record<string, string|CanvasPattern>} */
    let hatches = {};
    /** @type {Palette|null} */
    let hatchesOf = null;
    const buckets = new Uint32Array(260);

    const chart = {
        canvas,
        /** @type {Frames|null} */
        boxes: null,
        /** @type {Palette|null} */
        palette: null,
        /** The part of the root's size that fills the width. */
        from: 0,
        to: 0,
        /** The first frame of what is zoomed to: those around it are dim. */
        zoomed: 0,
        /** What shares are shares of. */
        whole: 0,
        unit: '',
        row: 18,
        /** Rows to draw: from the first to before the last; the rest is scrolled by `top` px. */
        firstRow: 0,
        lastRow: 0,
        top: 0,
        flip: false,
        selected: -1,
        isKeyed: false,
        /** Whether it is for paper: sharper, on white. */
        isPaper: false,
        /** The function whose frames are all outlined; -1: none. */
        same: -1,
        /** Functions that match, by number, and their frames. */
        /** @type {Uint8Array|null} */
        flags: null,
        /** @type {Uint32Array|null} */
        hits: null,
        width: 0,
        height: 0,

        /** @param {number} width @param {number} height */
        resize(width, height) {
            const now = chart.isPaper ? 3 : Math.min(3, devicePixelRatio || 1), isNew = now !== ratio;
            if (isNew) hatchesOf = null;
            ratio = now;
            chart.width = width;
            chart.height = height;
            const w = Math.max(1, Math.round(width * ratio)), h = Math.max(1, Math.round(height * ratio));
            if (canvas.width === w && canvas.height === h) return;
            canvas.width = w;
            canvas.height = h;
            canvas.style.width = width + 'px';
            canvas.style.height = height + 'px';
        },
        /** How high all rows are. */
        depthHeight: () => Math.max(chart.height, (chart.lastRow - chart.firstRow) * chart.row),
        /** The top of a row on the canvas. @param {number} d */
        yOf: d => chart.flip ? chart.depthHeight() - (d - chart.firstRow + 1) * chart.row - chart.top : (d - chart.firstRow) * chart.row - chart.top,
        paint,
        /** How many boxes were painted. */
        painted: () => count,
        /** The box at a point, or null. @param {number} x @param {number} y @returns {Box|null} */
        hit(x, y) {
            const d = Math.floor((chart.flip ? chart.depthHeight() - y - chart.top - 0.001 : y + chart.top) / chart.row) + chart.firstRow;
            if (d < firstSeen || d >= firstSeen + seen) return null;
            let low = rowAt[d - firstSeen], high = rowAt[d - firstSeen + 1];
            const from = low;
            while (low < high) {
                const middle = (low + high) >>> 1;
                if (lefts[middle] <= x) low = middle + 1;
                else high = middle;
            }
            return low > from && x < lefts[low - 1] + widths[low - 1] ? boxAt(low - 1, d) : null;
        },
        /** The painted box of a frame, or the small ones it is among, or null. @param {number} i @returns {Box|null} */
        boxOf(i) {
            const d = chart.boxes ? chart.boxes.depth[i] - firstSeen : -1;
            if (i < 0 || d < 0 || d >= seen) return null;
            const at = lowerBound(frames, i + 1, rowAt[d], rowAt[d + 1]) - 1;
            return at >= rowAt[d] && (frames[at] === i || i < lasts[at]) ? boxAt(at, d + firstSeen) : null;
        }
    };

    /** @param {number} at @param {number} d @returns {Box} */
    const boxAt = (at, d) => ({x: lefts[at], y: chart.yOf(d), w: widths[at], h: chart.row, first: frames[at], last: lasts[at]});

    /** @template {Uint32Array|Uint8Array|Float32Array} T @param {T} list @returns {T} */
    const larger = list => {
        const next = new (/** @type {any} */ (list.constructor))(2 * list.length);
        next.set(list);
        return next;
    };

    // Fill numbers beyond those of the palette.
    const DIM = 250, MATCH = 251, SMALL = 252, SMALL_MATCH = 253, SMALL_PLAIN = 254;

    /** Says where everything is. @param {Frames} boxes @param {Palette} palette */
    const layOut = (boxes, palette) => {
        const {start, size, depth, end} = boxes, {from, to, width, row, zoomed, flags, hits} = chart;
        const px = width / (to - from), least = DRAW_MIN / px;
        const above = (/** @type {number} */ i) => i < zoomed && end[i] > zoomed && depth[i] < depth[zoomed];
        count = seen = 0;
        const put = (/** @type {number} */ first, /** @type {number} */ last) => {
            let x = (start[first] - from) * px, w = size[first] * px;
            if (last) {
                const at = lastSibling(boxes, first, last);
                w = (start[at] - start[first] + size[at]) * px;
                if (!(w > 0)) return;
                if (w < RUN_MIN) {
                    const p = boxes.parent[first], right = (start[p] + size[p] - from) * px;
                    x = Math.max((start[p] - from) * px, Math.min(x, right - RUN_MIN));
                    w = Math.min(RUN_MIN, right - x);
                }
            }
            const right = Math.min(x + w, width + 8);
            x = Math.max(x, -8);
            if (right - Math.max(0, x) < 0.3 || x > width - 0.3) return;
            if (count === frames.length) {
                frames = larger(frames);
                lasts = larger(lasts);
                fills = larger(fills);
                lefts = larger(lefts);
                widths = larger(widths);
                order = larger(order);
            }
            frames[count] = first;
            lasts[count] = last;
            lefts[count] = x;
            widths[count] = right - x;
            if (last) {
                const isHit = hits && lowerBound(hits, first, 0, hits.length) < lowerBound(hits, last, 0, hits.length);
                fills[count++] = isHit ? SMALL_MATCH : w >= HATCH_FROM ? SMALL : flags ? DIM : SMALL_PLAIN;
            } else {
                const isHit = flags && flags[boxes.code[first] >>> 1];
                fills[count++] = isHit ? MATCH : flags || above(first) || boxes.side && !boxes.total[first] ? DIM : fillNumber(palette, boxes, first);
            }
        };
        const rows = Math.ceil(chart.height / row) + 1;
        const scrolled = chart.flip ? chart.depthHeight() - chart.height - chart.top : chart.top;
        firstSeen = chart.firstRow + Math.max(0, Math.floor(scrolled / row));
        const stop = Math.min(chart.lastRow, firstSeen + rows);
        if (rowAt.length < rows + 2) rowAt = new Uint32Array(rows + 2);
        for (let d = firstSeen; d < stop; d++) {
            rowAt[seen++] = count;
            scanRow(boxes, d, from, to, least, put);
        }
        rowAt[seen] = count;
    };

    /** Makes `order` the boxes by fill. */
    const sortByFill = () => {
        buckets.fill(0);
        for (let i = 0; i < count; i++) buckets[fills[i] + 1]++;
        for (let f = 0; f < 256; f++) buckets[f + 1] += buckets[f];
        for (let i = 0; i < count; i++) order[buckets[fills[i]]++] = i;
    };

    /** @param {Palette} palette */
    const prepare = palette => {
        const {role} = palette;
        if (hatchesOf !== palette) {
            hatchesOf = palette;
            hatches = {
                small: hatchOf(context, 6, 1.5, 45, role.small_fill, role.small_hatch, ratio),
                match: hatchOf(context, 6, 1.5, 45, role.match, role.match_line, ratio),
                minus: hatchOf(context, 8, 2, -45, '', role.ink_soft, ratio)
            };
            // The sign again: falling for less, rising for more.
            for (let f = FILL_LESS; palette.mode === 'change' && !palette.isForced && f < FILL_MORE + 4; f++)
                hatches[f] = hatchOf(context, 8, 2, f < FILL_MORE ? -45 : 45, palette.fills[f], palette.fills[f + LINES_FROM], ratio);
        }
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.font = '12px ' + FONT_FACE;
        context.fontKerning = 'none';
        context.textBaseline = 'alphabetic';
        // An arrow for '->' is not what the function is called: spacing, however little, turns such ligatures off.
        if ('letterSpacing' in context) context.letterSpacing = '0.01px';
        if (!isMeasured) measureGlyphs(context);
        isMeasured = true;
        context.fillStyle = chart.isPaper ? '#fff' : role.page;
        context.fillRect(0, 0, chart.width, chart.height);
    };

    /** Edges on whole pixels of the screen, so that gaps are all alike. @param {number} x */
    const snap = x => Math.round(x * ratio) / ratio;

    const paintBoxes = (/** @type {Palette} */ palette) => {
        const {role} = palette, isQuiet = palette.mode === 'change';
        let last = -1;
        context.strokeStyle = role.ink;
        context.lineWidth = 1;
        const finish = () => {
            context.fill();
            if (palette.isForced) context.stroke();
        };
        for (let n = 0, d = -1; n < count; n++) {
            const i = order[n], fill = fills[i];
            if (fill !== last) {
                if (last >= 0) finish();
                context.beginPath();
                context.fillStyle = fill < DIM ? hatches[fill] || palette.fills[fill] : fill === DIM ? role.dim_fill : fill === MATCH ? role.match :
                    fill === SMALL_MATCH ? hatches.match : fill === SMALL ? hatches.small : isQuiet ? role.small_fill : role.small_hatch;
                last = fill;
                d = 0;
            }
            while (rowAt[d + 1] <= i) d++;
            const half = palette.isForced ? 0.5 : 0, x = snap(lefts[i]) + half, y = snap(chart.yOf(firstSeen + d)) + half, w = Math.max(1 / ratio, snap(lefts[i] + widths[i]) - x - 1 - half), h = chart.row - 1 - 2 * half;
            if (w + 1 < ROUND_MIN || !context.roundRect) context.rect(x, y, w, h);
            else context.roundRect(x, y, w, h, RADIUS);
        }
        if (last >= 0) finish();
    };

    /** What lies on a box: the line of a match, the sign of what is below zero, the dots of what was inlined. @param {Frames} boxes @param {Palette} palette */
    const paintSigns = (boxes, palette) => {
        const h = chart.row - 1;
        for (let d = 0; d < seen; d++)
            for (let i = rowAt[d], y = snap(chart.yOf(firstSeen + d)); i < rowAt[d + 1]; i++) {
                const w = widths[i] - 1;
                if (fills[i] === MATCH && w >= 3) {
                    context.strokeStyle = palette.role.match_line;
                    context.lineWidth = 1;
                    context.strokeRect(snap(lefts[i]) + 0.5, y + 0.5, w - 1, h - 1);
                }
                if (lasts[i]) continue;
                if (isChange(boxes)) paintSide(boxes, palette, i, y);
                else if (boxes.total[frames[i]] < 0) {
                    context.globalAlpha = 0.45;
                    context.fillStyle = hatches.minus;
                    context.fillRect(lefts[i], y, w, h);
                    context.globalAlpha = 1;
                }
                if (w + 1 < ROUND_MIN || !isInlined(boxes, frames[i]) || lefts[i] < -2) continue;
                context.fillStyle = fills[i] === DIM ? palette.role.dim_ink : fills[i] === MATCH ? palette.role.on_match : palette.role.inline;
                for (let dot = 2; dot < chart.row - 3; dot += 3.5) context.fillRect(snap(lefts[i]) + 1, y + dot, 1.5, 1.5);
            }
    };

    /** The outline of the top of what only one side has. @param {Frames} boxes @param {Palette} palette @param {number} i @param {number} y */
    const paintSide = ({kinds, parent}, {fills: colours, role, isForced}, i, y) => {
        const f = frames[i], kind = kinds ? kinds[f] : 0, x = snap(lefts[i]), w = Math.max(1.5, snap(lefts[i] + widths[i]) - x - 1), isAdded = kind === ADDED;
        if (kind < GONE || f && kinds && kinds[parent[f]] === kind || w < 3.5 || fills[i] >= DIM) return;
        context.strokeStyle = isForced ? role.ink : colours[isAdded ? FILL_MORE_MARK : FILL_LESS_MARK];
        context.lineWidth = 1.5;
        if (!isAdded) context.setLineDash([3, 2]);
        context.strokeRect(x + 0.75, y + 0.75, w - 1.5, chart.row - 2.5);
        context.setLineDash([]);
    };

    const rootWords = (/** @type {Frames} */ boxes) =>
        'all  ' + (isChange(boxes) ? valuesOf(boxes, 0) : [boxes.total[0]]).map(value => valueText(value, boxes.head.unit, chart.unit)).join(' \u2192 ');

    const paintLabels = (/** @type {Frames} */ boxes, /** @type {Palette} */ palette) => {
        const {role} = palette, base = chart.row > 24 ? 20 : 13, hasSigns = isChange(boxes);
        for (let d = 0; d < seen; d++)
            for (let i = rowAt[d], y = chart.yOf(firstSeen + d) + base; i < rowAt[d + 1]; i++) {
                const left = Math.max(0, lefts[i]), w = Math.min(chart.width, lefts[i] + widths[i]) - left, f = frames[i];
                if (w < LABEL_BOX || lasts[i]) continue;
                const inset = isInlined(boxes, f) ? 8 : 5, room = w - inset - 4;
                const text = f || functionOf(boxes, 0) < 0x7fffffff ? labelFor(boxes, f, room) : rootWords(boxes);
                if (!text) continue;
                context.fillStyle = fills[i] === DIM ? role.dim_ink : fills[i] === MATCH ? role.on_match : role.on_fill;
                context.fillText(text, left + inset, y);
                if (hasSigns ? w < textWidth(text) + SIGN_CLEAR : w < SHARE_PART * chart.width || w < textWidth(text) + SHARE_CLEAR) continue;
                context.textAlign = 'right';
                if (hasSigns) context.font = '600 12px ' + FONT_FACE;
                context.fillText(hasSigns ? signOf(boxes, f) : percentText(boxes.total[f], chart.whole), left + w - 6, y);
                if (hasSigns) context.font = '12px ' + FONT_FACE;
                context.textAlign = 'left';
            }
        context.font = '11px ' + FONT_FACE;
        for (let d = 0; d < seen; d++)
            for (let i = rowAt[d]; i < rowAt[d + 1]; i++)
                if (lasts[i] && widths[i] > RUN_LABEL) paintRunLabel(boxes, palette, i, chart.yOf(firstSeen + d) + base);
    };

    /** @param {Frames} boxes @param {Palette} palette @param {number} i @param {number} y */
    const paintRunLabel = (boxes, palette, i, y) => {
        const left = Math.max(0, lefts[i]), room = Math.min(chart.width, lefts[i] + widths[i]) - left - 9;
        for (const text of runWords(boxes, frames[i], lasts[i], chart.whole)) {
            const width = textWidth(text) * 11 / 12;
            if (width > room) continue;
            context.fillStyle = fills[i] === SMALL_MATCH ? palette.role.match : palette.role.small_fill;
            context.fillRect(left + 3, snap(y - 11), width + 4, 14);
            context.fillStyle = fills[i] === SMALL_MATCH ? palette.role.on_match : palette.role.ink_soft;
            return context.fillText(text, left + 5, y);
        }
    };

    /** An outline inside a box; a box too narrow for one is filled. @param {Box} box @param {string} colour @param {number} line */
    const outline = (box, colour, line) => {
        const x = snap(box.x), y = snap(box.y), w = Math.max(2 / ratio, snap(box.x + box.w) - x - 1), h = box.h - 1;
        context.strokeStyle = context.fillStyle = colour;
        context.lineWidth = line;
        if (w < 7) return context.fillRect(x, y, w, h);
        context.beginPath();
        if (context.roundRect) context.roundRect(x + line / 2, y + line / 2, w - line, h - line, 1.5);
        else context.rect(x + line / 2, y + line / 2, w - line, h - line);
        context.stroke();
    };

    const paintMarks = (/** @type {Frames} */ boxes, /** @type {Palette} */ palette) => {
        const {role} = palette;
        if (chart.same >= 0)
            for (let d = 0; d < seen; d++)
                for (let i = rowAt[d]; i < rowAt[d + 1]; i++)
                    if (!lasts[i] && functionOf(boxes, frames[i]) === chart.same && frames[i] !== chart.selected)
                        outline(boxAt(i, firstSeen + d), fills[i] === MATCH ? role.select_on_match : role.same, 1.5);
        const box = chart.boxOf(chart.selected);
        if (!box) return;
        const isMatch = chart.flags && chart.flags[functionOf(boxes, chart.selected)];
        if (!chart.isKeyed) return outline(box, isMatch ? role.select_on_match : role.select, 2);
        const x = snap(box.x) - 0.5, y = snap(box.y) - 0.5, w = Math.max(2, snap(box.x + box.w) - snap(box.x)), h = box.h;
        for (const [colour, line] of /** @type {[string, number][]} */ ([[role.focus_halo, 4], [role.focus, 2]])) {
            context.strokeStyle = colour;
            context.lineWidth = line;
            context.beginPath();
            if (context.roundRect) context.roundRect(x, y, w, h, 2.5);
            else context.rect(x, y, w, h);
            context.stroke();
        }
    };

    function paint() {
        const {boxes, palette} = chart;
        if (!boxes || !palette || !chart.width || !chart.height) return;
        prepare(palette);
        count = seen = 0;
        if (!(chart.to > chart.from)) return;
        chart.lastRow = Math.min(chart.lastRow || levelsOf(boxes), levelsOf(boxes));
        layOut(boxes, palette);
        sortByFill();
        paintBoxes(palette);
        paintSigns(boxes, palette);
        paintLabels(boxes, palette);
        paintMarks(boxes, palette);
    }

    return chart;
};

/** @typedef {ReturnType<typeof makeChart>} Chart */

/** The last of the siblings from first to before `last`. @param {Frames} boxes @param {number} first @param {number} last */
export const lastSibling = (boxes, first, last) => {
    const d = boxes.depth[first];
    return boxes.rows[lowerBound(boxes.rows, last, boxes.rowStart[d], boxes.rowStart[d + 1]) - 1];
};

/** How much small frames weigh. @param {Frames} boxes @param {number} first @param {number} last */
export const runTotal = (boxes, first, last) => {
    let sum = 0;
    for (let i = first; i < last; i = boxes.end[i]) sum += boxes.total[i];
    return sum;
};

/** What is said of small frames, the longest first. @param {Frames} boxes @param {number} first @param {number} last @param {number} whole */
export const runWords = (boxes, first, last, whole) => {
    const share = ', ' + percentText(runTotal(boxes, first, last), whole), number = last - first;
    return [counted(number, 'small frame') + share, counted(number) + ' small' + share, counted(number) + ' small'];
};
