/* Label sets to blocks of values. */
#include "renderers/details_labels.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/boxes_json.h"
#include "renderers/renderer.h"
#include "select/selection.h"

enum { MOST_KEYS = 10, MOST_VALUES = 8, LONGEST_TEXT = 4000, MOST_DIGITS = 18 };

/* A value of a key; numbers that look alike are one. */
struct item {
    string_id key;
    struct str text;
    bool is_number;
    int64_t least, most; /* of a number */
    int64_t weight;
};

struct gathering {
    const struct view *view;
    ARRAY(struct item) items;
    struct hash_table table;
    int64_t *by_key; /* by string id: sum of the sizes of its values */
};

/* ---------------------------------------------------------------- filters */

static bool is_digit(struct str text, size_t at)
{
    return at < text.size && text.at[at] >= '0' && text.at[at] <= '9';
}

/* Whether a run of digits starts here that is too long for a number: it would be an error, as part
 * of a range. */
static bool starts_long_run(struct str text, size_t at)
{
    size_t end = at;
    while (is_digit(text, end))
        end++;
    return end - at > MOST_DIGITS && (at == 0 || !is_digit(text, at - 1));
}

/* As a regular expression that matches it and nothing else, without the letters that mean something
 * before it is read as one. */
static void put_pattern(struct sink *sink, struct str text)
{
    static const struct str SPECIAL = STR_INIT("\\.+*?()|[]{}^$");
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < ' ' || byte == 0x7f || byte == ',' || byte == '=')
            sink_print(sink, "\\x%02x", byte);
        else if (starts_long_run(text, i))
            sink_print(sink, "[%c]", byte);
        else if (str_find(SPECIAL, (char)byte) != STR_NONE)
            sink_print(sink, "\\%c", byte);
        else
            sink_char(sink, (char)byte);
    }
}

static bool can_be_named(struct str key)
{
    return key.size && str_find(key, '=') == STR_NONE;
}

struct str details_text_filter(struct str key, struct str text, struct arena *arena)
{
    struct sink sink;
    if (key.size > LONGEST_TEXT || text.size > LONGEST_TEXT)
        return STR("");
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (can_be_named(key)) {
        sink_text(&sink, key);
        sink_text(&sink, STR("=^"));
    } else {
        /* Without a key, texts are looked at as KEY:VALUE. */
        sink_char(&sink, '^');
        put_pattern(&sink, key);
        sink_char(&sink, ':');
    }
    put_pattern(&sink, text);
    sink_char(&sink, '$');
    return boxes_name(sink_str(&sink), arena);
}

static bool has_letters_only(struct str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!((text.at[i] | 32) >= 'a' && (text.at[i] | 32) <= 'z'))
            return false;
    return true;
}

struct str details_number_filter(struct str key, int64_t least, int64_t most, struct str unit,
                                 struct arena *arena)
{
    struct sink sink;
    /* A unit of a family must be named; numbers in any other are compared without. */
    struct str named = measure_scale(1, unit, STR("")).unit;
    named = named.size ? measure_scale(1, unit, unit).unit : named;
    if (!can_be_named(key) || key.size > LONGEST_TEXT || !has_letters_only(named))
        return STR("");
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, key);
    sink_print(&sink, "=%lld", (long long)least);
    sink_text(&sink, named);
    if (least != most) {
        sink_print(&sink, ":%lld", (long long)most);
        sink_text(&sink, named);
    }
    return boxes_name(sink_str(&sink), arena);
}

/* ---------------------------------------------------------------- gathering */

static struct item *item_of(struct gathering *gathering, const struct item *wanted)
{
    struct str text = wanted->text;
    uint64_t hash = hash_u64(hash_bytes(text.at, text.size) ^ wanted->key);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&gathering->table, hash, &at)) != HASH_EMPTY) {
        struct item *known = &gathering->items.at[id];
        if (known->key == wanted->key && known->is_number == wanted->is_number &&
            str_equal(known->text, text))
            return known;
    }
    hash_table_add(&gathering->table, hash, (uint32_t)gathering->items.count);
    array_push(gathering->view->arena, &gathering->items, *wanted);
    return &gathering->items.at[gathering->items.count - 1];
}

static void add_label(struct gathering *gathering, const struct label *label, int64_t weight)
{
    const struct view *view = gathering->view;
    struct item item = {.key = label->key,
                        .text = profile_string(view->profile, label->text),
                        .is_number = label->is_number,
                        .least = label->number,
                        .most = label->number};
    if (label->is_number) {
        struct measure_text text = measure_label(
            label->number, view->selection->label_units[label->key], view->settings->unit);
        item.text = str_copy(measure_str(&text), view->arena);
    }
    struct item *known = item_of(gathering, &item);
    known->weight = number_add(known->weight, weight);
    known->least = label->number < known->least ? label->number : known->least;
    known->most = label->number > known->most ? label->number : known->most;
}

/* Adds up by label set, then by label. */
static bool gather(struct gathering *gathering, const uint8_t *reach, struct error *error)
{
    const struct view *view = gathering->view;
    const struct profile *profile = view->profile;
    int64_t *by_set = ARENA_NEW(view->arena, int64_t, profile->label_set_count);
    int64_t *by_label = ARENA_NEW(view->arena, int64_t, profile->label_count);
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t set = profile->sample_labels[i];
        int64_t value = profile->values[i * profile->type_count + view->selection->type_index];
        if (reach[profile->sample_stacks[i]])
            by_set[set] = number_add(by_set[set], value);
    }
    for (size_t set = 0; set < profile->label_set_count; set++) {
        uint32_t start = profile->label_starts[set], end = profile->label_starts[set + 1];
        for (uint32_t i = start; by_set[set] && i < end; i++) {
            uint32_t label = profile->label_ids[i];
            by_label[label] = number_add(by_label[label], by_set[set]);
        }
        if (!budget_spend(view->budget, end - start + 1, error))
            return false;
    }
    for (size_t i = 0; i < profile->label_count; i++)
        if (by_label[i])
            add_label(gathering, &profile->labels[i], by_label[i]);
    for (size_t i = 0; i < gathering->items.count; i++) {
        const struct item *item = &gathering->items.at[i];
        gathering->by_key[item->key] =
            number_add(gathering->by_key[item->key], number_abs(item->weight));
    }
    return budget_spend(view->budget, profile->sample_count + profile->label_count, error);
}

static bool item_before(const void *context, uint32_t a, uint32_t b)
{
    const struct gathering *gathering = context;
    const struct item *x = &gathering->items.at[a], *y = &gathering->items.at[b];
    const struct profile *profile = gathering->view->profile;
    if (x->key != y->key) {
        int64_t x_sum = gathering->by_key[x->key], y_sum = gathering->by_key[y->key];
        return x_sum != y_sum ? x_sum > y_sum
                              : str_compare(profile_string(profile, x->key),
                                            profile_string(profile, y->key)) < 0;
    }
    int64_t x_size = number_abs(x->weight), y_size = number_abs(y->weight);
    return x_size != y_size ? x_size > y_size : str_compare(x->text, y->text) < 0;
}

/* ---------------------------------------------------------------- writing */

static void put_item(struct sink *sink, const struct view *view, const struct item *item)
{
    struct str key = profile_string(view->profile, item->key);
    struct str filter =
        item->is_number
            ? details_number_filter(key, item->least, item->most,
                                    view->selection->label_units[item->key], view->arena)
            : details_text_filter(key, item->text, view->arena);
    sink_text(sink, STR("{\"text\":"));
    boxes_text(sink, boxes_name(item->text, view->arena));
    sink_text(sink, STR(",\"value\":"));
    boxes_value(sink, view, item->weight);
    sink_text(sink, STR(",\"filter\":"));
    boxes_text(sink, filter);
    sink_char(sink, '}');
}

/* Writes the block of the key that starts at a place of the order; returns where the next one does.
 */
static size_t put_block(struct sink *sink, const struct gathering *gathering, const uint32_t *order,
                        size_t start)
{
    const struct view *view = gathering->view;
    string_id key = gathering->items.at[order[start]].key;
    size_t end = start;
    sink_text(sink, STR("{\"key\":"));
    boxes_text(sink, boxes_name(profile_string(view->profile, key), view->arena));
    sink_text(sink, STR(",\"values\":["));
    for (; end < gathering->items.count && gathering->items.at[order[end]].key == key; end++) {
        if (end - start >= MOST_VALUES)
            continue;
        sink_text(sink, end > start ? STR(",") : STR(""));
        put_item(sink, view, &gathering->items.at[order[end]]);
    }
    sink_text(sink, STR("],\"more\":"));
    sink_unsigned(sink, end - start > MOST_VALUES ? end - start - MOST_VALUES : 0, 0);
    sink_char(sink, '}');
    return end;
}

bool details_labels(struct sink *sink, const struct view *view, const uint8_t *reach,
                    struct error *error)
{
    struct gathering gathering = {.view = view};
    hash_table_init(&gathering.table, view->arena);
    gathering.by_key = ARENA_NEW(view->arena, int64_t, view->profile->string_count);
    if (!gather(&gathering, reach, error))
        return false;
    size_t count = gathering.items.count;
    uint32_t *order = ARENA_NEW(view->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    sort_ids(order, count, item_before, &gathering, *view->arena);
    sink_char(sink, '[');
    for (size_t at = 0, keys = 0; at < count && keys < MOST_KEYS; keys++) {
        sink_text(sink, keys ? STR(",") : STR(""));
        at = put_block(sink, &gathering, order, at);
    }
    sink_char(sink, ']');
    return true;
}
