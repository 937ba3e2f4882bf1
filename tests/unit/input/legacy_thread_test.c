/* threadz. */
#include "input/said.h"
#include "unit/unit.h"

int legacy_thread_tests(void);

#define MAIN "--- Thread 7f (name: main/1) stack: ---\n"
#define END "---- no stack trace for 5\n"

static void leaves_are_as_they_are(void **state)
{
    (void)state;
    const struct str text = STR("--- threadz 1 ---\n\n" MAIN "  PC:  0x0010: f(arg *)\n  0x20: g\n"
                                "  creator: 0x30 0x40\n" MAIN " 0x10\n" END);
    assert_head(text, "thread/count; period thread/count 1; duration 0");
    assert_samples(text, "1 : 10@1 1f@1 2f@1 3f@1\n1 : 10@1\n");
}

static void the_same_thread_counts_with_the_one_before(void **state)
{
    (void)state;
    assert_samples(STR(MAIN "same as previous thread\n" MAIN "0x10\n" MAIN
                            "0x50 \n[same as previous thread]\n" MAIN "\n" END),
                   "3 : 10@1\n");
}

static void a_leaf_seen_twice_is_one(void **state)
{
    (void)state;
    assert_samples(STR(MAIN "0x10 0x10 0x20\n" END), "1 : 10@1 1f@1\n");
    assert_samples(STR(MAIN "0x10 0x11 0x20\n" END), "1 : 10@1 10@1 1f@1\n");
}

static void the_map_follows(void **state)
{
    (void)state;
    assert_mappings(STR("# c\nx --- threadz 22 --- y\nignored\n" MAIN "0x401000\n"
                        "--- Memory map: ---\n400000-500000 r-xp 0 08:01 3 /a\n"),
                    "400000-500000@0 /a \n");
}

static void a_list_without_end_is_refused(void **state)
{
    (void)state;
    assert_refused(STR(MAIN "0x10\n"), "line 2: ");
    assert_refused(STR("--- threadz 1 ---\n"), "Thread");
    assert_refused(STR("--- threadz 1 ---\n--- Thread 7f (name: main/) stack: ---\n"), "Thread");
    assert_unknown(STR("--- threadz x ---\n" MAIN END));
    assert_unknown(STR("--- Thread 7g (name: main/1) stack: ---\n" END));
    assert_samples(STR("--- Thread 7f (name: ) stack: --- /7) stack: ---\n" END), "");
}

int legacy_thread_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_are_as_they_are),
        cmocka_unit_test(the_same_thread_counts_with_the_one_before),
        cmocka_unit_test(a_leaf_seen_twice_is_one),
        cmocka_unit_test(the_map_follows),
        cmocka_unit_test(a_list_without_end_is_refused),
    };
    return cmocka_run_group_tests_name("legacy thread", tests, NULL, NULL);
}
