/* SVG of canvas calls: escapes, numbers, classes. */
#include "draw/svg_canvas.h"
#include "base/arena.h"
#include "base/sink.h"
#include "draw/svg.h"
#include "unit/unit.h"

int svg_canvas_tests(void);

struct drawing {
    struct arena_store store;
    struct arena arena;
    struct sink sink;
    struct canvas *canvas;
};

static int start(void **state)
{
    static struct drawing drawing;
    drawing.arena = arena_init(&drawing.store, 1 << 20);
    sink_init_buffer(&drawing.sink, &drawing.arena, UINT64_MAX);
    drawing.canvas = svg_canvas_new(&drawing.sink, STR(""), &drawing.arena);
    struct canvas_page page = {.width = 100,
                               .height = 50.5,
                               .title = STR("a<b>&\"c\""),
                               .subject = STR("what \"it\" <shows>"),
                               .creator = STR("render")};
    drawing.canvas->calls->begin(drawing.canvas, &page);
    *state = &drawing;
    return 0;
}

static int stop(void **state)
{
    struct drawing *drawing = *state;
    arena_fini(&drawing->store);
    return 0;
}

static struct str finish(struct drawing *drawing)
{
    struct error error = {.kind = ERROR_NONE};
    assert_true(drawing->canvas->calls->end(drawing->canvas, &error));
    return sink_str(&drawing->sink);
}

static void expect(struct str svg, const char *part)
{
    if (str_find_str(svg, str_from_c(part)) == STR_NONE)
        print_error("no %s in %.*s\n", part, (int)svg.size, svg.at);
    assert_int_not_equal(str_find_str(svg, str_from_c(part)), STR_NONE);
}

static size_t count(struct str svg, const char *part)
{
    size_t found = 0, at;
    while ((at = str_find_str(svg, str_from_c(part))) != STR_NONE) {
        svg = str_skip(svg, at + 1);
        found++;
    }
    return found;
}

static void the_page_is_in_points(void **state)
{
    struct str svg = finish(*state);
    expect(svg, "width=\"75pt\" height=\"37.88pt\" viewBox=\"0 0 75 37.88\"");
    expect(svg, "aria-label=\"what &quot;it&quot; &lt;shows&gt;\"");
    expect(svg, "<title>a&lt;b&gt;&amp;\"c\"</title>");
    expect(svg, "<g id=\"view\" transform=\"scale(.75)\"></g></svg>\n");
    assert_int_equal(str_find_str(svg, STR("<script")), STR_NONE);
}

static void text_is_escaped_wherever_it_stands(void **state)
{
    struct drawing *drawing = *state;
    const struct canvas_calls *calls = drawing->canvas->calls;
    struct canvas_text_style style = {.size = 11, .color = CANVAS_ROLE(TOKEN_ROLE_INK)};
    struct canvas_attribute attribute = {"data-name", STR("\"><script>'\x1b\xff")};
    struct canvas_group group = {.class = "node",
                                 .attributes = &attribute,
                                 .attribute_count = 1,
                                 .title = STR("</title>\nb\x07"),
                                 .link = STR("javascript:alert(1)")};
    calls->open_group(drawing->canvas, &group);
    calls->text(drawing->canvas, (struct canvas_point){1, 2}, STR("]]><b>&\n"), &style, NULL);
    calls->close_group(drawing->canvas);
    struct str svg = finish(drawing);
    expect(svg, "<g class=\"node\" data-name=\"&quot;&gt;&lt;script&gt;&#39;\\x1b\xef\xbf\xbd\">"
                "<title>&lt;/title&gt;\nb\\x07</title>");
    expect(svg, ">]]&gt;&lt;b&gt;&amp;\\x0a</text></g>");
    assert_int_equal(str_find_str(svg, STR("javascript")), STR_NONE);
}

static void links_to_the_web_are_links(void **state)
{
    struct drawing *drawing = *state;
    const struct canvas_calls *calls = drawing->canvas->calls;
    struct canvas_group outer = {.title = STR(""), .link = STR("https://x/?a&\"b")};
    struct canvas_group inner = {.title = STR(""), .link = STR("")};
    calls->open_group(drawing->canvas, &outer);
    calls->open_group(drawing->canvas, &inner);
    calls->close_group(drawing->canvas);
    calls->close_group(drawing->canvas);
    expect(finish(drawing), "<a href=\"https://x/?a&amp;&quot;b\"><g></g></a>");
}

static void numbers_have_two_decimals_at_most(void **state)
{
    static const struct {
        double value;
        const char *text;
    } ROWS[] = {{0, "0"},         {1, "1"},       {-1, "-1"},           {0.5, ".5"},
                {-0.25, "-.25"},  {0.004, "0"},   {-0.004, "0"},        {0.005, ".01"},
                {12.999, "13"},   {3.1, "3.1"},   {1234.06, "1234.06"}, {1e300, "0"},
                {0.0 / 1.0, "0"}, {99.996, "100"}};
    struct drawing *drawing = *state;
    struct canvas_style style = {.line = CANVAS_ROLE(TOKEN_ROLE_EDGE), .line_width = 1};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct canvas_point points[] = {{ROWS[i].value, (double)i}, {7, ROWS[i].value}};
        struct canvas_path path = {.points = points, .count = 2};
        drawing->canvas->calls->path(drawing->canvas, &path, &style, NULL);
    }
    struct str svg = finish(drawing);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct sink sink;
        sink_init_buffer(&sink, &drawing->arena, UINT64_MAX);
        sink_print(&sink, "d=\"M%s %zuL7 %s\"", ROWS[i].text, i, ROWS[i].text);
        expect(svg, str_to_c(sink_str(&sink), &drawing->arena));
    }
}

static void a_look_is_written_once_for_each_theme(void **state)
{
    struct drawing *drawing = *state;
    const struct canvas_calls *calls = drawing->canvas->calls;
    struct canvas_style plain = {.fill = CANVAS_FILL(svg_fill_of_heat(1)),
                                 .line = CANVAS_ROLE(TOKEN_ROLE_EDGE_WEAK),
                                 .line_width = 1};
    struct canvas_style other = plain;
    struct canvas_box box = {1, 2, 3, 4, 5};
    other.line_width = 1.5;
    calls->box(drawing->canvas, &box, &plain, NULL);
    calls->box(drawing->canvas, &box, &other, "label");
    other.fill_opacity = 0.5;
    calls->box(drawing->canvas, &box, &other, NULL);
    struct str svg = finish(drawing);
    expect(svg, "<rect class=\"c0\" x=\"1\" y=\"2\" width=\"3\" height=\"4\" rx=\"5\"/>"
                "<rect class=\"c0 label\" x=\"1\" y=\"2\" width=\"3\" height=\"4\" rx=\"5\" "
                "stroke-width=\"1.5\"/><rect class=\"c1\"");
    assert_int_equal(count(svg, ".c0{"), 2);
    assert_int_equal(count(svg, ".c1{"), 2);
    assert_int_equal(count(svg, ".c2{"), 0);
    assert_int_equal(count(svg, "prefers-color-scheme:dark"), 1);
}

static void differences_are_hatched(void **state)
{
    struct drawing *drawing = *state;
    struct canvas_style style = {
        .fill = CANVAS_NONE, .hatch = CANVAS_FALLING, .hatch_line = CANVAS_ROLE(TOKEN_ROLE_BORDER)};
    struct canvas_box box = {1, 2, 3, 4, 0};
    drawing->canvas->calls->box(drawing->canvas, &box, &style, NULL);
    drawing->canvas->calls->box(drawing->canvas, &box, &style, NULL);
    struct str svg = finish(drawing);
    assert_int_equal(count(svg, "<pattern "), 1);
    assert_int_equal(count(svg, "fill=\"url(#k0)\""), 2);
}

static void a_script_comes_behind_the_picture(void **state)
{
    struct drawing *drawing = *state;
    struct error error = {.kind = ERROR_NONE};
    struct canvas *canvas = svg_canvas_new(&drawing->sink, STR("a<b&&c"), &drawing->arena);
    struct canvas_page page = {.title = STR(""), .subject = STR(""), .creator = STR("")};
    canvas->calls->begin(canvas, &page);
    assert_true(canvas->calls->end(canvas, &error));
    expect(sink_str(&drawing->sink), "</g><script><![CDATA[a<b&&c]]></script></svg>\n");
}

int svg_canvas_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_page_is_in_points, start, stop),
        cmocka_unit_test_setup_teardown(text_is_escaped_wherever_it_stands, start, stop),
        cmocka_unit_test_setup_teardown(links_to_the_web_are_links, start, stop),
        cmocka_unit_test_setup_teardown(numbers_have_two_decimals_at_most, start, stop),
        cmocka_unit_test_setup_teardown(a_look_is_written_once_for_each_theme, start, stop),
        cmocka_unit_test_setup_teardown(differences_are_hatched, start, stop),
        cmocka_unit_test_setup_teardown(a_script_comes_behind_the_picture, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
