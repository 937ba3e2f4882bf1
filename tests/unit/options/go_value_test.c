/* Go's syntax of values. */
#include "options/go_value.h"
#include "unit/unit.h"

#include <float.h>
#include <math.h>

int go_value_tests(void);

static void booleans_are_twelve_words(void **state)
{
    (void)state;
    static const char *const YES[] = {"1", "t", "T", "true", "TRUE", "True"};
    static const char *const NO[] = {"0", "f", "F", "false", "FALSE", "False"};
    static const char *const NEITHER[] = {"", "yes", "tRUE", "on", "2", " true"};
    for (size_t i = 0; i < 6; i++) {
        bool value = false;
        assert_int_equal(go_parse_bool(str_from_c(YES[i]), &value), GO_PARSED);
        assert_true(value);
        assert_int_equal(go_parse_bool(str_from_c(NO[i]), &value), GO_PARSED);
        assert_false(value);
        assert_int_equal(go_parse_bool(str_from_c(NEITHER[i]), &value), GO_BAD_SYNTAX);
    }
}

static void numbers_have_prefixes_and_underscores(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } ROWS[] = {{"0", 0},
                {"-0", 0},
                {"+7", 7},
                {"010", 8},
                {"0o17", 15},
                {"0O17", 15},
                {"0x1F", 31},
                {"-0Xff", -255},
                {"0b101", 5},
                {"1_000", 1000},
                {"0x_f", 15},
                {"0_7", 7},
                {"00", 0},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN},
                {"0x7fff_ffff_ffff_ffff", INT64_MAX}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        int64_t value = -1;
        assert_int_equal(go_parse_int(str_from_c(ROWS[i].text), &value), GO_PARSED);
        assert_int_equal(value, ROWS[i].value);
    }
}

static void what_is_no_number(void **state)
{
    (void)state;
    static const char *const BAD[] = {"",   "-",   "+",   "09",  "0x",  "0b2", "_1",  "1_", "1__0",
                                      "0_", "1e3", "--1", "1.0", "0x_", "abc", "0xg", " 1", "1 "};
    static const char *const LARGE[] = {"9223372036854775808", "-9223372036854775809",
                                        "0xffffffffffffffff", "99999999999999999999"};
    int64_t value;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(go_parse_int(str_from_c(BAD[i]), &value), GO_BAD_SYNTAX);
    for (size_t i = 0; i < sizeof LARGE / sizeof *LARGE; i++)
        assert_int_equal(go_parse_int(str_from_c(LARGE[i]), &value), GO_OUT_OF_RANGE);
}

static void reals_are_decimal_or_hexadecimal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } ROWS[] = {{"0.005", 0.005},   {"-2", -2},
                {"1e-3", 0.001},    {"5.", 5},
                {".5", 0.5},        {"0_1", 1},
                {"1_0.0", 10},      {"1e0_1", 10},
                {"0x1p-4", 0.0625}, {"0x_1p-4", 0.0625},
                {"0x.8p0", 0.5},    {"-0X1.8P1", -3},
                {"1e-400", 0},      {"0e999", 0},
                {"1e-99999", 0},    {"1.7976931348623157e308", DBL_MAX},
                {"inf", INFINITY},  {"-Infinity", -INFINITY},
                {"+INF", INFINITY}};
    double value;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        value = -1;
        assert_int_equal(go_parse_real(str_from_c(ROWS[i].text), &value), GO_PARSED);
        assert_true(value == ROWS[i].value);
    }
    assert_int_equal(go_parse_real(STR("NaN"), &value), GO_PARSED);
    assert_true(isnan(value));
}

static void what_is_no_real(void **state)
{
    (void)state;
    static const char *const BAD[] = {"",      ".",    "-",    "1e", "1e+",       "+nan", "0x1",
                                      "0x",    "0xp1", "1_.",  "_1", "1__0",      "--1",  "+-1",
                                      "infin", "1p3",  "0x1p", "1 ", "0x1.1.1p0", "1e1e1"};
    static const char *const LARGE[] = {"1e400", "-1e309", "1e99999999999999999999", "0x1p1024",
                                        "0x1p99999"};
    double value;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(go_parse_real(str_from_c(BAD[i]), &value), GO_BAD_SYNTAX);
    for (size_t i = 0; i < sizeof LARGE / sizeof *LARGE; i++)
        assert_int_equal(go_parse_real(str_from_c(LARGE[i]), &value), GO_OUT_OF_RANGE);
}

int go_value_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(booleans_are_twelve_words),
        cmocka_unit_test(numbers_have_prefixes_and_underscores),
        cmocka_unit_test(what_is_no_number),
        cmocka_unit_test(reals_are_decimal_or_hexadecimal),
        cmocka_unit_test(what_is_no_real),
    };
    return cmocka_run_group_tests_name("go_value", tests, NULL, NULL);
}
