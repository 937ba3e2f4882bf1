// The page of a report, made again at every reload, with the command as its engine:
//
//   node tests/browser/dev_server.js [--port N] [--render build/render] [--fixtures DIR] [--plain] PROFILE...
//
//   /            the page of the first profile; /NAME/ that of the profile with this base name
//   /NAME/engine/top?sort=cum    what `render top --sort=cum PROFILE -o -` writes
//
// DIR/VIEW.json, or DIR/VIEW.bin, is answered for a view that the command does not know.
'use strict';
const {execFile, execFileSync} = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const KINDS = {2: 'usage', 3: 'input', 4: 'limit', 5: 'io'};

const argumentsOf = request => {
    const [view, query = ''] = request.split(/\?(.*)/s);
    return [view, ...query.split('&').filter(Boolean).map(part => '--' + decodeURIComponent(part))];
};

const run = (render, request, profile) => new Promise(resolve =>
    execFile(render, [...argumentsOf(request), profile, '-o', '-'], {encoding: 'buffer', maxBuffer: 2 ** 30, timeout: 60000},
        (error, stdout, stderr) => resolve({code: error ? Number(error.code) || 3 : 0, bytes: stdout, notes: stderr.toString().replace(/^render: /gm, '')})));

const fixture = (folder, request) => {
    for (const end of ['.json', '.bin']) {
        const file = path.join(folder || '', request.split('?')[0] + end);
        if (folder && fs.existsSync(file)) return fs.readFileSync(file);
    }
    return null;
};

// Until the command knows `summary`: one without sentence and rows, from the totals of `json`.
const standIn = async (render, asked, profile) => {
    if (asked.split('?')[0] !== 'summary') return null;
    const {code, bytes} = await run(render, asked.replace('summary', 'json'), profile);
    if (code) return null;
    const {profile: facts} = JSON.parse(bytes), value = amount => [amount, String(amount)];
    return Buffer.from(JSON.stringify({title: path.basename(facts.binary || profile), line: [facts.time, 'build ' + facts.build_id.slice(0, 12)].join(' \u00b7 '),
        types: facts.types.map(({type, unit}, index) => ({index, type, unit, total: type === facts.type ? String(facts.total) : '', chosen: type === facts.type})),
        total: value(facts.total), selected: value(facts.selected), answer: [], top: null, functions: 0, packages: [], facts: [], provenance: [], notes: []}));
};

// A page as render writes it, without its static part; `isPlain` leaves the script as it stands in the source.
const pageOf = (profile, isPlain, engine = 'engine/') => {
    const pack = name => execFileSync('python3', [path.join(ROOT, 'templates/pack.py'), '--print', path.join(ROOT, 'templates/page', name), ...isPlain ? ['--plain'] : []], {encoding: 'utf8'});
    const bytes = fs.readFileSync(profile);
    const head = {format: 1, version: 'dev', sources: path.basename(profile), query: '', tab: '', source_size: 0,
        profile: {size: bytes.length, raw: bytes.length, note: ''}};
    return `<!DOCTYPE html>
<html lang="en"${engine ? ` data-engine="${engine}"` : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${path.basename(profile)}</title><link rel="icon" href="data:,">
<style>${pack('page.css')}</style></head>
<body><main id="static"><p id="why">Scripts are blocked here.</p><h1>${path.basename(profile)}</h1><p>The static part.</p></main>
<script type="application/json" id="render-report">${JSON.stringify(head).replace(/</g, '\\u003c')}</script>
<script type="application/octet-stream" id="render-profile">${bytes.toString('base64')}</script>
<script>${pack('app.js')}</script>
</body></html>
`;
};

const serve = ({profiles, render = path.join(ROOT, 'build/render'), fixtures = '', isPlain = false, port = 0}) => {
    const byName = new Map(profiles.map(file => [path.basename(file), file]));
    const answer = async (request, response) => {
        const [, name, rest] = /^\/(?:([^/?]+)\/)?(.*)$/s.exec(request.url) || [];
        const isBare = !byName.has(decodeURIComponent(name || ''));
        const profile = isBare ? profiles[0] : byName.get(decodeURIComponent(name));
        const wanted = isBare ? request.url.slice(1) : rest;
        if (wanted.startsWith('engine/')) {
            const asked = wanted.slice('engine/'.length);
            let {code, bytes, notes} = await run(render, asked, profile);
            const ready = code ? fixture(fixtures, asked) || await standIn(render, asked, profile) : null;
            if (ready) [code, bytes, notes] = [0, ready, ''];
            response.writeHead(code ? 422 : 200, {'content-type': 'application/octet-stream', 'cache-control': 'no-store', 'access-control-allow-origin': '*', 'access-control-expose-headers': '*',
                'x-render-error': KINDS[code] || 'input', 'x-render-notes': encodeURIComponent(notes.trim())});
            return response.end(code ? notes.trim() : bytes);
        }
        if (wanted.split('?')[0]) return response.writeHead(404, {'content-type': 'text/plain'}).end('there is no such page\n');
        response.writeHead(200, {'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store'});
        return response.end(pageOf(profile, isPlain));
    };
    const server = http.createServer((request, response) => answer(request, response).catch(error => response.writeHead(500).end(String(error.stderr || error))));
    return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(server)));
};

const main = async () => {
    const options = {profiles: [], port: 8123};
    const list = process.argv.slice(2);
    while (list.length) {
        const word = list.shift();
        if (word === '--port') options.port = Number(list.shift());
        else if (word === '--render') options.render = list.shift();
        else if (word === '--fixtures') options.fixtures = list.shift();
        else if (word === '--plain') options.isPlain = true;
        else options.profiles.push(word);
    }
    if (!options.profiles.length) throw new Error('say which profile');
    const server = await serve(options);
    for (const file of options.profiles) console.log(`http://127.0.0.1:${server.address().port}/${path.basename(file)}/`);
};

module.exports = {serve, pageOf};
if (require.main === module) main().catch(error => {
    console.error(error.message);
    process.exitCode = 1;
});
