/* Panels in two columns: suspects, then totals, service by service. Sizes are px. */
#include "analyze_assets.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/version.h"
#include "live/analysis_chart.h"
#include "live/analysis_forms.h"
#include "live/analysis_words.h"
#include "live/value.h"

enum {
    WIDTH = 1280,
    SIDE = 16,
    BETWEEN = 32, /* columns */
    PANEL_WIDTH = (WIDTH - 2 * SIDE - BETWEEN) / 2,
    HEAD = 84, /* of the picture */
    SERVICE = 36,
    CHART = 104, /* of a panel */
    ABOVE = 42,  /* in a panel, over its chart */
    BELOW = 20,  /* labels of time */
    APART = 28,  /* rows of panels */
    PANEL = ABOVE + CHART + BELOW,
    FOOT = 34,
};

/* Of a px of the size of letters, a letter's mean width, with room for wide ones. */
#define LETTER 0.56

struct picture {
    const struct analysis *analysis;
    struct sink *sink;
    double y;      /* where the next row starts */
    size_t column; /* of the next panel */
};

/* ---------------------------------------------------------------- texts */

static void open_text(const struct picture *picture, double x, double y, const char *class,
                      double size, const char *more)
{
    sink_print(picture->sink, "<text x=\"%.0f\" y=\"%.0f\" class=\"%s\" font-size=\"%.0f\"%s>", x,
               y, class, size, more);
}

static void close_text(const struct picture *picture)
{
    sink_text(picture->sink, STR("</text>\n"));
}

#define STRONG " font-weight=\"600\""
#define AT_END " text-anchor=\"end\""

/* Cut in its middle where it is wider than that. */
static void put_fitting(const struct picture *picture, struct str text, double width, double size)
{
    struct arena scratch = *picture->analysis->arena;
    struct sink visible;
    sink_init_buffer(&visible, &scratch, UINT64_MAX);
    sink_visible(&visible, text);
    text = sink_str(&visible);
    size_t count = utf8_count(text), room = (size_t)(width / (size * LETTER)), bytes;
    size_t head = count > room ? room / 2 : count, tail = count > room ? room - head - 1 : 0;
    for (size_t at = 0; text.size; at++, text = str_skip(text, bytes)) {
        utf8_decode(text, &bytes);
        if (at == head)
            sink_text(picture->sink, STR("\xe2\x80\xa6"));
        if (at < head || at >= count - tail)
            sink_xml_text(picture->sink, str_slice(text, 0, bytes));
    }
}

static double panel_x(const struct picture *picture)
{
    return SIDE + (double)picture->column * (PANEL_WIDTH + BETWEEN);
}

/* ---------------------------------------------------------------- panels */

/* The sides of the chart in words. */
static void put_times(const struct picture *picture, const struct chart *chart)
{
    const struct chart_box *box = &chart->box;
    struct sink *sink = picture->sink;
    double below = box->y + box->height + 15;
    open_text(picture, box->x, below, "u", 11, "");
    time_print(sink, chart->from_ns, NULL);
    close_text(picture);
    if (chart->to_ns > chart->from_ns) {
        open_text(picture, box->x + box->width, below, "u", 11, AT_END);
        time_print(sink, chart->to_ns, NULL);
        close_text(picture);
    }
}

static void put_chart(struct picture *picture, struct chart *chart)
{
    chart->box = (struct chart_box){panel_x(picture), picture->y + ABOVE, PANEL_WIDTH, CHART};
    chart_put(chart, picture->sink);
    put_times(picture, chart);
    sink_text(picture->sink, STR("</g>\n"));
    picture->column = !picture->column;
    if (!picture->column)
        picture->y += PANEL + APART;
}

/* The group of a panel with its title, for those who hear it. */
static void open_panel(const struct picture *picture, struct str name, struct str kind,
                       struct str type)
{
    struct sink *sink = picture->sink;
    sink_text(sink, STR("<g role=\"img\"><title>"));
    sink_xml_text(sink, name);
    sink_text(sink, name.size ? STR(", ") : STR(""));
    sink_xml_text(sink, kind);
    sink_char(sink, ' ');
    sink_xml_text(sink, type);
    sink_text(sink, STR("</title>\n"));
}

static void put_kind(const struct picture *picture, struct str kind, struct str type)
{
    struct sink label;
    struct arena scratch = *picture->analysis->arena;
    sink_init_buffer(&label, &scratch, UINT64_MAX);
    sink_text(&label, kind);
    if (!str_equal(kind, type)) {
        sink_char(&label, ' ');
        sink_text(&label, type);
    }
    put_fitting(picture, sink_str(&label), PANEL_WIDTH / 2.0, 13);
}

static void put_suspect(struct picture *picture, const struct analysis_suspect *suspect)
{
    const struct series_suspect *of = suspect->of;
    struct value_rate rate = value_rate_of(of->to_ns - of->from_ns);
    struct chart chart = chart_of(suspect->points, suspect->count, *picture->analysis->arena);
    double x = panel_x(picture), right = x + PANEL_WIDTH;
    chart.is_suspect = true;
    chart.fit = of;
    open_panel(picture, of->name, of->kind, of->type);
    open_text(picture, x, picture->y + 13, "i", 13, STRONG);
    put_fitting(picture, of->name, PANEL_WIDTH - 130, 13);
    close_text(picture);
    open_text(picture, right, picture->y + 13, "more", 15, STRONG AT_END);
    sink_char(picture->sink, '+');
    value_print(picture->sink, of->slope / rate.per_hour, of->unit);
    sink_text(picture->sink, str_from_c(rate.unit));
    close_text(picture);
    open_text(picture, right, picture->y + 32, "u", 11, AT_END);
    value_print(picture->sink, of->first, of->unit);
    sink_text(picture->sink, STR(" \xe2\x86\x92 "));
    value_print(picture->sink, of->last, of->unit);
    close_text(picture);
    open_text(picture, x, picture->y + 32, "u", 11, "");
    put_kind(picture, of->kind, of->type);
    sink_text(picture->sink, STR("   "));
    put_fitting(picture, of->path, PANEL_WIDTH - 190, 11);
    close_text(picture);
    put_chart(picture, &chart);
}

static void put_total(struct picture *picture, const struct analysis_service *service,
                      const struct analysis_total *total)
{
    const struct series_total *of = total->of;
    struct chart chart = chart_of(of->points, of->count, *picture->analysis->arena);
    double x = panel_x(picture), right = x + PANEL_WIDTH;
    chart.restarts = service->restarts;
    chart.restart_count = service->restart_count;
    chart.from_ns = service->from_ns;
    chart.to_ns = service->to_ns;
    open_panel(picture, STR(""), of->kind, of->type);
    open_text(picture, x, picture->y + 13, "s", 13, STRONG);
    put_kind(picture, of->kind, of->type);
    close_text(picture);
    open_text(picture, x, picture->y + 32, "u", 11, "");
    analysis_put_what(picture->sink, total);
    close_text(picture);
    open_text(picture, right, picture->y + 13, "i", 15, STRONG AT_END);
    value_print(picture->sink, total->last, of->unit);
    close_text(picture);
    open_text(picture, right, picture->y + 32, "u", 11, AT_END);
    analysis_put_from(picture->sink, total, "\xe2\x88\x92");
    close_text(picture);
    put_chart(picture, &chart);
}

/* ---------------------------------------------------------------- the whole */

static size_t rows_of(size_t panels)
{
    return (panels + 1) / 2;
}

static double height_of(const struct analysis *analysis)
{
    double height = HEAD + FOOT;
    for (size_t i = 0; i < analysis->services.count; i++) {
        const struct analysis_service *service = &analysis->services.at[i];
        height += analysis->services.count > 1 ? SERVICE : 0;
        height += (double)(rows_of(service->suspect_count) + rows_of(service->total_count)) *
                  (PANEL + APART);
    }
    return height;
}

static void end_row(struct picture *picture)
{
    if (picture->column)
        picture->y += PANEL + APART;
    picture->column = 0;
}

static void put_service(struct picture *picture, const struct analysis_service *service)
{
    if (picture->analysis->services.count > 1) {
        open_text(picture, SIDE, picture->y + 15, "i", 15, STRONG);
        put_fitting(picture, service->name.size ? service->name : STR("(no name)"), WIDTH / 2.0,
                    15);
        close_text(picture);
        picture->y += SERVICE;
    }
    for (size_t i = 0; i < service->suspect_count; i++)
        put_suspect(picture, &service->suspects[i]);
    end_row(picture);
    for (size_t i = 0; i < service->total_count; i++)
        put_total(picture, service, &service->totals[i]);
    end_row(picture);
}

static void put_head(const struct picture *picture)
{
    const struct analysis *analysis = picture->analysis;
    open_text(picture, SIDE, 34, "i", 18, STRONG);
    analysis_put_verdict(picture->sink, analysis);
    close_text(picture);
    open_text(picture, WIDTH - SIDE, 34, "s", 13, AT_END);
    put_fitting(picture, analysis->folder, WIDTH / 3.0, 13);
    close_text(picture);
    open_text(picture, SIDE, 54, "u", 12, "");
    analysis_put_count(picture->sink, analysis->profiles, "profile");
    sink_text(picture->sink, STR("   "));
    analysis_put_time(picture->sink, analysis->from_ns, analysis->to_ns);
    close_text(picture);
}

void analysis_svg(const struct analysis *analysis, struct sink *sink)
{
    struct picture picture = {.analysis = analysis, .sink = sink, .y = HEAD};
    double height = height_of(analysis);
    sink_print(sink,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- render %s -->\n"
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" "
               "viewBox=\"0 0 %d %.0f\" xml:space=\"preserve\" role=\"group\" "
               "aria-labelledby=\"title desc\">\n<title id=\"title\">",
               RENDER_VERSION, WIDTH, height, WIDTH, height);
    sink_xml_text(sink, analysis->folder);
    sink_text(sink, STR(": "));
    analysis_put_verdict(sink, analysis);
    sink_text(sink, STR("</title>\n<desc id=\"desc\">Charts over time, from 0 up: functions that "
                        "grow as leaks do, with their trend, then the totals of each kind and "
                        "type of "));
    analysis_put_count(sink, analysis->profiles, "profile");
    sink_text(sink, STR("</desc>\n"));
    sink_text(sink, STR("<style>"));
    sink_text(sink, str_from_c(ASSET_PICTURE_CSS));
    sink_text(sink, STR("</style>\n"));
    sink_text(sink, STR("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"));
    put_head(&picture);
    for (size_t i = 0; i < analysis->services.count; i++)
        put_service(&picture, &analysis->services.at[i]);
    open_text(&picture, SIDE, height - 14, "u", 11, "");
    sink_text(sink, STR("render " RENDER_VERSION " analyze"));
    close_text(&picture);
    sink_text(sink, STR("</svg>\n"));
}
