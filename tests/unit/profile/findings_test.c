/* Each finding, from a profile that has nothing to remark but it. */
#include "profile/findings.h"
#include "base/hash.h"
#include "base/sink.h"
#include "input/goroutine_dump.h"
#include "profile/builder.h"
#include "unit/unit.h"

int findings_tests(void);

#define SECOND 1000000000LL

struct made {
    struct arena_store store;
    struct arena arena;
    struct builder builder;
    struct budget budget;
    struct error error;
    struct finding_question question;
    const struct findings *found;
};

static string_id text(struct made *made, const char *name)
{
    return builder_string(&made->builder, str_from_c(name));
}

static void add_type(struct made *made, const char *type, const char *unit)
{
    struct value_type pair = {text(made, type), text(made, unit)};
    array_push(&made->arena, &made->builder.types, pair);
}

/* A location of one function; no function where `name` is NULL. */
static uint32_t add_place(struct made *made, const char *name, const char *file, int64_t line)
{
    struct builder *builder = &made->builder;
    struct location location = {.id = builder->locations.count + 1,
                                .mapping = ID_NONE,
                                .line_first = (uint32_t)builder->lines.count,
                                .line_count = name != NULL};
    if (name) {
        struct function function = {.name = text(made, name), .file = text(made, file)};
        struct line place = {.function = (uint32_t)builder->functions.count, .line = line};
        array_push(&made->arena, &builder->functions, function);
        array_push(&made->arena, &builder->lines, place);
    }
    array_push(&made->arena, &builder->locations, location);
    return (uint32_t)builder->locations.count - 1;
}

/* A stack with `leaf` on top of `depth` - 1 times location 0. */
static uint32_t add_stack(struct made *made, uint32_t leaf, size_t depth)
{
    struct builder *builder = &made->builder;
    for (size_t i = 0; i < depth; i++)
        array_push(&made->arena, &builder->stack_frames, i ? 0 : leaf);
    return builder_stack_end(builder);
}

static void add_sample(struct made *made, uint32_t stack, int64_t first, int64_t second)
{
    struct builder *builder = &made->builder;
    array_push(&made->arena, &builder->sample_stacks, stack);
    array_push(&made->arena, &builder->sample_labels, 0);
    array_push(&made->arena, &builder->values, first);
    array_push(&made->arena, &builder->values, second);
}

static void add_number(struct made *made, const char *key, int64_t number, const char *unit)
{
    struct label label = {
        .key = text(made, key), .number = number, .unit = text(made, unit), .is_number = true};
    array_push(&made->arena, &made->builder.labels, label);
}

/* 300 samples in main, 3 s of cpu. */
static struct made *healthy(void **state)
{
    struct made *made = *state;
    struct profile *profile = &made->builder.profile;
    add_type(made, "samples", "count");
    add_type(made, "cpu", "nanoseconds");
    profile->period_type = (struct value_type){text(made, "cpu"), text(made, "nanoseconds")};
    profile->period = SECOND / 100;
    profile->duration_ns = 10 * SECOND;
    profile->time_ns = 1700000000 * SECOND;
    made->question = (struct finding_question){.type_index = 1, .now_ns = 1800000000 * SECOND};
    add_sample(made, add_stack(made, add_place(made, "main", "main.go", 3), 1), 300, 3 * SECOND);
    return made;
}

static void look(struct made *made)
{
    made->found = findings_find(builder_finish(&made->builder), &made->question, &made->arena,
                                &made->budget, &made->error);
    assert_non_null(made->found);
}

/* The one thing that is found. */
static const struct finding *only(struct made *made, enum finding_kind kind, uint64_t cases)
{
    look(made);
    for (size_t i = 0; i < made->found->count; i++)
        if (made->found->at[i].kind != kind)
            fail_msg("also found: %s", finding_text(made->found->at[i].kind)->title);
    assert_int_equal(made->found->count, 1);
    assert_int_equal(made->found->at[0].cases, cases);
    return &made->found->at[0];
}

static int start(void **state)
{
    static struct made made;
    memset(&made, 0, sizeof made);
    made.arena = arena_init(&made.store, SIZE_MAX);
    builder_init(&made.builder, &made.arena);
    *state = &made;
    return 0;
}

static int stop(void **state)
{
    struct made *made = *state;
    arena_fini(&made->store);
    return 0;
}

/* ---------------------------------------------------------------- */

static void nothing_in_a_good_profile(void **state)
{
    struct made *made = healthy(state);
    look(made);
    assert_int_equal(made->found->count, 0);
    assert_int_equal(made->found->total, 3 * SECOND);
}

static void no_samples(void **state)
{
    struct made *made = healthy(state);
    made->builder.sample_stacks.count = 0;
    made->builder.sample_labels.count = 0;
    made->builder.values.count = 0;
    only(made, FINDING_NO_SAMPLES, 1);
}

static void cut_stacks(void **state)
{
    struct made *made = healthy(state);
    for (int i = 0; i < 3; i++)
        add_sample(made, add_stack(made, add_place(made, "leaf", "a.go", i + 1), 64), 100, SECOND);
    const struct finding *finding = only(made, FINDING_CUT_STACKS, 3);
    assert_str(finding->detail, "64 frames");
    assert_int_equal(finding->weight, 3 * SECOND);
    assert_int_equal(made->found->total, 6 * SECOND);
}

static void two_deep_stacks_may_be_an_accident(void **state)
{
    struct made *made = healthy(state);
    for (int i = 0; i < 2; i++)
        add_sample(made, add_stack(made, add_place(made, "leaf", "a.go", i + 1), 64), 100, SECOND);
    look(made);
    assert_int_equal(made->found->count, 0);
}

static void deeper_stacks_show_that_none_is_cut(void **state)
{
    struct made *made = healthy(state);
    for (size_t i = 0; i < 4; i++)
        add_sample(made,
                   add_stack(made, add_place(made, "leaf", "a.go", (int64_t)i + 1), 64 + i / 3),
                   100, SECOND);
    look(made);
    assert_int_equal(made->found->count, 0);
}

static void empty_stacks(void **state)
{
    struct made *made = healthy(state);
    uint32_t stack = add_stack(made, 0, 0);
    add_sample(made, stack, 1, SECOND);
    add_sample(made, stack, 1, SECOND);
    assert_int_equal(only(made, FINDING_EMPTY_STACKS, 2)->weight, 2 * SECOND);
}

static void code_without_names(void **state)
{
    struct made *made = healthy(state);
    struct mapping mapping = {.file = text(made, "/usr/lib/libc.so.6"),
                              .build_id = text(made, "b")};
    array_push(&made->arena, &made->builder.mappings, mapping);
    uint32_t bare = add_place(made, NULL, NULL, 0);
    add_place(made, NULL, NULL, 0); /* on no stack */
    made->builder.locations.at[bare].mapping = 0;
    add_sample(made, add_stack(made, bare, 2), 1, SECOND);
    const struct finding *finding = only(made, FINDING_UNSYMBOLIZED, 1);
    assert_str(finding->detail, "libc.so.6");
    assert_int_equal(finding->weight, SECOND);
}

static void binaries_that_nobody_can_tell(void **state)
{
    struct made *made = healthy(state);
    struct mapping mapping = {.file = text(made, "/bin/a\x1b")};
    array_push(&made->arena, &made->builder.mappings, mapping);
    uint32_t bare = add_place(made, NULL, NULL, 0);
    made->builder.locations.at[bare].mapping = 0;
    add_sample(made, add_stack(made, bare, 2), 1, SECOND);
    look(made);
    assert_int_equal(made->found->count, 2);
    assert_int_equal(made->found->at[1].kind, FINDING_NO_BUILD_ID);
    assert_str(made->found->at[1].detail, "a\\x1b");
}

static void unknown_mappings(void **state)
{
    struct made *made = healthy(state);
    notes_add(&made->builder.profile.notes, NOTE_UNKNOWN_MAPPING, 7);
    only(made, FINDING_UNKNOWN_MAPPING, 7);
}

static void functions_without_a_file(void **state)
{
    struct made *made = healthy(state);
    const char *const names[] = {"a", "b", "", "d", "e"};
    for (size_t i = 0; i < 5; i++)
        add_sample(made, add_stack(made, add_place(made, names[i], "", 1), 2), 1, 1);
    assert_str(only(made, FINDING_NO_FILE, 5)->detail, "a, b, (no name) and 2 more");
}

static void code_without_lines(void **state)
{
    struct made *made = healthy(state);
    add_sample(made, add_stack(made, add_place(made, "f", "f.go", 0), 2), 1, 1);
    only(made, FINDING_NO_LINE, 1);
}

static void negative_values(void **state)
{
    struct made *made = healthy(state);
    add_sample(made, 0, 1, -5);
    add_sample(made, 0, 1, -5);
    assert_str(only(made, FINDING_NEGATIVE, 2)->detail, "cpu");
    made->question.is_difference = true;
    look(made);
    assert_int_equal(made->found->count, 0);
}

static void negative_memory(void **state)
{
    struct made *made = healthy(state);
    made->builder.types.at[1] = (struct value_type){text(made, "inuse_space"), text(made, "bytes")};
    add_sample(made, 0, 1, -5);
    assert_str(only(made, FINDING_NEGATIVE_INUSE, 1)->detail, "inuse_space");
}

static void sums_too_large(void **state)
{
    struct made *made = healthy(state);
    add_sample(made, 0, 1, INT64_MAX);
    assert_str(only(made, FINDING_SUM_OVERFLOW, 1)->detail, "cpu");
    assert_int_equal(made->found->total, INT64_MAX);
}

static void the_least_value_has_no_size(void **state)
{
    struct made *made = healthy(state);
    made->question.is_difference = true;
    add_sample(made, 0, 1, INT64_MIN);
    only(made, FINDING_SUM_OVERFLOW, 1);
}

static void types_of_zeros(void **state)
{
    struct made *made = healthy(state);
    made->builder.values.at[1] = 0;
    assert_str(only(made, FINDING_ZERO_TYPES, 1)->detail, "cpu");
}

static void default_types(void **state)
{
    struct made *made = healthy(state);
    made->builder.profile.default_type = text(made, "cpu");
    look(made);
    assert_int_equal(made->found->count, 0);
    made->builder.profile.default_type = text(made, "heap");
    assert_str(only(made, FINDING_DEFAULT_TYPE, 1)->detail, "heap");
}

static void few_samples(void **state)
{
    struct made *made = healthy(state);
    made->builder.values.at[0] = 100;
    look(made);
    assert_int_equal(made->found->count, 0);
    made->builder.values.at[0] = 99;
    only(made, FINDING_FEW_SAMPLES, 99);
}

static void few_samples_by_the_period(void **state)
{
    struct made *made = healthy(state);
    made->builder.types.at[0] = (struct value_type){text(made, "hits"), text(made, "count")};
    made->builder.values.at[1] = SECOND / 2;
    only(made, FINDING_FEW_SAMPLES, 50);
}

static void no_duration(void **state)
{
    struct made *made = healthy(state);
    made->builder.profile.duration_ns = 0;
    only(made, FINDING_NO_DURATION, 1);
}

static void no_period(void **state)
{
    struct made *made = healthy(state);
    made->builder.profile.period = 0;
    only(made, FINDING_NO_PERIOD, 1);
}

static void heaps_need_neither(void **state)
{
    struct made *made = healthy(state);
    made->builder.types.at[0] = (struct value_type){text(made, "alloc_objects"), 0};
    made->builder.types.at[1] = (struct value_type){text(made, "alloc_space"), text(made, "bytes")};
    made->builder.profile.period_type = (struct value_type){text(made, "space"), 0};
    made->builder.profile.period = 0;
    made->builder.profile.duration_ns = 0;
    look(made);
    assert_int_equal(made->found->count, 0);
}

static void times(void **state)
{
    struct made *made = healthy(state);
    made->builder.profile.time_ns = 1800000000 * SECOND + 3600 * SECOND;
    look(made);
    assert_int_equal(made->found->count, 0);
    made->builder.profile.time_ns = 1800000000 * SECOND + 100000 * SECOND;
    only(made, FINDING_TIME, 1);
    made->question.now_ns = 0;
    look(made);
    assert_int_equal(made->found->count, 0);
    made->builder.profile.time_ns = 5 * SECOND;
    assert_str(only(made, FINDING_TIME, 1)->detail, "1970-01-01 00:00:05 UTC");
}

static void labels_of_two_units(void **state)
{
    struct made *made = healthy(state);
    add_number(made, "size", 1, "bytes");
    add_number(made, "size", 2, "");
    look(made);
    assert_int_equal(made->found->count, 0);
    add_number(made, "size", 2, "kilobytes");
    assert_str(only(made, FINDING_LABEL_UNITS, 1)->detail, "size");
}

static void spellings_of_a_unit(void **state)
{
    struct made *made = healthy(state);
    add_number(made, "wait", 1, "ms");
    look(made);
    assert_int_equal(made->found->count, 0);
    add_number(made, "delay", 1, "nanosecond");
    add_number(made, "items", 1, "counts");
    assert_str(only(made, FINDING_UNIT_SPELLINGS, 2)->detail,
               "counts and count, nanosecond and nanoseconds");
}

static void labels_of_many_values(void **state)
{
    struct made *made = healthy(state);
    for (int i = 0; i < 1000; i++)
        add_number(made, "request", i, "");
    look(made);
    assert_int_equal(made->found->count, 0);
    add_number(made, "request", 1000, "");
    assert_str(only(made, FINDING_MANY_VALUES, 1)->detail, "request (1,001 values)");
}

static void expressions(void **state)
{
    struct made *made = healthy(state);
    made->builder.profile.drop_frames = text(made, "runtime\\..*");
    look(made);
    assert_int_equal(made->found->count, 0);
    made->builder.profile.keep_frames = text(made, "a)(b");
    look(made);
    assert_int_equal(made->found->count, 0); /* it stands in parentheses */
    made->builder.profile.keep_frames = text(made, "[");
    const struct finding *finding = only(made, FINDING_DROP_EXPRESSION, 1);
    assert_true(str_starts(finding->detail, STR("error parsing regexp: missing closing ]")));
}

/* What is found in a dump of so many goroutines that wait so. */
static const struct findings *find_in_dump(struct made *made, int count, const char *status,
                                           const char *end)
{
    struct finding_question question = {.type_index = 0};
    struct sink dump;
    sink_init_buffer(&dump, &made->arena, UINT64_MAX);
    for (int i = 1; i <= count; i++)
        sink_print(&dump,
                   "goroutine %d [%s]:\nmain.f()\n\t/a/f.go:7 +0x1\ncreated by main.g\n"
                   "\t/a/g.go:8 +0x1\n\n",
                   i, status);
    sink_text(&dump, str_from_c(end));
    const struct profile *profile =
        goroutine_dump_read(sink_str(&dump), &made->arena, &made->budget, &made->error);
    return findings_find(profile, &question, &made->arena, &made->budget, &made->error);
}

static void goroutines_that_wait(void **state)
{
    struct made *made = *state;
    const struct findings *found = find_in_dump(made, 12, "chan send, 5 minutes", "");
    assert_int_equal(found->count, 1);
    assert_int_equal(found->at[0].kind, FINDING_GOROUTINES_WAIT);
    assert_int_equal(found->at[0].cases, 12);
    assert_int_equal(found->at[0].weight, 12);
    assert_str(found->at[0].detail, "main.f (f.go:7): 12 for 5 minutes");
    assert_int_equal(find_in_dump(made, 9, "chan send, 5 minutes", "")->count, 0);
}

static void ids_of_goroutines_are_wanted(void **state)
{
    assert_int_equal(find_in_dump(*state, 1100, "running", "")->count, 0);
}

static void dumps_that_are_not_whole(void **state)
{
    struct made *made = *state;
    const struct findings *found = find_in_dump(made, 3, "running", "goroutine 4 [run");
    assert_int_equal(found->count, 1);
    assert_int_equal(found->at[0].kind, FINDING_GOROUTINES_CUT);
    found = find_in_dump(made, 3, "running",
                         "goroutine 3 [running]:\n...5 frames elided...\nmain.f()\n"
                         "\t/a/f.go:7 +0x1\ncreated by main.g\n\t/a/g.go:8 +0x1\n");
    assert_int_equal(found->count, 2);
    assert_int_equal(found->at[0].kind, FINDING_GOROUTINE_AGAIN);
    assert_int_equal(found->at[1].kind, FINDING_FRAMES_ELIDED);
}

static void dropped_frames(void **state)
{
    struct made *made = healthy(state);
    notes_add(&made->builder.profile.notes, NOTE_FRAMES_DROPPED, 2);
    only(made, FINDING_FRAMES_DROPPED, 2);
}

static void a_spent_budget_ends_it(void **state)
{
    struct made *made = healthy(state);
    made->budget.limit = 1;
    made->budget.next = 1;
    assert_null(findings_find(builder_finish(&made->builder), &made->question, &made->arena,
                              &made->budget, &made->error));
    assert_int_equal(made->error.kind, ERROR_LIMIT);
}

static void every_text_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < FINDING_COUNT; i++) {
        const struct finding_text *words = finding_text((enum finding_kind)i);
        struct str title = str_from_c(words->title), advice = str_from_c(words->advice);
        assert_true(title.size > 8 && title.size < 72);
        assert_false(str_ends(title, STR(".")));
        assert_true(advice.size > 8 && str_ends(advice, STR(".")));
        assert_int_equal(words->one[0] == 0, words->many[0] == 0);
    }
}

int findings_tests(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(nothing_in_a_good_profile),
        TEST(no_samples),
        TEST(cut_stacks),
        TEST(two_deep_stacks_may_be_an_accident),
        TEST(deeper_stacks_show_that_none_is_cut),
        TEST(empty_stacks),
        TEST(code_without_names),
        TEST(binaries_that_nobody_can_tell),
        TEST(unknown_mappings),
        TEST(functions_without_a_file),
        TEST(code_without_lines),
        TEST(negative_values),
        TEST(negative_memory),
        TEST(sums_too_large),
        TEST(the_least_value_has_no_size),
        TEST(types_of_zeros),
        TEST(default_types),
        TEST(few_samples),
        TEST(few_samples_by_the_period),
        TEST(no_duration),
        TEST(no_period),
        TEST(heaps_need_neither),
        TEST(times),
        TEST(labels_of_two_units),
        TEST(spellings_of_a_unit),
        TEST(labels_of_many_values),
        TEST(expressions),
        TEST(dropped_frames),
        TEST(goroutines_that_wait),
        TEST(ids_of_goroutines_are_wanted),
        TEST(dumps_that_are_not_whole),
        TEST(a_spent_budget_ends_it),
        TEST(every_text_is_whole),
    };
#undef TEST
    return cmocka_run_group_tests_name("findings", tests, NULL, NULL);
}
