/* The route of an edge with the fewest crossings is a shortest path through the gaps between the
 * slots of the layers that it passes, as an edge is put into a planar drawing (Gutwenger, Mutzel,
 * Weiskircher: Inserting an Edge into a Planar Graph, 2005); a node goes to the gap where the paths
 * of its edges are the shortest in all, which is sifting (Matuszewski, Schoenfeld, Molitor: Using
 * Sifting for k-Layer Straightline Crossing Minimization, 1999) with the edges moving along.
 *
 * One step, from the gaps of a layer to those of the next: the crossings from gap p to gap q are
 *     #{segments (a, b): a < p, b >= q} + #{a >= p, b < q},
 * and when q passes the lower end of a segment (a, b), they fall by one for all p > a and rise by
 * one for all others. So a gap p that has become as good as one left of it stays so, and the list
 * of those that are still better than all right of them gives the best p for every q; sets with
 * their last gap for a name (union-find) make a step next to linear. Only gaps that can be reached
 * with no more than the allowed crossings count. */
#include "layout/order_route.h"
#include "base/arena.h"

#include <string.h>

/* The gaps low .. high of a layer and the crossings to get there; none if low > high. */
struct row {
    uint32_t low, high;
    uint32_t *cost; /* by gap */
};

/* Once a gap is as good as one left of it, it stays so: the other is beaten. Those not beaten are a
 * list, the best one first. */
struct rival {
    uint32_t beaten_by; /* a gap right of it; itself: not beaten */
    uint32_t before;    /* in the list */
    int32_t behind;     /* crossings more than the one before */
};

/* Where the shown segments between two layers end, seen from one of them. */
struct view {
    uint32_t *from;   /* places in the other layer */
    uint32_t *ends;   /* by place here: it has from[ends[t] .. ends[t + 1]) */
    uint32_t *before; /* by gap there: segments that end left of it */
    uint32_t count;
    uint64_t here, there; /* the changes of the layers when this was made */
};

struct router {
    struct drawing *drawing;
    struct row *rows;      /* by layer */
    struct view *views[2]; /* by layer: of the segments to a side */
    uint64_t *total;       /* by gap: of all edges of a node */
    int32_t *steps;        /* by gap: what it costs more than the gap before */
    struct rival *rivals;  /* by gap */
};

static void make_views(struct router *router, enum drawing_side side, struct arena *arena)
{
    const struct layers *layers = router->drawing->layers;
    const uint32_t *starts = router->drawing->near[side].starts;
    size_t gaps = (size_t)layers->slot_count + layers->layer_count;
    struct view *views = ARENA_NEW(arena, struct view, layers->layer_count);
    uint32_t *from = ARENA_NEW(arena, uint32_t, (size_t)starts[layers->slot_count] + 1);
    uint32_t *ends = ARENA_NEW(arena, uint32_t, gaps), *before = ARENA_NEW(arena, uint32_t, gaps);
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        uint32_t other = side == DRAWING_ABOVE ? l - 1 : l + 1;
        views[l] = (struct view){.from = from, .ends = ends + layers->starts[l] + l};
        views[l].here = UINT64_MAX;
        if (other < layers->layer_count)
            views[l].before = before + layers->starts[other] + other;
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++)
            from += starts[layers->order[i] + 1] - starts[layers->order[i]];
    }
    router->views[side] = views;
}

struct router *router_new(struct drawing *drawing, struct arena *arena)
{
    const struct layers *layers = drawing->layers;
    struct router *router = ARENA_NEW(arena, struct router, 1);
    uint32_t *cost = ARENA_NEW(arena, uint32_t, (size_t)layers->slot_count + layers->layer_count);
    size_t gaps = (size_t)drawing->widest + 1;
    router->drawing = drawing;
    router->rows = ARENA_NEW(arena, struct row, layers->layer_count);
    for (uint32_t l = 0; l < layers->layer_count; l++)
        router->rows[l].cost = cost + layers->starts[l] + l;
    make_views(router, DRAWING_ABOVE, arena);
    make_views(router, DRAWING_BELOW, arena);
    router->total = ARENA_NEW(arena, uint64_t, gaps);
    router->steps = ARENA_NEW(arena, int32_t, gaps + 1);
    router->rivals = ARENA_NEW(arena, struct rival, gaps);
    return router;
}

static void view_fill(struct view *view, const struct drawing *drawing, uint32_t layer,
                      uint32_t other, enum drawing_side side)
{
    const uint32_t *place = drawing->place;
    const uint32_t *order = drawing->order + drawing->layers->starts[layer];
    struct drawing_near near = drawing->near[side];
    uint32_t *from = view->from, *ends = view->ends, *before = view->before;
    uint32_t width = drawing_width(drawing, layer), gaps = drawing_width(drawing, other) + 1;
    uint32_t count = 0;
    memset(before, 0, gaps * sizeof *before);
    for (uint32_t t = 0; t < width; t++) {
        uint32_t slot = order[t];
        ends[t] = count;
        if (place[slot] & DRAWING_HIDDEN)
            continue;
        for (uint32_t i = near.starts[slot]; i < near.starts[slot + 1]; i++) {
            uint32_t at = place[near.slots[i]];
            if (at & DRAWING_HIDDEN)
                continue;
            from[count++] = at;
            before[at + 1]++;
        }
    }
    ends[width] = count;
    for (uint32_t p = 1; p < gaps; p++)
        before[p] += before[p - 1];
    view->count = count;
}

/* The segments of a layer to a side. */
static const struct view *look(struct router *router, uint32_t layer, enum drawing_side side)
{
    struct drawing *drawing = router->drawing;
    struct view *view = &router->views[side][layer];
    uint32_t other = side == DRAWING_ABOVE ? layer - 1 : layer + 1;
    if (view->here == drawing->changes[layer] && view->there == drawing->changes[other])
        return view;
    view->here = drawing->changes[layer];
    view->there = drawing->changes[other];
    view_fill(view, drawing, layer, other, side);
    drawing_spend(drawing, view->count + 4);
    return view;
}

static void row_note(struct row *row, uint32_t gap, uint32_t cost, uint32_t most)
{
    row->cost[gap] = cost;
    if (cost > most)
        return;
    if (row->low > row->high)
        row->low = gap;
    row->high = gap;
}

/* From a node at `place` to the gaps of `layer`. */
static void leave(struct router *router, uint32_t place, uint32_t layer, enum drawing_side side,
                  uint32_t most)
{
    struct row *row = &router->rows[layer];
    const struct view *view = look(router, layer, side);
    const uint32_t *from = view->from, *ends = view->ends;
    uint32_t width = drawing_width(router->drawing, layer), cost = view->before[place];
    row->low = 1;
    row->high = 0;
    for (uint32_t gap = 0;; gap++) {
        row_note(row, gap, cost, most);
        if (gap == width)
            break;
        for (uint32_t i = ends[gap]; i < ends[gap + 1]; i++)
            cost += (uint32_t)(from[i] > place) - (uint32_t)(from[i] < place);
    }
    drawing_spend(router->drawing, view->count + 4);
}

/* ---------------------------------------------------------------- a step */

static uint32_t row_least(const struct row *row)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t p = row->low; p <= row->high; p++)
        least = row->cost[p] < least ? row->cost[p] : least;
    return least;
}

/* The first gap of `low` and after that is not beaten. */
static uint32_t find(struct rival *rivals, uint32_t gap)
{
    while (rivals[gap].beaten_by != gap) {
        uint32_t by = rivals[gap].beaten_by;
        gap = rivals[gap].beaten_by = rivals[by].beaten_by;
    }
    return gap;
}

/* The best gap to come from, as the gap to go to moves right. */
struct front {
    struct rival *rivals;
    uint32_t first, last;  /* rivals */
    uint32_t cost;         /* from the first */
    uint32_t least, right; /* of the row; segments passed that all rivals cross */
};

/* Lists the gaps of a row that no gap right of them is as good as. Those at its right end that
 * never get better than their neighbours are left out. */
static struct front list_rivals(struct rival *rivals, const struct row *row,
                                const struct view *view, uint32_t most)
{
    const uint32_t *cost = row->cost, *before = view->before;
    uint32_t last = row->high, best = UINT32_MAX;
    while (last > row->low &&
           (cost[last] > most || cost[last] + before[last - 1] >= cost[last - 1] + before[last]))
        last--;
    uint32_t first = last;
    for (uint32_t p = last;; p--) {
        uint32_t own = cost[p] + before[p];
        if (own < best && cost[p] <= most) {
            rivals[first].before = p;
            rivals[first].behind = (int32_t)(best - own);
            rivals[p].beaten_by = first = p;
            best = own;
        } else
            rivals[p].beaten_by = first;
        if (p == row->low)
            break;
    }
    return (struct front){rivals, first, last, best, row_least(row), 0};
}

/* Moves over the lower end of a segment from place `from`. */
static void pass(struct front *front, uint32_t from)
{
    struct rival *rivals = front->rivals;
    if (from < front->first) {
        front->cost--;
        return;
    }
    front->cost++;
    if (from >= front->last) {
        front->right++;
        return;
    }
    uint32_t gains = find(rivals, from + 1);
    rivals[gains].behind -= 2;
    while (gains != front->first && rivals[gains].behind <= 0) {
        uint32_t beaten = rivals[gains].before;
        rivals[beaten].beaten_by = gains;
        if (beaten == front->first) {
            front->cost -= (uint32_t)-rivals[gains].behind;
            front->first = gains;
        } else {
            rivals[gains].before = rivals[beaten].before;
            rivals[gains].behind += rivals[beaten].behind;
        }
    }
}

/* From the gaps of the layer on `side` to those of `layer`. */
static void step(struct router *router, const struct row *prev, uint32_t layer,
                 enum drawing_side side, uint32_t most)
{
    struct row *row = &router->rows[layer];
    const struct view *view = look(router, layer, side);
    const uint32_t *from = view->from, *ends = view->ends;
    uint32_t width = drawing_width(router->drawing, layer);
    struct front front = list_rivals(router->rivals, prev, view, most);
    row->low = 1;
    row->high = 0;
    for (uint32_t gap = 0;; gap++) {
        row_note(row, gap, front.cost, most);
        if (gap == width || front.least + front.right > most)
            break;
        for (uint32_t i = ends[gap]; i < ends[gap + 1]; i++)
            pass(&front, from[i]);
    }
    drawing_spend(router->drawing, view->count + prev->high - prev->low + 4);
}

/* The gap of the row from which the segment to the places `first` .. `end` - 1 of `layer` (none:
 * to the gap there) crosses the least; the farthest from `place` among equals. */
static uint32_t choose(struct router *router, const struct row *row, uint32_t layer, uint32_t first,
                       uint32_t end, uint32_t place, uint32_t *gap)
{
    const struct view *view = look(router, layer, DRAWING_ABOVE);
    const uint32_t *from = view->from, *ends = view->ends;
    uint32_t low = row->low, span = row->high - row->low;
    int32_t *steps = router->steps;
    uint32_t best = UINT32_MAX, best_far = 0;
    int64_t cost = 0;
    memset(steps, 0, (span + 2) * sizeof *steps);
    for (uint32_t i = 0; i < ends[first]; i++) {
        if (from[i] < low)
            continue;
        cost++;
        if (from[i] - low < span)
            steps[from[i] - low + 1]--;
    }
    for (uint32_t i = ends[end]; i < view->count; i++) {
        if (from[i] < low)
            cost++;
        else if (from[i] - low < span)
            steps[from[i] - low + 1]++;
    }
    for (uint32_t p = low; p <= row->high; p++) {
        cost += steps[p - low];
        uint32_t whole = (uint32_t)(row->cost[p] + cost);
        uint32_t far = p <= place ? place - p : p - place - 1;
        if (whole < best || (whole == best && far > best_far)) {
            best = whole;
            best_far = far;
            *gap = p;
        }
    }
    drawing_spend(router->drawing, view->count + span + 4);
    return best;
}

/* ---------------------------------------------------------------- edges */

static uint32_t clamp(uint64_t most)
{
    return most < INT32_MAX ? (uint32_t)most : INT32_MAX;
}

bool route_edge(struct router *router, uint32_t edge, uint64_t most, uint64_t *crossings)
{
    struct drawing *drawing = router->drawing;
    const struct layers *layers = drawing->layers;
    uint32_t upper = layers->upper[edge], lower = layers->lower[edge];
    uint32_t first = layers->layer[upper] + 1, last = layers->layer[lower] - 1, gap = 0;
    leave(router, drawing_place(drawing, upper), first, DRAWING_ABOVE, clamp(most));
    for (uint32_t l = first; l <= last; l++) {
        if (router->rows[l].low > router->rows[l].high)
            return false;
        if (l < last)
            step(router, &router->rows[l], l + 1, DRAWING_ABOVE, clamp(most));
    }
    uint32_t bend = layers->chains[edge + 1] - 1, end = drawing_place(drawing, lower);
    uint32_t cost = choose(router, &router->rows[last], last + 1, end, end + 1,
                           drawing_place(drawing, bend), &gap);
    if (cost > most)
        return false;
    for (uint32_t l = last; l > first; l--, bend--) {
        uint32_t next = 0;
        choose(router, &router->rows[l - 1], l, gap, gap, drawing_place(drawing, bend - 1), &next);
        drawing_move(drawing, bend, gap);
        gap = next;
    }
    drawing_move(drawing, bend, gap);
    drawing_show_bends(drawing, edge);
    *crossings += cost;
    return true;
}

/* ---------------------------------------------------------------- nodes */

static bool reach(struct router *router, uint32_t edge, uint32_t node, uint32_t most)
{
    struct drawing *drawing = router->drawing;
    const struct layers *layers = drawing->layers;
    bool down = layers->lower[edge] == node;
    uint32_t other = down ? layers->upper[edge] : layers->lower[edge];
    enum drawing_side side = down ? DRAWING_ABOVE : DRAWING_BELOW;
    uint32_t by = down ? 1 : UINT32_MAX, to = layers->layer[node];
    uint32_t layer = layers->layer[other] + by;
    leave(router, drawing_place(drawing, other), layer, side, most);
    for (; layer != to; layer += by) {
        if (router->rows[layer].low > router->rows[layer].high || drawing_over(drawing))
            return false;
        step(router, &router->rows[layer], layer + by, side, most);
    }
    return router->rows[to].low <= router->rows[to].high;
}

static bool is_ready(const struct router *router, uint32_t edge, uint32_t node)
{
    const struct layers *layers = router->drawing->layers;
    uint32_t other = layers->upper[edge] == node ? layers->lower[edge] : layers->upper[edge];
    return !drawing_hidden(router->drawing, other);
}

/* The gap for a node where its edges, each for itself, have the fewest crossings in all. */
static bool choose_gap(struct router *router, uint32_t node, uint64_t most, uint32_t *gap,
                       bool *any)
{
    struct drawing *drawing = router->drawing;
    const struct row *row = &router->rows[drawing->layers->layer[node]];
    uint32_t low = 0, high = drawing_width(drawing, drawing->layers->layer[node]);
    uint32_t place = drawing_place(drawing, node), best_far = 0;
    uint64_t *total = router->total, best = UINT64_MAX, least = 0;
    memset(total, 0, ((size_t)high + 1) * sizeof *total);
    for (uint32_t i = drawing->edge_starts[node]; i < drawing->edge_starts[node + 1]; i++) {
        if (!is_ready(router, drawing->edges[i], node))
            continue;
        *any = true;
        if (!reach(router, drawing->edges[i], node, clamp(most - least)))
            return false;
        least += row_least(row);
        low = row->low > low ? row->low : low;
        high = row->high < high ? row->high : high;
        for (uint32_t p = low; p <= high; p++)
            total[p] += row->cost[p];
        if (least > most)
            return false;
    }
    for (uint32_t p = low; p <= high; p++) {
        uint32_t far = p <= place ? place - p : p - place - 1;
        if (total[p] < best || (total[p] == best && far > best_far)) {
            best = total[p];
            best_far = far;
            *gap = p;
        }
    }
    drawing_spend(drawing, high >= low ? high - low + 4 : 4);
    return best <= most;
}

bool route_node(struct router *router, uint32_t node, uint64_t most, uint64_t *crossings)
{
    struct drawing *drawing = router->drawing;
    const struct layers *layers = drawing->layers;
    uint32_t gap = drawing_place(drawing, node);
    uint64_t own = 0;
    bool any = false;
    if (!choose_gap(router, node, most, &gap, &any))
        return false;
    drawing_move(drawing, node, gap);
    drawing_show(drawing, node);
    if (!any)
        return true;
    for (uint32_t i = drawing->edge_starts[node]; i < drawing->edge_starts[node + 1]; i++) {
        uint32_t edge = drawing->edges[i];
        if (is_ready(router, edge, node) && layers->chains[edge] == layers->chains[edge + 1])
            own += drawing_edge_crossings(drawing, edge);
    }
    for (uint32_t i = drawing->edge_starts[node]; i < drawing->edge_starts[node + 1]; i++) {
        uint32_t edge = drawing->edges[i];
        if (!is_ready(router, edge, node) || layers->chains[edge] == layers->chains[edge + 1])
            continue;
        if (own > most || drawing_over(drawing) || !route_edge(router, edge, most - own, &own))
            return false;
    }
    *crossings += own;
    return true;
}
