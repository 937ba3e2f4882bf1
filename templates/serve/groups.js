// What is listed: groups by service and kind, lines of them, words about them.
import {grouped, percentText, valueText} from '../page/numbers.js';

/** @typedef {import('./types.js').Listed} Listed */
/** @typedef {import('./types.js').Group} Group */
/** @typedef {import('./types.js').Line} Line */
/** @typedef {import('./types.js').Picks} Picks */

const KINDS = ['cpu', 'heap', 'allocs', 'goroutine', 'mutex', 'block', 'threadcreate'];

/** Kinds that people look at first come first. */
const rankOf = (/** @type {string} */ kind) => (KINDS.indexOf(kind) + KINDS.length + 1) % (KINDS.length + 1);

const compared = (/** @type {string} */ a, /** @type {string} */ b) => a < b ? -1 : Number(a > b);

/** Whether each word of a filter stands in what is said of a file. @type {(file: Listed, words: string[]) => boolean} */
const passes = (file, words) => {
    const text = `${file.service} ${file.kind} ${file.name} ${file.type}`.toLowerCase();
    return words.every(word => text.includes(word));
};

/** What a total counts: profilers give one name to samples and to their time. */
const measureOf = (/** @type {Listed} */ file) => file.type + '\n' + file.unit;

/** Whether totals can be held against each other. @type {(a: Listed, b: Listed) => boolean} */
export const areAlike = (a, b) => measureOf(a) === measureOf(b);

/** Of the largest total of its group that is alike, 0 to 1. @type {(group: Group, file: Listed) => number} */
export const shareOf = (group, file) => Math.abs(file.total || 0) / (group.most.get(measureOf(file)) || 1);

/** @type {(profiles: Listed[], filter: string) => Group[]} */
export const groupsOf = (profiles, filter) => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    /** @type {Map<string, Group>} */
    const groups = new Map();
    for (const file of profiles) {
        if (!passes(file, words)) continue;
        const key = file.service + '\n' + file.kind;
        let group = groups.get(key);
        if (!group) groups.set(key, group = {key, service: file.service, kind: file.kind, files: [], most: new Map()});
        group.files.push(file);
        const measure = measureOf(file);
        group.most.set(measure, Math.max(group.most.get(measure) || 0, Math.abs(file.total || 0)));
    }
    for (const group of groups.values()) group.files.sort((a, b) => b.time_ms - a.time_ms || compared(b.name, a.name));
    return [...groups.values()].sort((a, b) => compared(a.service, b.service) || rankOf(a.kind) - rankOf(b.kind) || compared(a.kind, b.kind));
};

/** @type {(groups: Group[], closed: Set<string>) => Line[]} */
export const linesOf = (groups, closed) => groups.flatMap(group => [{key: 'group ' + group.key, group, file: null, before: null},
    ...closed.has(group.key) ? [] : group.files.map((file, i) => ({key: file.id, group, file, before: beforeIn(group, i)}))]);

/** The one before it, if its total is alike. @type {(group: Group, at: number) => Listed|null} */
const beforeIn = (group, at) => {
    for (let i = at + 1; i < group.files.length; i++) if (group.files[i].total !== null) return areAlike(group.files[i], group.files[at]) ? group.files[i] : null;
    return null;
};

/** Times; more of them say nothing. */
const MOST = 9999;

/** '+3.2%' since the one before, '+12x' from ten times on; '' where that says nothing. @type {(line: Line) => string} */
export const changeText = ({file, before}) => {
    if (!file || file.total === null || !before?.total) return '';
    const change = file.total - before.total, times = change / Math.abs(before.total), text = percentText(change, Math.abs(before.total));
    if (Math.abs(times) >= 10) return (Math.abs(times) < MOST ? '' : '>') + (times > 0 ? '+' : '\u2212') + grouped(Math.min(Math.abs(times), MOST)) + 'x';
    return change > 0 && text !== '0' ? '+' + text : text === '0' ? '=' : text;
};

/** What is wrong with a file, whose name stands beside it. @type {(file: Listed) => string} */
export const errorText = file => {
    const text = file.error || '', start = file.name.replace(/.*\//s, '') + ': ';
    return text.startsWith(start) ? text.slice(start.length) : text;
};

export const totalText = (/** @type {Listed} */ file) => file.total === null ? '' : valueText(file.total, file.unit);

const padded = (/** @type {number} */ number) => String(number).padStart(2, '0');

/** Day and time of the clock here. @type {(ms: number) => [string, string]} */
export const whenTexts = ms => {
    const at = new Date(ms);
    if (!ms || isNaN(Number(at))) return ['', 'no time'];
    return [[at.getFullYear(), padded(at.getMonth() + 1), padded(at.getDate())].join('-'), [at.getHours(), at.getMinutes(), at.getSeconds()].map(padded).join(':')];
};

/** The two in the order that they are compared in: the older one is the base, unless that is swapped. @type {(picks: Picks) => Listed[]} */
export const sidesOf = ({picked, isSwapped}) => {
    const sides = [...picked].sort((a, b) => a.time_ms - b.time_ms || compared(a.name, b.name));
    return isSwapped ? sides.reverse() : sides;
};

/** What is wrong with comparing them; '' nothing. @type {(picks: Picks) => string} */
export const unlike = ({picked: [a, b]}) => !a || !b ? '' : a.kind !== b.kind ? `One is ${a.kind || 'of no known kind'}, the other ${b.kind || 'of no known kind'}.` : '';
