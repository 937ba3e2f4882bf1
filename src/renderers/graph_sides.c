/* Columns of both sides to changes, words and colours. */
#include "renderers/graph_sides.h"
#include "base/arena.h"
#include "base/sink.h"
#include "draw/svg.h"
#include "renderers/comparison_words.h"
#include "renderers/graph_parts.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

/* ---------------------------------------------------------------- numbers */

void graph_sides_init(struct graph_picture *picture)
{
    const struct view *view = picture->view;
    const struct graph *graph = view->trimmed->graph;
    if (!graph->tree)
        return;
    uint32_t *paths = ARENA_NEW(picture->arena, uint32_t, graph->all_nodes);
    for (uint32_t i = 0; i < graph->tree->count; i++)
        if (graph->node_of[i] != ID_NONE)
            paths[graph->node_of[i]] = i;
    picture->paths = paths;
}

static struct graph_sides sides_of(const struct graph_picture *picture, const int64_t *columns,
                                   struct change change)
{
    const struct comparison *comparison = picture->view->selection->comparison;
    return (struct graph_sides){
        .base = comparison_whole(comparison, RUN_BASE, columns[COMPARED_BASE]),
        .new_ = comparison_whole(comparison, RUN_NEW, columns[COMPARED_NEW]),
        .change = change};
}

struct graph_sides graph_sides_flat(const struct graph_picture *picture, uint32_t node)
{
    const struct changes *changes = picture->view->changes;
    const struct graph *graph = picture->view->trimmed->graph;
    const int64_t *columns = graph->flat + node * graph->columns;
    return sides_of(picture, columns,
                    picture->paths ? changes_of(changes, columns)
                                   : changes_flat(changes, graph->node_frames[node]));
}

struct graph_sides graph_sides_cum(const struct graph_picture *picture, uint32_t node)
{
    const struct changes *changes = picture->view->changes;
    const struct graph *graph = picture->view->trimmed->graph;
    return sides_of(picture, graph->cum + node * graph->columns,
                    picture->paths ? changes_node(changes, picture->paths[node])
                                   : changes_cum(changes, graph->node_frames[node]));
}

struct graph_sides graph_sides_call(const struct graph_picture *picture, uint32_t edge)
{
    const struct graph *graph = picture->view->trimmed->graph;
    const int64_t *columns = graph->edge_weights + edge * graph->columns;
    return sides_of(picture, columns, changes_of(picture->view->changes, columns));
}

/* ---------------------------------------------------------------- words */

static struct sink text_new(const struct graph_picture *picture)
{
    struct sink sink;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    return sink;
}

static void put_more(struct sink *sink, const char *before, struct str text)
{
    if (text.size && sink->used)
        sink_text(sink, str_from_c(before));
    sink_text(sink, text);
}

/* In the unit of the picture, unless that would make nothing of it, as if it were gone. */
static struct str value_of(const struct graph_picture *picture, int64_t value)
{
    struct str text = graph_value(picture, value);
    return value && str_equal(text, STR("0")) ? picture_value(picture->view, value) : text;
}

static void put_sign(struct sink *sink, const struct change *change)
{
    char text[24];
    put_more(sink, " ", changes_sign(change, text));
}

static struct str between(const struct graph_picture *picture, struct str base, struct str new_)
{
    struct sink sink = text_new(picture);
    sink_text(&sink, base);
    sink_text(&sink, STR(" \xe2\x86\x92 "));
    sink_text(&sink, new_);
    return sink_str(&sink);
}

struct str graph_sides_values(const struct graph_picture *picture, const struct graph_sides *sides)
{
    return between(picture, value_of(picture, sides->base), value_of(picture, sides->new_));
}

struct str graph_sides_text(const struct graph_picture *picture, const struct graph_sides *sides)
{
    struct sink sink = text_new(picture);
    sink_text(&sink, graph_sides_values(picture, sides));
    put_sign(&sink, &sides->change);
    return sink_str(&sink);
}

static struct str delta_of(const struct graph_picture *picture, const struct graph_sides *sides)
{
    struct sink sink = text_new(picture);
    int64_t delta = (int64_t)((uint64_t)sides->new_ - (uint64_t)sides->base);
    struct str value = value_of(picture, delta);
    if (delta > 0 && !str_equal(value, STR("0")))
        sink_char(&sink, '+');
    sink_text(&sink, value);
    return sink_str(&sink);
}

struct str graph_sides_delta(const struct graph_picture *picture, const struct graph_sides *sides)
{
    struct sink sink = text_new(picture);
    sink_text(&sink, delta_of(picture, sides));
    if (sides->change.kind == CHANGE_GONE || sides->change.kind == CHANGE_ADDED)
        put_sign(&sink, &sides->change);
    return sink_str(&sink);
}

struct str graph_sides_verdict(const struct graph_picture *picture, const struct graph_sides *sides)
{
    const struct change *change = &sides->change;
    struct change_words words = change_words(picture->view, change);
    struct sink sink = text_new(picture);
    if (change->kind == CHANGE_SAME)
        return STR("no change");
    sink_text(&sink, delta_of(picture, sides));
    put_more(&sink, ", ", words.relative);
    if (change->kind == CHANGE_NOISE)
        put_more(&sink, ", ", words.verdict);
    put_more(&sink, change->kind == CHANGE_NOISE ? "; alone " : ", ", words.interval);
    if (words.interval.size)
        put_more(&sink, " at ", compared_confidence(picture->view));
    return sink_str(&sink);
}

struct str graph_sides_shares(const struct graph_picture *picture, const struct graph_sides *sides)
{
    const struct view *view = picture->view;
    double base = compared_total(view, RUN_BASE), new_ = compared_total(view, RUN_NEW);
    struct str a = compared_share(view, sides->change.base, base, false);
    struct str b = compared_share(view, sides->change.new_, new_, false);
    return a.size && b.size ? between(picture, a, b) : STR("");
}

/* ---------------------------------------------------------------- looks */

int graph_tone(const struct change *change)
{
    return change_tone(change->kind, change->step);
}

struct canvas_style graph_change_style(const struct change *change)
{
    static const double DASH[] = TOKEN_DIFF_MARK_DASH;
    int tone = graph_tone(change);
    struct canvas_style style = {.fill = CANVAS_FILL(svg_fill_of_tone(tone)),
                                 .line = CANVAS_ROLE(TOKEN_ROLE_EDGE_WEAK),
                                 .line_width = TOKEN_GRAPH_NODE_LINE};
    if (tone) {
        style.hatch = tone < 0 ? CANVAS_FALLING : CANVAS_RISING;
        style.hatch_line = CANVAS_FILL(svg_line_of_tone(tone));
    }
    if (change->kind == CHANGE_GONE || change->kind == CHANGE_ADDED) {
        style.line = CANVAS_FILL(svg_mark_of_tone(tone));
        style.line_width = TOKEN_DIFF_MARK;
    }
    if (change->kind == CHANGE_GONE) {
        style.dash_on = DASH[0];
        style.dash_off = DASH[1];
    }
    return style;
}

canvas_color graph_change_line(const struct change *change)
{
    int tone = graph_tone(change);
    return tone ? CANVAS_FILL(svg_edge_of_tone(tone)) : CANVAS_ROLE(TOKEN_ROLE_EDGE);
}
