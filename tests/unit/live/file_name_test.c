/* What names of files say. */
#include "live/file_name.h"
#include "unit/unit.h"

#define MOMENT INT64_C(1795338900000000000) /* 2026-11-22 09:15:00 */

int file_name_tests(void);

static void expect(const char *name, const char *kind, const char *service, int64_t time_ns)
{
    struct file_name read = file_name_read(str_from_c(name));
    assert_true(str_equal(read.kind, str_from_c(kind)));
    assert_true(str_equal(read.service, str_from_c(service)));
    assert_int_equal(read.time_ns, time_ns);
}

static void names_of_capture_are_read(void **state)
{
    (void)state;
    expect("heap_20261122_091500.pb.gz", "heap", "", MOMENT);
    expect("heap-delta_20261122_091500-2.pb.gz", "heap-delta", "", MOMENT);
    expect("profile_20261122_091500.pb.gz", "cpu", "", MOMENT);
    expect("trace_20261122T091500.trace", "trace", "", MOMENT);
}

static void a_service_stands_before_the_kind_of_a_moment(void **state)
{
    (void)state;
    expect("api_heap_20261122_091500.pb.gz", "heap", "api", MOMENT);
    expect("shop-eu.goroutines-20261122-091500", "goroutine", "shop-eu", MOMENT);
    expect("before.heap.pb.gz", "heap", "", 0);
}

static void other_names_say_nothing(void **state)
{
    (void)state;
    expect("", "", "", 0);
    expect("x.pb.gz", "", "", 0);
    expect("_-.__", "", "", 0);
    expect("heapish_2026112_091500", "", "", 0);
    expect("cpu_20261399_996199", "cpu", "", 0);
    expect("cpu_20261122_09150", "cpu", "", 0);
}

int file_name_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_capture_are_read),
        cmocka_unit_test(a_service_stands_before_the_kind_of_a_moment),
        cmocka_unit_test(other_names_say_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
