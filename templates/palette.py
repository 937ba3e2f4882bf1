#!/usr/bin/env python3
"""Colour and size tokens of render: made here, proved here.

    palette.py [tokens.json]     write the tokens, print the table of proofs, exit 1 if a rule is broken

tokens.json is committed; tokens.py makes it a C header at each build.

Colours are stated in OKLCH (lightness, chroma, hue), turned to sRGB (chroma reduced until in gamut)
and judged by WCAG 2 contrast, by OKLab distance, by simulated colour blindness and in grey.
Nothing but the Python library is used.
"""
import json
import math
import sys

# ------------------------------------------------------------------ colour science

def oklch_to_linear(L, C, h):
    a, b = C * math.cos(math.radians(h)), C * math.sin(math.radians(h))
    l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (L - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)

def encode(c):
    c = min(1.0, max(0.0, c))
    return 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055

def decode(c):
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

def oklch(L, C, h):
    """'#rrggbb' of the colour, chroma reduced until it exists in sRGB."""
    while C > 0 and not all(-1e-4 <= v <= 1.0001 for v in oklch_to_linear(L, C, h)):
        C -= 0.001
    return '#%02x%02x%02x' % tuple(round(255 * encode(v)) for v in oklch_to_linear(L, max(C, 0), h))

def linear(hexa):
    return tuple(decode(int(hexa[i:i + 2], 16) / 255) for i in (1, 3, 5))

def oklab(lin):
    r, g, b = lin
    l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)

def luminance(lin):
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]

def contrast(a, b):
    x, y = sorted((luminance(linear(a)), luminance(linear(b))))
    return (y + 0.05) / (x + 0.05)

# Machado, Oliveira, Fernandes 2009 (severity 1.0) and, as a second opinion, Vienot, Brettel, Mollon
# 1999 (protan and deutan only); both on linear RGB.
CVD = {
    'protan': ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    'deutan': ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    'protan-v': ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    'deutan-v': ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    'tritan': ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}

KINDS = ('none', 'protan', 'deutan', 'protan-v', 'deutan-v', 'tritan', 'grey')

def simulate(hexa, kind):
    lin = linear(hexa)
    if kind == 'none':
        return lin
    if kind == 'grey':
        return (luminance(lin),) * 3
    return tuple(min(1.0, max(0.0, sum(w * c for w, c in zip(row, lin)))) for row in CVD[kind])

def distance(a, b, kind='none'):
    """100 x OKLab distance: about 2 is just visible side by side, 10 is plainly another colour."""
    p, q = oklab(simulate(a, kind)), oklab(simulate(b, kind))
    return 100 * math.dist(p, q)

def lightness(hexa):
    return oklab(linear(hexa))[0]

# ------------------------------------------------------------------ the tokens

# Eight package hues. 75..120 (yellow) is kept free for the search match.
HUES = (28, 58, 132, 162, 200, 238, 280, 335)
HUE_NAMES = ('coral', 'apricot', 'moss', 'jade', 'teal', 'sky', 'iris', 'orchid')
STEPS = 3

def make(theme):
    light = theme == 'light'
    t = {}
    # Neutrals: one slightly cool grey, 0 = page, 12 = strongest ink.
    ladder = ((0.995, 0.978, 0.958, 0.930, 0.895, 0.845, 0.765, 0.660, 0.560, 0.470, 0.380, 0.285, 0.205) if light else
              (0.195, 0.225, 0.255, 0.290, 0.330, 0.380, 0.450, 0.540, 0.630, 0.720, 0.800, 0.890, 0.965))
    neutral = [oklch(L, 0.003 + 0.007 * math.sin(math.pi * i / 12), 262) for i, L in enumerate(ladder)]
    t['neutral'] = neutral
    n = neutral
    t['role'] = {
        'page': n[0], 'panel': n[1], 'sunken': n[2], 'hairline': n[3], 'border': n[4], 'control_border': n[8] if light else n[7],
        'ink': n[12], 'ink_soft': n[10], 'ink_muted': n[9], 'gap': n[0], 'on_fill': n[12],
        'scrim': '#0d1017', 'tooltip': oklch(0.23, 0.012, 262) if light else oklch(0.93, 0.006, 262),
        'on_tooltip': oklch(0.975, 0.004, 262) if light else oklch(0.20, 0.012, 262),
    }
    # Packages. Colour is earned: the profiled program's own code has the most, libraries less,
    # the runtime is stone. Lightness steps go by function, hue by package.
    L0, dL = ((0.780, 0.0425) if light else (0.492, -0.045))
    fam = {}
    for name, C, lift in (('own', 0.088 if light else 0.096, 0.0),
                          ('dep', 0.066 if light else 0.076, 0.018 if light else -0.016),
                          ('std', 0.046 if light else 0.058, 0.034 if light else -0.026)):
        fam[name] = [[oklch(L0 + lift * 1 + dL * s, C, h) for s in range(STEPS)] for h in HUES]
    t['package'] = fam
    base = L0 + (0.030 if light else -0.036)
    t['system'] = {  # one hue each, three steps
        'runtime': [oklch(base + dL * s, 0.010, 262) for s in range(STEPS)],
        'gc':      [oklch(base + dL * s, 0.030, 62) for s in range(STEPS)],
        'kernel':  [oklch(base - (0.045 if light else -0.030) + dL * s, 0.020, 310) for s in range(STEPS)],
        'unknown': [oklch((0.945 if light else 0.285), 0.004, 262)] * STEPS,
    }
    # Root and fold boxes.
    t['role']['root'] = n[4] if light else n[4]
    t['role']['small_fill'], t['role']['small_hatch'] = n[2], (n[6] if light else n[6])
    t['role']['dim_fill'], t['role']['dim_ink'] = (n[3] if light else n[2]), n[9]
    # Heat: nine steps, lightness monotone, amber to brick; 0 is "nothing here".
    N = 9
    if light:
        t['heat'] = [oklch(0.972 - 0.262 * (i / (N - 1)) ** 1.05, 0.008 + 0.150 * (i / (N - 1)) ** 0.9, 72 - 34 * i / (N - 1)) for i in range(N)]
    else:
        t['heat'] = [oklch(0.275 + 0.265 * (i / (N - 1)) ** 0.95, 0.010 + 0.118 * (i / (N - 1)) ** 0.9, 66 - 30 * i / (N - 1)) for i in range(N)]
    t['role']['heat_line'] = oklch(0.560, 0.165, 38) if light else oklch(0.690, 0.150, 45)   # hot edge, bar, spark
    # Diff: less = blue and lighter, more = orange-red and heavier; noise = grey. Four steps a side.
    if light:
        less = [oklch(0.915 - 0.030 * i, 0.032 + 0.020 * i, 245) for i in range(4)]
        more = [oklch(0.880 - 0.048 * i, 0.050 + 0.028 * i, 54 - 5 * i) for i in range(4)]
    else:
        less = [oklch(0.330 + 0.022 * i, 0.045 + 0.022 * i, 250) for i in range(4)]
        more = [oklch(0.370 + 0.052 * i, 0.055 + 0.026 * i, 48 - 4 * i) for i in range(4)]
    t['diff'] = {'noise': oklch(0.925, 0.004, 262) if light else oklch(0.285, 0.006, 262), 'less': less, 'more': more,
                 'less_ink': oklch(0.430, 0.125, 252) if light else oklch(0.800, 0.090, 245),
                 'less_mark': oklch(0.380, 0.110, 252) if light else oklch(0.860, 0.070, 245), 'more_mark': oklch(0.400, 0.125, 38) if light else oklch(0.900, 0.060, 60),
                 'more_ink': oklch(0.470, 0.150, 38) if light else oklch(0.800, 0.115, 55)}
    for side in ('less', 'more'):      # the hatch that says the sign again: same hue, a step heavier
        hue = {'less': 248, 'more': 42}[side]
        t['diff'][side + '_line'] = [oklch(lightness(c) + (-0.065 if light else -0.058), 0.040 + 0.020 * i, hue) for i, c in enumerate(t['diff'][side])]
    t['role'].update({
        'match': oklch(0.890, 0.145, 97) if light else oklch(0.840, 0.160, 96),
        'on_match': oklch(0.205, 0.012, 262),
        'match_line': oklch(0.560, 0.118, 85) if light else n[0],
        'select_on_match': oklch(0.420, 0.190, 264) if light else oklch(0.330, 0.170, 264),
        'accent': oklch(0.500, 0.170, 264) if light else oklch(0.760, 0.110, 262),
        'on_accent': oklch(0.995, 0.0, 0) if light else oklch(0.190, 0.020, 262),
        'accent_soft': oklch(0.945, 0.026, 264) if light else oklch(0.310, 0.050, 264),
        'select': oklch(0.420, 0.190, 264) if light else oklch(0.900, 0.060, 262),
        'same': oklch(0.480, 0.175, 264) if light else oklch(0.810, 0.095, 262),
        'hover': n[12], 'focus': oklch(0.500, 0.190, 264) if light else oklch(0.800, 0.110, 262),
        'focus_halo': n[0], 'inline': n[9] if light else n[11], 'link': oklch(0.480, 0.165, 262) if light else oklch(0.780, 0.100, 260),
        'edge': n[7] if light else n[7], 'edge_weak': n[6] if light else n[5],
        'ok': oklch(0.500, 0.125, 152) if light else oklch(0.780, 0.130, 155),
        'warn': oklch(0.530, 0.115, 75) if light else oklch(0.830, 0.125, 85),
        'bad': oklch(0.520, 0.185, 28) if light else oklch(0.760, 0.130, 25),
        'warn_soft': oklch(0.960, 0.040, 88) if light else oklch(0.300, 0.045, 80),
        'bad_soft': oklch(0.950, 0.028, 25) if light else oklch(0.300, 0.060, 25),
    })
    return t

# FNV-1a over the UTF-8 bytes: three lines of C, the same everywhere.
def fnv1a(text):
    h = 0x811c9dc5
    for b in text.encode():
        h = (h ^ b) * 0x01000193 & 0xffffffff
    return h

def mix(h):                       # murmur3's finaliser: FNV's low bits alone are uneven
    h ^= h >> 16; h = h * 0x85ebca6b & 0xffffffff
    h ^= h >> 13; h = h * 0xc2b2ae35 & 0xffffffff
    return h ^ h >> 16

def pick(package, function, family):
    """(family, hue 0..7, step 0..2): the rule that src/draw/palette.c repeats."""
    step = mix(fnv1a(function)) % STEPS
    if family in ('runtime', 'gc', 'kernel', 'unknown'):
        return family, 0, step
    return family, mix(fnv1a(package)) % len(HUES), step

# ------------------------------------------------------------------ the proofs

def prove(theme, t):
    r, rows = t['role'], []
    def least(rule, need, pairs):
        worst, who = min(pairs)
        rows.append((theme, rule, need, worst, who, worst >= need - 1e-9))
    fills = {}
    for fam, hues in t['package'].items():
        for i, steps in enumerate(hues):
            for s, c in enumerate(steps):
                fills['%s.%s.%d' % (fam, HUE_NAMES[i], s)] = c
    for fam, steps in t['system'].items():
        for s, c in enumerate(steps):
            fills['%s.%d' % (fam, s)] = c
    for i, c in enumerate(t['heat']):
        fills['heat.%d' % i] = c
    for side in ('less', 'more'):
        for i, c in enumerate(t['diff'][side]):
            fills['diff.%s.%d' % (side, i)] = c
        for i, c in enumerate(t['diff'][side + '_line']):
            fills['diff.%s_line.%d' % (side, i)] = c
    fills.update({'diff.noise': t['diff']['noise'], 'root': r['root'], 'small': r['small_fill']})
    least('text on every fill (on_fill)', 4.5, [(contrast(r['on_fill'], c), k) for k, c in fills.items()])
    least('text on match', 4.5, [(contrast(r['on_match'], r['match']), 'match')])
    least('dimmed text on dimmed fill', 4.5, [(contrast(r['dim_ink'], r['dim_fill']), 'dim')])
    grounds = ('page', 'panel', 'sunken')
    for ink in ('ink', 'ink_soft', 'ink_muted', 'link', 'ok', 'warn', 'bad', 'accent'):
        least('%s on page, panel, sunken' % ink, 4.5, [(contrast(r[ink], r[g]), g) for g in grounds])
    least('diff inks on page, panel, sunken', 4.5, [(contrast(t['diff'][k], r[g]), k + '/' + g) for g in grounds for k in ('less_ink', 'more_ink')])
    least('diff inks on noise', 4.5, [(contrast(t['diff'][k], t['diff']['noise']), k) for k in ('less_ink', 'more_ink')])
    least('text on accent', 4.5, [(contrast(r['on_accent'], r['accent']), 'accent')])
    least('text on accent_soft, warn_soft, bad_soft', 4.5, [(contrast(r['ink'], r[k]), k) for k in ('accent_soft', 'warn_soft', 'bad_soft')])
    least('ink_soft, ink_muted, link on accent_soft', 4.5, [(contrast(r[k], r['accent_soft']), k) for k in ('ink_soft', 'ink_muted', 'link')])
    least('table bar: flat against cum, cum against track (x100 lightness)', 5.0, [(100 * abs(lightness(x) - lightness(y)), n2) for x, y, n2 in ((r['heat_line'], t['heat'][4], 'flat/cum'), (t['heat'][4], r['sunken'], 'cum/track'))])
    least('text on tooltip', 7.0, [(contrast(r['on_tooltip'], r['tooltip']), 'tooltip')])
    least('control border, focus, hot line on page (3:1)', 3.0, [(contrast(r[k], r[g]), k) for g in ('page', 'panel') for k in ('control_border', 'focus', 'heat_line')])
    least('edge of a call graph on page', 2.3, [(contrast(r['edge'], r['page']), 'edge')])
    boxes = {k: c for k, c in fills.items() if not k.startswith(('heat.0', 'heat.1', 'heat.2', 'unknown', 'small', 'diff.noise', 'diff.less.0'))}
    least('select ring on every package fill (3:1)', 3.0, [(contrast(r['select'], c), k) for k, c in fills.items() if k.split('.')[0] in ('own', 'dep', 'std', 'runtime', 'gc', 'kernel')])
    pk = [(k, c) for k, c in fills.items() if k.split('.')[0] in ('own', 'dep', 'std', 'runtime', 'gc', 'kernel')]
    least('same-function ring on every package fill (3:1)', 3.0, [(contrast(r['same'], c), k) for k, c in pk])
    least('inline mark on every package fill (3:1)', 3.0, [(contrast(r['inline'], c), k) for k, c in pk])
    least('hover line on every package fill (3:1)', 3.0, [(contrast(r['hover'], c), k) for k, c in pk])
    least('text on the hatch of small frames', 4.5, [(contrast(r['on_fill'], r['small_hatch']), 'small_hatch')])
    least('diff marks (gone, new) on page and ends (3:1)', 3.0, [(contrast(t['diff'][k + '_mark'], c), k) for k in ('less', 'more') for c in (r['page'], t['diff'][k][3])])
    least('every fill against the gap (x100 OKLab)', 6.0 if theme == 'light' else 6.0, [(distance(c, r['gap']), k) for k, c in boxes.items()])
    for kind in KINDS:
        least('steps of one hue, %s' % kind, 3.0,
              [(distance(st[i], st[i + 1], kind), '%s.%s' % (f, HUE_NAMES[h])) for f, hs in t['package'].items() for h, st in enumerate(hs) for i in range(2)])
    least('neighbouring hues of own code', 4.0, [(distance(t['package']['own'][i][0], t['package']['own'][(i + 1) % 8][0]), HUE_NAMES[i]) for i in range(8)])
    least('own code against runtime (chroma shows)', 5.0, [(distance(t['package']['own'][i][s], c), HUE_NAMES[i]) for i in range(8) for s in range(3) for c in t['system']['runtime']])
    least('match against every package fill', 8.0, [(distance(r['match'], c), k) for k, c in fills.items() if k.split('.')[0] in ('own', 'dep', 'std', 'runtime', 'gc', 'kernel')])
    least('match against dimmed, colour', 12.0, [(distance(r['match'], r['dim_fill'], k), k) for k in KINDS[:5]])
    least('match fill or its outline on dimmed (tritan, grey)', 3.0, [(max(contrast(r['match_line'], r['dim_fill']), contrast(r['match'], r['dim_fill'])), 'match')])
    least('select ring on a match (3:1)', 3.0, [(contrast(r['select_on_match'], r['match']), 'select_on_match')])
    heat = [lightness(c) for c in t['heat']]
    sign = -1 if theme == 'light' else 1
    least('heat steps, monotone lightness (x100)', 1.8, [(100 * sign * (b - a), 'heat.%d' % i) for i, (a, b) in enumerate(zip(heat, heat[1:]))])
    d = t['diff']
    for kind in KINDS:
        least('diff ends apart, %s' % kind, 9.0, [(distance(d['less'][3], d['more'][3], kind), 'ends')])
        least('diff step 1+ apart from the other side, %s' % kind, 3.0, [(distance(d['less'][i], d['more'][i], kind), 'step %d' % i) for i in range(1, 4)])
        least('diff step 1+ apart from noise, %s' % kind, 2.5, [(distance(d[s][i], d['noise'], kind), '%s.%d' % (s, i)) for s in ('less', 'more') for i in range(1, 4)])
    return rows

def spread():
    """How even the hash is over package names of real programs."""
    names = ('encoding/json runtime net/http net reflect sync bufio fmt strconv regexp regexp/syntax sort strings bytes io os '
             'crypto/tls crypto/sha256 compress/flate context time syscall internal/poll math/big html/template text/template '
             'go/types go/ast go/parser cmd/compile/internal/ssa cmd/compile/internal/ir github.com/x/y google.golang.org/grpc main').split()
    count = [0] * len(HUES)
    for n in names:
        count[mix(fnv1a(n)) % len(HUES)] += 1
    return count, len(names)

def main():
    tokens = {'version': 1, 'hues': dict(zip(HUE_NAMES, HUES)), 'light': make('light'), 'dark': make('dark'),
              'size': {
                  'unit': 4, 'gap': 1, 'radius_box': 2, 'radius_control': 6, 'radius_panel': 6,
                  'row': 18, 'row_coarse': 32, 'label_base': 13, 'label_inset': 5, 'label_end_inset': 4, 'label_min_box': 24, 'label_safe_factor': 1.12,
                  'ellipsis_min_chars': 7, 'share_min_box_part': 0.10, 'share_clear': 80, 'small_box_min': 3, 'draw_min': 2.4, 'round_min_box': 6,
                  'hatch_period': 6, 'hatch_line': 1.5, 'diff_hatch_period': 8, 'diff_hatch_line': 2, 'diff_mark': 1.5, 'diff_mark_dash': [3, 2],
                  'inline_x': 1.5, 'inline_line': 1.5, 'inline_dash': [1.5, 2], 'ring': 2, 'ring_same': 1.5, 'ring_hover': 1, 'match_line': 1,
                  'svg_base_width': 1280, 'svg_pad': 16, 'svg_title_base': 34, 'svg_facts_base': 54, 'svg_legend_top': 70, 'svg_search_top': 68, 'svg_search_height': 26, 'svg_search_width': 300,
                  'svg_flame_top': 104, 'svg_flame_top_diff': 118, 'svg_status': 34, 'svg_tiers': [360, 480, 640, 900, 1200], 'swatch': 12, 'swatch_gap': 6, 'legend_gap': 18,
                  'header': 48, 'bar': 40, 'control': 28, 'control_coarse': 36, 'tab': 36, 'tab_coarse': 40, 'crumb': 32, 'minimap': 40, 'detail': 320, 'status': 28,
                  'table_row': 28, 'table_bar': 104, 'table_bar_height': 8, 'tooltip_max': 340, 'tooltip_offset': 6, 'icon': 16, 'icon_line': 1.5, 'narrow': 760},
              'graph': {
                  'pad': 24, 'node_pad_x': 12, 'node_pad_y': 9, 'node_radius': 5, 'node_min_text': 72, 'over': 11, 'numbers': 12, 'name_min': 13, 'name_max': 24, 'name_rule': 'max(name_min, pprof font size)',
                  'bar': 3.5, 'node_line': 1, 'node_line_hot': 1.5, 'edge_min': 1, 'edge_per_total': 6, 'arrow_length': '6 + w', 'arrow_half': '3 + 0.75 w', 'residual_dash': ['3 + 2 w', '2.5 + w'],
                  'edge_label': 11, 'edge_label_min_share': 0.004, 'edge_label_halo': 4, 'node_gap': 20, 'rank_gap': 44, 'hot_min_share': 0.05},
              'font': {'ui': 13, 'small': 12, 'tiny': 11, 'label': 12, 'floor': 9, 'h1': 18, 'h2': 15, 'figure': 22, 'line': 1.4, 'regular': 400, 'strong': 600,
                       'sans': 'Inter, "Segoe UI", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Noto Sans", Roboto, "DejaVu Sans Condensed", sans-serif',
                       'mono': 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
                       'features': 'tnum 1, calt 0', 'paper': 'Inter'},
              'pdf': {'body': 9.5, 'small': 8, 'answer': 13, 'h1': 20, 'h2': 13, 'h3': 10.5, 'figure': 18, 'figure_label': 7.5, 'figure_label_floor': 6, 'leading': 1.4,
                      'margin_x': 48, 'head_base': 36, 'first_base': 84, 'foot_base_from_bottom': 30, 'text_bottom_from_bottom': 52, 'grid': 4, 'space_before_h2': 34, 'space_after_h2': 8,
                      'table_row': 16, 'rule': 0.6, 'hairline': 0.4, 'flame_row': 12.5, 'flame_gap': 0.6, 'flame_radius': 1, 'draw_min': 1.2, 'answer_bar': 2.5},
              'motion': {'hover_ms': 0, 'state_ms': 120, 'zoom_ms': 140, 'ease': 'cubic-bezier(.2,0,0,1)'}}
    rows = prove('light', tokens['light']) + prove('dark', tokens['dark'])
    print('%-6s %-64s %7s %7s  %-22s' % ('theme', 'rule', 'need', 'worst', 'worst at'))
    for theme, rule, need, worst, who, ok in rows:
        print('%-6s %-64s %7.2f %7.2f  %-22s %s' % (theme, rule, need, worst, who, 'ok' if ok else 'BROKEN'))
    count, n = spread()
    print('hash spread of %d package names over %d hues: %s' % (n, len(HUES), count))
    broken = sum(not row[5] for row in rows)
    print('%d rules, %d broken' % (len(rows), broken))
    if len(sys.argv) > 1 and not broken:
        with open(sys.argv[1], 'w') as f:
            json.dump(tokens, f, indent=1)
            f.write('\n')
    return 1 if broken else 0

if __name__ == '__main__':
    sys.exit(main())
