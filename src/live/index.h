/* index.json of a folder of profiles: what was fetched, when, from where, and what became of it.
 *
 * {"version":1, "writer":"render 0.1.0", "entries":[ENTRY, ...]}, an entry a line. Those of others
 * that have the same version stay as they are, to the byte. */
#ifndef LIVE_INDEX_H
#define LIVE_INDEX_H

#include "base/array.h"
#include "base/error.h"

#include <stdint.h>

/* An entry. Empty texts and zeros are left out of it. */
struct record {
    struct str kind;          /* "heap"; of an event "gap", "clock", "restart", "start", "stop" */
    struct str file;          /* in the folder; empty: there is none */
    struct str status;        /* "ok"; "writing": its file is about to be put there;
                                 "unreadable": a file that is no profile; "failed" */
    struct str service, url;  /* without secrets */
    struct str error, note;   /* for people */
    struct str sha256;        /* of the file */
    int64_t start_ns, end_ns; /* since 1970 */
    double seconds;           /* that it tells of */
    uint64_t bytes;           /* of the file */
    uint64_t round, tries;    /* of watch, from 1; attempts in a gap */
    struct str raw;           /* as it stands in the file; empty: it is new or has changed */
};

struct index {
    struct arena *arena;
    ARRAY(struct record) entries; /* the oldest first */
};

/* All texts are in the arena. An absent file is an index without entries; one that is not as this
 * program writes it is an INPUT error, so that nothing of it is lost. */
bool index_read(struct index *index, struct str path, struct arena *arena, struct error *error);
bool index_write(const struct index *index, struct str path, struct arena scratch,
                 struct error *error);
void index_add(struct index *index, const struct record *record);

#endif
