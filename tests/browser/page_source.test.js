// The page's script without a browser: its state in the address, what is said of patterns, and how modules are packed.
'use strict';
const {test} = require('node:test');
const assert = require('node:assert');
const {execFileSync, spawnSync} = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');

const ROOT = path.join(__dirname, '..', '..'), PACK = path.join(ROOT, 'templates/pack.py');
const moduleOf = name => import('data:text/javascript,' + encodeURIComponent(fs.readFileSync(path.join(ROOT, 'templates/page', name), 'utf8')));

// ---------------------------------------------------------------- state

test('every field of the state survives the address', async () => {
    const {emptyState, stateOfHash, hashOf} = await moduleOf('state.js');
    const state = {tab: 'flame', type: 'alloc_space', unit: 'MB', granularity: 'packages', recursion: 'direct', order: 'name', flip: true, color: 'weight', theme: 'dark',
        zoom: 'aB3_9-', window: '.25-0.5', picked: 'zzzz', fn: 'main.(*T[int]).\u00fcber+&=%#?', find: 'a b', isRegex: true, isCase: true, match: 'file', sort: '-cum', nodes: 120, tree: true, report: 'traces', side: 'new',
        filters: [{kind: 'focus', value: '^a&b=c$'}, {kind: 'hide', value: ''}, {kind: 'noinlines', value: ''}, {kind: 'tagfocus', value: 'k=v,1kb:2mb'}]};
    // What a page is fixed to is in no address.
    assert.deepStrictEqual([...Object.keys(state), 'fixed'].sort(), Object.keys(emptyState()).sort());
    assert.deepStrictEqual(stateOfHash(hashOf({...state, fixed: [['per', 'samples']]})), {...state, fixed: []});
    for (const field in state) assert.notDeepStrictEqual(state[field], emptyState()[field], field + ' is tested at its default');
});

test('the address is short and readable', async () => {
    const {emptyState, hashOf} = await moduleOf('state.js');
    assert.strictEqual(hashOf(emptyState()), '#summary');
    assert.strictEqual(hashOf({...emptyState(), tab: 'top', filters: [{kind: 'focus', value: 'net/http'}, {kind: 'noinlines', value: ''}], find: 'read'}),
        '#top&focus=net/http&noinlines&q=read');
});

test('an address from elsewhere is taken as far as it makes sense', async () => {
    const {emptyState, stateOfHash} = await moduleOf('state.js');
    assert.deepStrictEqual(stateOfHash(''), emptyState());
    assert.deepStrictEqual(stateOfHash('#flame&nonsense=1&__proto__=x&constructor=y&color_by=plaid&nodecount=-3&%E0%A4%A=1'), {...emptyState(), tab: 'flame'});
    assert.strictEqual(stateOfHash('#focus=a').filters.length, 1);
    assert.strictEqual(stateOfHash('#top&q=%E0%A4%A').find, '%E0%A4%A');
    assert.strictEqual(stateOfHash('#Tab<b>').tab, '');
    const ignored = [];
    for (const part of ['w=0.5-0.2', 'w=0-2', 'w=1-1', 'w=NaN-1', 'w=-0.1-1', 'w=1e-3-1', 'w=0.1', 'w', 'w=0.1-0.2-0.3', 'report=sh', 'report=__proto__', 'report', 'nodecount=x', 'nodecount=-1', 'zz=1'])
        assert.deepStrictEqual(stateOfHash('#flame&' + part, ignored), {...emptyState(), tab: 'flame'}, part);
    assert.strictEqual(ignored.length, 15);
    assert.deepStrictEqual(stateOfHash('#flame&z=aaaa&w=0.25-0.5&call_tree&report=raw&report=', []), {...emptyState(), tab: 'flame', zoom: 'aaaa', window: '0.25-0.5', tree: true});
});

test('a window comes back as exact as a screen shows it', async () => {
    const {windowOf, partsOf} = await moduleOf('state.js');
    assert.strictEqual(windowOf(0, 1), '');
    assert.strictEqual(windowOf(-0.5, 1.5), '');
    assert.strictEqual(windowOf(0.25, 0.5), '0.25-0.5');
    for (let size = 0.9, from = 0.0123456789; size > 1e-9; size /= 3.7, from = (from * 7.31) % (1 - size)) {
        const text = windowOf(from, from + size), [a, b] = partsOf(text);
        assert.ok(Math.abs(a - from) < size / 1000 && Math.abs(b - from - size) < size / 1000, text);
        assert.strictEqual(windowOf(a, b), text);
    }
});

test('half a character does not throw', async () => {
    const {emptyState, stateOfHash, hashOf} = await moduleOf('state.js');
    assert.strictEqual(stateOfHash(hashOf({...emptyState(), fn: 'a\ud800b\udc00'})).fn, 'a\ufffdb\ufffd');
    assert.strictEqual(stateOfHash(hashOf({...emptyState(), fn: '\u{1f525}'})).fn, '\u{1f525}');
});

test('the options of a command are the state to begin with', async () => {
    const {emptyState, stateOfQuery} = await moduleOf('state.js');
    assert.deepStrictEqual(stateOfQuery('focus=json&sample_index=cpu&noinlines=true&mean=false&granularity=functions&sort=cum&width=900&flip=true&color_by=file&nodecount=80'),
        {...emptyState(), filters: [{kind: 'focus', value: 'json'}, {kind: 'noinlines', value: ''}], type: 'cpu', sort: 'cum', flip: true, color: 'file', nodes: 80});
});

test("pprof's links are read, and their names beside those of the command line", async () => {
    const {emptyState, stateOfLink} = await moduleOf('state.js');
    const read = (place, query, told = {}) => {
        const ignored = [];
        return [stateOfLink(place, query, {...emptyState(), ...told}, ignored), ignored];
    };
    const is = (place, query, wanted, ignored = []) => assert.deepStrictEqual(read(place, query), [{...emptyState(), ...wanted}, ignored], place + query);
    is('/ui/', '', {});
    is('/ui/flamegraph', '', {tab: 'flame'});
    is('/p/7/ui/flamegraph2', '', {tab: 'flame'});
    is('/ui/disasm', '', {tab: 'source'});
    is('/ui/labels', '', {tab: 'labels'});
    is('/ui/top', '?f=json&i=gc&h=a%7Cb&s=c&sf=d&prunefrom=e&tf=k%3Dv&ti=x&ts=y&th=z', {tab: 'top', filters: [['focus', 'json'], ['ignore', 'gc'], ['hide', 'a|b'], ['show', 'c'], ['show_from', 'd'],
        ['prune_from', 'e'], ['tagfocus', 'k=v'], ['tagignore', 'x'], ['tagshow', 'y'], ['taghide', 'z']].map(([kind, value]) => ({kind, value}))});
    is('/ui/graph', '?si=alloc_space&g=lines&n=40&calltree=t&unit=MB&sort=cum', {tab: 'graph', type: 'alloc_space', granularity: 'lines', nodes: 40, tree: true, unit: 'MB', sort: 'cum'});
    is('/ui/top', '?rel=1&mean=yes&noinlines=F&dropneg=n&showcolumns=T', {tab: 'top', filters: ['relative_percentages', 'mean', 'showcolumns'].map(kind => ({kind, value: ''}))});
    is('/ui/top', '?f=&n=-1&compact=true&intel=1&nf=0.1&trim=0', {tab: 'top'});
    is('/ui/top', '?focus=a+b&sample_index=cpu&only_side=new', {tab: 'top', filters: [{kind: 'focus', value: 'a b'}], type: 'cpu', side: 'new'});
    is('/ui/top', '?normalize=true&per=samples&g=houses&zz=1&__proto__=2', {tab: 'top'}, ['normalize', 'per', 'g', 'zz', '__proto__']);
    is('/ui/flamegraph', '?p=' + encodeURIComponent('^main\\.\\(\\*T\\)\\.f$'), {tab: 'sandwich', fn: 'main.(*T).f'});
    is('/ui/flamegraph', '?p=^a$|^b$', {tab: 'flame', find: '^a$|^b$', isRegex: true, isCase: true});
    is('/ui/peek', '?f=^main\\.f$', {tab: 'peek', fn: 'main.f', filters: [{kind: 'focus', value: '^main\\.f$'}]});
    is('/ui/source', '?f=json', {tab: 'source', find: 'json', isRegex: true, isCase: true, filters: [{kind: 'focus', value: 'json'}]});
    assert.deepStrictEqual(read('/ui/top', '?f=b', {tab: 'flame', filters: [{kind: 'focus', value: 'a'}], fixed: [['per', 'x']]})[0], {...emptyState(), tab: 'top', filters: [{kind: 'focus', value: 'b'}], fixed: [['per', 'x']]});
});

test('a request says the selection', async () => {
    const {emptyState, requestOf, withFilter} = await moduleOf('state.js');
    let filters = [];
    for (const [kind, value] of [['ignore', 'a'], ['focus', 'x'], ['ignore', 'b|c'], ['focus', 'y'], ['tagroot', 'k'], ['tagroot', 'l'], ['ignore', 'a'], ['noinlines', '']])
        filters = withFilter(filters, kind, value);
    assert.strictEqual(filters.length, 6);
    assert.strictEqual(decodeURIComponent(requestOf({...emptyState(), filters, type: 'cpu', recursion: 'all', unit: 'ms'}, 'top', {sort: 'cum'})),
        'top?sample_index=cpu&focus=y&ignore=(?:b|c)|(?:a)&tagroot=k,l&noinlines=true&recursion=all&unit=ms&sort=cum');
    assert.strictEqual(requestOf(emptyState(), 'top'), 'top');
    assert.strictEqual(requestOf({...emptyState(), fn: 'a'}, 'top', {function: 'a+b c&d'}), 'top?function=a%2Bb%20c%26d');
});

test('a search is an expression of RE2', async () => {
    const {emptyState, patternOf, exactly, commandOf} = await moduleOf('state.js');
    assert.strictEqual(patternOf(emptyState()), '');
    assert.strictEqual(patternOf({...emptyState(), find: '(*T).f'}), '(?i)\\(\\*T\\)\\.f');
    assert.strictEqual(patternOf({...emptyState(), find: 'a.b', isRegex: true, isCase: true}), 'a.b');
    assert.strictEqual(exactly('a[b]{c}^$|\\'), '^a\\[b\\]\\{c\\}\\^\\$\\|\\\\$');
    assert.strictEqual(commandOf('top?sort=cum&noinlines=true&focus=it%27s', 'my file.pb.gz'), "render top --sort=cum --noinlines '--focus=it'\\''s' 'my file.pb.gz'");
    assert.strictEqual(commandOf('top?per=samples', '', [['a.pb.gz'], ['-b c']]), "render top --per=samples --diff a.pb.gz './-b c'");
    assert.strictEqual(commandOf('top', '', [['a', 'b'], ['c']]), 'render top --diff --base=a --base=b --new=c');
});

test('how sides are compared is in every request, which of them is shown where it matters', async () => {
    const {emptyState, stateOfQuery, requestOf, hashOf} = await moduleOf('state.js');
    const state = {...stateOfQuery('normalize=true&match=exact&width_by=base&only_side=new&focus=a'), tab: 'top'};
    assert.deepStrictEqual(state, {...emptyState(), tab: 'top', side: 'new', filters: [{kind: 'focus', value: 'a'}], fixed: [['normalize', 'true'], ['match', 'exact'], ['width_by', 'base']]});
    assert.strictEqual(requestOf(state, 'functions', {sort: 'cum'}), 'functions?focus=a&normalize=true&match=exact&width_by=base&only_side=new&sort=cum');
    for (const view of ['', 'boxes', 'find', 'summary']) assert.strictEqual(requestOf(state, view), view + '?focus=a&normalize=true&match=exact&width_by=base');
    assert.strictEqual(hashOf(state), '#top&focus=a&only_side=new');
});

test('a bad pattern is explained with its place', async () => {
    const {explainPattern} = await moduleOf('explain.js');
    const say = (what, pattern) => explainPattern(`parsing focus regexp: error parsing regexp: ${what}`, pattern).title;
    assert.strictEqual(say('missing closing ): `regexp.(machine`', 'regexp.(machine'), 'This pattern has no closing parenthesis: it opens at character 8.');
    assert.strictEqual(say('missing closing ): `(a)\\((b[(]`', '(a)\\((b[(]'), 'This pattern has no closing parenthesis: it opens at character 6.');
    assert.strictEqual(say('missing closing ]: `[b`', 'a[b'), 'This pattern has no closing bracket: it opens at character 2.');
    assert.strictEqual(say('unexpected ): `a)b`', 'a)b'), 'This pattern closes a parenthesis that it does not open, at character 2.');
    assert.strictEqual(say('missing argument to repetition operator: `*`', '(*'), 'In this pattern * repeats nothing, at character 2.');
    assert.deepStrictEqual(explainPattern('no such thing', 'x'), {title: 'no such thing', help: ''});
});

// ---------------------------------------------------------------- packing

const packed = (files, ...options) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pack-')), page = path.join(folder, 'page');
    fs.mkdirSync(page);
    for (const name in files) fs.writeFileSync(path.join(page, name), files[name]);
    const done = spawnSync('python3', [PACK, '--print', path.join(page, Object.keys(files)[0]), ...options], {encoding: 'utf8'});
    fs.rmSync(folder, {recursive: true});
    return done;
};
const script = files => {
    const {status, stdout, stderr} = packed(files);
    assert.strictEqual(status, 0, stderr);
    return stdout;
};
const runs = text => {
    const seen = [];
    vm.runInNewContext(text, {say: value => seen.push(value)});
    return seen;
};

test('modules run in the order of what they need', () => {
    const files = {'app.js': "import {a} from './a.js';\nimport {b, c} from './b.js';\nsay(a + b + c());\n", 'a.js': "import {b} from './b.js';\nexport const a = b + 1;\n",
        'b.js': "export const b = 1;\nexport function c() {\n    return 40;\n}\n"};
    assert.deepStrictEqual(runs(script(files)), [43]);
});

test('what cannot be packed is an error that names it', () => {
    const fails = (files, what) => {
        const {status, stderr} = packed(files);
        assert.notStrictEqual(status, 0);
        assert.match(stderr, what);
    };
    fails({'app.js': "import {a} from './a.js';\nconst b = 1;\n", 'a.js': 'export const a = 1;\nconst b = 2;\n'}, /app\.js: b is also in a\.js/);
    fails({'app.js': "import {a} from './a.js';\nlet x = 1, y = 2;\n", 'a.js': 'export const a = (1, 2), y = 2;\n'}, /y is also in a\.js/);
    fails({'app.js': "import {a} from './a.js';\nconst {p: q, b} = a;\n", 'a.js': 'export const a = {};\nfunction b() {}\n'}, /b is also in a\.js/);
    fails({'app.js': "import {a} from './a.js';\n", 'a.js': 'const a = 1;\n'}, /a, which \.\/a\.js does not export/);
    fails({'app.js': "import {a} from './a.js';\n"}, /which is not there/);
    fails({'app.js': "import {a} from './a.js';\nexport const b = 1;\n", 'a.js': "import {b} from './app.js';\nexport const a = 1;\n"}, /import each other/);
    fails({'app.js': "import a from './a.js';\n", 'a.js': 'export const a = 1;\n'}, /cannot be packed: import a/);
    fails({'app.js': 'export default 1;\n'}, /cannot be packed/);
    fails({'app.js': "say('</scr' + '</script>');\n"}, /would end/);
});

test('a small script does what the source does', () => {
    const source = String.raw`
const spaces = 'a  //  b', other = "c /* d */", template = ~x  @{ spaces + ~  @{ 1  +  2 }  ~ }  // y~;
const slash = /[/  ]+\/ {2}/g, parts = 'a/  b'.split(/\//), half = 8 / 2 / 1; // gone
/* gone, too */
const signs = [1 - -1, 1 + +1, - -1], list = [1,
    2];
let i = 1;
i++
i--
const longer = i +
    2
    + 3;
for (const one of list) ;
for (let one = 0; one < 2; one++) {
    if (one) ;
}
const early = () => { for (;;) return 1; };
let late = early(); let later = late;
say(() => { late = 2; let a = 1; const b = a; const c = b; { const d = c; } for (const e of [c]) say(e); });
const call = list
    .map(x => x * 2)
    .join( ' ; ' );
const text = typeof  spaces, is = 'x' in  {x: 1}, not = !( 'y'  in {} ), either = null ?? 'n', deep = ({a: {b: 1}})?.a?.b ? .5 : 1;
const make = async  x => { await x; return  /re  gex/.test('re  gex'); };
for (const one  of list) if (one === 2) say(one)
else say(-one);
function* numbers() { yield  1; yield* [ 2 ]; }
const it = {get  at() { return this . other; }, other: 7, async  run() { return other; }, [other]: half, 'q  q': 1};
const swap = ({other: mine, half = 2, ...rest}, [first, {text = half}]) => ({mine, half, rest, first, text, it: other, other});
switch (i) { case 1: { const text = 'one'; say({text}); } break; default: { say('no'); } }
try { it.none(); } catch (text) { say(typeof text.message); } finally { say(~@{half}@{text}: @{{other}.other} @{[1, 2].map(half => { return half + 1; })}~); }
function named(call, ...text) { const name = 'local', {length} = text; return {name, length, call}; }
say(JSON.stringify([swap({other: 1, z: 3}, [4, {}]), named(1, 2, 3), it.at]));
say([spaces, other, template, slash.source, parts, half, signs, longer, call, text, is, not, either, deep, typeof make, [...numbers()], it['q  q']].join('|'));
`.replaceAll('~', '`').replaceAll('@{', '${');
    const small = script({'app.js': source});
    assert.strictEqual(JSON.stringify(runs(small)), JSON.stringify(runs(`'use strict';${source}`)));
    assert.doesNotMatch(small, /gone/);
    assert.ok(small.length < source.length * 0.85);
});

test('a small style sheet keeps what spaces mean', () => {
    const source = '/* gone */\na  b > c ,\nd:hover { color : red; margin: 0  auto; width: calc(1px + 2px); }\n@media (max-width: 10px) and (x) { a::after { content: " ;  } /* x */" } }\n/* @include none.css */\n';
    const {stdout} = packed({'page.css': source});
    assert.strictEqual(stdout, 'a b>c,d:hover{color :red;margin:0 auto;width:calc(1px + 2px)}@media (max-width: 10px) and (x){a::after{content:" ;  } /* x */"}}\n');
});

for (const name of ['page/app.js', 'flame.js', 'graph.js']) test(`${name} packed has the same syntax and variables as its source`, t => {
    let ts;
    try {
        ts = require('typescript');
    } catch (e) {
        return t.skip('typescript is not installed');
    }
    const print = (...options) => execFileSync('python3', [PACK, '--print', path.join(ROOT, 'templates', name), ...options], {encoding: 'utf8', maxBuffer: 1e8});
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pack-'));
    const walked = text => {
        const place = path.join(folder, 'x.js'), out = [], seen = new Map();
        fs.writeFileSync(place, text);
        const program = ts.createProgram([place], {allowJs: true, checkJs: true, noEmit: true, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: []});
        const checker = program.getTypeChecker(), file = program.getSourceFile(place);
        assert.deepStrictEqual(file.parseDiagnostics, []);
        const unknown = program.getSemanticDiagnostics(file).filter(({code}) => [2304, 2552, 18004].includes(code));
        // A variable is the first, second ... of those that the script declares; what the browser has goes by its name.
        const variable = (node, symbol = checker.getSymbolAtLocation(node)) => {
            const isOurs = symbol?.declarations?.some(one => one.getSourceFile() === file);
            if (isOurs && !seen.has(symbol)) seen.set(symbol, seen.size);
            return 'variable ' + (isOurs ? seen.get(symbol) : node.text);
        };
        const walk = node => {
            const isProperty = ts.isIdentifier(node) && (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node || node.parent.propertyName === node ||
                (ts.isPropertyAssignment(node.parent) || ts.isMethodDeclaration(node.parent) || ts.isGetAccessor(node.parent)) && node.parent.name === node);
            // {a} and {a: x} are the same.
            if (ts.isShorthandPropertyAssignment(node)) {
                out.push(ts.SyntaxKind.PropertyAssignment, node.name.text, variable(node.name, checker.getShorthandAssignmentValueSymbol(node)));
                if (node.objectAssignmentInitializer) walk(node.objectAssignmentInitializer);
                return;
            }
            if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && !node.propertyName && !node.dotDotDotToken) {
                out.push(node.kind, node.name.text, variable(node.name));
                if (node.initializer) walk(node.initializer);
                return;
            }
            if (ts.isIdentifier(node)) {
                out.push(isProperty ? node.text : variable(node));
                return;
            }
            // Declarations may be joined: each says what it is.
            if (ts.isVariableDeclaration(node)) out.push(node.parent.flags & ts.NodeFlags.BlockScoped);
            if (!ts.isVariableStatement(node) && !ts.isVariableDeclarationList(node)) out.push(node.kind);
            if (node.text !== undefined && !ts.isSourceFile(node)) out.push(node.text);
            ts.forEachChild(node, walk);
        };
        walk(file);
        return {out, count: seen.size, unknown: unknown.map(({messageText}) => ts.flattenDiagnosticMessageText(messageText, ' '))};
    };
    const [small, plain] = [print(), print('--plain')], [after, before] = [walked(small), walked(plain)];
    fs.rmSync(folder, {recursive: true});
    assert.strictEqual(after.out.length, before.out.length);
    before.out.forEach((one, i) => assert.ok(one === after.out[i], `${one} became ${after.out[i]}, behind ${before.out.slice(Math.max(0, i - 12), i)}`));
    assert.deepStrictEqual([before.count > 300, after.count], [true, before.count]);
    assert.deepStrictEqual([before.unknown, after.unknown], [[], []]);
    assert.ok(small.length < plain.length * 0.62);
});
