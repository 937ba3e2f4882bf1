/* drop_frames and keep_frames. */
#include "select/prune.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int prune_tests(void);

static void names_lose_their_dot_and_arguments(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"", ""},
        {"main", "main"},
        {".text", "text"},
        {"..x", ".x"},
        {"f(int, char)", "f"},
        {"std::vector<int>::push_back(int&&)", "std::vector<int>::push_back"},
        {"(anonymous namespace)::f(int)", "(anonymous namespace)::f"},
        {"a::operator()(int)", "a::operator()"},
        {"a::operator()", "a::operator()"},
        {"(*T).m", ""},
        {"net/http.(*conn).serve", "net/http."},
        {"(anonymous namespace", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_str(prune_simple_name(str_from_c(CASES[i][0])), CASES[i][1]);
}

/* The first stack as "root;...;leaf" after pruning. */
static void expect_path(struct work *work, const char *drop, const char *keep, const char *path)
{
    if (drop)
        proto_number(&work->proto, 7, proto_text(&work->proto, drop));
    if (keep)
        proto_number(&work->proto, 8, proto_text(&work->proto, keep));
    work_load(work);
    work->profile = prune(work->profile, &work->arena, &work->budget, &work->error);
    work_select(work);
    assert_str(work_path(work, 0), path);
}

static void nothing_is_dropped_without_an_expression(void **state)
{
    work_add(*state, "main;malloc;brk", 1);
    expect_path(*state, NULL, "malloc", "main;malloc;brk");
}

static void a_match_takes_all_that_is_deeper_with_it(void **state)
{
    work_add(*state, "main;f;malloc;g;brk", 1);
    expect_path(*state, "malloc", NULL, "main;f");
}

static void the_whole_name_must_match(void **state)
{
    work_add(*state, "main;my_malloc;mallocator", 1);
    expect_path(*state, "malloc|main2", NULL, "main;my_malloc;mallocator");
}

static void a_kept_name_stays(void **state)
{
    work_add(*state, "main;malloc_good;malloc_bad;x", 1);
    expect_path(*state, "malloc_.*", "malloc_good", "main;malloc_good");
}

static void matches_at_the_root_stay_until_a_frame_of_the_user(void **state)
{
    work_add(*state, "malloc;malloc;f;malloc;g", 1);
    expect_path(*state, "malloc", NULL, "malloc;malloc;f");
}

static void a_stack_of_nothing_but_matches_stays(void **state)
{
    work_add(*state, "malloc;malloc", 1);
    expect_path(*state, "malloc", NULL, "malloc;malloc");
}

static void inlined_lines_are_cut_inside_a_location(void **state)
{
    /* h is inlined into malloc, malloc into f. */
    work_add(*state, "main;f+malloc+h;g", 1);
    expect_path(*state, "malloc", NULL, "main;f");
}

static void a_location_called_by_a_match_goes_as_a_whole(void **state)
{
    work_add(*state, "main;malloc+h;g", 1);
    expect_path(*state, "malloc", NULL, "main");
}

static void an_expression_that_does_not_compile_drops_nothing_and_is_a_note(void **state)
{
    struct work *work = *state;
    work_add(work, "main;malloc", 1);
    expect_path(work, "malloc(", NULL, "main;malloc");
    assert_int_equal(work->selection->notes.cases[NOTE_DROP_FRAMES_REGEX], 1);
}

static void weights_stay_as_they_are(void **state)
{
    struct work *work = *state;
    work_add(work, "main;f;malloc", 7);
    expect_path(work, "malloc", NULL, "main;f");
    assert_int_equal(work->selection->weights[0], 7);
    assert_int_equal(work->selection->total, 7);
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int prune_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lose_their_dot_and_arguments),
        WORK_TEST(nothing_is_dropped_without_an_expression),
        WORK_TEST(a_match_takes_all_that_is_deeper_with_it),
        WORK_TEST(the_whole_name_must_match),
        WORK_TEST(a_kept_name_stays),
        WORK_TEST(matches_at_the_root_stay_until_a_frame_of_the_user),
        WORK_TEST(a_stack_of_nothing_but_matches_stays),
        WORK_TEST(inlined_lines_are_cut_inside_a_location),
        WORK_TEST(a_location_called_by_a_match_goes_as_a_whole),
        WORK_TEST(an_expression_that_does_not_compile_drops_nothing_and_is_a_note),
        WORK_TEST(weights_stay_as_they_are),
    };
    return cmocka_run_group_tests_name("prune", tests, NULL, NULL);
}
