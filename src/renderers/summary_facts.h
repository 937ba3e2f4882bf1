/* What there is to say about a view at first sight: for the summary of a page, as data and as
 * markup. All texts are safe to show except where it says otherwise. */
#ifndef RENDERERS_SUMMARY_FACTS_H
#define RENDERERS_SUMMARY_FACTS_H

#include "renderers/answer.h"
#include "renderers/function_table.h"

struct summary_changes;

/* A sample type of the profile. */
struct summary_type {
    size_t index;
    struct str type, unit; /* as in the profile */
    struct str total;      /* of all samples, by absolute values */
    bool is_chosen;
};

/* A package, a family of the runtime, or "other". */
struct summary_package {
    struct str name;
    unsigned fill; /* below SVG_FILLS */
    int64_t self;  /* by absolute values */
    struct str self_text, share;
};

/* A line of a list: "Wall time", "10.01s". */
struct summary_fact {
    struct str name, text;
    bool is_mono; /* a digest, a path, options */
};

struct summary_note {
    bool is_warning;
    struct str text; /* one or two sentences */
};

struct summary {
    struct question question; /* its report writes the values */
    struct str title;         /* the program, or the file */
    struct str line;          /* "2026-11-21 09:11:29 UTC · 10.0s wall · 1,601 samples" */
    const struct summary_type *types;
    size_t type_count;
    int64_t total;    /* that shares are shares of */
    int64_t selected; /* what the filters leave; may be negative in a difference */
    struct answer answer;
    struct function_table top;              /* five rows; its names are of unknown origin */
    size_t functions;                       /* in all */
    const struct summary_package *packages; /* the heaviest first, "other" last */
    size_t package_count;
    const struct summary_fact *facts;
    size_t fact_count;
    const struct summary_fact *provenance;
    size_t provenance_count;
    const struct summary_note *notes; /* warnings first */
    size_t note_count;
    const struct summary_changes *changes; /* of a comparison of both sides; otherwise NULL */
};

/* What the view must have been given (enum view_part). */
#define SUMMARY_NEEDS (VIEW_FRAMES | VIEW_TREE | VIEW_FUNCTIONS | VIEW_GRAPH | VIEW_UNTRIMMED)

/* NULL with an error. */
const struct summary *summary_new(const struct view *view, struct error *error);

#endif
