/* Weights by label, then by what labels look like. */
#include "renderers/label_table.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "options/settings.h"
#include "profile/runs.h"
#include "renderers/json_write.h"
#include "renderers/label_filter.h"
#include "renderers/label_weights.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"

struct gathering {
    const struct view *view;
    ARRAY(struct label_value) values;
    struct hash_table table;
};

static void add_value(struct gathering *gathering, const struct label_value *value)
{
    uint64_t hash = hash_bytes(value->text.at, value->text.size);
    hash = hash_u64(hash ^ (uint64_t)value->key << 1 ^ value->is_number);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&gathering->table, hash, &at)) != HASH_EMPTY) {
        struct label_value *known = &gathering->values.at[id];
        if (known->key != value->key || known->is_number != value->is_number ||
            !str_equal(known->text, value->text))
            continue;
        known->weight = number_add(known->weight, value->weight);
        known->least = value->least < known->least ? value->least : known->least;
        known->most = value->most > known->most ? value->most : known->most;
        return;
    }
    hash_table_add(&gathering->table, hash, (uint32_t)gathering->values.count);
    array_push(gathering->view->arena, &gathering->values, *value);
    struct label_value *fresh = &gathering->values.at[gathering->values.count - 1];
    if (fresh->is_number)
        fresh->text = str_copy(fresh->text, gathering->view->arena);
}

static void add_label(struct gathering *gathering, const struct label *label, int64_t weight)
{
    const struct view *view = gathering->view;
    struct measure_text number;
    struct label_value value = {.key = label->key,
                                .text = profile_string(view->profile, label->text),
                                .weight = weight,
                                .is_number = label->is_number,
                                .least = label->number,
                                .most = label->number};
    if (label->is_number) {
        number = measure_label(label->number, view->selection->label_units[label->key],
                               view->settings->unit);
        value.text = measure_str(&number);
    }
    add_value(gathering, &value);
}

/* What tells the runs of a comparison apart says nothing about their samples. */
static bool is_run(const struct view *view, const struct label *label)
{
    return str_equal(profile_string(view->profile, label->key), RUNS_KEY);
}

static bool gather(struct gathering *gathering, const struct label_weights *weights,
                   struct error *error)
{
    const struct view *view = gathering->view;
    for (size_t i = 0; i < view->profile->label_count; i++) {
        if (weights->label_seen[i] && !is_run(view, &view->profile->labels[i]))
            add_label(gathering, &view->profile->labels[i], weights->by_label[i]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

static bool value_before(const void *context, uint32_t a, uint32_t b)
{
    const struct gathering *gathering = context;
    const struct label_value *x = &gathering->values.at[a], *y = &gathering->values.at[b];
    const struct profile *profile = gathering->view->profile;
    if (x->key != y->key)
        return str_compare(profile_string(profile, x->key), profile_string(profile, y->key)) < 0;
    uint64_t size_x = (uint64_t)number_abs(x->weight), size_y = (uint64_t)number_abs(y->weight);
    if (size_x != size_y)
        return size_x > size_y;
    int order = str_compare(x->text, y->text);
    return order ? order < 0 : x->is_number < y->is_number;
}

const struct label_table *label_table_new(const struct view *view,
                                          const struct label_weights *weights, struct error *error)
{
    struct gathering gathering = {.view = view};
    hash_table_init(&gathering.table, view->arena);
    if (!gather(&gathering, weights, error))
        return NULL;
    size_t count = gathering.values.count;
    struct label_table *table = ARENA_NEW(view->arena, struct label_table, 1);
    struct label_value *values = ARENA_NEW(view->arena, struct label_value, count);
    uint32_t *order = ARENA_NEW(view->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    sort_ids(order, count, value_before, &gathering, *view->arena);
    for (size_t i = 0; i < count; i++)
        values[i] = gathering.values.at[order[i]];
    *table = (struct label_table){view, values, count};
    return table;
}

const struct label_table *label_table_reached(const struct view *view, const uint8_t *reach,
                                              struct error *error)
{
    struct label_weights weights;
    if (!label_weights_add_up(&weights, view, reach, error))
        return NULL;
    for (size_t i = 0; i < view->profile->label_count; i++)
        weights.label_seen[i] = weights.by_label[i] != 0;
    return label_table_new(view, &weights, error);
}

size_t label_table_end(const struct label_table *table, size_t start)
{
    size_t end = start;
    while (end < table->count && table->values[end].key == table->values[start].key)
        end++;
    return end;
}

static struct str filter_of(const struct label_table *table, const struct label_value *value)
{
    const struct view *view = table->view;
    struct str key = profile_string(view->profile, value->key);
    if (value->is_number)
        return label_filter_numbers(key, value->least, value->most,
                                    view->selection->label_units[value->key], view->arena);
    return label_filter_text(key, value->text, view->arena);
}

void label_table_write_values(const struct label_table *table, const struct report *report,
                              size_t start, size_t end, size_t most, struct sink *sink)
{
    size_t shown = end - start < most ? end - start : most;
    json_write_first(sink, "values");
    sink_char(sink, '[');
    for (size_t i = start; i < start + shown; i++) {
        const struct label_value *value = &table->values[i];
        sink_text(sink, i > start ? STR(",{") : STR("{"));
        json_write_first(sink, "text");
        json_write_text(sink, json_as_read(value->text, table->view->arena));
        json_write_name(sink, "value");
        if (report)
            json_write_value(report, sink, value->weight);
        else
            json_write_drawn(table->view, sink, value->weight);
        json_write_name(sink, "filter");
        json_write_text(sink, filter_of(table, value));
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
    json_write_name(sink, "more");
    sink_unsigned(sink, end - start - shown, 0);
}
