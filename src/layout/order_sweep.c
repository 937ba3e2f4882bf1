/* Slots with no neighbour on that side keep their places. */
#include "layout/order_sweep.h"
#include "base/arena.h"
#include "base/sort.h"
#include "layout/layers.h"

enum { FRACTION_BITS = 20, FEW = 64 };

struct sweep sweep_new(struct drawing *drawing, struct arena *arena)
{
    return (struct sweep){.drawing = drawing,
                          .middle = ARENA_NEW(arena, uint64_t, drawing->layers->slot_count),
                          .sorted = ARENA_NEW(arena, uint32_t, drawing->widest),
                          .arena = arena};
}

static bool is_left(const void *middle, uint32_t a, uint32_t b)
{
    return ((const uint64_t *)middle)[a] < ((const uint64_t *)middle)[b];
}

static void sort_slots(const struct sweep *sweep, uint32_t count)
{
    const uint64_t *middle = sweep->middle;
    uint32_t *sorted = sweep->sorted;
    if (count > FEW) {
        sort_ids(sorted, count, is_left, middle, *sweep->arena);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        uint32_t slot = sorted[i], at = i;
        for (; at && middle[slot] < middle[sorted[at - 1]]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = slot;
    }
}

static void sort_layer(struct sweep *sweep, uint32_t layer, enum drawing_side side)
{
    struct drawing *drawing = sweep->drawing;
    struct drawing_near near = drawing->near[side];
    uint32_t *order = drawing->order + drawing->layers->starts[layer];
    uint32_t width = drawing_width(drawing, layer), count = 0, units = 0;
    for (uint32_t t = 0; t < width; t++) {
        uint32_t slot = order[t], first = near.starts[slot], end = near.starts[slot + 1];
        uint64_t sum = 0;
        if (first == end)
            continue;
        for (uint32_t i = first; i < end; i++)
            sum += drawing->place[near.slots[i]];
        sweep->middle[slot] = (sum << FRACTION_BITS) / (end - first);
        sweep->sorted[count++] = slot;
        units += end - first;
    }
    sort_slots(sweep, count);
    count = 0;
    for (uint32_t t = 0; t < width; t++) {
        if (near.starts[order[t]] == near.starts[order[t] + 1])
            continue;
        order[t] = sweep->sorted[count++];
        drawing->place[order[t]] = t;
    }
    drawing_spend(drawing, units + 4 * count + 4);
}

void sweep_layers(struct sweep *sweep, enum drawing_side side)
{
    uint32_t count = sweep->drawing->layers->layer_count;
    for (uint32_t i = 1; i < count && !sweep->drawing->failed; i++)
        sort_layer(sweep, side == DRAWING_ABOVE ? i : count - 1 - i, side);
}
