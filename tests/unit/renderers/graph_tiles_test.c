/* Where large drawings are cut, and how many functions a page is tried with. */
#include "renderers/graph_tiles.h"
#include "base/arena.h"
#include "renderers/document_graph.h"
#include "unit/unit.h"

int graph_tiles_tests(void);

enum { MOST = 400 };

struct place {
    struct arena_store store;
    struct arena arena;
    struct canvas_box boxes[MOST];
    struct graph_tiling tiling;
};

static int start(void **state)
{
    static struct place place;
    place = (struct place){.tiling = {.most_width = 400, .most_height = 300}};
    place.arena = arena_init(&place.store, 1 << 26);
    place.tiling.boxes = place.boxes;
    *state = &place;
    return 0;
}

static int stop(void **state)
{
    struct place *place = *state;
    arena_fini(&place->store);
    return 0;
}

static void add(struct place *place, double x, double y, double width, double height)
{
    struct graph_tiling *tiling = &place->tiling;
    place->boxes[tiling->count++] = (struct canvas_box){x, y, width, height, 0};
    tiling->width = x + width > tiling->width ? x + width : tiling->width;
    tiling->height = y + height > tiling->height ? y + height : tiling->height;
}

static bool is_within(const struct canvas_box *box, const struct canvas_box *in)
{
    return box->x >= in->x && box->y >= in->y && box->x + box->width <= in->x + in->width &&
           box->y + box->height <= in->y + in->height;
}

/* Each box has one tile, which shows it whole; no tile is larger than it may be. */
static void expect_tiles(const struct place *place, const struct graph_tile *tiles, size_t count)
{
    const struct graph_tiling *tiling = &place->tiling;
    for (size_t i = 0; i < tiling->count; i++) {
        const struct canvas_box *box = &tiling->boxes[i];
        size_t owners = 0;
        for (size_t t = 0; t < count; t++) {
            const struct canvas_box *cell = &tiles[t].cell;
            double x = box->x + box->width / 2, y = box->y + box->height / 2;
            if (x < cell->x || x >= cell->x + cell->width || y < cell->y ||
                y >= cell->y + cell->height)
                continue;
            owners++;
            assert_true(is_within(box, &tiles[t].window));
        }
        assert_int_equal(owners, 1);
    }
    for (size_t t = 0; t < count; t++) {
        assert_true(tiles[t].window.width <= tiling->most_width);
        assert_true(tiles[t].window.height <= tiling->most_height);
    }
}

static void what_fits_is_one_tile(void **state)
{
    struct place *place = *state;
    size_t count;
    add(place, 0, 0, 100, 40);
    add(place, 200, 200, 100, 40);
    const struct graph_tile *tiles = graph_tiles(&place->tiling, &place->arena, &count);
    assert_int_equal(count, 1);
    assert_true(tiles[0].row == 1 && tiles[0].column == 1);
    expect_tiles(place, tiles, count);
}

static void cuts_go_between_boxes(void **state)
{
    struct place *place = *state;
    size_t count, across = 0;
    for (int row = 0; row < 12; row++)
        for (int column = 0; column < 12; column++)
            add(place, 130 * column, 70 * row, 110, 50);
    const struct graph_tile *tiles = graph_tiles(&place->tiling, &place->arena, &count);
    expect_tiles(place, tiles, count);
    assert_int_equal(count, 12);
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < place->tiling.count; i++) {
            double left = tiles[t].cell.x;
            across += place->boxes[i].x < left && place->boxes[i].x + 110 > left;
        }
    assert_int_equal(across, 0);
}

/* Bricks leave no place where nothing would be cut. */
static void boxes_across_a_cut_stay_whole(void **state)
{
    struct place *place = *state;
    size_t count;
    for (int row = 0; row < 16; row++)
        for (int column = 0; column < 16; column++)
            add(place, 125 * column + 37 * (row % 5), 60 * row, 118, 48);
    const struct graph_tile *tiles = graph_tiles(&place->tiling, &place->arena, &count);
    expect_tiles(place, tiles, count);
    assert_true(count >= 20);
}

static void empty_places_have_no_tile(void **state)
{
    struct place *place = *state;
    size_t count;
    add(place, 0, 0, 100, 40);
    add(place, 5000, 4000, 100, 40);
    const struct graph_tile *tiles = graph_tiles(&place->tiling, &place->arena, &count);
    assert_int_equal(count, 2);
    expect_tiles(place, tiles, count);
}

static void a_box_that_is_too_large_has_a_tile_that_is_too_large(void **state)
{
    struct place *place = *state;
    size_t count;
    add(place, 0, 0, 900, 40);
    add(place, 0, 600, 100, 40);
    const struct graph_tile *tiles = graph_tiles(&place->tiling, &place->arena, &count);
    assert_int_equal(count, 2);
    assert_true(tiles[0].window.width >= 900);
}

static void tries_close_in_on_what_can_be_read(void **state)
{
    (void)state;
    double half = DOCUMENT_GRAPH_LEAST / 2;
    size_t fewer = document_graph_next(36, half, 0, 36);
    assert_true(fewer >= 12 && fewer < 36);
    size_t more = document_graph_next(fewer, 1.3 * DOCUMENT_GRAPH_LEAST, fewer, 36);
    assert_true(more > fewer && more < 36);
    assert_int_equal(document_graph_next(21, half, 20, 21), 0);
    assert_int_equal(document_graph_next(12, half, 0, 12), 0);
    assert_int_equal(document_graph_next(13, 0.01, 0, 13), 12);
    assert_true(document_graph_next(36, 2 * DOCUMENT_GRAPH_LEAST, 36, 0) > 36);
}

int graph_tiles_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_fits_is_one_tile, start, stop),
        cmocka_unit_test_setup_teardown(cuts_go_between_boxes, start, stop),
        cmocka_unit_test_setup_teardown(boxes_across_a_cut_stay_whole, start, stop),
        cmocka_unit_test_setup_teardown(empty_places_have_no_tile, start, stop),
        cmocka_unit_test_setup_teardown(a_box_that_is_too_large_has_a_tile_that_is_too_large, start,
                                        stop),
        cmocka_unit_test(tries_close_in_on_what_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
