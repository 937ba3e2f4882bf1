/* For a report or a comment: tables, with names in code spans, where nothing has a meaning. */
#include "base/escape.h"
#include "base/sink.h"
#include "live/analysis_forms.h"
#include "live/analysis_words.h"
#include "live/value.h"

enum { SPARKS = 16 };

static void put_label(struct sink *sink, struct str kind, struct str type, bool in_table)
{
    sink_md_code(sink, kind, in_table);
    sink_char(sink, ' ');
    sink_md_code(sink, type, in_table);
}

static void put_suspects(const struct analysis_service *service, struct sink *sink)
{
    if (!service->suspect_count)
        return;
    sink_text(sink, STR("\n### Leak suspects\n\n"));
    for (size_t i = 0; i < service->suspect_count; i++) {
        const struct series_suspect *suspect = service->suspects[i].of;
        sink_text(sink, STR("- "));
        sink_md_code(sink, suspect->name, false);
        sink_text(sink, STR(" ("));
        put_label(sink, suspect->kind, suspect->type, false);
        sink_text(sink, STR("): "));
        analysis_put_evidence(sink, suspect);
        sink_text(sink, STR("  \n  "));
        sink_md_code(sink, suspect->path, false);
        sink_char(sink, '\n');
    }
}

static void put_totals(const struct analysis_service *service, struct sink *sink)
{
    sink_text(sink, STR("\n### Totals\n\n| what | first | | last | change | least | most |\n"
                        "|---|--:|---|--:|--:|--:|--:|\n"));
    for (size_t i = 0; i < service->total_count; i++) {
        const struct analysis_total *total = &service->totals[i];
        const struct series_total *of = total->of;
        sink_text(sink, STR("| "));
        put_label(sink, of->kind, of->type, true);
        sink_text(sink, STR(" | "));
        value_print(sink, total->first, of->unit);
        sink_text(sink, STR(" | "));
        analysis_put_sparks(sink, of->points, of->count, SPARKS);
        sink_text(sink, STR(" | "));
        value_print(sink, total->last, of->unit);
        sink_text(sink, STR(" | "));
        analysis_put_relative(sink, total->first, total->last, "-");
        sink_text(sink, STR(" | "));
        value_print(sink, total->least, of->unit);
        sink_text(sink, STR(" | "));
        value_print(sink, total->most, of->unit);
        sink_text(sink, STR(" |\n"));
    }
}

static void put_changes(const struct analysis_total *total, const struct analysis_changes *changes,
                        const char *verb, struct sink *sink)
{
    if (!changes->count)
        return;
    sink_print(sink, "\n### What %s, ", verb);
    put_label(sink, total->of->kind, total->of->type, false);
    sink_text(sink,
              STR("\n\n| first | last | change | function | path |\n|--:|--:|--:|---|---|\n"));
    for (size_t i = 0; i < changes->count; i++) {
        const struct analysis_change *change = &changes->at[i];
        sink_text(sink, STR("| "));
        analysis_put_end(sink, total->of, change->first);
        sink_text(sink, STR(" | "));
        analysis_put_end(sink, total->of, change->last);
        sink_text(sink, STR(" | **"));
        analysis_put_change(sink, total->of, change->change, "-");
        sink_text(sink, STR("** | "));
        sink_md_code(sink, change->name, true);
        sink_text(sink, STR(" | "));
        sink_md_code(sink, change->path, true);
        sink_text(sink, STR(" |\n"));
    }
    if (changes->others) {
        sink_char(sink, '\n');
        analysis_put_count(sink, changes->others, "more function");
        sink_text(sink, STR(".\n"));
    }
}

static void put_service(const struct analysis *analysis, const struct analysis_service *service,
                        struct sink *sink)
{
    if (analysis->services.count > 1) {
        sink_text(sink, STR("\n## "));
        sink_md_code(sink, service->name.size ? service->name : STR("(no name)"), false);
        sink_text(sink, STR("\n\n"));
        analysis_put_count(sink, service->profiles, "profile");
        sink_text(sink, STR(", "));
        analysis_put_time(sink, service->from_ns, service->to_ns);
        sink_text(sink, STR(".\n"));
    }
    put_suspects(service, sink);
    put_totals(service, sink);
    for (size_t i = 0; i < service->total_count; i++) {
        put_changes(&service->totals[i], &service->totals[i].grew, "grew", sink);
        put_changes(&service->totals[i], &service->totals[i].shrank, "shrank", sink);
    }
}

void analysis_md(const struct analysis *analysis, struct sink *sink)
{
    sink_text(sink, STR("# "));
    analysis_put_verdict(sink, analysis);
    sink_text(sink, STR("\n\n"));
    sink_md_code(sink, analysis->folder, false);
    sink_text(sink, STR(": "));
    analysis_put_count(sink, analysis->profiles, "profile");
    sink_text(sink, STR(", "));
    analysis_put_time(sink, analysis->from_ns, analysis->to_ns);
    sink_text(sink, STR(".\n"));
    for (size_t i = 0; i < analysis->services.count; i++)
        put_service(analysis, &analysis->services.at[i], sink);
    if (analysis->notes.count)
        sink_text(sink, STR("\n## Notes\n\n"));
    for (size_t i = 0; i < analysis->notes.count; i++) {
        sink_text(sink, STR("- "));
        sink_md_code(sink, analysis->notes.at[i], false);
        sink_char(sink, '\n');
    }
}
