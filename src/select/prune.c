/* drop_frames and keep_frames. */
#include "select/prune.h"
#include "base/arena.h"
#include "base/regex.h"
#include "base/sink.h"
#include "profile/profile.h"

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
    const struct profile *profile;
    struct regex_matcher *drop, *keep;
    uint8_t *by_name;     /* 0 not asked yet, 1 stays, 2 goes */
    uint8_t *cut, *whole; /* by location: loses lines; is nothing but them */
    uint32_t *line_skip, *stack_skip;
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
    struct str text = profile_string(pruner->profile, name);
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

static void prune_location(struct pruner *pruner, uint32_t index)
{
    const struct profile *profile = pruner->profile;
    const struct location *location = &profile->locations[index];
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
    pruner->line_skip[index] = pruner->whole[index] ? 0 : i;
}

static void prune_stack(struct pruner *pruner, size_t stack)
{
    const struct profile *profile = pruner->profile;
    const uint32_t *frames = profile->stack_frames + profile->stack_starts[stack];
    size_t count = profile->stack_starts[stack + 1] - profile->stack_starts[stack];
    bool found_user = false;
    for (size_t i = count; i > 0; i--) {
        uint32_t location = frames[i - 1];
        if (!pruner->cut[location]) {
            found_user = true;
        } else if (found_user) {
            pruner->stack_skip[stack] = (uint32_t)(pruner->whole[location] ? i : i - 1);
            return;
        }
    }
}

bool prune(const struct profile *profile, struct pruned *pruned, struct arena *arena,
           struct budget *budget, struct error *error)
{
    *pruned = (struct pruned){.is_bad = false};
    struct str drop = profile_string(profile, profile->drop_frames);
    struct str keep = profile_string(profile, profile->keep_frames);
    if (!drop.size)
        return true;
    struct pruner pruner = {.profile = profile, .drop = compile(drop, arena)};
    if (keep.size)
        pruner.keep = compile(keep, arena);
    pruned->is_bad = !pruner.drop || (keep.size && !pruner.keep);
    if (pruned->is_bad)
        return true;
    pruner.by_name = ARENA_NEW(arena, uint8_t, profile->string_count);
    pruner.cut = ARENA_NEW(arena, uint8_t, profile->location_count);
    pruner.whole = ARENA_NEW(arena, uint8_t, profile->location_count);
    pruner.line_skip = ARENA_NEW(arena, uint32_t, profile->location_count);
    pruner.stack_skip = ARENA_NEW(arena, uint32_t, profile->stack_count);
    for (size_t i = 0; i < profile->location_count; i++) {
        prune_location(&pruner, (uint32_t)i);
        if (!budget_spend(budget, 1, error))
            return false;
    }
    for (size_t i = 0; i < profile->stack_count; i++) {
        prune_stack(&pruner, i);
        if (!budget_spend(budget, 1, error))
            return false;
    }
    pruned->line_skip = pruner.line_skip;
    pruned->stack_skip = pruner.stack_skip;
    return true;
}
