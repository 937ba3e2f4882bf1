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

int time_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_moments_have_known_dates),
        cmocka_unit_test(random_moments_are_those_of_gmtime),
        cmocka_unit_test(every_day_of_four_centuries_follows_the_one_before),
        cmocka_unit_test(the_hosts_zone_is_used),
        cmocka_unit_test(exact_moments_have_fractions_and_offsets),
    };
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
