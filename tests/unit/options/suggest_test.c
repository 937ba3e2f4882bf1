/* Distances between words, and the nearest option. */
#include "options/suggest.h"
#include "options/settings.h"
#include "unit/unit.h"

int suggest_tests(void);

static void distances_count_four_kinds_of_slips(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned distance;
    } CASES[] = {{"", "", 0},
                 {"", "abc", 3},
                 {"abc", "", 3},
                 {"abc", "abc", 0},
                 {"abc", "abd", 1},
                 {"abc", "ab", 1},
                 {"abc", "acb", 1},
                 {"abcd", "badc", 2},
                 {"kitten", "sitting", 3},
                 {"SORT", "sort", 0},
                 {"color-by", "color_by", 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct str a = str_from_c(CASES[i].a), b = str_from_c(CASES[i].b);
        assert_int_equal(suggest_distance(a, b, 100), CASES[i].distance);
        assert_int_equal(suggest_distance(b, a, 100), CASES[i].distance);
        assert_int_equal(suggest_distance(a, b, 2), CASES[i].distance < 2 ? CASES[i].distance : 2);
    }
}

static void very_long_words_are_far_from_everything(void **state)
{
    (void)state;
    char text[1000];
    memset(text, 'a', sizeof text);
    struct str longest = {text, sizeof text};
    assert_int_equal(suggest_distance(longest, STR("a"), 9), 9);
    assert_int_equal(suggest_distance(STR("a"), longest, 9), 9);
    assert_int_equal(option_nearest(longest).size, 0);
}

static void one_slip_in_a_name_still_finds_it(void **state)
{
    (void)state;
    size_t rows;
    const struct option *options = option_rows(&rows);
    for (size_t i = 0; i < rows; i++) {
        char text[64];
        struct str name = options[i].name;
        if (name.size < 6)
            continue;
        memcpy(text, name.at, name.size);
        text[2] = name.at[3];
        text[3] = name.at[2];
        assert_true(str_equal(option_nearest((struct str){text, name.size}), name));
    }
}

static void what_is_near_nothing_suggests_nothing(void **state)
{
    (void)state;
    assert_int_equal(option_nearest(STR("qqqqqqq")).size, 0);
    assert_int_equal(option_nearest(STR("")).size, 0);
}

int suggest_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_count_four_kinds_of_slips),
        cmocka_unit_test(very_long_words_are_far_from_everything),
        cmocka_unit_test(one_slip_in_a_name_still_finds_it),
        cmocka_unit_test(what_is_near_nothing_suggests_nothing),
    };
    return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
