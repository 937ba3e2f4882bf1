/* The order in which the formats are tried, and from addresses and values to a profile. */
#include "input/legacy.h"
#include "input/legacy_reader.h"

#include <string.h>

/* ---------------------------------------------------------------- what readers add */

enum legacy_result legacy_bad_line(struct legacy *legacy, enum legacy_result result,
                                   const char *what)
{
    error_set(legacy->error, ERROR_INPUT, "line %zu: %s", legacy->lines.number, what);
    return result;
}

enum legacy_result legacy_lines_end(struct legacy *legacy)
{
    if (!legacy->lines.too_long)
        return LEGACY_READ;
    return legacy_bad_line(legacy, LEGACY_REFUSED,
                           "longer than 65,535 bytes, which no line of this format is: damaged?");
}

void legacy_type(struct legacy *legacy, struct str type, struct str unit)
{
    struct builder *b = &legacy->builder;
    struct value_type pair = {builder_string(b, type), builder_string(b, unit)};
    array_push(legacy->arena, &b->types, pair);
}

void legacy_period(struct legacy *legacy, struct str type, struct str unit, int64_t period)
{
    struct builder *b = &legacy->builder;
    b->profile.period_type = (struct value_type){builder_string(b, type), builder_string(b, unit)};
    b->profile.period = period;
}

static uint32_t find_place(const struct legacy *legacy, uint64_t key)
{
    uint64_t hash = hash_u64(key);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&legacy->place_index, hash, &at)) != HASH_EMPTY)
        if (legacy->places.at[id].key == key)
            return id;
    return ID_NONE;
}

struct legacy_place *legacy_find(struct legacy *legacy, uint64_t key)
{
    uint32_t id = find_place(legacy, key);
    return id == ID_NONE ? NULL : &legacy->places.at[id];
}

void legacy_frame(struct legacy *legacy, uint64_t address)
{
    bool leaf = legacy->frames.count == legacy->frame_start;
    if (legacy->adjust == ADJUST_ALL || (legacy->adjust == ADJUST_CALLERS && !leaf))
        address--;
    uint32_t id = find_place(legacy, address);
    if (id == ID_NONE) {
        struct legacy_place place = {
            .key = address, .address = address, .function = ID_NONE, .index = ID_NONE};
        id = (uint32_t)legacy->places.count;
        array_push(legacy->arena, &legacy->places, place);
        hash_table_add(&legacy->place_index, hash_u64(address), id);
    }
    array_push(legacy->arena, &legacy->frames, id);
}

enum legacy_result legacy_frames(struct legacy *legacy, struct str text)
{
    struct str digits;
    uint64_t address;
    while (scan_next_address(&text, &digits)) {
        if (!scan_hex(digits, &address))
            return legacy_bad_line(legacy, LEGACY_REFUSED,
                                   "an address has more than 64 bits; is the file damaged?");
        legacy_frame(legacy, address);
    }
    return LEGACY_READ;
}

void legacy_forget_frames(struct legacy *legacy)
{
    legacy->frames.count = legacy->frame_start;
}

void legacy_value(struct legacy *legacy, int64_t value)
{
    notes_add(&legacy->builder.profile.notes, NOTE_NEGATIVE_VALUES, value < 0);
    array_push(legacy->arena, &legacy->builder.values, value);
}

uint32_t legacy_bytes_label(struct legacy *legacy, int64_t bytes)
{
    struct builder *b = &legacy->builder;
    bool fresh;
    uint32_t id = intern_add(&legacy->sizes, &bytes, sizeof bytes, &fresh);
    if (fresh) {
        struct label label = {
            .key = builder_string(b, STR("bytes")), .number = bytes, .is_number = true};
        array_push(legacy->arena, &b->labels, label);
    }
    return builder_label_set(b, &id, 1, hash_bytes(&id, sizeof id));
}

bool legacy_sample(struct legacy *legacy, uint32_t label_set)
{
    size_t count = legacy->frames.count - legacy->frame_start;
    struct legacy_sample sample = {legacy->frame_start, count, label_set};
    array_push(legacy->arena, &legacy->samples, sample);
    legacy->frame_start = legacy->frames.count;
    return budget_spend(legacy->budget, 1 + count, legacy->error);
}

/* ---------------------------------------------------------------- the end */

static uint32_t add_function(struct legacy *legacy, uint32_t named, uint32_t *indices)
{
    struct builder *b = &legacy->builder;
    if (indices[named] == ID_NONE) {
        struct function function = legacy->functions.at[named];
        indices[named] = (uint32_t)b->functions.count;
        function.id = b->functions.count + 1;
        array_push(legacy->arena, &b->functions, function);
    }
    return indices[named];
}

static void add_location(struct legacy *legacy, struct legacy_place *place, uint32_t *functions)
{
    struct builder *b = &legacy->builder;
    struct location location = {.id = b->locations.count + 1,
                                .address = place->address,
                                .mapping = ID_NONE,
                                .line_first = (uint32_t)b->lines.count};
    if (place->function != ID_NONE) {
        struct line line = {add_function(legacy, place->function, functions), place->line, 0};
        array_push(legacy->arena, &b->lines, line);
        location.line_count = 1;
    }
    place->index = (uint32_t)b->locations.count;
    array_push(legacy->arena, &b->locations, location);
}

/* Locations in the order in which samples name them; places that none names fall away. */
static void add_locations(struct legacy *legacy)
{
    uint32_t *functions = ARENA_NEW(legacy->arena, uint32_t, legacy->functions.count + 1);
    memset(functions, 0xff, (legacy->functions.count + 1) * sizeof *functions);
    for (size_t i = 0; i < legacy->samples.count; i++) {
        const struct legacy_sample *sample = &legacy->samples.at[i];
        for (size_t n = sample->first; n < sample->first + sample->count; n++) {
            struct legacy_place *place = &legacy->places.at[legacy->frames.at[n]];
            if (place->index == ID_NONE)
                add_location(legacy, place, functions);
            legacy->frames.at[n] = place->index;
        }
    }
}

/* A handler that takes the leaf both from the signal and from the stack has it twice; the second is
 * behind by the adjustment of callers. */
static void drop_second_leaf(struct legacy *legacy, struct legacy_sample *sample)
{
    const struct location *locations = legacy->builder.locations.at;
    uint32_t *frames = legacy->frames.at + sample->first;
    if (sample->count < 2 || locations[frames[0]].address != locations[frames[1]].address + 1)
        return;
    frames[1] = frames[0];
    sample->first++;
    sample->count--;
}

static bool add_stacks(struct legacy *legacy)
{
    struct builder *b = &legacy->builder;
    struct intern stacks;
    intern_init(&stacks, legacy->arena);
    for (size_t i = 0; i < legacy->samples.count; i++) {
        struct legacy_sample *sample = &legacy->samples.at[i];
        if (legacy->adjust == ADJUST_CALLERS)
            drop_second_leaf(legacy, sample);
        bool fresh;
        const uint32_t *frames = legacy->frames.at + sample->first;
        uint32_t stack = intern_add(&stacks, frames, sample->count * sizeof *frames, &fresh);
        for (size_t n = 0; fresh && n < sample->count; n++)
            array_push(legacy->arena, &b->stack_frames, frames[n]);
        if (fresh)
            builder_stack_end(b);
        array_push(legacy->arena, &b->sample_stacks, stack);
        array_push(legacy->arena, &b->sample_labels, sample->label_set);
        if (!budget_spend(legacy->budget, 1 + sample->count, legacy->error))
            return false;
    }
    return true;
}

bool legacy_finish(struct legacy *legacy)
{
    add_locations(legacy);
    return legacy_place_locations(legacy) && add_stacks(legacy);
}

/* ---------------------------------------------------------------- frames to drop */

#define ALLOCATORS                                                                                 \
    "calloc|cfree|malloc|free|memalign|do_memalign|(__)?posix_memalign|pvalloc|valloc|realloc|"    \
    "tcmalloc::.*|tc_calloc|tc_cfree|tc_malloc|tc_free|tc_memalign|tc_posix_memalign|tc_pvalloc|"  \
    "tc_valloc|tc_realloc|tc_new|tc_delete|tc_newarray|tc_deletearray|tc_new_nothrow|"             \
    "tc_newarray_nothrow|malloc_zone_malloc|malloc_zone_calloc|malloc_zone_valloc|"                \
    "malloc_zone_realloc|malloc_zone_memalign|malloc_zone_free|runtime\\..*|BaseArena::.*|"        \
    "(::)?do_malloc_no_errno|(::)?do_malloc_pages|(::)?do_malloc|DoSampledAllocation|"             \
    "MallocedMemBlock::MallocedMemBlock|_M_allocate|__builtin_(vec_)?delete|"                      \
    "__builtin_(vec_)?new|__gnu_cxx::new_allocator::allocate|__libc_malloc|"                       \
    "__malloc_alloc_template::allocate|allocate|cpp_alloc|operator new(\\[\\])?|"                  \
    "simple_alloc::allocate"
#define GO_ENTRIES "runtime\\.panic|runtime\\.reflectcall|runtime\\.call[0-9]*"
#define LOCKS                                                                                      \
    "RecordLockProfileData|(base::)?RecordLockProfileData.*|(base::)?SubmitMutexProfileData.*|"    \
    "(base::)?SubmitSpinLockProfileData.*|(base::Mutex::)?AwaitCommon.*|"                          \
    "(base::Mutex::)?Unlock.*|(base::Mutex::)?UnlockSlow.*|(base::Mutex::)?ReaderUnlock.*|"        \
    "(base::MutexLock::)?~MutexLock.*|(Mutex::)?AwaitCommon.*|(Mutex::)?Unlock.*|"                 \
    "(Mutex::)?UnlockSlow.*|(Mutex::)?ReaderUnlock.*|(MutexLock::)?~MutexLock.*|"                  \
    "(SpinLock::)?Unlock.*|(SpinLock::)?SlowUnlock.*|(SpinLockHolder::)?~SpinLockHolder.*"
#define HANDLERS                                                                                   \
    "ProfileData::Add|ProfileData::prof_handler|CpuProfiler::prof_handler|__pthread_sighandler|"   \
    "__restore"

static bool has_types(const struct builder *b, const char *const *names, size_t count)
{
    if (b->types.count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!str_equal(b->strings.items.at[b->types.at[i].type], str_from_c(names[i])))
            return false;
    return true;
}

/* The frames of the profiler itself, by what was measured. */
static void set_drop_frames(struct builder *b)
{
    static const char *const ALLOCATED[] = {"alloc_objects", "alloc_space", "inuse_objects",
                                            "inuse_space"};
    static const char *const OBJECTS[] = {"objects", "space"};
    static const char *const CONTENTIONS[] = {"contentions", "delay"};
    bool heap =
        has_types(b, ALLOCATED, 4) || has_types(b, ALLOCATED + 2, 2) || has_types(b, OBJECTS, 2);
    bool locks = has_types(b, CONTENTIONS, 2);
    b->profile.drop_frames = builder_string(b, heap    ? STR(ALLOCATORS)
                                               : locks ? STR(LOCKS)
                                                       : STR(HANDLERS));
    b->profile.keep_frames = builder_string(b, heap ? STR(GO_ENTRIES) : STR(""));
}

/* ---------------------------------------------------------------- the order */

static void init(struct legacy *legacy, struct str bytes, struct arena *arena,
                 struct budget *budget, struct error *error)
{
    *legacy = (struct legacy){.arena = arena, .budget = budget, .error = error};
    legacy->lines.rest = bytes;
    legacy->lines.line = str_slice(bytes, 0, 0);
    builder_init(&legacy->builder, arena);
    hash_table_init(&legacy->place_index, arena);
    intern_init(&legacy->sizes, arena);
    intern_init(&legacy->function_names, arena);
    /* A stack is never an offset from NULL. */
    array_reserve(arena, &legacy->frames, 1);
}

enum legacy_result legacy_read(struct str bytes, struct arena *arena, struct budget *budget,
                               struct profile **profile, struct error *error)
{
    static legacy_reader *const READERS[] = {legacy_cpu,    legacy_heap,       legacy_count,
                                             legacy_thread, legacy_contention, legacy_java};
    enum legacy_result result = LEGACY_UNKNOWN;
    struct error finding = {.kind = ERROR_NONE};
    struct legacy legacy;
    for (size_t i = 0; result == LEGACY_UNKNOWN && i < sizeof READERS / sizeof *READERS; i++) {
        init(&legacy, bytes, arena, budget, &finding);
        result = READERS[i](&legacy, bytes);
    }
    if (result == LEGACY_READ && legacy.samples.count && !legacy.builder.types.count) {
        error_set(&finding, ERROR_INPUT,
                  "there are samples but no \"resolution\" line that says what they count");
        result = LEGACY_REFUSED;
    }
    if (result == LEGACY_READ) {
        set_drop_frames(&legacy.builder);
        *profile = builder_finish(&legacy.builder);
        return LEGACY_READ;
    }
    if (!finding.kind)
        return LEGACY_UNKNOWN;
    error_set(error, finding.kind, "%s", finding.text);
    return LEGACY_REFUSED;
}

static bool is_header(struct str line)
{
    return str_find_str(line, STR("heap profile:")) != STR_NONE ||
           str_find_str(line, STR(" profile: total ")) != STR_NONE ||
           str_find_str(line, STR("--- threadz ")) != STR_NONE ||
           str_find_str(line, STR("--- Thread ")) != STR_NONE || str_starts(line, STR("--- "));
}

bool legacy_may_be(struct str head)
{
    struct lines lines = {.rest = head};
    if (legacy_is_cpu(head))
        return true;
    while (lines_next(&lines))
        if (!scan_is_blank(lines.line))
            return is_header(lines.line);
    return head.size > 0;
}
