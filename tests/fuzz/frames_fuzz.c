/* Any bytes as packed frames; what is read must hang together, and no frame has two samples. */
#include "base/arena.h"
#include "input/packed_frames.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 2000000 };

static void check(bool condition)
{
    if (!condition)
        abort();
}

static void check_places(const struct profile *profile)
{
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        check(location->id == i + 1 && location->line_count);
        check(location->line_first + location->line_count <= profile->line_count);
    }
    for (size_t i = 0; i < profile->line_count; i++)
        check(profile->lines[i].function < profile->function_count);
    for (size_t i = 0; i < profile->function_count; i++) {
        check(profile->functions[i].name < profile->string_count);
        check(profile->functions[i].file < profile->string_count);
        check(profile->functions[i].start_line >= 0);
    }
}

static void check_profile(const struct profile *profile, size_t size)
{
    size_t frames = profile->stack_starts[profile->stack_count];
    check(profile->type_count > 0 && profile->sample_count <= size);
    check(profile->stack_count == profile->sample_count);
    for (size_t i = 0; i < frames; i++)
        check(profile->stack_frames[i] < profile->location_count);
    for (size_t i = 0; i < profile->sample_count; i++) {
        bool has_value = false;
        for (size_t t = 0; t < profile->type_count; t++)
            has_value |= profile->values[i * profile->type_count + t] != 0;
        check(has_value && profile->sample_stacks[i] == i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, MEMORY);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct error error = {.kind = ERROR_NONE};
    struct str text = {(const char *)bytes, size};
    const struct profile *profile = packed_frames_read(text, &arena, &budget, &error);
    check(profile || (error.kind && error.text[0]));
    if (profile) {
        check_places(profile);
        check_profile(profile, size);
    }
    arena_fini(&store);
    return 0;
}
