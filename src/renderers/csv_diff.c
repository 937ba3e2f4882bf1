/* csv of a comparison: a record a function, the greatest change first.
 *
 *   flat_base, flat_new, flat_delta   in `unit`, on the common scale: runs in the mean, new scaled
 *   flat_low, flat_high               the interval of the delta; empty where nothing was tested
 *   flat_p                            not corrected; empty likewise
 *   flat_verdict                      same, within noise, less, more, gone, new
 *   cum_...                           the same with all that the function calls
 *   unit, function, file, line        as without a comparison
 *   was                               the name in the base, where it is another
 */
#include "renderers/csv_diff.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/measure.h"
#include "renderers/compared_rows.h"
#include "renderers/comparison_words.h"
#include "renderers/csv_write.h"
#include "renderers/frame_place.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"

enum { DIGITS = 15, P_DIGITS = 6 };

struct table {
    const struct view *view;
    struct sink *sink;
    struct str unit;
    double factor; /* from the profile's unit */
};

static void put_number(const struct table *table, double value, int digits)
{
    struct number_text text = number_general(value, digits);
    sink_text(table->sink, number_str(&text));
    sink_char(table->sink, ',');
}

static void put_change(const struct table *table, const struct change *change)
{
    const double values[] = {change->base, change->new_, change->delta, change->low, change->high};
    size_t count = change->is_tested ? 5 : 3;
    for (size_t i = 0; i < count; i++)
        put_number(table, values[i] * table->factor, DIGITS);
    if (change->is_tested)
        put_number(table, change->p, P_DIGITS);
    else
        sink_text(table->sink, STR(",,,"));
    sink_text(table->sink, change_verdict(change));
    sink_char(table->sink, ',');
}

static void put_record(const struct table *table, const struct compared_row *row)
{
    const struct view *view = table->view;
    struct sink *sink = table->sink;
    struct frame_place place = frame_place(view, row->frame);
    struct str own = view->selection->unit;
    put_change(table, &row->flat);
    put_change(table, &row->cum);
    csv_write_text(view, sink, table->unit.size ? measure_scale(0, own, table->unit).unit : own);
    sink_char(sink, ',');
    csv_write_text(view, sink, place.name);
    sink_char(sink, ',');
    csv_write_text(view, sink, place.file);
    sink_print(sink, ",%lld,", (long long)place.line);
    csv_write_text(view, sink, view->frames->was ? view->frames->was[row->frame] : STR(""));
    sink_text(sink, STR("\r\n"));
}

bool csv_diff_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct table table = {view, sink, csv_unit(view), view->selection->ratio};
    struct compared_rows rows;
    if (!compared_rows_init(&rows, view, error))
        return false;
    if (table.unit.size)
        table.factor *= measure_scale(1, view->selection->unit, table.unit).value;
    static const char *const HALVES[] = {"flat", "cum"};
    for (int i = 0; i < 2; i++)
        sink_print(sink, "%s_base,%s_new,%s_delta,%s_low,%s_high,%s_p,%s_verdict,", HALVES[i],
                   HALVES[i], HALVES[i], HALVES[i], HALVES[i], HALVES[i], HALVES[i]);
    sink_text(sink, STR("unit,function,file,line,was\r\n"));
    for (size_t i = 0; i < rows.count; i++) {
        put_record(&table, &rows.at[i]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}
