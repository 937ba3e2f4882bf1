/* A session: what render/render.h hides. Shared by the files that make up the public interface. */
#ifndef REQUEST_SESSION_H
#define REQUEST_SESSION_H

#include "base/arena.h"
#include "base/array.h"
#include "base/budget.h"
#include "input/input.h"
#include "options/settings.h"
#include "profile/notes.h"
#include "profile/runs.h"
#include "request/public_host.h"
#include "request/view_cache.h"

struct paper_digest;
struct paper_module;

struct render {
    const struct render *parent; /* whose sources it shares; NULL: it has its own */
    struct public_host host;
    struct arena_store words_store, profile_store;
    struct arena words;       /* options, names */
    struct arena fresh_words; /* of a share: their start, where each request's begin again */
    struct arena profile_arena;
    struct settings settings;
    struct str binary, build_id; /* that the main binary shall have; empty: its own */
    bool is_pprof;               /* the reports are pprof's, whatever the terminal is */
    bool any_name;               /* the name of an output says nothing about its format */
    ARRAY(const struct profile *) profiles;
    ARRAY(enum run_side) sides;  /* of the profiles, where they are runs of a comparison */
    size_t base_names;           /* among the arguments' sources: the first ones; 0: no sides */
    struct str sources;          /* joined base names */
    struct str left_out;         /* what was said about files of folders */
    struct input_kept kept;      /* the bytes of the first source, where a page wants them */
    struct str tab;              /* that was chosen for the page */
    bool wants_page;             /* likewise */
    bool wants_digests;          /* what was chosen tells of them */
    struct str digests;          /* of sources, as struct view has them */
    const struct profile *whole; /* of all sources, less the base */
    const struct profile *prepared;
    bool prepared_all_frames; /* the options that it was prepared with */
    struct str prepared_comment;
    struct view_cache cache;
    const struct source_bundle *bundle; /* of the sources that are pages; NULL: none */
    struct str bundle_problem;          /* what is wrong with one of them; empty: nothing */
    struct notes notes;
    struct str messages; /* of the last view, a line each */
};

/* The session that read the sources: itself, or the one that it shares them with. */
const struct render *session_owner(const struct render *render);

/* For reading, without a request's memory, or for a request. */
struct budget session_budget(struct render *render, const struct arena_store *request);

/* A source or base, in the session's memory, with the main binary that was asked for; `kept` and
 * `carried` as in struct input_limits. NULL with an error. */
const struct profile *session_load(struct render *render, struct str name, struct input_kept *kept,
                                   struct input_carried *carried, struct error *error);

/* What the sources are together, less the base: of a comparison both sides, otherwise the sum of
 * all. NULL with an error. */
const struct profile *session_merge(struct render *render, struct budget *budget,
                                    struct error *error);

/* The digest of a source that is being read (session_digests.c). */
struct source_digest {
    const struct paper_module *paper;
    struct paper_digest *of; /* NULL: none is wanted */
    struct input_tap tap;    /* for struct input_limits */
};

/* Starts one if what the session will write tells of them. */
bool source_digest_open(struct source_digest *digest, const struct render *render);
/* Adds its line, if there is none like it, to what the session knows. */
void source_digest_close(struct source_digest *digest, struct render *render, struct str name);

/* Makes render->prepared, the profile that views are of: the sources merged, without the frames
 * that it wants dropped. */
bool session_prepare(struct render *render, struct error *error);

#endif
