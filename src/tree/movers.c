/* Functions, ranked by change. */
#include "tree/movers.h"
#include "base/arena.h"
#include "base/sort.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "tree/tree.h"

#include <math.h>

enum { COLUMNS = COMPARED_COLUMNS };

static const struct change *ranked(const struct mover *mover)
{
    return mover->by_cum ? &mover->cum : &mover->flat;
}

static bool goes_before(const void *context, uint32_t a, uint32_t b)
{
    const struct mover *movers = context;
    const struct change *x = ranked(&movers[a]), *y = ranked(&movers[b]);
    bool x_counts = x->kind >= CHANGE_LESS, y_counts = y->kind >= CHANGE_LESS;
    return x_counts != y_counts ? x_counts : fabs(x->delta) > fabs(y->delta);
}

/* Of a node, by itself or with what it calls. */
static double delta_of(const struct changes *changes, uint32_t node, bool by_cum)
{
    const int64_t *columns =
        (by_cum ? changes->tree->total : changes->tree->self) + (size_t)node * COLUMNS;
    return comparison_value(changes->comparison, RUN_NEW, columns[COMPARED_NEW]) -
           comparison_value(changes->comparison, RUN_BASE, columns[COMPARED_BASE]);
}

/* The path with the largest change of each mover; `places` is by frame the mover plus one. */
static void find_paths(const struct changes *changes, struct mover *movers, const uint32_t *places,
                       bool by_cum)
{
    for (uint32_t node = 1; node < changes->tree->count; node++) {
        uint32_t place = places[changes->tree->node_frames[node]];
        if (!place)
            continue;
        struct mover *mover = &movers[place - 1];
        double all = ranked(mover)->delta;
        double share = all != 0 ? delta_of(changes, node, by_cum) / all : 0;
        if (share > mover->path_share) {
            mover->path_share = share;
            mover->node = node;
        }
    }
    for (uint32_t frame = 0; frame < changes->frames->count; frame++)
        if (places[frame])
            movers[places[frame] - 1].path_share = fmin(movers[places[frame] - 1].path_share, 1);
}

const struct movers *movers_new(const struct changes *changes, bool by_cum, struct arena *arena,
                                struct budget *budget, struct error *error)
{
    struct movers *movers = ARENA_NEW(arena, struct movers, 1);
    size_t frames = changes->frames->count, count = 0;
    struct mover *items = ARENA_NEW(arena, struct mover, frames);
    struct mover *found = ARENA_NEW(arena, struct mover, frames);
    uint32_t *places = ARENA_NEW(arena, uint32_t, frames);
    uint32_t *order = ARENA_NEW(arena, uint32_t, frames);
    if (!budget_spend(budget, frames + changes->tree->count, error))
        return NULL;
    for (uint32_t frame = 0; frame < frames; frame++) {
        struct mover mover = {.frame = frame, .by_cum = by_cum};
        mover.flat = changes_flat(changes, frame);
        mover.cum = changes_cum(changes, frame);
        if (ranked(&mover)->delta == 0)
            continue;
        order[count] = (uint32_t)count;
        found[count++] = mover;
        places[frame] = (uint32_t)count;
    }
    find_paths(changes, found, places, by_cum);
    sort_ids(order, count, goes_before, found, *arena);
    for (size_t i = 0; i < count; i++) {
        items[i] = found[order[i]];
        movers->significant += ranked(&items[i])->kind >= CHANGE_LESS;
    }
    movers->items = items;
    movers->count = count;
    return movers;
}
