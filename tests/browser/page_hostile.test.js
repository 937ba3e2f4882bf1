// The page against its enemies: names made to run, odd profiles, browsers that lack things, damage, and requests
// that take too long. Run: RENDER=build/render node --test tests/browser/page_hostile.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync, spawnSync} = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const {RENDER, SAMPLES, launch, missing} = require('./chromium.js');
const {profileBytes, attackProfile, ATTACKS} = require('./hostile_profile.js');

const TABS = ['summary', 'flame', 'sandwich', 'top', 'graph', 'peek', 'source', 'labels'];
const SAMPLE = 'svc-slow.cpu.pb.gz', SLOWEST = 8000;

let browser, folder, samplePage = '', withoutEngine = '';

before(async () => {
    if (missing) return;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-hostile-'));
    browser = await launch({flags: ['--enable-precise-memory-info']});
    samplePage = pageOf(path.join(SAMPLES, SAMPLE));
    if (!fs.readFileSync(samplePage, 'latin1').includes('id="render-engine"')) withoutEngine = 'this render was built without the engine of pages';
});
after(async () => {
    if (browser) await browser.close();
    if (folder) fs.rmSync(folder, {recursive: true, force: true});
});

const check = (name, run) => test(name, {skip: missing || false, timeout: 180000}, t => withoutEngine ? t.skip(withoutEngine) : run(t));

/** The page of a profile, which is a file or bytes. */
const pageOf = (profile, name = 'x.pb.gz', ...options) => {
    let file = profile;
    if (typeof profile !== 'string') fs.writeFileSync(file = path.join(folder, name), profile);
    const page = path.join(folder, `page-${fs.readdirSync(folder).length}.html`);
    execFileSync(RENDER, [...options, '-o', page, './' + path.basename(file)], {cwd: path.dirname(file), stdio: ['ignore', 'ignore', 'pipe'], timeout: 60000});
    return page;
};

const addressOf = file => 'file://' + file.split('/').map(encodeURIComponent).join('/');

/** What must not happen on a page is listed in `wrong`. */
const watch = page => {
    const wrong = [];
    page.on('dialog', dialog => {
        wrong.push('dialog: ' + dialog.message());
        dialog.dismiss();
    });
    page.on('pageerror', error => wrong.push('error: ' + (error.stack || error)));
    page.on('console', message => ['error', 'warning'].includes(message.type()) && wrong.push('console: ' + message.text()));
    page.on('popup', () => wrong.push('a window opened'));
    page.on('framenavigated', frame => frame !== page.mainFrame() && wrong.push('a frame: ' + frame.url()));
    page.on('request', request => {
        const url = request.url();
        if (!/^(?:blob|data):/.test(url) && !(request.isNavigationRequest() && /^(?:file|http):/.test(url) && !/evil/.test(url))) wrong.push('request: ' + url.slice(0, 200));
    });
    return wrong;
};

const PREPARE = () => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', event => window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
    window.longTasks = [];
    new PerformanceObserver(list => list.getEntries().forEach(entry => window.longTasks.push(entry.duration))).observe({entryTypes: ['longtask']});
};

const open = async (file, hash = '', {prepare = null, ...options} = {}) => {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, acceptDownloads: true, ...options}), page = await context.newPage(), wrong = watch(page);
    page.setDefaultTimeout(20000);
    await page.addInitScript(PREPARE);
    if (prepare) await page.addInitScript(prepare);
    await page.goto(addressOf(file) + hash);
    await page.waitForFunction(() => document.documentElement.dataset.drawn || document.querySelector('#why')?.textContent.includes('static part'), undefined, {timeout: 40000});
    return {page, wrong, done: async () => {
        const found = await page.evaluate(lookAround);
        assert.deepEqual([...wrong, ...found], []);
        await context.close();
    }};
};

/** What is on the page and must not be. */
const lookAround = () => {
    const wrong = window.violations.map(text => 'violation: ' + text);
    if (window.canary !== undefined) wrong.push('a script of the profile ran');
    const blocks = Array.from(document.querySelectorAll('script'), script => script.id || script.type || 'app');
    if (blocks.filter(name => name === 'app').length !== 1 || blocks.length > 5) wrong.push('scripts: ' + blocks);
    for (const kind of ['img', 'iframe', 'object', 'embed', 'base', 'frame', 'video', 'audio', 'meta[http-equiv=refresh]', 'foreignObject', 'body script', 'svg image', 'svg use', 'body style ~ style', 'body link', 'noscript+img'])
        for (const element of document.querySelectorAll(kind)) if (!/^(?:render-|$)/.test(element.id) || kind !== 'body script' && !element.id) wrong.push(`${kind}: ${element.outerHTML.slice(0, 120)}`);
    for (const element of document.querySelectorAll('*')) {
        for (const {name, value} of element.attributes) {
            if (/^on/i.test(name)) wrong.push(`${element.tagName} has ${name}`);
            if (/^(?:href|src|action|formaction|xlink:href|srcdoc)$/i.test(name) && !/^(?:#|data:image\/svg|blob:)/.test(value) && element.tagName !== 'LINK') wrong.push(`${element.tagName} ${name}=${value.slice(0, 80)}`);
            if (/^(?:title|aria-label)$/.test(name) && /[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069]/.test(value)) wrong.push(`${element.tagName}.${element.className} ${name} has controls: ${JSON.stringify(value.slice(0, 60))}`);
        }
        if (element.tagName === 'SCRIPT' || element.tagName === 'STYLE') continue;
        for (const child of element.childNodes)
            if (child.nodeType === 3 && /[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069]/.test(child.data)) wrong.push(`${element.tagName}.${element.className} in ${element.parentElement.className} shows controls: ${JSON.stringify(child.data.slice(0, 60))}`);
    }
    for (const landmark of ['main', 'header', 'footer', '[role=tablist]']) if (document.documentElement.dataset.drawn && document.querySelectorAll(landmark).length !== 1) wrong.push('landmark ' + landmark);
    if (document.documentElement.dataset.drawn && document.querySelectorAll('#app *').length > 900) wrong.push('elements: ' + document.querySelectorAll('#app *').length);
    return [...new Set(wrong)];
};

/** Until the engine has nothing more to do and the page has drawn. */
const settle = async page => {
    for (let n = 0; n < 3; n++) await page.evaluate(async () => {
        await window.renderPage.engine.ask('comments').catch(() => {});
        await new Promise(resolve => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 100));
    });
};
const noticeOf = page => page.evaluate(() => document.querySelector('.notice').hidden ? '' : document.querySelector('.notice').textContent);
const tabOf = page => page.evaluate(() => document.querySelector('[role=tab][aria-selected=true]').id.slice(4));

const visit = async (page, look = async () => {}) => {
    for (const [i, tab] of TABS.entries()) {
        await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
        await page.keyboard.press(String(i + 1));
        await settle(page);
        assert.equal(await tabOf(page), tab);
        assert.ok(await page.evaluate(name => document.querySelector('#panel-' + name).textContent.trim().length > 0 || document.querySelector('.notice').textContent, tab), tab + ' is empty');
        await look(tab);
    }
};

// ---------------------------------------------------------------- 1. names that attack

const ATTACK_FILE = `<img src=x onerror=window.canary=1>'"&\${canary}%00 --><!-- \u202egnp.pb.gz`;

check('names that attack: every tab, by mouse and keys', async () => {
    const {page, wrong, done} = await open(pageOf(attackProfile(), ATTACK_FILE));
    await visit(page, async tab => {
        const box = await page.locator('#panel-' + tab).boundingBox();
        for (const [x, y] of [[0.1, 0.35], [0.3, 0.5], [0.6, 0.3]]) await page.mouse.move(box.x + x * box.width, box.y + y * Math.min(box.height, 600));
        const rows = page.locator(`#panel-${tab} [role=row][data-at]`);
        for (let n = 0; n < Math.min(3, await rows.count()); n++) {
            if (tab === 'labels') continue;
            await rows.nth(n).click({timeout: 3000, force: true}).catch(() => {});
            await settle(page);
            await rows.nth(Math.min(n, await rows.count() - 1)).click({button: 'right', timeout: 3000, force: true}).catch(() => {});
            await page.keyboard.press('Escape');
        }
        assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], tab);
    });
    await done();
});

check('names that attack: each selected in every tab', async () => {
    const {page, wrong, done} = await open(pageOf(attackProfile(), 'attack.pb.gz'), '#top'), names = await page.evaluate(async () => (await window.renderPage.app.json('functions')).name);
    assert.ok(names.length > ATTACKS.length - 8, String(names.length));
    for (const tab of ['sandwich', 'top', 'peek', 'source', 'graph', 'flame']) {
        for (const name of tab === 'flame' || tab === 'graph' ? names.filter((_, i) => i % 4 === 0) : names) {
            await page.evaluate(async ([name, tab]) => {
                window.renderPage.app.set({tab, fn: name});
                await window.renderPage.engine.ask('comments');
                await new Promise(resolve => setTimeout(resolve, 15));
            }, [name, tab]);
            const notice = await noticeOf(page);
            assert.equal(notice, '', JSON.stringify(name.slice(0, 60)) + ' in ' + tab);
        }
        assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], tab);
    }
    await page.evaluate(() => window.renderPage.app.set({tab: 'top', fn: '', sort: 'name'}));
    await settle(page);
    const text = '<iframe srcdoc="<script>parent.canary=1</script>">';
    await page.evaluate(name => window.renderPage.app.set({find: name}), text);
    await settle(page);
    assert.ok((await page.textContent('#panel-top')).includes(text), 'a name is shown as text');
    await done();
});

check('names that attack: menus, chips, search and label filters', async () => {
    const {page, wrong, done} = await open(pageOf(attackProfile(), 'attack.pb.gz'), '#labels'), labels = await page.evaluate(async () => (await window.renderPage.app.json('labels')).keys.flatMap(key => [['tagroot', key.key], ...key.values.map(value => ['tagfocus', value.filter])]));
    for (const name of ATTACKS.filter(name => typeof name === 'string' && name.length < 400)) {
        await page.evaluate(async name => {
            window.renderPage.app.set({tab: 'top', find: name, isRegex: false, fn: name});
            await new Promise(resolve => setTimeout(resolve, 75));
            await window.renderPage.engine.ask('comments').catch(() => {});
        }, name);
    }
    assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], 'search');
    await page.evaluate(() => window.renderPage.app.set({find: '', fn: ''}));
    const empty = [];
    for (const [i, [kind, value]] of labels.entries()) {
        if (!value || i % 3) continue;
        const selected = await page.evaluate(async ([kind, value]) => {
            window.renderPage.app.set({tab: 'labels', filters: [{kind, value}]});
            await window.renderPage.engine.ask('comments').catch(() => {});
            return window.renderPage.app.json('summary').then(summary => summary.selected[0], error => error.message);
        }, [kind, value]);
        if (typeof selected !== 'number' || !selected) empty.push([kind, value, selected]);
    }
    assert.deepEqual(empty, [], 'a filter made from a label leaves samples');
    await settle(page);
    assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], 'labels');
    for (const name of ATTACKS.filter((name, i) => typeof name === 'string' && name.length < 400 && i % 6 === 0)) {
        await page.evaluate(name => {
            const {app} = window.renderPage;
            app.set({filters: [], tab: 'top'});
            app.menu(document.querySelector('#panel-top'), 300, 300, app.functionMenu(name));
        }, name);
        for (const label of ['Focus', 'Hide its frames', 'Cut below it']) {
            await page.evaluate(([name, label]) => window.renderPage.app.functionMenu(name).find(item => item && item.label === label).act(), [name, label]);
            await settle(page);
        }
        assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], name);
    }
    await done();
});

check('names that attack: exports', async () => {
    const {page, done} = await open(pageOf(attackProfile(), ATTACK_FILE), '#flame', {permissions: ['clipboard-read', 'clipboard-write']});
    for (const tab of ['flame', 'graph', 'top']) {
        await page.evaluate(tab => window.renderPage.app.set({tab, fn: '\u001b[201~\nrm -rf /;$(id)`id`\'"'}), tab);
        await settle(page);
        await page.click('[aria-label=Export]');
        const labels = await page.locator('.menu .label').allTextContents();
        await page.keyboard.press('Escape');
        for (const label of labels.filter(text => !/Print/.test(text))) {
            await page.click('[aria-label=Export]');
            const item = page.locator('.menu button', {hasText: label}).first();
            if (/Copy/.test(label)) {
                await item.click();
                continue;
            }
            const [file] = await Promise.all([page.waitForEvent('download'), item.click()]), at = path.join(folder, 'download');
            assert.ok(!/[\/\\]/.test(file.suggestedFilename()), file.suggestedFilename());
            await file.saveAs(at);
            const bytes = fs.readFileSync(at);
            assert.ok(bytes.length > 50, label);
            if (/SVG/.test(label)) {
                const text = bytes.toString();
                assert.ok(!/<(?:img|iframe|base|meta|link)\b/i.test(text.replace(/<script[^]*?<\/script>/, '')), label);
            }
            if (/PNG/.test(label)) assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
            if (/JSON/.test(label)) JSON.parse(bytes.toString());
            if (/CSV/.test(label)) assert.ok(!/^[=@]/m.test(bytes.toString()), 'a cell of the CSV is a formula');
        }
    }
    await page.evaluate(() => window.renderPage.app.set({tab: 'peek'}));
    await settle(page);
    await page.click('[aria-label=Export]');
    await page.locator('.menu button', {hasText: 'Copy as command'}).click();
    await page.waitForTimeout(200);
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(!/[\u0000-\u001f\u007f]/.test(command), 'a copied command has control characters: ' + JSON.stringify(command));
    const words = spawnSync('bash', ['-c', `printf '%s\\0' ${command}`]).stdout.toString().split('\0');
    assert.equal(words[0], 'render');
    assert.ok(words.some(word => word.includes('rm -rf')), JSON.stringify(words));
    await page.click('[aria-label="Copy link"]');
    await page.waitForTimeout(200);
    assert.ok(!/[\s<>"]/.test(await page.evaluate(() => navigator.clipboard.readText())), 'a link is one word');
    await done();
});

const HASHES = ['#flame&focus=%3Cscript%3E&function=%3Cimg%20src=x%20onerror=canary=1%3E&q=<script>', '#flame&focus=(&q=[&re', '#__proto__', '#constructor', '#tostring', '#valueOf&__proto__=1&constructor=2', '#<img src=x onerror=canary=1>',
    '#top&function=%', '#top&function=%E0%A4%A&q=%ff%fe', '#%%%%', '#&&&&===&=&', '#flame&z=~AAAA99999999999&at=~~~~', '#flame&z=%3Cscript%3E&at=' + 'A'.repeat(20000), '#sandwich&function=' + '%F0%9F%98%80'.repeat(3000),
    '#graph&nodecount=1e999', '#graph&nodecount=-5', '#graph&nodecount=NaN', '#top&sort=__proto__', '#top&sort=' + encodeURIComponent('"><img>'), '#flame&color_by=x&order=y&granularity=z&recursion=w&theme=%22%3E&match=q&unit=%00',
    '#summary&sample_index=%3Csvg%3E', '#summary&sample_index=99', '#labels&tagroot=__proto__&tagfocus=%00', '#peek&function=%00', '#source&function=%ED%A0%80', '#flame&noinlines=false&mean=x&focus', '#flame&divide_by=0&trim_path=%3Cb%3E&source_path=/etc',
    '#flame&output=/tmp/x&format=raw&open=true', '#javascript:canary=1', '#top&' + 'hide=a&'.repeat(3000)];

check('addresses that attack', async () => {
    const file = pageOf(attackProfile(), 'attack.pb.gz'), {page, wrong, done} = await open(file);
    for (const hash of HASHES.filter((_, i) => i % 2 === 0 || process.env.RENDER_ALL)) {
        await page.goto('about:blank');
        wrong.length = 0;
        await page.goto(addressOf(file) + hash);
        await page.waitForFunction(() => document.documentElement.dataset.drawn, undefined, {timeout: 15000}).catch(() => assert.fail('nothing is shown: ' + hash.slice(0, 80)));
        await settle(page);
        assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], hash.slice(0, 80));
        await page.click('[aria-label=Export]');
        await page.locator('.menu button', {hasText: 'Copy as command'}).click();
        await page.keyboard.press('2');
        await settle(page);
        assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], hash.slice(0, 80));
        // Also while it is open.
        await page.evaluate(() => { location.hash = '#summary'; });
        await page.evaluate(hash => { location.hash = hash; }, hash);
        await settle(page);
        assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], hash.slice(0, 80));
    }
    await done();
});

check('names that attack: the static part alone', async () => {
    const {page, wrong, done} = await open(pageOf(attackProfile(), ATTACK_FILE), '', {prepare: () => { delete window.WebAssembly; }});
    assert.match(await page.textContent('#why'), /no WebAssembly/);
    assert.deepEqual(wrong, []);
    await done();
});

// ---------------------------------------------------------------- 2. odd profiles

const many = (count, make) => Array.from({length: count}, (_, i) => make(i));
const one = (more = {}) => ({functions: [{name: 'main', file: 'a.go'}, {name: 'work', file: 'a.go'}], samples: [{stack: [0, 1], values: [5]}], ...more});
const SHARED = process.env.RENDER_PROFILES || '';

const ODD = {
    'no samples': () => profileBytes(one({samples: []})),
    'one sample': () => profileBytes(one()),
    'all zero': () => profileBytes(one({samples: [{stack: [0, 1], values: [0]}, {stack: [0], values: [0]}]})),
    'less than nothing': () => profileBytes(one({samples: [{stack: [0, 1], values: [-5]}, {stack: [0], values: [3]}]})),
    'sum of nothing': () => profileBytes(one({samples: [{stack: [0, 1], values: [-5]}, {stack: [0], values: [5]}]})),
    'more than 2^53': () => profileBytes(one({samples: [{stack: [0, 1], values: [2n ** 53n + 1n]}, {stack: [0], values: [2n ** 54n]}]})),
    'nearly 2^63': () => profileBytes(one({samples: [{stack: [0, 1], values: [2n ** 62n]}, {stack: [0], values: [2n ** 62n - 1n]}]})),
    'as little as can be': () => profileBytes(one({samples: [{stack: [0, 1], values: [-(2n ** 62n)]}, {stack: [0], values: [-(2n ** 62n) + 1n]}]})),
    'too large to sum': () => profileBytes(one({samples: [{stack: [0, 1], values: [2n ** 63n - 1n]}, {stack: [0], values: [2n ** 63n - 1n]}]})),
    '100,000 deep': () => profileBytes(one({functions: many(50, i => ({name: 'f' + i})), samples: [{stack: many(100000, i => i % 50), values: [7]}]})),
    '50,000 wide': () => profileBytes(one({functions: [{name: 'root'}, ...many(50000, i => ({name: 'p' + i % 300 + '.f' + i, file: 'f' + i % 900}))], samples: many(50000, i => ({stack: [0, i + 1], values: [i + 1]}))})),
    'a name of 1,000,000 characters': () => profileBytes(one({functions: [{name: 'main'}, {name: 'n'.repeat(1000000), file: 'f'.repeat(1000000)}]})),
    '100 sample types': () => profileBytes(one({types: many(100, i => ['type' + i, i % 3 ? 'count' : 'nanoseconds']), samples: [{stack: [0, 1], values: many(100, i => i)}]})),
    'addresses only': () => profileBytes({functions: [], samples: [{stack: [0, 1], values: [3]}, {stack: [0, 2], values: [4]}]}),
    'an empty stack': () => profileBytes(one({samples: [{stack: [], values: [5]}, {stack: [0], values: [2]}]})),
    '2,000 labels on a sample': () => profileBytes(one({samples: [{stack: [0, 1], values: [5], labels: many(2000, i => ['key' + i, 'value' + i])}]})),
    'one label of 20,000 values': () => profileBytes(one({samples: many(20000, i => ({stack: [0, 1], values: [1], labels: [['id', 'v' + i]]}))})),
    'folded': () => Buffer.from('main;work 5\nmain;idle 3\n'),
    'folded, of one line': () => Buffer.from('x 1\n'),
    'means': () => profileBytes(one({types: [['contentions', 'count'], ['delay', 'nanoseconds']], samples: [{stack: [0, 1], values: [0, 5]}, {stack: [0], values: [3, 9]}]})),
    'recursion of 2,000': () => profileBytes(one({samples: [{stack: many(2000, i => i % 2), values: [5]}, {stack: many(1500, () => 0), values: [5]}]}))
};

const openOdd = async file => {
    const {page, wrong, done} = await open(file);
    await visit(page, async tab => {
        const {length} = await page.evaluate(() => ({length: Math.max(0, ...window.longTasks)}));
        assert.ok(length < SLOWEST, `a task of ${length} ms in ${tab}`);
        assert.deepEqual([...wrong, ...await page.evaluate(lookAround)], [], tab);
    });
    const first = await page.evaluate(async () => (await window.renderPage.app.json('functions')).name[0]);
    if (first !== undefined) for (const tab of ['flame', 'sandwich', 'top', 'peek', 'source', 'graph']) {
        await page.evaluate(([tab, fn]) => window.renderPage.app.set({tab, fn}), [tab, first]);
        await settle(page);
        assert.ok(!/error|wrong|undefined|NaN|Infinity/i.test(await noticeOf(page)), await noticeOf(page));
    }
    const text = await page.evaluate(() => document.querySelector('#app').textContent.slice(0, 200000));
    assert.ok(!/\bNaN\b|\bInfinity\b|\bundefined\b|\[object/.test(text), 'a number or text is missing: ' + /.{0,60}(?:\bNaN\b|\bInfinity\b|\bundefined\b|\[object).{0,40}/.exec(text)?.[0]);
    await done();
};

// What others are much like waits for RENDER_ALL.
const ALIKE = ['sum of nothing', 'more than 2^53', 'as little as can be', 'an empty stack', 'one label of 20,000 values', '100 sample types', 'folded, of one line',
    'recursion of 2,000'];
for (const [name, make] of Object.entries(ODD)) (ALIKE.includes(name) && !process.env.RENDER_ALL ? test.skip : check)('odd profile: ' + name, () => openOdd(pageOf(make(), name.replace(/\W/g, '_') + (name.startsWith('folded') ? '.folded' : '.pb.gz'))));

check('a name of 1,000,000 characters, selected: no tab takes 500 ms, and all of it can be copied', async () => {
    const name = 'n'.repeat(1000000), {page, done} = await open(pageOf(profileBytes(one({functions: [{name: 'main'}, {name, file: 'f'.repeat(1000000)}, {name: 'x.leaf'}],
        samples: [{stack: [0, 1], values: [5]}, {stack: [0, 1, 2], values: [3]}, {stack: [0, 2], values: [1]}]})), 'long.pb.gz'));
    await visit(page);
    const times = await page.evaluate(async tabs => {
        const {app, engine} = window.renderPage, fn = 'n'.repeat(1000000), times = {};
        for (const tab of tabs) {
            await new Promise(resolve => setTimeout(resolve, 300));
            const start = performance.now();
            app.set({tab, fn});
            await new Promise(resolve => setTimeout(resolve, 70)); // what is asked after a moment
            await engine.ask('comments').catch(() => {});
            await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0))));
            times[tab] = Math.round(performance.now() - start);
        }
        return times;
    }, TABS);
    assert.deepEqual(Object.entries(times).filter(([, time]) => time >= 500), [], JSON.stringify(times));
    assert.ok(await page.evaluate(() => document.querySelector('#app').textContent.length) < 100000);
    assert.ok(page.url().length < 70000);
    await page.evaluate(() => { navigator.clipboard.writeText = async text => { window.copied = text; }; });
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('y');
    assert.ok(await page.evaluate(() => window.copied === 'n'.repeat(1000000)));
    await page.keyboard.press('f');
    await settle(page);
    assert.equal(await page.locator('.chips .chip').count(), 1);
    assert.ok(page.url().length < 70000);
    await done();
});

check('odd profile: means', async () => {
    const {page, done} = await open(pageOf(ODD.means(), 'means.pb.gz'), '#top&mean');
    await visit(page);
    await done();
});

check('odd profile: a base taken away', () => {
    fs.writeFileSync(path.join(folder, 'base.pb.gz'), profileBytes(one({samples: [{stack: [0, 1], values: [9]}, {stack: [0], values: [4]}]})));
    return openOdd(pageOf(profileBytes(one()), 'after.pb.gz', '--base=base.pb.gz'));
});

test('odd profiles of a folder', {skip: missing || false, timeout: 900000}, async t => {
    if (!fs.existsSync(SHARED)) return t.skip('no profiles at RENDER_PROFILES');
    for (const kind of ['edge', 'malformed'])
        for (const name of fs.readdirSync(path.join(SHARED, kind)).filter(name => name.includes(process.env.RENDER_ODD || '')).sort()) {
            const file = path.join(SHARED, kind, name), target = path.join(folder, 'try.html');
            const {status, stderr} = spawnSync(RENDER, ['-o', target, file], {encoding: 'utf8', timeout: 60000});
            if (status === 0) await t.test(name, () => openOdd(target));
            else assert.match(stderr, /^(?:render: .*\n)+$/, name);
        }
});

// ---------------------------------------------------------------- 3. where the page is

const LACKING = {
    'WebAssembly': [() => { delete window.WebAssembly; }, /this browser has no WebAssembly/],
    'DecompressionStream': [() => { delete window.DecompressionStream; }, /this browser cannot inflate/],
    'Worker': [() => { delete window.Worker; }, null],
    'a Worker that starts': [() => {
        window.Worker = class extends EventTarget {
            constructor() {
                super();
                setTimeout(() => this.onerror(new ErrorEvent('error')), 50);
            }
            postMessage() {}
            terminate() {}
        };
    }, null],
    'a Worker that may be made': [() => { window.Worker = function () { throw new DOMException('no', 'SecurityError'); }; }, null],
    'crypto.subtle': [() => { Object.defineProperty(crypto, 'subtle', {value: undefined}); }, null],
    'history': [() => { history.pushState = history.replaceState = () => { throw new DOMException('no', 'SecurityError'); }; }, null],
    'storage': [() => { for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, {get: () => { throw new DOMException('no', 'SecurityError'); }}); }, null],
    'a clipboard': [() => {
        Object.defineProperty(navigator, 'clipboard', {value: undefined});
        document.execCommand = () => { throw new Error('no'); };
    }, null]
};

for (const [name, [prepare, reason]] of Object.entries(LACKING)) check('a browser without ' + name, async () => {
    const {page, wrong, done} = await open(samplePage, '', {prepare});
    if (reason) {
        assert.match(await page.textContent('#why'), reason);
        assert.ok(await page.locator('#static table').first().isVisible());
        assert.equal(await page.locator('#app').count(), 0);
    } else {
        await visit(page);
        assert.equal(await noticeOf(page), '');
        await page.click('[aria-label="Copy link"]');
        await settle(page);
    }
    assert.deepEqual(wrong, []);
    await done();
});

/** A page of its own at an address, that has a report in a frame. */
const inFrame = async (attributes, headers, look) => {
    const server = http.createServer((request, response) => {
        const isReport = request.url.startsWith('/report');
        response.writeHead(200, {'content-type': 'text/html', ...isReport ? headers : {}});
        response.end(isReport ? fs.readFileSync(samplePage) : `<!doctype html><title>outside</title><body><iframe ${attributes} width=1200 height=700></iframe>`);
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const context = await browser.newContext({viewport: {width: 1280, height: 800}}), page = await context.newPage(), errors = [];
    page.on('pageerror', error => errors.push(String(error)));
    try {
        await page.goto(`http://127.0.0.1:${server.address().port}/${attributes ? '' : 'report'}`);
        await look(attributes ? page.frames()[1] : page.mainFrame(), page);
        assert.deepEqual(errors, []);
    } finally {
        await context.close();
        server.closeAllConnections();
        server.close();
    }
};

check('in a frame of a sandbox that allows scripts', () => inFrame('src=/report sandbox=allow-scripts', {}, async (frame, page) => {
    await frame.waitForFunction(() => document.documentElement.dataset.drawn, undefined, {timeout: 20000});
    await visit(Object.assign(Object.create(frame), {keyboard: {press: async key => {
        await frame.evaluate(() => window.focus());
        await frame.locator('#main').focus().catch(() => {});
        await page.keyboard.press(key);
    }}, evaluate: (...all) => frame.evaluate(...all)}));
}));

/** Nothing but the static part, which says why. */
const isStatic = async frame => {
    const text = await frame.locator('body').innerText();
    assert.ok(/scripts are switched off or blocked here/.test(text), 'it says why: ' + text.slice(0, 300));
    assert.ok(/regexp/.test(text), 'the table is there');
    assert.equal(await frame.locator('#app').count(), 0);
};

check('in a frame of a sandbox without scripts', () => inFrame('src=/report sandbox', {}, async frame => {
    await frame.waitForSelector('#static');
    await isStatic(frame);
}));

const POLICIES = {
    'sandbox; default-src \'none\'; img-src \'self\'; style-src \'self\'': false, 'default-src \'none\'; style-src \'unsafe-inline\'; sandbox;': false,
    'script-src \'self\'': false, 'worker-src \'none\'': true, 'sandbox allow-scripts': true
};
for (const [policy, isWhole] of Object.entries(POLICIES)) check('with the policy ' + policy, () => inFrame('', {'content-security-policy': policy}, async frame => {
    if (isWhole) await frame.waitForFunction(() => document.documentElement.dataset.drawn, undefined, {timeout: 20000});
    else {
        await frame.waitForSelector('#static');
        // Where a script may come, what it would replace waits for it.
        await frame.waitForSelector('#why', {timeout: 5000});
        if (process.env.SHOTS) await frame.page().screenshot({path: path.join(process.env.SHOTS, policy.replace(/\W+/g, '_') + '.png')});
        await isStatic(frame);
    }
}));

check('with a policy against WebAssembly', () => inFrame('', {'content-security-policy': 'script-src \'unsafe-inline\''}, async (frame, page) => {
    await page.waitForFunction(() => document.querySelector('#why').textContent.includes('static part'));
    assert.match(await page.textContent('#why'), /^This is the static part of the page alone: [^\n]*(?:WebAssembly)[^\n]*\.$/);
}));

check('without JavaScript', async () => {
    const context = await browser.newContext({javaScriptEnabled: false}), page = await context.newPage();
    await page.goto(addressOf(samplePage));
    await isStatic(page.mainFrame());
    await context.close();
});

check('offline', async () => {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, offline: true}), page = await context.newPage(), wrong = watch(page);
    await page.goto(addressOf(samplePage));
    await page.waitForFunction(() => document.documentElement.dataset.drawn);
    await visit(page);
    assert.deepEqual(wrong, []);
    await context.close();
});

const blockOf = (text, id) => {
    const [whole, before, inside] = new RegExp(`(<script[^>]* id="?${id}"?[^>]*>)([^<]*)</script>`).exec(text);
    return {whole, before, inside};
};
const changed = (id, change) => text => {
    const {whole, before, inside} = blockOf(text, id);
    return text.replace(whole, () => before + change(inside) + '</script>');
};
const DAMAGES = {
    'the profile is cut': changed('render-profile', text => text.slice(0, text.length >> 1)),
    'the profile is empty': changed('render-profile', () => ''),
    'the profile is not base64': changed('render-profile', text => text.slice(0, 100) + '!!\u00e9' + text.slice(103)),
    'a bit of the profile': changed('render-profile', text => text.slice(0, 400) + (text[400] === 'A' ? 'B' : 'A') + text.slice(401)),
    'the profile is something else': changed('render-profile', () => require('node:zlib').gzipSync('hello').toString('base64')),
    'the engine is cut': changed('render-engine', text => text.slice(0, text.length >> 1)),
    'the engine is not base64': changed('render-engine', text => '*' + text.slice(1)),
    'the engine is something else': changed('render-engine', () => require('node:zlib').gzipSync('hello').toString('base64')),
    'a sign of the engine': changed('render-engine', text => text.slice(0, -4000) + (text.at(-4000) === 'a' ? 'b' : 'a') + text.slice(-3999)),
    'signs that the engine has not': changed('render-engine', text => text.slice(0, -9000) + '<\u00e9\u0001' + text.slice(-8997)),
    'the head is cut': changed('render-report', text => text.slice(0, text.length >> 1)),
    'the head is missing': text => text.replace(blockOf(text, 'render-report').whole, '')
};

for (const [name, damage] of Object.entries(DAMAGES)) check('a damaged page: ' + name, async () => {
    const file = path.join(folder, 'damaged.html');
    fs.writeFileSync(file, damage(fs.readFileSync(samplePage, 'latin1').toString()), 'latin1');
    const {page, wrong, done} = await open(file, '#flame');
    assert.equal(wrong.join(), '');
    const why = await page.textContent('#why');
    assert.match(why, /^This is the static part of the page alone: [^\n]{8,200}\.$/);
    assert.ok(!/undefined|object|JSON|token|Failed to|InvalidCharacter/.test(why), why);
    if (process.env.SHOTS) console.log(name, '|', why);
    assert.ok(await page.locator('#static table').first().isVisible());
    await done();
    const {status, stderr} = spawnSync(RENDER, ['extract', file, '-o', path.join(folder, 'extracted.pb.gz')], {encoding: 'utf8', timeout: 20000});
    if (process.env.SHOTS) console.log('   extract', status, stderr.trim());
    if (/librender-markup/.test(stderr)) return;
    if (/profile|head/.test(name)) assert.match(stderr, /^render: [^\n]+\n$/);
    else assert.equal(status, 0, stderr);
});

// ---------------------------------------------------------------- 4. what takes long

/** Call graphs take half a minute. */
const SLOW_GRAPHS = () => {
    const Real = window.Worker;
    window.Worker = class extends Real {
        postMessage(message) {
            if (/^graph/.test(message.request || '')) this.late = setTimeout(() => super.postMessage(message), 30000);
            else super.postMessage(message);
        }
        terminate() {
            clearTimeout(this.late);
            super.terminate();
        }
    };
};

check('what takes long can be cancelled', async () => {
    const {page, wrong, done} = await open(samplePage, '#top', {prepare: SLOW_GRAPHS});
    await settle(page);
    const cancel = page.locator('footer button', {hasText: 'Cancel'});
    // By the button.
    await page.evaluate(() => window.renderPage.app.set({tab: 'graph', nodes: 60}));
    await cancel.waitFor({state: 'visible', timeout: 10000});
    await cancel.click();
    await page.waitForFunction(() => document.querySelector('.notice').textContent.includes('Cancelled'), undefined, {timeout: 5000});
    await cancel.waitFor({state: 'hidden', timeout: 5000});
    await page.evaluate(() => window.renderPage.app.set({tab: 'top', nodes: 0}));
    await settle(page);
    await page.waitForFunction(() => document.querySelector('#panel-top [role=row][data-at]'));
    // By another selection.
    for (let n = 0; n < 3; n++) {
        await page.evaluate(n => window.renderPage.app.set({tab: 'graph', nodes: 60, filters: [{kind: 'hide', value: 'none' + n}]}), n);
        await page.waitForTimeout(900);
    }
    await page.evaluate(() => window.renderPage.app.set({tab: 'top', nodes: 0, filters: [{kind: 'focus', value: 'regexp'}]}));
    await page.waitForFunction(() => document.querySelector('.bar').textContent.includes('of '), undefined, {timeout: 15000});
    await settle(page);
    assert.equal(await noticeOf(page), '');
    assert.equal(await tabOf(page), 'top');
    assert.ok(await cancel.isHidden());
    assert.deepEqual(wrong, []);
    await done();
});

check('an expression made to take long', async () => {
    const {page, done} = await open(samplePage, '#top');
    for (const value of ['(a*)*'.repeat(200) + 'b', '(((a{1,30}){1,30}){1,30})', '(x+x+)+y', '.*'.repeat(500) + 'z', '(?i)' + '[a-z]?'.repeat(900), '\\pL{1000}']) {
        await page.evaluate(value => window.renderPage.app.set({filters: [{kind: 'focus', value}], find: value, isRegex: true}), value);
        const start = Date.now();
        await settle(page);
        assert.ok(Date.now() - start < 20000, value.slice(0, 30));
        assert.ok((await page.textContent('#app')).length > 100);
    }
    await page.evaluate(() => window.renderPage.app.set({filters: [], find: '', isRegex: false}));
    await settle(page);
    assert.equal(await noticeOf(page), '');
    await done();
});

const KEEP_MODULES = () => {
    // In this thread, where its memory can be seen.
    delete window.Worker;
    const instantiate = WebAssembly.instantiate;
    window.modules = [];
    WebAssembly.instantiate = async (...all) => {
        const made = await instantiate(...all);
        window.modules.push(made.instance);
        // What is exported cannot be replaced, but what is handed on can.
        const exports = {...made.instance.exports, engine_run: size => {
            if (window.trap) {
                const message = window.trap;
                window.trap = '';
                throw new WebAssembly.RuntimeError(message);
            }
            return made.instance.exports.engine_run(size);
        }};
        return {...made, instance: {exports}};
    };
};

check('memory does not grow with what is looked at', async () => {
    const {page, done} = await open(samplePage, '#flame', {prepare: KEEP_MODULES}), sizes = [];
    for (let n = 0; n < 60; n++) {
        await page.evaluate(n => {
            const {app} = window.renderPage;
            app.set({tab: ['flame', 'top', 'graph', 'peek', 'sandwich', 'labels'][n % 6], fn: 'main.main', filters: [{kind: n % 2 ? 'focus' : 'ignore', value: 'function' + n + '|regexp|' + 'json'.slice(n % 4)}]});
        }, n);
        await page.evaluate(() => window.renderPage.engine.ask('comments'));
        if (n % 10 === 9) sizes.push(await page.evaluate(() => window.modules.reduce((sum, {exports}) => sum + exports.memory.buffer.byteLength, 0)));
    }
    assert.equal(await page.evaluate(() => window.modules.length), 1);
    assert.ok(sizes.at(-1) <= sizes[1] * 1.25, 'bytes of the engine: ' + sizes);
    await done();
});

// ---------------------------------------------------------------- 5. the engine stops

check('an engine that stops is started again', async () => {
    const {page, done} = await open(samplePage, '#top', {prepare: KEEP_MODULES});
    for (const [message, value] of [['unreachable', 'json'], ['memory access out of bounds', 'regexp']]) {
        await page.evaluate(([message, value]) => {
            window.trap = message;
            window.renderPage.app.set({filters: [{kind: 'focus', value}]});
        }, [message, value]);
        await page.waitForFunction(() => !document.querySelector('.notice').hidden);
        assert.match(await noticeOf(page), new RegExp(`^The engine stopped \\(${message}\\) with \\d+MB of memory\\.`));
        await page.locator('.notice button', {hasText: 'Back to the last good view'}).click();
        await settle(page);
        assert.equal(await noticeOf(page), '');
        await visit(page);
        await page.evaluate(value => window.renderPage.app.set({filters: [{kind: 'focus', value}]}), value);
        await settle(page);
        assert.equal(await noticeOf(page), '');
        await page.evaluate(() => window.renderPage.app.set({filters: []}));
        await settle(page);
    }
    assert.equal(await page.evaluate(() => window.modules.length), 3);
    await done();
});

check('an engine that has no more memory says so and goes on', async () => {
    const {page, done} = await open(samplePage, '#top', {prepare: KEEP_MODULES});
    // All that a module may have is taken before it is asked.
    const grown = await page.evaluate(() => {
        const {memory} = window.modules[0].exports;
        let pages = 0;
        for (let step = 16384; step >= 1; step = step >> 1) {
            for (;;) {
                try {
                    memory.grow(step);
                    pages += step;
                } catch (e) {
                    break;
                }
            }
        }
        return pages;
    });
    if (!grown) return;
    await page.evaluate(() => window.renderPage.app.set({tab: 'graph', nodes: 700, filters: [{kind: 'focus', value: 'a'}]}));
    await settle(page);
    await page.waitForTimeout(500);
    const notice = await noticeOf(page);
    if (process.env.SHOTS) console.log(grown, notice);
    if (notice) assert.match(notice, /memory/);
    await page.evaluate(() => window.renderPage.app.set({tab: 'top', nodes: 0, filters: []}));
    await settle(page);
    assert.equal(await noticeOf(page), '');
    await done();
});
