/* The page without its script and style: what it is, the answer, a picture, a table. */
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/version.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/embedded.h"
#include "renderers/flame_functions.h"
#include "renderers/function_table.h"
#include "renderers/page.h"
#include "renderers/page_engine.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"
#include "tree/tree.h"
#include "tree/trim.h"

enum { TOP_ROWS = 50 };

static void put_element(struct sink *sink, const char *name, struct str text)
{
    if (!text.size)
        return;
    sink_print(sink, "<%s>", name);
    sink_xml_text(sink, text);
    sink_print(sink, "</%s>\n", name);
}

/* ---------------------------------------------------------------- the table */

static void put_cell(struct sink *sink, struct str text)
{
    sink_text(sink, STR("<td align=\"right\">"));
    sink_xml_text(sink, text);
    sink_text(sink, STR("</td>"));
}

static void put_row(const struct view *view, struct sink *sink, const struct function_row *row)
{
    static const struct str MARKS[] = {[FUNCTION_CALLED] = STR_INIT(""),
                                       [FUNCTION_INLINED] = STR_INIT(" (inline)"),
                                       [FUNCTION_PARTLY_INLINED] = STR_INIT(" (partial-inline)")};
    struct arena scratch = *view->arena;
    sink_text(sink, STR("<tr>"));
    put_cell(sink, row->flat_text);
    put_cell(sink, row->flat_percent);
    put_cell(sink, row->sum_percent);
    put_cell(sink, row->cum_text);
    put_cell(sink, row->cum_percent);
    sink_text(sink, STR("<td>"));
    sink_xml_text(sink, flame_visible(row->name, &scratch));
    sink_xml_text(sink, MARKS[row->inlining]);
    sink_text(sink, STR("</td></tr>\n"));
}

static bool put_top(const struct view *view, struct sink *sink, struct error *error)
{
    struct report report = report_new(view);
    struct function_table table;
    report_choose_unit(&report, view->trimmed, true);
    if (!function_table_init(&table, &report, FUNCTION_SHARES_OF_REPORTS, TOP_ROWS, error))
        return false;
    if (!table.count)
        return true;
    sink_text(sink, STR("<h2>Top</h2>\n<table cellpadding=\"3\" cellspacing=\"0\">\n"
                        "<tr><th align=\"right\">flat</th><th align=\"right\">flat%</th>"
                        "<th align=\"right\">sum%</th><th align=\"right\">cum</th>"
                        "<th align=\"right\">cum%</th><th align=\"left\">name</th></tr>\n"));
    for (size_t i = 0; i < table.count; i++)
        put_row(view, sink, &table.rows[i]);
    sink_text(sink, STR("</table>\n"));
    if (table.count < view->trimmed->count)
        sink_print(sink, "<p>The first %zu of %zu functions.</p>\n", table.count,
                   view->trimmed->count);
    return true;
}

/* ---------------------------------------------------------------- notes */

static void put_note(struct sink *sink, struct str text, size_t *count)
{
    if (!text.size)
        return;
    sink_text(sink, (*count)++ ? STR("") : STR("<h2>Notes</h2>\n<ul>\n"));
    put_element(sink, "li", text);
}

static void put_notes(const struct view *view, struct sink *sink)
{
    const struct notes *notes = &view->selection->notes;
    size_t count = 0;
    put_note(sink, view->embedded->note, &count);
    for (int i = 0; i < NOTE_COUNT; i++) {
        char text[320];
        struct sink line;
        if (!notes->cases[i] || note_severity((enum note)i) == NOTE_DETAIL)
            continue;
        sink_init_fixed(&line, text, sizeof text);
        note_print(&line, (enum note)i, notes->cases[i]);
        put_note(sink, sink_str(&line), &count);
    }
    for (struct str rest = view->selection->messages; rest.size;) {
        size_t end = str_find(rest, '\n');
        put_note(sink, str_slice(rest, 0, end), &count);
        rest = str_skip(rest, end == STR_NONE ? rest.size : end + 1);
    }
    sink_text(sink, count ? STR("</ul>\n") : STR(""));
}

/* ---------------------------------------------------------------- all */

/* Why there is no more than this. Where the app starts it takes all of it away, or says here why it
 * cannot. */
static void put_why(struct sink *sink)
{
    sink_text(sink,
              page_engine().size
                  ? STR("<p id=\"why\">This page is also an interactive viewer; scripts are "
                        "switched off or blocked here.</p>\n")
                  : STR("<p id=\"why\">This page is not interactive: the render that wrote it was "
                        "built without the page's engine.</p>\n"));
}

static bool put_flame(const struct view *view, struct sink *sink, struct error *error)
{
    if (view->selection->is_mean || view->selection->overflowed)
        return true;
    sink_text(sink, STR("<h2>Flame graph</h2>\n"));
    return page_flame(view, sink, error);
}

bool page_static(const struct view *view, struct sink *sink, struct error *error)
{
    sink_text(sink, STR("<main id=\"static\">\n"));
    put_element(sink, "h1", picture_title(view));
    put_element(sink, "p", picture_facts(view, 2));
    put_why(sink);
    if (!put_flame(view, sink, error))
        return false;
    if (!put_top(view, sink, error))
        return false;
    put_notes(view, sink);
    sink_text(sink, STR("<p><small>"));
    sink_xml_text(sink, picture_provenance(view));
    sink_text(sink, STR("</small></p>\n</main>\n"));
    return true;
}
