/* The canvas in its three media: what stands in the documents, which pixels have which colour. */
#include "paper/paper.h"
#include "base/arena.h"
#include "base/sink.h"
#include "draw/pages.h"
#include "draw/svg.h"
#include "unit/paper/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

int paper_tests(void);

extern const struct paper_module render_paper_module;

struct fixture {
    struct arena_store store;
    struct arena arena, notes_arena;
    struct sink sink;
    struct pages *pages;
    struct canvas *canvas;
    struct str notes;
};

static void begin(struct fixture *fixture, enum paper_medium medium, double dpi, double width,
                  double height, int64_t time_ns)
{
    fixture->arena = arena_init(&fixture->store, SIZE_MAX);
    sink_init_buffer(&fixture->sink, &fixture->arena, UINT64_MAX);
    const struct paper_options options = {medium, dpi, PALETTE_LIGHT, &fixture->sink};
    fixture->pages = render_paper_module.open(&options);
    fixture->canvas = &fixture->pages->canvas;
    const struct canvas_page page = {.width = width,
                                     .height = height,
                                     .title = STR("A title"),
                                     .subject = STR("what it shows"),
                                     .creator = STR("render 9.9"),
                                     .time_ns = time_ns};
    fixture->canvas->calls->begin(fixture->canvas, &page);
}

static struct str end(struct fixture *fixture)
{
    struct error error = {.kind = ERROR_NONE};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sink notes;
    sink_init_buffer(&notes, &arena, UINT64_MAX);
    if (!fixture->canvas->calls->end(fixture->canvas, &error))
        fail_msg("%s", error.text);
    render_paper_module.notes(fixture->pages, &notes);
    render_paper_module.close(fixture->pages);
    fixture->notes = str_copy(sink_str(&notes), &fixture->arena);
    arena_fini(&store);
    return sink_str(&fixture->sink);
}

static bool has(struct str text, const char *part)
{
    return str_find_str(text, str_from_c(part)) != STR_NONE;
}

static void put_text(struct fixture *fixture, double x, double y, struct str text)
{
    const struct canvas_text_style style = {.size = 12,
                                            .color = CANVAS_ROLE(TOKEN_ROLE_INK),
                                            .halo = CANVAS_ROLE(TOKEN_ROLE_PAGE),
                                            .halo_width = 4};
    fixture->canvas->calls->text(fixture->canvas, (struct canvas_point){x, y}, text, &style, "l");
}

static void put_box(struct fixture *fixture, struct canvas_box box, struct canvas_style style)
{
    fixture->canvas->calls->box(fixture->canvas, &box, &style, "f");
}

/* Everything once. */
static void put_all(struct fixture *fixture)
{
    const struct canvas_calls *calls = fixture->canvas->calls;
    const struct canvas_point points[] = {{10, 50}, {20, 60}, {30, 40}, {40, 50}};
    const struct canvas_path curve = {points, 4, true, false}, corners = {points, 4, false, true};
    const struct canvas_style line = {
        .line = CANVAS_ROLE(TOKEN_ROLE_EDGE), .line_width = 2, .dash_on = 3, .dash_off = 2};
    const struct canvas_style fill = {.fill = CANVAS_FILL(5), .fill_opacity = 0.5};
    const struct canvas_group link = {.class = "node",
                                      .title = STR("tip"),
                                      .link = STR("https://example.com/a'b\\c)(d"),
                                      .box = {20, 40, 80, 16, 0}};
    const struct canvas_group script = {.link = STR("javascript:alert(1)")};
    calls->path(fixture->canvas, &curve, &line, NULL);
    calls->path(fixture->canvas, &corners, &fill, NULL);
    for (int hatch = CANVAS_RISING; hatch <= (int)CANVAS_SMALL; hatch++)
        put_box(fixture, (struct canvas_box){100, 20.0 * hatch, 40, 15, 2},
                (struct canvas_style){.fill = CANVAS_FILL(1),
                                      .hatch = (enum canvas_hatch)hatch,
                                      .hatch_line = CANVAS_ROLE(TOKEN_ROLE_INK)});
    calls->open_group(fixture->canvas, &link);
    calls->open_group(fixture->canvas, &script);
    put_text(fixture, 20, 50, STR("operator-> 1,234.5"));
    calls->close_group(fixture->canvas);
    calls->close_group(fixture->canvas);
}

static void pdf_says_what_it_is(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, PAPER_PDF, 300, 200, 100, 1700000000000000000);
    put_all(&fixture);
    struct str pdf = end(&fixture);
    assert_true(str_starts(pdf, STR("%PDF-1.4")));
    assert_true(has(pdf, "/Title (A title)"));
    assert_true(has(pdf, "/Subject (what it shows)"));
    assert_true(has(pdf, "/Creator (render 9.9)"));
    assert_true(has(pdf, "/CreationDate (20231114221320Z"));
    assert_true(has(pdf, "/MediaBox [ 0 0 150 75 ]"));
    assert_true(has(pdf, "/FontFile"));
    assert_true(!fixture.notes.size || has(fixture.notes, "because Inter is not installed"));
    arena_fini(&fixture.store);
}

static void pdf_has_links_and_no_scripts(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, PAPER_PDF, 96, 200, 100, 0);
    put_all(&fixture);
    struct str pdf = end(&fixture);
    assert_true(has(pdf, "/URI (https://example.com/a%27b%5Cc%29%28d)"));
    assert_true(has(pdf, "/Rect [ 15 33 75 45 ]"));
    assert_false(has(pdf, "javascript"));
    assert_false(has(pdf, "/CreationDate"));
    arena_fini(&fixture.store);
}

static void same_picture_same_bytes(void **state)
{
    (void)state;
    for (int medium = PAPER_PDF; medium <= (int)PAPER_PS; medium++) {
        struct fixture one, two;
        begin(&one, (enum paper_medium)medium, 96, 200, 100, 0);
        put_all(&one);
        begin(&two, (enum paper_medium)medium, 96, 200, 100, 0);
        put_all(&two);
        struct str a = end(&one), b = end(&two);
        assert_true(a.size > 1000 && str_equal(a, b));
        arena_fini(&one.store);
        arena_fini(&two.store);
    }
}

static void ps_has_no_clock_and_no_images(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, PAPER_PS, 96, 200, 100, 0);
    put_all(&fixture);
    struct str ps = end(&fixture);
    assert_true(str_starts(ps, STR("%!PS-Adobe-3.0\n")));
    assert_true(has(ps, "%%For: render 9.9\n"));
    assert_true(has(ps, "%%BoundingBox: 0 "));
    assert_true(str_ends(ps, STR("%%EOF\n")));
    assert_false(has(ps, "%%CreationDate"));
    assert_false(has(ps, "/ImageType"));
    arena_fini(&fixture.store);
}

/* A box is sharp, wherever its edges are. */
static void png_boxes_have_whole_pixels(void **state)
{
    (void)state;
    struct fixture fixture;
    uint32_t fill = svg_fill_color(PALETTE_LIGHT, 5);
    uint32_t page = palette_role(PALETTE_LIGHT, TOKEN_ROLE_PAGE);
    begin(&fixture, PAPER_PNG, 192, 50, 20, 0);
    put_box(&fixture, (struct canvas_box){10.3, 5.1, 20, 10, 0},
            (struct canvas_style){.fill = CANVAS_FILL(5)});
    struct image image = image_read(end(&fixture));
    assert_int_equal(image.png.width, 100);
    assert_int_equal(image.png.height, 40);
    for (unsigned y = 0; y < 40; y++)
        for (unsigned x = 0; x < 100; x++)
            assert_int_equal(image_pixel(&image, x, y),
                             x >= 21 && x < 61 && y >= 10 && y < 30 ? fill : page);
    free(image.pixels);
    arena_fini(&fixture.store);
}

static void png_lines_have_whole_pixels(void **state)
{
    (void)state;
    struct fixture fixture;
    uint32_t edge = palette_role(PALETTE_LIGHT, TOKEN_ROLE_EDGE);
    begin(&fixture, PAPER_PNG, 96, 50, 20, 0);
    put_box(&fixture, (struct canvas_box){10, 5, 20, 10, 0},
            (struct canvas_style){
                .fill = CANVAS_FILL(5), .line = CANVAS_ROLE(TOKEN_ROLE_EDGE), .line_width = 1});
    struct image image = image_read(end(&fixture));
    size_t lined = 0, filled = 0;
    for (unsigned y = 0; y < 20; y++)
        for (unsigned x = 0; x < 50; x++) {
            lined += image_pixel(&image, x, y) == edge;
            filled += image_pixel(&image, x, y) == svg_fill_color(PALETTE_LIGHT, 5);
        }
    assert_int_equal(lined + filled, 21 * 11);
    assert_int_equal(lined, 2 * 21 + 2 * 9);
    free(image.pixels);
    arena_fini(&fixture.store);
}

static void png_says_what_it_is(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, PAPER_PNG, 96, 20, 20, 0);
    struct str png = end(&fixture);
    assert_true(str_find_str(png, STR("Software\0render 9.9")) < 200);
    assert_true(str_find_str(png, STR("A title")) < 300);
    arena_fini(&fixture.store);
}

static void large_pictures_are_scaled_down(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, PAPER_PNG, 96, 70000, 10, 0);
    struct image image = image_read(end(&fixture));
    assert_int_equal(image.png.width, PAPER_MOST_SIDE);
    assert_true(has(fixture.notes, "drawn at 47 % of its size\n"));
    free(image.pixels);
    arena_fini(&fixture.store);
    begin(&fixture, PAPER_PDF, 96, 38400, 100, 0);
    assert_true(has(end(&fixture), "/MediaBox [ 0 0 14400 37.5 ]"));
    assert_true(has(fixture.notes, "drawn at 50 % of its size\n"));
    arena_fini(&fixture.store);
}

static void other_faces_are_noted(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, PAPER_PNG, 96, 100, 30, 0);
    put_text(&fixture, 10, 20, STR("a\xd7\xa9\xd7\x9c"));
    put_text(&fixture, 10, 20, STR(""));
    end(&fixture);
    assert_true(has(fixture.notes, "2 characters that Inter does not have\n") ||
                has(fixture.notes, "Inter is not installed"));
    arena_fini(&fixture.store);
}

/* Begun, and given back without an end. */
static void is_closed_at_any_time(void **state)
{
    (void)state;
    for (int medium = PAPER_PDF; medium <= (int)PAPER_PS; medium++) {
        struct fixture fixture;
        begin(&fixture, (enum paper_medium)medium, 96, 100, 50, 0);
        put_text(&fixture, 1, 20, STR("half"));
        render_paper_module.close(fixture.pages);
        arena_fini(&fixture.store);
        const struct paper_options options = {(enum paper_medium)medium, 96, PALETTE_DARK,
                                              &fixture.sink};
        render_paper_module.close(render_paper_module.open(&options));
    }
}

int paper_tests(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pdf_says_what_it_is),
                                       cmocka_unit_test(pdf_has_links_and_no_scripts),
                                       cmocka_unit_test(same_picture_same_bytes),
                                       cmocka_unit_test(ps_has_no_clock_and_no_images),
                                       cmocka_unit_test(png_boxes_have_whole_pixels),
                                       cmocka_unit_test(png_lines_have_whole_pixels),
                                       cmocka_unit_test(png_says_what_it_is),
                                       cmocka_unit_test(large_pictures_are_scaled_down),
                                       cmocka_unit_test(other_faces_are_noted),
                                       cmocka_unit_test(is_closed_at_any_time)};
    return cmocka_run_group_tests_name("paper", tests, NULL, NULL);
}
