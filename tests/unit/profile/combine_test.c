/* Profiles of other types and units added up, and less a base. The numbers are pprof's. */
#include "profile/combine.h"
#include "base/arena.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

#include <stdio.h>

int combine_tests(void);

enum { PROFILES = 3 };

struct case_data {
    struct arena_store store;
    struct arena arena;
    struct budget budget;
    struct error error;
    struct proto protos[PROFILES];
    const struct profile *profiles[PROFILES]; /* once they are read */
};

static const char *const NAMES[PROFILES] = {"a.pb", "b.pb", "c.pb"};

static int start(void **state)
{
    static struct case_data data;
    data = (struct case_data){.budget = {0}};
    data.arena = arena_init(&data.store, SIZE_MAX);
    for (int i = 0; i < PROFILES; i++)
        proto_init(&data.protos[i], &data.arena);
    *state = &data;
    return 0;
}

static int stop(void **state)
{
    struct case_data *data = *state;
    arena_fini(&data->store);
    return 0;
}

static const struct profile *read_end(struct case_data *data, int index)
{
    if (data->profiles[index])
        return data->profiles[index];
    const struct profile *read =
        memory_profile(proto_end(&data->protos[index]), &data->arena, &data->error);
    if (!read)
        fail_msg("%s", data->error.text);
    struct profile *named = ARENA_NEW(&data->arena, struct profile, 1);
    *named = *read;
    named->name = str_from_c(NAMES[index]);
    return data->profiles[index] = named;
}

/* The sum of the first `count`; NULL with data->error. */
static const struct profile *combine_first(struct case_data *data, int count)
{
    const struct profile *profiles[PROFILES];
    for (int i = 0; i < count; i++)
        profiles[i] = read_end(data, i);
    return combine(profiles, (size_t)count, &data->arena, &data->budget, &data->error);
}

static void add_types(struct proto *proto, const char *const (*types)[2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        proto_type(proto, types[i][0], types[i][1]);
}

static void add_default(struct proto *proto, const char *type)
{
    proto_number(proto, 14, proto_text(proto, type));
}

static void add_period(struct proto *proto, const char *type, const char *unit, uint64_t period)
{
    struct proto part = {.arena = proto->arena};
    proto_number(&part, 1, proto_text(proto, type));
    proto_number(&part, 2, proto_text(proto, unit));
    proto_message(proto, 11, &part);
    proto_number(proto, 12, period);
}

#define TYPES(data, i, ...)                                                                        \
    add_types(&(data)->protos[i], (const char *const[][2]){__VA_ARGS__},                           \
              sizeof((const char *const[][2]){__VA_ARGS__}) / sizeof(const char *[2]))
#define SAMPLE(data, i, path, labels, ...)                                                         \
    proto_path(&(data)->protos[i], path, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t),       \
               (int64_t[]){__VA_ARGS__}, labels)

#define assert_values(profile, ...)                                                                \
    check_values((profile), (int64_t[]){__VA_ARGS__},                                              \
                 sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))
static void check_values(const struct profile *profile, const int64_t *values, size_t count)
{
    assert_int_equal(profile->sample_count * profile->type_count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(profile->values[i], values[i]);
}

static void check_type(const struct profile *profile, size_t i, const char *type, const char *unit)
{
    assert_str(profile_string(profile, profile->types[i].type), type);
    assert_str(profile_string(profile, profile->types[i].unit), unit);
}

static void check_error(const struct case_data *data, const char *const *parts)
{
    assert_int_equal(data->error.kind, ERROR_INPUT);
    assert_null(strchr(data->error.text, '\n'));
    for (; *parts; parts++)
        if (!strstr(data->error.text, *parts))
            fail_msg("\"%s\" is not in \"%s\"", *parts, data->error.text);
}
#define assert_error(data, ...) check_error((data), (const char *const[]){__VA_ARGS__, NULL})

/* ---------------------------------------------------------------- types */

static void one_profile_is_returned_as_it_is(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"y", "count"});
    SAMPLE(data, 0, "main", NULL, 0, 0);
    const struct profile *profile = read_end(data, 0);
    assert_ptr_equal(combine(&profile, 1, &data->arena, &data->budget, &data->error), profile);
}

static void common_types_remain_in_the_order_of_the_first(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"only", "count"}, {"y", "count"});
    TYPES(data, 1, {"y", "count"}, {"z", "count"}, {"x", "ns"});
    SAMPLE(data, 0, "main", NULL, 1, 2, 3);
    SAMPLE(data, 0, "lost", NULL, 0, 5, 0);
    SAMPLE(data, 1, "main", NULL, 10, 20, 30);
    const struct profile *sum = combine_first(data, 2);
    assert_int_equal(sum->type_count, 2);
    check_type(sum, 0, "x", "ns");
    check_type(sum, 1, "y", "count");
    assert_values(sum, 31, 13);
    assert_int_equal(sum->function_count, 1);
    assert_str(profile_string(sum, sum->default_type), "x");
}

static void the_default_stays_where_its_type_stays(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"only", "count"}, {"y", "count"});
    TYPES(data, 1, {"x", "ns"}, {"y", "count"});
    add_default(&data->protos[0], "y");
    add_default(&data->protos[1], "x");
    const struct profile *sum = combine_first(data, 2);
    assert_str(profile_string(sum, sum->default_type), "y");
}

static void a_default_that_is_gone_becomes_the_first_type(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"only", "count"}, {"y", "count"});
    TYPES(data, 1, {"x", "ns"}, {"y", "count"});
    add_default(&data->protos[0], "only");
    add_default(&data->protos[1], "y");
    const struct profile *sum = combine_first(data, 2);
    assert_str(profile_string(sum, sum->default_type), "x");
}

static void a_name_that_occurs_twice_drops_out(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"x", "ns"}, {"y", "count"});
    SAMPLE(data, 0, "main", NULL, 1, 2, 3);
    SAMPLE(data, 0, "main", NULL, 1, 2, 0);
    TYPES(data, 1, {"x", "ns"}, {"y", "count"});
    SAMPLE(data, 1, "main", NULL, 10, 20);
    const struct profile *alone = read_end(data, 0), *other = read_end(data, 1);
    const struct profile *both[] = {other, alone};
    assert_values(combine(both, 2, &data->arena, &data->budget, &data->error), 23);
    /* A single one is not merged: its samples stay. */
    alone = combine(&alone, 1, &data->arena, &data->budget, &data->error);
    assert_values(alone, 3, 0);
    check_type(alone, 0, "y", "count");
}

static void nothing_in_common_is_an_error_that_names_both(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"cpu", "nanoseconds"});
    TYPES(data, 1, {"cpu", "nanoseconds"});
    TYPES(data, 2, {"inuse_space", "bytes"});
    const struct profile *a = read_end(data, 0), *b = read_end(data, 1), *c = read_end(data, 2);
    const struct profile *all[] = {a, b, c};
    assert_null(combine(all, 3, &data->arena, &data->budget, &data->error));
    assert_error(data, "a.pb has cpu/nanoseconds, c.pb has inuse_space/bytes", "one by one");
    data->error.kind = ERROR_NONE;
    assert_false(combine_check(a, c, data->arena, &data->error));
    assert_error(data, "a.pb has cpu/nanoseconds, c.pb has inuse_space/bytes", "one by one");
    assert_true(combine_check(a, b, data->arena, &data->error));
}

static void only_repeated_names_are_an_error(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"x", "ns"});
    assert_null(combine_first(data, 1));
    assert_error(data, "a.pb has x/ns, x/ns");
}

static void names_are_made_safe_for_one_line(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"a\nb\x1b[1m", "ns"});
    TYPES(data, 1, {"x", "ns"});
    assert_null(combine_first(data, 2));
    assert_null(strchr(data->error.text, 0x1b));
    assert_error(data, "b.pb has x/ns");
}

/* ---------------------------------------------------------------- units */

static void units_become_the_finest(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ms"}, {"y", "kB"});
    TYPES(data, 1, {"x", "microseconds"}, {"y", "MB"});
    SAMPLE(data, 0, "main", NULL, 3, 7);
    SAMPLE(data, 1, "main", NULL, 5, 2);
    const struct profile *sum = combine_first(data, 2);
    check_type(sum, 0, "x", "microseconds");
    check_type(sum, 1, "y", "kB");
    assert_values(sum, 3005, 7 + 2048);
}

static void of_equal_units_the_first_name_stays(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"});
    TYPES(data, 1, {"x", "nanoseconds"});
    SAMPLE(data, 0, "main", NULL, (INT64_C(1) << 53) + 1);
    SAMPLE(data, 1, "main", NULL, 5);
    const struct profile *sum = combine_first(data, 2);
    check_type(sum, 0, "x", "ns");
    /* A ratio of 1 leaves the value alone. */
    assert_values(sum, (INT64_C(1) << 53) + 6);
}

static void scaling_drops_what_has_no_scaled_value(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ms"}, {"y", "count"});
    TYPES(data, 1, {"x", "us"}, {"y", "count"});
    SAMPLE(data, 0, "main;f", NULL, 0, 5);
    SAMPLE(data, 0, "main", NULL, -1, 5);
    SAMPLE(data, 1, "main;g", NULL, 0, 5);
    const struct profile *sum = combine_first(data, 2);
    assert_values(sum, -1000, 5, 0, 5);
}

static void what_leaves_64_bits_becomes_the_least(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "s"});
    TYPES(data, 1, {"x", "ns"});
    SAMPLE(data, 0, "main;f", NULL, INT64_C(9223372037));
    SAMPLE(data, 0, "main;g", NULL, INT64_C(9223372036));
    const struct profile *sum = combine_first(data, 2);
    assert_values(sum, INT64_MIN, INT64_C(9223372036000000000));
}

static void periods_are_scaled_too(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "count"});
    TYPES(data, 1, {"x", "count"});
    add_period(&data->protos[0], "cpu", "ms", 10);
    add_period(&data->protos[1], "cpu", "us", 9999);
    const struct profile *sum = combine_first(data, 2);
    assert_int_equal(sum->period, 10000);
    assert_str(profile_string(sum, sum->period_type.unit), "us");
}

static void other_periods_are_an_error_that_names_both(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "count"});
    TYPES(data, 1, {"x", "count"});
    add_period(&data->protos[0], "cpu", "ns", 10);
    add_period(&data->protos[1], "cpus", "ns", 10);
    assert_null(combine_first(data, 2));
    assert_error(data, "a.pb has the period type cpu/ns", "b.pb has cpus/ns", "one by one");
    data->error.kind = ERROR_NONE;
    assert_false(combine_check(read_end(data, 0), read_end(data, 1), data->arena, &data->error));
    assert_error(data, "a.pb has the period type cpu/ns", "b.pb has cpus/ns", "one by one");
}

static void units_of_other_families_are_an_error(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"y", "count"});
    TYPES(data, 1, {"x", "bytes"}, {"y", "count"});
    TYPES(data, 2, {"x", "bytes"});
    const struct profile *a = read_end(data, 0), *b = read_end(data, 1), *c = read_end(data, 2);
    const struct profile *both[] = {a, b};
    assert_null(combine(both, 2, &data->arena, &data->budget, &data->error));
    assert_error(data, "a.pb has x/ns, y/count, b.pb has x/bytes, y/count", "units");
    /* A third profile without x would make the two go together. */
    assert_true(combine_check(a, b, data->arena, &data->error));
    data->error.kind = ERROR_NONE;
    assert_false(combine_check(a, c, data->arena, &data->error));
    assert_error(data, "c.pb has x/bytes", "units");
}

/* ---------------------------------------------------------------- many */

static void more_than_are_merged_at_once_add_up(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ms"});
    SAMPLE(data, 0, "main", NULL, 1);
    TYPES(data, 1, {"x", "us"});
    SAMPLE(data, 1, "main", NULL, 1);
    const struct profile *profiles[300];
    for (size_t i = 0; i < 300; i++)
        profiles[i] = i ? profiles[0] : read_end(data, 0);
    assert_values(combine(profiles, 300, &data->arena, &data->budget, &data->error), 300);
    profiles[299] = read_end(data, 1);
    assert_values(combine(profiles, 300, &data->arena, &data->budget, &data->error), 299001);
    assert_values(combine(profiles, 129, &data->arena, &data->budget, &data->error), 129);
}

static void an_empty_mapping_stands_for_none(void **state)
{
    struct case_data *data = *state;
    for (int i = 0; i < 2; i++) {
        TYPES(data, i, {"x", "ns"});
        SAMPLE(data, i, "main", NULL, 1);
    }
    const struct profile *bare = read_end(data, 0);
    const struct profile *twice[] = {bare, bare};
    assert_int_equal(combine(twice, 2, &data->arena, &data->budget, &data->error)->mapping_count,
                     0);
    struct proto mapping = {.arena = &data->arena};
    proto_number(&mapping, 1, 1);
    proto_number(&mapping, 2, 0x1000);
    proto_number(&mapping, 3, 0x2000);
    proto_number(&mapping, 5, proto_text(&data->protos[1], "/bin/main"));
    proto_message(&data->protos[1], 3, &mapping);
    const struct profile *both[] = {bare, read_end(data, 1)};
    const struct profile *sum = combine(both, 2, &data->arena, &data->budget, &data->error);
    /* The location of the second one names no mapping and stays without, so the two differ. */
    assert_int_equal(sum->mapping_count, 1);
    assert_str(profile_binary(sum), "");
    assert_int_equal(sum->location_count, 2);
    assert_int_equal(sum->locations[0].mapping, 0);
    assert_int_equal(sum->locations[1].mapping, ID_NONE);
}

static void a_budget_stops_combining(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"});
    SAMPLE(data, 0, "main", NULL, 1);
    TYPES(data, 1, {"x", "ns"});
    data->budget = (struct budget){.limit = 1, .work = 10};
    assert_null(combine_first(data, 2));
    assert_int_equal(data->error.kind, ERROR_LIMIT);
}

/* ---------------------------------------------------------------- a base */

static const struct profile *less(struct case_data *data, bool is_diff, bool normalize)
{
    return combine_with_base(read_end(data, 0), read_end(data, 1),
                             (struct combine_base){is_diff, normalize}, &data->arena, &data->budget,
                             &data->error);
}

static void a_base_is_taken_away(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ms"}, {"only", "count"});
    TYPES(data, 1, {"x", "us"});
    SAMPLE(data, 0, "main;f", NULL, 3, 9);
    SAMPLE(data, 0, "main;g", NULL, 2, 9);
    SAMPLE(data, 1, "main;h", NULL, 7);
    SAMPLE(data, 1, "main;g", NULL, 2000);
    const struct profile *rest = less(data, false, false);
    check_type(rest, 0, "x", "us");
    assert_values(rest, 3000, -7);
    assert_int_equal(rest->locations[0].id, 1);
    assert_int_equal(rest->location_count, 3);
}

static void the_same_less_itself_is_nothing(void **state)
{
    struct case_data *data = *state;
    for (int i = 0; i < 2; i++) {
        TYPES(data, i, {"x", "ns"}, {"y", "count"});
        SAMPLE(data, i, "main;f", "k=v", 3, 9);
        SAMPLE(data, i, "main", NULL, -2, 0);
    }
    assert_int_equal(less(data, false, false)->sample_count, 0);
    assert_int_equal(less(data, false, true)->sample_count, 0);
}

static void negation_has_the_precision_of_a_double(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"});
    TYPES(data, 1, {"x", "ns"});
    SAMPLE(data, 1, "main;f", NULL, (INT64_C(1) << 53) + 1);
    SAMPLE(data, 1, "main;g", NULL, INT64_MIN);
    assert_values(less(data, false, false), -(INT64_C(1) << 53), INT64_MIN);
}

/* The texts of a sample's labels, as "key=text,...". */
static const char *labels_of(const struct profile *profile, size_t sample)
{
    static char text[200];
    size_t used = 0;
    text[0] = 0;
    uint32_t set = profile->sample_labels[sample];
    for (size_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        const struct label *label = profile_label(profile, i);
        struct str key = profile_string(profile, label->key);
        struct str value = profile_string(profile, label->text);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s=%.*s", used ? "," : "",
                                 (int)key.size, key.at, (int)value.size, value.at);
    }
    return text;
}

static void a_diff_base_stays_apart(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"});
    TYPES(data, 1, {"x", "ns"});
    SAMPLE(data, 0, "main;f", NULL, 3);
    SAMPLE(data, 0, "main;f", "k=v", 4);
    SAMPLE(data, 1, "main;f", NULL, 3);
    SAMPLE(data, 1, "main;f", "pprof::base=false,k=v,pprof::base=maybe", 5);
    SAMPLE(data, 1, "main;f", "pprof::base=true", 7);
    const struct profile *diff = less(data, true, false);
    assert_values(diff, 3, 4, -10, -5);
    assert_string_equal(labels_of(diff, 0), "");
    assert_string_equal(labels_of(diff, 1), "k=v");
    assert_string_equal(labels_of(diff, 2), "pprof::base=true");
    assert_string_equal(labels_of(diff, 3), "k=v,pprof::base=true");
    assert_true(profile_has_label(diff, diff->sample_labels[3], STR("pprof::base"), STR("true")));
    assert_int_equal(diff->stack_count, 1);
}

static void normalizing_scales_the_source_to_the_base(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"y", "count"});
    TYPES(data, 1, {"x", "ns"}, {"y", "count"});
    SAMPLE(data, 0, "main;f", NULL, 5, 1);
    SAMPLE(data, 0, "main;g", NULL, -5, 1);
    SAMPLE(data, 0, "main;h", NULL, 20, 0);
    SAMPLE(data, 1, "main;i", NULL, 6, 2);
    SAMPLE(data, 1, "main;j", NULL, 4, 0);
    /* x by 10 / 20; y, by 2 / 2, is left alone. */
    assert_values(less(data, true, true), 3, 1, -3, 1, 10, 0, -6, -2, -4, 0);
}

static void a_sum_of_zero_normalizes_to_nothing(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ns"}, {"y", "count"});
    TYPES(data, 1, {"x", "ns"}, {"y", "count"});
    SAMPLE(data, 0, "main;f", NULL, 5, 3);
    SAMPLE(data, 0, "main;g", NULL, -5, 3);
    SAMPLE(data, 1, "main;i", NULL, 6, 6);
    /* y is left alone, so both samples go with x. */
    assert_values(less(data, false, true), -6, -6);
}

static void normalizing_needs_identical_types(void **state)
{
    struct case_data *data = *state;
    TYPES(data, 0, {"x", "ms"});
    TYPES(data, 1, {"x", "ns"});
    assert_null(less(data, false, true));
    assert_error(data, "a.pb has x/ms, b.pb has x/ns", "normalize");
}

#define COMBINE_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int combine_tests(void)
{
    const struct CMUnitTest tests[] = {
        COMBINE_TEST(one_profile_is_returned_as_it_is),
        COMBINE_TEST(common_types_remain_in_the_order_of_the_first),
        COMBINE_TEST(the_default_stays_where_its_type_stays),
        COMBINE_TEST(a_default_that_is_gone_becomes_the_first_type),
        COMBINE_TEST(a_name_that_occurs_twice_drops_out),
        COMBINE_TEST(nothing_in_common_is_an_error_that_names_both),
        COMBINE_TEST(only_repeated_names_are_an_error),
        COMBINE_TEST(names_are_made_safe_for_one_line),
        COMBINE_TEST(units_become_the_finest),
        COMBINE_TEST(of_equal_units_the_first_name_stays),
        COMBINE_TEST(scaling_drops_what_has_no_scaled_value),
        COMBINE_TEST(what_leaves_64_bits_becomes_the_least),
        COMBINE_TEST(periods_are_scaled_too),
        COMBINE_TEST(other_periods_are_an_error_that_names_both),
        COMBINE_TEST(units_of_other_families_are_an_error),
        COMBINE_TEST(more_than_are_merged_at_once_add_up),
        COMBINE_TEST(an_empty_mapping_stands_for_none),
        COMBINE_TEST(a_budget_stops_combining),
        COMBINE_TEST(a_base_is_taken_away),
        COMBINE_TEST(the_same_less_itself_is_nothing),
        COMBINE_TEST(negation_has_the_precision_of_a_double),
        COMBINE_TEST(a_diff_base_stays_apart),
        COMBINE_TEST(normalizing_scales_the_source_to_the_base),
        COMBINE_TEST(a_sum_of_zero_normalizes_to_nothing),
        COMBINE_TEST(normalizing_needs_identical_types),
    };
    return cmocka_run_group_tests_name("combine", tests, NULL, NULL);
}
