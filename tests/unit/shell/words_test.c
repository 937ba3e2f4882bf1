/* White space and quoting as Go has them. */
#include "shell/words.h"
#include "base/sink.h"
#include "unit/unit.h"

int words_tests(void);

static void white_space_is_unicodes(void **state)
{
    (void)state;
    struct str rest = STR("\xc2\xa0 top\xe3\x80\x80"
                          "3\t\xe2\x80\x83x\v"),
               word;
    assert_str(words_trim(STR(" \t a b\r\n")), "a b");
    assert_str(words_trim(STR("\xe3\x80\x80 \xc2\x85")), "");
    assert_true(words_next(&rest, &word));
    assert_str(word, "top");
    assert_true(words_next(&rest, &word));
    assert_str(word, "3");
    assert_true(words_next(&rest, &word));
    assert_str(word, "x");
    assert_false(words_next(&rest, &word));
    assert_str(word, "");
}

static void bytes_that_are_no_characters_are_no_white_space(void **state)
{
    (void)state;
    struct str rest = STR("\xa0"
                          "a\x85 \0b"),
               word;
    assert_true(words_next(&rest, &word));
    assert_str(word, "\xa0"
                     "a\x85");
    assert_true(words_next(&rest, &word));
    assert_int_equal(word.size, 2);
}

static void expect_quoted(struct str text, const char *expected)
{
    char room[300];
    struct sink sink;
    sink_init_fixed(&sink, room, sizeof room);
    words_quote(&sink, text);
    assert_str(sink_str(&sink), expected);
}

static void quoting_is_gos(void **state)
{
    (void)state;
    char longest[5000];
    memset(longest, 'a', sizeof longest);
    expect_quoted(STR(""), "\"\"");
    expect_quoted(STR("a\\.b\"c"), "\"a\\\\.b\\\"c\"");
    expect_quoted(STR("caf\xc3\xa9"), "\"caf\xc3\xa9\"");
    expect_quoted(STR("\x1b[31m"), "\"\\x1b[31m\"");
    char room[300];
    struct sink sink;
    sink_init_fixed(&sink, room, sizeof room);
    words_quote(&sink, (struct str){longest, sizeof longest});
    assert_true(sink_close(&sink, NULL));
    assert_int_not_equal(str_find_str(sink_str(&sink), STR("...")), STR_NONE);
}

int words_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_is_unicodes),
        cmocka_unit_test(bytes_that_are_no_characters_are_no_white_space),
        cmocka_unit_test(quoting_is_gos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
