// A flame graph of a difference: base and new side by side, for the script of flame graphs.

const KIND = {SAME: 0, NOISE: 1, LESS: 2, MORE: 3, GONE: 4, ADDED: 5};

// What follows the frames of a difference, as src/draw/packed.h says. Values become comparable; `own`
// of the data is the widths.
const readChanges = (data, {number, text, numbers}) => {
    const {frames, columns} = data, factors = columns.map(() => Number(text(number())));
    const coded = number(), power = 2 ** (coded % 2 ? -(coded + 1) / 2 : coded / 2), widthBy = number();
    const codes = numbers(frames, Uint8Array), half = new Float64Array(frames).fill(-1);
    for (let i = 0; i < frames; i++)
        if (codes[i] % 8 >= KIND.LESS) half[i] = (number() - 1) * 32768 / power;
    const was = Array.from({length: number()}, () => text(number()));
    const wasOf = numbers(data.names.length, Uint32Array), own = new Float64Array(frames);
    columns.forEach((column, c) => {
        const raw = column.own;
        column.total *= column.scale * factors[c];
        for (let i = 0; i < frames; i++) {
            const value = raw[i] * column.scale;
            if (!widthBy || widthBy === c + 1) own[i] = Math.max(own[i], Math.ceil(Math.abs(value) * factors[c] * power));
            raw[i] = value * factors[c];
        }
        column.scale = 1;
    });
    return {codes, half, was, wasOf, own};
};

const kindOf = i => data.changes.codes[i] % 8;

// Below 0 less, above 0 more, ever stronger; 0 is noise.
const toneOf = i => {
    const kind = kindOf(i), step = 1 + (data.changes.codes[i] >> 3);
    return kind < KIND.LESS ? 0 : kind === KIND.LESS || kind === KIND.GONE ? -step : step;
};

const toneName = tone => tone ? (tone < 0 ? 'l' : 'm') + (Math.abs(tone) - 1) : 'nz';

// -1 for the top of what is gone, 1 for that of what is new.
const markOf = i => {
    const kind = kindOf(i);
    return kind < KIND.GONE || i && kindOf(parent[i]) === kind ? 0 : kind === KIND.GONE ? -1 : 1;
};

const pairOf = (i, part = 'sum') => data.columns.map(column => column[part][i]);

const pairText = ([base, now]) => 'base ' + valueText(Math.round(base)) + ' \u2192 new ' + valueText(Math.round(now));

const signed = value => (Math.round(value) > 0 ? '+' : '') + valueText(Math.round(value));

// "+3.2%", "gone", as src/renderers/comparison_words.c says it.
const relativeText = ([base, now]) => {
    const percent = base ? 100 * (now - base) / Math.abs(base) : 0, size = Math.abs(percent);
    if (base === now) return '0%';
    if (!base || !now) return base ? 'gone' : 'new';
    const isNearAll = percent < 0 && size >= 99.5 && size < 100;
    return (percent < 0 ? '\u2212' : '+') + (size < 0.05 ? '<0.1' : size < 9.95 ? fixed(size, 1) :
        isNearAll ? fixed(Math.min(99.9, Math.floor(size * 10 + 1e-6) / 10), 1) : counted(Math.floor(size + 0.5))) + '%';
};

// What stands at the right end of a box.
const signOf = i => {
    const kind = kindOf(i);
    return kind < KIND.LESS || kind >= KIND.GONE && !markOf(i) ? '' : relativeText(pairOf(i));
};

// The interval in the unit of its larger end, as exactly as its ends are apart.
const intervalText = (middle, half) => {
    const ends = [middle - half, middle + half], larger = Math.max(Math.abs(ends[0]), Math.abs(ends[1]));
    const row = unit && rowOf(larger), factor = row ? unit.factor / row[1] : 1, apart = 2 * half * factor;
    const isCount = !row && ends.every(Number.isInteger);
    const texts = ends.map(end => {
        const text = fixed(Math.abs(end) * factor, isCount || apart >= 20 ? 0 : apart >= 0.2 ? 1 : 2);
        return (end < 0 ? '\u2212' : end > 0 ? '+' : '') + text + (end && row ? row[0] : '');
    });
    return texts.join(' to ');
};

const verdictText = i => {
    const [base, now] = pairOf(i), kind = kindOf(i);
    if (kind === KIND.SAME) return 'no change';
    return signed(now - base) + ', ' + relativeText([base, now]) + (kind === KIND.NOISE ? ', within noise' : '');
};

// What is known about a frame of a difference, the most important first.
const changeFacts = i => {
    const {half, was, wasOf} = data.changes, pair = pairOf(i), f = functionOf(i);
    const facts = [pairText(pair), verdictText(i)];
    if (half[i] >= 0) facts.push(intervalText(pair[1] - pair[0], half[i]) + ' at ' + packed.dataset.level);
    facts.push(pair.map((value, c) => shareText(value, data.columns[c].total)).join(' \u2192 ') + ' of each side\'s total');
    facts.push('self ' + pairText(pairOf(i, 'own')));
    if (isInlined(i)) facts.push('inlined');
    if (i && wasOf[f]) facts.push('was ' + was[wasOf[f] - 1]);
    return facts;
};
