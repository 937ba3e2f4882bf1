/* Hidden slots stay where they are, so that hiding and showing change one bit each. */
#include "layout/order_drawing.h"
#include "base/arena.h"

#include <string.h>

static void list_edges(struct drawing *drawing, struct arena *arena)
{
    const struct layers *layers = drawing->layers;
    uint32_t *starts = ARENA_NEW(arena, uint32_t, (size_t)layers->node_count + 2);
    uint32_t *edges = ARENA_NEW(arena, uint32_t, 2 * (size_t)layers->edge_count);
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        starts[layers->upper[e] + 2]++;
        starts[layers->lower[e] + 2]++;
    }
    for (uint32_t n = 0; n < layers->node_count; n++)
        starts[n + 2] += starts[n + 1];
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        edges[starts[layers->upper[e] + 1]++] = e;
        edges[starts[layers->lower[e] + 1]++] = e;
    }
    drawing->edges = edges;
    drawing->edge_starts = starts;
}

void drawing_init(struct drawing *drawing, struct layers *layers, struct arena *arena)
{
    drawing->layers = layers;
    drawing->order = layers->order;
    drawing->place = layers->place;
    drawing->near[DRAWING_ABOVE] = (struct drawing_near){layers->above_starts, layers->above};
    drawing->near[DRAWING_BELOW] = (struct drawing_near){layers->below_starts, layers->below};
    drawing->moves = ARENA_NEW(arena, struct drawing_move, layers->slot_count);
    drawing->changes = ARENA_NEW(arena, uint64_t, layers->layer_count);
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        uint32_t width = drawing_width(drawing, l);
        drawing->widest = width > drawing->widest ? width : drawing->widest;
    }
    list_edges(drawing, arena);
}

void drawing_set_order(struct drawing *drawing, const uint32_t *order)
{
    const struct layers *layers = drawing->layers;
    memcpy(drawing->order, order, layers->slot_count * sizeof *order);
    for (uint32_t l = 0; l < layers->layer_count; l++)
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++)
            drawing->place[order[i]] = i - layers->starts[l];
}

/* ---------------------------------------------------------------- moving */

static void move_to(struct drawing *drawing, uint32_t slot, uint32_t to)
{
    uint32_t *place = drawing->place;
    uint32_t *order = drawing->order + drawing->layers->starts[drawing->layers->layer[slot]];
    uint32_t at = drawing_place(drawing, slot);
    drawing->changes[drawing->layers->layer[slot]]++;
    for (; at < to; at++) {
        order[at] = order[at + 1];
        place[order[at]]--;
    }
    for (; at > to; at--) {
        order[at] = order[at - 1];
        place[order[at]]++;
    }
    order[to] = slot;
    place[slot] = (place[slot] & DRAWING_HIDDEN) | to;
}

void drawing_move(struct drawing *drawing, uint32_t slot, uint32_t gap)
{
    uint32_t at = drawing_place(drawing, slot), to = gap > at ? gap - 1 : gap;
    if (at == to)
        return;
    drawing->moves[drawing->move_count++] = (struct drawing_move){slot, at};
    drawing_spend(drawing, at < to ? to - at : at - to);
    move_to(drawing, slot, to);
}

void drawing_undo(struct drawing *drawing)
{
    while (drawing->move_count) {
        struct drawing_move move = drawing->moves[--drawing->move_count];
        move_to(drawing, move.slot, move.place);
    }
}

/* ---------------------------------------------------------------- hiding */

/* Whether an end of the edge is hidden, or its bends are. */
static bool is_hidden(const struct drawing *drawing, uint32_t edge)
{
    const struct layers *layers = drawing->layers;
    uint32_t first = layers->chains[edge];
    return drawing_hidden(drawing, layers->upper[edge]) ||
           drawing_hidden(drawing, layers->lower[edge]) ||
           (first < layers->chains[edge + 1] && drawing_hidden(drawing, first));
}

/* Crossings of a segment from place `from` in the layer above to place `to` in `layer`. */
static uint64_t segment_crossings(struct drawing *drawing, uint32_t layer, uint32_t from,
                                  uint32_t to)
{
    const uint32_t *place = drawing->place, *order = drawing->order;
    const uint32_t *above = drawing->near[DRAWING_ABOVE].slots;
    const uint32_t *starts = drawing->near[DRAWING_ABOVE].starts;
    uint32_t at = drawing->layers->starts[layer], end = drawing->layers->starts[layer + 1];
    uint32_t middle = at + to;
    uint64_t crossings = 0, units = 0;
    for (; at < middle; at++) {
        uint32_t slot = order[at];
        if (place[slot] & DRAWING_HIDDEN)
            continue;
        units += starts[slot + 1] - starts[slot];
        for (uint32_t i = starts[slot]; i < starts[slot + 1]; i++)
            crossings += place[above[i]] - 1 - from < DRAWING_HIDDEN - 1 - from;
    }
    for (at++; at < end; at++) {
        uint32_t slot = order[at];
        if (place[slot] & DRAWING_HIDDEN)
            continue;
        units += starts[slot + 1] - starts[slot];
        for (uint32_t i = starts[slot]; i < starts[slot + 1]; i++)
            crossings += place[above[i]] < from;
    }
    drawing_spend(drawing, units + 4);
    return crossings;
}

uint64_t drawing_edge_crossings(struct drawing *drawing, uint32_t edge)
{
    const struct layers *layers = drawing->layers;
    uint32_t layer = layers->layer[layers->upper[edge]];
    uint32_t from = drawing_place(drawing, layers->upper[edge]);
    uint64_t crossings = 0;
    for (uint32_t bend = layers->chains[edge]; bend <= layers->chains[edge + 1]; bend++) {
        uint32_t slot = bend < layers->chains[edge + 1] ? bend : layers->lower[edge];
        uint32_t to = drawing_place(drawing, slot);
        crossings += segment_crossings(drawing, ++layer, from, to);
        from = to;
    }
    return crossings;
}

void drawing_hide_bends(struct drawing *drawing, uint32_t edge)
{
    for (uint32_t s = drawing->layers->chains[edge]; s < drawing->layers->chains[edge + 1]; s++) {
        drawing->place[s] |= DRAWING_HIDDEN;
        drawing->changes[drawing->layers->layer[s]]++;
    }
}

void drawing_show_bends(struct drawing *drawing, uint32_t edge)
{
    for (uint32_t s = drawing->layers->chains[edge]; s < drawing->layers->chains[edge + 1]; s++) {
        drawing->place[s] &= ~DRAWING_HIDDEN;
        drawing->changes[drawing->layers->layer[s]]++;
    }
}

uint64_t drawing_hide_node(struct drawing *drawing, uint32_t node)
{
    uint64_t crossings = 0;
    for (uint32_t i = drawing->edge_starts[node]; i < drawing->edge_starts[node + 1]; i++) {
        uint32_t edge = drawing->edges[i];
        if (is_hidden(drawing, edge))
            continue;
        crossings += drawing_edge_crossings(drawing, edge);
        drawing_hide_bends(drawing, edge);
    }
    drawing->place[node] |= DRAWING_HIDDEN;
    drawing->changes[drawing->layers->layer[node]]++;
    return crossings;
}

void drawing_show_node(struct drawing *drawing, uint32_t node)
{
    const struct layers *layers = drawing->layers;
    drawing_show(drawing, node);
    for (uint32_t i = drawing->edge_starts[node]; i < drawing->edge_starts[node + 1]; i++) {
        uint32_t edge = drawing->edges[i];
        if (!drawing_hidden(drawing, layers->upper[edge]) &&
            !drawing_hidden(drawing, layers->lower[edge]))
            drawing_show_bends(drawing, edge);
    }
}
