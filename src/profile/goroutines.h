/* Goroutines by what they wait for, who started them, and where they are. */
#ifndef PROFILE_GOROUTINES_H
#define PROFILE_GOROUTINES_H

#include "base/budget.h"
#include "base/str.h"
#include "profile/profile.h"

struct arena;
struct sink;

/* The sample type of Go's goroutine profiles. */
#define GOROUTINE_TYPE STR("goroutine")

/* Labels of a goroutine that was read from a dump, as far as it says so. */
#define GOROUTINE_ID STR("goroutine")              /* a number */
#define GOROUTINE_STATE STR("state")               /* running, or what it waits for: chan receive */
#define GOROUTINE_WAIT STR("wait")                 /* a number of minutes */
#define GOROUTINE_CREATOR STR("creator")           /* the function whose go statement it runs */
#define GOROUTINE_CREATOR_LINE STR("creator_line") /* that statement: main.go:41 */
#define GOROUTINE_THREAD STR("thread")             /* locked */
#define GOROUTINE_BUBBLE STR("bubble")             /* of testing/synctest: its number */

enum goroutine_doubt {
    DOUBT_NONE,
    DOUBT_FOREVER, /* Go found that they cannot go on, or what they wait for never comes */
    DOUBT_LONG,    /* many wait for minutes */
    DOUBT_MANY,    /* very many wait, and how long is not known */
};

/* Those that wait for the same at one place, and were started by one go statement. */
struct goroutine_group {
    struct str state;  /* empty: not known */
    string_id creator; /* 0: not known, as also the line */
    string_id creator_line;
    uint32_t entry; /* its outermost function; ID_NONE: there is none */
    uint32_t place; /* the innermost function that is not Go's own; ID_NONE: there is none */
    int64_t line;   /* of the place; 0: not known */
    int64_t count;
    int64_t timed;       /* those of which Go says how long they wait */
    int64_t least, most; /* minutes that these wait */
    int64_t longest;     /* the id of one that waits for `most` */
    uint32_t stack;      /* the most frequent one */
    int64_t stack_count;
    enum goroutine_doubt doubt;
    const char *reason; /* what is likely to be wrong, where there is doubt */
};

struct goroutines {
    const struct goroutine_group *groups; /* the largest first */
    size_t count;
    int64_t total;
    int64_t timed;
    bool has_creators;
    bool has_states; /* the profile says them; otherwise they are told from frames of the runtime */
};

/* Whether values of the type count goroutines. */
bool goroutines_are_counted(const struct profile *profile, size_t type_index);
/* NULL with an error. */
const struct goroutines *goroutines_new(const struct profile *profile, size_t type_index,
                                        struct arena *arena, struct budget *budget,
                                        struct error *error);
/* Writes "30 to 95 minutes", "up to 5 minutes"; nothing where it is not known. */
void goroutine_group_print_wait(const struct goroutine_group *group, struct sink *sink);
/* Writes "main.handle (main.go:41)", safe for a terminal. */
void goroutine_group_print_place(const struct profile *profile, const struct goroutine_group *group,
                                 struct sink *sink);

#endif
