/* The call graph in a report: as many functions as can be read on a page, or those that were asked
 * for. */
#include "renderers/document_graph.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/comparison_words.h"
#include "renderers/document_facts.h"
#include "renderers/flame_functions.h"
#include "renderers/frame_place.h"
#include "renderers/renderer.h"
#include "tree/graph.h"
#include "tree/trim.h"

/* Functions of the first try, fewest on a page, layouts. */
enum { FIRST = 36, FEWEST = 12, TRIES = 7 };

static const struct graph_form PAPER_FORM = {
    .node_gap = 12, .layer_gap = 26, .name_most = 20, .text_most = 420, .is_low = true};

static const double LEGEND_SCALE = TOKEN_PDF_SMALL / 12.0;
/* Points between the parts, and what a caption takes. */
static const double GAP = 8, CAPTION = 42, HEADING = 1.25 * TOKEN_PDF_H1 + 10;

/* ---------------------------------------------------------------- room */

struct room {
    double width, height;
};

static double page_width(const struct document *document, bool is_wide)
{
    return (is_wide ? document->paper_height : document->paper_width) - 2 * TOKEN_PDF_MARGIN_X;
}

/* Points of the legend on a page of that width. */
static double legend_height(struct graph_picture *picture, double width)
{
    picture->legend_width = width / LEGEND_SCALE;
    return graph_legend(picture, 0, true).above * LEGEND_SCALE;
}

/* What the graph has on a page, below the words and above the caption. */
static struct room room_of(const struct document *document, struct graph_picture *picture,
                           bool is_wide)
{
    double height = is_wide ? document->paper_width : document->paper_height;
    double width = page_width(document, is_wide);
    double top = TOKEN_PDF_FIRST_BASE - TOKEN_PDF_H1 + HEADING +
                 TOKEN_PDF_BODY * TOKEN_PDF_LEADING + 2 * GAP + legend_height(picture, width);
    return (struct room){width, height - TOKEN_PDF_TEXT_BOTTOM_FROM_BOTTOM - CAPTION - top};
}

static double scale_in(struct room room, const struct graph_picture *picture)
{
    double wide = room.width / (picture->layout->width + 2 * DOCUMENT_GRAPH_AROUND);
    double high = room.height / (picture->layout->height + 2 * DOCUMENT_GRAPH_AROUND);
    double scale = wide < high ? wide : high;
    return scale < DOCUMENT_GRAPH_MOST ? scale : DOCUMENT_GRAPH_MOST;
}

/* Upright, unless the graph is clearly larger on a page that lies on its side. */
static struct document_graph fitted(const struct document *document, struct graph_picture *picture)
{
    double upright = scale_in(room_of(document, picture, false), picture);
    double wide = scale_in(room_of(document, picture, true), picture);
    bool is_wide = wide > upright * 1.08;
    return (struct document_graph){
        .picture = picture, .is_wide = is_wide, .scale = is_wide ? wide : upright};
}

/* ---------------------------------------------------------------- how many functions */

size_t document_graph_next(size_t shown, double scale, size_t fits, size_t fails)
{
    double part = scale / DOCUMENT_GRAPH_LEAST;
    double guess = (double)shown * (part < 0.3 ? 0.15 : part > 2 ? 3 : number_pow(part, 1.6));
    size_t next = (size_t)guess;
    if (fails && fails <= FEWEST)
        return 0;
    if (next <= fits)
        next = fits + 1;
    if (fails && next >= fails)
        next = fails - 1;
    if (next < FEWEST)
        next = FEWEST;
    return next == shown || (fits && fails && fails - fits <= 1 + fits / 10) ? 0 : next;
}

/* The same view with so many functions at most (0: all), without the boxes of labels, which would
 * take most of the room. */
static const struct view *with_count(const struct view *view, int64_t count, struct error *error)
{
    struct view *own = ARENA_NEW(view->arena, struct view, 1);
    struct settings *settings = ARENA_NEW(view->arena, struct settings, 1);
    struct trim trim = {.order = TRIM_BY_ENTROPY,
                        .drop_negative = view->settings->drop_negative,
                        .call_tree = view->settings->call_tree,
                        .with_tags = true,
                        .no_tags = true,
                        .tag_unit = view->settings->unit};
    if (view->settings->trim) {
        trim.node_count = count;
        trim.node_fraction = view->settings->nodefraction;
        trim.edge_fraction = view->settings->edgefraction;
    }
    *settings = *view->settings;
    settings->nodecount = count;
    *own = *view;
    own->settings = settings;
    own->trimmed = graph_trim(view->selection, view->frames, view->tree, &trim, view->arena,
                              view->budget, error);
    return own->trimmed ? own : NULL;
}

static bool is_legible(const struct document_graph *graph)
{
    return graph->scale >= DOCUMENT_GRAPH_LEAST;
}

/* The memory of a try that came to nothing, unless words of it are still to be said. */
static void give_back(const struct view *view, struct arena before, size_t said)
{
    if (view->messages->used != said)
        return;
    *view->arena = before;
    arena_trim(view->arena);
}

/* Tries ever better numbers of functions. None that can be read: the graph has no picture. */
static bool try_counts(const struct document *document, const struct view *view,
                       struct document_graph *best, struct error *error)
{
    size_t most = (size_t)view->settings->nodecount, fits = 0, fails = 0;
    size_t count = most < FIRST ? most : FIRST;
    for (int i = 0; i < TRIES && count; i++) {
        struct arena before = *view->arena;
        size_t said = view->messages->used;
        const struct view *own = with_count(view, (int64_t)count, error);
        struct graph_picture *picture = own ? graph_picture_new(own, &PAPER_FORM, error) : NULL;
        if (!picture)
            return false;
        if (!picture->layout)
            return true;
        bool is_all = own->trimmed->count == own->trimmed->node_count;
        count = own->trimmed->count < count ? own->trimmed->count : count;
        struct document_graph graph = fitted(document, picture);
        if (is_legible(&graph)) {
            *best = graph;
            fits = count;
        } else {
            fails = count;
            give_back(view, before, said);
        }
        if (fits == count && (count >= most || is_all))
            break;
        count = document_graph_next(count, graph.scale, fits, fails);
        if (i == TRIES - 2 && !fits)
            count = FEWEST;
        count = count < most ? count : most;
    }
    return true;
}

/* A number was asked for where the views of a report, each with a number of its own, have the
 * same. */
static bool is_asked(const struct chapter *chapter)
{
    const struct settings *settings = chapter->graph->settings;
    return !settings->trim || settings->nodecount <= 0 ||
           settings->nodecount == chapter->summary->settings->nodecount;
}

/* So many functions: on one page where it can be read there, otherwise in tiles. */
static bool take_whole(const struct document *document, const struct view *view, int64_t count,
                       struct document_graph *graph, struct error *error)
{
    const struct view *own = with_count(view, count, error);
    struct graph_picture *picture = own ? graph_picture_new(own, &PAPER_FORM, error) : NULL;
    if (!picture)
        return false;
    if (picture->layout)
        *graph = fitted(document, picture);
    graph->picture = picture;
    graph->is_tiled = picture->layout && !is_legible(graph);
    if (graph->is_tiled)
        document_graph_cut(document, graph);
    return true;
}

static struct document_graph *graph_of(struct document *document, const struct chapter *chapter,
                                       struct error *error)
{
    struct document_figures *figures = document_figures(document);
    if (figures->graph)
        return figures->graph;
    struct document_graph *graph = ARENA_NEW(document->arena, struct document_graph, 1);
    int64_t count = chapter->graph->settings->nodecount;
    bool own = !is_asked(chapter);
    if (own && !try_counts(document, chapter->graph, graph, error))
        return NULL;
    if (own && count > FIRST)
        count = FIRST;
    if (!graph->picture && !take_whole(document, chapter->graph, count, graph, error))
        return NULL;
    figures->graph = graph;
    return graph;
}

/* ---------------------------------------------------------------- painted */

/* Where boxes lead to. */
struct leading {
    struct graph_links links;
    struct document *document;
    const struct chapter *chapter;
};

/* Of the function's row in the table. */
static struct str row_place(const struct document *document, struct str name)
{
    const struct function_table *table = &document->facts->table;
    for (size_t i = 0; i < table->count; i++)
        if (str_equal(table->rows[i].name, name))
            return document_name(document, "r", i + 1);
    return STR("");
}

static struct str place_of(const struct graph_links *links, const struct graph_picture *picture,
                           const struct graph_item *item)
{
    const struct leading *leading = (const struct leading *)links;
    const struct view *view = picture->view;
    uint32_t frame = view->trimmed->graph->node_frames[item->node];
    struct str name = frame_place(view, frame).name;
    struct str place = document_function_place(leading->document, leading->chapter,
                                               flame_visible(name, picture->arena));
    if (!place.size)
        place = row_place(leading->document, name);
    if (!place.size || !document_page_of(leading->document, place))
        return STR("");
    return document_print(leading->document, "#%.*s", STR_ARG(place));
}

static void put_legend(struct document *document, struct graph_picture *picture)
{
    double width = document_right(document) - document_left(document);
    double height = legend_height(picture, width);
    document->pages->calls->open(document->pages, PAGES_PARAGRAPH, STR(""));
    document->pages->calls->enter(document->pages,
                                  document_left(document) - TOKEN_GRAPH_PAD * LEGEND_SCALE,
                                  document->y, LEGEND_SCALE, NULL);
    if (!document->is_blank)
        graph_legend(picture, 10, false);
    document->pages->calls->leave(document->pages);
    document->pages->calls->close(document->pages);
    document->y += height;
}

static void put_graph(struct document *document, const struct document_graph *graph)
{
    struct graph_picture *picture = graph->picture;
    double width = document_right(document) - document_left(document), scale = graph->scale;
    double own = picture->layout->width * scale;
    document->pages->calls->open(document->pages, PAGES_FIGURE, graph_subject(picture));
    document->pages->calls->enter(document->pages, document_left(document) + (width - own) / 2,
                                  document->y + DOCUMENT_GRAPH_AROUND * scale, scale, NULL);
    if (!document->is_blank)
        graph_paint(picture);
    document->pages->calls->leave(document->pages);
    document->pages->calls->close(document->pages);
    document->y += (picture->layout->height + 2 * DOCUMENT_GRAPH_AROUND) * scale + GAP;
}

/* ---------------------------------------------------------------- words */

static void put_count(struct sink *sink, size_t count)
{
    struct number_text text = number_grouped((int64_t)count);
    sink_text(sink, number_str(&text));
}

static bool has_gaps(const struct graph_picture *picture)
{
    for (size_t i = 0; i < picture->link_count; i++)
        if (picture->links[i].is_residual && !picture->items[picture->links[i].to].tag)
            return true;
    return false;
}

/* "20 of 767 functions. A dashed arrow skips functions that are left out." */
static void put_facts(struct document *document, const struct graph_picture *picture)
{
    struct document_ink ink = {.size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_INK_SOFT};
    struct str what = graph_what_is_drawn(picture);
    struct str text = document_print(
        document, "%.*s.%s", STR_ARG(what),
        has_gaps(picture) ? " A dashed arrow skips functions that are left out." : "");
    document_paragraph(document, text, &ink, 0);
    document->y += GAP;
}

static void put_left_out(const struct document *document, const struct trimmed *trimmed,
                         struct sink *sink)
{
    size_t left_out = trimmed->node_count + trimmed->dropped_nodes - trimmed->count;
    struct str table = document_name(document, "table", 0);
    if (!left_out) {
        sink_text(sink, STR("The whole call graph. "));
        return;
    }
    sink_text(sink, STR("The most telling part of the call graph; "));
    put_count(sink, left_out);
    sink_text(sink, left_out == 1 ? STR(" is left out") : STR(" are left out"));
    if (document_page_of(document, table)) {
        sink_text(sink, STR(". The table from page "));
        sink_text(sink, document_page_text(document, table));
        sink_text(sink, STR(" lists functions by weight"));
    }
    sink_text(sink, STR(". "));
}

static bool has_labels(const struct profile *profile)
{
    for (size_t i = 0; i < profile->label_count; i++)
        if (!str_equal(profile_string(profile, profile->labels[i].key), RUNS_KEY))
            return true;
    return false;
}

/* "From base to new: a.pb.gz -> b.pb.gz.", with an arrow. */
static void put_direction(const struct comparison_words *words, struct sink *sink)
{
    sink_text(sink, STR("From base to new: "));
    sink_text(sink, words->direction);
    sink_char(sink, '.');
}

static struct str caption_of(const struct document *document, const struct document_graph *graph)
{
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    put_left_out(document, graph->picture->view->trimmed, &sink);
    if (has_labels(graph->picture->view->profile))
        sink_text(&sink, STR("Labels are not drawn. "));
    if (graph->is_tiled) {
        sink_text(&sink, STR("It is too large for one page: its "));
        put_count(&sink, graph->tile_count);
        sink_text(&sink, graph->tile_count == 1 ? STR(" tile is on the next page. ")
                                                : STR(" tiles are on the pages that follow. "));
        if (graph->scale < DOCUMENT_GRAPH_LEAST * 0.99)
            sink_print(&sink,
                       "Even there the smallest text has %.1f points: fewer functions, with a "
                       "smaller --nodecount, are easier to read. ",
                       graph->scale * TOKEN_GRAPH_OVER);
    }
    if (graph->picture->words)
        put_direction(graph->picture->words, &sink);
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- whole */

static void put_nothing(struct document *document, const struct graph_picture *picture)
{
    struct str lines[2];
    document_heading(document, 1, STR("Call graph"), document_name(document, "graph", 0), 40);
    graph_nothing(picture, lines);
    document_figure_nothing(document, lines);
}

bool document_graph(struct document *document, const struct chapter *chapter, struct error *error)
{
    enum { LEAST_ROOM = 200 };
    struct document_graph *graph = graph_of(document, chapter, error);
    if (!graph)
        return false;
    struct leading leading = {{place_of}, document, chapter};
    struct graph_picture *picture = graph->picture;
    if (!picture->layout) {
        put_nothing(document, picture);
        return true;
    }
    picture->canvas = document->canvas;
    picture->links_of = &leading.links;
    if (graph->is_wide)
        document_turn(document, true);
    document_heading(document, 1, STR("Call graph"), document_name(document, "graph", 0),
                     LEAST_ROOM);
    put_facts(document, picture);
    put_legend(document, picture);
    if (graph->is_tiled)
        document_graph_overview(document, graph, document_bottom(document) - CAPTION - document->y);
    else
        put_graph(document, graph);
    document_caption(document, true, caption_of(document, graph));
    bool ok = !graph->is_tiled || document_graph_tiles(document, graph, error);
    picture->links_of = NULL;
    return ok;
}
