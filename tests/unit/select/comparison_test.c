/* Sides: what counts as an event, the common scale, and the columns of a selection. */
#include "select/comparison.h"
#include "profile/profile.h"
#include "select/selection.h"
#include "unit/memory.h"
#include "unit/unit.h"
#include "unit/work.h"

#include <stdio.h>

int comparison_tests(void);

struct made {
    struct work *work;
    struct proto proto;
};

static void start_profile(struct made *made, struct work *work)
{
    made->work = work;
    proto_init(&made->proto, &work->arena);
}

static void add_run(struct made *made, const char *side, long long duration, const char *name)
{
    enum { ROOM = 120 };
    char *text = arena_alloc(made->proto.arena, ROOM, 1); /* is kept */
    snprintf(text, ROOM, "render::run %s time=5 duration=%lld period=0 %s", side, duration, name);
    proto_number(&made->proto, 13, proto_text(&made->proto, text));
}

static void add_period(struct made *made, const char *type, const char *unit, uint64_t period)
{
    struct proto part = {.arena = made->proto.arena};
    proto_number(&part, 1, proto_text(&made->proto, type));
    proto_number(&part, 2, proto_text(&made->proto, unit));
    proto_message(&made->proto, 11, &part);
    proto_number(&made->proto, 12, period);
}

#define SAMPLE(made, path, labels, ...)                                                            \
    proto_path(&(made)->proto, path, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t),           \
               (int64_t[]){__VA_ARGS__}, labels)

static const struct profile *finish(struct made *made)
{
    struct work *work = made->work;
    const struct profile *profile =
        memory_profile(proto_end(&made->proto), &work->arena, &work->error);
    if (!profile)
        fail_msg("%s", work->error.text);
    return runs_read(profile, &work->arena);
}

static const struct comparison *compare(struct made *made, size_t type)
{
    struct work *work = made->work;
    const struct comparison *comparison = comparison_new(finish(made), type, &work->settings,
                                                         &work->arena, &work->budget, &work->error);
    if (!comparison)
        fail_msg("%s", work->error.text);
    return comparison;
}

/* cpu time of two runs that took so long. */
static void cpu(struct made *made, struct work *work, long long base, long long new_)
{
    start_profile(made, work);
    proto_type(&made->proto, "samples", "count");
    proto_type(&made->proto, "cpu", "nanoseconds");
    add_run(made, "base", base, "a.pb");
    add_run(made, "new", new_, "b.pb");
    SAMPLE(made, "main;f", "render::run=base,request=1", 10, 100);
    SAMPLE(made, "main;g", "render::run=base,request=2", 2, 20);
    SAMPLE(made, "main;f", "render::run=new,request=1", 5, 50);
}

static void set(struct work *work, const char *name, const char *value)
{
    assert_true(settings_set(&work->settings, str_from_c(name), str_from_c(value), &work->error));
}

static void values_are_as_they_are(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 1040);
    const struct comparison *comparison = compare(&made, 1);
    assert_int_equal(comparison->scaling, SCALED_NOT);
    assert_int_equal(comparison->counts, COUNTS_TYPE);
    assert_int_equal(comparison->model, NOISE_COUNTS);
    assert_int_equal(comparison->sides[RUN_BASE].total, 120);
    assert_int_equal(comparison->sides[RUN_BASE].events, 12);
    assert_int_equal(comparison->sides[RUN_NEW].total, 50);
    assert_int_equal(comparison_whole(comparison, RUN_NEW, 50), 50);
    assert_str(comparison->sides[RUN_NEW].names, "b.pb");
}

static void other_durations_are_brought_to_the_base(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 500);
    const struct comparison *comparison = compare(&made, 1);
    assert_int_equal(comparison->scaling, SCALED_DURATION);
    assert_int_equal(comparison_whole(comparison, RUN_NEW, 50), 100);
    assert_int_equal(comparison_whole(comparison, RUN_BASE, 50), 50);
}

static void a_run_can_be_the_measure(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 500);
    set(*state, "per", "run");
    assert_int_equal(compare(&made, 1)->scaling, SCALED_NOT);
}

static void an_unknown_duration_scales_nothing(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 0);
    assert_int_equal(compare(&made, 1)->scaling, SCALED_NOT);
}

static void totals_samples_and_labels_scale(void **state)
{
    struct work *work = *state;
    struct made made;
    cpu(&made, work, 1000, 500);
    set(work, "normalize", "true");
    const struct comparison *comparison = compare(&made, 1);
    assert_int_equal(comparison->scaling, SCALED_TOTALS);
    assert_int_equal(comparison_whole(comparison, RUN_NEW, 50), 120);
    set(work, "normalize", "false");
    set(work, "per", "samples");
    cpu(&made, work, 1000, 500);
    comparison = compare(&made, 1);
    assert_int_equal(comparison->scaling, SCALED_SAMPLES);
    assert_int_equal(comparison_whole(comparison, RUN_NEW, 50), 120);
    set(work, "per", "request");
    cpu(&made, work, 1000, 500);
    comparison = compare(&made, 1);
    assert_int_equal(comparison->scaling, SCALED_LABEL);
    assert_true(comparison->sides[RUN_BASE].per == 2 && comparison->sides[RUN_NEW].per == 1);
    assert_int_equal(comparison_whole(comparison, RUN_NEW, 50), 100);
}

static void a_label_that_nobody_has_is_refused(void **state)
{
    struct work *work = *state;
    struct made made;
    cpu(&made, work, 1000, 500);
    set(work, "per", "nothing");
    assert_null(comparison_new(finish(&made), 1, &work->settings, &work->arena, &work->budget,
                               &work->error));
    assert_int_equal(work->error.kind, ERROR_USAGE);
}

static void runs_are_averaged(void **state)
{
    struct made made;
    start_profile(&made, *state);
    proto_type(&made.proto, "samples", "count");
    add_run(&made, "base", 0, "a.pb");
    add_run(&made, "base", 0, "b.pb");
    add_run(&made, "new", 0, "c.pb");
    SAMPLE(&made, "main", "render::run=base 1", 10);
    SAMPLE(&made, "main", "render::run=base 2", 20);
    SAMPLE(&made, "main", "render::run=new", 15);
    const struct comparison *comparison = compare(&made, 0);
    assert_int_equal(comparison->model, NOISE_DISPERSED);
    assert_int_equal(comparison_whole(comparison, RUN_BASE, 30), 15);
    assert_int_equal(comparison->run_totals[1], 20);
    assert_str(comparison->sides[RUN_BASE].names, "a.pb, b.pb");
}

static void runs_of_one_folder_are_called_by_it(void **state)
{
    static const char *const ROWS[][3] = {{"old/1.pb", "old/2.pb", "old/"},
                                          {"old/1.pb", "older/2.pb", "old/1.pb, older/2.pb"},
                                          {"old/1.pb", "2.pb", "old/1.pb, 2.pb"},
                                          {"1.pb", "old/2.pb", "1.pb, old/2.pb"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct made made;
        start_profile(&made, *state);
        proto_type(&made.proto, "samples", "count");
        add_run(&made, "base", 0, ROWS[i][0]);
        add_run(&made, "base", 0, ROWS[i][1]);
        add_run(&made, "new", 0, "new/1.pb");
        const struct comparison *comparison = compare(&made, 0);
        assert_str(comparison->sides[RUN_BASE].names, ROWS[i][2]);
        assert_str(comparison->sides[RUN_NEW].names, "new/1.pb");
        work_stop(state);
        work_start(state);
    }
}

static void heap_objects_are_counted_before_they_were_scaled_up(void **state)
{
    struct made made;
    start_profile(&made, *state);
    proto_type(&made.proto, "inuse_objects", "count");
    proto_type(&made.proto, "inuse_space", "bytes");
    add_period(&made, "space", "bytes", 524288);
    add_run(&made, "base", 0, "a.pb");
    add_run(&made, "new", 0, "b.pb");
    /* Three objects of a KiB were sampled: each stands for 512.5. */
    SAMPLE(&made, "main", "render::run=base", 1538, 1538 * 1024);
    SAMPLE(&made, "main", "render::run=new", 0, 0);
    const struct comparison *comparison = compare(&made, 1);
    assert_int_equal(comparison->counts, COUNTS_OBJECTS);
    assert_int_equal(comparison->sides[RUN_BASE].events, 3);
}

static void a_census_is_not_tested(void **state)
{
    struct made made;
    start_profile(&made, *state);
    proto_type(&made.proto, "goroutine", "count");
    add_run(&made, "base", 0, "a.pb");
    add_run(&made, "new", 0, "b.pb");
    SAMPLE(&made, "main", "render::run=base", 15);
    const struct comparison *comparison = compare(&made, 0);
    assert_int_equal(comparison->counts, COUNTS_CENSUS);
    assert_false(comparison_is_tested(comparison));
}

static void what_nobody_counted_is_not_tested(void **state)
{
    struct made made;
    start_profile(&made, *state);
    proto_type(&made.proto, "wall", "nanoseconds");
    add_run(&made, "base", 0, "a.pb");
    add_run(&made, "new", 0, "b.pb");
    SAMPLE(&made, "main", "render::run=base", 15);
    assert_int_equal(compare(&made, 0)->counts, COUNTS_NONE);
}

static void counts_below_zero_are_not_tested(void **state)
{
    struct made made;
    start_profile(&made, *state);
    proto_type(&made.proto, "samples", "count");
    add_run(&made, "base", 0, "a.pb");
    add_run(&made, "new", 0, "b.pb");
    SAMPLE(&made, "main;f", "render::run=base", 10);
    SAMPLE(&made, "main;f", "render::run=new", -3);
    const struct comparison *comparison = compare(&made, 0);
    assert_int_equal(comparison->counts, COUNTS_NONE);
    assert_false(comparison_is_tested(comparison));
}

static void a_period_tells_how_many(void **state)
{
    struct made made;
    start_profile(&made, *state);
    proto_type(&made.proto, "cpu", "nanoseconds");
    add_period(&made, "cpu", "nanoseconds", 10);
    add_run(&made, "base", 0, "a.pb");
    add_run(&made, "new", 0, "b.pb");
    SAMPLE(&made, "main", "render::run=base", 150);
    const struct comparison *comparison = compare(&made, 0);
    assert_int_equal(comparison->counts, COUNTS_PERIOD);
    assert_int_equal(comparison->sides[RUN_BASE].events, 15);
}

/* At 10 and at 1 unit of time between samples. */
static void two_rates(struct made *made, struct work *work)
{
    start_profile(made, work);
    proto_type(&made->proto, "samples", "count");
    proto_type(&made->proto, "cpu", "nanoseconds");
    add_period(made, "cpu", "nanoseconds", 1);
    proto_number(&made->proto, 13,
                 proto_text(&made->proto, "render::run base time=1 duration=9 period=10 a.pb"));
    proto_number(&made->proto, 13,
                 proto_text(&made->proto, "render::run new time=1 duration=9 period=1 b.pb"));
    SAMPLE(made, "main", "render::run=base", 20, 200);
    SAMPLE(made, "main", "render::run=new", 200, 200);
}

static void other_rates_do_not_look_like_changes(void **state)
{
    struct made made;
    two_rates(&made, *state);
    const struct comparison *comparison = compare(&made, 0);
    assert_int_equal(comparison->scaling, SCALED_PERIOD);
    assert_int_equal(comparison_whole(comparison, RUN_NEW, 200), 20);
    two_rates(&made, *state);
    comparison = compare(&made, 1);
    assert_int_equal(comparison->scaling, SCALED_NOT);
    assert_true(comparison->sides[RUN_NEW].exposure == 10 * comparison->sides[RUN_BASE].exposure);
}

static const struct selection *select_by(struct made *made, enum selection_values values)
{
    struct work *work = made->work;
    const struct selection *selection = selection_new(finish(made), &work->settings, values,
                                                      &work->arena, &work->budget, &work->error);
    if (!selection)
        fail_msg("%s", work->error.text);
    return selection;
}

static void both_sides_are_columns(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 500);
    const struct selection *selection = select_by(&made, SELECTION_SIDES);
    static const int64_t F[] = {100, 50, 10, 5}, G[] = {20, 0, 2, 0};
    assert_int_equal(selection->columns, COMPARED_COLUMNS);
    assert_memory_equal(selection->weights, F, sizeof F);
    assert_memory_equal(selection->weights + COMPARED_COLUMNS, G, sizeof G);
    assert_null(selection->run_events);
}

static void other_views_see_the_difference(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 500);
    const struct selection *selection = select_by(&made, SELECTION_RAW);
    assert_int_equal(selection->columns, 1);
    assert_int_equal(selection->weights[0], 0); /* 50 in half the time, less 100 */
    assert_int_equal(selection->weights[1], -20);
    assert_int_equal(selection->total, 120);
    assert_int_equal(selection->profile->run_count, 0);
    assert_int_equal(selection->profile->comment_count, 0);
}

static void one_side_can_be_shown_alone(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 1020);
    set(*state, "only_side", "base");
    const struct selection *selection = select_by(&made, SELECTION_RAW);
    assert_int_equal(selection->weights[0], 100);
    assert_int_equal(selection->total, 120);
    assert_int_equal(selection->sample_count, 2);
    assert_int_equal(selection->profile->duration_ns, 1000);
    assert_int_equal(selection->profile->time_ns, 5);
}

static void hidden_labels_do_not_hide_sides(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 1000);
    set(*state, "taghide", "run");
    const struct selection *selection = select_by(&made, SELECTION_SIDES);
    assert_int_equal(selection->weights[COMPARED_NEW], 50);
}

static void what_is_written_keeps_both_sides(void **state)
{
    struct made made;
    cpu(&made, *state, 1000, 500);
    const struct selection *selection = select_by(&made, SELECTION_WHOLE);
    assert_int_equal(selection->profile->run_count, 2);
    assert_int_equal(selection->weights[0], 150);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int comparison_tests(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(values_are_as_they_are),
        TEST(runs_of_one_folder_are_called_by_it),
        TEST(other_durations_are_brought_to_the_base),
        TEST(a_run_can_be_the_measure),
        TEST(an_unknown_duration_scales_nothing),
        TEST(totals_samples_and_labels_scale),
        TEST(a_label_that_nobody_has_is_refused),
        TEST(runs_are_averaged),
        TEST(heap_objects_are_counted_before_they_were_scaled_up),
        TEST(a_census_is_not_tested),
        TEST(what_nobody_counted_is_not_tested),
        TEST(counts_below_zero_are_not_tested),
        TEST(a_period_tells_how_many),
        TEST(other_rates_do_not_look_like_changes),
        TEST(both_sides_are_columns),
        TEST(other_views_see_the_difference),
        TEST(one_side_can_be_shown_alone),
        TEST(hidden_labels_do_not_hide_sides),
        TEST(what_is_written_keeps_both_sides),
    };
    return cmocka_run_group_tests_name("comparison", tests, NULL, NULL);
}
