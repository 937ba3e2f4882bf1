/* Functions, ranked by change. */
#include "tree/movers.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sort.h"
#include "profile/profile.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "tree/tree.h"

#include <math.h>

enum { COLUMNS = COMPARED_COLUMNS };

struct finding {
    const struct changes *changes;
    enum movers_by by;
    struct arena *arena;
    const int64_t *node_sums; /* by node, then by column: what it adds to its function */
    struct mover *movers;
    uint32_t *places; /* by frame: its mover plus one; 0: none */
    size_t count;
};

/* ---------------------------------------------------------------- origins */

static const int64_t *sum_origins(const struct tree *tree, const struct origins *origins,
                                  struct arena *arena)
{
    int64_t *sums = ARENA_NEW(arena, int64_t, tree->count * COLUMNS);
    for (size_t node = 1; node < tree->count; node++) {
        int64_t *to = sums + (size_t)origins->nodes[node] * COLUMNS;
        for (size_t c = 0; c < COLUMNS; c++)
            to[c] = number_add(to[c], tree->self[node * COLUMNS + c]);
    }
    return sums;
}

/* ---------------------------------------------------------------- movers */

static void find_movers(struct finding *finding)
{
    const struct changes *changes = finding->changes;
    for (uint32_t frame = 0; frame < changes->frames->count; frame++) {
        struct mover mover = {.frame = frame, .by = finding->by};
        mover.is_own = mover.by == MOVERS_BY_ORIGIN && changes->origins.is_own[frame];
        mover.flat = changes_flat(changes, frame);
        mover.cum = changes_cum(changes, frame);
        mover.change = mover.by == MOVERS_BY_CUM    ? mover.cum
                       : mover.by == MOVERS_BY_FLAT ? mover.flat
                                                    : changes_origin(changes, frame);
        if (mover.change.delta == 0)
            continue;
        finding->movers[finding->count++] = mover;
        finding->places[frame] = (uint32_t)finding->count;
    }
}

/* Of a path, what its last function is ranked by. */
static double delta_of(const struct finding *finding, uint32_t node)
{
    const struct comparison *comparison = finding->changes->comparison;
    const int64_t *columns = finding->node_sums + (size_t)node * COLUMNS;
    return comparison_value(comparison, RUN_NEW, columns[COMPARED_NEW]) -
           comparison_value(comparison, RUN_BASE, columns[COMPARED_BASE]);
}

static void find_paths(struct finding *finding)
{
    const struct tree *tree = finding->changes->tree;
    for (uint32_t node = 1; node < tree->count; node++) {
        uint32_t place = finding->places[tree->node_frames[node]];
        if (!place)
            continue;
        struct mover *mover = &finding->movers[place - 1];
        double share = delta_of(finding, node) / mover->change.delta;
        if (share > mover->path_share) {
            mover->path_share = share;
            mover->node = node;
        }
    }
    for (size_t i = 0; i < finding->count; i++)
        finding->movers[i].path_share = fmin(finding->movers[i].path_share, 1);
}

/* ---------------------------------------------------------------- their order */

static bool is_significant(const struct mover *mover)
{
    return mover->change.kind >= CHANGE_LESS;
}

/* What explains more goes first, and of equal changes what does more of it itself. Where nothing
 * tells what is chance, as the number of idle workers, own code goes before the rest. */
static bool goes_before(const void *context, uint32_t a, uint32_t b)
{
    const struct mover *x = (const struct mover *)context + a;
    const struct mover *y = (const struct mover *)context + b;
    if (is_significant(x) != is_significant(y))
        return is_significant(x);
    if (!x->change.is_tested && x->is_own != y->is_own)
        return x->is_own;
    double of_x = fabs(x->change.delta), of_y = fabs(y->change.delta);
    return of_x != of_y ? of_x > of_y : fabs(x->flat.delta) > fabs(y->flat.delta);
}

static const struct movers *put_in_order(const struct finding *finding)
{
    struct arena *arena = finding->arena;
    struct movers *movers = ARENA_NEW(arena, struct movers, 1);
    struct mover *items = ARENA_NEW(arena, struct mover, finding->count);
    struct arena scratch = *arena;
    uint32_t *order = ARENA_NEW(&scratch, uint32_t, finding->count);
    for (size_t i = 0; i < finding->count; i++)
        order[i] = (uint32_t)i;
    sort_ids(order, finding->count, goes_before, finding->movers, scratch);
    for (size_t i = 0; i < finding->count; i++) {
        items[i] = finding->movers[order[i]];
        movers->significant += is_significant(&items[i]);
    }
    movers->items = items;
    movers->count = finding->count;
    return movers;
}

const struct movers *movers_new(const struct changes *changes, enum movers_by by,
                                struct arena *arena, struct budget *budget, struct error *error)
{
    size_t frames = changes->frames->count;
    struct finding finding = {.changes = changes,
                              .by = by,
                              .arena = arena,
                              .node_sums =
                                  by == MOVERS_BY_CUM ? changes->tree->total : changes->tree->self,
                              .movers = ARENA_NEW(arena, struct mover, frames),
                              .places = ARENA_NEW(arena, uint32_t, frames)};
    if (!budget_spend(budget, frames + changes->tree->count, error))
        return NULL;
    if (by == MOVERS_BY_ORIGIN)
        finding.node_sums = sum_origins(changes->tree, &changes->origins, arena);
    find_movers(&finding);
    find_paths(&finding);
    return put_in_order(&finding);
}
