/* Java agents' profiles. */
#include "input/said.h"
#include "unit/unit.h"

#include <stdio.h>

int legacy_java_tests(void);

static void contentions_are_multiplied(void **state)
{
    (void)state;
    const struct str text = STR(
        "--- contentionz 1 ---\nformat = java\nresolution = microseconds\n"
        "sampling period = 0x64\nms since reset = 6019923\n"
        "            1     2 @ 0x00000003 0x00000004\n           14     1 @ 0x0000000d 0x3\n\n"
        "  0x00000003 com.example.f (source.java:3)\n  0x00000004 com.example.g (/lib/libg.so)\n"
        "  0x0000000d generated stub/JIT\n 0x99 unseen\n");
    assert_head(text, "contentions/count delay/microseconds; period contentions/count 100; "
                      "duration 6019923000000");
    assert_samples(text, "200 100 : com.example.f(source.java:3) com.example.g(libg.so:0)\n"
                         "100 1400 : STUB com.example.f(source.java:3)\n");
    assert_mappings(text, "");
}

static void heaps_are_unsampled(void **state)
{
    (void)state;
    const struct str text = STR("--- heapz 1 ---\r\nformat = java\nresolution = bytes\n"
                                "  7048  1 @ 0x00000003 0x5\n1048576 2 @ 0x3\n 0x3 GC");
    assert_head(text, "inuse_objects/count inuse_space/bytes; period / 0; duration 0");
    assert_samples(text, "74 527819 bytes=7048 : GC 0@1\n3 1658822 bytes=524288 : GC\n");
    assert_mappings(text, "0-ffffffffffffffff@0  \n");
}

static void names_are_cut_at_the_last_parenthesis(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
    } CASES[] = {{"a.b(c) (d (e.java:5)", "a.b(c) (d(e.java:5)"},
                 {"f  (x.java:-5)", "f (x.java:0)"},
                 {"f (:5)", "f(:5:0)"},
                 {"f ()", "f(.:0)"},
                 {"f (a/b/)", "f(b:0)"},
                 {"f(a.java:5)", "f(a.java:5)"},
                 {"f (a.java:5) x", "f (a.java:5) x"},
                 {"x generated stub/JIT y", "STUB"},
                 {"f (99999999999999999999:99999999999999999999)", "f(99999999999999999999:0)"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[300], expected[300];
        snprintf(text, sizeof text,
                 "--- contentionz 1 ---\nformat = java\nresolution = us\n1 1 @ 0x7\n0x7 %s\n",
                 CASES[i].text);
        snprintf(expected, sizeof expected, "1 1 : %s\n", CASES[i].name);
        assert_samples(str_from_c(text), expected);
    }
}

static void functions_of_one_name_have_the_first_file(void **state)
{
    (void)state;
    assert_samples(STR("--- heapz 1 ---\nresolution = bytes\n1048576000 1 @ 0x1 0x2\n"
                       "0x2 f (b.java:2)\n0x1 f (a.java:1)\n0x2 f (c.java:3)\n"),
                   "1 1048576000 bytes=1048576000 : f(b.java:1) f(b.java:3)\n");
}

static void what_is_broken_is_refused(void **state)
{
    (void)state;
    assert_refused(STR("--- heapz 1 ---\nformat = cpp\n"), "line 2: ");
    assert_refused(STR("--- heapz 1 ---\nsampling period = 5\n"), "line 2: ");
    assert_refused(STR("--- heapz 1 ---\nresolution = bytes\n5 0 @ 0x1\n"), "line 3: ");
    assert_refused(STR("--- heapz 1 ---\nresolution = bytes\n5 08 @ 0x1\n"), "line 3: ");
    assert_refused(STR("--- heapz 1 ---\n5 1 @ 0x1\n"), "resolution");
    assert_refused(STR("--- heapz 1 ---\nresolution = b\n5 1 @ 0x1\n0x10000000000000000 f\n"),
                   "line 4: ");
    assert_unknown(STR("--- heapz 2 ---\n"));
    assert_unknown(STR("--- heapz 1 ---"));
    assert_samples(STR("--- heapz 1 ---\n"), "");
}

int legacy_java_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contentions_are_multiplied),
        cmocka_unit_test(heaps_are_unsampled),
        cmocka_unit_test(names_are_cut_at_the_last_parenthesis),
        cmocka_unit_test(functions_of_one_name_have_the_first_file),
        cmocka_unit_test(what_is_broken_is_refused),
    };
    return cmocka_run_group_tests_name("legacy java", tests, NULL, NULL);
}
