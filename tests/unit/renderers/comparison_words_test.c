/* Two sides in words: values, intervals, how they were scaled and tested, notes. */
#include "renderers/comparison_words.h"
#include "renderers/renderer.h"
#include "unit/tree/sides.h"
#include "unit/unit.h"

int comparison_words_tests(void);

#define MINUS "\xe2\x88\x92"
#define SECOND 1000000000

struct words {
    struct work *work;
    struct sides sides;
    struct view view;
    struct comparison *comparison;
};

static const struct side_stack STACKS[] = {
    {"main;f", 16 * (int64_t)SECOND, 8 * (int64_t)SECOND, 1600, 800},
    {"main;g", 10000000, 10000000, 1, 1}};

/* Sides of one run each, whose totals are said to be 16.01 s and 8.01 s; no changes yet. */
static void begin_with(struct words *words, struct work *work, const struct side_stack *stacks,
                       size_t count)
{
    *words = (struct words){.work = work};
    sides_start(&words->sides, work, stacks, count);
    words->comparison = &words->sides.comparison;
    for (int side = 0; side < RUN_SIDES; side++)
        words->comparison->sides[side].names = side ? STR("b.pb.gz") : STR("a.pb.gz");
    words->comparison->sides[RUN_BASE].total = 16010000000;
    words->comparison->sides[RUN_NEW].total = 8010000000;
    words->comparison->sides[RUN_BASE].events = 1601;
    words->comparison->sides[RUN_NEW].events = 801;
    words->comparison->per = STR("");
    words->view = (struct view){.profile = work->selection->profile,
                                .selection = &words->sides.selection,
                                .frames = work->frames,
                                .settings = &work->settings,
                                .arena = &work->arena,
                                .budget = &work->budget};
}

static void begin(struct words *words, struct work *work)
{
    begin_with(words, work, STACKS, 2);
}

static struct change_words say(struct words *words, double base, double new_, double low,
                               double high, enum change_kind kind)
{
    struct change change = {.base = base,
                            .new_ = new_,
                            .delta = new_ - base,
                            .low = low,
                            .high = high,
                            .kind = kind,
                            .is_tested = low != 0 || high != 0};
    return change_words(&words->view, &change);
}

static void a_change_has_all_its_words(void **state)
{
    struct words words;
    begin(&words, *state);
    struct change_words less = say(&words, 16.01e9, 7.9e9, -8.3e9, -7.9e9, CHANGE_LESS);
    assert_str(less.base, "16.01s");
    assert_str(less.new_, "7.90s");
    assert_str(less.delta, MINUS "8.11s");
    assert_str(less.share, MINUS "50.7%");
    assert_str(less.interval, MINUS "8.3s to " MINUS "7.9s");
    assert_str(less.verdict, "less");
    struct change_words none = say(&words, 5e9, 5e9, 0, 0, CHANGE_SAME);
    assert_str(none.delta, "0");
    assert_str(none.share, "0");
    assert_str(none.interval, "");
    assert_str(none.verdict, "same");
    struct change_words added = say(&words, 0, 1.2e9, 0, 0, CHANGE_ADDED);
    assert_str(added.base, "0");
    assert_str(added.delta, "+1.20s");
    assert_str(added.share, "+7.5%");
    assert_str(added.verdict, "new");
    assert_str(say(&words, 3e9, 0, 0, 0, CHANGE_GONE).verdict, "gone");
    assert_str(say(&words, 3e9, 4e9, 0, 0, CHANGE_NOISE).verdict, "within noise");
    words.comparison->sides[RUN_BASE].total = 0;
    assert_str(say(&words, 0, 1.2e9, 0, 0, CHANGE_ADDED).share, "");
}

static void values_take_the_unit_and_the_divisor(void **state)
{
    struct words words;
    struct work *work = *state;
    begin(&words, work);
    work->settings.unit = STR("ms");
    assert_str(compared_value(&words.view, 1.5e9, STR("")), "1500ms");
    assert_str(compared_value(&words.view, -1.5e9, STR("s")), MINUS "1.50s");
    assert_str(compared_delta(&words.view, 1.5e9, STR("s")), "+1.50s");
    assert_str(compared_delta(&words.view, 0.2, STR("s")), "0");
    words.sides.selection.ratio = 0.5;
    assert_str(compared_value(&words.view, 1.5e9, STR("s")), "0.75s");
}

static void shares_are_short(void **state)
{
    static const struct {
        double part;
        const char *plain, *with_sign;
    } ROWS[] = {{0, "0", "0"},
                {0.04, "<0.1%", "+<0.1%"},
                {-0.04, MINUS "<0.1%", MINUS "<0.1%"},
                {0.06, "0.1%", "+0.1%"},
                {29.44, "29.4%", "+29.4%"},
                {-3.06, MINUS "3.1%", MINUS "3.1%"},
                {99.96, "100%", "+100%"},
                {100, "100%", "+100%"},
                {100.04, "100%", "+100%"},
                {999.94, "999.9%", "+999.9%"},
                {999.96, "1,000%", "+1,000%"},
                {-1234.56, MINUS "1,235%", MINUS "1,235%"},
                {6108600, "6,108,600%", "+6,108,600%"},
                {2e17, "2e+17%", "+2e+17%"}};
    struct words words;
    begin(&words, *state);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        assert_str(compared_share(&words.view, ROWS[i].part, 100, false), ROWS[i].plain);
        assert_str(compared_share(&words.view, ROWS[i].part, 100, true), ROWS[i].with_sign);
    }
    assert_str(compared_share(&words.view, 5, 0, true), "");
}

/* As many digits as tell the bounds apart, in the unit of the larger. */
static void intervals_are_as_exact_as_they_are_wide(void **state)
{
    static const struct {
        double low, high;
        const char *text;
    } ROWS[] = {{-26e9, -1e9, MINUS "26s to " MINUS "1s"}, {-3.14e9, 2.72e9, MINUS "3.1s to +2.7s"},
                {7.15e9, 7.25e9, "+7.15s to +7.25s"},      {7.1e9, 7.35e9, "+7.1s to +7.3s"},
                {-1.5e9, 100e6, MINUS "1.5s to +0.1s"},    {-2e6, 5e6, MINUS "2.0ms to +5.0ms"}};
    struct words words;
    begin(&words, *state);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        assert_str(say(&words, 1e9, 2e9, ROWS[i].low, ROWS[i].high, CHANGE_MORE).interval,
                   ROWS[i].text);
    words.sides.selection.unit = STR("count");
    assert_str(say(&words, 3, 9, -2, 5, CHANGE_MORE).interval, MINUS "2 to +5");
}

static void expect_scaling(struct words *words, const char *text)
{
    assert_str(comparison_words_new(&words->view)->scaling, text);
}

static void what_was_scaled_is_said(void **state)
{
    struct words words;
    begin(&words, *state);
    struct comparison *comparison = words.comparison;
    struct comparison_side *sides = comparison->sides;
    expect_scaling(&words, "not scaled");
    sides[RUN_BASE].duration_ns = 10 * (int64_t)SECOND;
    expect_scaling(&words, "not scaled");
    sides[RUN_NEW].duration_ns = 10 * (int64_t)SECOND + 1;
    expect_scaling(&words, "not scaled: both ran 10s");
    sides[RUN_NEW].duration_ns = 4 * (int64_t)SECOND;
    expect_scaling(&words, "not scaled: base ran 10s, new 4s");
    words.sides.selection.unit = STR("bytes");
    expect_scaling(&words, "not scaled");
    comparison->scaling = SCALED_DURATION;
    sides[RUN_NEW].scale = 2.5;
    expect_scaling(&words, "new scaled by 2.5 to the base's 10s");
    comparison->by_period = true;
    expect_scaling(&words, "new scaled by 2.5 to the base's 10s and sampling rate");
    comparison->by_period = false;
    comparison->scaling = SCALED_PERIOD;
    expect_scaling(&words, "new scaled by 2.5 to the base's sampling rate");
    comparison->scaling = SCALED_TOTALS;
    expect_scaling(&words, "new scaled by 2.5 to the base's total");
    comparison->scaling = SCALED_SAMPLES;
    expect_scaling(&words, "new scaled by 2.5 to as many samples as the base has");
    comparison->scaling = SCALED_LABEL;
    sides[RUN_BASE].per = 1200;
    sides[RUN_NEW].per = 7;
    expect_scaling(&words, "scaled to as many values of the label of --per: 1,200 in base, 7 in "
                           "new");
}

/* The factor is of a run: sums of unequal numbers of runs are means first. */
static void runs_do_not_count_as_scale(void **state)
{
    struct words words;
    begin(&words, *state);
    struct comparison_side *sides = words.comparison->sides;
    words.comparison->scaling = SCALED_TOTALS;
    sides[RUN_BASE].run_count = 4;
    sides[RUN_BASE].scale = 0.25;
    sides[RUN_NEW].run_count = 2;
    sides[RUN_NEW].scale = 1;
    expect_scaling(&words, "new scaled by 2 to the base's total");
}

static void expect_method(struct words *words, const char *text)
{
    assert_str(comparison_words_new(&words->view)->method, text);
}

#define COUNTS "exact test of counts (Przyborowski and Wilenski 1940), two-sided, "

static void how_it_was_tested_is_said(void **state)
{
    struct words words;
    begin(&words, *state);
    struct comparison *comparison = words.comparison;
    expect_method(&words, COUNTS "95%");
    comparison->confidence = 0.999;
    expect_method(&words, COUNTS "99.9%");
    assert_str(comparison_words_new(&words.view)->legend, "grey: within noise at 99.9%");
    comparison->confidence = 0.95;
    comparison->model = NOISE_DISPERSED;
    expect_method(&words, "t test of counts that vary from run to run (Satterthwaite 1946), "
                          "two-sided, 95%");
    comparison->model = NOISE_RANKS;
    expect_method(&words, "rank test of shares by run (Mann and Whitney 1947), two-sided, 95%");
    comparison->model = NOISE_UNTESTED;
    comparison->counts = COUNTS_CENSUS;
    expect_method(&words, "not tested: the profile is a census, all was counted and nothing "
                          "sampled");
    comparison->counts = COUNTS_NONE;
    expect_method(&words, "not tested: nothing tells how many events were sampled");
    assert_str(comparison_words_new(&words.view)->legend, "not tested for noise");
    words.sides.selection.has_negative = true;
    expect_method(&words, "not tested: negative values are of a difference, and count no events");
}

static void the_correction_is_said(void **state)
{
    struct words words;
    begin(&words, *state);
    struct changes changes = *sides_compare(&words.sides, &words.work->arena);
    words.view.changes = &changes;
    changes.looked_at = 1234;
    expect_method(&words, COUNTS "95%, corrected for 1,234 functions (weighted Bonferroni, Tarone "
                                 "1990)");
    changes.looked_at = 1;
    expect_method(&words, COUNTS "95%, corrected for 1 function (weighted Bonferroni, Tarone "
                                 "1990)");
    changes.looked_at = 0;
    expect_method(&words, COUNTS "95%; no function has enough events to show anything");
    changes.looked_at = 2;
    changes.dispersion = 0.0125;
    words.comparison->model = NOISE_DISPERSED;
    expect_method(&words, "t test of counts that vary from run to run (Satterthwaite 1946, "
                          "dispersion 0.013), two-sided, 95%, corrected for 2 functions (weighted "
                          "Bonferroni, Tarone 1990)");
}

static void a_side_is_told_as_it_is(void **state)
{
    struct words words;
    begin(&words, *state);
    struct comparison_side *base = &words.comparison->sides[RUN_BASE];
    const struct comparison_words *said = comparison_words_new(&words.view);
    assert_str(said->sides[RUN_BASE].line, "a.pb.gz, 16.01s, 1,601 events");
    assert_str(said->direction, "a.pb.gz \xe2\x86\x92 b.pb.gz");
    assert_str(said->type, "CPU time");
    assert_str(said->verdict, "");
    base->duration_ns = 10 * (int64_t)SECOND;
    base->run_count = 2;
    base->scale = 7;
    base->names = STR("a\n.pb.gz");
    base->events = 1;
    words.comparison->counts = COUNTS_PERIOD;
    said = comparison_words_new(&words.view);
    assert_str(said->sides[RUN_BASE].line,
               "a\\x0a.pb.gz, 2 runs, mean 8.01s, 1 sample, ran 10s each");
    words.comparison->counts = COUNTS_CENSUS;
    said = comparison_words_new(&words.view);
    assert_str(said->sides[RUN_NEW].line, "b.pb.gz, 8.01s");
}

static void expect_note(struct words *words, const char *text)
{
    const struct comparison_words *said = comparison_words_new(&words->view);
    assert_int_equal(said->note_count, text ? 1 : 0);
    if (text)
        assert_str(said->notes[0], text);
}

static void what_misleads_is_noted(void **state)
{
    struct words words;
    begin(&words, *state);
    struct comparison *comparison = words.comparison;
    expect_note(&words, NULL);
    comparison->looks_swapped = true;
    expect_note(&words, "The sides look swapped: the base is younger than new.");
    comparison->looks_swapped = false;
    comparison->scaling = SCALED_DURATION;
    expect_note(&words, "Scaling by duration compares rates; for a fixed amount of work, --per=run "
                        "compares whole runs.");
    comparison->scaling = SCALED_PERIOD;
    expect_note(&words, NULL);
    struct frames frames = *words.work->frames;
    words.view.frames = &frames;
    frames.is_nameless[RUN_BASE] = true;
    expect_note(&words, "The base has hardly any function names, so nothing of it can match; "
                        "symbolise it before you compare.");
    frames.is_nameless[RUN_BASE] = false;
    frames.is_nameless[RUN_NEW] = true;
    expect_note(&words, "New has hardly any function names, so nothing of it can match; symbolise "
                        "it before you compare.");
    words.view.frames = NULL;
    comparison->sides[RUN_BASE].total = 0;
    expect_note(&words, "The base is empty: all of new is new.");
    comparison->sides[RUN_NEW].total = 0;
    expect_note(&words, "Both sides are empty.");
    comparison->sides[RUN_BASE].total = 1;
    expect_note(&words, "New is empty: all of the base is gone.");
}

static void kinds_have_their_notes(void **state)
{
    struct words words;
    begin(&words, *state);
    words.comparison->mixes_deltas = true;
    expect_note(&words, NULL);
    words.sides.selection.type = STR("contentions");
    expect_note(&words, "One side is of a span of time, the other of all since its program began: "
                        "growth is compared with a whole.");
    words.comparison->mixes_deltas = false;
    expect_note(&words, NULL);
    words.sides.selection.type = STR("inuse_space");
    expect_note(&words, "In-use memory is a state: this compares two moments, not what was "
                        "allocated between them.");
    words.sides.selection.type = STR("alloc_space");
    expect_note(&words, "Allocations are counted from a program's start, so they grow with the "
                        "time that it ran; --per and --normalize bring sides to one scale.");
}

static void the_verdict_tells_of_the_whole(void **state)
{
    struct words words;
    begin(&words, *state);
    words.view.changes = sides_compare(&words.sides, &words.work->arena);
    words.view.tree = words.sides.tree;
    const struct comparison_words *said = comparison_words_new(&words.view);
    assert_true(str_starts(said->verdict, STR("CPU time fell, 16.01s \xe2\x86\x92 8.01s (")));
    assert_true(str_starts(said->outcome, STR(" fell, 16.01s")));
    assert_true(str_find_str(said->verdict, STR("s at 95%)")) != STR_NONE);
}

/* Whether the type is one thing or many: "goroutines" too. */
static void expect_verdict(struct work *work, int64_t base, int64_t new_, const char *text)
{
    struct side_stack stack = {"main;f", base, new_, 0, 0};
    struct words words;
    begin_with(&words, work, &stack, 1);
    words.comparison->counts = COUNTS_CENSUS;
    words.comparison->model = NOISE_UNTESTED;
    words.sides.selection.type = STR("goroutine");
    words.sides.selection.unit = STR("count");
    words.view.changes = sides_compare(&words.sides, &work->arena);
    words.view.tree = words.sides.tree;
    assert_str(comparison_words_new(&words.view)->verdict, text);
}

static void the_verdict_fits_what_is_many(void **state)
{
    expect_verdict(*state, 52, 52, "Goroutines did not change, 52 \xe2\x86\x92 52.");
    work_stop(state);
    work_start(state);
    expect_verdict(*state, 52, 0,
                   "Goroutines fell to nothing, 52 \xe2\x86\x92 0 (gone): 1 function less.");
    work_stop(state);
    work_start(state);
    expect_verdict(*state, 0, 7,
                   "Goroutines rose from nothing, 0 \xe2\x86\x92 7 (new): 1 function more.");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, work_start, work_stop)

int comparison_words_tests(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_has_all_its_words),
        TEST(values_take_the_unit_and_the_divisor),
        TEST(shares_are_short),
        TEST(intervals_are_as_exact_as_they_are_wide),
        TEST(what_was_scaled_is_said),
        TEST(runs_do_not_count_as_scale),
        TEST(how_it_was_tested_is_said),
        TEST(the_correction_is_said),
        TEST(a_side_is_told_as_it_is),
        TEST(what_misleads_is_noted),
        TEST(kinds_have_their_notes),
        TEST(the_verdict_tells_of_the_whole),
        TEST(the_verdict_fits_what_is_many),
    };
    return cmocka_run_group_tests_name("renderers/comparison_words", tests, NULL, NULL);
}
