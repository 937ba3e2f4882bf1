// What a search finds, for the scripts of SVG pictures.

const SLOW_MS = 300;

// Whether a text is found, by substring or /expression/flags. Throws what there is to say.
const matcher = text => {
    const parts = /^\/(.+)\/([imsu]*)$/.exec(text);
    if (!parts) {
        const part = text.toLowerCase();
        return name => name.toLowerCase().includes(part);
    }
    const expression = new RegExp(parts[1], parts[2]);
    // Repeated groups can take for ever on one name, so they are tried on its beginnings first.
    const isRisky = /\)[*+{]|([*+{].*){3}/.test(parts[1]), until = performance.now() + SLOW_MS;
    let now = performance.now();
    const test = name => {
        const last = now, isFound = expression.test(name);
        now = performance.now();
        if (now > until || isRisky && now - last > SLOW_MS / 6) throw new Error('expression too slow');
        return isFound;
    };
    return name => {
        now = performance.now();
        if (isRisky) for (let length = 4; length < name.length; length += 4) test(name.slice(0, length) + '\0');
        return test(name);
    };
};
