// Files that a browser wrote from reports and pictures are still sources.
// Run: RENDER=build/render node --test tests/browser/saved.test.js
'use strict';
const {test} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {RENDER, SAMPLES, launch, missing} = require('./chromium.js');

const render = (...words) => execFileSync(RENDER, words, {stdio: ['ignore', 'pipe', 'ignore']});
let passed = 0;

test('what a browser saves is read back', {skip: missing || false}, async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'render-saved-'));
    const browser = await launch();
    try {
        const sample = path.join(SAMPLES, 'go-json.cpu.pb.gz');
        for (const name of ['page.html', 'flame.svg']) {
            const file = path.join(folder, name), saved = path.join(folder, 'saved-' + name);
            render(sample, '-o', file);
            const page = await browser.newPage();
            await page.goto('file://' + file);
            fs.writeFileSync(saved, await page.evaluate(() => document.documentElement instanceof SVGElement
                ? new XMLSerializer().serializeToString(document) : '<!DOCTYPE html>\n' + document.documentElement.outerHTML));
            assert.deepEqual(render('top', saved), render('top', file), name);
            if (name.endsWith('.html')) assert.deepEqual(render('extract', saved, '-o', '-'), fs.readFileSync(sample));
            passed++;
        }
    } finally {
        await browser.close();
        fs.rmSync(folder, {recursive: true, force: true});
        console.log(`${passed} passed, ${2 - passed} failed`);
    }
});
