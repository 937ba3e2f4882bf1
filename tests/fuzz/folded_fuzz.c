/* Any bytes as folded stacks; what is read must hang together, and every line has its sample. */
#include "base/arena.h"
#include "input/folded.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 2000000 };

static void check(bool condition)
{
    if (!condition)
        abort();
}

static void check_profile(const struct profile *profile, struct str text)
{
    size_t frames = profile->stack_starts[profile->stack_count], lines = 1;
    for (size_t i = 0; i < text.size; i++)
        lines += text.at[i] == '\n';
    check(profile->sample_count <= lines);
    check(profile->type_count == 1 || profile->type_count == 2);
    for (size_t i = 0; i < frames; i++)
        check(profile->stack_frames[i] < profile->location_count);
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        check(location->id == i + 1 && location->line_count);
        check(location->line_first + location->line_count <= profile->line_count);
    }
    for (size_t i = 0; i < profile->line_count; i++)
        check(profile->lines[i].function < profile->function_count);
    for (size_t i = 0; i < profile->sample_count; i++) {
        size_t stack = profile->sample_stacks[i];
        check(stack < profile->stack_count);
        check(profile->stack_starts[stack] < profile->stack_starts[stack + 1]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, MEMORY);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct error error = {.kind = ERROR_NONE};
    struct str text = {(const char *)bytes, size};
    folded_may_be(text, false);
    const struct profile *profile = folded_read(text, &arena, &budget, &error);
    check(profile || (error.kind && error.text[0]));
    if (profile)
        check_profile(profile, text);
    arena_fini(&store);
    return 0;
}
