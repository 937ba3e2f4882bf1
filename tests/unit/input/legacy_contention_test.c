/* Contention and mutex profiles. */
#include "input/said.h"
#include "unit/unit.h"

int legacy_contention_tests(void);

static void delays_are_cycles_by_the_period(void **state)
{
    (void)state;
    const struct str text =
        STR("--- contentionz 1 ---\ncycles/second = 3201000000\nsampling period = 100\n"
            "ms since reset = 16502830\ndiscarded samples = 0\n"
            "  19490304       27 @ 0xbccc97 0xc61202\n");
    assert_head(text, "contentions/count delay/nanoseconds; period contentions/count 100; "
                      "duration 16502830000000");
    assert_samples(text, "2700 608881724 : bccc96@1 c61201@1\n");
}

static void without_frequency_delays_stay(void **state)
{
    (void)state;
    assert_samples(STR("--- mutex:\nsampling period=5\n7 3 @ 0x2\n"), "15 7 : 1@1\n");
    assert_samples(STR("--- contention:\ncycles/second=2000000000\n8 3 @ 0x2\n"), "3 4 : 1@1\n");
    assert_samples(STR("--- mutex:\ncycles/second=2000000000\nsampling period=0\n8 3 @ 0x2\n"),
                   "3 8 : 1@1\n");
    assert_samples(STR("--- mutex:\ncycles/second=0x10\nsampling period=-1\n8 3 @ 0x2\n"),
                   "3 8 : 1@1\n");
}

static void a_number_alone_is_split(void **state)
{
    (void)state;
    assert_samples(STR("--- mutex:\n123 @ 0x5\nx 1 2 34 5 @ 0x5\n"), "3 12 : 4@1\n5 34 : 4@1\n");
}

static void the_end_is_a_line_of_dashes(void **state)
{
    (void)state;
    assert_samples(STR("--- mutex:\n\n# c\n1 2 @ 0x5\n# c\n--- x\nrubbish\n"), "2 1 : 4@1\n");
    assert_samples(STR("--- mutex:\n--- x\nrubbish\n"), "");
    assert_samples(STR("--- mutex:"), "");
}

static void what_else_there_is_is_refused(void **state)
{
    (void)state;
    assert_refused(STR("--- mutex:\nhertz=5\n"), "line 2: ");
    assert_refused(STR("--- mutex:\nsampling period=five\n"), "line 2: ");
    assert_refused(STR("--- mutex:\nsampling period=5\n5 @ 0x5\n"), "line 3: ");
    assert_refused(STR("--- mutex:\n99999999999999999999 5 @ 0x5\n"), "line 2: ");
    assert_unknown(STR("--- mutexes\n"));
    assert_unknown(STR("\n--- mutex:\n"));
}

int legacy_contention_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delays_are_cycles_by_the_period),
        cmocka_unit_test(without_frequency_delays_stay),
        cmocka_unit_test(a_number_alone_is_split),
        cmocka_unit_test(the_end_is_a_line_of_dashes),
        cmocka_unit_test(what_else_there_is_is_refused),
    };
    return cmocka_run_group_tests_name("legacy contention", tests, NULL, NULL);
}
