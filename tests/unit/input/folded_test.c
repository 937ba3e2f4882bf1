/* Folded stacks. */
#include "base/arena.h"
#include "input/folded.h"
#include "input/said.h"
#include "unit/unit.h"

int folded_tests(void);

#define ONE "samples/count; period / 0; duration 0"

static void a_line_is_a_sample(void **state)
{
    (void)state;
    assert_folded(STR("main;f;g 12\n\n# c\nmain;f 3\r\n  \nmain;f;g\t5"), ONE,
                  "12 : g f main\n3 : f main\n5 : g f main\n");
    assert_folded(STR(""), ONE, "");
}

static void names_keep_blanks_annotations_and_emptiness(void **state)
{
    (void)state;
    assert_folded(STR(";a;;b c_[k]; 3\n 4\na_[j];b_[w] -7\n"), ONE,
                  "3 :  b c_[k]  a \n4 : \n-7 : b_[w] a_[j]\n");
}

static void inlined_frames_are_lines_of_the_frame_before(void **state)
{
    (void)state;
    assert_folded(STR("m;f_[i];g_[i];h 4\nm;h 1\n_[i];x_[i];y 2\n"), ONE,
                  "4 : h g<f<m\n1 : h m\n2 : y x<\n");
}

static void two_counts_on_every_line_are_two_types(void **state)
{
    (void)state;
    assert_folded(STR("a;b 12 15\na;c 0 7\n"), "base/count new/count; period / 0; duration 0",
                  "12 15 : b a\n0 7 : c a\n");
    assert_folded(STR("a;b 12 15\na;c 7\n"), ONE, "15 : b 12 a\n7 : c a\n");
}

static void a_line_without_a_count_is_refused(void **state)
{
    (void)state;
    assert_folded_refused(STR("a;b 3\n\n# c\na;c\n"), "line 4: no count");
    assert_folded_refused(STR("12\n"), "line 1: no count");
    assert_folded_refused(STR("a;b 1.5\n"), "line 1: the count is no whole number");
    assert_folded_refused(STR("a;b 1x\n"), "line 1: no count");
    assert_folded_refused(STR("a;b -\n"), "line 1: no count");
    assert_folded_refused(STR("a 1\na;b 9223372036854775808\n"), "line 2: ");
}

static void locations_and_functions_are_one_for_a_name(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    const struct profile *profile =
        folded_read(STR("a;b;a 1\nb;a 1\nb;a 1\na;b_[i] 1\n"), &arena, &budget, NULL);
    assert_int_equal(profile->function_count, 2);
    assert_int_equal(profile->location_count, 3);
    assert_int_equal(profile->stack_count, 3);
    assert_int_equal(profile->sample_count, 4);
    assert_int_equal(profile->line_count, 4);
    arena_fini(&store);
}

static void beginnings_say_what_may_be_read(void **state)
{
    (void)state;
    char deep[600];
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i % 10 ? 'f' : ';';
    assert_true(folded_may_be(STR("a;b 1\n"), false));
    assert_true(folded_may_be(STR("# c\nno count\na;b 1\n"), false));
    assert_true(folded_may_be(STR("main 1\nf 2\n"), false));
    assert_true(folded_may_be(STR("a;b 1.5\n"), false));
    assert_true(folded_may_be((struct str){deep, sizeof deep}, false));
    assert_true(folded_may_be(STR("main 1\n"), true));
    assert_false(folded_may_be(STR("a;b 1\n\x12\4"), false));
    assert_false(folded_may_be(STR("main 1\n"), false));
    assert_false(folded_may_be(STR("error 404\nnot found\n"), false));
    assert_false(folded_may_be(STR("heap profile: 13\nheap profile: 13\n"), false));
    assert_false(folded_may_be(STR("{\"a;b\": 1\n"), true));
    assert_false(folded_may_be(STR(""), false));
}

int folded_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_a_sample),
        cmocka_unit_test(names_keep_blanks_annotations_and_emptiness),
        cmocka_unit_test(inlined_frames_are_lines_of_the_frame_before),
        cmocka_unit_test(two_counts_on_every_line_are_two_types),
        cmocka_unit_test(a_line_without_a_count_is_refused),
        cmocka_unit_test(locations_and_functions_are_one_for_a_name),
        cmocka_unit_test(beginnings_say_what_may_be_read),
    };
    return cmocka_run_group_tests_name("folded", tests, NULL, NULL);
}
