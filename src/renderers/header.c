/* pprof's header lines. */
#include "renderers/header.h"
#include "base/host.h"
#include "base/sink.h"
#include "base/time.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/selection.h"

static void line(struct sink *sink, struct str key, struct str value)
{
    if (!value.size)
        return;
    sink_text(sink, key);
    sink_text(sink, value);
    sink_char(sink, '\n');
}

static void duration(const struct view *view, struct str unit, struct sink *sink)
{
    const struct selection *selection = view->selection;
    int64_t nanoseconds = view->profile->duration_ns, total = selection->totals[0];
    if (!nanoseconds)
        return;
    struct measure_text text = measure_label(nanoseconds, STR("nanoseconds"), STR("auto"));
    sink_text(sink, STR("Duration: "));
    sink_text(sink, measure_str(&text));
    sink_text(sink, STR(", Total samples = "));
    text = measure_label(total, selection->unit, unit);
    sink_text(sink, measure_str(&text));
    sink_char(sink, ' ');
    struct measure time = measure_scale(total, selection->unit, STR("nanoseconds"));
    if (str_equal(time.unit, STR("ns")) && time.value != 0) {
        text = measure_percentage(number_trunc(time.value), nanoseconds);
        sink_char(sink, '(');
        sink_text(sink, measure_str(&text));
        sink_char(sink, ')');
    }
    sink_char(sink, '\n');
}

void header_profile(const struct view *view, struct str unit, struct sink *sink)
{
    const struct profile *profile = view->profile;
    if (profile_binary(profile).size)
        line(sink, STR("File: "), str_base_name(profile_binary(profile)));
    line(sink, STR("Build ID: "), profile_build_id(profile));
    for (size_t i = 0; i < profile->comment_count; i++) {
        struct str comment = profile_string(profile, profile->comments[i]);
        if (str_starts(comment, STR("#")))
            continue;
        sink_text(sink, comment);
        sink_char(sink, '\n');
    }
    line(sink, STR("Type: "), view->selection->type);
    line(sink, STR("Doc: "), profile_string(profile, profile->doc_url));
    if (profile->time_ns) {
        sink_text(sink, STR("Time: "));
        time_print(sink, profile->time_ns, view->host);
        sink_char(sink, '\n');
    }
    duration(view, unit, sink);
}
