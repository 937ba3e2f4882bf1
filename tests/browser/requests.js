// Requests drawn from the table of options with a seed, and what the program answers to them.
'use strict';
const {execFileSync, spawnSync} = require('node:child_process');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const RENDER = process.env.RENDER || path.join(ROOT, 'build', 'render');
// Both sides are in one zone, and no case depends on a file of this machine.
const ENVIRONMENT = {...process.env, TZ: 'UTC'};
const NATIVE = ['html', 'report', 'proto', 'topproto', 'dump', 'dot', 'callgrind', 'check', 'movers', 'goroutines'];
const CALLERS = ['output', 'format', 'open', 'view', 'base', 'diff_base', 'diff', 'new', 'rules', 'fail', 'budget', 'max_memory', 'max_html',
    'embed_source', 'embed_profile', 'color'];

// Those need two sides.
const COMPARED = ['normalize', 'per'];

const PATTERNS = 40;

// mulberry32
const randomOf = seed => () => {
    seed = seed + 0x6d2b79f5 | 0;
    let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
};

const helpOf = word => execFileSync(RENDER, ['--help=' + word], {encoding: 'utf8'});

const viewsOf = () => {
    const block = /\nviews:\n([^]*?)\n\n/.exec(execFileSync(RENDER, ['--help'], {encoding: 'utf8'}))[1];
    return block.split('\n').map(line => line.trim().split(' ')[0]).filter(name => name && !NATIVE.includes(name));
};

/** Options of commands, which no view looks at: those of live services and of the server. */
const commandsOptions = () => Array.from(execFileSync(RENDER, ['--help'], {encoding: 'utf8'}).matchAll(/\noptions of (?:sources that are live services|serve)\b.*:\n([^]*?)\n(?=\n)/g),
    block => Array.from(block[1].matchAll(/^ +--(\w+)/gm), match => match[1])).flat();

const optionsOf = isComparison => {
    const others = [...CALLERS, ...commandsOptions()];
    const rows = helpOf('markdown').split('\n').map(row => /^\| `--(\w+)/.exec(row)).filter(Boolean);
    return rows.map(row => row[1]).filter(name => !others.includes(name) && (isComparison || !COMPARED.includes(name))).map(name => {
        const takes = /takes {4}(.*)/.exec(helpOf(name))[1];
        return {name, takes};
    });
};

const wordsOf = (profile, isComparison) => {
    const json = JSON.parse(execFileSync(RENDER, ['json', profile, '--trim=false', ...isComparison ? ['--only_side=new'] : [], '-o', '-'], {encoding: 'utf8', maxBuffer: 1 << 28}));
    const labels = execFileSync(RENDER, ['tags', profile], {encoding: 'utf8'}).match(/^ *\S+: Total/gm) || [];
    return {
        functions: json.functions.map(row => row.name), files: json.functions.map(row => row.file).filter(Boolean),
        packages: json.functions.map(row => row.package).filter(Boolean),
        types: json.profile.types.map(row => row.type), labels: labels.map(line => line.trim().split(':')[0])
    };
};

const quoted = text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

// Values that an option could have, some of them wrong.
const valueOf = ({name, takes}, words, random) => {
    const one = list => list.length ? list[Math.floor(random() * list.length)] : '';
    const part = text => text.slice(0, 2 + Math.floor(random() * 8));
    const pattern = () => one([quoted(one(words.functions)), part(one(words.packages)), '(?i)' + quoted(part(one(words.functions)).toUpperCase()),
        quoted(one(words.files)), '^' + quoted(part(one(words.packages))), `${quoted(part(one(words.functions)))}|${quoted(part(one(words.files)))}`,
        '[[:upper:]]\\w+$', '\\pN', '(?P<n>a)b?', '(', 'a{1001}', '\\.(\\*)?']);
    if (/^nothing/.test(takes)) return one(['true', 'false']);
    if (takes.includes('|')) return one(takes.split('|'));
    const range = /^(\S+) to (\S+)$/.exec(takes);
    if (range && /[.e]/.test(takes)) return String(one([0, 0.001, 0.05, 0.5, 1, 3]));
    if (range) return String(one([+range[1], Math.max(+range[1], 3), Math.min(+range[2], 20), 80]));
    const special = {
        sample_index: () => one([...words.types, '0', 'none']), unit: () => one(['ms', 'auto', 'minimum', 'MB', 's', 'us']),
        tagroot: () => one(words.labels), tagleaf: () => one(words.labels), tagshow: () => one(words.labels), taghide: () => one(words.labels),
        tagfocus: () => one([one(words.labels) + '=.', '1kb:2mb', 'x']), tagignore: () => one([one(words.labels) + '=.', '1kb:']),
        trim_path: () => one(['/usr', '/root:/usr/lib']), per: () => one(['samples', 'tenant', 'nothing']), source_path: () => '/no/such/folder', title: () => 'A <b>title</b> & more',
        add_comment: () => 'made by a test', function: () => one(words.functions), at: () => one(['0', '0.1', '1', 'x', ''])
    };
    return (special[name] || pattern)();
};

const PATTERN_OPTIONS = ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from', 'pattern'];

// Source code by an absolute path may be on this machine, where a page does not look.
const hasFiles = words => words.files.some(name => path.isAbsolute(name));

const drawn = (seed, index, all, options, words) => {
    const views = hasFiles(words) ? all.filter(name => !/^(list|source)$/.test(name)) : all;
    const random = randomOf(seed * 1000003 + index), view = views[Math.floor(random() * views.length)];
    const count = Math.floor(random() * 4), chosen = new Map();
    const add = option => chosen.set(option.name, valueOf(option, words, random));
    for (let i = 0; i < count; i++) add(options[Math.floor(random() * options.length)]);
    if (index < PATTERNS) add(options.find(({name}) => name === PATTERN_OPTIONS[index % PATTERN_OPTIONS.length]));
    if (/^(peek|list|callers|callees|find)$/.test(view) && !chosen.has('pattern')) add(options.find(({name}) => name === 'pattern'));
    // A message names the folders that were searched: a page has no current one.
    if (/^(list|source)$/.test(view)) chosen.set('source_path', '/no/such/folder');
    if (/^(details|source)$/.test(view) && !chosen.has('function')) add(options.find(({name}) => name === 'function'));
    return {view, chosen};
};

const native = (profile, {view, chosen}) => {
    const args = [view, ...Array.from(chosen, ([name, value]) => `--${name}=${value}`), profile, '-o', '-'];
    const {status, signal, stdout, stderr} = spawnSync(RENDER, args, {env: ENVIRONMENT, maxBuffer: 1 << 28});
    // A check that fails, 1, has written its report; null is of a signal.
    const isAnswered = status === 0 || status === 1;
    const line = stderr.toString().split('\n').find(text => /^render: /.test(text)) || `it ended with ${signal || status}`;
    return {bytes: isAnswered ? stdout.toString('base64') : '', error: isAnswered ? '' : line.replace(/^render: /, '')};
};

const requestOf = ({view, chosen}) => view + '?' + Array.from(chosen, ([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');

module.exports = {ENVIRONMENT, drawn, native, optionsOf, requestOf, viewsOf, wordsOf};
