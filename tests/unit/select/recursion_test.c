/* Folding of recursion. */
#include "select/recursion.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

#include <stdio.h>

int recursion_tests(void);

enum { DEEPEST = 12 };

static void set(struct work *work, const char *name, const char *value)
{
    assert_true(settings_set(&work->settings, str_from_c(name), str_from_c(value), NULL));
}

static void expect_folded(struct work *work, const char *word, const char *path,
                          const char *expected)
{
    set(work, "recursion", word);
    work_add(work, path, 7);
    work_select(work);
    assert_str(work_path(work, 0), expected);
    assert_int_equal(work->selection->weights[0], 7);
    assert_int_equal(work->selection->total, 7);
}

#define FOLDS(test, word, path, expected)                                                          \
    static void test(void **state)                                                                 \
    {                                                                                              \
        expect_folded(*state, word, path, expected);                                               \
    }

FOLDS(nothing_is_folded_unless_asked_for, "keep", "a;a;b;a", "a;a;b;a")
FOLDS(direct_folds_neighbours, "direct", "main;a;a;a;b;b;c", "main;a;b;c")
FOLDS(direct_leaves_others_between, "direct", "a;b;a;b;b;a", "a;b;a;b;a")
FOLDS(direct_folds_a_whole_stack, "direct", "a;a;a", "a")
FOLDS(all_folds_from_first_to_last, "all", "main;a;b;a;c", "main;a;c")
FOLDS(all_folds_outer_functions_first, "all", "b;a;b;a", "b;a")
FOLDS(all_frees_what_it_folded, "all", "a;b;c;a;b;d;b;e;c", "a;b;e;c")
FOLDS(an_empty_stack_stays, "all", "", "")
FOLDS(inlined_lines_are_frames, "direct", "main;a+a+b;b", "main;a;b")
FOLDS(an_inlined_frame_folds_with_its_caller, "all", "main;a;b+a+c;d", "main;a;c;d")
FOLDS(a_location_can_lose_lines_in_its_middle, "all", "x+a+b+a+c", "x;a;c")

/* The lines of a stack from its root, as "name:line". */
static struct str lines_of(struct work *work, size_t stack)
{
    static char text[500];
    size_t depth, used = 0;
    const struct profile *profile = work->selection->profile;
    const uint32_t *frames = profile_stack(profile, stack, &depth);
    for (size_t i = depth; i > 0; i--) {
        const struct location *location = &profile->locations[frames[i - 1]];
        for (uint32_t n = location->line_count; n > 0; n--) {
            const struct line *line = &profile->lines[location->line_first + n - 1];
            struct str name = profile_string(profile, profile->functions[line->function].name);
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s:%lld",
                                     used ? " " : "", STR_ARG(name), (long long)line->line);
        }
    }
    return str_slice((struct str){text, sizeof text}, 0, used);
}

/* A function `id` of that name, in a file, with a location for each of two lines: 10 * id and
 * 10 * id + 1, which are also the locations' ids. */
static void add_function(struct work *work, unsigned id, const char *name, const char *file)
{
    struct proto part = {.arena = &work->arena}, line = {.arena = &work->arena};
    proto_number(&part, 1, id);
    proto_number(&part, 2, proto_text(&work->proto, name));
    proto_number(&part, 4, proto_text(&work->proto, file));
    proto_message(&work->proto, 5, &part);
    for (unsigned i = 0; i < 2; i++) {
        part.bytes.count = line.bytes.count = 0;
        proto_number(&part, 1, 10 * id + i);
        proto_number(&line, 1, id);
        proto_number(&line, 2, 10 * id + i);
        proto_message(&part, 4, &line);
        proto_message(&work->proto, 4, &part);
    }
}

static void add_sample(struct work *work, const unsigned *ids, size_t count)
{
    struct proto part = {.arena = &work->arena};
    for (size_t i = count; i > 0; i--)
        proto_number(&part, 1, ids[i - 1]);
    proto_number(&part, 2, 5);
    proto_message(&work->proto, 2, &part);
}

static void a_folded_frame_is_where_the_innermost_one_was(void **state)
{
    struct work *work = *state;
    static const unsigned IDS[] = {700, 710, 701, 711, 701};
    add_function(work, 70, "f", "a.go");
    add_function(work, 71, "g", "a.go");
    add_sample(work, IDS, 4);
    add_sample(work, IDS, 5);
    set(work, "recursion", "all");
    work_select(work);
    assert_str(lines_of(work, 0), "f:701 g:711");
    assert_str(lines_of(work, 1), "f:701");
}

static void files_tell_functions_apart_whatever_the_granularity(void **state)
{
    struct work *work = *state;
    static const unsigned IDS[] = {700, 710, 720, 721};
    add_function(work, 70, "init", "a.go");
    add_function(work, 71, "init", "b.go");
    add_function(work, 72, "init", "b.go");
    add_sample(work, IDS, 4);
    set(work, "recursion", "direct");
    work_select(work);
    assert_str(lines_of(work, 0), "init:700 init:721");
}

static void functions_without_a_name_are_their_own(void **state)
{
    struct work *work = *state;
    static const unsigned IDS[] = {700, 710, 711};
    add_function(work, 70, "", "");
    add_function(work, 71, "", "");
    add_sample(work, IDS, 3);
    set(work, "recursion", "all");
    work_select(work);
    assert_str(lines_of(work, 0), ":700 :711");
}

static void code_without_a_symbol_is_its_location(void **state)
{
    struct work *work = *state;
    static const unsigned IDS[] = {800, 801, 800, 801};
    struct proto part = {.arena = &work->arena};
    for (unsigned i = 0; i < 2; i++) {
        part.bytes.count = 0;
        proto_number(&part, 1, 800 + i);
        proto_number(&part, 3, 0x1000 + i);
        proto_message(&work->proto, 4, &part);
    }
    add_sample(work, IDS, 2);
    add_sample(work, IDS, 4);
    set(work, "recursion", "all");
    work_select(work);
    const struct profile *profile = work->selection->profile;
    assert_int_equal(profile->stack_starts[1], 2);
    assert_int_equal(profile->stack_starts[2], 4);
    assert_int_equal(profile->stack_frames[2], 1);
    assert_int_equal(profile->stack_frames[3], 0);
}

static void frames_of_labels_are_left_alone(void **state)
{
    struct work *work = *state;
    work_add_labels(work, "a;a", 5, "k=x");
    set(work, "tagroot", "k,k");
    set(work, "tagleaf", "k");
    set(work, "recursion", "all");
    work_select(work);
    assert_str(work_path(work, 0), "x;x;a;x");
}

static void it_comes_after_the_other_filters(void **state)
{
    struct work *work = *state;
    work_add(work, "a;b;a;c", 5);
    work_add(work, "a;b;d", 3);
    set(work, "focus", "b");
    set(work, "hide", "^b$");
    set(work, "recursion", "direct");
    work_select(work);
    assert_str(work_path(work, 0), "a;c");
    assert_str(work_path(work, 1), "a;d");
}

static void locations_that_lose_the_same_lines_are_one(void **state)
{
    struct work *work = *state;
    work_add(work, "a;a+b;c", 1);
    work_add(work, "b;a+b;d", 1);
    work_add(work, "b;a+b;e", 1);
    work_add(work, "a;a+b;f", 1);
    work_load(work);
    size_t before = work->profile->location_count;
    set(work, "recursion", "all");
    work_select(work);
    assert_str(work_path(work, 0), "a;b;c");
    assert_str(work_path(work, 1), "b;d");
    assert_int_equal(work->selection->profile->location_count, before + 1);
}

/* ---------------------------------------------------------------- against the words */

/* What "all" says: between the first and the last frame of each function, outermost first. */
static size_t by_the_words(const char *stack, size_t depth, char *folded)
{
    size_t count = 0;
    for (size_t at = 0; at < depth;) {
        size_t last = at;
        for (size_t i = at; i < depth; i++)
            last = stack[i] == stack[at] ? i : last;
        folded[count++] = stack[at];
        at = last + 1;
    }
    return count;
}

static void random_stacks_fold_as_the_words_say(void **state)
{
    struct work *work = *state;
    uint64_t seed = 88172645463325252u;
    char stacks[300][DEEPEST], text[DEEPEST * 2 + 1];
    size_t depths[300];
    for (size_t n = 0; n < 300; n++) {
        size_t used = 0;
        depths[n] = 1 + unit_random(&seed) % (DEEPEST - 1);
        for (size_t i = 0; i < depths[n]; i++) {
            stacks[n][i] = (char)('a' + unit_random(&seed) % 6);
            if (i)
                text[used++] = unit_random(&seed) % 3 ? ';' : '+';
            text[used++] = stacks[n][i];
        }
        text[used] = 0;
        /* A stack for each, also where two are equal. */
        char distinct[64];
        snprintf(distinct, sizeof distinct, "r%zu;%s", n, text);
        work_add(work, str_to_c(str_from_c(distinct), &work->arena), 1);
    }
    set(work, "recursion", "all");
    work_select(work);
    assert_int_equal(work->selection->total, 300);
    for (size_t n = 0; n < 300; n++) {
        char folded[DEEPEST], expected[64];
        size_t count = by_the_words(stacks[n], depths[n], folded);
        int used = snprintf(expected, sizeof expected, "r%zu", n);
        for (size_t i = 0; i < count; i++)
            used += snprintf(expected + used, sizeof expected - (size_t)used, ";%c", folded[i]);
        assert_str(work_path(work, n), expected);
    }
}

static void a_budget_that_is_used_up_is_an_error(void **state)
{
    struct work *work = *state;
    work_add(work, "a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a;a", 1);
    work_load(work);
    set(work, "recursion", "all");
    size_t failed = 0;
    for (uint64_t limit = 1; limit < 60; limit++) {
        struct budget budget = {.limit = limit, .next = limit};
        struct error error = {.kind = ERROR_NONE};
        bool ok = selection_new(work->profile, &work->settings, SELECTION_RAW, &work->arena,
                                &budget, &error) != NULL;
        assert_int_equal(error.kind, ok ? ERROR_NONE : ERROR_LIMIT);
        failed += !ok;
    }
    assert_in_range(failed, 25, 58);
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int recursion_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(nothing_is_folded_unless_asked_for),
        WORK_TEST(direct_folds_neighbours),
        WORK_TEST(direct_leaves_others_between),
        WORK_TEST(direct_folds_a_whole_stack),
        WORK_TEST(all_folds_from_first_to_last),
        WORK_TEST(all_folds_outer_functions_first),
        WORK_TEST(all_frees_what_it_folded),
        WORK_TEST(an_empty_stack_stays),
        WORK_TEST(inlined_lines_are_frames),
        WORK_TEST(an_inlined_frame_folds_with_its_caller),
        WORK_TEST(a_location_can_lose_lines_in_its_middle),
        WORK_TEST(a_folded_frame_is_where_the_innermost_one_was),
        WORK_TEST(files_tell_functions_apart_whatever_the_granularity),
        WORK_TEST(functions_without_a_name_are_their_own),
        WORK_TEST(code_without_a_symbol_is_its_location),
        WORK_TEST(frames_of_labels_are_left_alone),
        WORK_TEST(it_comes_after_the_other_filters),
        WORK_TEST(locations_that_lose_the_same_lines_are_one),
        WORK_TEST(random_stacks_fold_as_the_words_say),
        WORK_TEST(a_budget_that_is_used_up_is_an_error),
    };
    return cmocka_run_group_tests_name("recursion", tests, NULL, NULL);
}
