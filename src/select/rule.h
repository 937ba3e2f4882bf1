/* Rules of `check`, such as "json\..* flat > +3pp":
 *
 *   [type:NAME] [EXPRESSION | package:EXPRESSION] flat|cum COMPARISON LIMIT [optional]
 *   [type:NAME] [label:KEY=EXPRESSION]            total    COMPARISON LIMIT [optional]
 *
 * They are read from their end, so an expression may hold spaces and comparisons and needs no
 * quotes. */
#ifndef SELECT_RULE_H
#define SELECT_RULE_H

#include "base/error.h"

struct arena;
struct regex;

enum rule_subject {
    RULE_ALL,       /* of total */
    RULE_FUNCTIONS, /* whose name matches */
    RULE_PACKAGES,  /* the functions of packages whose name matches */
    RULE_LABELS     /* samples with a label, as --tagfocus takes it; of total */
};

enum rule_weight { RULE_TOTAL, RULE_FLAT, RULE_CUM };

enum rule_comparison { RULE_MORE, RULE_MORE_OR_EQUAL, RULE_LESS, RULE_LESS_OR_EQUAL };

enum rule_limit {
    RULE_SHARE,        /* 12%: of the new side's total */
    RULE_VALUE,        /* 2s: the new side's value */
    RULE_CHANGE,       /* +5%: of the base's value of the same set */
    RULE_SHARE_CHANGE, /* +3pp: percentage points of the sides' totals */
    RULE_VALUE_CHANGE  /* +120ms */
};

struct rule {
    struct str text;   /* as it was written, without spaces around it */
    struct str source; /* "--fail", "render.rules:3"; safe to show */
    bool is_budget;    /* breaks where it is false; otherwise where it is true */
    bool is_optional;  /* may match nothing */
    struct str type;   /* of the samples; empty: as --sample_index says */
    enum rule_subject subject;
    struct str expression;
    const struct regex *regex; /* of functions and packages */
    enum rule_weight weight;
    enum rule_comparison comparison;
    enum rule_limit limit;
    double number;   /* with its sign: 5, -3, 0.5 */
    struct str unit; /* of values; empty: plain counts */
};

/* Fills all but source and is_budget, which stay as they are. The text lives as long as the arena.
 * False with a USAGE error that starts with the place: "column 7: ...". */
bool rule_read(struct str text, struct rule *rule, struct arena *arena, struct error *error);
/* Whether the rule is about base and new, not about new alone. */
bool rule_is_change(const struct rule *rule);
/* Whether a value compares with a limit as the rule says. */
bool rule_is_true(const struct rule *rule, double value, double limit);

#endif
