/* Decimal numbers as the C library reads them. */
#include "base/decimal.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int decimal_tests(void);

static void expect(uint64_t whole, int scale)
{
    char text[48];
    snprintf(text, sizeof text, "%llue%d", (unsigned long long)whole, scale);
    double got = decimal_real(whole, scale), expected = strtod(text, NULL);
    if (got != expected)
        fail_msg("%s is %.17g, not %.17g", text, expected, got);
}

static void numbers_are_those_of_the_library(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int i = 0; i < 20000; i++) {
        uint64_t whole = unit_random(&random) >> unit_random(&random) % 64;
        expect(whole, (int)(unit_random(&random) % 720) - 370);
    }
    for (int scale = -400; scale <= 400; scale++) {
        expect(1, scale);
        expect(UINT64_MAX, scale);
        expect((uint64_t)1 << 53, scale);
        expect(((uint64_t)1 << 53) + 1, scale);
    }
}

static void the_smallest_and_largest_are_rounded_once(void **state)
{
    (void)state;
    static const uint64_t WHOLES[] = {24703282292062327, 24703282292062328, 49406564584124654,
                                      74109846876186981, 74109846876186982, 22250738585072014,
                                      22250738585072011, 17976931348623157, 17976931348623159};
    for (size_t i = 0; i < sizeof WHOLES / sizeof *WHOLES; i++)
        for (int end = -1; end <= 1; end++) {
            expect(WHOLES[i], -340 + end);
            expect(WHOLES[i], -324 + end);
            expect(WHOLES[i], 292 + end);
        }
    /* Wholly within the smallest of those with all bits, where two roundings would show. */
    for (uint64_t i = 0; i < 20000; i++)
        expect(22250738585072014 + i * 7919, -324 + (int)(i % 3));
}

static void halves_go_to_the_even_neighbour(void **state)
{
    (void)state;
    assert_true(decimal_real(9007199254740993, 0) == 9007199254740992.0);
    assert_true(decimal_real(9007199254740995, 0) == 9007199254740996.0);
    assert_true(decimal_real(90071992547409931, -1) == 9007199254740994.0);
    assert_true(isinf(decimal_real(1, 400)) && decimal_real(1, -400) == 0);
}

int decimal_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_of_the_library),
        cmocka_unit_test(the_smallest_and_largest_are_rounded_once),
        cmocka_unit_test(halves_go_to_the_even_neighbour),
    };
    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
