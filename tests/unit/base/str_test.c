/* Slices. */
#include "base/str.h"
#include "base/arena.h"
#include "unit/unit.h"

int str_tests(void);

static void a_terminated_text_becomes_a_slice(void **state)
{
    (void)state;
    assert_int_equal(str_from_c("abc").size, 3);
    assert_int_equal(str_from_c(NULL).size, 0);
    assert_non_null(str_from_c(NULL).at);
}

static void copies_are_terminated(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char text[] = {'a', 'b', 'x'};
    struct str copy = str_copy((struct str){text, 2}, &arena);
    text[0] = 'z';
    assert_str(copy, "ab");
    assert_int_equal(copy.at[2], 0);
    assert_string_equal(str_to_c(STR("a\0b"), &arena), "a");
    assert_string_equal(str_to_c((struct str){NULL, 0}, &arena), "");
    arena_fini(&store);
}

static void order_is_by_bytes_and_a_prefix_comes_first(void **state)
{
    (void)state;
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_true(str_compare(STR(""), STR("a")) < 0);
    assert_int_equal(str_compare(STR("a\0b"), STR("a\0b")), 0);
    assert_true(str_compare(STR("a\0b"), STR("a\0c")) < 0);
    assert_true(str_compare(STR("Z"), STR("a")) < 0);
    assert_true(str_compare(STR("\xc3\xa4"), STR("z")) > 0);
    assert_true(str_equal((struct str){NULL, 0}, STR("")));
    assert_false(str_equal(STR("a"), STR("b")));
}

static void slices_are_clipped(void **state)
{
    (void)state;
    struct str text = STR("abcdef");
    assert_str(str_slice(text, 1, 3), "bc");
    assert_str(str_slice(text, 4, 99), "ef");
    assert_str(str_slice(text, 9, 99), "");
    assert_str(str_slice(text, 3, 1), "");
    assert_str(str_slice(text, 0, STR_NONE), "abcdef");
    assert_str(str_skip(text, 2), "cdef");
    assert_str(str_skip(text, 7), "");
}

static void starts_and_ends_are_found(void **state)
{
    (void)state;
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR("abc"), STR("")));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_true(str_ends(STR("a.gz"), STR(".gz")));
    assert_false(str_ends(STR("gz"), STR(".gz")));
}

static void bytes_and_parts_are_found(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("abcabc"), 'b'), 1);
    assert_int_equal(str_find_last(STR("abcabc"), 'b'), 4);
    assert_true(str_find(STR("abc"), 'x') == STR_NONE);
    assert_true(str_find(STR(""), 'x') == STR_NONE);
    assert_true(str_find_last(STR(""), 'x') == STR_NONE);
    assert_int_equal(str_find_str(STR("abcabd"), STR("abd")), 3);
    assert_int_equal(str_find_str(STR("abc"), STR("")), 0);
    assert_true(str_find_str(STR("ab"), STR("abc")) == STR_NONE);
    assert_int_equal(str_find(STR("a\0b"), 'b'), 2);
}

static void base_names_are_those_of_go(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"", "."},     {"/", "/"},     {"//", "/"}, {"a", "a"},   {"a/b.c", "b.c"},
        {"a/b/", "b"}, {"/a///", "a"}, {"./", "."}, {"..", ".."}, {"a//b", "b"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_str(str_base_name(str_from_c(CASES[i][0])), CASES[i][1]);
}

int str_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminated_text_becomes_a_slice),
        cmocka_unit_test(copies_are_terminated),
        cmocka_unit_test(order_is_by_bytes_and_a_prefix_comes_first),
        cmocka_unit_test(slices_are_clipped),
        cmocka_unit_test(starts_and_ends_are_found),
        cmocka_unit_test(bytes_and_parts_are_found),
        cmocka_unit_test(base_names_are_those_of_go),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
