/* How much of what. */
#include "renderers/finding_words.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/selection.h"

void finding_print_count(struct sink *sink, uint64_t number, const char *one, const char *many)
{
    struct number_text text = number_grouped(number > INT64_MAX ? INT64_MAX : (int64_t)number);
    sink_text(sink, number_str(&text));
    sink_char(sink, ' ');
    sink_text(sink, str_from_c(number == 1 ? one : many));
}

bool finding_is_warning(const struct finding *finding)
{
    return finding_text(finding->kind)->severity == FINDING_SEVERITY_WARNING;
}

void finding_print_amount(const struct view *view, const struct findings *findings,
                          const struct finding *finding, struct sink *sink)
{
    const struct finding_text *text = finding_text(finding->kind);
    if (text->one[0])
        finding_print_count(sink, finding->cases, text->one, text->many);
    if (finding->has_weight && findings->total) {
        struct measure_text share = measure_share(finding->weight, findings->total);
        sink_text(sink, STR(", "));
        sink_text(sink, measure_str(&share));
        sink_text(sink, STR(" of "));
        sink_terminal(sink, view->selection->type);
    }
    sink_text(sink, finding->detail.size && sink->used ? STR(": ") : STR(""));
    sink_terminal(sink, finding->detail);
}

/* The samples of the base of a difference are marked so. */
static bool is_difference(const struct view *view)
{
    const struct profile *profile = view->profile;
    if (view->selection->comparison)
        return true;
    for (size_t i = 0; i < profile->label_count; i++)
        if (str_equal(profile_string(profile, profile->labels[i].key), STR("pprof::base")))
            return true;
    return view->settings->base.count || view->settings->diff_base.count;
}

struct finding_question finding_question(const struct view *view, int64_t now_ns)
{
    return (struct finding_question){.type_index = view->selection->type_index,
                                     .now_ns = now_ns,
                                     .is_difference = is_difference(view)};
}
