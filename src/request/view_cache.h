/* What the requests of a session have in common: the selection last asked for, and the two call
 * trees last made of it. A page asks for boxes, then again and again for what it finds in them, and
 * between these for its summary, whose functions are told apart by less. */
#ifndef REQUEST_VIEW_CACHE_H
#define REQUEST_VIEW_CACHE_H

#include "base/arena.h"
#include "base/str.h"
#include "select/selection.h"

struct changes;
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

struct view_cache_tree {
    struct view_cache_part part;
    const struct frames *frames;
    const struct tree *tree;
    const struct flame_functions *functions; /* NULL: nobody has asked for them yet */
    const struct changes *changes;           /* likewise; only of both sides of a comparison */
    int color_by;                            /* of its functions */
    bool is_lent; /* the nodes, and what functions have of names, are the other tree's */
};

enum { VIEW_CACHE_TREES = 2 };

/* Zeroed: empty. */
struct view_cache {
    struct view_cache_part selected;
    const struct selection *selection;
    struct view_cache_tree trees[VIEW_CACHE_TREES];
    size_t last; /* index of the tree that was used last */
};

/* Gives back all memory. */
void view_cache_clear(struct view_cache *cache);

/* Writes what a selection depends on: the profile, and each option that more than one view looks
 * at. */
void view_cache_print_key(const struct profile *profile, const struct settings *settings,
                          enum selection_values values, struct sink *sink);
/* Whether the selection was made under that key. If not, its part is emptied, with what was made of
 * it, to be filled from the part's arena with at most `ceiling` bytes, and kept by view_cache_keep.
 */
bool view_cache_has_selection(struct view_cache *cache, struct str key, size_t ceiling);
/* The tree made under that key, now the one used last; NULL: there is none. */
struct view_cache_tree *view_cache_find_tree(struct view_cache *cache, struct str key);
/* In place of the tree that was not used last, or of one that stands on another: an empty one, to
 * be filled in the same way. */
struct view_cache_tree *view_cache_new_tree(struct view_cache *cache, size_t ceiling);
/* The tree beside this one, whole; NULL: there is none. */
const struct view_cache_tree *view_cache_beside(const struct view_cache *cache,
                                                const struct view_cache_tree *tree);
/* Drops the tree beside this one if it is so large that two are too many. */
void view_cache_make_room(struct view_cache *cache, const struct view_cache_tree *tree);
/* Says that the part is whole under the key. */
void view_cache_keep(struct view_cache_part *part, struct str key);
/* The settings with texts that live in the arena. */
const struct settings *view_cache_settings(const struct settings *settings, struct arena *arena);

#endif
