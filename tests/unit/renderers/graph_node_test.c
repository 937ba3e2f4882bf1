/* Lines, arrangements and sizes of boxes. */
#include "renderers/graph_node.h"
#include "base/arena.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "layout/text.h"
#include "unit/unit.h"

int graph_node_tests(void);

struct place {
    struct arena_store store;
    struct arena arena;
};

static int start(void **state)
{
    static struct place place;
    place.arena = arena_init(&place.store, 1 << 26);
    *state = &place;
    return 0;
}

static int stop(void **state)
{
    struct place *place = *state;
    arena_fini(&place->store);
    return 0;
}

static struct graph_words words(const char *over, const char *own, const char *flat,
                                const char *cum)
{
    return (struct graph_words){.address = STR(""),
                                .over = str_from_c(over),
                                .own = str_from_c(own),
                                .place = STR(""),
                                .flat = str_from_c(flat),
                                .cum = str_from_c(cum),
                                .size = 12};
}

/* The runs of a box, "a|b|c". */
static struct str runs(struct place *place, const struct graph_box *box)
{
    struct sink sink;
    sink_init_buffer(&sink, &place->arena, UINT64_MAX);
    for (size_t i = 0; i < box->count; i++) {
        sink_text(&sink, i ? STR("|") : STR(""));
        sink_text(&sink, box->runs[i].text);
    }
    return sink_str(&sink);
}

/* All texts lie inside, also in a face that is an eighth wider, and none on another. */
static void expect_inside(const struct graph_box *box)
{
    for (size_t i = 0; i < box->count; i++) {
        const struct graph_run *run = &box->runs[i];
        bool strong = run->ink == GRAPH_OWN || run->ink == GRAPH_FLAT;
        double width =
            1.12 * text_width(run->text, run->size, strong ? TEXT_SEMIBOLD : TEXT_REGULAR);
        assert_true(run->x > 0 && run->x + width <= box->width);
        assert_true(run->y - 0.7 * run->size > 0 && run->y + 0.2 * run->size < box->height);
        if (i > 0 && run->y == run[-1].y)
            assert_true(run->x > run[-1].x);
        else if (i > 0)
            assert_true(run->y >= run[-1].y + 0.7 * run->size);
        if (box->bar_width > 0)
            assert_true(run->y < box->bar_y);
    }
}

static void a_box_has_a_line_for_each_thing(void **state)
{
    struct place *place = *state;
    struct graph_words all = words("regexp (*machine)", "step", "0.95s 5.9%", "of 3.84s 24.0%");
    struct graph_box box = graph_box_new(&all, &place->arena);
    assert_str(runs(place, &box), "regexp (*machine)|step|0.95s 5.9%|of 3.84s 24.0%");
    expect_inside(&box);
    assert_true(box.bar_width > 0 && box.bar_y + 3.5 < box.height);
    struct graph_words few = words("", "main", "", "5.83s 100%");
    struct graph_box less = graph_box_new(&few, &place->arena);
    assert_str(runs(place, &less), "main|5.83s 100%");
    expect_inside(&less);
    assert_true(less.height < box.height && less.width < box.width);
}

static void a_heavier_function_has_a_larger_box(void **state)
{
    struct place *place = *state;
    struct graph_words all = words("runtime", "memmove", "1.35s 8.4%", "");
    struct graph_box small = graph_box_new(&all, &place->arena);
    all.size = 32;
    struct graph_box large = graph_box_new(&all, &place->arena);
    assert_true(large.width > small.width && large.height > 1.6 * small.height);
    assert_true(large.runs[0].size > small.runs[0].size);
    expect_inside(&large);
}

static void numbers_stand_apart_where_that_takes_less_room(void **state)
{
    struct place *place = *state;
    struct graph_words all = words("io", "Copy", "0.01s <0.1%", "of 25.26s 54.2%");
    struct graph_box narrow = graph_box_new(&all, &place->arena);
    assert_int_equal(narrow.count, 4);
    assert_true(narrow.runs[3].y > narrow.runs[2].y);
    all = words("slices", "insertionSortCmpFunc_of_a_long_name", "0.01s 0.1%", "of 0.11s 0.4%");
    struct graph_box wide = graph_box_new(&all, &place->arena);
    assert_true(wide.runs[wide.count - 1].y == wide.runs[wide.count - 2].y);
    expect_inside(&narrow);
    expect_inside(&wide);
}

static void names_break_where_they_may(void **state)
{
    struct place *place = *state;
    struct graph_words all =
        words("", "absl::container_internal::raw_hash_set::find_or_prepare_insert", "1s 1%", "");
    struct graph_box box = graph_box_new(&all, &place->arena);
    expect_inside(&box);
    for (size_t i = 0; i < box.count; i++)
        assert_true(utf8_count(box.runs[i].text) <= GRAPH_LINE_MOST);
    for (size_t i = 0; i + 2 < box.count; i++)
        assert_true(str_ends(box.runs[i].text, STR("::")));
    /* Joined again, nothing is missing. */
    struct sink sink;
    sink_init_buffer(&sink, &place->arena, UINT64_MAX);
    for (size_t i = 0; i + 1 < box.count; i++)
        sink_text(&sink, box.runs[i].text);
    assert_str(sink_str(&sink), "absl::container_internal::raw_hash_set::find_or_prepare_insert");
}

static void brackets_stay_with_what_they_hold(void **state)
{
    struct place *place = *state;
    struct graph_words all = words("flate (*compressor)", "f", "1s 1%", "");
    struct graph_box box = graph_box_new(&all, &place->arena);
    assert_str(runs(place, &box), "flate (*compressor)|f|1s 1%");
    all = words("std::__detail::_Hash_code_base_of_everything<\xe2\x80\xa6>", "f", "1s 1%", "");
    box = graph_box_new(&all, &place->arena);
    assert_int_equal(str_find_str(runs(place, &box), STR("<|")), STR_NONE);
}

static void long_words_are_cut_in_the_middle(void **state)
{
    struct place *place = *state;
    char word[100], million[1 << 20];
    memset(word, 'w', sizeof word - 1);
    word[sizeof word - 1] = 0;
    word[0] = 'a';
    word[98] = 'z';
    struct graph_words all = words("", word, "1s 1%", "");
    struct graph_box box = graph_box_new(&all, &place->arena);
    assert_int_equal(utf8_count(box.runs[0].text), GRAPH_WORD_MOST);
    assert_int_not_equal(str_find_str(box.runs[0].text, STR("w\xe2\x80\xa6w")), STR_NONE);
    assert_true(str_starts(box.runs[0].text, STR("a")) && str_ends(box.runs[0].text, STR("z")));
    memset(million, ':', sizeof million - 1);
    million[sizeof million - 1] = 0;
    all.own = str_from_c(million);
    box = graph_box_new(&all, &place->arena);
    assert_true(box.width < 1000 && box.height < 1000);
}

static void text_is_shortened_between_characters(void **state)
{
    struct place *place = *state;
    struct str text = STR("\xc3\xa4\xc3\xb6\xc3\xbc\xe6\x97\xa5x");
    assert_str(graph_shortened(text, 5, &place->arena), text.at);
    assert_str(graph_shortened(text, 4, &place->arena), "\xc3\xa4\xc3\xb6\xe2\x80\xa6x");
    assert_str(graph_shortened(text, 3, &place->arena), "\xc3\xa4\xe2\x80\xa6x");
}

static void labels_have_a_line_each(void **state)
{
    struct place *place = *state;
    struct graph_box box = graph_tag_box(STR("endpoint:/search\\ntenant:acme"), &place->arena);
    assert_str(runs(place, &box), "endpoint:/search|tenant:acme");
    expect_inside(&box);
    assert_true(box.bar_width == 0);
    struct graph_box one = graph_tag_box(STR("16kB"), &place->arena);
    assert_true(one.height < box.height && one.width < box.width);
    /* In the middle. */
    const struct graph_run *run = one.runs;
    double right = one.width - run->x - text_width(run->text, run->size, TEXT_REGULAR);
    assert_true(run->x > 10 && right > run->x - 0.01 && right < run->x + 0.01);
    struct graph_box none = graph_tag_box(STR(""), &place->arena);
    assert_int_equal(none.count, 0);
    assert_true(none.width > 0 && none.height > 0);
}

static void a_box_is_widened_with_its_bar(void **state)
{
    struct place *place = *state;
    struct graph_words all = words("runtime", "memmove", "1.35s 8.4%", "");
    struct graph_box box = graph_box_new(&all, &place->arena), wide = box;
    graph_box_widen(&wide, box.width - 1);
    assert_true(wide.width == box.width && wide.bar_width == box.bar_width);
    graph_box_widen(&wide, 300);
    assert_true(wide.width == 300 && wide.height == box.height);
    assert_true(wide.bar_width == box.bar_width + 300 - box.width);
    expect_inside(&wide);
}

int graph_node_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_box_has_a_line_for_each_thing, start, stop),
        cmocka_unit_test_setup_teardown(a_heavier_function_has_a_larger_box, start, stop),
        cmocka_unit_test_setup_teardown(numbers_stand_apart_where_that_takes_less_room, start,
                                        stop),
        cmocka_unit_test_setup_teardown(names_break_where_they_may, start, stop),
        cmocka_unit_test_setup_teardown(brackets_stay_with_what_they_hold, start, stop),
        cmocka_unit_test_setup_teardown(long_words_are_cut_in_the_middle, start, stop),
        cmocka_unit_test_setup_teardown(text_is_shortened_between_characters, start, stop),
        cmocka_unit_test_setup_teardown(labels_have_a_line_each, start, stop),
        cmocka_unit_test_setup_teardown(a_box_is_widened_with_its_bar, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
