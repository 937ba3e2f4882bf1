/* Boxes of labels. */
#include "renderers/dot_tags.h"
#include "base/sink.h"
#include "renderers/dot_text.h"
#include "renderers/graph_tags.h"
#include "renderers/report.h"

/* A box and the line to it. */
static void draw(const struct report *report, struct sink *sink, const struct graph_tag *tag)
{
    struct measure_text text = report_value(report, tag->weight);
    struct str value = measure_str(&text);
    sink_text(sink, tag->id);
    sink_text(sink, STR(" [label = \""));
    dot_quote(report->view, sink, tag->text);
    sink_text(sink, STR("\" id=\""));
    sink_text(sink, tag->id);
    sink_text(sink, STR("\" fontsize=8 shape=box3d tooltip=\""));
    dot_quote(report->view, sink, value);
    sink_text(sink, STR("\"]\n"));
    sink_text(sink, tag->source);
    sink_text(sink, STR(" -> "));
    sink_text(sink, tag->id);
    sink_text(sink, STR(" [label=\" "));
    dot_quote(report->view, sink, value);
    sink_text(sink, STR("\" weight=100 tooltip=\""));
    dot_quote(report->view, sink, value);
    sink_text(sink, STR("\" labeltooltip=\""));
    dot_quote(report->view, sink, value);
    sink_text(sink, tag->is_dotted ? STR("\" style=\"dotted\"]\n") : STR("\"]\n"));
}

bool dot_tags(const struct report *report, uint32_t node, size_t id, bool flat, struct sink *sink)
{
    struct graph_tags tags = graph_tags_new(report->view, node, id, flat);
    for (size_t i = 0; i < tags.count; i++)
        draw(report, sink, &tags.items[i]);
    return tags.count > 0;
}
