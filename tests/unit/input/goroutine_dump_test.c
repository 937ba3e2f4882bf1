/* Dumps of goroutines. */
#include "input/goroutine_dump.h"
#include "base/arena.h"
#include "input/said.h"
#include "unit/unit.h"

int goroutine_dump_tests(void);

#define MAIN "goroutine 1 [running]:\nmain.main()\n\t/a/main.go:9 +0x1d\n"

static void a_goroutine_is_a_sample(void **state)
{
    (void)state;
    assert_dump(STR("goroutine 1 [running]:\nmain.f(0x1, {0x2, 0x3}, ...)\n\t/a/f.go:7 +0x1d\n"
                    "main.main()\n\t/a/main.go:9 +0x2\n\n"
                    "goroutine 18 [chan receive, 12 minutes]:\nmain.(*T).run(0xc000012345?)\n"
                    "\t/a b/t.go:33 +0x45\ncreated by main.main in goroutine 1\n"
                    "\t/a/main.go:8 +0x11\n"),
                "1 goroutine=1 state=running : main.f(/a/f.go:7) main.main(/a/main.go:9)\n"
                "1 goroutine=18 state=chan receive wait=12minutes creator=main.main "
                "creator_line=/a/main.go:8 : main.(*T).run(/a b/t.go:33)\n");
}

static void inlined_frames_are_lines_of_the_frame_that_follows(void **state)
{
    (void)state;
    assert_dump(
        STR("goroutine 1 [select]:\nmain.a(...)\n\t/m.go:1\nmain.b(...)\n\t/m.go:2\n"
            "main.main()\n\t/m.go:3 +0x5\n"),
        "1 goroutine=1 state=select : main.a(/m.go:1)<main.b(/m.go:2)<main.main(/m.go:3)\n");
    /* What it is inlined into may be a wrapper that Go does not print. */
    assert_dump(STR("goroutine 9 [select]:\nmain.(*worker).run(...)\n\t/m.go:1\n"
                    "created by main.main in goroutine 1\n\t/m.go:2 +0x1\n"),
                "1 goroutine=9 state=select creator=main.main creator_line=/m.go:2 : "
                "main.(*worker).run(/m.go:1)\n");
    /* Arguments that are too many look alike, but the frame has an address. */
    assert_dump(STR("goroutine 1 [select]:\nmain.a(...)\n\t/m.go:1 +0x2\nmain.main()\n"
                    "\t/m.go:3 +0x5\n"),
                "1 goroutine=1 state=select : main.a(/m.go:1) main.main(/m.go:3)\n");
}

static void names_are_those_of_profiles(void **state)
{
    (void)state;
    assert_dump(
        STR("goroutine 1 [running]:\npanic({0x4e2f00?, 0xc000014250?})\n\t/p.go:884 +0x213\n"
            "main.(*queue[...]).take(0x0)\n\t/m.go:1 +0x5\n"
            "example.org/a%2eb/c.Map[...].func1.2()\n\t/m.go:2 +0x5\n"
            "runtime.main()\n\t/r.go:290 +0x2d5 fp=0xc0 sp=0xc1 pc=0x453675\n"
            "runtime.goexit({})\n\t/asm.s:1771 +0x1 fp=0x18 sp=0x18 pc=0x49\n"),
        "1 goroutine=1 state=running : runtime.gopanic(/p.go:884) "
        "main.(*queue[...]).take(/m.go:1) example.org/a%2eb/c.Map[...].func1.2(/m.go:2) "
        "runtime.main(/r.go:290)\n");
    /* Wrappers that the compiler makes are in neither. */
    assert_dump(STR("goroutine 1 [select]:\nmain.run(...)\n\t/m.go:1\nmain.main.gowrap12()\n"
                    "\t/m.go:2 +0x5 fp=0x1\nmain.gowrap()\n\t/m.go:3 +0x5\n"),
                "1 goroutine=1 state=select : main.run(/m.go:1) main.gowrap(/m.go:3)\n");
}

static void other_text_around_it_is_left_out(void **state)
{
    (void)state;
    const char *one = "1 goroutine=1 state=running : main.main(/a/main.go:9)\n";
    assert_dump(STR("panic: oops: main.go:3\n\n" MAIN "exit status 2\n"), one);
    assert_dump(STR("2026/01/02 a log: 12\n\tx.go:3\n" MAIN "\n[GIN] 200\n\tmain.x()\n"), one);
    assert_dump(STR("SIGQUIT: quit\nPC=0x48 m=0 sigcode=0\n\n" MAIN "\nrax    0xca\nrbx    0x0\n"),
                one);
    assert_dump(STR("goroutine 1 [running]:\nmain.f()\nsomebody else's line\nmain.main()\n"
                    "\t/a/main.go:9 +0x1d\n"),
                one);
    assert_dump(STR("goroutine 1 [running]:\r\nmain.main()\r\n\t/a/main.go:9 +0x1d\r\n"), one);
    assert_dump(STR("  goroutine 1 [running]:\nmain.main()\n        /a/main.go:9 +0x1d\n"), one);
}

static void stacks_that_lack_frames_say_so(void **state)
{
    (void)state;
    const struct str elided = STR("goroutine 1 [running]:\nmain.f()\n\t/m.go:1 +0x1\n"
                                  "...52 frames elided...\nmain.main()\n\t/m.go:2 +0x5\n");
    assert_dump(elided, "1 goroutine=1 state=running : main.f(/m.go:1) [frames elided] "
                        "main.main(/m.go:2)\n");
    assert_dump_notes(elided, NOTE_FRAMES_ELIDED, 1);
    assert_dump(STR("goroutine 1 [running]:\nmain.f()\n\t/m.go:1 +0x1\n"
                    "...additional frames elided...\n"),
                "1 goroutine=1 state=running : main.f(/m.go:1) [frames elided]\n");
    assert_dump(STR("goroutine 7 [running]:\n\tgoroutine running on other thread; stack "
                    "unavailable\ncreated by main.main\n\t/m.go:8 +0x11\n"),
                "1 goroutine=7 state=running creator=main.main creator_line=/m.go:8 : "
                "[stack unavailable]\n");
}

static void frames_of_c_have_no_arguments(void **state)
{
    (void)state;
    assert_dump(STR("goroutine 1 [syscall]:\nnon-Go function\n\tpc=0x1234\ncrunch\n"
                    "\t/c/x.c:12 pc=0x99\nnon-Go function at pc=0x4\nmain.main()\n"
                    "\t/m.go:2 +0x5\n"),
                "1 goroutine=1 state=syscall : non-Go function crunch(/c/x.c:12) non-Go function "
                "main.main(/m.go:2)\n");
}

static void ancestors_are_left_out(void **state)
{
    (void)state;
    assert_dump(STR("goroutine 7 [select]:\nmain.f()\n\t/m.go:1 +0x1\ncreated by main.g\n"
                    "\t/m.go:8 +0x11\n[originating from goroutine 3]:\nmain.g(...)\n"
                    "\t/m.go:8 +0x11\ncreated by main.main\n\t/m.go:5 +0x1\n"),
                "1 goroutine=7 state=select creator=main.g creator_line=/m.go:8 : "
                "main.f(/m.go:1)\n");
}

static void what_the_header_says_becomes_labels(void **state)
{
    (void)state;
    assert_dump(STR("goroutine 1 [sleep, locked to thread, synctest bubble 4 labels:{\"k\": "
                    "\"v\"}]:\nmain.main()\n\t/m.go:2 +0x5\n"),
                "1 goroutine=1 state=sleep thread=locked bubble=4 k=v : main.main(/m.go:2)\n");
}

static void a_dump_that_is_cut_off_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    static const struct str CUT[] = {
        STR_INIT(MAIN "\ngoroutine 5 [select]:"),
        STR_INIT(MAIN "\ngoroutine 5 [select]:\n"),
        STR_INIT(MAIN "\ngoroutine 5 [select]:\nmain.f("),
        STR_INIT(MAIN "\ngoroutine 5 [select]:\nmain.f()\n"),
        STR_INIT(MAIN "\ngoroutine 5 [select]:\nmain.f()\n\t/m.go:1 +0x1\n"),
        STR_INIT(MAIN "\ngoroutine 5 [select]:\nmain.f()\n\t/m.go:1 +0x1\ncreated by main.ma"),
        STR_INIT(MAIN "\ngoroutine 5 [select]:\nmain.f()\n\t/m.go:1 +0x1\ncreated by main.main\n"
                      "\t/a/mai"),
        STR_INIT(MAIN "\ngoroutine 5 [sel"),
    };
    for (size_t i = 0; i < sizeof CUT / sizeof *CUT; i++)
        assert_dump_notes(CUT[i], NOTE_GOROUTINES_CUT, 1);
    assert_dump(CUT[4], "1 goroutine=1 state=running : main.main(/a/main.go:9)\n"
                        "1 goroutine=5 state=select : main.f(/m.go:1) [frames elided]\n");
    assert_dump(CUT[7], "1 goroutine=1 state=running : main.main(/a/main.go:9)\n");
    assert_dump_notes(STR(MAIN), NOTE_GOROUTINES_CUT, 0);
    assert_dump_notes(str_slice(STR(MAIN), 0, sizeof MAIN - 2), NOTE_GOROUTINES_CUT, 0);
}

static void a_buffer_that_is_full_was_too_small(void **state)
{
    (void)state;
    enum { SIZE = 4096 };
    static const char START[] = "goroutine 5 [select]:\nmain.f",
                      END[] =
                          "()\n\t/m.go:1 +0x1\ncreated by main.main in goroutine 1\n\t/m.go:2 +0x1";
    char text[SIZE];
    for (size_t size = SIZE - 1; size <= SIZE; size++) {
        memset(text, 'x', size);
        memcpy(text, START, sizeof START - 1);
        memcpy(text + size - (sizeof END - 1), END, sizeof END - 1);
        assert_dump_notes((struct str){text, size}, NOTE_GOROUTINES_CUT, size == SIZE);
    }
}

static void several_dumps_are_added_up_and_said(void **state)
{
    (void)state;
    assert_dump_notes(STR(MAIN "\n" MAIN), NOTE_GOROUTINE_AGAIN, 1);
    assert_dump_notes(STR("goroutine 0 [idle]:\nr.f()\n\t/f.s:1 +0x2\n\n"
                          "goroutine 0 [idle]:\nr.f()\n\t/f.s:1 +0x2\n"),
                      NOTE_GOROUTINE_AGAIN, 0);
}

static void text_without_goroutines_is_no_dump(void **state)
{
    (void)state;
    assert_no_dump(STR("main;f 3\n"));
    assert_no_dump(STR("goroutine profile: total 3\n3 @ 0x5\n"));
    assert_no_dump(STR("goroutine 5 running\nmain.f()\n\t/m.go:1 +0x1\n"));
    assert_false(goroutine_dump_may_be(STR("")));
    assert_false(goroutine_dump_may_be(STR("\x0a\x04\x08\x01")));
    assert_false(goroutine_dump_may_be(STR("{\"a\": 1}")));
    assert_false(goroutine_dump_may_be(STR("<html>")));
}

static void stacks_and_places_are_kept_once(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    const struct profile *profile =
        goroutine_dump_read(STR(MAIN "\ngoroutine 2 [running]:\nmain.main()\n\t/a/main.go:9 +0x1d\n"
                                     "created by main.x\n\t/a/main.go:1 +0x1\n"),
                            &arena, &budget, NULL);
    assert_int_equal(profile->sample_count, 2);
    assert_int_equal(profile->stack_count, 1);
    assert_int_equal(profile->location_count, 1);
    assert_int_equal(profile->function_count, 1);
    arena_fini(&store);
}

static void the_budget_ends_the_reading(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {.limit = 2, .work = 2};
    struct error error = {.kind = ERROR_NONE};
    assert_null(goroutine_dump_read(STR(MAIN), &arena, &budget, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    arena_fini(&store);
}

int goroutine_dump_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goroutine_is_a_sample),
        cmocka_unit_test(inlined_frames_are_lines_of_the_frame_that_follows),
        cmocka_unit_test(names_are_those_of_profiles),
        cmocka_unit_test(other_text_around_it_is_left_out),
        cmocka_unit_test(stacks_that_lack_frames_say_so),
        cmocka_unit_test(frames_of_c_have_no_arguments),
        cmocka_unit_test(ancestors_are_left_out),
        cmocka_unit_test(what_the_header_says_becomes_labels),
        cmocka_unit_test(a_dump_that_is_cut_off_is_read_as_far_as_it_goes),
        cmocka_unit_test(a_buffer_that_is_full_was_too_small),
        cmocka_unit_test(several_dumps_are_added_up_and_said),
        cmocka_unit_test(text_without_goroutines_is_no_dump),
        cmocka_unit_test(stacks_and_places_are_kept_once),
        cmocka_unit_test(the_budget_ends_the_reading),
    };
    return cmocka_run_group_tests_name("goroutine_dump", tests, NULL, NULL);
}
