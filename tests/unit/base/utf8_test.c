/* Every code point there and back, and every kind of broken sequence. */
#include "base/utf8.h"
#include "unit/unit.h"

int utf8_tests(void);

static void every_code_point_comes_back(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= 0x10ffff; point++) {
        char bytes[4];
        if (point == 0xd800)
            point = 0xe000;
        size_t written = utf8_encode(point, bytes), size = 0;
        uint32_t back = utf8_decode((struct str){bytes, written}, &size);
        if (back != point || size != written)
            fail_msg("U+%04X came back as U+%04X", point, back);
    }
}

static void broken_sequences_cost_one_byte(void **state)
{
    (void)state;
    static const struct str CASES[] = {
        STR_INIT("\x80"),
        STR_INIT("\xbf"),
        STR_INIT("\xc0\x80"),
        STR_INIT("\xc1\xbf"),
        STR_INIT("\xc3"),
        STR_INIT("\xc3("),
        STR_INIT("\xe0\x9f\xbf"),
        STR_INIT("\xe2\x82"),
        STR_INIT("\xed\xa0\x80"),
        STR_INIT("\xed\xbf\xbf"),
        STR_INIT("\xf0\x8f\xbf\xbf"),
        STR_INIT("\xf0\x9f\x98"),
        STR_INIT("\xf4\x90\x80\x80"),
        STR_INIT("\xf5\x80\x80\x80"),
        STR_INIT("\xfe"),
        STR_INIT("\xff"),
        STR_INIT("\xe2\x82\xc3"),
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t size = 99;
        assert_true(utf8_decode(CASES[i], &size) == UTF8_INVALID);
        assert_int_equal(size, 1);
    }
}

static void counting_takes_an_invalid_byte_as_one(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(STR("")), 0);
    assert_int_equal(utf8_count(STR("abc")), 3);
    assert_int_equal(utf8_count(STR("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80")), 3);
    assert_int_equal(utf8_count(STR("a\xff\xe2\x82")), 4);
    assert_int_equal(utf8_utf16_units(STR("a\xff\xe2\x82")), 4);
    assert_int_equal(utf8_utf16_units(STR("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80")), 4);
}

static void hiding_and_reordering_characters_are_unsafe(void **state)
{
    (void)state;
    static const uint32_t UNSAFE[] = {0,      9,      10,      0x1b,     0x7f,   0x85,   0x9f,
                                      0xad,   0x61c,  0x200b,  0x200e,   0x200f, 0x2028, 0x2029,
                                      0x202a, 0x202e, 0x2060,  0x2066,   0x2069, 0xfeff, 0xfffe,
                                      0xffff, 0xfdd0, 0x1fffe, 0x10ffff, 0xe0041};
    static const uint32_t SAFE[] = {' ', 'a', '~', 0xa0, 0xe4, 0x3bc, 0x4e2d, 0xfffd, 0x1f600};
    for (size_t i = 0; i < sizeof UNSAFE / sizeof *UNSAFE; i++)
        if (!utf8_is_unsafe(UNSAFE[i]))
            fail_msg("U+%04X counts as safe", UNSAFE[i]);
    for (size_t i = 0; i < sizeof SAFE / sizeof *SAFE; i++)
        if (utf8_is_unsafe(SAFE[i]))
            fail_msg("U+%04X counts as unsafe", SAFE[i]);
}

int utf8_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(broken_sequences_cost_one_byte),
        cmocka_unit_test(counting_takes_an_invalid_byte_as_one),
        cmocka_unit_test(hiding_and_reordering_characters_are_unsafe),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
