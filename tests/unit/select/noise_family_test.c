/* Levels of tests that are made together. */
#include "select/noise_family.h"
#include "unit/unit.h"

#include <math.h>

int noise_family_tests(void);

static const struct noise_sides EVEN = {1, 1, 1, 1, 0};

static double sum_of_levels(const struct noise_family *family, const double *events, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += noise_family_level(family, events[i]);
    return sum;
}

static void the_levels_add_up_to_alpha(void **state)
{
    double events[] = {1000, 500, 100, 100, 50, 25, 3, 1, 0, -7};
    (void)state;
    struct noise_family family = noise_family_of(events, 10, 0.05, &EVEN, NOISE_COUNTS);
    assert_int_equal(family.tests, 6);
    assert_true(fabs(sum_of_levels(&family, events, 10) - 0.05) < 1e-12);
    assert_true(noise_family_level(&family, 25) >= 0.05 / 2 / 6);
    assert_true(noise_family_level(&family, 1000) > 0.05 / 4);
    assert_true(noise_family_level(&family, 3) == 0 && noise_family_level(&family, 0) == 0);
}

/* Those counted could pass, and one more could not. */
static void what_cannot_pass_is_not_counted(void **state)
{
    double events[400];
    (void)state;
    for (int i = 0; i < 400; i++)
        events[i] = i / 10;
    struct noise_family family = noise_family_of(events, 400, 0.05, &EVEN, NOISE_COUNTS);
    double least = family.least_events;
    assert_true(noise_least_p_counts(&EVEN, least) < noise_family_level(&family, least));
    double level =
        0.05 / 2 *
        (1 / (double)(family.tests + 10) + (least - 1) / (family.events + 10 * (least - 1)));
    assert_true(noise_least_p_counts(&EVEN, least - 1) >= level);
}

static void of_ranks_as_many_are_counted_as_can_pass(void **state)
{
    double events[1000];
    struct noise_sides runs = {8, 8, 8, 8, 0};
    (void)state;
    for (int i = 0; i < 1000; i++)
        events[i] = 100000 - i;
    struct noise_family family = noise_family_of(events, 1000, 0.05, &runs, NOISE_RANKS);
    assert_int_equal(family.tests, 321); /* 0.05 / (2 / 12870) */
    runs.base_runs = runs.new_runs = 10;
    family = noise_family_of(events, 1000, 0.05, &runs, NOISE_RANKS);
    assert_int_equal(family.tests, 1000);
}

static void no_tests_have_no_level(void **state)
{
    double none[] = {0, 0};
    (void)state;
    struct noise_family family = noise_family_of(none, 2, 0.05, &EVEN, NOISE_COUNTS);
    assert_int_equal(family.tests, 0);
    assert_true(noise_family_level(&family, 1e9) == 0);
    family = noise_family_of(NULL, 0, 0.05, &EVEN, NOISE_RANKS);
    assert_true(noise_family_level(&family, 0) == 0);
}

static void huge_counts_end(void **state)
{
    double events[] = {1.8e19, 9e18, 1};
    (void)state;
    struct noise_family family = noise_family_of(events, 3, 0.05, &EVEN, NOISE_COUNTS);
    assert_int_equal(family.tests, 2);
}

int noise_family_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_levels_add_up_to_alpha),
        cmocka_unit_test(what_cannot_pass_is_not_counted),
        cmocka_unit_test(of_ranks_as_many_are_counted_as_can_pass),
        cmocka_unit_test(no_tests_have_no_level),
        cmocka_unit_test(huge_counts_end),
    };
    return cmocka_run_group_tests_name("noise_family", tests, NULL, NULL);
}
