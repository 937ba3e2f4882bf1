/* Against values of 40 digits (mpmath) and sums of whole numbers. */
#include "select/distribution.h"
#include "unit/unit.h"

#include <math.h>

int distribution_tests(void);

static void assert_near(double got, double expected, double tolerance)
{
    if (fabs(got - expected) <= tolerance * fabs(expected))
        return;
    print_error("%.15g is not %.15g\n", got, expected);
    fail();
}

static void normal_tails(void **state)
{
    static const double CASES[][2] = {
        {-4, 0.99996832875817},
        {-1, 0.84134474606854},
        {0, 0.5},
        {0.5, 0.30853753872599},
        {1.96, 0.02499789514822},
        {2.9999, 0.0013503412829549},
        {3, 0.0013498980316301},
        {5, 2.8665157187919e-7},
        {10, 7.6198530241605e-24},
        {30, 4.9067139271482e-198},
        {1e9, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_near(normal_above(CASES[i][0]), CASES[i][1], 1e-12);
}

static void a_quantile_is_where_its_tail_is(void **state)
{
    (void)state;
    for (double p = 0.5; p > 1e-290; p /= 3)
        assert_near(normal_above(normal_quantile(p)), p, 1e-9);
    for (double p = 0.5; p > 1e-6; p /= 3)
        for (double df = 1; df < 1e4; df *= 1.7)
            assert_near(student_above(student_quantile(p, normal_quantile(p), df), df), p, 0.02);
    assert_near(student_quantile(0.025, normal_quantile(0.025), 1), 12.7062047362, 1e-4);
    assert_near(student_quantile(0.025, normal_quantile(0.025), 4), 2.77644510520, 1e-4);
    assert_near(student_quantile(0.025, normal_quantile(0.025), 30), 2.04227245630, 1e-4);
    assert_near(student_quantile(0.025, normal_quantile(0.025), INFINITY), 1.95996398454, 1e-9);
}

static void student_tails(void **state)
{
    static const double CASES[][3] = {
        {0.1, 1, 0.46827448256945},
        {1, 2, 0.21132486540519},
        {2, 3.7, 0.060908600952617},
        {4, 10, 0.0012591663123683},
        {10, 2, 0.0049262285116628},
        {100, 1, 0.0031829927649083},
        {2, 100, 0.024106089365567},
        {4, 5000.5, 3.2128545570517e-5},
        {0, 5, 0.5},
        {3, INFINITY, 0.0013498980316301},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_near(student_above(CASES[i][0], CASES[i][1]), CASES[i][2], 1e-10);
}

static void binomial_tails(void **state)
{
    static const double CASES[][4] = {
        {0, 10, .5, 1},
        {1, 10, .5, 0.9990234375},
        {11, 10, .5, 0},
        {20, 40, .25, 0.00057243110717614},
        {130, 200, .5, 1.3264377797634e-5},
        {200, 1200, .125, 1.6453224834342e-5},
        {600, 1200, .5, 0.5115140726343},
        {700, 1200, .5, 4.2676830405172e-9},
        {5300, 10000, .5, 1.0380168479604e-9},
        {5300, 10001, .5, 1.1059012650685e-9},
        {721, 10001, .0625, 5.6618389941815e-5},
        {22, 10001, .0009765625, 0.00051332451638697},
        {66081, 130000, .5, 1.0257886397771e-9},
        {64459, 130000, .5, 0.9986664836464},
        {12513229, 100000000, .125, 3.1757569867753e-5},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const double *c = CASES[i];
        double mean = c[1] * c[2];
        double tolerance = c[1] <= 10000 ? 1e-10 : mean < 100 ? 1e-3 : 1e-5;
        assert_near(binomial_above(c[0], c[1], c[2], 1 - c[2]), c[3], tolerance);
    }
}

/* Every count has a tail, none above the one before, beyond 10,000 trials too. */
static void many_trials_have_tails_everywhere(void **state)
{
    (void)state;
    double last = 1;
    for (double count = 0; count <= 10010; count++) {
        double tail = binomial_above(count, 10010, 0.3, 0.7);
        assert_true(tail >= 0 && tail <= last);
        last = tail;
    }
    for (double trials = 1e5; trials < 1e18; trials *= 10) {
        assert_near(binomial_above(floor(trials * 0.1), trials, 0.1, 0.9), 0.5, 0.01);
        assert_true(binomial_above(trials, trials, 0.1, 0.9) == 0);
        assert_near(binomial_above(1, trials, 0.1, 0.9), 1, 1e-12);
    }
}

static void mann_and_whitney(void **state)
{
    static const double CASES[][4] = {
        {0, 8, 8, 7.7700077700078e-5},
        {13, 8, 8, 0.024941724941725},
        {20, 8, 10, 0.041569541569542},
        {90, 10, 40, 0.0032408231600683},
        {300, 25, 25, 0.40875217064166},
        {1, 1, 3, 0.5},
        {300, 20, 30, 0.50391218133689},
        {625, 25, 25, 1},
        {0, 0, 0, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t a = (size_t)CASES[i][1], b = (size_t)CASES[i][2];
        assert_near(mann_whitney_below(CASES[i][0], a, b), CASES[i][3], 1e-12);
        assert_near(mann_whitney_below(CASES[i][0], b, a), CASES[i][3], 1e-12);
    }
}

int distribution_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_tails),
        cmocka_unit_test(a_quantile_is_where_its_tail_is),
        cmocka_unit_test(student_tails),
        cmocka_unit_test(binomial_tails),
        cmocka_unit_test(many_trials_have_tails_everywhere),
        cmocka_unit_test(mann_and_whitney),
    };
    return cmocka_run_group_tests_name("distribution", tests, NULL, NULL);
}
