/* The page: the answer, suspects with their charts, totals, what changed, notes. Its style sheet is
 * allowed by its hash; nothing else is, and nothing is loaded. */
#include "base/arena.h"
#include "base/base64.h"
#include "base/escape.h"
#include "base/sha256.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "draw/palette.h"
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

/* ---------------------------------------------------------------- style */

static const struct {
    const char *rule;
    enum token_role role;
} COLORS[] = {{"body{background", TOKEN_ROLE_PAGE},
              {"body{color", TOKEN_ROLE_INK},
              {".muted,th,footer,figcaption .what{color", TOKEN_ROLE_INK_MUTED},
              {".path{color", TOKEN_ROLE_INK_SOFT},
              {".answer{border-color", TOKEN_ROLE_HEAT_LINE},
              {"td,th,footer{border-color", TOKEN_ROLE_HAIRLINE},
              {".notes{background", TOKEN_ROLE_WARN_SOFT},
              {".axis{stroke", TOKEN_ROLE_BORDER}};

static void put_page_colors(struct sink *sink, enum palette_theme theme)
{
    for (size_t i = 0; i < sizeof COLORS / sizeof *COLORS; i++)
        sink_print(sink, "%s:#%06x}", COLORS[i].rule, palette_role(theme, COLORS[i].role));
    sink_print(sink, ".rate{color:#%06x}\n", TOKEN_DIFF_MORE_INK[theme]);
}

static const char LAYOUT[] =
    ":root{color-scheme:light dark}*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:1312px;padding:24px 16px 16px;font:13px/1.4 Inter,\"Segoe UI\","
    "\"Helvetica Neue\",Helvetica,Arial,\"Liberation Sans\",\"Noto Sans\",Roboto,\"DejaVu Sans "
    "Condensed\",sans-serif;font-variant-ligatures:no-contextual;font-variant-numeric:tabular-nums}"
    "\nh1{font-size:15px;line-height:20px;font-weight:600;margin:0}h1,h2,h3,p,li,td{overflow-wrap:"
    "anywhere}\n"
    "h2{font-size:15px;font-weight:600;margin:40px 0 12px}.service{font-size:18px;margin:48px 0 "
    "0}.service~h2{margin-top:32px}h3{font-size:13px;font-weight:600;"
    "margin:0}p{margin:0}b{font-weight:600}\n"
    ".muted{font-size:12px}.answer{font-size:18px;line-height:1.4;border-left:3px solid;"
    "padding-left:16px;margin:20px 0 0;max-width:64ch}\n"
    ".grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));"
    "gap:28px 32px}\n"
    "figure{margin:0;min-width:0}figcaption{display:grid;grid-template-columns:1fr auto;gap:0 "
    "16px;align-items:baseline;margin-bottom:8px}\n"
    "figcaption b{font-size:15px;text-align:right;white-space:nowrap}figcaption .what,.from{font-"
    "size:12px}.from{text-align:right;white-space:nowrap}\n"
    "figure svg{display:block;width:100%;height:120px}.ends{display:flex;justify-content:"
    "space-between;gap:16px;font-size:11px;margin-top:4px}\n"
    ".path{font:12px/1.5 ui-monospace,\"SF Mono\",Menlo,Consolas,\"DejaVu Sans Mono\",\"Liberation "
    "Mono\",monospace;margin-top:8px}.evidence{margin:0 0 8px}\n"
    ".suspect figcaption{margin-bottom:0}\n"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}td,th{padding:6px 16px 6px "
    "0;border-bottom:1px solid;text-align:right;white-space:nowrap;vertical-align:top}\n"
    "th{font-size:12px;font-weight:400}td:last-child,th:last-child{text-align:left;white-space:"
    "normal;width:100%;min-width:240px;padding-right:0}\n"
    "td svg{display:block}td .path{margin-top:2px}.rest{padding:6px 0}\n"
    ".notes{border-radius:6px;padding:12px 16px 12px 32px;margin:0}.notes li{margin:2px 0}\n"
    "footer{margin-top:40px;padding-top:8px;border-top:1px solid;font-size:12px;display:flex;"
    "justify-content:space-between;gap:16px}\n"
    "@media (max-width:760px){body{padding:16px 12px}.thin{display:none}}\n"
    "@media (max-width:480px){.answer{font-size:15px}.bar{display:none}td,th{padding-right:10px}}\n"
    "@media print{.suspect,figure,tr{break-inside:avoid}}\n";

static struct str style_of(struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_bytes(&sink, LAYOUT, sizeof LAYOUT - 1);
    put_page_colors(&sink, PALETTE_LIGHT);
    sink_text(&sink, STR("@media screen and (prefers-color-scheme:dark){"));
    put_page_colors(&sink, PALETTE_DARK);
    sink_text(&sink, STR("}\n"));
    chart_put_style(&sink);
    return sink_str(&sink);
}

static void put_hash(struct sink *sink, struct str style)
{
    char digits[SHA256_DIGITS + 1], bytes[SHA256_DIGITS / 2];
    sha256_digits(style, digits);
    for (size_t i = 0; i < sizeof bytes; i++) {
        unsigned value = 0;
        for (size_t k = 2 * i; k < 2 * i + 2; k++)
            value =
                value * 16 + (unsigned)(digits[k] <= '9' ? digits[k] - '0' : digits[k] - 'a' + 10);
        bytes[i] = (char)value;
    }
    sink_base64(sink, (struct str){bytes, sizeof bytes});
}

static void put_head(const struct page *page)
{
    struct sink *sink = page->sink;
    struct str style = style_of(page->analysis->arena);
    sink_text(sink, STR("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        "<meta name=\"generator\" content=\"render " RENDER_VERSION "\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                        "'none'; style-src 'sha256-"));
    put_hash(sink, style);
    sink_text(sink, STR("'; base-uri 'none'; form-action 'none'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"));
    sink_xml_text(sink, page->analysis->folder);
    sink_text(sink, STR(": "));
    analysis_put_verdict(sink, page->analysis);
    sink_text(sink, STR("</title>\n<style>"));
    sink_text(sink, style);
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
