// What is wrong with a pattern, and how to write it right.

// The place of the parenthesis or bracket that is never closed, or -1.
const unclosed = (/** @type {string} */ pattern) => {
    const open = [];
    let isClass = -1;
    for (let i = 0; i < pattern.length; i++) {
        if (pattern[i] === '\\') i++;
        else if (isClass >= 0) isClass = pattern[i] === ']' && i > isClass + 1 && !(i === isClass + 2 && pattern[i - 1] === '^') ? -1 : isClass;
        else if (pattern[i] === '[') isClass = i;
        else if (pattern[i] === '(') open.push(i);
        else if (pattern[i] === ')') open.pop();
    }
    return isClass >= 0 ? isClass : open.length ? open[open.length - 1] : -1;
};

// The place of the parenthesis that closes nothing, or -1.
const unopened = (/** @type {string} */ pattern) => {
    let depth = 0, isClass = false;
    for (let i = 0; i < pattern.length; i++) {
        if (pattern[i] === '\\') i++;
        else if (isClass) isClass = pattern[i] !== ']';
        else if (pattern[i] === '[') isClass = true;
        else if (pattern[i] === '(') depth++;
        else if (pattern[i] === ')' && --depth < 0) return i;
    }
    return -1;
};

// What an expression's error begins with; the sentence, and how to write it right.
/** @type {[string, (part: string) => string, string][]} */
const FAULTS = [
    ['missing closing )', () => 'This pattern has no closing parenthesis', 'Escape it as \\('],
    ['missing closing ]', () => 'This pattern has no closing bracket', 'Escape it as \\['],
    ['unexpected )', () => 'This pattern closes a parenthesis that it does not open', 'Escape it as \\)'],
    ['missing argument to repetition', part => `In this pattern ${part} repeats nothing`, 'Escape it with a backslash'],
    ['invalid nested repetition', part => `In this pattern ${part} repeats a repetition`, 'Put the inner one in parentheses'],
    ['invalid repeat count', part => `This pattern repeats too often: ${part}`, 'Repeat at most 1000 times'],
    ['invalid escape sequence', part => `This pattern has an unknown escape: ${part}`, 'Write \\\\ for a backslash'],
    ['trailing backslash', () => 'This pattern ends in a backslash', 'Write \\\\ for a backslash'],
    ['invalid character class', part => `This pattern has a range that runs backwards or a class that does not exist: ${part}`, 'Put the lower character first'],
    ['invalid or unsupported Perl', part => `This pattern uses ${part}, which is not there`, 'Expressions look neither ahead nor back; add a second filter (ignore) instead'],
    ['invalid named capture', part => `The name of a group is not right: ${part}`, 'Write (?P<name>...)']
];

/** `message` of the engine about `pattern`; the place is a character's number, from 1. @type {(message: string, pattern: string) => {title: string, help: string}} */
export const explainPattern = (message, pattern) => {
    const row = FAULTS.find(([start]) => message.includes(start));
    if (!row) return {title: message, help: ''};
    const quoted = /`(.*?)`?$/s.exec(message.slice(message.indexOf(row[0])))?.[1] || '';
    const at = row[0].startsWith('missing closing') ? unclosed(pattern) : row[0].startsWith('unexpected') ? unopened(pattern) : row[0].startsWith('trailing') ? pattern.length - 1 : pattern.indexOf(quoted);
    const place = at < 0 ? '.' : row[0].startsWith('missing closing') ? `: it opens at character ${at + 1}.` : `, at character ${at + 1}.`;
    return {title: row[1](quoted) + place, help: row[2]};
};
