#!/usr/bin/env python3
"""Widths of the characters of Inter, for layouts that cannot ask a font.

    widths.py                     read the installed face, write inter.def beside this script
    widths.py --check [--strict]  compare inter.def with the installed face and warn where they
                                  differ; with --strict a difference is a failure (exit 1)
    --fonts DIR                   where Inter-Regular.otf and Inter-SemiBold.otf lie

Without fontTools or the face nothing can be said: a message, and exit 0 under --check.
"""
import argparse
import os
import sys

try:
    from fontTools.ttLib import TTFont
except ImportError:
    TTFont = None

FONTS = '/usr/share/fonts/opentype/inter'
FACES = ('Inter-Regular.otf', 'Inter-SemiBold.otf')
TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'inter.def')

# What is measured, as far as the face has it; marks that combine are left to CLASSES.
MEASURED = (
    (0x0020, 0x024f),  # Latin
    (0x0370, 0x03ff),  # Greek
    (0x0400, 0x052f),  # Cyrillic
    (0x1e00, 0x1eff),  # Latin with two marks
    (0x2000, 0x23ff),  # punctuation, signs, currency, arrows, operators, keys
    (0x25a0, 0x26ff),  # shapes, symbols
    (0x2713, 0x2717),  # check marks
)

# What is assumed of the rest, in thousandths of an em: nothing for what has no width of its own,
# a square for East Asian and pictures, and a little more than the mean letter for all others.
CLASSES = (
    (0x0300, 0x036f, 0),     # combining marks
    (0x0483, 0x0489, 0),
    (0x0591, 0x05bd, 0),     # Hebrew points
    (0x0610, 0x061a, 0),     # Arabic marks
    (0x064b, 0x065f, 0),
    (0x1100, 0x115f, 1000),  # Hangul
    (0x1160, 0x11ff, 0),     # its vowels and finals, joined to what comes before
    (0x1ab0, 0x1aff, 0),
    (0x1dc0, 0x1dff, 0),
    (0x200b, 0x200f, 0),     # joiners, direction marks
    (0x202a, 0x202e, 0),
    (0x2060, 0x206f, 0),
    (0x20d0, 0x20ff, 0),
    (0x2e80, 0x303e, 1000),  # radicals, CJK punctuation
    (0x3041, 0x33ff, 1000),  # kana
    (0x3400, 0x4dbf, 1000),  # CJK
    (0x4e00, 0xa4cf, 1000),  # CJK, Yi
    (0xa960, 0xa97f, 1000),
    (0xac00, 0xd7a3, 1000),  # Hangul syllables
    (0xf900, 0xfaff, 1000),
    (0xfe00, 0xfe0f, 0),     # variation selectors
    (0xfe20, 0xfe2f, 0),
    (0xfe30, 0xfe6f, 1000),
    (0xfeff, 0xfeff, 0),
    (0xff00, 0xff60, 1000),  # full width
    (0xffe0, 0xffe6, 1000),
    (0xfffd, 0xfffd, 1000),  # what stands for invalid text; the face lacks it
    (0x16fe0, 0x18aff, 1000),
    (0x1b000, 0x1b2ff, 1000),
    (0x1f000, 0x1f3fa, 1000),  # pictures
    (0x1f3fb, 0x1f3ff, 0),     # skin tones, part of the picture before
    (0x1f400, 0x1faff, 1000),
    (0x20000, 0x3fffd, 1000),  # CJK
    (0xe0000, 0xe01ef, 0),     # tags, variation selectors
)
OTHER = 640

HEAD = '''\
/* Widths of %s (%s), calt off, tnum on, without kerning.
 * Written by fonts/widths.py; not to be edited.
 *
 * FONT_UNITS(units)                     units of one em; every width is in them
 * FONT_WIDTH(point, regular, semibold)  measured, ascending; the first 95 rows are U+0020 to U+007E
 * FONT_RUN(first, last, row)            rows without a gap between their points, ascending; row is the first one's
 * FONT_CLASS(first, last, width)        assumed where there is no such row, ascending
 * FONT_OTHER(width)                     assumed of all others */
#ifndef FONT_UNITS
#define FONT_UNITS(units)
#endif
#ifndef FONT_WIDTH
#define FONT_WIDTH(point, regular, semibold)
#endif
#ifndef FONT_RUN
#define FONT_RUN(first, last, row)
#endif
#ifndef FONT_CLASS
#define FONT_CLASS(first, last, width)
#endif
#ifndef FONT_OTHER
#define FONT_OTHER(width)
#endif
'''

TAIL = '''\
#undef FONT_UNITS
#undef FONT_WIDTH
#undef FONT_RUN
#undef FONT_CLASS
#undef FONT_OTHER
'''


def single_substitutions(font, feature):
    """Glyph name to glyph name, by the one-to-one lookups of a feature."""
    table, result = font['GSUB'].table, {}
    wanted = {i for r in table.FeatureList.FeatureRecord if r.FeatureTag == feature
              for i in r.Feature.LookupListIndex}
    for index in sorted(wanted):
        for sub in table.LookupList.Lookup[index].SubTable:
            sub = getattr(sub, 'ExtSubTable', sub)
            if sub.LookupType == 1:
                for old, new in sub.mapping.items():
                    result.setdefault(old, new)
    return result


def runs(points):
    """[first, last, index of the first] of numbers without a gap."""
    found = []
    for index, point in enumerate(points):
        if found and point == found[-1][1] + 1:
            found[-1][1] = point
        else:
            found.append([point, point, index])
    return found


def measure(path):
    """(units per em, version text, {code point: width}) of a face."""
    font = TTFont(path)
    tabular, metrics, glyphs = single_substitutions(font, 'tnum'), font['hmtx'], font.getBestCmap()
    widths = {}
    for first, last in MEASURED:
        for point in range(first, last + 1):
            if point in glyphs and not any(f <= point <= l and w == 0 for f, l, w in CLASSES):
                name = glyphs[point]
                widths[point] = metrics[tabular.get(name, name)][0]
    return font['head'].unitsPerEm, font['name'].getDebugName(5), widths


def table_text(folder):
    faces = [measure(os.path.join(folder, name)) for name in FACES]
    (units, version, regular), (units2, _, semibold) = faces
    if units != units2 or set(regular) != set(semibold):
        sys.exit('widths.py: the two faces are not of one family')
    if sorted(regular)[:95] != list(range(0x20, 0x7f)):
        sys.exit('widths.py: the face lacks some of ASCII')
    lines = [HEAD % ('Inter Regular and SemiBold', version.split(';')[0]), 'FONT_UNITS(%d)' % units]
    for point in sorted(regular):
        shown = chr(point) if 0x21 <= point < 0x7f and chr(point) not in '*/\\' else ''
        lines.append('FONT_WIDTH(0x%04x, %d, %d)%s' % (point, regular[point], semibold[point],
                                                       shown and ' /* %s */' % shown))
    lines += ['FONT_RUN(0x%04x, 0x%04x, %d)' % tuple(run) for run in runs(sorted(regular))]
    lines += ['FONT_CLASS(0x%04x, 0x%04x, %d)' % (first, last, round(width * units / 1000))
              for first, last, width in CLASSES]
    lines += ['FONT_OTHER(%d)' % round(OTHER * units / 1000), TAIL]
    return '\n'.join(lines)


def missing(folder):
    """Why the face cannot be read; None if it can."""
    if TTFont is None:
        return 'fontTools is not installed (Debian package python3-fonttools)'
    for name in FACES:
        if not os.path.exists(os.path.join(folder, name)):
            return '%s is not in %s (Debian package fonts-inter)' % (name, folder)
    return None


def check(folder):
    """Differing lines of the committed table and the installed face."""
    with open(TABLE, encoding='ascii') as f:
        committed = f.read()
    fresh = table_text(folder)
    if committed == fresh:
        return []
    old, new = set(committed.splitlines()), set(fresh.splitlines())
    return sorted(['-' + line for line in old - new] + ['+' + line for line in new - old])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--strict', action='store_true')
    parser.add_argument('--fonts', default=FONTS)
    options = parser.parse_args()
    why = missing(options.fonts)
    if why:
        print('widths.py: %s; nothing %s' % (why, 'compared' if options.check else 'written'))
        return 0 if options.check else 1
    if not options.check:
        with open(TABLE, 'w', encoding='ascii', newline='\n') as f:
            f.write(table_text(options.fonts))
        return 0
    lines = check(options.fonts)
    if lines:
        print('widths.py: warning: inter.def and the installed face differ, %d lines:' % len(lines))
        print('\n'.join('  ' + line for line in lines[:20]))
    else:
        print('widths.py: inter.def is what the installed face says')
    return 1 if lines and options.strict else 0


if __name__ == '__main__':
    sys.exit(main())
