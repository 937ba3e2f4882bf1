/* heap profile: IN_USE: BYTES [ALLOCATED: BYTES] @ KIND/RATE, and the same numbers by stack. */
#include "base/number.h"
#include "input/legacy_reader.h"

struct header {
    struct str counts[4];
    struct str kind, rate;
};

/* NUMBER: NUMBER [NUMBER: NUMBER], of which the first two may have a sign. */
static bool take_counts(struct str *at, bool is_signed, struct str counts[4])
{
    static const struct str AFTER[4] = {STR_INIT(":"), STR_INIT("["), STR_INIT(":"), STR_INIT("]")};
    for (size_t i = 0; i < 4; i++) {
        struct str start = *at;
        bool sign = is_signed && i < 2 && scan_text(at, STR("-"));
        struct str digits = scan_run(at, scan_digit);
        counts[i] = (struct str){start.at, sign + digits.size};
        if (!digits.size)
            return false;
        if (i & 1)
            scan_run(at, scan_blank);
        if (!scan_text(at, AFTER[i]))
            return false;
        if (i < 3)
            scan_run(at, scan_blank);
    }
    return true;
}

static bool is_kind(char byte)
{
    return byte == '_' || (byte >= 'a' && byte <= 'z') || scan_digit(byte);
}

/* What follows "heap profile:" for a heap: "... @ heap_v2/524288". */
static bool take_heap(struct str at, struct header *header)
{
    scan_run(&at, scan_blank);
    if (!take_counts(&at, false, header->counts))
        return false;
    scan_run(&at, scan_blank);
    if (!scan_text(&at, STR("@")))
        return false;
    scan_run(&at, scan_blank);
    if (!str_starts(at, STR("heap")))
        return false;
    header->kind = scan_run(&at, is_kind);
    scan_text(&at, STR("/"));
    header->rate = scan_run(&at, scan_digit);
    return true;
}

/* The same for growth and fragmentation, which are not sampled. */
static bool take_unsampled(struct str at, struct header *header)
{
    scan_run(&at, scan_blank);
    if (!take_counts(&at, false, header->counts))
        return false;
    return str_starts(at, STR(" @ growth")) || str_starts(at, STR(" @ fragmentation"));
}

static bool find_header(struct str line, bool take(struct str at, struct header *header),
                        struct header *header)
{
    const struct str start = STR("heap profile:");
    for (size_t at; (at = str_find_str(line, start)) != STR_NONE;) {
        line = str_skip(line, at + start.size);
        if (take(line, header))
            return true;
    }
    return false;
}

/* What the header makes of the samples. */
struct heap {
    bool allocations; /* the second pair says something of its own */
    bool sampled;
    int64_t rate;
};

static bool differ(struct str allocated, struct str in_use)
{
    return !str_equal(allocated, in_use) && !str_equal(allocated, STR("0"));
}

static enum legacy_result read_header(struct legacy *legacy, struct heap *heap)
{
    struct header header;
    *heap = (struct heap){.rate = 1};
    if (!find_header(legacy->lines.line, take_heap, &header))
        return find_header(legacy->lines.line, take_unsampled, &header) ? LEGACY_READ
                                                                        : LEGACY_UNKNOWN;
    if (header.rate.size && !number_parse_int(header.rate, &heap->rate))
        return legacy_bad_line(legacy, LEGACY_UNKNOWN, "the sampling rate has more than 63 bits");
    if (!header.rate.size)
        heap->rate = 0;
    heap->allocations =
        differ(header.counts[2], header.counts[0]) || differ(header.counts[3], header.counts[1]);
    heap->sampled = true;
    if (str_equal(header.kind, STR("heap"))) {
        heap->rate /= 2;
    } else if (str_equal(header.kind, STR("heapprofile"))) {
        heap->rate = 1;
        heap->sampled = false;
    } else if (!str_equal(header.kind, STR("heap_v2")) &&
               !str_equal(header.kind, STR("heapz_v2"))) {
        return legacy_bad_line(legacy, LEGACY_UNKNOWN,
                               "this kind of heap profile is not known: heap, heap_v2, heapz_v2, "
                               "heapprofile, growth and fragmentation are");
    }
    return LEGACY_READ;
}

/* The numbers of a sample, wherever in the line they begin, and the addresses after them. */
static bool find_sample(struct str line, struct str counts[4], struct str *addresses)
{
    while (line.size) {
        struct str at = line;
        if (take_counts(&at, true, counts) && scan_text(&at, STR(" @"))) {
            *addresses = scan_run(&at, scan_address);
            return true;
        }
        /* What fails after these digits fails after fewer of them too. */
        at = line;
        scan_text(&at, STR("-"));
        struct str digits = scan_run(&at, scan_digit);
        line = str_skip(line, digits.size ? line.size - at.size : 1);
    }
    return false;
}

/* Adds one pair of values; *size is the mean size of an object. */
static enum legacy_result add_values(struct legacy *legacy, const struct heap *heap,
                                     const struct str pair[2], int64_t *mean)
{
    int64_t count, size;
    if (!number_parse_int(pair[0], &count) || !number_parse_int(pair[1], &size))
        return legacy_bad_line(legacy, LEGACY_REFUSED,
                               "a number has more than 63 bits; is the file damaged?");
    if (!count && size)
        return legacy_bad_line(legacy, LEGACY_REFUSED,
                               "no objects, but they have bytes; is the file damaged?");
    if (count) {
        *mean = count == -1 ? (int64_t)(0 - (uint64_t)size) : size / count;
        if (heap->sampled)
            legacy_unsample(&count, &size, heap->rate);
    }
    legacy_value(legacy, count);
    legacy_value(legacy, size);
    return LEGACY_READ;
}

static enum legacy_result read_sample(struct legacy *legacy, const struct heap *heap,
                                      struct str line)
{
    struct str counts[4], addresses;
    int64_t mean = 0;
    enum legacy_result result = LEGACY_READ;
    if (!find_sample(line, counts, &addresses))
        return legacy_bad_line(legacy, LEGACY_REFUSED,
                               "this is no sample, \"COUNT: BYTES [COUNT: BYTES] @ ADDRESSES\"; "
                               "was the file cut off or edited?");
    if (heap->allocations)
        result = add_values(legacy, heap, counts + 2, &mean);
    if (result == LEGACY_READ)
        result = add_values(legacy, heap, counts, &mean);
    if (result == LEGACY_READ)
        result = legacy_frames(legacy, addresses);
    if (result == LEGACY_READ && !legacy_sample(legacy, legacy_bytes_label(legacy, mean)))
        return LEGACY_REFUSED;
    return result;
}

enum legacy_result legacy_heap(struct legacy *legacy, struct str bytes)
{
    struct heap heap;
    (void)bytes;
    if (!lines_next(&legacy->lines))
        return LEGACY_UNKNOWN;
    enum legacy_result result = read_header(legacy, &heap);
    if (result != LEGACY_READ)
        return result;
    legacy_period(legacy, STR("space"), STR("bytes"), heap.rate);
    if (heap.allocations) {
        legacy_type(legacy, STR("alloc_objects"), STR("count"));
        legacy_type(legacy, STR("alloc_space"), STR("bytes"));
    }
    legacy_type(legacy, heap.allocations ? STR("inuse_objects") : STR("objects"), STR("count"));
    legacy_type(legacy, heap.allocations ? STR("inuse_space") : STR("space"), STR("bytes"));
    while (result == LEGACY_READ && lines_next(&legacy->lines)) {
        struct str line = scan_trim(legacy->lines.line);
        if (scan_is_blank(line))
            continue;
        if (legacy_is_map(line))
            break;
        result = read_sample(legacy, &heap, line);
    }
    if (result == LEGACY_READ)
        result = legacy_lines_end(legacy);
    if (result == LEGACY_READ)
        result = legacy_sections(legacy);
    return result == LEGACY_READ && !legacy_finish(legacy) ? LEGACY_REFUSED : result;
}
