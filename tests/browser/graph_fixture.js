// Call graphs by the contract of templates/graph.js, made without the program: a small one with known
// values, and ones of any size.
'use strict';
const {execFileSync} = require('node:child_process');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const tokens = require(path.join(ROOT, 'templates', 'tokens.json'));

const script = () => execFileSync('python3', ['-c', 'import sys; sys.path.insert(0, sys.argv[1]); import pack; sys.stdout.write(pack.packed(sys.argv[1] + "/graph.js"))',
    path.join(ROOT, 'templates')], {encoding: 'utf8'});

const escape = text => text.replace(/[&<>"]/g, c => '&#' + c.charCodeAt(0) + ';');

// The classes that a picture of its own would have, by what they are for.
const LOOKS = {
    name: ['on_fill', 'font-size:12px;font-weight:600'], flat: ['on_fill', 'font-size:11px;font-weight:600'], cum: ['on_fill', 'font-size:11px'], tagged: ['ink_soft', 'font-size:11px'],
    h1: ['ink', 'font-size:18px;font-weight:600'], fig: ['ink', 'font-size:22px;font-weight:600;text-anchor:end'], facts: ['ink_muted', 'font-size:12px'], note: ['ink_muted', 'font-size:12px;text-anchor:end'],
    value: ['ink_soft', 'font-size:11px;text-anchor:middle;paint-order:stroke;stroke-linejoin:round;stroke-width:4px', 'page'], panel: ['panel', '', 'edge_weak'],
    track: ['ink', 'fill-opacity:.14'], whole: ['ink', 'fill-opacity:.38'], own: ['ink', ''], stem: ['', '', 'edge'], hotStem: ['', '', 'heat_line'], head: ['edge', ''], hotHead: ['heat_line', ''], none: ['', '']
};
const c = name => 'c' + (Object.keys(LOOKS).indexOf(name) + 18);
const heat = (step, isHot) => 'c' + (step + (isHot ? 9 : 0));

const colours = theme => {
    const r = tokens[theme].role;
    const boxes = hot => tokens[theme].heat.map((fill, i) => `.${heat(i, hot)}{fill:${fill};stroke:${hot ? r.heat_line : r.edge_weak}}`).join('');
    return `svg:root{background:${r.page}}.bg{fill:${r.page}}` + boxes(false) + boxes(true) +
        Object.entries(LOOKS).map(([name, [fill, , line]]) => `.${c(name)}{fill:${fill ? r[fill] : 'none'}${line ? ';stroke:' + r[line] : ''}}`).join('');
};

const style = () => `<style>text{font-family:${tokens.font.sans};font-variant-ligatures:no-contextual;font-variant-numeric:tabular-nums;white-space:pre}` +
    Object.entries(LOOKS).map(([name, [, shape]]) => shape ? `.${c(name)}{${shape}}` : '').join('') +
    `${colours('light')}@media screen and (prefers-color-scheme:dark){${colours('dark')}}@media print{svg:root{background:none}.bg{fill:none}}</style>`;

const share = (value, total) => value ? value / total < 0.0005 ? '&lt;0.1%' : (100 * value / total).toFixed(value === total ? 0 : 1) + '%' : '0';
const time = value => value + 'ms';

// nodes: {id, name, place, flat, cum, rank, isTag, x, y}; edges: {from, to, value, isInlined, isResidual}.
const draw = ({nodes, edges, total, title, script: text = script()}) => {
    const at = new Map(), rows = [];
    for (const node of nodes) {
        node.lines = node.name.split(/(?<=\/)(?=[^/]*$)/);
        node.w = Math.max(96, 24 + 7 * (node.lines[node.lines.length - 1].length));
        node.h = node.isTag ? 26 : 66;
        (rows[node.rank] = rows[node.rank] || []).push(node);
        at.set(node.id, node);
    }
    const widthOf = row => row.reduce((all, n) => all + n.w + 20, -20), widest = Math.max(860, ...rows.map(widthOf)), width = widest + 48;
    rows.forEach((row, rank) => {
        let x = 24 + (widest - widthOf(row)) / 2;
        for (const node of row) {
            Object.assign(node, {x, y: 104 + rank * 110});
            x += node.w + 20;
        }
    });
    const height = 104 + rows.length * 110 + 44, out = [], labels = [];
    for (const edge of edges) {
        const a = at.get(edge.from), b = at.get(edge.to), w = 1 + 6 * edge.value / total, ax = a.x + a.w / 2, ay = a.y + a.h, bx = b.x + b.w / 2, by = b.y;
        const [stem, tip] = edge.isHot ? ['hotStem', 'hotHead'] : ['stem', 'head'], x = (ax + bx) / 2 + 18, y = (ay + by) / 2, isLabelled = edge.value / total >= 0.004;
        out.push(`<g class="edge" data-src="${edge.from}" data-dst="${edge.to}" data-weight="${1 + Math.round(100 * edge.value / total)}" data-value="${time(edge.value)}" data-share="${share(edge.value, total)}"` +
            (edge.isInlined ? ' data-inlined="1"' : '') + (edge.isResidual ? ' data-residual="1"' : '') + (edge.isHot ? ' data-hot="1"' : '') + `><title>${escape(a.name)}\ncalls ${escape(b.name)}</title>` +
            `<path class="${c(stem)}" stroke-width="${w.toFixed(2)}" d="M${ax} ${ay}C${ax} ${ay + 30} ${bx} ${by - 40} ${bx} ${by - 6}"${edge.isResidual ? ' stroke-dasharray="5 3.5"' : ''}/>` +
            `<path class="${c(tip)}" d="M${bx} ${by}L${bx - 4} ${by - 8}L${bx + 4} ${by - 8}Z"/>` + (isLabelled ? `<rect class="${c('none')} label" x="${x - 16}" y="${y - 7}" width="32" height="14"/>` : '') + '</g>');
        if (isLabelled) labels.push(`<text class="${c('value')}" x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}">${time(edge.value)}</text>`);
    }
    const boxes = nodes.map(n => {
        const x = n.x + 12, inner = n.w - 24, text = (name, x, y, words) => `<text class="${c(name)}" x="${x}" y="${y}">${escape(words)}</text>`;
        const start = `<g class="node" data-id="${n.id}"${n.isTag ? ` data-tag="${n.id.replace(/_\d+$/, '')}"` : ''} data-name="${escape(n.name)}"` + (n.isTag ? '' : ` data-place="${escape(n.place)}" data-flat="${time(n.flat)}" data-flat-value="${n.flat}" data-flat-share="${share(n.flat, total)}"`) +
            ` data-cum="${time(n.cum)}" data-cum-share="${share(n.cum, total)}"><title>${escape(n.name)}\n${escape(n.place || '')}</title>`;
        if (n.isTag) return start + `<rect class="${c('panel')}" x="${n.x}" y="${n.y}" width="${n.w}" height="${n.h}" rx="2" stroke-dasharray="3 2"/>` + text('tagged', x, n.y + 17, n.name) + '</g>';
        const bar = (name, value) => value ? `<rect class="${c(name)}" x="${x}" y="${n.y + 54}" width="${Math.max(2, inner * value / total).toFixed(1)}" height="3.5" rx="1.75"/>` : '';
        const flat = time(n.flat) + ' ' + unescape(share(n.flat, total));
        return start + `<rect class="${heat(Math.round(8 * (n.cum / total) ** 0.8), n.isHot)}" x="${n.x}" y="${n.y}" width="${n.w}" height="${n.h}" rx="5"/>` +
            (n.lines.length > 1 ? text('cum', x, n.y + 15, n.lines[0]) : '') + text('name', x, n.y + 30, n.lines[n.lines.length - 1]) +
            text('flat', x, n.y + 46, flat) + text('cum', x + 6.3 * flat.length + 4, n.y + 46, 'of ' + time(n.cum)) +
            bar('track', total) + bar('whole', n.cum) + bar('own', n.flat) + '</g>';
    });
    const swatches = tokens.light.heat.map((_, i) => `<rect class="${heat(i)}" x="${24 + 16 * i}" y="74" width="15" height="12"/>`).join('');
    const head = `<text class="${c('h1')}" x="24" y="34">${title}</text><text class="${c('facts')}" x="24" y="54">2026-11-21 09:11:29 UTC   10.0s wall   1,601 samples   build 5870f1fe02ae   34 of 767 functions</text>` +
        `<text class="${c('fig')}" x="${width - 24}" y="34">${time(total)}</text><text class="${c('note')}" x="${width - 24}" y="54">total, 160% of one core</text>${swatches}<text class="${c('facts')}" x="176" y="84">cum 0 to 100%</text>` +
        `<g><rect class="${c('track')}" x="276" y="78" width="48" height="4"/><text class="${c('facts')}" x="332" y="84">bar: flat within cum within total</text></g>` +
        `<g><path class="${c('stem')}" stroke-dasharray="4 3" d="M524 80H552"/><text class="${c('facts')}" x="560" y="84">calls with frames left out</text></g>`;
    const pt = value => value * 0.75;
    return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="${pt(width)}pt" height="${pt(height)}pt" viewBox="0 0 ${pt(width)} ${pt(height)}" role="img" aria-label="${title}"><title>${title}</title>${style()}<rect class="bg" width="100%" height="100%"/>` +
        `<g id="view" transform="scale(.75)"><g class="head">${head}</g><g class="edges">${out.join('')}</g><g class="nodes" data-total="${total}" data-unit="milliseconds">${boxes.join('')}</g><g class="labels">${labels.join('')}</g>` +
        `<g class="foot"><text class="${c('facts')}" x="24" y="${height - 14}">svc.pb.gz   render</text></g></g>${text === '' ? '' : `<script><![CDATA[${text}]]></script>`}</svg>\n`;
};

const unescape = text => text.replace('&lt;', '<');

const SMALL = [
    ['N1', 'main.main', 0, 1000, 0], ['N2', 'net/http.(*conn).serve', 10, 700, 1], ['N3', 'runtime.gcBgMarkWorker', 20, 200, 1], ['N4', 'main.report', 5, 95, 1],
    ['N5', 'encoding/json.Unmarshal', 40, 420, 2], ['N6', 'encoding/json.Marshal', 60, 230, 2], ['N7', 'runtime.scanobject', 180, 180, 2], ['N8', 'regexp.(*Regexp).FindAllString', 15, 90, 2],
    ['N9', 'encoding/json.(*decodeState).value<T>', 300, 380, 3], ['N10', 'strconv.AppendInt', 110, 110, 3], ['N11', 'regexp.(*machine).step', 75, 75, 3], ['N12', 'runtime.mallocgc', 80, 80, 4]
].map(([id, name, flat, cum, rank]) => ({id, name, flat, cum, rank, place: name.replace(/\..*/, '').replace(/.*\//, '') + '.go:' + (10 + flat)}));
const CALLS = [['N1', 'N2', 700], ['N1', 'N3', 200], ['N1', 'N4', 95], ['N2', 'N5', 420], ['N2', 'N6', 230, 'inline'], ['N3', 'N7', 180], ['N4', 'N8', 90], ['N5', 'N9', 380],
    ['N6', 'N10', 110, 'residual'], ['N6', 'N9', 20], ['N8', 'N11', 75], ['N9', 'N12', 60], ['N10', 'N12', 20], ['N9', 'N9_0', 250]];

exports.small = options => {
    const nodes = [...SMALL.map(n => ({...n, isHot: ['N1', 'N2', 'N5', 'N9'].includes(n.id)})), {id: 'N9_0', name: 'customer:acme', cum: 250, rank: 4, isTag: true}];
    const edges = CALLS.map(([from, to, value, kind]) => ({from, to, value, isInlined: kind === 'inline', isResidual: kind === 'residual', isHot: ['N2', 'N5', 'N9'].includes(to) && from !== 'N6'}));
    return draw({nodes, edges, total: 1000, title: 'svc, CPU time: call graph', ...options});
};

// Any number of functions in layers; every function but the first has a caller in a layer above.
exports.large = (count, calls, options) => {
    let seed = 7;
    const next = limit => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0, Math.floor(seed / 2 ** 32 * limit));
    const ranks = Math.ceil(Math.sqrt(count) / 1.6), total = 100000;
    const nodes = Array.from({length: count}, (_, i) => {
        const rank = i ? 1 + Math.floor((i - 1) * (ranks - 1) / count) : 0;
        return {id: 'N' + (i + 1), name: `example.com/pkg${i % 40}/part.(*Type${next(90)}).Method${i}`, place: `part${i % 40}.go:${i}`, flat: next(900), cum: i ? next(9) ? 1000 + next(9000) : next(60000) : total, rank};
    });
    const rows = [], edges = [];
    for (const node of nodes) (rows[node.rank] = rows[node.rank] || []).push(node);
    // A caller stands more or less above: one to three layers up, at about the same place of its row.
    const callerOf = node => {
        const row = rows[Math.max(0, node.rank - 1 - (next(5) ? 0 : next(3)))], own = rows[node.rank];
        const place = Math.round(own.indexOf(node) / own.length * row.length) + next(5) - 2;
        return row[Math.max(0, Math.min(row.length - 1, next(40) ? place : next(row.length)))];
    };
    for (let i = 1; i <= calls; i++) {
        const to = nodes[i < count ? i : 1 + next(count - 1)];
        edges.push({from: callerOf(to).id, to: to.id, value: Math.min(to.cum, 1 + next(4000)), isInlined: !next(9), isResidual: !next(5)});
    }
    return draw({nodes, edges, total, title: 'large, CPU time: call graph', ...options});
};

exports.draw = draw;
