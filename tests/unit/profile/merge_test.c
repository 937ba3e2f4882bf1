/* Profiles added up. */
#include "profile/merge.h"
#include "base/arena.h"
#include "profile/profile.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

int merge_tests(void);

struct case_data {
    struct arena_store store;
    struct arena arena;
    struct proto a, b;
};

static int start(void **state)
{
    static struct case_data data;
    data.arena = arena_init(&data.store, SIZE_MAX);
    proto_init(&data.a, &data.arena);
    proto_init(&data.b, &data.arena);
    *state = &data;
    return 0;
}

static int stop(void **state)
{
    struct case_data *data = *state;
    arena_fini(&data->store);
    return 0;
}

static const struct profile *read_end(struct case_data *data, struct proto *proto)
{
    struct error error = {0};
    const struct profile *profile = memory_profile(proto_end(proto), &data->arena, &error);
    if (!profile)
        fail_msg("%s", error.text);
    return profile;
}

static const struct profile *merge_both(struct case_data *data)
{
    struct budget budget = {0};
    struct error error = {0};
    const struct profile *both[] = {read_end(data, &data->a), read_end(data, &data->b)};
    const struct profile *merged = merge(both, 2, &data->arena, &budget, &error);
    assert_non_null(merged);
    return merged;
}

/* The first value of the sample whose leaf has this name; 0 if there is none. */
static int64_t value_of(const struct profile *profile, const char *leaf)
{
    int64_t sum = 0;
    for (size_t i = 0; i < profile->sample_count; i++) {
        size_t start = profile->stack_starts[profile->sample_stacks[i]];
        const struct location *at = &profile->locations[profile->stack_frames[start]];
        const struct line *line = &profile->lines[at->line_first];
        struct str name = profile_string(profile, profile->functions[line->function].name);
        if (str_equal(name, str_from_c(leaf)))
            sum += profile->values[i * profile->type_count];
    }
    return sum;
}

static void values_of_equal_samples_are_added(void **state)
{
    struct case_data *data = *state;
    proto_type(&data->a, "cpu", "ns");
    proto_type(&data->b, "cpu", "ns");
    proto_path(&data->a, "main;f;g", 1, (int64_t[]){3}, NULL);
    proto_path(&data->a, "main;f", 1, (int64_t[]){5}, NULL);
    proto_path(&data->b, "main;f", 1, (int64_t[]){7}, NULL);
    proto_path(&data->b, "main;h", 1, (int64_t[]){11}, NULL);
    const struct profile *merged = merge_both(data);
    /* f has different addresses in the two, so only names are compared here. */
    assert_int_equal(value_of(merged, "g"), 3);
    assert_int_equal(value_of(merged, "f"), 12);
    assert_int_equal(value_of(merged, "h"), 11);
}

static void merging_with_itself_doubles(void **state)
{
    struct case_data *data = *state;
    struct proto *both[] = {&data->a, &data->b};
    for (int i = 0; i < 2; i++) {
        proto_type(both[i], "n", "count");
        proto_type(both[i], "cpu", "ns");
        proto_path(both[i], "main;f;f+g", 2, (int64_t[]){1, 10}, "k=v");
        proto_path(both[i], "main;f", 2, (int64_t[]){2, 20}, NULL);
        proto_path(both[i], "main;f", 2, (int64_t[]){3, 30}, "k=v");
    }
    const struct profile *merged = merge_both(data);
    assert_int_equal(merged->sample_count, 3);
    assert_int_equal(merged->stack_count, 2);
    assert_int_equal(merged->label_set_count, 2);
    assert_int_equal(merged->location_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(merged->values[i * 2], 2 * (i + 1));
        assert_int_equal(merged->values[i * 2 + 1], 20 * (i + 1));
    }
}

static void samples_that_add_up_to_zero_are_left_out(void **state)
{
    struct case_data *data = *state;
    proto_type(&data->a, "cpu", "ns");
    proto_type(&data->b, "cpu", "ns");
    proto_path(&data->a, "main;f", 1, (int64_t[]){5}, NULL);
    proto_path(&data->a, "main;f;zero", 1, (int64_t[]){0}, NULL);
    proto_path(&data->b, "main;f", 1, (int64_t[]){-5}, NULL);
    proto_path(&data->b, "main;g", 1, (int64_t[]){1}, NULL);
    const struct profile *merged = merge_both(data);
    assert_int_equal(merged->sample_count, 1);
    assert_int_equal(value_of(merged, "g"), 1);
    /* What only the dropped samples used is gone too. */
    for (size_t i = 0; i < merged->function_count; i++)
        assert_false(str_equal(profile_string(merged, merged->functions[i].name), STR("f")));
}

static void equal_labels_are_equal_whatever_the_order_of_the_strings(void **state)
{
    struct case_data *data = *state;
    proto_type(&data->a, "cpu", "ns");
    proto_type(&data->b, "cpu", "ns");
    proto_text(&data->a, "one");
    proto_text(&data->a, "two");
    proto_text(&data->b, "two");
    proto_text(&data->b, "one");
    proto_path(&data->a, "main", 1, (int64_t[]){1}, "one=x,two=y");
    proto_path(&data->b, "main", 1, (int64_t[]){1}, "one=x,two=y");
    const struct profile *merged = merge_both(data);
    assert_int_equal(merged->sample_count, 1);
    assert_int_equal(merged->values[0], 2);
}

static void the_first_profiles_first_mapping_stays_first(void **state)
{
    struct case_data *data = *state;
    static const char *const FILES[2][2] = {{"/bin/main", "/lib/unused.so"},
                                            {"/lib/other.so", "/bin/main"}};
    struct proto *both[] = {&data->a, &data->b};
    for (unsigned i = 0; i < 2; i++) {
        proto_type(both[i], "cpu", "ns");
        proto_path(both[i], "main", 1, (int64_t[]){1}, NULL);
        for (unsigned n = 0; n < 2; n++) {
            struct proto mapping = {.arena = &data->arena};
            proto_number(&mapping, 1, n + 1);
            proto_number(&mapping, 2, 0x1000 * (n + 1));
            proto_number(&mapping, 3, 0x2000 * (n + 1));
            proto_number(&mapping, 5, proto_text(both[i], FILES[i][n]));
            proto_message(both[i], 3, &mapping);
        }
    }
    const struct profile *merged = merge_both(data);
    assert_int_equal(merged->mapping_count, 1);
    assert_str(profile_binary(merged), "/bin/main");
}

static void add_header(struct proto *proto, uint64_t time, uint64_t duration, uint64_t period,
                       const char *comment)
{
    proto_type(proto, "cpu", "ns");
    proto_path(proto, "main", 1, (int64_t[]){1}, NULL);
    proto_number(proto, 9, time);
    proto_number(proto, 10, duration);
    proto_number(proto, 12, period);
    proto_number(proto, 13, proto_text(proto, "both"));
    proto_number(proto, 13, proto_text(proto, comment));
}

static void headers_are_merged_field_by_field(void **state)
{
    struct case_data *data = *state;
    add_header(&data->a, 2000, 5, 10, "a");
    add_header(&data->b, 1000, 7, 20, "b");
    proto_number(&data->b, 15, proto_text(&data->b, "https://example.com"));
    const struct profile *merged = merge_both(data);
    assert_int_equal(merged->time_ns, 1000);
    assert_int_equal(merged->duration_ns, 12);
    assert_int_equal(merged->period, 20);
    assert_str(profile_string(merged, merged->doc_url), "https://example.com");
    assert_int_equal(merged->comment_count, 3);
    assert_str(profile_string(merged, merged->comments[0]), "both");
    assert_str(profile_string(merged, merged->comments[1]), "a");
    assert_str(profile_string(merged, merged->comments[2]), "b");
}

static void columns_of_all_lines_make_a_difference(void **state)
{
    struct case_data *data = *state;
    struct proto *both[] = {&data->a, &data->b};
    for (unsigned i = 0; i < 2; i++) {
        struct proto location = {.arena = &data->arena}, line = {.arena = &data->arena};
        proto_type(both[i], "cpu", "ns");
        proto_path(both[i], "main", 1, (int64_t[]){1}, NULL);
        struct proto sample = {.arena = &data->arena};
        proto_number(&sample, 1, 99);
        proto_number(&sample, 2, 4);
        proto_message(both[i], 2, &sample);
        proto_number(&location, 1, 99);
        proto_number(&line, 1, 1);
        proto_number(&line, 3, i + 1);
        proto_message(&location, 4, &line);
        line.bytes.count = 0;
        proto_number(&line, 1, 1);
        proto_number(&line, 3, 7);
        proto_message(&location, 4, &line);
        proto_message(both[i], 4, &location);
    }
    const struct profile *merged = merge_both(data);
    assert_int_equal(merged->sample_count, 3);
    assert_int_equal(merged->location_count, 3);
}

static void a_budget_stops_the_merge(void **state)
{
    struct case_data *data = *state;
    struct budget budget = {.limit = 1, .next = 0};
    struct error error = {0};
    proto_type(&data->a, "cpu", "ns");
    for (int i = 0; i < 5; i++)
        proto_path(&data->a, "main", 1, (int64_t[]){1}, NULL);
    const struct profile *profile = read_end(data, &data->a);
    budget.work = 10;
    assert_null(merge(&profile, 1, &data->arena, &budget, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
}

#define MERGE_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int merge_tests(void)
{
    const struct CMUnitTest tests[] = {
        MERGE_TEST(values_of_equal_samples_are_added),
        MERGE_TEST(merging_with_itself_doubles),
        MERGE_TEST(samples_that_add_up_to_zero_are_left_out),
        MERGE_TEST(equal_labels_are_equal_whatever_the_order_of_the_strings),
        MERGE_TEST(the_first_profiles_first_mapping_stays_first),
        MERGE_TEST(headers_are_merged_field_by_field),
        MERGE_TEST(columns_of_all_lines_make_a_difference),
        MERGE_TEST(a_budget_stops_the_merge),
    };
    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
