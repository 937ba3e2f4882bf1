/* Groups are found by sorting the labels of a set by key, then sorted by what they look like. */
#include "renderers/label_lines.h"
#include "base/sort.h"
#include "profile/profile.h"
#include "renderers/renderer.h"

void label_lines_init(struct label_lines *lines, const struct view *view, label_group_print *print)
{
    *lines = (struct label_lines){.view = view, .print = print};
    sink_init_buffer(&lines->text, view->arena, UINT64_MAX);
}

const struct label *label_group_item(const struct view *view, const struct label_group *group,
                                     size_t i)
{
    return &view->profile->labels[group->labels[i]];
}

static bool same_group(const struct label *a, const struct label *b)
{
    return a->key == b->key && a->is_number == b->is_number;
}

static bool label_before(const void *context, uint32_t a, uint32_t b)
{
    const struct profile *profile = context;
    const struct label *x = &profile->labels[a], *y = &profile->labels[b];
    return x->is_number != y->is_number ? y->is_number : x->key < y->key;
}

static bool piece_before(const void *context, uint32_t a, uint32_t b)
{
    const struct label_lines *lines = context;
    struct str text = sink_str(&lines->text);
    const struct label_piece *x = &lines->pieces.at[a], *y = &lines->pieces.at[b];
    return str_compare(str_slice(text, x->from, x->to), str_slice(text, y->from, y->to)) < 0;
}

/* Adds the text of the group that starts at a label; returns where the next one starts. */
static size_t add_group(struct label_lines *lines, size_t start)
{
    const struct profile *profile = lines->view->profile;
    const uint32_t *labels = lines->labels.at;
    const struct label *first = &profile->labels[labels[start]];
    size_t end = start + 1, from = lines->text.used;
    while (end < lines->labels.count && same_group(first, &profile->labels[labels[end]]))
        end++;
    struct label_group group = {.key = profile_string(profile, first->key),
                                .labels = labels + start,
                                .count = end - start,
                                .is_number = first->is_number};
    lines->print(lines->view, &group, &lines->text);
    array_push(lines->view->arena, &lines->order, (uint32_t)lines->pieces.count);
    array_push(lines->view->arena, &lines->pieces, ((struct label_piece){from, lines->text.used}));
    return end;
}

/* Writes the collected groups, and forgets them. */
static void print_pieces(struct label_lines *lines, struct sink *sink)
{
    struct str text = sink_str(&lines->text);
    sort_ids(lines->order.at, lines->order.count, piece_before, lines, *lines->view->arena);
    for (size_t i = 0; i < lines->order.count; i++) {
        const struct label_piece *piece = &lines->pieces.at[lines->order.at[i]];
        sink_text(sink, i ? lines->between : lines->before);
        sink_text(sink, str_slice(text, piece->from, piece->to));
    }
    sink_text(sink, lines->order.count ? lines->after : STR(""));
    lines->order.count = lines->pieces.count = lines->text.used = 0;
}

void label_lines_print(struct label_lines *lines, uint32_t set, struct sink *sink)
{
    const struct profile *profile = lines->view->profile;
    lines->labels.count = 0;
    for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++)
        array_push(lines->view->arena, &lines->labels, profile->label_ids[i]);
    sort_ids(lines->labels.at, lines->labels.count, label_before, profile, *lines->view->arena);
    bool numbers = false;
    for (size_t i = 0; i < lines->labels.count;) {
        if (profile->labels[lines->labels.at[i]].is_number && !numbers) {
            print_pieces(lines, sink);
            numbers = true;
        }
        i = add_group(lines, i);
    }
    print_pieces(lines, sink);
}
