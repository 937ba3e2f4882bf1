// The tabs of the page that are tables, the summary and the call graph, in a real browser, with the command as their engine.
// Run: RENDER=build/render node --test tests/browser/page_tables.test.js
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {ROOT, RENDER, SAMPLES, launch, missing} = require('./chromium.js');
const {serve} = require('./dev_server.js');

const SLOW = path.join(SAMPLES, 'svc-slow.cpu.pb.gz'), HEAP = path.join(SAMPLES, 'svc-fast.heap.pb.gz'), CPP = path.join(SAMPLES, 'cpp.cpu.pb.gz');
const MANY = 23000, MOST_ROWS = 60;

let browser, server, folder, many;
const check = (name, run) => test(name, {skip: missing || false}, run);

before(async () => {
    if (missing) return;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-tables-'));
    many = path.join(folder, 'many.folded');
    fs.writeFileSync(many, Array.from({length: MANY - 1}, (_, i) => `main.main;example.com/app/pkg${i % 97}.function${i} ${MANY - i}\n`).join(''));
    const stacks = path.join(folder, 'bare.folded');
    fs.writeFileSync(stacks, 'main;a 3\nmain;b 1\n');
    browser = await launch();
    server = await serve({profiles: [SLOW, HEAP, CPP, many, stacks], render: RENDER});
});

after(async () => {
    if (browser) await browser.close();
    if (server) server.close();
    if (folder) fs.rmSync(folder, {recursive: true, force: true});
});

// Opens a tab and waits for its view to be drawn. Errors of the page fail the test.
const open = async (profile, hash, {width = 1280, height = 800, ready = '', ...options} = {}) => {
    const context = await browser.newContext({viewport: {width, height}, reducedMotion: 'reduce', ...options}), page = await context.newPage(), errors = [];
    page.on('pageerror', e => errors.push(String(e)));
    page.on('console', m => m.type() === 'error' && !/favicon|404/.test(m.text()) && errors.push(m.text()));
    await page.goto(`http://127.0.0.1:${server.address().port}/${encodeURIComponent(path.basename(profile))}/#${hash}`);
    await page.waitForSelector(ready || '.panel:not([hidden]) .grid-view .rows .row');
    page.done = async () => {
        await context.close();
        assert.deepEqual(errors, []);
    };
    return page;
};

const report = (profile, ...words) => execFileSync(RENDER, [...words, profile, '-o', '-'], {encoding: 'utf8', maxBuffer: 1 << 28});
const answer = (profile, ...words) => JSON.parse(report(profile, ...words));
const hasView = name => {
    try {
        report(SLOW, name, '--function=runtime.mallocgc');
        return true;
    } catch (e) {
        return false;
    }
};

// The lines of `render top` below its head.
const topLines = (profile, ...words) => {
    const lines = report(profile, 'top', '--nodecount=0', '--trim=false', ...words).split('\n');
    return lines.slice(lines.findIndex(line => /^ +flat +flat%/.test(line)), -1);
};

const TOP = '.view-top .top';

// What Ctrl-C would copy with all rows selected.
const copied = async page => {
    await page.focus(TOP);
    await page.keyboard.press('Control+a');
    return page.evaluate(selector => {
        const data = new DataTransfer();
        document.querySelector(selector).dispatchEvent(new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
        return data.getData('text/plain');
    }, TOP);
};

// The texts of all rows, by scrolling through them.
const scrolledRows = async page => page.evaluate(async selector => {
    const grid = document.querySelector(selector), seen = new Map();
    const look = () => {
        for (const one of grid.querySelectorAll('.rows .row')) {
            const cells = [...one.children], tag = cells[6].dataset.tag;
            seen.set(+one.getAttribute('aria-rowindex'), [...[0, 1, 2, 4, 5].map(k => cells[k].textContent), cells[6].title + (tag === 'inlined' ? ' (inline)' : tag ? ' (partial-inline)' : '')].join('|'));
        }
    };
    const count = +grid.getAttribute('aria-rowcount') - 1;
    for (let top = 0; ; top += 300) {
        grid.scrollTop = top;
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        look();
        if (top > grid.scrollHeight) break;
    }
    return {count, rows: [...seen].sort((a, b) => a[0] - b[0]).map(([, text]) => text)};
}, TOP);

const asCells = line => {
    const [, flat, flatp, sum, cum, cump, name] = /^ *(\S+) +(\S+) +(\S+) +(\S+) +(\S+) {2}(.*)$/.exec(line);
    return [flat, flatp, sum, cum, cump, name].join('|');
};

const moduleOf = name => import(path.join(ROOT, 'templates', 'page', name + '.js'));

test('where a function begins in a name, and short places', async () => {
    const {packageEnd, shortPlace} = await moduleOf('functions');
    for (const name of ['net/http.|(*conn).serve', 'main.|main', 'example.com/a.b/c.|F[go.shape.struct { A example.com/x.T }]', '|memmove', 'runtime.|mapaccess1_fast64', '|operator new(unsigned long)', 'a/b/|c', '|'])
        assert.equal(packageEnd(name.replace('|', '')), name.indexOf('|'), name);
    assert.deepEqual([shortPlace('/usr/local/go/src/regexp/exec.go', 12), shortPlace('a.c', 0), shortPlace('', 3)], ['regexp/exec.go:12', 'a.c', '']);
});

test('orders of the table: by name and file, either way, ties as they came', async () => {
    const {sortOf, sortRows} = await moduleOf('top_view'), table = {name: ['b', 'a', 'c', 'a'], file: ['y', 'x', 'x', 'x'], line: [1, 9, 2, 9]};
    const by = (name, isUp) => sortRows(table, [0, 1, 2, 3], name, isUp).join('');
    assert.deepEqual([by('flat', false), by('flat', true), by('name', true), by('name', false), by('file', true), by('file', false)], ['0123', '3210', '1302', '2013', '2130', '0132']);
    assert.deepEqual(sortOf(''), {by: 'flat', isUp: false, asked: 'flat', hasSum: true});
    assert.deepEqual(sortOf('-cum'), {by: 'cum', isUp: true, asked: 'cum', hasSum: false});
    assert.equal(sortOf('name').asked, 'flat');
});

test('lines, gaps and heads of a source listing; blocks of labels; ends of lines', async () => {
    const {sourceRows} = await moduleOf('source_view'), {labelRows} = await moduleOf('labels_view'), {endOfLine} = await moduleOf('text_view');
    const line = number => ({line: number, flat: [0, '0'], cum: [1, '1'], text: null, calls: []});
    const words = files => sourceRows({files}).map(row => row.line ? row.line.line : row.gap ? '+' + row.gap : row.file).join(' ');
    assert.equal(words([{file: 'a', lines: [line(3), line(4), line(9)]}]), '3 4 +4 9');
    assert.equal(words([{file: 'a', lines: [line(3)]}, {file: 'b', lines: [line(1)]}]), 'a 3 b 1');
    assert.equal(words([]), '');
    const rows = labelRows({keys: [{key: 'k', total: [3, '3'], more: 5, values: [{text: 'v', value: [3, '3'], filter: 'k=^v$'}]}]});
    assert.deepEqual(rows.map(row => [row.key, row.text, row.filter, row.count]), [['k', 'k', '', 6], ['k', 'v', 'k=^v$', 0]]);
    const ends = (text, count) => endOfLine(new TextEncoder().encode(text), count);
    assert.deepEqual([ends('a\nb\nc\n', 2), ends('a\nb\n', 2), ends('a\nb', 2), ends('', 1)], [4, -1, -1, -1]);
});

check('Top is `render top` to the last digit: samples, types, filters', async () => {
    for (const [profile, hash, words] of [
        [SLOW, 'top', []], [SLOW, 'top&focus=json', ['--focus=json']], [SLOW, 'top&sort=cum', ['--sort=cum']], [SLOW, 'top&sort=cum&hide=runtime&unit=ms', ['--sort=cum', '--hide=runtime', '--unit=ms']],
        [HEAP, 'top', []], [HEAP, 'top&sample_index=alloc_objects', ['--sample_index=alloc_objects']], [CPP, 'top&granularity=files', ['--granularity=files']]
    ]) {
        const page = await open(profile, hash), expected = topLines(profile, ...words);
        assert.equal(await copied(page), expected.join('\n') + '\n', path.basename(profile) + ' ' + hash);
        await page.done();
    }
});

check('every row of Top can be scrolled to, and says what `render top` says', async () => {
    const page = await open(SLOW, 'top'), expected = topLines(SLOW).slice(1).map(asCells), {count, rows} = await scrolledRows(page);
    assert.equal(count, expected.length);
    assert.deepEqual(rows, expected);
    await page.done();
});

check('twenty thousand rows: few elements, the last is reached, scrolling is quick', async () => {
    const page = await open(many, 'top'), expected = topLines(many).slice(1);
    assert.equal(expected.length, MANY);
    assert.equal(await page.getAttribute(TOP, 'aria-rowcount'), String(MANY + 1));
    await page.focus(TOP);
    await page.keyboard.press('End');
    const last = await page.waitForSelector(`${TOP} .rows [aria-rowindex="${MANY + 1}"]`);
    assert.equal(await last.$eval('.c-name', cell => cell.title), asCells(expected[MANY - 1]).split('|')[5]);
    assert.equal(await last.getAttribute('aria-selected'), 'true');
    const box = await last.boundingBox(), grid = await (await page.$(TOP)).boundingBox();
    assert.ok(box.y + box.height <= grid.y + grid.height + 1, 'the last row is in sight');
    const {most, median} = await page.evaluate(async selector => {
        const grid = document.querySelector(selector), times = [];
        let most = 0;
        for (let i = 0; i < 60; i++) {
            grid.scrollTop = i % 2 ? i * 9000 : i * 97;
            const start = performance.now();
            await new Promise(done => requestAnimationFrame(done));
            await new Promise(done => setTimeout(done));
            times.push(performance.now() - start);
            most = Math.max(most, grid.querySelectorAll('.rows .row').length);
        }
        return {most, median: times.sort((a, b) => a - b)[30]};
    }, TOP);
    assert.ok(most <= MOST_ROWS, `${most} rows are elements`);
    assert.ok(median < 50, `${median} ms a frame`);
    assert.ok(await page.evaluate(() => document.querySelectorAll('*').length) <= 500, 'elements');
    await page.done();
});

check('Top sorts by any column, says so, and keeps ties in order', async () => {
    const page = await open(SLOW, 'top'), table = answer(SLOW, 'functions');
    const first = () => page.$eval(`${TOP} .rows [aria-rowindex="2"] .c-name`, cell => cell.title);
    const sorted = async () => page.$$eval(`${TOP} [aria-sort]`, heads => heads.map(head => head.textContent + ' ' + head.getAttribute('aria-sort')).join());
    assert.equal(await sorted(), 'flat descending');
    await page.click(`${TOP} .grid-head .c-cum button`);
    await page.waitForFunction(name => document.querySelector('.view-top .rows [aria-rowindex="2"] .c-name')?.title === name, answer(SLOW, 'functions', '--sort=cum').name[0]);
    assert.equal(await sorted(), 'cum descending');
    await page.click(`${TOP} .grid-head .c-name button`);
    await page.waitForFunction(() => document.querySelector('.view-top .c-name[aria-sort=ascending]'));
    assert.equal(await first(), [...table.name].sort((a, b) => a < b ? -1 : 1)[0]);
    assert.equal(await page.textContent(`${TOP} .rows [aria-rowindex="2"] .c-sum`), '');
    assert.match(await page.$eval(`${TOP} .rows [aria-rowindex="2"] .c-sum`, cell => cell.title), /sort by flat or cum/);
    await page.click(`${TOP} .grid-head .c-name button`);
    await page.waitForFunction(() => document.querySelector('.view-top .c-name[aria-sort=descending]'));
    assert.match(page.url(), /sort=name/);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('.view-top .c-name[aria-sort=ascending]'));
    await page.done();
});

check('Top by keys: rows, pages, ends, many at once; Enter opens the sandwich', async () => {
    const page = await open(SLOW, 'top'), table = answer(SLOW, 'functions'), key = name => page.keyboard.press(name);
    const at = () => page.$eval(`${TOP} .at`, one => +one.getAttribute('aria-rowindex') - 2);
    await page.focus(TOP);
    await key('ArrowDown');
    assert.equal(await at(), 0);
    await key('ArrowDown');
    await key('ArrowDown');
    await key('ArrowUp');
    assert.equal(await at(), 1);
    await key('PageDown');
    assert.ok(await at() > 10);
    await key('End');
    assert.equal(await at(), table.name.length - 1);
    await key('Home');
    await key('Shift+ArrowDown');
    await key('Shift+ArrowDown');
    assert.equal(await page.$$eval(`${TOP} [aria-selected=true]`, rows => rows.length), 3);
    await key('ArrowDown');
    assert.equal(await page.$$eval(`${TOP} [aria-selected=true]`, rows => rows.length), 1);
    const id = await page.getAttribute(TOP, 'aria-activedescendant');
    assert.equal(await page.$eval('#' + id, one => one.querySelector('.c-name').title), table.name[3]);
    await page.waitForFunction(name => decodeURIComponent(location.hash).includes('function=' + name), table.name[3]);
    await key('Enter');
    await page.waitForFunction(() => location.hash.startsWith('#sandwich'));
    await page.done();
});

check('Top by pointer: a click selects, with Shift as far as there, a double click opens the sandwich; the menu is that of functions', async () => {
    const page = await open(SLOW, 'top'), table = answer(SLOW, 'functions'), rowOf = i => `${TOP} .rows [aria-rowindex="${i + 2}"]`;
    await page.click(rowOf(2));
    await page.waitForFunction(name => decodeURIComponent(location.hash).includes('function=' + name), table.name[2]);
    await page.click(rowOf(5), {modifiers: ['Shift']});
    assert.equal(await page.$$eval(`${TOP} [aria-selected=true]`, rows => rows.length), 4);
    await page.click(rowOf(1), {button: 'right'});
    assert.match(await page.textContent('[role=menu]'), /Focus.*Sandwich.*Copy name/s);
    await page.keyboard.press('Escape');
    await page.dblclick(rowOf(3));
    await page.waitForFunction(name => location.hash.startsWith('#sandwich') && decodeURIComponent(location.hash).includes('function=' + name), table.name[3]);
    await page.done();
});

check('the search leaves the rows it found', async () => {
    const page = await open(SLOW, 'top&q=regexp');
    const found = answer(SLOW, 'functions').name.filter(name => /regexp/i.test(name)).length;
    await page.waitForFunction(([selector, count]) => document.querySelector(selector).getAttribute('aria-rowcount') === String(count + 1), [TOP, found]);
    assert.ok((await page.$$eval(`${TOP} .rows .c-name`, cells => cells.map(cell => cell.title))).every(name => /regexp/i.test(name)));
    await page.done();
});

check('Summary: the answer links to functions, the packages are those of the engine, the digest is that of the file', async () => {
    const page = await open(SLOW, 'summary', {ready: '.view-summary .top-five tbody tr'}), summary = answer(SLOW, 'summary');
    assert.equal(await page.textContent('.view-summary .answer'), summary.answer.map(part => part.text).join(''));
    assert.deepEqual(await page.$$eval('.top-five .c-name', names => names.map(name => name.title)), summary.top.name);
    assert.deepEqual(await page.$$eval('.packages .nm', names => names.map(name => name.textContent)), summary.packages.map(item => item.name));
    const digest = crypto.createHash('sha256').update(fs.readFileSync(SLOW)).digest('hex');
    await page.waitForFunction(text => document.querySelector('.view-summary').textContent.includes(text), digest);
    await page.click('.packages button');
    await page.waitForFunction(() => /q=/.test(location.hash) && /match=package/.test(location.hash));
    await page.click('.view-summary .answer button');
    await page.waitForFunction(() => location.hash.startsWith('#sandwich') && /function=/.test(location.hash));
    await page.done();
});

const graph = script => `(() => { const root = document.querySelector('.graph-host').shadowRoot; ${script} })()`;

check('Graph: a click selects and lights the neighbours, a double click focuses, keys walk and zoom', async () => {
    const page = await open(SLOW, 'graph', {ready: '.graph-host .node'});
    assert.equal(await page.evaluate(graph('return root.querySelectorAll("script,style").length')), 0);
    const hot = page.locator('.graph-host .node[data-hot]').first(), name = await hot.getAttribute('data-name');
    await hot.click();
    await page.waitForFunction(text => decodeURIComponent(location.hash).includes('function=' + text), name);
    assert.ok(await page.evaluate(graph('return root.querySelectorAll(".lit .node").length')) > 1);
    assert.equal(await page.evaluate(graph('return getComputedStyle(root.querySelector("#view")).opacity')), '0.25');
    assert.equal(await hot.getAttribute('aria-pressed'), 'true');
    const matrix = () => page.evaluate(graph('return root.querySelector("#view").getAttribute("transform")')), before = await matrix();
    await page.click('[aria-label="Zoom in"]');
    await page.waitForFunction(text => document.querySelector('.graph-host').shadowRoot.querySelector('#view').getAttribute('transform') !== text, before);
    await page.click('[aria-label="Fit the whole graph"]');
    await page.waitForFunction(graph('return root.querySelector("#view").classList.contains("z6")'));
    await page.evaluate(graph('root.querySelector(".node[tabindex=\\"0\\"]").focus()'));
    const focused = () => page.evaluate(graph('return root.activeElement.dataset.name')), from = await focused();
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await focused(), from);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), from);
    await hot.dblclick();
    await page.waitForSelector('.chip');
    assert.match(await page.textContent('.chip'), /focus/);
    await page.done();
});

check('Graph: more functions when asked, the search marks, dark when the page is', async () => {
    const page = await open(SLOW, 'graph&nodecount=20&theme=dark&q=regexp', {ready: '.graph-host .node'});
    const count = () => page.evaluate(graph('return root.querySelectorAll(".node:not(.tag)").length'));
    assert.ok(await count() <= 20);
    await page.waitForFunction(graph('return root.querySelectorAll("#view .m").length > 0'));
    assert.ok((await page.evaluate(graph('return [...root.querySelectorAll("#view .m")].map(node => node.dataset.name)'))).every(name => /regexp/i.test(name)));
    const ink = () => page.evaluate(graph('return getComputedStyle(root.querySelector(".labels>text")).fill')), dark = await ink();
    await page.selectOption('.view-graph select', '80');
    await page.waitForFunction(graph('return root.querySelectorAll(".node").length > 60'));
    await page.keyboard.press('T');
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    await page.waitForTimeout(100);
    assert.notEqual(await ink(), dark);
    await page.done();
});

check('Graph: the call tree is in the address; Back, Forward and reload bring it back', async () => {
    const page = await open(SLOW, 'graph', {ready: '.graph-host .node'}), BUTTON = '.view-graph [aria-pressed]';
    const ids = () => page.evaluate(graph('return [...root.querySelectorAll(".node")].map(node => node.dataset.name).sort().join()')), becomes = async isTree => {
        await page.waitForFunction(([where, text]) => document.querySelector(where)?.getAttribute('aria-pressed') === text, [BUTTON, String(isTree)]);
        await page.waitForFunction(([text, isSame]) => ([...document.querySelector('.graph-host')?.shadowRoot.querySelectorAll('.node') || []].map(node => node.dataset.name).sort().join() === text) === isSame, [functions, !isTree]);
        assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).has('call_tree'), isTree);
    };
    const functions = await ids();
    await page.click(BUTTON);
    await becomes(true);
    await page.goBack();
    await becomes(false);
    await page.goForward();
    await becomes(true);
    await page.reload();
    await page.waitForSelector('.graph-host .node');
    await becomes(true);
    await page.done();
});

check('Graph: of a large one only what is in sight is in the document; it pans, zooms, marks, walks and is picked all the same', async () => {
    const page = await open(SLOW, 'graph&nodecount=1500', {ready: '.graph-host .node'});
    const count = () => page.evaluate(graph('return root.querySelectorAll("*").length')), nodes = () => page.evaluate(graph('return [...root.querySelectorAll("#view .node")].map(node => node.dataset.name).join()'));
    const words = await page.textContent('.view-graph .bar-line');
    assert.equal(await page.$eval('.view-graph select', select => select.selectedOptions[0]?.textContent), '1,500');
    assert.ok(Number(/([\d,]+) functions/.exec(words)[1].replace(',', '')) > 400, words);
    assert.ok(await count() < 1000, 'near: ' + await count());
    const first = await nodes(), outside = await page.evaluate(graph('const box = root.host.getBoundingClientRect(); return [...root.querySelectorAll("#view .node:not([tabindex=\\"0\\"])")].filter(node => { const b = node.getBoundingClientRect(); return b.right < box.left || b.left > box.right || b.bottom < box.top || b.top > box.bottom; }).length'));
    assert.equal(outside, 0);
    await page.focus('.graph-host');
    for (let n = 0; n < 12; n++) await page.keyboard.press('ArrowDown');
    await page.waitForFunction(before => [...document.querySelector('.graph-host').shadowRoot.querySelectorAll('#view .node')].map(node => node.dataset.name).join() !== before, first);
    assert.ok(await page.evaluate(graph('return root.querySelectorAll("#view .node").length')) > 1, 'what comes into sight is there');
    await page.click('[aria-label="Fit the whole graph"]');
    await page.waitForSelector('.graph-host .flock');
    assert.ok(await count() < 1000, 'far: ' + await count());
    const times = await page.evaluate(async () => {
        const host = document.querySelector('.graph-host'), times = [];
        for (const key of '+-+-+-+-+-+-') {
            const start = performance.now();
            host.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
            await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)));
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b);
    });
    assert.ok(times[6] < 150, 'zoom: ' + times.map(Math.round)); // 50 where nothing else runs
    // A box of the likeness is where it is.
    const place = await page.evaluate(graph(`const {x, y} = root.host.getBoundingClientRect(), [, px, py, w, h] = /M([\\d.-]+) ([\\d.-]+)h([\\d.]+)v([\\d.]+)/.exec(root.querySelector('.flock path:last-child').getAttribute('d'));
        const m = root.querySelector('#view').transform.baseVal.consolidate().matrix; return {x: x + m.e + m.a * (+px + w / 2), y: y + m.f + m.d * (+py + h / 2)}`));
    await page.mouse.click(place.x, place.y);
    await page.waitForFunction(() => /function=/.test(location.hash));
    assert.ok(await page.evaluate(graph('return root.querySelectorAll(".lit .node").length')) > 0);
    const name = await page.evaluate(() => window.renderPage.app.state.fn);
    await page.evaluate(() => window.renderPage.app.set({find: window.renderPage.app.state.fn}));
    await page.waitForFunction(graph('return root.querySelectorAll("#view .m").length > 0'));
    assert.ok((await nodes()).split(',').includes(name));
    await page.evaluate(() => window.renderPage.app.set({find: '', fn: ''}));
    await page.evaluate(graph('root.querySelector(".node[tabindex=\\"0\\"]").focus()'));
    const focused = () => page.evaluate(graph('return root.activeElement?.dataset.name')), from = await focused();
    for (const key of ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    assert.ok(from && await focused());
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.ok(await page.evaluate(graph('return root.querySelectorAll("#view .node").length')) > 400, 'paper has all');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.waitForFunction(graph('return root.querySelectorAll("*").length < 1500'));
    await page.done();
});

check('Labels: a value is a filter and changes the sum; Alt leaves it out; a key groups', async () => {
    const page = await open(SLOW, 'labels'), labels = answer(SLOW, 'labels'), {key, values} = labels.keys[0];
    assert.deepEqual(await page.$$eval('.view-labels .rows .key .c-name', cells => cells.map(cell => cell.textContent)), labels.keys.map(one => one.key));
    await page.click(`.view-labels .rows .row:has(.c-name[title="${values[0].text}"])`);
    await page.waitForSelector('.chip');
    await page.waitForFunction(text => document.querySelector('.sum b').textContent === text, values[0].value[1]);
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector('.chip'));
    await page.waitForSelector(`.view-labels .c-name[title="${values[1].text}"]`);
    await page.click(`.view-labels .rows .row:has(.c-name[title="${values[1].text}"])`, {modifiers: ['Alt']});
    await page.waitForFunction(text => decodeURIComponent(location.hash).includes('tagignore=' + text), values[1].filter);
    await page.goBack();
    await page.waitForSelector('.view-labels .key button');
    await page.click('.view-labels .key button');
    await page.waitForFunction(text => location.hash.includes('tagroot=' + text), key);
    await page.done();
});

check('Labels: a profile without any says how to add them', async () => {
    const page = await open(path.join(folder, 'bare.folded'), 'labels', {ready: '.view-labels .lead:not(:empty)'});
    assert.match(await page.textContent('.view-labels'), /No sample carries a label.*pprof\.Do/s);
    await page.done();
});

check('Source: each line with samples, its calls to walk, and the list of functions', async () => {
    const fn = 'regexp.(*Regexp).tryBacktrack', page = await open(SLOW, 'source&function=' + encodeURIComponent(fn), {ready: '.view-source .src .row.hot'});
    const {lines} = answer(SLOW, 'source', '--function=' + fn).files[0], hot = lines.filter(line => line.cum[0]);
    await page.waitForFunction(count => document.querySelector('.view-source .vh .r').textContent.includes(count + ' lines'), hot.length);
    const shown = await page.$$eval('.view-source .src .row.hot', rows => rows.map(one => one.children[0].textContent + ' ' + one.children[1].textContent + ' ' + one.children[2].textContent));
    assert.deepEqual(shown, hot.slice(0, shown.length).map(line => `${line.line} ${line.flat[0] ? line.flat[1] : ''} ${line.cum[1]}`));
    assert.equal(await page.$eval('.view-source .fl .on .c-name', cell => cell.title), fn);
    await page.click('.view-source .walk');
    await page.waitForFunction(name => !decodeURIComponent(location.hash).includes('function=' + name), fn);
    await page.done();
});

test('Peek: callers and callees as `render peek` has them; a row walks, back returns; text reports', {skip: missing || (hasView('details') ? false : 'the program has no view "details"')}, async () => {
    const fn = 'regexp.(*Regexp).tryBacktrack', page = await open(SLOW, 'peek&function=' + encodeURIComponent(fn), {ready: '.view-peek .peeked .calls .row'});
    const details = answer(SLOW, 'details', '--function=' + fn);
    assert.deepEqual(await page.$$eval('.view-peek [aria-label="Called by"] .c-name', cells => cells.map(cell => cell.title)), details.callers.map(call => call.name || 'no caller'));
    assert.deepEqual(await page.$$eval('.view-peek [aria-label="Calls"] .c-name', cells => cells.map(cell => cell.title)), details.callees.map(call => call.name));
    await page.click('.view-peek [aria-label="Called by"] .row');
    await page.waitForFunction(name => document.querySelector('.view-peek h2').textContent === name, details.callers[0].name);
    await page.goBack();
    await page.waitForFunction(name => document.querySelector('.view-peek h2').textContent === name, fn);
    await page.click('.view-peek .bar-line button');
    for (const [view, words] of [['peek', ['--pattern=^regexp\\.\\(\\*Regexp\\)\\.tryBacktrack$']], ['tags', []], ['tree', []]]) {
        await page.selectOption('.view-peek select', view);
        const expected = report(SLOW, view, ...words).split('\n').slice(0, 2000).join('\n');
        await page.waitForFunction(text => document.querySelector('.view-peek pre').textContent.startsWith(text), expected.slice(0, 4000));
        assert.match(page.url(), new RegExp('&report=' + view));
    }
    await page.goBack();
    await page.waitForFunction(text => document.querySelector('.view-peek pre').textContent.startsWith(text), report(SLOW, 'tags').slice(0, 1000));
    assert.equal(await page.$eval('.view-peek select', select => select.value), 'tags');
    await page.reload();
    await page.waitForFunction(text => document.querySelector('.view-peek pre')?.textContent.startsWith(text), report(SLOW, 'tags').slice(0, 1000));
    await page.click('.view-peek .bar-line button');
    await page.waitForSelector('.view-peek .peeked .row');
    assert.ok(!/report=/.test(page.url()) && !await page.isVisible('.view-peek pre'));
    await page.done();
});

check('narrow: two lines a row, nothing wider than the window', async () => {
    for (const [tab, ready] of [['top', ''], ['summary', '.top-five tbody tr'], ['labels', ''], ['graph', '.graph-host .node'], ['source&function=regexp.(*Regexp).tryBacktrack', '.src .row.hot']]) {
        const page = await open(SLOW, tab, {width: 390, height: 844, hasTouch: true, ...ready ? {ready} : {}});
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), tab);
        if (tab === 'top') assert.ok((await (await page.$(`${TOP} .rows .row`)).boundingBox()).height > 40);
        await page.done();
    }
});
