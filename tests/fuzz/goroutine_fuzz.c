/* Any bytes through the readers of goroutines in words, and what they read through the grouping:
 * ids are inside their tables, each header is a sample, and groups add up. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "input/counted_stacks.h"
#include "input/goroutine_dump.h"
#include "input/goroutine_header.h"
#include "profile/goroutines.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 2000000 };

static void check(bool condition)
{
    if (!condition)
        abort();
}

static size_t headers_in(struct str text)
{
    struct goroutine_header header;
    size_t count = 0;
    while (text.size) {
        struct str line = str_slice(text, 0, str_find(text, '\n'));
        text = str_skip(text, line.size + 1);
        while (line.size && (line.at[0] == ' ' || line.at[0] == '\t' || line.at[0] == '\r'))
            line = str_skip(line, 1);
        while (line.size && (line.at[line.size - 1] == ' ' || line.at[line.size - 1] == '\t' ||
                             line.at[line.size - 1] == '\r'))
            line.size--;
        count += goroutine_header_read(&header, line);
    }
    return count;
}

static void check_profile(const struct profile *profile)
{
    size_t frames = profile->stack_starts[profile->stack_count];
    check(profile->type_count == 1);
    for (size_t i = 0; i < frames; i++)
        check(profile->stack_frames[i] < profile->location_count);
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        check(location->id == i + 1 && location->line_count);
        check(location->line_first + location->line_count <= profile->line_count);
    }
    for (size_t i = 0; i < profile->line_count; i++)
        check(profile->lines[i].function < profile->function_count);
    for (size_t i = 0; i < profile->label_starts[profile->label_set_count]; i++)
        check(profile->label_ids[i] < profile->label_count);
    for (size_t i = 0; i < profile->sample_count; i++) {
        size_t stack = profile->sample_stacks[i];
        check(stack < profile->stack_count);
        check(profile->stack_starts[stack] < profile->stack_starts[stack + 1]);
        check(profile->sample_labels[i] < profile->label_set_count);
        check(profile->values[i] > 0);
    }
}

static void check_groups(const struct profile *profile, const struct goroutines *all,
                         struct arena *arena)
{
    int64_t total = 0, timed = 0, sum = 0;
    bool wraps = false;
    struct sink sink;
    for (size_t i = 0; i < profile->sample_count; i++)
        wraps = !number_add_checked(&sum, profile->values[i]) || wraps;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (size_t i = 0; i < all->count; i++) {
        const struct goroutine_group *group = &all->groups[i];
        check(wraps || (group->count > 0 && group->timed >= 0 && group->timed <= group->count));
        check(group->least <= group->most && (wraps || (group->most > 0) == (group->timed > 0)));
        check(group->stack < profile->stack_count);
        check(wraps || group->stack_count <= group->count);
        check(i == 0 || group[-1].count >= group->count);
        check((group->reason != NULL) == (group->doubt != DOUBT_NONE));
        total = number_add(total, group->count);
        timed = number_add(timed, group->timed);
        goroutine_group_print_place(profile, group, &sink);
        goroutine_group_print_wait(group, &sink);
    }
    check(total == all->total && timed == all->timed);
}

static void check_read(const struct profile *profile, struct arena *arena, struct budget *budget)
{
    struct error error = {.kind = ERROR_NONE};
    check_profile(profile);
    const struct goroutines *all = goroutines_new(profile, 0, arena, budget, &error);
    check(all || (error.kind && error.text[0]));
    if (all)
        check_groups(profile, all, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, MEMORY);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct error error = {.kind = ERROR_NONE};
    struct str text = {(const char *)bytes, size};
    goroutine_dump_may_be(text);
    const struct profile *profile = goroutine_dump_read(text, &arena, &budget, &error);
    check(!profile || !error.kind);
    check(profile || error.kind || !headers_in(text));
    if (profile) {
        check(profile->sample_count == headers_in(text));
        check_read(profile, &arena, &budget);
    }
    error.kind = ERROR_NONE;
    profile = counted_stacks_read(text, &arena, &budget, &error);
    check(!profile || !error.kind);
    if (profile)
        check_read(profile, &arena, &budget);
    arena_fini(&store);
    return 0;
}
