/* Keys and parts. */
#include "request/view_cache.h"
#include "base/sink.h"
#include "options/settings.h"

static void clear_part(struct view_cache_part *part)
{
    arena_fini(&part->store);
    *part = (struct view_cache_part){.key = {NULL, 0}};
}

void view_cache_clear(struct view_cache *cache)
{
    clear_part(&cache->selected);
    clear_part(&cache->grown);
    *cache = (struct view_cache){.selection = NULL};
}

/* What only the views themselves look at, as they write, is not part of what they share. */
static bool is_shared(const struct option *option)
{
    return option->views == FOR_ALL || option->views == FOR_VALUES;
}

void view_cache_print_key(const struct profile *profile, const struct settings *settings,
                          bool is_raw, struct sink *sink)
{
    size_t count;
    const struct option *options = option_rows(&count);
    sink_print(sink, "%p %d", (const void *)profile, is_raw);
    for (size_t i = 0; i < count; i++) {
        if (!is_shared(&options[i]) || settings_is_default(settings, &options[i]))
            continue;
        size_t before = sink->used;
        sink_print(sink, " %zu=", i);
        settings_print_value(settings, &options[i], sink);
        /* Its length says where a text begins, whatever is in it. */
        sink_print(sink, " %zu", sink->used - before);
    }
}

static bool holds(const struct view_cache_part *part, struct str key)
{
    return part->key.at && str_equal(part->key, key);
}

static bool has(struct view_cache_part *part, struct str key, size_t ceiling)
{
    if (holds(part, key))
        return true;
    clear_part(part);
    part->arena = arena_init(&part->store, ceiling);
    return false;
}

bool view_cache_has_selection(struct view_cache *cache, struct str key, size_t ceiling)
{
    if (has(&cache->selected, key, ceiling))
        return true;
    clear_part(&cache->grown);
    return false;
}

bool view_cache_has_tree(struct view_cache *cache, struct str key, size_t ceiling)
{
    return has(&cache->grown, key, ceiling);
}

bool view_cache_holds_tree(const struct view_cache *cache, struct str key)
{
    return holds(&cache->grown, key);
}

void view_cache_keep(struct view_cache_part *part, struct str key)
{
    part->key = str_copy(key, &part->arena);
    arena_trim(&part->arena);
}

const struct settings *view_cache_settings(const struct settings *settings, struct arena *arena)
{
    size_t count;
    const struct option *options = option_rows(&count);
    struct settings *copy = ARENA_NEW(arena, struct settings, 1);
    *copy = *settings;
    copy->arena = arena;
    for (size_t i = 0; i < count; i++) {
        struct str *text = (struct str *)(void *)((char *)copy + options[i].field);
        if (options[i].type == OPTION_TEXT)
            *text = str_copy(*text, arena);
    }
    return copy;
}
