// The browser of these tests, the program that they are about, and why they cannot run.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const RENDER = path.resolve(process.env.RENDER || path.join(ROOT, 'build', 'render'));
const SAMPLES = process.env.RENDER_SAMPLES || path.join(ROOT, 'samples');
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const found = find => {
    try {
        return find();
    } catch (e) {
        return null;
    }
};
const playwright = found(() => require('playwright-core'));
/** The text of axe-core; '' where that is not installed. */
const axe = found(() => fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')) || '';

/** Why there can be no tests; '' where they can run. */
const missing = !playwright ? 'playwright-core is not installed (tests/install test)' : !fs.existsSync(CHROMIUM) ? 'no Chromium at ' + CHROMIUM
    : !fs.existsSync(RENDER) ? 'no program at ' + RENDER : '';

const launch = ({flags = [], ...options} = {}) => playwright.chromium.launch({executablePath: CHROMIUM, args: [...FLAGS, ...flags], ...options});

module.exports = {ROOT, RENDER, SAMPLES, axe, launch, missing};
