/* tagfocus, tagignore, tagshow, taghide, tagroot, tagleaf, and the units of labels. */
#include "select/tag_filter.h"
#include "options/settings.h"
#include "select/selection.h"
#include "select/tag_expression.h"
#include "unit/unit.h"
#include "unit/work.h"

int tag_filter_tests(void);

static void add(struct work *work, const char *path, const char *labels)
{
    int64_t value = 1;
    proto_path(&work->proto, path, 1, &value, labels);
}

static void start(struct work *work)
{
    add(work, "main;a", "user=ann,size==32kb");
    add(work, "main;b", "user=bob,size==2048kb,zone=x");
    add(work, "main;c", NULL);
    add(work, "main;d", "user=dan,user=ann");
    add(work, "main;e", "bytes==4096");
}

/* Which of the samples a to e are left. */
static void expect(struct work *work, const char *option, const char *value, const char *left)
{
    char found[8] = {0};
    if (!work->profile)
        start(work);
    settings_init(&work->settings, &work->arena);
    assert_true(settings_set(&work->settings, str_from_c(option), str_from_c(value), NULL));
    work_select(work);
    for (size_t i = 0, n = 0; i < work->selection->profile->stack_count; i++) {
        struct str path = work_path(work, i);
        if (!str_equal(path, STR("(gone)")))
            found[n++] = path.at[path.size - 1];
    }
    if (strcmp(found, left))
        fail_msg("%s=%s leaves %s, not %s", option, value, found, left);
}

static void expressions_choose_samples(void **state)
{
    static const char *const CASES[][2] = {
        {"ann", "ad"},       {"user:ann", "ad"}, {"user=ann", "ad"}, {"user=^a", "ad"},
        {"user=x,bob", "b"}, {"bob,zone", "b"},  {"ann,dan", "d"},   {"zone=", "b"},
        {"size=32kb", "a"},  {"size=:1mb", "a"}, {"size=1mb:", "b"}, {"size=1kb:1gb", "ab"},
        {"32kb", "a"},       {"4096b", "e"},     {"4kb:", "abe"},    {"+4kb", "e"},
        {"bytes=4096", ""},  {"size=1s:", ""},   {"user=1kb:", ""},  {"1kb-2kb", ""},
        {"nothing", ""},     {"=ann", "ad"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        expect(*state, "tagfocus", CASES[i][0], CASES[i][1]);
    expect(*state, "tagignore", "user=ann", "bce");
    expect(*state, "tagignore", "1kb:", "cd");
}

static void ranges_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t number;
        const char *unit;
        bool is_range, has;
    } CASES[] = {
        {"5", 5, "", true, true},           {"5", 5, "bytes", true, false},
        {"-3:", -3, "count", true, true},   {"-3:", -4, "", true, false},
        {"1kb:2mb", 1024, "b", true, true}, {"1kb:2mb", 1023, "b", true, false},
        {"1kb:2s", 1, "kb", false, false},  {"1kb:2", 2, "kb", true, true},
        {"a5", 0, "", false, false},        {"5a5", 0, "", false, false},
        {":5", 5, "", true, true},          {"::5", 0, "", false, false},
        {"", 0, "", false, false},          {"1ms:", 1000, "us", true, true},
        {"5:6:", 0, "", false, false},      {"-", 0, "", false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tag_range range;
        struct error error = {.kind = ERROR_NONE};
        bool is_range = tag_range_read(str_from_c(CASES[i].text), &range, &error);
        if (is_range != CASES[i].is_range)
            fail_msg("%s is %s range", CASES[i].text, is_range ? "a" : "no");
        if (is_range &&
            tag_range_has(&range, CASES[i].number, str_from_c(CASES[i].unit)) != CASES[i].has)
            fail_msg("%s, %lld %s", CASES[i].text, (long long)CASES[i].number, CASES[i].unit);
        assert_int_equal(error.kind, ERROR_NONE);
    }
}

static void a_number_beyond_64_bits_is_refused(void **state)
{
    struct tag_range range;
    struct error error = {.kind = ERROR_NONE};
    (void)state;
    assert_false(tag_range_read(STR("9223372036854775808:"), &range, &error));
    assert_int_equal(error.kind, ERROR_USAGE);
    error.kind = ERROR_NONE;
    assert_false(tag_range_read(STR("1:99999999999999999999"), &range, &error));
    assert_int_equal(error.kind, ERROR_USAGE);
}

static void taken_for_a_range_is_said(void **state)
{
    struct work *work = *state;
    expect(work, "tagfocus", "size=32kb", "a");
    assert_str(work->selection->messages, "tagfocus:Interpreted '32kb' as range, not regexp\n");
    expect(work, "tagignore", "nothing", "abcde");
    assert_str(work->selection->messages, "TagIgnore expression matched no samples\n");
}

static size_t labels_of(const struct work *work, size_t sample)
{
    const struct profile *profile = work->selection->profile;
    uint32_t set = profile->sample_labels[sample];
    return profile->label_starts[set + 1] - profile->label_starts[set];
}

static void keys_are_shown_or_hidden(void **state)
{
    struct work *work = *state;
    expect(work, "tagshow", "^user$", "abcde");
    assert_int_equal(labels_of(work, 1), 1);
    assert_int_equal(labels_of(work, 4), 0);
    expect(work, "taghide", "user|bytes", "abcde");
    assert_int_equal(labels_of(work, 1), 2);
    assert_int_equal(labels_of(work, 3), 0);
    expect(work, "taghide", "nothing", "abcde");
    assert_str(work->selection->messages, "TagHide expression matched no samples\n");
}

static void labels_become_frames(void **state)
{
    struct work *work = *state;
    start(work);
    settings_set(&work->settings, STR("tagroot"), STR("user,size"), NULL);
    settings_set(&work->settings, STR("tagleaf"), STR("bytes"), NULL);
    work_select(work);
    assert_str(work_path(work, 0), "ann;32kB;main;a;<unknown>");
    assert_str(work_path(work, 3), "dan,ann;<unknown>;main;d;<unknown>");
    assert_str(work_path(work, 4), "<unknown>;<unknown>;main;e;4096");
    struct frames_options options = {.granularity = GRANULARITY_FILEFUNCTIONS};
    work->frames = frames_new(work->selection->profile, &options, &work->arena);
    assert_str(work_path(work, 0), "ann user;32kB size;main;a;bytes");
}

static void a_stack_under_two_labels_becomes_two(void **state)
{
    struct work *work = *state;
    add(work, "main", "user=ann");
    add(work, "main", "user=bob");
    add(work, "main", "user=ann,zone=x");
    settings_set(&work->settings, STR("tagroot"), STR("user"), NULL);
    work_select(work);
    assert_int_equal(work->selection->profile->stack_count, 2);
    assert_int_equal(work->selection->weights[0], 2);
    assert_str(work_path(work, 1), "bob;main");
}

static void the_first_unit_of_a_key_is_used(void **state)
{
    struct work *work = *state;
    add(work, "main", "size==1,request==5");
    add(work, "main", "size==1kb,plain==3");
    add(work, "main", "size==1ms,size==1s");
    work_select(work);
    assert_str(work->selection->messages,
               "For tag size used unit kb, also encountered unit(s) ms, s\n");
    for (uint32_t i = 0; i < work->profile->string_count; i++) {
        struct str key = profile_string(work->profile, i), unit = work->selection->label_units[i];
        assert_str(unit, str_equal(key, STR("size"))      ? "kb"
                         : str_equal(key, STR("request")) ? "bytes"
                         : str_equal(key, STR("plain"))   ? "plain"
                                                          : "");
    }
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int tag_filter_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(expressions_choose_samples),
        cmocka_unit_test(ranges_are_read),
        cmocka_unit_test(a_number_beyond_64_bits_is_refused),
        WORK_TEST(taken_for_a_range_is_said),
        WORK_TEST(keys_are_shown_or_hidden),
        WORK_TEST(labels_become_frames),
        WORK_TEST(a_stack_under_two_labels_becomes_two),
        WORK_TEST(the_first_unit_of_a_key_is_used),
    };
    return cmocka_run_group_tests_name("tag filter", tests, NULL, NULL);
}
