// The engine in the page answers as the command line does: requests drawn from the table of options with a
// seed, run by both, their bytes compared. Run: RENDER=build/render node --test tests/browser/engine.test.js
// RENDER_SEED and RENDER_CASES choose others.
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync, spawnSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const RENDER = process.env.RENDER || path.join(ROOT, 'build', 'render');
const SAMPLES = process.env.RENDER_SAMPLES || path.join(ROOT, 'samples');
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const CASES = +(process.env.RENDER_CASES || 200), PATTERNS = 40;
// Both sides are in one zone, and no case depends on a file of this machine.
const ENVIRONMENT = {...process.env, TZ: 'UTC'};
const NATIVE = ['html', 'proto', 'topproto', 'dump', 'dot', 'callgrind'];
const CALLERS = ['output', 'format', 'open', 'view', 'base', 'diff_base', 'normalize', 'max_memory', 'max_html',
    'embed_source', 'embed_profile', 'color'];

let playwright = null, missing = '';
try {
    playwright = require('playwright-core');
} catch (e) {
    missing = 'playwright-core is not installed (npm install in tests/browser)';
}
if (!fs.existsSync(CHROMIUM)) missing = 'no Chromium at ' + CHROMIUM;
if (!fs.existsSync(RENDER)) missing = 'no program at ' + RENDER;

// ---------------------------------------------------------------- drawing requests

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

const optionsOf = () => {
    const rows = helpOf('markdown').split('\n').map(row => /^\| `--(\w+)/.exec(row)).filter(Boolean);
    return rows.map(row => row[1]).filter(name => !CALLERS.includes(name)).map(name => {
        const takes = /takes {4}(.*)/.exec(helpOf(name))[1];
        return {name, takes};
    });
};

const wordsOf = profile => {
    const json = JSON.parse(execFileSync(RENDER, ['json', profile, '--trim=false', '-o', '-'], {encoding: 'utf8', maxBuffer: 1 << 28}));
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
        trim_path: () => one(['/usr', '/root:/usr/lib']), source_path: () => '', title: () => 'A <b>title</b> & more',
        add_comment: () => 'made by a test', function: () => one(words.functions), at: () => one(['0', '0.1', '1', 'x', ''])
    };
    return (special[name] || pattern)();
};

const PATTERN_OPTIONS = ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from', 'pattern'];

const drawn = (seed, index, views, options, words) => {
    const random = randomOf(seed * 1000003 + index), view = views[Math.floor(random() * views.length)];
    const count = Math.floor(random() * 4), chosen = new Map();
    const add = option => chosen.set(option.name, valueOf(option, words, random));
    for (let i = 0; i < count; i++) add(options[Math.floor(random() * options.length)]);
    if (index < PATTERNS) add(options.find(({name}) => name === PATTERN_OPTIONS[index % PATTERN_OPTIONS.length]));
    if (/^(peek|list|callers|callees|find)$/.test(view) && !chosen.has('pattern')) add(options.find(({name}) => name === 'pattern'));
    if (/^(details|source)$/.test(view) && !chosen.has('function')) add(options.find(({name}) => name === 'function'));
    return {view, chosen};
};

// ---------------------------------------------------------------- both sides

const native = (profile, {view, chosen}) => {
    const args = [view, ...Array.from(chosen, ([name, value]) => `--${name}=${value}`), profile, '-o', '-'];
    const {status, stdout, stderr} = spawnSync(RENDER, args, {env: ENVIRONMENT, maxBuffer: 1 << 28});
    const bytes = status === 0 || status === 1 ? stdout.toString('base64') : '';
    const line = stderr.toString().split('\n').find(text => /^render: /.test(text)) || '';
    return {bytes, error: status === 0 ? '' : line.replace(/^render: /, '')};
};

const requestOf = ({view, chosen}) => view + '?' + Array.from(chosen, ([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');

const inPage = (page, requests) => page.evaluate(async list => {
    const answers = [];
    for (const request of list) {
        try {
            const {bytes} = await window.renderPage.engine.ask(request);
            let text = '';
            for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
            answers.push({bytes: btoa(text), error: ''});
        } catch (e) {
            answers.push({bytes: '', error: e.message});
        }
    }
    return answers;
}, requests);

// ---------------------------------------------------------------- tests

let browser, folder;

before(async () => {
    if (missing) return;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-engine-'));
    browser = await playwright.chromium.launch({executablePath: CHROMIUM, args: FLAGS, env: ENVIRONMENT});
});

after(async () => {
    if (browser) await browser.close();
    if (folder) fs.rmSync(folder, {recursive: true, force: true});
});

const openPage = async profile => {
    const file = path.join(folder, path.basename(profile) + '.html');
    execFileSync(RENDER, [profile, '-o', file], {stdio: ['ignore', 'ignore', 'pipe']});
    if (!fs.readFileSync(file, 'latin1').includes('id="render-engine"')) return null;
    const page = await (await browser.newContext()).newPage();
    await page.goto('file://' + file);
    await page.waitForFunction('window.renderPage');
    return page;
};

const SAMPLE_NAMES = ['svc-slow.cpu', 'svc-slow.heap', 'svc-slow.mutex', 'cpp.cpu', 'go-json.mem'];

test('the page answers as the command line', {skip: missing || false, timeout: 380000}, async t => {
    const seed = +(process.env.RENDER_SEED || 1), views = viewsOf(), options = optionsOf();
    const names = SAMPLE_NAMES.filter(name => fs.existsSync(path.join(SAMPLES, name + '.pb.gz')));
    assert.ok(names.length >= 2 && views.length > 10 && options.length > 30);
    let compared = 0, failed = 0;
    for (const [k, name] of names.entries()) {
        const profile = path.join(SAMPLES, name + '.pb.gz'), words = wordsOf(profile), page = await openPage(profile);
        if (!page) return t.skip('this render was built without the engine of pages');
        const cases = [];
        for (let i = k; i < CASES; i += names.length) cases.push(drawn(seed, i, views, options, words));
        const answers = await inPage(page, cases.map(requestOf));
        for (const [i, found] of answers.entries()) {
            const wanted = native(profile, cases[i]);
            await t.test(requestOf(cases[i]), () => assert.deepEqual(
                {error: found.error, same: found.bytes === wanted.bytes, size: found.bytes.length},
                {error: wanted.error, same: true, size: wanted.bytes.length}));
            compared++;
            failed += wanted.error !== '';
        }
        await page.context().close();
    }
    assert.equal(compared, CASES);
    assert.ok(failed < CASES / 2, `${failed} of ${CASES} requests are refused`);
});
