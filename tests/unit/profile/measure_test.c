/* Measurements against what pprof prints. */
#include "profile/measure.h"
#include "unit/unit.h"

int measure_tests(void);

static void labels_are_those_of_pprof(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *from, *to, *text;
    } CASES[] = {
        {1536, "B", "auto", "1.50kB"},
        {1024, "bytes", "auto", "1kB"},
        {1023, "bytes", "minimum", "1023B"},
        {0, "bytes", "auto", "0"},
        {1, "byte", "auto", "1B"},
        {3 << 20, "kilobytes", "auto", "3GB"},
        {1, "MB", "kb", "1024kB"},
        {1024, "B", "PB", "0"},
        {59999, "ms", "auto", "60s"},
        {150, "ms", "s", "0.15s"},
        {10000000000, "nanoseconds", "auto", "10s"},
        {16488000000000, "nanoseconds", "auto", "4.58hrs"},
        {999, "ns", "auto", "999ns"},
        {1500, "nanosecond", "auto", "1.50us"},
        {-1500, "ns", "auto", "-1.50us"},
        {-1536, "B", "auto", "-1.50kB"},
        {60, "s", "ns", "60000000000ns"},
        {90, "minutes", "auto", "90"},
        {5, "ns", "hours", "0"},
        {1500, "\xce\xbcs", "auto", "1.50ms"},
        {1500, "\xc2\xb5s", "auto", "1500"},
        {7, "s", "furlongs", "7s"},
        {5, "foo", "bar", "5bar"},
        {5, "foo", "foo", "5foo"},
        {5, "samples", "count", "5"},
        {5, "count", "sample", "5"},
        {5, "count", "unit", "5"},
        {5, "count", "minimum", "5"},
        {10, "cycles", "cycles", "10cycles"},
        {1, "GCU", "auto", "1GCU"},
        {1500, "GCUs", "auto", "1.50k*GCU"},
        {1500, "milligcu", "auto", "1.50GCU"},
        {1, "nanogcu", "auto", "1n*GCU"},
        {INT64_MAX, "count", "count", "9223372036854775808"},
        {INT64_MIN, "count", "count", "-9223372036854775808"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct measure_text text =
            measure_label(CASES[i].value, str_from_c(CASES[i].from), str_from_c(CASES[i].to));
        assert_str(measure_str(&text), CASES[i].text);
    }
}

static void units_are_read_without_case_and_plural(void **state)
{
    (void)state;
    static const char *const TIMES[] = {
        "ns",  "Nanoseconds", "NANOSECOND", "us",   "microseconds", "ms", "Milliseconds", "s",
        "sec", "secs",        "seconds",    "hour", "hrs",          "hr", "Hours"};
    static const char *const OTHERS[] = {"",  "bytes", "minute", "day",
                                         "n", "nss s", "count",  "secondssecondssecondsseconds"};
    for (size_t i = 0; i < sizeof TIMES / sizeof *TIMES; i++)
        if (!measure_is_time(str_from_c(TIMES[i])))
            fail_msg("%s is no time", TIMES[i]);
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (measure_is_time(str_from_c(OTHERS[i])))
            fail_msg("%s is a time", OTHERS[i]);
}

static void percentages_are_six_wide_and_without_sign(void **state)
{
    (void)state;
    static const struct {
        int64_t value, total;
        const char *text;
    } CASES[] = {
        {0, 100, "    0%"},      {5, 0, "    0%"},         {371, 1000, "37.10%"},
        {9, 1000, "  0.9%"},     {1, 100000000, "1e-06%"}, {100, 100, "  100%"},
        {9995, 10000, "  100%"}, {10005, 10000, "  100%"}, {9994, 10000, "99.94%"},
        {-371, 1000, "37.10%"},  {371, -1000, "37.10%"},   {50, 1, "5000.00%"},
        {1, 100, " 1.00%"},      {2, 300, " 0.67%"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct measure_text text = measure_percentage(CASES[i].value, CASES[i].total);
        assert_str(measure_str(&text), CASES[i].text);
    }
}

static void shares_of_pictures_have_one_decimal(void **state)
{
    (void)state;
    static const struct {
        int64_t value, total;
        const char *text;
    } CASES[] = {{0, 9, "0"},          {1, 10000, "<0.1%"},  {1, 1000, "0.1%"},
                 {999, 1000, "99.9%"}, {1000, 1000, "100%"}, {9996, 10000, "100%"},
                 {-1, 2, "50.0%"},     {3, 0, "0"},          {2, 1, "200.0%"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct measure_text text = measure_share(CASES[i].value, CASES[i].total);
        assert_str(measure_str(&text), CASES[i].text);
    }
}

static void units_of_one_family_convert(void **state)
{
    (void)state;
    assert_true(measure_same_family(STR("ns"), STR("Seconds")));
    assert_true(measure_same_family(STR("bytes"), STR("MB")));
    assert_true(measure_same_family(STR("gcu"), STR("nanogcu")));
    assert_true(measure_same_family(STR("widgets"), STR("widgets")));
    assert_true(measure_same_family(STR(""), STR("")));
    assert_false(measure_same_family(STR("widgets"), STR("widget")));
    assert_false(measure_same_family(STR("ns"), STR("bytes")));
    assert_false(measure_same_family(STR("ns"), STR("count")));
    assert_false(measure_same_family(STR("ns"), STR("")));
}

static void an_endless_unit_is_cut(void **state)
{
    (void)state;
    char unit[500];
    memset(unit, 'u', sizeof unit);
    struct measure_text text = measure_label(7, STR("x"), (struct str){unit, sizeof unit});
    assert_true(text.size < sizeof text.at);
    assert_int_equal(text.at[text.size], 0);
}

int measure_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_those_of_pprof),
        cmocka_unit_test(units_are_read_without_case_and_plural),
        cmocka_unit_test(percentages_are_six_wide_and_without_sign),
        cmocka_unit_test(shares_of_pictures_have_one_decimal),
        cmocka_unit_test(units_of_one_family_convert),
        cmocka_unit_test(an_endless_unit_is_cut),
    };
    return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
