/* A call graph over several pages: an overview, the tiles, and where the calls that leave a tile
 * lead to. */
#include "base/arena.h"
#include "base/array.h"
#include "base/sort.h"
#include "renderers/document_graph.h"
#include "renderers/renderer.h"
#include "tree/graph.h"
#include "tree/trim.h"

enum { MOST_TILES = 24, COLUMNS = 3, ROWS = 9, MOST_REFERENCES = COLUMNS * ROWS, PIECES = 32 };

/* Points: what the line above a tile takes, the room around it for numbers, the texts and lines of
 * references, and the gap above them. */
static const double MARKER = 15, RING = 11, REFERENCE = 6.5, LINE = 9, GAP = 6;

/* ---------------------------------------------------------------- cut */

static double wide_of(const struct document *document, bool is_wide)
{
    return (is_wide ? document->paper_height : document->paper_width) - 2 * TOKEN_PDF_MARGIN_X -
           2 * RING;
}

static double high_of(const struct document *document, bool is_wide)
{
    return (is_wide ? document->paper_width : document->paper_height) - TOKEN_PDF_FIRST_BASE +
           TOKEN_PDF_H1 - TOKEN_PDF_TEXT_BOTTOM_FROM_BOTTOM - MARKER - 2 * RING - GAP -
           (ROWS + 1) * LINE;
}

/* Boxes of nodes and of labels. */
static const struct canvas_box *boxes_of(const struct graph_picture *picture, struct arena *arena,
                                         size_t *count)
{
    enum { LABEL_HEIGHT = 14 };
    struct canvas_box *boxes =
        ARENA_NEW(arena, struct canvas_box, picture->item_count + picture->link_count);
    size_t used = 0;
    for (size_t i = 0; i < picture->item_count; i++) {
        const struct graph_item *item = &picture->items[i];
        boxes[used++] = (struct canvas_box){item->x, item->y, item->box.width, item->box.height, 0};
    }
    for (size_t i = 0; i < picture->link_count; i++) {
        struct layout_point center = picture->layout->lines[i].label;
        double width = picture->links[i].label_width;
        if (picture->layout->lines[i].has_label)
            boxes[used++] = (struct canvas_box){center.x - width / 2, center.y - LABEL_HEIGHT / 2.0,
                                                width, LABEL_HEIGHT, 0};
    }
    *count = used;
    return boxes;
}

/* At the largest scale, not above the graph's, that makes few enough. */
static void cut_along(const struct document *document, struct document_graph *graph, bool is_wide)
{
    const struct layout *layout = graph->picture->layout;
    double wide = wide_of(document, is_wide), high = high_of(document, is_wide);
    double area = layout->width * layout->height * graph->scale * graph->scale / (wide * high);
    struct graph_tiling tiling = {.width = layout->width, .height = layout->height};
    graph->is_wide = is_wide;
    tiling.boxes = boxes_of(graph->picture, document->arena, &tiling.count);
    /* More cannot be few enough, so they need no looking at. */
    for (; area > 2 * MOST_TILES; area *= 0.72)
        graph->scale *= 0.85;
    for (;; graph->scale *= 0.85) {
        tiling.most_width = wide / graph->scale;
        tiling.most_height = high / graph->scale;
        graph->tiles = graph_tiles(&tiling, document->arena, &graph->tile_count);
        if (graph->tile_count <= MOST_TILES)
            return;
    }
}

void document_graph_cut(const struct document *document, struct document_graph *graph)
{
    struct document_graph wide = *graph;
    graph->scale = wide.scale = DOCUMENT_GRAPH_LEAST;
    cut_along(document, graph, false);
    cut_along(document, &wide, true);
    if (wide.scale > graph->scale ||
        (wide.scale == graph->scale && wide.tile_count < graph->tile_count))
        *graph = wide;
}

static struct str tile_name(const struct document *document, size_t tile)
{
    return document_name(document, "tile", tile + 1);
}

/* ---------------------------------------------------------------- overview */

static void put_tile_place(struct document *document, const struct document_graph *graph,
                           size_t tile, double left, double top, double scale)
{
    const struct canvas_box *window = &graph->tiles[tile].window;
    struct canvas_box box = {left + window->x * scale, top + window->y * scale,
                             window->width * scale, window->height * scale, 0};
    const struct canvas_style frame = {.line = CANVAS_ROLE(TOKEN_ROLE_LINK), .line_width = 0.6};
    const struct canvas_text_style style = {.size = TOKEN_PDF_BODY,
                                            .is_strong = true,
                                            .anchor = CANVAS_MIDDLE,
                                            .color = CANVAS_ROLE(TOKEN_ROLE_LINK),
                                            .halo = CANVAS_ROLE(TOKEN_ROLE_PAGE),
                                            .halo_width = 3};
    struct str name = tile_name(document, tile), page = document_page_text(document, name);
    struct canvas_point center = {box.x + box.width / 2,
                                  box.y + box.height / 2 + 0.36 * TOKEN_PDF_BODY};
    struct str words = document_print(document, "page %.*s", STR_ARG(page));
    bool is_narrow = box.width < 42;
    document_open_link(document, &box, name);
    document->canvas->calls->box(document->canvas, &box, &frame, NULL);
    document->canvas->calls->text(document->canvas, center, is_narrow ? page : words, &style, NULL);
    document_close_link(document, name);
}

void document_graph_overview(struct document *document, const struct document_graph *graph,
                             double height)
{
    struct graph_picture *picture = graph->picture;
    double room = document_right(document) - document_left(document);
    double wide = room / (picture->layout->width + 2 * DOCUMENT_GRAPH_AROUND);
    double high = height / (picture->layout->height + 2 * DOCUMENT_GRAPH_AROUND);
    double scale = wide < high ? wide : high;
    double left = document_left(document) + (room - picture->layout->width * scale) / 2;
    double top = document->y + DOCUMENT_GRAPH_AROUND * scale;
    document->pages->calls->open(document->pages, PAGES_FIGURE, graph_subject(picture));
    document->pages->calls->enter(document->pages, left, top, scale, NULL);
    picture->is_sketch = true;
    if (!document->is_blank)
        graph_paint(picture);
    picture->is_sketch = false;
    document->pages->calls->leave(document->pages);
    for (size_t i = 0; i < graph->tile_count; i++)
        put_tile_place(document, graph, i, left, top, scale);
    document->pages->calls->close(document->pages);
    document->y += (picture->layout->height + 2 * DOCUMENT_GRAPH_AROUND) * scale + 8;
}

/* ---------------------------------------------------------------- references */

/* A call that crosses a tile's border. */
struct reference {
    struct canvas_point place; /* in the drawing, at the border or in the tile */
    uint32_t item;             /* the end that is on another tile */
    int64_t weight;
    bool is_from;
    int side;     /* of the tile, clockwise from the top */
    double along; /* points from the side's start */
};

struct references {
    struct arena *arena;
    ARRAY(struct reference) found;
};

static struct canvas_point center_of(const struct graph_item *item)
{
    return (struct canvas_point){item->x + item->box.width / 2, item->y + item->box.height / 2};
}

static bool is_inside(const struct canvas_box *box, struct canvas_point at)
{
    return at.x >= box->x && at.x < box->x + box->width && at.y >= box->y &&
           at.y < box->y + box->height;
}

/* A point of a line at `t` pieces of its cubics. */
static struct canvas_point along(const struct layout_point *points, size_t step)
{
    const struct layout_point *p = points + step / PIECES * 3;
    double t = (double)(step % PIECES) / PIECES, s = 1 - t;
    if (step % PIECES == 0)
        return (struct canvas_point){p->x, p->y};
    double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
    return (struct canvas_point){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                                 a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

/* Where a line first comes into the window and last leaves it; whether it is there at all. */
static bool cross(const struct layout *layout, const struct layout_line *line,
                  const struct canvas_box *window, struct canvas_point *in,
                  struct canvas_point *out)
{
    const struct layout_point *points = layout->points + line->first;
    size_t steps = line->count ? (line->count - 1) / 3 * PIECES : 0;
    bool any = false;
    for (size_t i = 0; line->count && i <= steps; i++) {
        struct canvas_point at = along(points, i);
        if (!is_inside(window, at))
            continue;
        if (!any)
            *in = at;
        *out = at;
        any = true;
    }
    return any;
}

static void put_on_side(struct reference *reference, const struct canvas_box *window, double scale)
{
    double from[4] = {
        reference->place.y - window->y, window->x + window->width - reference->place.x,
        window->y + window->height - reference->place.y, reference->place.x - window->x};
    for (int side = 1; side < 4; side++)
        if (from[side] < from[reference->side])
            reference->side = side;
    reference->along = scale * (reference->side % 2 ? from[0] : from[3]);
}

static void add_reference(struct references *references, const struct document_graph *graph,
                          const struct graph_tile *tile, const struct graph_link *link,
                          bool is_from, struct canvas_point place)
{
    struct reference reference = {.place = place,
                                  .item = is_from ? link->from : link->to,
                                  .weight = link->pull,
                                  .is_from = is_from};
    if (is_inside(&tile->cell, center_of(&graph->picture->items[reference.item])))
        return;
    put_on_side(&reference, &tile->window, graph->scale);
    array_push(references->arena, &references->found, reference);
}

static void find_references(struct references *references, const struct document_graph *graph,
                            const struct graph_tile *tile)
{
    const struct graph_picture *picture = graph->picture;
    for (size_t i = 0; i < picture->link_count; i++) {
        struct canvas_point in, out;
        if (!cross(picture->layout, &picture->layout->lines[i], &tile->window, &in, &out))
            continue;
        add_reference(references, graph, tile, &picture->links[i], true, in);
        add_reference(references, graph, tile, &picture->links[i], false, out);
    }
}

static bool heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct reference *found = context;
    return found[a].weight != found[b].weight ? found[a].weight > found[b].weight : a < b;
}

static bool earlier(const void *context, uint32_t a, uint32_t b)
{
    const struct reference *found = context;
    if (found[a].side != found[b].side)
        return found[a].side < found[b].side;
    return found[a].along != found[b].along ? found[a].along < found[b].along : a < b;
}

/* The heaviest, in the order of their places; so many. */
static const uint32_t *choose(const struct references *references, size_t *count)
{
    size_t all = references->found.count;
    uint32_t *order = ARENA_NEW(references->arena, uint32_t, all);
    for (uint32_t i = 0; i < all; i++)
        order[i] = i;
    sort_ids(order, all, heavier, references->found.at, *references->arena);
    *count = all < MOST_REFERENCES ? all : MOST_REFERENCES;
    sort_ids(order, *count, earlier, references->found.at, *references->arena);
    return order;
}

/* Moves numbers of a side apart, within its length. */
static void spread(struct reference *found, const uint32_t *order, size_t count, double length)
{
    double room = count > 1 ? length / (double)(count - 1) : length;
    double apart = room < RING ? room : RING, limit = length;
    for (size_t i = 1; i < count; i++)
        if (found[order[i]].along < found[order[i - 1]].along + apart)
            found[order[i]].along = found[order[i - 1]].along + apart;
    for (size_t i = count; i-- > 0; limit -= apart)
        if (found[order[i]].along > limit)
            found[order[i]].along = limit;
}

static void spread_all(struct reference *found, const uint32_t *order, size_t count,
                       const struct canvas_box *window, double scale)
{
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && found[order[end]].side == found[order[i]].side)
            end++;
        spread(found, order + i, end - i,
               scale * (found[order[i]].side % 2 ? window->height : window->width));
        i = end;
    }
}

/* ---------------------------------------------------------------- a tile */

static size_t tile_of(const struct document_graph *graph, uint32_t item)
{
    struct canvas_point center = center_of(&graph->picture->items[item]);
    for (size_t i = 0; i < graph->tile_count; i++)
        if (is_inside(&graph->tiles[i].cell, center))
            return i;
    return 0;
}

/* The number of a reference, in the ring around the tile. */
static void put_number(const struct document *document, const struct reference *reference,
                       size_t number, const struct canvas_box *area)
{
    const struct document_ink ink = {
        .size = REFERENCE, .role = TOKEN_ROLE_LINK, .is_strong = true, .anchor = CANVAS_MIDDLE};
    double x = reference->side == 1   ? area->x + area->width + RING / 2
               : reference->side == 3 ? area->x - RING / 2
                                      : area->x + reference->along;
    double y = reference->side == 0   ? area->y - RING / 2
               : reference->side == 2 ? area->y + area->height + RING / 2
                                      : area->y + reference->along;
    document_put(document, x, y + 0.36 * ink.size, document_print(document, "%zu", number), &ink);
}

/* "3 to regexp.(*machine).step, page 7" */
static void put_reference(struct document *document, const struct document_graph *graph,
                          const struct reference *reference, size_t number)
{
    const struct document_ink strong = {
        .size = REFERENCE, .role = TOKEN_ROLE_LINK, .is_strong = true, .anchor = CANVAS_END};
    const struct document_ink ink = {.size = REFERENCE, .role = TOKEN_ROLE_INK_SOFT};
    const double number_width = 12, gap = 14;
    double whole = document_right(document) - document_left(document) + gap;
    double column = whole / COLUMNS, width = column - gap - number_width;
    double x = document_left(document) + column * (double)((number - 1) / ROWS);
    double base = document->y + LINE * (double)((number - 1) % ROWS + 1);
    struct str place = tile_name(document, tile_of(graph, reference->item));
    struct str page = document_page_text(document, place);
    struct str before = reference->is_from ? STR("from ") : STR("to ");
    struct str after = document_print(document, ", page %.*s", STR_ARG(page));
    double used = document_text_width(before, &ink) + document_text_width(after, &ink);
    size_t count;
    const struct str *name = document_lines(document, graph->picture->items[reference->item].name,
                                            &ink, width - used, 1, &count);
    struct canvas_box box = {x, base - REFERENCE, column - gap, LINE, 0};
    struct str shown = count ? name[0] : STR("");
    document->pages->calls->open(document->pages, PAGES_ITEM, STR(""));
    document_put(document, x + number_width - 4, base, document_print(document, "%zu", number),
                 &strong);
    document_open_link(document, &box, place);
    document_put(
        document, x + number_width, base,
        document_print(document, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(shown), STR_ARG(after)),
        &ink);
    document_close_link(document, place);
    document->pages->calls->close(document->pages);
}

static void put_references(struct document *document, const struct document_graph *graph,
                           const struct graph_tile *tile, const struct canvas_box *area)
{
    struct references references = {.arena = document->arena};
    const struct document_ink ink = {.size = REFERENCE, .role = TOKEN_ROLE_INK_MUTED};
    size_t count;
    find_references(&references, graph, tile);
    const uint32_t *order = choose(&references, &count);
    struct reference *found = references.found.at;
    if (!count)
        return;
    spread_all(found, order, count, &tile->window, graph->scale);
    for (size_t i = 0; i < count; i++)
        put_number(document, &found[order[i]], i + 1, area);
    document->y = document_bottom(document) - (ROWS + 1) * LINE;
    document->pages->calls->open(document->pages, PAGES_LIST, STR(""));
    for (size_t i = 0; i < count; i++)
        put_reference(document, graph, &found[order[i]], i + 1);
    document->pages->calls->close(document->pages);
    if (references.found.count > count)
        document_put(document, document_left(document), document->y + (ROWS + 1) * LINE,
                     document_print(document, "%zu lighter calls across the border have no number.",
                                    references.found.count - count),
                     &ink);
}

static void put_tile(struct document *document, const struct document_graph *graph, size_t index)
{
    const struct graph_tile *tile = &graph->tiles[index];
    struct graph_picture *picture = graph->picture;
    const struct canvas_box *window = &tile->window;
    double room = wide_of(document, graph->is_wide), high = high_of(document, graph->is_wide);
    double scale = graph->scale;
    if (window->width * scale > room)
        scale = room / window->width;
    if (window->height * scale > high)
        scale = high / window->height;
    struct canvas_box area = {document_left(document) + RING + (room - window->width * scale) / 2,
                              document->y + RING, window->width * scale, window->height * scale, 0};
    const struct canvas_style frame = {.line = CANVAS_ROLE(TOKEN_ROLE_BORDER),
                                       .line_width = TOKEN_PDF_HAIRLINE};
    struct document_graph own = *graph;
    own.scale = scale;
    document->pages->calls->open(document->pages, PAGES_FIGURE, graph_subject(picture));
    document->pages->calls->enter(document->pages, area.x - window->x * scale,
                                  area.y - window->y * scale, scale, window);
    picture->cell = &tile->cell;
    picture->window = window;
    graph_paint(picture);
    picture->cell = picture->window = NULL;
    document->pages->calls->leave(document->pages);
    document->canvas->calls->box(document->canvas, &area, &frame, NULL);
    document->pages->calls->close(document->pages);
    put_references(document, &own, tile, &area);
}

bool document_graph_tiles(struct document *document, const struct document_graph *graph,
                          struct error *error)
{
    for (size_t i = 0; i < graph->tile_count; i++) {
        document_turn(document, graph->is_wide);
        document_mark(document, tile_name(document, i));
        document_figure_line(
            document,
            document_print(document, "Call graph, tile %zu of %zu: row %u, column %u", i + 1,
                           graph->tile_count, graph->tiles[i].row, graph->tiles[i].column));
        document->y += MARKER - TOKEN_PDF_SMALL * TOKEN_PDF_LEADING;
        if (!document->is_blank)
            put_tile(document, graph, i);
        document->y = document_bottom(document);
        if (!budget_spend(document->view->budget, graph->picture->link_count, error))
            return false;
    }
    return true;
}
