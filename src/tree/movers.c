/* Functions, ranked by change. */
#include "tree/movers.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sort.h"
#include "profile/profile.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "tree/origins.h"
#include "tree/tree.h"

#include <math.h>

enum { COLUMNS = COMPARED_COLUMNS };

struct finding {
    const struct changes *changes;
    enum movers_by by;
    struct arena *arena;
    const int64_t *node_sums; /* by node, then by column: what it adds to its function */
    const int64_t *sums;      /* by frame, by origin */
    const uint8_t *is_own;    /* by frame; NULL: not by origin */
    struct noise_family family;
    struct mover *movers;
    uint32_t *places; /* by frame: its mover plus one; 0: none */
    size_t count;
};

/* ---------------------------------------------------------------- origins */

static void add_columns(int64_t *sums, const int64_t *columns)
{
    for (size_t c = 0; c < COLUMNS; c++)
        sums[c] = number_add(sums[c], columns[c]);
}

static double pooled(const int64_t *columns)
{
    return (double)columns[COMPARED_BASE_EVENTS] + (double)columns[COMPARED_NEW_EVENTS];
}

static void sum_origins(struct finding *finding)
{
    const struct tree *tree = finding->changes->tree;
    struct origins origins = origins_of(tree, finding->arena);
    int64_t *node_sums = ARENA_NEW(finding->arena, int64_t, tree->count * COLUMNS);
    int64_t *sums = ARENA_NEW(finding->arena, int64_t, tree->frames->count * COLUMNS);
    for (size_t node = 1; node < tree->count; node++) {
        const int64_t *self = tree->self + node * COLUMNS;
        add_columns(node_sums + (size_t)origins.nodes[node] * COLUMNS, self);
        add_columns(sums + (size_t)tree->node_frames[origins.nodes[node]] * COLUMNS, self);
    }
    finding->is_own = origins.is_own;
    finding->node_sums = node_sums;
    finding->sums = sums;
}

static void correct_origins(struct finding *finding, struct arena scratch)
{
    const struct changes *changes = finding->changes;
    size_t frames = changes->frames->count;
    double *events = ARENA_NEW(&scratch, double, frames);
    for (size_t i = 0; i < frames; i++)
        events[i] = pooled(finding->sums + i * COLUMNS);
    if (comparison_is_tested(changes->comparison))
        finding->family = noise_family_of(events, frames, 1 - changes->comparison->confidence,
                                          &changes->sides, changes_count_model(changes));
}

/* ---------------------------------------------------------------- movers */

static struct change change_of(const struct finding *finding, const struct mover *mover)
{
    if (finding->by == MOVERS_BY_CUM)
        return mover->cum;
    if (finding->by == MOVERS_BY_FLAT)
        return mover->flat;
    const int64_t *columns = finding->sums + (size_t)mover->frame * COLUMNS;
    return changes_at(finding->changes, columns,
                      noise_family_level(&finding->family, pooled(columns)));
}

static void find_movers(struct finding *finding)
{
    const struct changes *changes = finding->changes;
    for (uint32_t frame = 0; frame < changes->frames->count; frame++) {
        struct mover mover = {.frame = frame, .by = finding->by};
        mover.by_cum = finding->by == MOVERS_BY_CUM;
        mover.is_own = finding->is_own && finding->is_own[frame];
        mover.flat = changes_flat(changes, frame);
        mover.cum = changes_cum(changes, frame);
        mover.change = change_of(finding, &mover);
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
    if (by == MOVERS_BY_ORIGIN) {
        sum_origins(&finding);
        correct_origins(&finding, *arena);
    }
    find_movers(&finding);
    find_paths(&finding);
    return put_in_order(&finding);
}
