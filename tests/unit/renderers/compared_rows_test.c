/* Rows of a comparison: which functions, in which order. */
#include "renderers/compared_rows.h"
#include "base/sink.h"
#include "renderers/renderer.h"
#include "unit/tree/sides.h"
#include "unit/unit.h"

int compared_rows_tests(void);

/* Flat changes: sort -300, json +300, write +100, idle 0, noise -1; none of a weight of 0. */
static const struct side_stack STACKS[] = {{"main;serve;sort", 600, 300, 600, 300},
                                           {"main;serve;json", 100, 400, 100, 400},
                                           {"main;serve;write", 0, 100, 0, 100},
                                           {"main;idle", 298, 298, 298, 298},
                                           {"main;noise", 2, 1, 2, 1},
                                           {"main;gone", 0, 0, 0, 0}};
enum { STACK_COUNT = sizeof STACKS / sizeof *STACKS };

struct rows {
    struct work *work;
    struct sides sides;
    struct view view;
};

static void begin(struct rows *rows, struct work *work)
{
    *rows = (struct rows){.work = work};
    sides_start(&rows->sides, work, STACKS, STACK_COUNT);
    for (size_t i = 0; i < STACK_COUNT; i++) {
        rows->sides.comparison.sides[RUN_BASE].total += STACKS[i].base;
        rows->sides.comparison.sides[RUN_NEW].total += STACKS[i].new_;
    }
    work->settings.nodecount = 0;
    work->settings.nodefraction = 0;
    rows->view = (struct view){.profile = work->selection->profile,
                               .selection = &rows->sides.selection,
                               .frames = work->frames,
                               .settings = &work->settings,
                               .changes = sides_compare(&rows->sides, &work->arena),
                               .tree = rows->sides.tree,
                               .arena = &work->arena,
                               .budget = &work->budget};
}

/* The rows' names, joined by spaces; of `all` functions so many `dropped`. */
static void expect(struct rows *rows, const char *names, size_t all, size_t dropped)
{
    struct compared_rows made;
    struct arena *arena = &rows->work->arena;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    assert_true(compared_rows_init(&made, &rows->view, &rows->work->error));
    for (size_t i = 0; i < made.count; i++) {
        sink_text(&sink, i ? STR(" ") : STR(""));
        sink_text(&sink, frame_name(rows->view.frames, made.at[i].frame, arena));
    }
    assert_str(sink_str(&sink), names);
    assert_int_equal(made.all, all);
    assert_int_equal(made.dropped, dropped);
}

/* Equal changes by what they call too, then by weight: sort's larger side is 600, json's 400. */
static void the_greatest_change_is_first(void **state)
{
    struct rows rows;
    begin(&rows, *state);
    expect(&rows, "sort json write noise serve main idle", 7, 0);
}

static void by_cum_callers_come_with_what_they_call(void **state)
{
    struct rows rows;
    begin(&rows, *state);
    rows.work->settings.sort = SORT_CUM;
    expect(&rows, "sort json write serve main noise idle", 7, 0);
}

static void small_ones_are_dropped_by_their_larger_side(void **state)
{
    struct rows rows;
    begin(&rows, *state);
    rows.work->settings.nodefraction = 0.05; /* of new's 1099 */
    expect(&rows, "sort json write serve main idle", 7, 1);
    rows.work->settings.nodefraction = 0.1;
    expect(&rows, "sort json serve main idle", 7, 2);
    rows.work->settings.trim = false;
    expect(&rows, "sort json write noise serve main idle", 7, 0);
}

static void so_many_as_asked_for_are_left(void **state)
{
    struct rows rows;
    begin(&rows, *state);
    rows.work->settings.nodecount = 2;
    expect(&rows, "sort json", 7, 0);
    rows.work->settings.trim = false;
    expect(&rows, "sort json write noise serve main idle", 7, 0);
}

static void what_is_less_may_be_dropped(void **state)
{
    struct rows rows;
    begin(&rows, *state);
    rows.work->settings.drop_negative = true;
    expect(&rows, "json write serve main idle", 7, 2);
}

static void a_budget_stops_it(void **state)
{
    struct rows rows;
    struct compared_rows made;
    begin(&rows, *state);
    struct budget budget = {.limit = 1, .work = 1};
    rows.view.budget = &budget;
    assert_false(compared_rows_init(&made, &rows.view, &rows.work->error));
    assert_int_equal(rows.work->error.kind, ERROR_LIMIT);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, work_start, work_stop)

int compared_rows_tests(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_greatest_change_is_first),
        TEST(by_cum_callers_come_with_what_they_call),
        TEST(small_ones_are_dropped_by_their_larger_side),
        TEST(so_many_as_asked_for_are_left),
        TEST(what_is_less_may_be_dropped),
        TEST(a_budget_stops_it),
    };
    return cmocka_run_group_tests_name("renderers/compared_rows", tests, NULL, NULL);
}
