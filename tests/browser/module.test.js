// The engine as Node runs it: what the module wants and gives, and, without a browser, the same comparison
// with the command line over every view. Run: RENDER=build/render ENGINE=build/src/engine/engine.wasm node --test module.test.js
'use strict';
const {test} = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

const ROOT = path.join(__dirname, '..', '..');
const SAMPLES = process.env.RENDER_SAMPLES || path.join(ROOT, 'samples');
const ENGINE = process.env.ENGINE || path.join(ROOT, 'build', 'src', 'engine', 'engine.wasm');
process.env.TZ = 'UTC';
const {drawn, native, optionsOf, requestOf, viewsOf, wordsOf} = require('./requests.js');
const SEED = +(process.env.RENDER_SEED || 2), EACH = 4;

const missing = fs.existsSync(ENGINE) ? false : 'no engine at ' + ENGINE;

const open = async profile => {
    const wasi = new Proxy({}, {get: (_, name) => name === 'proc_exit' ? () => { throw new Error('the engine stopped'); } : () => 8});
    const page = {now: () => Date.now(), zone: () => 0};
    const {instance: {exports}} = await WebAssembly.instantiate(fs.readFileSync(ENGINE), {page, wasi_snapshot_preview1: wasi});
    const memory = () => Buffer.from(exports.memory.buffer);
    const textAt = at => memory().subarray(at, memory().indexOf(0, at)).toString();
    const put = bytes => {
        const at = exports.engine_room(bytes.length);
        memory().set(bytes, at);
        return bytes.length;
    };
    exports._initialize();
    const name = Buffer.from(path.basename(profile));
    const isOpen = exports.engine_open(name.length, put(Buffer.concat([name, zlib.gunzipSync(fs.readFileSync(profile))])));
    assert.ok(isOpen, textAt(exports.engine_error()));
    return request => {
        const ok = exports.engine_run(put(Buffer.from(request))), at = exports.engine_answer();
        const bytes = ok ? memory().subarray(at, at + exports.engine_answer_size()).toString('base64') : '';
        return {bytes, error: ok ? '' : textAt(exports.engine_error())};
    };
};

test('the module wants a clock, a zone and the last words of the C library', {skip: missing}, () => {
    const module = new WebAssembly.Module(fs.readFileSync(ENGINE));
    const wanted = WebAssembly.Module.imports(module).map(({module: from, name}) => from === 'page' ? 'page.' + name : name).sort();
    assert.deepEqual(wanted.filter(name => !/^(fd_(close|seek|write|read|fdstat_get)|proc_exit)$/.test(name)), ['page.now', 'page.zone']);
    for (const name of ['room', 'open', 'sources', 'run', 'answer', 'answer_size', 'notes', 'error', 'error_kind'])
        assert.ok(WebAssembly.Module.exports(module).some(one => one.name === 'engine_' + name), name);
});

test('every view is what the command line writes', {skip: missing, timeout: 280000}, async t => {
    const views = viewsOf(), options = optionsOf();
    let compared = 0;
    for (const [k, name] of ['svc-fast.cpu', 'svc-fast.allocs', 'svc-slow.goroutine', 'go-json.cpu'].entries()) {
        const profile = path.join(SAMPLES, name + '.pb.gz'), words = wordsOf(profile), ask = await open(profile);
        for (const [v, view] of views.entries()) {
            if (v % EACH !== k) continue;
            for (let i = 0; i < EACH; i++) {
                const one = drawn(SEED, 1000 + v * EACH + i, [view], options, words), found = ask(requestOf(one)), wanted = native(profile, one);
                await t.test(requestOf(one), () => assert.deepEqual({error: found.error, same: found.bytes === wanted.bytes}, {error: wanted.error, same: true}));
                compared++;
            }
        }
    }
    assert.equal(compared, views.length * EACH);
});
