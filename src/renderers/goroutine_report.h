/* What `goroutines` says in each of its formats: rows, and the words about them. All texts are safe
 * to show. */
#ifndef RENDERERS_GOROUTINE_REPORT_H
#define RENDERERS_GOROUTINE_REPORT_H

#include "profile/goroutines.h"

struct view;

/* Goroutines of one state, or of one go statement. */
struct goroutine_row {
    struct str name;
    int64_t count, timed, least, most; /* as in a group */
    const struct goroutine_group *largest;
};

struct goroutine_report {
    const struct goroutines *all;
    const struct goroutine_row *states, *creators; /* the largest first */
    size_t state_count, creator_count;
    const struct goroutine_group *const *suspects; /* the largest first */
    size_t suspect_count;
    const struct goroutine_group *const *waiters; /* the longest first */
    size_t waiter_count;
    size_t most; /* rows of a table that are asked for */
};

/* NULL with an error, also where the profile does not count goroutines. */
const struct goroutine_report *goroutine_report_new(const struct view *view, struct error *error);

/* "50,000 goroutines: 49,988 wait, 12 run" */
struct str goroutine_headline(const struct view *view, const struct goroutine_report *report);
/* What the profile does not tell, and how to come to know; empty: nothing. */
struct str goroutine_gaps(const struct goroutine_report *report);
/* "412 goroutines (83.9%) started by main.handle (main.go:46) are in chan send for 30 to 95 minutes
 * at main.work (work.go:41)" */
struct str goroutine_suspicion(const struct view *view, const struct goroutine_report *report,
                               const struct goroutine_group *group);
/* What is known of its state; "(not known)" otherwise. */
struct str goroutine_state(const struct view *view, const struct goroutine_group *group);
/* "main.handle (main.go:46)": the go statement, or else the outermost function. */
struct str goroutine_origin(const struct view *view, const struct goroutine_group *group);
struct str goroutine_place(const struct view *view, const struct goroutine_group *group);
/* "30 to 95 min"; empty where it is not known. */
struct str goroutine_wait(const struct view *view, int64_t least, int64_t most, bool has_all);
/* "main.main → main.handle → main.work": its most frequent stack, from the root to the place. */
struct str goroutine_path(const struct view *view, const struct goroutine_group *group);

/* Writers, but for that of text. */
void goroutines_write_json(const struct view *view, const struct goroutine_report *report,
                           struct sink *sink);
void goroutines_write_md(const struct view *view, const struct goroutine_report *report,
                         struct sink *sink);

#endif
