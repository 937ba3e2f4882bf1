/* Files to series, series to what there is to say. */
#include "live/analysis_read.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/sort.h"
#include "base/time.h"
#include "live/analysis.h"
#include "live/analysis_changes.h"
#include "live/analysis_files.h"
#include "live/live.h"
#include "live/value.h"
#include "request/session.h"

#include <stdlib.h>
#include <string.h>

enum {
    TOLD_FILES = 8, /* that cannot be read; more are counted */
    TOLD_GAPS = 8,
    TOLD_EVENTS = 12
};

/* Times the usual distance of two profiles from which on there is a gap. */
#define GAP 3.0

/* ---------------------------------------------------------------- notes */

static void note(struct analysis *analysis, const struct sink *words)
{
    struct str text = sink_str(words);
    array_push(analysis->arena, &analysis->notes, text);
}

static struct sink words_of(struct analysis *analysis)
{
    struct sink sink;
    sink_init_buffer(&sink, analysis->arena, UINT64_MAX);
    return sink;
}

/* ---------------------------------------------------------------- reading */

static struct analysis_service *service_of(struct analysis *analysis, struct str name)
{
    for (size_t i = 0; i < analysis->services.count; i++)
        if (str_equal(analysis->services.at[i].name, name))
            return &analysis->services.at[i];
    struct analysis_service service = {.name = name, .series = series_new()};
    array_push(analysis->arena, &analysis->services, service);
    return &analysis->services.at[analysis->services.count - 1];
}

/* A session of the one file, with the options of the command. */
static struct render *open_file(struct render *render, struct str path, struct error *error)
{
    struct render *one = render_new(&render->host.outer);
    struct render_error outer = {.kind = RENDER_OK};
    one->settings = render->settings;
    one->settings.arena = &one->words;
    one->settings.output = one->settings.format = one->settings.view = STR("");
    if (render_open(one, str_to_c(path, &one->words), &outer))
        return one;
    render_free(one);
    public_error_take(error, &outer);
    return NULL;
}

static int64_t time_of(const struct analysis_file *file, const struct render *session,
                       struct arena scratch)
{
    int64_t recorded = session->profiles.at[0]->time_ns;
    return file->time_ns  ? file->time_ns
           : recorded > 0 ? recorded
                          : analysis_file_written(file->path, scratch);
}

static bool add_file(struct analysis *analysis, struct render *render,
                     const struct analysis_file *file, struct error *error)
{
    struct render *session = open_file(render, file->path, error);
    if (!session)
        return false;
    struct analysis_service *service = service_of(analysis, file->service);
    int64_t time_ns = time_of(file, session, *analysis->arena);
    bool ok = series_add(service->series, file->kind, time_ns, session, error);
    render_free(session);
    if (!ok)
        return false;
    bool is_first = !service->profiles++;
    service->from_ns = is_first || time_ns < service->from_ns ? time_ns : service->from_ns;
    service->to_ns = is_first || time_ns > service->to_ns ? time_ns : service->to_ns;
    analysis->profiles++;
    return true;
}

static void say_progress(const struct render_live *live, size_t at, size_t count)
{
    enum { EVERY = 16 };
    char line[64];
    struct sink sink;
    if (at % EVERY || count < EVERY)
        return;
    sink_init_fixed(&sink, line, sizeof line - 1);
    sink_print(&sink, "reading profile %zu of %zu", at + 1, count);
    line[sink.used] = 0;
    live_status(live, line);
}

/* By its name in the folder: where that lies is nobody's business. */
static void note_unread(struct analysis *analysis, const struct analysis_file *file,
                        const struct error *error)
{
    struct error_quote path = error_quote(file->path), name = error_quote(file->name);
    struct sink words = words_of(analysis);
    struct str text = str_from_c(error->text);
    bool is_first = str_starts(text, str_from_c(path.text));
    sink_text(&words, is_first ? str_from_c(name.text) : STR(""));
    sink_text(&words, str_skip(text, is_first ? str_from_c(path.text).size : 0));
    note(analysis, &words);
}

/* Options that are wrong are so for every file. */
static bool read_files(struct analysis *analysis, struct render_live *live, struct render *render,
                       const struct analysis_files *files, struct error *error)
{
    struct error first = {.kind = ERROR_NONE};
    size_t failed = 0;
    for (size_t i = 0; i < files->files.count; i++) {
        struct error inner = {.kind = ERROR_NONE};
        say_progress(live, i, files->files.count);
        if (live_is_cancelled(live))
            return error_set(error, ERROR_LIMIT, "cancelled");
        if (add_file(analysis, render, &files->files.at[i], &inner))
            continue;
        if (inner.kind == ERROR_USAGE)
            return error_set(error, inner.kind, "%s", inner.text);
        if (!failed)
            first = inner;
        if (failed++ < TOLD_FILES) {
            note_unread(analysis, &files->files.at[i], &inner);
        }
    }
    live_status(live, NULL);
    if (failed > TOLD_FILES) {
        struct sink words = words_of(analysis);
        sink_print(&words, "%zu more files cannot be read", failed - TOLD_FILES);
        note(analysis, &words);
    }
    return analysis->profiles ||
           error_set(error, ERROR_INPUT, "none of %zu files can be read; the first: %.400s", failed,
                     first.text);
}

/* ---------------------------------------------------------------- what there is to say */

static struct analysis_total total_of(const struct analysis_service *service,
                                      const struct series_total *of, struct arena *arena)
{
    struct analysis_total total = {.of = of,
                                   .first = of->points[0].value,
                                   .last = of->points[of->count - 1].value,
                                   .least = of->points[0].value,
                                   .most = of->points[0].value};
    for (size_t i = 1; i < of->count; i++) {
        double value = of->points[i].value;
        total.least = value < total.least ? value : total.least;
        total.most = value > total.most ? value : total.most;
    }
    total.fit = growth_fit(of->points, of->count, *arena);
    if (of->has_functions)
        analysis_changes_find(&total, service->series, arena);
    return total;
}

/* The points that the suspect is known by; those of all other functions are scratch. */
static struct analysis_suspect suspect_of(const struct analysis_service *service,
                                          const struct series_suspect *of, struct arena *arena)
{
    struct series_point *points = ARENA_NEW(arena, struct series_point, of->points);
    struct analysis_suspect suspect = {.of = of};
    for (size_t i = 0; i < service->total_count; i++) {
        const struct series_total *total = service->totals[i].of;
        if (!str_equal(total->kind, of->kind) || !str_equal(total->type, of->type) ||
            !str_equal(total->unit, of->unit))
            continue;
        size_t count, first = total->count - of->points;
        struct arena scratch = *arena;
        const struct series_function *functions =
            series_functions(service->series, total, &scratch, &count);
        for (size_t k = 0; k < count; k++)
            if (str_equal(functions[k].name, of->name)) {
                memcpy(points, functions[k].points + first, of->points * sizeof *points);
                suspect = (struct analysis_suspect){of, points, of->points};
            }
    }
    return suspect;
}

static void conclude(struct analysis_service *service, struct arena *arena)
{
    const struct series_total *totals =
        series_totals(service->series, arena, &service->total_count);
    struct analysis_total *own = ARENA_NEW(arena, struct analysis_total, service->total_count);
    for (size_t i = 0; i < service->total_count; i++)
        own[i] = total_of(service, &totals[i], arena);
    service->totals = own;
    const struct series_suspect *suspects =
        series_suspects(service->series, arena, &service->suspect_count);
    struct analysis_suspect *known =
        ARENA_NEW(arena, struct analysis_suspect, service->suspect_count);
    for (size_t i = 0; i < service->suspect_count; i++)
        known[i] = suspect_of(service, &suspects[i], arena);
    service->suspects = known;
    service->restarts = series_restarts(service->series, arena, &service->restart_count);
}

/* ---------------------------------------------------------------- what is missing */

static void put_service(struct sink *words, const struct analysis *analysis,
                        const struct analysis_service *service)
{
    if (analysis->services.count < 2)
        return;
    sink_text(words, service->name.size ? service->name : STR("(no name)"));
    sink_text(words, STR(": "));
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t usual_distance(const struct series_total *total, struct arena scratch)
{
    int64_t *distances = ARENA_NEW(&scratch, int64_t, total->count);
    for (size_t i = 1; i < total->count; i++)
        distances[i - 1] = total->points[i].time_ns - total->points[i - 1].time_ns;
    qsort(distances, total->count - 1, sizeof *distances, compare);
    return distances[(total->count - 1) / 2];
}

static void note_gap(struct analysis *analysis, const struct analysis_service *service,
                     const struct series_total *total, size_t at, int64_t usual)
{
    struct sink words = words_of(analysis);
    put_service(&words, analysis, service);
    sink_text(&words, total->kind);
    sink_text(&words, STR(": nothing from "));
    time_print(&words, total->points[at - 1].time_ns, NULL);
    sink_text(&words, STR(" to "));
    time_print(&words, total->points[at].time_ns, NULL);
    sink_text(&words, STR(" ("));
    value_print_span(&words, total->points[at].time_ns - total->points[at - 1].time_ns);
    sink_text(&words, STR("; otherwise one every "));
    value_print_span(&words, usual);
    sink_char(&words, ')');
    note(analysis, &words);
}

static void note_gaps(struct analysis *analysis, const struct analysis_service *service,
                      const struct series_total *total)
{
    size_t gaps = 0;
    if (total->count < 4)
        return;
    int64_t usual = usual_distance(total, *analysis->arena);
    for (size_t i = 1; i < total->count; i++) {
        double distance = (double)(total->points[i].time_ns - total->points[i - 1].time_ns);
        if (usual > 0 && distance > GAP * (double)usual && gaps++ < TOLD_GAPS)
            note_gap(analysis, service, total, i, usual);
    }
    if (gaps > TOLD_GAPS) {
        struct sink words = words_of(analysis);
        put_service(&words, analysis, service);
        sink_text(&words, total->kind);
        sink_print(&words, ": %zu more gaps", gaps - TOLD_GAPS);
        note(analysis, &words);
    }
}

/* Of one profile nothing can be said over time, of few no leak. */
static void note_few(struct analysis *analysis, const struct analysis_service *service,
                     const struct series_total *total)
{
    struct sink words = words_of(analysis);
    bool can_leak = total->has_functions && total->role == SERIES_LEVEL;
    if (total->count > 1 && (!can_leak || total->count >= GROWTH_LEAST))
        return;
    put_service(&words, analysis, service);
    sink_text(&words, total->kind);
    if (total->count == 1)
        sink_text(&words, STR(": one profile, so nothing over time; two show what changed"));
    else
        sink_print(&words, ": %zu profiles", total->count);
    if (can_leak)
        sink_print(&words, "%s %d are needed to tell a leak from chance",
                   total->count == 1 ? "," : ";", GROWTH_LEAST);
    note(analysis, &words);
}

static void note_restarts(struct analysis *analysis, const struct analysis_service *service)
{
    struct sink words = words_of(analysis);
    size_t count = service->restart_count;
    if (!count)
        return;
    put_service(&words, analysis, service);
    if (count == 1)
        sink_text(&words, STR("started anew before "));
    else
        sink_print(&words, "started anew %zu times, last before ", count);
    time_print(&words, service->restarts[count - 1], NULL);
    sink_text(&words, STR("; leaks are looked for since then"));
    note(analysis, &words);
}

static void note_missing(struct analysis *analysis, const struct analysis_service *service)
{
    for (size_t i = 0; i < service->total_count; i++) {
        const struct series_total *total = service->totals[i].of;
        bool is_first = !i || !str_equal(service->totals[i - 1].of->kind, total->kind);
        if (is_first)
            note_gaps(analysis, service, total);
        if (total->has_functions)
            note_few(analysis, service, total);
    }
    note_restarts(analysis, service);
}

static void note_event(struct analysis *analysis, const struct analysis_event *event)
{
    struct sink words = words_of(analysis);
    sink_text(&words, STR("index: "));
    if (analysis->services.count > 1 && event->service.size) {
        sink_text(&words, event->service);
        sink_text(&words, STR(": "));
    }
    sink_text(&words, event->kind);
    sink_text(&words, STR(", "));
    time_print(&words, event->start_ns, NULL);
    if (event->end_ns > event->start_ns) {
        sink_text(&words, STR(", for "));
        value_print_span(&words, event->end_ns - event->start_ns);
    }
    sink_text(&words, event->words.size ? STR(": ") : STR(""));
    sink_text(&words, event->words);
    note(analysis, &words);
}

static bool is_worth_telling(const struct analysis_event *event)
{
    return !str_equal(event->kind, STR("start")) && !str_equal(event->kind, STR("stop"));
}

static void note_files(struct analysis *analysis, const struct analysis_files *files)
{
    struct sink words = words_of(analysis);
    size_t told = 0, all = 0;
    for (size_t i = 0; i < files->events.count; i++)
        all += is_worth_telling(&files->events.at[i]);
    for (size_t i = 0; i < files->events.count && told < TOLD_EVENTS; i++)
        if (is_worth_telling(&files->events.at[i])) {
            note_event(analysis, &files->events.at[i]);
            told++;
        }
    if (all > told) {
        sink_print(&words, "index: %zu more events", all - told);
        note(analysis, &words);
        words = words_of(analysis);
    }
    if (files->traces) {
        sink_print(&words, "%zu execution trace%s left out: go tool trace shows them",
                   files->traces, files->traces == 1 ? " is" : "s are");
        note(analysis, &words);
    }
    if (files->index.size)
        array_push(analysis->arena, &analysis->notes, files->index);
}

/* ---------------------------------------------------------------- outside */

static bool is_name_before(const void *context, uint32_t a, uint32_t b)
{
    const struct analysis_service *services = context;
    return str_compare(services[a].name, services[b].name) < 0;
}

static void order_services(struct analysis *analysis)
{
    size_t count = analysis->services.count;
    struct arena scratch = *analysis->arena;
    uint32_t *ids = ARENA_NEW(&scratch, uint32_t, count);
    struct analysis_service *sorted = ARENA_NEW(&scratch, struct analysis_service, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = (uint32_t)i;
    sort_ids(ids, count, is_name_before, analysis->services.at, scratch);
    for (size_t i = 0; i < count; i++)
        sorted[i] = analysis->services.at[ids[i]];
    for (size_t i = 0; i < count; i++)
        analysis->services.at[i] = sorted[i];
}

bool analysis_init(struct analysis *analysis, struct render_live *live, struct render *render,
                   const struct analysis_files *files, struct arena *arena, struct error *error)
{
    analysis->arena = arena;
    if (!read_files(analysis, live, render, files, error))
        return false;
    for (size_t i = 0; i < analysis->services.count;) /* none whose files all failed */
        if (analysis->services.at[i].profiles)
            i++;
        else {
            series_free(analysis->services.at[i].series);
            analysis->services.at[i] = analysis->services.at[--analysis->services.count];
        }
    order_services(analysis);
    for (size_t i = 0; i < analysis->services.count; i++) {
        struct analysis_service *service = &analysis->services.at[i];
        conclude(service, arena);
        analysis->suspects += service->suspect_count;
        note_missing(analysis, service);
        analysis->from_ns =
            !i || service->from_ns < analysis->from_ns ? service->from_ns : analysis->from_ns;
        analysis->to_ns = !i || service->to_ns > analysis->to_ns ? service->to_ns : analysis->to_ns;
    }
    note_files(analysis, files);
    return true;
}

void analysis_fini(struct analysis *analysis)
{
    for (size_t i = 0; i < analysis->services.count; i++)
        series_free(analysis->services.at[i].series);
}
