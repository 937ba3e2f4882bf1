/* Loads a profile from a source: opens it, unpacks it, reads it. */
#ifndef INPUT_INPUT_H
#define INPUT_INPUT_H

#include "base/array.h"
#include "base/budget.h"
#include "profile/profile.h"

struct arena;
struct host;
struct input_kept;

/* What a page carries beside its profile, in the arena of that. */
struct input_carried {
    struct str sources; /* bytes as renderers/source_bundle.h says, not looked at; empty: none */
    bool is_damaged;    /* it has some, but they are not whole */
};

/* Who sees the bytes of a source as they are read, before anything is unpacked. */
struct input_tap {
    void (*see)(void *context, const void *bytes, size_t size); /* by one thread at a time */
    void *context;
};

/* What a source may need. Default ceilings grow with the source's size. */
struct input_limits {
    uint64_t
        max_memory; /* bytes; 0: 256 MiB + 64 times the source, and 64 MiB + 200 times inflated */
    struct input_kept *kept;       /* where the source's bytes go too; NULL: nowhere */
    const struct input_tap *tap;   /* NULL: nobody */
    struct input_carried *carried; /* zeroed, to be filled; NULL: not wanted */
    bool as_pprof; /* what pprof does not see in a format that it reads is not seen, either */
};

/* The ceiling that a store starts with before any source is loaded into it. */
size_t input_base_ceiling(const struct input_limits *limits);

/* What a source's bytes were. */
enum input_form {
    INPUT_GZIP,  /* a profile.proto in one gzip member */
    INPUT_PLAIN, /* a profile.proto */
    INPUT_OTHER, /* several members, or another format */
};

/* The bytes of a source, for those that pass them on. */
struct input_kept {
    struct arena_store store; /* to be given back with arena_fini */
    struct arena arena;
    ARRAY(char) bytes; /* empty where there were more than `most` */
    size_t most;
    enum input_form form;
    uint64_t raw; /* bytes, not compressed */
};

/* Makes it ready for one source. */
void input_kept_init(struct input_kept *kept, size_t most);

/* The profile in `name` (a path, or "-"), in the arena, whose store's ceiling is raised by what a
 * source of this size may need. NULL with an error that begins with the name. */
const struct profile *input_load(const struct host *host, struct str name,
                                 const struct input_limits *limits, struct arena *arena,
                                 struct budget *budget, struct error *error);

/* The profile that a report (or a picture made with --embed_profile) carries, as it stands there:
 * *member is one gzip member, in the arena. False with an error that begins with the name, also for
 * what is no report. */
bool input_extract(const struct host *host, struct str name, const struct input_limits *limits,
                   struct arena *arena, struct budget *budget, struct str *member,
                   struct error *error);

#endif
