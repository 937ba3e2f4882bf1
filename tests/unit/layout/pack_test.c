/* Boxes are apart and on the sheet, and the sheet is small and of sane proportions. */
#include "layout/pack.h"
#include "base/arena.h"
#include "unit/unit.h"

int pack_tests(void);

enum { MOST = 10000, RANDOM = 300 };

static const double GAP = 20, SLACK = 1e-6;

static struct pack_box boxes[MOST];

struct sheet {
    double width, height, side_by_side; /* the last: its area */
};

static void check(size_t count, const struct sheet *sheet)
{
    for (size_t i = 0; i < count; i++) {
        const struct pack_box *a = &boxes[i];
        assert_true(a->x >= 0 && a->x + a->width <= sheet->width + SLACK);
        assert_true(a->y >= 0 && a->y + a->height <= sheet->height + SLACK);
        for (size_t j = 0; j < i && i < RANDOM; j++) {
            const struct pack_box *b = &boxes[j];
            assert_true(
                a->x + a->width + GAP <= b->x + SLACK || b->x + b->width + GAP <= a->x + SLACK ||
                a->y + a->height + GAP <= b->y + SLACK || b->y + b->height + GAP <= a->y + SLACK);
        }
    }
}

static struct sheet packed(size_t count)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sheet sheet = {0};
    double width = -GAP, height = 0;
    for (size_t i = 0; i < count; i++) {
        width += boxes[i].width + GAP;
        height = boxes[i].height > height ? boxes[i].height : height;
    }
    sheet.side_by_side = width * height;
    pack_boxes(boxes, count, GAP, arena, &sheet.width, &sheet.height);
    check(count, &sheet);
    arena_fini(&store);
    return sheet;
}

static void boxes_are_apart(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 300; seed++) {
        size_t count = 1 + seed % RANDOM;
        uint64_t random = seed * 31;
        for (size_t i = 0; i < count; i++) {
            uint64_t scale = unit_random(&random) % 20 ? 100 : 3000;
            boxes[i] = (struct pack_box){.width = (double)(unit_random(&random) % scale),
                                         .height = (double)(unit_random(&random) % scale)};
        }
        struct sheet sheet = packed(count);
        if (count < 8)
            assert_true(sheet.width * sheet.height <= sheet.side_by_side + SLACK);
    }
}

static void many_equal_ones_fill_a_sheet(void **state)
{
    (void)state;
    for (size_t i = 0; i < MOST; i++)
        boxes[i] = (struct pack_box){.width = 120, .height = 40};
    struct sheet sheet = packed(MOST);
    assert_true(sheet.width >= sheet.height * 0.8 && sheet.width <= sheet.height * 3.1);
    assert_true(sheet.width * sheet.height < 1.05 * MOST * 140 * 60);
}

static void a_tall_one_beside_many_is_in_time(void **state)
{
    (void)state;
    uint64_t random = 9;
    for (size_t i = 0; i < MOST; i++)
        boxes[i] = (struct pack_box){.width = (double)(50 + unit_random(&random) % 300),
                                     .height = (double)(20 + unit_random(&random) % 100)};
    boxes[0].height = 1e6;
    struct sheet sheet = packed(MOST);
    assert_true(sheet.height == 1e6 && sheet.width < 2000);
}

static void small_ones_go_above_each_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < 11; i++)
        boxes[i] = (struct pack_box){.width = 100, .height = 40};
    boxes[0] = (struct pack_box){.width = 800, .height = 11 * 60};
    struct sheet sheet = packed(11);
    assert_true(boxes[0].x == 0 && boxes[0].y == 0);
    assert_true(boxes[1].x == 820 && boxes[1].y == 0);
    assert_true(boxes[2].x == 820 && boxes[2].y == 60);
    assert_true(sheet.width == 920 && sheet.height == 660);
}

static void few_are_side_by_side(void **state)
{
    (void)state;
    boxes[0] = (struct pack_box){.width = 300, .height = 400};
    boxes[1] = (struct pack_box){.width = 200, .height = 380};
    struct sheet sheet = packed(2);
    assert_true(boxes[1].x == 320 && boxes[1].y == 0);
    assert_true(sheet.width == 520 && sheet.height == 400);
    sheet = packed(0);
    assert_true(sheet.width == 0 && sheet.height == 0);
}

int pack_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_are_apart),
        cmocka_unit_test(many_equal_ones_fill_a_sheet),
        cmocka_unit_test(a_tall_one_beside_many_is_in_time),
        cmocka_unit_test(small_ones_go_above_each_other),
        cmocka_unit_test(few_are_side_by_side),
    };
    return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}
