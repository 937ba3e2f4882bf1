#include "tree/origins.h"
#include "base/arena.h"
#include "profile/name.h"
#include "select/frames.h"
#include "tree/tree.h"

/* A package stands by one of its functions. */
static enum name_family family_of(const struct frames *frames, const struct name_context *context,
                                  uint32_t frame)
{
    struct name_source source = frame_name_source(frames, frame);
    if (frames->items[frame].package)
        source.name = frames->members[frames->items[frame].package];
    return name_family(context, &source);
}

static bool is_runtime(enum name_family family)
{
    return family == NAME_RUNTIME || family == NAME_GC || family == NAME_KERNEL;
}

struct origins origins_of(const struct tree *tree, struct arena *arena)
{
    struct name_context context = name_context(tree->frames->profile);
    uint32_t *nodes = ARENA_NEW(arena, uint32_t, tree->count);
    uint8_t *is_own = ARENA_NEW(arena, uint8_t, tree->frames->count);
    struct arena scratch = *arena;
    uint8_t *families = ARENA_NEW(&scratch, uint8_t, tree->frames->count); /* plus one */
    uint32_t *own = ARENA_NEW(&scratch, uint32_t, tree->count);
    uint32_t *library = ARENA_NEW(&scratch, uint32_t, tree->count);
    for (uint32_t node = 1; node < tree->count; node++) {
        uint32_t frame = tree->node_frames[node], parent = tree->parents[node];
        if (!families[frame])
            families[frame] = (uint8_t)(family_of(tree->frames, &context, frame) + 1);
        enum name_family family = (enum name_family)(families[frame] - 1);
        is_own[frame] = family == NAME_OWN;
        own[node] = is_own[frame] ? node : own[parent];
        library[node] = is_runtime(family) ? library[parent] : node;
        nodes[node] = own[node] ? own[node] : library[node] ? library[node] : node;
    }
    return (struct origins){nodes, is_own};
}
