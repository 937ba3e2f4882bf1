/* Units and quotes. */
#include "renderers/csv_write.h"
#include "base/escape.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/renderer.h"
#include "select/selection.h"

/* "auto" and "minimum" give each report its own unit, and a unit of no family cannot be converted.
 */
struct str csv_unit(const struct view *view)
{
    struct str asked = view->settings->unit, own = view->selection->unit;
    if (str_equal(asked, STR("auto")) || str_equal(asked, STR("minimum")))
        return STR("");
    return measure_scale(1, own, STR("auto")).unit.size ? asked : STR("");
}

/* Invalid bytes and control characters are made visible first: a record is a line. */
void csv_write_text(const struct view *view, struct sink *sink, struct str text)
{
    struct sink visible;
    sink_init_buffer(&visible, view->arena, UINT64_MAX);
    sink_visible(&visible, text);
    struct str rest = sink_str(&visible);
    sink_char(sink, '"');
    for (size_t at; (at = str_find(rest, '"')) != STR_NONE; rest = str_skip(rest, at + 1)) {
        sink_text(sink, str_slice(rest, 0, at));
        sink_text(sink, STR("\"\""));
    }
    sink_text(sink, rest);
    sink_char(sink, '"');
}
