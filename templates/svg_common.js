// Numbers, widths and elements, for the scripts of SVG pictures: pack.py puts this where they say
// so. They have svg, SVG, and of the values shown scale, unit and total.

// Units by family: name, factor, other names. As src/profile/measure.c.
const UNITS = [
    [['B', 1, 'b', 'byte'], ['kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'],
     ['MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'], ['GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'],
     ['TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'], ['PB', 2 ** 50, 'pb', 'pbyte', 'petabyte']],
    [['ns', 1, 'ns', 'nanosecond'], ['us', 1e3, '\u03bcs', 'us', 'microsecond'],
     ['ms', 1e6, 'ms', 'millisecond'], ['s', 1e9, 's', 'sec', 'second'], ['hrs', 3600e9, 'hour', 'hr']],
    [['n*GCU', 1e-9, 'nanogcu'], ['u*GCU', 1e-6, 'microgcu'], ['m*GCU', 1e-3, 'milligcu'],
     ['GCU', 1, 'gcu'], ['k*GCU', 1e3, 'kilogcu'], ['M*GCU', 1e6, 'megagcu'],
     ['G*GCU', 1e9, 'gigagcu'], ['T*GCU', 1e12, 'teragcu'], ['P*GCU', 1e15, 'petagcu']]
];
const SMALLEST = [['B', 1], ['s', 1e9], ['GCU', 1]];

const familyOf = name => {
    let plain = name.replace(/[A-Z]/g, c => c.toLowerCase()).replace(/^\u039c/, '\u03bc');
    if (plain.length > 2) plain = plain.replace(/s$/, '');
    for (let i = 0; i < UNITS.length; i++)
        for (const row of UNITS[i])
            if (row.indexOf(plain, 2) > 0) return {factor: row[1], rows: UNITS[i], least: SMALLEST[i]};
    return null;
};

// As printf does: exact ties go to the even digit, where toFixed takes the larger.
const fixed = (value, digits) => {
    const tie = digits === 2 ? 8 : 4, part = value * tie % tie;
    const step = 10 ** digits;
    return (part === 1 || part === tie / 2 + 1 && digits === 2 ? Math.floor(value * step) / step : value)
        .toFixed(digits);
};

// The unit that suits an amount.
const rowOf = amount => {
    const base = amount * unit.factor;
    let best = null;
    for (const row of unit.rows)
        if ((!best || row[1] >= best[1]) && base / row[1] >= 1) best = row;
    return best || unit.least;
};

// A value in units of the scale, as `render top` prints it, with U+2212 as its minus.
const valueText = value => {
    let amount = Math.abs(value) * scale, name = '';
    if (unit) {
        const row = rowOf(amount);
        amount = amount * unit.factor / row[1];
        name = row[0];
    }
    const digits = fixed(amount, 2).replace(/\.00$/, '');
    return digits === '0' ? '0' : (value < 0 ? '\u2212' : '') + digits + name;
};

const shareText = (value, whole = total) => {
    const percent = whole ? 100 * Math.abs(value / whole) : 0;
    if (!percent) return '0';
    if (percent < 0.05) return '<0.1%';
    return fixed(percent, percent >= 99.95 && percent < 100.05 ? 0 : 1) + '%';
};

const counted = (count, noun) =>
    String(count).replace(/\B(?=(\d{3})+$)/g, ',') + (noun ? ' ' + noun + (count === 1 ? '' : 's') : '');

// Widths of the ASCII glyphs in the face that the viewer really has; other characters are an em.
const glyphs = new Float64Array(128).fill(7.2);
const measureGlyphs = () => {
    const probe = add(svg, 'text', {style: 'font-kerning:none', y: -99, 'aria-hidden': true});
    for (let c = 32; c < 127; c++) probe.textContent += String.fromCharCode(c);
    try {
        for (let c = 32; c < 127; c++) glyphs[c] = probe.getSubStringLength(c - 32, 1) || 7.2;
    } catch (e) { /* not shown: the guess has to do */ }
    probe.remove();
};

const charWidth = code =>
    code < 128 ? glyphs[code] : code === 0x2026 || code === 0x2212 || code === 0x203a ? 10 : code > 0xffff ? 17 : 12;

const textWidth = text => {
    let width = 0;
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        width += code >= 0xd800 && code < 0xe000 ? 8.5 : charWidth(code);
    }
    return width;
};

// The first form that fits, or the last one with its middle cut out.
const fit = (forms, room, least) => {
    for (const form of forms) {
        const width = textWidth(form);
        if (width <= room) return {text: form, width};
    }
    const points = Array.from(forms[forms.length - 1]);
    const ellipsis = charWidth(0x2026);
    let width = ellipsis, keep = 0;
    while (keep < points.length) {
        const from = keep % 2 ? points.length - (keep + 1) / 2 : keep / 2;
        width += charWidth(points[from].codePointAt(0));
        if (width > room) {
            width -= charWidth(points[from].codePointAt(0));
            break;
        }
        keep++;
    }
    if (keep < least) return {text: '', width: 0};
    return {text: points.slice(0, Math.ceil(keep / 2)).join('') + '\u2026' +
        points.slice(points.length - Math.floor(keep / 2)).join(''), width};
};

// ---------------------------------------------------------------- elements

function set(element, attributes) {
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    return element;
}

function add(into, tag, attributes, text) {
    const element = set(document.createElementNS(SVG, tag), attributes);
    if (text !== undefined) element.textContent = text;
    return into.appendChild(element);
}

// As set(), for elements that are drawn again and again: only what has changed.
function change(element, attributes) {
    const old = element.old || (element.old = {});
    for (const name in attributes) {
        if (old[name] === attributes[name]) continue;
        old[name] = attributes[name];
        if (name === 'text') element.textContent = old[name];
        else element.setAttribute(name, old[name]);
    }
    return element;
}

// Elements that are used again and again: take() gives one, rest() hides what was not taken.
const pool = (into, make, all = []) => {
    let used = 0, shown = all.length;
    return {
        size: () => all.length,
        take() {
            const element = all[used] || (all[used] = make());
            if (used++ >= shown) into.appendChild(element);
            return element;
        },
        rest() {
            for (let i = used; i < shown; i++) all[i].remove();
            shown = used;
            used = 0;
        }
    };
};

// What can be pressed: by mouse, touch, Enter and Space.
const button = (element, label, act) => {
    element.act = act;
    element.style.cursor = 'pointer';
    return set(element, {role: 'button', tabindex: 0, 'aria-label': label});
};

const roundRect = (x, y, w, h, r) =>
    `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}` +
    `a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`;
