/* drop_frames and keep_frames. */
#include "select/prune.h"
#include "base/arena.h"
#include "base/regex.h"
#include "base/sink.h"
#include "profile/profile.h"
#include "select/narrow.h"

static const struct str RESERVED[] = {
    {"(anonymous namespace)", sizeof "(anonymous namespace)" - 1},
    {"operator()", sizeof "operator()" - 1},
};

struct str prune_simple_name(struct str name)
{
    name = str_starts(name, STR(".")) ? str_skip(name, 1) : name;
    for (size_t i = 0; i < name.size; i++) {
        struct str rest = str_skip(name, i);
        size_t reserved = 0;
        for (size_t r = 0; r < 2; r++)
            if (str_starts(rest, RESERVED[r]))
                reserved = RESERVED[r].size;
        if (reserved)
            i += reserved - 1;
        else if (name.at[i] == '(')
            return str_slice(name, 0, i);
    }
    return name;
}

struct pruner {
    struct narrow narrow;
    struct regex_matcher *drop, *keep;
    uint8_t *by_name;     /* 0 not asked yet, 1 stays, 2 goes */
    uint8_t *cut, *whole; /* by location: loses lines; is nothing but them */
};

static struct regex_matcher *compile(struct str expression, struct arena *arena)
{
    struct sink sink;
    struct error error;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, STR("^("));
    sink_text(&sink, expression);
    sink_text(&sink, STR(")$"));
    const struct regex *regex = regex_new(sink_str(&sink), arena, &error);
    return regex ? regex_matcher_new(regex, arena) : NULL;
}

static bool goes(struct pruner *pruner, string_id name)
{
    uint8_t *answer = &pruner->by_name[name];
    struct str text = profile_string(&pruner->narrow.profile, name);
    if (!text.size)
        return false;
    if (!*answer) {
        text = prune_simple_name(text);
        bool drop = regex_matches(pruner->drop, text) &&
                    !(pruner->keep && regex_matches(pruner->keep, text));
        *answer = drop ? 2 : 1;
    }
    return *answer == 2;
}

static void prune_location(struct pruner *pruner, size_t index, struct location *location)
{
    const struct profile *profile = &pruner->narrow.profile;
    uint32_t i = location->line_count;
    while (i > 0) {
        const struct line *line = &profile->lines[location->line_first + i - 1];
        if (goes(pruner, profile->functions[line->function].name))
            break;
        i--;
    }
    if (!i)
        return;
    pruner->cut[index] = 1;
    pruner->whole[index] = i == location->line_count;
    if (!pruner->whole[index]) {
        location->line_first += i;
        location->line_count -= i;
    }
}

/* How many frames go at the leaf of a stack. */
static size_t leaf_frames(const struct pruner *pruner, const uint32_t *frames, size_t count)
{
    bool found_user = false;
    for (size_t i = count; i > 0; i--) {
        uint32_t location = frames[i - 1];
        if (!pruner->cut[location])
            found_user = true;
        else if (found_user)
            return pruner->whole[location] ? i : i - 1;
    }
    return 0;
}

static bool prune_stacks(struct pruner *pruner)
{
    struct narrow *narrow = &pruner->narrow;
    struct narrow_stacks fresh;
    narrow_stacks_init(&fresh, narrow->arena);
    for (size_t i = 0; i < narrow->profile.stack_count; i++) {
        size_t count;
        const uint32_t *frames = profile_stack(&narrow->profile, i, &count);
        size_t skip = leaf_frames(pruner, frames, count);
        notes_add(&narrow->profile.notes, NOTE_FRAMES_DROPPED, skip > 0);
        narrow_stacks_push(narrow, &fresh, frames ? frames + skip : NULL, count - skip);
        if (!narrow_stacks_end(narrow, &fresh))
            return false;
    }
    narrow_stacks_set(narrow, &fresh);
    return true;
}

static const struct profile *prune_all(struct pruner *pruner)
{
    struct narrow *narrow = &pruner->narrow;
    struct location *locations = narrow_own_locations(narrow);
    size_t count = narrow->profile.location_count;
    pruner->by_name = ARENA_NEW(narrow->arena, uint8_t, narrow->profile.string_count);
    pruner->cut = ARENA_NEW(narrow->arena, uint8_t, count);
    pruner->whole = ARENA_NEW(narrow->arena, uint8_t, count);
    for (size_t i = 0; i < count; i++) {
        prune_location(pruner, i, &locations[i]);
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return NULL;
    }
    return prune_stacks(pruner) ? narrow_finish(narrow) : NULL;
}

const struct profile *prune(const struct profile *profile, struct arena *arena,
                            struct budget *budget, struct error *error)
{
    struct pruner pruner = {.drop = NULL};
    struct str drop = profile_string(profile, profile->drop_frames);
    struct str keep = profile_string(profile, profile->keep_frames);
    if (!drop.size)
        return profile;
    narrow_init(&pruner.narrow, profile, arena, budget, error);
    pruner.drop = compile(drop, arena);
    if (keep.size)
        pruner.keep = compile(keep, arena);
    if (pruner.drop && (!keep.size || pruner.keep))
        return prune_all(&pruner);
    notes_add(&pruner.narrow.profile.notes, NOTE_DROP_FRAMES_REGEX, 1);
    return narrow_finish(&pruner.narrow);
}
