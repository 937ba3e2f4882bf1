/* Labels: a greedy choice among places along each line (Christensen, Marks, Shieber: An empirical
 * study of algorithms for point-feature label placement, 1995, on greedy against better ones). A
 * grid knows which lines and labels are near. */
#include "layout/edge_labels.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/sort.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "layout/lines.h"

#include <math.h>

enum { SAMPLES_A_GAP = 9, MOST_SAMPLES = 72, MOST_CELLS = 1 << 20 };

static const double BESIDE = 3;      /* between a line and its label */
static const double MOST_COST = 160; /* of lines: all beyond are as bad */
static const double APART = 2;       /* between labels, and between labels and nodes */
/* Costs in lengths from the middle: of another line under the label, between it and its own line,
 * and so near that the label might be its. */
static const double CROSSED = 10, BETWEEN = 4, DOUBTFUL = 0.7;
static const double NEAR = 6;

struct box {
    double left, top, right, bottom;
};

/* What is in a cell: a piece of a line, or a label. */
struct item {
    uint32_t id, next; /* index of the next item + 1 */
};

struct piece {
    struct layout_point from, to;
    uint32_t edge;
};

struct grid {
    double cell_width, cell_height, left, top;
    uint32_t columns, rows;
    uint32_t *pieces, *labels; /* by cell: index of the first item + 1 */
    ARRAY(struct item) items;
};

/* What an edge's line cost a candidate. */
struct cost {
    uint32_t round;
    double cost;
};

struct labelling {
    const struct digraph *graph;
    const struct layers *layers;
    const double *x;
    const struct lines *lines;
    struct edge_labels *labels;
    struct grid grid;
    struct piece *all;
    struct cost *costs; /* by edge */
    uint32_t round;     /* the candidate that is looked at */
    struct box *boxes;  /* by edge: of placed labels */
    uint64_t work;      /* cells and what is in them, not yet spent */
    struct arena *arena;
};

/* ---------------------------------------------------------------- the grid */

static uint32_t cell_at(double at, double from, double size, uint32_t count)
{
    double cell = (at - from) / size;
    return cell <= 0 ? 0 : cell >= count ? count - 1 : (uint32_t)cell;
}

static void put(struct labelling *labelling, uint32_t *cells, const struct box *box, uint32_t id)
{
    struct grid *grid = &labelling->grid;
    uint32_t first = cell_at(box->left, grid->left, grid->cell_width, grid->columns);
    uint32_t last = cell_at(box->right, grid->left, grid->cell_width, grid->columns);
    uint32_t top = cell_at(box->top, grid->top, grid->cell_height, grid->rows);
    uint32_t bottom = cell_at(box->bottom, grid->top, grid->cell_height, grid->rows);
    for (uint32_t row = top; row <= bottom; row++)
        for (uint32_t column = first; column <= last; column++) {
            uint32_t *cell = &cells[row * grid->columns + column];
            labelling->work++;
            array_push(labelling->arena, &grid->items, ((struct item){id, *cell}));
            *cell = (uint32_t)grid->items.count;
        }
}

static struct box box_around(struct layout_point a, struct layout_point b)
{
    return (struct box){a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, a.x < b.x ? b.x : a.x,
                        a.y < b.y ? b.y : a.y};
}

/* A long slanted piece is put in row by row, not into all cells of the box around it. */
static void put_piece(struct labelling *labelling, uint32_t id)
{
    const struct piece *piece = &labelling->all[id];
    const struct grid *grid = &labelling->grid;
    double height = piece->to.y - piece->from.y, y = piece->from.y;
    while (y < piece->to.y) {
        uint32_t row = cell_at(y, grid->top, grid->cell_height, grid->rows);
        double end = grid->top + (row + 1) * grid->cell_height;
        end = end > piece->to.y || row + 1 == grid->rows ? piece->to.y : end;
        end = end > y ? end : piece->to.y;
        double a = (y - piece->from.y) / height, b = (end - piece->from.y) / height;
        double width = piece->to.x - piece->from.x;
        struct box box = box_around((struct layout_point){piece->from.x + a * width, y},
                                    (struct layout_point){piece->from.x + b * width, end - 1e-6});
        put(labelling, labelling->grid.pieces, &box, id);
        y = end;
    }
}

static void make_grid(struct labelling *labelling)
{
    const struct lines *lines = labelling->lines;
    const struct layers *layers = labelling->layers;
    uint32_t count = lines->starts[layers->edge_count];
    struct box all = {1e300, 1e300, -1e300, -1e300};
    for (uint32_t i = 0; i < count; i++) {
        const struct layout_point *p = &lines->corners[i];
        all.left = p->x < all.left ? p->x : all.left;
        all.right = p->x > all.right ? p->x : all.right;
        all.top = p->y < all.top ? p->y : all.top;
        all.bottom = p->y > all.bottom ? p->y : all.bottom;
    }
    struct grid *grid = &labelling->grid;
    double width = all.right - all.left + 1, height = all.bottom - all.top + 1;
    grid->cell_width = 64;
    grid->cell_height = 24;
    double most = 8 * (double)count + 4096;
    most = most > MOST_CELLS ? MOST_CELLS : most;
    while ((width / grid->cell_width + 1) * (height / grid->cell_height + 1) > most) {
        grid->cell_width *= 2;
        grid->cell_height *= 2;
    }
    grid->left = all.left;
    grid->top = all.top;
    grid->columns = (uint32_t)(width / grid->cell_width) + 1;
    grid->rows = (uint32_t)(height / grid->cell_height) + 1;
    grid->pieces = ARENA_NEW(labelling->arena, uint32_t, (size_t)grid->columns * grid->rows);
    grid->labels = ARENA_NEW(labelling->arena, uint32_t, (size_t)grid->columns * grid->rows);
}

static bool spend(struct labelling *labelling, uint64_t work, struct budget *budget,
                  struct error *error)
{
    work += labelling->work;
    labelling->work = 0;
    return budget_spend(budget, work, error);
}

static bool put_lines(struct labelling *labelling, struct budget *budget, struct error *error)
{
    const struct lines *lines = labelling->lines;
    uint32_t count = 0;
    labelling->all =
        ARENA_NEW(labelling->arena, struct piece, lines->starts[labelling->layers->edge_count]);
    for (uint32_t e = 0; e < labelling->layers->edge_count; e++)
        for (uint32_t i = lines->starts[e] + 1; i < lines->starts[e + 1]; i++) {
            labelling->all[count] = (struct piece){lines->corners[i - 1], lines->corners[i], e};
            put_piece(labelling, count++);
            if (!spend(labelling, 1, budget, error))
                return false;
        }
    return true;
}

/* ---------------------------------------------------------------- what a label would touch */

static bool meets(const struct box *box, const struct box *other)
{
    return box->left < other->right + APART && box->right > other->left - APART &&
           box->top < other->bottom + APART && box->bottom > other->top - APART;
}

/* Whether a line passes through the box. */
static bool passes(const struct piece *piece, const struct box *box)
{
    double from = 0, to = 1, dx = piece->to.x - piece->from.x, dy = piece->to.y - piece->from.y;
    double ends[4][2] = {{-dx, piece->from.x - box->left},
                         {dx, box->right - piece->from.x},
                         {-dy, piece->from.y - box->top},
                         {dy, box->bottom - piece->from.y}};
    for (int i = 0; i < 4; i++) {
        double along = ends[i][0], room = ends[i][1];
        if (along == 0) {
            if (room < 0)
                return false;
        } else if (along < 0) {
            from = room / along > from ? room / along : from;
        } else {
            to = room / along < to ? room / along : to;
        }
    }
    return from < to;
}

/* The first slot of a layer whose right side is right of `left`. */
static uint32_t first_right_of(const struct labelling *labelling, uint32_t layer, double left)
{
    const struct layers *layers = labelling->layers;
    uint32_t low = layers->starts[layer], high = layers->starts[layer + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (labelling->x[layers->order[middle]] < left)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool on_slot(const struct labelling *labelling, uint32_t slot, const struct box *box)
{
    if (slot >= labelling->layers->node_count)
        return false;
    const struct digraph_node *node = &labelling->graph->nodes[slot];
    uint32_t layer = labelling->layers->layer[slot];
    double top = labelling->lines->tops[layer], bottom = labelling->lines->bottoms[layer];
    double y = (top + bottom - node->height) / 2, x = labelling->x[slot] - node->width / 2;
    struct box own = {x, y, x + node->width, y + node->height};
    return meets(box, &own);
}

/* Whether the box touches a node of the layer: nodes left of its left side are looked at until one
 * is passed, which ends what can reach it. */
static bool on_layer(const struct labelling *labelling, uint32_t layer, const struct box *box)
{
    const struct layers *layers = labelling->layers;
    uint32_t at = first_right_of(labelling, layer, box->left);
    for (uint32_t i = at; i > layers->starts[layer]; i--) {
        if (on_slot(labelling, layers->order[i - 1], box))
            return true;
        if (layers->order[i - 1] < layers->node_count)
            break;
    }
    for (uint32_t i = at; i < layers->starts[layer + 1]; i++) {
        uint32_t slot = layers->order[i];
        if (on_slot(labelling, slot, box))
            return true;
        if (slot < layers->node_count && labelling->x[slot] > box->right)
            break;
    }
    return false;
}

static bool on_node(const struct labelling *labelling, const struct box *box)
{
    const struct layers *layers = labelling->layers;
    const struct lines *lines = labelling->lines;
    uint32_t low = 0, high = layers->layer_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (lines->bottoms[middle] + APART < box->top)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < layers->layer_count && lines->tops[low] - APART < box->bottom; low++)
        if (on_layer(labelling, low, box))
            return true;
    return false;
}

static struct box grown(const struct box *box, double by)
{
    return (struct box){box->left - by, box->top - by, box->right + by, box->bottom + by};
}

/* With the place on its line that a label stands at. */
static struct box with_anchor(const struct box *box, struct layout_point at)
{
    struct box all = *box;
    all.left = at.x < all.left ? at.x : all.left;
    all.right = at.x > all.right ? at.x : all.right;
    all.top = at.y < all.top ? at.y : all.top;
    all.bottom = at.y > all.bottom ? at.y : all.bottom;
    return all;
}

/* What a piece adds to what its edge has cost already. */
static double cost_of(struct labelling *labelling, const struct piece *piece, const struct box *box,
                      const struct box *anchored)
{
    struct cost *before = &labelling->costs[piece->edge];
    struct box wide = grown(anchored, NEAR);
    if (before->round != labelling->round)
        *before = (struct cost){labelling->round, 0};
    if (before->cost == CROSSED || !passes(piece, &wide))
        return 0;
    double own = passes(piece, box) ? CROSSED : passes(piece, anchored) ? BETWEEN : DOUBTFUL;
    double more = own > before->cost ? own - before->cost : 0;
    before->cost += more;
    return more;
}

/* The cells that a box is in. */
struct cells {
    uint32_t left, right, top, bottom;
};

static struct cells cells_of(const struct grid *grid, const struct box *box)
{
    return (struct cells){cell_at(box->left, grid->left, grid->cell_width, grid->columns),
                          cell_at(box->right, grid->left, grid->cell_width, grid->columns),
                          cell_at(box->top, grid->top, grid->cell_height, grid->rows),
                          cell_at(box->bottom, grid->top, grid->cell_height, grid->rows)};
}

static bool on_label(struct labelling *labelling, const struct box *box)
{
    const struct grid *grid = &labelling->grid;
    struct box wide = grown(box, APART);
    struct cells cells = cells_of(grid, &wide);
    for (uint32_t row = cells.top; row <= cells.bottom; row++)
        for (uint32_t column = cells.left; column <= cells.right; column++)
            for (uint32_t i = grid->labels[row * grid->columns + column]; i;
                 i = grid->items.at[i - 1].next) {
                labelling->work++;
                if (meets(box, &labelling->boxes[grid->items.at[i - 1].id]))
                    return true;
            }
    return false;
}

/* The cost of other edges' lines; from `most` on it is not counted further. */
static double in_the_way(struct labelling *labelling, const struct box *box,
                         const struct box *anchored, uint32_t own, double most)
{
    const struct grid *grid = &labelling->grid;
    struct box wide = grown(anchored, NEAR);
    struct cells cells = cells_of(grid, &wide);
    double cost = 0;
    labelling->round++;
    for (uint32_t row = cells.top; row <= cells.bottom; row++)
        for (uint32_t column = cells.left; column <= cells.right; column++)
            for (uint32_t i = grid->pieces[row * grid->columns + column]; i && cost < most;
                 i = grid->items.at[i - 1].next) {
                const struct piece *piece = &labelling->all[grid->items.at[i - 1].id];
                labelling->work++;
                if (piece->edge != own)
                    cost += cost_of(labelling, piece, box, anchored);
            }
    return cost;
}

/* ---------------------------------------------------------------- places along a line */

/* A place on the line, and the way it goes there. */
struct sample {
    double y, far; /* from the preferred place, in gaps */
};

/* The line at a height. */
static const struct layout_point *piece_at(const struct labelling *labelling, uint32_t edge,
                                           double y)
{
    const struct lines *lines = labelling->lines;
    uint32_t low = lines->starts[edge], high = lines->starts[edge + 1] - 2;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (lines->corners[middle + 1].y < y)
            low = middle + 1;
        else
            high = middle;
    }
    return &lines->corners[low];
}

/* Heights to try: several in each gap that the line passes, and the middle of each layer. */
static size_t samples_of(const struct labelling *labelling, uint32_t edge, struct sample *samples)
{
    static const double PARTS[SAMPLES_A_GAP] = {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9};
    const struct layers *layers = labelling->layers;
    const struct lines *lines = labelling->lines;
    uint32_t first = layers->layer[layers->upper[edge]], end = layers->layer[layers->lower[edge]];
    double half = labelling->graph->edges[edge].label_height / 2 + APART;
    uint32_t middle = first + (end - first - 1) / 2;
    size_t count = 0;
    for (uint32_t k = 0; k < 2 * (end - first); k++) {
        /* from the middle outwards */
        uint32_t step = (k + 1) / 2, gap = k % 2 ? middle + step : middle - step;
        if ((k % 2 == 0 && step > middle - first) || gap >= end)
            continue;
        double top = lines->bottoms[gap] + half, bottom = lines->tops[gap + 1] - half;
        for (size_t i = 0; i < SAMPLES_A_GAP && count + 2 < MOST_SAMPLES; i++) {
            if (bottom <= top && i)
                break;
            samples[count++] = (struct sample){bottom <= top ? (top + bottom) / 2
                                                             : top + (bottom - top) * PARTS[i],
                                               step + (double)i / SAMPLES_A_GAP};
        }
        if (gap + 1 < end && count + 1 < MOST_SAMPLES)
            samples[count++] =
                (struct sample){(lines->tops[gap + 1] + lines->bottoms[gap + 1]) / 2, step + 1};
    }
    return count;
}

struct choice {
    struct box box;
    double cost;
};

/* The box beside the line at a place, on one side of it: as near as it can be. */
static struct box box_beside(const struct labelling *labelling, uint32_t edge, double y,
                             double side, struct layout_point *anchor)
{
    const struct digraph_edge *item = &labelling->graph->edges[edge];
    const struct layout_point *at = piece_at(labelling, edge, y);
    double dx = at[1].x - at[0].x, dy = at[1].y - at[0].y, size = sqrt(dx * dx + dy * dy);
    double x = dy > 0 ? at[0].x + dx * (y - at[0].y) / dy : at[0].x;
    double nx = size > 0 ? dy / size : 1, ny = size > 0 ? -dx / size : 0;
    double far = (fabs(nx) * item->label_width + fabs(ny) * item->label_height) / 2 +
                 item->thickness / 2 + BESIDE;
    *anchor = (struct layout_point){x, y};
    x += side * nx * far;
    y += side * ny * far;
    return (struct box){x - item->label_width / 2, y - item->label_height / 2,
                        x + item->label_width / 2, y + item->label_height / 2};
}

static void try_place(struct labelling *labelling, uint32_t edge, const struct sample *sample,
                      double side, struct choice *best)
{
    struct layout_point anchor;
    struct box box = box_beside(labelling, edge, sample->y, side, &anchor);
    struct box anchored = with_anchor(&box, anchor);
    double cost = sample->far + (side < 0 ? 0.5 : 0);
    double most = best->cost - cost < MOST_COST ? best->cost - cost : MOST_COST;
    if (cost >= best->cost || on_node(labelling, &box) || on_label(labelling, &box))
        return;
    cost += in_the_way(labelling, &box, &anchored, edge, most);
    if (cost < best->cost)
        *best = (struct choice){box, cost};
}

/* The gap that is to grow for a label that found no room. */
static void ask_for_room(struct labelling *labelling, uint32_t edge)
{
    const struct layers *layers = labelling->layers;
    uint32_t first = layers->layer[layers->upper[edge]], end = layers->layer[layers->lower[edge]];
    double *more = &labelling->labels->more[first + (end - first - 1) / 2];
    double height = labelling->graph->edges[edge].label_height + 2 * APART;
    *more = height > *more ? height : *more;
    labelling->labels->all = false;
}

static void place(struct labelling *labelling, uint32_t edge)
{
    struct sample samples[MOST_SAMPLES];
    struct choice best = {.cost = 1e9};
    size_t count = samples_of(labelling, edge, samples);
    for (size_t i = 0; i < count && best.cost > samples[i].far; i++) {
        try_place(labelling, edge, &samples[i], 1, &best);
        try_place(labelling, edge, &samples[i], -1, &best);
    }
    if (best.cost >= 1e9) {
        ask_for_room(labelling, edge);
        return;
    }
    labelling->labels->placed[edge] = 1;
    labelling->labels->centers[edge] = (struct layout_point){(best.box.left + best.box.right) / 2,
                                                             (best.box.top + best.box.bottom) / 2};
    labelling->boxes[edge] = best.box;
    put(labelling, labelling->grid.labels, &best.box, edge);
}

/* ---------------------------------------------------------------- whole */

static bool heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct digraph *graph = context;
    return graph->edges[a].weight > graph->edges[b].weight;
}

const struct edge_labels *edge_labels_place(const struct digraph *graph,
                                            const struct layers *layers, const double *x,
                                            const struct lines *lines, struct arena *arena,
                                            struct budget *budget, struct error *error)
{
    uint32_t count = layers->edge_count;
    struct edge_labels *labels = ARENA_NEW(arena, struct edge_labels, 1);
    *labels = (struct edge_labels){ARENA_NEW(arena, struct layout_point, count),
                                   ARENA_NEW(arena, uint8_t, count),
                                   ARENA_NEW(arena, double, layers->layer_count), true};
    struct labelling labelling = {.graph = graph,
                                  .layers = layers,
                                  .x = x,
                                  .lines = lines,
                                  .labels = labels,
                                  .costs = ARENA_NEW(arena, struct cost, count),
                                  .boxes = ARENA_NEW(arena, struct box, count),
                                  .arena = arena};
    uint32_t *order = ARENA_NEW(arena, uint32_t, count);
    if (!count)
        return labels;
    make_grid(&labelling);
    if (!put_lines(&labelling, budget, error))
        return NULL;
    for (uint32_t e = 0; e < count; e++)
        order[e] = e;
    sort_ids(order, count, heavier, graph, *arena);
    for (uint32_t i = 0; i < count; i++) {
        if (graph->edges[order[i]].label_width > 0)
            place(&labelling, order[i]);
        if (!spend(&labelling, MOST_SAMPLES, budget, error))
            return NULL;
    }
    return labels;
}
