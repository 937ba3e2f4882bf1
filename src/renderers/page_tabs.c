/* The tabs of a page, by the views that they show. */
#include "base/sink.h"
#include "renderers/page.h"

static const struct str TABS[][2] = {
    {STR_INIT("summary"), STR_INIT("summary")},   {STR_INIT("flame"), STR_INIT("flame")},
    {STR_INIT("sandwich"), STR_INIT("sandwich")}, {STR_INIT("top"), STR_INIT("top")},
    {STR_INIT("graph"), STR_INIT("graph")},       {STR_INIT("peek"), STR_INIT("peek")},
    {STR_INIT("source"), STR_INIT("source")},     {STR_INIT("labels"), STR_INIT("labels")},
    {STR_INIT("md"), STR_INIT("summary")},        {STR_INIT("text"), STR_INIT("top")},
    {STR_INIT("tree"), STR_INIT("peek")},         {STR_INIT("list"), STR_INIT("source")},
    {STR_INIT("tags"), STR_INIT("labels")},       {STR_INIT("functions"), STR_INIT("top")},
    {STR_INIT("dot"), STR_INIT("graph")},         {STR_INIT("callers"), STR_INIT("sandwich")},
    {STR_INIT("callees"), STR_INIT("sandwich")}};

struct str page_tab(struct str view)
{
    for (size_t i = 0; i < sizeof TABS / sizeof *TABS; i++)
        if (str_equal(view, TABS[i][0]))
            return TABS[i][1];
    return STR("");
}

void page_list_tabs(struct sink *sink)
{
    for (size_t i = 0; i < sizeof TABS / sizeof *TABS && str_equal(TABS[i][0], TABS[i][1]); i++) {
        sink_text(sink, i ? STR(", ") : STR(""));
        sink_text(sink, TABS[i][0]);
    }
}
