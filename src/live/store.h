/* A folder of profiles and its index, held against other writers by a lock.
 *
 * What is about to be written is in the index first, so that whatever happens in between the folder
 * has no file of ours that the index does not know. What is removed is removed before its entry. */
#ifndef LIVE_STORE_H
#define LIVE_STORE_H

#include "base/error.h"
#include "live/index.h"
#include "net/digest.h"

#include <stdint.h>

struct store {
    struct str folder;
    int lock; /* descriptor; -1: not held */
    net_digest_function *digest;
};

/* A store in the folder, which is made where it is not there. */
bool store_open(struct store *store, struct str folder, net_digest_function *digest,
                struct error *error);
/* Takes the lock, waiting so long for another to let go. False with an IO error that names the lock
 * and the process that holds it. */
bool store_lock(struct store *store, double seconds, struct error *error);
/* Fine where it is not held. */
void store_unlock(struct store *store);

/* All below need the lock. */

bool store_index(const struct store *store, struct index *index, struct arena *arena,
                 struct error *error);
bool store_save(const struct store *store, const struct index *index, struct arena scratch,
                struct error *error);
/* Puts what a killed writer left in order: its unfinished files go, entries of files that are not
 * there or not whole too. */
bool store_settle(const struct store *store, struct arena scratch, struct error *error);

/* A file to be put there: `record` has kind and start; its file, bytes, sha256 and, where that is
 * empty, status are set. */
struct store_item {
    struct record *record;
    struct str bytes;  /* empty: an entry without a file */
    struct str suffix; /* ".pb.gz" */
};

/* Names and writes the files, and adds all entries. False with the first failure; the entries of
 * files that are not there then say "failed", as far as the index can be written at all. */
bool store_put(const struct store *store, struct store_item *items, size_t count,
               struct arena *arena, struct error *error);

/* How much stays; 0: any. */
struct store_bounds {
    uint64_t rounds, bytes;
    int64_t oldest_ns; /* start of the oldest round */
};

/* The bytes of an entry's file, in the arena; false if it is not there as it was written. */
bool store_load(const struct store *store, const struct record *record, struct arena *arena,
                struct str *bytes);

/* What there is of rounds. */
struct store_size {
    uint64_t rounds, bytes, last; /* `last`: number of the newest round; 0: there was none */
    uint64_t first;               /* of the oldest that has files */
};

struct store_size store_size(const struct index *index);
/* Removes the oldest rounds, files and entries, until the bounds hold; the newest stays. Files that
 * are no longer as they were written stay too, and are forgotten. */
bool store_trim(const struct store *store, const struct store_bounds *bounds, struct arena scratch,
                struct error *error);
/* Removes what there is of one round, which could not be put there whole: it is tried again, and
 * what all tries leave would have no bounds. */
void store_undo(const struct store *store, uint64_t round, struct arena scratch);

/* Whether it can be the name of a file of a store: "heap_20261121_091129-2.pb.gz". */
bool store_is_name(struct str name);

#endif
