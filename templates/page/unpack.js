// The app as pages carry it: its style sheet and script, gzip, base64.
import {bytesOf} from './engine_core.js';

/** Puts both in place; the script runs. @type {(base64: string) => Promise<void>} */
export const unpackApp = async base64 => {
    if (typeof DecompressionStream === 'undefined') throw new Error('this browser cannot inflate (DecompressionStream)');
    const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream('gzip'));
    const parts = (await new Response(stream).text()).split('\0');
    ['style', 'script'].forEach((name, i) => {
        const element = document.createElement(name);
        element.textContent = parts[i];
        document.body.append(element);
        if (i) element.remove();
    });
};
