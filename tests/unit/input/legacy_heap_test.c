/* Heap, growth and fragmentation. */
#include "input/said.h"
#include "unit/unit.h"

int legacy_heap_tests(void);

static void two_pairs_where_allocations_differ(void **state)
{
    (void)state;
    const struct str text = STR("heap profile: 1: 32 [4: 128] @ heap/1048576\n"
                                "0: 0 [3: 96] @ 0x401000 0x402000\n#\tmain.f\n\n"
                                "  1: 32 [1: 32] @ 0x401000 0x1\n");
    assert_head(text, "alloc_objects/count alloc_space/bytes inuse_objects/count "
                      "inuse_space/bytes; period space/bytes 524288; duration 0");
    assert_samples(text, "49153 1572912 0 0 bytes=32 : 400fff@1 401fff@1\n"
                         "16384 524304 16384 524304 bytes=32 : 400fff@1 0@0\n");
    assert_mappings(text, "0-ffffffffffffffff@0  \n");
}

static void one_pair_where_they_are_the_same_or_not_counted(void **state)
{
    (void)state;
    static const char HEAD[] = "objects/count space/bytes; period space/bytes 524288; duration 0";
    assert_head(STR("heap profile: 1: 32 [1: 32] @ heap_v2/524288\n"), HEAD);
    assert_head(STR("heap profile: 1: 32 [0: 0] @heapz_v2/524288"), HEAD);
    assert_head(STR("x heap profile:1:32[1:32] heapz_v2/524288"
                    "heap profile:1: 32 [ 1: 32]@heapz_v2/524288"),
                HEAD);
    assert_head(STR("heap profile: 1: 32 [1: 032] @ heapprofile"),
                "alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes; "
                "period space/bytes 1; duration 0");
}

static void samples_are_scaled_by_their_chance(void **state)
{
    (void)state;
    assert_samples(STR("heap profile: 3: 6144 [3: 6144] @ heap_v2/524288\n"
                       "1: 2048 [2: 4096] @ 0x2\n"
                       "2: 4096000000 [2: 4096] @ 0x2\n"
                       "0: 0 [2: 4096] @ 0x2\n"
                       "5: 0 [2: 4096] @ 0x2\n"),
                   "256 525312 bytes=2048 : 1@1\n2 4096000000 bytes=2048000000 : 1@1\n"
                   "0 0 bytes=0 : 1@1\n0 0 bytes=0 : 1@1\n");
    assert_samples(STR("heap profile: 3: 6144 [3: 6144] @ heapprofile/5\n1: 2 [0: 0] @"),
                   "1 2 bytes=2 :\n");
    assert_samples(STR("heap profile: 3: 6144 [3: 6144] @ heap/3\n1: 2 [0: 0] @"),
                   "1 2 bytes=2 :\n");
    assert_samples(STR("heap profile: 3: 6144 [3: 6144] @ heap_v2\n1: 2 [0: 0] @"),
                   "1 2 bytes=2 :\n");
}

static void negative_counts_are_read(void **state)
{
    (void)state;
    assert_samples(STR("heap profile: 1: 1 [1: 1] @ heapprofile\n"
                       "-1: -5 [0: 0] @ 0x3\n"
                       "-2: -7 [0: 0] @ 0x3\n"
                       "-1: -9223372036854775808 [0: 0] @ 0x3\n"),
                   "-1 -5 bytes=5 : 2@1\n-2 -7 bytes=3 : 2@1\n"
                   "-1 -9223372036854775808 bytes=-9223372036854775808 : 2@1\n");
}

static void a_sample_may_stand_in_other_words(void **state)
{
    (void)state;
    assert_samples(STR("heap profile: 1: 1 [1: 1] @ growth\nx 12 3: 4 [5: 6] @ 0x10 y 0x20\n"),
                   "3 4 bytes=1 : f@1\n");
    assert_samples(STR("heap profile: 1: 1 [1: 1] @ fragmentationz\n1-3:4[5:6] @0x10\n"),
                   "-3 4 bytes=-1 : f@1\n");
}

static void broken_samples_are_refused_with_their_line(void **state)
{
    (void)state;
    assert_refused(STR("heap profile: 1: 1 [1: 1] @ heap/2\n\n1: 2 [1: 2] 0x5\n"), "line 3: ");
    assert_refused(STR("heap profile: 1: 1 [1: 1] @ heap/2\n0: 2 [1: 2] @ 0x5\n"),
                   "line 2: no objects");
    assert_refused(STR("heap profile: 1: 1 [1: 1] @ heap/2\n"
                       "9223372036854775808: 2 [1: 2] @ 0x5\n"),
                   "63 bits");
    assert_refused(STR("heap profile: 1: 1 [1: 1] @ heap/2\n1: 2 [1: 2] @ 0x10000000000000000\n"),
                   "line 2: an address");
    assert_refused(STR("heap profile: 1: 1 [1: 1] @ heap_v3/2\n"), "line 1: this kind");
    assert_refused(STR("heap profile: 1: 1 [1: 1] @ heap/9223372036854775808\n"), "line 1: ");
    assert_unknown(STR("heap profile: 1: 1 [1: 1] @ shape\n"));
    assert_unknown(STR("\nheap profile: 1: 1 [1: 1] @ heap/2\n"));
}

static void a_line_too_long_is_refused(void **state)
{
    (void)state;
    static char text[70000];
    memset(text, '#', sizeof text);
    memcpy(text, "heap profile: 1: 1 [1: 1] @ heap/2\n", 35);
    assert_refused((struct str){text, sizeof text}, "line 2: longer");
}

int legacy_heap_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_pairs_where_allocations_differ),
        cmocka_unit_test(one_pair_where_they_are_the_same_or_not_counted),
        cmocka_unit_test(samples_are_scaled_by_their_chance),
        cmocka_unit_test(negative_counts_are_read),
        cmocka_unit_test(a_sample_may_stand_in_other_words),
        cmocka_unit_test(broken_samples_are_refused_with_their_line),
        cmocka_unit_test(a_line_too_long_is_refused),
    };
    return cmocka_run_group_tests_name("legacy heap", tests, NULL, NULL);
}
