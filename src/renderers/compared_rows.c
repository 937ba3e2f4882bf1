/* Ranking by size of change. */
#include "renderers/compared_rows.h"
#include "base/arena.h"
#include "base/sort.h"
#include "options/settings.h"
#include "renderers/comparison_words.h"
#include "renderers/renderer.h"
#include "select/frames.h"

#include <math.h>

struct ranking {
    const struct view *view;
    const struct compared_row *rows;
    const struct str *names; /* by row */
    bool by_cum;
};

static double larger(const struct change *change)
{
    return fmax(fabs(change->base), fabs(change->new_));
}

/* By change, then by weight, then by name. */
static bool goes_before(const void *context, uint32_t a, uint32_t b)
{
    const struct ranking *ranking = context;
    const struct compared_row *x = &ranking->rows[a], *y = &ranking->rows[b];
    const struct change *one = ranking->by_cum ? &x->cum : &x->flat;
    const struct change *other = ranking->by_cum ? &y->cum : &y->flat;
    const struct change *one_more = ranking->by_cum ? &x->flat : &x->cum;
    const struct change *other_more = ranking->by_cum ? &y->flat : &y->cum;
    double pairs[][2] = {{fabs(one->delta), fabs(other->delta)},
                         {fabs(one_more->delta), fabs(other_more->delta)},
                         {larger(one), larger(other)},
                         {larger(one_more), larger(other_more)}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            return pairs[i][0] > pairs[i][1];
    return frame_compare(ranking->view->frames, x->frame, ranking->names[a], y->frame,
                         ranking->names[b]) < 0;
}

static bool is_kept(const struct view *view, const struct compared_row *row, double least)
{
    const struct change *sorted = view->settings->sort == SORT_CUM ? &row->cum : &row->flat;
    return larger(&row->cum) >= least && !(view->settings->drop_negative && sorted->delta < 0);
}

/* Functions with a value on either side; those that are large enough first. */
static bool collect(struct compared_rows *rows, struct compared_row *items, const struct view *view,
                    struct error *error)
{
    for (uint32_t frame = 0; frame < view->frames->count; frame++) {
        struct compared_row row = {frame, changes_flat(view->changes, frame),
                                   changes_cum(view->changes, frame)};
        if (!budget_spend(view->budget, 1, error))
            return false;
        if (larger(&row.cum) == 0 && larger(&row.flat) == 0)
            continue;
        rows->all++;
        if (is_kept(view, &row, rows->least))
            items[rows->count++] = row;
    }
    rows->dropped = rows->all - rows->count;
    return true;
}

static void sort_rows(struct compared_rows *rows, const struct compared_row *items,
                      const struct view *view)
{
    struct arena *arena = view->arena;
    struct compared_row *sorted = ARENA_NEW(arena, struct compared_row, rows->count);
    struct str *names = ARENA_NEW(arena, struct str, rows->count);
    uint32_t *order = ARENA_NEW(arena, uint32_t, rows->count);
    for (uint32_t i = 0; i < rows->count; i++) {
        order[i] = i;
        names[i] = frame_name(view->frames, items[i].frame, arena);
    }
    struct ranking ranking = {view, items, names, view->settings->sort == SORT_CUM};
    sort_ids(order, rows->count, goes_before, &ranking, *arena);
    for (size_t i = 0; i < rows->count; i++)
        sorted[i] = items[order[i]];
    rows->at = sorted;
}

bool compared_rows_init(struct compared_rows *rows, const struct view *view, struct error *error)
{
    const struct settings *settings = view->settings;
    double total = fmax(compared_total(view, RUN_BASE), compared_total(view, RUN_NEW));
    struct compared_row *items = ARENA_NEW(view->arena, struct compared_row, view->frames->count);
    *rows = (struct compared_rows){.least = settings->trim ? total * settings->nodefraction : 0};
    if (!collect(rows, items, view, error))
        return false;
    sort_rows(rows, items, view);
    if (settings->trim && settings->nodecount > 0 && (uint64_t)settings->nodecount < rows->count)
        rows->count = (size_t)settings->nodecount;
    return true;
}
