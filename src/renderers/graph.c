/* clang-format off: the outline keeps its lines.
 *
 * graph: the call graph as a picture, the same graph that dot writes. In the SVG, for scripts and
 * for those who measure it:
 *
 *   <g id="view" transform="scale(.75)">   all of it, in px
 *     <g class="head">                     title, facts, legend
 *     <g class="bands">                    of a comparison: what lies under the path
 *     <g class="edges">
 *       <g class="edge" data-src="N1" data-dst="N2" data-weight="43" data-value="1.48s"
 *          data-share="9.2%" [data-inlined="1"] [data-residual="1"] [data-hot="1"]>
 *         <title>, <path> the line, <path> the arrow head, <rect class="label"> the label's place
 *     <g class="nodes" data-total="29620000000" data-unit="nanoseconds">
 *       <g class="node" data-id="N1" data-name="regexp.(*machine).step" data-package="regexp"
 *          data-place="regexp/exec.go:120" data-flat="1.48s" data-flat-share="9.2%"
 *          data-flat-value="1480000000" data-cum="2.79s" data-cum-share="17.4%" [data-hot="1"]>
 *         <title>, <rect> the box, <text> its lines, <rect> the bars
 *       <g class="node tag" data-id="N1_0" data-tag="N1" data-name="key:value" data-cum="1.48s"
 *          data-cum-share="9.2%">          a label at N1, or at another label
 *     <g class="labels">                   a <text> an edge, in the order of the edges
 *     <g class="foot">                     the status line
 *
 * data-weight is pprof's: 1 and up to 100 more. Of a comparison values are "1.48s -> 0.90s" with an
 * arrow, flat-share, flat-value and share are of the larger side or not there, and nodes and edges
 * have besides:
 *
 *   data-change, data-flat-change, data-cum-change    "-0.58s, -39%, -0.7s to -0.4s at 95%"
 *   data-shares, data-flat-shares, data-cum-shares    "9.2% -> 8.1%", of each side's total
 *   data-base-value, data-new-value                   flat
 *   data-was                                          the name that the base has for it */
/* clang-format on */
#include "renderers/graph_parts.h"
#include "renderers/graph_sides.h"
#include "base/array.h"
#include "base/budget.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/version.h"
#include "draw/svg_canvas.h"
#include "layout/label.h"
#include "layout/text.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/comparison_words.h"
#include "renderers/flame_functions.h"
#include "renderers/frame_place.h"
#include "renderers/embedded.h"
#include "renderers/graph_hot.h"
#include "renderers/graph_name.h"
#include "renderers/graph_scale.h"
#include "renderers/graph_tags.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

#include "assets.h"

enum { LABEL_HEIGHT = 14, LINE_GAP = 10, LINE_ROOM = 3, WIDEST = 480 };

/* What the picture is made from. */
struct making {
    struct graph_picture *picture;
    const struct graph *graph;
    struct graph_hot hot;
    const uint32_t *edges;
    size_t edge_count;
    uint32_t *item_of; /* by node; LAYOUT_NONE: not shown */
    uint8_t *calls;    /* by node: it calls another */
    double heaviest;
    ARRAY(struct graph_item) items;
    ARRAY(struct graph_link) links;
};

/* ---------------------------------------------------------------- numbers */

struct str graph_value(const struct graph_picture *picture, int64_t value)
{
    struct measure_text text = report_value(&picture->report, value);
    return picture_minus(measure_str(&text), picture->arena);
}

struct str graph_share(const struct graph_picture *picture, int64_t value)
{
    struct measure_text text = measure_share(value, picture->total);
    return str_copy(measure_str(&text), picture->arena);
}

double graph_part(const struct graph_picture *picture, int64_t value)
{
    double total = (double)picture->total, size = (double)value;
    double part = total > 0 ? (size < 0 ? -size : size) / total : 0;
    return part < 1 ? part : 1;
}

/* ---------------------------------------------------------------- nodes */

/* "of 2.79s 17.4%" */
static struct str numbers(const struct graph_picture *picture, struct str before, int64_t value)
{
    struct sink sink;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_text(&sink, before);
    sink_text(&sink, graph_value(picture, value));
    sink_char(&sink, ' ');
    sink_text(&sink, graph_share(picture, value));
    return sink_str(&sink);
}

static struct str name_of(const struct making *making, uint32_t node)
{
    const struct view *view = making->picture->view;
    uint32_t frame = making->graph->node_frames[node];
    struct str name = view->trimmed->names[node];
    if (view->frames->items[frame].name)
        name = frame_place(view, frame).name;
    return graph_shortened(flame_visible(name, view->arena), GRAPH_NAME_MOST, view->arena);
}

/* "1.48s -> 0.90s -39%" "of 2.79s -> 1.90s -32%" */
static void put_sides(const struct graph_picture *picture, uint32_t node, struct graph_words *words)
{
    struct graph_sides flat = graph_sides_flat(picture, node), cum = graph_sides_cum(picture, node);
    bool has_flat = flat.base || flat.new_,
         is_leaf = flat.base == cum.base && flat.new_ == cum.new_;
    struct sink sink;
    words->is_double = true;
    words->flat = has_flat ? graph_sides_text(picture, &flat) : STR("");
    words->cum = STR("");
    if (has_flat && is_leaf)
        return;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_text(&sink, has_flat ? STR("of ") : STR(""));
    sink_text(&sink, graph_sides_text(picture, &cum));
    words->cum = sink_str(&sink);
}

/* No wider than the form has room for. */
static struct str bounded(const struct graph_picture *picture, struct str text, double size)
{
    struct label_room room = {picture->form->text_most, size, TOKEN_LABEL_SAFE_FACTOR, 4};
    double width;
    return room.width_px > 0 ? label_fit(&text, 1, &room, picture->arena, &width) : text;
}

static void bound(const struct graph_picture *picture, struct graph_words *words)
{
    words->own = bounded(picture, words->own, words->size);
    words->over = bounded(picture, words->over, TOKEN_GRAPH_OVER);
    words->place = bounded(picture, words->place, TOKEN_GRAPH_OVER);
    words->flat = bounded(picture, words->flat, TOKEN_GRAPH_NUMBERS);
    words->cum = bounded(picture, words->cum, TOKEN_GRAPH_NUMBERS);
}

static struct graph_box box_of(const struct making *making, uint32_t node)
{
    const struct graph_picture *picture = making->picture;
    struct graph_name name = graph_name(picture->view, making->graph->node_frames[node]);
    int64_t flat = graph_flat(making->graph, node), cum = graph_cum(making->graph, node);
    double size = (double)graph_font_size(flat, making->heaviest) / 0.75;
    struct graph_words words = {.address = name.address,
                                .over = name.over,
                                .own = name.own,
                                .place = name.place,
                                .size = size < TOKEN_GRAPH_NAME_MIN ? TOKEN_GRAPH_NAME_MIN : size,
                                .is_low = picture->form->is_low};
    if (words.size > picture->form->name_most)
        words.size = picture->form->name_most;
    if (picture->words) {
        put_sides(picture, node, &words);
        bound(picture, &words);
        return graph_box_new(&words, picture->arena);
    }
    words.flat = flat ? numbers(picture, STR(""), flat) : STR("");
    words.cum = cum != flat ? numbers(picture, flat ? STR("of ") : STR(""), cum) : STR("");
    if (!flat && !cum)
        words.cum = STR("0");
    bound(picture, &words);
    return graph_box_new(&words, picture->arena);
}

static struct str id_of(const struct making *making, size_t id)
{
    struct sink sink;
    sink_init_buffer(&sink, making->picture->arena, UINT64_MAX);
    sink_print(&sink, "N%zu", id);
    return sink_str(&sink);
}

static void add_link(struct making *making, struct graph_link link)
{
    struct graph_picture *picture = making->picture;
    struct sink sink;
    link.value = picture->words ? graph_sides_values(picture, &link.sides)
                                : graph_value(picture, link.weight);
    link.share = graph_share(picture, link.weight);
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_text(&sink, picture->words ? graph_sides_delta(picture, &link.sides) : link.value);
    sink_text(&sink, link.is_inlined ? STR(" inl") : STR(""));
    link.label = sink_str(&sink);
    link.thickness =
        TOKEN_GRAPH_EDGE_MIN + TOKEN_GRAPH_EDGE_PER_TOTAL * graph_part(picture, link.weight);
    link.label_width =
        TOKEN_LABEL_SAFE_FACTOR *
        text_width(link.label, TOKEN_GRAPH_EDGE_LABEL, link.is_hot ? TEXT_SEMIBOLD : TEXT_REGULAR);
    array_push(picture->arena, &making->links, link);
}

static void add_tags(struct making *making, uint32_t node, uint32_t item, size_t id)
{
    struct graph_picture *picture = making->picture;
    struct graph_tags tags = graph_tags_new(picture->view, node, id, making->calls[node]);
    for (size_t i = 0; i < tags.count; i++) {
        const struct graph_tag *tag = &tags.items[i];
        struct str text = flame_visible(tag->text, picture->arena);
        struct graph_item own = {.id = tag->id,
                                 .tag = tag,
                                 .node = node,
                                 .name = graph_shortened(text, GRAPH_NAME_MOST, picture->arena),
                                 .box = graph_tag_box(text, picture->arena)};
        array_push(picture->arena, &making->items, own);
        uint32_t host = tag->parent == GRAPH_TAG_NODE ? item : item + 1 + (uint32_t)tag->parent;
        add_link(making, (struct graph_link){.from = host,
                                             .to = item + 1 + (uint32_t)i,
                                             .weight = tag->weight,
                                             .pull = GRAPH_PULL,
                                             .is_residual = tag->is_dotted});
    }
}

static bool add_nodes(struct making *making, struct error *error)
{
    const struct view *view = making->picture->view;
    const struct trimmed *trimmed = view->trimmed;
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i], at = (uint32_t)making->items.count;
        struct graph_item item = {.id = id_of(making, i + 1),
                                  .node = node,
                                  .name = name_of(making, node),
                                  .box = box_of(making, node),
                                  .is_hot = making->hot.nodes[node]};
        making->item_of[node] = at;
        if (making->picture->words) {
            item.flat = graph_sides_flat(making->picture, node);
            item.cum = graph_sides_cum(making->picture, node);
        }
        array_push(view->arena, &making->items, item);
        add_tags(making, node, at, i + 1);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- edges */

static bool add_edges(struct making *making, struct error *error)
{
    const struct view *view = making->picture->view;
    int64_t total = making->picture->total;
    for (size_t i = 0; i < making->edge_count; i++) {
        uint32_t id = making->edges[i];
        const struct graph_edge *edge = &making->graph->edges[id];
        struct graph_link link = {.from = making->item_of[edge->from],
                                  .to = making->item_of[edge->to],
                                  .weight = graph_weight(making->graph, id),
                                  .is_residual = edge->residual,
                                  .is_inlined = edge->inlined,
                                  .is_hot = making->hot.edges[id]};
        link.pull = total ? graph_parts(link.weight, total, GRAPH_PULL) : 1;
        if (making->picture->words)
            link.sides = graph_sides_call(making->picture, id);
        if (link.from != LAYOUT_NONE && link.to != LAYOUT_NONE)
            add_link(making, link);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

static bool make(struct making *making, struct error *error)
{
    const struct view *view = making->picture->view;
    const struct trimmed *trimmed = view->trimmed;
    making->graph = trimmed->graph;
    if (!graph_hot(view, &making->hot, error))
        return false;
    making->edges = trimmed_edges(trimmed, view->arena, &making->edge_count);
    making->item_of = ARENA_NEW(view->arena, uint32_t, making->graph->all_nodes);
    making->calls = ARENA_NEW(view->arena, uint8_t, making->graph->all_nodes);
    for (size_t i = 0; i < making->graph->all_nodes; i++)
        making->item_of[i] = LAYOUT_NONE;
    for (size_t i = 0; i < making->edge_count; i++)
        making->calls[making->graph->edges[making->edges[i]].from] = 1;
    making->heaviest = graph_heaviest(trimmed);
    return add_nodes(making, error) && add_edges(making, error);
}

/* ---------------------------------------------------------------- layout */

/* Wide enough for the lines at its upper and at its lower side, within reason. */
static void widen(struct graph_picture *picture)
{
    struct arena scratch = *picture->arena;
    double *above = ARENA_NEW(&scratch, double, picture->item_count);
    double *below = ARENA_NEW(&scratch, double, picture->item_count);
    for (size_t i = 0; i < picture->link_count; i++) {
        const struct graph_link *link = &picture->links[i];
        if (picture->items[link->to].tag || link->from == link->to)
            continue;
        below[link->from] += link->thickness + LINE_ROOM;
        above[link->to] += graph_head(link->thickness);
    }
    for (size_t i = 0; i < picture->item_count; i++) {
        double room = 2 * TOKEN_GRAPH_NODE_PAD_X + (above[i] > below[i] ? above[i] : below[i]);
        graph_box_widen(&picture->items[i].box, room < WIDEST ? room : WIDEST);
    }
}

double graph_head(double thickness)
{
    return 6 + thickness;
}

static const struct layout *lay_out(const struct graph_picture *picture, struct error *error)
{
    struct arena *arena = picture->arena;
    struct layout_node *nodes = ARENA_NEW(arena, struct layout_node, picture->item_count);
    struct layout_edge *edges = ARENA_NEW(arena, struct layout_edge, picture->link_count);
    for (size_t i = 0; i < picture->item_count; i++)
        nodes[i] = (struct layout_node){picture->items[i].box.width, picture->items[i].box.height,
                                        LAYOUT_NONE};
    for (size_t i = 0; i < picture->link_count; i++) {
        const struct graph_link *link = &picture->links[i];
        edges[i] = (struct layout_edge){.from = link->from,
                                        .to = link->to,
                                        .weight = (double)link->pull,
                                        .thickness = link->thickness,
                                        .head = graph_head(link->thickness),
                                        .label_width = link->label_width,
                                        .label_height = LABEL_HEIGHT};
        if (picture->items[link->to].tag)
            nodes[link->to].host = link->from;
    }
    struct layout_input input = {.nodes = nodes,
                                 .node_count = picture->item_count,
                                 .edges = edges,
                                 .edge_count = picture->link_count,
                                 .node_gap = picture->form->node_gap,
                                 .layer_gap = picture->form->layer_gap,
                                 .line_gap = LINE_GAP};
    return layout_graph(&input, arena, picture->view->budget, error);
}

void graph_picture_move(struct graph_picture *picture, double left, double top)
{
    picture->left = left;
    picture->top = top;
    for (size_t i = 0; picture->layout && i < picture->item_count; i++) {
        struct graph_item *item = &picture->items[i];
        item->x = left + picture->layout->centers[i].x - item->box.width / 2;
        item->y = top + picture->layout->centers[i].y - item->box.height / 2;
    }
}

/* In the middle where the words are wider. */
static void place(struct graph_picture *picture)
{
    struct graph_frame frame = graph_frame(picture);
    double width = picture->layout ? picture->layout->width : 0;
    picture->width = width + 2 * TOKEN_GRAPH_PAD;
    if (picture->width < frame.width)
        picture->width = frame.width;
    picture->height = frame.above + (picture->layout ? picture->layout->height : 0) + frame.below;
    graph_picture_move(picture, (picture->width - width) / 2, frame.above);
}

/* ---------------------------------------------------------------- whole */

/* What is said of a comparison, of which both sides are shown. */
static void compare(struct graph_picture *picture)
{
    const struct view *view = picture->view;
    const struct comparison *comparison = view->selection->comparison;
    int64_t totals[RUN_SIDES];
    for (int side = 0; side < RUN_SIDES; side++)
        totals[side] = number_abs(
            comparison_whole(comparison, (enum run_side)side, comparison->sides[side].total));
    picture->total = totals[RUN_NEW] > totals[RUN_BASE] ? totals[RUN_NEW] : totals[RUN_BASE];
    picture->words = comparison_words_new(view);
    graph_sides_init(picture);
}

struct graph_picture *graph_picture_new(const struct view *view, const struct graph_form *form,
                                        struct error *error)
{
    struct graph_picture *picture = ARENA_NEW(view->arena, struct graph_picture, 1);
    *picture = (struct graph_picture){.view = view,
                                      .form = form,
                                      .report = report_new(view),
                                      .arena = view->arena,
                                      .total = view->selection->total};
    struct making making = {.picture = picture};
    report_choose_unit(&picture->report, view->trimmed, true);
    if (view->changes)
        compare(picture);
    if (!make(&making, error))
        return NULL;
    picture->items = making.items.at;
    picture->item_count = making.items.count;
    picture->links = making.links.at;
    picture->link_count = making.links.count;
    widen(picture);
    picture->layout = picture->item_count ? lay_out(picture, error) : NULL;
    if (picture->item_count && !picture->layout)
        return NULL;
    graph_picture_move(picture, 0, 0);
    return picture;
}

static bool graph_picture(const struct view *view, struct canvas *canvas, struct error *error)
{
    static const struct graph_form FORM = {
        .node_gap = TOKEN_GRAPH_NODE_GAP, .layer_gap = TOKEN_GRAPH_RANK_GAP, .name_most = 1000};
    struct graph_picture *picture = graph_picture_new(view, &FORM, error);
    if (!picture)
        return false;
    picture->canvas = canvas;
    place(picture);
    struct canvas_page page = {.width = picture->width,
                               .height = picture->height,
                               .title = graph_title(picture),
                               .subject = graph_subject(picture),
                               .creator = STR("render " RENDER_VERSION),
                               .time_ns = view->profile->time_ns};
    canvas->calls->begin(canvas, &page);
    graph_words(picture);
    if (picture->layout)
        graph_paint(picture);
    return canvas->calls->end(canvas, error);
}

static bool graph_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct arena_store store;
    struct arena body = arena_init(&store, view->arena->store->ceiling);
    view->budget->stores[BUDGET_STORES - 1] = &store;
    const struct str script = {ASSET_GRAPH_JS, sizeof ASSET_GRAPH_JS - 1};
    struct canvas *canvas = svg_canvas_new(sink, script, &body);
    if (view->embedded)
        svg_canvas_carry(canvas, view->embedded->gzip);
    bool ok = graph_picture(view, canvas, error) && budget_check(view->budget, error);
    view->budget->stores[BUDGET_STORES - 1] = NULL;
    arena_fini(&store);
    return ok;
}

const struct renderer graph_renderer = {
    .name = STR_INIT("graph"),
    .suffix = STR_INIT(".svg"),
    .media = STR_INIT("image/svg+xml"),
    .marker = STR_INIT("data-render=\""),
    .is_picture = true,
    .options = FOR_GRAPH | FOR_DIAGRAM,
    .needs = VIEW_TREE | VIEW_GRAPH | VIEW_ENTROPY | VIEW_SIDES,
    .node_count = 80,
    .help = STR_INIT("Call graph as one SVG file"),
    .render = graph_render,
    .paint = graph_picture,
};
