// The state of the app, as the address holds it: #flame&focus=json&q=read. The tab comes first, then what is not the default.

/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Filter} Filter */

/** Options that choose samples and frames; each is a chip, by what it is called there. */
export const FILTERS = /** @type {Record<string, string>} */ ({
    focus: 'focus', ignore: 'ignore', hide: 'hide', show: 'show', show_from: 'show from', prune_from: 'cut below', tagfocus: 'label', tagignore: 'no label',
    tagroot: 'group by label', tagleaf: 'label at leaf', tagshow: 'show labels', taghide: 'hide labels', noinlines: 'no inlined', relative_percentages: 'relative %',
    mean: 'mean', showcolumns: 'columns', divide_by: 'divide by', trim_path: 'trim path', source_path: 'source path', all_frames: 'all frames', drop_negative: 'drop negative'
});
const SWITCHES = new Set(['noinlines', 'relative_percentages', 'mean', 'showcolumns', 'all_frames', 'drop_negative']);
// Of these an option takes one of many; several become one expression.
const ALTERNATIVES = new Set(['ignore', 'hide', 'prune_from']);
const LISTS = new Set(['tagroot', 'tagleaf']);

// How sides are compared is the page's, whatever the address says.
const COMPARED = new Set(['normalize', 'per', 'match', 'confidence', 'width_by']);
// Views that have both sides in one answer.
const TWO_SIDED = new Set(['', 'boxes', 'find', 'summary', 'empty']);

export const isSwitch = (/** @type {string} */ kind) => SWITCHES.has(kind);

// Names in the address and in queries, which are those of the command line where it has them.
/** @type {[keyof State, string, string][]} */
const FIELDS = [
    ['type', 'sample_index', 'sample_index'], ['unit', 'unit', 'unit'], ['granularity', 'granularity', 'granularity'], ['recursion', 'recursion', 'recursion'],
    ['order', 'order', 'order'], ['flip', 'flip', 'flip'], ['color', 'color_by', 'color_by'], ['sort', 'sort', 'sort'], ['nodes', 'nodecount', 'nodecount'],
    ['tree', 'call_tree', 'call_tree'], ['fn', 'function', 'function'], ['zoom', 'z', ''], ['window', 'w', ''], ['picked', 'at', ''], ['report', 'report', ''], ['side', 'only_side', 'only_side'], ['find', 'q', ''], ['isRegex', 're', ''], ['isCase', 'case', ''], ['match', 'match', ''],
    ['theme', 'theme', '']
];
// What stands for "not said".
/** @type {Record<string, string[]>} */
const DEFAULTS = {granularity: ['auto', 'functions'], recursion: ['keep'], order: ['weight'], color: ['package'], match: ['name'], unit: ['minimum'], theme: ['auto'], side: ['both']};
/** @type {Record<string, string[]>} */
const WORDS = {
    granularity: ['filefunctions', 'files', 'lines', 'addresses', 'packages'], recursion: ['direct', 'all'], order: ['name'], color: ['function', 'file', 'weight', 'mono'],
    match: ['file', 'package'], theme: ['light', 'dark'], side: ['base', 'new'], report: ['peek', 'tree', 'top', 'list', 'traces', 'tags', 'comments', 'raw', 'doctor']
};
export const TEXT_REPORTS = WORDS.report;

/** What a window says: from, to; null where it says nothing. @type {(text: string) => [number, number]|null} */
export const partsOf = text => {
    const [, from, to] = /^([01]|0?\.\d{1,17})-([01]|0?\.\d{1,17})$/.exec(text) || [];
    return +from < +to ? [+from, +to] : null;
};

/** A window, as exact as a screen shows it. @type {(from: number, to: number) => string} */
export const windowOf = (from, to) => {
    const digits = Math.max(4, Math.min(16, 4 - Math.floor(Math.log10(to - from))));
    const words = [from, to].map(part => Math.max(0, Math.min(1, part)).toFixed(digits).replace(/\.?0+$/, '')).join('-');
    return words === '0-1' || !partsOf(words) ? '' : words;
};

/** @type {() => State} */
export const emptyState = () => ({tab: '', type: '', unit: '', filters: [], granularity: '', recursion: '', order: '', flip: false, color: '', theme: '', zoom: '', window: '', picked: '',
    fn: '', find: '', isRegex: false, isCase: false, match: '', sort: '', nodes: 0, tree: false, report: '', side: '', fixed: []});

/** A selected function whose name is longer stays out of the address, which browsers carry around in whole. */
const LONGEST_NAME = 4000;
const lastLong = {text: '', code: ''};

/** A long text is asked for again and again. */
const encoded = (/** @type {string} */ text) => {
    if (text.length <= LONGEST_NAME) return encodedAnew(text);
    if (lastLong.text !== text) Object.assign(lastLong, {text, code: encodedAnew(text)});
    return lastLong.code;
};

// Whole characters only: half a pair cannot be encoded.
const encodedAnew = (/** @type {string} */ text) =>
    encodeURIComponent(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')).replace(/%(?:2F|3A|2C|3D|24|40|3B|5B|5D)/g, decodeURIComponent);

const decoded = (/** @type {string} */ text) => {
    try {
        return decodeURIComponent(text);
    } catch (e) {
        return text;
    }
};

/** @type {(name: string, value: string) => string} */
export const pair = (name, value) => encoded(name) + '=' + encoded(value);

/** A part of a query or address, set in a state; what is not known is left out: false. @type {(state: State, name: string, value: string, isQuery: boolean) => boolean} */
const take = (state, name, value, isQuery) => {
    if (Object.hasOwn(FILTERS, name)) {
        if (!SWITCHES.has(name) || value !== 'false') state.filters = withFilter(state.filters, name, SWITCHES.has(name) ? '' : value);
        return true;
    }
    if (isQuery && COMPARED.has(name)) {
        state.fixed = [...state.fixed, [name, value]];
        return true;
    }
    const row = FIELDS.find(field => field[isQuery ? 2 : 1] === name);
    if (!row || !name) return false;
    const field = row[0], fields = /** @type {Record<string, any>} */ (state), kind = typeof fields[field];
    if (DEFAULTS[field]?.includes(value)) value = '';
    if (value && (field === 'window' ? !partsOf(value) : WORDS[field] && !WORDS[field].includes(value))) return false;
    if (kind === 'number' && !(Number(value) >= 0)) return false;
    if (kind === 'boolean') fields[field] = value !== 'false' && value !== '0';
    else if (kind === 'number') fields[field] = Math.max(0, Math.floor(Number(value)) || 0);
    else fields[field] = value;
    return true;
};

/** @type {(text: string, state: State, isQuery: boolean, ignored?: string[]) => State} */
const takeAll = (text, state, isQuery, ignored = []) => {
    text.split('&').forEach((part, i) => {
        const at = part.indexOf('=');
        const name = decoded(at < 0 ? part : part.slice(0, at));
        if (!isQuery && i === 0 && at < 0) state.tab = /^[a-z]*$/.test(part) ? part : '';
        else if (part && !take(state, name, at < 0 ? 'true' : decoded(part.slice(at + 1)), isQuery)) ignored.push(name);
    });
    return state;
};

/** The state that options as a query ask for. */
export const stateOfQuery = (/** @type {string} */ query) => takeAll(query, emptyState(), true);

// Options as pprof's links call them.
/** @type {Record<string, string>} */
const PPROF_NAMES = {f: 'focus', i: 'ignore', h: 'hide', s: 'show', sf: 'show_from', prunefrom: 'prune_from', tf: 'tagfocus', ti: 'tagignore', ts: 'tagshow', th: 'taghide', n: 'nodecount', si: 'sample_index',
    g: 'granularity', rel: 'relative_percentages', calltree: 'call_tree', dropneg: 'drop_negative'};
// Of its paths those that are no names of tabs.
/** @type {Record<string, string>} */
const PPROF_TABS = {flamegraph: 'flame', flamegraph2: 'flame', flamegraphold: 'flame', disasm: 'source'};
// What is nothing to a page.
const PPROF_ASIDE = /^(compact|intel|config|norm|trim|nf|ef)$/;

/** The name that an expression means alone; '' where it may mean others. @type {(pattern: string) => string} */
const nameIn = pattern => {
    const name = pattern.slice(1, -1).replace(/\\([^\w])/g, '$1');
    return pattern.length > 2 && exactly(name) === pattern ? name : '';
};

/** The state that a link asks for as pprof writes them, /ui/top?f=json, with the names of the command line too. @type {(path: string, query: string, state: State, ignored: string[]) => State} */
export const stateOfLink = (path, query, state, ignored) => {
    const last = path.replace(/.*\//s, ''), parts = new URLSearchParams(query), pivot = parts.get('p') || '', focus = parts.get('f') || '';
    state.tab = (Object.hasOwn(PPROF_TABS, last) ? PPROF_TABS[last] : /^[a-z]+$/.test(last) ? last : '') || state.tab;
    for (const [word, said] of parts) {
        const name = Object.hasOwn(PPROF_NAMES, word) ? PPROF_NAMES[word] : word, field = FIELDS.find(row => row[2] === name);
        const isSwitch = SWITCHES.has(name) || field && typeof state[field[0]] === 'boolean', value = isSwitch ? String(!/^(f|false|n|no|0)$/i.test(said)) : said;
        const isNothing = word === 'p' || PPROF_ASIDE.test(word) || !said && !isSwitch || name === 'nodecount' && Number(said) < 0;
        if (!isNothing && (COMPARED.has(name) && name !== 'match' || !take(state, name, value, true))) ignored.push(word);
    }
    // A report of one function is of the one that is focused; a pivot is what the sandwich is of.
    const wanted = pivot || (/^(peek|source)$/.test(state.tab) ? focus : ''), name = nameIn(wanted);
    if (pivot && name && state.tab === 'flame') state.tab = 'sandwich';
    if (name) state.fn = name;
    else if (wanted) Object.assign(state, {find: wanted, isRegex: true, isCase: true});
    return state;
};

/** The state that an address holds; what of it is not known is added to `ignored`. @type {(hash: string, ignored?: string[]) => State} */
export const stateOfHash = (hash, ignored) => takeAll(hash.replace(/^#/, ''), emptyState(), false, ignored);

const filterPart = (/** @type {Filter} */ filter) => SWITCHES.has(filter.kind) ? filter.kind : pair(filter.kind, filter.value);

/** @type {(state: Readonly<State>) => string} */
export const hashOf = state => {
    const parts = [state.tab || 'summary', ...state.filters.map(filterPart)];
    for (const [field, name] of FIELDS) {
        const value = /** @type {Record<string, any>} */ (state)[field];
        if (value && (field !== 'fn' || value.length <= LONGEST_NAME)) parts.push(value === true ? name : pair(name, String(value)));
    }
    return '#' + parts.join('&');
};

/** Filters and one more. What an option can say only once replaces what was there. @type {(filters: Filter[], kind: string, value: string) => Filter[]} */
export const withFilter = (filters, kind, value) => {
    const others = filters.filter(filter => filter.kind !== kind || (ALTERNATIVES.has(kind) || LISTS.has(kind)) && filter.value !== value);
    return [...others, {kind, value}];
};

/** The selection as options of a request, in the order of the command line. @type {(state: Readonly<State>) => [string, string][]} */
export const selectionOf = state => {
    /** @type {[string, string][]} */
    const options = [];
    if (state.type) options.push(['sample_index', state.type]);
    for (const kind in FILTERS) {
        const values = state.filters.filter(filter => filter.kind === kind).map(filter => filter.value);
        if (!values.length) continue;
        if (SWITCHES.has(kind)) options.push([kind, 'true']);
        else if (LISTS.has(kind)) options.push([kind, values.join(',')]);
        else options.push([kind, values.length > 1 ? values.map(value => `(?:${value})`).join('|') : values[0]]);
    }
    if (state.granularity) options.push(['granularity', state.granularity]);
    if (state.recursion) options.push(['recursion', state.recursion]);
    if (state.unit) options.push(['unit', state.unit]);
    options.push(...state.fixed);
    return options;
};

/** A request of the selection and of options beyond it. @type {(state: Readonly<State>, view: string, options?: Record<string, string|number|boolean>) => string} */
export const requestOf = (state, view, options = {}) => {
    if (state.side && !TWO_SIDED.has(view)) options = {only_side: state.side, ...options};
    const parts = [...selectionOf(state).filter(([name]) => !(name in options)), ...Object.entries(options)].map(([name, value]) => pair(name, String(value)));
    return parts.length ? view + '?' + parts.join('&') : view;
};

/** What a text is in an expression that means just it. */
export const escapeRegex = (/** @type {string} */ text) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** The expression that matches just this name. */
export const exactly = (/** @type {string} */ name) => '^' + escapeRegex(name) + '$';

/** The search as an expression of RE2; '' for none. @type {(state: Readonly<State>) => string} */
export const patternOf = state => state.find && (state.isCase ? '' : '(?i)') + (state.isRegex ? state.find : escapeRegex(state.find));

/** A word for a shell. What ends a line or drives a terminal is written out: it would do so when it is pasted. */
const quotedWord = (/** @type {string} */ word) => /^[\w@%+=:,./-]+$/.test(word) ? word : /[\0-\x1f\x7f]/.test(word)
    ? `$'${word.replace(/[\\']/g, '\\$&').replace(/[\0-\x1f\x7f]/g, c => '\\' + c.charCodeAt(0).toString(8).padStart(3, '0'))}'` : `'${word.replace(/'/g, "'\\''")}'`;

/** How the command line makes this request, of one source or of the two sides of a comparison. @type {(request: string, source: string, sides?: [string[], string[]]) => string} */
export const commandOf = (request, source, sides) => {
    const [view, query] = request.split(/\?(.*)/s), words = (query || '').split('&').filter(Boolean).map(part => '--' + (SWITCHES.has(part.split('=')[0]) ? part.split('=')[0] : decoded(part)));
    const plain = (/** @type {string} */ name) => name.replace(/^-/, './-');
    const sources = !sides ? [plain(source)] : sides.every(side => side.length === 1) ? ['--diff', ...sides.flat().map(plain)]
        : ['--diff', ...sides.flatMap((side, n) => side.map(name => ['--base=', '--new='][n] + name))];
    return ['render', view, ...words, ...sources].map(quotedWord).join(' ');
};
