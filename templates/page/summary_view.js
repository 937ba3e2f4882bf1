// What there is to say at first sight: the answer, the hottest functions, packages, notes, facts.
import {levelOf} from './change.js';
import {counted, fill, h} from './dom.js';
import {percentText} from './numbers.js';
import {isNarrow, putBars, putName, visible} from './functions.js';
import {overviewOf} from './overview.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Summary} Summary */

const STRIP_LABEL = 0.13, FAMILIES = /^(other|garbage collector|system calls|no symbol)$/;
const isSearchable = (/** @type {{name: string}} */ item) => !FAMILIES.test(item.name);

// Digest of the profile as it is in this file; '' where there is none, or no digests.
/** @type {() => Promise<string>} */
const digestOf = async () => {
    const text = document.getElementById('render-profile')?.textContent?.trim();
    if (!text || !globalThis.crypto?.subtle) return '';
    const plain = atob(text), bytes = new Uint8Array(plain.length);
    for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
    return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), byte => byte.toString(16).padStart(2, '0')).join('');
};

/** @type {(app: App) => import('./types.js').View} */
export const summaryView = app => {
    const answer = h('p', {class: 'answer'}), top = h('tbody', {}), all = h('button', {type: 'button', class: 'link', onclick: () => app.set({tab: 'top'})});
    const strip = h('div', {class: 'strip', 'aria-hidden': 'true'}), packages = h('ul', {class: 'packages'}), notes = h('div', {class: 'notes'});
    const facts = h('dl', {}), provenance = h('dl', {}), overview = overviewOf(app);
    const heads = [['flat', ''], ['', 'flat share'], ['', 'flat within cum'], ['cum', ''], ['', 'cum share'], ['function', '']];
    const table = h('table', {class: 'top-five'}, h('thead', {}, h('tr', {}, heads.map(([text, label]) => h('th', {scope: 'col'}, text || h('span', {class: 'unseen'}, label))))), top);
    /** @type {(title: string, ...children: HTMLElement[]) => HTMLElement} */
    const part = (title, ...children) => h('section', {}, h('h2', {}, title), ...children);
    const movers = h('table', {class: 'movers'}), moved = part('', movers, h('button', {type: 'button', class: 'link', onclick: () => app.set({tab: 'top'})}, 'All functions'));
    const pictured = part('Flame graph', overview.element), hottest = part('Hottest functions', table, all), spent = part('', strip, packages), element = h('section', {class: 'v-summary'}, answer, h('div', {class: 'summary-columns'},
        h('div', {}, pictured, moved, hottest, spent, part('Notes', notes)),
        h('div', {}, part('Facts', facts), part('Provenance', provenance))));
    let drawn = '';
    /** @type {Summary|null} */
    let shown = null;
    /** @type {string|null} */
    let digest = null;

    const open = (/** @type {string} */ fn) => app.set({tab: 'sandwich', fn});
    /** @type {(text: string, act: () => void, title?: string) => HTMLElement} */
    const link = (text, act, title = text) => h('button', {type: 'button', class: 'link', title: visible(title), onclick: act}, visible(text));

    /** @type {(summary: Summary) => HTMLElement[]} */
    const topRows = ({top: table}) => {
        const most = table.cum.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        return table.name.flatMap((name, i) => {
            if (!table.flat[i] && i) return [];
            const bars = h('td', {class: 'c-bars'}), named = h('button', {type: 'button', class: 'c-name', onclick: () => open(name)});
            putBars(bars, table.flat[i], table.cum[i], most);
            putName(named, name, table.start[i], isNarrow());
            return [h('tr', {}, h('td', {}, table.flat_text[i]), h('td', {class: 'muted'}, percentText(table.flat[i], table.total[0])), bars,
                h('td', {}, table.cum_text[i]), h('td', {class: 'muted'}, percentText(table.cum[i], table.total[0])), h('td', {}, named))];
        });
    };

    /** What moved most, up and down, each with the path that explains most of it. @type {(comparison: import('./types.js').Comparison) => void} */
    const drawMovers = comparison => {
        const {more, less, sides, significant, values, more_first} = comparison;
        const row = (/** @type {import('./types.js').Mover} */ {name, start, was, change, path, path_share}) => {
            const named = h('button', {type: 'button', class: 'c-name', onclick: () => open(name)}), shown = path.slice(-4, -1).map(visible);
            putName(named, name, start, isNarrow());
            return h('tr', {}, h('td', {}, change.base[1]), h('td', {}, change.new[1]), h('td', {class: change.delta[0] < 0 ? 'less' : 'more'}, change.delta[1]), h('td', {}, change.relative), h('td', {class: 'muted'}, change.interval),
                h('td', {}, named, was && h('div', {class: 'muted'}, 'in the base: ' + visible(was)),
                    path.length > 1 && h('div', {class: 'muted', title: path.map(visible).join(' \u203a ')}, `${path_share} through ${path.length > 4 ? '\u2026 \u203a ' : ''}${shown.join(' \u203a ')}`)));
        };
        const body = (/** @type {string} */ title, /** @type {import('./types.js').Mover[]} */ list) => list.length > 0 && h('tbody', {}, h('tr', {}, h('th', {colspan: 6, scope: 'rowgroup'}, title)), list.map(row));
        /** @type {HTMLElement} */ (moved.firstChild).textContent = 'Movers, ' + values;
        fill(movers, h('thead', {}, h('tr', {}, ['base', 'new', 'change', '%', levelOf(comparison) + ' interval', 'function'].map(text => h('th', {scope: 'col'}, text)))), ...(more_first ? [body('More', more), body('Less', less)] : [body('Less', less), body('More', more)]),
            !significant && h('tbody', {}, h('tr', {}, h('td', {colspan: 6}, `No function differs between ${sides.map(side => side.sources).join(' and ')} by more than noise.`))));
    };

    /** @type {(summary: Summary) => void} */
    const drawPackages = summary => {
        const sum = summary.packages.reduce((all, p) => all + Math.abs(p.self[0]), 0) || 1;
        fill(strip, summary.packages.map(p => h('i', {
            style: {flexGrow: String(Math.abs(p.self[0]) / sum), background: `var(--f${p.fill})`}, title: visible(`${p.name} ${p.self[1]} ${p.share}`)
        }, Math.abs(p.self[0]) / sum >= STRIP_LABEL ? p.share : '')));
        fill(packages, summary.packages.map(p => {
            const cells = [h('span', {class: 'nm'}, visible(p.name)), h('span', {}, p.self[1]), h('span', {class: 'muted'}, p.share)];
            const row = isSearchable(p) ? h('button', {type: 'button', title: 'Search for this package', onclick: () => app.set({find: p.name, match: 'package', isRegex: false})}, cells)
                : h('div', {}, cells);
            row.style.setProperty('--fill', `var(--f${p.fill})`);
            return h('li', {}, row);
        }));
    };

    /** @type {(list: HTMLElement, rows: [string, string, boolean?][]) => void} */
    const pairs = (list, rows) => fill(list, rows.map(([name, text, isMono]) => h('div', {}, h('dt', {}, visible(name)), h('dd', {class: isMono ? 'mono' : false}, visible(text)))));

    /** @type {(summary: Summary) => void} */
    const showProvenance = summary => pairs(provenance, digest ? [...summary.provenance, ['SHA-256', digest, true]] : summary.provenance);

    /** @type {(summary: Summary) => void} */
    const draw = summary => {
        fill(answer, summary.answer.map(({kind, text, name}) => kind === 'figure' ? h('b', {}, text) : kind === 'function' ? link(text, () => open(name || text), name || text) : text));
        fill(top, topRows(summary));
        fill(all, 'All ' + counted(summary.functions, 'function'));
        all.hidden = summary.functions <= top.children.length;
        /** @type {HTMLElement} */ (spent.firstChild).textContent = summary.types.some(t => t.chosen && /second/.test(t.unit)) ? 'Where the time is spent' : 'By package';
        drawPackages(summary);
        pictured.hidden = hottest.hidden = !top.firstChild;
        moved.hidden = !summary.comparison;
        if (summary.comparison) {
            pictured.hidden = summary.comparison.total.base[0] === 0 && summary.comparison.total.new[0] === 0;
            drawMovers(summary.comparison);
        }
        spent.hidden = !packages.firstChild;
        fill(notes, summary.notes.map(({severity, text}) => h('p', {class: severity}, h('b', {}, 'Note'), ' ', text)));
        /** @type {HTMLElement} */ (notes.parentElement).hidden = !summary.notes.length;
        pairs(facts, summary.facts);
        showProvenance(summary);
    };

    const show = async () => {
        const request = app.request('summary');
        if (drawn === request) return;
        /** @type {Summary} */
        const summary = await app.json('summary');
        if (request !== app.request('summary')) return;
        drawn = request;
        shown = summary;
        draw(summary);
    };
    // When there is all else to see.
    const addDigest = async () => {
        if (digest !== null) return;
        digest = '';
        digest = await digestOf().catch(() => '');
        if (digest && shown) showProvenance(shown);
    };
    const update = async () => {
        await Promise.all([show(), overview.update()]);
        setTimeout(addDigest, 100);
    };
    return {name: 'summary', title: 'Summary', element, isApart: true, update};
};
