/* Sample types in words. */
#include "profile/kind.h"
#include "unit/unit.h"

int kind_tests(void);

static void types_are_known_by_name_and_unit(void **state)
{
    (void)state;
    assert_str(kind_words(STR("cpu"), STR("nanoseconds")), "CPU time");
    assert_str(kind_words(STR("inuse_space"), STR("bytes")), "memory in use");
    assert_str(kind_words(STR("delay"), STR("ms")), "delay");
    assert_str(kind_words(STR("cpu"), STR("count")), "");
    assert_str(kind_words(STR("cycles"), STR("count")), "");
}

int kind_tests(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(types_are_known_by_name_and_unit)};
    return cmocka_run_group_tests_name("kind", tests, NULL, NULL);
}
