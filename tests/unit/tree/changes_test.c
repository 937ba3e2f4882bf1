/* Verdicts on functions, paths and the whole; how often they are wrong, and how often they see. */
#include "tree/changes.h"
#include "tree/tree.h"
#include "unit/tree/sides.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>

int changes_tests(void);

enum { RUNS = 200, FUNCTIONS = 300 };

static const struct changes *compare(struct sides *sides, struct work *work,
                                     const struct side_stack *stacks, size_t count)
{
    sides_start(sides, work, stacks, count);
    return sides_compare(sides, &work->arena);
}

/* ---------------------------------------------------------------- verdicts */

static const struct side_stack SHOP[] = {
    {"main;serve;parse", 1000, 1000, 100, 100},  {"main;serve;search", 5000, 9000, 500, 900},
    {"main;serve;fold", 2000, 0, 200, 0},        {"main;serve;cache", 0, 900, 0, 90},
    {"main;report;print", 3000, 3100, 300, 310}, {"main;report", 100, 20, 10, 2},
};
enum { SHOP_STACKS = sizeof SHOP / sizeof *SHOP };

static enum change_kind flat_kind(struct work *work, const struct changes *changes,
                                  const char *name)
{
    uint32_t frame = work_frame(work, name);
    enum change_kind kind = changes_flat(changes, frame).kind;
    assert_int_equal(kind, changes->flat_kinds[frame]);
    return kind;
}

static void each_function_has_its_verdict(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare(&sides, work, SHOP, SHOP_STACKS);
    assert_int_equal(flat_kind(work, changes, "parse"), CHANGE_SAME);
    assert_int_equal(flat_kind(work, changes, "search"), CHANGE_MORE);
    assert_int_equal(flat_kind(work, changes, "fold"), CHANGE_GONE);
    assert_int_equal(flat_kind(work, changes, "cache"), CHANGE_ADDED);
    assert_int_equal(flat_kind(work, changes, "print"), CHANGE_NOISE);
    assert_int_equal(flat_kind(work, changes, "report"), CHANGE_NOISE);
    assert_int_equal(flat_kind(work, changes, "main"), CHANGE_SAME);
    assert_int_equal(changes->cum_kinds[work_frame(work, "serve")], CHANGE_MORE);
    assert_int_equal(changes->cum_kinds[work_frame(work, "report")], CHANGE_NOISE);
    assert_int_equal(changes->significant, 5);
    assert_int_equal(changes_total(changes).kind, CHANGE_MORE);
    assert_int_equal(changes->node_kinds[0], CHANGE_MORE);
}

static void a_change_is_in_values_with_an_interval(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare(&sides, work, SHOP, SHOP_STACKS);
    struct change change = changes_flat(changes, work_frame(work, "search"));
    assert_true(change.base == 5000 && change.new_ == 9000 && change.delta == 4000);
    assert_int_equal(change.step, 1);
    assert_true(change.is_tested);
    double half = 1.959964 * sqrt(1400) * 10;
    assert_true(fabs(change.low - (4000 - half)) < 0.1);
    assert_true(fabs(change.high - (4000 + half)) < 0.1);
    assert_int_equal(changes_flat(changes, work_frame(work, "fold")).step, 3);
    assert_int_equal(changes_flat(changes, work_frame(work, "print")).step, 0);
}

static void the_corrections_count_what_could_differ(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare(&sides, work, SHOP, SHOP_STACKS);
    /* By themselves parse, search, fold, cache and print, and report with its twelve events is not
     * looked at; with what they call main, serve and report. */
    assert_int_equal(changes->flat_family.tests, 6);
    assert_int_equal(changes->cum_family.tests, 3);
    assert_int_equal(changes->looked_at, 8);
    assert_int_equal(changes->not_looked_at, 0);
    assert_true(changes->level > 0 && changes->level < 0.025 / 5);
    assert_int_equal(changes->node_family.tests, 8);
}

static void nothing_differs_from_itself(void **state)
{
    struct work *work = *state;
    struct side_stack same[SHOP_STACKS];
    struct sides sides;
    memcpy(same, SHOP, sizeof SHOP);
    for (size_t i = 0; i < SHOP_STACKS; i++) {
        same[i].new_ = same[i].base;
        same[i].new_events = same[i].base_events;
    }
    const struct changes *changes = compare(&sides, work, same, SHOP_STACKS);
    for (uint32_t i = 0; i < work->frames->count; i++) {
        assert_int_equal(changes->flat_kinds[i], CHANGE_SAME);
        assert_int_equal(changes->cum_kinds[i], CHANGE_SAME);
    }
    for (size_t i = 0; i < changes->tree->count; i++)
        assert_int_equal(changes->node_kinds[i], CHANGE_SAME);
    assert_int_equal(changes_total(changes).kind, CHANGE_SAME);
    assert_int_equal(changes->significant, 0);
}

static enum change_kind swapped(enum change_kind kind)
{
    static const enum change_kind KINDS[] = {CHANGE_SAME, CHANGE_NOISE, CHANGE_MORE,
                                             CHANGE_LESS, CHANGE_ADDED, CHANGE_GONE};
    return KINDS[kind];
}

static void expect_swapped(struct change a, struct change b)
{
    assert_true(a.delta == -b.delta && a.base == b.new_ && a.new_ == b.base);
    assert_true(fabs(a.low + b.high) < 1e-6 && fabs(a.p - b.p) < 1e-12);
    assert_int_equal(a.kind, swapped(b.kind));
    assert_int_equal(a.step, b.step);
}

static void swapping_the_sides_swaps_the_verdicts(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *there = compare(&sides, work, SHOP, SHOP_STACKS);
    for (size_t i = 0; i < SHOP_STACKS; i++) {
        int64_t columns[] = {SHOP[i].new_, SHOP[i].base, SHOP[i].new_events, SHOP[i].base_events};
        memcpy(sides.weights + i * COMPARED_COLUMNS, columns, sizeof columns);
    }
    const struct changes *back = sides_compare(&sides, &work->arena);
    for (uint32_t i = 0; i < work->frames->count; i++) {
        expect_swapped(changes_flat(there, i), changes_flat(back, i));
        expect_swapped(changes_cum(there, i), changes_cum(back, i));
    }
    for (uint32_t i = 0; i < there->tree->count; i++)
        expect_swapped(changes_node(there, i), changes_node(back, i));
    expect_swapped(changes_total(there), changes_total(back));
}

static void without_counts_every_difference_is_one(void **state)
{
    struct work *work = *state;
    struct sides sides;
    sides_start(&sides, work, SHOP, SHOP_STACKS);
    sides.comparison.model = NOISE_UNTESTED;
    sides.comparison.counts = COUNTS_CENSUS;
    const struct changes *changes = sides_compare(&sides, &work->arena);
    assert_int_equal(flat_kind(work, changes, "print"), CHANGE_MORE);
    assert_int_equal(flat_kind(work, changes, "parse"), CHANGE_SAME);
    struct change change = changes_flat(changes, work_frame(work, "print"));
    assert_false(change.is_tested);
    assert_true(change.p == 1 && change.low == 0 && change.high == 0);
}

/* The direction is that of values; equal values are no change. */
static void values_and_events_may_disagree(void **state)
{
    static const struct side_stack STACKS[] = {
        {"fewer longer waits", 1000, 5000, 900, 100},
        {"equal", 1000, 1000, 900, 100},
        {"longer waits, as many", 1000, 9000, 100, 100},
    };
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare(&sides, work, STACKS, 3);
    assert_int_equal(flat_kind(work, changes, "fewer longer waits"), CHANGE_MORE);
    assert_int_equal(flat_kind(work, changes, "equal"), CHANGE_SAME);
    assert_int_equal(flat_kind(work, changes, "longer waits, as many"), CHANGE_NOISE);
}

static void negative_values_are_defined(void **state)
{
    static const struct side_stack STACKS[] = {
        {"a", -1000, 5000, -100, 500},
        {"b", INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX},
        {"c", -10, 0, -1, 0},
        {"d", 0, -10, 0, -1},
        {"e", 5, 5, -5, 5},
    };
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare(&sides, work, STACKS, 5);
    for (uint32_t i = 0; i < work->frames->count; i++) {
        struct change change = changes_flat(changes, i);
        assert_true(isfinite(change.delta) && isfinite(change.low) && isfinite(change.high));
        assert_true(change.p >= 0 && change.p <= 1 && change.step < CHANGE_STEPS);
    }
    sides.comparison.model = NOISE_UNTESTED;
    changes = sides_compare(&sides, &work->arena);
    assert_int_equal(flat_kind(work, changes, "c"), CHANGE_MORE);
    assert_int_equal(flat_kind(work, changes, "d"), CHANGE_LESS);
}

static void an_empty_side_is_defined(void **state)
{
    static const struct side_stack STACKS[] = {{"a;b", 1000, 0, 100, 0}, {"a;c", 10, 0, 1, 0}};
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare(&sides, work, STACKS, 2);
    assert_int_equal(flat_kind(work, changes, "b"), CHANGE_GONE);
    assert_int_equal(flat_kind(work, changes, "c"), CHANGE_NOISE);
    assert_int_equal(changes->not_looked_at, 1);
    memset(sides.weights, 0, 2 * COMPARED_COLUMNS * sizeof *sides.weights);
    changes = sides_compare(&sides, &work->arena);
    assert_int_equal(changes_total(changes).kind, CHANGE_SAME);
    assert_int_equal(changes->looked_at, 0);
}

static void an_edge_is_judged_as_a_function(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare(&sides, work, SHOP, SHOP_STACKS);
    int64_t more[] = {5000, 9000, 500, 900}, noise[] = {3000, 3100, 300, 310};
    assert_int_equal(changes_of(changes, more).kind, CHANGE_MORE);
    assert_int_equal(changes_of(changes, noise).kind, CHANGE_NOISE);
}

static void the_sign_is_short(void **state)
{
    (void)state;
    static const struct {
        double base, new_;
        enum change_kind kind;
        const char *sign;
    } CASES[] = {
        {100, 131, CHANGE_MORE, "+31%"},
        {100, 12, CHANGE_LESS,
         "\xe2\x88\x92"
         "88%"},
        {0, 12, CHANGE_ADDED, "new"},
        {12, 0, CHANGE_GONE, "gone"},
        {100, 131, CHANGE_NOISE, ""},
        {100, 100, CHANGE_SAME, ""},
        {100, 1099, CHANGE_MORE, "+999%"},
        {100, 1200, CHANGE_MORE,
         "\xc3\x97"
         "12"},
        {1000, 1003, CHANGE_MORE, "+0.3%"},
        {10000, 10001, CHANGE_MORE, "+<0.1%"},
        {1000, 994, CHANGE_LESS,
         "\xe2\x88\x92"
         "0.6%"},
        {1000, 1009.6, CHANGE_MORE, "+1%"},
        {1000, 5.1, CHANGE_LESS,
         "\xe2\x88\x92"
         "99%"},
        {1000, 1, CHANGE_LESS,
         "\xe2\x88\x92"
         "99.9%"},
        {1e9, 1, CHANGE_LESS,
         "\xe2\x88\x92"
         "99.9%"},
        {100, -1, CHANGE_LESS,
         "\xe2\x88\x92"
         "101%"},
        {-100, -50, CHANGE_MORE, "+50%"},
        {-100, -150, CHANGE_LESS,
         "\xe2\x88\x92"
         "50%"},
        {1, 9e18, CHANGE_MORE,
         "\xc3\x97"
         "1000000000000000"},
    };
    char text[24];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct change change = {.base = CASES[i].base,
                                .new_ = CASES[i].new_,
                                .delta = CASES[i].new_ - CASES[i].base,
                                .kind = CASES[i].kind};
        assert_str(changes_sign(&change, text), CASES[i].sign);
    }
}

/* ---------------------------------------------------------------- runs */

/* Three runs a side whose functions vary by a tenth from run to run, as one machine's do. */
static const double FACTORS[] = {0.9, 1.1, 1.0, 1.05, 0.95, 1.1, 0.9, 1.0,
                                 1.0, 0.9, 1.1, 0.95, 1.05, 1.1, 0.9, 1.0};

/* Functions at 1000 events a run; the first changes by `factor`. */
static const struct changes *compare_runs(struct sides *sides, struct work *work, size_t runs,
                                          double factor)
{
    static const struct side_stack STACKS[] = {
        {.path = "a"}, {.path = "b"}, {.path = "c"}, {.path = "d"}, {.path = "e"}};
    int64_t *events = ARENA_NEW(&work->arena, int64_t, 5 * 2 * runs);
    sides_start(sides, work, STACKS, 5);
    for (size_t f = 0; f < 5; f++)
        for (size_t r = 0; r < 2 * runs; r++) {
            double mean = f == 0 && r >= runs ? 1000 * factor : 1000;
            /* Numbers that do not tie. */
            events[f * 2 * runs + r] =
                (int64_t)(mean * FACTORS[(f * 3 + r) % 16]) + (int64_t)(f * 16 + r);
        }
    sides_set_runs(sides, runs, runs, events);
    return sides_compare(sides, &work->arena);
}

static void what_runs_vary_by_is_noise(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare_runs(&sides, work, 3, 1.15);
    /* 3000 against 3450 events would be a change if counting were all. */
    assert_true(noise_p_counts(&changes->sides, 3000, 3450) < 1e-6);
    assert_int_equal(flat_kind(work, changes, "a"), CHANGE_NOISE);
    assert_true(changes->dispersion > 0.002 && changes->dispersion < 0.02);
    assert_int_equal(changes->significant, 0);
    struct change change = changes_flat(changes, work_frame(work, "a"));
    assert_true(change.low < 0 && change.high > 0);
}

static void what_is_beyond_it_is_a_change(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare_runs(&sides, work, 7, 3);
    assert_int_equal(changes->comparison->model, NOISE_DISPERSED);
    assert_int_equal(flat_kind(work, changes, "a"), CHANGE_MORE);
    assert_int_equal(changes->significant, 1);
}

static void from_eight_runs_on_ranks_decide(void **state)
{
    struct work *work = *state;
    struct sides sides;
    const struct changes *changes = compare_runs(&sides, work, 8, 1.4);
    assert_int_equal(changes->comparison->model, NOISE_RANKS);
    assert_int_equal(flat_kind(work, changes, "a"), CHANGE_MORE);
    assert_int_equal(changes->significant, 1);
    struct change change = changes_flat(changes, work_frame(work, "a"));
    assert_true(fabs(change.p - 2.0 / 12870) < 1e-9);
    assert_true(change.low > 0);
    uint32_t a = work_frame(work, "a");
    for (size_t r = 0; r < 16; r++)
        assert_int_equal(changes->run_flat[a * 16 + r], changes->run_cum[a * 16 + r]);
    assert_int_equal(changes->run_flat[a * 16], 900 + 0);
}

/* ---------------------------------------------------------------- how often they are wrong */

static double uniform(uint64_t *seed)
{
    return (double)(unit_random(seed) >> 11) / 9007199254740992.0;
}

/* Functions below packages below main, a tenth of them calling the next one. */
static struct side_stack *many_functions(struct work *work)
{
    struct side_stack *stacks = ARENA_NEW(&work->arena, struct side_stack, FUNCTIONS);
    for (int i = 0; i < FUNCTIONS; i++) {
        char *path = arena_alloc(&work->arena, 64, 1);
        if (i % 10 == 9)
            snprintf(path, 64, "main;package%d;f%d;f%d", i % 17, i - 1, i);
        else
            snprintf(path, 64, "main;package%d;f%d", i % 17, i);
        stacks[i].path = path;
    }
    return stacks;
}

/* Cumulated weights: the first function has 5 % of the base, the others the rest in equal parts or,
 * as in real profiles, ever smaller ones; the first is then `grown`. */
static double weigh(double *sums, bool in_equal_parts, double grown)
{
    double sum = 0, rest = 0;
    for (int i = 1; i < FUNCTIONS; i++)
        rest += in_equal_parts ? 1 : 1 / (double)i;
    for (int i = 0; i < FUNCTIONS; i++) {
        sum += i ? 0.95 / rest * (in_equal_parts ? 1 : 1 / (double)i) : 0.05 * grown;
        sums[i] = sum;
    }
    return sum;
}

static int pick(const double *sums, double at)
{
    int low = 0, high = FUNCTIONS - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (sums[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Nearly normal, as good as Poisson or binomial where many are drawn. */
static double normal(double mean, double variance, uint64_t *seed)
{
    double sum = 0;
    for (int i = 0; i < 12; i++)
        sum += uniform(seed);
    return mean + (sum - 6) * sqrt(variance);
}

static void add_events(struct sides *sides, int side, int function, int64_t events)
{
    int64_t *columns = sides->weights + (size_t)function * COMPARED_COLUMNS;
    columns[COMPARED_BASE + side] += 10 * events;
    columns[COMPARED_BASE_EVENTS + side] += events;
}

/* One by one, or where each function has many, function by function of what the others leave. */
static void sample_side(struct sides *sides, int side, const double *sums, double events,
                        uint64_t *seed)
{
    double all = sums[FUNCTIONS - 1], left = (double)(int64_t)(events + 0.5), before = 0;
    for (; left > 0 && events < 50000; left--)
        add_events(sides, side, pick(sums, uniform(seed) * all), 1);
    for (int i = 0; i < FUNCTIONS && left > 0; before = sums[i++]) {
        double share = (sums[i] - before) / (all - before), mean = left * share;
        double drawn = i + 1 == FUNCTIONS ? left : normal(mean, mean * (1 - share), seed);
        drawn = drawn < 0 ? 0 : drawn > left ? left : (double)(int64_t)(drawn + 0.5);
        add_events(sides, side, i, (int64_t)drawn);
        left -= drawn;
    }
}

static bool finds(struct sides *sides, const char *name)
{
    struct work *work = sides->work;
    struct arena scratch = work->arena;
    const struct changes *changes = sides_compare(sides, &scratch);
    if (!name)
        return changes->significant > 0;
    return changes->flat_kinds[work_frame(work, name)] == CHANGE_MORE;
}

/* In how many of the runs f0 is found to have grown. */
static int times_found(struct work *work, int64_t events, double grown, bool in_equal_parts,
                       bool with_fixed_totals)
{
    struct sides sides;
    double base[FUNCTIONS], new_[FUNCTIONS];
    uint64_t seed = 20240229;
    int found = 0;
    sides_start(&sides, work, many_functions(work), FUNCTIONS);
    double larger = weigh(new_, in_equal_parts, grown) / weigh(base, in_equal_parts, 1);
    for (int run = 0; run < RUNS; run++) {
        double base_events = (double)events, new_events = (double)events;
        if (!with_fixed_totals) {
            base_events = normal(base_events, base_events, &seed);
            new_events = normal(new_events * larger, new_events * larger, &seed);
        }
        memset(sides.weights, 0, FUNCTIONS * COMPARED_COLUMNS * sizeof *sides.weights);
        sample_side(&sides, RUN_BASE, base, base_events, &seed);
        sample_side(&sides, RUN_NEW, new_, new_events, &seed);
        found += finds(&sides, "f0");
    }
    return found;
}

static void expect_found(void **state, int64_t events, double grown, bool in_equal_parts,
                         bool with_fixed_totals)
{
    int found = times_found(*state, events, grown, in_equal_parts, with_fixed_totals);
    print_message("%d of %d found\n", found, RUNS);
    assert_true(found >= RUNS * 95 / 100);
}

static void four_tenths_more_are_found(void **state)
{
    expect_found(state, 10000, 1.4, true, false);
}

static void four_tenths_more_of_fixed_totals_are_found(void **state)
{
    expect_found(state, 10000, 1.4, true, true);
}

static void four_tenths_more_among_unequal_ones_are_found(void **state)
{
    expect_found(state, 10000, 1.4, false, true);
}

static void a_tenth_more_is_found(void **state)
{
    expect_found(state, 130000, 1.1, true, false);
}

static void a_tenth_more_of_fixed_totals_is_found(void **state)
{
    expect_found(state, 130000, 1.1, true, true);
}

static void a_tenth_more_among_unequal_ones_is_found(void **state)
{
    expect_found(state, 130000, 1.1, false, true);
}

/* Events of one profile are dealt out to the sides, each by a coin. */
static void deal_out(struct sides *sides, const int64_t *events, uint64_t *seed)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        int64_t *columns = sides->weights + i * COMPARED_COLUMNS;
        memset(columns, 0, COMPARED_COLUMNS * sizeof *columns);
        for (int64_t n = 0; n < events[i]; n++) {
            int side = (int)(unit_random(seed) >> 40 & 1);
            columns[COMPARED_BASE + side] += 10;
            columns[COMPARED_BASE_EVENTS + side]++;
        }
    }
}

static void halves_seldom_differ(void **state)
{
    struct work *work = *state;
    struct sides sides;
    double sums[FUNCTIONS];
    int64_t events[FUNCTIONS];
    uint64_t seed = 7;
    for (int in_equal_parts = 0; in_equal_parts < 2; in_equal_parts++) {
        int alarms = 0;
        if (!in_equal_parts)
            sides_start(&sides, work, many_functions(work), FUNCTIONS);
        weigh(sums, in_equal_parts, 1);
        for (int i = 0; i < FUNCTIONS; i++)
            events[i] = (int64_t)(20000 * (sums[i] - (i ? sums[i - 1] : 0)));
        for (int run = 0; run < RUNS; run++) {
            deal_out(&sides, events, &seed);
            alarms += finds(&sides, NULL);
        }
        print_message("%d of %d alarms\n", alarms, RUNS);
        assert_true(alarms <= RUNS * 5 / 100);
    }
}

/* Runs that differ in load: what all functions share is no change of any. */
static void runs_of_one_side_seldom_differ(void **state)
{
    enum { EACH = 4 };
    struct work *work = *state;
    struct sides sides;
    double sums[FUNCTIONS];
    uint64_t seed = 11;
    int alarms = 0;
    int64_t *events = ARENA_NEW(&work->arena, int64_t, FUNCTIONS * 2 * EACH);
    sides_start(&sides, work, many_functions(work), FUNCTIONS);
    weigh(sums, false, 1);
    for (int run = 0; run < RUNS; run++) {
        memset(events, 0, FUNCTIONS * 2 * EACH * sizeof *events);
        for (int r = 0; r < 2 * EACH; r++)
            for (int64_t n = (int64_t)(5000 * (0.8 + 0.4 * uniform(&seed))); n > 0; n--)
                events[pick(sums, uniform(&seed)) * 2 * EACH + r]++;
        sides_set_runs(&sides, EACH, EACH, events);
        alarms += finds(&sides, NULL);
    }
    print_message("%d of %d alarms\n", alarms, RUNS);
    assert_true(alarms <= RUNS * 5 / 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int changes_tests(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_function_has_its_verdict),
        TEST(a_change_is_in_values_with_an_interval),
        TEST(the_corrections_count_what_could_differ),
        TEST(nothing_differs_from_itself),
        TEST(swapping_the_sides_swaps_the_verdicts),
        TEST(without_counts_every_difference_is_one),
        TEST(values_and_events_may_disagree),
        TEST(negative_values_are_defined),
        TEST(an_empty_side_is_defined),
        TEST(an_edge_is_judged_as_a_function),
        TEST(the_sign_is_short),
        TEST(what_runs_vary_by_is_noise),
        TEST(what_is_beyond_it_is_a_change),
        TEST(from_eight_runs_on_ranks_decide),
        TEST(four_tenths_more_are_found),
        TEST(four_tenths_more_of_fixed_totals_are_found),
        TEST(four_tenths_more_among_unequal_ones_are_found),
        TEST(a_tenth_more_is_found),
        TEST(a_tenth_more_of_fixed_totals_is_found),
        TEST(a_tenth_more_among_unequal_ones_is_found),
        TEST(halves_seldom_differ),
        TEST(runs_of_one_side_seldom_differ),
    };
    return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
