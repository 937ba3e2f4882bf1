// Totals of a group over time, as a line of a few pixels.
import {svgElement} from '../page/dom.js';
import {areAlike} from './groups.js';

/** @typedef {import('./types.js').Group} Group */

const WIDTH = 220, HEIGHT = 32, EDGE = 3;

/** Places of totals, the oldest first; of many that fall on one pixel the least and the most. @type {(group: Group) => [number, number][]} */
const placesIn = group => {
    const known = group.files.filter(file => file.total !== null), files = known.filter(file => areAlike(file, known[0])).reverse();
    const first = files[0]?.time_ms, range = files.length ? files[files.length - 1].time_ms - first : 0;
    const most = Math.max(...[0, ...files.map(file => /** @type {number} */ (file.total))]), least = Math.min(...[0, ...files.map(file => /** @type {number} */ (file.total))]);
    /** @type {[number, number][]} */
    const places = files.map((file, i) => [EDGE + (WIDTH - 2 * EDGE) * (range ? (file.time_ms - first) / range : files.length > 1 ? i / (files.length - 1) : 1),
        EDGE + (HEIGHT - 2 * EDGE) * (most > least ? (most - /** @type {number} */ (file.total)) / (most - least) : 1)]);
    if (places.length <= 2 * WIDTH) return places;
    /** @type {Map<number, [number, number][]>} */
    const columns = new Map();
    for (const place of places) {
        const column = columns.get(Math.round(place[0]));
        if (!column) columns.set(Math.round(place[0]), [place, place]);
        else if (place[1] < column[0][1]) column[0] = place;
        else if (place[1] > column[1][1]) column[1] = place;
    }
    return [...columns.values()].flatMap(column => column[0] === column[1] ? [column[0]] : column.sort((a, b) => a[0] - b[0]));
};

/** The line from 0 on, with a dot at the newest. @type {(group: Group) => SVGElement} */
export const sparkline = group => {
    const places = placesIn(group), line = places.map(place => place.map(part => part.toFixed(1)).join(' ')).join('L'), last = places[places.length - 1];
    const picture = svgElement('svg', {class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true'});
    if (places.length < 2) return picture;
    picture.append(svgElement('path', {class: 'area', d: `M${places[0][0].toFixed(1)} ${HEIGHT - EDGE}L${line}L${last[0].toFixed(1)} ${HEIGHT - EDGE}Z`}), svgElement('path', {class: 'trend', d: 'M' + line}));
    picture.append(svgElement('circle', {cx: last[0], cy: last[1], r: 2.5}));
    return picture;
};
