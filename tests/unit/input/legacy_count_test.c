/* Go's counts. */
#include "input/said.h"
#include "unit/unit.h"

int legacy_count_tests(void);

static void the_type_is_the_name(void **state)
{
    (void)state;
    const struct str text = STR("\n # c\nown.profile profile: total 3\n2 @ 0x43c8e5 0x4379da 0x0\n"
                                "# labels: {}\n\n1 @ 0x43c8e5\n010 @ 0xffffffffffffffff\n");
    assert_head(text, "own.profile/count; period own.profile/count 1; duration 0");
    assert_samples(text, "2 : 43c8e4@1 4379d9@1 ffffffffffffffff@1\n1 : 43c8e4@1\n"
                         "8 : fffffffffffffffe@1\n");
}

static void samples_end_where_another_part_begins(void **state)
{
    (void)state;
    assert_samples(STR("goroutine profile: total 1\n1 @ 0x401001\n--- x\n2 @ 0x5\n"
                       "MAPPED_LIBRARIES:\n400000-500000 r-xp 0 08:01 3 /a\n"),
                   "1 : 401000@1\n");
    assert_samples(STR("goroutine profile: total 0\n"), "");
}

static void samples_are_strict(void **state)
{
    (void)state;
    static const struct str BAD[] = {STR_INIT("1 @ 0x5 "),
                                     STR_INIT(" 1 @ 0x5"),
                                     STR_INIT("1 @"),
                                     STR_INIT("1 @ 0x"),
                                     STR_INIT("1 @ 0xA"),
                                     STR_INIT("1  @ 0x5"),
                                     STR_INIT("1 @ 0x5  0x6"),
                                     STR_INIT("1 @ 0x5,0x6"),
                                     STR_INIT("08 @ 0x5"),
                                     STR_INIT("-1 @ 0x5"),
                                     STR_INIT("1 @ 0x10000000000000000"),
                                     STR_INIT("9223372036854775808 @ 0x5")};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        char text[100] = "goroutine profile: total 1\n";
        memcpy(text + strlen(text), BAD[i].at, BAD[i].size);
        assert_refused(str_from_c(text), "line 2: ");
    }
}

static void other_headers_are_unknown(void **state)
{
    (void)state;
    assert_unknown(STR("goroutine profile: total x\n1 @ 0x5\n"));
    assert_unknown(STR("goroutine profile: total 3 \n"));
    assert_unknown(STR("a goroutine profile: total 3\n"));
    assert_unknown(STR(" profile: total 3\n"));
}

int legacy_count_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_type_is_the_name),
        cmocka_unit_test(samples_end_where_another_part_begins),
        cmocka_unit_test(samples_are_strict),
        cmocka_unit_test(other_headers_are_unknown),
    };
    return cmocka_run_group_tests_name("legacy count", tests, NULL, NULL);
}
