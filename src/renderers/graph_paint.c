/* Lines below, boxes above them, and the labels of the lines on top. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/canvas.h"
#include "draw/svg.h"
#include "renderers/flame_functions.h"
#include "renderers/frame_place.h"
#include "renderers/graph_parts.h"
#include "renderers/graph_sides.h"
#include "renderers/graph_tags.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

#include <math.h>

enum { ATTRIBUTES = 20 };

/* A group in the making. */
struct group {
    struct canvas_group group;
    struct canvas_attribute attributes[ATTRIBUTES];
};

static void attribute(struct group *group, const char *name, struct str value)
{
    if (group->group.attribute_count < ATTRIBUTES && value.size)
        group->attributes[group->group.attribute_count++] = (struct canvas_attribute){name, value};
    group->group.attributes = group->attributes;
}

static void open_group(const struct graph_picture *picture, const char *class)
{
    struct canvas_group group = {.class = class, .title = STR(""), .link = STR("")};
    picture->canvas->calls->open_group(picture->canvas, &group);
}

static void close_group(const struct graph_picture *picture)
{
    picture->canvas->calls->close_group(picture->canvas);
}

/* ---------------------------------------------------------------- tiles */

static bool is_in(const struct canvas_box *box, double x, double y)
{
    return x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height;
}

bool graph_is_own(const struct graph_picture *picture, double x, double y)
{
    return !picture->is_sketch && (!picture->cell || is_in(picture->cell, x, y));
}

static bool overlaps(const struct canvas_box *a, const struct canvas_box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* What a line may cover, with its width and head. */
static struct canvas_box box_of_line(const struct graph_picture *picture, size_t id)
{
    const struct layout_line *line = &picture->layout->lines[id];
    const struct layout_point *points = picture->layout->points + line->first;
    double left = 0, right = 0, top = 0, bottom = 0;
    double around = graph_head(picture->links[id].thickness);
    for (size_t i = 0; i < line->count; i++) {
        left = !i || points[i].x < left ? points[i].x : left;
        right = !i || points[i].x > right ? points[i].x : right;
        top = !i || points[i].y < top ? points[i].y : top;
        bottom = !i || points[i].y > bottom ? points[i].y : bottom;
    }
    return (struct canvas_box){.x = picture->left + left - around,
                               .y = picture->top + top - around,
                               .width = right - left + 2 * around,
                               .height = bottom - top + 2 * around};
}

static bool is_line_seen(const struct graph_picture *picture, size_t id)
{
    struct canvas_box box;
    if (!picture->window)
        return true;
    box = box_of_line(picture, id);
    return overlaps(&box, picture->window);
}

/* ---------------------------------------------------------------- lines */

/* px at each side of what is on the path of a comparison. */
static const double BAND = 5;

static struct canvas_point at(const struct graph_picture *picture, struct layout_point point)
{
    return (struct canvas_point){picture->left + point.x, picture->top + point.y};
}

struct arrow {
    struct canvas_point tip;
    double dx, dy; /* the direction it points in, of length 1 */
};

/* The direction in which a line comes to its end. */
static struct arrow arrow_of(const struct canvas_point *points, size_t count)
{
    struct arrow arrow = {points[count - 1], 0, 1};
    for (size_t i = count - 1; i > 0; i--) {
        double dx = arrow.tip.x - points[i - 1].x, dy = arrow.tip.y - points[i - 1].y;
        double length = sqrt(dx * dx + dy * dy);
        if (length < 0.5)
            continue;
        arrow.dx = dx / length;
        arrow.dy = dy / length;
        break;
    }
    return arrow;
}

static struct canvas_point before(const struct arrow *arrow, double along, double aside)
{
    return (struct canvas_point){arrow->tip.x - along * arrow->dx - aside * arrow->dy,
                                 arrow->tip.y - along * arrow->dy + aside * arrow->dx};
}

static canvas_color line_color(const struct graph_picture *picture, const struct graph_link *link)
{
    if (picture->words)
        return graph_change_line(&link->sides.change);
    return CANVAS_ROLE(link->is_hot ? TOKEN_ROLE_HEAT_LINE : TOKEN_ROLE_EDGE);
}

static void put_stem(const struct graph_picture *picture, const struct graph_link *link,
                     const struct canvas_point *points, size_t count)
{
    struct canvas_path path = {.points = points, .count = count, .is_curve = true};
    struct canvas_style style = {.line = line_color(picture, link), .line_width = link->thickness};
    if (link->is_residual) {
        style.dash_on = 3 + 2 * link->thickness;
        style.dash_off = 2.5 + link->thickness;
    }
    picture->canvas->calls->path(picture->canvas, &path, &style, NULL);
}

static void put_head(const struct graph_picture *picture, const struct graph_link *link,
                     const struct arrow *arrow)
{
    double length = graph_head(link->thickness), half = 3 + 0.75 * link->thickness;
    struct canvas_point corners[] = {arrow->tip, before(arrow, length, half),
                                     before(arrow, length, -half)};
    struct canvas_path path = {.points = corners, .count = 3, .is_closed = true};
    struct canvas_style style = {.fill = line_color(picture, link)};
    picture->canvas->calls->path(picture->canvas, &path, &style, NULL);
}

/* A band under what is on the path of a comparison, whose colours say something else. */
static void put_band(const struct graph_picture *picture, size_t id)
{
    const struct graph_link *link = &picture->links[id];
    const struct layout_line *line = &picture->layout->lines[id];
    struct arena scratch = *picture->arena;
    struct canvas_point *points = ARENA_NEW(&scratch, struct canvas_point, line->count);
    struct canvas_path path = {.points = points, .count = line->count, .is_curve = true};
    struct canvas_style style = {.line = CANVAS_ROLE(TOKEN_ROLE_BORDER),
                                 .line_width = link->thickness + 2 * BAND};
    for (size_t i = 0; i < line->count; i++)
        points[i] = at(picture, picture->layout->points[line->first + i]);
    if (line->count)
        picture->canvas->calls->path(picture->canvas, &path, &style, NULL);
}

static void put_bands(const struct graph_picture *picture)
{
    struct canvas_style style = {.fill = CANVAS_ROLE(TOKEN_ROLE_BORDER)};
    for (size_t i = 0; i < picture->link_count; i++)
        if (picture->links[i].is_hot)
            put_band(picture, i);
    for (size_t i = 0; i < picture->item_count; i++) {
        const struct graph_item *item = &picture->items[i];
        struct canvas_box box = {item->x - BAND, item->y - BAND, item->box.width + 2 * BAND,
                                 item->box.height + 2 * BAND, TOKEN_GRAPH_NODE_RADIUS + BAND};
        if (item->is_hot)
            picture->canvas->calls->box(picture->canvas, &box, &style, NULL);
    }
}

/* The stem ends inside of the head. */
static void put_line(const struct graph_picture *picture, size_t id)
{
    const struct graph_link *link = &picture->links[id];
    const struct layout_line *line = &picture->layout->lines[id];
    struct arena scratch = *picture->arena;
    struct canvas_point *points = ARENA_NEW(&scratch, struct canvas_point, line->count);
    if (!line->count)
        return;
    for (size_t i = 0; i < line->count; i++)
        points[i] = at(picture, picture->layout->points[line->first + i]);
    struct arrow arrow = arrow_of(points, line->count);
    points[line->count - 1] = before(&arrow, graph_head(link->thickness) - 1, 0);
    put_stem(picture, link, points, line->count);
    put_head(picture, link, &arrow);
}

static void put_label_box(const struct graph_picture *picture, size_t id)
{
    enum { HEIGHT = 14 };
    const struct graph_link *link = &picture->links[id];
    struct canvas_point center = at(picture, picture->layout->lines[id].label);
    struct canvas_box box = {center.x - link->label_width / 2, center.y - HEIGHT / 2.0,
                             link->label_width, HEIGHT, 0};
    struct canvas_style style = {.fill = CANVAS_NONE};
    picture->canvas->calls->box(picture->canvas, &box, &style, "label");
}

/* "flat 1.48s -> 0.90s", and in a line of its own how much and how sure that is. */
static void title_sides(const struct graph_picture *picture, struct sink *sink, const char *before,
                        const struct graph_sides *sides)
{
    struct str shares = graph_sides_shares(picture, sides);
    sink_text(sink, str_from_c(before));
    sink_text(sink, graph_sides_values(picture, sides));
    sink_text(sink, STR("\n    "));
    sink_text(sink, graph_sides_verdict(picture, sides));
    if (shares.size)
        sink_text(sink, STR("\n    "));
    sink_text(sink, shares);
    sink_text(sink, shares.size ? STR(" of each total") : STR(""));
}

static struct str link_title(const struct graph_picture *picture, const struct graph_link *link)
{
    struct sink sink;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_text(&sink, picture->items[link->from].name);
    sink_text(&sink, picture->items[link->to].tag ? STR("\nwith ") : STR("\ncalls "));
    sink_text(&sink, picture->items[link->to].name);
    sink_char(&sink, '\n');
    if (picture->words) {
        title_sides(picture, &sink, "", &link->sides);
    } else {
        sink_text(&sink, link->value);
        sink_text(&sink, STR(", "));
        sink_text(&sink, link->share);
        sink_text(&sink, STR(" of total"));
    }
    sink_text(&sink, link->is_inlined ? STR(", inlined") : STR(""));
    if (!picture->items[link->to].tag)
        sink_text(&sink, link->is_residual ? STR(", over frames left out") : STR(""));
    return sink_str(&sink);
}

static void put_change(const struct graph_picture *picture, struct group *group, const char *change,
                       const char *shares, const struct graph_sides *sides)
{
    attribute(group, change, graph_sides_verdict(picture, sides));
    attribute(group, shares, graph_sides_shares(picture, sides));
}

static void put_link(const struct graph_picture *picture, size_t id)
{
    const struct graph_link *link = &picture->links[id];
    struct group group = {.group = {.class = "edge", .link = STR("")}};
    struct sink pull;
    sink_init_buffer(&pull, picture->arena, UINT64_MAX);
    sink_signed(&pull, link->pull, 0);
    if (!is_line_seen(picture, id))
        return;
    attribute(&group, "data-src", picture->items[link->from].id);
    attribute(&group, "data-dst", picture->items[link->to].id);
    attribute(&group, "data-weight", sink_str(&pull));
    attribute(&group, "data-value", link->value);
    attribute(&group, "data-share", link->share);
    if (picture->words)
        put_change(picture, &group, "data-change", "data-shares", &link->sides);
    attribute(&group, "data-inlined", link->is_inlined ? STR("1") : STR(""));
    attribute(&group, "data-residual", link->is_residual ? STR("1") : STR(""));
    attribute(&group, "data-hot", link->is_hot ? STR("1") : STR(""));
    group.group.title = link_title(picture, link);
    picture->canvas->calls->open_group(picture->canvas, &group.group);
    put_line(picture, id);
    if (picture->layout->lines[id].has_label)
        put_label_box(picture, id);
    close_group(picture);
}

/* ---------------------------------------------------------------- labels */

static canvas_color label_color(const struct graph_picture *picture, const struct graph_link *link)
{
    int tone = picture->words ? graph_tone(&link->sides.change) : 0;
    if (tone)
        return CANVAS_FILL(svg_ink_of_tone(tone));
    if (picture->words)
        return CANVAS_ROLE(TOKEN_ROLE_INK_MUTED);
    return CANVAS_ROLE(link->is_hot ? TOKEN_ROLE_INK : TOKEN_ROLE_INK_SOFT);
}

static void put_label(const struct graph_picture *picture, size_t id)
{
    const struct graph_link *link = &picture->links[id];
    struct canvas_point place = at(picture, picture->layout->lines[id].label);
    struct canvas_text_style style = {.size = TOKEN_GRAPH_EDGE_LABEL,
                                      .is_strong = link->is_hot,
                                      .anchor = CANVAS_MIDDLE,
                                      .color = label_color(picture, link),
                                      .halo = CANVAS_ROLE(TOKEN_ROLE_PAGE),
                                      .halo_width = TOKEN_GRAPH_EDGE_LABEL_HALO};
    if (!picture->layout->lines[id].has_label || !graph_is_own(picture, place.x, place.y))
        return;
    place.y += 0.36 * TOKEN_GRAPH_EDGE_LABEL;
    picture->canvas->calls->text(picture->canvas, place, link->label, &style, NULL);
}

/* Cold ones first, hot ones above them. */
static void each_link(const struct graph_picture *picture,
                      void (*put)(const struct graph_picture *picture, size_t id))
{
    for (int hot = 0; hot < 2; hot++)
        for (size_t i = 0; i < picture->link_count; i++)
            if (picture->links[i].is_hot == (hot == 1))
                put(picture, i);
}

/* ---------------------------------------------------------------- boxes */

static struct canvas_box box_of(const struct graph_item *item)
{
    return (struct canvas_box){item->x, item->y, item->box.width, item->box.height,
                               item->tag ? TOKEN_RADIUS_BOX : TOKEN_GRAPH_NODE_RADIUS};
}

static void put_bar(const struct graph_picture *picture, const struct graph_item *item, int row,
                    double share, double opacity)
{
    double least = 2, width = item->box.bar_width * share;
    double y = item->y + item->box.bar_y + row * (TOKEN_GRAPH_BAR + GRAPH_BAR_ROOM);
    struct canvas_box box = {item->x + item->box.bar_x, y, width < least ? least : width,
                             TOKEN_GRAPH_BAR, TOKEN_GRAPH_BAR / 2};
    struct canvas_style style = {.fill = CANVAS_ROLE(TOKEN_ROLE_INK), .fill_opacity = opacity};
    if (share > 0)
        picture->canvas->calls->box(picture->canvas, &box, &style, NULL);
}

static void put_bars(const struct graph_picture *picture, const struct graph_item *item, int row,
                     int64_t flat, int64_t cum)
{
    put_bar(picture, item, row, 1, 0.14);
    put_bar(picture, item, row, graph_part(picture, cum), 0.38);
    put_bar(picture, item, row, graph_part(picture, flat), 0);
}

static void put_runs(const struct graph_picture *picture, const struct graph_item *item)
{
    for (size_t i = 0; i < item->box.count; i++) {
        const struct graph_run *run = &item->box.runs[i];
        struct canvas_text_style style = {
            .size = run->size,
            .is_strong = run->ink == GRAPH_OWN || run->ink == GRAPH_FLAT,
            .color = CANVAS_ROLE(item->tag ? TOKEN_ROLE_INK_SOFT : TOKEN_ROLE_ON_FILL)};
        struct canvas_point place = {item->x + run->x, item->y + run->y};
        picture->canvas->calls->text(picture->canvas, place, run->text, &style, NULL);
    }
}

static void put_box(const struct graph_picture *picture, const struct graph_item *item, int64_t cum)
{
    struct canvas_box box = box_of(item);
    struct canvas_style style = {
        .fill = CANVAS_FILL(svg_fill_of_heat(graph_part(picture, cum))),
        .line = CANVAS_ROLE(item->is_hot ? TOKEN_ROLE_HEAT_LINE : TOKEN_ROLE_EDGE_WEAK),
        .line_width = item->is_hot ? TOKEN_GRAPH_NODE_LINE_HOT : TOKEN_GRAPH_NODE_LINE,
        .hatch = cum < 0 ? CANVAS_FALLING : CANVAS_PLAIN,
        .hatch_line = CANVAS_ROLE(TOKEN_ROLE_BORDER)};
    if (picture->words)
        style = graph_change_style(&item->cum.change);
    if (item->tag) {
        style.fill = CANVAS_ROLE(TOKEN_ROLE_PANEL);
        style.dash_on = 3;
        style.dash_off = 2;
    }
    picture->canvas->calls->box(picture->canvas, &box, &style, NULL);
}

/* ---------------------------------------------------------------- functions */

static struct str place_text(const struct graph_picture *picture, const struct frame_place *place)
{
    struct sink sink;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    if (!place->file.size)
        return STR("");
    sink_text(&sink, graph_shortened(flame_visible(place->file, picture->arena), GRAPH_NAME_MOST,
                                     picture->arena));
    if (place->line)
        sink_print(&sink, ":%lld", (long long)place->line);
    return sink_str(&sink);
}

static void title_number(const struct graph_picture *picture, struct sink *sink, const char *before,
                         int64_t value)
{
    sink_text(sink, str_from_c(before));
    sink_text(sink, graph_value(picture, value));
    sink_text(sink, STR(", "));
    sink_text(sink, graph_share(picture, value));
    sink_text(sink, STR(" of total"));
}

/* A number for scripts: in the view's unit, as --divide_by leaves it. */
static struct str raw_text(const struct graph_picture *picture, int64_t value)
{
    double ratio = picture->view->selection->ratio;
    struct sink sink;
    sink_init_buffer(&sink, picture->arena, UINT64_MAX);
    sink_signed(&sink, ratio == 1 ? value : number_trunc((double)value * ratio), 0);
    return sink_str(&sink);
}

/* What it was called in the base, if that is another name. */
static struct str former_name(const struct graph_picture *picture, const struct graph_item *item)
{
    const struct view *view = picture->view;
    const struct str *was = view->frames->was;
    uint32_t frame = view->trimmed->graph->node_frames[item->node];
    if (!picture->words || !was)
        return STR("");
    return graph_shortened(flame_visible(was[frame], picture->arena), GRAPH_NAME_MOST,
                           picture->arena);
}

static bool has_flat(const struct graph_item *item)
{
    return item->flat.base || item->flat.new_;
}

static struct str function_title(const struct graph_picture *picture, const struct graph_item *item,
                                 struct str where)
{
    const struct graph *graph = picture->view->trimmed->graph;
    struct str was = former_name(picture, item);
    struct sink title;
    sink_init_buffer(&title, picture->arena, UINT64_MAX);
    sink_text(&title, item->name);
    sink_text(&title, was.size ? STR("\nwas ") : STR(""));
    sink_text(&title, was);
    sink_text(&title, where.size ? STR("\n") : STR(""));
    sink_text(&title, where);
    if (picture->words) {
        if (has_flat(item))
            title_sides(picture, &title, "\nflat ", &item->flat);
        title_sides(picture, &title, "\ncum ", &item->cum);
    } else {
        title_number(picture, &title, "\nflat ", graph_flat(graph, item->node));
        title_number(picture, &title, "\ncum ", graph_cum(graph, item->node));
    }
    return sink_str(&title);
}

static void put_compared(const struct graph_picture *picture, struct group *group,
                         const struct graph_item *item)
{
    attribute(group, "data-was", former_name(picture, item));
    attribute(group, "data-flat", graph_sides_values(picture, &item->flat));
    if (has_flat(item))
        put_change(picture, group, "data-flat-change", "data-flat-shares", &item->flat);
    attribute(group, "data-base-value", raw_text(picture, item->flat.base));
    attribute(group, "data-new-value", raw_text(picture, item->flat.new_));
    attribute(group, "data-cum", graph_sides_values(picture, &item->cum));
    put_change(picture, group, "data-cum-change", "data-cum-shares", &item->cum);
}

static void put_function(const struct graph_picture *picture, const struct graph_item *item)
{
    const struct graph *graph = picture->view->trimmed->graph;
    int64_t flat = graph_flat(graph, item->node), cum = graph_cum(graph, item->node);
    struct frame_place place = frame_place(picture->view, graph->node_frames[item->node]);
    struct str where = place_text(picture, &place);
    struct group group = {.group = {.class = "node", .link = STR(""), .box = box_of(item)}};
    if (picture->links_of)
        group.group.link = picture->links_of->of(picture->links_of, picture, item);
    group.group.title = function_title(picture, item, where);
    attribute(&group, "data-id", item->id);
    attribute(&group, "data-name", item->name);
    attribute(&group, "data-package",
              graph_shortened(flame_visible(place.package, picture->arena), GRAPH_NAME_MOST,
                              picture->arena));
    attribute(&group, "data-place", where);
    if (picture->words) {
        put_compared(picture, &group, item);
    } else {
        attribute(&group, "data-flat", graph_value(picture, flat));
        attribute(&group, "data-flat-share", graph_share(picture, flat));
        attribute(&group, "data-flat-value",
                  picture->view->selection->is_mean ? STR("") : raw_text(picture, flat));
        attribute(&group, "data-cum", graph_value(picture, cum));
    }
    attribute(&group, "data-cum-share", graph_share(picture, cum));
    attribute(&group, "data-hot", item->is_hot ? STR("1") : STR(""));
    picture->canvas->calls->open_group(picture->canvas, &group.group);
    put_box(picture, item, cum);
    put_runs(picture, item);
    if (picture->words) {
        put_bars(picture, item, 0, item->flat.base, item->cum.base);
        put_bars(picture, item, 1, item->flat.new_, item->cum.new_);
    } else {
        put_bars(picture, item, 0, flat, cum);
    }
    close_group(picture);
}

static void put_tag(const struct graph_picture *picture, const struct graph_item *item)
{
    struct group group = {.group = {.class = "node tag", .link = STR(""), .box = box_of(item)}};
    struct sink title;
    sink_init_buffer(&title, picture->arena, UINT64_MAX);
    sink_text(&title, item->name);
    title_number(picture, &title, "\n", item->tag->weight);
    group.group.title = sink_str(&title);
    attribute(&group, "data-id", item->id);
    attribute(&group, "data-tag", item->tag->source);
    attribute(&group, "data-name", item->name);
    attribute(&group, "data-cum", graph_value(picture, item->tag->weight));
    attribute(&group, "data-cum-share", graph_share(picture, item->tag->weight));
    picture->canvas->calls->open_group(picture->canvas, &group.group);
    put_box(picture, item, 0);
    put_runs(picture, item);
    close_group(picture);
}

/* With what numbers are parts of, for sums of them; means have none. */
static void open_nodes(const struct graph_picture *picture)
{
    const struct selection *selection = picture->view->selection;
    struct group group = {.group = {.class = "nodes", .title = STR(""), .link = STR("")}};
    if (!selection->is_mean) {
        attribute(&group, "data-total", raw_text(picture, picture->total));
        attribute(&group, "data-unit", flame_visible(selection->unit, picture->arena));
    }
    picture->canvas->calls->open_group(picture->canvas, &group.group);
}

/* Of another tile, or of a sketch: the box alone. */
static void put_blank(const struct graph_picture *picture, const struct graph_item *item)
{
    const struct graph *graph = picture->view->trimmed->graph;
    struct canvas_box box = box_of(item);
    if (!picture->window || overlaps(&box, picture->window))
        put_box(picture, item, item->tag ? 0 : graph_cum(graph, item->node));
}

static void put_item(const struct graph_picture *picture, const struct graph_item *item)
{
    double x = item->x + item->box.width / 2, y = item->y + item->box.height / 2;
    (!graph_is_own(picture, x, y) ? put_blank : item->tag ? put_tag : put_function)(picture, item);
}

void graph_paint(const struct graph_picture *picture)
{
    if (picture->words) {
        open_group(picture, "bands");
        put_bands(picture);
        close_group(picture);
    }
    open_group(picture, "edges");
    each_link(picture, put_link);
    close_group(picture);
    open_nodes(picture);
    for (size_t i = 0; i < picture->item_count; i++)
        put_item(picture, &picture->items[i]);
    close_group(picture);
    open_group(picture, "labels");
    each_link(picture, put_label);
    close_group(picture);
}
