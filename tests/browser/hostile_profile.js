// Writes profiles made to hurt a page that shows them. Names are strings or, to be invalid, buffers.
'use strict';
const zlib = require('node:zlib');

const varint = value => {
    const out = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
    return Buffer.from([...out, Number(rest)]);
};
const number = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
const data = (field, bytes) => Buffer.concat([varint(field << 3 | 2), varint(bytes.length), bytes]);
const packed = (field, values) => data(field, Buffer.concat(values.map(varint)));

/**
 * The bytes of a profile. `samples`: {stack: root first, of function numbers; values, labels: [[key, text], [key, number, unit]]}.
 * `functions`: {name, system, file}; without any, a stack is of addresses.
 */
const profileBytes = ({types = [['cpu', 'nanoseconds']], functions = [], samples, mapping = ['', ''], comments = [], doc = '', drop = '', keep = '', defaultType = '', period = null}) => {
    const strings = [''], ids = new Map([['', 0]]), parts = [];
    const text = value => {
        const key = Buffer.isBuffer(value) ? value.toString('latin1') + '\0raw' : value;
        if (!ids.has(key)) ids.set(key, strings.push(value) - 1);
        return ids.get(key);
    };
    const typeOf = ([type, unit]) => Buffer.concat([number(1, text(type)), number(2, text(unit))]);
    const labelOf = ([key, value, unit]) => Buffer.concat([number(1, text(key)), ...unit === undefined ? [number(2, text(value))] : [number(3, value), number(4, text(unit))]]);
    for (const type of types) parts.push(data(1, typeOf(type)));
    const addresses = new Set(), isNamed = functions.length > 0;
    for (const {stack, values, labels = []} of samples) {
        for (const at of stack) addresses.add(at);
        parts.push(data(2, Buffer.concat([packed(1, stack.map(at => at + 1).reverse()), packed(2, values), ...labels.map(label => data(3, labelOf(label)))])));
    }
    parts.push(data(3, Buffer.concat([number(1, 1), number(2, 0x400000), number(3, 0x40000000), number(5, text(mapping[0])), number(6, text(mapping[1])), number(7, isNamed ? 1 : 0)])));
    const most = isNamed ? functions.map((_, at) => at) : [...addresses];
    for (const at of most) parts.push(data(4, Buffer.concat([number(1, at + 1), number(2, 1), number(3, 0x400000 + at * 16), ...isNamed ? [data(4, Buffer.concat([number(1, at + 1), number(2, at + 7)]))] : []])));
    functions.forEach(({name, system = name, file = ''}, at) => parts.push(data(5, Buffer.concat([number(1, at + 1), number(2, text(name)), number(3, text(system)), number(4, text(file)), number(5, 3)]))));
    parts.push(number(7, text(drop)), number(8, text(keep)), ...comments.map(comment => number(13, text(comment))), number(14, text(defaultType)), number(15, text(doc)));
    if (period) parts.push(data(11, typeOf(period)), number(12, 1));
    for (const string of strings) parts.push(data(6, Buffer.isBuffer(string) ? string : Buffer.from(string)));
    return zlib.gzipSync(Buffer.concat(parts));
};

// What runs where text is taken for markup, script, style, an address, an expression or a name of the page's own.
const RUN = 'window.canary=1';
const ATTACKS = [
    `</script><script>${RUN}</script>`, `</style><script>${RUN}</script>`, `--><script>${RUN}</script><!--`, `<!--<script>`, `]]><script>${RUN}</script>`,
    `<img src=x onerror="${RUN}">`, `"><img src=x onerror=${RUN}>`, `' onmouseover='${RUN}' x='`, `" onfocus="${RUN}" autofocus="`, `<svg/onload=${RUN}>`,
    `</title></textarea></noscript></template></svg><img src=x onerror=${RUN}>`, `<iframe srcdoc="<script>parent.canary=1</script>">`, `<base href="http://evil.invalid/">`,
    `<meta http-equiv=refresh content="0;url=http://evil.invalid/">`, `javascript:${RUN}//`, `data:text/html,<script>${RUN}</script>`, 'http://evil.invalid/x.png', '//evil.invalid/x',
    '<link rel=stylesheet href=//evil.invalid/x.css>', 'url(http://evil.invalid/x)', `;background:url(//evil.invalid/x)}*{display:none}`, 'var(--x)', `\${${RUN}}`, '`${window.canary=1}`',
    `{{constructor.constructor('${RUN}')()}}`, `');${RUN};('`, `\\");${RUN};//`, '\\u003cscript\\u003e', '&lt;script&gt;', '&#60;img src=x onerror=1&#62;', '%3Cscript%3E', '%00%', '%', '%%s%n',
    '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length', 'main', 'app', 'static', 'render-profile', 'render-engine', 'panel-flame', 'tab-top', 'why', 'g1-0',
    '.*', '(((', '[a-', 'a{1001}', '\\', '$&$1$`', '^$', '(?i)', '|', '*', 'a|b', '\\Q', 'a/../b', '=', '&focus=x', '#', '?', '~AAAA9', '=cmd|"/c calc"!A0', '@SUM(1)', '+1', '-1', '--output=x', '-o',
    'a\u2028b\u2029c', 'a\u202egnp.exe', '\u2066x\u2069', '\ufeffbom', 'a\u0000b', '\u0007bell\u001b[31mred\u001b]0;title\u0007', 'line\nbreak\r\ntwo', '\ttab', ' ', '   lead', '\u00a0', '\u0301\u0301\u0301',
    'Z' + '\u0310\u0311\u0312'.repeat(60), '\u{1f600}'.repeat(50), '\u3164', 'null', 'undefined', 'NaN', 'true', 'false', '0', '', 'a;b;c 5', 'x'.repeat(5000), '<'.repeat(5000),
    Buffer.from([0xff, 0xfe, 0x3c, 0x80]), Buffer.from([0xed, 0xa0, 0x80, 0x78]), Buffer.from([0xc0, 0xbc, 0x73]), Buffer.from([0xf4, 0x90, 0x80, 0x80]), Buffer.from('half \u20ac').subarray(0, 7)
];

/** A profile whose every string is an attack. */
const attackProfile = () => {
    const most = ATTACKS.length, at = i => ATTACKS[(i + most) % most], functions = ATTACKS.map((name, i) => ({name, system: at(i + 3), file: at(i + 1)}));
    const samples = ATTACKS.map((name, i) => ({stack: [i * 7 % most, i * 3 % most, i], values: [i + 1, 1000 * (i + 1)], labels: [[at(i + 2), at(i + 5)], [at(i + 11), i, at(i + 6)]]}));
    return profileBytes({types: [[at(0), at(5)], [at(6), at(9)]], functions, samples, mapping: [at(6), at(5)], comments: ATTACKS, doc: `javascript:${RUN}//`, drop: '</script>|^(?:<b>)', keep: `<img src=x onerror="${RUN}">`,
        defaultType: at(6), period: [at(7), at(8)]});
};

module.exports = {profileBytes, attackProfile, ATTACKS};
