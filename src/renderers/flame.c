/* flame: a flame graph as one SVG, complete without a script and alive with one. */
#include "renderers/flame_change.h"
#include "base/base64.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/version.h"
#include "draw/svg.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/embedded.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

#include "assets.h"

enum { LEAST_HEIGHT = 240, BELOW = 44 };

const struct flame_form flame_picture_form = {.pad = TOKEN_SVG_PAD,
                                              .row = TOKEN_ROW,
                                              .label_base = TOKEN_LABEL_BASE,
                                              .least_px = TOKEN_DRAW_MIN,
                                              .most = 2000};

/* By node: the place of its function among the names. */
static uint32_t *ranks(const struct flame *flame)
{
    const struct tree *tree = flame->view->tree;
    uint32_t *by_node = ARENA_NEW(flame->arena, uint32_t, tree->count);
    for (size_t i = 1; i < tree->count; i++)
        by_node[i] = flame->functions->ranks[flame->functions->by_frame[tree->node_frames[i]]];
    return by_node;
}

static uint64_t *own_sizes(const struct flame *flame)
{
    const struct tree *tree = flame->view->tree;
    uint64_t *own = ARENA_NEW(flame->arena, uint64_t, tree->count);
    for (size_t i = 0; i < tree->count; i++)
        own[i] = (uint64_t)number_abs(tree->self[i * tree->columns]);
    return own;
}

void flame_widen(struct flame *flame, double base_width)
{
    double root = (double)flame->boxes->size[0];
    flame->base_width = base_width;
    flame->unit_px = root > 0 ? (base_width - 2 * flame->form->pad) / root : 0;
}

/* Units of size that a frame has to have to be drawn by itself. */
static uint64_t least_units(const struct flame *flame)
{
    double root = (double)flame->boxes->size[0];
    double px = root > 0 ? flame->form->least_px / flame->unit_px : 0;
    double share = root * flame->form->least_share;
    uint64_t least = (uint64_t)(px > share ? px : share);
    return least + ((double)least < share);
}

bool flame_lay_out(struct flame *flame, struct error *error)
{
    const struct view *view = flame->view;
    if (!flame->form)
        flame->form = &flame_picture_form;
    const struct tree *tree = view->tree;
    flame->change = flame_change_new(view, flame->arena);
    if (flame->change && view->settings->color_by != COLOR_BY_PACKAGE)
        sink_text(view->messages, STR("in a difference colours are changes, so --color_by says "
                                      "nothing\n"));
    flame->top = flame->change ? TOKEN_SVG_FLAME_TOP_DIFF : TOKEN_SVG_FLAME_TOP;
    uint64_t *own = flame->change ? flame_change_sizes(flame) : own_sizes(flame);
    struct boxes_input input = {.count = tree->count,
                                .parents = tree->parents,
                                .own = own,
                                .rank = ranks(flame),
                                .by_rank = view->settings->order == ORDER_NAME};
    flame->boxes = boxes_layout(&input, flame->arena, view->budget, error);
    if (!flame->boxes)
        return false;
    flame_widen(flame, flame->base_width);
    flame->drawn =
        boxes_choose(flame->boxes, &input, least_units(flame), flame->form->most, flame->arena);
    flame->height = flame->top + (flame->drawn->depth + 1) * flame->form->row + BELOW;
    if (flame->height < LEAST_HEIGHT)
        flame->height = LEAST_HEIGHT;
    return true;
}

/* What the packed columns are: of a difference both sides. */
static const struct packed_column *packed_columns(const struct flame *flame, size_t count)
{
    const struct selection *selection = flame->view->selection;
    struct packed_column *columns = ARENA_NEW(flame->arena, struct packed_column, count);
    for (size_t c = 0; c < count; c++) {
        columns[c] =
            (struct packed_column){flame_visible(selection->type, flame->arena),
                                   flame_visible(selection->unit, flame->arena), selection->total};
        if (flame->change)
            flame_change_column(flame, c, &columns[c]);
    }
    return columns;
}

/* The frames in preorder, for the script. */
static bool put_packed(struct flame *flame, struct error *error)
{
    const struct tree *tree = flame->view->tree;
    const struct boxes *boxes = flame->boxes;
    size_t columns = flame->change ? 2 : tree->columns;
    uint32_t *children = ARENA_NEW(flame->arena, uint32_t, tree->count);
    uint32_t *function = ARENA_NEW(flame->arena, uint32_t, tree->count);
    uint8_t *inlined = ARENA_NEW(flame->arena, uint8_t, tree->count);
    int64_t *own = ARENA_NEW(flame->arena, int64_t, tree->count * columns);
    for (size_t i = 0; i < tree->count; i++) {
        uint32_t node = boxes->preorder[i];
        children[i] = boxes->children[node];
        function[i] = node ? flame->functions->by_frame[tree->node_frames[node]] : 0;
        inlined[i] = tree->inlined[node];
        for (size_t c = 0; c < columns; c++)
            own[i * columns + c] = tree->self[node * tree->columns + c];
    }
    struct packed_input input = {.columns = packed_columns(flame, columns),
                                 .column_count = columns,
                                 .files = flame->functions->files,
                                 .file_count = flame->functions->file_count,
                                 .functions = flame->functions->items,
                                 .function_count = flame->functions->count,
                                 .frame_count = tree->count,
                                 .children = children,
                                 .function = function,
                                 .inlined = inlined,
                                 .own = own};
    if (flame->change)
        input.changes = flame_change_packed(flame, boxes->preorder);
    /* The body's arena is not the request's, whose free end is scratch for the packing. */
    struct sink bytes;
    sink_init_buffer(&bytes, flame->sink->arena, UINT64_MAX);
    bool ok = packed_write(&bytes, &input, flame->view->budget, *flame->arena, error);
    sink_base64(flame->sink, sink_str(&bytes));
    return ok;
}

/* What the script needs beside the frames: how the picture was asked for. */
static bool put_script(struct flame *flame, struct error *error)
{
    const struct settings *settings = flame->view->settings;
    struct sink *sink = flame->sink;
    if (flame->view->embedded) {
        sink_text(sink, STR("<metadata id=\"render-profile\">"));
        sink_base64(sink, flame->view->embedded->gzip);
        sink_text(sink, STR("</metadata>"));
    }
    sink_print(sink, "<metadata id=\"packed\" data-flip=\"%d\" data-heat=\"%d\"", settings->flip,
               settings->color_by == COLOR_BY_WEIGHT && !flame->change);
    if (flame->change)
        flame_change_data(flame);
    sink_char(sink, '>');
    bool ok = put_packed(flame, error);
    sink_text(sink, STR("</metadata><script><![CDATA["));
    sink_bytes(sink, ASSET_FLAME_JS, sizeof ASSET_FLAME_JS - 1);
    sink_text(sink, STR("]]></script>"));
    return ok;
}

static void put_start(struct flame *flame, struct str label)
{
    struct sink *sink = flame->sink;
    sink_print(sink,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" width=\"%d\" "
               "height=\"%u\" data-render=\"" RENDER_VERSION "\" role=\"img\" aria-label=\"",
               (int)flame->base_width, flame->height);
    sink_xml_attribute(sink, label);
    sink_text(sink, STR("\">"));
}

static void put_defs(struct flame *flame)
{
    sink_text(
        flame->sink,
        STR("<defs><pattern id=\"h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
            "patternTransform=\"rotate(45)\"><rect class=\"hb\" width=\"6\" height=\"6\"/>"
            "<path class=\"hl\" d=\"M0 0V6\" stroke-width=\"1.5\"/></pattern>"));
    if (flame->change)
        flame_change_defs(flame);
    else if (flame->view->selection->has_negative)
        sink_text(flame->sink,
                  STR("<pattern id=\"g\" width=\"8\" height=\"8\" "
                      "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">"
                      "<path class=\"neg\" d=\"M0 0V8\" stroke-width=\"2\" "
                      "stroke-opacity=\".45\"/></pattern>"));
    sink_text(flame->sink, STR("</defs><rect class=\"bg\" width=\"100%\" height=\"100%\"/>"));
}

struct str flame_subject(const struct flame *flame)
{
    struct sink sink;
    if (flame->change)
        return flame_change_subject(flame);
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR("Flame graph of "));
    sink_text(&sink, flame_visible(flame->view->sources, flame->arena));
    if (flame->view->selection->alone)
        sink_text(&sink, flame->view->settings->only_side == ONLY_BASE ? STR(" (base alone)")
                                                                       : STR(" (new alone)"));
    sink_text(&sink, STR(": "));
    sink_text(&sink, flame_visible(flame->view->selection->type, flame->arena));
    sink_text(&sink, STR(", total "));
    sink_text(&sink, picture_value(flame->view, flame->view->tree->total[0]));
    return sink_str(&sink);
}

/* The script may draw any frame, so the style sheet needs the fills of all. */
static void mark_fills(struct flame *flame)
{
    for (int tone = -SVG_TONES; tone <= SVG_TONES && flame->change; tone++)
        flame->used[svg_fill_of_tone(tone)] = true;
    if (flame->change)
        return;
    for (size_t i = 0; i < flame->functions->count; i++)
        flame->used[flame->functions->items[i].fill] = true;
    for (unsigned i = 0; i < TOKEN_HEAT_COUNT; i++)
        if (flame->view->settings->color_by == COLOR_BY_WEIGHT)
            flame->used[svg_fill_of_heat(number_pow(i / 8.0, 1.25))] = true;
}

static bool flame_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct flame flame = {.view = view,
                          .functions = flame_functions_new(view),
                          .arena = view->arena,
                          .base_width = (double)view->settings->width,
                          .factor = TOKEN_LABEL_SAFE_FACTOR};
    struct arena_store store;
    struct arena body_arena = arena_init(&store, view->arena->store->ceiling);
    struct sink body;
    view->budget->stores[BUDGET_STORES - 1] = &store;
    bool ok = flame_lay_out(&flame, error);
    /* The style sheet holds the fills that are used, so the body is written first. */
    sink_init_buffer(&body, &body_arena, UINT64_MAX);
    flame.sink = &body;
    if (ok) {
        put_defs(&flame);
        flame_words(&flame);
        flame_picture(&flame);
        ok = budget_spend(view->budget, view->tree->count, error) && put_script(&flame, error);
    }
    if (ok) {
        mark_fills(&flame);
        flame.sink = sink;
        put_start(&flame, flame_subject(&flame));
        svg_style(sink, flame.used, view->settings->width);
        sink_text(sink, sink_str(&body));
        sink_text(sink, STR("</svg>\n"));
    }
    view->budget->stores[BUDGET_STORES - 1] = NULL;
    arena_fini(&store);
    return ok;
}

const struct renderer flame_renderer = {
    .name = STR_INIT("flame"),
    .suffix = STR_INIT(".svg"),
    .media = STR_INIT("image/svg+xml"),
    .marker = STR_INIT("data-render=\""),
    .is_picture = true,
    .options = FOR_FLAME,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_NO_OVERFLOW | VIEW_SCALED | VIEW_SIDES,
    .granularity = GRANULARITY_FILEFUNCTIONS,
    .help = STR_INIT("Flame graph as one interactive SVG file"),
    .render = flame_render,
    .paint = flame_paint,
};
