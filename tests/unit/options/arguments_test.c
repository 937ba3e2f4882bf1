/* The grammar of arguments. */
#include "options/reading.h"
#include "unit/unit.h"

int arguments_tests(void);

static const struct verb VERBS[] = {{STR_INIT("top"), false, true},
                                    {STR_INIT("flame"), false, false},
                                    {STR_INIT("peek"), true, false}};

/* Reads a list that ends with NULL. */
static bool reads(void **state, const char *const *values)
{
    struct reading *reading = *state;
    int count = reading_begin(reading, values);
    return arguments_read(&reading->arguments, &reading->settings, count, values, VERBS, 3,
                          &reading->error);
}

#define READS(state, ...) reads((state), (const char *const[]){__VA_ARGS__, NULL})

static void a_value_may_come_in_four_ways(void **state)
{
    struct reading *reading = *state;
    static const char *const WAYS[][4] = {{"-width=500", "p", NULL},
                                          {"--width=500", "p", NULL},
                                          {"-width", "500", "p", NULL},
                                          {"--width", "500", "p", NULL}};
    for (size_t i = 0; i < 4; i++) {
        assert_true(reads(state, WAYS[i]));
        assert_int_equal(reading->settings.width, 500);
        assert_int_equal(reading->arguments.sources.count, 1);
        assert_str(reading->arguments.sources.at[0], "p");
    }
}

static void a_switch_takes_a_value_only_by_the_equals_sign(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-flip", "false"));
    assert_true(reading->settings.flip);
    assert_str(reading->arguments.sources.at[0], "false");
    assert_true(READS(state, "--flip", "--flip=false"));
    assert_false(reading->settings.flip);
}

static void a_valued_option_takes_the_next_argument_whatever_it_is(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-nodecount", "-1", "--title", "--flip", "-o", "-"));
    assert_int_equal(reading->settings.nodecount, -1);
    assert_str(reading->settings.title, "--flip");
    assert_str(reading->settings.output, "-");
    assert_false(reading->settings.flip);
    assert_int_equal(reading->arguments.sources.count, 0);
    assert_true(READS(state, "--title", "--", "x"));
    assert_str(reading->settings.title, "--");
    assert_int_equal(reading->arguments.sources.count, 1);
}

static void a_value_may_hold_equals_signs_or_nothing(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "--title=a=b=c"));
    assert_str(reading->settings.title, "a=b=c");
    assert_true(READS(state, "--title="));
    assert_str(reading->settings.title, "");
    assert_true(READS(state, "--title", ""));
    assert_str(reading->settings.title, "");
}

static void two_dashes_end_the_options(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "a", "--", "--flip", "-", "--", "top"));
    assert_false(reading->settings.flip);
    assert_int_equal(reading->arguments.sources.count, 5);
    assert_str(reading->arguments.sources.at[1], "--flip");
    assert_str(reading->arguments.sources.at[3], "--");
    assert_int_equal(reading->arguments.verb.size, 0);
}

static void a_dash_is_standard_input(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-"));
    assert_str(reading->arguments.sources.at[0], "-");
}

static void a_verb_is_a_word_or_an_option(void **state)
{
    struct reading *reading = *state;
    static const char *const WAYS[] = {"top", "-top", "--top"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(READS(state, WAYS[i], "cpu.pb.gz"));
        assert_str(reading->arguments.verb, "top");
        assert_int_equal(reading->arguments.sources.count, 1);
        assert_int_equal(reading->settings.nodecount, -1);
    }
    assert_true(READS(state, "cpu.pb.gz", "--top"));
    assert_str(reading->arguments.verb, "top");
}

static void a_number_behind_a_verb_is_a_count(void **state)
{
    struct reading *reading = *state;
    static const char *const WAYS[][3] = {{"top20"},     {"-top20"},     {"--top20"},
                                          {"top", "20"}, {"-top", "20"}, {"--top", "20"},
                                          {"-top=20"},   {"--top=20"}};
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        const char *values[] = {WAYS[i][0], WAYS[i][1] ? WAYS[i][1] : "p", "p", NULL};
        values[WAYS[i][1] ? 3 : 2] = NULL;
        assert_true(reads(state, values));
        assert_str(reading->arguments.verb, "top");
        assert_int_equal(reading->settings.nodecount, 20);
        assert_int_equal(reading->arguments.sources.count, 1);
    }
    assert_false(READS(state, "--top99999999999999999999"));
    assert_false(READS(state, "--top=many"));
    assert_false(READS(state, "--top7=8"));
    assert_true(READS(state, "top", "2024.pb.gz"));
    assert_int_equal(reading->settings.nodecount, -1);
    assert_true(READS(state, "flame", "20"));
    assert_str(reading->arguments.sources.at[0], "20");
    assert_true(READS(state, "flame20"));
    assert_int_equal(reading->arguments.verb.size, 0);
}

static void a_verb_may_take_a_pattern(void **state)
{
    struct reading *reading = *state;
    static const char *const WAYS[][4] = {
        {"peek", "re", "p"},           {"--peek=re", "p"},
        {"-peek", "re", "p"},          {"p", "--peek", "re"},
        {"peek", "p", "--pattern=re"}, {"--pattern=re", "peek", "p"}};
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        assert_true(reads(state, WAYS[i]));
        assert_str(reading->arguments.verb, "peek");
        assert_str(reading->settings.pattern, "re");
        assert_int_equal(reading->arguments.sources.count, 1);
        assert_str(reading->arguments.sources.at[0], "p");
    }
    assert_true(READS(state, "peek", "p"));
    assert_str(reading->settings.pattern, "");
    assert_int_equal(reading->arguments.sources.count, 1);
    assert_true(READS(state, "peek", "20", "p"));
    assert_str(reading->settings.pattern, "20");
    assert_true(READS(state, "--peek"));
    assert_str(reading->settings.pattern, "");
    assert_true(READS(state, "top", "a", "b"));
    assert_int_equal(reading->arguments.sources.count, 2);
}

static void two_verbs_are_one_too_many(void **state)
{
    struct reading *reading = *state;
    assert_false(READS(state, "top", "--flame", "p"));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
    assert_true(READS(state, "top", "--top", "p"));
}

static void only_the_first_word_is_a_verb(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "cpu.pb.gz", "top"));
    assert_int_equal(reading->arguments.verb.size, 0);
    assert_int_equal(reading->arguments.sources.count, 2);
    assert_true(READS(state, "top", "top"));
    assert_int_equal(reading->arguments.sources.count, 1);
    assert_true(READS(state, "top2x"));
    assert_int_equal(reading->arguments.verb.size, 0);
}

static void shorthands_stand_for_values(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-cum"));
    assert_int_equal(reading->settings.sort, SORT_CUM);
    assert_false(READS(state, "-cum", "-flat"));
    assert_true(READS(state, "--alloc_space"));
    assert_str(reading->settings.sample_index, "alloc_space");
    assert_true(READS(state, "--alloc-space"));
    assert_str(reading->settings.sample_index, "alloc_space");
    assert_false(READS(state, "--cum=yes"));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
}

static void the_later_wins(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-n", "5", "top7", "-nodecount=9"));
    assert_int_equal(reading->settings.nodecount, 9);
}

static void help_and_version_are_asked_for_in_many_ways(void **state)
{
    struct reading *reading = *state;
    static const char *const HELP[] = {"-h", "--help", "-help", "help"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(READS(state, HELP[i]));
        assert_true(reading->arguments.help);
        assert_str(reading->arguments.topic, "");
    }
    assert_true(READS(state, "help", "--sort"));
    assert_str(reading->arguments.topic, "sort");
    assert_true(READS(state, "--help=sort"));
    assert_str(reading->arguments.topic, "sort");
    assert_true(READS(state, "--version"));
    assert_true(reading->arguments.version);
    assert_true(READS(state, "version"));
    assert_true(reading->arguments.version);
    assert_false(READS(state, "--version=2"));
    assert_false(reading->arguments.csp_hash);
    assert_true(READS(state, "--csp-hash"));
    assert_true(reading->arguments.csp_hash);
    assert_false(READS(state, "--csp-hash=2"));
}

static void an_unknown_option_suggests_the_nearest(void **state)
{
    struct reading *reading = *state;
    assert_false(READS(state, "--nodecuont=5", "p"));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
    assert_non_null(strstr(reading->error.text, "did you mean --nodecount?"));
    assert_false(READS(state, "--zzzzzzzzzz"));
    assert_non_null(strstr(reading->error.text, "there is no option"));
    assert_null(strstr(reading->error.text, "did you mean"));
}

static void a_missing_value_is_said_with_what_is_taken(void **state)
{
    struct reading *reading = *state;
    assert_false(READS(state, "--sort"));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
    assert_non_null(strstr(reading->error.text, "--sort=flat|cum"));
    assert_false(READS(state, "p", "-o"));
    assert_non_null(strstr(reading->error.text, "--output"));
}

static void odd_words_are_no_crash(void **state)
{
    assert_false(READS(state, "---"));
    assert_false(READS(state, "--="));
    assert_false(READS(state, "-="));
    assert_false(READS(state, "-=x"));
    assert_false(READS(state, "-20"));
    assert_false(READS(state, "--\x1b[31m"));
    assert_true(READS(state, ""));
}

int arguments_tests(void)
{
    const struct CMUnitTest tests[] = {
        READING_TEST(a_value_may_come_in_four_ways),
        READING_TEST(a_switch_takes_a_value_only_by_the_equals_sign),
        READING_TEST(a_valued_option_takes_the_next_argument_whatever_it_is),
        READING_TEST(a_value_may_hold_equals_signs_or_nothing),
        READING_TEST(two_dashes_end_the_options),
        READING_TEST(a_dash_is_standard_input),
        READING_TEST(a_verb_is_a_word_or_an_option),
        READING_TEST(a_number_behind_a_verb_is_a_count),
        READING_TEST(a_verb_may_take_a_pattern),
        READING_TEST(two_verbs_are_one_too_many),
        READING_TEST(only_the_first_word_is_a_verb),
        READING_TEST(shorthands_stand_for_values),
        READING_TEST(the_later_wins),
        READING_TEST(help_and_version_are_asked_for_in_many_ways),
        READING_TEST(an_unknown_option_suggests_the_nearest),
        READING_TEST(a_missing_value_is_said_with_what_is_taken),
        READING_TEST(odd_words_are_no_crash),
    };
    return cmocka_run_group_tests_name("arguments", tests, NULL, NULL);
}
