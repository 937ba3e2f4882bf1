/* check as JSON, for programs: samples/render-check.schema.json is its schema. */
#include "base/number.h"
#include "base/sink.h"
#include "base/version.h"
#include "renderers/check_formats.h"
#include "renderers/check_words.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "tree/verdict.h"

#include <math.h>

enum { DIGITS = 12 };

static void text_member(struct sink *sink, const char *name, struct str text)
{
    sink_print(sink, ", \"%s\": ", name);
    json_write_text(sink, text);
}

static void bool_member(struct sink *sink, const char *name, bool value)
{
    sink_print(sink, ", \"%s\": %s", name, value ? "true" : "false");
}

/* null where it is none. */
static void number_member(struct sink *sink, const char *name, double value, bool is_known)
{
    struct number_text number = number_general(value, DIGITS);
    sink_print(sink, ", \"%s\": ", name);
    sink_text(sink, is_known && isfinite(value) ? number_str(&number) : STR("null"));
}

static void put_movers(const struct verdict *verdict, struct sink *sink)
{
    sink_text(sink, STR(", \"movers\": ["));
    for (size_t i = 0; i < verdict->mover_count; i++) {
        const struct verdict_mover *mover = &verdict->movers[i];
        sink_text(sink, i ? STR(", {\"name\": ") : STR("{\"name\": "));
        json_write_text(sink, mover->name);
        number_member(sink, "base", mover->base, verdict->has_base);
        number_member(sink, "new", mover->new_, true);
        text_member(sink, "callers", mover->callers);
        number_member(sink, "path_share", mover->path_share, true);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

static void put_numbers(const struct verdict *verdict, struct sink *sink)
{
    bool is_there = verdict->kind != VERDICT_SKIPPED, has_base = is_there && verdict->has_base;
    text_member(sink, "type", verdict->type);
    text_member(sink, "unit", verdict->unit);
    sink_print(sink, ", \"matched\": %zu", verdict->matched);
    number_member(sink, "base", verdict->base, has_base);
    number_member(sink, "new", verdict->new_, is_there);
    number_member(sink, "base_share", verdict->base_share, has_base);
    number_member(sink, "new_share", verdict->new_share, is_there);
    number_member(sink, "value", verdict->value, is_there);
    number_member(sink, "limit", verdict->limit, true);
    bool_member(sink, "tested", verdict->is_tested);
    bool_member(sink, "noise", verdict->is_noise);
    number_member(sink, "p", verdict->p, verdict->is_tested);
    number_member(sink, "low", verdict->low, verdict->is_tested);
    number_member(sink, "high", verdict->high, verdict->is_tested);
}

void check_write_json(const struct view *view, struct sink *sink)
{
    const struct verdicts *verdicts = view->verdicts;
    sink_text(sink, STR("{\n  \"schema\": \"render.check/1\",\n  \"generator\": {\"name\": "
                        "\"render\", \"version\": \"" RENDER_VERSION "\"},\n  \"verdict\": "));
    sink_text(sink, verdicts->broken ? STR("\"broken\"") : STR("\"holds\""));
    text_member(sink, "summary", check_summary(view));
    text_member(sink, "subject", check_subject(view));
    text_member(sink, "method", check_method(view));
    number_member(sink, "level", verdicts->level, true);
    sink_text(sink, STR(",\n  \"rules\": ["));
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct verdict *verdict = &verdicts->items[i];
        sink_text(sink, i ? STR(",\n    {\"rule\": ") : STR("\n    {\"rule\": "));
        json_write_text(sink, verdict->rule->text);
        text_member(sink, "source", verdict->rule->source);
        text_member(sink, "kind", check_kind(verdict));
        text_member(sink, "state", check_state(verdict));
        text_member(sink, "measured", check_measured(view, verdict));
        put_numbers(verdict, sink);
        put_movers(verdict, sink);
        sink_char(sink, '}');
    }
    sink_text(sink, STR("\n  ]\n}\n"));
}
