// Writes small profiles: profileOf([[['root', 'leaf'], value], ...]) gives the bytes of a
// profile.proto of CPU nanoseconds. Names are strings or, to be invalid, buffers.
'use strict';

const varint = value => {
    const out = [];
    for (; value > 127; value = Math.floor(value / 128)) out.push(value % 128 | 128);
    return Buffer.from([...out, value]);
};
const number = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
const data = (field, bytes) => Buffer.concat([varint(field << 3 | 2), varint(bytes.length), bytes]);

exports.profileOf = samples => {
    const strings = [''], ids = new Map([['', 0]]), parts = [];
    const text = value => {
        const key = Buffer.isBuffer(value) ? value.toString('latin1') + '\0raw' : value;
        if (!ids.has(key)) ids.set(key, strings.push(value) - 1);
        return ids.get(key);
    };
    const type = Buffer.concat([number(1, text('cpu')), number(2, text('nanoseconds'))]);
    parts.push(data(1, type));
    const functions = new Map();
    for (const [stack, value] of samples) {
        const locations = stack.map(name => {
            const id = text(name);
            if (!functions.has(id)) functions.set(id, functions.size + 1);
            return functions.get(id);
        });
        parts.push(data(2, Buffer.concat([data(1, Buffer.concat(locations.reverse().map(varint))), data(2, varint(value))])));
    }
    for (const [name, id] of functions) {
        parts.push(data(4, Buffer.concat([number(1, id), data(4, number(1, id))])));
        parts.push(data(5, Buffer.concat([number(1, id), number(2, name)])));
    }
    for (const string of strings) parts.push(data(6, Buffer.isBuffer(string) ? string : Buffer.from(string)));
    return Buffer.concat(parts);
};
