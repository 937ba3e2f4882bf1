/* The page: the answer, suspects with their charts, totals, what changed, notes. Its style sheet is
 * allowed by its hash; nothing else is, and nothing is loaded. */
#include "analyze_assets.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "draw/svg.h"
#include "live/analysis_chart.h"
#include "live/analysis_forms.h"
#include "live/analysis_words.h"
#include "live/value.h"

#include <math.h>

enum {
    CHART_WIDTH = 600, /* in units that are stretched over what there is */
    CHART_HEIGHT = 120,
    THIN_WIDTH = 96, /* of a line in a table, and px */
    THIN_HEIGHT = 20,
    BAR_WIDTH = 120, /* of a change, both ways */
    WORST = 3        /* suspects that the answer names */
};

#define MINUS "\xe2\x88\x92"

struct page {
    const struct analysis *analysis;
    struct sink *sink;
};

static void put_head(const struct page *page)
{
    struct sink *sink = page->sink;
    sink_text(sink, STR("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        "<meta name=\"generator\" content=\"render " RENDER_VERSION "\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                        "'none'; style-src 'sha256-" ASSET_ANALYSIS_CSS_HASH
                        "'; base-uri 'none'; form-action 'none'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"));
    sink_xml_text(sink, page->analysis->folder);
    sink_text(sink, STR(": "));
    analysis_put_verdict(sink, page->analysis);
    sink_text(sink, STR("</title>\n<style>"));
    sink_text(sink, str_from_c(ASSET_ANALYSIS_CSS));
    sink_text(sink, STR("</style></head>\n<body>\n"));
}

/* ---------------------------------------------------------------- charts */

static void open_svg(const struct page *page, int width, int height, bool is_fixed)
{
    struct sink *sink = page->sink;
    sink_print(sink, "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\"", width, height);
    if (is_fixed)
        sink_print(sink, " width=\"%d\" height=\"%d\" aria-hidden=\"true\"", width, height);
    else
        sink_text(sink, STR(" role=\"img\""));
    sink_text(sink, STR(">"));
}

static void put_chart(const struct page *page, struct chart *chart, struct str name,
                      struct str kind, struct str type)
{
    struct sink *sink = page->sink;
    open_svg(page, CHART_WIDTH, CHART_HEIGHT, false);
    sink_text(sink, STR("<title>"));
    sink_xml_text(sink, name);
    sink_text(sink, name.size ? STR(", ") : STR(""));
    sink_xml_text(sink, kind);
    sink_char(sink, ' ');
    sink_xml_text(sink, type);
    sink_text(sink, STR(" over time</title>\n"));
    /* Half of the line's width stays inside. */
    chart->box = (struct chart_box){1, 1, CHART_WIDTH - 2, CHART_HEIGHT - 2};
    chart_put(chart, sink);
    sink_text(sink, STR("</svg>\n<div class=\"ends muted\"><span>"));
    time_print(sink, chart->from_ns, NULL);
    sink_text(sink, STR("</span>"));
    if (chart->to_ns > chart->from_ns) {
        sink_text(sink, STR("<span>"));
        time_print(sink, chart->to_ns, NULL);
        sink_text(sink, STR("</span>"));
    }
    sink_text(sink, STR("</div>\n"));
}

static void put_label(struct sink *sink, struct str kind, struct str type)
{
    sink_xml_text(sink, kind);
    if (str_equal(kind, type))
        return;
    sink_char(sink, ' ');
    sink_xml_text(sink, type);
}

/* ---------------------------------------------------------------- suspects */

static void put_suspect(const struct page *page, const struct analysis_suspect *suspect)
{
    const struct series_suspect *of = suspect->of;
    struct value_rate rate = value_rate_of(of->to_ns - of->from_ns);
    struct sink *sink = page->sink;
    struct chart chart = chart_of(suspect->points, suspect->count, *page->analysis->arena);
    chart.is_suspect = true;
    chart.fit = of;
    sink_text(sink, STR("<figure class=\"suspect\"><figcaption><h3>"));
    sink_xml_text(sink, of->name);
    sink_text(sink, STR("</h3><b class=\"rate\">+"));
    value_print(sink, of->slope / rate.per_hour, of->unit);
    sink_text(sink, str_from_c(rate.unit));
    sink_text(sink, STR("</b></figcaption>\n<p class=\"evidence muted\">"));
    put_label(sink, of->kind, of->type);
    sink_text(sink, STR(": "));
    analysis_put_evidence(sink, of);
    sink_text(sink, STR("</p>\n"));
    put_chart(page, &chart, of->name, of->kind, of->type);
    sink_text(sink, STR("<p class=\"path\">"));
    sink_xml_text(sink, of->path);
    sink_text(sink, STR("</p></figure>\n"));
}

static void put_suspects(const struct page *page, const struct analysis_service *service)
{
    if (!service->suspect_count)
        return;
    sink_text(page->sink, STR("<h2>Leak suspects</h2>\n<div class=\"grid\">\n"));
    for (size_t i = 0; i < service->suspect_count; i++)
        put_suspect(page, &service->suspects[i]);
    sink_text(page->sink, STR("</div>\n"));
}

/* ---------------------------------------------------------------- totals */

static void put_total(const struct page *page, const struct analysis_service *service,
                      const struct analysis_total *total)
{
    const struct series_total *of = total->of;
    struct sink *sink = page->sink;
    struct chart chart = chart_of(of->points, of->count, *page->analysis->arena);
    chart.restarts = service->restarts;
    chart.restart_count = service->restart_count;
    chart.from_ns = service->from_ns;
    chart.to_ns = service->to_ns;
    sink_text(sink, STR("<figure><figcaption><h3>"));
    put_label(sink, of->kind, of->type);
    sink_text(sink, STR("</h3><b>"));
    value_print(sink, total->last, of->unit);
    sink_text(sink, STR("</b><span class=\"what\">"));
    analysis_put_what(sink, total);
    sink_text(sink, STR("</span><span class=\"from muted\">"));
    analysis_put_from(sink, total, MINUS);
    sink_text(sink, STR("</span></figcaption>\n"));
    put_chart(page, &chart, STR(""), of->kind, of->type);
    sink_text(sink, STR("</figure>\n"));
}

static void put_totals(const struct page *page, const struct analysis_service *service)
{
    sink_text(page->sink, STR("<h2>Totals over time</h2>\n<div class=\"grid\">\n"));
    for (size_t i = 0; i < service->total_count; i++)
        put_total(page, service, &service->totals[i]);
    sink_text(page->sink, STR("</div>\n"));
}

/* ---------------------------------------------------------------- changes */

/* From the middle, to the right for more. */
static void put_bar(const struct page *page, double change, double largest)
{
    struct sink *sink = page->sink;
    double half = BAR_WIDTH / 2.0, length = largest > 0 ? fabs(change) / largest * half : 0;
    sink_text(sink, STR("<td class=\"bar\">"));
    open_svg(page, BAR_WIDTH, THIN_HEIGHT, true);
    sink_print(sink,
               "<path class=\"axis\" d=\"M%.0f 2V18\"/><rect class=\"%s\" y=\"6\" "
               "height=\"8\" x=\"",
               half, change > 0 ? "more" : "less");
    svg_number(sink, change > 0 ? half : half - length);
    sink_text(sink, STR("\" width=\""));
    svg_number(sink, length);
    sink_text(sink, STR("\"/></svg></td>"));
}

static void put_thin(const struct page *page, const struct series_total *total,
                     const struct analysis_change *change)
{
    struct chart chart = chart_of(change->points, total->count, *page->analysis->arena);
    chart.box = (struct chart_box){1, 1, THIN_WIDTH - 2, THIN_HEIGHT - 2};
    sink_text(page->sink, STR("<td class=\"thin\">"));
    open_svg(page, THIN_WIDTH, THIN_HEIGHT, true);
    chart_put_thin(&chart, page->sink);
    sink_text(page->sink, STR("</svg></td>"));
}

static void put_change(const struct page *page, const struct series_total *total,
                       const struct analysis_change *change, double largest)
{
    struct sink *sink = page->sink;
    sink_text(sink, STR("<tr><td>"));
    analysis_put_end(sink, total, change->first);
    sink_text(sink, STR("</td><td>"));
    analysis_put_end(sink, total, change->last);
    sink_text(sink, STR("</td><td><b>"));
    analysis_put_change(sink, total, change->change, MINUS);
    sink_text(sink, STR("</b></td>"));
    put_bar(page, change->change, largest);
    put_thin(page, total, change);
    sink_text(sink, STR("<td>"));
    sink_xml_text(sink, change->name);
    sink_text(sink, STR("<div class=\"path\">"));
    sink_xml_text(sink, change->path);
    sink_text(sink, STR("</div></td></tr>\n"));
}

static void put_rows(const struct page *page, const struct analysis_total *total,
                     const struct analysis_changes *changes, double largest)
{
    for (size_t i = 0; i < changes->count; i++)
        put_change(page, total->of, &changes->at[i], largest);
}

static void put_changes(const struct page *page, const struct analysis_total *total)
{
    const struct analysis_changes *grew = &total->grew, *shrank = &total->shrank;
    struct sink *sink = page->sink;
    if (!grew->count && !shrank->count)
        return;
    double largest = fmax(grew->count ? fabs(grew->at[0].change) : 0,
                          shrank->count ? fabs(shrank->at[0].change) : 0);
    sink_text(sink, STR("<h2>What changed, "));
    put_label(sink, total->of->kind, total->of->type);
    sink_text(sink, STR("</h2>\n<div class=\"scroll\"><table>\n<tr><th>first</th><th>last</th>"
                        "<th>change</th><th class=\"bar\"></th><th class=\"thin\"></th><th>"));
    sink_text(sink, total->of->role == SERIES_FLOW
                        ? STR("function, and its share of each profile</th></tr>\n")
                        : STR("function, and its heaviest path</th></tr>\n"));
    put_rows(page, total, grew, largest);
    put_rows(page, total, shrank, largest);
    sink_text(sink, STR("</table></div>\n"));
    if (grew->others + shrank->others) {
        sink_text(sink, STR("<p class=\"rest muted\">"));
        analysis_put_count(sink, grew->others + shrank->others, "more function");
        sink_text(sink, STR("</p>\n"));
    }
}

/* ---------------------------------------------------------------- the whole */

static void put_service(const struct page *page, const struct analysis_service *service)
{
    struct sink *sink = page->sink;
    if (page->analysis->services.count > 1) {
        sink_text(sink, STR("<h2 class=\"service\">"));
        sink_xml_text(sink, service->name.size ? service->name : STR("(no name)"));
        sink_text(sink, STR("</h2>\n<p class=\"muted\">"));
        analysis_put_count(sink, service->profiles, "profile");
        sink_text(sink, STR(", "));
        analysis_put_time(sink, service->from_ns, service->to_ns);
        sink_text(sink, STR("</p>\n"));
    }
    put_suspects(page, service);
    put_totals(page, service);
    for (size_t i = 0; i < service->total_count; i++)
        put_changes(page, &service->totals[i]);
}

/* The first suspects and their rates, behind the verdict. */
static void put_worst(const struct page *page)
{
    const struct analysis *analysis = page->analysis;
    struct sink *sink = page->sink;
    size_t told = 0;
    for (size_t i = 0; i < analysis->services.count; i++) {
        const struct analysis_service *service = &analysis->services.at[i];
        for (size_t k = 0; k < service->suspect_count && told < WORST; k++, told++) {
            const struct series_suspect *of = service->suspects[k].of;
            struct value_rate rate = value_rate_of(of->to_ns - of->from_ns);
            sink_text(sink, told ? STR(", <b>") : STR(": <b>"));
            sink_xml_text(sink, of->name);
            sink_text(sink, STR("</b> by "));
            value_print(sink, of->slope / rate.per_hour, of->unit);
            sink_text(sink, str_from_c(rate.unit));
        }
    }
    if (told && analysis->suspects > told)
        sink_print(sink, " and %zu more", analysis->suspects - told);
}

static void put_answer(const struct page *page)
{
    const struct analysis *analysis = page->analysis;
    struct sink *sink = page->sink;
    sink_text(sink, STR("<h1>"));
    sink_xml_text(sink, analysis->folder);
    sink_text(sink, STR("</h1>\n<p class=\"muted\">"));
    analysis_put_count(sink, analysis->profiles, "profile");
    if (analysis->services.count > 1) {
        sink_text(sink, STR(" of "));
        analysis_put_count(sink, analysis->services.count, "service");
    }
    sink_text(sink, STR(", "));
    analysis_put_time(sink, analysis->from_ns, analysis->to_ns);
    sink_text(sink, STR("</p>\n<p class=\"answer\">"));
    analysis_put_verdict(sink, analysis);
    put_worst(page);
    sink_text(sink, STR("</p>\n"));
}

static void put_notes(const struct page *page)
{
    const struct analysis *analysis = page->analysis;
    struct sink *sink = page->sink;
    if (!analysis->notes.count)
        return;
    sink_text(sink, STR("<h2>Notes</h2>\n<ul class=\"notes\">\n"));
    for (size_t i = 0; i < analysis->notes.count; i++) {
        sink_text(sink, STR("<li>"));
        sink_xml_text(sink, analysis->notes.at[i]);
        sink_text(sink, STR("</li>\n"));
    }
    sink_text(sink, STR("</ul>\n"));
}

void analysis_html(const struct analysis *analysis, struct sink *sink)
{
    struct page page = {analysis, sink};
    put_head(&page);
    put_answer(&page);
    for (size_t i = 0; i < analysis->services.count; i++)
        put_service(&page, &analysis->services.at[i]);
    put_notes(&page);
    sink_text(sink,
              STR("<footer><span>render " RENDER_VERSION "</span></footer>\n</body></html>\n"));
}
