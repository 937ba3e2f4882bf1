/* Findings: what makes a profile less than it could be, each with how much of it. One table
 * (findings.def). */
#ifndef PROFILE_FINDINGS_H
#define PROFILE_FINDINGS_H

#include "base/budget.h"

struct arena;
struct profile;

enum finding_severity { FINDING_SEVERITY_NOTE, FINDING_SEVERITY_WARNING };

enum finding_kind {
#define FINDING(name, severity, title, one, many, advice) FINDING_##name,
#include "profile/findings.def"
#undef FINDING
    FINDING_COUNT
};

struct finding_text {
    enum finding_severity severity;
    const char *title, *one, *many, *advice;
};

struct finding {
    enum finding_kind kind;
    uint64_t cases;
    bool has_weight;
    int64_t weight;    /* of the samples it is about: absolute values, 64 bits at most */
    struct str detail; /* names and numbers, safe for a terminal; may be empty */
};

struct findings {
    struct finding at[FINDING_COUNT]; /* each kind once at most, in the order of the table */
    size_t count;
    int64_t total; /* of all samples, likewise */
};

struct finding_question {
    size_t type_index;  /* of the weights */
    int64_t now_ns;     /* 0: not known */
    bool is_difference; /* negative values are meant */
};

const struct finding_text *finding_text(enum finding_kind kind);
/* Looks at a profile, in time linear in its size. NULL with an error. */
const struct findings *findings_find(const struct profile *profile,
                                     const struct finding_question *question, struct arena *arena,
                                     struct budget *budget, struct error *error);

#endif
