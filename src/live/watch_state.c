/* One state, three forms. */
#include "live/watch_state.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "live/files.h"
#include "live/index.h"
#include "live/json_text.h"
#include "live/live.h"
#include "live/series.h"
#include "live/value.h"

#include <string.h>

enum { SPARKS = 24, GAPS_TOLD = 100 };
#define MOST ((uint64_t)64 << 20)

/* ---------------------------------------------------------------- words */

static bool is_event(const struct record *record)
{
    return !record->file.size && !str_equal(record->status, STR("failed"));
}

static bool is_gap(const struct record *record)
{
    return str_equal(record->kind, STR("gap")) || is_event(record);
}

/* The last values as bars, from the least to the most of them. */
static void put_sparks(struct sink *sink, const struct series_total *total)
{
    size_t first = total->count > SPARKS ? total->count - SPARKS : 0;
    double least = total->points[first].value, most = least;
    for (size_t i = first; i < total->count; i++) {
        double value = total->points[i].value;
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    for (size_t i = first; i < total->count; i++) {
        double share = most > least ? (total->points[i].value - least) / (most - least) : 0;
        char bar[] = "\xe2\x96\x81"; /* U+2581 to U+2588 */
        bar[2] = (char)(bar[2] + (int)(share * 7 + 0.5));
        sink_text(sink, str_from_c(bar));
    }
}

/* "34.2MB ▁▂▃▅ +1.2MB" */
static void put_total(struct sink *sink, const struct series_total *total)
{
    size_t first = total->count > SPARKS ? total->count - SPARKS : 0;
    double last = total->points[total->count - 1].value;
    double change = last - total->points[first].value;
    value_print(sink, last, total->unit);
    sink_char(sink, ' ');
    put_sparks(sink, total);
    sink_text(sink, change > 0 ? STR(" +") : STR(" "));
    value_print(sink, change, total->unit);
}

/* ---------------------------------------------------------------- watch.json */

static void put_values(const struct watch_state *state, struct sink *sink)
{
    const struct series_total *totals = state->totals;
    json_put_name(sink, "values");
    sink_char(sink, '[');
    for (size_t i = 0; i < state->total_count; i++) {
        sink_text(sink, i ? STR(",\n{") : STR("\n{"));
        json_put_text(sink, "kind", totals[i].kind);
        json_put_text(sink, "type", totals[i].type);
        json_put_text(sink, "unit", totals[i].unit);
        json_put_number(sink, "points", (double)totals[i].count);
        if (totals[i].count) {
            json_put_time(sink, "time", totals[i].points[totals[i].count - 1].time_ns);
            json_put_number(sink, "last", totals[i].points[totals[i].count - 1].value);
        }
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

static void put_suspect(const struct series_suspect *suspect, struct sink *sink)
{
    char line[2048];
    struct sink words;
    sink_init_fixed(&words, line, sizeof line);
    series_suspect_print(suspect, &words);
    sink_text(sink, STR("\n{"));
    json_put_text(sink, "kind", suspect->kind);
    json_put_text(sink, "type", suspect->type);
    json_put_text(sink, "unit", suspect->unit);
    json_put_text(sink, "function", suspect->name);
    json_put_text(sink, "path", suspect->path);
    json_put_number(sink, "first", suspect->first);
    json_put_number(sink, "last", suspect->last);
    json_put_number(sink, "per_hour", suspect->slope);
    json_put_number(sink, "per_hour_low", suspect->low);
    json_put_number(sink, "per_hour_high", suspect->high);
    json_put_number(sink, "confidence", suspect->confidence);
    json_put_number(sink, "points", (double)suspect->points);
    json_put_time(sink, "from", suspect->from_ns);
    json_put_time(sink, "to", suspect->to_ns);
    json_put_text(sink, "evidence", sink_str(&words));
    sink_char(sink, '}');
}

static void put_suspects(const struct watch_state *state, struct sink *sink)
{
    json_put_name(sink, "suspects");
    sink_char(sink, '[');
    for (size_t i = 0; i < state->suspect_count; i++) {
        sink_text(sink, i ? STR(",") : STR(""));
        put_suspect(&state->suspects[i], sink);
    }
    sink_char(sink, ']');
}

/* The last gaps and other events; all are in index.json. */
static void put_gaps(const struct watch_state *state, struct sink *sink)
{
    size_t told = 0;
    json_put_name(sink, "gaps");
    sink_char(sink, '[');
    for (size_t i = state->index->entries.count; i > 0 && told < GAPS_TOLD; i--) {
        const struct record *record = &state->index->entries.at[i - 1];
        if (!is_gap(record))
            continue;
        sink_text(sink, told++ ? STR(",\n{") : STR("\n{"));
        json_put_text(sink, "kind", record->kind);
        json_put_time(sink, "start", record->start_ns);
        json_put_time(sink, "end", record->end_ns);
        json_put_number(sink, "tries", (double)record->tries);
        json_put_text(sink, "error", record->error);
        json_put_text(sink, "note", record->note);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

static struct str json_of(const struct watch_state *state, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, MOST);
    sink_print(&sink, "{\"version\":1,\"writer\":\"render %s\"", RENDER_VERSION);
    json_put_text(&sink, "service", state->service);
    json_put_text(&sink, "state", str_from_c(state->state));
    json_put_text(&sink, "problem", state->problem);
    json_put_time(&sink, "started", state->start_ns);
    json_put_time(&sink, "updated", state->now_ns);
    json_put_time(&sink, "next", state->next_ns);
    json_put_number(&sink, "every", state->every);
    json_put_number(&sink, "rounds", (double)state->rounds);
    json_put_number(&sink, "failures", (double)state->failures);
    put_values(state, &sink);
    put_suspects(state, &sink);
    put_gaps(state, &sink);
    sink_text(&sink, STR("}\n"));
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- watch.md */

static void put_values_md(const struct watch_state *state, struct sink *sink)
{
    const struct series_total *totals = state->totals;
    sink_text(sink, STR("\n| kind | type | last, and its trend |\n|---|---|---|\n"));
    for (size_t i = 0; i < state->total_count; i++) {
        if (!totals[i].count)
            continue;
        sink_text(sink, STR("| "));
        sink_md_code(sink, totals[i].kind, true);
        sink_text(sink, STR(" | "));
        sink_md_code(sink, totals[i].type, true);
        sink_text(sink, STR(" | "));
        put_total(sink, &totals[i]);
        sink_text(sink, STR(" |\n"));
    }
}

static void put_gap_md(const struct record *record, struct sink *sink)
{
    sink_text(sink, STR("- "));
    time_print(sink, record->start_ns, NULL);
    sink_text(sink, STR(" to "));
    time_print(sink, record->end_ns, NULL);
    sink_text(sink, STR(": "));
    sink_md_code(sink, record->kind, false);
    sink_char(sink, ' ');
    sink_md_code(sink, record->error.size ? record->error : record->note, false);
    sink_char(sink, '\n');
}

static void put_suspects_md(const struct watch_state *state, struct sink *sink)
{
    sink_text(sink, STR("\n## Suspects\n\n"));
    sink_text(sink, state->suspect_count ? STR("") : STR("None.\n"));
    for (size_t i = 0; i < state->suspect_count; i++) {
        char line[2048];
        struct sink words;
        sink_init_fixed(&words, line, sizeof line);
        series_suspect_print(&state->suspects[i], &words);
        sink_text(sink, STR("- "));
        sink_md_code(sink, sink_str(&words), false);
        sink_char(sink, '\n');
    }
}

static struct str md_of(const struct watch_state *state, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, MOST);
    sink_text(&sink, STR("# Watching "));
    sink_md_code(&sink, state->service, false);
    sink_print(&sink, "\n\n%s; %llu rounds since ", state->state,
               (unsigned long long)state->rounds);
    time_print(&sink, state->start_ns, NULL);
    sink_print(&sink, ", %llu failed; last look ", (unsigned long long)state->failures);
    time_print(&sink, state->now_ns, NULL);
    sink_text(&sink, STR("\n"));
    if (state->problem.size) {
        sink_text(&sink, STR("\nWaiting: "));
        sink_md_code(&sink, state->problem, false);
        sink_char(&sink, '\n');
    }
    put_values_md(state, &sink);
    put_suspects_md(state, &sink);
    sink_text(&sink, STR("\n## Gaps\n\n"));
    size_t told = 0;
    for (size_t i = state->index->entries.count; i > 0 && told < GAPS_TOLD; i--)
        if (is_gap(&state->index->entries.at[i - 1])) {
            put_gap_md(&state->index->entries.at[i - 1], &sink);
            told++;
        }
    sink_text(&sink, told ? STR("") : STR("None.\n"));
    return sink_str(&sink);
}

bool watch_state_write(const struct watch_state *state, struct arena scratch, struct error *error)
{
    struct str json = json_of(state, &scratch), md = md_of(state, &scratch);
    return file_write(path_join(state->folder, STR("watch.json"), &scratch), json, error) &&
           file_write(path_join(state->folder, STR("watch.md"), &scratch), md, error);
}

/* ---------------------------------------------------------------- the line */

void watch_state_show(const struct watch_state *state, const struct render_live *live)
{
    char line[1024];
    struct sink sink;
    const struct series_total *totals = state->totals;
    if (!live->console.status)
        return;
    sink_init_fixed(&sink, line, sizeof line - 1);
    sink_terminal(&sink, state->service);
    sink_print(&sink, "  round %llu", (unsigned long long)state->rounds);
    for (size_t i = 0; i < state->total_count; i++) {
        if (!totals[i].has_functions || !totals[i].count)
            continue;
        sink_text(&sink, STR("  "));
        sink_terminal(&sink, totals[i].kind);
        sink_char(&sink, ' ');
        put_total(&sink, &totals[i]);
    }
    if (state->problem.size)
        sink_text(&sink, STR("  no answer"));
    sink_text(&sink, STR("  next in "));
    value_print_span(&sink, state->next_ns > state->now_ns ? state->next_ns - state->now_ns : 0);
    line[sink.used] = 0;
    live_status(live, line);
}
