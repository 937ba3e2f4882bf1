/* Frames of two sides that are the same code. */
#include "select/matching.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int matching_tests(void);

/* A sample's value holds what both sides have: base * SIDE + new. */
enum { SIDE = 100000 };

static void add(struct work *work, const char *path, int64_t base, int64_t fresh)
{
    work_add(work, path, base * SIDE + fresh);
}

/* The selection of both sides; with `swapped` these are turned round. */
static const struct selection *sides_of(struct work *work, bool swapped)
{
    struct selection *sides = ARENA_NEW(&work->arena, struct selection, 1);
    struct comparison *comparison = ARENA_NEW(&work->arena, struct comparison, 1);
    size_t count = work->selection->profile->stack_count;
    int64_t *weights = ARENA_NEW(&work->arena, int64_t, count * COMPARED_COLUMNS);
    for (size_t i = 0; i < count; i++) {
        int64_t both = work->selection->weights[i], *at = weights + i * COMPARED_COLUMNS;
        at[swapped ? COMPARED_NEW : COMPARED_BASE] = both / SIDE;
        at[swapped ? COMPARED_BASE : COMPARED_NEW] = both % SIDE;
        for (int side = 0; side < RUN_SIDES; side++) {
            at[COMPARED_BASE_EVENTS + side] = at[COMPARED_BASE + side];
            comparison->sides[side].events += at[COMPARED_BASE + side];
            comparison->sides[side].exposure += (double)at[COMPARED_BASE + side];
        }
    }
    *sides = *work->selection;
    sides->weights = weights;
    sides->columns = COMPARED_COLUMNS;
    sides->comparison = comparison;
    return sides;
}

static void match_as(struct work *work, enum matching matching, enum granularity granularity,
                     bool swapped)
{
    work_select(work);
    struct frames_options options = {.granularity = granularity};
    const struct frames *frames = frames_new(work->selection->profile, &options, &work->arena);
    work->frames = matching_apply(frames, sides_of(work, swapped), matching, &work->arena,
                                  &work->budget, &work->error);
    assert_non_null(work->frames);
    assert_true(matching != MATCHING_EXACT || work->frames == frames);
}

static void match(struct work *work)
{
    match_as(work, MATCHING_NORMAL, GRANULARITY_FUNCTIONS, false);
}

static void expect_was(struct work *work, const char *name, const char *was)
{
    uint32_t frame = work_frame(work, name);
    assert_int_not_equal(frame, ID_NONE);
    assert_str(work->frames->was ? work->frames->was[frame] : STR(""), was);
}

static void expect_gone(struct work *work, const char *name)
{
    assert_int_equal(work_frame(work, name), ID_NONE);
}

static void expect_matched(struct work *work, size_t matched)
{
    assert_int_equal(work->frames->matched, matched);
}

/* ---------------------------------------------------------------- numbers */

static void equal_names_are_left_alone(void **state)
{
    struct work *work = *state;
    add(work, "main;main.f.func1", 50, 60);
    add(work, "main;main.f.func2", 70, 80);
    match(work);
    assert_null(work->frames->was);
    expect_matched(work, 0);
    assert_int_equal(work->frames->count, 3);
}

static void closures_whose_numbers_moved_are_one(void **state)
{
    struct work *work = *state;
    add(work, "main;main.f.func1", 50, 40);
    add(work, "main;main.f.func2", 20, 90);
    add(work, "main;main.f.func3", 0, 60);
    add(work, "main;main.g.func1", 10, 10);
    match(work);
    expect_was(work, "main.f.func2", "main.f.func1, main.f.func2");
    expect_was(work, "main.g.func1", "");
    expect_gone(work, "main.f.func1");
    expect_gone(work, "main.f.func3");
    expect_matched(work, 1);
    assert_str(work_path(work, 0), "main;main.f.func2");
}

static void exact_matches_nothing(void **state)
{
    struct work *work = *state;
    add(work, "main;main.f.func1", 50, 0);
    add(work, "main;main.f.func2", 0, 50);
    match_as(work, MATCHING_EXACT, GRANULARITY_FUNCTIONS, false);
    expect_matched(work, 0);
}

static void a_closure_that_may_be_missing_by_chance_moves_nothing(void **state)
{
    struct work *work = *state;
    add(work, "main;main.f.func1", 50, 40);
    add(work, "main;main.f.func2", 20, 30);
    add(work, "main;main.f.func3", 3, 0);
    match(work);
    expect_matched(work, 0);
}

static void chance_is_reckoned_by_what_the_other_side_sampled(void **state)
{
    struct work *work = *state;
    add(work, "main;main.f.func1", 20, 2000);
    add(work, "main;main.f.func3", 0, 100);
    add(work, "main", 980, 97900);
    match(work);
    expect_matched(work, 0);
}

static void names_of_one_side_alone_stay_apart(void **state)
{
    struct work *work = *state;
    add(work, "main", 100, 100);
    add(work, "main;main.f.func1", 0, 90);
    add(work, "main;main.f.func2", 0, 60);
    match(work);
    expect_matched(work, 0);
    assert_int_equal(work->frames->count, 3);
}

static void what_was_is_a_handful(void **state)
{
    static const char *const THREADS[] = {"Thread-1", "Thread-2", "Thread-3",
                                          "Thread-4", "Thread-5", "Thread-6"};
    struct work *work = *state;
    for (int i = 0; i < 6; i++)
        add(work, THREADS[i], 60 - i, 0);
    add(work, "Thread-9", 0, 300);
    match(work);
    expect_was(work, "Thread-9", "Thread-1, Thread-2, Thread-3, Thread-4 and 2 more");
    assert_int_equal(work->frames->count, 1);
}

static void several_of_new_that_become_one_are_said(void **state)
{
    struct work *work = *state;
    add(work, "main;parse", 90, 70);
    add(work, "main;parse.cold", 0, 20);
    match(work);
    expect_was(work, "parse", "parse, parse.cold");
}

/* ---------------------------------------------------------------- arguments */

static void arguments_match_only_what_is_left(void **state)
{
    struct work *work = *state;
    add(work, "main;f<int>", 50, 60);
    add(work, "main;f<old>", 50, 0);
    add(work, "main;f<new>", 0, 60);
    match(work);
    expect_was(work, "f<new>", "f<old>");
    expect_was(work, "f<int>", "");
}

static void rare_arguments_match_nothing(void **state)
{
    struct work *work = *state;
    add(work, "main;f<int>", 50, 60);
    add(work, "main;f<old>", 2, 0);
    add(work, "main;f<new>", 0, 3);
    match(work);
    expect_matched(work, 0);
}

static void a_module_has_another_version(void **state)
{
    struct work *work = *state;
    add(work, "main;a.com/b.F;a.com/b.G", 2, 0);
    add(work, "main;a.com/b/v2.F;a.com/b/v2.G", 0, 3);
    match(work);
    expect_was(work, "a.com/b/v2.F", "a.com/b.F");
    assert_int_equal(work->frames->matched, 2);
    expect_was(work, "a.com/b/v2.G", "a.com/b.G");
    assert_int_equal(work->frames->count, 3);
}

/* ---------------------------------------------------------------- files, packages */

static void a_function_moved_to_another_file(void **state)
{
    struct work *work = *state;
    add(work, "main@m.c;f@a.c", 20, 0);
    add(work, "main@m.c;f@b.c", 0, 30);
    add(work, "main@m.c;init@a.c", 20, 30);
    add(work, "main@m.c;init@b.c", 20, 30);
    match_as(work, MATCHING_NORMAL, GRANULARITY_FILEFUNCTIONS, false);
    expect_was(work, "f b.c", "f a.c");
    assert_int_equal(work->frames->matched, 0);
    expect_was(work, "init a.c", "");
    expect_was(work, "init b.c", "");
}

static void packages_have_versions(void **state)
{
    struct work *work = *state;
    add(work, "main.main;a.com/b.F", 20, 0);
    add(work, "main.main;a.com/b/v2.F", 0, 30);
    match_as(work, MATCHING_NORMAL, GRANULARITY_PACKAGES, false);
    expect_was(work, "a.com/b/v2", "a.com/b");
}

static void the_rest_of_a_package_is_one_where_that_is_asked_for(void **state)
{
    struct work *work = *state;
    add(work, "main.main;a.com/b.old", 20, 0);
    add(work, "main.main;a.com/b.other", 30, 0);
    add(work, "main.main;a.com/b.fresh", 0, 30);
    add(work, "main.main;a.com/b.same", 30, 30);
    add(work, "main.main;a.com/c.gone", 30, 0);
    match_as(work, MATCHING_PACKAGE, GRANULARITY_FUNCTIONS, false);
    expect_was(work, "a.com/b.fresh", "a.com/b.other, a.com/b.old");
    expect_was(work, "a.com/b.same", "");
    expect_was(work, "a.com/c.gone", "");
}

/* ---------------------------------------------------------------- renames */

/* A caller, the function, and what it alone calls. */
static void add_rename(struct work *work, const char *base, const char *fresh)
{
    add(work, base, 40, 0);
    add(work, fresh, 0, 30);
    add(work, "main;other", 500, 500);
}

static void a_rename_has_the_same_callers_and_callees(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;old;work", "main;serve;shiny;work");
    match(work);
    expect_was(work, "shiny", "old");
    expect_matched(work, 1);
}

static void a_callee_that_others_call_tells_nothing(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;old;malloc", "main;serve;shiny;malloc");
    add(work, "main;malloc", 50, 50);
    match(work);
    expect_matched(work, 0);
}

static void other_callers_are_no_rename(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;old;work", "main;serve;shiny;work");
    add(work, "main;other;shiny;work", 0, 90);
    match(work);
    expect_matched(work, 0);
}

static void other_callees_are_no_rename(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;old;work", "main;serve;shiny;work");
    add(work, "main;serve;old;other", 90, 0);
    match(work);
    expect_matched(work, 0);
}

static void a_callee_by_chance_hinders_no_rename(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;old;work", "main;serve;shiny;work");
    add(work, "main;serve;old;other", 2, 0);
    match(work);
    expect_was(work, "shiny", "old");
}

static void two_that_are_alike_are_none(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;pkg.old;work", "main;serve;pkg.shiny;work");
    add(work, "main;serve;pkg.sunny;work", 0, 30);
    match(work);
    expect_matched(work, 0);
}

static void what_may_be_missing_by_chance_is_no_rename(void **state)
{
    struct work *work = *state;
    add(work, "main;serve;old;work", 4, 0);
    add(work, "main;serve;shiny;work", 0, 3);
    add(work, "main;other", 500, 500);
    match(work);
    expect_matched(work, 0);
}

static void a_root_is_no_rename(void **state)
{
    struct work *work = *state;
    add_rename(work, "old;work", "shiny;work");
    match(work);
    expect_matched(work, 0);
}

static void leaves_of_one_package_with_similar_names(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;a.com/b.serve;a.com/b.parseSlow",
               "main;a.com/b.serve;a.com/b.parseFast");
    match(work);
    expect_was(work, "a.com/b.parseFast", "a.com/b.parseSlow");
}

static void leaves_with_other_names_are_no_rename(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;a.com/b.serve;a.com/b.track", "main;a.com/b.serve;a.com/b.hash");
    match(work);
    expect_matched(work, 0);
}

static void leaves_of_the_standard_library_are_no_rename(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;a.com/b.serve;strings.IndexByte@strings.go",
               "main;a.com/b.serve;strings.IndexRune@strings.go");
    match(work);
    expect_matched(work, 0);
}

static void renames_of_renames_are_found(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;a.old;a.older;work", "main;serve;a.olds;a.olders;work");
    match(work);
    expect_was(work, "a.olds", "a.old");
    expect_was(work, "a.olders", "a.older");
}

static void recursion_is_no_caller(void **state)
{
    struct work *work = *state;
    add_rename(work, "main;serve;old;old;work", "main;serve;shiny;work");
    match(work);
    expect_was(work, "shiny", "old");
}

/* ---------------------------------------------------------------- lines */

/* Makes place i of proto_path a line of a function that starts somewhere. */
static void put_line(struct work *work, size_t place, int64_t start, int64_t line)
{
    struct profile *profile = (struct profile *)work->profile;
    const struct location *location = &profile->locations[place];
    struct line *at = (struct line *)&profile->lines[location->line_first];
    struct function *function = (struct function *)&profile->functions[at->function];
    at->line = line;
    function->start_line = start;
    function->file = 0;
    if (place)
        function->name =
            profile->functions[profile->lines[profile->locations[1].line_first].function].name;
}

static void lines_move_with_their_function(void **state)
{
    struct work *work = *state;
    add(work, "main;f@1;f@2", 30, 0);
    add(work, "main;f@3;f@4", 0, 40);
    work_load(work);
    put_line(work, 1, 10, 12);
    put_line(work, 2, 10, 14);
    put_line(work, 3, 12, 14);
    put_line(work, 4, 12, 16);
    match_as(work, MATCHING_NORMAL, GRANULARITY_LINES, false);
    assert_str(work_path(work, 0), "main :10;f :14;f :16");
    assert_str(work_path(work, 1), "main :10;f :14;f :16");
    expect_was(work, "f :14", "f :12");
    expect_was(work, "f :16", "f :14");
}

static void lines_without_a_start_go_by_order(void **state)
{
    struct work *work = *state;
    add(work, "main;f@1;f@2", 30, 0);
    add(work, "main;f@3;f@4", 0, 40);
    work_load(work);
    put_line(work, 1, 0, 12);
    put_line(work, 2, 0, 14);
    put_line(work, 3, 0, 22);
    put_line(work, 4, 0, 29);
    match_as(work, MATCHING_NORMAL, GRANULARITY_LINES, false);
    expect_was(work, "f :22", "f :12");
    expect_was(work, "f :29", "f :14");
}

static void lines_beside_one_that_stayed_are_left_alone(void **state)
{
    struct work *work = *state;
    add(work, "main;f@1;f@2", 30, 40);
    add(work, "main;f@1;f@3", 30, 0);
    add(work, "main;f@1;f@4", 0, 40);
    work_load(work);
    put_line(work, 1, 0, 12);
    put_line(work, 2, 0, 14);
    put_line(work, 3, 0, 22);
    put_line(work, 4, 0, 29);
    match_as(work, MATCHING_NORMAL, GRANULARITY_LINES, false);
    expect_matched(work, 0);
}

/* ---------------------------------------------------------------- all */

/* Stacks of names that match in many ways, the same each time. */
static void add_random(struct work *work, uint64_t seed)
{
    static const char *const NAMES[] = {
        "main",    "a.f",      "a.f.func1", "a.f.func2",  "a.f.func3", "b<int>", "b<long>",
        "b<x<y>>", "c.isra.0", "c",         "c.cold",     "a.old",     "a.olds", "std::d",
        "T-1",     "Thread-1", "Thread-2",  "a.com/v2.x", "a.com.x",   "e"};
    uint64_t random = seed * 7919 + 1;
    for (int i = 0; i < 14; i++) {
        char path[200] = "root";
        for (uint64_t depth = 1 + unit_random(&random) % 5; depth > 0; depth--) {
            strcat(path, ";");
            strcat(path, NAMES[unit_random(&random) % (sizeof NAMES / sizeof *NAMES)]);
        }
        uint64_t side = unit_random(&random) % 3;
        int64_t value = (int64_t)(unit_random(&random) % 60);
        add(work, str_to_c(str_from_c(path), &work->arena), side == 0 ? 0 : value,
            side == 1 ? 0 : value + 1);
    }
}

/* By line: the first one that is the same frame. */
static void groups_of(struct work *work, bool swapped, uint32_t *groups, size_t count)
{
    match_as(work, MATCHING_NORMAL, GRANULARITY_FUNCTIONS, swapped);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t n = 0; n <= i; n++)
            if (work->frames->by_line[n] == work->frames->by_line[i]) {
                groups[i] = n;
                break;
            }
}

static void sides_turned_round_have_the_same_groups(void **state)
{
    size_t matched = 0;
    for (uint64_t seed = 1; seed < 200; seed++) {
        uint32_t groups[64], swapped[64];
        work_stop(state);
        work_start(state);
        struct work *work = *state;
        add_random(work, seed);
        work_load(work);
        size_t count = work->profile->line_count;
        assert_in_range(count, 1, 64);
        groups_of(work, false, groups, count);
        matched += work->frames->matched;
        assert_true(!work->frames->matched || work->frames->was);
        groups_of(work, true, swapped, count);
        assert_memory_equal(groups, swapped, count * sizeof *groups);
    }
    assert_true(matched > 100);
}

static void a_budget_stops_it(void **state)
{
    struct work *work = *state;
    add(work, "main;main.f.func1", 50, 0);
    add(work, "main;main.f.func2", 0, 50);
    work_select(work);
    const struct selection *sides = sides_of(work, false);
    for (uint64_t limit = 1;; limit++) {
        struct budget budget = {.limit = limit};
        struct error error = {.kind = ERROR_NONE};
        if (matching_apply(work->frames, sides, MATCHING_NORMAL, &work->arena, &budget, &error))
            break;
        assert_int_equal(error.kind, ERROR_LIMIT);
        assert_true(limit < 1000);
    }
}

static void a_side_without_names_is_found(void **state)
{
    struct work *work = *state;
    enum run_side without;
    add(work, "main;f;g;h", 10, 0);
    add(work, "0x1234;0x2345;0x3456;[unknown]", 0, 10);
    work_select(work);
    assert_true(matching_unsymbolised(work->frames, sides_of(work, false), &without, work->arena,
                                      &work->budget, &work->error));
    assert_int_equal(without, RUN_NEW);
    assert_true(matching_unsymbolised(work->frames, sides_of(work, true), &without, work->arena,
                                      &work->budget, &work->error));
    assert_int_equal(without, RUN_BASE);
    const struct frames *applied =
        matching_apply(work->frames, sides_of(work, true), MATCHING_EXACT, &work->arena,
                       &work->budget, &work->error);
    assert_true(applied->is_nameless[RUN_BASE] && !applied->is_nameless[RUN_NEW]);
    match(work);
    expect_matched(work, 0);
}

static void two_sides_with_names_are_fine(void **state)
{
    struct work *work = *state;
    enum run_side without;
    add(work, "main;f;g;h", 10, 0);
    add(work, "main;0x2345", 0, 10);
    work_select(work);
    assert_true(matching_unsymbolised(work->frames, sides_of(work, false), &without, work->arena,
                                      &work->budget, &work->error));
    assert_int_equal(without, RUN_SIDES);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, work_start, work_stop)

int matching_tests(void)
{
    const struct CMUnitTest tests[] = {
        TEST(equal_names_are_left_alone),
        TEST(closures_whose_numbers_moved_are_one),
        TEST(exact_matches_nothing),
        TEST(a_closure_that_may_be_missing_by_chance_moves_nothing),
        TEST(chance_is_reckoned_by_what_the_other_side_sampled),
        TEST(names_of_one_side_alone_stay_apart),
        TEST(what_was_is_a_handful),
        TEST(several_of_new_that_become_one_are_said),
        TEST(arguments_match_only_what_is_left),
        TEST(rare_arguments_match_nothing),
        TEST(a_module_has_another_version),
        TEST(a_function_moved_to_another_file),
        TEST(packages_have_versions),
        TEST(the_rest_of_a_package_is_one_where_that_is_asked_for),
        TEST(a_rename_has_the_same_callers_and_callees),
        TEST(a_callee_that_others_call_tells_nothing),
        TEST(other_callers_are_no_rename),
        TEST(other_callees_are_no_rename),
        TEST(a_callee_by_chance_hinders_no_rename),
        TEST(two_that_are_alike_are_none),
        TEST(what_may_be_missing_by_chance_is_no_rename),
        TEST(a_root_is_no_rename),
        TEST(leaves_of_one_package_with_similar_names),
        TEST(leaves_with_other_names_are_no_rename),
        TEST(leaves_of_the_standard_library_are_no_rename),
        TEST(renames_of_renames_are_found),
        TEST(recursion_is_no_caller),
        TEST(lines_move_with_their_function),
        TEST(lines_without_a_start_go_by_order),
        TEST(lines_beside_one_that_stayed_are_left_alone),
        TEST(sides_turned_round_have_the_same_groups),
        TEST(a_budget_stops_it),
        TEST(a_side_without_names_is_found),
        TEST(two_sides_with_names_are_fine),
    };
    return cmocka_run_group_tests_name("matching", tests, NULL, NULL);
}
