/* Cells, columns and what ends them; expectations are those of Go's text/tabwriter. */
#include "base/tabs.h"
#include "unit/unit.h"

int tabs_tests(void);

static void expect(const char *text, size_t size, const char *expected)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    /* At once, and byte by byte. */
    for (size_t step = 1; step <= size; step += size > 1 ? size - 1 : 1) {
        struct sink sink;
        struct tabs tabs;
        sink_init_buffer(&sink, &arena, UINT64_MAX);
        tabs_init(&tabs, &sink, &arena);
        for (size_t at = 0; at < size; at += step)
            tabs_text(&tabs, str_slice((struct str){text, size}, at, at + step));
        tabs_flush(&tabs);
        assert_str(sink_str(&sink), expected);
    }
    arena_fini(&store);
}

#define EXPECT(text, expected) expect((text), sizeof(text) - 1, (expected))

static void cells_of_a_column_are_right_aligned(void **state)
{
    (void)state;
    EXPECT("a\tbb\tc\nddd\te\tf\n", "   a bbc\n ddd  ef\n");
    EXPECT("\tx\n12\ty\n", "   x\n 12y\n");
    EXPECT("k:\t Total 1\n \t1 (2%):\t v\n", " k: Total 1\n    1 (2%): v\n");
}

static void the_last_cell_is_in_no_column(void **state)
{
    (void)state;
    EXPECT("plain\n", "plain\n");
    EXPECT("a\tlong text\nb\tc\n", " along text\n bc\n");
    EXPECT("a\t\n", " a\n");
    EXPECT("a\tb", " ab");
}

static void a_line_without_the_column_ends_it(void **state)
{
    (void)state;
    EXPECT("long\tx\n\na\ty\n", " longx\n\n ay\n");
    EXPECT("a\tlong\tx\nb\ty\nc\td\tz\n", " a longx\n by\n c dz\n");
    EXPECT("a\tb\tx\nccc\tlonger\ty\n", "   a      bx\n ccc longery\n");
}

static void widths_are_code_points(void **state)
{
    (void)state;
    EXPECT("\xe2\x82\xac\tx\nab\ty\n", "  \xe2\x82\xacx\n aby\n");
    EXPECT("\xe2\x82\tx\nabc\ty\n", "  \xe2\x82x\n abcy\n");
}

static void a_form_feed_ends_all_columns(void **state)
{
    (void)state;
    EXPECT("a\tx\fbbb\ty\n", " ax\n bbby\n");
    EXPECT("a\vx\nbbb\ty\n", "   ax\n bbby\n");
}

static void escaped_tabs_end_nothing(void **state)
{
    (void)state;
    EXPECT("\xff\t\xff\tx\nabc\ty\n", "   \xff\t\xffx\n abcy\n");
    EXPECT("\xff\n\t", "\xff\n\t");
}

static void many_columns_and_lines_are_no_burden(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sink sink;
    struct tabs tabs;
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    tabs_init(&tabs, &sink, &arena);
    for (int i = 0; i < 200000; i++)
        tabs_text(&tabs, STR("\t"));
    tabs_text(&tabs, STR("\n"));
    for (int i = 0; i < 200000; i++)
        tabs_text(&tabs, STR("a\tb\n"));
    tabs_flush(&tabs);
    assert_int_equal(sink_str(&sink).size, 200002 + 200000 * 4);
    arena_fini(&store);
}

int tabs_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_a_column_are_right_aligned),
        cmocka_unit_test(the_last_cell_is_in_no_column),
        cmocka_unit_test(a_line_without_the_column_ends_it),
        cmocka_unit_test(widths_are_code_points),
        cmocka_unit_test(a_form_feed_ends_all_columns),
        cmocka_unit_test(escaped_tabs_end_nothing),
        cmocka_unit_test(many_columns_and_lines_are_no_burden),
    };
    return cmocka_run_group_tests_name("tabs", tests, NULL, NULL);
}
