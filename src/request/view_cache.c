/* Keys and parts. */
#include "request/view_cache.h"
#include "base/sink.h"
#include "options/settings.h"

/* Bytes; a tree that is larger is not kept beside another one that is made. */
enum { LARGE_TREE = 128 << 20 };

static void clear_part(struct view_cache_part *part)
{
    arena_fini(&part->store);
    *part = (struct view_cache_part){.key = {NULL, 0}};
}

static void clear_tree(struct view_cache_tree *tree)
{
    clear_part(&tree->part);
    *tree = (struct view_cache_tree){.frames = NULL};
}

static void clear_trees(struct view_cache *cache)
{
    for (size_t i = 0; i < VIEW_CACHE_TREES; i++)
        clear_tree(&cache->trees[i]);
}

void view_cache_clear(struct view_cache *cache)
{
    clear_part(&cache->selected);
    clear_trees(cache);
    *cache = (struct view_cache){.selection = NULL};
}

/* What only the views themselves look at, as they write, is not part of what they share. */
static bool is_shared(const struct option *option)
{
    return option->views == FOR_ALL || option->views == FOR_VALUES;
}

void view_cache_print_key(const struct profile *profile, const struct settings *settings,
                          enum selection_values values, struct sink *sink)
{
    size_t count;
    const struct option *options = option_rows(&count);
    sink_print(sink, "%p %d", (const void *)profile, (int)values);
    for (size_t i = 0; i < count; i++) {
        if (!is_shared(&options[i]) || settings_is_default(settings, &options[i]))
            continue;
        for (size_t value = 0; value < settings_value_count(settings, &options[i]); value++) {
            size_t before = sink->used;
            sink_print(sink, " %zu=", i);
            settings_print_value(settings, &options[i], value, sink);
            /* Its length says where a text begins, whatever is in it. */
            sink_print(sink, " %zu", sink->used - before);
        }
    }
}

static bool holds(const struct view_cache_part *part, struct str key)
{
    return part->key.at && str_equal(part->key, key);
}

bool view_cache_has_selection(struct view_cache *cache, struct str key, size_t ceiling)
{
    if (holds(&cache->selected, key))
        return true;
    clear_trees(cache);
    clear_part(&cache->selected);
    cache->selected.arena = arena_init(&cache->selected.store, ceiling);
    return false;
}

struct view_cache_tree *view_cache_find_tree(struct view_cache *cache, struct str key)
{
    for (size_t i = 0; i < VIEW_CACHE_TREES; i++)
        if (holds(&cache->trees[i].part, key)) {
            cache->last = i;
            return &cache->trees[i];
        }
    return NULL;
}

struct view_cache_tree *view_cache_new_tree(struct view_cache *cache, size_t ceiling)
{
    const struct view_cache_tree *last = &cache->trees[cache->last];
    size_t at = last->is_lent || !last->part.key.at ? cache->last : !cache->last;
    struct view_cache_tree *tree = &cache->trees[at];
    clear_tree(tree);
    tree->part.arena = arena_init(&tree->part.store, ceiling);
    cache->last = at;
    return tree;
}

const struct view_cache_tree *view_cache_beside(const struct view_cache *cache,
                                                const struct view_cache_tree *tree)
{
    const struct view_cache_tree *other = &cache->trees[tree == &cache->trees[0]];
    return other->part.key.at ? other : NULL;
}

void view_cache_make_room(struct view_cache *cache, const struct view_cache_tree *tree)
{
    struct view_cache_tree *other = &cache->trees[tree == &cache->trees[0]];
    if (other->part.store.reserved > LARGE_TREE)
        clear_tree(other);
}

void view_cache_keep(struct view_cache_part *part, struct str key)
{
    part->key = str_copy(key, &part->arena);
    arena_trim(&part->arena);
}

static void copy_list(struct texts *list, struct arena *arena)
{
    struct str *at = ARENA_NEW(arena, struct str, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        at[i] = str_copy(list->at[i], arena);
    list->at = at;
}

const struct settings *view_cache_settings(const struct settings *settings, struct arena *arena)
{
    size_t count;
    const struct option *options = option_rows(&count);
    struct settings *copy = ARENA_NEW(arena, struct settings, 1);
    *copy = *settings;
    copy->arena = arena;
    for (size_t i = 0; i < count; i++) {
        void *field = (char *)copy + options[i].field;
        struct str *text = field;
        if (options[i].type == OPTION_TEXT)
            *text = str_copy(*text, arena);
        if (option_is_list(&options[i]))
            copy_list(field, arena);
    }
    return copy;
}
