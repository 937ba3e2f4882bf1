/* Against values worked out exactly: sums of whole numbers, all orders of runs. */
#include "select/noise.h"
#include "unit/unit.h"

#include <math.h>
#include <stdlib.h>

int noise_tests(void);

static void assert_near(double got, double expected, double tolerance)
{
    if (fabs(got - expected) <= tolerance * fabs(expected))
        return;
    print_error("%.15g is not %.15g\n", got, expected);
    fail();
}

static struct noise_sides one_run(double base_exposure, double new_exposure)
{
    return (struct noise_sides){base_exposure, new_exposure, 1, 1, 0};
}

/* ---------------------------------------------------------------- counts */

static void counts_are_tested_exactly(void **state)
{
    /* Exposures, counts, and twice the smaller tail of the binomial distribution. */
    static const double CASES[][5] = {
        {1, 1, 0, 1, 1},
        {1, 1, 3, 3, 1},
        {1, 1, 0, 13, 0.000244140625},
        {1, 1, 0, 14, 0.0001220703125},
        {1, 1, 10, 25, 0.0166738478001},
        {1, 1, 500, 686, 7.34475317274e-08},
        {1, 1, 500, 700, 8.53536608103e-09},
        {1, 1, 2400, 2600, 0.00488364973752},
        {1, 1, 4900, 5200, 0.00292650622802},
        {1, 1, 6500, 7114, 1.48359171744e-07},
        {1, 3, 10, 30, 1},
        {1, 3, 10, 55, 0.0893154896691},
        {1, 3, 55, 10, 1.65075966072e-23},
        {7, 2, 0, 9, 2.64312298671e-06},
        {2, 7, 100, 300, 0.204158036118},
        {1, 9, 3, 2, 0.01712},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const double *c = CASES[i];
        struct noise_sides there = one_run(c[0], c[1]), back = one_run(c[1], c[0]);
        /* Beyond 10,000 events to five digits. */
        double tolerance = c[2] + c[3] > 10000 ? 1e-5 : 1e-9;
        assert_near(noise_p_counts(&there, c[2], c[3]), c[4], tolerance);
        assert_near(noise_p_counts(&back, c[3], c[2]), c[4], tolerance);
    }
}

static void exposures_matter_only_as_a_ratio(void **state)
{
    (void)state;
    struct noise_sides small = one_run(1e-9, 3e-9), large = one_run(1e15, 3e15);
    assert_near(noise_p_counts(&small, 10, 55), noise_p_counts(&large, 10, 55), 1e-12);
}

static void what_cannot_be_tested_has_a_p_of_one(void **state)
{
    (void)state;
    struct noise_sides sides = one_run(1, 1), none = one_run(0, 1), odd = one_run(NAN, INFINITY);
    assert_true(noise_p_counts(&sides, 0, 0) == 1);
    assert_true(noise_p_counts(&sides, -5, 100) == 1);
    assert_true(noise_p_counts(&sides, 9e18, -9e18) == 1);
    assert_true(noise_p_counts(&none, 0, 100) == 1);
    assert_true(noise_p_counts(&odd, 0, 100) == 1);
    assert_true(noise_p_dispersed(&odd, 0, 100) == 1);
    assert_false(noise_differs(&odd, NOISE_COUNTS, 0, 100, 0.0001));
    assert_true(noise_half_width(&none, NOISE_COUNTS, 10, 20, 0.05) == 0);
    assert_true(noise_half_width(&sides, NOISE_COUNTS, 0, 0, 0.05) == 0);
}

/* P of counts about z standard deviations apart is near the normal distribution's. */
static void huge_counts_are_quick_and_right(void **state)
{
    (void)state;
    struct noise_sides sides = one_run(1, 1);
    for (double count = 1e6; count <= 1e12; count *= 10) {
        double apart = 4 * sqrt(count);
        assert_near(noise_p_counts(&sides, floor(count / 2 - apart / 2), count / 2 + apart / 2),
                    6.33424836662e-05, 0.02);
        assert_true(noise_p_counts(&sides, count / 2, count / 2) > 0.99);
    }
    assert_true(noise_p_counts(&sides, 0, 1e12) == 0);
    assert_true(noise_p_counts(&sides, 9e18, 9e18) <= 1);
}

static void p_falls_as_counts_part(void **state)
{
    (void)state;
    struct noise_sides sides = one_run(2, 1);
    /* From below 10,000 events in all to beyond. */
    for (double sum = 9990; sum < 10020; sum += 3) {
        double last = 1;
        for (double more = ceil(sum / 3); more < sum; more += 7) {
            double p = noise_p_counts(&sides, sum - more, more);
            assert_true(p <= last && p >= 0);
            last = p;
        }
    }
}

static void the_quick_answer_is_the_long_one(void **state)
{
    static const double SHARES[] = {0.001, 0.02, 0.1, 0.3, 0.5, 0.8, 0.97, 0.999};
    (void)state;
    for (size_t i = 0; i < sizeof SHARES / sizeof *SHARES; i++) {
        struct noise_sides sides = one_run(1 - SHARES[i], SHARES[i]);
        for (double sum = 1; sum < 200; sum++)
            for (double new_ = 0; new_ <= sum; new_++) {
                bool quick = noise_differs(&sides, NOISE_COUNTS, sum - new_, new_, 0.001);
                assert_int_equal(quick, noise_p_counts(&sides, sum - new_, new_) < 0.001);
            }
    }
}

static void the_least_p_is_that_of_one_side_alone(void **state)
{
    (void)state;
    struct noise_sides even = one_run(1, 1), odd = one_run(1, 3);
    assert_near(noise_least_p_counts(&even, 13), 0.000244140625, 1e-12);
    assert_near(noise_least_p_counts(&odd, 9), noise_p_counts(&odd, 9, 0), 1e-12);
    assert_true(noise_least_p_counts(&even, 0) == 1);
    for (double sum = 1; sum < 60; sum++)
        for (double new_ = 0; new_ <= sum; new_++)
            assert_true(noise_p_counts(&odd, sum - new_, new_) >=
                        noise_least_p_counts(&odd, sum) * (1 - 1e-12));
}

/* ---------------------------------------------------------------- more variance */

static void with_dispersion_it_is_a_t_test(void **state)
{
    /* Dispersion, runs (which are the exposures), events, p by 30 digits. */
    static const double CASES[][6] = {
        {0.01, 3, 3, 3000, 3450, 0.165755083905},  {0.01, 3, 3, 3000, 6000, 0.0007965823637161},
        {0.002, 2, 5, 200, 800, 7.04974726678e-7}, {0.05, 7, 7, 700, 2100, 1.10979806252e-6},
        {0.001, 1, 2, 40, 200, 3.818272449003e-7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const double *c = CASES[i];
        struct noise_sides sides = {c[1], c[2], (size_t)c[1], (size_t)c[2], c[0]};
        assert_near(noise_p_dispersed(&sides, c[3], c[4]), c[5], 1e-8);
        sides.dispersion = 0;
        assert_true(noise_p_dispersed(&sides, c[3], c[4]) == noise_p_counts(&sides, c[3], c[4]));
    }
}

static void dispersion_only_adds_to_p(void **state)
{
    (void)state;
    for (double d = 1e-8; d < 10; d *= 10)
        for (double new_ = 0; new_ < 100; new_ += 3) {
            struct noise_sides sides = {2, 3, 2, 3, d};
            double p = noise_p_dispersed(&sides, 20, new_);
            assert_true(p >= noise_p_counts(&sides, 20, new_) && p <= 1);
        }
}

static double uniform(uint64_t *seed)
{
    return (double)(unit_random(seed) >> 11) / 9007199254740992.0;
}

static double poisson(double mean, uint64_t *seed)
{
    double count = 0, left = mean;
    for (; (left += log(1 - uniform(seed))) > 0;)
        count++;
    return count;
}

/* Counts around means that vary by a fifth. */
static void the_dispersion_is_found(void **state)
{
    enum { FUNCTIONS = 2000, RUNS = 6 };
    static const uint8_t SIDES[RUNS] = {0, 0, 0, 1, 1, 1};
    static const double EXPOSURES[RUNS] = {1, 2, 1, 1, 0.5, 1};
    static double events[FUNCTIONS * RUNS];
    uint64_t seed = 5;
    (void)state;
    for (int varied = 0; varied < 2; varied++) {
        for (int i = 0; i < FUNCTIONS * RUNS; i++) {
            /* A factor whose variance is 0.04, so that d is 0.04. */
            double factor = varied ? 1 + 0.2 * sqrt(3) * (2 * uniform(&seed) - 1) : 1;
            double mean = 20 + i / RUNS % 30 * 5 + (SIDES[i % RUNS] ? 30 : 0);
            events[i] = poisson(mean * EXPOSURES[i % RUNS] * factor, &seed);
        }
        double d = noise_dispersion(events, FUNCTIONS, EXPOSURES, SIDES, RUNS);
        assert_true(varied ? fabs(d - 0.04) < 0.003 : d < 0.0005);
    }
    assert_true(noise_dispersion(events, 0, EXPOSURES, SIDES, RUNS) == 0);
    assert_true(noise_dispersion(events, 1, EXPOSURES, SIDES, 1) == 0);
}

static void the_interval_is_as_wide_as_the_test_is_strict(void **state)
{
    (void)state;
    struct noise_sides sides = one_run(1, 1), scaled = one_run(1, 4), runs = {3, 3, 3, 3, 0.01};
    assert_near(noise_half_width(&sides, NOISE_COUNTS, 500, 700, 0.05), 1.959963985 * sqrt(1200),
                1e-8);
    assert_near(noise_half_width(&sides, NOISE_COUNTS, 500, 700, 0.01), 2.575829304 * sqrt(1200),
                1e-8);
    /* 700 events on four times the exposure are as 175 with a quarter of their variance. */
    assert_near(noise_half_width(&scaled, NOISE_COUNTS, 500, 700, 0.05),
                1.959963985 * sqrt(500 + 700 / 16.0), 1e-8);
    double wide = noise_half_width(&runs, NOISE_DISPERSED, 3000, 3450, 0.05);
    assert_true(wide > 2.2 * sqrt(6450 + 0.01 * (3e6 + 3.9e6)));
    assert_true(wide < 4 * sqrt(6450 + 0.01 * (3e6 + 3.9675e6)));
}

static void an_interval_goes_by_the_test_at_0(void **state)
{
    static const struct {
        double delta, half;
        bool differs;
        double low, high;
    } ROWS[] = {
        {9, 8, true, 1, 17},     {9, 10, true, 0, 19},   {9, 10, false, -1, 19},
        {9, 8, false, 0, 17},    {-9, 8, true, -17, -1}, {-9, 10, true, -19, 0},
        {-9, 10, false, -19, 1}, {-9, 8, false, -17, 0}, {0, 3, false, -3, 3},
        {0, 3, true, -3, 3},     {0, 0, false, 0, 0},    {INFINITY, 0, true, INFINITY, INFINITY}};
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct noise_interval found = noise_interval(ROWS[i].delta, ROWS[i].half, ROWS[i].differs);
        assert_true(found.low == ROWS[i].low && found.high == ROWS[i].high);
    }
}

/* ---------------------------------------------------------------- ranks */

struct rank_case {
    size_t base_runs, new_runs;
    double base[8], new_[8];
    double p;
};

/* Counted over all ways to deal the values out; with ties by the normal distribution. */
static void ranks_are_tested_exactly(void **state)
{
    static const struct rank_case CASES[] = {
        {4, 4, {1, 2, 3, 4}, {5, 6, 7, 8}, 1.0 / 35},
        {4, 4, {8, 5, 7, 6}, {4, 1, 3, 2}, 1.0 / 35},
        {5, 6, {1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11}, 1.0 / 231},
        {4, 4, {1, 3, 5, 7}, {2, 4, 6, 8}, 24.0 / 35},
        {5, 5, {10, 3, 8, 1, 7}, {2, 9, 12, 11, 6}, 53.0 / 126},
        {8, 8, {1, 2, 3, 4, 5, 6, 7, 8}, {9, 10, 11, 12, 13, 14, 15, 16}, 1.0 / 6435},
        {8, 8, {1, 2, 3, 4, 5, 6, 7, 8}, {3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5}, 178.0 / 2145},
        {2, 3, {5.5, 1}, {2, 3, 4}, 1},
        {8, 8, {0, 0, 0, 1, 0, 0, 2, 0}, {0, 3, 4, 2, 5, 1, 0, 6}, 0.0284409718136},
        {4, 4, {1, 1, 2, 2}, {2, 2, 3, 3}, 0.08635873964701},
        {3, 3, {4, 4, 4}, {4, 4, 4}, 1},
        {0, 0, {0}, {0}, 1},
        {1, 0, {1}, {0}, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct rank_case c = CASES[i];
        assert_near(noise_p_ranks(c.base, c.base_runs, c.new_, c.new_runs), c.p, 1e-9);
        assert_near(noise_p_ranks(c.new_, c.new_runs, c.base, c.base_runs), c.p, 1e-9);
    }
}

static void many_runs_are_ranked_by_the_normal_distribution(void **state)
{
    double base[30], new_[30];
    (void)state;
    for (int i = 0; i < 30; i++) {
        base[i] = 29 - i;
        new_[i] = i + 7.5;
    }
    assert_near(noise_p_ranks(base, 30, new_, 30), 0.003670893392451, 1e-9);
}

static void the_least_p_of_ranks_is_that_of_one_order(void **state)
{
    (void)state;
    assert_near(noise_least_p_ranks(8, 8), 2.0 / 12870, 1e-12);
    assert_near(noise_least_p_ranks(1, 3), 0.5, 1e-12);
    assert_true(noise_least_p_ranks(1, 1) == 1);
    assert_true(noise_least_p_ranks(5000, 5000) < 1e-290);
}

/* ---------------------------------------------------------------- others */

static void the_model_goes_by_the_runs(void **state)
{
    (void)state;
    assert_int_equal(noise_model_of(1, 1), NOISE_COUNTS);
    assert_int_equal(noise_model_of(1, 2), NOISE_DISPERSED);
    assert_int_equal(noise_model_of(20, 7), NOISE_DISPERSED);
    assert_int_equal(noise_model_of(8, 8), NOISE_RANKS);
    assert_int_equal(noise_model_of(0, 8), NOISE_UNTESTED);
}

/* Go scales a heap sample of n objects of a size by 1 / (1 - exp(-size / rate)). */
static void scaled_objects_are_turned_back(void **state)
{
    (void)state;
    assert_near(noise_unsampled(1000, 524288000, 524288), 632.120558829, 1e-9);
    assert_near(noise_unsampled(1000000, 16000000, 524288), 30.5171124704, 1e-8);
    assert_near(noise_unsampled(7, 7 << 24, 524288), 7, 1e-9);
    assert_near(noise_unsampled(1LL << 40, 1LL << 40, 1LL << 30), 1024, 1e-6);
    assert_true(noise_unsampled(5, 100, 1) == 5 && noise_unsampled(5, 100, 0) == 5);
    assert_true(noise_unsampled(0, 100, 524288) == 0);
    assert_near(noise_unsampled(-1000, -524288000, 524288), -632.120558829, 1e-9);
}

int noise_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_tested_exactly),
        cmocka_unit_test(exposures_matter_only_as_a_ratio),
        cmocka_unit_test(what_cannot_be_tested_has_a_p_of_one),
        cmocka_unit_test(huge_counts_are_quick_and_right),
        cmocka_unit_test(p_falls_as_counts_part),
        cmocka_unit_test(the_quick_answer_is_the_long_one),
        cmocka_unit_test(the_least_p_is_that_of_one_side_alone),
        cmocka_unit_test(with_dispersion_it_is_a_t_test),
        cmocka_unit_test(dispersion_only_adds_to_p),
        cmocka_unit_test(the_dispersion_is_found),
        cmocka_unit_test(the_interval_is_as_wide_as_the_test_is_strict),
        cmocka_unit_test(an_interval_goes_by_the_test_at_0),
        cmocka_unit_test(ranks_are_tested_exactly),
        cmocka_unit_test(many_runs_are_ranked_by_the_normal_distribution),
        cmocka_unit_test(the_least_p_of_ranks_is_that_of_one_order),
        cmocka_unit_test(the_model_goes_by_the_runs),
        cmocka_unit_test(scaled_objects_are_turned_back),
    };
    return cmocka_run_group_tests_name("noise", tests, NULL, NULL);
}
