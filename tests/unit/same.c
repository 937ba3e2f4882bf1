/* Column by column. */
#include "unit/same.h"
#include "profile/profile.h"

struct pair {
    const struct profile *a, *b;
};

static bool text(const struct pair *pair, string_id a, string_id b)
{
    return str_equal(profile_string(pair->a, a), profile_string(pair->b, b));
}

static bool type(const struct pair *pair, struct value_type a, struct value_type b)
{
    return text(pair, a.type, b.type) && text(pair, a.unit, b.unit);
}

static bool header(const struct pair *pair)
{
    const struct profile *a = pair->a, *b = pair->b;
    bool same = a->type_count == b->type_count && a->comment_count == b->comment_count &&
                a->period == b->period && a->time_ns == b->time_ns &&
                a->duration_ns == b->duration_ns && type(pair, a->period_type, b->period_type) &&
                text(pair, a->default_type, b->default_type) &&
                text(pair, a->drop_frames, b->drop_frames) &&
                text(pair, a->keep_frames, b->keep_frames) && text(pair, a->doc_url, b->doc_url);
    for (size_t i = 0; same && i < a->type_count; i++)
        same = type(pair, a->types[i], b->types[i]);
    for (size_t i = 0; same && i < a->comment_count; i++)
        same = text(pair, a->comments[i], b->comments[i]);
    return same;
}

static bool mappings(const struct pair *pair)
{
    bool same = pair->a->mapping_count == pair->b->mapping_count;
    for (size_t i = 0; same && i < pair->a->mapping_count; i++) {
        const struct mapping *a = &pair->a->mappings[i], *b = &pair->b->mappings[i];
        same = a->id == b->id && a->start == b->start && a->limit == b->limit &&
               a->offset == b->offset && text(pair, a->file, b->file) &&
               text(pair, a->build_id, b->build_id) && a->has_functions == b->has_functions &&
               a->has_filenames == b->has_filenames && a->has_lines == b->has_lines &&
               a->has_inlines == b->has_inlines;
    }
    return same;
}

static bool functions(const struct pair *pair)
{
    bool same = pair->a->function_count == pair->b->function_count;
    for (size_t i = 0; same && i < pair->a->function_count; i++) {
        const struct function *a = &pair->a->functions[i], *b = &pair->b->functions[i];
        same = a->id == b->id && a->start_line == b->start_line && text(pair, a->name, b->name) &&
               text(pair, a->system_name, b->system_name) && text(pair, a->file, b->file);
    }
    return same;
}

static bool locations(const struct pair *pair)
{
    bool same = pair->a->location_count == pair->b->location_count;
    for (size_t i = 0; same && i < pair->a->location_count; i++) {
        const struct location *a = &pair->a->locations[i], *b = &pair->b->locations[i];
        same = a->id == b->id && a->address == b->address && a->mapping == b->mapping &&
               a->line_count == b->line_count && a->is_folded == b->is_folded;
        for (uint32_t n = 0; same && n < a->line_count; n++) {
            const struct line *x = &pair->a->lines[a->line_first + n];
            const struct line *y = &pair->b->lines[b->line_first + n];
            same = x->function == y->function && x->line == y->line && x->column == y->column;
        }
    }
    return same;
}

/* A label whose text is empty, or whose number is 0 without a unit, is not kept by readers. */
static bool counts(const struct label *label)
{
    return label->is_number ? label->number || label->unit : label->text;
}

/* How many of the set's labels that count stand before label `at` in the writer's order. */
static size_t rank(const struct profile *profile, size_t first, size_t end, size_t at)
{
    const struct label *label = profile_label(profile, at);
    size_t before = 0;
    for (size_t i = first; i < end; i++) {
        const struct label *other = profile_label(profile, i);
        int order =
            str_compare(profile_string(profile, other->key), profile_string(profile, label->key));
        if (other->is_number != label->is_number)
            order = other->is_number ? 1 : -1;
        before += counts(other) && (order < 0 || (order == 0 && i < at));
    }
    return before;
}

static bool label(const struct pair *pair, const struct label *a, const struct label *b)
{
    if (a->is_number != b->is_number || !text(pair, a->key, b->key))
        return false;
    return a->is_number ? a->number == b->number && text(pair, a->unit, b->unit)
                        : text(pair, a->text, b->text);
}

static bool labels(const struct pair *pair, uint32_t x, uint32_t y)
{
    const struct profile *a = pair->a, *b = pair->b;
    size_t first = a->label_starts[x], end = a->label_starts[x + 1], found = 0;
    size_t start = b->label_starts[y], count = b->label_starts[y + 1] - start;
    for (size_t i = first; i < end; i++) {
        const struct label *ours = profile_label(a, i);
        if (!counts(ours))
            continue;
        size_t at = rank(a, first, end, i);
        if (at >= count)
            return false;
        const struct label *theirs = profile_label(b, start + at);
        if (!label(pair, ours, theirs))
            return false;
        found++;
    }
    return found == count;
}

static bool samples(const struct pair *pair)
{
    const struct profile *a = pair->a, *b = pair->b;
    bool same = a->sample_count == b->sample_count;
    for (size_t i = 0; same && i < a->sample_count; i++) {
        size_t x = a->stack_starts[a->sample_stacks[i]], y = b->stack_starts[b->sample_stacks[i]];
        size_t size = a->stack_starts[a->sample_stacks[i] + 1] - x;
        same = size == b->stack_starts[b->sample_stacks[i] + 1] - y &&
               labels(pair, a->sample_labels[i], b->sample_labels[i]);
        for (size_t n = 0; same && n < size; n++)
            same = a->stack_frames[x + n] == b->stack_frames[y + n];
    }
    for (size_t i = 0; same && i < a->sample_count * a->type_count; i++)
        same = a->values[i] == b->values[i];
    return same;
}

const char *same_difference(const struct profile *profile, const struct profile *again)
{
    struct pair pair = {profile, again};
    return !header(&pair)      ? "header"
           : !mappings(&pair)  ? "mappings"
           : !functions(&pair) ? "functions"
           : !locations(&pair) ? "locations"
           : !samples(&pair)   ? "samples"
                               : NULL;
}
