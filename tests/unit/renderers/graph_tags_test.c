/* Boxes of labels: which, in which order, at what. */
#include "renderers/graph_tags.h"
#include "base/arena.h"
#include "base/sink.h"
#include "renderers/renderer.h"
#include "tree/node_tags.h"
#include "tree/trim.h"
#include "unit/unit.h"

int graph_tags_tests(void);

#define TEXT(text, id, own, all)                                                                   \
    {                                                                                              \
        .name = STR_INIT(text), .unit = STR_INIT(""), .group = id, .flat = {own}, .cum = { all }   \
    }
#define NUMBER(text, number, id, own, all)                                                         \
    {                                                                                              \
        .name = STR_INIT(text), .unit = STR_INIT("bytes"), .value = number, .group = id,           \
        .is_number = true, .flat = {own}, .cum = {                                                 \
            all                                                                                    \
        }                                                                                          \
    }

/* "N1_0=text:5 NN1_0_0@N1_0=8B:5" */
static void expect(const struct node_tag *items, size_t count, bool flat, const char *expected)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, 1 << 20);
    struct node_range range = {0, count, count};
    struct node_tags tags = {items, &range};
    struct trimmed trimmed = {.tags = &tags};
    struct view view = {.trimmed = &trimmed, .arena = &arena};
    struct graph_tags boxes = graph_tags_new(&view, 0, 1, flat);
    struct sink sink;
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    for (size_t i = 0; i < boxes.count; i++) {
        const struct graph_tag *box = &boxes.items[i];
        sink_text(&sink, i ? STR(" ") : STR(""));
        sink_text(&sink, box->id);
        if (box->parent != GRAPH_TAG_NODE) {
            assert_true(box->parent < i);
            sink_char(&sink, '@');
            sink_text(&sink, boxes.items[box->parent].id);
            assert_str(box->source, str_to_c(boxes.items[box->parent].id, &arena));
        } else {
            assert_str(box->source, "N1");
        }
        sink_char(&sink, '=');
        sink_text(&sink, box->text);
        sink_print(&sink, ":%lld%s", (long long)box->weight, box->is_dotted ? "*" : "");
    }
    assert_str(sink_str(&sink), expected);
    arena_fini(&store);
}

static void the_heaviest_texts_come_first(void **state)
{
    static const struct node_tag ITEMS[] = {TEXT("a:1", 1, 3, 30), TEXT("a:2", 2, 9, 20),
                                            TEXT("a:3", 3, 0, 90), TEXT("a:4", 4, 4, 4),
                                            TEXT("a:5", 5, 1, 1)};
    (void)state;
    expect(ITEMS, 5, true, "N1_0=a:2:9 N1_1=a:4:4 N1_2=a:1:3 N1_3=a:5:1");
    expect(ITEMS, 5, false, "N1_0=a:3:90 N1_1=a:1:30 N1_2=a:2:20 N1_3=a:4:4");
    expect(ITEMS, 0, true, "");
}

static void numbers_hang_at_the_texts_of_their_samples(void **state)
{
    static const struct node_tag ITEMS[] = {TEXT("a:1", 1, 5, 5), NUMBER("8B", 8, 1, 5, 5),
                                            NUMBER("16B", 16, 0, 2, 2), TEXT("a:2", 2, 7, 7)};
    (void)state;
    expect(ITEMS, 4, true, "N1_0=a:2:7 N1_1=a:1:5 NN1_1_0@N1_1=8B:5 NN1_0=16B:2");
}

static void many_numbers_become_ranges(void **state)
{
    static const struct node_tag ITEMS[] = {
        NUMBER("8B", 8, 0, 50, 50),     NUMBER("16B", 16, 0, 40, 40),
        NUMBER("1kB", 1024, 0, 30, 30), NUMBER("1MB", 1 << 20, 0, 9, 9),
        NUMBER("17B", 17, 0, 2, 2),     NUMBER("2kB", 2048, 0, 1, 1)};
    (void)state;
    expect(ITEMS, 6, true, "NN1_0=8B:50 NN1_1=16B..17B:42 NN1_2=1kB..2kB:31 NN1_3=1MB:9");
}

static void numbers_of_passing_samples_are_dotted(void **state)
{
    static const struct node_tag ITEMS[] = {NUMBER("8B", 8, 0, 5, 9), NUMBER("16B", 16, 0, 4, 4)};
    (void)state;
    expect(ITEMS, 2, false, "NN1_0=8B:9* NN1_1=16B:4");
}

int graph_tags_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_heaviest_texts_come_first),
        cmocka_unit_test(numbers_hang_at_the_texts_of_their_samples),
        cmocka_unit_test(many_numbers_become_ranges),
        cmocka_unit_test(numbers_of_passing_samples_are_dotted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
