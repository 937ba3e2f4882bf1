// What is shown, as files.
import {h} from './dom.js';
import {themeNow} from './theme.js';
import {commandOf} from './state.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').ExportChoice} ExportChoice */
/** @typedef {import('./types.js').MenuItem} MenuItem */

// Formats whose view is the engine's own, by tab; tables are those of the flame graph's tab too.
const REPORTS = /** @type {Record<string, string>} */ ({summary: 'md', flame: 'top', sandwich: 'peek', top: 'top', graph: 'dot', peek: 'peek', source: 'list', labels: 'tags'});

/** Hands a file over. @type {(blob: Blob, name: string) => void} */
export const download = (blob, name) => {
    const url = URL.createObjectURL(blob), link = h('a', {href: url, download: name});
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
};

/** Options of what is shown, as the engine's pictures take them. @type {(app: App) => Record<string, string|number|boolean>} */
const pictureOptions = app => ({...app.state.order ? {order: app.state.order} : {}, ...app.state.flip ? {flip: true} : {}, ...['function', 'file', 'weight'].includes(app.state.color) ? {color_by: app.state.color} : {}});

/** The request whose answer says what is on the screen. @type {(app: App) => string} */
export const shownRequest = app => {
    const {tab, fn, sort, nodes} = app.state;
    if (tab === 'flame') return app.request('flame', pictureOptions(app));
    if (tab === 'graph') return app.request('graph', nodes ? {nodecount: nodes} : {});
    if (tab === 'top') return app.request('top', /cum/.test(sort) ? {sort: 'cum'} : {});
    if (['sandwich', 'peek', 'source'].includes(tab) && fn) return app.request(REPORTS[tab], {pattern: '^' + fn.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') + '$'});
    return app.request(Object.hasOwn(REPORTS, tab) ? REPORTS[tab] : 'top');
};

/** @type {(app: App, view: string, type: string, options?: Record<string, string|number|boolean>) => Promise<Blob>} */
const answerBlob = async (app, view, type, options) => new Blob([/** @type {BlobPart} */ ((await app.engine.ask(app.request(view, options))).bytes)], {type});

/** An SVG with only the rules of one theme. @type {(text: string, theme: string) => string} */
const themed = (text, theme) => text.replace(/@media\s*\(prefers-color-scheme:\s*dark\)/g, theme === 'dark' ? '@media all' : '@media not all').replace(/<(script)\b[\s\S]*?<\/\1>/g, '');

/** As an image, by a data URL, since the page lets pictures come from there. @type {(svg: Blob, theme: string) => Promise<HTMLImageElement>} */
const imageOf = async (svg, theme) => {
    const image = h('img', {src: 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(themed(await svg.text(), theme)), alt: ''});
    await image.decode();
    return image;
};

/** The picture as PNG, two pixels a px. @type {(svg: Blob) => Promise<Blob>} */
const pngOf = async svg => {
    const image = await imageOf(svg, themeNow());
    const most = 16000, scale = Math.min(2, most / image.naturalWidth, most / image.naturalHeight);
    const canvas = h('canvas', {width: Math.round(image.naturalWidth * scale), height: Math.round(image.naturalHeight * scale)}), context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('the picture is too large for this browser')), 'image/png'));
};

/** The profile that the page carries. */
const profileBlob = () => {
    const text = document.querySelector('#render-profile')?.textContent || '', bytes = Uint8Array.from(atob(text.trim()), c => c.charCodeAt(0));
    return new Blob([bytes], {type: 'application/gzip'});
};

/** @type {(app: App) => ExportChoice[]} */
const choices = app => {
    const picture = app.state.tab === 'graph' ? 'graph' : 'flame', base = (app.head.sides ? app.head.sides.map(side => side[0].replace(/\/.*/s, '')).join('-') : app.head.sources.split(', ')[0]).replace(/\.(gz|pb|pprof|prof|json|txt)(?=\.|$)/g, '') || 'profile';
    const options = picture === 'graph' ? app.state.nodes ? {nodecount: app.state.nodes} : {} : pictureOptions(app), svg = () => answerBlob(app, picture, 'image/svg+xml', options);
    const what = picture === 'graph' ? 'Call graph' : 'Flame graph', sort = /** @type {Record<string, string>} */ (/cum/.test(app.state.sort) ? {sort: 'cum'} : {});
    return [
        {label: what + ' as SVG', name: `${base}.${picture}.svg`, make: svg},
        {label: what + ' as PNG', name: `${base}.${picture}.png`, make: async () => pngOf(await svg())},
        {label: 'Table as CSV', name: base + '.csv', make: () => answerBlob(app, 'csv', 'text/csv', sort)},
        {label: 'Stacks, folded', name: base + '.folded', make: () => answerBlob(app, 'folded', 'text/plain')},
        {label: 'Report as Markdown', name: base + '.md', make: () => answerBlob(app, 'md', 'text/markdown')},
        {label: 'Data as JSON', name: base + '.json', make: () => answerBlob(app, 'json', 'application/json')}
    ];
};

/** @type {(app: App, view: import('./types.js').View, acts: {say: (text: string) => void, copy: (text: string, what: string) => void}) => MenuItem[]} */
export const exportItems = (app, view, acts) => {
    const item = (/** @type {ExportChoice} */ choice) => ({label: choice.label, act: async () => {
        try {
            download(await choice.make(), choice.name);
            acts.say(choice.name + ' is ready');
        } catch (error) {
            acts.say(`${choice.name} could not be made: ${/** @type {Error} */ (error).message}`);
        }
    }});
    const {download: address} = app.head, profile = address ? [{label: 'The profile itself', act: () => h('a', {href: address, download: ''}).click()}] : document.querySelector('#render-profile') ? [item({label: 'The profile itself', name: (app.head.sides ? 'comparison' : app.head.sources.split(', ')[0] || 'profile').replace(/(\.pb)?(\.gz)?$/, '') + '.pb.gz', make: profileBlob})] : [];
    return [...(view.exports?.() || []).map(item), ...view.exports ? [null] : [], ...choices(app).map(item), null, ...profile,
        {label: 'Copy as command', act: () => acts.copy(commandOf(shownRequest(app), app.head.sources.split(', ')[0] || 'profile.pb.gz', app.head.sides), 'Command')},
        {label: 'Print', act: () => print()}];
};
