/* Titles, facts and totals. */
#include "renderers/picture_words.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "layout/label.h"
#include "options/settings.h"
#include "profile/kind.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "renderers/side_alone.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "tokens.h"

enum { BUILD_ID_SHOWN = 12 };

struct str picture_value(const struct view *view, int64_t value)
{
    double ratio = view->selection->ratio;
    value = ratio == 1 ? value : number_trunc((double)value * ratio);
    struct measure_text text = measure_label(value, view->selection->unit, STR("auto"));
    return picture_minus(measure_str(&text), view->arena);
}

struct str picture_minus(struct str label, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (str_starts(label, STR("-"))) {
        sink_text(&sink, STR("\xe2\x88\x92"));
        label = str_skip(label, 1);
    }
    sink_visible(&sink, label);
    return sink_str(&sink);
}

static struct str type_words(const struct view *view)
{
    const struct selection *selection = view->selection;
    struct str words = kind_words(selection->type, selection->unit);
    return words.size ? words : flame_visible(selection->type, view->arena);
}

struct str picture_title(const struct view *view)
{
    struct sink sink;
    if (view->settings->title.size)
        return flame_visible(view->settings->title, view->arena);
    struct str subject = profile_binary(view->profile);
    subject = subject.size ? str_base_name(subject) : view->sources;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, flame_visible(subject, view->arena));
    sink_text(&sink, STR(", "));
    sink_text(&sink, type_words(view));
    if (side_alone(view)) {
        sink_text(&sink, STR(", "));
        sink_text(&sink, side_alone_name(view));
    }
    return sink_str(&sink);
}

int64_t picture_samples(const struct profile *profile)
{
    int64_t sum = 0;
    if (!profile->type_count ||
        !str_equal(profile_string(profile, profile->types[0].type), STR("samples")) ||
        !str_equal(profile_string(profile, profile->types[0].unit), STR("count")))
        return 0;
    for (size_t i = 0; i < profile->sample_count; i++)
        sum = number_add(sum, profile->values[i * profile->type_count]);
    return sum > 0 ? sum : 0;
}

static void fact(struct sink *sink, struct str value, const char *after)
{
    sink_text(sink, sink->used ? STR("   ") : STR(""));
    sink_text(sink, value);
    sink_text(sink, str_from_c(after));
}

/* Of one side of a comparison; the profile's own facts are of both. */
static struct str facts_alone(const struct view *view, int detail)
{
    const struct comparison_side *side = side_alone(view);
    double width;
    struct label_room room = {detail > 1 ? 560 : 280, TOKEN_FONT_SMALL, TOKEN_LABEL_SAFE_FACTOR, 8};
    struct str names = flame_visible(side->names, view->arena);
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, side_alone_name(view));
    sink_text(&sink, STR(" alone: "));
    sink_text(&sink, label_fit(&names, 1, &room, view->arena, &width));
    if (side->duration_ns && detail > 0) {
        struct measure_text text =
            measure_label(side->duration_ns, STR("nanoseconds"), STR("auto"));
        fact(&sink, measure_str(&text), " wall");
    }
    if (side_alone_is_scaled(view))
        fact(&sink, STR("scaled to the base"), "");
    return sink_str(&sink);
}

struct str picture_facts(const struct view *view, int detail)
{
    const struct profile *profile = view->profile;
    struct sink sink;
    if (side_alone(view))
        return facts_alone(view, detail);
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    if (detail > 1) {
        double width;
        struct label_room room = {280, TOKEN_FONT_SMALL, TOKEN_LABEL_SAFE_FACTOR, 8};
        struct str source = flame_visible(view->sources, view->arena);
        fact(&sink, label_fit(&source, 1, &room, view->arena, &width), "");
    }
    if (profile->time_ns && detail > 0) {
        fact(&sink, STR(""), "");
        time_print(&sink, profile->time_ns, NULL);
    }
    if (profile->duration_ns) {
        struct measure_text text =
            measure_label(profile->duration_ns, STR("nanoseconds"), STR("auto"));
        fact(&sink, measure_str(&text), " wall");
    }
    int64_t samples = picture_samples(profile);
    if (samples) {
        struct number_text text = number_grouped(samples);
        fact(&sink, number_str(&text), samples == 1 ? " sample" : " samples");
    }
    struct str build = profile_build_id(profile);
    if (build.size && detail > 1) {
        fact(&sink, STR("build "), "");
        sink_text(&sink, str_slice(flame_visible(build, view->arena), 0, BUILD_ID_SHOWN));
    }
    return sink_str(&sink);
}

struct str picture_total_note(const struct view *view, int64_t shown)
{
    const struct selection *selection = view->selection;
    int64_t duration = view->profile->duration_ns;
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    if (selection->has_negative) {
        sink_text(&sink, STR("net; shares are of "));
        sink_text(&sink, picture_value(view, selection->total));
        sink_text(&sink, STR(" of change"));
        return sink_str(&sink);
    }
    if (shown != selection->total) {
        struct measure_text share = measure_share(shown, selection->total);
        sink_text(&sink, measure_str(&share));
        sink_text(&sink, STR(" of "));
        sink_text(&sink, picture_value(view, selection->total));
        sink_text(&sink, STR(": filtered"));
        return sink_str(&sink);
    }
    sink_text(&sink, STR("total"));
    struct measure time = measure_scale(selection->total, selection->unit, STR("nanoseconds"));
    if (duration > 0 && !selection->alone && str_equal(time.unit, STR("ns")) && time.value > 0 &&
        str_equal(selection->type, STR("cpu"))) {
        double cores = time.value / (double)duration;
        struct number_text percent = number_fixed(100 * cores, cores < 0.095 ? 1 : 0);
        sink_text(&sink, STR(", "));
        sink_text(&sink, number_str(&percent));
        sink_text(&sink, STR("% of one core"));
    }
    return sink_str(&sink);
}

void picture_nothing(const struct view *view, struct str lines[2])
{
    lines[0] = STR("All samples of this type are zero.");
    lines[1] = STR("Choose another type with --sample_index.");
    if (view->selection->notes.cases[NOTE_ALL_FILTERED]) {
        lines[0] = STR("No sample passes the filters.");
        lines[1] = STR("Leave one out, or make it match more.");
    } else if (!view->profile->sample_count) {
        lines[0] = STR("The profile has no samples.");
        lines[1] = STR("Was the service under load? Try a longer --seconds.");
    }
}

struct str picture_provenance(const struct view *view)
{
    struct sink line;
    sink_init_buffer(&line, view->arena, UINT64_MAX);
    sink_text(&line, STR("render " RENDER_VERSION "   "));
    sink_text(&line, flame_visible(view->sources, view->arena));
    sink_text(&line, flame_visible(view->options, view->arena));
    return sink_str(&line);
}
