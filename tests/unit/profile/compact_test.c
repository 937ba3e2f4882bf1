/* Profiles made smaller. */
#include "profile/compact.h"
#include "base/arena.h"
#include "profile/profile.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

int compact_tests(void);

struct case_data {
    struct arena_store store;
    struct arena arena;
    struct proto proto;
    struct budget budget;
};

static int start(void **state)
{
    static struct case_data data;
    data = (struct case_data){.budget = {0}};
    data.arena = arena_init(&data.store, SIZE_MAX);
    proto_init(&data.proto, &data.arena);
    proto_type(&data.proto, "samples", "count");
    proto_type(&data.proto, "cpu", "ns");
    *state = &data;
    return 0;
}

static int stop(void **state)
{
    struct case_data *data = *state;
    arena_fini(&data->store);
    return 0;
}

static const struct profile *compacted(struct case_data *data)
{
    struct error error = {0};
    const struct profile *profile = memory_profile(proto_end(&data->proto), &data->arena, &error);
    assert_non_null(profile);
    const struct profile *small = compact(profile, &data->arena, &data->budget, &error);
    assert_non_null(small);
    return small;
}

/* A sample of two places of one function at two addresses; `which` is one of them. */
static void add_at(struct case_data *data, uint64_t which, int64_t value, bool has_label)
{
    struct proto sample, label;
    proto_init(&sample, &data->arena);
    proto_init(&label, &data->arena);
    proto_number(&sample, 1, which);
    proto_number(&sample, 2, 1);
    proto_number(&sample, 2, (uint64_t)value);
    proto_number(&label, 1, proto_text(&data->proto, "k"));
    proto_number(&label, 2, proto_text(&data->proto, "v"));
    if (has_label)
        proto_message(&sample, 3, &label);
    proto_message(&data->proto, 2, &sample);
}

static void add_location(struct case_data *data, uint64_t id, bool has_function)
{
    struct proto location, line;
    proto_init(&location, &data->arena);
    proto_init(&line, &data->arena);
    proto_number(&location, 1, id);
    proto_number(&location, 3, 4096 * id);
    proto_number(&line, 1, 1);
    proto_number(&line, 2, 7);
    if (has_function)
        proto_message(&location, 4, &line);
    proto_message(&data->proto, 4, &location);
}

static void add_function(struct case_data *data)
{
    struct proto function;
    proto_init(&function, &data->arena);
    proto_number(&function, 1, 1);
    proto_number(&function, 2, proto_text(&data->proto, "f"));
    proto_message(&data->proto, 5, &function);
}

static void equal_lines_at_other_addresses_are_one(void **state)
{
    struct case_data *data = *state;
    add_at(data, 11, 5, false);
    add_at(data, 12, 7, false);
    add_at(data, 12, 9, true);
    add_function(data);
    add_location(data, 11, true);
    add_location(data, 12, true);
    const struct profile *small = compacted(data);
    assert_int_equal(small->location_count, 1);
    assert_int_equal(small->locations[0].address, 0);
    assert_int_equal(small->stack_count, 1);
    assert_int_equal(small->sample_count, 2);
    assert_int_equal(small->values[0], 2);
    assert_int_equal(small->values[1], 12);
    assert_int_equal(small->values[3], 9);
    assert_true(profile_has_label(small, small->sample_labels[1], STR("k"), STR("v")));
}

static void code_without_a_function_keeps_its_address(void **state)
{
    struct case_data *data = *state;
    add_at(data, 11, 5, false);
    add_at(data, 12, 7, false);
    add_function(data);
    add_location(data, 11, false);
    add_location(data, 12, false);
    const struct profile *small = compacted(data);
    assert_int_equal(small->location_count, 2);
    assert_int_equal(small->sample_count, 2);
    assert_int_equal(small->locations[0].address, 4096 * 11);
}

static void values_of_different_signs_stay_apart(void **state)
{
    struct case_data *data = *state;
    add_at(data, 11, 5, true);
    add_at(data, 12, -3, true);
    add_at(data, 11, -4, true);
    add_at(data, 12, 6, true);
    add_function(data);
    add_location(data, 11, true);
    add_location(data, 12, true);
    const struct profile *small = compacted(data);
    assert_int_equal(small->sample_count, 2);
    assert_int_equal(small->values[1], 11);
    assert_int_equal(small->values[3], -7);
    for (size_t i = 0; i < 2; i++) {
        uint32_t set = small->sample_labels[i];
        assert_int_equal(small->label_starts[set + 1] - small->label_starts[set], 1);
        assert_true(profile_has_label(small, set, STR("k"), STR("v")));
    }
}

static void nothing_becomes_nothing(void **state)
{
    struct case_data *data = *state;
    const struct profile *small = compacted(data);
    assert_int_equal(small->sample_count, 0);
    assert_int_equal(small->type_count, 2);
}

static void the_budget_ends_it(void **state)
{
    struct case_data *data = *state;
    struct error error = {0};
    for (int i = 0; i < 10000; i++)
        add_at(data, 11, -i, false);
    add_function(data);
    add_location(data, 11, true);
    const struct profile *profile = memory_profile(proto_end(&data->proto), &data->arena, &error);
    assert_non_null(profile);
    struct budget budget = {.limit = 50};
    assert_null(compact(profile, &data->arena, &budget, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
}

int compact_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equal_lines_at_other_addresses_are_one, start, stop),
        cmocka_unit_test_setup_teardown(code_without_a_function_keeps_its_address, start, stop),
        cmocka_unit_test_setup_teardown(values_of_different_signs_stay_apart, start, stop),
        cmocka_unit_test_setup_teardown(nothing_becomes_nothing, start, stop),
        cmocka_unit_test_setup_teardown(the_budget_ends_it, start, stop),
    };
    return cmocka_run_group_tests_name("compact", tests, NULL, NULL);
}
