/* Lines, runs and numbers as Go has them. */
#include "input/legacy_scan.h"
#include "unit/unit.h"

int legacy_scan_tests(void);

static void lines_end_with_newline_carriage_return_or_the_text(void **state)
{
    (void)state;
    struct lines lines = {.rest = STR("a\r\n\nb\r\rc\n\r\nd")};
    static const char *const LINES[] = {"a", "", "b\r\rc", "", "d"};
    for (size_t i = 0; i < 5; i++) {
        assert_true(lines_next(&lines));
        assert_str(lines.line, LINES[i]);
        assert_int_equal(lines.number, i + 1);
    }
    assert_false(lines_next(&lines));
    assert_int_equal(lines.line.size, 0);
    assert_false(lines.too_long);
}

static void a_line_has_65535_bytes_at_most(void **state)
{
    (void)state;
    static char text[LEGACY_LINE_MOST + 3];
    memset(text, 'x', sizeof text);
    text[LEGACY_LINE_MOST] = '\n';
    struct lines good = {.rest = {text, LEGACY_LINE_MOST + 1}};
    assert_true(lines_next(&good));
    assert_int_equal(good.line.size, LEGACY_LINE_MOST);
    assert_false(lines_next(&good));
    assert_false(good.too_long);
    text[LEGACY_LINE_MOST] = 'x';
    struct lines bad = {.rest = {text, LEGACY_LINE_MOST + 1}};
    assert_false(lines_next(&bad));
    assert_true(bad.too_long);
    assert_int_equal(bad.line.size, 0);
    assert_false(lines_next(&bad));
    assert_int_equal(bad.number, 1);
}

static void white_space_is_unicodes(void **state)
{
    (void)state;
    assert_str(
        scan_trim(STR(" \t\v\f\r\n\xc2\x85\xc2\xa0\xe2\x80\xa8 x y\xe3\x80\x80\xe1\x9a\x80 ")),
        "x y");
    assert_str(scan_trim(STR("\xc2\xa0\xe2\x80\x83")), "");
    assert_str(scan_trim(STR("\xa0x\xa0")), "\xa0x\xa0");
    assert_str(scan_trim(STR("\xe2\x80\x8b")), "\xe2\x80\x8b");
    assert_true(scan_is_blank(STR("")) && scan_is_blank(STR(" \xc2\xa0# x")));
    assert_false(scan_is_blank(STR(" x #")));
}

static void addresses_are_found_in_words(void **state)
{
    (void)state;
    struct str text = STR("PC 0x1f,0x 0xG0x2:0x00ffZ 0X3 0x0x4 0"), digits;
    static const char *const FOUND[] = {"1f", "2", "00ff", "0"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(scan_next_address(&text, &digits));
        assert_str(digits, FOUND[i]);
    }
    assert_false(scan_next_address(&text, &digits));
}

static void hexadecimal_numbers_have_64_bits(void **state)
{
    (void)state;
    uint64_t value;
    assert_true(scan_hex(STR("ffffFFFFffffffff"), &value) && value == UINT64_MAX);
    assert_true(scan_hex(STR("00000000000000000000001"), &value) && value == 1);
    assert_false(scan_hex(STR("10000000000000000"), &value));
    assert_false(scan_hex(STR(""), &value));
    assert_false(scan_hex(STR("1_0"), &value));
}

static void integers_are_as_in_go_source(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        int64_t value;
    } GOOD[] = {{STR_INIT("0"), 0},
                {STR_INIT("12"), 12},
                {STR_INIT("-12"), -12},
                {STR_INIT("+12"), 12},
                {STR_INIT("017"), 15},
                {STR_INIT("0o17"), 15},
                {STR_INIT("0x1F"), 31},
                {STR_INIT("0X_1f"), 31},
                {STR_INIT("0b101"), 5},
                {STR_INIT("1_000"), 1000},
                {STR_INIT("0_7"), 7},
                {STR_INIT("9223372036854775807"), INT64_MAX},
                {STR_INIT("-0x8000000000000000"), INT64_MIN}};
    static const struct str BAD[] = {
        STR_INIT(""),    STR_INIT("-"),   STR_INIT("08"),   STR_INIT("0x"),
        STR_INIT("1_"),  STR_INIT("_1"),  STR_INIT("1__0"), STR_INIT("0_"),
        STR_INIT("0b2"), STR_INIT("1 2"), STR_INIT("1.5"),  STR_INIT("9223372036854775808"),
        STR_INIT("0x_")};
    int64_t value;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        if (!scan_go_int(GOOD[i].text, &value) || value != GOOD[i].value)
            fail_msg("%s", GOOD[i].text.at);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (scan_go_int(BAD[i], &value))
            fail_msg("%s", BAD[i].at);
}

int legacy_scan_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_newline_carriage_return_or_the_text),
        cmocka_unit_test(a_line_has_65535_bytes_at_most),
        cmocka_unit_test(white_space_is_unicodes),
        cmocka_unit_test(addresses_are_found_in_words),
        cmocka_unit_test(hexadecimal_numbers_have_64_bits),
        cmocka_unit_test(integers_are_as_in_go_source),
    };
    return cmocka_run_group_tests_name("legacy scan", tests, NULL, NULL);
}
