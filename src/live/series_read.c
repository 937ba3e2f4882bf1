/* From a session's profile to a record: totals, and the heaviest functions of one type. */
#include "base/sink.h"
#include "base/sort.h"
#include "live/series_store.h"
#include "profile/goroutines.h"
#include "request/session.h"
#include "select/frames.h"
#include "select/sample_type.h"
#include "select/selection.h"

enum {
    PATH_LEAVES = 8,      /* of a path so many frames at the leaf are written, */
    PATH_ROOTS = 2,       /* and so many at the root; */
    PATH_MOST = 4000,     /* bytes of it that are kept */
    NAME_MOST = 1000,     /* bytes of a name that are kept, */
    WORDS_MOST = 64 << 20 /* and of all names of a series */
};

struct reader {
    struct series *series;
    struct arena *arena; /* of this profile alone */
    struct budget *budget;
    const struct profile *profile;
    struct settings settings;
    uint32_t kind;
    ARRAY(struct series_item) totals, items;
};

/* ---------------------------------------------------------------- roles */

static bool is_one_of(struct str name, const char *const *words)
{
    for (; *words; words++)
        if (str_equal(name, str_from_c(*words)))
            return true;
    return false;
}

/* A growth profile (kind "heap-delta") is of the time between two others. */
static enum series_role role_of(struct str kind, struct str type)
{
    static const char *const LEVELS[] = {"inuse_space", "inuse_objects", "goroutine",
                                         "goroutines",  "threadcreate",  NULL};
    static const char *const SUMS[] = {"alloc_space", "alloc_objects", "contentions", "delay",
                                       NULL};
    if (str_ends(kind, STR("-delta")))
        return SERIES_FLOW;
    return is_one_of(type, LEVELS) ? SERIES_LEVEL
           : is_one_of(type, SUMS) ? SERIES_SUM
                                   : SERIES_FLOW;
}

static struct str type_name(const struct profile *profile, size_t type)
{
    return profile_string(profile, profile->types[type].type);
}

static bool has_type(const struct profile *profile, struct str name)
{
    for (size_t i = 0; i < profile->type_count; i++)
        if (str_equal(type_name(profile, i), name))
            return true;
    return false;
}

/* The words that Go and capture use, where the types tell; otherwise the last type. */
static struct str kind_of(const struct profile *profile)
{
    struct str initial = profile_string(profile, profile->default_type);
    if (has_type(profile, STR("inuse_space")))
        return str_equal(initial, STR("alloc_space")) ? STR("allocs") : STR("heap");
    if (has_type(profile, STR("contentions")))
        return STR("contention");
    if (has_type(profile, STR("cpu")))
        return STR("cpu");
    return profile->type_count ? type_name(profile, profile->type_count - 1) : STR("profile");
}

/* The type whose functions are followed: the one that was asked for where the profile has it, else
 * the bytes of a heap, or the type that is shown without being asked for. */
static size_t followed(const struct profile *profile, const struct settings *settings)
{
    size_t index;
    if (settings->sample_index.size &&
        sample_type_find(profile, settings->sample_index, &index, NULL))
        return index;
    for (size_t i = 0; i < profile->type_count; i++)
        if (str_equal(type_name(profile, i), STR("inuse_space")))
            return i;
    return sample_type_find(profile, STR(""), &index, NULL) ? index : 0;
}

/* ---------------------------------------------------------------- names */

/* A long text is cut, not inside of a character. */
static struct str bounded_to(struct str text, size_t most)
{
    if (text.size <= most)
        return text;
    while (most && ((unsigned char)text.at[most] & 0xc0) == 0x80)
        most--;
    return str_slice(text, 0, most);
}

static struct str bounded(struct str name)
{
    return bounded_to(name, NAME_MOST);
}

struct functions {
    const struct selection *selection;
    const struct frames *frames;
    const uint8_t *is_runtime; /* by frame */
    bool by_creator;
    const uint32_t *creators; /* by label set: a name; 0: none */
};

static uint8_t *runtime_frames(const struct frames *frames, struct arena *arena)
{
    struct name_context context = name_context(frames->profile);
    uint8_t *is_runtime = ARENA_NEW(arena, uint8_t, frames->count);
    for (uint32_t i = 0; i < frames->count; i++) {
        struct name_source source = frame_name_source(frames, i);
        enum name_family family = name_family(&context, &source);
        is_runtime[i] = family == NAME_RUNTIME || family == NAME_GC;
    }
    return is_runtime;
}

/* The labels of those that were read from a dump say who created them. */
static uint32_t *creators_of(struct reader *reader, const struct profile *profile)
{
    uint32_t *creators = ARENA_NEW(reader->arena, uint32_t, profile->label_set_count);
    for (size_t set = 0; set < profile->label_set_count; set++)
        for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
            const struct label *label = profile_label(profile, i);
            if (!label->is_number &&
                str_equal(profile_string(profile, label->key), GOROUTINE_CREATOR))
                creators[set] =
                    series_name(reader->series, bounded(profile_string(profile, label->text)));
        }
    return creators;
}

/* Who a stack's weight belongs to: the function that allocated, whatever the runtime does for it;
 * of goroutines the one they began with. ID_NONE where the stack is empty. */
static uint32_t owner_of(const struct functions *functions, const struct frame_path *path)
{
    if (!path->count)
        return ID_NONE;
    for (size_t i = 0; i < path->count; i++) {
        uint32_t frame = path->frames[functions->by_creator ? i : path->count - 1 - i];
        if (!functions->is_runtime[frame])
            return frame;
    }
    return path->frames[functions->by_creator ? 0 : path->count - 1];
}

static uint32_t path_name(struct reader *reader, const struct functions *functions,
                          const struct frame_path *path)
{
    struct arena scratch = *reader->arena;
    struct sink sink;
    sink_init_buffer(&sink, &scratch, UINT64_MAX);
    for (size_t i = 0; i < path->count; i++) {
        bool is_left_out = i >= PATH_LEAVES && path->count - i > PATH_ROOTS;
        if (is_left_out && i > PATH_LEAVES)
            continue;
        sink_text(&sink, i ? STR(" < ") : STR(""));
        uint32_t frame = path->frames[path->count - 1 - i];
        sink_text(&sink, is_left_out && path->count - i > PATH_ROOTS + 1
                             ? STR("\xe2\x80\xa6")
                             : bounded(frame_name(functions->frames, frame, &scratch)));
    }
    return series_name(reader->series, bounded_to(sink_str(&sink), PATH_MOST));
}

/* ---------------------------------------------------------------- weights */

/* What a function weighs, and the one stack of it that weighs most. */
struct weight {
    uint32_t name; /* of series */
    double sum, best;
    uint32_t stack;
};

struct weights {
    struct hash_table by_name;
    ARRAY(struct weight) list;
};

static struct weight *weight_of(struct weights *weights, uint32_t name, struct arena *arena)
{
    uint64_t hash = hash_u64(name);
    size_t at = hash_start(hash);
    for (uint32_t id; (id = hash_table_next(&weights->by_name, hash, &at)) != HASH_EMPTY;)
        if (weights->list.at[id].name == name)
            return &weights->list.at[id];
    struct weight weight = {.name = name};
    hash_table_add(&weights->by_name, hash, (uint32_t)weights->list.count);
    array_push(arena, &weights->list, weight);
    return &weights->list.at[weights->list.count - 1];
}

/* By frame, as series names them; 0: not asked yet. */
static uint32_t frame_id(struct reader *reader, const struct functions *functions, uint32_t *ids,
                         uint32_t frame)
{
    if (!ids[frame])
        ids[frame] = series_name(reader->series,
                                 bounded(frame_name(functions->frames, frame, reader->arena)));
    return ids[frame];
}

/* By stack: the name of its owner; 0: none. */
static const uint32_t *owners_of(struct reader *reader, const struct functions *functions,
                                 struct error *error)
{
    const struct profile *profile = functions->frames->profile;
    struct frame_path path = {.arena = reader->arena};
    uint32_t *ids = ARENA_NEW(reader->arena, uint32_t, functions->frames->count + 1);
    uint32_t *owners = ARENA_NEW(reader->arena, uint32_t, profile->stack_count + 1);
    for (size_t i = 0; i < profile->stack_count; i++) {
        if (!functions->selection->present[i])
            continue;
        frame_path_load(&path, functions->frames, i);
        uint32_t frame = owner_of(functions, &path);
        owners[i] = frame == ID_NONE ? 0 : frame_id(reader, functions, ids, frame);
        if (!budget_spend(reader->budget, path.count + 1, error))
            return NULL;
    }
    return owners;
}

static bool sum_up(struct reader *reader, const struct functions *functions,
                   struct weights *weights, struct error *error)
{
    const struct profile *profile = functions->frames->profile;
    size_t type = functions->selection->type_index;
    const uint32_t *owners = owners_of(reader, functions, error);
    if (!owners)
        return false;
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t stack = profile->sample_stacks[i], set = profile->sample_labels[i];
        double value = (double)profile->values[i * profile->type_count + type];
        uint32_t name = functions->by_creator && functions->creators[set] ? functions->creators[set]
                                                                          : owners[stack];
        if (!budget_spend(reader->budget, 1, error))
            return false;
        if (!name || value == 0)
            continue;
        struct weight *weight = weight_of(weights, name, reader->arena);
        weight->sum += value;
        /* Goroutines of a dump are a sample each: the whole stack's weight is what counts. */
        double whole = (double)functions->selection->weights[stack];
        if (whole > weight->best) {
            weight->best = whole;
            weight->stack = stack;
        }
    }
    return true;
}

static bool is_heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct weight *weights = context;
    return weights[a].sum > weights[b].sum;
}

/* The heaviest ones become items. A path is that of the profile in which it weighed most. */
static void keep(struct reader *reader, const struct functions *functions,
                 const struct weights *weights, uint32_t measure)
{
    struct series *series = reader->series;
    struct frame_path path = {.arena = reader->arena};
    size_t count = weights->list.count;
    uint32_t *ids = ARENA_NEW(reader->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = (uint32_t)i;
    sort_ids(ids, count, is_heavier, weights->list.at, *reader->arena);
    double least = SERIES_SHARE * (double)functions->selection->total;
    for (size_t i = 0; i < count && i < SERIES_FUNCTIONS; i++) {
        const struct weight *weight = &weights->list.at[ids[i]];
        if (weight->sum < least || weight->sum <= 0)
            break;
        if (series->words > WORDS_MOST)
            break; /* every profile has other names: there is nothing to follow */
        uint32_t id = series_row(series, measure, weight->name);
        if (weight->best > series->rows.at[id].path_weight) {
            frame_path_load(&path, functions->frames, weight->stack);
            uint32_t name = path_name(reader, functions, &path);
            series->rows.at[id].path = name;
            series->rows.at[id].path_weight = weight->best;
        }
        struct series_item item = {id, weight->sum};
        array_push(reader->arena, &reader->items, item);
    }
}

static bool add_functions(struct reader *reader, const struct selection *selection,
                          uint32_t measure, struct error *error)
{
    struct frames_options options = {.granularity = (enum granularity)reader->settings.granularity,
                                     .trim_path = reader->settings.trim_path,
                                     .source_path = reader->settings.source_path};
    struct weights weights = {.list = {.count = 0}};
    struct functions functions = {.selection = selection};
    functions.frames = frames_new(selection->profile, &options, reader->arena);
    functions.is_runtime = runtime_frames(functions.frames, reader->arena);
    functions.by_creator = reader->series->measures.at[measure].role == SERIES_LEVEL &&
                           (str_starts(selection->type, GOROUTINE_TYPE) ||
                            str_equal(selection->type, STR("threadcreate")));
    if (functions.by_creator)
        functions.creators = creators_of(reader, selection->profile);
    hash_table_init(&weights.by_name, reader->arena);
    if (!sum_up(reader, &functions, &weights, error))
        return false;
    keep(reader, &functions, &weights, measure);
    return true;
}

/* ---------------------------------------------------------------- a profile */

/* A profile that has a type twice counts the first one. */
static bool is_second(const struct profile *profile, size_t type)
{
    for (size_t i = 0; i < type; i++)
        if (profile->types[i].type == profile->types[type].type &&
            profile->types[i].unit == profile->types[type].unit)
            return true;
    return false;
}

/* All types of the samples that the filters left, of which the selection has one. Returns its
 * measure. */
static uint32_t add_totals(struct reader *reader, const struct selection *selection)
{
    const struct profile *profile = selection->profile;
    struct series *series = reader->series;
    struct str kind = series->names.at[reader->kind];
    uint32_t followed = 0;
    for (size_t type = 0; type < profile->type_count; type++) {
        struct str name = bounded(type_name(profile, type));
        struct str unit = bounded(profile_string(profile, profile->types[type].unit));
        bool is_followed = type == selection->type_index;
        struct series_measure measure = {reader->kind, series_name(series, name),
                                         series_name(series, unit), role_of(kind, name),
                                         is_followed};
        double sum = 0;
        if (is_second(profile, type))
            continue;
        for (size_t i = 0; i < profile->sample_count; i++)
            sum += (double)profile->values[i * profile->type_count + type];
        struct series_item item = {series_measure(series, &measure), sum};
        array_push(reader->arena, &reader->totals, item);
        followed = is_followed ? item.id : followed;
    }
    return followed;
}

/* By the first of equal types. */
static size_t first_like(const struct profile *profile, size_t type)
{
    size_t first = 0;
    while (profile->types[first].type != profile->types[type].type ||
           profile->types[first].unit != profile->types[type].unit)
        first++;
    return first;
}

static bool read_profile(struct reader *reader, struct error *error)
{
    const struct profile *profile = reader->profile;
    struct sink number;
    if (!profile->type_count)
        return error_set(error, ERROR_INPUT, "the profile has no sample types");
    sink_init_buffer(&number, reader->arena, UINT64_MAX);
    sink_unsigned(&number, first_like(profile, followed(profile, &reader->settings)), 0);
    reader->settings.sample_index = sink_str(&number);
    const struct selection *selection = selection_new(profile, &reader->settings, SELECTION_SCALED,
                                                      reader->arena, reader->budget, error);
    return selection && add_functions(reader, selection, add_totals(reader, selection), error);
}

static void push(struct reader *reader, int64_t time_ns)
{
    struct arena *arena = &reader->series->arena;
    struct series_item *totals = ARENA_NEW(arena, struct series_item, reader->totals.count);
    struct series_item *items = ARENA_NEW(arena, struct series_item, reader->items.count);
    for (size_t i = 0; i < reader->totals.count; i++)
        totals[i] = reader->totals.at[i];
    for (size_t i = 0; i < reader->items.count; i++)
        items[i] = reader->items.at[i];
    struct series_record record = {time_ns, reader->kind,         totals,
                                   items,   reader->totals.count, reader->items.count};
    array_push(arena, &reader->series->records, record);
}

bool series_add(struct series *series, struct str kind, int64_t time_ns, struct render *session,
                struct error *error)
{
    if (!session_prepare(session, error))
        return false;
    struct arena_store store;
    struct arena arena = arena_init(&store, session->profile_store.ceiling);
    struct budget budget = session_budget(session, &store);
    const struct profile *profile = session->prepared;
    struct reader reader = {.series = series,
                            .arena = &arena,
                            .budget = &budget,
                            .profile = profile,
                            .settings = session->settings};
    reader.kind = series_name(series, bounded(kind.size ? kind : kind_of(profile)));
    bool ok = read_profile(&reader, error);
    if (ok)
        push(&reader, time_ns);
    arena_fini(&store);
    return ok;
}
