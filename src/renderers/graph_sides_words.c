/* Title line, facts and subject of a comparison's call graph. */
#include "base/arena.h"
#include "base/sink.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "layout/text.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/comparison_words.h"
#include "renderers/graph_parts.h"
#include "renderers/graph_sides.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"

enum { TITLE_MOST = 520, FACTS_BASE = 72, LEGEND_BASE = 96, GAP = 12 };

/* The texts of the head, of a measured width each. */
struct texts {
    struct str title, total, change, facts, note, more;
    canvas_color ink; /* of the change */
};

static struct sink text_new(const struct graph_picture *picture)
{
    struct sink sink;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    return sink;
}

static struct str joined(const struct graph_picture *picture, struct str a, struct str between,
                         struct str b)
{
    struct sink sink = text_new(picture);
    sink_text(&sink, a);
    sink_text(&sink, a.size && b.size ? between : STR(""));
    sink_text(&sink, b);
    return sink_str(&sink);
}

static struct str facts(const struct graph_picture *picture)
{
    struct sink sink = text_new(picture);
    sink_text(&sink, STR("base "));
    sink_text(&sink, picture->words->sides[RUN_BASE].line);
    sink_text(&sink, STR("   \xe2\x86\x92 new "));
    sink_text(&sink, picture->words->sides[RUN_NEW].line);
    return sink_str(&sink);
}

static struct str note(const struct graph_picture *picture, const struct change *total,
                       const struct change_words *words)
{
    struct str sure = total->base != 0 || total->new_ != 0 ? words->interval : STR("");
    if (sure.size)
        sure = joined(picture, sure, STR(" at "), compared_confidence(picture->view));
    return joined(picture, total->kind == CHANGE_NOISE ? words->verdict : STR("in all"), STR(", "),
                  sure);
}

/* Their boxes are drawn in the graph of one side alone. */
static struct str about_labels(const struct profile *profile)
{
    for (size_t i = 0; i < profile->label_count; i++)
        if (!str_equal(profile_string(profile, profile->labels[i].key), RUNS_KEY))
            return STR("   labels not drawn");
    return STR("");
}

static double wide(struct str text, double size, double factor)
{
    return TOKEN_LABEL_SAFE_FACTOR * factor * text_width(text, size, TEXT_SEMIBOLD);
}

static struct texts texts_of(const struct graph_picture *picture)
{
    const struct view *view = picture->view;
    struct change total = changes_total(view->changes);
    struct change_words words = change_words(view, &total);
    struct label_room room = {TITLE_MOST, TOKEN_FONT_H1, TOKEN_LABEL_SAFE_FACTOR * 1.06, 4};
    struct str title = graph_title(picture);
    int tone = graph_tone(&total);
    double width;
    return (struct texts){.title = label_fit(&title, 1, &room, picture->arena, &width),
                          .total = joined(picture, words.base, STR(" \xe2\x86\x92 "), words.new_),
                          .change = total.kind == CHANGE_SAME ? STR("no change") : words.relative,
                          .facts = facts(picture),
                          .note = note(picture, &total, &words),
                          .more = joined(picture, picture->words->scaling, STR("   "),
                                         joined(picture, graph_what_is_drawn(picture), STR(""),
                                                about_labels(view->profile))),
                          .ink = tone ? CANVAS_FILL(svg_ink_of_tone(tone))
                                      : CANVAS_ROLE(TOKEN_ROLE_INK_MUTED)};
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double width_of(const struct texts *texts)
{
    double first = wide(texts->title, TOKEN_FONT_H1, 1.06) +
                   wide(texts->total, TOKEN_FONT_FIGURE, 1) +
                   wide(texts->change, TOKEN_FONT_FIGURE, 1) + 2 * GAP;
    double second =
        graph_small_width(texts->facts) + graph_small_width(texts->note) + TOKEN_LEGEND_GAP;
    return 2 * TOKEN_GRAPH_PAD + larger(larger(first, second), graph_small_width(texts->more));
}

static void put(const struct graph_picture *picture, const struct texts *texts)
{
    canvas_color muted = CANVAS_ROLE(TOKEN_ROLE_INK_MUTED), ink = CANVAS_ROLE(TOKEN_ROLE_INK);
    struct canvas_point place = {TOKEN_GRAPH_PAD, TOKEN_SVG_TITLE_BASE};
    struct canvas_point end = {picture->width - TOKEN_GRAPH_PAD, TOKEN_SVG_TITLE_BASE};
    graph_put_text(picture, place, texts->title, TOKEN_FONT_H1, ink, CANVAS_START);
    graph_put_text(picture, end, texts->change, TOKEN_FONT_FIGURE, texts->ink, CANVAS_END);
    end.x -= wide(texts->change, TOKEN_FONT_FIGURE, 1) + GAP;
    graph_put_text(picture, end, texts->total, TOKEN_FONT_FIGURE, ink, CANVAS_END);
    place.y = end.y = TOKEN_SVG_FACTS_BASE;
    end.x = picture->width - TOKEN_GRAPH_PAD;
    graph_put_text(picture, place, texts->facts, TOKEN_FONT_SMALL, muted, CANVAS_START);
    graph_put_text(picture, end, texts->note, TOKEN_FONT_SMALL, muted, CANVAS_END);
    place.y = FACTS_BASE;
    graph_put_text(picture, place, texts->more, TOKEN_FONT_SMALL, muted, CANVAS_START);
}

struct graph_frame graph_sides_head(const struct graph_picture *picture, bool is_measured)
{
    struct texts texts = texts_of(picture);
    struct graph_frame legend = {.above = LEGEND_BASE};
    if (!is_measured)
        put(picture, &texts);
    if (picture->item_count)
        legend = graph_legend(picture, LEGEND_BASE, is_measured);
    return (struct graph_frame){.width = larger(legend.width, width_of(&texts)),
                                .above = legend.above};
}

struct str graph_sides_subject(const struct graph_picture *picture)
{
    struct texts texts = texts_of(picture);
    struct sink sink = text_new(picture);
    sink_text(&sink, STR("Call graph of the change from base to new: "));
    sink_text(&sink, picture->words->direction);
    sink_text(&sink, STR(", "));
    sink_text(&sink, picture->words->type);
    sink_char(&sink, ' ');
    sink_text(&sink, texts.total);
    sink_text(&sink, STR(", "));
    sink_text(&sink, texts.change);
    sink_text(&sink, STR(", "));
    sink_text(&sink, graph_what_is_drawn(picture));
    return sink_str(&sink);
}
