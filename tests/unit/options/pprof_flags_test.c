/* pprof's grammar. */
#include "options/reading.h"
#include "unit/unit.h"

int pprof_flags_tests(void);

static bool is_binary(void *context, struct str name)
{
    (void)context;
    return str_equal(name, STR("prog"));
}

static bool reads(void **state, const char *const *values)
{
    struct reading *reading = *state;
    int count = reading_begin(reading, values);
    return pprof_arguments_read(&reading->pprof, &reading->settings, count, values, is_binary, NULL,
                                &reading->error);
}

#define READS(state, ...) reads((state), (const char *const[]){__VA_ARGS__, NULL})

static void refuses(void **state, const char *words, const char *const *values)
{
    struct reading *reading = *state;
    assert_false(reads(state, values));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
    assert_non_null(strstr(reading->error.text, words));
}

#define REFUSES(state, words, ...)                                                                 \
    refuses((state), (words), (const char *const[]){__VA_ARGS__, NULL})

static void flags_come_before_sources(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-top", "a", "-cum", "--"));
    assert_int_equal(reading->settings.sort, SORT_FLAT);
    assert_int_equal(reading->pprof.source_count, 3);
    assert_str(reading->pprof.sources[1], "-cum");
    assert_true(READS(state, "--top", "--", "-cum"));
    assert_int_equal(reading->pprof.source_count, 1);
    assert_true(READS(state, "-top", "-", "x"));
    assert_str(reading->pprof.sources[0], "-");
}

static void values_come_in_two_ways(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-top", "-nodecount=0x10", "-focus", "-cum", "--hide=a=b", "p"));
    assert_int_equal(reading->settings.nodecount, 16);
    assert_str(reading->settings.focus, "-cum");
    assert_str(reading->settings.hide, "a=b");
    assert_true(READS(state, "-top", "-trim", "false"));
    assert_true(reading->settings.trim);
    assert_str(reading->pprof.sources[0], "false");
    assert_true(READS(state, "-top", "-trim=false", "-nodecount=3", "-nodecount=4", "p"));
    assert_false(reading->settings.trim);
    assert_int_equal(reading->settings.nodecount, 4);
}

static void numbers_have_no_limits(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-top", "-nodecount=-7000000000", "-nodefraction=3", "p"));
    assert_int_equal(reading->settings.nodecount, -7000000000);
    assert_true(reading->settings.nodefraction == 3);
    REFUSES(state, "zero divisor", "-top", "-divide_by=0", "p");
    assert_true(READS(state, "-top", "-divide_by=-3", "p"));
    assert_true(reading->settings.divide_by == 1);
}

static void a_format_names_a_view(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-text", "-tree=0", "p"));
    assert_str(reading->pprof.format, "text");
    assert_str(reading->pprof.view, "top");
    assert_str(reading->pprof.suffix, "");
    assert_true(READS(state, "-peek", "re", "-output=x", "p"));
    assert_str(reading->pprof.view, "peek");
    assert_str(reading->settings.pattern, "re");
    assert_str(reading->pprof.output, "x");
    assert_str(reading->settings.output, "");
    assert_true(READS(state, "-proto", "p"));
    assert_str(reading->pprof.suffix, ".pb.gz");
    REFUSES(state, "at most one", "-top", "-text", "p");
    assert_false(reading->pprof.in_shell);
    assert_true(READS(state, "-peek=", "-output=x", "p"));
    assert_true(reading->pprof.in_shell);
    assert_str(reading->settings.output, "x");
    REFUSES(state, "-gif is not supported", "-gif", "p");
    assert_true(READS(state, "-svg", "p"));
    assert_str(reading->pprof.view, "graph");
    assert_str(reading->pprof.suffix, ".svg");
    assert_false(reading->pprof.in_browser);
    assert_str(reading->settings.format, "");
    assert_true(READS(state, "-png", "p"));
    assert_str(reading->pprof.view, "graph");
    assert_str(reading->pprof.suffix, ".png");
    assert_str(reading->settings.format, "png");
    assert_true(READS(state, "-web", "p"));
    assert_str(reading->pprof.view, "graph");
    assert_true(reading->pprof.in_browser);
}

static void older_words_choose_the_sample_type(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-top", "-alloc_space", "-mean_delay", "p"));
    assert_str(reading->settings.sample_index, "delay");
    assert_true(reading->settings.mean);
    assert_str(reading->pprof.warnings, "Multiple value selections, ignoring -alloc_space\n");
    assert_true(READS(state, "-top", "-inuse_space", "-sample_index=1", "p"));
    assert_str(reading->settings.sample_index, "1");
    assert_str(reading->pprof.warnings, "Multiple value selections, ignoring -inuse_space\n");
}

static void a_binary_may_come_first(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-top", "prog", "p"));
    assert_str(reading->pprof.binary, "prog");
    assert_int_equal(reading->pprof.source_count, 1);
    assert_str(reading->pprof.sources[0], "p");
    assert_true(READS(state, "-top", "prog"));
    assert_str(reading->pprof.binary, "");
    assert_true(READS(state, "-top", "p", "prog"));
    assert_int_equal(reading->pprof.source_count, 2);
}

static void other_flags_are_taken(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-top", "-base=b", "-normalize", "-add_comment", "c", "-all_frames",
                      "-buildid=d", "-symbolize=none", "-intel_syntax", "p"));
    assert_int_equal(reading->settings.base.count, 1);
    assert_str(reading->settings.base.at[0], "b");
    assert_str(reading->settings.add_comment, "c");
    assert_true(reading->settings.all_frames && reading->settings.normalize);
    assert_str(reading->pprof.build_id, "d");
    assert_str(reading->pprof.warnings, "");
    assert_true(READS(state, "-top", "-symbolize=none:demangle=full", "p"));
    assert_non_null(strstr(reading->pprof.warnings.at, "-symbolize"));
}

static void mistakes_are_told_as_pprof_tells_them(void **state)
{
    struct reading *reading = *state;
    REFUSES(state, "flag provided but not defined: -x", "--x=3", "p");
    REFUSES(state, "flag provided but not defined: -n", "-n=3", "p");
    REFUSES(state, "flag provided but not defined: -call-tree", "-call-tree", "p");
    REFUSES(state, "bad flag syntax: ---top", "---top", "p");
    REFUSES(state, "bad flag syntax: --=", "--=", "p");
    REFUSES(state, "flag needs an argument: -focus", "-top", "-focus");
    REFUSES(state, "invalid boolean value \"yes\" for -top", "-top=yes", "p");
    REFUSES(state, "for flag -nodecount: parse error", "-nodecount=1e9", "p");
    REFUSES(state, "conflicting options set: [", "-top", "-lines", "-files", "p");
    REFUSES(state, "cannot both be specified", "-top", "-base=a", "-diff_base=b", "p");
    REFUSES(state, "base profile to normalize by", "-top", "-normalize", "-base=", "p");
    REFUSES(state, "-http is not compatible", "-top", "-http=:1", "p");
    REFUSES(state, "-no_browser only", "-no_browser", "p");
    assert_string_not_equal(reading->error.text, "");
}

static void help_is_asked_for_anywhere(void **state)
{
    struct reading *reading = *state;
    assert_true(READS(state, "-top", "-tree", "--help"));
    assert_true(reading->pprof.help);
    assert_true(READS(state, "-h=3"));
    assert_true(reading->pprof.help);
    assert_true(READS(state, "-top", "p", "-h"));
    assert_false(reading->pprof.help);
}

static void no_source_wants_the_usage(void **state)
{
    struct reading *reading = *state;
    REFUSES(state, "no profile source specified", "-top", "-tree");
    assert_true(reading->pprof.no_sources);
    REFUSES(state, "at most one", "-top", "-tree", "p");
    assert_false(reading->pprof.no_sources);
}

int pprof_flags_tests(void)
{
    const struct CMUnitTest tests[] = {
        READING_TEST(flags_come_before_sources),
        READING_TEST(values_come_in_two_ways),
        READING_TEST(numbers_have_no_limits),
        READING_TEST(a_format_names_a_view),
        READING_TEST(older_words_choose_the_sample_type),
        READING_TEST(a_binary_may_come_first),
        READING_TEST(other_flags_are_taken),
        READING_TEST(mistakes_are_told_as_pprof_tells_them),
        READING_TEST(help_is_asked_for_anywhere),
        READING_TEST(no_source_wants_the_usage),
    };
    return cmocka_run_group_tests_name("pprof_flags", tests, NULL, NULL);
}
