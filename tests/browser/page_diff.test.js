// The page of a comparison, as the command writes it: what it says without script, its pictures and tables, and that they
// agree with the command line.
// Run: RENDER=build/render node --test tests/browser/page_diff.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {ROOT, RENDER, SAMPLES, axe, launch, missing} = require('./chromium.js');

const PAIR = ['svc-slow.cpu.pb.gz', 'svc-fast.cpu.pb.gz'].map(name => path.join(SAMPLES, name));
const ROW = 18, GONE = 4, MORE = 3, LESS = 2;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-diff-'));
const run = (...options) => execFileSync(RENDER, [...options, '-o', '-'], {maxBuffer: 2 ** 28});
const json = (...options) => JSON.parse(run(...options));
const write = (name, ...options) => {
    execFileSync(RENDER, ['--diff', ...options, '-o', path.join(folder, name)], {stdio: 'pipe'});
    return path.join(folder, name);
};

let browser, B, C, boxes, file;
before(async () => {
    if (missing) return;
    [B, C] = await Promise.all(['boxes', 'change'].map(name => import(path.join(ROOT, 'templates', 'page', name + '.js'))));
    boxes = B.decodeBoxes(new Uint8Array(run('boxes', '--diff', ...PAIR)));
    file = write('a.html', ...PAIR);
    browser = await launch();
});
after(async () => {
    await browser?.close();
    fs.rmSync(folder, {recursive: true, force: true});
});

const open = async (from, hash, options = {}) => {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, bypassCSP: true, reducedMotion: 'reduce', ...options}), page = await context.newPage(), errors = [];
    page.on('pageerror', error => errors.push(error.stack || String(error)));
    await page.goto('file://' + from + hash);
    await page.waitForSelector('html[data-drawn]');
    await page.waitForFunction(() => document.title !== '');
    await settle(page);
    return {page, done: async () => {
        assert.deepEqual(errors, []);
        await context.close();
    }};
};
const settle = page => page.evaluate(() => new Promise(resolve => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 200)));
const check = (name, act) => test(name, {skip: missing || false, timeout: 120000}, act);
const texts = (page, selector) => page.$$eval(selector, all => all.map(one => one.textContent));
const hash = page => page.evaluate(() => location.hash);

// ---------------------------------------------------------------- answers

check('boxes have both sides, and their change adds up', () => {
    const alone = ['base', 'new'].map(side => B.decodeBoxes(new Uint8Array(run('boxes', '--diff', '--only_side=' + side, ...PAIR))));
    // One side alone is scaled sample by sample.
    for (const side of [0, 1]) assert.ok(Math.abs(alone[side].total[0] / C.valuesOf(boxes, 0)[side] - 1) < 1e-7);
    assert.deepEqual(boxes.head.sides.map(side => side.selected[0]), C.valuesOf(boxes, 0));
    assert.equal(boxes.head.selected[0], boxes.total[0]);
    assert.equal(boxes.head.total[0], alone[0].total[0]);
    for (const [delta, base] of [[boxes.total, boxes.baseTotal], [boxes.self, boxes.baseSelf]]) assert.equal(delta.length, base.length);
    for (let i = 0; i < boxes.frames; i++) {
        const children = B.childrenOf(boxes, i), sum = of => children.reduce((all, c) => all + of(c), 0);
        const [base, now] = C.valuesOf(boxes, i), [baseSelf, nowSelf] = C.valuesOf(boxes, i, true);
        assert.ok(Math.abs(base - baseSelf - sum(c => C.valuesOf(boxes, c)[0])) <= children.length + 1);
        assert.ok(Math.abs(now - nowSelf - sum(c => C.valuesOf(boxes, c)[1])) <= children.length + 1);
        assert.ok(Math.abs(boxes.size[i] - Math.max(baseSelf, nowSelf) - sum(c => boxes.size[c])) <= children.length + 1, 'the larger of both, and the children');
        const kind = boxes.kinds[i];
        if (base === now) assert.ok(kind < LESS);
        if (kind >= LESS) assert.equal(kind === MORE || kind === MORE + 2, now > base);
        if (kind >= GONE) assert.ok(base === 0 || now === 0);
    }
    assert.ok(new Set(boxes.kinds).size >= 4);
});

check('one side of the boxes is what the command says of it', () => {
    const top = json('functions', '--diff', '--only_side=base', '--sort=cum', ...PAIR), base = C.sideOf(boxes, 'base');
    for (const i of [0, 1, 2, 5, 9]) {
        const fs = [...base.head.functions.name.keys()].filter(f => base.head.functions.name[f] === top.name[i]);
        assert.equal(fs.length, 1);
        assert.equal(B.sumsOf(base, fs[0]).total, top.cum[i]);
    }
    assert.equal(C.sideOf(C.sideOf(boxes, 'new'), ''), boxes);
    assert.equal(C.sideOf(boxes, 'new'), C.sideOf(boxes, 'new'));
});

check('the numbers of a function agree between answers', () => {
    const table = json('functions', '--diff', ...PAIR), {flat, cum} = table.changes;
    const details = json('details', '--diff', '--function=' + table.name[0], ...PAIR);
    assert.deepEqual([details.changes.flat.base[0], details.changes.flat.new[0], details.flat[0]], [flat.base[0], flat.new[0], table.flat[0]]);
    assert.deepEqual([details.changes.cum.base[0], details.changes.cum.new[0], details.cum[0]], [cum.base[0], cum.new[0], table.cum[0]]);
    assert.equal(details.changes.flat.interval, flat.interval[0]);
    const last = flat.kind.findLastIndex(kind => kind >= LESS);
    assert.ok(last >= 3 && flat.kind.slice(0, last + 1).every(kind => kind >= LESS), 'significant ones come first');
    for (let i = 1; i <= last; i++) assert.ok(Math.abs(table.flat[i]) <= Math.abs(table.flat[i - 1]));
    const found = json('find', '--diff', '--pattern=^regexp', ...PAIR);
    assert.ok(Math.abs(found.sides[1][0] - found.sides[0][0] - found.value[0]) < 1e-6);
    const labels = json('labels', '--diff', ...PAIR);
    assert.ok(labels.keys.length > 0 && labels.keys.every(one => !one.key.startsWith('render::')));
    assert.ok(details.labels.every(one => !one.key.startsWith('render::')));
});

check('turning the sides round turns the change round', () => {
    const there = json('functions', '--diff', '--normalize', ...PAIR), back = json('summary', '--diff', ...[...PAIR].reverse());
    assert.ok(there.changes.flat.kind.some(kind => kind >= LESS));
    assert.ok(back.comparison.total.base[0] > 0);
    const same = json('summary', '--diff', PAIR[0], PAIR[0]);
    assert.equal(same.comparison.total.kind, 0);
    assert.deepEqual([same.comparison.more, same.comparison.less, same.comparison.significant], [[], [], 0]);
    assert.match(same.answer.map(part => part.text).join(''), /^CPU time did not change, \S+\. No function changed/);
});

// ---------------------------------------------------------------- without script

check('without script there is the verdict, the movers and a picture', async () => {
    const context = await browser.newContext({javaScriptEnabled: false}), still = await context.newPage();
    await still.goto('file://' + file);
    assert.match(await still.textContent('h1'), /svc-slow\.cpu\.pb\.gz \u2192 svc-fast\.cpu\.pb\.gz/);
    assert.match(await still.textContent('.answer'), /^CPU time (fell|rose) by .* \u2192 .*Largest (de|in)crease: /);
    assert.deepEqual(await still.$$eval('.top th', all => all.map(one => one.textContent)), ['base', 'new', 'change', '%', 'interval', 'name']);
    assert.match(await still.textContent('.top tr:nth-child(2)'), /[+\u2212]/);
    const svg = await still.$eval('main > svg', one => one.outerHTML), style = /style=|class="(?!t\d)/;
    for (const part of ['url(#less)', 'url(#more)', 'stroke-dasharray', '\u2192']) assert.ok(svg.includes(part), part);
    assert.doesNotMatch(svg, style);
    assert.match(await still.textContent('main > svg + p'), /less.*more.*noise.*Width: the larger of base and new/);
    await context.close();
});

// ---------------------------------------------------------------- the flame graph

const colourAt = (page, x, y) => page.$eval('.flame-stage canvas', (canvas, [left, top]) => {
    const ratio = canvas.width / canvas.clientWidth, {data} = canvas.getContext('2d').getImageData(left * ratio, top * ratio, 9, 1);
    return [...new Set(Array.from({length: 9}, (_, i) => '#' + [0, 1, 2].map(c => data[4 * i + c].toString(16).padStart(2, '0')).join('')))];
}, [x, y]);

for (const theme of ['light', 'dark'])
    check('boxes have the colour and hatch of their change, ' + theme, async () => {
        const {page, done} = await open(file, '#flame', {colorScheme: theme}), tokens = JSON.parse(fs.readFileSync(path.join(ROOT, 'templates', 'tokens.json'), 'utf8'))[theme].diff;
        const width = await page.$eval('.flame-stage canvas', one => one.clientWidth), seen = new Set();
        for (let i = 1; i < boxes.frames; i++) {
            const w = boxes.size[i] / boxes.size[0] * width;
            if (w < 20 || boxes.depth[i] > 20) continue;
            const kind = boxes.kinds[i] < LESS ? 'noise' : boxes.total[i] < 0 ? 'less' : 'more', [base, now] = C.valuesOf(boxes, i);
            const share = Math.abs(now - base) / Math.max(base, now), step = share > 0.75 ? 3 : share > 0.5 ? 2 : share > 0.25 ? 1 : 0;
            const known = kind === 'noise' ? [tokens.noise] : [tokens[kind][step], tokens[kind + '_line'][step]];
            // Near the right end at the bottom, where no text is.
            const colours = await colourAt(page, (boxes.start[i] + boxes.size[i]) / boxes.size[0] * width - 13, boxes.depth[i] * ROW + ROW - 4);
            assert.ok(colours.some(one => known.includes(one.toLowerCase())), `${boxes.head.functions.name[B.functionOf(boxes, i)]} ${kind} ${step}: ${colours} of ${known}`);
            seen.add(kind);
        }
        assert.deepEqual([...seen].sort(), ['less', 'more', 'noise']);
        assert.equal(await page.locator('.flame-legend .scale i').count(), 9);
        assert.match(await page.textContent('.flame-legend'), /within noise.*gone.*new.*the larger of base and new/);
        await done();
    });

check('a switch shows the change, base or new, and the address holds it', async () => {
    const {page, done} = await open(file, '#flame'), pressed = () => page.textContent('.segments [aria-pressed=true]'), sums = () => page.textContent('.sums');
    const {comparison} = json('summary', '--diff', ...PAIR);
    assert.equal(await pressed(), 'change');
    assert.equal(await sums(), `${comparison.total.base[1]} \u2192 ${comparison.total.new[1]} ${comparison.total.relative}`);
    const place = await page.$eval('.flame-space', one => one.clientHeight);
    for (const side of ['base', 'new']) {
        await page.keyboard.press('b');
        await settle(page);
        assert.equal(await pressed(), side);
        assert.match(await hash(page), new RegExp('only_side=' + side));
        assert.equal(await sums(), comparison.total[side][1]);
        assert.match(await page.textContent('.flame-twin'), new RegExp('all' + comparison.total[side][1].replace('.', '\\.') + ' total'));
        assert.equal(await page.$eval('.flame-space', one => one.clientHeight), place, 'the same boxes');
        assert.doesNotMatch(await page.textContent('.flame-legend'), /within noise/);
    }
    await page.keyboard.press('b');
    await settle(page);
    assert.doesNotMatch(await hash(page), /only_side/);
    await page.click('.segments button:nth-child(3)');
    await page.click('#tab-top');
    await page.waitForSelector('.top .rows .row');
    const top = json('functions', '--diff', '--only_side=new', ...PAIR);
    assert.equal(await page.textContent('.top .rows .row .c-flat'), top.flat_text[0]);
    assert.equal((await texts(page, '.top .rows .row .c-name'))[0], top.name[0]);
    await page.goBack();
    await settle(page);
    await done();
});

check('tooltip, status, detail and the twin for screen readers say both sides', async () => {
    const {page, done} = await open(file, '#flame'), canvas = await page.$eval('.flame-stage canvas', one => {
        const {x, y, width} = one.getBoundingClientRect();
        return {x, y, width};
    });
    const i = boxes.kinds.findIndex((kind, at) => at && kind >= LESS && kind < GONE && boxes.size[at] / boxes.size[0] > 0.1), [base, now] = C.valuesOf(boxes, i), relative = C.relativeText(base, now);
    assert.ok(i > 0);
    await page.mouse.move(canvas.x + (boxes.start[i] + boxes.size[i] / 2) / boxes.size[0] * canvas.width, canvas.y + boxes.depth[i] * ROW + 8);
    await page.waitForSelector('.flame-tip');
    const tip = await page.textContent('.flame-tip');
    for (const part of ['base', 'new', 'change', relative]) assert.ok(tip.includes(part), part + ' in ' + tip);
    assert.ok((await page.textContent('footer .left')).includes(' \u2192 '));
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForFunction(() => /Interval/.test(document.querySelector('.flame-detail').textContent));
    const detail = await page.textContent('.flame-detail');
    assert.match(detail, /basenewchange/);
    assert.ok(detail.includes(relative), detail);
    assert.match(detail, / to [+\u2212]/);
    const twin = await page.textContent('.flame-twin [aria-selected=true]');
    for (const part of ['base ', 'new ', 'change ', relative, now < base ? 'less' : 'more']) assert.ok(twin.includes(part), part + ' in ' + twin);
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => /base .*new .*change /.test(document.querySelector('[aria-live=polite]').textContent));
    await done();
});

// ---------------------------------------------------------------- tables

check('the table goes by change, what is noise stands behind and is marked', async () => {
    const {page, done} = await open(file, '#top'), table = json('functions', '--diff', ...PAIR), cum = json('functions', '--diff', '--sort=cum', ...PAIR);
    await page.waitForSelector('.changes .rows .row');
    assert.deepEqual((await texts(page, '.changes .rows .c-name')).slice(0, 8), table.name.slice(0, 8));
    assert.deepEqual((await texts(page, '.changes .rows .c-change')).slice(0, 8), table.flat_text.slice(0, 8));
    assert.deepEqual((await texts(page, '.changes .rows .c-relative')).slice(0, 8), table.changes.flat.relative.slice(0, 8));
    assert.equal(await page.$eval('.changes .rows .c-side', one => one.classList.contains('is-down')), table.flat[0] < 0);
    const noise = table.changes.flat.kind.indexOf(1);
    assert.equal(await page.getAttribute(`.changes .rows .row[data-at="${noise}"] .c-name`, 'data-tag'), 'noise');
    assert.match(await page.textContent('.v-changes .bar-line'), /\d+ significant, \d+ within noise; exact test of counts/);
    await page.click('.v-changes .segments button:nth-child(2)');
    await page.waitForFunction(first => document.querySelector('.changes .rows .c-name')?.textContent === first, cum.name[0]);
    assert.match(await hash(page), /sort=cum/);
    await page.click('.changes .c-base button');
    await settle(page);
    assert.match(await hash(page), /sort=cum\.base/);
    const values = (await page.$$eval('.changes .rows .row', all => all.map(one => Number(one.dataset.at)))).length;
    assert.ok(values > 5);
    assert.equal(await page.getAttribute('.changes .c-base[role=columnheader]', 'aria-sort'), 'descending');
    await done();
});

check('the summary has the verdict, what moved most, how it was measured', async () => {
    const {page, done} = await open(file, ''), summary = json('summary', '--diff', ...PAIR), {comparison} = summary;
    assert.equal(await page.textContent('.v-summary .answer'), summary.answer.map(part => part.text).join(''));
    const movers = await page.textContent('.movers');
    for (const mover of [...comparison.more, ...comparison.less]) for (const part of [mover.name, mover.change.delta[1], mover.change.interval]) assert.ok(movers.includes(part), part);
    const facts = await page.textContent('.v-summary');
    for (const part of [comparison.method, comparison.scaling, comparison.sides[0].line, comparison.sides[1].line]) assert.ok(facts.includes(part), part);
    assert.equal(await page.isHidden('.sides'), true);
    await done();
});

check('what is equal in sum is not empty, what no side has left is', async () => {
    const {page, done} = await open(write('e.html', ...PAIR, '--normalize'), '#top');
    await page.waitForSelector('.changes .rows .row');
    assert.equal(await page.isHidden('.notice'), true);
    await page.evaluate(() => { location.hash = 'top&focus=nosuchfunction'; });
    await page.waitForFunction(() => /No sample passes/.test(document.querySelector('.notice').textContent));
    await done();
});

check('what the sides were scaled by on the command line, the page scales by', async () => {
    const options = ['--normalize', '--match=exact', '--confidence=0.99', '--width_by=base'], {page, done} = await open(write('n.html', ...PAIR, ...options), '#top');
    await page.waitForSelector('.changes .rows .row');
    const table = json('functions', '--diff', ...options, ...PAIR), {comparison} = json('summary', '--diff', ...options, ...PAIR);
    assert.deepEqual((await texts(page, '.changes .rows .c-change')).slice(0, 8), table.flat_text.slice(0, 8));
    assert.ok((await page.textContent('.facts-of')).includes(comparison.scaling));
    assert.match(comparison.legend, /99%/);
    await page.click('#tab-flame');
    await page.waitForFunction(() => /width: base/.test(document.querySelector('.flame-legend').textContent));
    await done();
});

// ---------------------------------------------------------------- all of it

for (const [name, options] of [['wide', {}], ['wide and dark', {colorScheme: 'dark'}], ['narrow', {viewport: {width: 390, height: 844}}]])
    check('axe finds nothing in it, and nothing runs over the edge, ' + name, async () => {
        const {page, done} = await open(file, '', options);
        for (const tab of ['summary', 'flame', 'sandwich', 'top', 'graph', 'peek', 'source', 'labels'].flatMap(one => [one, one + '&only_side=base'])) {
            await page.evaluate(to => { location.hash = to; }, tab);
            await settle(page);
            await settle(page);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, tab);
            if (!axe) continue;
            await page.evaluate(axe);
            const {violations} = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
            assert.deepEqual(violations.map(one => [one.id, one.nodes.map(node => node.target.join()).slice(0, 3)]), [], tab);
        }
        await done();
    });
