/* Samples gathered by stack. */
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int selection_tests(void);

static void samples_of_a_stack_are_one_weight(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f", 3);
    work_add(work, "main;f", 4);
    work_add(work, "main", 5);
    work_select(work);
    const struct selection *selection = work->selection;
    assert_int_equal(selection->weights[0], 7);
    assert_int_equal(selection->weights[1], 5);
    assert_int_equal(selection->total, 12);
    assert_int_equal(selection->sample_count, 3);
    assert_str(selection->type, "cpu");
    assert_str(selection->unit, "nanoseconds");
    assert_false(selection->has_negative);
}

static void totals_are_of_absolute_values(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f", 10);
    work_add(work, "main;g", -4);
    work_select(work);
    assert_int_equal(work->selection->total, 14);
    assert_true(work->selection->has_negative);
}

static void a_cancelled_stack_is_present_and_a_zero_one_is_not(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f", 10);
    work_add(work, "main;f", -10);
    work_add(work, "main;g", 0);
    work_select(work);
    assert_int_equal(work->selection->weights[0], 0);
    assert_true(work->selection->present[0]);
    assert_false(work->selection->present[1]);
    assert_int_equal(work->selection->total, 20);
    assert_int_equal(work->selection->sample_count, 2);
}

static void shares_of_a_difference_are_of_its_base(void **state)
{
    struct work *work = *state;
    int64_t base = -30, fresh = 100;
    proto_path(&work->proto, "main", 1, &fresh, NULL);
    proto_path(&work->proto, "main", 1, &base, "pprof::base=true");
    work_select(work);
    assert_int_equal(work->selection->total, 30);
    assert_int_equal(work->selection->weights[0], 70);
}

static void sums_beyond_64_bits_wrap_and_are_noted(void **state)
{
    struct work *work = *state;
    work_add(work, "main", INT64_MAX);
    work_add(work, "main;f", 2);
    work_select(work);
    assert_true(work->selection->overflowed);
    assert_int_equal(work->selection->notes.cases[NOTE_SUM_OVERFLOW], 1);
}

static void the_least_number_has_no_absolute_value(void **state)
{
    struct work *work = *state;
    work_add(work, "main", INT64_MIN);
    work_select(work);
    assert_true(work->selection->overflowed);
}

static void one_of_several_types_is_gathered(void **state)
{
    struct work *work = *state;
    proto_type(&work->proto, "objects", "count");
    proto_path(&work->proto, "main", 2, (int64_t[]){3, 40}, NULL);
    proto_path(&work->proto, "main", 2, (int64_t[]){0, 50}, NULL);
    work_select(work);
    assert_int_equal(work->selection->total, 90);
    settings_set(&work->settings, STR("sample_index"), STR("cpu"), NULL);
    const struct selection *cpu = selection_new(work->profile, &work->settings, SELECTION_RAW,
                                                &work->arena, &work->budget, &work->error);
    assert_int_equal(cpu->total, 3);
    assert_int_equal(cpu->sample_count, 1);
}

static void without_filters_the_columns_are_the_profile_s(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f;g", 3);
    work_select(work);
    assert_ptr_equal(work->selection->profile->values, work->profile->values);
    assert_ptr_equal(work->selection->profile->stack_frames, work->profile->stack_frames);
    assert_string_equal(work->selection->messages.size ? "some" : "none", "none");
}

static void set(struct work *work, const char *name, const char *value)
{
    assert_true(settings_set(&work->settings, str_from_c(name), str_from_c(value), NULL));
}

static void shares_are_of_all_unless_relative(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f", 30);
    work_add(work, "main;g", 70);
    set(work, "focus", "^f$");
    work_select(work);
    assert_int_equal(work->selection->total, 100);
    assert_int_equal(work->selection->sample_count, 1);
    set(work, "relative_percentages", "true");
    work_select(work);
    assert_int_equal(work->selection->total, 30);
}

static void means_keep_what_they_are_divided_by(void **state)
{
    struct work *work = *state;
    proto_type(&work->proto, "delay", "nanoseconds");
    proto_path(&work->proto, "main", 2, (int64_t[]){3, 40}, NULL);
    proto_path(&work->proto, "main", 2, (int64_t[]){1, 5}, NULL);
    set(work, "mean", "true");
    work_select(work);
    assert_int_equal(work->selection->columns, 2);
    assert_int_equal(work->selection->weights[0], 45);
    assert_int_equal(work->selection->weights[1], 4);
    assert_int_equal(work->selection->total, 11);
    assert_str(work->selection->type, "mean_delay");
}

static void values_are_divided_where_the_view_wants_them_so(void **state)
{
    struct work *work = *state;
    work_add(work, "main", 25);
    work_add(work, "main", -15);
    set(work, "divide_by", "10");
    work_select(work);
    assert_int_equal(work->selection->weights[0], 10);
    assert_true(work->selection->ratio == 0.1);
    const struct selection *scaled = selection_new(work->profile, &work->settings, SELECTION_SCALED,
                                                   &work->arena, &work->budget, &work->error);
    assert_int_equal(scaled->weights[0], 2 - 1);
    assert_int_equal(scaled->total, 3);
    assert_true(scaled->ratio == 1);
}

static void no_inlines_leaves_the_called_function(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f+g+h", 1);
    work_select(work);
    assert_str(work_path(work, 0), "main;f;g;h");
    set(work, "noinlines", "true");
    work_select(work);
    assert_str(work_path(work, 0), "main;f");
}

static void filters_that_leave_nothing_are_a_note(void **state)
{
    struct work *work = *state;
    work_add(work, "main", 1);
    set(work, "focus", "nothing");
    work_select(work);
    assert_int_equal(work->selection->notes.cases[NOTE_ALL_FILTERED], 1);
    assert_str(work->selection->messages, "Focus expression matched no samples\n");
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int selection_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(samples_of_a_stack_are_one_weight),
        WORK_TEST(totals_are_of_absolute_values),
        WORK_TEST(a_cancelled_stack_is_present_and_a_zero_one_is_not),
        WORK_TEST(shares_of_a_difference_are_of_its_base),
        WORK_TEST(sums_beyond_64_bits_wrap_and_are_noted),
        WORK_TEST(the_least_number_has_no_absolute_value),
        WORK_TEST(one_of_several_types_is_gathered),
        WORK_TEST(without_filters_the_columns_are_the_profile_s),
        WORK_TEST(shares_are_of_all_unless_relative),
        WORK_TEST(means_keep_what_they_are_divided_by),
        WORK_TEST(values_are_divided_where_the_view_wants_them_so),
        WORK_TEST(no_inlines_leaves_the_called_function),
        WORK_TEST(filters_that_leave_nothing_are_a_note),
    };
    return cmocka_run_group_tests_name("selection", tests, NULL, NULL);
}
