#include "unit/tree/sides.h"
#include "profile/runs.h"
#include "tree/tree.h"
#include "unit/unit.h"

void sides_start(struct sides *sides, struct work *work, const struct side_stack *stacks,
                 size_t count)
{
    *sides = (struct sides){.work = work};
    for (size_t i = 0; i < count; i++)
        work_add(work, stacks[i].path, 1);
    work_select(work);
    assert_int_equal(work->selection->profile->stack_count, count);
    sides->weights = ARENA_NEW(&work->arena, int64_t, count * COMPARED_COLUMNS);
    for (size_t i = 0; i < count; i++) {
        int64_t columns[] = {stacks[i].base, stacks[i].new_, stacks[i].base_events,
                             stacks[i].new_events};
        memcpy(sides->weights + i * COMPARED_COLUMNS, columns, sizeof columns);
    }
    sides->selection = *work->selection;
    sides->selection.columns = COMPARED_COLUMNS;
    sides->selection.weights = sides->weights;
    sides->selection.comparison = &sides->comparison;
    sides->comparison = (struct comparison){.counts = COUNTS_TYPE, .confidence = 0.95};
    sides_set_runs(sides, 1, 1, NULL);
}

void sides_set_runs(struct sides *sides, size_t base_runs, size_t new_runs, int64_t *events)
{
    struct comparison *comparison = &sides->comparison;
    uint8_t *run_sides = ARENA_NEW(&sides->work->arena, uint8_t, base_runs + new_runs);
    for (size_t i = 0; i < base_runs + new_runs; i++)
        run_sides[i] = i < base_runs ? RUN_BASE : RUN_NEW;
    comparison->run_sides = run_sides;
    comparison->run_count = base_runs + new_runs;
    comparison->model = noise_model_of(base_runs, new_runs);
    comparison->sides[RUN_BASE].run_count = base_runs;
    comparison->sides[RUN_BASE].scale = 1 / (double)base_runs;
    comparison->sides[RUN_NEW].run_count = new_runs;
    comparison->sides[RUN_NEW].scale = 1 / (double)new_runs;
    sides->selection.run_events = events;
    for (size_t i = 0; events && i < sides->selection.profile->stack_count; i++) {
        int64_t *columns = sides->weights + i * COMPARED_COLUMNS;
        memset(columns, 0, COMPARED_COLUMNS * sizeof *columns);
        for (size_t r = 0; r < base_runs + new_runs; r++) {
            columns[COMPARED_BASE + run_sides[r]] += events[i * (base_runs + new_runs) + r];
            columns[COMPARED_BASE_EVENTS + run_sides[r]] += events[i * (base_runs + new_runs) + r];
        }
    }
}

const struct changes *sides_compare(struct sides *sides, struct arena *arena)
{
    struct work *work = sides->work;
    sides->tree =
        tree_new(&sides->selection, work->frames, NULL, arena, &work->budget, &work->error);
    assert_non_null(sides->tree);
    const struct changes *changes =
        changes_new(&sides->selection, sides->tree, arena, &work->budget, &work->error);
    assert_non_null(changes);
    return changes;
}
