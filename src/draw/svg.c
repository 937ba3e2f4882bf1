/* The style sheet and the numbers of SVG pictures. */
#include "draw/svg.h"
#include "base/number.h"
#include "base/sink.h"

static void trimmed_number(struct sink *sink, double value, int digits)
{
    struct number_text text = number_fixed(value, digits);
    struct str number = number_str(&text);
    while (str_ends(number, STR("0")))
        number.size--;
    if (str_ends(number, STR(".")))
        number.size--;
    sink_text(sink, str_equal(number, STR("-0")) ? STR("0") : number);
}

void svg_percent(struct sink *sink, double percent)
{
    trimmed_number(sink, percent, 3);
    sink_char(sink, '%');
}

void svg_number(struct sink *sink, double value)
{
    trimmed_number(sink, value, 2);
}

/* ---------------------------------------------------------------- fills */

enum {
    HUED = 3 * TOKEN_HUE_COUNT * TOKEN_STEP_COUNT,
    PLAIN = 4 * TOKEN_STEP_COUNT,
    HEAT = HUED + PLAIN,
    /* Of differences: fills, the hatches on them, inks, marks. */
    TONE = HEAT + TOKEN_HEAT_COUNT,
    TONE_LINE = TONE + 2 * SVG_TONES + 1,
    TONE_INK = TONE_LINE + 2 * SVG_TONES,
    TONE_MARK = TONE_INK + 2,
    TONE_EDGE = TONE_MARK + 2,
    FILLS = TONE_EDGE + 2 * SVG_TONES
};

_Static_assert((int)FILLS <= (int)SVG_FILLS, "a number for each fill");
_Static_assert(TOKEN_DIFF_LESS_COUNT == SVG_TONES && TOKEN_DIFF_MORE_COUNT == SVG_TONES, "steps");

static const char FAMILY_LETTERS[PALETTE_FAMILIES] = {'o', 'd', 's', 'r', 'g', 'k', 'u'};

unsigned svg_fill_of(struct palette_pick pick)
{
    if (pick.family <= PALETTE_STD)
        return ((unsigned)pick.family * TOKEN_HUE_COUNT + pick.hue) * TOKEN_STEP_COUNT + pick.step;
    return HUED + ((unsigned)pick.family - PALETTE_RUNTIME) * TOKEN_STEP_COUNT + pick.step;
}

unsigned svg_fill_of_heat(double share)
{
    double clipped = share > 0 ? share < 1 ? share : 1 : 0;
    return HEAT + (unsigned)(8 * number_pow(clipped, 0.8) + 0.5);
}

/* Noise, then the steps of less, then those of more. */
static unsigned tone_place(int tone)
{
    return tone < 0 ? (unsigned)-tone : tone > 0 ? (unsigned)(SVG_TONES + tone) : 0;
}

unsigned svg_fill_of_tone(int tone)
{
    return TONE + tone_place(tone);
}

unsigned svg_line_of_tone(int tone)
{
    return TONE_LINE + tone_place(tone) - 1;
}

unsigned svg_ink_of_tone(int tone)
{
    return TONE_INK + (tone > 0);
}

unsigned svg_mark_of_tone(int tone)
{
    return TONE_MARK + (tone > 0);
}

unsigned svg_edge_of_tone(int tone)
{
    return TONE_EDGE + tone_place(tone ? tone : -1) - 1;
}

/* "l0" to "l3", "m0" to "m3", "nz"; of lines "lh0" and so on; "li" and "mi" are inks, "lo" and "mo"
 * outlines. */
static void put_tone_name(struct sink *sink, unsigned fill)
{
    static const struct str OTHERS[] = {STR_INIT("li"), STR_INIT("mi"), STR_INIT("lo"),
                                        STR_INIT("mo")};
    if (fill >= TONE_EDGE) {
        unsigned place = fill - TONE_EDGE;
        sink_print(sink, "%ce%u", place < SVG_TONES ? 'l' : 'm', place % SVG_TONES);
        return;
    }
    if (fill >= TONE_INK || fill == TONE) {
        sink_text(sink, fill == TONE ? STR("nz") : OTHERS[fill - TONE_INK]);
        return;
    }
    bool is_line = fill >= TONE_LINE;
    unsigned place = fill - (is_line ? TONE_LINE : TONE + 1);
    sink_print(sink, "%c%s%u", place < SVG_TONES ? 'l' : 'm', is_line ? "h" : "",
               place % SVG_TONES);
}

/* From the colour of other lines to that of words. */
static uint32_t edge_color(enum palette_theme theme, unsigned place)
{
    static const unsigned PARTS[SVG_TONES] = {9, 12, 14, 16}; /* of 16 */
    uint32_t ink = (place < SVG_TONES ? TOKEN_DIFF_LESS_INK : TOKEN_DIFF_MORE_INK)[theme];
    uint32_t plain = palette_role(theme, TOKEN_ROLE_EDGE), mixed = 0;
    unsigned part = PARTS[place % SVG_TONES];
    for (int shift = 16; shift >= 0; shift -= 8)
        mixed = mixed << 8 |
                ((plain >> shift & 0xff) * (16 - part) + (ink >> shift & 0xff) * part + 8) / 16;
    return mixed;
}

static uint32_t tone_color(enum palette_theme theme, unsigned fill)
{
    const uint32_t others[] = {TOKEN_DIFF_LESS_INK[theme], TOKEN_DIFF_MORE_INK[theme],
                               TOKEN_DIFF_LESS_MARK[theme], TOKEN_DIFF_MORE_MARK[theme]};
    if (fill >= TONE_EDGE)
        return edge_color(theme, fill - TONE_EDGE);
    if (fill >= TONE_INK)
        return others[fill - TONE_INK];
    if (fill == TONE)
        return TOKEN_DIFF_NOISE[theme];
    bool is_line = fill >= TONE_LINE;
    unsigned place = fill - (is_line ? TONE_LINE : TONE + 1), step = place % SVG_TONES;
    if (place < SVG_TONES)
        return is_line ? TOKEN_DIFF_LESS_LINE[theme][step] : TOKEN_DIFF_LESS[theme][step];
    return is_line ? TOKEN_DIFF_MORE_LINE[theme][step] : TOKEN_DIFF_MORE[theme][step];
}

/* What a class of it colours. */
static const char *property_of(unsigned fill)
{
    bool is_line = (fill >= TONE_LINE && fill < TONE_INK) || fill >= TONE_MARK;
    return is_line ? "stroke" : "fill";
}

static struct palette_pick pick_of(unsigned fill)
{
    unsigned step = fill % TOKEN_STEP_COUNT, rest = fill / TOKEN_STEP_COUNT;
    if (fill < HUED)
        return (struct palette_pick){(enum palette_family)(rest / TOKEN_HUE_COUNT),
                                     rest % TOKEN_HUE_COUNT, step};
    rest = (fill - HUED) / TOKEN_STEP_COUNT;
    return (struct palette_pick){(enum palette_family)(PALETTE_RUNTIME + rest), 0,
                                 (fill - HUED) % TOKEN_STEP_COUNT};
}

void svg_fill_name(struct sink *sink, unsigned fill)
{
    if (fill >= TONE) {
        put_tone_name(sink, fill);
        return;
    }
    if (fill >= HEAT) {
        sink_print(sink, "h%u", fill - HEAT);
        return;
    }
    struct palette_pick pick = pick_of(fill);
    sink_char(sink, FAMILY_LETTERS[pick.family]);
    if (pick.family <= PALETTE_STD)
        sink_print(sink, "%u", pick.hue);
    sink_print(sink, "%u", pick.step);
}

uint32_t svg_fill_color(enum palette_theme theme, unsigned fill)
{
    if (fill >= TONE)
        return tone_color(theme, fill);
    if (fill >= HEAT)
        return TOKEN_HEAT[theme][fill - HEAT];
    return palette_fill(theme, pick_of(fill));
}

/* ---------------------------------------------------------------- the style sheet */

static const char SIZES[] =
    "@media all{svg:root{width:100%}}"
    "text{font-family:" TOKEN_FONT_SANS ";font-size:12px;"
    "font-variant-ligatures:no-contextual;font-variant-numeric:tabular-nums;white-space:pre}"
    ".f rect{rx:2px}.b{font-weight:600}.e{text-anchor:end}.small{font-size:11px}"
    ".h1{font-size:18px;font-weight:600}.fig{font-size:22px;font-weight:600}"
    ".l,.l text{pointer-events:none}.inl{stroke-width:1.5;stroke-dasharray:1.5 2;"
    "pointer-events:none}.n,.mid{display:none}"
    "@media(max-width:1199px){.w12{display:none}}@media(max-width:899px){.w9{display:none}.mid{"
    "display:inline}}"
    "@media(max-width:639px){.w6,.mid{display:none}.n{display:inline}}"
    "@media(max-width:479px){.w4{display:none}}";

struct rule {
    const char *selector, *property;
    enum token_role role;
};

static const struct rule RULES[] = {
    {".bg", "fill", TOKEN_ROLE_PAGE},
    {"svg:root", "background", TOKEN_ROLE_PAGE},
    {".root", "fill", TOKEN_ROLE_ROOT},
    {".f rect", "stroke", TOKEN_ROLE_GAP},
    {".t0", "fill", TOKEN_ROLE_INK},
    {".t1", "fill", TOKEN_ROLE_INK_SOFT},
    {".t2", "fill", TOKEN_ROLE_INK_MUTED},
    {".l", "fill", TOKEN_ROLE_ON_FILL},
    {".rule", "stroke", TOKEN_ROLE_HAIRLINE},
    {".inl", "stroke", TOKEN_ROLE_INLINE},
    {".hb", "fill", TOKEN_ROLE_SMALL_FILL},
    {".hs", "fill", TOKEN_ROLE_HAIRLINE},
    {".hl", "stroke", TOKEN_ROLE_SMALL_HATCH},
    {".sel", "stroke", TOKEN_ROLE_SELECT},
    {".same", "stroke", TOKEN_ROLE_SAME},
    {".hov", "stroke", TOKEN_ROLE_HOVER},
    {".om", "stroke", TOKEN_ROLE_SELECT_ON_MATCH},
    {".foc", "stroke", TOKEN_ROLE_FOCUS},
    {".halo", "stroke", TOKEN_ROLE_FOCUS_HALO},
    {".f .m", "fill", TOKEN_ROLE_MATCH},
    {".f .m", "stroke", TOKEN_ROLE_MATCH_LINE},
    {".f .dim", "fill", TOKEN_ROLE_DIM_FILL},
    {".ld", "fill", TOKEN_ROLE_DIM_INK},
    {".lm", "fill", TOKEN_ROLE_ON_MATCH},
    {".box", "fill", TOKEN_ROLE_PAGE},
    {".box", "stroke", TOKEN_ROLE_CONTROL_BORDER},
    {".bad", "fill", TOKEN_ROLE_BAD},
    {".badbox", "stroke", TOKEN_ROLE_BAD},
    {".lnk", "fill", TOKEN_ROLE_LINK},
    {".neg", "stroke", TOKEN_ROLE_INK_SOFT},
};

static void colours(struct sink *sink, enum palette_theme theme, const bool *used)
{
    for (unsigned fill = 0; fill < FILLS; fill++) {
        if (!used[fill])
            continue;
        sink_char(sink, '.');
        svg_fill_name(sink, fill);
        sink_print(sink, "{%s:#%06x}", property_of(fill), svg_fill_color(theme, fill));
    }
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        sink_print(sink, "%s{%s:#%06x}", RULES[i].selector, RULES[i].property,
                   palette_role(theme, RULES[i].role));
}

void svg_style(struct sink *sink, const bool *used, int64_t base_width)
{
    sink_text(sink, STR("<style>"));
    sink_text(sink, str_from_c(SIZES));
    sink_print(sink, "@media(max-width:%lldpx){.wx{display:none}}", (long long)base_width - 1);
    colours(sink, PALETTE_LIGHT, used);
    sink_text(sink, STR("@media(prefers-color-scheme:dark){"));
    colours(sink, PALETTE_DARK, used);
    sink_text(sink, STR("}@media(forced-colors:active){.f rect{fill:Canvas;stroke:CanvasText}"
                        "text{fill:CanvasText}.bg{fill:Canvas}.sel,.same,.foc{stroke:Highlight}}"
                        "@media print{.s{display:none}}</style>"));
}

struct str svg_tier(double text_px, double share, double base_width)
{
    static const struct str CLASSES[] = {STR_INIT(""), STR_INIT("w4"), STR_INIT("w6"),
                                         STR_INIT("w9"), STR_INIT("w12")};
    static const double TIERS[] = TOKEN_SVG_TIERS;
    double inner = 1 - 2.0 * TOKEN_SVG_PAD / base_width;
    double need = share > 0 ? (text_px + 8) / share / inner : 0;
    for (size_t i = 0; i + 1 < TOKEN_SVG_TIERS_COUNT; i++)
        if (need <= TIERS[i])
            return CLASSES[i];
    return need > TOKEN_SVG_BASE_WIDTH ? STR("wx") : CLASSES[4];
}
