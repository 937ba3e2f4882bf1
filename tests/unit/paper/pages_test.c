/* Documents of pages: what a PDF says beside what is seen, and where things land in a picture. */
#include "base/arena.h"
#include "base/sink.h"
#include "draw/pages.h"
#include "draw/svg.h"
#include "unit/paper/image.h"
#include "paper/paper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <cmocka.h>

int pages_tests(void);

extern const struct paper_module render_paper_module;

struct fixture {
    struct arena_store store;
    struct arena arena;
    struct sink sink;
    struct pages *pages;
    struct str notes;
};

static void begin(struct fixture *fixture, enum paper_medium medium, double dpi,
                  const struct pages_head *head)
{
    fixture->arena = arena_init(&fixture->store, SIZE_MAX);
    sink_init_buffer(&fixture->sink, &fixture->arena, UINT64_MAX);
    const struct paper_options options = {medium, dpi, PALETTE_LIGHT, &fixture->sink};
    fixture->pages = render_paper_module.open(&options);
    fixture->pages->calls->begin(fixture->pages, head);
}

static struct pages_head head_of(double width, double height)
{
    return (struct pages_head){.title = STR("A title"),
                               .subject = STR("what it shows"),
                               .author = STR("who"),
                               .keywords = STR("one, two"),
                               .creator = STR("render 9.9"),
                               .width = width,
                               .height = height};
}

static void begin_small(struct fixture *fixture, enum paper_medium medium)
{
    struct pages_head head = head_of(200, 100 + 200 + 2 * PAGES_GAP);
    begin(fixture, medium, 72, &head);
}

static struct str end(struct fixture *fixture)
{
    struct error error = {.kind = ERROR_NONE};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sink notes;
    sink_init_buffer(&notes, &arena, UINT64_MAX);
    if (!fixture->pages->calls->end(fixture->pages, &error))
        fail_msg("%s", error.text);
    render_paper_module.notes(fixture->pages, &notes);
    render_paper_module.close(fixture->pages);
    fixture->notes = str_copy(sink_str(&notes), &fixture->arena);
    arena_fini(&store);
    return sink_str(&fixture->sink);
}

static size_t count(struct str text, const char *part)
{
    size_t found = 0;
    for (size_t at; (at = str_find_str(text, str_from_c(part))) != STR_NONE; found++)
        text = str_skip(text, at + 1);
    return found;
}

static bool has(struct str text, const char *part)
{
    return count(text, part) > 0;
}

/* All streams of a PDF, inflated, one behind the other. */
static struct str inflated(struct str pdf, struct arena *arena)
{
    struct sink all;
    sink_init_buffer(&all, arena, UINT64_MAX);
    for (size_t at; (at = str_find_str(pdf, STR("\nstream\n"))) != STR_NONE;) {
        pdf = str_skip(pdf, at + strlen("\nstream\n"));
        size_t size = str_find_str(pdf, STR("\nendstream"));
        uLongf room = 1 << 20;
        char *bytes = arena_alloc(arena, room, 1);
        if (uncompress((Bytef *)bytes, &room, (const Bytef *)pdf.at, (uLong)size) == Z_OK)
            sink_bytes(&all, bytes, room);
        pdf = str_skip(pdf, size);
    }
    return sink_str(&all);
}

/* ---------------------------------------------------------------- painting */

static void put(struct fixture *fixture, double x, double y, struct str words)
{
    const struct canvas_text_style style = {.size = 10, .color = CANVAS_ROLE(TOKEN_ROLE_INK)};
    struct canvas *canvas = &fixture->pages->canvas;
    canvas->calls->text(canvas, (struct canvas_point){x, y}, words, &style, NULL);
}

static void put_box(struct fixture *fixture, struct canvas_box box)
{
    const struct canvas_style style = {.fill = CANVAS_FILL(5)};
    struct canvas *canvas = &fixture->pages->canvas;
    canvas->calls->box(canvas, &box, &style, NULL);
}

static void put_link(struct fixture *fixture, double y, struct str link)
{
    struct canvas *canvas = &fixture->pages->canvas;
    const struct canvas_group group = {.link = link, .box = {20, y - 10, 50, 12, 0}};
    canvas->calls->open_group(canvas, &group);
    put(fixture, 20, y, STR("there"));
    canvas->calls->close_group(canvas);
}

static void put_part(struct fixture *fixture, enum pages_tag tag, double y, struct str words)
{
    const struct pages_calls *calls = fixture->pages->calls;
    calls->open(fixture->pages, tag, STR("stands for it"));
    put(fixture, 20, y, words);
    calls->close(fixture->pages);
}

static void put_rows(struct fixture *fixture, double y)
{
    const struct pages_calls *calls = fixture->pages->calls;
    for (int i = 0; i < 3; i++) {
        calls->open(fixture->pages, PAGES_ROW, STR(""));
        put_part(fixture, i ? PAGES_CELL : PAGES_HEAD_CELL, y + 12 * i, STR("cell"));
        calls->close(fixture->pages);
    }
}

/* Two pages, on which everything stands once; the table goes over both. */
static void put_all(struct fixture *fixture)
{
    const struct pages_calls *calls = fixture->pages->calls;
    struct pages *pages = fixture->pages;
    calls->turn(pages, 200, 100);
    put_part(fixture, PAGES_ARTIFACT, 10, STR("head"));
    calls->open(pages, PAGES_SECTION, STR(""));
    calls->mark(pages, STR("c1.top"), 12);
    calls->outline(pages, 1, STR("Chapter"), STR("c1.top"));
    put_part(fixture, PAGES_H1, 20, STR("Heading"));
    calls->open(pages, PAGES_PARAGRAPH, STR(""));
    put(fixture, 20, 30, STR("See"));
    put_link(fixture, 40, STR("#c1.f2"));
    put(fixture, 20, 50, STR("for more."));
    calls->close(pages);
    calls->open(pages, PAGES_TABLE, STR(""));
    put_rows(fixture, 60);
    calls->turn(pages, 150, 200);
    put_part(fixture, PAGES_ARTIFACT, 10, STR("head"));
    put_rows(fixture, 30);
    calls->close(pages);
    calls->mark(pages, STR("c1.f2"), 80);
    calls->outline(pages, 2, STR("Function"), STR("c1.f2"));
    calls->enter(pages, 20, 90, 0.75, &(struct canvas_box){0, 0, 100, 50, 0});
    put_box(fixture, (struct canvas_box){0, 0, 80, 20, 2});
    put_part(fixture, PAGES_FIGURE, 12, STR("figure"));
    calls->leave(pages);
    calls->close(pages);
}

/* ---------------------------------------------------------------- PDF */

static void pdf_has_pages_and_words(void **state)
{
    (void)state;
    struct fixture fixture;
    begin_small(&fixture, PAPER_PDF);
    put_all(&fixture);
    struct str pdf = end(&fixture);
    assert_true(has(pdf, "/Count 2\n"));
    assert_true(has(pdf, "/MediaBox [ 0 0 200 100 ]"));
    assert_true(has(pdf, "/MediaBox [ 0 0 150 200 ]"));
    assert_true(has(pdf, "/Title (A title)"));
    assert_true(has(pdf, "/Subject (what it shows)"));
    assert_true(has(pdf, "/Author (who)"));
    assert_true(has(pdf, "/Keywords (one, two)"));
    assert_true(has(pdf, "/Creator (render 9.9)"));
    assert_false(has(pdf, "/CreationDate"));
    arena_fini(&fixture.store);
}

static void pdf_has_its_structure(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t count;
    } PARTS[] = {{"Document", 1}, {"Sect", 1}, {"H1", 1}, {"P", 1},  {"Span", 2},   {"Link", 1},
                 {"Table", 1},    {"TR", 6},   {"TH", 2}, {"TD", 4}, {"Figure", 1}, {"Caption", 0}};
    struct fixture fixture;
    char part[32];
    begin_small(&fixture, PAPER_PDF);
    put_all(&fixture);
    struct str pdf = end(&fixture), content = inflated(pdf, &fixture.arena);
    assert_true(has(pdf, "/Marked true"));
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        snprintf(part, sizeof part, "/S /%s\n", PARTS[i].name);
        assert_int_equal(count(pdf, part), PARTS[i].count);
    }
    /* Marked are what holds text itself: heading, two spans, link, six cells, figure. */
    assert_int_equal(count(content, " BDC"), 11);
    assert_int_equal(count(content, "EMC"), 11);
    arena_fini(&fixture.store);
}

static void pdf_leads_to_places(void **state)
{
    (void)state;
    struct fixture fixture;
    begin_small(&fixture, PAPER_PDF);
    put_all(&fixture);
    struct str pdf = end(&fixture);
    assert_true(has(pdf, "(c1.top) ["));
    assert_true(has(pdf, "/XYZ 0 88 0]"));
    assert_true(has(pdf, "(c1.f2) ["));
    assert_true(has(pdf, "/XYZ 0 120 0]"));
    assert_int_equal(count(pdf, "/Dest (c1.f2)"), 2); /* link and outline */
    assert_true(has(pdf, "/Rect [ 20 58 70 70 ]"));
    assert_true(has(pdf, "/Title (Chapter)"));
    assert_true(has(pdf, "/Title (Function)"));
    arena_fini(&fixture.store);
}

/* Cairo would refuse the whole document. */
static void places_that_are_not_there_do_no_harm(void **state)
{
    (void)state;
    struct fixture fixture;
    begin_small(&fixture, PAPER_PDF);
    const struct pages_calls *calls = fixture.pages->calls;
    calls->turn(fixture.pages, 200, 100);
    calls->mark(fixture.pages, STR("twice"), 10);
    calls->mark(fixture.pages, STR("twice"), 20);
    put_link(&fixture, 30, STR("#nowhere"));
    calls->outline(fixture.pages, 2, STR("none above"), STR("nowhere.else"));
    struct str pdf = end(&fixture);
    assert_true(has(pdf, "/Dest (nowhere)"));
    assert_true(has(pdf, "(nowhere) ["));
    assert_true(has(pdf, "(nowhere.else) ["));
    assert_int_equal(count(pdf, "(twice) ["), 1);
    arena_fini(&fixture.store);
}

static void hostile_words_stay_words(void **state)
{
    (void)state;
    struct fixture fixture;
    struct pages_head head = head_of(200, 100);
    struct str hostile = STR("x') dest='y' \\ ) >> /JS (a\0b) \xff\xe2\x80\xae \n end");
    char *large = malloc(1 << 20);
    memset(large, 'A', 1 << 20);
    head.title = head.subject = head.author = head.keywords = hostile;
    begin(&fixture, PAPER_PDF, 72, &head);
    const struct pages_calls *calls = fixture.pages->calls;
    calls->turn(fixture.pages, 200, 100);
    calls->mark(fixture.pages, STR("p"), 10);
    calls->mark(fixture.pages, hostile, 10);
    calls->outline(fixture.pages, 1, hostile, STR("p"));
    calls->outline(fixture.pages, 2, (struct str){large, 1 << 20}, STR("p"));
    calls->outline(fixture.pages, 2, STR("nameless"), hostile);
    calls->open(fixture.pages, PAGES_FIGURE, hostile);
    put_link(&fixture, 20, STR("#p' uri='https://x"));
    put_link(&fixture, 30, STR("#"));
    put(&fixture, 20, 40, hostile);
    calls->close(fixture.pages);
    struct str pdf = end(&fixture);
    assert_false(has(pdf, "/JS (a"));
    assert_false(has(pdf, "/URI"));
    assert_false(has(pdf, "nameless"));
    assert_false(has(pdf, "/Annot"));
    assert_true(pdf.size < 100000);
    assert_int_equal(count(pdf, "/XYZ"), 1);
    free(large);
    arena_fini(&fixture.store);
}

/* A private character of the last plane. */
static void unknown_characters_are_copied(void **state)
{
    (void)state;
    struct fixture fixture;
    begin_small(&fixture, PAPER_PDF);
    fixture.pages->calls->turn(fixture.pages, 200, 100);
    put(&fixture, 20, 40, STR("a\xf4\x8f\xbf\x80\xf4\x8f\xbf\x81."));
    struct str content = inflated(end(&fixture), &fixture.arena);
    assert_true(has(fixture.notes, "no installed face has 2 of the characters"));
    /* The first is what the glyph stands for everywhere, the second what it stands for here. */
    assert_true(has(content, "<dbffdfc0>") || has(content, "<DBFFDFC0>"));
    assert_true(has(content, "/ActualText <feffdbffdfc1>"));
    arena_fini(&fixture.store);
}

static void same_document_same_bytes(void **state)
{
    (void)state;
    for (int medium = PAPER_PDF; medium <= (int)PAPER_PS; medium++) {
        struct fixture one, two;
        begin_small(&one, (enum paper_medium)medium);
        put_all(&one);
        begin_small(&two, (enum paper_medium)medium);
        put_all(&two);
        struct str a = end(&one), b = end(&two);
        assert_true(a.size > 1000 && str_equal(a, b));
        arena_fini(&one.store);
        arena_fini(&two.store);
    }
}

static void ps_has_pages(void **state)
{
    (void)state;
    struct fixture fixture;
    begin_small(&fixture, PAPER_PS);
    put_all(&fixture);
    struct str ps = end(&fixture);
    assert_true(has(ps, "%%Pages: 2\n"));
    assert_true(has(ps, "%%For: render 9.9\n"));
    assert_true(has(ps, "200 100"));
    assert_true(has(ps, "150 200"));
    assert_false(has(ps, "%%CreationDate"));
    arena_fini(&fixture.store);
}

/* ---------------------------------------------------------------- PNG */

static void expect_box(const struct image *image, unsigned x, unsigned y, unsigned width,
                       unsigned height, uint32_t color)
{
    for (unsigned row = y; row < y + height; row++)
        for (unsigned column = x; column < x + width; column++)
            if (image_pixel(image, column, row) != color)
                fail_msg("pixel %u, %u is #%06x, not #%06x", column, row,
                         image_pixel(image, column, row), color);
}

static void png_has_pages_below_each_other(void **state)
{
    (void)state;
    struct fixture fixture;
    uint32_t page = palette_role(PALETTE_LIGHT, TOKEN_ROLE_PAGE);
    uint32_t between = palette_role(PALETTE_LIGHT, TOKEN_ROLE_SUNKEN);
    begin_small(&fixture, PAPER_PNG);
    fixture.pages->calls->turn(fixture.pages, 200, 100);
    fixture.pages->calls->turn(fixture.pages, 150, 200);
    struct image image = image_read(end(&fixture));
    assert_int_equal(image.png.width, 200);
    assert_int_equal(image.png.height, 336);
    expect_box(&image, 0, 0, 200, 100, page);
    expect_box(&image, 0, 100, 200, 18, between);
    expect_box(&image, 0, 118, 25, 200, between);
    expect_box(&image, 25, 118, 150, 200, page);
    expect_box(&image, 175, 118, 25, 200, between);
    expect_box(&image, 0, 318, 200, 18, between);
    assert_int_equal(fixture.notes.size && !has(fixture.notes, "Inter is not installed"), 0);
    free(image.pixels);
    arena_fini(&fixture.store);
}

/* Boxes in boxes, on whole pixels; what is cut is cut for shapes and for text. */
static void png_cuts_and_snaps_what_is_entered(void **state)
{
    (void)state;
    struct fixture fixture;
    uint32_t page = palette_role(PALETTE_LIGHT, TOKEN_ROLE_PAGE);
    uint32_t fill = svg_fill_color(PALETTE_LIGHT, 5);
    const struct canvas_box outer = {0, 0, 80, 80, 0}, inner = {0, 0, 20, 20, 0};
    begin_small(&fixture, PAPER_PNG);
    const struct pages_calls *calls = fixture.pages->calls;
    calls->turn(fixture.pages, 200, 100);
    calls->enter(fixture.pages, 10.2, 10.2, 0.5, &outer);
    put_box(&fixture, (struct canvas_box){10.7, 10.7, 100, 21, 0});
    calls->enter(fixture.pages, 20, 40, 2, &inner);
    put(&fixture, 0, 15, STR("HHHHHHHHHHHHHHHHH"));
    calls->leave(fixture.pages);
    calls->leave(fixture.pages);
    put_box(&fixture, (struct canvas_box){100, 10, 10, 10, 0});
    struct image image = image_read(end(&fixture));
    /* From 10.2 + 10.7/2 = 15.55 down to 26.05; cut at 10.2 + 80/2 = 50.2. */
    expect_box(&image, 16, 16, 34, 10, fill);
    expect_box(&image, 50, 0, 50, 100, page);
    expect_box(&image, 0, 26, 50, 4, page);
    expect_box(&image, 100, 10, 10, 10, fill);
    size_t inked = 0;
    for (unsigned y = 26; y < 100; y++)
        for (unsigned x = 0; x < 100; x++) {
            bool is_inside = x >= 20 && x < 40 && y >= 30 && y < 50;
            inked += is_inside && image_pixel(&image, x, y) != page;
            assert_true(is_inside || image_pixel(&image, x, y) == page);
        }
    assert_true(inked > 30);
    free(image.pixels);
    arena_fini(&fixture.store);
}

static void large_documents_are_scaled_down(void **state)
{
    (void)state;
    struct fixture fixture;
    struct pages_head head = head_of(100, 60000);
    uint32_t page = palette_role(PALETTE_LIGHT, TOKEN_ROLE_PAGE);
    begin(&fixture, PAPER_PNG, 96, &head);
    for (int i = 0; i < 60; i++)
        fixture.pages->calls->turn(fixture.pages, 100, 1000 - PAGES_GAP);
    struct image image = image_read(end(&fixture));
    assert_int_equal(image.png.height, PAPER_MOST_SIDE);
    assert_int_equal(image_pixel(&image, 20, PAPER_MOST_SIDE - 100), page);
    assert_true(has(fixture.notes, "the report is larger than its format has room for, so it is "
                                   "drawn at 41 % of its size\n"));
    free(image.pixels);
    arena_fini(&fixture.store);
}

/* Begun, and given back without an end, or ended without what was opened being closed. */
static void is_closed_at_any_time(void **state)
{
    (void)state;
    for (int medium = PAPER_PDF; medium <= (int)PAPER_PS; medium++) {
        struct fixture fixture;
        begin_small(&fixture, (enum paper_medium)medium);
        const struct pages_calls *calls = fixture.pages->calls;
        calls->turn(fixture.pages, 200, 100);
        calls->open(fixture.pages, PAGES_TABLE, STR(""));
        calls->enter(fixture.pages, 1, 1, 2, NULL);
        render_paper_module.close(fixture.pages);
        arena_fini(&fixture.store);
        begin_small(&fixture, (enum paper_medium)medium);
        calls->turn(fixture.pages, 200, 100);
        calls->open(fixture.pages, PAGES_TABLE, STR(""));
        calls->enter(fixture.pages, 1, 1, 2, NULL);
        assert_true(end(&fixture).size > 100);
        arena_fini(&fixture.store);
    }
}

static void digests_are_sha256(void **state)
{
    (void)state;
    char digits[PAPER_DIGITS + 1];
    struct paper_digest *digest = render_paper_module.digest_open();
    render_paper_module.digest_add(digest, "a", 1);
    render_paper_module.digest_add(digest, "", 0);
    render_paper_module.digest_add(digest, "bc", 2);
    render_paper_module.digest_close(digest, digits);
    assert_string_equal(digits, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int pages_tests(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pdf_has_pages_and_words),
                                       cmocka_unit_test(pdf_has_its_structure),
                                       cmocka_unit_test(pdf_leads_to_places),
                                       cmocka_unit_test(places_that_are_not_there_do_no_harm),
                                       cmocka_unit_test(hostile_words_stay_words),
                                       cmocka_unit_test(unknown_characters_are_copied),
                                       cmocka_unit_test(same_document_same_bytes),
                                       cmocka_unit_test(ps_has_pages),
                                       cmocka_unit_test(png_has_pages_below_each_other),
                                       cmocka_unit_test(png_cuts_and_snaps_what_is_entered),
                                       cmocka_unit_test(large_documents_are_scaled_down),
                                       cmocka_unit_test(is_closed_at_any_time),
                                       cmocka_unit_test(digests_are_sha256)};
    return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
