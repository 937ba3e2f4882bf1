/* What the files that read a regular expression share: the parser and what it does to the tree. */
#ifndef BASE_REGEX_PARSER_H
#define BASE_REGEX_PARSER_H

#include "base/regex_program.h"

enum {
    FLAG_FOLD = 1,    /* (?i) */
    FLAG_LINES = 2,   /* (?m) */
    FLAG_DOT_ALL = 4, /* (?s) */
    FLAG_LAZY = 8,    /* (?U), which decides where a match ends, not whether there is one */
};

/* An open parenthesis, or the whole pattern. */
struct regex_level {
    size_t alternatives; /* where they begin on the stack */
    size_t pieces;       /* where those of the last alternative begin */
    unsigned flags;      /* to be restored */
    bool capture;
};

struct regex_parser {
    struct str pattern, rest;
    unsigned flags;
    struct str repeat; /* from the last operator, if that was a repetition; `at` is NULL if not */
    ARRAY(uint32_t) stack;
    ARRAY(struct regex_level) levels;
    struct regex_tree *tree;
    struct regex_set set, part;
    int64_t runes;
    bool no_names; /* no ":]" follows: looking again and again would be quadratic */
    struct arena *arena;
    struct error *error;
};

/* Fails with Go's words and the part of the pattern they are about. */
bool regex_fail(struct regex_parser *parser, const char *what, struct str where);
/* Takes a character off a text; fails where it is not UTF-8. */
bool regex_take_point(struct regex_parser *parser, struct str *text, uint32_t *point);
bool regex_check_utf8(struct regex_parser *parser, struct str text);

/* The part of `from` before `to`, which is its end. */
static inline struct str until(struct str from, struct str to)
{
    return str_slice(from, 0, from.size - to.size);
}

static inline bool next_is(struct str text, size_t at, char byte)
{
    return at < text.size && text.at[at] == byte;
}

/* The tree (regex_tree.c). */

struct regex_node *regex_node_at(struct regex_parser *parser, uint32_t id);
uint32_t regex_node_new(struct regex_parser *parser, enum regex_node_kind kind);
/* A node around one child, which comes `least` to `most` times. */
uint32_t regex_node_around(struct regex_parser *parser, enum regex_node_kind kind, uint32_t child,
                           int least, int most);
/* Puts a node on the stack. These fail where Go's limits are reached. */
bool regex_push(struct regex_parser *parser, uint32_t id);
bool regex_push_set(struct regex_parser *parser); /* what was collected in `set` */
bool regex_push_literal(struct regex_parser *parser, uint32_t point);
bool regex_check_limits(struct regex_parser *parser, uint32_t id);
/* a|b|[cd] is [abcd]: joins neighbours among the alternatives from `base` on. */
void regex_join_alternatives(struct regex_parser *parser, size_t base);
/* Replaces the stack from `base` on by one node; nodes of the same kind give it their children. */
bool regex_collapse(struct regex_parser *parser, enum regex_node_kind kind, size_t base);

/* Escapes and sets (regex_escape.c). */

/* Reads and pushes the set that starts with '['. */
bool regex_parse_class(struct regex_parser *parser);
/* Reads and pushes the escape, which is not one of those for a place. */
bool regex_parse_escape(struct regex_parser *parser);

#endif
