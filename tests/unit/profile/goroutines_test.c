/* Groups of goroutines, and which of them look like a leak. */
#include "profile/goroutines.h"
#include "base/arena.h"
#include "base/sink.h"
#include "input/goroutine_dump.h"
#include "unit/unit.h"

#include <stdlib.h>

int goroutines_tests(void);

struct made {
    struct arena_store store;
    struct arena arena;
    struct sink text;
    int64_t id;
    const struct profile *profile;
    const struct goroutines *all;
};

static int start(void **state)
{
    struct made *made = calloc(1, sizeof *made);
    made->arena = arena_init(&made->store, SIZE_MAX);
    sink_init_buffer(&made->text, &made->arena, UINT64_MAX);
    *state = made;
    return 0;
}

static int end(void **state)
{
    struct made *made = *state;
    arena_fini(&made->store);
    free(made);
    return 0;
}

/* So many goroutines whose header says this, in frames "name" from leaf to root, one a line of
 * /src/m.go from 1 on; started at /src/go.go:5. */
static void add(struct made *made, size_t count, const char *status, const char *const *frames)
{
    for (size_t i = 0; i < count; i++) {
        sink_print(&made->text, "goroutine %lld [%s]:\n", (long long)++made->id, status);
        for (int n = 0; frames[n]; n++)
            sink_print(&made->text, "%s()\n\t/src/m.go:%d +0x1\n", frames[n], n + 1);
        sink_text(&made->text,
                  STR("created by main.start in goroutine 1\n\t/src/go.go:5 +0x1\n\n"));
    }
}

static void look(struct made *made)
{
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    made->profile = goroutine_dump_read(sink_str(&made->text), &made->arena, &budget, &error);
    assert_non_null(made->profile);
    assert_true(goroutines_are_counted(made->profile, 0));
    made->all = goroutines_new(made->profile, 0, &made->arena, &budget, &error);
    assert_non_null(made->all);
}

static const char *const WORK[] = {"main.work", NULL};

static void groups_are_by_state_place_and_creator(void **state)
{
    struct made *made = *state;
    const char *const other[] = {"main.other", "main.work", NULL};
    add(made, 2, "chan receive", WORK);
    add(made, 3, "chan send, 4 minutes", WORK);
    add(made, 1, "chan send, 9 minutes", WORK);
    add(made, 5, "chan send", other);
    look(made);
    const struct goroutine_group *groups = made->all->groups;
    assert_int_equal(made->all->count, 3);
    assert_int_equal(made->all->total, 11);
    assert_int_equal(made->all->timed, 4);
    assert_true(made->all->has_states && made->all->has_creators);
    assert_int_equal(groups[0].count, 5);
    assert_int_equal(groups[1].count, 4);
    assert_int_equal(groups[1].least, 4);
    assert_int_equal(groups[1].most, 9);
    assert_int_equal(groups[1].longest, 6);
    assert_str(profile_string(made->profile, groups[1].creator), "main.start");
    assert_str(profile_string(made->profile, groups[1].creator_line), "/src/go.go:5");
    assert_int_equal(groups[2].count, 2);
}

static void the_place_is_the_innermost_frame_that_is_not_gos(void **state)
{
    struct made *made = *state;
    static const struct {
        const char *frames[6], *place;
    } CASES[] = {
        {{"main.work", "main.main"}, "main.work (m.go:1)"},
        {{"runtime.gopark", "runtime.chanrecv", "main.work", "main.main"}, "main.work (m.go:3)"},
        {{"internal/poll.runtime_pollWait", "net.(*conn).Read", "main.work"}, "main.work (m.go:3)"},
        {{"internal/poll.runtime_pollWait", "net.(*conn).Read", "net/http.(*conn).serve"},
         "net.(*conn).Read (m.go:2)"},
        {{"sync.runtime_SemacquireMutex", "sync.(*Mutex).lockSlow", "sync.(*Mutex).Lock"},
         "sync.(*Mutex).Lock (m.go:3)"},
        {{"time.Sleep", "example.org/lib/poll.Wait"}, "example.org/lib/poll.Wait (m.go:2)"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct sink sink;
        made->text.used = 0;
        add(made, 1, "select", CASES[i].frames);
        look(made);
        sink_init_buffer(&sink, &made->arena, UINT64_MAX);
        goroutine_group_print_place(made->profile, &made->all->groups[0], &sink);
        assert_str(sink_str(&sink), CASES[i].place);
    }
}

static void frames_tell_the_state_where_nothing_else_does(void **state)
{
    struct made *made = *state;
    const char *const frames[] = {"runtime.gopark", "runtime.selectgo", "main.work", NULL};
    const char *const running[] = {"main.work", "runtime.chanrecv", NULL};
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    add(made, 2, "x", frames);
    add(made, 1, "x", running);
    look(made);
    struct profile bare = *made->profile;
    uint32_t *none = ARENA_NEW(&made->arena, uint32_t, bare.sample_count);
    bare.sample_labels = none;
    made->all = goroutines_new(&bare, 0, &made->arena, &budget, &error);
    assert_false(made->all->has_states || made->all->has_creators);
    assert_int_equal(made->all->timed, 0);
    assert_str(made->all->groups[0].state, "select");
    assert_int_equal(made->all->groups[0].creator, 0);
    assert_str(made->all->groups[1].state, "");
    made->text.used = 0;
    add(made, 1000, "x", running);
    look(made);
    bare = *made->profile;
    bare.sample_labels = ARENA_NEW(&made->arena, uint32_t, bare.sample_count);
    made->all = goroutines_new(&bare, 0, &made->arena, &budget, &error);
    assert_int_equal(made->all->groups[0].doubt, DOUBT_MANY);
}

static void assert_doubt(struct made *made, size_t count, const char *status,
                         enum goroutine_doubt doubt)
{
    made->text.used = 0;
    add(made, count, status, WORK);
    look(made);
    if (made->all->groups[0].doubt != doubt)
        fail_msg("%zu in %s: %d", count, status, made->all->groups[0].doubt);
    assert_int_equal(made->all->groups[0].reason != NULL, doubt != DOUBT_NONE);
}

static void many_that_wait_for_long_look_like_a_leak(void **state)
{
    struct made *made = *state;
    assert_doubt(made, 10, "chan send, 2 minutes", DOUBT_LONG);
    assert_doubt(made, 9, "chan send, 200 minutes", DOUBT_NONE);
    assert_doubt(made, 10, "chan send, 1 minutes", DOUBT_NONE);
    assert_doubt(made, 99, "chan receive, 90 minutes", DOUBT_NONE);
    assert_doubt(made, 100, "chan receive, 90 minutes", DOUBT_LONG);
    assert_doubt(made, 100, "IO wait, 90 minutes", DOUBT_LONG);
    assert_doubt(made, 10, "sync.Mutex.Lock, 3 minutes", DOUBT_LONG);
    assert_doubt(made, 10, "sync.RWMutex.RLock, 3 minutes", DOUBT_LONG);
    assert_doubt(made, 5000, "running", DOUBT_NONE);
    assert_doubt(made, 5000, "sleep, 90 minutes", DOUBT_NONE);
    assert_doubt(made, 5000, "something new, 90 minutes", DOUBT_NONE);
}

static void what_can_never_go_on_needs_no_minutes(void **state)
{
    struct made *made = *state;
    assert_doubt(made, 10, "chan receive (nil chan)", DOUBT_FOREVER);
    assert_doubt(made, 10, "select (no cases)", DOUBT_FOREVER);
    assert_doubt(made, 1, "select (no cases)", DOUBT_NONE);
    assert_doubt(made, 1, "chan receive (leaked)", DOUBT_FOREVER);
}

static void without_minutes_it_takes_more(void **state)
{
    struct made *made = *state;
    assert_doubt(made, 99, "chan send", DOUBT_NONE);
    assert_doubt(made, 100, "chan send", DOUBT_MANY);
    assert_doubt(made, 999, "select", DOUBT_NONE);
    assert_doubt(made, 1000, "select", DOUBT_MANY);
    /* Minutes of others say that these are young. */
    made->text.used = 0;
    add(made, 1000, "select", WORK);
    add(made, 1, "sleep, 5 minutes", WORK);
    look(made);
    assert_int_equal(made->all->groups[0].doubt, DOUBT_NONE);
}

static void half_of_them_must_be_old(void **state)
{
    struct made *made = *state;
    add(made, 10, "chan send, 9 minutes", WORK);
    add(made, 10, "chan send", WORK);
    look(made);
    assert_int_equal(made->all->groups[0].doubt, DOUBT_LONG);
    made->text.used = 0;
    add(made, 10, "chan send, 9 minutes", WORK);
    add(made, 11, "chan send", WORK);
    look(made);
    assert_int_equal(made->all->groups[0].doubt, DOUBT_NONE);
}

static void waits_are_told_in_words(void **state)
{
    struct made *made = *state;
    static const struct {
        int64_t count, timed, least, most;
        const char *words;
    } CASES[] = {{3, 3, 5, 5, "5 minutes"},
                 {3, 3, 5, 95, "5 to 95 minutes"},
                 {3, 2, 5, 95, "up to 95 minutes"},
                 {1, 1, 1, 1, "1 minute"},
                 {3, 0, 0, 0, ""}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct goroutine_group group = {.count = CASES[i].count,
                                        .timed = CASES[i].timed,
                                        .least = CASES[i].least,
                                        .most = CASES[i].most};
        made->text.used = 0;
        sink_char(&made->text, '<');
        goroutine_group_print_wait(&group, &made->text);
        assert_str(str_skip(sink_str(&made->text), 1), CASES[i].words);
    }
}

int goroutines_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(groups_are_by_state_place_and_creator, start, end),
        cmocka_unit_test_setup_teardown(the_place_is_the_innermost_frame_that_is_not_gos, start,
                                        end),
        cmocka_unit_test_setup_teardown(frames_tell_the_state_where_nothing_else_does, start, end),
        cmocka_unit_test_setup_teardown(many_that_wait_for_long_look_like_a_leak, start, end),
        cmocka_unit_test_setup_teardown(what_can_never_go_on_needs_no_minutes, start, end),
        cmocka_unit_test_setup_teardown(without_minutes_it_takes_more, start, end),
        cmocka_unit_test_setup_teardown(half_of_them_must_be_old, start, end),
        cmocka_unit_test_setup_teardown(waits_are_told_in_words, start, end),
    };
    return cmocka_run_group_tests_name("goroutines", tests, NULL, NULL);
}
