/* Labels as --tagfocus takes them. */
#include "renderers/label_filter.h"
#include "base/arena.h"
#include "unit/unit.h"

int label_filter_tests(void);

struct place {
    struct arena_store store;
    struct arena arena;
};

static int start(void **state)
{
    static struct place place;
    place.arena = arena_init(&place.store, 1 << 20);
    *state = &place;
    return 0;
}

static int stop(void **state)
{
    struct place *place = *state;
    arena_fini(&place->store);
    return 0;
}

#define EXPECT_TEXT(key, text, filter)                                                             \
    assert_str(label_filter_text(STR(key), STR(text), &((struct place *)*state)->arena), filter)
#define EXPECT_NUMBERS(key, least, most, unit, filter)                                             \
    assert_str(                                                                                    \
        label_filter_numbers(STR(key), least, most, STR(unit), &((struct place *)*state)->arena),  \
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

int label_filter_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_is_taken_literally, start, stop),
        cmocka_unit_test_setup_teardown(long_numbers_are_broken, start, stop),
        cmocka_unit_test_setup_teardown(keys_that_cannot_be_named_are_matched, start, stop),
        cmocka_unit_test_setup_teardown(numbers_have_units, start, stop),
    };
    return cmocka_run_group_tests_name("renderers/label_filter", tests, NULL, NULL);
}
