// The page for those who read it aloud, by the keyboard, by touch, on paper or in colours of their own; with the command as its engine.
// Run: RENDER=build/render node --test tests/browser/page_access.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {serve} = require('./dev_server.js');

const ROOT = path.join(__dirname, '..', '..');
const RENDER = process.env.RENDER || path.join(ROOT, 'build', 'render');
const SAMPLES = process.env.RENDER_SAMPLES || path.join(ROOT, 'samples');
const CPU = path.join(SAMPLES, 'svc-fast.cpu.pb.gz'), HEAP = path.join(SAMPLES, 'svc-fast.heap.pb.gz');
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const TABS = ['summary', 'flame', 'sandwich', 'top', 'graph', 'peek', 'source', 'labels'];
const WIDE = {viewport: {width: 1280, height: 800}}, TOUCH = {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true, deviceScaleFactor: 2};
const LEAF = 'regexp.(*Regexp).tryBacktrack', LEAST_TARGET = 36, LEAST_CONTRAST = 4.5;

let playwright = null, axe = '', missing = '';
try {
    playwright = require('playwright-core');
    axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
} catch (e) {
    if (!playwright) missing = 'playwright-core is not installed (tests/install test)';
}
if (!fs.existsSync(CHROMIUM)) missing = 'no Chromium at ' + CHROMIUM;
if (!fs.existsSync(RENDER)) missing = 'no program at ' + RENDER;

let browser, server, base;
before(async () => {
    if (missing) return;
    server = await serve({profiles: [CPU, HEAP], render: RENDER});
    base = `http://127.0.0.1:${server.address().port}/`;
    browser = await playwright.chromium.launch({executablePath: CHROMIUM, args: FLAGS});
});
after(async () => {
    await browser?.close();
    server?.close();
});

/** A page that has painted; errors that it logs make the test fail. */
const check = (name, run, {hash = '', profile = CPU, options = WIDE, skip = missing, timeout = 120000} = {}) => test(name, {skip: skip || false, timeout}, async () => {
    const context = await browser.newContext({bypassCSP: true, acceptDownloads: true, reducedMotion: 'reduce', ...options}), page = await context.newPage(), faults = [];
    page.on('pageerror', error => faults.push(error.message));
    try {
        await page.goto(base + path.basename(profile) + '/' + hash);
        await page.waitForFunction(() => document.documentElement.dataset.drawn);
        await run(page, context);
        assert.deepEqual(faults, []);
    } finally {
        await context.close();
    }
});
const isEventually = (page, what, ...rest) => page.waitForFunction(what, ...rest, {timeout: 10000}).catch(() => assert.fail('it never was: ' + what + ' ' + JSON.stringify(rest)));
const shows = (page, selector, text) => isEventually(page, ([where, part]) => document.querySelector(where)?.textContent.includes(part), [selector, text]);

/** Another state of the same page, drawn. */
const go = async (page, hash) => {
    await page.evaluate(to => { location.hash = to; }, hash);
    const tab = /^#?(\w+)/.exec(hash)[1];
    await page.waitForSelector(`#tab-${tab}[aria-selected=true]`);
    await page.waitForSelector({
        summary: '.top-five tbody tr', flame: '.flame-crumbs b', sandwich: '.sandwich-me b', top: '.top .rows .row', graph: '.graph-host svg', peek: '.v-peek .functions .row', source: '.v-source .functions .row', labels: '.v-labels .lead:not(:empty)'
    }[tab], {state: 'attached', timeout: 8000});
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 30))));
};

// ---------------------------------------------------------------- axe

const findAll = async (page, what) => {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}).then(result =>
        result.violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message || '')).join(' | ')}`)));
    return found.map(fault => what + ': ' + fault);
};

for (const colorScheme of ['light', 'dark'])
    for (const options of [WIDE, TOUCH])
        check(`axe finds nothing, ${colorScheme}, ${options.viewport.width} px`, async page => {
            const faults = [], fn = encodeURIComponent(LEAF), look = async what => { faults.push(...await findAll(page, what)); };
            for (const tab of TABS) {
                await go(page, '#' + tab);
                await look(tab);
                await go(page, `#${tab}&focus=regexp&hide=net%2Fhttp&noinlines&function=${fn}&q=track`);
                await shows(page, '.found', 'functions');
                await look(tab + ' with selection, search and chips');
            }
            await go(page, '#flame&at=' + encodeURIComponent('') + '&function=' + fn);
            await page.click('.flame-stack-box summary');
            await look('detail with stack');
            await page.focus('.flame-boxes');
            await page.keyboard.press('ContextMenu');
            await look('context menu');
            await page.keyboard.press('Escape');
            await go(page, '#top&function=' + fn);
            for (const [what, selector] of [['type menu', '.head .select'], ['filters', '.add'], ['export', '[aria-label=Export]'], ['theme', '[aria-label=Theme]']]) {
                await page.click(selector);
                await look(what);
                await page.keyboard.press('Escape');
            }
            await page.click('[aria-label="Keys and help"]');
            await look('help');
            await page.keyboard.press('Escape');
            await page.evaluate(() => { location.hash = '#top&focus=%28%28'; });
            await page.waitForSelector('.notice .bad');
            await look('error');
            await page.evaluate(() => { location.hash = '#top&q=%28%28&re'; });
            await page.waitForSelector('.find.bad');
            await look('bad pattern');
            await page.evaluate(() => { location.hash = '#flame&focus=%5Enowhere'; });
            await shows(page, '.notice', 'No sample');
            await look('empty');
            await page.evaluate(() => { location.hash = '#peek'; });
            await page.waitForSelector('[data-notice]', {state: 'detached'});
            await page.click('.v-peek .button');
            await look('text reports');
            assert.deepEqual(faults, []);
        }, {options: {...options, colorScheme}, skip: missing || (axe ? '' : 'axe-core is not installed')});

/** The report as a file, without its script: what a reader sees where scripts are blocked. */
const staticPart = () => execFileSync(RENDER, ['html', CPU, '-o', '-'], {encoding: 'utf8', maxBuffer: 2 ** 28}).replace(/<script(?![^>]*application)[^>]*>[\s\S]*?<\/script>/g, '');

for (const colorScheme of ['light', 'dark'])
    test('axe finds nothing where scripts are blocked, ' + colorScheme, {skip: missing || (axe ? false : 'axe-core is not installed'), timeout: 60000}, async () => {
        for (const options of [WIDE, TOUCH]) {
            const context = await browser.newContext({...options, colorScheme, bypassCSP: true}), page = await context.newPage();
            await page.setContent(staticPart());
            assert.deepEqual(await findAll(page, 'static'), []);
            assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), 'it scrolls sideways at ' + options.viewport.width);
            await context.close();
        }
    });
