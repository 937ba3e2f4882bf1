// Values and shares as the engine prints them in pictures: src/profile/measure.c and
// templates/svg_common.js do the same. Minus is U+2212.

import {counted} from './dom.js';

// Families of units: name, factor, other names.
/** @type {[string, number, ...string[]][][]} */
const MEASURES = [
    [['B', 1, 'b', 'byte'], ['kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'],
     ['MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'], ['GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'],
     ['TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'], ['PB', 2 ** 50, 'pb', 'pbyte', 'petabyte']],
    [['ns', 1, 'ns', 'nanosecond'], ['us', 1e3, '\u03bcs', 'us', 'microsecond'],
     ['ms', 1e6, 'ms', 'millisecond'], ['s', 1e9, 's', 'sec', 'second'], ['hrs', 3600e9, 'hour', 'hr']],
    [['n*GCU', 1e-9, 'nanogcu'], ['u*GCU', 1e-6, 'microgcu'], ['m*GCU', 1e-3, 'milligcu'],
     ['GCU', 1, 'gcu'], ['k*GCU', 1e3, 'kilogcu'], ['M*GCU', 1e6, 'megagcu'],
     ['G*GCU', 1e9, 'gigagcu'], ['T*GCU', 1e12, 'teragcu'], ['P*GCU', 1e15, 'petagcu']]
];
// Where a value is too small for any unit.
/** @type {[string, number][]} */
const BASE_UNITS = [['B', 1], ['s', 1e9], ['GCU', 1]];

/** @param {string} name @returns {{unit: [string, number, ...string[]], family: number}|null} */
const unitNamed = name => {
    let plain = name.replace(/[A-Z]/g, c => c.toLowerCase()).replace(/^\u039c/, '\u03bc');
    if (plain.length > 2) plain = plain.replace(/s$/, '');
    for (let family = 0; family < MEASURES.length; family++)
        for (const unit of MEASURES[family])
            if (unit.indexOf(plain, 2) > 0) return {unit, family};
    return null;
};

// As printf does: exact ties go to the even digit, where toFixed takes the larger.
/** @param {number} value @param {number} digits */
const fixed = (value, digits) => {
    const tie = digits === 2 ? 8 : 4, part = value * tie % tie, step = 10 ** digits;
    const isTie = part === 1 || part === tie / 2 + 1 && digits === 2;
    return (isTie ? Math.floor(value * step) / step : value).toFixed(digits);
};

/**
 * A value as every report prints it; `to` as --unit, which counts where it measures the same.
 * @param {number} value @param {string} from @param {string} [to]
 */
export const valueText = (value, from, to = '') => {
    const known = unitNamed(from), asked = known && unitNamed(to);
    let amount = Math.abs(value), name = '';
    if (known) {
        const base = amount * known.unit[1];
        /** @type {[string, number, ...string[]]|null} */
        let best = asked && asked.family === known.family ? asked.unit : null;
        if (!best)
            for (const unit of MEASURES[known.family])
                if ((!best || unit[1] >= best[1]) && base / unit[1] >= 1) best = unit;
        best = best || BASE_UNITS[known.family];
        amount = base / best[1];
        name = best[0];
    }
    const digits = fixed(amount, 2).replace(/\.00$/, '');
    return digits === '0' ? '0' : (value < 0 ? '\u2212' : '') + digits + name;
};

/** Percents that are many, which only changes have. @param {number} size */
export const grouped = size => size < 1e15 ? String(Math.round(size)).replace(/\B(?=(\d{3})+$)/g, ',') : size.toExponential(2);

/** @param {number} value @param {number} whole */
export const percentText = (value, whole) => {
    const percent = whole ? 100 * Math.abs(value / whole) : 0;
    if (!percent) return '0';
    if (percent < 0.05) return '<0.1%';
    const text = percent >= 999.95 ? grouped(percent) : fixed(percent, percent >= 99.95 && percent < 100.05 ? 0 : 1);
    return (value / whole < 0 ? '\u2212' : '') + text + '%';
};

/** @type {Record<string, string>} */
const UNIT_SYMBOLS = {nanoseconds: 'ns', microseconds: 'us', milliseconds: 'ms', seconds: 's', bytes: 'B', count: ''};

/**
 * To the last digit: '2,340,000,000 ns'. '' where `text` already says as much.
 * @param {number} value @param {string} unit @param {string} text
 */
export const exactText = (value, unit, text) => {
    const symbol = UNIT_SYMBOLS[unit] ?? unit, exact = counted(value) + (symbol ? ' ' + symbol : '');
    return exact.replace(/[ ,]/g, '') === text ? '' : exact;
};
