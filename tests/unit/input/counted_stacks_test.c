/* Counts by stack with the names of functions. */
#include "input/counted_stacks.h"
#include "base/arena.h"
#include "input/said.h"
#include "unit/unit.h"

int counted_stacks_tests(void);

#define HEAD "goroutine/count; period goroutine/count 1; duration 0"

static void names_come_from_the_comments(void **state)
{
    (void)state;
    assert_counted(
        STR("goroutine profile: total 4\n"
            "3 @ 0x489b4e 0x67a606 0x67a5f3 0x491261\n"
            "#\t0x67a605\tmain.(*T).get+0x25\t/a b/m.go:47\n"
            "#\t0x67a5f2\tmain.main+0x12\t\t\t/m.go:49\n\n"
            "1 @ 0x67a5f3 0x491261\n#\t0x67a5f2\tmain.main+0x12\t/m.go:49\n"),
        HEAD, "3 : main.(*T).get(/a b/m.go:47) main.main(/m.go:49)\n1 : main.main(/m.go:49)\n");
}

static void labels_stand_before_them(void **state)
{
    (void)state;
    assert_counted(STR("goroutine profile: total 2\n2 @ 0x5 0x6\n"
                       "# labels: {\"region\":\"eu\", \"tenant\":\"a \\\"b\\\"\\a\"}\n"
                       "#\t0x4\tmain.f+0x0\t/m.go:3\n"),
                   HEAD, "2 region=eu tenant=a \"b\"\a : main.f(/m.go:3)\n");
}

static void the_type_is_the_name(void **state)
{
    (void)state;
    assert_counted(STR("own.profile profile: total 2\r\n2 @ 0x5\r\n#\t0x4\tmain.f\t/m.go:3\r\n"),
                   "own.profile/count; period own.profile/count 1; duration 0",
                   "2 : main.f(/m.go:3)\n");
}

static void a_stack_without_names_says_so(void **state)
{
    (void)state;
    assert_counted(STR("goroutine profile: total 3\n2 @ 0x5\n#\t0x4\n\n1 @ 0x7\n"
                       "#\t0x6\tmain.f+0x1\t/m.go:3\n"),
                   HEAD, "2 : [stack unavailable]\n1 : main.f(/m.go:3)\n");
}

static void what_go_does_not_write_so_is_left_to_other_readers(void **state)
{
    (void)state;
    static const struct str OTHERS[] = {
        STR_INIT(""),
        STR_INIT("goroutine profile: total 3\n3 @ 0x5\n"),
        STR_INIT("goroutine profile: total x\n3 @ 0x5\n#\t0x4\tf\t/m.go:3\n"),
        STR_INIT("a goroutine profile: total 3\n3 @ 0x5\n#\t0x4\tf\t/m.go:3\n"),
        STR_INIT("goroutine profile: total 3\nx @ 0x5\n#\t0x4\tf\t/m.go:3\n"),
        STR_INIT("goroutine profile: total 3\n0 @ 0x5\n#\t0x4\tf\t/m.go:3\n"),
        STR_INIT("goroutine profile: total 3\n-1 @ 0x5\n#\t0x4\tf\t/m.go:3\n"),
        STR_INIT("goroutine profile: total 3\n3 @ 0x5\n#\t0x4\tf\t/m.go:3\nMAPPED_LIBRARIES:\n"),
        STR_INIT("heap profile: 1: 2 [1: 2] @ heap/1024\n1: 2 [1: 2] @ 0x5\n#\t0x4\tf\t/m.go:3\n"),
    };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_not_counted(OTHERS[i]);
}

int counted_stacks_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_come_from_the_comments),
        cmocka_unit_test(labels_stand_before_them),
        cmocka_unit_test(the_type_is_the_name),
        cmocka_unit_test(a_stack_without_names_says_so),
        cmocka_unit_test(what_go_does_not_write_so_is_left_to_other_readers),
    };
    return cmocka_run_group_tests_name("counted_stacks", tests, NULL, NULL);
}
