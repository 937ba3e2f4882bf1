/* Arithmetic against the C library, and numbers as text. */
#include "base/number.h"
#include "unit/unit.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int number_tests(void);

static double random_real(uint64_t *random)
{
    double x = (double)(unit_random(random) >> 11) / 9007199254740992.0 + 0.5;
    return ldexp(x, (int)(unit_random(random) % 200) - 100);
}

static void expect_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance * (fabs(expected) + DBL_MIN)))
        fail_msg("%.17g is not %.17g", got, expected);
}

static void logarithms_are_those_of_the_library(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < 100000; i++) {
        double x = random_real(&random);
        expect_near(number_log(x), log(x), 4e-16);
        expect_near(number_log2(x), log2(x), 1e-15 + 4e-16 / (fabs(log2(x)) + 1e-9));
    }
}

static void powers_of_two_have_exact_logarithms(void **state)
{
    (void)state;
    for (int n = -1074; n < 1024; n++)
        assert_true(number_log2(ldexp(1, n)) == n);
    assert_true(number_log(1) == 0);
    assert_true(isinf(number_log2(0)) && number_log2(0) < 0);
    assert_true(isnan(number_log2(-1)));
    assert_true(isnan(number_log(NAN)));
    assert_true(isinf(number_log(INFINITY)));
}

static void exponentials_are_those_of_the_library(void **state)
{
    (void)state;
    for (double x = -700; x < 700; x += 0.0371)
        expect_near(number_exp(x), exp(x), 5e-16);
    assert_true(number_exp(0) == 1);
    assert_true(isinf(number_exp(1000)));
    assert_true(number_exp(-1000) == 0);
    assert_true(isnan(number_exp(NAN)));
}

static void powers_are_those_of_the_library(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int i = 0; i < 50000; i++) {
        double x = random_real(&random), y = (double)(unit_random(&random) % 2000) / 500 - 2;
        expect_near(number_pow(x, y), pow(x, y), 1e-13);
    }
    assert_true(number_pow(0, 2) == 0);
    assert_true(isinf(number_pow(0, -1)));
    assert_true(number_pow(7, 0) == 1);
    assert_true(number_pow(1, 1e300) == 1);
}

static const double VALUES[] = {0,      -0.0,    1,      -1,       0.5,   2.5,    0.005,
                                99.995, 1e-6,    1.5e-7, 123456,   1e15,  1e21,   -3.25,
                                0.1,    1.0 / 3, 1e5,    999999.5, 9.995, 1e-300, 1048576.0};

/* Under the locale that is set, against texts made under "C". */
static void expect_printf_texts(char texts[][2][64])
{
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        struct number_text fixed = number_fixed(VALUES[i], (int)(i % 4));
        struct number_text general = number_general(VALUES[i], (int)(i % 7) + 1);
        assert_str(number_str(&fixed), texts[i][0]);
        assert_str(number_str(&general), texts[i][1]);
    }
}

static void make_texts(char texts[][2][64])
{
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        snprintf(texts[i][0], 64, "%.*f", (int)(i % 4), VALUES[i]);
        snprintf(texts[i][1], 64, "%.*g", (int)(i % 7) + 1, VALUES[i]);
    }
}

static void texts_are_those_of_printf(void **state)
{
    (void)state;
    static char texts[sizeof VALUES / sizeof *VALUES][2][64];
    make_texts(texts);
    expect_printf_texts(texts);
}

static void a_decimal_comma_changes_nothing(void **state)
{
    (void)state;
    static const char *const LOCALES[] = {"de_DE.UTF-8", "de_DE.utf8",  "fr_FR.UTF-8",
                                          "de_DE",       "ru_RU.UTF-8", "pt_BR.UTF-8"};
    static char texts[sizeof VALUES / sizeof *VALUES][2][64];
    make_texts(texts);
    for (size_t i = 0; i < sizeof LOCALES / sizeof *LOCALES; i++) {
        if (!setlocale(LC_NUMERIC, LOCALES[i]))
            continue;
        bool is_comma = localeconv()->decimal_point[0] == ',';
        double value = 0;
        if (is_comma)
            expect_printf_texts(texts);
        bool parsed = number_parse_real(STR("0.25"), &value);
        setlocale(LC_NUMERIC, "C");
        assert_true(parsed && value == 0.25);
        if (is_comma)
            return;
    }
    print_message("no locale with a decimal comma is installed\n");
    skip();
}

static void thousands_are_grouped(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *text;
    } CASES[] = {{0, "0"},
                 {999, "999"},
                 {1000, "1,000"},
                 {-1000, "-1,000"},
                 {-999, "-999"},
                 {1234567, "1,234,567"},
                 {INT64_MAX, "9,223,372,036,854,775,807"},
                 {INT64_MIN, "-9,223,372,036,854,775,808"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct number_text text = number_grouped(CASES[i].value);
        assert_str(number_str(&text), CASES[i].text);
    }
}

static void integers_are_whole_decimal_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } GOOD[] = {{"0", 0},
                {"-0", 0},
                {"+7", 7},
                {"007", 7},
                {"-12", -12},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN}};
    static const char *const BAD[] = {"",
                                      "-",
                                      "+",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "0x10",
                                      "1e3",
                                      "--1",
                                      "1_0",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999999"};
    int64_t value;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        assert_true(number_parse_int(str_from_c(GOOD[i].text), &value));
        assert_true(value == GOOD[i].value);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_false(number_parse_int(str_from_c(BAD[i]), &value));
    assert_false(number_parse_int(STR("1\0"), &value));
}

static void reals_are_those_of_strtod(void **state)
{
    (void)state;
    static const char *const GOOD[] = {"0",
                                       "0.005",
                                       "1",
                                       "-1.5",
                                       "1e-3",
                                       "1E3",
                                       ".5",
                                       "5.",
                                       "+2",
                                       "1e22",
                                       "123456789.125",
                                       "0.1",
                                       "1e-22",
                                       "0.00001",
                                       "100000000000000",
                                       "4.35",
                                       "2.675e5"};
    static const char *const BAD[] = {"",    ".",   "-",    "e5", "1e", "1e+",   "1,5",  "nan",
                                      "inf", "0x1", "1..2", " 1", "1 ", "1e999", "1e5.0"};
    double value;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        if (!number_parse_real(str_from_c(GOOD[i]), &value) || value != strtod(GOOD[i], NULL))
            fail_msg("%s reads as %.17g", GOOD[i], value);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (number_parse_real(str_from_c(BAD[i]), &value))
            fail_msg("\"%s\" counts as a number", BAD[i]);
}

static void reals_come_back_from_17_digits(void **state)
{
    (void)state;
    uint64_t random = 9;
    for (int i = 0; i < 50000; i++) {
        double value = random_real(&random), back = 0;
        struct number_text text = number_general(value, 17);
        assert_true(number_parse_real(number_str(&text), &back));
        if (back != value)
            fail_msg("%.17g comes back as %.17g", value, back);
    }
    double zero = 1;
    assert_true(number_parse_real(STR("0e400"), &zero) && zero == 0);
}

static void sums_wrap_or_tell(void **state)
{
    (void)state;
    int64_t sum = INT64_MAX - 1;
    assert_true(number_add_checked(&sum, 1));
    assert_false(number_add_checked(&sum, 1));
    assert_true(number_add(INT64_MAX, 1) == INT64_MIN);
    assert_true(number_add(-5, 3) == -2);
    assert_true(number_subtract(-5, 3) == -8);
    assert_true(number_subtract(0, INT64_MIN) == INT64_MIN);
    assert_true(number_subtract(INT64_MAX, -1) == INT64_MIN);
    assert_true(number_abs(INT64_MIN) == INT64_MIN);
    assert_true(number_abs(-7) == 7);
    assert_true(number_trunc(-1.9) == -1);
    assert_true(number_trunc(1e19) == INT64_MIN);
    assert_true(number_trunc(NAN) == INT64_MIN);
    assert_true(number_trunc(-9223372036854775808.0) == INT64_MIN);
}

int number_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logarithms_are_those_of_the_library),
        cmocka_unit_test(powers_of_two_have_exact_logarithms),
        cmocka_unit_test(exponentials_are_those_of_the_library),
        cmocka_unit_test(powers_are_those_of_the_library),
        cmocka_unit_test(texts_are_those_of_printf),
        cmocka_unit_test(a_decimal_comma_changes_nothing),
        cmocka_unit_test(thousands_are_grouped),
        cmocka_unit_test(integers_are_whole_decimal_numbers),
        cmocka_unit_test(reals_are_those_of_strtod),
        cmocka_unit_test(reals_come_back_from_17_digits),
        cmocka_unit_test(sums_wrap_or_tell),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
