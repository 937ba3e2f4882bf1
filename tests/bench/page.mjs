// Measures a page in Chromium: node page.mjs URL RUNS [SELECTOR]. Prints one line of JSON: milliseconds from navigation to the first
// picture (the page says when in data-drawn; a peer's has come when SELECTOR matches twice), first paint, the longest task, elements, MB of
// JavaScript heap, and, of our page, what a search takes, its delay for typing included. Best of RUNS browsers, and the median.
import {createRequire} from 'node:module';
const {chromium} = createRequire(new URL('../browser/', import.meta.url))('playwright-core');

const [url, runs, selector] = process.argv.slice(2);
const median = list => list.sort((a, b) => a - b)[list.length >> 1];

const observe = selector => {
    const bench = globalThis.bench = {longest: 0, drawn: 0};
    new PerformanceObserver(list => list.getEntries().forEach(e => { bench.longest = Math.max(bench.longest, e.duration); })).observe({type: 'longtask', buffered: true});
    const look = () => {
        bench.drawn = selector ? document.querySelectorAll(selector).length > 1 && performance.now() : +(document.documentElement?.dataset.drawn || 0);
        if (!bench.drawn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
};

// From a change of the address to the frame in which the app has what was found.
const search = page => page.evaluate(async () => {
    const start = performance.now(), {app} = globalThis.renderPage;
    app.set({find: 'alloc'});
    while (!app.found && performance.now() - start < 10000) await new Promise(resolve => requestAnimationFrame(resolve));
    return performance.now() - start;
});

const once = async () => {
    const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--js-flags=--expose-gc', '--enable-precise-memory-info']});
    try {
        const page = await browser.newPage({viewport: {width: 1280, height: 800}});
        await page.addInitScript(observe, selector);
        await page.goto(url, {waitUntil: 'commit'});
        await page.waitForFunction(() => globalThis.bench?.drawn, null, {timeout: 120000, polling: 100});
        await page.waitForTimeout(500);
        const row = await page.evaluate(() => {
            globalThis.gc?.();
            return {drawn: globalThis.bench.drawn, paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime || NaN, longest: globalThis.bench.longest,
                elements: document.getElementsByTagName('*').length, heap: performance.memory.usedJSHeapSize / 1e6};
        });
        if (!selector) row.search = await search(page);
        return row;
    } finally {
        await browser.close();
    }
};

const rows = [];
for (let i = 0; i < +runs; i++) rows.push(await once());
console.log(JSON.stringify(Object.fromEntries(Object.keys(rows[0]).map(key => {
    const values = rows.map(row => row[key]);
    return [key, [Math.round(Math.min(...values)), Math.round(median(values))]];
}))));
