/* Columns replaced one by one. */
#include "select/narrow.h"

#include <string.h>

void narrow_init(struct narrow *narrow, const struct profile *profile, struct arena *arena,
                 struct budget *budget, struct error *error)
{
    *narrow =
        (struct narrow){.profile = *profile, .arena = arena, .budget = budget, .error = error};
    sink_init_buffer(&narrow->messages, arena, UINT64_MAX);
}

struct location *narrow_own_locations(struct narrow *narrow)
{
    size_t count = narrow->profile.location_count;
    struct location *locations = ARENA_NEW(narrow->arena, struct location, count);
    if (count)
        memcpy(locations, narrow->profile.locations, count * sizeof *locations);
    narrow->profile.locations = locations;
    return locations;
}

struct line *narrow_own_lines(struct narrow *narrow)
{
    size_t count = narrow->profile.line_count;
    struct line *lines = ARENA_NEW(narrow->arena, struct line, count);
    if (count)
        memcpy(lines, narrow->profile.lines, count * sizeof *lines);
    narrow->profile.lines = lines;
    return lines;
}

void narrow_drop_stack(struct narrow *narrow, size_t stack)
{
    if (!narrow->stack_gone)
        narrow->stack_gone = ARENA_NEW(narrow->arena, uint8_t, narrow->profile.stack_count);
    narrow->stack_gone[stack] = 1;
}

void narrow_drop_labels(struct narrow *narrow, size_t set)
{
    if (!narrow->labels_gone)
        narrow->labels_gone = ARENA_NEW(narrow->arena, uint8_t, narrow->profile.label_set_count);
    narrow->labels_gone[set] = 1;
}

bool narrow_has(const struct narrow *narrow, size_t sample)
{
    return !(narrow->stack_gone && narrow->stack_gone[narrow->profile.sample_stacks[sample]]) &&
           !(narrow->labels_gone && narrow->labels_gone[narrow->profile.sample_labels[sample]]);
}

void narrow_stacks_init(struct narrow_stacks *stacks, struct arena *arena)
{
    *stacks = (struct narrow_stacks){.frames = {0}};
    array_reserve(arena, &stacks->frames, 1);
    array_push(arena, &stacks->starts, 0);
}

void narrow_stacks_push(struct narrow *narrow, struct narrow_stacks *stacks, const uint32_t *frames,
                        size_t count)
{
    array_reserve(narrow->arena, &stacks->frames, count);
    if (count)
        memcpy(stacks->frames.at + stacks->frames.count, frames, count * sizeof *frames);
    stacks->frames.count += count;
}

bool narrow_stacks_end(struct narrow *narrow, struct narrow_stacks *stacks)
{
    array_push(narrow->arena, &stacks->starts, stacks->frames.count);
    return budget_spend(narrow->budget, 1, narrow->error);
}

void narrow_stacks_set(struct narrow *narrow, struct narrow_stacks *stacks)
{
    narrow->profile.stack_frames = stacks->frames.at;
    narrow->profile.stack_starts = stacks->starts.at;
    narrow->profile.stack_count = stacks->starts.count - 1;
}

void narrow_warn(struct narrow *narrow, bool matched, struct str option)
{
    if (matched)
        return;
    sink_text(&narrow->messages, option);
    sink_text(&narrow->messages, STR(" expression matched no samples\n"));
}

const struct profile *narrow_finish(struct narrow *narrow)
{
    struct profile *profile = ARENA_NEW(narrow->arena, struct profile, 1);
    *profile = narrow->profile;
    if (!narrow->stack_gone && !narrow->labels_gone)
        return profile;
    size_t count = profile->sample_count, types = profile->type_count, kept = 0;
    uint32_t *stacks = ARENA_NEW(narrow->arena, uint32_t, count);
    uint32_t *labels = ARENA_NEW(narrow->arena, uint32_t, count);
    int64_t *values = ARENA_NEW(narrow->arena, int64_t, count * types);
    for (size_t i = 0; i < count; i++) {
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return NULL;
        if (!narrow_has(narrow, i))
            continue;
        stacks[kept] = profile->sample_stacks[i];
        labels[kept] = profile->sample_labels[i];
        for (size_t t = 0; t < types; t++)
            values[kept * types + t] = profile->values[i * types + t];
        kept++;
    }
    profile->sample_stacks = stacks;
    profile->sample_labels = labels;
    profile->values = values;
    profile->sample_count = kept;
    return profile;
}
