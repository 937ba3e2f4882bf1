/* Labels of some samples as details shows them. */
#include "renderers/details_labels.h"
#include "base/sink.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

#include <stdio.h>

int details_labels_tests(void);

/* Writes them; `reach` by stack, NULL: all. */
static struct str written(struct work *work, const uint8_t *reach)
{
    work_select(work);
    struct view view = {.profile = work->selection->profile,
                        .selection = work->selection,
                        .settings = &work->settings,
                        .arena = &work->arena,
                        .budget = &work->budget};
    struct sink sink;
    uint8_t *all = ARENA_NEW(&work->arena, uint8_t, view.profile->stack_count);
    memset(all, 1, view.profile->stack_count);
    sink_init_buffer(&sink, &work->arena, UINT64_MAX);
    if (!details_labels(&sink, &view, reach ? reach : all, &work->error))
        fail_msg("%s", work->error.text);
    return sink_str(&sink);
}

static void the_heaviest_come_first(void **state)
{
    struct work *work = *state;
    work_add_labels(work, "main;a", 2, "a=x");
    work_add_labels(work, "main;a", -5, "b=y");
    work_add_labels(work, "main;b", 3, "b=z");
    work_add_labels(work, "main;b", 0, "c=zero");
    assert_str(written(work, NULL),
               "[{\"key\":\"b\",\"values\":["
               "{\"text\":\"y\",\"value\":[-5,\"\xe2\x88\x92"
               "5ns\"],\"filter\":\"b=^y$\"},"
               "{\"text\":\"z\",\"value\":[3,\"3ns\"],\"filter\":\"b=^z$\"}],\"more\":0},"
               "{\"key\":\"a\",\"values\":["
               "{\"text\":\"x\",\"value\":[2,\"2ns\"],\"filter\":\"a=^x$\"}],\"more\":0}]");
}

static void only_what_is_reached_counts(void **state)
{
    struct work *work = *state;
    static const uint8_t SECOND[] = {0, 1};
    work_add_labels(work, "main;a", 2, "a=x");
    work_add_labels(work, "main;b", 3, "b=z");
    assert_str(written(work, SECOND),
               "[{\"key\":\"b\",\"values\":["
               "{\"text\":\"z\",\"value\":[3,\"3ns\"],\"filter\":\"b=^z$\"}],\"more\":0}]");
}

static size_t occurrences(struct str text, struct str of)
{
    size_t count = 0, at;
    for (; (at = str_find_str(text, of)) != STR_NONE; count++)
        text = str_skip(text, at + of.size);
    return count;
}

static void add_many(struct work *work, const char *format, int64_t value)
{
    for (int i = 0; i < 12; i++) {
        char *labels = arena_alloc(&work->arena, 32, 1);
        snprintf(labels, 32, format, i);
        work_add_labels(work, "main", value, labels);
    }
}

static void eight_values_are_shown(void **state)
{
    add_many(*state, "k=%d", 1);
    struct str text = written(*state, NULL);
    assert_int_equal(occurrences(text, STR("\"text\":")), 8);
    assert_true(str_ends(text, STR("],\"more\":4}]")));
}

static void ten_keys_are_shown(void **state)
{
    add_many(*state, "a=%d", 1);
    add_many(*state, "k%d=v", 100);
    struct str text = written(*state, NULL);
    assert_int_equal(occurrences(text, STR("\"key\":")), 10);
    assert_int_equal(occurrences(text, STR("\"key\":\"a\"")), 0);
}

int details_labels_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_heaviest_come_first, work_start, work_stop),
        cmocka_unit_test_setup_teardown(only_what_is_reached_counts, work_start, work_stop),
        cmocka_unit_test_setup_teardown(eight_values_are_shown, work_start, work_stop),
        cmocka_unit_test_setup_teardown(ten_keys_are_shown, work_start, work_stop),
    };
    return cmocka_run_group_tests_name("renderers/details_labels", tests, NULL, NULL);
}
