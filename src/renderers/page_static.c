/* The page without its script and style: what it is, the answer, a picture, a table. */
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "draw/svg.h"
#include "options/settings.h"
#include "renderers/comparison_words.h"
#include "renderers/embedded.h"
#include "renderers/flame_functions.h"
#include "renderers/page.h"
#include "renderers/page_engine.h"
#include "renderers/renderer.h"
#include "renderers/side_alone.h"
#include "renderers/sides.h"
#include "renderers/summary_facts.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/trim.h"

enum {
    TOP_ROWS = 50,
    PIECE = 8,  /* bytes of a name that stay together */
    SHORT = 40, /* bytes of a name that need not be broken in a sentence */
};

#define DOT " \xc2\xb7 "
#define TABLE "<table cellpadding=\"3\" cellspacing=\"0\">\n"

static void put_element(struct sink *sink, const char *name, struct str text)
{
    if (!text.size)
        return;
    sink_print(sink, "<%s>", name);
    sink_xml_text(sink, text);
    sink_print(sink, "</%s>\n", name);
}

/* Whether a line may be broken between two bytes of a name. */
static bool may_break(char before, char after)
{
    bool is_mark = before == '.' || before == '/' || before == ':' || before == '_';
    bool is_letter = (after >= 'a' && after <= 'z') || (after >= 'A' && after <= 'Z');
    return is_mark && (is_letter || after == '(');
}

/* A name, which has no spaces to break it at. */
static void put_name(struct sink *sink, struct str name)
{
    size_t start = 0;
    for (size_t i = PIECE; i < name.size; i++) {
        if (i < start + PIECE || !may_break(name.at[i - 1], name.at[i]))
            continue;
        sink_xml_text(sink, str_slice(name, start, i));
        sink_text(sink, STR("<wbr>"));
        start = i;
    }
    sink_xml_text(sink, str_skip(name, start));
}

/* ---------------------------------------------------------------- the answer */

static void put_answer(const struct answer *answer, struct sink *sink)
{
    sink_text(sink, STR("<p class=\"answer\">"));
    for (size_t i = 0; i < answer->parts.count; i++) {
        const struct answer_part *part = &answer->parts.at[i];
        bool is_strong = part->kind == ANSWER_FIGURE;
        bool is_function = part->kind == ANSWER_FUNCTION;
        sink_text(sink, is_function ? STR("<b class=\"fn\">") : is_strong ? STR("<b>") : STR(""));
        if (is_function && part->text.size > SHORT)
            put_name(sink, part->text);
        else
            sink_xml_text(sink, part->text);
        sink_text(sink, is_function || is_strong ? STR("</b>") : STR(""));
    }
    sink_text(sink, STR("</p>\n"));
}

/* ---------------------------------------------------------------- tables */

/* In a row that is aligned to the right. */
static void put_cell(struct sink *sink, struct str text)
{
    sink_text(sink, STR("<td>"));
    sink_xml_text(sink, text);
    sink_text(sink, STR("</td>"));
}

static void put_row(const struct view *view, struct sink *sink, const struct function_row *row)
{
    static const struct str MARKS[] = {[FUNCTION_CALLED] = STR_INIT(""),
                                       [FUNCTION_INLINED] = STR_INIT(" (inline)"),
                                       [FUNCTION_PARTLY_INLINED] = STR_INIT(" (partial-inline)")};
    struct arena scratch = *view->arena;
    sink_text(sink, STR("<tr align=\"right\">"));
    put_cell(sink, row->flat_text);
    put_cell(sink, row->flat_percent);
    put_cell(sink, row->sum_percent);
    put_cell(sink, row->cum_text);
    put_cell(sink, row->cum_percent);
    sink_text(sink, STR("<td align=\"left\">"));
    put_name(sink, flame_visible(row->name, &scratch));
    sink_text(sink, MARKS[row->inlining]);
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
    sink_text(sink, STR("<h2>Top</h2>\n<table class=\"top\" cellpadding=\"3\" cellspacing=\"0\">\n"
                        "<tr><th align=\"right\">flat</th><th align=\"right\">flat%</th>"
                        "<th align=\"right\">sum%</th><th align=\"right\">cum</th>"
                        "<th align=\"right\">cum%</th><th align=\"left\">name</th></tr>\n"));
    for (size_t i = 0; i < table.count; i++)
        put_row(view, sink, &table.rows[i]);
    sink_text(sink, STR("</table>\n"));
    if (table.count < view->trimmed->count)
        sink_print(sink, "<p>The first %zu of %zu.</p>\n", table.count, view->trimmed->count);
    return true;
}

/* ---------------------------------------------------------------- movers */

static void put_mover(const struct view *view, struct sink *sink, const struct mover *mover)
{
    struct arena scratch = *view->arena;
    struct view own = *view;
    own.arena = &scratch;
    const struct change *change = &mover->change;
    struct change_words words = change_words(&own, change);
    sink_text(sink, STR("<tr align=\"right\">"));
    put_cell(sink, words.base);
    put_cell(sink, words.new_);
    sink_text(sink, STR("<td><b>"));
    sink_xml_text(sink, words.delta);
    sink_text(sink, STR("</b></td>"));
    put_cell(sink, change->kind == CHANGE_NOISE ? words.verdict : words.relative);
    put_cell(sink, words.interval);
    sink_text(sink, STR("<td align=\"left\">"));
    put_name(sink, flame_visible(frame_name(view->frames, mover->frame, &scratch), &scratch));
    sink_text(sink, STR("</td></tr>\n"));
}

static bool put_movers(const struct view *view, struct sink *sink, struct error *error)
{
    const struct movers *movers =
        movers_new(view->changes, movers_ranked_by(view), view->arena, view->budget, error);
    if (!movers)
        return false;
    if (!movers->count)
        return true;
    sink_text(sink, STR("<h2>Movers, "));
    sink_text(sink, movers_values(view));
    sink_text(sink, STR("</h2>\n"));
    sink_text(sink, STR("<table class=\"top\" cellpadding=\"3\" cellspacing=\"0\">\n"
                        "<tr><th align=\"right\">base</th><th align=\"right\">new</th>"
                        "<th align=\"right\">change</th><th align=\"right\">%</th>"
                        "<th align=\"right\">interval</th><th align=\"left\">name</th></tr>\n"));
    for (size_t i = 0; i < movers->count && i < TOP_ROWS; i++)
        put_mover(view, sink, &movers->items[i]);
    sink_text(sink, STR("</table>\n"));
    if (movers->count > TOP_ROWS)
        sink_print(sink, "<p>The first %d of %zu, of which %zu are significant.</p>\n", TOP_ROWS,
                   movers->count, movers->significant);
    return true;
}

static bool put_table(const struct view *view, struct sink *sink, struct error *error)
{
    return sides_are_shown(view) ? put_movers(view, sink, error) : put_top(view, sink, error);
}

static void put_packages(const struct summary *summary, struct sink *sink)
{
    if (!summary->package_count)
        return;
    sink_text(sink, STR("<h2>Packages, by self weight</h2>\n" TABLE));
    for (size_t i = 0; i < summary->package_count; i++) {
        const struct summary_package *package = &summary->packages[i];
        sink_text(sink, STR("<tr align=\"right\">"));
        put_cell(sink, package->self_text);
        put_cell(sink, package->share);
        sink_print(sink, "<td bgcolor=\"#%06x\">&nbsp;</td><td align=\"left\">",
                   (unsigned)svg_fill_color(PALETTE_LIGHT, package->fill));
        put_name(sink, package->name);
        sink_text(sink, STR("</td></tr>\n"));
    }
    sink_text(sink, STR("</table>\n"));
}

static void put_facts(const char *title, const struct summary_fact *facts, size_t count,
                      struct sink *sink)
{
    if (!count)
        return;
    sink_print(sink, "<h2>%s</h2>\n" TABLE, title);
    for (size_t i = 0; i < count; i++) {
        sink_text(sink, STR("<tr><th align=\"left\" valign=\"top\">"));
        sink_xml_text(sink, facts[i].name);
        sink_text(sink, STR("</th><td>"));
        if (facts[i].is_mono)
            put_name(sink, facts[i].text);
        else
            sink_xml_text(sink, facts[i].text);
        sink_text(sink, STR("</td></tr>\n"));
    }
    sink_text(sink, STR("</table>\n"));
}

static void put_notes(const struct view *view, const struct summary *summary, struct sink *sink)
{
    struct str rest = view->selection->messages;
    if (!summary->note_count && !view->embedded->note.size && !rest.size)
        return;
    sink_text(sink, STR("<h2>Notes</h2>\n<ul>\n"));
    put_element(sink, "li", view->embedded->note);
    for (size_t i = 0; i < summary->note_count; i++)
        put_element(sink, "li", summary->notes[i].text);
    for (size_t end; rest.size; rest = str_skip(rest, end + 1)) {
        end = str_find(rest, '\n');
        end = end == STR_NONE ? rest.size : end;
        put_element(sink, "li", str_slice(rest, 0, end));
    }
    sink_text(sink, STR("</ul>\n"));
}

/* ---------------------------------------------------------------- all */

static void put_line(const struct view *view, const struct summary *summary, struct sink *sink)
{
    sink_text(sink, STR("<p>"));
    if (!summary->changes && !side_alone(view))
        put_name(sink, flame_visible(view->sources, view->arena));
    for (size_t i = 0; i < summary->type_count; i++) {
        if (!summary->types[i].is_chosen || summary->question.is_delta || summary->changes)
            continue;
        sink_text(sink, STR(DOT));
        sink_xml_text(sink, flame_visible(summary->types[i].type, view->arena));
        sink_char(sink, ' ');
        sink_xml_text(sink, summary->types[i].total);
    }
    sink_text(sink, summary->line.size && !summary->changes ? STR(DOT) : STR(""));
    sink_xml_text(sink, summary->line);
    sink_text(sink, STR("</p>\n"));
}

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

/* Means and sums that passed 64 bits have no picture. */
static bool put_flame(const struct view *view, struct sink *sink, struct error *error)
{
    bool can_draw = !view->selection->is_mean && !view->selection->overflowed;
    return !can_draw || page_flame(view, sink, error);
}

bool page_static(const struct view *view, struct sink *sink, struct error *error)
{
    const struct summary *summary = summary_new(view, error);
    if (!summary)
        return false;
    sink_text(sink, STR("<main id=\"static\">\n"));
    put_element(sink, "h1", summary->title);
    put_line(view, summary, sink);
    put_answer(&summary->answer, sink);
    put_why(sink);
    if (!put_flame(view, sink, error) || !put_table(view, sink, error))
        return false;
    put_packages(summary, sink);
    put_notes(view, summary, sink);
    put_facts("Facts", summary->facts, summary->fact_count, sink);
    put_facts("Provenance", summary->provenance, summary->provenance_count, sink);
    sink_text(sink, STR("</main>\n"));
    return true;
}
