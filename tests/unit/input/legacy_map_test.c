/* The memory map and which mapping an address is in. */
#include "base/arena.h"
#include "base/budget.h"
#include "input/legacy.h"
#include "input/said.h"
#include "unit/unit.h"

#include <stdio.h>

int legacy_map_tests(void);

#define HEADER "--- contention:\n1 1 @ 0x1001 0x400101\n--- Memory map: ---\n"

static void lines_are_as_proc_maps_or_shorter(void **state)
{
    (void)state;
    static const struct {
        const char *line, *mapping;
    } CASES[] = {
        {"1000-400200 r-xp 00000010 08:01 123   /bin/main x", "1000-400200@10 /bin/main \n"},
        {"  0x1000-0x400200: /bin/main (@Ff00) abc123z", "1000-400200@ff00 /bin/main abc123\n"},
        {"1000 400200 /bin/main abc", "1000-400200@0 /bin/main abc\n"},
        {"1000\t0x400200 r-xp", "1000-400200@0  \n"},
        {"1000-400200 --xp /bin/main (@10)x", "1000-400200@10 /bin/main \n"},
        {"1000-400200 /bin/main (@1g) 5", "1000-400200@0 /bin/main \n"},
        {"10004002000x5 /a", "1000400200-5@0 /a \n0-ffffffffffffffff@0  \n"},
        {"12345 r-xp 7 08:01 5 /x", "1234-5@7 /x \n0-ffffffffffffffff@0  \n"},
        {"400000 08:01 5 /x", "40000-0@0 /x \n0-ffffffffffffffff@0  \n"},
        {"1000-400200 r-xp 10 08:01 /x", "1000-400200@0 10 08\n"},
        {"1000-400200 path", "0-ffffffffffffffff@0  \n"},
        {"1000-400200 rw-p 0 08:01 5 /x", "0-ffffffffffffffff@0  \n"},
        {"1000-10000000000000000 r-xp", "0-ffffffffffffffff@0  \n"},
        {"1 rubbish", "0-ffffffffffffffff@0  \n"},
        {"E0101 maps.cc:12] 1000-400200 /bin/main", "1000-400200@0 /bin/main \n"},
        {":12] 1000-400200 /bin/main", "0-ffffffffffffffff@0  \n"},
        {"[x]:12] 1000-400200 /bin/main", "0-ffffffffffffffff@0  \n"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[300];
        snprintf(text, sizeof text, HEADER "%s\n", CASES[i].line);
        assert_mappings(str_from_c(text), CASES[i].mapping);
    }
}

static void attributes_stand_for_their_values(void **state)
{
    (void)state;
    assert_mappings(STR(HEADER " build = /opt/a \nbuild=/opt/b\nbuilder=x\n=y\n"
                               "1000-2000 $build/m\n2000-500000 $builder/$ (@1)\n"),
                    "1000-2000@0 /opt/a/m \n2000-500000@1 /opt/aer/y \n");
    assert_mappings(STR(HEADER "r=1000-500000\n$r /x\n"), "1000-500000@0 /x \n");
}

static void attributes_that_grow_without_end_are_refused(void **state)
{
    (void)state;
    char text[2000] = HEADER "v0=xxxxxxxxxxxxxxxx\n";
    struct error error = {.kind = ERROR_NONE};
    for (int i = 1; i < 40; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "v%d=$v%d$v%d$v%d$v%d\n", i + 10,
                 i == 1 ? 0 : i + 9, i == 1 ? 0 : i + 9, i == 1 ? 0 : i + 9, i == 1 ? 0 : i + 9);
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct profile *profile = NULL;
    assert_int_equal(legacy_read(str_from_c(text), &arena, &budget, &profile, &error),
                     LEGACY_REFUSED);
    assert_int_equal(error.kind, ERROR_LIMIT);
    arena_fini(&store);
}

static void pieces_of_one_file_are_joined(void **state)
{
    (void)state;
    assert_mappings(STR(HEADER "1000-2000 r-xp 0 0:0 0 /a\n2000-3000 r-xp 1000 0:0 0 /a\n"
                               "3000-500000 r-xp 2000 0:0 0 /a\n"),
                    "1000-500000@0 /a \n");
    assert_mappings(STR(HEADER "1000-2000\n2000-500000 /a (@10) b1\n"), "1000-500000@0 /a b1\n");
    assert_mappings(STR(HEADER "1000-2000 /a (@1000)\n2000-500000 /a (@2000)\n"),
                    "1000-500000@1000 /a \n");
    assert_mappings(STR(HEADER "1000-2000 /a (@1000) 1\n2000-500000 /a (@2000) 2\n"),
                    "1000-2000@1000 /a 1\n2000-500000@2000 /a 2\n");
}

static void the_main_binary_comes_first(void **state)
{
    (void)state;
    assert_mappings(STR(HEADER "1000-2000 /lib/a.so\n3000-4000 /lib/b.so.1\n"
                               "5000-6000 /lib/c.so_2(deleted)\n7000-8000 [vdso]\n"
                               "9000-500000 /bin/main.sox\n500000-600000 /bin/b\n"),
                    "9000-500000@0 /bin/main.sox \n3000-4000@0 /lib/b.so.1 \n"
                    "5000-6000@0 /lib/c.so_2(deleted) \n7000-8000@0 [vdso] \n"
                    "1000-2000@0 /lib/a.so \n500000-600000@0 /bin/b \n");
}

static void addresses_find_their_mapping(void **state)
{
    (void)state;
    assert_samples(STR("--- contention:\n1 1 @ 0x1001 0x2000 0x2001 0x0 0x1 0x3000 0xfff\n"
                       "--- Memory map: ---\n1000-2000 /a\n1800-3000 /b\n"),
                   "1 1 : 1000@1 1fff@1 2000@2 ffffffffffffffff@3 0@0 2fff@2 ffe@3\n");
}

static void a_mapping_is_widened_by_its_offset(void **state)
{
    (void)state;
    const struct str text = STR("--- contention:\n1 1 @ 0x1501 0x1101\n--- Memory map: ---\n"
                                "2000-3000 /a (@1000)\n");
    assert_samples(text, "1 1 : 1500@1 1100@1\n");
    assert_mappings(text, "1000-3000@0 /a \n");
    assert_samples(STR("--- contention:\n1 1 @ 0x9 0x1101\n--- Memory map: ---\n"
                       "2000-3000 /a (@1000)\n"),
                   "1 1 : 8@2 1100@2\n");
}

static void the_first_mapping_is_put_right(void **state)
{
    (void)state;
    assert_mappings(STR(HEADER "1000-2000 /anon_hugepage(deleted)\n2000-500000 /bin/main\n"),
                    "2000-500000@0 /bin/main \n0-ffffffffffffffff@0  \n");
    assert_mappings(STR(HEADER "1000-2001 /anon_hugepage\n2000-500000 /bin/main\n"),
                    "1000-2001@0 /anon_hugepage \n2000-500000@0 /bin/main \n");
    assert_mappings(STR("--- mutex:\n--- Memory map: ---\n410000-500000 /bin/main (@10000)\n"),
                    "400000-500000@0 /bin/main \n");
}

int legacy_map_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_as_proc_maps_or_shorter),
        cmocka_unit_test(attributes_stand_for_their_values),
        cmocka_unit_test(attributes_that_grow_without_end_are_refused),
        cmocka_unit_test(pieces_of_one_file_are_joined),
        cmocka_unit_test(the_main_binary_comes_first),
        cmocka_unit_test(addresses_find_their_mapping),
        cmocka_unit_test(a_mapping_is_widened_by_its_offset),
        cmocka_unit_test(the_first_mapping_is_put_right),
    };
    return cmocka_run_group_tests_name("legacy map", tests, NULL, NULL);
}
