// Starts the page: its style sheet and script, compressed, are in <script id="render-app">.
(async () => {
'use strict';
// What the app is about to replace need not be laid out; it comes when the app is late.
const still = document.querySelector('#static');
still?.classList.add('waits');
setTimeout(() => still?.classList.remove('waits'), 2000);
try {
    if (typeof DecompressionStream === 'undefined') throw new Error('this browser cannot inflate (DecompressionStream)');
    const bytes = Uint8Array.from(atob(document.querySelector('#render-app').textContent), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const parts = (await new Response(stream).text()).split('\0');
    ['style', 'script'].forEach((name, i) => {
        const element = document.createElement(name);
        element.textContent = parts[i];
        document.body.append(element);
        if (i) element.remove();
    });
} catch (error) {
    if (still) still.className = 'stays';
    const why = document.querySelector('#why');
    if (why) why.textContent = `This is the static part of the page alone: ${error.message}.`;
}
})();
