/* Labels as --tagfocus takes them. */
#include "renderers/label_filter.h"
#include "unit/unit.h"
#include "unit/work.h"

int label_filter_tests(void);

#define EXPECT_TEXT(key, text, filter)                                                             \
    assert_str(label_filter_text(STR(key), STR(text), &((struct work *)*state)->arena), filter)
#define EXPECT_NUMBERS(key, least, most, unit, filter)                                             \
    assert_str(                                                                                    \
        label_filter_numbers(STR(key), least, most, STR(unit), &((struct work *)*state)->arena),   \
        filter)

static void text_is_taken_literally(void **state)
{
    EXPECT_TEXT("endpoint", "/report", "endpoint=^/report$");
    EXPECT_TEXT("key", "", "key=^$");
    EXPECT_TEXT("key", "a.b*c|d", "key=^a\\.b\\*c\\|d$");
    EXPECT_TEXT("key", "a,b=c", "key=^a\\x2cb=c$");
    EXPECT_TEXT("key", "a\nb\x7f", "key=^a\\x0ab\\x7f$");
    EXPECT_TEXT("key", "caf\xc3\xa9", "key=^caf\xc3\xa9$");
    EXPECT_TEXT("key", "\xff", "key=^\\x{fffd}$");
}

/* A number of more than 64 bits would be refused, although it stands in an expression. */
static void long_numbers_are_broken(void **state)
{
    EXPECT_TEXT("id", "123456789012345678", "id=^123456789012345678$");
    EXPECT_TEXT("id", "1234567890123456789", "id=^123456789012345678(?:)9$");
}

static void keys_that_cannot_be_named_are_matched(void **state)
{
    EXPECT_TEXT("a=b", "c", "=^a=b:c$");
    EXPECT_TEXT("", "c", "=^:c$");
    EXPECT_TEXT("k\xff", "c", "=^k\\x{fffd}:c$");
    EXPECT_TEXT("k\0", "c", "=^k\\x00:c$");
    EXPECT_TEXT("k,.", "c", "k,.=^c$");
    EXPECT_NUMBERS("a=b", 1, 1, "bytes", "");
    EXPECT_NUMBERS("", 1, 1, "", "");
}

static void numbers_have_units(void **state)
{
    EXPECT_NUMBERS("size", 1536, 1536, "bytes", "size=1536B");
    EXPECT_NUMBERS("size", 1536, 1540, "kilobytes", "size=1536kB:1540kB");
    EXPECT_NUMBERS("t", -5, -1, "microseconds", "t=-5us:-1us");
    EXPECT_NUMBERS("t", 5, 5, "\xce\xbcs", "t=5us");
    EXPECT_NUMBERS("id", 7, 9, "id", "id=7:9");
    EXPECT_NUMBERS("rate", 7, 7, "req/s", "rate=7");
    EXPECT_NUMBERS("least", INT64_MIN, INT64_MIN, "", "least=-9223372036854775808");
    EXPECT_NUMBERS("gcu", 7, 7, "nanogcu", "");
}

static void long_texts_have_none(void **state)
{
    static char text[4001];
    struct arena *arena = &((struct work *)*state)->arena;
    memset(text, 'x', sizeof text);
    struct str longest = {text, 4000}, longer = {text, 4001};
    assert_int_equal(label_filter_text(STR("k"), longest, arena).size, 4004);
    assert_str(label_filter_text(STR("k"), longer, arena), "");
    assert_str(label_filter_text(longer, STR("v"), arena), "");
    assert_str(label_filter_numbers(longer, 1, 1, STR(""), arena), "");
}

int label_filter_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_is_taken_literally, work_start, work_stop),
        cmocka_unit_test_setup_teardown(long_numbers_are_broken, work_start, work_stop),
        cmocka_unit_test_setup_teardown(keys_that_cannot_be_named_are_matched, work_start,
                                        work_stop),
        cmocka_unit_test_setup_teardown(long_texts_have_none, work_start, work_stop),
        cmocka_unit_test_setup_teardown(numbers_have_units, work_start, work_stop),
    };
    return cmocka_run_group_tests_name("renderers/label_filter", tests, NULL, NULL);
}
