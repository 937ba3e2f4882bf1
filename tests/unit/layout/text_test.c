/* Text widths against the table they come from. */
#include "layout/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

int text_tests(void);

enum {
#define FONT_UNITS(units) UNITS = units,
#define FONT_OTHER(width) OTHER = width,
#include "fonts/inter.def"
};

static const struct {
    uint32_t point;
    double regular, semibold;
} ROWS[] = {
#define FONT_WIDTH(point, regular, semibold) {point, regular, semibold},
#include "fonts/inter.def"
};

static const struct {
    uint32_t first, last;
    double width;
} CLASSES[] = {
#define FONT_CLASS(first, last, width) {first, last, width},
#include "fonts/inter.def"
};

enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS, CLASS_COUNT = sizeof CLASSES / sizeof *CLASSES };

/* The width in the table's units. */
static double units_of(struct str text, enum text_weight weight)
{
    return text_width(text, UNITS, weight);
}

static double units_of_point(uint32_t point, enum text_weight weight)
{
    unsigned char bytes[4] = {(unsigned char)point};
    size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = size; size > 1 && i-- > 0; point >>= 6)
        bytes[i] = (unsigned char)(i ? 0x80 | (point & 63) : (0xf00u >> size & 0xff) | point);
    return units_of((struct str){(const char *)bytes, size}, weight);
}

static void the_table_is_in_order(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 95; i++)
        assert_int_equal(ROWS[i].point, 0x20 + i);
    for (size_t i = 1; i < ROW_COUNT; i++)
        assert_true(ROWS[i - 1].point < ROWS[i].point);
    for (size_t i = 0; i < CLASS_COUNT; i++)
        assert_true(CLASSES[i].first <= CLASSES[i].last);
    for (size_t i = 1; i < CLASS_COUNT; i++)
        assert_true(CLASSES[i - 1].last < CLASSES[i].first);
}

static void every_row_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        assert_true(units_of_point(ROWS[i].point, TEXT_REGULAR) == ROWS[i].regular);
        assert_true(units_of_point(ROWS[i].point, TEXT_SEMIBOLD) == ROWS[i].semibold);
    }
}

static void widths_add_up_and_scale(void **state)
{
    (void)state;
    double sum = units_of(STR("main"), TEXT_REGULAR) + units_of(STR("."), TEXT_REGULAR) +
                 units_of(STR("\xcf\x80"), TEXT_REGULAR);
    assert_true(units_of(STR("main.\xcf\x80"), TEXT_REGULAR) == sum);
    assert_true(text_width(STR(""), 12, TEXT_REGULAR) == 0);
    assert_true(text_width((struct str){NULL, 0}, 12, TEXT_SEMIBOLD) == 0);
    assert_true(text_width(STR("0"), 24, TEXT_REGULAR) ==
                2 * text_width(STR("0"), 12, TEXT_REGULAR));
    double width = text_width(STR("runtime.mallocgc"), 12, TEXT_REGULAR);
    assert_true(width > 85 && width < 105);
}

static void figures_are_of_one_width(void **state)
{
    (void)state;
    double zero = units_of(STR("0"), TEXT_REGULAR), bold = units_of(STR("0"), TEXT_SEMIBOLD);
    for (uint32_t figure = '1'; figure <= '9'; figure++) {
        assert_true(units_of_point(figure, TEXT_REGULAR) == zero);
        /* The face itself has the four of SemiBold a thousandth of an em narrower. */
        double off = bold - units_of_point(figure, TEXT_SEMIBOLD);
        assert_true(off >= 0 && off * 900 < (double)UNITS);
    }
}

static void marks_have_no_width(void **state)
{
    (void)state;
    double plain = units_of(STR("e"), TEXT_REGULAR);
    assert_true(units_of(STR("e\xcc\x81"), TEXT_REGULAR) == plain);     /* U+0301 */
    assert_true(units_of(STR("e\xe2\x80\x8d"), TEXT_REGULAR) == plain); /* U+200D */
    assert_true(units_of(STR("e\xef\xb8\x8f"), TEXT_REGULAR) == plain); /* U+FE0F */
    assert_true(units_of(STR("e\xe2\x83\x9d"), TEXT_REGULAR) == plain); /* U+20DD */
}

static void east_asian_text_is_square(void **state)
{
    (void)state;
    assert_true(units_of(STR("\xe5\x87\xbd\xe6\x95\xb0"), TEXT_REGULAR) == 2 * (double)UNITS);
    assert_true(units_of(STR("\xef\xbc\xa1"), TEXT_SEMIBOLD) == (double)UNITS);     /* U+FF21 */
    assert_true(units_of(STR("\xf0\x9f\x94\xa5"), TEXT_SEMIBOLD) == (double)UNITS); /* U+1F525 */
    assert_true(units_of(STR("\xed\x9e\xa3"), TEXT_REGULAR) == (double)UNITS);      /* U+D7A3 */
    assert_true(units_of(STR("\xed\x9e\xb0"), TEXT_REGULAR) == (double)OTHER);      /* U+D7B0 */
}

static void invalid_bytes_count_as_replacement_characters(void **state)
{
    (void)state;
    double one = units_of(STR("\xef\xbf\xbd"), TEXT_REGULAR);
    assert_true(one > 0);
    assert_true(units_of(STR("\xff"), TEXT_REGULAR) == one);
    assert_true(units_of(STR("\xc0\x80"), TEXT_REGULAR) == 2 * one);
    assert_true(units_of(STR("\xe5\x87"), TEXT_REGULAR) == 2 * one);
    assert_true(units_of(STR("a\x80"), TEXT_REGULAR) == units_of(STR("a"), TEXT_REGULAR) + one);
}

static void all_others_have_one_width(void **state)
{
    (void)state;
    assert_true(units_of(STR("\x01"), TEXT_REGULAR) == (double)OTHER);
    assert_true(units_of(STR("\x7f"), TEXT_SEMIBOLD) == (double)OTHER);
    assert_true(units_of(STR("\xd7\x90"), TEXT_REGULAR) == (double)OTHER);         /* U+05D0 */
    assert_true(units_of(STR("\xf4\x8f\xbf\xbf"), TEXT_REGULAR) == (double)OTHER); /* U+10FFFF */
}

int text_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_in_order),
        cmocka_unit_test(every_row_is_found),
        cmocka_unit_test(widths_add_up_and_scale),
        cmocka_unit_test(figures_are_of_one_width),
        cmocka_unit_test(marks_have_no_width),
        cmocka_unit_test(east_asian_text_is_square),
        cmocka_unit_test(invalid_bytes_count_as_replacement_characters),
        cmocka_unit_test(all_others_have_one_width),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
