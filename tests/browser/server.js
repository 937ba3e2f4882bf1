// `render serve` as its own process, for the time of a test.
'use strict';
const {spawn} = require('node:child_process');
const {RENDER} = require('./chromium.js');

/** Serves sources; gives the address, and what ends it. @type {(sources: string[], port?: number) => Promise<{base: string, port: number, stop: () => Promise<void>}>} */
const serve = (sources, port = 0) => new Promise((resolve, reject) => {
    const child = spawn(RENDER, ['serve', ...sources, '--http=127.0.0.1:' + port, '--no_browser'], {stdio: ['ignore', 'pipe', 'pipe']});
    const ended = new Promise(done => child.once('exit', done));
    let said = '';
    const hear = text => {
        said += text;
        const found = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
        if (found) resolve({base: found[0], port: +found[1], stop: () => {
            child.kill('SIGTERM');
            return ended;
        }});
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    ended.then(() => reject(new Error('render serve ended: ' + said)));
});

module.exports = {serve};
