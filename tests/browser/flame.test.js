// The SVG flame graph in a real browser: the static picture, and what the script makes of it.
// Run: RENDER=build/render node --test tests/browser/
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const {ROOT, RENDER, SAMPLES, launch, missing} = require('./chromium.js');

const SHARED = process.env.RENDER_SHARED || path.join(ROOT, '..', 'shared');
const {profileOf} = require('./profile.js');
const {unpack} = require('./packed.js');

// ---------------------------------------------------------------- helpers

let browser, folder;
const count = {passed: 0, failed: 0, skipped: 0};

const check = (name, run, skip = missing) => test(name, {skip: skip || false}, async context => {
    try {
        await run(context);
        count.passed++;
    } catch (e) {
        count.failed++;
        throw e;
    }
});

before(async () => {
    if (missing) return;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-browser-'));
    browser = await launch();
});

after(async () => {
    if (browser) await browser.close();
    if (folder) fs.rmSync(folder, {recursive: true, force: true});
    console.log(`${count.passed} passed, ${count.failed} failed, ${missing ? 'all' : skips} skipped` + (missing ? ': ' + missing : ''));
});

const made = new Map();
const svgOf = (input, ...options) => {
    const key = [input, ...options].join(' ');
    if (!made.has(key)) {
        const out = path.join(folder, made.size + '.svg');
        execFileSync(RENDER, [input, '-o', out, ...options], {stdio: ['ignore', 'ignore', 'ignore']});
        made.set(key, out);
    }
    return made.get(key);
};
const sample = name => svgOf(path.join(SAMPLES, name + '.pb.gz'));
const written = (name, bytes) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, bytes);
    return file;
};

// Opens a file and waits for the script's first painted frame. Errors of the page fail the test.
const open = async (url, {width = 1280, height = 800, hash = '', ...options} = {}) => {
    const context = await browser.newContext({viewport: {width, height}, ...options});
    const page = await context.newPage(), seen = {errors: [], requests: [], dialogs: 0};
    page.on('pageerror', e => seen.errors.push(String(e)));
    page.on('console', m => m.type() === 'error' && seen.errors.push(m.text()));
    page.on('request', r => seen.requests.push(r.url()));
    page.on('dialog', d => { seen.dialogs++; d.dismiss(); });
    await page.goto((/^\w+:/.test(url) ? url : 'file://' + url) + hash);
    if (options.javaScriptEnabled !== false && /\.svg$/.test(url))
        await page.waitForFunction(() => document.documentElement.hasAttribute('data-ready'));
    page.seen = seen;
    page.done = async () => {
        await context.close();
        assert.deepEqual(seen.errors, []);
        assert.equal(seen.dialogs, 0);
    };
    return page;
};

const state = page => page.evaluate(() => render_flame.state());
const status = page => page.evaluate(() => [...document.querySelectorAll('g > .bg ~ text')].map(t => t.textContent).join(''));
const idByName = (data, name) => data.frames.findIndex(f => f.name === name);
const clickOn = (page, id) => page.evaluate(id => document.getElementById(id).dispatchEvent(new MouseEvent('click', {bubbles: true})), id);
const crumbs = page => page.evaluate(() => [...document.querySelectorAll('[role=navigation] text')].map(t => t.textContent).filter(t => t !== '\u203a'));
const result = page => page.evaluate(() => document.querySelector('[role=search] > text').textContent);

// Labels that do not lie inside the box below their first letter, and labels that overlap.
const overflows = page => page.evaluate(() => {
    const boxes = [...document.querySelectorAll('#frames rect')].map(r => r.getBoundingClientRect()).filter(r => r.width);
    const rows = new Map(), bad = [];
    for (const box of boxes) rows.set(Math.round(box.top), [...rows.get(Math.round(box.top)) || [], box]);
    const texts = [...document.querySelectorAll('#picture .l text')].map(t => [t, t.getBoundingClientRect()]).filter(([, r]) => r.width);
    for (const [text, r] of texts) {
        const middle = (r.top + r.bottom) / 2;
        const isEnd = text.parentNode.classList.contains('e'), at = isEnd ? r.right - 1 : r.left + 1;
        const row = [...rows.values()].find(row => row[0].top < middle && row[0].bottom > middle) || [];
        const box = row.filter(b => b.left <= at && b.right >= at).pop();
        if (!box || r.left < box.left || r.right > box.right + 0.01) bad.push(text.textContent);
    }
    const byRow = new Map();
    for (const [text, r] of texts) {
        const row = byRow.get(Math.round(r.top)) || [];
        for (const [other, o] of row) if (r.left < o.right && o.left < r.right) bad.push(text.textContent + ' over ' + other.textContent);
        byRow.set(Math.round(r.top), [...row, [text, r]]);
    }
    return bad;
});

const random = seed => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;

// ---------------------------------------------------------------- without script

check('the static picture is complete without script', async () => {
    const page = await open(sample('svc-slow.cpu'), {javaScriptEnabled: false});
    const text = await page.locator('svg').first().innerHTML();
    const data = unpack(sample('svc-slow.cpu'));
    assert.match(text, /shop, CPU time/);
    assert.match(text, /svc-slow\.cpu\.pb\.gz/);
    assert.equal(await page.locator('.fig').textContent(), '29.62s');
    assert.equal(await page.locator('#frames .root').count(), 1);
    assert.ok(await page.locator('#frames rect').count() > 300);
    assert.ok(await page.locator('#picture .l text').count() > 40);
    assert.equal(data.frames[0].sum * data.scale, 29.62e9);
    await page.done();
});

for (const width of [390, 640, 900, 1280, 2560]) {
    check(`static labels lie inside their boxes at ${width} px`, async () => {
        const page = await open(sample('svc-slow.cpu'), {width, javaScriptEnabled: false});
        assert.deepEqual(await overflows(page), []);
        await page.done();
    });
    check(`labels of the script lie inside their boxes at ${width} px`, async () => {
        const page = await open(sample('svc-slow.cpu'), {width});
        assert.deepEqual(await overflows(page), []);
        await clickOn(page, 'r' + await page.evaluate(() => +document.querySelector('#frames rect[id^=r]').id.slice(1)));
        assert.deepEqual(await overflows(page), []);
        await page.evaluate(() => { render_flame.reset(); render_flame.search('regexp'); });
        assert.deepEqual(await overflows(page), []);
        await page.done();
    });
}

check('the script draws the picture that was there', async () => {
    const still = await open(sample('svc-slow.cpu'), {javaScriptEnabled: false});
    // A narrow run has its class from its group at first, and as its own once the script has been at it.
    const boxes = page => page.locator('#frames rect').evaluateAll(all => all.map(r => {
        const b = r.getBoundingClientRect();
        return [(r.getAttribute('class') || 'run').replace(/^hs$/, 'run'), Math.round(b.left), Math.round(b.top), Math.round(b.width)].join(' ');
    }).sort());
    const page = await open(sample('svc-slow.cpu'));
    assert.deepEqual(await boxes(page), await boxes(still));
    assert.equal(await page.evaluate(() => document.documentElement.getAttribute('height')),
        await still.evaluate(() => document.documentElement.getAttribute('height')));
    await page.done();
    await still.done();
});

// ---------------------------------------------------------------- hostile names

const hostile = () => written('hostile.pb', profileOf([
    [['</script><script>alert(1)</script>', ']]>', '"><img src=x onerror=alert(2)>'], 10],
    [['</script><script>alert(1)</script>', 'a\u0001b\u0000c\ud83d\ude00 \u202egnp.\u05d0\u05d1', Buffer.from([0x66, 0xff, 0xfe, 0x28])], 9],
    [['&amp;&lt;', "javascript:alert('3')", '${alert(4)}', 'Л'.repeat(600)], 8],
    [['x'.repeat(1 << 20), '\u2028\u2029\ufeff\u200f'], 7]
]));

check('hostile names do nothing and are shown', async () => {
    const page = await open(svgOf(hostile()));
    const data = unpack(svgOf(hostile()));
    for (let i = 1; i < data.frames.length; i++) {
        await page.evaluate(i => render_flame.zoom(i), i);
        assert.deepEqual(await overflows(page), []);
        assert.ok(await page.evaluate(i => document.getElementById('f' + i).getAttribute('aria-label').length > 3, i));
        await page.mouse.move(300, 130);
    }
    for (const text of ['<', ']]>', 'onerror', '/x+/', '/(x+)+$/', '/[/', '\u0001', '%'])
        await page.evaluate(text => render_flame.search(text), text);
    await page.keyboard.press('?');
    await page.evaluate(() => { location.hash = '#z=%%%&s=%E0%A4%A'; });
    await page.waitForTimeout(50);
    assert.equal(page.seen.requests.length, 1);
    await page.done();
});

check('an expression that takes for ever is stopped and said', async () => {
    const page = await open(svgOf(written('slow.pb', profileOf([[['a'.repeat(60) + 'b', 'b'], 1]]))));
    for (const text of ['/(a+)+$/', '/(a|a)*$/', '/^(a*)*c/']) {
        const from = Date.now();
        await page.evaluate(text => render_flame.search(text), text);
        assert.ok(Date.now() - from < 3000, text);
        assert.match((await state(page)).error, /too slow/);
    }
    await page.evaluate(() => render_flame.search('/a+b/'));
    assert.equal((await state(page)).count, 1);
    await page.done();
});

// ---------------------------------------------------------------- zoom and keys

check('a click zooms, the ancestors stay, Esc resets', async () => {
    const page = await open(sample('svc-slow.cpu')), data = unpack(sample('svc-slow.cpu'));
    const i = idByName(data, 'regexp.(*Regexp).backtrack'), box = () => page.locator('#f' + i);
    await box().click();
    const wide = await box().evaluate(r => r.getBoundingClientRect().width), all = await page.locator('#f0').evaluate(r => r.getBoundingClientRect().width);
    assert.ok(Math.abs(wide - all) < 0.1);
    assert.equal(await page.locator('#f' + data.frames[i].parent).getAttribute('class'), 'dim');
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('#legend')).display), 'none');
    const shown = await crumbs(page);
    assert.equal(shown[0], 'all');
    assert.equal(shown.at(-1), 'backtrack');
    await page.locator('#f' + data.frames[i].parent).click();
    assert.equal((await state(page)).first, data.frames[i].parent);
    await page.locator('[role=navigation] [role=button]').first().click();
    assert.equal((await state(page)).first, 0);
    await box().click();
    await page.keyboard.press('Escape');
    assert.equal((await state(page)).first, 0);
    assert.equal((await state(page)).path, '');
    await page.done();
});

check('a click on a hatched box shows what is in it', async () => {
    const page = await open(sample('svc-slow.cpu'));
    const run = await page.evaluate(() => document.querySelector('#frames rect[id^=r]').id);
    await page.locator('#' + run).click();
    assert.equal(await page.locator('#' + run.replace('r', 'f')).count(), 1);
    await page.done();
});

check('arrows walk the tree, Enter zooms, Backspace goes back', async () => {
    const page = await open(sample('svc-slow.cpu')), data = unpack(sample('svc-slow.cpu'));
    await page.locator('#frames').focus();
    const press = async key => { await page.keyboard.press(key); return (await state(page)).current; };
    await page.keyboard.press('Shift');
    let at = await press('ArrowDown');
    assert.equal(at, 0);
    at = await press('ArrowDown');
    assert.equal(at, 1);
    const sibling = await press('ArrowRight');
    assert.equal(data.frames[sibling].parent, 0);
    assert.equal(sibling, data.frames[1].end);
    assert.equal(await press('ArrowLeft'), 1);
    assert.equal(await press('ArrowUp'), 0);
    for (let depth = 1; depth < 12; depth++) at = await press('ArrowDown');
    assert.equal(data.frames[at].depth, 11);
    assert.equal(await page.locator('#frames').getAttribute('aria-activedescendant'), 'f' + at);
    await press('Enter');
    assert.equal((await state(page)).first, at);
    await press('Backspace');
    await page.waitForFunction(() => render_flame.state().first === 0);
    await page.done();
});

check('walking to the end of a stack draws every frame on the way', async () => {
    const page = await open(sample('svc-slow.cpu')), data = unpack(sample('svc-slow.cpu'));
    await page.locator('#frames').focus();
    for (let n = 0; n < 60; n++) await page.keyboard.press('ArrowDown');
    const {current} = await state(page);
    assert.equal(data.frames[current].end, current + 1);
    assert.equal(await page.locator('#f' + current).count(), 1);
    await page.done();
});

check('with --flip the root is below and arrows follow the picture', async () => {
    const page = await open(svgOf(path.join(SAMPLES, 'svc-slow.cpu.pb.gz'), '--flip'));
    const y = id => page.locator(id).evaluate(r => r.getBoundingClientRect().top);
    assert.ok(await y('#f0') > await y('#f1'));
    await page.locator('#frames').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.equal((await state(page)).current, 1);
    await page.keyboard.press('ArrowDown');
    assert.equal((await state(page)).current, 0);
    await page.done();
});

check('the name can be copied', async () => {
    const page = await open(sample('svc-slow.cpu'));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('#f3').click();
    await page.keyboard.press('y');
    await page.waitForFunction(() => [...document.querySelectorAll('text')].some(t => t.textContent.startsWith('copied: ')));
    assert.match(await status(page), /^copied: net\/http/);
    await page.done();
});

check('help opens and closes', async () => {
    const page = await open(sample('svc-slow.cpu'));
    await page.keyboard.press('?');
    assert.equal(await page.locator('[role=dialog]').count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('[role=dialog]').count(), 0);
    await page.done();
});

// ---------------------------------------------------------------- search

const reference = (data, matches) => {
    let frames = 0, sum = 0, until = 0;
    const functions = new Set();
    data.frames.forEach((frame, i) => {
        if (!i || !matches(frame)) return;
        frames++;
        functions.add(frame.function);
        if (i < until) return;
        sum += frame.sum;
        until = frame.end;
    });
    return {count: frames, functions: functions.size, sum: sum * data.scale};
};

for (const [text, matches] of [
    ['REGEXP', f => f.name.toLowerCase().includes('regexp')],
    ['/^runtime\\.(gc|m)/', f => /^runtime\.(gc|m)/.test(f.name)],
    ['/serve/i', f => /serve/i.test(f.name)],
    ['file:regexp/', f => f.file.toLowerCase().includes('regexp/')],
    ['mallocgc', f => f.name.includes('mallocgc')]
])
    check(`search for ${text} counts as a reference does, what is nested once`, async () => {
        const page = await open(sample('svc-slow.cpu')), expected = reference(unpack(sample('svc-slow.cpu')), matches);
        await page.keyboard.press('/');
        await page.keyboard.type(text);
        await page.waitForFunction(text => render_flame.state().path.includes('s=' + encodeURIComponent(text)), text);
        const found = await state(page);
        assert.ok(expected.count > 0);
        assert.deepEqual({count: found.count, functions: found.functions, sum: found.sum}, expected);
        assert.match(await result(page), new RegExp(`^${found.value}  ${found.share.replace('.', '\\.')}  of total in ${found.count} frames of ${found.functions} function`));
        await page.done();
    });

check('recursion is counted once', async () => {
    const page = await open(svgOf(written('recursive.pb', profileOf([[['main', 'f', 'f', 'g', 'f'], 5], [['main', 'g', 'f'], 2], [['main'], 3]]))));
    await page.evaluate(() => render_flame.search('/^f$/'));
    const found = await state(page);
    assert.deepEqual([found.count, found.functions, found.value, found.share], [4, 1, '7ns', '70.0%']);
    await page.done();
});

check('a bad expression is shown and the last good result stays', async () => {
    const page = await open(sample('svc-slow.cpu'));
    await page.evaluate(() => render_flame.search('regexp'));
    const good = await state(page);
    await page.evaluate(() => render_flame.search('/reg(exp/'));
    assert.match(await page.locator('[role=search] .bad').textContent(), /group/);
    assert.equal(await page.locator('[role=search] .badbox').count(), 1);
    assert.equal(await page.locator('#frames rect.m').count() > 5, true);
    assert.equal((await state(page)).count, good.count);
    await page.done();
});

check('next and previous walk the matches and wrap', async () => {
    const page = await open(sample('svc-slow.cpu')), data = unpack(sample('svc-slow.cpu'));
    const hits = data.frames.map((f, i) => i && f.name.includes('mallocgc') ? i : 0).filter(Boolean);
    await page.keyboard.press('/');
    await page.keyboard.type('mallocgc');
    const seen = [];
    for (let n = 0; n < 4; n++) {
        await page.keyboard.press('Enter');
        const {current} = await state(page);
        assert.equal(await page.locator('#f' + current).count(), 1);
        seen.push(current);
    }
    assert.deepEqual(seen, hits.slice(0, 4));
    assert.match(await result(page), new RegExp(`4 of ${hits.length}$`));
    await page.keyboard.press('Shift+Enter');
    assert.equal((await state(page)).current, hits[2]);
    await page.locator('#frames').focus();
    for (let n = 0; n < 3; n++) await page.keyboard.press('N');
    assert.equal((await state(page)).current, hits.at(-1));
    await page.keyboard.press('n');
    assert.equal((await state(page)).current, hits[0]);
    await page.done();
});

check('no match is said, Esc clears and closes', async () => {
    const page = await open(sample('svc-slow.cpu')), data = unpack(sample('svc-slow.cpu'));
    await page.keyboard.press('/');
    await page.keyboard.type('nothing like it');
    await page.waitForFunction(() => /no match/.test(document.querySelector('[role=search] > text').textContent));
    assert.equal(await result(page), `no match in ${(data.frames.length - 1).toLocaleString('en')} frames`);
    await page.keyboard.press('Escape');
    assert.equal((await state(page)).path, '');
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('[role=search]')).display), 'none');
    await page.done();
});

// ---------------------------------------------------------------- state in the address

check('the address survives a reload and Back works', async () => {
    const page = await open(sample('svc-slow.cpu')), data = unpack(sample('svc-slow.cpu'));
    const i = idByName(data, 'regexp.(*Regexp).backtrack');
    await page.locator('#f' + i).click();
    await page.evaluate(() => render_flame.search('step'));
    const before = await state(page);
    await page.reload();
    await page.waitForFunction(() => document.documentElement.hasAttribute('data-ready'));
    const now = await state(page);
    assert.deepEqual([now.first, now.count, now.path], [before.first, before.count, before.path]);
    await page.evaluate(() => { render_flame.search(''); render_flame.reset(); render_flame.zoom(1); });
    await page.goBack();
    await page.waitForFunction(() => render_flame.state().first === 0);
    await page.goForward();
    await page.waitForFunction(() => render_flame.state().first === 1);
    await page.done();
});

check('a link holds for another profile of the same program', async () => {
    const stacks = weight => profileOf([[['main', 'serve', 'parse', 'scan'], weight], [['main', 'serve', 'write'], 10 - weight], [['main', 'gc'], weight * 2]]);
    const one = await open(svgOf(written('one.pb', stacks(7))));
    const data = unpack(svgOf(written('one.pb', stacks(7))));
    await one.evaluate(i => render_flame.zoom(i), idByName(data, 'parse'));
    const {path: hash, names} = await state(one);
    const two = await open(svgOf(written('two.pb', stacks(2))), {hash: '#' + hash});
    assert.deepEqual((await state(two)).names, names);
    const three = await open(svgOf(written('three.pb', profileOf([[['main', 'serve', 'write'], 1]]))), {hash: '#' + hash});
    assert.deepEqual((await state(three)).names, ['all', 'main', 'serve']);
    assert.match(await status(three), /only 2 of the 3 levels/);
    for (const page of [one, two, three]) await page.done();
});

check('a run of small frames has an address', async () => {
    const many = Array.from({length: 5000}, (_, k) => [['main', 'leaf' + k], 1]);
    const file = svgOf(written('many.pb', profileOf(many)));
    const page = await open(file);
    for (let n = 0; n < 2; n++) await clickOn(page, await page.evaluate(() => [...document.querySelectorAll('#frames rect[id^=r]')].pop().id));
    const before = await state(page);
    assert.ok(before.isRun);
    const again = await open(file, {hash: '#' + before.path});
    assert.deepEqual([(await state(again)).first, (await state(again)).end], [before.first, before.end]);
    await page.done();
    await again.done();
});

check('a stack of 2,000 levels is drawn, walked and linked', async () => {
    const file = path.join(SHARED, 'profiles', 'edge', 'ok-recursion-2000.pb.gz');
    const page = await open(svgOf(fs.existsSync(file) ? file : written('deep.pb', profileOf([[Array.from({length: 2000}, (_, k) => 'f' + k % 7), 1]]))));
    await page.evaluate(() => render_flame.zoom(1900));
    assert.match(await page.locator('#more').getAttribute('aria-label'), /more levels/);
    const top = await page.locator('#f1900').evaluate(r => r.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 800);
    const {path: hash} = await state(page);
    assert.ok(hash.length < 4000);
    await page.reload();
    await page.waitForFunction(() => document.documentElement.hasAttribute('data-ready'));
    assert.equal((await state(page)).first, 500);
    await page.evaluate(() => render_flame.reset());
    await page.evaluate(() => window.scrollTo(0, 20000));
    await page.waitForTimeout(60);
    await page.mouse.click(400, 400);
    const row = await page.locator('#f' + (await state(page)).first).evaluate(r => r.getBoundingClientRect().top);
    assert.ok(row >= 0 && row < 800, 'the zoomed frame is on the screen');
    await page.done();
});

// ---------------------------------------------------------------- places and looks

check('the status line is on the screen wherever one scrolls', async () => {
    const page = await open(svgOf(written('tall.pb', profileOf([[Array.from({length: 120}, (_, k) => 'f' + k), 1]]))));
    for (const y of [0, 700, 100000]) {
        await page.evaluate(y => window.scrollTo(0, y), y);
        await page.waitForTimeout(60);
        await page.mouse.move(300, 300 + y % 7);
        const box = await page.evaluate(() => { const r = document.querySelector('g > .bg').getBoundingClientRect(); return [r.top, r.bottom]; });
        assert.ok(box[0] > 700 && box[1] <= 801, box.join());
    }
    assert.match(await status(page), /of total/);
    await page.done();
});

check('a long name gives way to its numbers in the status line', async () => {
    const page = await open(svgOf(hostile()), {width: 640});
    const data = unpack(svgOf(hostile()));
    await page.evaluate(i => render_flame.zoom(i), data.frames.findIndex(f => f.name.startsWith('xxx')));
    assert.match(await status(page), /^xx+\u2026.*7ns, 20\.6% of total/);
    await page.done();
});

check('it works in a sandboxed frame, in an object and over http', async () => {
    const file = sample('svc-slow.cpu');
    const pages = {'/': '<iframe sandbox="allow-scripts" src="/x.svg" width="900" height="600"></iframe>', '/object': '<object data="/x.svg" type="image/svg+xml" width="900" height="600"></object>'};
    const server = http.createServer((request, response) => {
        const html = pages[request.url];
        response.setHeader('content-type', html ? 'text/html' : 'image/svg+xml');
        if (request.url === '/favicon.ico') response.statusCode = 204;
        response.end(html || (request.url === '/x.svg' ? fs.readFileSync(file) : ''));
    }).listen(0, '127.0.0.1');
    await new Promise(ready => server.on('listening', ready));
    const base = `http://127.0.0.1:${server.address().port}`;
    try {
        for (const address of ['/', '/object', '/x.svg']) {
            const page = await open(base + address), frame = page.frames().at(-1);
            await frame.waitForFunction(() => window.render_flame);
            await frame.locator('#f5').click();
            await frame.waitForFunction(() => render_flame.state().first === 5);
            await page.keyboard.press('/');
            await page.keyboard.type('regexp');
            await frame.waitForFunction(() => render_flame.state().count > 0);
            await page.keyboard.press('Escape');
            await page.keyboard.press('y');
            if (address === '/') await frame.waitForFunction(() => [...document.querySelectorAll('text')].some(t => t.textContent.includes('press Ctrl-C')));
            await page.keyboard.press('Escape');
            if ((await frame.evaluate(() => render_flame.state().first)) === 5) await page.keyboard.press('Backspace');
            await frame.waitForFunction(() => render_flame.state().first < 5);
            await page.done();
        }
    } finally {
        server.close();
    }
});

for (const colorScheme of ['light', 'dark'])
    check(`labels have a contrast of 4.5 in the ${colorScheme} theme`, async () => {
        const page = await open(sample('svc-slow.cpu'), {colorScheme});
        const lowest = () => page.evaluate(() => {
            const light = text => {
                const [r, g, b] = text.match(/[\d.]+/g).map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const rects = [...document.querySelectorAll('#frames rect')].map(r => [r.getBoundingClientRect(), getComputedStyle(r).fill]);
            let least = 99;
            for (const text of document.querySelectorAll('#picture .l text')) {
                const r = text.getBoundingClientRect(), y = (r.top + r.bottom) / 2;
                const box = rects.find(([b]) => b.left <= r.left + 1 && b.right >= r.left + 1 && b.top < y && b.bottom > y);
                if (!box || !/^rgb/.test(box[1])) continue;
                const [a, b] = [light(getComputedStyle(text).fill), light(box[1])].sort((x, y) => y - x);
                least = Math.min(least, (a + 0.05) / (b + 0.05));
            }
            return least;
        });
        assert.ok(await lowest() >= 4.5);
        await page.evaluate(() => render_flame.search('regexp'));
        assert.ok(await lowest() >= 4.5);
        await page.evaluate(() => { render_flame.search(''); render_flame.zoom(9); });
        assert.ok(await lowest() >= 4.5);
        await page.done();
    });

check('a coarse pointer gets rows of 32 px and a tap zooms', async () => {
    const page = await open(sample('svc-slow.cpu'), {width: 390, height: 700, hasTouch: true, isMobile: true});
    assert.equal(await page.locator('#f1').getAttribute('height'), '32');
    await page.locator('#f4').tap();
    assert.equal((await state(page)).first, 4);
    assert.match(await status(page), /ServeHTTP.*of total/);
    assert.deepEqual(await overflows(page), []);
    await page.done();
});

check('on paper the picture is scaled as one, and is itself again afterwards', async () => {
    const page = await open(sample('svc-slow.cpu'), {width: 800});
    const right = () => page.evaluate(() => Math.round(document.getElementById('f0').getBoundingClientRect().right));
    const before = await right();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.setViewportSize({width: 1200, height: 800});
    await page.evaluate(() => document.documentElement.getBoundingClientRect());
    assert.ok(await page.evaluate(() => document.documentElement.hasAttribute('viewBox')));
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.setViewportSize({width: 800, height: 800});
    await page.waitForTimeout(100);
    assert.equal(await right(), before);
    await page.done();
});

check('a picture without samples stays as it is', async () => {
    const page = await open(svgOf(written('none.pb', profileOf([]))));
    assert.match(await page.evaluate(() => document.documentElement.textContent), /no samples/);
    await page.keyboard.press('/');
    await page.done();
});

check('without DecompressionStream the picture stays and says so', async () => {
    const context = await browser.newContext(), page = await context.newPage();
    await page.addInitScript(() => { delete window.DecompressionStream; });
    await page.goto('file://' + sample('svc-slow.cpu'));
    await page.waitForFunction(() => document.documentElement.hasAttribute('data-ready'));
    assert.ok(await page.locator('#frames title').count() > 300);
    assert.match(await status(page), /newer browser/);
    await context.close();
});

// ---------------------------------------------------------------- numbers

check('numbers are those of the static picture', async () => {
    let compared = 0;
    for (const name of ['svc-slow.cpu', 'svc-slow.heap', 'svc-slow.allocs', 'svc-slow.mutex', 'svc-slow.block', 'svc-slow.goroutine', 'svc-fast.cpu', 'go-json.mem']) {
        const text = fs.readFileSync(sample(name), 'utf8');
        const titles = [...text.matchAll(/<title>[^<]*\n([^<]*), ([^ ]*) of total[^\n]*\nself ([^<]*)<\/title>/g)].map(m => m.slice(1, 4).map(t => t.replace('&lt;', '<')));
        const page = await open(sample(name));
        const facts = await page.evaluate(() => [...document.querySelectorAll('#frames rect[id^=f]')].map(r => render_flame.facts(+r.id.slice(1))));
        assert.equal(facts.length, titles.length, name);
        facts.forEach((fact, k) => {
            const self = fact.find(f => f.startsWith('self ')).slice(5);
            assert.deepEqual([...fact[0].replace(' of total', '').split(', '), self], titles[k], name);
            compared += 3;
        });
        await page.done();
    }
    assert.ok(compared > 500, String(compared));
});

// ---------------------------------------------------------------- differences

// The first operand is the base.
const between = (base, now, kind, ...options) => svgOf(path.join(SAMPLES, `${base}.${kind}.pb.gz`), path.join(SAMPLES, `${now}.${kind}.pb.gz`), '--diff', ...options);
const pairOf = (kind, ...options) => between('svc-slow', 'svc-fast', kind, ...options);
const turned = kind => between('svc-fast', 'svc-slow', kind);
const KINDS = ['cpu', 'heap', 'allocs', 'mutex', 'block', 'goroutine'];

// By frame, what a box has to look like.
const lookOf = (changes, i) => {
    const side = {2: 'l', 3: 'm', 4: 'l', 5: 'm'}[changes.kinds[i]];
    return side ? side + changes.steps[i] : 'nz';
};

const sumsOf = (frames, own) => {
    const sums = own.slice();
    for (let i = sums.length - 1; i > 0; i--) sums[frames[i].parent] += sums[i];
    return sums;
};

check('the script draws the difference that was there, in its colours', async () => {
    for (const kind of KINDS) {
        const boxes = page => page.locator('#frames rect').evaluateAll(all => all.map(r => {
            const b = r.getBoundingClientRect(), look = r.getAttribute('class') || r.getAttribute('fill') || 'hs';
            return {look: look.replace('url(#h)', 'hs'), at: [b.left, b.top, b.width]};
        }));
        const still = await open(turned(kind), {javaScriptEnabled: false}), page = await open(turned(kind));
        await page.waitForTimeout(300);
        const now = await boxes(page), then = await boxes(still);
        assert.deepEqual(now.map(box => box.look), then.map(box => box.look), kind);
        now.forEach((box, k) => box.at.forEach((x, n) => assert.ok(Math.abs(x - then[k].at[n]) < 0.1, `${kind} ${k}`)));
        await page.done();
        await still.done();
    }
});

check('boxes of a difference are as wide and coloured as their packed values say, and nest', async () => {
    let seen = 0;
    for (const kind of KINDS)
        for (const option of ['--width_by=larger', '--width_by=base', '--width_by=new']) {
            const file = pairOf(kind, option), {frames, changes} = unpack(file), sums = sumsOf(frames, changes.widths);
            const page = await open(file, {width: 1600});
            const boxes = await page.evaluate(() => [...document.querySelectorAll('#frames rect[id^=f]')].map(r => {
                const b = r.getBoundingClientRect();
                return {i: +r.id.slice(1), left: b.left, right: b.right, look: r.getAttribute('class') || r.getAttribute('fill').slice(5, -1)};
            }));
            const byFrame = new Map(boxes.map(box => [box.i, box])), all = byFrame.get(0);
            for (const {i, left, right, look} of boxes) {
                const above = byFrame.get(frames[i].parent);
                assert.ok(Math.abs((right - left) / (all.right - all.left) - sums[i] / sums[0]) < 1e-4, `${kind} ${i}`);
                assert.equal(look, lookOf(changes, i));
                if (above) assert.ok(left > above.left - 0.1 && right < above.right + 0.1, `${kind} ${i}`);
                seen++;
            }
            await page.done();
        }
    assert.ok(seen > 500, String(seen));
});

check('what is said of a change is what the static picture says', async () => {
    let compared = 0;
    for (const kind of KINDS) {
        const text = fs.readFileSync(pairOf(kind), 'utf8');
        const titles = [...text.matchAll(/<title>([^<]*)\n(base [^<]*)<\/title>/g)].map(m => m[2].replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('&quot;', '"').split('\n'));
        const page = await open(pairOf(kind));
        const facts = await page.evaluate(() => [...document.querySelectorAll('#frames rect[id^=f]')].map(r => render_flame.facts(+r.id.slice(1))));
        assert.equal(facts.length, titles.length, kind);
        facts.forEach((fact, k) => {
            for (const line of titles[k]) {
                const [words, inlined] = line.split(/, (?=inlined$)/);
                // The interval of what is noise is in the static picture alone.
                if (/ at 95%$/.test(words) && /within noise/.test(titles[k][1])) continue;
                assert.ok(fact.includes(words), `${kind}: ${words} in ${fact}`);
                if (inlined) assert.ok(fact.includes(inlined));
                compared++;
            }
        });
        await page.done();
    }
    assert.ok(compared > 1000, String(compared));
});

for (const width of [390, 900, 1280, 2560])
    check(`labels and signs of a difference lie inside their boxes at ${width} px, with and without script`, async () => {
        for (const javaScriptEnabled of [true, false]) {
            const page = await open(pairOf('cpu'), {width, javaScriptEnabled});
            assert.deepEqual(await overflows(page), []);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
            await page.done();
        }
    });

check('zoom and search keep the colours of a difference and say both sides', async () => {
    const file = pairOf('cpu'), page = await open(file), {frames, changes} = unpack(file);
    const tops = frames.map((_, i) => i).filter(i => i && changes.kinds[i] > 3 && changes.kinds[frames[i].parent] !== changes.kinds[i]);
    const outlined = () => page.evaluate(() => ['lo', 'mo'].map(name => [...document.querySelectorAll('#picture path.' + name)].map(p => p.getAttribute('d')).join('')));
    assert.ok((await outlined()).every(d => d.length > 20));
    const top = tops.sort((a, b) => changes.widths[b] - changes.widths[a]).find(i => frames[i].end > i + 3);
    await page.evaluate(i => render_flame.zoom(i), top);
    const rect = page.locator('#f' + top);
    assert.equal(await rect.getAttribute('fill'), `url(#${lookOf(changes, top)})`);
    assert.ok((await page.locator('#picture g.l.e.b text').allTextContents()).includes(changes.kinds[top] === 4 ? 'gone' : 'new'));
    await page.evaluate(() => { render_flame.reset(); render_flame.search('regexp'); });
    assert.match((await state(page)).value, /^base .* \u2192 new /);
    assert.match(await result(page), /^base .* \u2192 new .* {2}[\u2212+\d]/);
    assert.equal(await page.locator('#frames rect.m').first().evaluate(r => getComputedStyle(r).fill), 'rgb(246, 219, 95)');
    await page.done();
});

check('a difference without a test says so, and the sides in order', async () => {
    const page = await open(pairOf('goroutine')), text = await page.evaluate(() => document.documentElement.textContent);
    assert.match(text, /not tested/);
    assert.match(text, /base svc-slow\.goroutine.* new svc-fast\.goroutine/s);
    assert.match(text, /width: the larger of base and new/);
    await page.done();
});

// ---------------------------------------------------------------- every frame is there

let skips = 0;
const big = [['svc-slow.cpu', path.join(SAMPLES, 'svc-slow.cpu.pb.gz')],
    ['syn120k', path.join(SHARED, 'ux', 'data', 'syn120k.pb.gz')], ['large.cpu', path.join(SHARED, 'profiles', 'scale', 'large.cpu.pb.gz')]];
for (const [name, file] of big) {
    const skip = missing || (fs.existsSync(file) ? '' : 'no ' + file);
    if (skip) skips += 3;
    check(`200 random stacks of ${name} are walked to their leaf by clicks`, async () => {
        const page = await open(svgOf(file)), data = unpack(svgOf(file)), next = random(1);
        const parents = data.frames.map(f => f.parent), leaves = data.frames.map((f, i) => f.end === i + 1 ? i : 0).filter(Boolean);
        const picks = Array.from({length: 200}, () => leaves[Math.floor(next() * leaves.length)]);
        const lost = await page.evaluate(([parents, picks]) => {
            const drawn = i => document.getElementById('f' + i);
            const click = rect => rect.dispatchEvent(new MouseEvent('click', {bubbles: true}));
            return picks.filter(leaf => {
                render_flame.reset();
                for (let clicks = 0; clicks < 60 && !drawn(leaf); clicks++) {
                    let hidden = leaf;
                    while (!drawn(parents[hidden])) hidden = parents[hidden];
                    const runs = [...document.querySelectorAll('#frames rect[id^=r]')].filter(r => parents[+r.id.slice(1)] === parents[hidden] && +r.id.slice(1) <= hidden);
                    if (!runs.length) return true;
                    click(runs.reduce((a, b) => +a.id.slice(1) > +b.id.slice(1) ? a : b));
                }
                if (!drawn(leaf)) return true;
                click(drawn(leaf));
                return render_flame.state().first !== leaf;
            });
        }, [parents, picks]);
        assert.deepEqual(lost, []);
        await page.done();
    }, skip);
    check(`200 random stacks of ${name} are found by search`, async () => {
        const page = await open(svgOf(file)), data = unpack(svgOf(file)), next = random(2);
        const leaves = data.frames.map((f, i) => f.end === i + 1 ? i : 0).filter(Boolean);
        const uses = new Map();
        for (const frame of data.frames.slice(1)) uses.set(frame.function, (uses.get(frame.function) || 0) + 1);
        const lower = data.names.map(n => n.toLowerCase());
        for (let n = 0; n < 200; n++) {
            const leaf = leaves[Math.floor(next() * leaves.length)], text = data.frames[leaf].name;
            let expected = 0;
            lower.forEach((other, f) => { if (other.includes(text.toLowerCase())) expected += uses.get(f) || 0; });
            const found = await page.evaluate(([text, leaf, isWalked]) => {
                render_flame.search(text);
                const {count} = render_flame.state();
                if (!isWalked) return {count, isReached: true};
                render_flame.zoom(leaf - 1);
                render_flame.next(1);
                return {count, isReached: render_flame.state().current === leaf && !!document.querySelector(`#f${leaf}.m`)};
            }, [text, leaf, n < 40]);
            assert.deepEqual(found, {count: expected, isReached: true}, text);
        }
        await page.done();
    }, skip);
    check(`${name} draws at most 2,000 frames`, async () => {
        const page = await open(svgOf(file), {width: 2560});
        assert.ok(await page.locator('#frames rect[id^=f]').count() <= 2000);
        assert.ok(await page.locator('#frames rect').count() > 3);
        await page.done();
    }, skip);
}
