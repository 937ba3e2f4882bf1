// Reads the packed frames of an SVG, written from src/draw/packed.h and not from the script.
'use strict';
const fs = require('node:fs');
const zlib = require('node:zlib');

const cache = new Map();

// Of a difference: by frame its kind and step, and its own width.
const readChanges = ({columns, count, names, owns, number, take, list, signed}) => {
    const factors = columns.map(() => Number(take(number()))), shift = signed(number()), widthBy = number();
    const codes = list(count), kinds = codes.map(code => code % 8), steps = codes.map(code => code >> 3);
    const half = kinds.map(kind => kind > 1 ? number() : 0);
    const was = Array.from({length: number()}, () => take(number())), wasOf = list(names.length);
    const values = owns.map((own, c) => own.map(value => value * columns[c].scale * factors[c]));
    const widths = values[0].map((_, i) => Math.max(...values.map((value, c) => widthBy && widthBy !== c + 1 ? 0 : Math.ceil(Math.abs(value[i]) * 2 ** shift))));
    return {kinds, steps, half, was, wasOf, values, widths};
};

const read = file => {
    const text = fs.readFileSync(file, 'utf8').match(/<metadata id="packed"[^>]*>([^<]*)</)[1];
    const bytes = zlib.inflateRawSync(Buffer.from(text, 'base64'));
    let at = 0;
    const number = () => {
        for (let value = 0n, shift = 0n;; shift += 7n) {
            const byte = bytes[at++];
            value |= BigInt(byte & 127) << shift;
            if (byte < 128) return Number(value);
        }
    };
    const take = size => bytes.toString('utf8', at, at += size);
    const list = count => Array.from({length: count}, number);
    const version = number();
    if (version > 2) throw new Error('another version');
    const columns = Array.from({length: number()}, () => ({type: take(number()), unit: take(number()), scale: number(), total: number()}));
    const files = Array.from({length: number()}, () => take(number()));
    const functions = number(), sizes = list(functions), shown = list(functions), file_ = list(functions);
    const line = list(functions);
    list(functions);
    list(list(functions).reduce((a, b) => a + b, 0));
    const names = sizes.map(take);
    shown.map(take);
    const count = number(), children = list(count), code = [0, ...list(count - 1)];
    const signed = v => v % 2 ? -(v + 1) / 2 : v / 2;
    const owns = columns.map(() => list(count).map(signed)), own = owns[0];
    const changes = version > 1 ? readChanges({columns, count, names, owns, number, take, list, signed}) : null;
    const frames = children.map((_, i) => ({function: i ? code[i] >> 1 : -1, own: own[i], sum: own[i], parent: -1, depth: 0, end: i + 1}));
    const open = [];
    frames.forEach((frame, i) => {
        while (open.length && children[open[open.length - 1]] === 0) open.pop();
        if (open.length) {
            frame.parent = open[open.length - 1];
            frame.depth = open.length;
            children[frame.parent]--;
        }
        open.push(i);
        frame.name = i ? names[frame.function] : 'all';
        frame.file = i ? files[file_[frame.function] - 1] || '' : '';
        frame.line = i ? line[frame.function] : 0;
    });
    for (let i = count - 1; i > 0; i--) {
        const parent = frames[frames[i].parent];
        parent.sum += frames[i].sum;
        parent.end = Math.max(parent.end, frames[i].end);
    }
    return {changes, columns, scale: columns[0].scale, total: columns[0].total, names, frames};
};

exports.unpack = file => {
    if (!cache.has(file)) cache.set(file, read(file));
    return cache.get(file);
};
