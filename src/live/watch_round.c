/* Fetching, storing, trimming, feeding; and the words about it. */
#include "live/watch_round.h"
#include "base/quote.h"
#include "base/sink.h"
#include "live/live.h"
#include "live/opened.h"
#include "live/pace.h"
#include "live/series.h"
#include "live/value.h"
#include "live/watch_state.h"
#include "request/session.h"

#include <stdio.h>
#include <string.h>

#define NS_PER_SECOND 1e9

static int64_t wall_now(const struct watch *watch)
{
    const struct render_host *host = &watch->from.live->outer;
    return host->now_ns(host->context);
}

int64_t watch_time(const struct watch *watch)
{
    return watch->start_wall + (pace_now() - watch->start_pace);
}

/* ---------------------------------------------------------------- growth */

void watch_feed(struct watch *watch, struct str kind, int64_t time_ns, struct str bytes)
{
    struct error error = {.kind = ERROR_NONE};
    struct opened *opened =
        opened_new(watch->from.live, watch->from.session, kind, &bytes, 1, &error);
    if (opened && !series_add(watch->series, kind, time_ns, opened_session(opened), &error))
        live_say(watch->from.live, "%s", error.text);
    opened_free(opened);
}

static struct series_suspect *find_seen(const struct watch *watch,
                                        const struct series_suspect *suspect)
{
    for (size_t i = 0; i < watch->seen.count; i++) {
        struct series_suspect *seen = &watch->seen.at[i];
        if (str_equal(seen->kind, suspect->kind) && str_equal(seen->type, suspect->type) &&
            str_equal(seen->name, suspect->name))
            return seen;
    }
    return NULL;
}

static void say_suspect(const struct watch *watch, const struct series_suspect *suspect)
{
    char line[900];
    struct sink sink;
    sink_init_fixed(&sink, line, sizeof line - 1);
    series_suspect_print(suspect, &sink);
    line[sink.used] = 0;
    live_say(watch->from.live, "leak? %s", line);
}

/* One that is found no longer stays, as it was last found: the leak may only have paused. */
static void keep_suspect(struct watch *watch, const struct series_suspect *suspect)
{
    struct series_suspect *seen = find_seen(watch, suspect), copy = *suspect;
    copy.kind = seen ? seen->kind : str_copy(suspect->kind, watch->arena);
    copy.type = seen ? seen->type : str_copy(suspect->type, watch->arena);
    copy.unit = seen ? seen->unit : str_copy(suspect->unit, watch->arena);
    copy.name = seen ? seen->name : str_copy(suspect->name, watch->arena);
    copy.path = seen ? seen->path : str_copy(suspect->path, watch->arena);
    if (seen) {
        *seen = copy;
        return;
    }
    say_suspect(watch, suspect);
    array_push(watch->arena, &watch->seen, copy);
}

/* ---------------------------------------------------------------- gaps */

static void begin_gap(struct watch *watch, const char *text)
{
    bool is_new = strcmp(watch->gap.text, text) != 0 || !watch->gap.tries;
    if (!watch->gap.start_ns)
        watch->gap.start_ns = wall_now(watch);
    watch->gap.tries++;
    watch->failures++;
    snprintf(watch->gap.text, sizeof watch->gap.text, "%s", text);
    if (!is_new)
        return;
    live_say(watch->from.live, "%s; it is tried again until it works", text);
}

/* Of the gap that ends now. */
static struct record gap_record(const struct watch *watch, int64_t now)
{
    const struct watch_gap *gap = &watch->gap;
    return (struct record){.kind = STR("gap"),
                           .status = STR("gap"),
                           .service = watch->service,
                           .start_ns = gap->start_ns,
                           .end_ns = now,
                           .tries = gap->tries,
                           .error = gap->tries ? str_from_c(gap->text) : STR(""),
                           .note = gap->is_absence ? STR("no watcher ran") : STR(""),
                           .round = watch->round + 1};
}

static void say_gap_end(struct watch *watch, int64_t now)
{
    char text[64];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text - 1);
    value_print_span(&sink, now - watch->gap.start_ns);
    text[sink.used] = 0;
    if (watch->gap.tries)
        live_say(watch->from.live, "it works again, after %s and %llu failed tr%s", text,
                 (unsigned long long)watch->gap.tries, watch->gap.tries == 1 ? "y" : "ies");
    watch->gap = (struct watch_gap){.start_ns = 0};
}

void watch_end_gap(struct watch *watch, struct arena scratch)
{
    if (!watch->gap.start_ns)
        return;
    struct record record = gap_record(watch, wall_now(watch));
    struct store_item item = {&record, STR(""), STR("")};
    store_put(&watch->store, &item, 1, &scratch, NULL);
}

/* ---------------------------------------------------------------- a round */

/* How the wall clock was set since the last look, as an entry; false if it was not. */
static bool look_at_clock(struct watch *watch, struct record *record, struct arena *arena)
{
    int64_t pace = pace_now(), wall = wall_now(watch);
    int64_t jump = pace_jump(watch->last_wall, wall, watch->last_pace, pace);
    int64_t before = watch->last_wall;
    watch->last_pace = pace;
    watch->last_wall = wall;
    if (!jump)
        return false;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, STR("the clock was set "));
    sink_text(&sink, jump < 0 ? STR("back by ") : STR("on by "));
    value_print_span(&sink, jump < 0 ? -jump : jump);
    *record = (struct record){.kind = STR("clock"),
                              .status = STR("clock"),
                              .note = sink_str(&sink),
                              .start_ns = before,
                              .end_ns = wall,
                              .round = watch->round + 1};
    live_say(watch->from.live, "%.*s; rounds go on as before", STR_ARG(record->note));
    return true;
}

/* Said where it begins and where it ends. */
static void say_failing(struct watch *watch, const struct taken *taken, size_t i)
{
    bool fails = !taken_is_ok(&taken[i]);
    if (fails == watch->is_failing[i])
        return;
    watch->is_failing[i] = fails;
    struct error_quote kind = error_quote(taken[i].kind->name);
    char text[ERROR_TEXT];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text - 1);
    sink_text(&sink, taken[i].record.error);
    text[sink.used] = 0;
    live_say(watch->from.live, fails ? "%s: %s; the others go on" : "%s works again%s", kind.text,
             fails ? text : "");
}

/* Everything of a round in one go: profiles, what failed, and what happened before. */
static bool put_round(struct watch *watch, struct taken *taken, struct arena *arena,
                      struct error *error)
{
    struct store_item items[KINDS_MOST + 2];
    struct record gap, clock;
    size_t count = 0;
    /* The last one may have been cut short by the disk. */
    if (watch->gap.tries && !store_settle(&watch->store, *arena, error))
        return false;
    if (watch->gap.start_ns) {
        gap = gap_record(watch, wall_now(watch));
        items[count++] = (struct store_item){&gap, STR(""), STR("")};
    }
    if (look_at_clock(watch, &clock, arena))
        items[count++] = (struct store_item){&clock, STR(""), STR("")};
    for (size_t i = 0; i < watch->kinds.count; i++) {
        taken[i].record.round = watch->round + 1;
        items[count++] = (struct store_item){&taken[i].record, taken[i].bytes, taken[i].suffix};
    }
    if (store_put(&watch->store, items, count, arena, error))
        return true;
    store_undo(&watch->store, watch->round + 1, *arena);
    return false;
}

void watch_trim(struct watch *watch, struct arena scratch)
{
    const struct settings *settings = &watch->from.session->settings;
    struct error error = {.kind = ERROR_NONE};
    /* By the clock that says less, so that one that is set makes nothing old. */
    int64_t wall = wall_now(watch), steady = watch_time(watch), now = wall < steady ? wall : steady;
    watch->bounds.oldest_ns =
        settings->keep_age > 0 ? now - (int64_t)(settings->keep_age * NS_PER_SECOND) : 0;
    if (!store_trim(&watch->store, &watch->bounds, scratch, &error))
        live_say(watch->from.live, "%s", error.text);
}

/* The round is in the store. */
static void accept_round(struct watch *watch, const struct taken *taken, int64_t time_ns,
                         struct arena scratch)
{
    for (size_t i = 0; i < watch->kinds.count; i++) {
        say_failing(watch, taken, i);
        if (taken_is_ok(&taken[i]) && !taken[i].kind->is_trace)
            watch_feed(watch, taken[i].kind->name, time_ns, taken[i].bytes);
    }
    say_gap_end(watch, wall_now(watch));
    watch->round++;
    watch->rounds++;
    watch_trim(watch, scratch);
}

static bool is_one_ok(const struct taken *taken, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (taken_is_ok(&taken[i]))
            return true;
    return false;
}

bool watch_round(struct watch *watch, struct arena *arena, struct error *error)
{
    struct taken taken[KINDS_MOST];
    int64_t time_ns = watch_time(watch);
    struct error inner = {.kind = ERROR_NONE};
    if (!take_all(&watch->from, &watch->kinds, taken, arena, error))
        return false;
    if (!watch->service.size)
        watch->service = str_copy(taken[0].record.service, watch->arena);
    if (!is_one_ok(taken, watch->kinds.count))
        error_set(&inner, ERROR_IO, "%s", str_to_c(taken[0].record.error, arena));
    else if (put_round(watch, taken, arena, &inner))
        accept_round(watch, taken, time_ns, *arena);
    if (inner.kind)
        begin_gap(watch, inner.text);
    return true;
}

/* ---------------------------------------------------------------- telling */

static bool write_state(const struct watch *watch, struct watch_state *state, struct arena scratch,
                        struct error *error)
{
    struct index index;
    if (!store_index(&watch->store, &index, &scratch, error))
        return false;
    state->index = &index;
    return watch_state_write(state, scratch, error);
}

void watch_tell(struct watch *watch, const char *state, struct arena scratch)
{
    struct error error = {.kind = ERROR_NONE};
    size_t count, total_count;
    const struct series_total *totals = series_totals(watch->series, &scratch, &total_count);
    const struct series_suspect *suspects = series_suspects(watch->series, &scratch, &count);
    for (size_t i = 0; i < count; i++)
        keep_suspect(watch, &suspects[i]);
    int64_t now = wall_now(watch);
    struct watch_state told = {
        .service = watch->service.size ? watch->service : STR("the service"),
        .folder = watch->store.folder,
        .state = state,
        .problem = watch->gap.tries ? str_from_c(watch->gap.text) : STR(""),
        .start_ns = watch->start_wall,
        .now_ns = now,
        .next_ns = strcmp(state, "stopped") ? now + watch->next_pace - pace_now() : 0,
        .every = (double)watch->every / NS_PER_SECOND,
        .rounds = watch->rounds,
        .failures = watch->failures,
        .totals = totals,
        .total_count = total_count,
        .suspects = watch->seen.at,
        .suspect_count = watch->seen.count};
    if (!write_state(watch, &told, scratch, &error) && !watch->gap.tries)
        begin_gap(watch, error.text);
    watch_state_show(&told, watch->from.live);
}
