#!/usr/bin/env python3
"""Packs the files that outputs carry into a C header.

    pack.py OUT.h FILE...

Each becomes `static const char ASSET_NAME_SUFFIX[]`. A line `// @include NAME`
stands for that file of the same folder, `// @roles NAME...` for colours of tokens.json, light and dark.
Scripts lose indentation, blank lines and lines that are only a comment; nothing else is changed, so
what runs is what stands in the source.
"""
import base64
import hashlib
import json
import os
import re
import sys


def roles(names, folder):
    with open(os.path.join(folder, 'tokens.json'), encoding='utf-8') as f:
        tokens = json.load(f)
    return 'const ROLES = {%s};' % ', '.join(
        "%s: ['%s', '%s']" % (name, tokens['light']['role'][name], tokens['dark']['role'][name]) for name in names)


def included(path):
    with open(path, encoding='utf-8') as f:
        text = f.read()
    here = os.path.dirname(path)
    text = re.sub(r'^// @roles (.+)$', lambda m: roles(m.group(1).split(), here), text, flags=re.M)
    return re.sub(r'^// @include (\S+)$', lambda m: included(os.path.join(here, m.group(1))), text, flags=re.M)


def squeezed(text):
    lines = []
    for line in text.split('\n'):
        line = line.strip()
        if line and not line.startswith('//'):
            lines.append(line)
    text = '\n'.join(lines) + '\n'
    return re.sub(r'/\*\*.*?\*/\n', '', text, flags=re.S)


def literal(text):
    out = []
    for line in text.splitlines(keepends=True):
        escaped = line.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('?', '\\?')
        out.append('    "%s"' % ''.join(c if ord(c) < 127 else ''.join('\\%03o' % b for b in c.encode()) for c in escaped))
    return '\n'.join(out)


def packed(path):
    text = squeezed(included(path))
    if ']]>' in text:
        sys.exit('%s: "]]>" would end its CDATA section' % path)
    return text


def page_asset(path):
    """ASSET_PAGE_JS or _CSS, and its hash as a Content-Security-Policy names it."""
    name, text = 'PAGE_' + path.rsplit('.', 1)[1].upper(), packed(path)
    if re.search('<!--|</(script|style)', text, re.I):
        sys.exit('%s: would end its element' % path)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return ['static const char ASSET_%s[] =\n%s;' % (name, literal(text)), '#define ASSET_%s_HASH "%s"' % (name, digest)]


def main():
    out, files = sys.argv[1], sys.argv[2:]
    parts = ['/* Files that outputs carry, packed at build time. */']
    for path in files:
        if os.path.basename(os.path.dirname(path)) == 'page':
            parts += page_asset(path)
            continue
        name = re.sub(r'\W', '_', os.path.basename(path)).upper()
        parts.append('static const char ASSET_%s[] =\n%s;' % (name, literal(packed(path))))
    with open(out, 'w', encoding='ascii') as f:
        f.write('\n'.join(parts) + '\n')


if __name__ == '__main__':
    main()
