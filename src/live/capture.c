/* `capture`: the profiles of a service, once, into a folder.
 *
 * What lasts (cpu, trace) comes first and together, as Go takes both at once. Snapshots come after
 * it, all at once: so they tell what that load has led to, and a heap that is collected for its
 * profile or a world that is stopped for goroutines is not in the CPU profile. */
#include "base/number.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/time.h"
#include "live/capture_words.h"
#include "live/growth_profile.h"
#include "live/live.h"
#include "live/net_module.h"
#include "live/opened.h"
#include "live/pace.h"
#include "live/shell_command.h"
#include "live/store.h"
#include "live/take.h"
#include "net/net.h"
#include "request/session.h"

#include <stdlib.h>
#include <string.h>

#define USUAL_KINDS "cpu,heap,goroutine"
#define USUAL_SECONDS 30
#define WINDOW_SECONDS 5
/* Other captures hold it for moments only. */
#define LOCK_SECONDS 10
#define LOCK_SECONDS_AT_FIRST 2
#define NS_PER_SECOND 1e9

struct capture {
    struct take_from from;
    struct store store;
    struct live_kinds lasting, moments, growing; /* of what was asked for */
    double delta;
    struct shell_command command;
    bool has_command;
    ARRAY(struct taken) taken;
    size_t before; /* where the older snapshots of `growing` are among them */
    struct arena *arena;
};

/* ---------------------------------------------------------------- what to do */

/* An option, or else the environment, or else what is usual. */
static bool choose_seconds(struct capture *capture, const struct settings *settings,
                           struct error *error)
{
    const char *said = getenv("DURATION");
    capture->from.seconds = settings->seconds;
    if (capture->from.seconds <= 0 && said && *said &&
        !number_parse_duration(str_from_c(said), &capture->from.seconds)) {
        struct error_quote quote = error_quote(str_from_c(said));
        return error_set(error, ERROR_USAGE, "DURATION=%s is no time such as 30s or 2m",
                         quote.text);
    }
    if (capture->from.seconds <= 0)
        capture->from.seconds = capture->has_command ? WINDOW_SECONDS : USUAL_SECONDS;
    return true;
}

static void sort_kinds(struct capture *capture, const struct live_kinds *kinds)
{
    for (size_t i = 0; i < kinds->count; i++) {
        const struct live_kind *kind = kinds->at[i];
        struct live_kinds *to = kind->is_long ? &capture->lasting : &capture->moments;
        to->at[to->count++] = kind;
        if (kind->has_growth && capture->delta > 0)
            capture->growing.at[capture->growing.count++] = kind;
    }
}

static bool plan(struct capture *capture, const char *const *words, size_t count,
                 struct error *error)
{
    const struct settings *settings = &capture->from.session->settings;
    struct live_kinds kinds;
    if (!count)
        return error_set(error, ERROR_USAGE,
                         "capture needs a service: render capture localhost:6060 cpu heap");
    if (!kinds_choose(&kinds, words + 1, count - 1, USUAL_KINDS, error))
        return false;
    capture->from.host = str_from_c(words[0]);
    capture->has_command = settings->during.size > 0;
    capture->delta = settings->delta;
    sort_kinds(capture, &kinds);
    if (capture->delta > 0 && !capture->growing.count)
        return error_set(error, ERROR_USAGE,
                         "--delta is of heap, allocs, block and mutex; name one of them");
    if (capture->delta > 1e8)
        return error_set(error, ERROR_USAGE, "--delta takes a time up to 1000d");
    return choose_seconds(capture, settings, error);
}

/* ---------------------------------------------------------------- taking */

static bool take(struct capture *capture, const struct live_kinds *kinds, struct error *error)
{
    array_reserve(capture->arena, &capture->taken, KINDS_MOST);
    if (!take_all(&capture->from, kinds, capture->taken.at + capture->taken.count, capture->arena,
                  error))
        return false;
    capture->taken.count += kinds->count;
    return true;
}

static bool is_over(void *context)
{
    return shell_command_is_over(context);
}

static bool stopped(struct error *error)
{
    return error_set(error, ERROR_LIMIT, "stopped");
}

/* CPU profiles one after the other; the last one has the command's end in it, as a profile that is
 * cut short is lost. One that fails is the last. */
static bool take_windows(struct capture *capture, struct error *error)
{
    struct live_kinds kinds = capture->lasting;
    bool ok = true, goes_on = kinds.count && !kinds.at[0]->is_trace;
    while (ok && goes_on) {
        size_t first = capture->taken.count;
        ok = take(capture, &kinds, error);
        goes_on = ok && taken_is_ok(&capture->taken.at[first]) &&
                  !shell_command_is_over(&capture->command);
        kinds.count = 1; /* a trace of the start is long enough */
    }
    if (ok && kinds.count && kinds.at[0]->is_trace)
        ok = take(capture, &kinds, error);
    return ok &&
           (pace_wait(capture->from.live, INT64_MAX, is_over, &capture->command) || stopped(error));
}

static bool take_before(struct capture *capture, int64_t *moment, struct error *error)
{
    *moment = pace_now() + (int64_t)(capture->delta * NS_PER_SECOND);
    capture->before = capture->taken.count;
    return take(capture, &capture->growing, error);
}

static bool wait_for_after(struct capture *capture, int64_t moment, struct error *error)
{
    double seconds = (double)(moment - pace_now()) / NS_PER_SECOND;
    if (seconds > 0)
        live_say(capture->from.live, "waiting %.3g s for the later snapshots", seconds);
    return pace_wait(capture->from.live, moment, NULL, NULL) || stopped(error);
}

/* The older snapshots are taken so that what lasts falls between them and the newer ones, where it
 * is not longer than that. */
static bool take_in_order(struct capture *capture, struct error *error)
{
    bool has_growth = capture->growing.count > 0;
    bool is_inside =
        capture->has_command || !capture->lasting.count || capture->from.seconds <= capture->delta;
    int64_t moment = 0;
    if (has_growth && is_inside && !take_before(capture, &moment, error))
        return false;
    if (!(capture->has_command ? take_windows(capture, error)
                               : take(capture, &capture->lasting, error)))
        return false;
    if (has_growth && !is_inside && !take_before(capture, &moment, error))
        return false;
    if (has_growth && !capture->has_command && !wait_for_after(capture, moment, error))
        return false;
    return take(capture, &capture->moments, error);
}

/* ---------------------------------------------------------------- what comes of it */

static struct taken *find_taken(struct capture *capture, const struct live_kind *kind, size_t from)
{
    for (size_t i = from; i < capture->taken.count; i++)
        if (capture->taken.at[i].kind == kind)
            return &capture->taken.at[i];
    return NULL;
}

/* Several windows as one, in the place of the first; where they cannot be merged all stay. */
static void merge_windows(struct capture *capture)
{
    struct str *parts = ARENA_NEW(capture->arena, struct str, capture->taken.count + 1);
    struct taken *first = NULL, *last = NULL;
    size_t count = 0, kept = 0;
    double seconds = 0;
    for (size_t i = 0; i < capture->taken.count; i++) {
        struct taken *taken = &capture->taken.at[i];
        if (!taken->kind->is_long || taken->kind->is_trace || !taken_is_ok(taken))
            continue;
        first = first ? first : taken;
        last = taken;
        seconds += taken->record.seconds;
        parts[count++] = taken->bytes;
    }
    struct opened *opened = count > 1 ? opened_new(capture->from.live, capture->from.session,
                                                   first->kind->name, parts, count, NULL)
                                      : NULL;
    struct str merged;
    if (opened && opened_view(opened, "proto", capture->arena, &merged, NULL)) {
        first->bytes = merged;
        first->record.seconds = seconds;
        first->record.end_ns = last->record.end_ns;
        first->record.note = capture_windows_note(count, capture->arena);
        for (size_t i = 0; i < capture->taken.count; i++) {
            const struct taken *taken = &capture->taken.at[i];
            if (taken->kind != first->kind || taken == first || !taken_is_ok(taken))
                capture->taken.at[kept++] = *taken;
        }
        capture->taken.count = kept;
    }
    opened_free(opened);
}

/* What one kind has grown by, where both snapshots are there. */
static void add_growth(struct capture *capture, const struct live_kind *kind)
{
    const struct taken *before = find_taken(capture, kind, capture->before);
    const struct taken *after = find_taken(capture, kind, capture->before + capture->growing.count);
    if (!before || !after || !taken_is_ok(before) || !taken_is_ok(after))
        return;
    struct error error = {.kind = ERROR_NONE};
    struct growth_of of = {kind->name, before->bytes, after->bytes, before->record.start_ns,
                           after->record.end_ns};
    struct taken growth = {.kind = kind, .bytes = STR(""), .suffix = kind->suffix};
    growth.record = after->record;
    growth.record.kind = capture_growth_kind(kind->name, capture->arena);
    growth.record.start_ns = of.start_ns;
    growth.record.seconds = (double)(of.end_ns - of.start_ns) / NS_PER_SECOND;
    growth.record.note = STR("what the later snapshot has more than the earlier one");
    if (!growth_make(capture->from.live, capture->from.session, &of, capture->arena, &growth.bytes,
                     &error)) {
        growth.record.status = STR("failed");
        growth.record.error = str_copy(str_from_c(error.text), capture->arena);
    }
    array_push(capture->arena, &capture->taken, growth);
}

static bool store_all(struct capture *capture, struct error *error)
{
    merge_windows(capture);
    for (size_t i = 0; i < capture->growing.count; i++)
        add_growth(capture, capture->growing.at[i]);
    if (!capture->taken.count)
        return true;
    if (!store_lock(&capture->store, LOCK_SECONDS, error))
        return false;
    bool ok =
        take_put(&capture->store, capture->taken.at, capture->taken.count, capture->arena, error);
    store_unlock(&capture->store);
    return ok;
}

/* ---------------------------------------------------------------- the command */

/* The folder can be written to, and nobody watches into it: said before minutes are spent. */
static bool open_store(struct capture *capture, struct error *error)
{
    struct str folder = capture_folder(&capture->from.session->settings);
    const struct net_module *net = net_module(error);
    if (!net || !store_open(&capture->store, folder, net->digest, error) ||
        !store_lock(&capture->store, LOCK_SECONDS_AT_FIRST, error))
        return false;
    bool ok = store_settle(&capture->store, *capture->arena, error);
    store_unlock(&capture->store);
    return ok;
}

static bool run(struct capture *capture, const char *const *words, size_t count,
                struct error *error)
{
    const struct settings *settings = &capture->from.session->settings;
    struct error of_store = {.kind = ERROR_NONE};
    if (!plan(capture, words, count, error) || !open_store(capture, error) ||
        (capture->has_command && !shell_command_start(&capture->command, settings->during, error)))
        return false;
    bool ok = take_in_order(capture, error);
    shell_command_stop(&capture->command);
    live_status(capture->from.live, NULL);
    /* What was taken until it was stopped is kept. */
    bool is_stored = store_all(capture, &of_store);
    struct capture_told told = {capture->from.live, capture->from.session, capture->store.folder,
                                capture->taken.at, capture->taken.count};
    capture_tell(&told);
    if (ok && !is_stored)
        error_set(error, of_store.kind, "%s", of_store.text);
    return ok && is_stored && capture_show(&told, capture->arena, error) &&
           capture_check(&told, error) &&
           (!capture->has_command || shell_command_check(&capture->command, error));
}

bool render_capture(struct render_live *live, struct render *render, const char *const *words,
                    size_t count, struct render_error *error)
{
    struct arena_store memory;
    struct arena arena = arena_init(&memory, SIZE_MAX);
    struct error inner = {.kind = ERROR_NONE};
    struct capture capture = {.from = {.live = live, .session = render}, .arena = &arena};
    bool ok = run(&capture, words, count, &inner);
    arena_fini(&memory);
    return ok || public_error_give(error, &inner);
}
