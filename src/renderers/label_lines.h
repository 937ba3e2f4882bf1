/* The labels of a sample as text: grouped by key, the groups sorted by their text. */
#ifndef RENDERERS_LABEL_LINES_H
#define RENDERERS_LABEL_LINES_H

#include "base/array.h"
#include "base/sink.h"

struct label;
struct view;

/* The labels of a sample that have one key and are all text or all numbers. */
struct label_group {
    struct str key;
    const uint32_t *labels; /* indices of the profile's labels, in the order of the sample */
    size_t count;
    bool is_number;
};

/* Writes a group in a report's style. */
typedef void label_group_print(const struct view *view, const struct label_group *group,
                               struct sink *sink);

/* The text of a group: bytes [from, to) of `text`. */
struct label_piece {
    size_t from, to;
};

struct label_lines {
    const struct view *view;
    label_group_print *print;
    struct str before, between, after; /* around and between the groups of text, and of numbers */
    /* Reused by each call. */
    ARRAY(uint32_t) labels;
    ARRAY(uint32_t) order;
    ARRAY(struct label_piece) pieces;
    struct sink text;
};

void label_lines_init(struct label_lines *lines, const struct view *view, label_group_print *print);
/* Writes the labels of a label set: groups of text, then groups of numbers. */
void label_lines_print(struct label_lines *lines, uint32_t set, struct sink *sink);

/* Label i of the group. */
const struct label *label_group_item(const struct view *view, const struct label_group *group,
                                     size_t i);

#endif
