/* An order of slots that is being changed: slots can be hidden, and moved and moved back. */
#ifndef LAYOUT_ORDER_DRAWING_H
#define LAYOUT_ORDER_DRAWING_H

#include "base/budget.h"
#include "layout/layers.h"

enum drawing_side { DRAWING_ABOVE, DRAWING_BELOW };

/* This bit of a slot's place says that the slot is hidden: it keeps its place, but nothing crosses
 * its segments. */
#define DRAWING_HIDDEN 0x80000000u

struct drawing_near {
    const uint32_t *starts, *slots;
};

struct drawing_move {
    uint32_t slot, place;
};

struct drawing {
    const struct layers *layers;
    uint32_t *order, *place;     /* of the layers */
    struct drawing_near near[2]; /* neighbours, by side */
    /* The edges of node n are edges[edge_starts[n] .. edge_starts[n + 1]). */
    uint32_t *edges, *edge_starts;
    struct drawing_move *moves; /* since the last mark: slots and where they were */
    uint32_t move_count;
    uint64_t *changes; /* by layer: how often a slot was moved, hidden or shown */
    uint32_t widest;   /* slots of a layer */
    uint64_t spent, effort;
    struct budget *budget;
    struct error *error;
    bool failed; /* the budget is used up */
};

void drawing_init(struct drawing *drawing, struct layers *layers, struct arena *arena);

static inline bool drawing_hidden(const struct drawing *drawing, uint32_t slot)
{
    return drawing->place[slot] & DRAWING_HIDDEN;
}

/* The place of a slot, hidden or not. */
static inline uint32_t drawing_place(const struct drawing *drawing, uint32_t slot)
{
    return drawing->place[slot] & ~DRAWING_HIDDEN;
}

/* Slots of a layer. */
static inline uint32_t drawing_width(const struct drawing *drawing, uint32_t layer)
{
    return drawing->layers->starts[layer + 1] - drawing->layers->starts[layer];
}

/* Spends work. */
static inline void drawing_spend(struct drawing *drawing, uint64_t units)
{
    drawing->spent += units;
    if (!budget_spend(drawing->budget, units, drawing->error))
        drawing->failed = true;
}

/* Whether the effort or the budget is used up. */
static inline bool drawing_over(const struct drawing *drawing)
{
    return drawing->spent >= drawing->effort || drawing->failed;
}

/* Takes over an order, layer by layer; nothing is hidden. */
void drawing_set_order(struct drawing *drawing, const uint32_t *order);

/* Moves a slot between what is at places gap - 1 and gap now. */
void drawing_move(struct drawing *drawing, uint32_t slot, uint32_t gap);
/* Takes all moves back since move_count was 0. */
void drawing_undo(struct drawing *drawing);

/* Crossings of an edge with what is not hidden. */
uint64_t drawing_edge_crossings(struct drawing *drawing, uint32_t edge);
/* Shows a node without its edges. */
static inline void drawing_show(struct drawing *drawing, uint32_t node)
{
    drawing->place[node] &= ~DRAWING_HIDDEN;
    drawing->changes[drawing->layers->layer[node]]++;
}

/* Hides an edge's bends, or shows them. */
void drawing_hide_bends(struct drawing *drawing, uint32_t edge);
void drawing_show_bends(struct drawing *drawing, uint32_t edge);
/* Hides a node with the bends of its edges; gives the crossings that go. */
uint64_t drawing_hide_node(struct drawing *drawing, uint32_t node);
/* Shows a node, and the bends of those edges that then have both ends. */
void drawing_show_node(struct drawing *drawing, uint32_t node);

#endif
