#!/usr/bin/env python3
"""Design tokens as a C header.

    tokens.py tokens.json OUT.h

Every name follows from the path in tokens.json, in capitals after TOKEN_; `size` is left out of it:

    size.row              #define TOKEN_ROW 18
    size.svg_tiers        #define TOKEN_SVG_TIERS {360, 480, ...}, and TOKEN_SVG_TIERS_COUNT
    graph.pad, pdf.body   #define TOKEN_GRAPH_PAD 24, #define TOKEN_PDF_BODY 9.5
    font.sans             #define TOKEN_FONT_SANS "Inter, ..."
    hues.coral            TOKEN_HUE_CORAL of enum token_hue, and TOKEN_HUE_COUNT
    <theme>.role.page     TOKEN_ROLE[theme][TOKEN_ROLE_PAGE], with enum token_role
    <theme>.package.own   TOKEN_PACKAGE[theme][TOKEN_PACKAGE_OWN][hue][step], enum token_package
    <theme>.system.gc     TOKEN_SYSTEM[theme][TOKEN_SYSTEM_GC][step], with enum token_system
    <theme>.heat          TOKEN_HEAT[theme][step], and TOKEN_HEAT_COUNT
    <theme>.diff.less     TOKEN_DIFF_LESS[theme][step], and TOKEN_DIFF_LESS_COUNT
    <theme>.diff.noise    TOKEN_DIFF_NOISE[theme]

Themes are TOKEN_LIGHT and TOKEN_DARK; colours are numbers 0xRRGGBB. Sizes are written as they are
in tokens.json, so whole ones are of type int: a quotient of two needs a cast.
"""
import json
import re
import sys

THEMES = ('light', 'dark')


class Header:
    """Lines of the header; refuses a name that is already taken."""

    def __init__(self):
        self.lines, self.names = [], set()

    def name(self, *path):
        result = '_'.join(('TOKEN',) + path).upper()
        if not re.fullmatch(r'[A-Z][A-Z0-9_]*', result) or result in self.names:
            sys.exit('tokens.py: %s: not a name, or there twice' % result)
        self.names.add(result)
        return result

    def define(self, value, *path):
        self.lines.append('#define %s %s' % (self.name(*path), value))

    def enum(self, tag, keys):
        self.lines.append('enum token_%s {' % tag)
        self.lines += ['    %s,' % self.name(tag, key) for key in keys]
        self.lines += ['    %s,' % self.name(tag, 'count'), '};']

    def colours(self, values, *path):
        sizes = ''.join('[%d]' % n for n in shape(values))
        self.lines.append('static const uint32_t %s%s = {' % (self.name(*path), sizes))
        self.lines += ['    %s,' % initialiser(value) for value in values]
        self.lines.append('};')


def shape(value):
    """Lengths of nested lists, outermost first; every branch must have the same."""
    if not isinstance(value, list):
        return ()
    inner = {shape(item) for item in value}
    if len(inner) != 1:
        sys.exit('tokens.py: the themes differ in shape')
    return (len(value),) + inner.pop()


def initialiser(value):
    if isinstance(value, list):
        return '{%s}' % ', '.join(initialiser(item) for item in value)
    if isinstance(value, str) and re.fullmatch('#[0-9a-f]{6}', value):
        return '0x' + value[1:]
    if isinstance(value, str):
        return '"%s"' % value.replace('\\', '\\\\').replace('"', '\\"')
    return repr(value)


def write_values(header, group, values):
    """Sizes, fonts and the like: one #define each."""
    prefix = () if group == 'size' else (group,)
    for key, value in values.items():
        header.define(initialiser(value), *prefix, key)
        if isinstance(value, list):
            header.define(len(value), *prefix, key, 'count')


def write_colours(header, group, themes):
    """One group of colours, given once for each theme."""
    if any(isinstance(theme, dict) and list(theme) != list(themes[0]) for theme in themes):
        sys.exit('tokens.py: %s: the themes differ in their names' % group)
    if isinstance(themes[0], list):
        header.colours(themes, group)
        header.define(len(themes[0]), group, 'count')
    elif len({shape(value) for value in themes[0].values()}) == 1:
        header.enum(group, themes[0])
        header.colours([list(theme.values()) for theme in themes], group)
    else:
        for key, value in themes[0].items():
            header.colours([theme[key] for theme in themes], group, key)
            if isinstance(value, list):
                header.define(len(value), group, key, 'count')


def header_text(tokens):
    header = Header()
    header.lines += ['/* Colours and sizes, written from tokens.json at build time. */',
                     '#ifndef TOKENS_H', '#define TOKENS_H', '', '#include <stdint.h>', '',
                     'enum { %s };' % ', '.join(header.name(theme) for theme in THEMES)]
    header.enum('hue', tokens['hues'])
    header.define(len(tokens['light']['package']['own'][0]), 'step', 'count')
    for group in tokens['light']:
        header.lines.append('')
        write_colours(header, group, [tokens[theme][group] for theme in THEMES])
    for group, values in tokens.items():
        if isinstance(values, dict) and group not in THEMES + ('hues',):
            header.lines.append('')
            write_values(header, group, values)
    return '\n'.join(header.lines + ['', '#endif', ''])


def main():
    if len(sys.argv) != 3:
        sys.exit('usage: tokens.py tokens.json OUT.h')
    with open(sys.argv[1], encoding='utf-8') as f:
        text = header_text(json.load(f))
    with open(sys.argv[2], 'w', encoding='utf-8', newline='\n') as f:
        f.write(text)


if __name__ == '__main__':
    main()
