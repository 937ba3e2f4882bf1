/* The calendar against the C library's. */
#include "base/time.h"
#include "base/host.h"
#include "base/sink.h"
#include "unit/unit.h"

#include <stdio.h>
#include <time.h>

int time_tests(void);

static void expect_text(int64_t time_ns, const struct host *host, const char *expected)
{
    char text[64];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text);
    time_print(&sink, time_ns, host);
    assert_str(sink_str(&sink), expected);
}

static void known_moments_have_known_dates(void **state)
{
    (void)state;
    static const struct {
        int64_t time_ns;
        const char *text;
    } CASES[] = {
        {0, "1970-01-01 00:00:00 UTC"},
        {-1, "1969-12-31 23:59:59 UTC"},
        {999999999, "1970-01-01 00:00:00 UTC"},
        {-1000000000, "1969-12-31 23:59:59 UTC"},
        {-1000000001, "1969-12-31 23:59:58 UTC"},
        {951782400000000000, "2000-02-29 00:00:00 UTC"},
        {951868800000000000, "2000-03-01 00:00:00 UTC"},
        {4107542400000000000, "2100-03-01 00:00:00 UTC"},
        {1795252289000000000, "2026-11-21 09:11:29 UTC"},
        {INT64_MAX, "2262-04-11 23:47:16 UTC"},
        {INT64_MIN, "1677-09-21 00:12:43 UTC"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        expect_text(CASES[i].time_ns, NULL, CASES[i].text);
}

static void random_moments_are_those_of_gmtime(void **state)
{
    (void)state;
    uint64_t random = 21;
    for (int i = 0; i < 20000; i++) {
        int64_t time_ns = (int64_t)unit_random(&random);
        time_t seconds = time_ns / 1000000000 - (time_ns % 1000000000 < 0);
        struct tm tm;
        char text[64];
        assert_non_null(gmtime_r(&seconds, &tm));
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &tm);
        expect_text(time_ns, NULL, text);
    }
}

static void every_day_of_four_centuries_follows_the_one_before(void **state)
{
    (void)state;
    for (int64_t day = -100000; day < 100000; day++) {
        time_t seconds = day * 86400;
        struct tm tm;
        char text[64];
        gmtime_r(&seconds, &tm);
        strftime(text, sizeof text, "%Y-%m-%d 00:00:00 UTC", &tm);
        expect_text(day * 86400 * 1000000000, NULL, text);
    }
}

static void zone_of_host(void *context, int64_t seconds, struct zone *zone)
{
    (void)context;
    zone->offset_seconds = seconds < 0 ? -12600 : 7200;
    snprintf(zone->name, sizeof zone->name, "%s", seconds < 0 ? "-0330" : "CEST");
}

static void the_hosts_zone_is_used(void **state)
{
    (void)state;
    struct host host = {.zone = zone_of_host}, without = {0};
    expect_text(0, &host, "1970-01-01 02:00:00 CEST");
    expect_text(-1, &host, "1969-12-31 20:29:59 -0330");
    expect_text(0, &without, "1970-01-01 00:00:00 UTC");
}

static void expect_exact(int64_t time_ns, const struct host *host, const char *expected)
{
    char text[80];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text);
    time_print_exact(&sink, time_ns, host);
    assert_str(sink_str(&sink), expected);
}

static void exact_moments_have_fractions_and_offsets(void **state)
{
    (void)state;
    struct host host = {.zone = zone_of_host};
    expect_exact(0, NULL, "1970-01-01 00:00:00 +0000 UTC");
    expect_exact(1, NULL, "1970-01-01 00:00:00.000000001 +0000 UTC");
    expect_exact(81500000, NULL, "1970-01-01 00:00:00.0815 +0000 UTC");
    expect_exact(123456789, &host, "1970-01-01 02:00:00.123456789 +0200 CEST");
    expect_exact(-1, &host, "1969-12-31 20:29:59.999999999 -0330 -0330");
    expect_exact(INT64_MAX, NULL, "2262-04-11 23:47:16.854775807 +0000 UTC");
    expect_exact(INT64_MIN, NULL, "1677-09-21 00:12:43.145224192 +0000 UTC");
}

static void moments_are_read_back(void **state)
{
    (void)state;
    uint64_t random = 23;
    for (int i = 0; i < 20000; i++) {
        int64_t time_ns = (int64_t)unit_random(&random) / 2, read;
        char text[64];
        struct sink sink;
        sink_init_fixed(&sink, text, sizeof text);
        time_print_rfc3339(&sink, time_ns);
        assert_true(time_parse_rfc3339(sink_str(&sink), &read));
        assert_int_equal(read, time_ns);
    }
}

static void moments_have_many_forms(void **state)
{
    (void)state;
    static const char *const SAME[] = {"2026-11-21T09:11:29Z", "2026-11-21t09:11:29.000z",
                                       "2026-11-21 10:11:29+01:00", "2026-11-20T22:41:29-10:30"};
    static const char *const WRONG[] = {"",
                                        "2026-11-21",
                                        "2026-11-21T09:11:29",
                                        "2026-02-30T09:11:29Z",
                                        "2026-13-01T09:11:29Z",
                                        "2026-11-21T24:00:00Z",
                                        "2026-11-21T09:11:29.Z",
                                        "2026-11-21T09:11:29Zx",
                                        "1677-01-01T00:00:00Z",
                                        "2026-11-21T09:11:29+0100"};
    int64_t read;
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        assert_true(time_parse_rfc3339(str_from_c(SAME[i]), &read));
        assert_int_equal(read, 1795252289000000000);
    }
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false(time_parse_rfc3339(str_from_c(WRONG[i]), &read));
}

static void times_of_day_are_read(void **state)
{
    (void)state;
    int64_t seconds;
    assert_true(time_parse_of_day(STR("18:30"), &seconds));
    assert_int_equal(seconds, 66600);
    assert_true(time_parse_of_day(STR("00:00:01"), &seconds));
    assert_int_equal(seconds, 1);
    assert_false(time_parse_of_day(STR("24:00"), &seconds));
    assert_false(time_parse_of_day(STR("8:30"), &seconds));
    assert_false(time_parse_of_day(STR("18:30:"), &seconds));
}

static void stamps_name_files(void **state)
{
    (void)state;
    char text[64];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text);
    time_print_stamp(&sink, 1795252289999999999);
    assert_str(sink_str(&sink), "20261121_091129");
}

int time_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_moments_have_known_dates),
        cmocka_unit_test(random_moments_are_those_of_gmtime),
        cmocka_unit_test(every_day_of_four_centuries_follows_the_one_before),
        cmocka_unit_test(the_hosts_zone_is_used),
        cmocka_unit_test(exact_moments_have_fractions_and_offsets),
        cmocka_unit_test(moments_are_read_back),
        cmocka_unit_test(moments_have_many_forms),
        cmocka_unit_test(times_of_day_are_read),
        cmocka_unit_test(stamps_name_files),
    };
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
