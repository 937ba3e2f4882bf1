// Checks the types of the page's script, by tsc --checkJs --strict; skips itself where typescript is missing.
'use strict';
const {spawnSync} = require('node:child_process');
const path = require('node:path');

let compiler = '';
try {
    compiler = require.resolve('typescript/bin/tsc');
} catch (e) {
    console.log('skipped: typescript is not installed (tests/install test)');
    process.exit(77);
}
process.exitCode = spawnSync(process.execPath, [compiler, '--pretty', 'false', '-p', path.join(__dirname, 'tsconfig.json')], {stdio: 'inherit'}).status ?? 1;
