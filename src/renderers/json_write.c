/* Strings, values and names of members. */
#include "renderers/json_write.h"
#include "base/escape.h"
#include "base/sink.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"

void json_write_text(struct sink *sink, struct str text)
{
    sink_char(sink, '"');
    sink_json(sink, text);
    sink_char(sink, '"');
}

void json_write_value(const struct report *report, struct sink *sink, int64_t value)
{
    double ratio = report->view->selection->ratio;
    struct measure_text text = report_value(report, value);
    sink_char(sink, '[');
    sink_signed(sink, ratio == 1 ? value : number_trunc((double)value * ratio), 0);
    sink_char(sink, ',');
    json_write_text(sink, measure_str(&text));
    sink_char(sink, ']');
}

void json_write_first(struct sink *sink, const char *name)
{
    json_write_text(sink, str_from_c(name));
    sink_char(sink, ':');
}

void json_write_name(struct sink *sink, const char *name)
{
    sink_char(sink, ',');
    json_write_first(sink, name);
}
