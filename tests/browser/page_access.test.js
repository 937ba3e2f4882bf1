// The page for those who read it aloud, by the keyboard, by touch, on paper or in colours of their own; with the command as its engine.
// Run: RENDER=build/render node --test tests/browser/page_access.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {ROOT, RENDER, SAMPLES, axe, launch, missing} = require('./chromium.js');
const {serve} = require('./dev_server.js');

const CPU = path.join(SAMPLES, 'svc-fast.cpu.pb.gz'), HEAP = path.join(SAMPLES, 'svc-fast.heap.pb.gz');
const TABS = ['summary', 'flame', 'sandwich', 'top', 'graph', 'peek', 'source', 'labels'];
const WIDE = {viewport: {width: 1280, height: 800}}, TOUCH = {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true, deviceScaleFactor: 2};
const LEAF = 'regexp.(*Regexp).tryBacktrack', LEAST_TARGET = 36, LEAST_CONTRAST = 4.5;

let browser, server, base;
before(async () => {
    if (missing) return;
    server = await serve({profiles: [CPU, HEAP], render: RENDER});
    base = `http://127.0.0.1:${server.address().port}/`;
    browser = await launch();
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

// ---------------------------------------------------------------- the keyboard

const liveText = page => page.textContent('[aria-live]');
const focused = page => page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at === document.body ? 'body' : `${at.tagName.toLowerCase()}${at.id ? '#' + at.id : ''} ${at.getAttribute('aria-label') || at.textContent.slice(0, 40)}`;
});
/** Presses keys; after each something has focus that can be seen. */
const press = async (page, ...keys) => {
    for (const key of keys) {
        await page.keyboard.press(key);
        await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20))));
        const at = await page.evaluate(() => {
            const one = document.activeElement, box = one.getBoundingClientRect();
            return {name: one === document.body ? 'body' : one.outerHTML.slice(0, 100), isSeen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && getComputedStyle(one).visibility === 'visible'};
        });
        assert.notEqual(at.name, 'body', 'focus is lost by ' + key);
        assert.ok(at.isSeen, `after ${key} what has focus is out of sight: ${at.name}`);
    }
};
/** Presses Tab until something has focus. */
const tabTo = async (page, selector, key = 'Tab') => {
    for (let i = 0; i < 60; i++) {
        if (await page.evaluate(what => document.activeElement.matches(what), selector)) return;
        await page.keyboard.press(key);
    }
    assert.fail('Tab does not come to ' + selector);
};

check('a script with the keyboard alone', async page => {
    await page.keyboard.press('Tab');
    assert.match(await focused(page), /^a Skip/, 'the first is the link that skips');
    await press(page, 'Enter', '2');
    await page.waitForSelector('#tab-flame[aria-selected=true]');
    await shows(page, '.flame-crumbs', 'all');
    // To a named frame, by walking: always to the heaviest, then once aside and back.
    await press(page, 'ArrowDown');
    for (let i = 0; i < 30 && !(await liveText(page)).startsWith(LEAF + ','); i++) await press(page, 'ArrowDown');
    assert.match(await liveText(page), new RegExp(`^${LEAF.replace(/[.*()]/g, '\\$&')}, [\\d.]+% total, [\\d.]+% self, [\\d.]+s, depth \\d+, \\d+ callees$`));
    await press(page, 'ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown');
    assert.ok((await liveText(page)).startsWith(LEAF + ','));
    const ring = await page.evaluate(() => document.querySelector('.flame-boxes').getAttribute('aria-activedescendant'));
    assert.ok(await page.$('#' + ring + '[aria-selected=true]'));
    await press(page, 'Enter');
    await shows(page, '.flame-crumbs b', 'tryBacktrack');
    await press(page, 'Backspace', '0');
    await shows(page, '.flame-crumbs b', 'all');
    await press(page, '+', '-', 'w', 'S', 'd', 'a', 'i', 'i', 'k', 'j', 'j');
    // Its row in the table; its sandwich and back.
    await press(page, 't');
    await page.waitForSelector('.top .rows .at');
    assert.ok((await page.textContent('.top .rows .at .c-name')).includes('tryBacktrack'));
    await press(page, 's');
    await shows(page, '.sandwich-head h2', 'tryBacktrack');
    await press(page, 'ArrowDown', 'ArrowUp', 'ArrowUp');
    await page.goBack();
    await page.waitForSelector('#tab-top[aria-selected=true]');
    await press(page, 'o');
    await page.waitForSelector('.src .rows .hot');
    await press(page, 'ArrowDown', 'End', 'p');
    await shows(page, '.v-peek h2', 'tryBacktrack');
    await press(page, '5');
    await page.waitForSelector('.graph-host svg', {state: 'attached'});
    await press(page, '+', '0', 'ArrowDown');
    // A filter, there and away again by its chip.
    await press(page, '4', 'ArrowDown', 'f');
    await page.waitForSelector('.chip');
    await tabTo(page, '.chip .remove');
    await press(page, 'Enter');
    await page.waitForSelector('.chip', {state: 'detached'});
    await press(page, 'v', 'Enter');
    await page.keyboard.type('regexp');
    await press(page, 'Enter');
    await shows(page, '.chip', 'regexp');
    await press(page, 'Escape', 'u');
    await page.waitForSelector('.chip', {state: 'detached'});
    // Menus take the focus and give it back.
    const type = await page.textContent('.head .select');
    await press(page, 'm', 'ArrowDown', 'Enter');
    await isEventually(page, old => document.querySelector('.head .select').textContent !== old, type);
    await press(page, 'm', 'Escape', '?');
    assert.ok(await page.isVisible('dialog.help'));
    await press(page, 'Escape');
    assert.ok(!await page.isVisible('dialog.help'));
    await press(page, 'e');
    const download = page.waitForEvent('download');
    for (let i = 0; i < 12 && !/CSV/.test(await focused(page)); i++) await press(page, 'ArrowDown');
    await press(page, 'Enter');
    assert.match((await download).suggestedFilename(), /\.csv$/);
    // The search gives the focus to the view.
    await press(page, '/');
    await page.keyboard.type('json');
    await shows(page, '.found', 'functions');
    await press(page, 'Enter', 'Shift+Enter', 'Escape', 'ArrowDown', 'Escape');
});

check('the focus is not lost by what replaces what has it', async page => {
    const fn = encodeURIComponent(LEAF), pressFocused = async selector => {
        await page.focus(selector);
        await page.keyboard.press('Enter');
        await page.waitForTimeout(400);
        assert.notEqual(await focused(page), 'body', 'Enter on ' + selector);
    };
    await go(page, '#flame&function=' + fn);
    await page.waitForSelector('.flame-list button');
    await pressFocused('.flame-list button');
    await pressFocused('.flame-acts button');
    await pressFocused('.flame-crumbs button');
    await go(page, '#summary');
    await pressFocused('.top-five .c-name');
    await go(page, '#summary');
    await pressFocused('.packages button');
    await go(page, '#summary');
    await pressFocused('.overview');
    await go(page, '#labels');
    await pressFocused('.labels .walk');
    await page.evaluate(() => { location.hash = '#top&focus=%5Enowhere'; });
    await page.waitForSelector('.notice .button');
    await pressFocused('.notice .button');
    await page.evaluate(() => { location.hash = '#top&focus=%28%28'; });
    await page.waitForSelector('.notice .button');
    await pressFocused('.notice .button');
});

check('focus is seen wherever Tab goes, in the order of the page', async page => {
    for (const tab of TABS) {
        await go(page, `#${tab}&focus=regexp&function=${encodeURIComponent(LEAF)}`);
        await page.focus('.skip');
        const places = [];
        for (let i = 0; i < 70; i++) {
            await page.keyboard.press('Tab');
            const at = await page.evaluate(() => {
                let one = document.activeElement;
                if (one === document.body) return null;
                const host = one, inner = one.shadowRoot?.activeElement;
                const seen = element => {
                    const style = getComputedStyle(element);
                    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
                };
                const by = one.matches('.find input') ? one.closest('.find') : one.matches('.grid-view') && one.querySelector('.at') || (one.matches('.sandwich-body') ? one.querySelector('.sandwich-me') : one);
                const isDrawn = one.matches('.flame-boxes') && !one.matches('.is-bare') || inner && one.shadowRoot.querySelector('.mark.focus');
                return {what: host.outerHTML.slice(0, 90), isSeen: !!isDrawn || seen(by), part: one.closest('header') ? 1 : one.closest('main') ? 2 : one.closest('footer') ? 3 : 0};
            });
            assert.ok(at, 'Tab leads nowhere');
            assert.ok(at.isSeen, `${tab}: no sign of focus on ${at.what}`);
            places.push(at.part);
            if (at.part === 3) break;
        }
        assert.deepEqual(places, [...places].sort(), tab + ': header, view, foot');
        assert.ok(places.includes(3), tab + ': Tab comes to an end');
    }
});

check('every key stands in the help, or in a menu', async page => {
    await go(page, '#flame&function=' + encodeURIComponent(LEAF));
    await page.focus('.flame-boxes');
    await page.keyboard.press('Shift+F10');
    const inMenu = await page.$$eval('.menu kbd', all => all.map(one => one.textContent));
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    const inHelp = (await page.$$eval('.help dt', all => all.map(one => one.textContent))).join(' ').replace(/ or |,/g, ' ').split(/\s+/);
    const all = new Set([...inMenu, ...inHelp]);
    for (const key of ['arrows', 'Enter', 'Backspace', '+', '-', '0', 'w', 'a', 'd', 'S', '/', 'Ctrl+F', 'n', 'N', 'i', 'r', '1', 'f', 'x', 'h', 'F', 'c', 'C', 's', 't', 'p', 'o', 'y', 'Y', 'u', 'l', 'e', 'm', 'M', 'v', 'k', 'j', 'T', '?', 'Esc', 'Home'])
        assert.ok(all.has(key), `${key} stands nowhere; there are ${[...all].join(' ')}`);
});

// ---------------------------------------------------------------- read aloud

check('the tree of frames as it is read aloud', async (page, context) => {
    const said = [];
    await page.exposeFunction('heard', text => said.push(text));
    await page.evaluate(() => new MutationObserver(() => window.heard(document.querySelector('[aria-live]').textContent)).observe(document.querySelector('[aria-live]'), {childList: true, characterData: true, subtree: true}));
    await go(page, '#flame');
    await page.focus('.flame-boxes');
    for (let i = 0; i < 5; i++) await press(page, 'ArrowDown');
    await page.waitForTimeout(300);
    assert.equal(said.length, 5, 'each step is said once: ' + said.join(' | '));
    assert.equal(new Set(said).size, 5);
    const session = await context.newCDPSession(page), {nodes} = await session.send('Accessibility.getFullAXTree');
    const nameOf = node => node.name?.value, has = (node, name) => node.properties?.find(property => property.name === name)?.value.value, byId = new Map(nodes.map(node => [node.nodeId, node]));
    const roles = role => nodes.filter(node => !node.ignored && node.role?.value === role);
    const [tree] = roles('treegrid');
    assert.equal(nameOf(tree), 'Frames: arrows walk, Enter zooms');
    const within = node => node && (node === tree || within(byId.get(node.parentId))), rows = roles('row').filter(within);
    const chosen = rows.filter(row => has(row, 'selected'));
    assert.equal(chosen.length, 1);
    const frame = said[4].split(', ')[0], depth = Number(/depth (\d+)/.exec(said[4])[1]);
    assert.ok(nameOf(chosen[0]).startsWith(frame), nameOf(chosen[0]));
    assert.equal(has(chosen[0], 'level'), depth + 1);
    assert.equal(has(tree, 'activedescendant')?.length ?? tree.properties.find(p => p.name === 'activedescendant')?.value.relatedNodes.length, 1);
    assert.deepEqual([...new Set(rows.map(row => has(row, 'level') - depth - 1))].sort(), [-1, 0, 1], 'parent, siblings, children');
    assert.ok(rows.some(row => has(row, 'expanded')));
    assert.ok(roles('gridcell').some(cell => / of total$/.test(nameOf(cell) || '')));
    const tabs = roles('tab');
    assert.deepEqual(tabs.map(tab => has(tab, 'selected')), TABS.map(tab => tab === 'flame'));
    for (const role of ['banner', 'main', 'contentinfo', 'tablist', 'tabpanel', 'search', 'complementary']) assert.ok(roles(role).length, 'no ' + role);
    for (const button of roles('button')) assert.ok(nameOf(button), 'a button without a name');
});

// ---------------------------------------------------------------- touch

const fits = async (page, what) => {
    const wide = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.ok(wide[0] <= wide[1], `${what} is ${wide[0]} px wide in ${wide[1]}`);
};
/** What can be pressed and is too small for a finger. Links and stacks of text lie in running text. */
const smallTargets = page => page.evaluate(least => {
    const all = [...document.querySelectorAll('#app button, #app a, #app input, #app select, #app summary, .grid-view .rows .row')];
    return all.filter(one => one.offsetParent && !one.closest('.skip, .answer, .find') && !one.closest('.grid-view .row:has(.walk)') && one.getBoundingClientRect().width > 1).map(one => {
        const {width, height} = one.getBoundingClientRect();
        return width < least || height < least ? `${one.outerHTML.slice(0, 110)} ${Math.round(width)} x ${Math.round(height)}` : '';
    }).filter(Boolean);
}, LEAST_TARGET - 0.5);

check('390 px wide nothing scrolls sideways and all targets are large enough', async page => {
    const faults = [];
    for (const tab of TABS) {
        for (const state of ['', `&focus=regexp&hide=a-rather-long-expression-that-does-not-fit-the-window&function=${encodeURIComponent(LEAF)}&q=track`]) {
            await go(page, '#' + tab + state);
            if (state) await shows(page, '.found', 'functions');
            await fits(page, tab);
            faults.push(...(await smallTargets(page)).map(text => tab + ': ' + text));
        }
        await page.evaluate(() => { location.hash = ''; });
    }
    await page.tap('.add');
    faults.push(...await smallTargets(page));
    assert.deepEqual([...new Set(faults)], []);
}, {options: TOUCH});

/** Fingers, each a list of places; all move at once. */
const touch = async (session, fingers, hold = 0) => {
    const at = step => fingers.map((places, id) => ({x: places[step][0], y: places[step][1], id}));
    await session.send('Input.dispatchTouchEvent', {type: 'touchStart', touchPoints: at(0)});
    if (hold) await new Promise(done => setTimeout(done, hold));
    for (let step = 1; step < fingers[0].length; step++) await session.send('Input.dispatchTouchEvent', {type: 'touchMove', touchPoints: at(step)});
    await session.send('Input.dispatchTouchEvent', {type: 'touchEnd', touchPoints: []});
};

check('fingers select, zoom, pinch, and open the menu', async (page, context) => {
    const session = await context.newCDPSession(page);
    await go(page, '#flame');
    const box = await page.locator('.flame-stage canvas').boundingBox(), row = 32, x = box.x + 40, y = box.y + 10.5 * row;
    await page.touchscreen.tap(x, y);
    await isEventually(page, () => document.querySelector('.flame-detail h2'));
    const name = await page.textContent('.flame-detail h2');
    assert.equal(await page.textContent('.flame-crumbs b'), 'all');
    await page.waitForTimeout(500);
    await page.touchscreen.tap(x, y);
    await page.touchscreen.tap(x, y);
    await isEventually(page, () => document.querySelector('.flame-crumbs b').textContent !== 'all');
    await page.tap('.flame-crumbs button');
    await shows(page, '.flame-crumbs b', 'all');
    await page.tap('.flame-acts button');
    await isEventually(page, () => document.querySelector('.flame-crumbs b').textContent !== 'all');
    await page.tap('.flame-crumbs button');
    // Two fingers apart.
    await page.waitForTimeout(300);
    const before = await page.evaluate(() => document.querySelector('.flame-stage canvas').toDataURL()), middle = box.x + box.width / 2, steps = [...Array(8).keys()];
    await touch(session, [steps.map(i => [middle - 30 - 10 * i, y]), steps.map(i => [middle + 30 + 10 * i, y + 4])]);
    await isEventually(page, old => document.querySelector('.flame-stage canvas').toDataURL() !== old, before);
    assert.equal(await page.evaluate(() => visualViewport.scale), 1, 'the page itself stays as large as it was');
    // A long press, which does not press what lies under the finger as well.
    await go(page, '#flame');
    await touch(session, [[[x, y]]], 800);
    await page.waitForSelector('.menu');
    await page.waitForTimeout(100);
    assert.ok((await page.textContent('.menu')).includes('Sandwich'));
    await page.tap('.menu button:has-text("Sandwich")');
    await page.waitForSelector('#tab-sandwich[aria-selected=true]');
    await shows(page, '.sandwich-head h2', name.slice(-10));
    await go(page, '#top');
    const line = await page.locator('.top .rows .row').nth(2).boundingBox();
    await touch(session, [[[line.x + 60, line.y + 10]]], 800);
    await page.waitForSelector('.menu');
    await page.touchscreen.tap(20, 20);
    await page.tap('.top .rows .row >> nth=1');
    await page.waitForSelector('.top .rows .row.on');
}, {options: TOUCH});

// ---------------------------------------------------------------- paper

const run = (...words) => execFileSync(words[0], words.slice(1), {encoding: 'latin1', maxBuffer: 2 ** 28});
const hasPoppler = (() => {
    try {
        run('pdftoppm', '-v');
        return true;
    } catch (e) {
        return false;
    }
})();

/** Colours of a page of paper: how many points are not white, and that of the corner. */
const groundOf = file => {
    const bytes = Buffer.from(run('pdftoppm', '-r', '40', '-f', '1', '-l', '1', file), 'latin1'), head = /^P6\s+(\d+) (\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1')), from = head[0].length;
    let white = 0, dark = 0;
    for (let i = from; i < bytes.length; i += 3) {
        if (bytes[i] > 252 && bytes[i + 1] > 252 && bytes[i + 2] > 252) white++;
        if (bytes[i] < 60) dark++;
    }
    const all = (bytes.length - from) / 3;
    return {white: white / all, dark: dark / all};
};

check('paper is white, has the view and its facts, no controls, and few pages', async page => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-paper-'));
    try {
        for (const tab of TABS) {
            await go(page, `#${tab}&theme=dark&focus=main%7Cserve&function=${encodeURIComponent(LEAF)}`);
            await page.waitForTimeout(200);
            const file = path.join(folder, tab + '.pdf');
            await page.pdf({path: file, format: 'A4', preferCSSPageSize: true, printBackground: false});
            const pages = Number(/Pages: +(\d+)/.exec(run('pdfinfo', file))[1]), {white, dark} = groundOf(file), text = run('pdftotext', '-layout', file, '-');
            assert.ok(pages <= 2, `${tab} takes ${pages} pages`);
            assert.ok(white > 0.4 && dark < 0.1, `${tab}: ${white} of it is white, ${dark} dark`);
            for (const fact of ['shop', 'cpu', '11.14s', '2026-11-21', 'focus', 'main|serve']) assert.ok(text.includes(fact), `${tab} does not say ${fact}`);
            for (const control of ['Search functions', 'Text reports', 'Fit', 'Skip to', 'order: ', '? keys', 'All 4']) assert.ok(!text.includes(control), `${tab} has ${control}`);
            if (['sandwich', 'top', 'peek', 'source'].includes(tab)) assert.ok(text.includes('tryBacktrack'), tab);
            // What is painted is sharp: text, or at least two points for each px.
            if ((tab === 'flame' || tab === 'sandwich') && !text.includes('doExecute')) assert.ok(Math.max(0, ...[...run('pdfimages', '-list', file).matchAll(/^ +\d+ +\d+ +image +(\d+)/gm)].map(match => Number(match[1]))) >= 2000, tab + ' is not sharp');
        }
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark', 'the theme comes back');
    } finally {
        fs.rmSync(folder, {recursive: true, force: true});
    }
}, {skip: missing || (hasPoppler ? '' : 'poppler-utils are not installed')});

// ---------------------------------------------------------------- colours of one's own

const luminance = text => {
    const [r, g, b] = (text.startsWith('#') ? text.match(/[0-9a-f]{2}/gi).map(part => parseInt(part, 16)) : text.match(/[\d.]+/g).map(Number)).slice(0, 3).map(v => v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
};

test('text on every fill of the charts can be read, in both themes', () => {
    const source = execFileSync('python3', [path.join(ROOT, 'templates', 'pack.py'), '--print', path.join(ROOT, 'templates', 'page', 'app.js'), '--plain'], {encoding: 'utf8', maxBuffer: 2 ** 26});
    const fills = Object.fromEntries([...source.match(/PALETTE = \{light: '(\w+)', dark: '(\w+)'\}/).slice(1)].map((text, i) => [['light', 'dark'][i], text.match(/.{6}/g).map(c => '#' + c)]));
    const tokens = JSON.parse(fs.readFileSync(path.join(ROOT, 'templates', 'tokens.json'), 'utf8')), low = [];
    for (const theme of ['light', 'dark']) {
        const {role} = tokens[theme], is = (text, ground, what) => { if (contrast(text, ground) < LEAST_CONTRAST) low.push(`${theme} ${what}: ${contrast(text, ground).toFixed(2)}`); };
        // Of changes: nine fills, the lines over eight of them, two inks, two outlines.
        assert.equal(fills[theme].length, 93 + 9 + 8 + 4);
        fills[theme].slice(0, 93 + 9 + 8).forEach((fill, i) => is(role.on_fill, fill, 'fill ' + i));
        for (const ink of [110, 111]) for (const ground of ['page', 'panel']) is(fills[theme][ink], role[ground], `ink of change ${ink} on ${ground}`);
        for (const [text, ground] of [['on_fill', 'root'], ['dim_ink', 'dim_fill'], ['on_match', 'match'], ['ink_soft', 'small_fill'], ['on_tooltip', 'tooltip'], ['link', 'page'], ['link', 'panel'], ['ink_muted', 'panel'], ['ink_muted', 'sunken'], ['ink_muted', 'accent_soft'], ['bad', 'page'], ['accent', 'accent_soft'], ['on_accent', 'accent']])
            is(role[text], role[ground], `${text} on ${ground}`);
    }
    assert.deepEqual(low, []);
});

check('with forced colours all is there in the colours of the system', async page => {
    await page.emulateMedia({forcedColors: 'active'});
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.drawn);
    await go(page, '#flame&function=' + encodeURIComponent(LEAF));
    const colours = await page.evaluate(() => {
        const canvas = document.querySelector('.flame-stage canvas'), {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, 200), all = new Map();
        for (let i = 0; i < data.length; i += 4) {
            const key = data.slice(i, i + 3).join();
            all.set(key, (all.get(key) || 0) + 1);
        }
        return [...all].sort((a, b) => b[1] - a[1]).slice(0, 2).map(([colour]) => colour);
    });
    assert.deepEqual(colours.sort(), ['0,0,0', '255,255,255'], 'boxes are outlines');
    assert.ok(await page.evaluate(() => getComputedStyle(document.querySelector('[role=tab][aria-selected=true]')).borderBottomStyle === 'solid'));
});

check('at twice the size nothing is cut off', async page => {
    for (const tab of TABS) {
        await go(page, `#${tab}&focus=regexp&function=${encodeURIComponent(LEAF)}`);
        await fits(page, tab);
        const cut = await page.$$eval('#app header button, #app .panel:not([hidden]) h2', all => all.filter(one => one.offsetParent && one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.tabs')).map(one => one.outerHTML.slice(0, 100)));
        assert.deepEqual(cut, [], tab);
    }
}, {options: {viewport: {width: 640, height: 400}, deviceScaleFactor: 2}});

check('who asks for rest gets no movement', async page => {
    await go(page, '#flame');
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await page.focus('.flame-boxes');
    await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    const frames = await page.evaluate(() => new Promise(done => {
        const canvas = document.querySelector('.flame-stage canvas'), shots = new Set(), start = performance.now();
        document.querySelector('.flame-boxes').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
        const look = () => {
            shots.add(canvas.toDataURL());
            if (performance.now() - start < 250) requestAnimationFrame(look);
            else done(shots.size);
        };
        look();
    }));
    assert.ok(frames <= 2, `${frames} pictures on the way`);
});
