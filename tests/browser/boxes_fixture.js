// Answers to `boxes` made here, of stacks, as templates/page/types.js describes them: for what no profile at hand has.
// boxesOf([['main;work', 3], ['main;rest', -1]], {isByName}) gives the bytes.
'use strict';

const treeOf = stacks => {
    const root = {name: '', self: 0, children: new Map()};
    for (const [stack, value] of stacks) {
        let at = root;
        for (const name of stack ? stack.split(';') : []) {
            if (!at.children.has(name)) at.children.set(name, {name, self: 0, children: new Map()});
            at = at.children.get(name);
        }
        at.self += value;
    }
    return root;
};

// Without recursion: stacks may be as deep as they like.
const framesOf = (root, isByName) => {
    const order = [], open = [{node: root, parent: 0, depth: 0}];
    while (open.length) {
        const frame = open.pop();
        frame.number = order.push(frame) - 1;
        frame.children = [...frame.node.children.values()].map(node => ({node, parent: frame, depth: frame.depth + 1}));
        for (let c = frame.children.length - 1; c >= 0; c--) open.push(frame.children[c]);
    }
    const sum = order => {
        for (let i = order.length - 1; i >= 0; i--) {
            const frame = order[i];
            frame.total = frame.node.self + frame.children.reduce((all, child) => all + child.total, 0);
            frame.size = Math.abs(frame.node.self) + frame.children.reduce((all, child) => all + child.size, 0);
        }
    };
    sum(order);
    for (const frame of order)
        frame.children.sort((a, b) => isByName || a.size === b.size ? a.node.name < b.node.name ? -1 : 1 : b.size - a.size);
    const sorted = [], stack = [order[0]];
    while (stack.length) {
        const frame = stack.pop();
        frame.number = sorted.push(frame) - 1;
        for (let c = frame.children.length - 1; c >= 0; c--) stack.push(frame.children[c]);
    }
    for (let i = sorted.length - 1; i >= 0; i--) {
        const frame = sorted[i], last = frame.children[frame.children.length - 1];
        frame.end = last ? last.end : i + 1;
    }
    sorted[0].start = 0;
    for (const frame of sorted) {
        let at = frame.start;
        for (const child of frame.children) {
            child.start = at;
            at += child.size;
        }
    }
    return sorted;
};

exports.boxesOf = (stacks, {isByName = false, unit = 'nanoseconds'} = {}) => {
    const frames = framesOf(treeOf(stacks), isByName), names = [...new Set(frames.slice(1).map(frame => frame.node.name))];
    const numbers = new Map(names.map((name, i) => [name, i])), n = frames.length, hasSize = frames.some(frame => frame.total < 0);
    const value = amount => [amount, String(amount)];
    const head = {type: 'cpu', unit, total: value(frames[0].total), selected: value(frames[0].total), files: [], legend: [],
        functions: {name: names, shown: names.map(() => ''), starts: names.map(() => []), file: names.map(() => -1), line: names.map(() => 0), fill: names.map((_, i) => i % 84)}};
    let json = Buffer.from(JSON.stringify(head));
    json = Buffer.concat([json, Buffer.alloc((8 - json.length % 8) % 8, 32)]);
    const start = Buffer.alloc(24);
    start.write('RBOX');
    [1, n, hasSize ? 1 : 0, json.length, 0].forEach((word, i) => start.writeUInt32LE(word, 4 + 4 * i));
    const doubles = pick => Buffer.from(Float64Array.from(frames, pick).buffer), words = pick => Buffer.from(Uint32Array.from(frames, pick).buffer);
    return new Uint8Array(Buffer.concat([start, json, doubles(f => f.total), doubles(f => f.node.self), doubles(f => f.start), ...hasSize ? [doubles(f => f.size)] : [],
        words((f, i) => i ? 2 * numbers.get(f.node.name) : 0xffffffff), words((f, i) => i ? f.parent.number : 0), words(f => f.end), words(f => f.depth)]));
};
