#!/usr/bin/env python3
"""Packs the files that outputs carry into a C header.

    pack.py OUT.h FILE...              and OUT.h.d, which says for make what was read
    pack.py --print FILE [--plain]     what becomes of one file, unsqueezed with --plain

Each becomes `static const char ASSET_NAME_SUFFIX[]`. A line `// @include NAME`
stands for that file of the same folder, `// @roles NAME...` for colours of tokens.json, light and dark,
`// @palette` for the fills and the colours of changes of both themes as the script of the page has them.
Scripts lose comments and needless spaces, and their variables get short names.

page/app.js, page/load.js and serve/list.js are entries of scripts of modules: what one imports comes before it, and all becomes one function.
Top-level names must be unique, imports of the form `import {a, b} from './x.js';` (or '../page/x.js'), and `export` stands only
before const or function. page/page.css is ASSET_PAGE_CSS up to `/* @app */`, which is what the static part of a page needs.
What is behind that and the script are ASSET_PAGE_APP, as base64 of gzip, with a zero byte in between; load.js unpacks them.
ASSET_PAGE_CSS_HASH, ASSET_APP_CSS_HASH, ASSET_APP_JS_HASH and ASSET_LOAD_JS_HASH are base64 SHA-256, as a
Content-Security-Policy names them. ASSET_ICON is the mark as a data URL.
serve/list.html is ASSET_LIST_HTML, a whole page: `<!-- icon -->`, `<!-- base -->`, `<!-- style -->` and `<!-- script -->` stand for that URL, page/base.css, list.css and list.js.
In a style sheet `/* @include NAME */` stands for that file if it is there, and `/* @palette */` for custom properties of both themes.
analyze/*.css name colours and fonts themselves, for readers of SVG that know no properties: `token(NAME)` is that of the light theme, and
`/* @dark */` stands for what the dark one has otherwise in the rules before it.
"""
import base64
import collections
import hashlib
import json
import os
import re
import string
import sys

from small_gzip import small_gzip

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


def changes(theme):
    """Colours of a comparison, behind the fills: noise, less, more, the lines of both hatches, inks, outlines."""
    diff = theme['diff']
    return [diff['noise']] + diff['less'] + diff['more'] + diff['less_line'] + diff['more_line'] + [
        diff[name] for name in ('less_ink', 'more_ink', 'less_mark', 'more_mark')]


def palette_script(folder):
    tokens = tokens_of(folder)
    return 'const PALETTE = {%s};' % ', '.join(
        "%s: '%s'" % (name, ''.join(c.lstrip('#') for c in fills(tokens[name]) + changes(tokens[name]))) for name in ('light', 'dark'))


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


# ---------------------------------------------------------------- scripts of modules

IMPORT = re.compile(r"^import \{([\w$, ]+)\} from '(\.{1,2}/(?:page/)?[\w.-]+)';$", re.M)
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
        if re.search(r'^\s*class [\w$]+', text, flags=re.M):
            sys.exit('%s: cannot be packed: class' % path)
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


def template_chunk(text, at):
    """The end of a template's text, and whether an expression follows it."""
    while at < len(text) and text[at] != '`':
        if text.startswith('${', at):
            return at + 2, True
        at += 2 if text[at] == '\\' else 1
    return at + 1, False


def script_tokens(text):
    """(kind, text) one after the other; expressions are told from divisions by what is before them. A template with
    expressions comes in pieces: `a${ as 'open', }b${ as 'middle', }c` as 'close'."""
    at, last, kind_of_last, open_braces = 0, '', '', []
    while at < len(text):
        is_operand = kind_of_last in ('string', 'regex', 'close') or kind_of_last == 'word' and last not in BEFORE_REGEX \
            or last in (')', ']', '}', '++', '--')
        if text[at] == '`' or text[at] == '}' and open_braces and open_braces[-1] == 0:
            is_first = text[at] == '`'
            end, has_more = template_chunk(text, at + 1)
            kind = ('open' if has_more else 'string') if is_first else 'middle' if has_more else 'close'
            if has_more and is_first:
                open_braces.append(0)
            elif not has_more and not is_first:
                open_braces.pop()
        elif not is_operand and REGEX.match(text, at):
            kind, end = 'regex', REGEX.match(text, at).end()
        else:
            match = TOKEN.match(text, at)
            kind, end = match.lastgroup, match.end()
            if open_braces and kind == 'mark':
                open_braces[-1] += (match.group() == '{') - (match.group() == '}')
        piece, at = text[at:end], end
        if kind not in ('space', 'comment'):
            last, kind_of_last = piece, kind
        yield kind, piece


KEYWORDS = set('async await break case catch const continue default delete do else false finally for function if in instanceof let new '
               'null of return super switch this throw true try typeof undefined var void while with yield arguments'.split())
BLOCK_AFTER = {')', '=>', 'else', 'do', 'try', 'finally', 'catch', ';', '{', '}', ''}
OPENING, CLOSING = {'(': ')', '[': ']', '{': '}'}, {')', ']', '}'}


class Names:
    """Variables of a script, told from properties by where they stand, and to which declaration each belongs. `roles` is
    by token: 'variable', 'shorthand' (both at once: {name}), or '' for anything else. A scope is (first token, last)."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.roles = [''] * len(tokens)
        self.blocks, self.closes, self.scopes, self.parents = {}, {}, [], {}
        self.look()
        self.opens = {close: i for i, close in self.closes.items()}
        self.scope_of = self.nested(self.find_scopes())
        self.declared = {scope: set() for scope in self.scopes}
        self.bind()

    def piece(self, i):
        return self.tokens[i][1] if 0 <= i < len(self.tokens) else ''

    def look(self):
        open_at, labels = [], set()
        contexts = []
        for i, (kind, piece) in enumerate(self.tokens):
            context = contexts[-1] if contexts else 'block'
            if kind in ('open', 'middle') or kind == 'mark' and piece in OPENING:
                if kind == 'middle':
                    contexts.pop()
                else:
                    open_at.append(i)
                is_block = piece == '{' and (self.piece(i - 1) in BLOCK_AFTER or i - 1 in labels)
                self.blocks[i] = is_block
                contexts.append('block' if is_block else 'object' if piece == '{' else 'group')
            elif kind == 'close' or kind == 'mark' and piece in CLOSING:
                contexts.pop()
                self.closes[open_at.pop()] = i
            elif piece in ('case', 'default') and kind == 'word' and context == 'block':
                labels.add(self.label_end(i))
            elif kind == 'word' and piece not in KEYWORDS and not piece[0].isdigit():
                self.roles[i] = self.role(i, context)

    def label_end(self, i):
        depth = 0
        while self.piece(i) != ':' or depth:
            depth += (self.piece(i) == '?') - (self.piece(i) == ':')
            i += 1
        return i

    def role(self, i, context):
        before, after = self.piece(i - 1), self.piece(i + 1)
        if before == '?.' or before == '.' and self.piece(i - 2) != '.':
            return ''
        if context != 'object':
            return 'variable'
        if before in ('{', ','):
            if after in (',', '}', '='):
                return 'shorthand'
            return ''
        is_method = before in ('get', 'set', 'async', '*') and self.piece(i - 2) in ('{', ',') and after == '('
        return '' if is_method else 'variable'

    def expression_end(self, i):
        """The token behind an expression, which is what ends an arrow's."""
        choices = 0
        while i < len(self.tokens):
            kind, piece = self.tokens[i]
            choices += piece == '?' and kind == 'mark'
            if kind in ('middle', 'close') or kind == 'mark' and (piece in (',', ';', ')', ']', '}') or piece == ':' and not choices):
                break
            choices -= piece == ':' and kind == 'mark'
            i = self.closes.get(i, i) + 1
        return i

    def statement_end(self, i):
        """The last token of a statement."""
        if self.piece(i) == '{':
            return self.closes[i]
        if self.piece(i) in ('if', 'for', 'while'):
            while self.piece(i) != '(':
                i += 1
            i = self.statement_end(self.closes[i] + 1)
            return self.statement_end(i + 2) if self.piece(i + 1) == 'else' else i
        while i < len(self.tokens) and self.piece(i) != ';' and self.piece(i) not in CLOSING:
            i = self.closes.get(i, i) + 1
        return i

    def find_scopes(self):
        """Blocks, functions with their parameters, and loops with what their heads declare."""
        for i, (kind, piece) in enumerate(self.tokens):
            if kind != 'mark':
                continue
            if piece == '=>':
                body = i + 1
                yield (self.opens.get(i - 1, i - 1), self.closes[body] if self.piece(body) == '{' else self.expression_end(body) - 1)
            elif piece == '{' and self.blocks[i]:
                yield (i, self.closes[i])
            elif piece == '(':
                body = self.closes[i] + 1
                before = self.piece(i - 2) if self.piece(i - 1) == 'await' else self.piece(i - 1)
                if before == 'for':
                    yield (i, self.statement_end(body))
                elif self.piece(body) == '{' and before not in ('if', 'while', 'switch'):
                    yield (i, self.closes[body])

    def nested(self, scopes):
        """The innermost scope of each token."""
        everything = (-1, len(self.tokens))
        self.scopes = [everything] + sorted(set(scopes), key=lambda scope: (scope[0], -scope[1]))
        scope_of, waiting, stack = [], self.scopes[:0:-1], [everything]
        for i in range(len(self.tokens)):
            while stack[-1][1] < i:
                stack.pop()
            while waiting and waiting[-1][0] == i:
                self.parents[waiting[-1]] = stack[-1]
                stack.append(waiting.pop())
            scope_of.append(stack[-1])
        return scope_of

    def bind(self):
        for i, (kind, piece) in enumerate(self.tokens):
            if piece == '=>' and kind == 'mark':
                if self.piece(i - 1) == ')':
                    self.bind_list(self.opens[i - 1] + 1, self.scope_of[self.opens[i - 1]])
                else:
                    self.bind_list(i - 1, self.scope_of[i - 1])
            elif kind == 'word' and piece in ('const', 'let', 'var'):
                self.bind_list(i + 1, self.scope_of[i])
            elif kind == 'word' and piece == 'function' and self.roles[i + 1 + (self.piece(i + 1) == '*')]:
                self.declared[self.scope_of[i]].add(self.piece(i + 1 + (self.piece(i + 1) == '*')))
        for first, last in self.scopes[1:]:
            before = self.piece(first - 1)
            if self.piece(first) == '(' and before not in ('for', 'await') and self.piece(self.closes[first] + 1) == '{':
                self.bind_list(first + 1, (first, last))

    def bind_list(self, i, scope):
        """Of `a = 1, {b, c: [d] = e} = f, ...g`: a, b, d, g."""
        while self.piece(i) not in CLOSING and i < len(self.tokens):
            i += self.piece(i) == '...' or 3 * (self.piece(i) == '.')
            if self.piece(i) in ('{', '['):
                self.bind_pattern(i, scope)
            elif self.roles[i]:
                self.declared[scope].add(self.piece(i))
            while self.piece(i) not in (',', ';', '', 'of', 'in', '=>') and self.piece(i) not in CLOSING:
                i = self.expression_end(i + 1) if self.piece(i) == '=' else self.closes.get(i, i) + 1
            if self.piece(i) != ',':
                return
            i += 1

    def bind_pattern(self, first, scope):
        if self.piece(first) == '[':
            return self.bind_list(first + 1, scope)
        i = first + 1
        while i < self.closes[first]:
            i = self.closes.get(i, i)  # a computed name
            if self.piece(i + 1) == ':':
                i += 2
            i += 3 * (self.piece(i) == '.')
            if self.piece(i) in ('{', '['):
                self.bind_pattern(i, scope)
            elif self.roles[i]:
                self.declared[scope].add(self.piece(i))
            i = self.expression_end(i) + 1
        return None

    def declaration(self, i):
        """The scope that declares the variable at a token, or None where none does."""
        scope = self.scope_of[i]
        while scope and self.piece(i) not in self.declared[scope]:
            scope = self.parents.get(scope)
        return scope


def short_names():
    first = string.ascii_letters + '$_'
    yield from first
    for a in first:
        for b in first + string.digits:
            yield a + b
    for a in first:
        for b in first + string.digits:
            yield from (a + b + c for c in first)


def renamed(tokens):
    """Variables under short names, in each scope those used most the shortest."""
    tokens = [token for token in tokens]
    solid = [i for i, (kind, _) in enumerate(tokens) if kind not in ('space', 'comment')]
    names = Names([tokens[i] for i in solid])
    uses, short, within = collections.Counter(), {}, collections.defaultdict(set)
    taken = set(KEYWORDS)
    for i, role in enumerate(names.roles):
        if not role:
            continue
        variable = (names.declaration(i), names.piece(i))
        uses[variable] += 1
        if not variable[0]:
            taken.add(names.piece(i))
        scope = variable[0] and names.scope_of[i]
        while scope != variable[0]:
            within[scope].add(variable)
            scope = names.parents[scope]
    for scope in names.scopes:
        used = taken | {short[variable] for variable in within[scope]}
        if names.piece(scope[0] - 1) in (')', '=>'):  # a body may not declare what its parameters do
            used |= {short[names.parents[scope], name] for name in names.declared[names.parents[scope]]}
        free = (name for name in short_names() if name not in used)
        for name in sorted(names.declared[scope], key=lambda name: (-uses[scope, name], name)):
            short[scope, name] = next(free)
    for n, (i, role) in enumerate(zip(solid, names.roles)):
        kind, piece = tokens[i]
        new = short.get((names.declaration(n), piece)) if role else None
        if new:
            tokens[i] = (kind, new if role == 'variable' else piece + ':' + new)
    return tokens


def needs_space(before, after, is_line):
    """Whether what stood apart must stay apart; a line's end may also be what ends a statement."""
    if is_line:
        opens = before[-1] in '{([,;:?=&|<' or before == '=>' or before[-1] in '+-*%' and before not in ('++', '--')
        closes = after[0] in '})],;:?.=&|' or after in ('*', '/', '%')
        return not (opens or closes)
    if before[-1] in '+-' and after[0] == before[-1]:
        return True
    word = r'[\w$\u0080-\U0010ffff]'
    return bool(re.match(word, before[-1]) and re.match(word, after[0])) or before[-1] == '/' == after[0]


def joined(tokens):
    """Declarations that follow one another as one, and no semicolon before a brace."""
    out, statements, keyword, before = [], [''], '', ''
    tokens = [token for token in tokens if token[0] != 'comment']
    solid = [i for i, (kind, _) in enumerate(tokens) if kind != 'space'] + [len(tokens)]
    opened = []
    skip_until = -1
    for n, i in enumerate(solid[:-1]):
        kind, piece = tokens[i]
        after = tokens[solid[n + 1]][1] if solid[n + 1] < len(tokens) else ''
        if n and i > skip_until:
            out += tokens[solid[n - 1] + 1:i]
        if kind in ('open', 'mark') and piece[-1] in '({[':
            opened.append(before)
            statements.append('')
        elif kind in ('close', 'mark') and piece[0] in ')}]':
            keyword = opened.pop()
            statements.pop()
        elif kind == 'word' and piece in ('const', 'let') and before in ('', ';', '{', '}'):
            statements[-1] = piece
        if piece == ';':
            is_empty = before == ')' and keyword in ('if', 'for', 'while', 'with')
            if after and after == statements[-1]:
                out.append(('mark', ','))
                skip_until = solid[n + 1]
                before = ';'
                continue
            statements[-1] = ''
            if after == '}' and not is_empty:
                before = piece
                continue
        before = piece
        if i != skip_until:
            out.append((kind, piece))
    return out


def small_script(text):
    """Without comments, without spaces and lines that say nothing, and with short names."""
    out, before, gap = [], ';', ''
    for kind, piece in joined(renamed(script_tokens(text))):
        if kind == 'space':
            gap = '\n' if '\n' in gap + piece else ' '
            continue
        if gap and needs_space(before, piece, gap == '\n'):
            out.append(gap)
        elif piece[0] == '>' and out[-2:] == [']', ']']:
            out.append(' ')  # ]]> ends the CDATA of an SVG
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


TOKEN_NAME = re.compile(r'token\(([\w-]+)\)')


def token(tokens, theme, name):
    if name in tokens['font']:
        return tokens['font'][name]
    name = name.replace('-', '_')
    colours = dict(tokens[theme]['diff'], **tokens[theme]['role'])
    if name not in colours:
        sys.exit('token(%s): there is no such colour or font' % name)
    return colours[name] if isinstance(colours[name], str) else colours[name][0]


def dark_rules(text, tokens):
    """What has another colour in the dark theme; colours stand in no block of a block."""
    rules = []
    for selector, body in re.findall(r'([^{}]+)\{([^{}]*)\}', re.sub(r'/\*.*?\*/', '', text, flags=re.S)):
        lines = []
        for line in body.split(';'):
            names = [name for name in TOKEN_NAME.findall(line) if name not in tokens['font']]
            if names:
                name = line.split(':', 1)[0].strip()
                lines.append('%s: %s' % ('border-color' if name.startswith('border') else name, token(tokens, 'dark', names[0])))
        if lines:
            rules.append('%s { %s; }\n' % (selector.strip(), '; '.join(lines)))
    return '@media screen and (prefers-color-scheme: dark) {\n%s}' % ''.join(rules)


def themed(text, folder):
    if 'token(' not in text:
        return text
    tokens = tokens_of(folder)
    before, mark, behind = text.partition('/* @dark */')
    text = before + (dark_rules(before, tokens) if mark else '') + behind
    return TOKEN_NAME.sub(lambda m: token(tokens, 'light', m.group(1)), text)


def small_style(text):
    """Without comments; strings stay as they are, spaces where they say something."""
    out = []
    for piece in re.findall(r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'/]+|/""", text, flags=re.S):
        if piece.startswith('/*'):
            continue
        if piece[0] not in '"\'':
            piece = re.sub(r'\s+', ' ', piece)
            piece = re.sub(r' ?([{};,>]) ?', r'\1', piece)
            piece = re.sub(r': (?=[^{}]*(?:[;}]|$))', ':', piece)
            piece = piece.replace(';}', '}')
        out.append(piece)
    return ''.join(out).strip() + '\n'


def style(path, is_small=True):
    text = themed(whole_style(path), os.path.dirname(path))
    return small_style(text) if is_small else text


# ---------------------------------------------------------------- the header

def quoted(text):
    escaped = text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('?', '\\?')
    return '    "%s"' % ''.join(c if ord(c) < 127 else ''.join('\\%03o' % b for b in c.encode()) for c in escaped)


def literal(text):
    lines = text.splitlines(keepends=True)
    return '\n'.join(quoted(line[at:at + 200]) for line in lines for at in range(0, len(line), 200))


def is_page(path):
    return os.path.basename(os.path.dirname(os.path.abspath(path))) in ('page', 'serve', 'analyze')


def packed(path, is_small=True):
    if is_page(path):
        return checked(path, (style if path.endswith('.css') else script)(path, is_small))
    return checked(path, small_script(included(path)) if is_small else included(path))


def checked(path, text):
    for end in (']]>', '</script', '<script', '<!--', '</style'):
        if end in text.lower():
            sys.exit('%s: "%s" would end or change the element that it stands in' % (path, end))
    return text


def constant(name, text):
    return 'static const char ASSET_%s[] =\n%s;' % (name, literal(text))


def digest(name, text):
    return '#define ASSET_%s_HASH "%s"' % (name, base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())


def page_assets(path_js, path_css):
    page, app = (checked(path_css, small_style(part)) for part in whole_style(path_css).split('/* @app */'))
    code = packed(path_js)
    both = base64.b64encode(small_gzip((app + '\0' + code).encode())).decode()
    return [constant('PAGE_CSS', page), digest('PAGE_CSS', page), constant('PAGE_APP', both), digest('APP_CSS', app), digest('APP_JS', code)]


def icon_url(folder):
    """The mark, which is dom.js's `mark`, in the light theme's colours."""
    light = tokens_of(folder)['light']
    bars = [(1, 3, 18, light['heat'][8]), (1, 8, 12, light['heat'][6]), (1, 13, 6, light['heat'][4]), (14, 8, 5, light['role']['border'])]
    rects = ''.join("%%3Crect x='%d' y='%d' width='%d' height='4' rx='1' fill='%s'/%%3E" % (x, y, width, colour.replace('#', '%23'))
                    for x, y, width, colour in bars)
    return "data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%%3E%s%%3C/svg%%3E" % rects


def list_assets(html, js, css):
    """A page of a server that is the same for all: its script and style stand in it as they are."""
    folder = os.path.dirname(html)
    parts = {'icon': icon_url(folder), 'base': packed(os.path.join(folder, '../page/base.css')), 'style': packed(css), 'script': packed(js)}
    text = re.sub(r'<!-- (icon|base|style|script) -->', lambda m: parts[m.group(1)], read(html))
    return [constant('LIST_HTML', text), *(digest(name, parts[part]) for name, part in (('BASE_CSS', 'base'), ('LIST_CSS', 'style'), ('LIST_JS', 'script')))]


def asset(path):
    name, text = re.sub(r'\W', '_', os.path.basename(path)).upper(), packed(path)
    return [constant(name, text), digest(name, text)]


def main():
    if sys.argv[1] == '--print':
        sys.stdout.buffer.write(packed(sys.argv[2], '--plain' not in sys.argv).encode())
        return
    out, files = sys.argv[1], sys.argv[2:]
    parts = ['/* Files that outputs carry, packed at build time. */']
    apart = [path for path in files if os.path.basename(path) in ('app.js', 'page.css')]
    of_list = [path for path in files if os.path.basename(path).startswith('list.')]
    for path in files:
        if path not in apart + of_list:
            parts += asset(path)
    if apart:
        parts += page_assets(*apart)
        parts.append('#define ASSET_ICON "%s"' % icon_url(os.path.dirname(apart[0])))
    if of_list:
        parts += list_assets(*of_list)
    with open(out, 'w', encoding='ascii') as f:
        f.write('\n'.join(parts) + '\n')
    with open(out + '.d', 'w', encoding='utf-8') as f:
        f.write('%s: %s\n' % (out, ' '.join(path.replace(' ', '\\ ') for path in FILES_READ)))


if __name__ == '__main__':
    main()
