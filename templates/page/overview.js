// The first levels of the flame graph, small, for the summary; the whole is a click away.
import {h, listen} from './dom.js';
import {levelsOf} from './boxes.js';
import {sideOf} from './change.js';
import {makeChart, PAPER_WIDTH} from './flame_canvas.js';
import {makePalette} from './palette.js';
import {colours} from './theme.js';

/** @typedef {import('./types.js').App} App */

const OVERVIEW_LEVELS = 8;

/** @type {(app: App) => {element: HTMLElement, update: () => Promise<void>}} */
export const overviewOf = app => {
    const canvas = h('canvas', {'aria-hidden': 'true'}), chart = makeChart(canvas);
    const element = h('button', {type: 'button', class: 'overview', 'aria-label': 'Open the flame graph', title: 'Open the flame graph', onclick: () => app.set({tab: 'flame'})}, canvas);
    const paint = () => {
        const {boxes} = chart, width = chart.isPaper ? element.clientWidth && PAPER_WIDTH * 0.7 : element.clientWidth;
        if (!boxes || !width) return;
        chart.palette = makePalette(colours(), app.state.color, boxes);
        chart.lastRow = Math.min(OVERVIEW_LEVELS, levelsOf(boxes));
        element.style.minHeight = '0';
        chart.resize(width, chart.lastRow * chart.row);
        chart.paint();
    };
    const update = async () => {
        const all = await app.boxes(), boxes = sideOf(/** @type {import('./boxes.js').Frames} */ (all), app.state.side);
        if (all !== await app.boxes()) return;
        Object.assign(chart, {boxes, from: 0, to: boxes.size[0], whole: boxes.head.total[0], unit: app.state.unit});
        paint();
    };
    new ResizeObserver(paint).observe(element);
    for (const name of ['beforeprint', 'afterprint']) listen(name, () => {
        chart.isPaper = name === 'beforeprint';
        paint();
    });
    return {element, update};
};
