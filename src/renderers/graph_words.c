/* Title, facts, legend and status line of a call graph. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/canvas.h"
#include "layout/label.h"
#include "layout/text.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/flame_functions.h"
#include "renderers/graph_parts.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/trim.h"

#include <math.h>

enum {
    LEAST_WIDTH = 760,
    TITLE_WIDTH = 1200,
    ABOVE = 100,
    STATUS_BASE = 14,
    EMPTY_HEIGHT = 96,
    LEGEND_BASE = 80
};

void graph_put_text(const struct graph_picture *picture, struct canvas_point at, struct str text,
                    double size, canvas_color color, enum canvas_anchor anchor)
{
    struct canvas_text_style style = {
        .size = size, .is_strong = size > TOKEN_FONT_UI, .anchor = anchor, .color = color};
    if (text.size)
        picture->canvas->calls->text(picture->canvas, at, text, &style, NULL);
}

static void put_text(const struct graph_picture *picture, double x, double y, struct str text,
                     double size, enum token_role role, enum canvas_anchor anchor)
{
    graph_put_text(picture, (struct canvas_point){x, y}, text, size, CANVAS_ROLE(role), anchor);
}

double graph_small_width(struct str text)
{
    return TOKEN_LABEL_SAFE_FACTOR * text_width(text, TOKEN_FONT_SMALL, TEXT_REGULAR);
}

/* ---------------------------------------------------------------- what it says */

/* Of all stacks, as the filters left them. */
static int64_t shown_total(const struct selection *selection)
{
    int64_t sums[2] = {0, 0};
    for (size_t i = 0; i < selection->profile->stack_count; i++)
        for (size_t c = 0; c < selection->columns && c < 2; c++)
            sums[c] = number_add(sums[c], selection->weights[i * selection->columns + c]);
    if (!selection->is_mean)
        return sums[0];
    return sums[1] == 0 || sums[1] == -1 ? 0 : sums[0] / sums[1];
}

struct str graph_what_is_drawn(const struct graph_picture *picture)
{
    const struct view *view = picture->view;
    static const char *const WORDS[][2] = {[GRANULARITY_FILES] = {"file", "files"},
                                           [GRANULARITY_LINES] = {"line", "lines"},
                                           [GRANULARITY_ADDRESSES] = {"address", "addresses"},
                                           [GRANULARITY_PACKAGES] = {"package", "packages"}};
    static const char *const FUNCTIONS[] = {"function", "functions"}, *const PATHS[] = {"path",
                                                                                        "paths"};
    const char *const *words = FUNCTIONS;
    if (view->settings->call_tree)
        words = PATHS;
    else if (view->settings->granularity >= GRANULARITY_FILES)
        words = WORDS[view->settings->granularity];
    const struct trimmed *trimmed = view->trimmed;
    size_t all = trimmed->node_count + trimmed->dropped_nodes;
    struct number_text shown = number_grouped((int64_t)trimmed->count);
    struct number_text of = number_grouped((int64_t)all);
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, number_str(&shown));
    if (all > trimmed->count) {
        sink_text(&sink, STR(" of "));
        sink_text(&sink, number_str(&of));
    }
    sink_char(&sink, ' ');
    sink_text(&sink, str_from_c(words[all != 1]));
    return sink_str(&sink);
}

struct str graph_title(const struct graph_picture *picture)
{
    struct sink sink;
    if (picture->view->settings->title.size)
        return picture_title(picture->view);
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_text(&sink, picture_title(picture->view));
    sink_text(&sink, STR(": call graph"));
    sink_text(&sink, picture->words ? STR(", base \xe2\x86\x92 new") : STR(""));
    return sink_str(&sink);
}

static struct str facts(const struct graph_picture *picture)
{
    struct sink sink;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_text(&sink, picture_facts(picture->view, 2));
    sink_text(&sink, sink.used ? STR("   ") : STR(""));
    sink_text(&sink, graph_what_is_drawn(picture));
    return sink_str(&sink);
}

struct str graph_subject(const struct graph_picture *picture)
{
    const struct view *view = picture->view;
    struct sink sink;
    if (picture->words)
        return graph_sides_subject(picture);
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_text(&sink, STR("Call graph of "));
    sink_text(&sink, flame_visible(view->sources, picture->arena));
    sink_text(&sink, STR(": "));
    sink_text(&sink, flame_visible(view->selection->type, picture->arena));
    sink_text(&sink, STR(", total "));
    sink_text(&sink, picture_value(view, shown_total(view->selection)));
    sink_text(&sink, STR(", "));
    sink_text(&sink, graph_what_is_drawn(picture));
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- head */

/* It leads to the profile's documentation, where that is on the web. */
static void put_title(const struct graph_picture *picture, struct str title, double width)
{
    struct canvas *canvas = picture->canvas;
    struct str link = profile_string(picture->view->profile, picture->view->profile->doc_url);
    struct canvas_group group = {.link = link,
                                 .box = {TOKEN_GRAPH_PAD, TOKEN_SVG_TITLE_BASE - TOKEN_FONT_H1,
                                         width, TOKEN_FONT_H1 * TOKEN_FONT_LINE, 0}};
    if (link.size)
        canvas->calls->open_group(canvas, &group);
    put_text(picture, TOKEN_GRAPH_PAD, TOKEN_SVG_TITLE_BASE, title, TOKEN_FONT_H1, TOKEN_ROLE_INK,
             CANVAS_START);
    if (link.size)
        canvas->calls->close_group(canvas);
}

static void put_legend(const struct graph_picture *picture)
{
    graph_legend(picture, LEGEND_BASE, false);
}

/* Its legend too. */
static void put_sides(const struct graph_picture *picture)
{
    graph_sides_head(picture, false);
}

static void put_head(const struct graph_picture *picture)
{
    const struct view *view = picture->view;
    int64_t shown = shown_total(view->selection);
    struct str total = picture_value(view, shown), title = graph_title(picture);
    double right = picture->width - TOKEN_GRAPH_PAD, width;
    struct label_room room = {right - 2 * TOKEN_GRAPH_PAD -
                                  TOKEN_LABEL_SAFE_FACTOR *
                                      text_width(total, TOKEN_FONT_FIGURE, TEXT_SEMIBOLD),
                              TOKEN_FONT_H1, TOKEN_LABEL_SAFE_FACTOR * 1.06, 4};
    put_title(picture, label_fit(&title, 1, &room, picture->arena, &width), width);
    put_text(picture, right, TOKEN_SVG_TITLE_BASE, total, TOKEN_FONT_FIGURE, TOKEN_ROLE_INK,
             CANVAS_END);
    put_text(picture, TOKEN_GRAPH_PAD, TOKEN_SVG_FACTS_BASE, facts(picture), TOKEN_FONT_SMALL,
             TOKEN_ROLE_INK_MUTED, CANVAS_START);
    put_text(picture, right, TOKEN_SVG_FACTS_BASE, picture_total_note(view, shown),
             TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_END);
}

/* ---------------------------------------------------------------- nothing, and the last line */

void graph_nothing(const struct graph_picture *picture, struct str lines[2])
{
    picture_nothing(picture->view, lines);
    if (picture->view->trimmed->dropped_nodes) {
        lines[0] = STR("Everything is too light to be drawn.");
        lines[1] = STR("Draw lighter functions with a smaller --nodefraction.");
    }
}

static void put_nothing(const struct graph_picture *picture)
{
    struct str lines[2];
    double y = picture->top + 30;
    graph_nothing(picture, lines);
    put_text(picture, TOKEN_GRAPH_PAD, y, lines[0], TOKEN_FONT_H2, TOKEN_ROLE_INK, CANVAS_START);
    put_text(picture, TOKEN_GRAPH_PAD, y + 22, lines[1], TOKEN_FONT_SMALL, TOKEN_ROLE_INK_SOFT,
             CANVAS_START);
}

static void put_status(const struct graph_picture *picture)
{
    double y = floor(picture->height - TOKEN_SVG_STATUS) + 0.5, width;
    struct canvas_point points[] = {{0, y}, {picture->width, y}};
    struct canvas_path path = {.points = points, .count = 2};
    struct canvas_style style = {.line = CANVAS_ROLE(TOKEN_ROLE_HAIRLINE), .line_width = 1};
    struct label_room room = {picture->width - 2 * TOKEN_GRAPH_PAD, TOKEN_FONT_SMALL,
                              TOKEN_LABEL_SAFE_FACTOR, 20};
    struct str text = picture_provenance(picture->view);
    picture->canvas->calls->path(picture->canvas, &path, &style, NULL);
    put_text(picture, TOKEN_GRAPH_PAD, picture->height - STATUS_BASE,
             label_fit(&text, 1, &room, picture->arena, &width), TOKEN_FONT_SMALL,
             TOKEN_ROLE_INK_MUTED, CANVAS_START);
}

/* ---------------------------------------------------------------- whole */

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* What the title and the total take, up to where the title is rather cut. */
static double title_width(const struct graph_picture *picture)
{
    struct str total = picture_value(picture->view, shown_total(picture->view->selection));
    double title = text_width(graph_title(picture), TOKEN_FONT_H1, TEXT_SEMIBOLD) * 1.06;
    double width =
        TOKEN_LABEL_SAFE_FACTOR * (title + text_width(total, TOKEN_FONT_FIGURE, TEXT_SEMIBOLD)) +
        3 * TOKEN_GRAPH_PAD;
    return width < TITLE_WIDTH ? ceil(width) : TITLE_WIDTH;
}

struct graph_frame graph_frame(const struct graph_picture *picture)
{
    double below = TOKEN_GRAPH_PAD + TOKEN_SVG_STATUS + (picture->item_count ? 0 : EMPTY_HEIGHT);
    if (picture->words) {
        struct graph_frame head = graph_sides_head(picture, true);
        return (struct graph_frame){larger(LEAST_WIDTH, ceil(head.width)), head.above, below};
    }
    double lines =
        graph_small_width(facts(picture)) + 2 * TOKEN_GRAPH_PAD + TOKEN_LEGEND_GAP +
        graph_small_width(picture_total_note(picture->view, shown_total(picture->view->selection)));
    return (struct graph_frame){.width = larger(LEAST_WIDTH, larger(lines, title_width(picture))),
                                .above = ABOVE,
                                .below = below};
}

static void group(const struct graph_picture *picture, const char *class,
                  void (*const *parts)(const struct graph_picture *picture), size_t count)
{
    struct canvas_group group = {.class = class, .title = STR(""), .link = STR("")};
    picture->canvas->calls->open_group(picture->canvas, &group);
    for (size_t i = 0; i < count; i++)
        parts[i](picture);
    picture->canvas->calls->close_group(picture->canvas);
}

void graph_words(const struct graph_picture *picture)
{
    bool is_compared = picture->words != NULL;
    void (*const head[])(const struct graph_picture *) = {
        is_compared ? put_sides : put_head, picture->item_count ? put_legend : put_nothing};
    void (*const foot[])(const struct graph_picture *) = {put_status};
    group(picture, "head", head, is_compared && picture->item_count ? 1 : 2);
    group(picture, "foot", foot, 1);
}
