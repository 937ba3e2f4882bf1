/* The small parts of capture and watch: when, what, under which name. */
#include "live/files.h"
#include "live/kinds.h"
#include "live/live.h"
#include "live/pace.h"
#include "live/store.h"
#include "live/until.h"
#include "unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

int watching_tests(void);

#define SECOND 1000000000ll

static void rounds_keep_their_pace(void **state)
{
    (void)state;
    assert_int_equal(pace_next(100, 10, 90), 100);
    assert_int_equal(pace_next(100, 10, 100), 110);
    assert_int_equal(pace_next(100, 10, 109), 110);
    /* Those that were missed are not made up for. */
    assert_int_equal(pace_next(100, 10, 155), 160);
}

static void failures_are_tried_again_ever_later(void **state)
{
    (void)state;
    int64_t every = 300 * SECOND, last = 0;
    assert_int_equal(pace_backoff(every, 1), SECOND);
    assert_int_equal(pace_backoff(every, 4), 8 * SECOND);
    for (uint64_t i = 1; i < 100; i++) {
        assert_true(pace_backoff(every, i) >= last);
        last = pace_backoff(every, i);
    }
    assert_int_equal(last, every);
    assert_int_equal(pace_backoff(SECOND / 20, 1), SECOND / 20);
    assert_int_equal(pace_backoff(SECOND / 20, 1000000), 30 * SECOND);
}

static void a_clock_that_is_set_is_seen(void **state)
{
    (void)state;
    assert_int_equal(pace_jump(1000 * SECOND, 1010 * SECOND, 0, 10 * SECOND), 0);
    assert_int_equal(pace_jump(1000 * SECOND, 1010 * SECOND, 0, 10 * SECOND + SECOND / 2), 0);
    assert_int_equal(pace_jump(1000 * SECOND, 4610 * SECOND, 0, 10 * SECOND), 3600 * SECOND);
    assert_int_equal(pace_jump(1000 * SECOND, 10 * SECOND, 0, 10 * SECOND), -1000 * SECOND);
}

/* 2026-11-21 09:11:29 UTC, in a zone two hours east. */
static int64_t fixed_now(void *context)
{
    (void)context;
    return 1795252289 * SECOND;
}

static void fixed_zone(void *context, int64_t seconds, int32_t *offset, char name[16])
{
    (void)context, (void)seconds;
    *offset = 7200;
    memcpy(name, "EET", 4);
}

static void ends_are_durations_times_and_moments(void **state)
{
    (void)state;
    struct render_live live = {.outer = {.now_ns = fixed_now, .zone = fixed_zone}};
    struct until until;
    struct error error;
    assert_true(until_parse(&until, STR(""), &live, &error));
    assert_false(until_is_over(&until, &live));
    assert_true(until_parse(&until, STR("2h"), &live, &error));
    assert_true(until.wall == INT64_MAX && until.pace > pace_now() + 7190 * SECOND);
    /* It is 11:11:29 there. */
    assert_true(until_parse(&until, STR("12:00"), &live, &error));
    assert_int_equal(until.wall, 1795252289 * SECOND + (48 * 60 + 31) * SECOND);
    assert_true(until_parse(&until, STR("11:00"), &live, &error));
    assert_int_equal(until.wall, 1795252289 * SECOND + (86400 - 689) * SECOND);
    assert_true(until_parse(&until, STR("2026-11-21T10:11:29Z"), &live, &error));
    assert_int_equal(until.wall, 1795255889 * SECOND);
    assert_false(until_parse(&until, STR("2026-11-21T09:11:29Z"), &live, &error));
    assert_false(until_parse(&until, STR("0"), &live, &error));
    assert_false(until_parse(&until, STR("tomorrow"), &live, &error));
}

static void kinds_are_chosen_by_words(void **state)
{
    (void)state;
    struct live_kinds kinds;
    struct error error;
    const char *const words[] = {"mutex,heap", "cpu", "profile"}, *const all[] = {"all"};
    const char *const wrong[] = {"heap", "heaps"};
    assert_true(kinds_choose(&kinds, words, 3, "", &error));
    assert_int_equal(kinds.count, 3);
    assert_str(kinds.at[0]->name, "cpu");
    assert_str(kinds.at[2]->name, "mutex");
    assert_true(kinds_choose(&kinds, all, 1, "", &error));
    assert_int_equal(kinds.count, KINDS_MOST);
    assert_true(kinds_choose(&kinds, NULL, 0, "heap,goroutine", &error));
    assert_int_equal(kinds.count, 2);
    assert_false(kinds_choose(&kinds, wrong, 2, "", &error));
    assert_non_null(strstr(error.text, "\"heaps\""));
}

/* Only what has such a name is ever removed. */
static void names_of_a_store_are_told_from_others(void **state)
{
    (void)state;
    static const char *const OURS[] = {
        "heap_20261121_091129.pb.gz", "heap-delta_20261121_091129-12.pb.gz",
        "trace_20261121_091129.trace", "mutex_20261121_091129.unreadable"};
    static const char *const OTHERS[] = {"",
                                         "heap",
                                         "heap_",
                                         "heap_20261121_091129",
                                         "heap_20261121_091129.pb.gz ",
                                         "heap_20261121_091129.html",
                                         "../heap_20261121_091129.pb.gz",
                                         "a/heap_20261121_091129.pb.gz",
                                         "_20261121_091129.pb.gz",
                                         "-x_20261121_091129.pb.gz",
                                         "heap_2026112_091129.pb.gz",
                                         "heap_20261121-091129.pb.gz",
                                         "heap_20261121_09112.pb.gz",
                                         "Heap_20261121_091129.pb.gz"};
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        assert_true(store_is_name(str_from_c(OURS[i])));
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_false(store_is_name(str_from_c(OTHERS[i])));
}

static struct str put(const struct store *store, uint64_t round, struct arena *arena)
{
    struct record record = {.kind = STR("heap"), .status = STR("ok"), .round = round};
    struct store_item item = {&record, STR("bytes"), STR(".pb.gz")};
    assert_true(store_put(store, &item, 1, arena, NULL));
    return record.file;
}

static bool is_there(const struct store *store, struct str name, struct arena scratch)
{
    return access(path_join(store->folder, name, &scratch).at, F_OK) == 0;
}

/* Enough to tell texts of different ends apart. */
static void digest(struct str bytes, char digits[NET_DIGITS + 1])
{
    memset(digits, 'a', NET_DIGITS);
    digits[NET_DIGITS] = 0;
    for (size_t i = 0; i < bytes.size; i++)
        digits[i % NET_DIGITS] = (char)('a' + bytes.at[i] % 26);
}

/* What a round that failed has left goes; other rounds stay, and what somebody has changed. */
static void a_round_that_failed_leaves_nothing(void **state)
{
    (void)state;
    char folder[] = "/tmp/render_store_XXXXXX";
    struct arena_store memory;
    struct arena arena = arena_init(&memory, SIZE_MAX);
    struct store store;
    struct index index;
    assert_non_null(mkdtemp(folder));
    assert_true(store_open(&store, str_from_c(folder), digest, NULL) &&
                store_lock(&store, 0, NULL));
    struct str before = put(&store, 1, &arena), first = put(&store, 2, &arena);
    struct str second = put(&store, 2, &arena), changed = put(&store, 2, &arena);
    assert_true(file_write(path_join(store.folder, changed, &arena), STR("other"), NULL));
    store_undo(&store, 2, arena);
    assert_true(is_there(&store, before, arena) && is_there(&store, changed, arena));
    assert_false(is_there(&store, first, arena) || is_there(&store, second, arena));
    assert_true(store_index(&store, &index, &arena, NULL));
    assert_int_equal(index.entries.count, 1);
    assert_true(str_equal(index.entries.at[0].file, before));
    store_unlock(&store);
    const struct str left[] = {before, changed, STR("index.json"), STR(".render.lock")};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        unlink(path_join(store.folder, left[i], &arena).at);
    assert_int_equal(rmdir(folder), 0);
    arena_fini(&memory);
}

int watching_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_keep_their_pace),
        cmocka_unit_test(failures_are_tried_again_ever_later),
        cmocka_unit_test(a_clock_that_is_set_is_seen),
        cmocka_unit_test(ends_are_durations_times_and_moments),
        cmocka_unit_test(kinds_are_chosen_by_words),
        cmocka_unit_test(names_of_a_store_are_told_from_others),
        cmocka_unit_test(a_round_that_failed_leaves_nothing),
    };
    return cmocka_run_group_tests_name("watching", tests, NULL, NULL);
}
