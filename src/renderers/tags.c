/* tags: the values of labels by weight, byte for byte as pprof -tags prints them. */
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sort.h"
#include "base/tabs.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/label_weights.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"

/* A value of a key, and the weight of the samples that have it. */
struct tag {
    string_id key;
    struct str name;
    int64_t weight;
};

struct tags {
    const struct view *view;
    ARRAY(struct tag) items;
    struct hash_table table;
    uint32_t *order; /* by key, then weight, then name */
};

/* ---------------------------------------------------------------- gathering */

static void add_tag(struct tags *tags, string_id key, struct str name, bool is_lasting,
                    int64_t weight)
{
    uint64_t hash = hash_u64(hash_bytes(name.at, name.size) ^ key);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&tags->table, hash, &at)) != HASH_EMPTY) {
        struct tag *known = &tags->items.at[id];
        if (known->key == key && str_equal(known->name, name)) {
            known->weight = number_add(known->weight, weight);
            return;
        }
    }
    hash_table_add(&tags->table, hash, (uint32_t)tags->items.count);
    name = is_lasting ? name : str_copy(name, tags->view->arena);
    array_push(tags->view->arena, &tags->items, ((struct tag){key, name, weight}));
}

static void add_label(struct tags *tags, const struct label *label, int64_t weight)
{
    const struct view *view = tags->view;
    if (!label->is_number) {
        add_tag(tags, label->key, profile_string(view->profile, label->text), true, weight);
        return;
    }
    struct measure_text name = measure_label(
        label->number, view->selection->label_units[label->key], view->settings->unit);
    add_tag(tags, label->key, measure_str(&name), false, weight);
}

/* Numbers that look alike become one tag. */
static bool gather(struct tags *tags, struct error *error)
{
    const struct view *view = tags->view;
    struct label_weights weights;
    if (!label_weights_add_up(&weights, view, NULL, error))
        return false;
    for (size_t i = 0; i < view->profile->label_count; i++) {
        if (weights.label_seen[i])
            add_label(tags, &view->profile->labels[i], weights.by_label[i]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

static bool tag_before(const void *context, uint32_t a, uint32_t b)
{
    const struct tags *tags = context;
    const struct tag *x = &tags->items.at[a], *y = &tags->items.at[b];
    const struct profile *profile = tags->view->profile;
    if (x->key != y->key)
        return str_compare(profile_string(profile, x->key), profile_string(profile, y->key)) < 0;
    int64_t size_x = number_abs(x->weight), size_y = number_abs(y->weight);
    return size_x != size_y ? size_x > size_y : str_compare(x->name, y->name) < 0;
}

static void sort_tags(struct tags *tags)
{
    size_t count = tags->items.count;
    tags->order = ARENA_NEW(tags->view->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        tags->order[i] = (uint32_t)i;
    sort_ids(tags->order, count, tag_before, tags, *tags->view->arena);
}

/* ---------------------------------------------------------------- writing */

static void print_share(const struct report *report, int64_t value, struct sink *line)
{
    if (report->view->selection->total <= 0)
        return;
    sink_text(line, STR(" ("));
    report_print_share(line, value, report->view->selection->total);
    sink_char(line, ')');
}

static void print_key(const struct report *report, string_id key, int64_t weight, struct sink *line)
{
    report_print_name(report->view, line, profile_string(report->view->profile, key));
    sink_text(line, STR(":\t Total "));
    report_print_value(report, line, weight, 0);
    sink_text(line, STR(" of "));
    report_print_value(report, line, report->view->selection->total, 0);
    print_share(report, weight, line);
    sink_char(line, '\n');
}

/* What stands before the name; many tags in a row have the same weight. */
static void make_value(const struct report *report, int64_t weight, struct sink *value)
{
    value->used = 0;
    sink_text(value, STR(" \t"));
    report_print_value(report, value, weight, 0);
    print_share(report, weight, value);
    sink_text(value, STR(":\t "));
}

static void pass_line(struct sink *line, struct tabs *tabs)
{
    tabs_text(tabs, sink_str(line));
    line->used = 0;
}

/* Writes the block of the key whose tags start at a place of the order; returns where the next
 * starts. */
static size_t print_block(const struct tags *tags, const struct report *report, size_t start,
                          struct sink *line, struct tabs *tabs)
{
    struct sink value;
    string_id key = tags->items.at[tags->order[start]].key;
    int64_t weight = 0;
    size_t end = start;
    for (; end < tags->items.count && tags->items.at[tags->order[end]].key == key; end++)
        weight = number_add(weight, tags->items.at[tags->order[end]].weight);
    print_key(report, key, weight, line);
    pass_line(line, tabs);
    sink_init_buffer(&value, tags->view->arena, UINT64_MAX);
    for (size_t i = start; i < end; i++) {
        const struct tag *tag = &tags->items.at[tags->order[i]];
        if (i == start || tag->weight != weight)
            make_value(report, tag->weight, &value);
        weight = tag->weight;
        sink_text(line, sink_str(&value));
        report_print_name(report->view, line, tag->name);
        sink_char(line, '\n');
        pass_line(line, tabs);
    }
    tabs_text(tabs, STR("\n"));
    return end;
}

static bool tags_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct tags tags = {.view = view};
    struct report report = report_new(view);
    struct tabs tabs;
    struct sink line;
    hash_table_init(&tags.table, view->arena);
    sink_init_buffer(&line, view->arena, UINT64_MAX);
    tabs_init(&tabs, sink, view->arena);
    if (!gather(&tags, error))
        return false;
    sort_tags(&tags);
    report_print_sides(view, sink);
    for (size_t i = 0; i < tags.items.count;) {
        size_t end = print_block(&tags, &report, i, &line, &tabs);
        if (!budget_spend(view->budget, end - i, error))
            return false;
        i = end;
    }
    tabs_flush(&tabs);
    return true;
}

const struct renderer tags_renderer = {
    .name = STR_INIT("tags"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TEXT,
    .help = STR_INIT("The values of labels by weight, as pprof -tags prints them"),
    .render = tags_render,
};
