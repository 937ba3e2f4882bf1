/* Depth first and breadth first, with a stack or a queue of slots. */
#include "layout/order_walk.h"
#include "base/arena.h"
#include "layout/layers.h"

struct walk {
    struct drawing *drawing;
    enum drawing_side ahead; /* where it looks first */
    uint32_t *list;          /* slots met: a queue or a stack */
    uint32_t count;
    uint32_t *looked; /* by slot: neighbours looked at, those ahead first */
    uint32_t *filled; /* by layer: slots placed */
    uint8_t *met;     /* by slot */
};

static void meet(struct walk *walk, uint32_t slot)
{
    const struct layers *layers = walk->drawing->layers;
    uint32_t layer = layers->layer[slot], place = walk->filled[layer]++;
    walk->met[slot] = 1;
    walk->drawing->order[layers->starts[layer] + place] = slot;
    walk->drawing->place[slot] = place;
    walk->list[walk->count++] = slot;
}

/* The next neighbour of a slot; false where there is none. */
static bool look(struct walk *walk, uint32_t slot, uint32_t *neighbour)
{
    struct drawing_near ahead = walk->drawing->near[walk->ahead];
    struct drawing_near behind = walk->drawing->near[!walk->ahead];
    uint32_t at = walk->looked[slot]++, count = ahead.starts[slot + 1] - ahead.starts[slot];
    if (at < count) {
        *neighbour = ahead.slots[ahead.starts[slot] + at];
        return true;
    }
    at += behind.starts[slot] - count;
    if (at >= behind.starts[slot + 1])
        return false;
    *neighbour = behind.slots[at];
    return true;
}

static void go_deep(struct walk *walk)
{
    uint32_t neighbour;
    while (walk->count) {
        if (!look(walk, walk->list[walk->count - 1], &neighbour))
            walk->count--;
        else if (!walk->met[neighbour])
            meet(walk, neighbour);
    }
}

static void go_wide(struct walk *walk)
{
    uint32_t neighbour;
    for (uint32_t i = 0; i < walk->count; i++)
        while (look(walk, walk->list[i], &neighbour))
            if (!walk->met[neighbour])
                meet(walk, neighbour);
    walk->count = 0;
}

void walk_order(struct drawing *drawing, enum walk_kind kind, struct arena scratch)
{
    const struct layers *layers = drawing->layers;
    bool up = kind == WALK_DEPTH_UP || kind == WALK_BREADTH_UP;
    struct walk walk = {.drawing = drawing,
                        .ahead = up ? DRAWING_ABOVE : DRAWING_BELOW,
                        .list = ARENA_NEW(&scratch, uint32_t, layers->slot_count),
                        .looked = ARENA_NEW(&scratch, uint32_t, layers->slot_count),
                        .filled = ARENA_NEW(&scratch, uint32_t, layers->layer_count),
                        .met = ARENA_NEW(&scratch, uint8_t, layers->slot_count)};
    const uint32_t *behind = drawing->near[!walk.ahead].starts;
    for (int rest = 0; rest < 2; rest++) {
        for (uint32_t n = 0; n < layers->node_count; n++) {
            if (walk.met[n] || (!rest && behind[n] < behind[n + 1]))
                continue;
            meet(&walk, n);
            if (kind == WALK_DEPTH_DOWN || kind == WALK_DEPTH_UP)
                go_deep(&walk);
            else
                go_wide(&walk);
        }
    }
    drawing_spend(drawing, 2 * (uint64_t)layers->below_starts[layers->slot_count]);
}
