/* Loads a profile.proto that is not compressed: all that a page hands to its engine. */
#include "base/ahead.h"
#include "base/host.h"
#include "base/quote.h"
#include "input/input.h"
#include "input/pprof.h"
#include "input/stream.h"

enum { MEMORY_BASE = 256 << 20, MEMORY_PER_BYTE = 64 };

size_t input_base_ceiling(const struct input_limits *limits)
{
    uint64_t ceiling = limits->max_memory ? limits->max_memory : MEMORY_BASE;
    return ceiling < SIZE_MAX ? (size_t)ceiling : SIZE_MAX;
}

void input_kept_init(struct input_kept *kept, size_t most)
{
    *kept = (struct input_kept){.most = most, .form = INPUT_OTHER};
}

static bool fill(void *context, unsigned char *at, size_t size, size_t *got, struct error *error)
{
    struct source *source = context;
    return source->read(source->context, at, size, got, error);
}

/* The memory of 32 bits may hold less than the ceiling. */
static void raise_ceiling(struct arena_store *store, int64_t size)
{
    uint64_t ceiling = store->ceiling + (uint64_t)size * MEMORY_PER_BYTE;
    store->ceiling = ceiling < SIZE_MAX ? (size_t)ceiling : SIZE_MAX;
}

const struct profile *input_load(const struct host *host, struct str name,
                                 const struct input_limits *limits, struct arena *arena,
                                 struct budget *budget, struct error *error)
{
    struct source source;
    struct stream stream;
    struct error inner = {.kind = ERROR_NONE};
    if (!host->open(host->context, name, &source, error))
        return NULL;
    if (!limits->max_memory && source.size > 0)
        raise_ceiling(arena->store, source.size);
    struct ahead *ahead = ahead_open(fill, &source, false);
    stream_init(&stream, ahead, arena);
    struct profile *profile = pprof_read(&stream, arena, budget, 0, &inner);
    ahead_close(ahead);
    source.close(source.context);
    if (!profile) {
        struct error_quote quote = error_quote(name);
        error_set(error, inner.kind, "%s: %s", quote.text, inner.text);
        return NULL;
    }
    profile->name = str_copy(str_base_name(name), arena);
    return profile;
}
