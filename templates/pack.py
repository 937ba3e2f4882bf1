#!/usr/bin/env python3
"""Packs the files that outputs carry into a C header.

    pack.py OUT.h FILE...              and OUT.h.d, which says for make what was read
    pack.py --print FILE [--plain]     what becomes of one file, unsqueezed with --plain

Each becomes `static const char ASSET_NAME_SUFFIX[]`. A line `// @include NAME`
stands for that file of the same folder, `// @roles NAME...` for colours of tokens.json, light and dark,
`// @palette` for all colours of tokens.json as the script of the page has them.
Scripts lose indentation, blank lines and lines that are only a comment; nothing else is changed, so
what runs is what stands in the source.

page/app.js is the entry of a script of modules: what it imports comes before it, and all becomes one function.
Top-level names must be unique, imports of the form `import {a, b} from './x.js';`, and `export` stands only
before const or function. It is ASSET_PAGE_JS, page/page.css is ASSET_PAGE_CSS, both without comments and needless spaces;
ASSET_PAGE_JS_HASH and ASSET_PAGE_CSS_HASH are their base64 SHA-256, as a Content-Security-Policy names them.
In a style sheet `/* @include NAME */` stands for that file if it is there, and `/* @palette */` for custom properties of both themes.
"""
import base64
import hashlib
import json
import os
import re
import sys

FAMILIES = ('own', 'dep', 'std')
SYSTEM = ('runtime', 'gc', 'kernel', 'unknown')


# ---------------------------------------------------------------- colours

FILES_READ = {}


def read(path):
    FILES_READ[os.path.abspath(path)] = True
    with open(path, encoding='utf-8') as f:
        return f.read()


def tokens_of(folder):
    for place in (folder, os.path.dirname(os.path.abspath(folder))):
        path = os.path.join(place, 'tokens.json')
        if os.path.exists(path):
            return json.loads(read(path))
    return sys.exit('%s: no tokens.json' % folder)


def roles(names, folder):
    tokens = tokens_of(folder)
    return 'const ROLES = {%s};' % ', '.join(
        "%s: ['%s', '%s']" % (name, tokens['light']['role'][name], tokens['dark']['role'][name]) for name in names)


def fills(theme):
    """Colours by number of a fill class: packages by family, hue and step, what is not the program's own, heat."""
    packages = [c for family in FAMILIES for hue in theme['package'][family] for c in hue]
    return packages + [c for kind in SYSTEM for c in theme['system'][kind]] + theme['heat']


def palette_script(folder):
    tokens = tokens_of(folder)
    theme = lambda name: "{role: {%s}, fill: '%s'}" % (
        ', '.join("%s: '%s'" % item for item in tokens[name]['role'].items()),
        ''.join(c.lstrip('#') for c in fills(tokens[name])))
    return 'const PALETTE = {light: %s, dark: %s};' % (theme('light'), theme('dark'))


def palette_style(folder):
    tokens = tokens_of(folder)

    def properties(name):
        theme = tokens[name]
        pairs = [(role.replace('_', '-'), c) for role, c in theme['role'].items()]
        pairs += [('heat%d' % i, c) for i, c in enumerate(theme['heat'])]
        return 'color-scheme:%s;' % name + ''.join('--%s:%s;' % pair for pair in pairs)
    font = tokens['font']
    return (':root{--sans:%s;--mono:%s;%s}\n'
            '@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){%s}}\n'
            '@media screen{:root[data-theme=dark]{%s}}\n'
            % (font['sans'], font['mono'], properties('light'), properties('dark'), properties('dark')))


# ---------------------------------------------------------------- scripts of one file

def included(path):
    text = read(path)
    here = os.path.dirname(path)
    text = re.sub(r'^// @roles (.+)$', lambda m: roles(m.group(1).split(), here), text, flags=re.M)
    text = re.sub(r'^// @palette$', lambda m: palette_script(here), text, flags=re.M)
    return re.sub(r'^// @include (\S+)$', lambda m: included(os.path.join(here, m.group(1))), text, flags=re.M)


def squeezed(text):
    lines = []
    for line in text.split('\n'):
        line = line.strip()
        if line and not line.startswith('//'):
            lines.append(line)
    text = '\n'.join(lines) + '\n'
    return re.sub(r'/\*\*.*?\*/\n', '', text, flags=re.S)


# ---------------------------------------------------------------- scripts of modules

IMPORT = re.compile(r"^import \{([\w$, ]+)\} from '(\./[\w.-]+)';$", re.M)
EXPORT = re.compile(r'^export (?=(?:async )?function\b|const\b)', re.M)
TOP_LEVEL = re.compile(r'^(?:export )?(?:(?:async )?function\*?|class|const|let|var) +([\w$]+|[{\[].*?[}\]] *=)(.*)$', re.M)


def top_names(text):
    """Names that a module declares at its top level, which is where lines are not indented."""
    names = []
    for match in TOP_LEVEL.finditer(text):
        first, rest = match.groups()
        if first[0] in '{[':
            names += re.findall(r'[\w$]+(?=\s*[,}\]=])', re.sub(r'[\w$]+\s*:', '', first.rstrip('= ')))
            continue
        names.append(first)
        if re.match(r'(?:export )?(?:const|let|var)', match.group(0)):
            names += further_names(rest)
    return names


def further_names(rest):
    """Of `const a = 1, b = 2`: b. What follows is a line's text after the first name."""
    names, depth, quote, previous = [], 0, '', ''
    for at, c in enumerate(rest):
        if quote:
            quote = '' if c == quote and previous != '\\' else quote
        elif c in '\'"`':
            quote = c
        elif c in '([{':
            depth += 1
        elif c in ')]}':
            depth -= 1
        elif c == ',' and depth == 0:
            match = re.match(r'\s*([\w$]+)\s*=(?!=|>)', rest[at + 1:])
            names += [match.group(1)] if match else []
        previous = c
    return names


class Modules:
    """Modules in the order in which they have to run."""

    def __init__(self):
        self.order, self.texts, self.exports, self.open = [], {}, {}, []

    def add(self, path):
        path = os.path.normpath(path)
        if path in self.open:
            sys.exit('pack.py: these import each other: %s' % ', '.join(map(os.path.basename, self.open)))
        if path in self.texts:
            return
        self.open.append(path)
        text = included(path)
        self.exports[path] = set(re.findall(r'^export (?:const|(?:async )?function\*?) +([\w$]+)', text, flags=re.M))
        for names, other in IMPORT.findall(text):
            target = os.path.normpath(os.path.join(os.path.dirname(path), other))
            if not os.path.exists(target):
                sys.exit('%s: imports %s, which is not there' % (path, other))
            self.add(target)
            for name in names.split(','):
                if name.strip() not in self.exports[target]:
                    sys.exit('%s: imports %s, which %s does not export' % (path, name.strip(), other))
        text = EXPORT.sub('', IMPORT.sub('', text))
        bad = re.search(r'^(?:import|export)\b.*$', text, flags=re.M)
        if bad:
            sys.exit('%s: cannot be packed: %s' % (path, bad.group(0)))
        self.open.pop()
        self.texts[path] = text
        self.order.append(path)

    def bundle(self):
        owner = {}
        for path in self.order:
            for name in top_names(self.texts[path]):
                if owner.setdefault(name, path) != path:
                    sys.exit('%s: %s is also in %s' % (path, name, os.path.basename(owner[name])))
        return "(async () => {\n'use strict';\n%s\n})();\n" % '\n'.join(self.texts[path] for path in self.order)


TOKEN = re.compile(r"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
  | (?P<word>[\w$\u0080-\U0010ffff]+(?:\.\d+)?)
  | (?P<mark>=>|\+\+|--|\?\.(?!\d)|\?\?=?|[-+*/%&|^!=<>]?={1,3}|.)
""", re.X | re.S)
# After these words a / begins a regular expression, and after what else ends no operand.
BEFORE_REGEX = {'return', 'typeof', 'case', 'in', 'of', 'delete', 'void', 'throw', 'new', 'else', 'do', 'await', 'yield', 'instanceof'}
REGEX = re.compile(r'/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*')


def template_end(text, at):
    """Where the template that begins at `at` ends."""
    at += 1
    while at < len(text) and text[at] != '`':
        if text[at] == '\\':
            at += 2
        elif text.startswith('${', at):
            at = code_end(text, at + 2)
        else:
            at += 1
    return at + 1


def code_end(text, at):
    """Behind the brace that closes what begins at `at`."""
    depth = 1
    for _, piece, at in script_tokens(text, at):
        depth += (piece == '{') - (piece == '}')
        if depth == 0:
            return at
    return sys.exit('pack.py: a ${ without its }')


def script_tokens(text, at=0):
    """(kind, text, end) one after the other; expressions are told from divisions by what is before them."""
    last, kind_of_last = '', ''
    while at < len(text):
        is_operand = kind_of_last in ('string', 'regex') or kind_of_last == 'word' and last not in BEFORE_REGEX \
            or last in (')', ']', '}', '++', '--')
        if text[at] == '`':
            kind, end = 'string', template_end(text, at)
        elif not is_operand and REGEX.match(text, at):
            kind, end = 'regex', REGEX.match(text, at).end()
        else:
            match = TOKEN.match(text, at)
            kind, end = match.lastgroup, match.end()
        piece, at = text[at:end], end
        if kind not in ('space', 'comment'):
            last, kind_of_last = piece, kind
        yield kind, piece, at


def needs_space(before, after, is_line):
    """Whether what stood apart must stay apart; a line's end may also be what ends a statement."""
    if is_line:
        opens = before[-1] in '{([,;:?=&|<' or before == '=>' or before[-1] in '+-*%' and before not in ('++', '--')
        closes = after[0] in '})],;:?.=&|' or after in ('*', '/', '%')
        return not (opens or closes)
    if before[-1] in '+-' and after[0] == before[-1]:
        return True
    word = r'[\w$\u0080-\U0010ffff]'
    return bool(re.match(word, before[-1]) and re.match(word, after[0])) or before[-1] == '/' or after[0] == '/'


def small_script(text):
    """Without comments, and without spaces and lines that say nothing."""
    out, before, gap = [], ';', ''
    for kind, piece, _ in script_tokens(text):
        if kind in ('space', 'comment'):
            gap = '\n' if '\n' in gap + piece and kind == 'space' or gap == '\n' else ' '
            continue
        if gap and needs_space(before, piece, gap == '\n'):
            out.append(gap)
        out.append(piece)
        before, gap = piece, ''
    return ''.join(out) + '\n'


def script(path, is_small=True):
    modules = Modules()
    modules.add(path)
    text = modules.bundle()
    return small_script(text) if is_small else text


# ---------------------------------------------------------------- style sheets

def whole_style(path):
    here = os.path.dirname(path)

    def part(match):
        other = os.path.join(here, match.group(1))
        return whole_style(other) if os.path.exists(other) else ''
    text = re.sub(r'/\* @include (\S+) \*/', part, read(path))
    return text.replace('/* @palette */', palette_style(here)) if '/* @palette */' in text else text


def small_style(text):
    """Without comments; strings stay as they are, spaces where they say something."""
    out = []
    for piece in re.split(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.sub(r'/\*.*?\*/', '', text, flags=re.S)):
        if piece[:1] not in ('"', "'"):
            piece = re.sub(r'\s+', ' ', piece)
            piece = re.sub(r' ?([{};,>]) ?', r'\1', piece)
            piece = re.sub(r': (?=[^{}]*[;}])', ':', piece)
            piece = piece.replace(';}', '}')
        out.append(piece)
    return ''.join(out).strip() + '\n'


def style(path, is_small=True):
    text = whole_style(path)
    return small_style(text) if is_small else text


# ---------------------------------------------------------------- the header

def quoted(text):
    escaped = text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('?', '\\?')
    return '    "%s"' % ''.join(c if ord(c) < 127 else ''.join('\\%03o' % b for b in c.encode()) for c in escaped)


def literal(text):
    lines = text.splitlines(keepends=True)
    return '\n'.join(quoted(line[at:at + 200]) for line in lines for at in range(0, len(line), 200))


def is_page(path):
    return os.path.basename(os.path.dirname(os.path.abspath(path))) == 'page'


def packed(path, is_small=True):
    if is_page(path):
        text = (style if path.endswith('.css') else script)(path, is_small)
    else:
        text = squeezed(included(path))
    for end in (']]>', '</script', '<script', '<!--', '</style'):
        if end in text.lower():
            sys.exit('%s: "%s" would end or change the element that it stands in' % (path, end))
    return text


def asset(path):
    if not is_page(path):
        name = re.sub(r'\W', '_', os.path.basename(path)).upper()
        return ['static const char ASSET_%s[] =\n%s;' % (name, literal(packed(path)))]
    name, text = 'PAGE_' + path.rsplit('.', 1)[1].upper(), packed(path)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return ['static const char ASSET_%s[] =\n%s;' % (name, literal(text)), '#define ASSET_%s_HASH "%s"' % (name, digest)]


def main():
    if sys.argv[1] == '--print':
        sys.stdout.buffer.write(packed(sys.argv[2], '--plain' not in sys.argv).encode())
        return
    out, files = sys.argv[1], sys.argv[2:]
    parts = ['/* Files that outputs carry, packed at build time. */']
    for path in files:
        parts += asset(path)
    with open(out, 'w', encoding='ascii') as f:
        f.write('\n'.join(parts) + '\n')
    with open(out + '.d', 'w', encoding='utf-8') as f:
        f.write('%s: %s\n' % (out, ' '.join(path.replace(' ', '\\ ') for path in FILES_READ)))


if __name__ == '__main__':
    main()
