/* From a name to a profile: one thread reads and inflates while this one parses. */
#include "input/input.h"
#include "base/quote.h"
#include "base/ahead.h"
#include "base/host.h"
#include "input/inflate.h"
#include "input/pprof.h"
#include "input/sniff.h"
#include "input/stream.h"

#include <string.h>

enum {
    MEMORY_BASE = 256 << 20,
    MEMORY_PER_BYTE = 64,
    MEMORY_PER_UNKNOWN_BYTE = 8, /* of the inflated profile, where the source is a pipe */
    INFLATED_BASE = 64 << 20,
    THREAD_FROM = 128 << 10, /* a smaller source is read faster than a thread starts */
};

size_t input_base_ceiling(const struct input_limits *limits)
{
    uint64_t ceiling = limits->max_memory ? limits->max_memory : MEMORY_BASE;
    return ceiling < SIZE_MAX ? (size_t)ceiling : SIZE_MAX;
}

/* The bytes of the profile: inflated, or as they are. */
struct feed {
    struct source source;
    struct inflate *inflate; /* NULL: not compressed */
    unsigned char start[2];  /* read to see whether it is */
    size_t start_size, start_used;
    unsigned char
        head[SNIFF_SIZE]; /* the first bytes, to say what the data is if it is no profile */
    size_t head_size;
};

static bool feed_plain(struct feed *feed, unsigned char *at, size_t size, size_t *got,
                       struct error *error)
{
    size_t start = feed->start_size - feed->start_used;
    memcpy(at, feed->start + feed->start_used, start);
    feed->start_used = feed->start_size;
    if (!feed->source.read(feed->source.context, at + start, size - start, got, error))
        return false;
    *got += start;
    return true;
}

static bool feed_fill(void *context, unsigned char *at, size_t size, size_t *got,
                      struct error *error)
{
    struct feed *feed = context;
    bool ok = feed->inflate ? inflate_fill(feed->inflate, at, size, got, error)
                            : feed_plain(feed, at, size, got, error);
    if (ok && feed->head_size < SNIFF_SIZE) {
        size_t room = SNIFF_SIZE - feed->head_size, part = *got < room ? *got : room;
        memcpy(feed->head + feed->head_size, at, part);
        feed->head_size += part;
    }
    return ok;
}

/* Reads the first two bytes: whether it is gzip decides the rest. */
static bool feed_open(struct feed *feed, const struct input_limits *limits, struct error *error)
{
    while (feed->start_size < sizeof feed->start) {
        size_t got;
        if (!feed->source.read(feed->source.context, feed->start + feed->start_size,
                               sizeof feed->start - feed->start_size, &got, error))
            return false;
        if (!got)
            break;
        feed->start_size += got;
    }
    if (!feed->start_size)
        return error_set(error, ERROR_INPUT,
                         "the file is empty: nothing was written to it; was the download or the "
                         "profiler interrupted?");
    if (feed->start_size == 2 && feed->start[0] == 0x1f && feed->start[1] == 0x8b)
        feed->inflate = inflate_open(&feed->source, feed->start, feed->start_size,
                                     limits->max_memory ? 0 : INFLATED_BASE);
    return true;
}

static struct profile *read_profile(struct feed *feed, struct arena *arena, struct budget *budget,
                                    unsigned ceiling_per_byte, struct error *error)
{
    bool threaded = feed->source.size < 0 || feed->source.size >= THREAD_FROM;
    struct ahead *ahead = ahead_open(feed_fill, feed, threaded);
    struct stream stream;
    stream_init(&stream, ahead, arena);
    struct profile *profile = pprof_read(&stream, arena, budget, ceiling_per_byte, error);
    /* A pipe may have given a few bytes only, too few to say what else the data is. */
    if (!profile)
        stream_fill(&stream, SNIFF_SIZE);
    ahead_close(ahead);
    return profile;
}

static struct str source_name(struct str name)
{
    return str_equal(name, STR("-")) ? STR("standard input") : name;
}

const struct profile *input_load(const struct host *host, struct str name,
                                 const struct input_limits *limits, struct arena *arena,
                                 struct budget *budget, struct error *error)
{
    struct feed feed = {.head_size = 0};
    struct error inner = {.kind = ERROR_NONE};
    struct profile *profile = NULL;
    if (!host->open(host->context, name, &feed.source, error))
        return NULL;
    if (!limits->max_memory && feed.source.size > 0)
        arena->store->ceiling += (size_t)feed.source.size * MEMORY_PER_BYTE;
    unsigned per_byte = limits->max_memory || feed.source.size >= 0 ? 0 : MEMORY_PER_UNKNOWN_BYTE;
    if (feed_open(&feed, limits, &inner))
        profile = read_profile(&feed, arena, budget, per_byte, &inner);
    inflate_close(feed.inflate);
    feed.source.close(feed.source.context);
    if (profile) {
        profile->name = str_equal(name, STR("-")) ? STR("profile") : str_base_name(name);
        profile->name = str_copy(profile->name, arena);
        return profile;
    }
    struct error_quote quote = error_quote(source_name(name));
    struct str head = {(const char *)feed.head, feed.head_size};
    const char *other = inner.kind == ERROR_INPUT ? sniff(head) : NULL;
    if (other)
        error_set(error, ERROR_INPUT, "%s: not a profile but %s", quote.text, other);
    else
        error_set(error, inner.kind, "%s: %s", quote.text, inner.text);
    return NULL;
}
