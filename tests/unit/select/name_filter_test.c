/* focus, ignore, hide, show, show_from, prune_from. */
#include "select/name_filter.h"
#include "options/settings.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int name_filter_tests(void);

/* Three stacks: main;f;g   main;h   main;f+i;j (i is inlined into f). */
static void start(struct work *work)
{
    work_add(work, "main;f;g", 1);
    work_add(work, "main;h", 2);
    work_add(work, "main;f+i;j", 4);
}

static void expect(struct work *work, const char *option, const char *value, const char *first,
                   const char *second, const char *third)
{
    const char *const paths[] = {first, second, third};
    if (!work->profile)
        start(work);
    settings_init(&work->settings, &work->arena);
    assert_true(settings_set(&work->settings, str_from_c(option), str_from_c(value), NULL));
    work_select(work);
    uint64_t left = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_str(work_path(work, i), paths[i]);
        left += strcmp(paths[i], "(gone)") != 0;
    }
    assert_int_equal(work->selection->sample_count, left);
}

static void focus_keeps_samples_through_a_match(void **state)
{
    expect(*state, "focus", "^f$", "main;f;g", "(gone)", "main;f;i;j");
    expect(*state, "focus", "i", "main;f;g", "main;h", "main;f;i;j");
    expect(*state, "focus", "^i$", "(gone)", "(gone)", "main;f;i;j");
}

static void ignore_drops_samples_through_a_match(void **state)
{
    expect(*state, "ignore", "g|h", "(gone)", "(gone)", "main;f;i;j");
}

static void hide_takes_frames_out(void **state)
{
    expect(*state, "hide", "^f$", "main;g", "main;h", "main;i;j");
    expect(*state, "hide", "^(main|h)$", "f;g", "(gone)", "f;i;j");
}

static void show_takes_all_other_frames_out(void **state)
{
    expect(*state, "show", "^[fh]$", "f", "h", "f");
    expect(*state, "show", "^[ij]$", "(gone)", "(gone)", "i;j");
}

static void show_from_begins_at_the_outermost_match(void **state)
{
    expect(*state, "show_from", "^[fi]$", "f;g", "(gone)", "f;i;j");
    expect(*state, "show_from", "^i$", "(gone)", "(gone)", "i;j");
}

static void prune_from_ends_at_the_innermost_match(void **state)
{
    expect(*state, "prune_from", "^[fh]$", "main;f", "main;h", "main;f");
    expect(*state, "prune_from", "^i$", "main;f;g", "main;h", "main;f;i");
}

static void hide_and_show_together(void **state)
{
    struct work *work = *state;
    start(work);
    settings_set(&work->settings, STR("hide"), STR("^g$"), NULL);
    settings_set(&work->settings, STR("show"), STR("^[fgh]$"), NULL);
    work_select(work);
    assert_str(work_path(work, 0), "f");
    assert_str(work_path(work, 1), "h");
    assert_str(work_path(work, 2), "f");
}

static void what_matches_nothing_is_said(void **state)
{
    static const char *const OPTIONS[][2] = {
        {"focus", "Focus expression matched no samples\n"},
        {"ignore", "Ignore expression matched no samples\n"},
        {"hide", "Hide expression matched no samples\n"},
        {"show", "Show expression matched no samples\n"},
        {"show_from", "ShowFrom expression matched no samples\n"},
        {"prune_from", ""},
    };
    struct work *work = *state;
    start(work);
    for (size_t i = 0; i < sizeof OPTIONS / sizeof *OPTIONS; i++) {
        settings_init(&work->settings, &work->arena);
        settings_set(&work->settings, str_from_c(OPTIONS[i][0]), STR("nothing"), NULL);
        work_select(work);
        assert_str(work->selection->messages, OPTIONS[i][1]);
    }
}

static void a_bad_expression_names_its_option(void **state)
{
    struct work *work = *state;
    start(work);
    work_select(work);
    settings_set(&work->settings, STR("hide"), STR("a["), NULL);
    assert_null(selection_new(work->profile, &work->settings, SELECTION_RAW, &work->arena,
                              &work->budget, &work->error));
    assert_int_equal(work->error.kind, ERROR_USAGE);
    assert_string_equal(work->error.text,
                        "parsing hide regexp: error parsing regexp: missing closing ]: `[`");
}

static void the_profile_stays_as_it_is(void **state)
{
    struct work *work = *state;
    expect(work, "show", "^f$", "f", "(gone)", "f");
    settings_init(&work->settings, &work->arena);
    work_select(work);
    assert_str(work_path(work, 2), "main;f;i;j");
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int name_filter_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(focus_keeps_samples_through_a_match),
        WORK_TEST(ignore_drops_samples_through_a_match),
        WORK_TEST(hide_takes_frames_out),
        WORK_TEST(show_takes_all_other_frames_out),
        WORK_TEST(show_from_begins_at_the_outermost_match),
        WORK_TEST(prune_from_ends_at_the_innermost_match),
        WORK_TEST(hide_and_show_together),
        WORK_TEST(what_matches_nothing_is_said),
        WORK_TEST(a_bad_expression_names_its_option),
        WORK_TEST(the_profile_stays_as_it_is),
    };
    return cmocka_run_group_tests_name("name filter", tests, NULL, NULL);
}
