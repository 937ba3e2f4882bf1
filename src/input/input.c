/* From a name to a profile: one thread reads and inflates while this one parses. */
#include "input/input.h"
#include "base/ahead.h"
#include "base/array.h"
#include "base/host.h"
#include "base/quote.h"
#include "base/url.h"
#include "input/folded.h"
#include "input/inflate.h"
#include "input/legacy.h"
#include "input/packed_frames.h"
#include "input/pprof.h"
#include "input/report.h"
#include "input/sniff.h"
#include "input/stream.h"

#include <string.h>

enum {
    MEMORY_BASE = 256 << 20,
    MEMORY_PER_BYTE = 64,
    MEMORY_PER_UNKNOWN_BYTE = 8, /* of the inflated profile, where the source is a pipe */
    INFLATED_BASE = 64 << 20,
    THREAD_FROM = 128 << 10, /* a smaller source is read faster than a thread starts */
    WHOLE_BLOCK = 64 << 10,
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
    unsigned char head[SNIFF_SIZE]; /* the first bytes, which say what the data is */
    size_t head_size, head_used;
    struct error failure; /* of reading what follows the head */
};

static struct str feed_head(const struct feed *feed)
{
    return (struct str){(const char *)feed->head, feed->head_size};
}

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

/* The next bytes after the head. */
static bool feed_more(struct feed *feed, unsigned char *at, size_t size, size_t *got,
                      struct error *error)
{
    return feed->inflate ? inflate_fill(feed->inflate, at, size, got, error)
                         : feed_plain(feed, at, size, got, error);
}

static bool feed_fill(void *context, unsigned char *at, size_t size, size_t *got,
                      struct error *error)
{
    struct feed *feed = context;
    size_t rest = feed->head_size - feed->head_used;
    if (!rest && feed->failure.kind)
        return error_set(error, feed->failure.kind, "%s", feed->failure.text);
    if (!rest)
        return feed_more(feed, at, size, got, error);
    *got = rest < size ? rest : size;
    memcpy(at, feed->head + feed->head_used, *got);
    feed->head_used += *got;
    return true;
}

/* Reads the head. What fails behind it fails again where it is read. */
static void feed_look(struct feed *feed)
{
    size_t got = 1;
    while (got && feed->head_size < SNIFF_SIZE) {
        if (!feed_more(feed, feed->head + feed->head_size, SNIFF_SIZE - feed->head_size, &got,
                       &feed->failure))
            return;
        feed->head_size += got;
    }
}

/* Reads the first two bytes: whether it is gzip decides the rest. */
static bool feed_open(struct feed *feed, uint64_t inflated_base, struct error *error)
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
        feed->inflate = inflate_open(&feed->source, feed->start, feed->start_size, inflated_base);
    feed_look(feed);
    return true;
}

static bool is_named_folded(struct str name)
{
    if (str_ends(name, STR(".gz")))
        name.size -= strlen(".gz");
    return str_ends(name, STR(".folded")) || str_ends(name, STR(".collapsed"));
}

/* ---------------------------------------------------------------- keeping the bytes */

/* A source that keeps or shows what is read from another one. Used by one thread at a time, which
 * may not be the one that parses: so the bytes have a store of their own. */
struct keeper {
    struct source source;
    struct input_kept *kept;     /* or NULL */
    const struct input_tap *tap; /* or NULL */
    bool is_full;
};

static bool keeper_read(void *context, unsigned char *at, size_t size, size_t *got,
                        struct error *error)
{
    struct keeper *keeper = context;
    struct input_kept *kept = keeper->kept;
    if (!keeper->source.read(keeper->source.context, at, size, got, error))
        return false;
    if (keeper->tap)
        keeper->tap->see(keeper->tap->context, at, *got);
    if (!kept)
        return true;
    keeper->is_full = keeper->is_full || *got > kept->most - kept->bytes.count;
    if (keeper->is_full) {
        kept->bytes.count = 0;
        return true;
    }
    if (!*got)
        return true;
    array_reserve(&kept->arena, &kept->bytes, *got);
    memcpy(kept->bytes.at + kept->bytes.count, at, *got);
    kept->bytes.count += *got;
    return true;
}

static void keeper_close(void *context)
{
    struct keeper *keeper = context;
    keeper->source.close(keeper->source.context);
}

/* Puts itself between the source and who reads it. */
static void keeper_open(struct keeper *keeper, const struct input_limits *limits,
                        struct source *source)
{
    struct input_kept *kept = limits->kept;
    *keeper = (struct keeper){.source = *source, .kept = kept, .tap = limits->tap};
    if (!kept && !limits->tap)
        return;
    if (kept && source->size > 0 && (uint64_t)source->size < kept->most)
        array_reserve(&kept->arena, &kept->bytes, (size_t)source->size + 1);
    *source = (struct source){keeper, keeper_read, keeper_close, source->size};
}

void input_kept_init(struct input_kept *kept, size_t most)
{
    *kept = (struct input_kept){.most = most, .form = INPUT_OTHER};
    kept->arena = arena_init(&kept->store, SIZE_MAX);
}

/* ---------------------------------------------------------------- reading */

/* What the loading of one source needs. */
struct load {
    struct feed feed;
    struct keeper keeper;
    bool is_proto;       /* what was read is a profile.proto */
    bool is_member_kept; /* and described: what a report carries */
    struct arena *arena;
    struct budget *budget;
    unsigned ceiling_per_byte; /* where the source's size is unknown, for each byte read */
    uint64_t inflated_base;    /* of the ceilings of inflated data; 0: none */
    bool named_folded;
    bool recognized; /* what the data is, so that an error is about it */
    struct input_carried *carried;
};

static struct profile *read_pprof(struct load *load, ahead_fill *fill, void *context, bool threaded,
                                  struct error *error)
{
    struct ahead *ahead = ahead_open(fill, context, threaded);
    struct stream stream;
    stream_init(&stream, ahead, load->arena);
    struct profile *profile =
        pprof_read(&stream, load->arena, load->budget, load->ceiling_per_byte, error);
    ahead_close(ahead);
    load->is_proto = profile != NULL;
    return profile;
}

/* All bytes of a source, which other formats than profile.proto are read from. */
struct whole {
    ARRAY(unsigned char) bytes;
    size_t used;
};

static bool whole_read(struct whole *whole, struct load *load, struct error *error)
{
    struct arena_store *store = load->arena->store;
    for (size_t got = 1; got; whole->bytes.count += got) {
        array_reserve(load->arena, &whole->bytes, WHOLE_BLOCK);
        if (!feed_fill(&load->feed, whole->bytes.at + whole->bytes.count, WHOLE_BLOCK, &got, error))
            return false;
        store->ceiling += load->ceiling_per_byte * got;
        if (whole->bytes.count > UINT32_MAX - WHOLE_BLOCK)
            return error_set(error, ERROR_LIMIT, "a source of this format may have 4 GiB at most");
        if (!budget_check(load->budget, error))
            return false;
    }
    return true;
}

/* An ahead_fill over them. */
static bool whole_fill(void *context, unsigned char *at, size_t size, size_t *got,
                       struct error *error)
{
    struct whole *whole = context;
    size_t rest = whole->bytes.count - whole->used;
    (void)error;
    *got = rest < size ? rest : size;
    memcpy(at, whole->bytes.at + whole->used, *got);
    whole->used += *got;
    return true;
}

/* ---------------------------------------------------------------- reports */

/* Bytes in memory as a source. */
struct piece {
    struct str rest;
};

static bool piece_read(void *context, unsigned char *at, size_t size, size_t *got,
                       struct error *error)
{
    struct piece *piece = context;
    struct str part = str_slice(piece->rest, 0, size);
    (void)error;
    if (part.size)
        memcpy(at, part.at, part.size);
    piece->rest = str_skip(piece->rest, part.size);
    *got = part.size;
    return true;
}

static void piece_close(void *context)
{
    (void)context;
}

static struct source piece_source(struct piece *piece)
{
    return (struct source){piece, piece_read, piece_close, (int64_t)piece->rest.size};
}

/* What is wrong with a part of a report, for who gave the report. */
static bool refuse_part(const char *part, const struct error *inner, struct error *error)
{
    return error_set(error, inner->kind, "%s: %s", part, inner->text);
}

static void describe(const struct load *load, struct input_kept *kept)
{
    const struct inflate *inflate = load->feed.inflate;
    bool one = inflate && inflate_members(inflate) == 1;
    kept->form = !load->is_proto ? INPUT_OTHER
                 : one           ? INPUT_GZIP
                 : inflate       ? INPUT_OTHER
                                 : INPUT_PLAIN;
    kept->raw = inflate ? inflate_made(inflate) : kept->bytes.count;
}

/* What a report carries is kept instead of the report. */
static void keep_member(const struct load *inside, struct input_kept *kept, struct str member)
{
    kept->bytes.count = 0;
    if (member.size > kept->most)
        return;
    array_reserve(&kept->arena, &kept->bytes, member.size);
    memcpy(kept->bytes.at, member.at, member.size);
    kept->bytes.count = member.size;
    describe(inside, kept);
}

static struct profile *read_member(struct load *load, struct str member, struct error *error)
{
    struct piece piece = {member};
    struct load inside = {.feed = {.source = piece_source(&piece)},
                          .arena = load->arena,
                          .budget = load->budget,
                          .inflated_base = load->inflated_base,
                          .ceiling_per_byte = load->ceiling_per_byte};
    struct error inner = {.kind = ERROR_NONE};
    struct profile *profile = NULL;
    if (feed_open(&inside.feed, load->inflated_base, &inner))
        profile = read_pprof(&inside, feed_fill, &inside.feed, member.size >= THREAD_FROM, &inner);
    if (profile && load->keeper.kept)
        keep_member(&inside, load->keeper.kept, member);
    load->is_member_kept = profile != NULL;
    inflate_close(inside.feed.inflate);
    if (!profile)
        refuse_part("the profile in the file", &inner, error);
    return profile;
}

/* All that an inflater gives, in the arena. */
static bool inflate_all(struct load *load, struct inflate *inflate, struct str *bytes,
                        struct error *error)
{
    ARRAY(char) all = {.at = NULL};
    for (size_t got = 1; got; all.count += got) {
        array_reserve(load->arena, &all, WHOLE_BLOCK);
        if (!inflate_fill(inflate, (unsigned char *)all.at + all.count, WHOLE_BLOCK, &got, error) ||
            !budget_check(load->budget, error))
            return false;
    }
    *bytes = (struct str){all.at, all.count};
    return true;
}

static struct profile *read_packed(struct load *load, struct str packed, struct error *error)
{
    struct piece piece = {packed};
    struct source source = piece_source(&piece);
    struct inflate *inflate = inflate_open_raw(&source, load->inflated_base);
    struct error inner = {.kind = ERROR_NONE};
    struct str bytes;
    bool ok = inflate_all(load, inflate, &bytes, &inner);
    inflate_close(inflate);
    if (!ok) {
        refuse_part("the frames in the picture", &inner, error);
        return NULL;
    }
    load->arena->store->ceiling += load->ceiling_per_byte * bytes.size;
    return packed_frames_read(bytes, load->arena, load->budget, error);
}

/* Its source lines; false only where the budget is used up. */
static bool read_sources(struct load *load, const struct report *report, struct error *error)
{
    struct piece piece = {report->sources};
    struct source source = piece_source(&piece);
    struct error inner = {.kind = ERROR_NONE};
    load->carried->is_damaged = report->has_damage;
    if (!report->sources.size)
        return true;
    struct inflate *inflate = inflate_open(&source, NULL, 0, load->inflated_base);
    bool ok = inflate_all(load, inflate, &load->carried->sources, &inner);
    inflate_close(inflate);
    load->carried->is_damaged = !ok;
    return ok || inner.kind == ERROR_INPUT || budget_check(load->budget, error);
}

static enum report_result read_report(struct load *load, struct str bytes, struct profile **profile,
                                      struct error *error)
{
    struct report report;
    enum report_result result = report_may_be(feed_head(&load->feed))
                                    ? report_read(bytes, load->arena, load->budget, &report, error)
                                    : REPORT_UNKNOWN;
    if (result == REPORT_READ)
        *profile = report.profile.size ? read_member(load, report.profile, error)
                                       : read_packed(load, report.packed, error);
    if (result == REPORT_READ)
        arena_release(load->arena, (void *)(uintptr_t)report.profile.at, report.profile.size);
    if (*profile && load->carried && !read_sources(load, &report, error))
        *profile = NULL;
    load->recognized = result != REPORT_UNKNOWN;
    return result;
}

/* ---------------------------------------------------------------- which format */

/* Everything that is read, in pprof's order, which has profile.proto first. */
static struct profile *read_whole(struct load *load, struct error *error)
{
    struct profile *profile = NULL;
    struct whole whole = {.used = 0};
    struct error other = {.kind = ERROR_NONE};
    if (!whole_read(&whole, load, error))
        return NULL;
    struct str bytes = {(const char *)whole.bytes.at, whole.bytes.count};
    if (read_report(load, bytes, &profile, error) != REPORT_UNKNOWN) {
        arena_release(load->arena, whole.bytes.at, whole.bytes.room);
        return profile;
    }
    load->ceiling_per_byte = 0;
    profile = read_pprof(load, whole_fill, &whole, false, error);
    enum legacy_result result =
        profile || error->kind != ERROR_INPUT
            ? LEGACY_READ
            : legacy_read(bytes, load->arena, load->budget, &profile, &other);
    if (result == LEGACY_UNKNOWN && folded_may_be(feed_head(&load->feed), load->named_folded)) {
        profile = folded_read(bytes, load->arena, load->budget, &other);
        result = LEGACY_REFUSED;
    }
    load->recognized = result != LEGACY_UNKNOWN;
    if (!profile && other.kind)
        error_set(error, other.kind, "%s", other.text);
    arena_release(load->arena, whole.bytes.at, whole.bytes.room);
    return profile;
}

static struct profile *read_any(struct load *load, struct error *error)
{
    struct str head = feed_head(&load->feed);
    int64_t size = load->feed.source.size;
    if (legacy_may_be(head) || folded_may_be(head, load->named_folded) || report_may_be(head))
        return read_whole(load, error);
    return read_pprof(load, feed_fill, &load->feed, size < 0 || size >= THREAD_FROM, error);
}

static struct str source_name(struct str name, struct arena *arena)
{
    return str_equal(name, STR("-")) ? STR("standard input") : url_said(name, arena);
}

/* Sets the error for the caller: which source, and what the data is instead of a profile. */
static void refuse(struct str name, const struct load *load, const struct error *inner,
                   struct error *error)
{
    struct error_quote quote = error_quote(source_name(name, load->arena));
    const char *other =
        inner->kind == ERROR_INPUT && !load->recognized ? sniff(feed_head(&load->feed)) : NULL;
    if (other)
        error_set(error, ERROR_INPUT, "%s: not a profile but %s", quote.text, other);
    else
        error_set(error, inner->kind, "%s: %s", quote.text, inner->text);
}

/* Opens the source and raises the ceiling by what one of its size may need. */
static bool load_open(struct load *load, const struct host *host, struct str name,
                      const struct input_limits *limits, struct error *error)
{
    struct source *source = &load->feed.source;
    if (!host->open(host->context, name, source, error))
        return false;
    keeper_open(&load->keeper, limits, source);
    load->named_folded = is_named_folded(name);
    load->inflated_base = limits->max_memory ? 0 : INFLATED_BASE;
    if (!limits->max_memory && source->size > 0)
        load->arena->store->ceiling += (size_t)source->size * MEMORY_PER_BYTE;
    if (!limits->max_memory && source->size < 0)
        load->ceiling_per_byte = MEMORY_PER_UNKNOWN_BYTE;
    return true;
}

static void load_close(struct load *load)
{
    inflate_close(load->feed.inflate);
    load->feed.source.close(load->feed.source.context);
}

const struct profile *input_load(const struct host *host, struct str name,
                                 const struct input_limits *limits, struct arena *arena,
                                 struct budget *budget, struct error *error)
{
    struct load load = {.arena = arena, .budget = budget, .carried = limits->carried};
    struct error inner = {.kind = ERROR_NONE};
    struct profile *profile = NULL;
    if (!load_open(&load, host, name, limits, error))
        return NULL;
    if (feed_open(&load.feed, load.inflated_base, &inner))
        profile = read_any(&load, &inner);
    if (limits->kept && !load.is_member_kept)
        describe(&load, limits->kept);
    load_close(&load);
    if (!profile) {
        refuse(name, &load, &inner, error);
        return NULL;
    }
    profile->name = str_equal(name, STR("-")) ? STR("profile") : url_base_name(name, arena);
    profile->name = str_copy(profile->name, arena);
    return profile;
}

/* ---------------------------------------------------------------- extract */

/* Whether the member is whole, by its checksum. */
static bool check_member(struct load *load, struct str member, struct error *error)
{
    struct piece piece = {member};
    struct source source = piece_source(&piece);
    struct inflate *inflate = inflate_open(&source, NULL, 0, load->inflated_base);
    struct error inner = {.kind = ERROR_NONE};
    unsigned char block[4096];
    bool ok = true;
    for (size_t got = 1; got && ok;)
        ok = inflate_fill(inflate, block, sizeof block, &got, &inner) &&
             budget_spend(load->budget, 1, &inner);
    inflate_close(inflate);
    return ok || refuse_part("the profile in the file", &inner, error);
}

/* The member of a source that is open; false with an error without its name. */
static bool extract(struct load *load, struct str *member, struct error *error)
{
    struct whole whole = {.used = 0};
    struct report report;
    if (!report_may_be(feed_head(&load->feed))) {
        load->recognized = read_any(load, error) != NULL || load->recognized;
        return error->kind ? false
                           : error_set(error, ERROR_INPUT,
                                       "it is a profile already, not a report that carries one; "
                                       "use it as it is");
    }
    if (!whole_read(&whole, load, error))
        return false;
    struct str bytes = {(const char *)whole.bytes.at, whole.bytes.count};
    enum report_result result = report_read(bytes, load->arena, load->budget, &report, error);
    load->recognized = result != REPORT_UNKNOWN;
    if (result == REPORT_UNKNOWN)
        return error_set(error, ERROR_INPUT, "it is no report of render");
    if (result == REPORT_REFUSED)
        return false;
    if (!report.profile.size)
        return error_set(error, ERROR_INPUT,
                         "the picture carries the frames that it draws, not the profile; a profile "
                         "of these: render convert FILE.svg -o FILE.pb.gz");
    *member = report.profile;
    return check_member(load, report.profile, error);
}

bool input_extract(const struct host *host, struct str name, const struct input_limits *limits,
                   struct arena *arena, struct budget *budget, struct str *member,
                   struct error *error)
{
    struct load load = {.arena = arena, .budget = budget};
    struct error inner = {.kind = ERROR_NONE};
    if (!load_open(&load, host, name, limits, error))
        return false;
    bool ok = feed_open(&load.feed, load.inflated_base, &inner) && extract(&load, member, &inner);
    load_close(&load);
    if (!ok)
        refuse(name, &load, &inner, error);
    return ok;
}
