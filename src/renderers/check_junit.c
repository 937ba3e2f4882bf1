/* check as JUnit's XML: a rule is a test case. */
#include "base/escape.h"
#include "base/sink.h"
#include "renderers/check_formats.h"
#include "renderers/check_words.h"
#include "renderers/renderer.h"
#include "tree/verdict.h"

static void put_attribute(struct sink *sink, const char *name, struct str text)
{
    sink_print(sink, " %s=\"", name);
    sink_xml_attribute(sink, text);
    sink_char(sink, '"');
}

static void put_failure(const struct view *view, const struct verdict *verdict, struct sink *sink)
{
    sink_text(sink, STR("      <failure"));
    put_attribute(sink, "type", STR("broken"));
    put_attribute(sink, "message", check_measured(view, verdict));
    sink_char(sink, '>');
    for (size_t i = 0; i < verdict->mover_count; i++) {
        sink_xml_text(sink, check_mover(view, verdict, i));
        sink_char(sink, '\n');
    }
    sink_text(sink, STR("</failure>\n"));
}

static void put_case(const struct view *view, const struct verdict *verdict, struct sink *sink)
{
    struct sink name;
    sink_init_buffer(&name, view->arena, UINT64_MAX);
    sink_text(&name, check_kind(verdict));
    sink_char(&name, ' ');
    sink_text(&name, check_rule(view, verdict));
    sink_text(sink, STR("    <testcase classname=\"render.check\""));
    put_attribute(sink, "name", sink_str(&name));
    sink_text(sink, STR(">\n"));
    if (verdict->kind == VERDICT_BROKEN) {
        put_failure(view, verdict, sink);
    } else if (verdict->kind == VERDICT_SKIPPED) {
        sink_text(sink, STR("      <skipped"));
        put_attribute(sink, "message", check_measured(view, verdict));
        sink_text(sink, STR("/>\n"));
    } else {
        sink_text(sink, STR("      <system-out>"));
        sink_xml_text(sink, check_measured(view, verdict));
        sink_text(sink, STR("</system-out>\n"));
    }
    sink_text(sink, STR("    </testcase>\n"));
}

static void put_counts(const struct verdicts *verdicts, struct sink *sink)
{
    size_t skipped = 0;
    for (size_t i = 0; i < verdicts->count; i++)
        skipped += verdicts->items[i].kind == VERDICT_SKIPPED;
    sink_print(sink, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n",
               verdicts->count, verdicts->broken, skipped);
}

void check_write_junit(const struct view *view, struct sink *sink)
{
    const struct verdicts *verdicts = view->verdicts;
    sink_text(sink, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"render "
                        "check\""));
    put_counts(verdicts, sink);
    sink_text(sink, STR("  <testsuite"));
    put_attribute(sink, "name", check_subject(view));
    put_counts(verdicts, sink);
    for (size_t i = 0; i < verdicts->count; i++)
        put_case(view, &verdicts->items[i], sink);
    sink_text(sink, STR("    <system-out>"));
    sink_xml_text(sink, check_method(view));
    sink_text(sink, STR("</system-out>\n  </testsuite>\n</testsuites>\n"));
}
