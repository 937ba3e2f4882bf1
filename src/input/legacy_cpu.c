/* A CPU profile in words: 0, 3, 0 (or 1: Java), period in microseconds, 0; then COUNT, N and N
 * addresses for each stack, until 0, 1, 0; then the memory map, or Java's names, as text. */
#include "input/legacy_reader.h"

#include <string.h>

/* Words of one size and byte order. Once too few bytes are left, words are 0. */
struct words {
    struct str rest;
    size_t size;
    bool big_endian, ended;
};

enum { HEADER_WORDS = 5, STRIPS = 2, SIMILAR = 32 };

static uint64_t next_word(struct words *words)
{
    uint64_t value = 0;
    words->ended = words->ended || words->rest.size < words->size;
    if (words->ended) {
        words->rest.size = 0;
        return 0;
    }
    for (size_t i = 0; i < words->size; i++) {
        size_t at = words->big_endian ? i : words->size - 1 - i;
        value = value << 8 | (unsigned char)words->rest.at[at];
    }
    words->rest = str_skip(words->rest, words->size);
    return value;
}

/* Reads the header in whichever words it is; false if in none. */
static bool read_header(struct str bytes, struct words *words, bool *java, uint64_t *period)
{
    for (size_t i = 0; i < 4; i++) {
        *words = (struct words){.rest = bytes, .size = i < 2 ? 4 : 8, .big_endian = i & 1};
        uint64_t header[HEADER_WORDS];
        for (size_t n = 0; n < HEADER_WORDS; n++)
            header[n] = next_word(words);
        *java = header[2] == 1;
        *period = header[3];
        if (!words->ended && header[0] == 0 && header[1] == 3 && header[2] <= 1 && header[3] &&
            header[4] == 0)
            return true;
    }
    return false;
}

bool legacy_is_cpu(struct str bytes)
{
    struct words words;
    bool java;
    uint64_t period;
    return read_header(bytes, &words, &java, &period);
}

static enum legacy_result read_samples(struct legacy *legacy, struct words *words, size_t whole)
{
    int64_t period = legacy->builder.profile.period;
    while (words->rest.size) {
        size_t offset = whole - words->rest.size;
        uint64_t count = next_word(words), depth = next_word(words);
        if (words->ended || depth > words->rest.size / 4) {
            error_set(legacy->error, ERROR_INPUT,
                      "byte %zu of the profile: a stack is longer than what is left: a truncated "
                      "file?",
                      offset);
            return LEGACY_UNKNOWN;
        }
        uint64_t first = depth ? next_word(words) : 1;
        if (!count && depth == 1 && !first)
            return LEGACY_READ;
        for (uint64_t i = 0; i < depth; i++)
            legacy_frame(legacy, i ? next_word(words) : first);
        legacy_value(legacy, (int64_t)count);
        legacy_value(legacy, (int64_t)(count * (uint64_t)period));
        if (!legacy_sample(legacy, 0))
            return LEGACY_REFUSED;
    }
    return LEGACY_READ;
}

/* Removes the frame above the leaf from every stack, if nearly all have the same there: the signal
 * handler's. False if they have not. */
static bool strip_handler(struct legacy *legacy)
{
    struct arena scratch = *legacy->arena;
    uint32_t *counts = ARENA_NEW(&scratch, uint32_t, legacy->places.count + 1);
    size_t samples = legacy->samples.count, enough = samples - samples / SIMILAR;
    uint32_t handler = ID_NONE;
    for (size_t i = 0; i < samples; i++) {
        const struct legacy_sample *sample = &legacy->samples.at[i];
        if (sample->count < 2)
            continue;
        uint32_t place = legacy->frames.at[sample->first + 1];
        if (++counts[place] >= enough)
            handler = place;
    }
    for (size_t i = 0; handler != ID_NONE && i < samples; i++) {
        struct legacy_sample *sample = &legacy->samples.at[i];
        uint32_t *frames = legacy->frames.at + sample->first;
        if (sample->count < 2 || frames[1] != handler)
            continue;
        frames[1] = frames[0];
        sample->first++;
        sample->count--;
    }
    return handler != ID_NONE;
}

enum legacy_result legacy_cpu(struct legacy *legacy, struct str bytes)
{
    struct words words;
    bool java;
    uint64_t period;
    if (!read_header(bytes, &words, &java, &period))
        return LEGACY_UNKNOWN;
    legacy->adjust = java ? ADJUST_NONE : ADJUST_CALLERS;
    legacy_period(legacy, STR("cpu"), STR("nanoseconds"), (int64_t)(period * 1000));
    legacy_type(legacy, STR("samples"), STR("count"));
    legacy_type(legacy, STR("cpu"), STR("nanoseconds"));
    enum legacy_result result = read_samples(legacy, &words, bytes.size);
    if (result != LEGACY_READ)
        return result;
    legacy->lines.rest = words.rest;
    for (int i = 0; !java && i < STRIPS && strip_handler(legacy); i++)
        continue;
    if (java)
        return legacy_java_names(legacy);
    result = legacy_map(legacy);
    return result == LEGACY_READ && !legacy_finish(legacy) ? LEGACY_REFUSED : result;
}
