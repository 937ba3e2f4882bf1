/* Profiles of two sides as one, and told apart again. */
#include "profile/runs.h"
#include "base/arena.h"
#include "profile/profile.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

int runs_tests(void);

struct case_data {
    struct arena_store store;
    struct arena arena;
    struct budget budget;
    struct error error;
};

static int start(void **state)
{
    static struct case_data data;
    data = (struct case_data){.budget = {0}};
    data.arena = arena_init(&data.store, SIZE_MAX);
    *state = &data;
    return 0;
}

static int stop(void **state)
{
    struct case_data *data = *state;
    arena_fini(&data->store);
    return 0;
}

/* main;f with that value and label, and a comment. */
static const struct profile *one(struct case_data *data, const char *name, int64_t value,
                                 const char *labels, const char *comment)
{
    struct proto proto;
    proto_init(&proto, &data->arena);
    proto_type(&proto, "cpu", "nanoseconds");
    proto_path(&proto, "main;f", 1, &value, labels);
    proto_number(&proto, 9, 1000);
    proto_number(&proto, 10, 50);
    proto_number(&proto, 13, proto_text(&proto, comment));
    const struct profile *read = memory_profile(proto_end(&proto), &data->arena, &data->error);
    if (!read)
        fail_msg("%s", data->error.text);
    struct profile *named = ARENA_NEW(&data->arena, struct profile, 1);
    *named = *read;
    named->name = str_from_c(name);
    return named;
}

static const struct profile *three(struct case_data *data)
{
    const struct profile *profiles[] = {one(data, "a b.pb", 1, NULL, "fine"),
                                        one(data, "c.pb", 2, "render::run=new,k=v", "fine"),
                                        one(data, "d.pb", 4, NULL, "render::run base time=x")};
    static const enum run_side SIDES[] = {RUN_BASE, RUN_BASE, RUN_NEW};
    const struct profile *profile =
        runs_combine(profiles, SIDES, 3, &data->arena, &data->budget, &data->error);
    if (!profile)
        fail_msg("%s", data->error.text);
    return profile;
}

static int64_t value_of_run(const struct profile *profile, uint32_t run, struct arena *arena)
{
    const uint32_t *by_set = runs_of_label_sets(profile, arena);
    int64_t sum = 0;
    for (size_t i = 0; i < profile->sample_count; i++)
        sum += by_set[profile->sample_labels[i]] == run ? profile->values[i] : 0;
    return sum;
}

static void samples_tell_their_run(void **state)
{
    struct case_data *data = *state;
    const struct profile *profile = three(data);
    assert_int_equal(profile->run_count, 3);
    assert_int_equal(profile->sample_count, 3);
    for (uint32_t run = 0; run < 3; run++)
        assert_int_equal(value_of_run(profile, run, &data->arena), (int64_t)1 << run);
    assert_str(runs_label(profile->runs, 3, 0, &data->arena), "base 1");
    assert_str(runs_label(profile->runs, 3, 1, &data->arena), "base 2");
    assert_str(runs_label(profile->runs, 3, 2, &data->arena), "new");
}

static void comments_tell_of_the_runs(void **state)
{
    struct case_data *data = *state;
    struct profile plain = *three(data);
    plain.runs = NULL;
    plain.run_count = 0;
    const struct profile *read = runs_read(&plain, &data->arena);
    assert_int_equal(read->run_count, 3);
    assert_str(read->runs[0].name, "a b.pb");
    assert_int_equal(read->runs[0].side, RUN_BASE);
    assert_int_equal(read->runs[2].side, RUN_NEW);
    assert_int_equal(read->runs[1].time_ns, 1000);
    assert_int_equal(read->runs[1].duration_ns, 50);
    assert_int_equal(value_of_run(read, 2, &data->arena), 4);
}

static void other_comments_stay_and_are_none(void **state)
{
    struct case_data *data = *state;
    const struct profile *profile = three(data);
    assert_int_equal(profile->comment_count, 5);
    assert_str(profile_string(profile, profile->comments[0]), "fine");
    assert_false(runs_is_comment(STR("fine")));
    assert_false(runs_is_comment(STR("render::run base time=x")));
    assert_false(runs_is_comment(STR("render::run old time=1 duration=2 period=3 a")));
    assert_false(runs_is_comment(STR("render::run base time=1 duration=2 period=3")));
    assert_true(runs_is_comment(STR("render::run base time=1 duration=2 period=3 ")));
}

static void one_side_alone_is_no_comparison(void **state)
{
    struct case_data *data = *state;
    const struct profile *profile =
        one(data, "a.pb", 1, NULL, "render::run base time=1 duration=2 period=3 a");
    assert_int_equal(runs_read(profile, &data->arena)->run_count, 0);
}

static void other_types_are_refused_with_both_names(void **state)
{
    struct case_data *data = *state;
    struct proto proto;
    int64_t value = 1;
    proto_init(&proto, &data->arena);
    proto_type(&proto, "inuse", "bytes");
    proto_path(&proto, "main", 1, &value, NULL);
    struct profile heap = *memory_profile(proto_end(&proto), &data->arena, &data->error);
    heap.name = STR("heap.pb");
    const struct profile *profiles[] = {one(data, "cpu.pb", 1, NULL, "x"), &heap};
    static const enum run_side SIDES[] = {RUN_BASE, RUN_NEW};
    assert_null(runs_combine(profiles, SIDES, 2, &data->arena, &data->budget, &data->error));
    assert_int_equal(data->error.kind, ERROR_INPUT);
    assert_non_null(strstr(data->error.text, "cpu.pb"));
    assert_non_null(strstr(data->error.text, "heap.pb"));
}

int runs_tests(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(samples_tell_their_run, start, stop),
        cmocka_unit_test_setup_teardown(comments_tell_of_the_runs, start, stop),
        cmocka_unit_test_setup_teardown(other_comments_stay_and_are_none, start, stop),
        cmocka_unit_test_setup_teardown(one_side_alone_is_no_comparison, start, stop),
        cmocka_unit_test_setup_teardown(other_types_are_refused_with_both_names, start, stop),
    };
    return cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
