/* Short names. */
#include "renderers/md_names.h"
#include "base/escape.h"
#include "base/hash.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/name.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "select/frames.h"

#include <string.h>

enum { LONGEST = 120, TAIL = 60 }; /* code points of a name */

/* ---------------------------------------------------------------- text */

/* Index of code point `count` of valid UTF-8; its size if there are fewer. */
static size_t index_of_point(struct str text, size_t count)
{
    size_t at = 0, size;
    while (count-- && at < text.size) {
        utf8_decode(str_skip(text, at), &size);
        at += size;
    }
    return at;
}

static struct str visible(struct str text, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_visible(&sink, text);
    return sink_str(&sink);
}

struct str md_visible(struct str text, struct arena *arena)
{
    struct sink cut;
    struct str whole = visible(text, arena);
    size_t points = utf8_count(whole);
    if (points <= LONGEST)
        return whole;
    sink_init_buffer(&cut, arena, UINT64_MAX);
    sink_text(&cut, str_slice(whole, 0, index_of_point(whole, LONGEST - TAIL - 1)));
    sink_text(&cut, STR("\xe2\x80\xa6"));
    sink_text(&cut, str_skip(whole, index_of_point(whole, points - TAIL)));
    return sink_str(&cut);
}

/* ---------------------------------------------------------------- names */

/* Whether the text can be the folders of a package, or of a file. */
static bool is_path(struct str text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_word && !memchr("./-_~@%+", c, 8) && (unsigned char)c < 0x80)
            return false;
    }
    return true;
}

/* "pkg.(*T).M" of "example.com/long/pkg.(*T).M", "T::m" of "a::b::T::m(int)". */
static struct str short_form(const struct str *forms, size_t count)
{
    if (str_find_str(forms[0], STR("::")) != STR_NONE)
        return count > 2 ? forms[count - 2] : forms[0];
    if (count < 2 || !str_ends(forms[0], forms[1]))
        return forms[0];
    struct str before = str_slice(forms[0], 0, forms[0].size - forms[1].size);
    return str_ends(before, STR("/")) && is_path(before) ? forms[1] : forms[0];
}

/* Of a function, whose forms may be known. */
static struct str short_name(const struct view *view, uint32_t frame)
{
    struct str forms[NAME_FORMS];
    const struct flame_functions *functions = view->functions;
    struct str name = profile_string(view->profile, view->frames->items[frame].name);
    uint32_t known = functions ? functions->by_frame[frame] : UINT32_MAX;
    if (known != UINT32_MAX && name.size <= FLAME_LONGEST_NAME)
        return short_form(functions->items[known].forms, functions->items[known].form_count);
    name = visible(name, view->arena);
    return short_form(forms, name_forms(name, view->arena, forms));
}

/* Marks the frames whose short name another frame has, too. */
static void mark_alike(const struct str *names, uint8_t *alike, size_t count, struct arena *arena)
{
    struct hash_table table;
    hash_table_init(&table, arena);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t hash = hash_bytes(names[i].at, names[i].size);
        size_t at = hash_start(hash);
        uint32_t other;
        while ((other = hash_table_next(&table, hash, &at)) != HASH_EMPTY)
            if (str_equal(names[other], names[i]))
                break;
        if (other == HASH_EMPTY)
            hash_table_add(&table, hash, i);
        else
            alike[i] = alike[other] = 1;
    }
}

const struct str *md_names_new(const struct view *view, struct error *error)
{
    size_t count = view->frames->count;
    struct str *names = ARENA_NEW(view->arena, struct str, count);
    uint8_t *alike = ARENA_NEW(view->arena, uint8_t, count);
    bool are_functions = view->settings->granularity <= GRANULARITY_FUNCTIONS;
    for (uint32_t i = 0; i < count; i++) {
        names[i] = are_functions && view->frames->items[i].name
                       ? short_name(view, i)
                       : visible(frame_name(view->frames, i, view->arena), view->arena);
        if (!budget_spend(view->budget, 1, error))
            return NULL;
    }
    mark_alike(names, alike, count, view->arena);
    for (uint32_t i = 0; i < count; i++)
        names[i] =
            md_visible(alike[i] ? frame_name(view->frames, i, view->arena) : names[i], view->arena);
    return names;
}
