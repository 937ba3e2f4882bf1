/* Any bytes through the readers of the formats before profile.proto; what they read must hang
 * together. */
#include "base/arena.h"
#include "input/legacy.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 2000000 };

static void check(bool condition)
{
    if (!condition)
        abort();
}

/* Ids count from 1, indices are inside their tables, each sample has its values. */
static void check_profile(const struct profile *profile)
{
    size_t frames = profile->stack_count ? profile->stack_starts[profile->stack_count] : 0;
    int64_t sum = 0;
    check(!profile->sample_count || profile->type_count);
    for (size_t i = 0; i < frames; i++)
        check(profile->stack_frames[i] < profile->location_count);
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        check(location->id == i + 1);
        check(location->mapping == ID_NONE || location->mapping < profile->mapping_count);
        check(location->line_first + location->line_count <= profile->line_count);
    }
    for (size_t i = 0; i < profile->line_count; i++)
        check(profile->lines[i].function < profile->function_count);
    for (size_t i = 0; i < profile->sample_count; i++) {
        check(profile->sample_stacks[i] < profile->stack_count);
        check(profile->sample_labels[i] < profile->label_set_count);
    }
    for (size_t i = 0; i < profile->sample_count * profile->type_count; i++)
        sum ^= profile->values[i];
    check(sum == 0 || profile->sample_count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, MEMORY);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct error error = {.kind = ERROR_NONE};
    struct profile *profile = NULL;
    struct str text = {(const char *)bytes, size};
    legacy_may_be(text);
    enum legacy_result result = legacy_read(text, &arena, &budget, &profile, &error);
    check((result == LEGACY_READ) == (profile != NULL));
    check((result == LEGACY_REFUSED) == (error.kind && error.text[0]));
    if (profile)
        check_profile(profile);
    arena_fini(&store);
    return 0;
}
