/* The writer: its bytes, and what our reader makes of them. */
#include "renderers/proto_writer.h"
#include "base/gzip.h"
#include "base/sink.h"
#include "profile/builder.h"
#include "unit/memory.h"
#include "unit/same.h"
#include "unit/unit.h"

int proto_writer_tests(void);

struct test {
    struct arena_store store;
    struct arena arena;
    struct builder builder;
    struct budget budget;
    struct error error;
};

static int start(void **state)
{
    static struct test test;
    test = (struct test){.error = {.kind = ERROR_NONE}};
    test.arena = arena_init(&test.store, SIZE_MAX / 2);
    builder_init(&test.builder, &test.arena);
    *state = &test;
    return 0;
}

static int stop(void **state)
{
    struct test *test = *state;
    arena_fini(&test->store);
    return 0;
}

static string_id string(struct test *test, const char *text)
{
    return builder_string(&test->builder, str_from_c(text));
}

static void add_type(struct test *test, const char *type, const char *unit)
{
    struct value_type value_type = {string(test, type), string(test, unit)};
    array_push(&test->arena, &test->builder.types, value_type);
}

static void add_location(struct test *test, uint64_t id, uint32_t mapping)
{
    struct location location = {.id = id, .mapping = mapping};
    array_push(&test->arena, &test->builder.locations, location);
}

static uint32_t add_label(struct test *test, struct label label)
{
    array_push(&test->arena, &test->builder.labels, label);
    return (uint32_t)test->builder.labels.count - 1;
}

static uint32_t text_label(struct test *test, const char *key, const char *text)
{
    return add_label(test, (struct label){.key = string(test, key), .text = string(test, text)});
}

static uint32_t number_label(struct test *test, const char *key, int64_t number, const char *unit)
{
    return add_label(test, (struct label){.key = string(test, key),
                                          .number = number,
                                          .unit = string(test, unit),
                                          .is_number = true});
}

/* A sample of the first `depth` locations. */
static void add_sample(struct test *test, uint32_t depth, const int64_t *values,
                       const uint32_t *labels, size_t label_count)
{
    struct builder *builder = &test->builder;
    for (uint32_t i = 0; i < depth; i++)
        array_push(&test->arena, &builder->stack_frames, i);
    array_push(&test->arena, &builder->sample_stacks, builder_stack_end(builder));
    array_push(&test->arena, &builder->sample_labels,
               builder_label_set(builder, labels, label_count,
                                 hash_bytes(labels, label_count * sizeof *labels)));
    for (size_t i = 0; i < builder->types.count; i++)
        array_push(&test->arena, &builder->values, values[i]);
}

static struct str written(struct test *test, const struct profile *profile, double ratio)
{
    struct sink sink;
    sink_init_buffer(&sink, &test->arena, UINT64_MAX);
    assert_true(proto_write(profile, ratio, &sink, &test->budget, &test->arena, &test->error));
    return sink_str(&sink);
}

static const struct profile *again(struct test *test, struct str bytes)
{
    const struct profile *profile = memory_profile(bytes, &test->arena, &test->error);
    if (!profile)
        fail_msg("%s", test->error.text);
    return profile;
}

#define assert_bytes(bytes, expected)                                                              \
    do {                                                                                           \
        struct str found_ = (bytes);                                                               \
        assert_int_equal(found_.size, sizeof(expected) - 1);                                       \
        assert_memory_equal(found_.at, expected, found_.size);                                     \
    } while (0)

static void an_empty_profile_has_a_string_and_a_default_type(void **state)
{
    struct test *test = *state;
    assert_bytes(written(test, builder_finish(&test->builder), 1), "\x32\0\x70\0");
}

static void every_field_has_its_bytes(void **state)
{
    struct test *test = *state;
    struct builder *builder = &test->builder;
    struct profile *head = &builder->profile;
    add_type(test, "cpu", "ns");
    struct mapping mapping = {.id = 1,
                              .start = 2,
                              .limit = 300,
                              .offset = 4,
                              .file = string(test, "m"),
                              .build_id = string(test, "b"),
                              .has_functions = true,
                              .has_inlines = true};
    array_push(&test->arena, &builder->mappings, mapping);
    struct function function = {.id = 7,
                                .name = string(test, "f"),
                                .system_name = string(test, "f"),
                                .file = string(test, "m"),
                                .start_line = -1};
    array_push(&test->arena, &builder->functions, function);
    struct line line = {.function = 0, .line = 9, .column = 8};
    array_push(&test->arena, &builder->lines, line);
    struct location location = {
        .id = 5, .address = 128, .mapping = 0, .line_count = 1, .is_folded = true};
    array_push(&test->arena, &builder->locations, location);
    uint32_t labels[] = {number_label(test, "k", 3, "u"), text_label(test, "k", "v")};
    add_sample(test, 1, &(int64_t){10}, labels, 2);
    head->drop_frames = string(test, "d");
    head->keep_frames = string(test, "e");
    head->time_ns = 1;
    head->duration_ns = 2;
    head->period_type = (struct value_type){string(test, "cpu"), 0};
    head->period = 3;
    array_push(&test->arena, &builder->comments, string(test, "c"));
    head->default_type = string(test, "cpu");
    head->doc_url = string(test, "u");
    assert_bytes(
        written(test, builder_finish(builder), 1),
        "\x0a\x04\x08\x01\x10\x02"
        "\x12\x12\x08\x05\x10\x0a\x1a\x04\x08\x03\x10\x04\x1a\x06\x08\x03\x18\x03\x20\x05"
        "\x1a\x11\x08\x01\x10\x02\x18\xac\x02\x20\x04\x28\x06\x30\x07\x38\x01\x50\x01"
        "\x22\x11\x08\x05\x10\x01\x18\x80\x01\x22\x06\x08\x07\x10\x09\x18\x08\x28\x01"
        "\x2a\x13\x08\x07\x10\x08\x18\x08\x20\x06\x28"
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
        "\x32\0\x32\x03"
        "cpu\x32\x02ns\x32\x01k\x32\x01v\x32\x01u\x32\x01m\x32\x01"
        "b\x32\x01"
        "f\x32\x01"
        "d\x32\x01"
        "e\x32\x01"
        "c"
        "\x38\x09\x40\x0a\x48\x01\x50\x02\x5a\x02\x08\x01\x60\x03\x68\x0b\x70\x01\x78\x05");
}

static void lists_of_three_are_packed(void **state)
{
    struct test *test = *state;
    for (int i = 0; i < 3; i++) {
        add_type(test, "", "");
        add_location(test, (uint64_t)i + 1, ID_NONE);
        array_push(&test->arena, &test->builder.comments, 0);
    }
    add_sample(test, 3, (int64_t[]){1, 0, 300}, NULL, 0);
    add_sample(test, 2, (int64_t[]){0, 0, 0}, NULL, 0);
    add_sample(test, 0, (int64_t[]){0, 0, 0}, NULL, 0);
    assert_bytes(written(test, builder_finish(&test->builder), 1),
                 "\x0a\0\x0a\0\x0a\0"
                 "\x12\x0b\x0a\x03\1\2\3\x12\x04\1\0\xac\2"
                 "\x12\x09\x08\1\x08\2\x12\x03\0\0\0"
                 "\x12\x05\x12\x03\0\0\0"
                 "\x22\2\x08\1\x22\2\x08\2\x22\2\x08\3"
                 "\x32\0\x6a\3\0\0\0\x70\0");
}

static void labels_are_sorted_and_a_key_keeps_its_order(void **state)
{
    struct test *test = *state;
    add_type(test, "n", "count");
    uint32_t labels[] = {number_label(test, "a", 1, ""),   text_label(test, "z", "2"),
                         text_label(test, "b", "z"),       number_label(test, "A", 5, "bytes"),
                         text_label(test, "b", "a"),       number_label(test, "a", -1, "u"),
                         text_label(test, "\xc3\xa4", "x")};
    add_sample(test, 0, &(int64_t){1}, labels, 7);
    const struct profile *read = again(test, written(test, builder_finish(&test->builder), 1));
    static const char *const KEYS[] = {"b", "b", "z", "\xc3\xa4", "A", "a", "a"};
    static const char *const TEXTS[] = {"z", "a", "2", "x", "bytes", "", "u"};
    assert_int_equal(read->label_starts[read->sample_labels[0] + 1], 7);
    for (size_t i = 0; i < 7; i++) {
        const struct label *label = profile_label(read, i);
        assert_str(profile_string(read, label->key), KEYS[i]);
        assert_str(profile_string(read, label->is_number ? label->unit : label->text), TEXTS[i]);
        assert_int_equal(label->is_number, i > 3);
    }
    assert_int_equal(profile_label(read, 6)->number, -1);
}

static void a_ratio_scales_and_cuts(void **state)
{
    struct test *test = *state;
    add_type(test, "a", "");
    add_type(test, "b", "");
    add_sample(test, 0, (int64_t[]){7, -7}, NULL, 0);
    const struct profile *profile = builder_finish(&test->builder);
    static const struct {
        double ratio;
        int64_t first, second;
    } CASES[] = {{1, 7, -7}, {0.5, 3, -3}, {3, 21, -21}, {0, 7, -7}, {-1, 7, -7}, {1e-9, 0, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const struct profile *read = again(test, written(test, profile, CASES[i].ratio));
        assert_int_equal(read->values[0], CASES[i].first);
        assert_int_equal(read->values[1], CASES[i].second);
    }
}

static void a_large_profile_comes_back(void **state)
{
    struct test *test = *state;
    uint64_t random = 3;
    add_type(test, "a", "");
    for (uint64_t i = 0; i < 1000; i++)
        add_location(test, i * i * i * i * i + 1, ID_NONE);
    for (int i = 0; i < 2000; i++) {
        uint32_t label = number_label(test, "n", (int64_t)unit_random(&random), "");
        int64_t value = (int64_t)unit_random(&random);
        add_sample(test, (uint32_t)(unit_random(&random) % 1000), &value, &label, 1);
    }
    const struct profile *profile = builder_finish(&test->builder);
    const char *difference = same_difference(profile, again(test, written(test, profile, 1)));
    if (difference)
        fail_msg("%s", difference);
}

static void the_compressed_file_holds_the_same(void **state)
{
    struct test *test = *state;
    struct sink sink;
    add_type(test, "a", "b");
    add_sample(test, 0, &(int64_t){1}, NULL, 0);
    const struct profile *profile = builder_finish(&test->builder);
    sink_init_buffer(&sink, &test->arena, UINT64_MAX);
    assert_true(proto_write_gzip(profile, 1, &sink, &test->budget, &test->arena, &test->error));
    struct str plain = memory_inflated(sink_str(&sink), &test->arena);
    assert_true(str_equal(plain, written(test, profile, 1)));
    assert_non_null(memory_load(sink_str(&sink), &test->arena, &test->error));
}

static void the_budget_stops_it(void **state)
{
    struct test *test = *state;
    struct sink sink;
    add_type(test, "a", "b");
    for (int i = 0; i < 10000; i++)
        add_sample(test, 0, &(int64_t){1}, NULL, 0);
    const struct profile *profile = builder_finish(&test->builder);
    sink_init_buffer(&sink, &test->arena, UINT64_MAX);
    test->budget.limit = 5000;
    assert_false(proto_write_gzip(profile, 1, &sink, &test->budget, &test->arena, &test->error));
    assert_int_equal(test->error.kind, ERROR_LIMIT);
}

int proto_writer_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_profile_has_a_string_and_a_default_type, start,
                                        stop),
        cmocka_unit_test_setup_teardown(every_field_has_its_bytes, start, stop),
        cmocka_unit_test_setup_teardown(lists_of_three_are_packed, start, stop),
        cmocka_unit_test_setup_teardown(labels_are_sorted_and_a_key_keeps_its_order, start, stop),
        cmocka_unit_test_setup_teardown(a_ratio_scales_and_cuts, start, stop),
        cmocka_unit_test_setup_teardown(a_large_profile_comes_back, start, stop),
        cmocka_unit_test_setup_teardown(the_compressed_file_holds_the_same, start, stop),
        cmocka_unit_test_setup_teardown(the_budget_stops_it, start, stop),
    };
    return cmocka_run_group_tests_name("proto_writer", tests, NULL, NULL);
}
