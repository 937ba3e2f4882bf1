// The Flame and Sandwich tabs of the page in a real browser, with the command as its engine.
// Run: RENDER=build/render node --test tests/browser/page_flame.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const path = require('node:path');
const {ROOT, RENDER, SAMPLES, axe, launch, missing} = require('./chromium.js');
const {serve} = require('./dev_server.js');

const PAGE = path.join(ROOT, 'templates', 'page');
const PROFILE = 'svc-slow.cpu.pb.gz', ROW = 18;

let browser, server, B, N, V, boxes;
const boxesOf = (...options) => B.decodeBoxes(new Uint8Array(execFileSync(RENDER, ['boxes', ...options, path.join(SAMPLES, PROFILE), '-o', '-'], {maxBuffer: 2 ** 28})));

before(async () => {
    if (missing) return;
    [B, N, V] = await Promise.all(['boxes', 'names', 'numbers'].map(name => import(path.join(PAGE, name + '.js'))));
    server = await serve({profiles: [path.join(SAMPLES, PROFILE)], render: RENDER});
    browser = await launch();
    boxes = boxesOf();
});
after(async () => {
    if (browser) await browser.close();
    if (server) {
        server.closeAllConnections();
        server.close();
    }
});

const check = (name, run) => test(name, {skip: missing || false}, run);

// A page at an address; what goes wrong in it is wrong.
const open = async (hash, {prepare = null, ...options} = {}) => {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, ...options}), page = await context.newPage(), errors = [];
    page.on('pageerror', error => errors.push(error.stack || String(error)));
    if (prepare) await page.addInitScript(prepare);
    await page.goto(`http://127.0.0.1:${server.address().port}/${hash}`);
    await page.waitForFunction('document.documentElement.dataset.drawn');
    await settle(page);
    return {page, done: async () => {
        assert.deepEqual(errors, []);
        await context.close();
    }};
};
const settle = page => page.evaluate(() => new Promise(resolve => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 220)));
const hashPart = async (page, name) => new URLSearchParams((await page.evaluate('location.hash')).slice(1)).get(name) || '';
const live = page => page.textContent('[aria-live=polite]');
const canvasOf = (page, selector = '.flame-stage canvas') => page.evaluate(selector => {
    const {x, y, width, height} = document.querySelector(selector).getBoundingClientRect();
    return {x, y, width, height};
}, selector);

// The middle of a frame while all is shown.
const middleOf = (canvas, i) => ({x: canvas.x + (boxes.start[i] + boxes.size[i] / 2) / boxes.size[0] * canvas.width, y: canvas.y + boxes.depth[i] * ROW + ROW / 2});
const wide = (canvas, least, levels = 25) => Array.from(boxes.total.keys()).filter(i => i && boxes.depth[i] < levels && boxes.size[i] / boxes.size[0] * canvas.width >= least);

// Keeps the canvas as it is when the page says that it has drawn, and counts in the first pixels of each row, where no label
// is, what gaps of the page's colour part.
const COUNT_BOXES = () => {
    const boxesIn = canvas => {
        const {width, height} = canvas, {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
        const page = /^#(..)(..)(..)$/.exec(getComputedStyle(document.documentElement).getPropertyValue('--page').trim()).slice(1).map(part => parseInt(part, 16));
        const rows = [];
        for (let y = 2; y < height; y += 18) {
            let count = 0, isIn = false;
            for (let x = 0; x < width; x++) {
                const at = 4 * (y * width + x), isPage = data[at] === page[0] && data[at + 1] === page[1] && data[at + 2] === page[2];
                if (!isPage && !isIn) count++;
                isIn = !isPage;
            }
            rows.push(count);
        }
        return {rows, width, height};
    };
    new MutationObserver(() => {
        if (window.whenDrawn || !document.documentElement.dataset.drawn) return;
        const canvas = document.querySelector('.panel:not([hidden]) .flame-stage canvas, .panel:not([hidden]) .overview canvas');
        window.whenDrawn = boxesIn(canvas);
        const context = canvas.getContext('2d');
        context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--page');
        context.fillRect(0, 0, canvas.width, canvas.height);
        window.whenEmpty = boxesIn(canvas);
    }).observe(document, {attributes: true, attributeFilter: ['data-drawn'], subtree: true});
};

check('when the page says that it has drawn, its boxes are on the screen', async () => {
    for (const [hash, theme, levels] of [['#flame&theme=light', 'light', 99], ['#flame&theme=dark', 'dark', 99], ['#flame&theme=light&color_by=weight', 'weight', 99], ['#summary&theme=light', 'summary', 8]]) {
        const {page, done} = await open(hash, {prepare: COUNT_BOXES}), {whenDrawn, whenEmpty} = await page.evaluate(() => ({whenDrawn: window.whenDrawn, whenEmpty: window.whenEmpty}));
        assert.ok(whenEmpty.rows.every(count => count === 0), 'nothing is counted where nothing is');
        // By row: frames that fill 3 px or more each have a box; narrower ones share one where they stand side by side.
        const px = whenDrawn.width / boxes.size[0], rows = Math.min(levels, whenDrawn.rows.length), wide = Array(rows).fill(0), all = Array(rows).fill(0);
        for (let i = 0; i < boxes.frames; i++) {
            if (boxes.depth[i] >= rows) continue;
            if (boxes.size[i] * px >= 3) wide[boxes.depth[i]]++;
            all[boxes.depth[i]]++;
        }
        const sum = list => list.reduce((a, b) => a + b, 0), seen = whenDrawn.rows.slice(0, rows);
        assert.ok(sum(wide) > (levels > 8 ? 300 : 40), `${theme}: ${sum(wide)} boxes are to be seen`);
        seen.forEach((count, d) => assert.ok(count >= wide[d] && count <= all[d], `${theme}, row ${d}: ${count} boxes, of ${wide[d]} wide ones and ${all[d]} in all`));
        await done();
    }
});

check('200 frames are where they have to be', async () => {
    const {page, done} = await open('#flame'), canvas = await canvasOf(page), list = wide(canvas, 8);
    assert.ok(list.length > 100, String(list.length));
    let seed = 11;
    for (let n = 0; n < 200; n++) {
        seed = seed * 48271 % 2147483647;
        const i = list[seed % list.length], {x, y} = middleOf(canvas, i);
        await page.mouse.move(x, y);
        const tip = await page.evaluate(() => ({name: document.querySelector('.flame-tip b').textContent, total: document.querySelector('.flame-tip td + td').textContent, ...document.querySelector('.flame-tip').getBoundingClientRect().toJSON()}));
        assert.equal(tip.name, N.nameOf(boxes, i));
        assert.equal(tip.total, V.valueText(boxes.total[i], 'nanoseconds'));
        assert.ok(tip.left >= 0 && tip.top >= 0 && tip.right <= 1280 && tip.bottom <= 800, 'the tooltip is in the window');
        assert.ok(x < tip.left || x > tip.right || y < tip.top || y > tip.bottom, 'the tooltip is not under the pointer');
    }
    await done();
});

check('a click selects, a double click zooms; Back and the keys lead out again', async () => {
    const {page, done} = await open('#flame'), canvas = await canvasOf(page), list = wide(canvas, 40), i = list[Math.floor(list.length * 0.6)], {x, y} = middleOf(canvas, i);
    await page.mouse.click(x, y);
    await settle(page);
    assert.equal(await hashPart(page, 'at'), B.pathOf(boxes, i));
    assert.equal(await hashPart(page, 'z'), '');
    assert.equal(await page.textContent('.flame-detail h2'), N.shownName(boxes, i));
    await page.waitForTimeout(500);
    await page.mouse.dblclick(x, y);
    await settle(page);
    assert.equal(await hashPart(page, 'z'), B.pathOf(boxes, i));
    assert.equal(await page.textContent('.flame-crumbs [aria-current]'), N.shortName(boxes, i));
    await page.mouse.move(canvas.x + canvas.width - 20, y);
    assert.equal(await page.textContent('.flame-tip b'), N.nameOf(boxes, i));
    await page.keyboard.press('Backspace');
    await settle(page);
    assert.equal(await hashPart(page, 'z'), B.pathOf(boxes, boxes.parent[i]));
    await page.goBack();
    await settle(page);
    assert.equal(await page.textContent('.flame-crumbs [aria-current]'), N.shortName(boxes, i));
    await page.keyboard.press('0');
    await settle(page);
    assert.equal(await hashPart(page, 'z'), '');
    assert.equal(await page.textContent('.flame-crumbs [aria-current]'), 'all');
    await done();
});

check('the keyboard alone reaches a named frame, hears what it is, and zooms', async () => {
    const {page, done} = await open('#flame'), name = 'regexp.(*Regexp).doExecute';
    for (let n = 0; n < 60 && !await page.evaluate(`document.activeElement.classList.contains('flame-boxes')`); n++) await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(`document.activeElement.classList.contains('flame-boxes')`), 'Tab reaches the frames');
    let i = 0;
    await page.keyboard.press('ArrowDown');
    for (let n = 0; n < 40 && !(await live(page)).startsWith(name); n++) {
        await page.keyboard.press('ArrowDown');
        i = B.heaviestChild(boxes, i);
    }
    assert.equal(N.nameOf(boxes, i), name);
    assert.match(await live(page), new RegExp(`^regexp\\.\\(\\*Regexp\\)\\.doExecute, ${V.percentText(boxes.total[i], boxes.total[0])} total, .* self, .*, depth ${boxes.depth[i]}, ${B.childrenOf(boxes, i).length} callees?$`));
    const row = page.locator('#' + await page.getAttribute('.flame-boxes', 'aria-activedescendant'));
    assert.equal(await row.getAttribute('aria-level'), String(boxes.depth[i] + 1));
    assert.equal(await row.locator('[role=gridcell]').first().textContent(), name);
    await page.keyboard.press('Enter');
    await settle(page);
    assert.equal(await hashPart(page, 'z'), B.pathOf(boxes, i));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    assert.ok((await live(page)).startsWith(name));
    await page.keyboard.press('4');
    await settle(page);
    assert.equal(await hashPart(page, 'function'), name);
    await done();
});

check('a link brings back zoom and selection; what the samples lack is said', async () => {
    const i = wide({width: 1000}, 60).find(at => boxes.depth[at] === 9), where = B.pathOf(boxes, i);
    const {page, done} = await open(`#flame&z=${where}&at=${where}&function=${encodeURIComponent(N.nameOf(boxes, i))}`);
    assert.equal(await page.textContent('.flame-crumbs [aria-current]'), N.shortName(boxes, i));
    assert.equal(await page.textContent('.flame-detail h2'), N.shownName(boxes, i));
    await page.evaluate(where => { location.hash = '#flame&z=' + where + 'AAAA'; }, where);
    await settle(page);
    assert.equal(await page.textContent('.flame-crumbs [aria-current]'), N.shortName(boxes, i));
    assert.match(await live(page), /only a part/);
    await done();
});

check('a window of its own comes back by Back, Forward and reload; one that says nothing is told', async () => {
    const {page, done} = await open('#flame');
    const look = async () => {
        const canvas = await canvasOf(page), seen = [];
        for (const [x, d] of [[0.1, 3], [0.1, 8], [0.9, 3], [0.9, 8], [0.5, 3], [0.5, 8]]) {
            await page.mouse.move(canvas.x + canvas.width * x, canvas.y + d * ROW + 9);
            seen.push(await page.evaluate(() => document.querySelector('.flame-tip')?.textContent || ''));
        }
        return seen;
    };
    const whole = await look();
    await page.keyboard.down('Control');
    for (let n = 0; n < 12; n++) await page.mouse.wheel(0, -60);
    await page.keyboard.up('Control');
    await page.waitForFunction(() => /[&]w=/.test(location.hash));
    const near = await look(), [from, to] = (await hashPart(page, 'w')).split('-').map(Number);
    assert.notDeepEqual(near, whole);
    assert.ok(0 < from && from < 0.5 && 0.5 < to && to < 1 && to - from < 0.01, `${from} ${to}`);
    await page.keyboard.press('d');
    await page.waitForFunction(before => new URLSearchParams(location.hash).get('w') !== before, await hashPart(page, 'w'));
    const moved = await look();
    await page.goBack();
    await settle(page);
    assert.equal(await hashPart(page, 'w'), '');
    assert.deepEqual(await look(), whole);
    await page.goForward();
    await settle(page);
    assert.deepEqual(await look(), moved);
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.drawn);
    await settle(page);
    assert.deepEqual(await look(), moved);
    await page.evaluate(() => window.renderPage.app.set({unit: 'ms'}));
    await settle(page);
    assert.ok(await hashPart(page, 'w'), 'a unit moves nothing');
    await page.evaluate(() => window.renderPage.app.filter('focus', 'regexp'));
    await settle(page);
    assert.equal(await hashPart(page, 'w'), '');
    for (const window of ['0.9-0.1', '7-8', 'x', '0.1-0.10000000000000000000000001', '<b>']) {
        await page.evaluate(part => { location.hash = '#flame&w=' + part; }, window);
        await settle(page);
        assert.match(await page.textContent('.remarks'), /does not know: w/, window);
        assert.deepEqual(await look(), whole, window);
    }
    await page.evaluate(() => { location.hash = '#flame&w=0.1-0.1000000000000001'; });
    await settle(page);
    await page.keyboard.press('0');
    await settle(page);
    assert.ok(!await page.isVisible('.remarks'));
    assert.deepEqual(await look(), whole);
    await done();
});

check('a link of the SVG leads to the same frame', async () => {
    const page = await browser.newPage(), i = wide({width: 1000}, 60).find(at => boxes.depth[at] === 11);
    await page.setContent(execFileSync(RENDER, ['flame', path.join(SAMPLES, PROFILE), '-o', '-'], {encoding: 'utf8', maxBuffer: 2 ** 28}).replace(/^<\?xml.*?\?>/, ''));
    await page.waitForFunction('window.render_flame');
    await page.evaluate(where => render_flame.zoom(where), B.pathOf(boxes, i));
    assert.deepEqual(await page.evaluate('render_flame.state().names'), B.chainOf(boxes, i).map(at => N.nameOf(boxes, at)));
    await page.close();
});

check('search: what matches is counted, and n goes to it', async () => {
    const {page, done} = await open('#flame&q=tryBacktrack');
    await page.waitForFunction(`/frames/.test(document.querySelector('.found').textContent)`, null, {timeout: 5000}).catch(() => {});
    const isThere = /tryBacktrack|frames? of/.test(await page.textContent('.found'));
    if (!isThere) return done();    // an engine without find
    await page.keyboard.press('n');
    await settle(page);
    assert.match(await live(page), /^regexp\.\(\*Regexp\)\.tryBacktrack/);
    await done();
});

check('wheel, minimap and drag move the window', async () => {
    const {page, done} = await open('#flame'), canvas = await canvasOf(page), mini = await canvasOf(page, '.flame-minimap canvas');
    await page.mouse.move(canvas.x + canvas.width * 0.2, canvas.y + 40);
    await page.keyboard.down('Control');
    for (let n = 0; n < 12; n++) await page.mouse.wheel(0, -60);
    await page.keyboard.up('Control');
    await page.waitForTimeout(500);
    const zoomed = await page.textContent('.flame-crumbs [aria-current]');
    await page.keyboard.press('0');
    await settle(page);
    await page.mouse.move(mini.x + mini.width * 0.1, mini.y + 10);
    await page.mouse.down();
    await page.mouse.move(mini.x + mini.width * 0.3, mini.y + 12, {steps: 4});
    await page.mouse.up();
    await settle(page);
    // What was at 20 % is in the middle now.
    await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + 9 * ROW + 9);
    const row = Array.from(boxes.total.keys()).find(i => boxes.depth[i] === 9 && boxes.start[i] <= 0.2 * boxes.size[0] && boxes.start[i] + boxes.size[i] > 0.2 * boxes.size[0]);
    assert.equal(await page.textContent('.flame-tip b'), N.nameOf(boxes, row));
    assert.ok(zoomed);
    await done();
});

check('the sandwich: widths of the function, and a double click makes another one the function', async () => {
    const name = 'runtime.mallocgc', callers = boxesOf('--side=callers', '--function=' + name);
    const {page, done} = await open('#sandwich&function=' + name), above = await canvasOf(page, '.sandwich-chart canvas');
    assert.equal(await page.textContent('.sandwich-head h2'), name);
    assert.ok((await page.textContent('.sandwich-me')).includes(V.valueText(callers.total[0], 'nanoseconds')));
    const first = 1, y = above.y + above.height - ROW / 2, x = above.x + callers.size[first] / callers.size[0] * above.width / 2;
    await page.mouse.move(x, y);
    assert.equal(await page.textContent('.sandwich .flame-tip b'), N.nameOf(callers, first));
    await page.mouse.dblclick(x, y);
    await settle(page);
    assert.equal(await hashPart(page, 'function'), N.nameOf(callers, first));
    assert.equal(await page.textContent('.sandwich-head h2'), N.nameOf(callers, first));
    await page.focus('.sandwich-body');
    await page.keyboard.press('ArrowDown');
    assert.match(await live(page), /callee level 1$/);
    await done();
});

check('the sandwich marks what the search finds as the flame graph does, counts it, and n goes there', async () => {
    const name = 'runtime.mallocgc', {page, done} = await open('#sandwich&theme=light&function=' + name), sides = ['callers', 'callees'].map(side => boxesOf('--side=' + side, '--function=' + name));
    // Of that colour and no other, as a canvas has it.
    const marked = selector => page.evaluate(selector => [...document.querySelectorAll(selector)].map(canvas => {
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) if (data[at] === 0xf6 && data[at + 1] === 0xdb && data[at + 2] === 0x5f) count++;
        return count;
    }), selector);
    assert.deepEqual(await marked('.sandwich-chart canvas'), [0, 0]);
    await page.evaluate(() => window.renderPage.app.set({find: 'runtime.'}));
    await page.waitForFunction(() => document.querySelector('.found b'));
    await settle(page);
    const hits = sides.map(all => Array.from(all.code.keys()).filter(i => i && N.nameOf(all, i).includes('runtime.')));
    assert.ok(hits[0].length && hits[1].length);
    assert.ok((await marked('.sandwich-chart canvas')).every(count => count > 500));
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.sandwich-me')).backgroundColor), 'rgb(246, 219, 95)', 'the function matches, too');
    const captions = await page.$$eval('.sandwich-caption', all => all.map(one => one.textContent));
    hits.forEach((list, n) => assert.ok(captions[n].includes(`; ${String(list.length).replace(/\B(?=(\d{3})+$)/g, ',')} frame${list.length === 1 ? ' matches' : 's match'}`), captions[n]));
    await page.keyboard.press('n');
    await settle(page);
    assert.ok((await live(page)).startsWith(N.nameOf(sides[0], hits[0][0]) + ','), await live(page));
    assert.ok((await page.textContent('.found')).includes(', 1 of '), await page.textContent('.found'));
    await page.keyboard.press('N');
    await settle(page);
    assert.ok((await live(page)).startsWith(N.nameOf(sides[1], hits[1].at(-1)) + ','));
    await page.evaluate(() => window.renderPage.app.set({find: ''}));
    await settle(page);
    assert.deepEqual(await marked('.sandwich-chart canvas'), [0, 0]);
    assert.ok(!(await page.textContent('.sandwich-caption')).includes('match'));
    await done();
});

check('no more than 500 elements, nothing beside the window at 390 px, and axe finds nothing', async () => {
    for (const hash of ['#flame&function=runtime.mallocgc', '#sandwich&function=runtime.mallocgc'])
        for (const colorScheme of ['light', 'dark']) {
            const {page, done} = await open(hash, {colorScheme, reducedMotion: 'reduce', viewport: colorScheme === 'light' ? {width: 1280, height: 800} : {width: 390, height: 800}});
            assert.ok(await page.evaluate(`document.querySelectorAll('*').length`) <= 500);
            assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false);
            if (axe) {
                await page.evaluate(axe);
                const found = await page.evaluate(() => axe.run(document.querySelector('main')).then(result => result.violations.map(({id, nodes}) => id + ': ' + nodes.map(node => node.html.slice(0, 120)).join(' | '))));
                assert.deepEqual(found, [], hash);
            }
            await done();
        }
});
