// What is around the views of a page: address, filters, search, menus, keys, export; with the command as the engine.
// Run: RENDER=build/render node --test tests/browser/page_shell.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const {RENDER, SAMPLES, axe, launch, missing} = require('./chromium.js');
const {serve, pageOf} = require('./dev_server.js');

const PROFILE = path.join(SAMPLES, 'svc-fast.cpu.pb.gz');
const HEAP = path.join(SAMPLES, 'svc-fast.heap.pb.gz');

let browser, server, base;
before(async () => {
    if (missing) return;
    server = await serve({profiles: [PROFILE, HEAP], render: RENDER});
    base = `http://127.0.0.1:${server.address().port}/`;
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.close();
});

const render = (...words) => execFileSync(RENDER, [...words, '-o', '-'], {stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28});
const json = (...words) => JSON.parse(render(...words));

/** A page that has painted; what it logs as errors makes the test fail, but for answers that are to fail. */
const check = (name, run, {hash = '', profile = PROFILE, options = {}, skip = missing, route = null} = {}) => test(name, {skip: skip || false, timeout: 60000}, async () => {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, acceptDownloads: true, ...options}), page = await context.newPage(), faults = [];
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => message.type() === 'error' && !/ 422 /.test(message.text()) && faults.push(message.text()));
    if (route) await page.route('**/engine/**', route);
    try {
        await page.goto(base + path.basename(profile) + '/' + hash);
        await page.waitForFunction(() => document.documentElement.dataset.drawn);
        await run(page, context);
        assert.deepEqual(faults, []);
    } finally {
        await context.close();
    }
});
const hashOf = page => page.evaluate(() => decodeURIComponent(location.hash));
const selected = page => page.textContent('[role=tab][aria-selected=true]');
const isEventually = (page, what, argument) => page.waitForFunction(what, argument, {timeout: 10000}).catch(() => assert.fail('it never was: ' + what));
const shows = (page, selector, text) => isEventually(page, ([where, part]) => document.querySelector(where)?.textContent.includes(part), [selector, text]);
const chips = page => page.$$eval('.chips .chip', all => all.map(chip => chip.textContent));

// ---------------------------------------------------------------- start

check('the page replaces its static part and says when', async page => {
    assert.equal(await page.$('#static'), null);
    assert.ok(Number(await page.getAttribute('html', 'data-drawn')) > 0);
    assert.equal(await selected(page), 'Summary');
    const {selected: sum, title, line} = json('summary', PROFILE);
    await shows(page, '.sum', sum[1] + ' total');
    assert.equal(await page.textContent('.head h1'), title);
    assert.equal(await page.textContent('.facts'), line);
});

check('what the engine notes of a selection is said above the view, once, and can be dismissed', async page => {
    await shows(page, '.remarks', 'Ignore expression matched no samples');
    await page.waitForTimeout(300);
    assert.equal((await page.textContent('.remarks')).match(/Ignore expression/g).length, 1);
    await page.click('#tab-top');
    assert.ok(await page.isVisible('.remarks') && await page.isVisible('#panel-top') && !await page.isVisible('.notice'));
    await page.click('.remarks button');
    assert.ok(!await page.isVisible('.remarks'));
    await page.click('#tab-flame');
    await page.waitForTimeout(300);
    assert.ok(!await page.isVisible('.remarks'), 'dismissed, it does not come again');
    await page.click('.chips .remove');
    await isEventually(page, () => !document.querySelector('.chips .chip'));
    await page.waitForTimeout(300);
    await page.evaluate(() => window.renderPage.app.filter('ignore', 'nothing_else'));
    await shows(page, '.remarks', 'Ignore expression matched no samples');
    await page.evaluate(() => window.renderPage.app.filter('focus', 'nowhere'));
    await shows(page, '.notice', 'No sample passes these filters.');
    assert.ok(!await page.isVisible('.remarks'), 'one notice is enough');
    await page.evaluate(() => window.renderPage.app.set({filters: []}));
    await isEventually(page, () => document.querySelector('.notice').hidden && document.querySelector('.remarks').hidden);
}, {hash: '#flame&ignore=nothing_of_the_kind'});

check('what of the address is not known is named; what was known before is', async page => {
    await shows(page, '.remarks', 'does not know: zoomed, w, report, __proto__, nodecount \u2026');
    assert.equal(await page.$eval('.remarks', element => element.querySelectorAll('b,img,script').length), 0);
    assert.equal(await selected(page), 'Top');
    await page.click('#tab-labels');
    await isEventually(page, () => document.querySelector('.remarks').hidden);
    await page.goBack();
    await shows(page, '.remarks', 'zoomed');
    await page.evaluate(() => { location.hash = '#top&focus=json&q=read&re&case&granularity=functions&sort=-cum&z=abcd&at=abcd&nodecount=40&flip'; });
    await isEventually(page, () => document.querySelector('.remarks').hidden);
}, {hash: '#top&zoomed=1&w=5-2&report=%3Cb%3E&__proto__=1&nodecount=x&%3Cimg%20src=x%20onerror=alert(1)%3E=1'});

const staticPage = async (change, expected) => {
    const context = await browser.newContext(), page = await context.newPage();
    await page.setContent(change(pageOf(PROFILE, false, '')));
    await page.waitForFunction(part => document.querySelector('#why')?.textContent.includes(part), expected, {timeout: 5000});
    assert.ok(await page.isVisible('#static h1'));
    assert.equal(await page.$('#app'), null);
    await context.close();
};
const withEngine = text => text.replace('<script>(', '<script type="application/wasm" id="render-engine">AAAA</script><script>(');
test('without an engine the static part stays and says why', {skip: missing || false}, async () => {
    await staticPage(text => text, 'has no engine');
    await staticPage(text => withEngine(text).replace('<script>(', '<script>delete window.WebAssembly;(').replace(/\(async\(\)=>/, '(async()=>'), 'no WebAssembly');
    await staticPage(withEngine, 'static part of the page alone');
});

test('a sandbox without an origin, storage and history is enough', {skip: missing || false, timeout: 60000}, async () => {
    const context = await browser.newContext(), page = await context.newPage(), faults = [];
    page.on('pageerror', error => faults.push(error.message));
    await page.goto(base + 'nothing');
    await page.setContent('<iframe sandbox="allow-scripts" width="1000" height="600"></iframe>');
    await page.evaluate(text => { document.querySelector('iframe').srcdoc = text; }, pageOf(PROFILE, false, base + path.basename(PROFILE) + '/engine/'));
    const frame = await (await page.$('iframe')).contentFrame();
    await frame.waitForSelector('html[data-drawn]', {state: 'attached'});
    await frame.click('#tab-top');
    await frame.waitForSelector('#tab-top[aria-selected=true]');
    await frame.fill('.find input', 'json');
    await frame.waitForSelector('.found:has-text("functions")');
    await frame.click('#tab-flame');
    await frame.waitForSelector('#tab-flame[aria-selected=true]');
    assert.deepEqual(faults, []);
    await context.close();
});

// ---------------------------------------------------------------- address and tabs

check('tabs by mouse, number and arrow; Back and Forward go through them', async page => {
    await page.click('#tab-top');
    await page.keyboard.press('2');
    assert.equal(await selected(page), 'Flame');
    await page.focus('#tab-flame');
    await page.keyboard.press('ArrowRight');
    assert.equal(await selected(page), 'Sandwich');
    await page.keyboard.press('End');
    assert.equal(await hashOf(page), '#labels');
    await page.goBack();
    await page.goBack();
    assert.equal(await selected(page), 'Flame');
    await page.goForward();
    assert.equal(await selected(page), 'Sandwich');
    assert.equal(await page.$$eval('[role=tabpanel]:not([hidden])', all => all.map(one => one.id).join()), 'panel-sandwich');
});

check('an address is the same view again, and what it does not know is left out', async page => {
    const {selected: sum, total} = json('summary', '--focus=json', '--hide=sort', PROFILE);
    await shows(page, '.sum', `${sum[1]} of ${total[1]}`);
    assert.deepEqual(await chips(page), ['focusjson', 'hidesort', 'group bypackage']);
    assert.equal(await page.inputValue('.find input'), 'cmp');
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
    await page.keyboard.press('4');
    await page.reload();
    await shows(page, '.sum', `${sum[1]} of ${total[1]}`);
    assert.equal(await hashOf(page), '#top&focus=json&hide=sort&granularity=packages&q=cmp&theme=dark');
}, {hash: '#flame&focus=json&hide=sort&granularity=packages&nonsense&q=cmp&theme=dark&x=1'});

// ---------------------------------------------------------------- filters

check('a filter is typed, changed and removed', async page => {
    await page.click('.add');
    await page.keyboard.press('Enter');
    await page.keyboard.type('json');
    await page.keyboard.press('Enter');
    await shows(page, '.sum', json('summary', '--focus=json', PROFILE).selected[1]);
    assert.equal(await hashOf(page), '#summary&focus=json');
    await page.click('.chip .edit');
    await page.keyboard.press('End');
    await page.keyboard.type('x?/');
    await page.keyboard.press('Enter');
    assert.equal(await hashOf(page), '#summary&focus=jsonx?/');
    await page.click('.chip .remove');
    assert.deepEqual(await chips(page), []);
    await shows(page, '.sum', 'total');
    await page.goBack();
    assert.deepEqual(await chips(page), ['focusjsonx?/']);
});

check('keys filter by the selected function', async page => {
    const name = json('functions', PROFILE).name[0], exact = '^' + name.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') + '$';
    await page.keyboard.press('f');
    await shows(page, 'footer .left', 'Select a function first');
    await page.evaluate(fn => { location.hash = '#top&function=' + encodeURIComponent(fn); }, name);
    await page.focus('#tab-top');
    for (const [key, kind] of [['f', 'focus'], ['x', 'ignore'], ['h', 'hide'], ['F', 'show_from'], ['c', 'prune_from']]) {
        await page.keyboard.press(key);
        assert.ok((await hashOf(page)).includes(`&${kind}=${exact}`), kind);
        await page.keyboard.press('u');
        assert.ok(!(await hashOf(page)).includes(kind + '='), kind);
    }
    for (const value of ['direct', 'all', '']) {
        await page.keyboard.press('r');
        assert.equal((await hashOf(page)).match(/recursion=(\w*)|$/)[1] || '', value);
    }
});

check('an empty selection says which filter to remove', async page => {
    const without = json('summary', '--tagfocus=endpoint=/report', PROFILE).selected[1];
    await shows(page, '.notice', 'No sample passes these filters.');
    await shows(page, '.notice', `Without \u201cfocus ^nowhere$\u201d it would be ${without}.`);
    assert.ok(!await page.isVisible('#panel-top'));
    await page.click('text=Remove focus ^nowhere$');
    await shows(page, '.sum', without);
    assert.ok(await page.isVisible('#panel-top') && !await page.isVisible('.notice'));
}, {hash: '#top&focus=%5Enowhere$&tagfocus=endpoint=/report'});

check('a bad filter stands over the last good view', async page => {
    await shows(page, '.sum', ' of ');
    await page.evaluate(() => { location.hash = '#top&focus=regexp.(machine'; });
    await shows(page, '.notice h2', 'This pattern has no closing parenthesis: it opens at character 8.');
    assert.equal(await page.$eval('#panel-top', panel => getComputedStyle(panel).opacity), '0.9');
    await page.click('text=Back to the last good view');
    await isEventually(page, () => document.querySelector('.notice').hidden);
    assert.equal(await hashOf(page), '#top&focus=json');
    await page.evaluate(() => { location.hash = '#top&focus=a)'; });
    await shows(page, '.notice h2', 'at character 2');
    await page.click('text=Remove focus a)');
    await isEventually(page, () => document.querySelector('.notice').hidden && document.querySelector('.sum').textContent.includes('total'));
}, {hash: '#top&focus=json'});

// ---------------------------------------------------------------- search

check('a search says what the command finds; a bad one keeps what was found', async page => {
    const found = json('find', '--pattern=(?i)json', PROFILE), total = json('summary', PROFILE).total[0];
    await page.keyboard.press('/');
    await page.keyboard.type('jSoN');
    await shows(page, '.found', `${found.value[1]}, ${(100 * found.value[0] / total).toFixed(1)}% of total in ${found.frames} frames of ${found.functions.length} functions`);
    assert.equal(await hashOf(page), '#top&q=jSoN');
    await page.click('[aria-label="Match case"]');
    await shows(page, '.found', 'no match');
    await page.click('[aria-label="Match case"]');
    await page.click('[aria-label="Regular expression"]');
    await page.fill('.find input', 'regexp.(machine');
    await shows(page, '.notice h2', 'This pattern has no closing parenthesis: it opens at character 8.');
    assert.equal(await page.getAttribute('.find input', 'aria-invalid'), 'true');
    await page.fill('.find input', '(*T)');
    await shows(page, '.notice h2', 'repeats nothing');
    await page.fill('.find input', 'json');
    await isEventually(page, () => document.querySelector('.notice').hidden && !document.querySelector('.found').hidden);
    await shows(page, '.found', found.value[1]);
    await page.keyboard.press('Escape');
    assert.equal(await hashOf(page), '#top&re');
}, {hash: '#top'});

check('Ctrl+F is the search of the page, then that of the browser', async page => {
    await page.evaluate(() => addEventListener('keydown', event => { window.wasTaken = event.defaultPrevented; }));
    await page.keyboard.press('Control+f');
    assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), 'Search functions');
    assert.equal(await page.evaluate(() => window.wasTaken), true);
    await page.keyboard.press('Control+f');
    assert.equal(await page.evaluate(() => window.wasTaken), false);
});

// ---------------------------------------------------------------- menus and help

check('sample type and unit change in place, by keyboard', async page => {
    await page.focus('.select');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-checked')), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'select');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    assert.equal(await hashOf(page), '#summary&sample_index=alloc_objects');
    await shows(page, '.sum', json('summary', '--sample_index=alloc_objects', HEAP).total[1]);
    await page.evaluate(() => { location.hash = '#summary'; });
    await isEventually(page, () => !document.querySelectorAll('.select')[1].hidden);
    await page.click('.select >> nth=1');
    await page.click('[role=menuitemradio]:has-text("kB")');
    await shows(page, '.sum', json('summary', '--unit=kB', HEAP).total[1]);
}, {profile: HEAP});

check('help shows all keys and gives the focus back', async page => {
    await page.focus('#tab-top');
    await page.keyboard.press('?');
    assert.ok(await page.isVisible('dialog.help'));
    for (const key of ['1', 'f', 'n, N', '?']) assert.ok((await page.textContent('dialog.help')).includes(key));
    await page.keyboard.press('2');
    assert.equal(await selected(page), 'Summary');
    await page.keyboard.press('Escape');
    await isEventually(page, () => !document.querySelector('dialog'));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-top');
});

check('the theme is chosen, and that of the system otherwise', async page => {
    const ground = () => page.$eval('#app', app => getComputedStyle(app).backgroundColor);
    const light = await ground();
    await page.emulateMedia({colorScheme: 'dark'});
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.keyboard.press('T');
    assert.equal(await ground(), light);
    assert.equal(await hashOf(page), '#summary&theme=light');
    await page.emulateMedia({colorScheme: 'dark', media: 'print'});
    assert.equal(await page.$eval('html', root => getComputedStyle(root).getPropertyValue('--page').trim()), '#fff');
});

check('paper is light, and the menu prints', async page => {
    const fill = () => page.$eval('html', root => root.style.getPropertyValue('--f0'));
    const dark = await fill();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const light = await fill();
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.ok(light && light !== dark && await fill() === dark);
    await page.evaluate(() => { window.print = () => { window.printed = true; }; });
    await page.click('[aria-label=Export]');
    await page.click('[role=menuitem]:has-text("Print")');
    await isEventually(page, () => window.printed);
}, {hash: '#flame', options: {colorScheme: 'dark'}});

// ---------------------------------------------------------------- export

check('what is exported is what the command writes', async page => {
    const exported = async label => {
        await page.click('[aria-label=Export]');
        const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[role=menuitem]:has-text("${label}")`)]);
        return [file.suggestedFilename(), fs.readFileSync(await file.path())];
    };
    const is = async (label, name, bytes) => {
        const [suggested, content] = await exported(label);
        assert.equal(suggested, name);
        assert.ok(content.equals(bytes), label);
    };
    await is('Flame graph as SVG', 'svc-fast.cpu.flame.svg', render('flame', '--focus=json', PROFILE));
    await is('Table as CSV', 'svc-fast.cpu.csv', render('csv', '--focus=json', PROFILE));
    await is('Stacks, folded', 'svc-fast.cpu.folded', render('folded', '--focus=json', PROFILE));
    await is('Report as Markdown', 'svc-fast.cpu.md', render('md', '--focus=json', PROFILE));
    await is('Data as JSON', 'svc-fast.cpu.json', render('json', '--focus=json', PROFILE));
    await is('The profile itself', 'svc-fast.cpu.pb.gz', fs.readFileSync(PROFILE));
    const [name, png] = await exported('Flame graph as PNG');
    assert.equal(name, 'svc-fast.cpu.flame.png');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.equal(png.readUInt32BE(16), 2560);
}, {hash: '#flame&focus=json'});

check('link and command are copied', async (page, context) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const pasted = () => page.evaluate(() => navigator.clipboard.readText());
    await page.click('[aria-label="Copy link"]');
    await shows(page, '[aria-live]', 'Link copied');
    assert.equal(await pasted(), page.url());
    await page.click('[aria-label=Export]');
    await page.click('[role=menuitem]:has-text("Copy as command")');
    await shows(page, '[aria-live]', 'Command copied');
    assert.equal(await pasted(), 'render top --focus=json --noinlines --sort=cum svc-fast.cpu.pb.gz');
}, {hash: '#top&focus=json&noinlines&sort=cum'});

// ---------------------------------------------------------------- time

let asked = [], delay = 0;
const slowly = async route => {
    asked.push(decodeURIComponent(route.request().url().split('/engine/')[1]));
    if (delay) await new Promise(resolve => setTimeout(resolve, delay));
    await route.continue().catch(() => {});
};
check('what was overtaken is not asked, and long work says so and can be stopped', async page => {
    delay = 450;
    asked = [];
    await page.evaluate(async () => {
        for (const part of ['a', 'b', 'c', 'd']) {
            location.hash = '#top&focus=' + part;
            await new Promise(resolve => setTimeout(resolve, 20));
        }
    });
    await isEventually(page, () => !document.querySelector('.loading').hidden);
    assert.ok(await page.isVisible('#panel-top'));
    const sum = json('summary', '--focus=d', PROFILE).selected[1];
    await shows(page, '.sum', sum);
    // One may get its turn where the machine is slow; all of both would be four.
    assert.ok(asked.filter(request => /focus=[bc]/.test(request)).length < 3, asked.join(' '));
    await isEventually(page, () => document.querySelector('.loading').hidden);
    delay = 20000;
    await page.evaluate(() => { location.hash = '#top&focus=e'; });
    await page.waitForSelector('footer button:has-text("Cancel")');
    await page.click('footer button:has-text("Cancel")');
    await shows(page, '.notice', 'Cancelled.');
    delay = 0;
    await page.click('text=Back to the last good view');
    await isEventually(page, () => document.querySelector('.notice').hidden);
    assert.equal(await hashOf(page), '#top&focus=d');
}, {hash: '#top', route: slowly});

// ---------------------------------------------------------------- for everybody

for (const scheme of ['light', 'dark'])
    check('axe finds nothing around the views, ' + scheme, async page => {
        const faults = async what => {
            await page.evaluate(axe);
            const found = await page.evaluate(() => window.axe.run({exclude: [['.panel > *']]}));
            assert.deepEqual(found.violations.map(({id, nodes}) => `${what}: ${id}: ${nodes.map(node => node.html).join(' ')}`), []);
        };
        await faults('page');
        await page.click('.add');
        await faults('menu');
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await faults('help');
        await page.keyboard.press('Escape');
        await page.evaluate(() => { location.hash = '#top&focus=%5Enowhere'; });
        await shows(page, '.notice', 'No sample');
        await faults('empty');
    }, {hash: '#top&focus=json&hide=x&q=json', options: {colorScheme: scheme}, skip: missing || (axe ? '' : 'axe-core is not installed')});

check('390 px wide nothing is cut off, and all can be touched', async page => {
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    const small = await page.$$eval('header button, header input', all => all.filter(one => one.offsetParent && one.closest('.find') === null && (one.offsetHeight < 36 || one.offsetWidth < 28)).map(one => one.outerHTML));
    assert.deepEqual(small, []);
    await page.tap('.add');
    assert.ok(await page.$$eval('.menu button', all => all.every(one => one.offsetHeight >= 36)));
}, {hash: '#top&focus=json&hide=a-rather-long-expression-that-does-not-fit&q=json', options: {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true}});
