/* JSON as slices: what is whole, what is not, and texts. */
#include "live/json_read.h"
#include "base/arena.h"
#include "unit/unit.h"

#include <stdlib.h>

int json_read_tests(void);

/* How many members or elements are read; -1 where it is not whole. */
static int count_in(struct str value, char bracket)
{
    struct json_read reader;
    struct str name, inner;
    int count = 0;
    if (!json_open(&reader, value, bracket))
        return -1;
    while (json_next(&reader, &name, &inner))
        count++;
    return reader.is_whole ? count : -1;
}

static void whole_values_are_walked(void **state)
{
    (void)state;
    assert_int_equal(count_in(STR("{}"), '{'), 0);
    assert_int_equal(count_in(STR(" [ ] \n"), '['), 0);
    assert_int_equal(count_in(STR("{\"a\":1,\"b\":[1,{\"c\":\"]}\"}],\"c\":null}"), '{'), 3);
    assert_int_equal(count_in(STR("[1 , \"a\\\"b\", -2.5e3,true]"), '['), 4);
}

static void damage_is_seen(void **state)
{
    (void)state;
    static const char *const OBJECTS[] = {"",
                                          "{",
                                          "{]",
                                          "[]",
                                          "{}x",
                                          "{\"a\"}",
                                          "{\"a\":}",
                                          "{\"a\":1,}",
                                          "{,\"a\":1}",
                                          "{a:1}",
                                          "{\"a\":1 2}",
                                          "{\"a\":[}",
                                          "{\"a\":\"",
                                          "{\"a\":[{]}}",
                                          "{\"a\":\"\n\"}"};
    for (size_t i = 0; i < sizeof OBJECTS / sizeof *OBJECTS; i++)
        assert_int_equal(count_in(str_from_c(OBJECTS[i]), '{'), -1);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    enum { SIZE = 100000 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    memset(text, '[', SIZE);
    assert_int_equal(count_in((struct str){text, SIZE}, '['), -1);
    free(text);
}

static void texts_are_decoded(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    assert_str(json_text(STR("\"a\\n\\\"\\\\\\/\""), &arena), "a\n\"\\/");
    assert_str(json_text(STR("\"\\u20ac\\ud83d\\ude00\""), &arena), "\xe2\x82\xac\xf0\x9f\x98\x80");
    assert_str(json_text(STR("\"\\ud83d\\u20\""), &arena), "\xef\xbf\xbd\xef\xbf\xbd"
                                                           "20");
    assert_str(json_text(STR("12"), &arena), "");
    /* It grows; what is taken next must not lie over it. */
    struct str grown = json_text(STR("\"\\u\\u\\u\\u\""), &arena);
    memset(arena_alloc(&arena, 8, 1), 'x', 8);
    assert_str(grown, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_true(json_number(STR("12.5")) == 12.5);
    assert_true(json_number(STR("\"12\"")) == 0);
    arena_fini(&store);
}

/* Any bytes: nothing but an answer is wanted. */
static void noise_does_no_harm(void **state)
{
    (void)state;
    static const char LETTERS[] = "{}[]\",:\\u0e1d8 \n";
    uint64_t random = 7;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (int i = 0; i < 20000; i++) {
        size_t size = unit_random(&random) % 24;
        char *text = arena_alloc(&arena, size + 1, 1);
        for (size_t j = 0; j < size; j++)
            text[j] = LETTERS[unit_random(&random) % (sizeof LETTERS - 1)];
        count_in((struct str){text, size}, '{');
        count_in((struct str){text, size}, '[');
        json_text((struct str){text, size}, &arena);
    }
    arena_fini(&store);
}

int json_read_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_values_are_walked), cmocka_unit_test(damage_is_seen),
        cmocka_unit_test(depth_is_bounded),        cmocka_unit_test(texts_are_decoded),
        cmocka_unit_test(noise_does_no_harm),
    };
    return cmocka_run_group_tests_name("json_read", tests, NULL, NULL);
}
