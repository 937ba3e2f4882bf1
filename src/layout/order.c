/* Cheap orders first: walks through the graph, and sweeps from them. The best one is settled: every
 * node with its edges goes where it crosses the least. The rest of the effort goes into taking
 * several nodes out at once. */
#include "layout/order.h"
#include "base/arena.h"
#include "layout/layers.h"
#include "layout/order_drawing.h"
#include "layout/order_search.h"
#include "layout/order_sweep.h"
#include "layout/order_walk.h"

#include <string.h>

/* Sweeps from one order, and those of them in a row that may gain nothing. */
enum { SWEEPS = 8, SWEEPS_IN_VAIN = 4 };

/* The best order so far. */
struct best {
    uint32_t *order;
    uint64_t crossings;
};

static uint64_t keep_better(struct best *best, struct drawing *drawing, struct arena scratch)
{
    const struct layers *layers = drawing->layers;
    uint64_t crossings = order_crossings(layers, scratch);
    drawing_spend(drawing, 4 * (uint64_t)layers->above_starts[layers->slot_count]);
    if (crossings < best->crossings) {
        best->crossings = crossings;
        memcpy(best->order, layers->order, layers->slot_count * sizeof *best->order);
    }
    return crossings;
}

static void sweep_down_and_up(struct sweep *sweep, struct best *best, struct arena scratch)
{
    uint64_t least = keep_better(best, sweep->drawing, scratch);
    uint32_t vain = 0;
    for (uint32_t i = 0; i < SWEEPS && vain < SWEEPS_IN_VAIN && best->crossings; i++) {
        if (drawing_over(sweep->drawing))
            return;
        sweep_layers(sweep, i % 2 ? DRAWING_BELOW : DRAWING_ABOVE);
        uint64_t crossings = keep_better(best, sweep->drawing, scratch);
        vain = crossings < least ? 0 : vain + 1;
        least = crossings < least ? crossings : least;
    }
}

static uint64_t start(struct drawing *drawing, struct arena scratch)
{
    const struct layers *layers = drawing->layers;
    struct best best = {ARENA_NEW(&scratch, uint32_t, layers->slot_count), UINT64_MAX};
    struct sweep sweep = sweep_new(drawing, &scratch);
    sweep_down_and_up(&sweep, &best, scratch);
    for (uint32_t kind = 0; kind < WALK_KINDS && best.crossings && !drawing_over(drawing); kind++) {
        walk_order(drawing, (enum walk_kind)kind, scratch);
        sweep_down_and_up(&sweep, &best, scratch);
    }
    drawing_set_order(drawing, best.order);
    return best.crossings;
}

bool order_layers(struct layers *layers, uint64_t effort, struct arena *arena,
                  struct budget *budget, struct error *error)
{
    struct arena scratch = *arena;
    struct drawing drawing = {.effort = effort, .budget = budget, .error = error};
    if (!layers->slot_count)
        return true;
    drawing_init(&drawing, layers, &scratch);
    uint64_t crossings = start(&drawing, scratch);
    if (crossings && !drawing_over(&drawing))
        search(&drawing, crossings, scratch);
    return !drawing.failed;
}

uint64_t order_effort(const struct layers *layers)
{
    static const uint64_t MOST = 200000000;
    uint64_t slots = layers->slot_count;
    uint64_t effort = slots * (1500 + slots * 3 / 5);
    return effort < MOST ? effort : MOST;
}
