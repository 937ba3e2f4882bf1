// The engine in the page answers as the command line does: requests drawn from the table of options with a
// seed, run by both, their bytes compared. Run: RENDER=build/render node --test tests/browser/engine.test.js
// RENDER_SEED and RENDER_CASES choose others.
'use strict';
const {test, before, after} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {RENDER, SAMPLES, launch, missing} = require('./chromium.js');

const CASES = +(process.env.RENDER_CASES || 200);
const {ENVIRONMENT, drawn, native, optionsOf, requestOf, viewsOf, wordsOf} = require('./requests.js');

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
    browser = await launch({env: ENVIRONMENT});
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
    await page.waitForFunction(() => window.renderPage);
    return page;
};

const SAMPLE_NAMES = ['svc-slow.cpu', 'svc-slow.heap', 'svc-slow.mutex', 'cpp.cpu', 'go-json.mem'];

test('the page answers as the command line', {skip: missing || false, timeout: 380000}, async t => {
    const seed = +(process.env.RENDER_SEED || 1), views = viewsOf(), options = optionsOf();
    const names = SAMPLE_NAMES.filter(name => fs.existsSync(path.join(SAMPLES, name + '.pb.gz')));
    // Both sides of a comparison in one file.
    const both = path.join(folder, 'both.cpu.pb.gz');
    execFileSync(RENDER, ['proto', '--diff', ...['slow', 'fast'].map(name => path.join(SAMPLES, `svc-${name}.cpu.pb.gz`)), '-o', both], {stdio: 'pipe'});
    names.push(both);
    assert.ok(names.length >= 2 && views.length > 10 && options.length > 30);
    let compared = 0, failed = 0;
    for (const [k, name] of names.entries()) {
        const profile = path.isAbsolute(name) ? name : path.join(SAMPLES, name + '.pb.gz'), words = wordsOf(profile, name === both), page = await openPage(profile);
        if (!page) return t.skip('this render was built without the engine of pages');
        const cases = [];
        for (let i = k; i < CASES; i += names.length) cases.push(drawn(seed, i, views, name === both ? optionsOf(true) : options, words));
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
