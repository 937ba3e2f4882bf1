// The parts of the page's flame graph that need no browser: frames, their places, names and numbers.
// Run: RENDER=build/render node --test tests/browser/page_boxes.test.js
'use strict';
const {test, before} = require('node:test');
const assert = require('node:assert/strict');
const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const {boxesOf} = require('./boxes_fixture.js');

const ROOT = path.join(__dirname, '..', '..'), PAGE = path.join(ROOT, 'templates', 'page');
const RENDER = process.env.RENDER || path.join(ROOT, 'build', 'render'), SAMPLES = process.env.RENDER_SAMPLES || path.join(ROOT, 'samples');
const skip = fs.existsSync(RENDER) ? false : 'no program at ' + RENDER;
const ask = (view, profile, ...options) => execFileSync(RENDER, [view, ...options, path.join(SAMPLES, profile), '-o', '-'], {maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore']});

let B, F, N, V;
before(async () => {
    [B, F, N, V] = await Promise.all(['boxes', 'flame_canvas', 'names', 'numbers'].map(name => import(path.join(PAGE, name + '.js'))));
});

// The same random numbers every time.
const random = (seed = 7) => () => (seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0) >>> 0;

const stacksOf = (next, count) => Array.from({length: count}, () =>
    [Array.from({length: 1 + next() % 7}, () => 'f' + next() % 5).join(';'), 1 + next() % 100 * (next() % 9 ? 1 : 50)]);

test('frames are read as they were written, wherever the bytes lie', () => {
    const bytes = boxesOf([['main;work', 3], ['main;rest', 5], ['main', 1]]);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    for (const boxes of [B.decodeBoxes(bytes), B.decodeBoxes(shifted.subarray(3))]) {
        assert.deepEqual([...boxes.total], [9, 9, 5, 3]);
        assert.deepEqual([...boxes.start], [0, 0, 0, 5]);
        assert.deepEqual(Array.from(boxes.code, (_, i) => N.nameOf(boxes, i)), ['all', 'main', 'rest', 'work']);
        assert.deepEqual([B.levelsOf(boxes), boxes.isSorted, B.heaviestChild(boxes, 1), B.heaviestChild(boxes, 2)], [3, true, 2, -1]);
        assert.deepEqual([B.siblingOf(boxes, 2, 1), B.siblingOf(boxes, 2, -1), B.siblingOf(boxes, 3, 1)], [3, 2, 3]);
        assert.deepEqual(B.chainOf(boxes, 3), [0, 1, 3]);
    }
    assert.throws(() => B.decodeBoxes(new Uint8Array(30)), /another version/);
    const negative = B.decodeBoxes(boxesOf([['a;b', -4], ['a;c', 1]]));
    assert.deepEqual([...negative.total], [-3, -3, -4, 1]);
    assert.deepEqual([...negative.size], [5, 5, 4, 1]);
});

// What is to be seen of a row, said plainly: frames that are wide enough, and runs of siblings that are not.
const plainRow = (boxes, d, from, to, least) => {
    const list = [], {start, size, parent, end} = boxes;
    for (let i = 0, run = null; i < boxes.frames; i++) {
        if (boxes.depth[i] !== d) continue;
        const isSmall = size[i] < least && i > 0;
        if (isSmall && size[parent[i]] < least) continue;
        if (isSmall && run && run.last === i && parent[run.first] === parent[i]) run.last = end[i];
        else list.push(run = {first: i, last: isSmall ? end[i] : 0});
        if (!isSmall) run = null;
    }
    const right = ({first, last}) => {
        let at = first;
        while (last && end[at] < last) at = end[at];
        return start[at] + size[at];
    };
    return list.filter(box => start[box.first] < to && right(box) > from).map(box => [box.first, box.last]);
};

test('a row shows every frame that is wide enough, and the others as runs', () => {
    const next = random();
    for (let round = 0; round < 60; round++) {
        const boxes = B.decodeBoxes(boxesOf(stacksOf(next, 5 + next() % 200), {isByName: round % 2 === 1}));
        if (round % 2 === 0) assert.ok(boxes.isSorted);
        for (let n = 0; n < 20; n++) {
            const whole = boxes.size[0], from = next() % whole, to = from + 1 + next() % whole, least = 0.5 + next() % Math.ceil(whole / (2 + next() % 60)), d = next() % B.levelsOf(boxes);
            const seen = [];
            F.scanRow(boxes, d, from, to, least, (first, last) => seen.push([first, last]));
            // A run that ends before the window may be named once more; it is cut when painted.
            const wanted = plainRow(boxes, d, from, to, least);
            assert.deepEqual(seen, wanted, `row ${d} from ${from} to ${to}, least ${least}`);
        }
    }
});

test('a stack of 100,000 levels, and 100,000 siblings', () => {
    const deep = B.decodeBoxes(boxesOf([[Array.from({length: 100000}, (_, i) => 'f' + i % 3).join(';'), 1]]));
    assert.equal(B.levelsOf(deep), 100001);
    assert.equal(B.chainOf(deep, 100000).length, 100001);
    assert.equal(B.pathOf(deep, 100000).length, 2000);
    const wide = B.decodeBoxes(boxesOf(Array.from({length: 100000}, (_, i) => ['g' + i, 1]))), seen = [];
    F.scanRow(wide, 1, 5000, 6000, 2, (first, last) => seen.push([first, last]));
    assert.deepEqual(seen, [[1, 100001]]);
});

test('sums of a function count nothing twice', () => {
    const boxes = B.decodeBoxes(boxesOf([['a;b;a', 3], ['b;a', 4], ['a', 2]]));
    const a = boxes.head.functions.name.indexOf('a'), b = boxes.head.functions.name.indexOf('b');
    assert.deepEqual(B.sumsOf(boxes, a), {frames: 3, self: 9, total: 9});
    assert.deepEqual(B.sumsOf(boxes, b), {frames: 2, self: 0, total: 7});
    const flags = new Uint8Array(2);
    flags[b] = 1;
    assert.deepEqual([...B.hitsOf(boxes, flags)].map(i => N.nameOf(boxes, i)), ['b', 'b']);
});

test('a path leads to its frame; half of it as far as it goes', {skip}, () => {
    const boxes = B.decodeBoxes(new Uint8Array(ask('boxes', 'svc-slow.cpu.pb.gz')));
    let astray = 0;
    for (let i = 0; i < boxes.frames; i++) if (B.framesAt(boxes, B.pathOf(boxes, i)).at !== i) astray++;
    assert.equal(astray, 0);
    const leaf = boxes.frames - 1, known = B.pathOf(boxes, leaf);
    assert.deepEqual(B.framesAt(boxes, known + 'AAAA'), {at: leaf, first: leaf, last: boxes.end[leaf], isWhole: false});
    const children = B.childrenOf(boxes, 0), first = children[2], last = boxes.end[children[4]];
    assert.deepEqual(B.framesAt(boxes, B.runPathOf(boxes, first, last)), {at: 0, first, last, isWhole: true});
});

test('values and shares are those of the engine', {skip}, () => {
    let compared = 0;
    const same = ([value, text], unit, to) => {
        assert.equal(V.valueText(value, unit, to).replace('\u2212', '-'), text, `${value} ${unit} ${to}`);
        compared++;
    };
    for (const [profile, to, ...options] of [['svc-slow.cpu.pb.gz', ''], ['svc-slow.cpu.pb.gz', 'ms'], ['svc-slow.cpu.pb.gz', 'B'], ['svc-slow.heap.pb.gz', ''], ['svc-slow.heap.pb.gz', 'auto', '--sample_index=0'],
        ['svc-slow.allocs.pb.gz', 'kilobytes'], ['svc-slow.mutex.pb.gz', ''], ['svc-slow.mutex.pb.gz', 'hours'], ['cpp.cpu.pb.gz', 'things', '--sample_index=0']]) {
        const all = to ? [...options, '--unit=' + to] : options;
        const {head} = B.decodeBoxes(new Uint8Array(ask('boxes', profile, ...all)));
        same(head.total, head.unit, to);
        for (const {self, share} of head.legend) {
            same(self, head.unit, to);
            assert.equal(V.percentText(self[0], head.total[0]), share);
        }
        if (!to || /^(B|things)$/.test(to)) continue;
        const table = JSON.parse(ask('functions', profile, ...all, '--unit=' + to));
        if (to !== 'auto') table.cum.forEach((value, i) => same([value, table.cum_text[i]], head.unit, to));
    }
    assert.ok(compared > 1000, String(compared));
});

test('numbers at the edges', () => {
    const texts = [[0, 'bytes'], [1023, 'bytes'], [1024, 'bytes'], [-2.5e9, 'nanoseconds'], [999, 'nanoseconds'], [1e9, 'ns'], [7, 'count'], [5, 'bananas']].map(([value, unit]) => V.valueText(value, unit));
    assert.deepEqual(texts, ['0', '1023B', '1kB', '\u22122.50s', '999ns', '1s', '7', '5']);
    assert.deepEqual([[0, 5], [1, 10000], [1, 3], [5, 5], [9996, 10000], [-1, 4], [1, 0], [9.9994, 1], [9.9996, 1], [-61.086, 1]].map(([value, whole]) => V.percentText(value, whole)),
        ['0', '<0.1%', '33.3%', '100%', '100%', '\u221225.0%', '0', '999.9%', '1,000%', '\u22126,109%']);
    assert.equal(V.exactText(2340000000, 'nanoseconds', '2.34s'), '2,340,000,000 ns');
    assert.equal(V.exactText(512, 'bytes', '512B'), '');
});

test('labels: the longest form that fits, then its middle left out, never too wide', {skip}, () => {
    const boxes = B.decodeBoxes(new Uint8Array(ask('boxes', 'svc-slow.cpu.pb.gz')));
    let cut = 0;
    for (let i = 1; i < boxes.frames; i += 7)
        for (const room of [20, 40, 77, 120, 400]) {
            const label = N.labelFor(boxes, i, room), shown = N.shownName(boxes, i);
            assert.ok(N.textWidth(label) <= room, `${label} in ${room}`);
            if (!shown.endsWith(label)) {
                cut++;
                assert.ok(label.includes('\u2026') && Array.from(label).length >= 8, label);
                assert.ok(N.textWidth(N.shortName(boxes, i)) > room);
            }
        }
    assert.ok(cut > 10);
    assert.equal(N.shortened('a\u{1f600}'.repeat(40), 100).includes('\ufffd'), false);
});
