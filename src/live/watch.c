/* `watch`: a round of profiles every so often, a store that stays within bounds, and a look at what
 * grows after each round.
 *
 * Rounds are paced by a clock that nobody sets, and so are the times that growth is measured by;
 * the wall clock only names files. What a watcher knows is in the folder: one that is started again
 * goes on from there. A disk that is full is waited for like a service that does not answer. */
#include "base/quote.h"
#include "base/sink.h"
#include "live/capture_words.h"
#include "live/live.h"
#include "live/net_module.h"
#include "live/opened.h"
#include "live/pace.h"
#include "live/series.h"
#include "live/store.h"
#include "live/take.h"
#include "live/until.h"
#include "live/watch_round.h"
#include "live/watch_state.h"
#include "net/net.h"
#include "request/session.h"

#include <string.h>

#define USUAL_KINDS "heap,goroutine"
#define USUAL_SECONDS 10
#define NS_PER_SECOND 1e9
/* A century. */
#define LONGEST_NS 3155760000000000000ll

enum { LEAST_EVERY_NS = 10000000, SERIES_ROUNDS = 500 };

static bool plan(struct watch *watch, const char *const *words, size_t count, struct error *error)
{
    const struct settings *settings = &watch->from.session->settings;
    if (!count)
        return error_set(error, ERROR_USAGE,
                         "watch needs a service: render watch localhost:6060 --every 5m");
    if (!kinds_choose(&watch->kinds, words + 1, count - 1, USUAL_KINDS, error))
        return false;
    if (settings->every * NS_PER_SECOND < LEAST_EVERY_NS || settings->every > 1e8)
        return error_set(error, ERROR_USAGE, "--every takes a time from 10ms to 1000d");
    if (settings->keep_age > 1e9)
        return error_set(error, ERROR_USAGE, "--keep_age takes a time up to 10000d");
    watch->every = (int64_t)(settings->every * NS_PER_SECOND);
    watch->from.host = str_from_c(words[0]);
    watch->from.seconds = settings->seconds > 0 ? settings->seconds : USUAL_SECONDS;
    watch->from.is_quiet = true;
    return until_parse(&watch->until, settings->until, watch->from.live, error);
}

/* ---------------------------------------------------------------- going on from the folder */

/* A gap from the last round of the watcher before to now. */
static void note_absence(struct watch *watch, const struct index *index)
{
    int64_t last = 0;
    for (size_t i = 0; i < index->entries.count; i++)
        if (index->entries.at[i].round && index->entries.at[i].end_ns > last)
            last = index->entries.at[i].end_ns;
    if (!last || watch->start_wall - last < 2 * watch->every)
        return;
    watch->gap = (struct watch_gap){.start_ns = last, .is_absence = true};
}

static void feed_stored(struct watch *watch, const struct record *record, struct arena scratch)
{
    struct str bytes;
    if (record->round && str_equal(record->status, STR("ok")) &&
        store_load(&watch->store, record, &scratch, &bytes))
        watch_feed(watch, record->kind, record->start_ns, bytes);
}

static bool open_store(struct watch *watch, struct error *error)
{
    struct arena_store memory;
    struct arena arena = arena_init(&memory, SIZE_MAX);
    struct index index;
    struct str folder = capture_folder(&watch->from.session->settings);
    const struct net_module *net = net_module(error);
    bool ok = net && store_open(&watch->store, folder, net->digest, error) &&
              store_lock(&watch->store, 0, error) && store_settle(&watch->store, arena, error) &&
              store_index(&watch->store, &index, &arena, error);
    if (ok) {
        watch->round = store_size(&index).last;
        note_absence(watch, &index);
        for (size_t i = 0; i < index.entries.count; i++)
            feed_stored(watch, &index.entries.at[i], arena);
        watch_trim(watch, arena);
    }
    arena_fini(&memory);
    return ok;
}

/* ---------------------------------------------------------------- rounds */

static bool is_over(void *context)
{
    const struct watch *watch = context;
    return until_is_over(&watch->until, watch->from.live);
}

static int64_t next_moment(const struct watch *watch)
{
    int64_t now = pace_now();
    return watch->gap.tries ? now + pace_backoff(watch->every, watch->gap.tries)
                            : pace_next(watch->start_pace, watch->every, now);
}

/* How far back growth is looked for: over all rounds that are kept, and SERIES_ROUNDS at least. */
static int64_t window_of(const struct watch *watch)
{
    int64_t rounds =
        watch->bounds.rounds > SERIES_ROUNDS ? (int64_t)watch->bounds.rounds : SERIES_ROUNDS;
    return rounds < LONGEST_NS / watch->every ? rounds * watch->every : LONGEST_NS;
}

/* False where the host cancelled: that is how a watcher is ended, and no error. */
static bool go_round(struct watch *watch, struct error *error)
{
    struct arena_store memory;
    struct arena arena = arena_init(&memory, SIZE_MAX);
    bool ok = watch_round(watch, &arena, error);
    if (ok) {
        series_forget(watch->series, watch_time(watch) - window_of(watch));
        watch->next_pace = next_moment(watch);
        watch_tell(watch, watch->gap.tries ? "waiting" : "running", arena);
    }
    arena_fini(&memory);
    return ok;
}

static bool go_on(struct watch *watch, struct error *error)
{
    const struct render_live *live = watch->from.live;
    while (!live_is_cancelled(live) && !is_over(watch)) {
        if (!go_round(watch, error))
            return live_is_cancelled(live);
        pace_wait(live, watch->next_pace, is_over, watch);
    }
    return true;
}

/* ---------------------------------------------------------------- the end */

static bool finish(struct watch *watch, struct error *error)
{
    struct arena_store memory;
    struct arena arena = arena_init(&memory, SIZE_MAX);
    live_status(watch->from.live, NULL);
    watch_end_gap(watch, arena);
    watch_tell(watch, "stopped", arena);
    arena_fini(&memory);
    struct error_quote folder = error_quote(watch->store.folder);
    live_say(watch->from.live, "watched %llu round%s, %llu failed, %zu suspect%s; see %s/watch.md",
             (unsigned long long)watch->rounds, watch->rounds == 1 ? "" : "s",
             (unsigned long long)watch->failures, watch->seen.count,
             watch->seen.count == 1 ? "" : "s", folder.text);
    if (!watch->rounds && watch->failures)
        return error_set(error, ERROR_IO, "no round succeeded: %s", watch->gap.text);
    if (watch->from.session->settings.fail_on_growth && watch->seen.count)
        return error_set(error, ERROR_CHECK, "--fail_on_growth: %zu suspect%s, first %s",
                         watch->seen.count, watch->seen.count == 1 ? "" : "s",
                         error_quote(watch->seen.at[0].name).text);
    return true;
}

bool render_watch(struct render_live *live, struct render *render, const char *const *words,
                  size_t count, struct render_error *error)
{
    const struct settings *settings = &render->settings;
    struct arena_store memory;
    struct arena arena = arena_init(&memory, SIZE_MAX);
    struct error inner = {.kind = ERROR_NONE};
    struct watch watch = {
        .from = {.live = live, .session = render},
        .store = {.lock = -1},
        .bounds = {.rounds = (uint64_t)settings->keep, .bytes = settings->keep_bytes},
        .series = series_new(),
        .start_pace = pace_now(),
        .start_wall = live->outer.now_ns(live->outer.context),
        .arena = &arena};
    watch.last_pace = watch.start_pace;
    watch.last_wall = watch.start_wall;
    bool ok = plan(&watch, words, count, &inner) && open_store(&watch, &inner) &&
              go_on(&watch, &inner) && finish(&watch, &inner);
    live_status(live, NULL);
    store_unlock(&watch.store);
    series_free(watch.series);
    arena_fini(&memory);
    return ok || public_error_give(error, &inner);
}
