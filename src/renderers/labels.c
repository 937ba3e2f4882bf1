/* labels: the values of labels by weight for a page, as templates/page/types.js says. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/json_write.h"
#include "renderers/label_table.h"
#include "renderers/label_weights.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"

enum { VALUES_SHOWN = 100 };

/* By string id: what the samples weigh that have the key; each counts once, however many values it
 * has. NULL with an error. */
static const int64_t *weigh_keys(const struct view *view, const struct label_weights *sums,
                                 struct error *error)
{
    const struct profile *profile = view->profile;
    int64_t *weights = ARENA_NEW(view->arena, int64_t, profile->string_count);
    size_t *last = ARENA_NEW(view->arena, size_t, profile->string_count);
    for (size_t set = 0; set < profile->label_set_count; set++) {
        size_t start = profile->label_starts[set], end = profile->label_starts[set + 1];
        for (size_t i = start; sums->set_seen[set] && i < end; i++) {
            string_id key = profile_label(profile, i)->key;
            if (last[key] != set + 1)
                weights[key] = number_add(weights[key], sums->by_set[set]);
            last[key] = set + 1;
        }
        if (!budget_spend(view->budget, end - start + 1, error))
            return NULL;
    }
    return weights;
}

/* What samples without labels weigh, that of a comparison's run aside. */
static int64_t unlabelled(const struct profile *profile, const struct label_weights *sums)
{
    int64_t weight = profile->label_set_count ? sums->by_set[0] : 0;
    for (size_t set = 1; set < profile->label_set_count; set++) {
        size_t start = profile->label_starts[set];
        if (profile->label_starts[set + 1] - start == 1 &&
            str_equal(profile_string(profile, profile_label(profile, start)->key), RUNS_KEY))
            weight = number_add(weight, sums->by_set[set]);
    }
    return weight;
}

static bool labels_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct report report = report_new(view);
    struct label_weights sums;
    if (!label_weights_add_up(&sums, view, NULL, error))
        return false;
    const struct label_table *table = label_table_new(view, &sums, error);
    const int64_t *by_key = table ? weigh_keys(view, &sums, error) : NULL;
    if (!by_key)
        return false;
    sink_char(sink, '{');
    json_write_first(sink, "total");
    json_write_value(&report, sink, view->selection->total);
    json_write_name(sink, "keys");
    sink_char(sink, '[');
    for (size_t start = 0, end; start < table->count; start = end) {
        string_id key = table->values[start].key;
        end = label_table_end(table, start);
        sink_text(sink, start ? STR(",{") : STR("{"));
        json_write_first(sink, "key");
        json_write_text(sink, profile_string(view->profile, key));
        json_write_name(sink, "total");
        json_write_value(&report, sink, by_key[key]);
        sink_char(sink, ',');
        label_table_write_values(table, &report, start, end, VALUES_SHOWN, sink);
        sink_char(sink, '}');
        if (!budget_spend(view->budget, end - start, error))
            return false;
    }
    sink_char(sink, ']');
    json_write_name(sink, "unlabelled");
    json_write_value(&report, sink, unlabelled(view->profile, &sums));
    sink_text(sink, STR("}\n"));
    return true;
}

const struct renderer labels_renderer = {
    .name = STR_INIT("labels"),
    .media = STR_INIT("application/json"),
    .options = FOR_DATA | FOR_TEXT,
    .help = STR_INIT("The values of labels for a page, with their filters, as JSON"),
    .render = labels_render,
};
