/* The analysis as JSON: samples/render-analyze.schema.json describes it. */
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "live/analysis_forms.h"
#include "live/analysis_words.h"
#include "live/json_text.h"

#include <math.h>

/* As json_put_text, but also where it is empty. */
static void put_text(struct sink *sink, const char *name, struct str text)
{
    json_put_name(sink, name);
    sink_char(sink, '"');
    sink_json(sink, text);
    sink_char(sink, '"');
}

static void put_digits(struct sink *sink, double number)
{
    struct number_text text = number_general(isfinite(number) ? number : 0, 15);
    sink_text(sink, number_str(&text));
}

static void put_number(struct sink *sink, const char *name, double number)
{
    json_put_name(sink, name);
    put_digits(sink, number);
}

static void put_time(struct sink *sink, const char *name, int64_t time_ns)
{
    json_put_name(sink, name);
    sink_char(sink, '"');
    time_print_rfc3339(sink, time_ns);
    sink_char(sink, '"');
}

static struct str role_name(enum series_role role)
{
    return role == SERIES_LEVEL ? STR("level") : role == SERIES_SUM ? STR("sum") : STR("flow");
}

/* By index: a comma before all but the first, and a line each. */
static void open_item(struct sink *sink, size_t i)
{
    sink_text(sink, i ? STR(",\n{") : STR("\n{"));
}

/* ---------------------------------------------------------------- parts */

static void put_points(struct sink *sink, const struct series_total *total)
{
    json_put_name(sink, "points");
    sink_char(sink, '[');
    for (size_t i = 0; i < total->count; i++) {
        open_item(sink, i);
        put_time(sink, "time", total->points[i].time_ns);
        put_number(sink, "value", total->points[i].value);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

static void put_changes(struct sink *sink, const char *name, const struct analysis_changes *changes)
{
    json_put_name(sink, name);
    sink_char(sink, '[');
    for (size_t i = 0; i < changes->count; i++) {
        const struct analysis_change *change = &changes->at[i];
        open_item(sink, i);
        put_text(sink, "function", change->name);
        put_text(sink, "path", change->path);
        put_number(sink, "first", change->first);
        put_number(sink, "last", change->last);
        put_number(sink, "change", change->change);
        put_number(sink, "share", change->share);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

static void put_total(struct sink *sink, const struct analysis_total *total)
{
    put_text(sink, "kind", total->of->kind);
    put_text(sink, "type", total->of->type);
    put_text(sink, "unit", total->of->unit);
    put_text(sink, "role", role_name(total->of->role));
    put_number(sink, "first", total->first);
    put_number(sink, "last", total->last);
    put_number(sink, "least", total->least);
    put_number(sink, "most", total->most);
    put_number(sink, "per_hour", total->fit.slope);
    put_number(sink, "per_hour_low", total->fit.low);
    put_number(sink, "per_hour_high", total->fit.high);
    put_points(sink, total->of);
    put_changes(sink, "grew", &total->grew);
    put_changes(sink, "shrank", &total->shrank);
}

static void put_suspect(struct sink *sink, const struct series_suspect *suspect)
{
    put_text(sink, "kind", suspect->kind);
    put_text(sink, "type", suspect->type);
    put_text(sink, "unit", suspect->unit);
    put_text(sink, "function", suspect->name);
    put_text(sink, "path", suspect->path);
    put_number(sink, "first", suspect->first);
    put_number(sink, "last", suspect->last);
    put_number(sink, "per_hour", suspect->slope);
    put_number(sink, "per_hour_low", suspect->low);
    put_number(sink, "per_hour_high", suspect->high);
    put_number(sink, "confidence", suspect->confidence);
    put_number(sink, "share", suspect->share);
    put_number(sink, "points", (double)suspect->points);
    put_time(sink, "from", suspect->from_ns);
    put_time(sink, "to", suspect->to_ns);
}

static void put_restarts(struct sink *sink, const struct analysis_service *service)
{
    json_put_name(sink, "restarts");
    sink_char(sink, '[');
    for (size_t i = 0; i < service->restart_count; i++) {
        sink_text(sink, i ? STR(",\"") : STR("\""));
        time_print_rfc3339(sink, service->restarts[i]);
        sink_char(sink, '"');
    }
    sink_char(sink, ']');
}

static void put_service(struct sink *sink, const struct analysis_service *service)
{
    put_text(sink, "name", service->name);
    put_number(sink, "profiles", (double)service->profiles);
    put_time(sink, "from", service->from_ns);
    put_time(sink, "to", service->to_ns);
    put_restarts(sink, service);
    json_put_name(sink, "suspects");
    sink_char(sink, '[');
    for (size_t i = 0; i < service->suspect_count; i++) {
        open_item(sink, i);
        put_suspect(sink, service->suspects[i].of);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
    json_put_name(sink, "totals");
    sink_char(sink, '[');
    for (size_t i = 0; i < service->total_count; i++) {
        open_item(sink, i);
        put_total(sink, &service->totals[i]);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

/* ---------------------------------------------------------------- the whole */

void analysis_json(const struct analysis *analysis, struct sink *sink)
{
    char room[256];
    struct sink verdict;
    sink_init_fixed(&verdict, room, sizeof room);
    analysis_put_verdict(&verdict, analysis);
    sink_text(sink, STR("{\"schema\":\"render.analyze/1\",\"generator\":{\"name\":\"render\","
                        "\"version\":\"" RENDER_VERSION "\"}"));
    put_text(sink, "folder", analysis->folder);
    put_text(sink, "verdict", analysis->suspects ? STR("grows") : STR("steady"));
    put_text(sink, "summary", sink_str(&verdict));
    put_number(sink, "profiles", (double)analysis->profiles);
    put_time(sink, "from", analysis->from_ns);
    put_time(sink, "to", analysis->to_ns);
    json_put_name(sink, "services");
    sink_char(sink, '[');
    for (size_t i = 0; i < analysis->services.count; i++) {
        open_item(sink, i);
        put_service(sink, &analysis->services.at[i]);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
    json_put_name(sink, "notes");
    sink_char(sink, '[');
    for (size_t i = 0; i < analysis->notes.count; i++) {
        sink_text(sink, i ? STR(",\n\"") : STR("\n\""));
        sink_json(sink, analysis->notes.at[i]);
        sink_char(sink, '"');
    }
    sink_text(sink, STR("]}\n"));
}
