/* The labels at a node of a drawn graph, as pprof draws them: boxes, and boxes at boxes. */
#ifndef RENDERERS_GRAPH_TAGS_H
#define RENDERERS_GRAPH_TAGS_H

#include "base/str.h"

#include <stdint.h>

struct view;

struct graph_tag {
    struct str id;     /* "N1_0", or "NN1_0" of numbers */
    struct str source; /* the id of what it hangs at: "N1", or another box's */
    size_t parent;     /* that box; GRAPH_TAG_NODE: the node */
    struct str text;   /* "key:value\nkey:value", with the two characters \n; or numbers with units
                          ("8B..2kB") */
    int64_t weight;
    bool is_dotted; /* of samples that pass, at a node whose others are of those that end */
};

#define GRAPH_TAG_NODE ((size_t)-1)

struct graph_tags {
    const struct graph_tag *items; /* a box after what it hangs at */
    size_t count;
};

/* The boxes of node `id` (from 1): of its own samples (flat), or of all that pass. */
struct graph_tags graph_tags_new(const struct view *view, uint32_t node, size_t id, bool flat);

#endif
