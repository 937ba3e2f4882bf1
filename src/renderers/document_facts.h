/* What a chapter of a report says, found out once for all rounds of composing it. */
#ifndef RENDERERS_DOCUMENT_FACTS_H
#define RENDERERS_DOCUMENT_FACTS_H

#include "renderers/function_table.h"
#include "renderers/summary_facts.h"
#include "tree/movers.h"

struct chapter;

/* A stack that weighs much. */
struct document_path {
    int64_t value;
    struct str function; /* at its end, safe to show */
    struct str callers;  /* "main.main → … → main.handle", safe to show; empty: none */
};

/* What a function calls or is called by, a line or a label of it. */
struct document_share {
    struct str name; /* safe to show */
    size_t own;      /* of a function: where it begins after its path and package */
    int64_t value;
    struct str code; /* of a line: its text, safe to show; empty: not known */
};

struct document_shares {
    const struct document_share *items; /* the heaviest first */
    size_t count, more;                 /* shown, and not */
    int64_t rest;                       /* the value of those */
};

/* A function in detail. */
struct document_function {
    const struct function_row *row;
    struct str name;  /* safe to show */
    size_t own;       /* likewise */
    struct str place; /* "regexp/exec.go:317"; empty: not known */
    struct document_shares callers, callees, lines, labels;
    struct str label_key; /* of the labels; safe to show */
    struct str file;      /* of the lines, likewise */
};

struct document_facts {
    const struct summary *summary;
    struct function_table table; /* of a comparison without rows */
    int64_t own_of_rows;         /* own weight of its rows, without signs */
    int64_t own_of_all;
    bool is_table_cut; /* it ends before it carries what it should */
    const struct document_path *paths;
    size_t path_count;
    const struct document_function *functions;
    size_t function_count;
    const struct movers *movers; /* of a comparison; otherwise NULL */
};

/* NULL with an error. */
const struct document_facts *document_facts_new(const struct chapter *chapter, struct error *error);
/* A function's name safe to show, with the index where it begins after its package. */
struct str document_shown_name(const struct view *view, struct str name, size_t own,
                               size_t *shown_own);

#endif
