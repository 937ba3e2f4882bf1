// Starts the page: its style sheet and script, compressed, are in <script id="render-app">.
(async () => {
'use strict';
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
    document.querySelector('#static')?.classList.add('stays');
    const why = document.querySelector('#why');
    if (why) why.textContent = `This is the static part of the page alone: ${error.message}.`;
}
})();
