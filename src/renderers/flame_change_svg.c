/* What an SVG flame graph of a difference has more. */
#include "renderers/flame_change.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/canvas.h"
#include "draw/svg.h"
#include "layout/text.h"
#include "renderers/comparison_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"

void flame_change_defs(struct flame *flame)
{
    struct sink *sink = flame->sink;
    /* What is only between two tiers. */
    sink_text(sink, STR("<style>.wide{display:none}@media(max-width:1199px){.wide{display:inline}}"
                        "@media(max-width:899px){.wide{display:none}}"
                        ".less-room{display:none}@media(min-width:640px)and (max-width:1199px)"
                        "{.less-room{display:inline}}</style>"));
    for (int tone = -SVG_TONES; tone <= SVG_TONES; tone++) {
        unsigned fill = svg_fill_of_tone(tone), line = svg_line_of_tone(tone ? tone : 1);
        if (!tone)
            continue;
        sink_text(sink, STR("<pattern id=\""));
        svg_fill_name(sink, fill);
        sink_print(sink,
                   "\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\" "
                   "patternTransform=\"rotate(%d)\"><rect class=\"",
                   TOKEN_DIFF_HATCH_PERIOD, TOKEN_DIFF_HATCH_PERIOD, tone < 0 ? -45 : 45);
        svg_fill_name(sink, fill);
        sink_print(sink, "\" width=\"%d\" height=\"%d\"/><path class=\"", TOKEN_DIFF_HATCH_PERIOD,
                   TOKEN_DIFF_HATCH_PERIOD);
        svg_fill_name(sink, line);
        sink_print(sink, "\" d=\"M0 0V%d\" stroke-width=\"%d\"/></pattern>",
                   TOKEN_DIFF_HATCH_PERIOD, TOKEN_DIFF_HATCH_LINE);
        flame->used[fill] = flame->used[line] = true;
    }
    flame->used[svg_fill_of_tone(0)] = true;
    flame->used[svg_mark_of_tone(-1)] = flame->used[svg_mark_of_tone(1)] = true;
}

void flame_change_data(struct flame *flame)
{
    const struct comparison *comparison = flame->change->changes->comparison;
    struct number_text level = number_general(100 * comparison->confidence, 6);
    sink_text(flame->sink, STR(" data-level=\""));
    sink_text(flame->sink, number_str(&level));
    sink_text(flame->sink, STR("%\""));
}

/* ---------------------------------------------------------------- words */

void flame_change_put_total(struct flame *flame)
{
    struct sink *sink = flame->sink;
    int tone = flame_change_tone(flame, 0);
    unsigned ink = svg_ink_of_tone(tone);
    sink_text(sink, STR("<text x=\""));
    svg_percent(sink, flame_x(flame, 1));
    sink_print(sink, "\" y=\"%d\" class=\"e\"><tspan class=\"t1 w6\">", TOKEN_SVG_TITLE_BASE);
    sink_xml_text(sink, flame_change_values(flame));
    sink_text(sink, STR("   </tspan><tspan class=\"fig "));
    if (tone)
        svg_fill_name(sink, ink);
    else
        sink_text(sink, STR("t2"));
    flame->used[ink] = tone || flame->used[ink];
    sink_text(sink, STR("\">"));
    sink_xml_text(sink, flame_change_whole(flame));
    sink_text(sink, STR("</tspan></text>"));
}

/* The class that hides what goes further than the narrowest pictures. */
static const char *tier_of(double end)
{
    return end <= 350 ? "" : end <= 600 ? " w6" : end <= 860 ? " w9" : " w12";
}

static void put_cell(struct flame *flame, const struct flame_change_cell *cell)
{
    struct sink *sink = flame->sink;
    double half = cell->mark ? 0.5 : 0;
    sink_text(sink, STR("<rect "));
    if (cell->mark || !cell->tone) {
        sink_text(sink, STR("class=\""));
        svg_fill_name(sink,
                      cell->mark ? svg_mark_of_tone(cell->mark) : svg_fill_of_tone(cell->tone));
        sink_text(sink, cell->mark ? STR(" w6\" fill=\"none\" stroke-width=\"1.5") : STR(""));
        sink_text(sink, cell->mark < 0 ? STR("\" stroke-dasharray=\"3 2") : STR(""));
    } else {
        sink_text(sink, STR("fill=\"url(#"));
        svg_fill_name(sink, svg_fill_of_tone(cell->tone));
        sink_char(sink, ')');
    }
    sink_text(sink, STR("\" x=\""));
    svg_number(sink, cell->x + half);
    sink_text(sink, STR("\" y=\""));
    svg_number(sink, FLAME_CHANGE_CELL_TOP + half);
    sink_text(sink, STR("\" width=\""));
    svg_number(sink, cell->width - half);
    sink_text(sink, STR("\" height=\""));
    svg_number(sink, FLAME_CHANGE_CELL_HEIGHT - half);
    sink_text(sink, STR("\" rx=\"2\"/>"));
}

static void put_word(struct flame *flame, const struct flame_change_text *word)
{
    static const char *const ANCHORS[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    struct sink *sink = flame->sink;
    sink_text(sink, STR("<text x=\""));
    svg_number(sink, word->x);
    sink_print(sink, "\" y=\"%d\" class=\"%s%s%s\"%s>", (int)word->y,
               word->is_on_fill ? "l" : (word->is_small ? "t2" : "t1"),
               word->is_small || word->is_on_fill ? " small" : "",
               word->is_narrow ? " less-room" : tier_of(word->end), ANCHORS[word->anchor]);
    sink_xml_text(sink, word->text);
    sink_text(sink, STR("</text>"));
}

void flame_change_put_legend(struct flame *flame)
{
    struct flame_change_legend legend;
    struct sink *sink = flame->sink;
    flame_change_legend(flame, &legend);
    sink_text(sink, STR("<g id=\"legend\"><svg x=\""));
    svg_percent(sink, flame_x(flame, 0));
    sink_print(sink, "\" y=\"%d\" width=\"640\" height=\"40\" overflow=\"visible\">",
               FLAME_CHANGE_LEGEND_TOP);
    sink_text(sink, STR("<title>"));
    sink_xml_text(sink, flame->change->words->method);
    for (size_t i = 0; i < flame->change->words->note_count; i++) {
        sink_char(sink, '\n');
        sink_xml_text(sink, flame->change->words->notes[i]);
    }
    sink_text(sink, STR("</title>"));
    for (size_t i = 0; i < sizeof legend.cells / sizeof *legend.cells; i++)
        put_cell(flame, &legend.cells[i]);
    for (size_t i = 0; i < legend.text_count; i++)
        put_word(flame, &legend.texts[i]);
    sink_text(sink, STR("</svg></g>"));
}

/* ---------------------------------------------------------------- marks */

/* An outline inside a box is a picture of its own, cut at its edge: twice the line, and the half of
 * it that the gap covers. */
static void put_mark(struct flame *flame, uint32_t node, int mark)
{
    const struct boxes *boxes = flame->boxes;
    struct sink *sink = flame->sink;
    double root = (double)boxes->size[0], start = (double)boxes->start[node];
    double left = flame_x(flame, start / root);
    sink_text(sink, STR("<svg x=\""));
    svg_percent(sink, left);
    sink_print(sink, "\" y=\"%u\" width=\"", flame_row_y(flame, boxes->depth[node]));
    svg_percent(sink, flame_x(flame, (start + (double)boxes->size[node]) / root) - left);
    sink_print(sink, "\" height=\"%d\"><rect class=\"", TOKEN_ROW);
    svg_fill_name(sink, svg_mark_of_tone(mark));
    sink_print(sink, "\" width=\"100%%\" height=\"100%%\" rx=\"2\"%s/></svg>",
               mark < 0 ? " stroke-dasharray=\"3 2\"" : "");
}

void flame_change_put_marks(struct flame *flame)
{
    sink_text(flame->sink, STR("<g fill=\"none\" stroke-width=\"3.5\" pointer-events=\"none\">"));
    for (size_t i = 0; i < flame->drawn->node_count; i++) {
        uint32_t node = flame->drawn->nodes[i];
        int mark = flame_change_mark(flame, node);
        if (mark && (double)flame->boxes->size[node] * flame->unit_px > FLAME_HATCH_FROM)
            put_mark(flame, node, mark);
    }
    sink_text(flame->sink, STR("</g>"));
}
