// The pages of `render serve` in a browser, with their own policy: the app behind HTTP, the list of a folder, files that are dropped.
// Run: RENDER=build/render node --test tests/browser/page_served.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const {RENDER, SAMPLES, axe, launch, missing} = require('./chromium.js');
const {serve} = require('./server.js');

const FAST = path.join(SAMPLES, 'svc-fast.cpu.pb.gz'), SLOW = path.join(SAMPLES, 'svc-slow.cpu.pb.gz'), HEAP = path.join(SAMPLES, 'svc-fast.heap.pb.gz');
const json = (...words) => JSON.parse(execFileSync(RENDER, [...words, '-o', '-'], {stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28}));
const WIDE = {viewport: {width: 1280, height: 800}}, NARROW = {viewport: {width: 400, height: 800}, hasTouch: true, isMobile: true};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-served-'));
const put = (name, from) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
    fs.copyFileSync(from, path.join(folder, name + '.part'));
    fs.renameSync(path.join(folder, name + '.part'), path.join(folder, name));
};

let browser, one, many;
const noServe = missing || (execFileSync(RENDER, ['--help'], {encoding: 'utf8'}).includes('serve') ? '' : 'this render has no server');
before(async () => {
    if (noServe) return;
    put('shop/cpu_20260101_120000.pb.gz', SLOW);
    put('shop/cpu_20260101_121000.pb.gz', FAST);
    put('shop/heap_20260101_120000.pb.gz', HEAP);
    put('shop/heap_20260101_121000.pb.gz', HEAP);
    put('search/cpu_20260101_120000.pb.gz', FAST);
    fs.writeFileSync(path.join(folder, 'search', 'cpu_20260101_130000.pb.gz'), fs.readFileSync(FAST).subarray(0, 1000));
    [one, many, browser] = await Promise.all([serve([FAST]), serve([folder]), launch()]);
});
after(async () => {
    await Promise.all([browser?.close(), one?.stop(), many?.stop()]);
    fs.rmSync(folder, {recursive: true, force: true});
});

/** A page; what it logs as errors, violations of its policy among them, makes the test fail, but for answers that are to fail. */
const check = (name, address, run, {options = WIDE, skip = noServe, expects = /^(?!)/} = {}) => test(name, {skip: skip || false, timeout: 60000}, async () => {
    const context = await browser.newContext({acceptDownloads: true, reducedMotion: 'reduce', ...options}), page = await context.newPage(), faults = [], requests = [];
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => message.type() === 'error' && !expects.test(message.text()) && faults.push(message.text()));
    page.on('request', request => requests.push(request));
    try {
        await page.goto(address());
        await run(page, requests);
        assert.deepEqual(faults, []);
    } finally {
        await context.close();
    }
});
const isEventually = (page, what, argument) => page.waitForFunction(what, argument, {timeout: 15000}).catch(() => assert.fail('it never was: ' + what));
const shows = (page, selector, text) => isEventually(page, ([where, part]) => document.querySelector(where)?.textContent.includes(part), [selector, text]);
const drawn = page => page.waitForSelector('html[data-drawn]', {state: 'attached'});
const tab = page => page.textContent('[role=tab][aria-selected=true]');
const chips = page => page.$$eval('.chips .chip', all => all.map(chip => chip.textContent));
const placeOf = page => page.evaluate(() => location.pathname + decodeURIComponent(location.hash));
const hasNoFault = async page => {
    await page.evaluate(axe);
    assert.deepEqual((await page.evaluate(() => window.axe.run())).violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).join(' ')}`), []);
};
const drop = async (page, name, bytes) => {
    const files = await page.evaluateHandle(([base64, called]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], called));
        return transfer;
    }, [bytes.toString('base64'), name]);
    await page.dispatchEvent('body', 'dragover', {dataTransfer: files});
    await page.waitForSelector('.veil');
    await page.dispatchEvent('body', 'drop', {dataTransfer: files});
    assert.equal(await page.$('.veil'), null);
};

// ---------------------------------------------------------------- the app

check("pprof's link opens the flame graph with its filter, at an address that can be shared", () => one.base + 'ui/flamegraph?f=json', async (page, requests) => {
    await drawn(page);
    assert.equal(await tab(page), 'Flame');
    assert.deepEqual(await chips(page), ['focusjson']);
    await shows(page, '.sum', json('summary', '--focus=json', FAST).selected[1]);
    assert.equal(await placeOf(page), '/ui/#flame&focus=json');
    assert.ok(await page.$eval('.view-flame canvas', canvas => canvas.width > 0));
    await page.reload();
    await drawn(page);
    assert.deepEqual([await tab(page), await chips(page)], ['Flame', ['focusjson']]);
    assert.deepEqual(requests.filter(request => request.method() !== 'GET' || !request.url().startsWith(one.base) && !/^(data|blob):/.test(request.url())).map(request => request.url()), []);
});

check('every path of pprof is a tab; Back goes through them', () => one.base + 'ui/top?si=samples&n=30', async page => {
    await drawn(page);
    assert.equal(await placeOf(page), '/ui/#top&sample_index=samples&nodecount=30');
    for (const [place, name] of [['graph', 'Graph'], ['peek?f=json', 'Peek'], ['source', 'Source'], ['', 'Summary']]) {
        await page.goto(one.base + 'ui/' + place);
        await drawn(page);
        assert.equal(await tab(page), name);
    }
    await page.keyboard.press('4');
    await isEventually(page, () => location.hash.startsWith('#top'));
    await page.goBack();
    assert.equal(await tab(page), 'Summary');
});

check('a filter is typed, the table is that of the command line, source lines are shown', () => one.base + 'ui/', async page => {
    await drawn(page);
    await page.keyboard.press('4');
    await page.evaluate(() => window.renderPage.app.filter('focus', 'json'));
    const {name, flat_text: flat} = json('functions', '--focus=json', FAST);
    await shows(page, '#panel-top .rows [role=row]', name[0].replace(/.*\//, ''));
    await shows(page, '#panel-top', flat[0]);
    await page.evaluate(fn => window.renderPage.app.set({tab: 'source', fn}), name[0]);
    await isEventually(page, () => document.querySelectorAll('#panel-source [role=row], #panel-source tr').length > 1);
});

check('the profile is downloaded as it is', () => one.base + 'ui/', async page => {
    await drawn(page);
    await page.click('[aria-label=Export]');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.menu button:has-text("The profile itself")')]);
    const file = await download.path();
    assert.match(download.suggestedFilename(), /\.pb\.gz$/);
    assert.deepEqual(json('functions', file).flat, json('functions', FAST).flat);
});

check('a slow request can be given up, and its connection is', () => one.base + 'ui/', async page => {
    await drawn(page);
    const aborted = page.waitForEvent('requestfailed', {predicate: request => request.url().includes('/engine/functions'), timeout: 20000});
    await page.route('**/engine/functions**', () => {});
    await page.keyboard.press('4');
    await page.click('footer .button');
    await isEventually(page, () => /Cancelled/.test(document.querySelector('.notice').textContent));
    await aborted;
});

test('a server that ends is said, and asked again', {skip: noServe || false, timeout: 60000}, async () => {
    const context = await browser.newContext(WIDE), page = await context.newPage();
    let server = await serve([FAST]);
    try {
        await page.goto(server.base + 'ui/top');
        await drawn(page);
        const before = await page.textContent('.sum');
        await server.stop();
        await page.evaluate(() => window.renderPage.app.filter('focus', 'json'));
        await shows(page, '.notice', 'The server does not answer');
        assert.ok(await page.isVisible('#panel-top'), 'what was there is there');
        server = await serve([FAST], server.port);
        await page.click('.notice button:has-text("Try again")');
        await isEventually(page, () => document.querySelector('.notice').hidden);
        await isEventually(page, text => document.querySelector('.sum').textContent !== text, before);
    } finally {
        await server.stop();
        await context.close();
    }
});

// ---------------------------------------------------------------- the list

const lines = page => page.$$eval('.line', all => all.map(one => one.classList.contains('group') ? one.querySelector('h2').textContent : one.querySelector('.name').textContent));
const LIST = ['searchcpu', 'cpu_20260101_130000.pb.gz', 'cpu_20260101_120000.pb.gz', 'shopcpu', 'cpu_20260101_121000.pb.gz', 'cpu_20260101_120000.pb.gz', 'shopheapinuse_space', 'heap_20260101_121000.pb.gz', 'heap_20260101_120000.pb.gz'];
const list = () => many.base;
const isComplete = page => isEventually(page, count => document.querySelectorAll('.line').length === count && [...document.querySelectorAll('.group .last')].every(one => one.textContent), LIST.length);
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };

check('the list has groups by service and kind, the newest first, with totals over time and what is wrong', list, async page => {
    await isComplete(page);
    assert.deepEqual(await lines(page), LIST);
    assert.equal(await page.title(), path.basename(folder));
    const {selected} = json('summary', SLOW);
    assert.ok((await page.textContent('.line.file:nth-child(6)')).includes(selected[1]), 'the total is that of the summary');
    assert.ok((await page.textContent('.line.file:nth-child(5) .c-change')).startsWith('\u2212'), 'it went down');
    assert.match(await page.textContent('.line.failed .value'), /^the gzip data ends early/);
    assert.equal((await page.$$('.spark .trend')).length, 2, 'of one total there is no line');
});

check('two are picked by keys and compared, the older as the base', list, async page => {
    await isComplete(page);
    await press(page, 'End', 'ArrowUp', 'ArrowUp', 'ArrowUp', ' ');
    await shows(page, '.tray', 'Pick another one');
    await press(page, 'ArrowUp', ' ');
    assert.deepEqual(await page.$$eval('.tray .side', all => all.map(one => one.textContent)), ['basecpu_20260101_120000.pb.gz', 'newcpu_20260101_121000.pb.gz']);
    await press(page, 's');
    assert.equal(await page.textContent('.tray .side'), 'basecpu_20260101_121000.pb.gz');
    await press(page, 's', 'd');
    await drawn(page);
    const {comparison} = json('summary', '--diff', SLOW, FAST);
    await shows(page, '.sides', comparison.total.new[1] + ' ' + comparison.total.relative);
    await page.keyboard.press('2');
    await isEventually(page, () => document.querySelector('.view-flame canvas')?.width > 0);
    await page.click('.home');
    await isComplete(page);
});

check('kinds that differ are not compared; Escape drops what was picked, then the filter', list, async page => {
    await isComplete(page);
    await press(page, 'End', ' ', 'Home', 'ArrowDown', 'ArrowDown', ' ');
    await shows(page, '.tray', 'One is heap, the other cpu.');
    assert.equal(await page.$('.tray .is-main'), null);
    await press(page, 'd', '/');
    await page.keyboard.type('shop heap');
    await isEventually(page, () => document.querySelectorAll('.line').length === 3);
    assert.equal(await page.textContent('.found'), '2 of 6');
    await page.reload();
    await isEventually(page, () => document.querySelectorAll('.line').length === 3);
    await page.fill('.find input', 'nothing of the kind');
    await shows(page, '.nothing', 'No profile passes this filter.');
    await page.click('.nothing button');
    await isComplete(page);
});

check('Enter opens, Back returns; groups close', list, async page => {
    await isComplete(page);
    await press(page, 'ArrowUp', 'ArrowLeft');
    await isEventually(page, count => document.querySelectorAll('.line').length === count, LIST.length - 2);
    await press(page, 'ArrowRight', 'ArrowDown', 'ArrowDown', 'Enter');
    await drawn(page);
    assert.match(await page.evaluate(() => location.pathname), /^\/p\/\d+\/ui\/$/);
    await page.goBack();
    await isComplete(page);
});

check('new files appear by themselves, and go', list, async page => {
    await isComplete(page);
    put('shop/cpu_20260101_122000.pb.gz', SLOW);
    await isEventually(page, () => [...document.querySelectorAll('.name')].some(one => one.textContent === 'cpu_20260101_122000.pb.gz'));
    await shows(page, '[aria-live]', '1 new profile');
    fs.unlinkSync(path.join(folder, 'shop', 'cpu_20260101_122000.pb.gz'));
    await isComplete(page);
});

test('an empty folder says what to do; the list says that the server ended, and goes on with the next one', {skip: noServe || false, timeout: 60000}, async () => {
    const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'render-empty-')), context = await browser.newContext(WIDE), page = await context.newPage();
    let server = await serve([empty]);
    try {
        await page.goto(server.base);
        await shows(page, '.nothing', 'No profile is in this folder yet.');
        await server.stop();
        await shows(page, '#list .notice', 'The server does not answer');
        fs.copyFileSync(FAST, path.join(empty, 'cpu_20260101_120000.pb.gz'));
        server = await serve([empty], server.port);
        await page.click('#list .notice button');
        await page.waitForSelector('.line.file');
        assert.ok(await page.isHidden('#list .notice'));
    } finally {
        await server.stop();
        await context.close();
        fs.rmSync(empty, {recursive: true});
    }
});

const listed = count => ({folder: 'large', profiles: Array.from({length: count}, (_, i) => ({id: String(i), name: `heap_${i}.pb.gz`, service: 'svc' + i % 3, kind: 'heap', time_ms: 1767268800000 + i * 1000, size: 1000 + i, type: 'inuse_space', unit: 'bytes', total: 1e6 + i, error: null}))});
test('of thousands of files those in sight are elements; what is in sight stays when others come', {skip: noServe || false, timeout: 60000}, async () => {
    const context = await browser.newContext(WIDE), page = await context.newPage();
    let count = 9000;
    await page.route('**/api/files', route => route.fulfill({json: listed(count), headers: {ETag: `"${count}"`}}));
    await page.goto(many.base);
    await page.waitForSelector('.line.file');
    assert.ok((await page.$$('.line')).length < 100);
    assert.equal(await page.getAttribute('.list', 'aria-rowcount'), '9003');
    await page.$eval('.list', element => { element.scrollTop = 100000; });
    await isEventually(page, () => document.querySelector('.line.file').offsetTop > 90000);
    const topmost = () => page.evaluate(() => {
        const box = document.querySelector('.list').getBoundingClientRect();
        return document.elementFromPoint(box.left + 300, box.top + 40).closest('.line').id;
    });
    const before = await topmost();
    count = 9300;
    await isEventually(page, () => document.querySelector('.list').getAttribute('aria-rowcount') === '9303');
    assert.equal(await topmost(), before);
    await page.keyboard.press('End');
    await isEventually(page, () => [...document.querySelectorAll('.line')].some(line => line.getAttribute('aria-rowindex') === '9303'));
    await context.close();
});

test('bars and changes are of totals that count the same', {skip: noServe || false, timeout: 60000}, async () => {
    const context = await browser.newContext(WIDE), page = await context.newPage();
    const some = listed(6);
    some.profiles.forEach((file, i) => Object.assign(file, {service: 'svc'}, [{total: 1e9}, {total: 5e8}, {unit: 'count', total: 8}, {type: 'inuse_objects', total: 4}, {type: 'alloc_space', total: 1000}, {type: 'alloc_space', total: 357035000}][i]));
    await page.route('**/api/files', route => route.fulfill({json: some}));
    await page.goto(many.base);
    await page.waitForSelector('.line.file');
    const widths = await page.$$eval('.line.file', lines => lines.map(line => line.querySelector('.bar-of i').style.width));
    assert.deepEqual(widths, ['100%', '1%', '100%', '100%', '50%', '100%']);
    const changes = await page.$$eval('.c-change span', cells => cells.map(cell => [cell.textContent, cell.scrollWidth > cell.clientWidth]));
    assert.deepEqual(changes, [['>+9,999x', false], ['', false], ['', false], ['', false], ['\u221250.0%', false], ['', false]]);
    await context.close();
});

// ---------------------------------------------------------------- files that are dropped

const opened = async (page, requests, name, bytes, total) => {
    requests.length = 0;
    await drop(page, name, bytes);
    await shows(page, '.sum', total);
    await shows(page, 'footer .left', name);
    const asked = requests.filter(request => !/^(blob|data):/.test(request.url())), loaded = asked.length;
    assert.deepEqual(asked.filter(request => request.method() !== 'GET' || request.postData() !== null || request.url().includes(name)).map(request => request.url()), []);
    assert.deepEqual(asked.map(request => new URL(request.url()).pathname).filter(place => place !== '/api/files' && !place.startsWith('/assets/')), []);
    for (const key of ['2', '4', '5', '1']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(150);
    }
    await page.waitForTimeout(2300);
    assert.equal(requests.filter(request => !/^(blob|data):/.test(request.url())).length, loaded, 'once it is open nothing is asked for');
};

check('a file that is dropped on the list is opened there, and nothing is sent', list, async (page, requests) => {
    await isComplete(page);
    await drop(page, 'notes.txt', Buffer.from('no profile at all\n'));
    await shows(page, '#list .notice', 'notes.txt: not a profile');
    assert.ok(await page.isVisible('.list'));
    await opened(page, requests, 'dropped.pb.gz', fs.readFileSync(HEAP), json('summary', HEAP).total[1]);
    await opened(page, requests, 'plain.pb', zlib.gunzipSync(fs.readFileSync(SLOW)), json('summary', SLOW).total[1]);
    await opened(page, requests, 'stacks.folded', Buffer.from('main;a;b 10\nmain;c 5\n'), '15');
    await drop(page, 'worse.txt', Buffer.from('no profile either\n'));
    await shows(page, '.notice', 'worse.txt: not a profile');
    await shows(page, 'footer .left', 'stacks.folded');
    await page.click('.home');
    await isComplete(page);
});

check('a file that is dropped on the app takes its place; Back brings the first one again', () => one.base + 'ui/#top', async (page, requests) => {
    await drawn(page);
    await shows(page, '.sum', 'total');
    const first = await page.textContent('.sum');
    await opened(page, requests, 'dropped.pb.gz', fs.readFileSync(HEAP), json('summary', HEAP).total[1]);
    assert.equal((await page.$$('#app')).length, 1);
    for (let i = 0; i < 5; i++) await page.goBack();
    await isEventually(page, () => !history.state);
    await drawn(page);
    await shows(page, '.sum', first);
    assert.equal(await tab(page), 'Top');
});

test('a page by itself takes files too', {skip: missing || false, timeout: 60000}, async () => {
    const file = path.join(os.tmpdir(), `render-drop-${process.pid}.html`), context = await browser.newContext({...WIDE, offline: true}), page = await context.newPage(), requests = [];
    execFileSync(RENDER, ['html', FAST, '-o', file], {stdio: 'ignore'});
    try {
        await page.goto('file://' + file);
        await drawn(page);
        page.on('request', request => requests.push(request));
        await opened(page, requests, 'dropped.pb.gz', fs.readFileSync(SLOW), json('summary', SLOW).total[1]);
        await opened(page, requests, 'other.html', fs.readFileSync(file), json('summary', FAST).total[1]);
        assert.deepEqual(requests.filter(request => !/^(blob|data):/.test(request.url())).map(request => request.url()), []);
    } finally {
        await context.close();
        fs.unlinkSync(file);
    }
});

// ---------------------------------------------------------------- for everybody

const noAxe = noServe || (axe ? '' : 'axe-core is not installed');
for (const colorScheme of ['light', 'dark']) for (const size of [WIDE, NARROW]) {
    const options = {...size, colorScheme}, where = `, ${colorScheme}, ${size.viewport.width} px`;
    check('axe finds nothing in the list' + where, list, async page => {
        await isComplete(page);
        await hasNoFault(page);
        await page.locator('.pick').nth(1).click();
        await page.locator('.pick').nth(2).click();
        await hasNoFault(page);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), size.viewport.width);
        const shade = await page.evaluate(() => getComputedStyle(document.querySelector('#list')).backgroundColor.match(/\d+/g).map(Number));
        assert.equal(shade[0] < 128, colorScheme === 'dark');
        if (process.env.RENDER_SHOTS) await page.screenshot({path: path.join(process.env.RENDER_SHOTS, `list-${colorScheme}-${size.viewport.width}.png`)});
    }, {options, skip: noAxe});
    check('axe finds nothing in the app of a folder' + where, list, async page => {
        await isComplete(page);
        await page.locator('.name').nth(1).click();
        await drawn(page);
        await hasNoFault(page);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), size.viewport.width);
        if (process.env.RENDER_SHOTS) await page.screenshot({path: path.join(process.env.RENDER_SHOTS, `app-${colorScheme}-${size.viewport.width}.png`)});
    }, {options, skip: noAxe});
}

check('by touch two are picked and compared', list, async page => {
    await isComplete(page);
    const small = await page.$$eval('header button, .pick', all => all.filter(one => one.offsetParent && (one.offsetHeight < 36 || one.offsetWidth < 36)).map(one => one.outerHTML));
    assert.deepEqual(small, []);
    await page.locator('.pick').nth(2).tap();
    await page.locator('.pick').nth(3).tap();
    await page.tap('.tray .is-main');
    await drawn(page);
    await shows(page, '.sum', 'in base');
}, {options: NARROW});

check('the theme that is chosen goes along into the app and back', list, async page => {
    await isComplete(page);
    await page.click('[aria-label=Theme]');
    await page.click('.menu button:has-text("Dark")');
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
    await page.keyboard.press('Escape');
    await page.locator('.name').nth(1).click();
    await drawn(page);
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
    await page.click('.home');
    await isComplete(page);
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
});
