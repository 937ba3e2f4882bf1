/* Values as people read them. */
#include "live/value.h"
#include "base/sink.h"
#include "unit/unit.h"

#include <math.h>

int value_tests(void);

static void assert_value(double value, const char *unit, const char *expected)
{
    char room[64];
    struct sink sink;
    sink_init_fixed(&sink, room, sizeof room);
    value_print(&sink, value, str_from_c(unit));
    assert_str(sink_str(&sink), expected);
}

static void values_have_three_digits(void **state)
{
    (void)state;
    assert_value(0, "bytes", "0B");
    assert_value(512, "bytes", "512B");
    assert_value(1536, "bytes", "1.5kB");
    assert_value(18.44 * 1048576, "bytes", "18.4MB");
    assert_value(-18.44 * 1048576, "bytes", "-18.4MB");
    assert_value(184.4 * 1048576, "bytes", "184MB");
    assert_value(20.0 * 1048576, "bytes", "20MB");
    assert_value(100.0 * 1048576, "bytes", "100MB");
    assert_value(1234567, "count", "1,234,567");
    assert_value(0, "count", "0");
    assert_value(12.5, "count", "12.5");
    assert_value(-0.001, "count", "0");
    assert_value(1.5e9, "nanoseconds", "1.5s");
    assert_value(1e300, "count", "9,000,000,000,000,000,000");
    assert_value(NAN, "count", "9,000,000,000,000,000,000");
}

static void assert_span(int64_t span_ns, const char *expected)
{
    char room[64];
    struct sink sink;
    sink_init_fixed(&sink, room, sizeof room);
    value_print_span(&sink, span_ns);
    assert_str(sink_str(&sink), expected);
}

static void spans_have_two_units_at_most(void **state)
{
    (void)state;
    int64_t second = 1000000000;
    assert_span(0, "0us");
    assert_span(350000000, "350ms");
    assert_span(42 * second, "42s");
    assert_span(90 * second, "1m 30s");
    assert_span(25 * 60 * second, "25m");
    assert_span(25 * 60 * second + 7 * second, "25m");
    assert_span(5400 * second, "1h 30m");
    assert_span(3600 * second, "1h");
    assert_span(86400 * second * 2 + 3600 * 5 * second, "2d 5h");
}

static void rates_suit_the_span(void **state)
{
    (void)state;
    assert_string_equal(value_rate_of(5000000000).unit, "/s");
    assert_string_equal(value_rate_of(60000000000).unit, "/min");
    assert_string_equal(value_rate_of(3600000000000).unit, "/h");
}

int value_tests(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_have_three_digits),
                                       cmocka_unit_test(spans_have_two_units_at_most),
                                       cmocka_unit_test(rates_suit_the_span)};
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
