/* Letters on pixels: where they are meant to be, whole or cut off, and nowhere else. */
#include "paper/ink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

int ink_tests(void);

enum { WIDTH = 80, HEIGHT = 40, WHITE = 0xffffff };

struct fixture {
    struct arena_store store, scratch_store;
    struct arena arena, scratch;
    struct faces faces;
    struct ink *ink;
    uint32_t around[3 * WIDTH * HEIGHT]; /* the picture is the one in the middle */
    struct pixels pixels;
};

static void begin(struct fixture *fixture)
{
    fixture->arena = arena_init(&fixture->store, SIZE_MAX);
    fixture->scratch = arena_init(&fixture->scratch_store, SIZE_MAX);
    faces_init(&fixture->faces, &fixture->arena);
    fixture->ink = ink_new(&fixture->faces, &fixture->arena);
    fixture->pixels = (struct pixels){fixture->around + WIDTH * HEIGHT, WIDTH, HEIGHT, WIDTH};
    for (size_t i = 0; i < 3 * WIDTH * HEIGHT; i++)
        fixture->around[i] = WHITE;
}

static void end(struct fixture *fixture)
{
    ink_free(fixture->ink);
    faces_fini(&fixture->faces);
    arena_fini(&fixture->store);
    arena_fini(&fixture->scratch_store);
}

static void paint(struct fixture *fixture, double x, double y, double size, double around)
{
    struct line line;
    assert_true(
        faces_set(&fixture->faces, FACE_REGULAR, STR("HH"), size, &fixture->scratch, &line));
    ink_line(fixture->ink, &fixture->pixels, &line, x, y, 1, around, 0x204060);
}

struct found {
    int left, top, right, bottom;
    size_t count, dark;
};

static struct found find(const struct fixture *fixture)
{
    struct found found = {WIDTH, HEIGHT, -1, -1, 0, 0};
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            uint32_t pixel = fixture->pixels.at[y * WIDTH + x];
            if (pixel == WHITE)
                continue;
            found.count++;
            found.dark += pixel == 0x204060;
            found.left = x < found.left ? x : found.left;
            found.right = x > found.right ? x : found.right;
            found.top = y < found.top ? y : found.top;
            found.bottom = y > found.bottom ? y : found.bottom;
        }
    return found;
}

static void letters_stand_on_the_line(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    paint(&fixture, 10, 30, 20, 0);
    struct found found = find(&fixture);
    assert_int_equal(found.bottom, 29);
    assert_in_range(found.top, 30 - 16, 30 - 13);
    assert_in_range(found.left, 10, 13);
    assert_in_range(found.right, 34, 42);
    assert_true(found.dark > 40);
    end(&fixture);
}

/* A quarter of a pixel is seen, and a whole one is the same a pixel further. */
static void places_are_between_pixels(void **state)
{
    (void)state;
    struct fixture fixtures[3];
    const double at[] = {10, 10.25, 11};
    for (size_t i = 0; i < 3; i++) {
        begin(&fixtures[i]);
        paint(&fixtures[i], at[i], 30, 12, 0);
    }
    assert_memory_not_equal(fixtures[0].around, fixtures[1].around, sizeof fixtures[0].around);
    assert_memory_equal(fixtures[0].pixels.at, fixtures[2].pixels.at + 1,
                        (WIDTH * HEIGHT - 1) * sizeof *fixtures[0].around);
    for (size_t i = 0; i < 3; i++)
        end(&fixtures[i]);
}

static void a_halo_is_wider(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    paint(&fixture, 10, 30, 20, 0);
    struct found letters = find(&fixture);
    paint(&fixture, 10, 30, 20, 2);
    struct found halo = find(&fixture);
    assert_in_range(letters.left - halo.left, 1, 3);
    assert_in_range(halo.right - letters.right, 1, 3);
    assert_in_range(letters.top - halo.top, 1, 3);
    assert_in_range(halo.bottom - letters.bottom, 1, 3);
    end(&fixture);
}

/* All around the picture stays as it was, wherever the text is. */
static void nothing_is_written_outside(void **state)
{
    (void)state;
    const double places[][2] = {{-5, 5},  {-300, 20}, {WIDTH - 5, 20}, {20, 3},
                                {20, -3}, {20, 45},   {-8, 39.9},      {1e300, 1e300}};
    struct fixture fixture;
    begin(&fixture);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        paint(&fixture, places[i][0], places[i][1], 16, 0);
        paint(&fixture, places[i][0], places[i][1], 60, 3);
    }
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
        assert_int_equal(fixture.around[i], WHITE);
        assert_int_equal(fixture.around[2 * WIDTH * HEIGHT + i], WHITE);
    }
    end(&fixture);
}

/* More letters than the table starts with. */
static void the_table_grows(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    for (int i = 0; i < 4000; i++)
        paint(&fixture, 10 + i % 4 / 4.0, 30, 6 + i / 4 / 64.0, 0);
    memset(fixture.around, 0xff, sizeof fixture.around);
    for (size_t i = 0; i < 3 * WIDTH * HEIGHT; i++)
        fixture.around[i] = WHITE;
    paint(&fixture, 10, 30, 20, 0);
    assert_int_equal(find(&fixture).bottom, 29);
    end(&fixture);
}

int ink_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_stand_on_the_line), cmocka_unit_test(places_are_between_pixels),
        cmocka_unit_test(a_halo_is_wider), cmocka_unit_test(nothing_is_written_outside),
        cmocka_unit_test(the_table_grows)};
    return cmocka_run_group_tests_name("ink", tests, NULL, NULL);
}
