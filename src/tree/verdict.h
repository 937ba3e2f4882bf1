/* What a rule of a check came to, and what it was judged by. */
#ifndef TREE_VERDICT_H
#define TREE_VERDICT_H

#include "base/budget.h"
#include "select/rule.h"

struct arena;
struct changes;
struct frames;
struct selection;
struct settings;
struct tree;

enum verdict_kind {
    VERDICT_HOLDS,
    VERDICT_NOISE,   /* holds, because the change that would break it is within noise */
    VERDICT_SKIPPED, /* optional, and matches nothing */
    VERDICT_BROKEN
};

enum { VERDICT_MOVERS = 3 };

/* A function with what ends in it of the samples of a rule. */
struct verdict_mover {
    struct str name;
    double base, new_;
    struct str callers; /* on the path that explains most of it, the nearest last: "… → f → g" */
    double path_share; /* 0..1 of it */
};

struct verdict {
    const struct rule *rule;
    enum verdict_kind kind;
    struct str type, unit;        /* of the samples */
    size_t matched;               /* functions, packages or sets of labels */
    bool has_base;                /* otherwise base and base_share are 0 */
    double base, new_;            /* on the common scale, in the unit; of a rule about the new side
                                     alone the new side's own mean over its runs */
    double base_share, new_share; /* of the totals of their sides, 0..1 */
    double value, limit;          /* that are compared: a share or ratio (0.05 is 5 %), or a value;
                                     infinite where a change has nothing to be a share of */
    bool is_tested;
    bool is_noise;       /* the change is within noise and counts as none */
    double p, low, high; /* of the value, at the judge's level; only where tested */
    struct verdict_mover movers[VERDICT_MOVERS]; /* of a broken rule */
    size_t mover_count;
};

/* Of all rules, in their order. */
struct verdicts {
    const struct verdict *items;
    size_t count;
    size_t broken, changes; /* rules that are broken; that are about a change */
    double level;           /* of the judge */
};

/* What rules about one sample type are judged by. */
struct judge {
    const struct selection *selection;
    const struct frames *frames;
    const struct tree *tree;
    const struct changes *changes; /* NULL: there is no base */
    const struct settings *settings;
    double level; /* p values below it are no noise */
    struct arena *arena;
    struct budget *budget;
};

#endif
