/* The table of options, and values there and back. */
#include "options/reading.h"
#include "options/settings.h"
#include "base/number.h"
#include "base/sink.h"
#include "unit/unit.h"

#include <stdio.h>

int settings_tests(void);

/* A single letter may be a capital one. */
static bool is_name(struct str name)
{
    if (name.size == 1 && name.at[0] >= 'A' && name.at[0] <= 'Z')
        return true;
    for (size_t i = 0; i < name.size; i++)
        if ((name.at[i] < 'a' || name.at[i] > 'z') && name.at[i] != '_')
            return false;
    return name.size > 0;
}

/* A shorthand for two options has two rows. */
static bool is_one_shorthand(const struct option_word *a, const struct option_word *b)
{
    return !a->is_alias && !b->is_alias && !str_equal(a->option, b->option);
}

static void names_are_unique_and_plain(void **state)
{
    (void)state;
    size_t rows, words;
    const struct option *options = option_rows(&rows);
    const struct option_word *others = option_words(&words);
    for (size_t i = 0; i < rows + words; i++) {
        struct str name = i < rows ? options[i].name : others[i - rows].name;
        if (!is_name(name))
            fail_msg("\"%.*s\" is no name for an option", STR_ARG(name));
        for (size_t n = 0; n < i; n++)
            if (str_equal(name, n < rows ? options[n].name : others[n - rows].name) &&
                !(n >= rows && is_one_shorthand(&others[n - rows], &others[i - rows])))
                fail_msg("--%.*s is there twice", STR_ARG(name));
    }
}

static void words_stand_for_options_and_values_they_take(void **state)
{
    struct reading *reading = *state;
    size_t words;
    const struct option_word *others = option_words(&words);
    for (size_t i = 0; i < words; i++) {
        struct error error = {0};
        const struct option *option = option_find(others[i].option);
        assert_non_null(option);
        if (others[i].is_alias)
            assert_ptr_equal(option_find(others[i].name), option);
        else if (!settings_set(&reading->settings, others[i].option, others[i].value, &error))
            fail_msg("--%.*s: %s", STR_ARG(others[i].name), error.text);
    }
}

static void defaults_are_values_that_the_option_takes(void **state)
{
    struct reading *reading = *state;
    size_t rows;
    const struct option *options = option_rows(&rows);
    for (size_t i = 0; i < rows; i++) {
        struct error error = {0};
        if (!option_is_list(&options[i]) &&
            !settings_set(&reading->settings, options[i].name, options[i].initial, &error))
            fail_msg("%s", error.text);
        assert_true(settings_is_default(&reading->settings, &options[i]));
    }
}

static void an_empty_rule_is_a_slip_and_an_empty_source_is_none(void **state)
{
    struct reading *reading = *state;
    struct error error = {0};
    assert_true(settings_set(&reading->settings, STR("base"), STR(""), &error));
    assert_int_equal(reading->settings.base.count, 0);
    assert_false(settings_set(&reading->settings, STR("fail"), STR(""), &error));
    assert_string_equal(error.text, "--fail takes a rule, not \"\"");
    assert_int_equal(reading->settings.fail.count, 0);
}

static void domains_are_what_their_type_wants(void **state)
{
    (void)state;
    size_t rows;
    const struct option *options = option_rows(&rows);
    for (size_t i = 0; i < rows; i++) {
        struct str domain = options[i].domain;
        double least = 0, most = 0;
        if (options[i].type == OPTION_COUNT || options[i].type == OPTION_REAL) {
            size_t to = str_find_str(domain, STR(" to "));
            assert_true(to != STR_NONE);
            assert_true(number_parse_real(str_slice(domain, 0, to), &least));
            assert_true(number_parse_real(str_skip(domain, to + 4), &most));
            assert_true(least < most);
        } else if (options[i].type == OPTION_CHOICE) {
            assert_true(str_find(domain, '|') != STR_NONE);
        } else {
            assert_int_equal(domain.size, 0);
        }
    }
}

static void help_is_a_short_line(void **state)
{
    (void)state;
    size_t rows;
    const struct option *options = option_rows(&rows);
    for (size_t i = 0; i < rows; i++) {
        struct str help = options[i].help;
        bool good = help.size > 0 && help.size <= 60 && help.at[0] >= 'A' && help.at[0] <= 'Z' &&
                    !str_ends(help, STR(".")) && !str_ends(help, STR(" "));
        if (!good)
            fail_msg("the help of --%.*s: %.*s", STR_ARG(options[i].name), STR_ARG(help));
    }
}

static void every_option_is_looked_at_by_a_view_or_command(void **state)
{
    (void)state;
    size_t rows;
    const struct option *options = option_rows(&rows);
    for (size_t i = 0; i < rows; i++)
        assert_true(options[i].views & (FOR_ALL | FOR_LIVE | FOR_SERVE));
}

static void a_shorthand_may_set_two_options(void **state)
{
    struct reading *reading = *state;
    assert_true(settings_shorthand(&reading->settings, STR("mean_delay"), NULL));
    assert_str(reading->settings.sample_index, "delay");
    assert_true(reading->settings.mean);
}

static void two_shorthands_for_one_choice_are_refused(void **state)
{
    struct reading *reading = *state;
    assert_true(settings_shorthand(&reading->settings, STR("lines"), &reading->error));
    assert_true(settings_shorthand(&reading->settings, STR("lines"), &reading->error));
    assert_false(settings_shorthand(&reading->settings, STR("files"), &reading->error));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
    assert_string_equal(reading->error.text, "--lines and --files say different things; give one");
    /* Of sample types the first stays. */
    assert_true(settings_shorthand(&reading->settings, STR("inuse_space"), &reading->error));
    assert_true(settings_shorthand(&reading->settings, STR("alloc_space"), &reading->error));
    assert_str(reading->settings.sample_index, "inuse_space");
}

static void dashes_and_underscores_are_one_letter(void **state)
{
    (void)state;
    assert_non_null(option_find(STR("sample_index")));
    assert_ptr_equal(option_find(STR("sample-index")), option_find(STR("sample_index")));
    assert_null(option_find(STR("sample index")));
    assert_null(option_find(STR("")));
}

static void switches_take_several_words(void **state)
{
    struct reading *reading = *state;
    static const char *const YES[] = {"", "true", "T", "yes", "Y", "on", "1", "TRUE"};
    static const char *const NO[] = {"false", "f", "no", "N", "off", "0", "False"};
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++) {
        reading->settings.open = false;
        assert_true(settings_set(&reading->settings, STR("open"), str_from_c(YES[i]), NULL));
        assert_true(reading->settings.open);
    }
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++) {
        reading->settings.open = true;
        assert_true(settings_set(&reading->settings, STR("open"), str_from_c(NO[i]), NULL));
        assert_false(reading->settings.open);
    }
    assert_false(settings_set(&reading->settings, STR("open"), STR("maybe"), NULL));
    assert_false(settings_set(&reading->settings, STR("open"), STR("truetruetrue"), NULL));
}

static void sizes_have_units(void **state)
{
    struct reading *reading = *state;
    static const struct {
        const char *text;
        uint64_t size;
    } GOOD[] = {{"0", 0},           {"17", 17},           {"1k", 1024},  {"512M", 512u << 20},
                {"2G", 2ull << 30}, {"2GiB", 2ull << 30}, {"3kb", 3072}, {"1T", 1ull << 40},
                {"7B", 7}};
    static const char *const BAD[] = {"", "M", "-1", "1.5G", "1 G", "9999999999T", "1X", "1MM"};
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        assert_true(
            settings_set(&reading->settings, STR("max_memory"), str_from_c(GOOD[i].text), NULL));
        assert_true(reading->settings.max_memory == GOOD[i].size);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (settings_set(&reading->settings, STR("max_memory"), str_from_c(BAD[i]), NULL))
            fail_msg("\"%s\" counts as a size", BAD[i]);
}

static void a_refused_value_says_what_is_taken(void **state)
{
    struct reading *reading = *state;
    struct settings before = reading->settings;
    assert_false(settings_set(&reading->settings, STR("nodefraction"), STR("2"), &reading->error));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
    assert_non_null(strstr(reading->error.text, "--nodefraction"));
    assert_non_null(strstr(reading->error.text, "0 to 1"));
    assert_non_null(strstr(reading->error.text, "\"2\""));
    assert_true(reading->settings.nodefraction == before.nodefraction);
    assert_false(settings_set(&reading->settings, STR("sort"), STR("flat|cum"), &reading->error));
    assert_non_null(strstr(reading->error.text, "flat|cum"));
    assert_false(settings_set(&reading->settings, STR("sort"), STR(""), &reading->error));
    assert_false(settings_set(&reading->settings, STR("nodefractoin"), STR("0"), &reading->error));
    assert_int_equal(reading->error.kind, ERROR_USAGE);
    assert_non_null(strstr(reading->error.text, "--nodefraction?"));
    assert_false(settings_set(&reading->settings, STR("\x1b[31m"), STR("0"), &reading->error));
    assert_null(strchr(reading->error.text, 0x1b));
}

static void text_values_are_copied(void **state)
{
    struct reading *reading = *state;
    char text[] = "one";
    assert_true(settings_set(&reading->settings, STR("title"), str_from_c(text), NULL));
    text[0] = 'X';
    assert_str(reading->settings.title, "one");
}

/* ---------------------------------------------------------------- there and back */

static struct str random_text(uint64_t *random, struct arena *arena)
{
    size_t size = unit_random(random) % 20;
    char *at = arena_alloc(arena, size + 1, 1);
    for (size_t i = 0; i < size; i++)
        at[i] = (char)unit_random(random);
    return (struct str){at, size};
}

static struct str random_number(const struct option *option, uint64_t *random, struct arena *arena)
{
    double least = 0, most = 0;
    char *at = arena_alloc(arena, 64, 1);
    size_t to = str_find_str(option->domain, STR(" to "));
    number_parse_real(str_slice(option->domain, 0, to), &least);
    number_parse_real(str_skip(option->domain, to + 4), &most);
    double share = (double)(unit_random(random) >> 11) / 9007199254740992.0;
    double value = least + (most - least) * share;
    if (option->type == OPTION_COUNT)
        snprintf(at, 64, "%lld", (long long)value);
    else
        snprintf(at, 64, "%.*g", (int)(unit_random(random) % 20) + 1, value);
    /* Few digits may round it out of the domain. */
    if (!number_parse_real(str_from_c(at), &value) || value < least || value > most)
        return str_slice(option->domain, 0, to);
    return str_from_c(at);
}

static struct str random_value(const struct option *option, uint64_t *random, struct arena *arena)
{
    struct str words = option->domain;
    char *at;
    switch (option->type) {
    case OPTION_COUNT:
    case OPTION_REAL:
        return random_number(option, random, arena);
    case OPTION_SWITCH:
        return unit_random(random) & 1 ? STR("yes") : STR("0");
    case OPTION_CHOICE:
        while (unit_random(random) % 3 && str_find(words, '|') != STR_NONE)
            words = str_skip(words, str_find(words, '|') + 1);
        return str_slice(words, 0, str_find(words, '|'));
    case OPTION_SIZE:
        at = arena_alloc(arena, 64, 1);
        snprintf(at, 64, "%llu%c", (unsigned long long)(unit_random(random) >> 34),
                 "kMG"[unit_random(random) % 3]);
        return str_from_c(at);
    case OPTION_DURATION:
        at = arena_alloc(arena, 64, 1);
        snprintf(at, 64, "%u.%03u%c", (unsigned)(unit_random(random) >> 50),
                 (unsigned)(unit_random(random) % 1000), "smhd"[unit_random(random) % 4]);
        return str_from_c(at);
    default:
        return random_text(random, arena);
    }
}

static struct str printed(const struct settings *settings, const struct option *option, size_t i,
                          struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    settings_print_value(settings, option, i, &sink);
    assert_true(sink_close(&sink, NULL));
    return sink_str(&sink);
}

static bool same_texts(const struct texts *a, const struct texts *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = str_equal(a->at[i], b->at[i]);
    return same;
}

static void expect_back(const struct settings *settings, struct arena *arena)
{
    struct settings back;
    size_t rows;
    const struct option *options = option_rows(&rows);
    settings_init(&back, arena);
    for (size_t i = 0; i < rows; i++) {
        struct error error = {0};
        struct str text = STR("");
        for (size_t value = 0; value < settings_value_count(settings, &options[i]); value++) {
            text = printed(settings, &options[i], value, arena);
            if (!settings_set(&back, options[i].name, text, &error))
                fail_msg("%s", error.text);
        }
        const char *a = (const char *)settings + options[i].field;
        const char *b = (const char *)&back + options[i].field;
        bool same = options[i].type == OPTION_TEXT
                        ? str_equal(*(const struct str *)a, *(const struct str *)b)
                    : option_is_list(&options[i])
                        ? same_texts((const struct texts *)a, (const struct texts *)b)
                    : options[i].type == OPTION_SWITCH ? *a == *b
                    : options[i].type == OPTION_CHOICE ? *(const int *)a == *(const int *)b
                                                       : memcmp(a, b, 8) == 0;
        if (!same)
            fail_msg("--%.*s=%.*s comes back as another value", STR_ARG(options[i].name),
                     STR_ARG(text));
        assert_true(settings_is_default(settings, &options[i]) ==
                    settings_is_default(&back, &options[i]));
    }
}

static void parsing_what_was_printed_gives_the_same_settings(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    uint64_t random = 20261121;
    for (int round = 0; round < 3000; round++) {
        struct arena scratch = arena;
        struct settings settings;
        size_t rows;
        const struct option *options = option_rows(&rows);
        settings_init(&settings, &scratch);
        for (size_t i = 0; i < rows; i++) {
            struct error error = {0};
            if (unit_random(&random) % 3 == 0)
                continue;
            struct str value = random_value(&options[i], &random, &scratch);
            if (option_is_list(&options[i]) && !value.size)
                continue;
            if (!settings_set(&settings, options[i].name, value, &error))
                fail_msg("%s", error.text);
        }
        expect_back(&settings, &scratch);
    }
    arena_fini(&store);
}

static void only_what_differs_from_the_default_is_printed(void **state)
{
    struct reading *reading = *state;
    struct sink sink;
    sink_init_buffer(&sink, &reading->arena, UINT64_MAX);
    settings_print(&reading->settings, FOR_ALL, &sink);
    assert_str(sink_str(&sink), "");
    assert_true(settings_set(&reading->settings, STR("sort"), STR("cum"), NULL));
    assert_true(settings_set(&reading->settings, STR("n"), STR("20"), NULL));
    assert_true(settings_set(&reading->settings, STR("output"), STR("x.svg"), NULL));
    assert_true(settings_set(&reading->settings, STR("nodefraction"), STR("5e-3"), NULL));
    settings_print(&reading->settings, FOR_ALL, &sink);
    assert_str(sink_str(&sink), " --sort=cum --nodecount=20");
    sink_init_buffer(&sink, &reading->arena, UINT64_MAX);
    settings_print(&reading->settings, FOR_FLAME, &sink);
    assert_str(sink_str(&sink), "");
}

static void folders_are_not_printed(void **state)
{
    struct reading *reading = *state;
    struct sink sink;
    sink_init_buffer(&sink, &reading->arena, UINT64_MAX);
    assert_true(settings_set(&reading->settings, STR("base"), STR("/home/me/old.pb.gz"), NULL));
    assert_true(settings_set(&reading->settings, STR("trim_path"), STR("/a/b:/c/d/"), NULL));
    assert_true(settings_set(&reading->settings, STR("source_path"), STR("src"), NULL));
    settings_print(&reading->settings, FOR_ALL, &sink);
    assert_str(sink_str(&sink), " --base=old.pb.gz --trim_path=b:d --source_path=src");
}

int settings_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_unique_and_plain),
        READING_TEST(words_stand_for_options_and_values_they_take),
        READING_TEST(defaults_are_values_that_the_option_takes),
        READING_TEST(an_empty_rule_is_a_slip_and_an_empty_source_is_none),
        cmocka_unit_test(domains_are_what_their_type_wants),
        cmocka_unit_test(help_is_a_short_line),
        cmocka_unit_test(every_option_is_looked_at_by_a_view_or_command),
        READING_TEST(a_shorthand_may_set_two_options),
        READING_TEST(two_shorthands_for_one_choice_are_refused),
        cmocka_unit_test(dashes_and_underscores_are_one_letter),
        READING_TEST(switches_take_several_words),
        READING_TEST(sizes_have_units),
        READING_TEST(a_refused_value_says_what_is_taken),
        READING_TEST(text_values_are_copied),
        cmocka_unit_test(parsing_what_was_printed_gives_the_same_settings),
        READING_TEST(only_what_differs_from_the_default_is_printed),
        READING_TEST(folders_are_not_printed),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
