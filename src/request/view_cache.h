/* What the requests of a session have in common: the selection last asked for, and the call tree
 * last made of it. A page asks for boxes, then again and again for what it finds in them. */
#ifndef REQUEST_VIEW_CACHE_H
#define REQUEST_VIEW_CACHE_H

#include "base/arena.h"
#include "base/str.h"

struct flame_functions;
struct frames;
struct profile;
struct selection;
struct settings;
struct sink;
struct tree;

/* Things made together, under a key; memory that goes all at once. */
struct view_cache_part {
    struct arena_store store;
    struct arena arena;
    struct str key; /* at NULL: nothing is there */
};

/* Zeroed: empty. */
struct view_cache {
    struct view_cache_part selected, grown;
    const struct selection *selection; /* of the first part */
    const struct frames *frames;       /* of the second: frames, their call tree, its functions */
    const struct tree *tree;
    const struct flame_functions *functions;
};

/* Gives back all memory. */
void view_cache_clear(struct view_cache *cache);

/* Writes what a selection depends on: the profile, and each option that more than one view looks
 * at. */
void view_cache_print_key(const struct profile *profile, const struct settings *settings,
                          bool is_raw, struct sink *sink);
/* Whether the part was made under that key. If not, it is emptied, to be filled from the part's
 * arena with at most `ceiling` bytes, and kept by view_cache_keep; what was made of a selection
 * goes with it. */
bool view_cache_has_selection(struct view_cache *cache, struct str key, size_t ceiling);
bool view_cache_has_tree(struct view_cache *cache, struct str key, size_t ceiling);
/* The same of the tree, with nothing changed. */
bool view_cache_holds_tree(const struct view_cache *cache, struct str key);
/* Says that the part is whole under the key. */
void view_cache_keep(struct view_cache_part *part, struct str key);
/* The settings with texts that live in the arena. */
const struct settings *view_cache_settings(const struct settings *settings, struct arena *arena);

#endif
