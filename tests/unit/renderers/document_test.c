/* How a document is set: lines, pages, places. */
#include "renderers/document.h"
#include "draw/blank_pages.h"
#include "renderers/document_rows.h"
#include "renderers/renderer.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int document_tests(void);

struct paper {
    struct arena_store store;
    struct arena arena;
    struct view view;
    struct pages pages;
    struct document document;
};

static const struct document_ink INK = {.size = 10, .role = TOKEN_ROLE_INK};

static void begin(struct paper *paper)
{
    paper->arena = arena_init(&paper->store, SIZE_MAX);
    paper->view = (struct view){.chapter_count = 1, .arena = &paper->arena};
    paper->pages = blank_pages();
    paper->document = (struct document){.view = &paper->view,
                                        .arena = &paper->arena,
                                        .pages = &paper->pages,
                                        .canvas = &paper->pages.canvas,
                                        .paper_width = 595,
                                        .paper_height = 842,
                                        .chapter = 1};
    document_turn(&paper->document, false);
}

static void end(struct paper *paper)
{
    arena_fini(&paper->store);
}

/* The lines of a text in so many points, joined by '|'. */
static void expect_lines(const char *text, double width, size_t most, const char *lines)
{
    struct paper paper;
    size_t count;
    char joined[400] = "";
    begin(&paper);
    const struct str *list =
        document_lines(&paper.document, str_from_c(text), &INK, width, most, &count);
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(joined);
        snprintf(joined + used, sizeof joined - used, "%s%.*s", i ? "|" : "", STR_ARG(list[i]));
        assert_true(document_text_width(list[i], &INK) <= width + 1e-6);
    }
    assert_string_equal(joined, lines);
    end(&paper);
}

static void breaks_at_spaces(void **state)
{
    (void)state;
    expect_lines("", 100, 0, "");
    expect_lines("one", 100, 0, "one");
    expect_lines("time spent in answering requests", 90, 0, "time spent in|answering|requests");
    /* A file's name stays whole where that leaves no line half empty. */
    expect_lines("from svc-slow.cpu.pb.gz to svc-fast.cpu.pb.gz", 150, 0,
                 "from svc-slow.cpu.pb.gz to|svc-fast.cpu.pb.gz");
}

static void breaks_names_at_separators(void **state)
{
    (void)state;
    expect_lines("example.com/shop/internal/catalog.(*Store).match", 130, 0,
                 "example.com/shop/|internal/catalog.(*Store).|match");
    expect_lines("std::vector<int>::push_back", 70, 0, "std::|vector<int>::|push_back");
    /* Not inside of a number, nor of a part that fits. */
    expect_lines("version 1.25.3 of it", 70, 0, "version 1.25.3|of it");
}

static void breaks_anywhere_where_it_must(void **state)
{
    (void)state;
    struct paper paper;
    size_t count, bytes = 0;
    begin(&paper);
    struct str text =
        STR("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac");
    const struct str *lines = document_lines(&paper.document, text, &INK, 20, 0, &count);
    assert_true(count > 1);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(lines[i].size % 3, 0);
        bytes += lines[i].size;
    }
    assert_int_equal(bytes, text.size);
    /* A line too narrow for one character has it all the same. */
    document_lines(&paper.document, text, &INK, 1, 0, &count);
    assert_int_equal(count, 6);
    end(&paper);
}

static void cuts_the_middle(void **state)
{
    (void)state;
    struct paper paper;
    size_t count;
    char text[5000];
    begin(&paper);
    memset(text, 'n', sizeof text);
    text[0] = 'a';
    text[sizeof text - 1] = 'z';
    const struct str *lines =
        document_lines(&paper.document, (struct str){text, sizeof text}, &INK, 200, 4, &count);
    assert_true(count <= 4);
    assert_int_equal(lines[0].at[0], 'a');
    assert_int_equal(lines[count - 1].at[lines[count - 1].size - 1], 'z');
    size_t dots = 0;
    for (size_t i = 0; i < count; i++)
        dots += str_find_str(lines[i], STR("\xe2\x80\xa6")) != STR_NONE;
    assert_int_equal(dots, 1);
    end(&paper);
}

static void turns_pages(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper);
    struct document *document = &paper.document;
    assert_int_equal(document->page, 1);
    double top = document->y, room = document_bottom(document) - top;
    assert_false(document_need(document, room));
    document->y += 10;
    assert_false(document_need(document, room - 10));
    assert_true(document_need(document, room - 9));
    assert_int_equal(document->page, 2);
    assert_true(document->y == top);
    /* What comes after a page that lies on its side stands upright. */
    document_turn(document, true);
    assert_true(document->width == 842 && document->height == 595);
    document->y += 10;
    assert_true(document_need(document, 1));
    assert_true(document->width == 595 && document->page == 4);
    /* The foot keeps its room. */
    const struct str foot[] = {STR("here"), STR("there")};
    document_set_foot(document, foot, 2);
    assert_true(document_bottom(document) - document->y < room - 20);
    document_turn(document, false);
    assert_true(document_bottom(document) - document->y == room);
    end(&paper);
}

static void keeps_headings_with_what_follows(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper);
    struct document *document = &paper.document;
    document->y = document_bottom(document) - 60;
    document_heading(document, 2, STR("Low"), document_name(document, "low", 0), 100);
    assert_int_equal(document->page, 2);
    document_heading(document, 1, STR("Part"), document_name(document, "part", 0), 10);
    assert_int_equal(document->page, 3);
    document->y = document_bottom(document) - 20;
    document_paragraph(document,
                       STR("two lines that stay with each other, because they are so few "
                           "and a page has room for both of them, though not this one"),
                       &INK, 0);
    assert_int_equal(document->page, 4);
    /* Known to the next round. */
    assert_int_equal(document_page_of(document, STR("c1.low")), 0);
    document->known = document->places.at;
    document->known_count = document->places.count;
    assert_int_equal(document_page_of(document, STR("c1.low")), 2);
    assert_int_equal(document_page_of(document, STR("c1.part")), 3);
    assert_int_equal(document_page_of(document, STR("c1.other")), 0);
    end(&paper);
}

static void tables_go_on(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper);
    struct document_column columns[] = {{"flat", 0, false}, {"function", 0, true}};
    double widths[] = {0, 0};
    document_column_widen(&widths[0], "flat", STR("12345678901"), 9);
    assert_true(widths[0] >
                document_text_width(STR("12345678901"), &(struct document_ink){.size = 9}));
    document_columns_place(columns, widths, 2);
    assert_true(fabs(columns[0].at - widths[0]) < 1e-9 && columns[1].at > widths[0]);
    struct document_rows rows = {.document = &paper.document,
                                 .columns = columns,
                                 .count = 2,
                                 .left = 48,
                                 .width = 499,
                                 .size = 9,
                                 .height = 14};
    document_rows_begin(&rows);
    for (int i = 0; i < 120; i++) {
        document_row_begin(&rows, 2);
        double bottom = rows.top + rows.room;
        assert_true(bottom <= document_bottom(&paper.document) + 1e-6);
        document_row_end(&rows);
    }
    document_rows_end(&rows);
    assert_int_equal(paper.document.page, 5);
    end(&paper);
}

int document_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_at_spaces),
        cmocka_unit_test(breaks_names_at_separators),
        cmocka_unit_test(breaks_anywhere_where_it_must),
        cmocka_unit_test(cuts_the_middle),
        cmocka_unit_test(turns_pages),
        cmocka_unit_test(keeps_headings_with_what_follows),
        cmocka_unit_test(tables_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
