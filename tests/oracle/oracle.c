/* What protobuf-c reads, against a profile. */
#include "oracle/oracle.h"
#include "profile/profile.h"

#include "renderers/profile.pb-c.h"

#include <stdlib.h>
#include <string.h>

struct oracle {
    const Pprof__Profile *theirs;
    const struct profile *ours;
    const char *reason;
};

/* False with the reason. */
#define EXPECT(oracle, condition, words)                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (oracle)->reason = (words);                                                            \
            return false;                                                                          \
        }                                                                                          \
    } while (0)

/* ---------------------------------------------------------------- the rules of the format */

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Ids in order; an array of at least one element, to be freed. */
static uint64_t *sorted_ids(uint64_t (*id_of)(const Pprof__Profile *, size_t),
                            const Pprof__Profile *theirs, size_t count)
{
    uint64_t *ids = malloc((count + 1) * sizeof *ids);
    if (!ids)
        abort();
    for (size_t i = 0; i < count; i++)
        ids[i] = id_of(theirs, i);
    qsort(ids, count, sizeof *ids, by_number);
    return ids;
}

static uint64_t mapping_id(const Pprof__Profile *theirs, size_t i)
{
    return theirs->mapping[i]->id;
}

static uint64_t location_id(const Pprof__Profile *theirs, size_t i)
{
    return theirs->location[i]->id;
}

static uint64_t function_id(const Pprof__Profile *theirs, size_t i)
{
    return theirs->function[i]->id;
}

static bool holds(const uint64_t *ids, size_t count, uint64_t id)
{
    return count && bsearch(&id, ids, count, sizeof id, by_number);
}

/* None is 0 and none is there twice. */
static bool are_good_ids(const uint64_t *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == 0 || (i && ids[i] == ids[i - 1]))
            return false;
    return true;
}

static bool is_text(const struct oracle *oracle, int64_t index)
{
    return index >= 0 && (uint64_t)index < oracle->theirs->n_string_table;
}

static bool types_are_valid(struct oracle *oracle, Pprof__ValueType *const *types, size_t count)
{
    for (size_t i = 0; i < count; i++)
        EXPECT(oracle, is_text(oracle, types[i]->type) && is_text(oracle, types[i]->unit),
               "string index of a type");
    return true;
}

static bool header_is_valid(struct oracle *oracle)
{
    const Pprof__Profile *theirs = oracle->theirs;
    EXPECT(oracle, theirs->n_string_table, "no string table");
    EXPECT(oracle, theirs->string_table[0].len == 0, "first string");
    const int64_t TEXTS[] = {theirs->drop_frames, theirs->keep_frames, theirs->doc_url,
                             theirs->default_sample_type};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        EXPECT(oracle, is_text(oracle, TEXTS[i]), "string index of the header");
    for (size_t i = 0; i < theirs->n_comment; i++)
        EXPECT(oracle, is_text(oracle, theirs->comment[i]), "string index of a comment");
    return types_are_valid(oracle, theirs->sample_type, theirs->n_sample_type) &&
           types_are_valid(oracle, theirs->period_type, theirs->n_period_type);
}

static bool tables_are_valid(struct oracle *oracle, const uint64_t *functions)
{
    const Pprof__Profile *theirs = oracle->theirs;
    for (size_t i = 0; i < theirs->n_mapping; i++)
        EXPECT(oracle,
               is_text(oracle, theirs->mapping[i]->filename) &&
                   is_text(oracle, theirs->mapping[i]->build_id),
               "string index of a mapping");
    for (size_t i = 0; i < theirs->n_function; i++)
        EXPECT(oracle,
               is_text(oracle, theirs->function[i]->name) &&
                   is_text(oracle, theirs->function[i]->system_name) &&
                   is_text(oracle, theirs->function[i]->filename),
               "string index of a function");
    for (size_t i = 0; i < theirs->n_location; i++)
        for (size_t n = 0; n < theirs->location[i]->n_line; n++)
            EXPECT(oracle,
                   holds(functions, theirs->n_function, theirs->location[i]->line[n]->function_id),
                   "function of a line");
    return true;
}

static bool samples_are_valid(struct oracle *oracle, const uint64_t *locations)
{
    const Pprof__Profile *theirs = oracle->theirs;
    EXPECT(oracle, !theirs->n_sample || theirs->n_sample_type, "samples without types");
    for (size_t i = 0; i < theirs->n_sample; i++) {
        const Pprof__Sample *sample = theirs->sample[i];
        EXPECT(oracle, sample->n_value == theirs->n_sample_type, "number of values");
        for (size_t n = 0; n < sample->n_location_id; n++)
            EXPECT(oracle, holds(locations, theirs->n_location, sample->location_id[n]),
                   "location of a sample");
        for (size_t n = 0; n < sample->n_label; n++)
            EXPECT(oracle,
                   is_text(oracle, sample->label[n]->key) &&
                       is_text(oracle, sample->label[n]->str) &&
                       is_text(oracle, sample->label[n]->num_unit),
                   "string index of a label");
    }
    return true;
}

static bool ids_are_valid(struct oracle *oracle, const uint64_t *mappings,
                          const uint64_t *locations, const uint64_t *functions)
{
    const Pprof__Profile *theirs = oracle->theirs;
    EXPECT(oracle, are_good_ids(mappings, theirs->n_mapping), "ids of mappings");
    EXPECT(oracle, are_good_ids(locations, theirs->n_location), "ids of locations");
    EXPECT(oracle, are_good_ids(functions, theirs->n_function), "ids of functions");
    return true;
}

static bool is_valid(struct oracle *oracle)
{
    const Pprof__Profile *theirs = oracle->theirs;
    uint64_t *mappings = sorted_ids(mapping_id, theirs, theirs->n_mapping);
    uint64_t *locations = sorted_ids(location_id, theirs, theirs->n_location);
    uint64_t *functions = sorted_ids(function_id, theirs, theirs->n_function);
    bool valid = header_is_valid(oracle) && ids_are_valid(oracle, mappings, locations, functions) &&
                 tables_are_valid(oracle, functions) && samples_are_valid(oracle, locations);
    free(mappings);
    free(locations);
    free(functions);
    return valid;
}

/* ---------------------------------------------------------------- the comparison */

static bool same_text(const struct oracle *oracle, string_id id, int64_t index)
{
    const ProtobufCBinaryData *text = &oracle->theirs->string_table[index];
    return str_equal(profile_string(oracle->ours, id),
                     (struct str){(const char *)text->data, text->len});
}

static bool same_type(const struct oracle *oracle, struct value_type ours,
                      const Pprof__ValueType *theirs)
{
    return same_text(oracle, ours.type, theirs->type) && same_text(oracle, ours.unit, theirs->unit);
}

static bool header_is_same(struct oracle *oracle)
{
    const struct profile *ours = oracle->ours;
    const Pprof__Profile *theirs = oracle->theirs;
    EXPECT(oracle, ours->type_count == theirs->n_sample_type, "number of types");
    for (size_t i = 0; i < ours->type_count; i++)
        EXPECT(oracle, same_type(oracle, ours->types[i], theirs->sample_type[i]), "a type");
    if (theirs->n_period_type)
        EXPECT(oracle,
               same_type(oracle, ours->period_type, theirs->period_type[theirs->n_period_type - 1]),
               "period type");
    EXPECT(oracle, ours->period == theirs->period, "period");
    EXPECT(oracle, ours->time_ns == theirs->time_nanos, "time");
    EXPECT(oracle, ours->duration_ns == theirs->duration_nanos, "duration");
    EXPECT(oracle, same_text(oracle, ours->drop_frames, theirs->drop_frames), "drop_frames");
    EXPECT(oracle, same_text(oracle, ours->keep_frames, theirs->keep_frames), "keep_frames");
    EXPECT(oracle, same_text(oracle, ours->doc_url, theirs->doc_url), "doc_url");
    EXPECT(oracle, same_text(oracle, ours->default_type, theirs->default_sample_type),
           "default_sample_type");
    EXPECT(oracle, ours->comment_count == theirs->n_comment, "number of comments");
    for (size_t i = 0; i < ours->comment_count; i++)
        EXPECT(oracle, same_text(oracle, ours->comments[i], theirs->comment[i]), "a comment");
    return true;
}

static bool mappings_are_same(struct oracle *oracle)
{
    EXPECT(oracle, oracle->ours->mapping_count == oracle->theirs->n_mapping, "number of mappings");
    for (size_t i = 0; i < oracle->ours->mapping_count; i++) {
        const struct mapping *ours = &oracle->ours->mappings[i];
        const Pprof__Mapping *theirs = oracle->theirs->mapping[i];
        EXPECT(oracle,
               ours->id == theirs->id && ours->start == theirs->memory_start &&
                   ours->limit == theirs->memory_limit && ours->offset == theirs->file_offset,
               "a mapping's numbers");
        EXPECT(oracle,
               same_text(oracle, ours->file, theirs->filename) &&
                   same_text(oracle, ours->build_id, theirs->build_id),
               "a mapping's names");
        EXPECT(oracle,
               ours->has_functions == theirs->has_functions &&
                   ours->has_filenames == theirs->has_filenames &&
                   ours->has_lines == theirs->has_line_numbers &&
                   ours->has_inlines == theirs->has_inline_frames,
               "a mapping's marks");
    }
    return true;
}

static bool functions_are_same(struct oracle *oracle)
{
    EXPECT(oracle, oracle->ours->function_count == oracle->theirs->n_function,
           "number of functions");
    for (size_t i = 0; i < oracle->ours->function_count; i++) {
        const struct function *ours = &oracle->ours->functions[i];
        const Pprof__Function *theirs = oracle->theirs->function[i];
        EXPECT(oracle, ours->id == theirs->id && ours->start_line == theirs->start_line,
               "a function's numbers");
        EXPECT(oracle,
               same_text(oracle, ours->name, theirs->name) &&
                   same_text(oracle, ours->system_name, theirs->system_name) &&
                   same_text(oracle, ours->file, theirs->filename),
               "a function's names");
    }
    return true;
}

static bool is_known_mapping(const Pprof__Profile *theirs, uint64_t id)
{
    for (size_t i = 0; i < theirs->n_mapping; i++)
        if (theirs->mapping[i]->id == id)
            return true;
    return false;
}

static bool location_is_same(struct oracle *oracle, const struct location *ours,
                             const Pprof__Location *theirs)
{
    const struct profile *profile = oracle->ours;
    EXPECT(oracle,
           ours->id == theirs->id && ours->address == theirs->address &&
               ours->is_folded == theirs->is_folded,
           "a location's numbers");
    if (ours->mapping == ID_NONE)
        EXPECT(oracle, !theirs->mapping_id || !is_known_mapping(oracle->theirs, theirs->mapping_id),
               "a location without its mapping");
    else
        EXPECT(oracle, profile->mappings[ours->mapping].id == theirs->mapping_id,
               "a location's mapping");
    EXPECT(oracle, ours->line_count == theirs->n_line, "number of a location's lines");
    for (uint32_t i = 0; i < ours->line_count; i++) {
        const struct line *line = &profile->lines[ours->line_first + i];
        EXPECT(oracle,
               profile->functions[line->function].id == theirs->line[i]->function_id &&
                   line->line == theirs->line[i]->line && line->column == theirs->line[i]->column,
               "a line");
    }
    return true;
}

static bool locations_are_same(struct oracle *oracle)
{
    EXPECT(oracle, oracle->ours->location_count == oracle->theirs->n_location,
           "number of locations");
    for (size_t i = 0; i < oracle->ours->location_count; i++)
        if (!location_is_same(oracle, &oracle->ours->locations[i], oracle->theirs->location[i]))
            return false;
    return true;
}

static bool labels_are_same(struct oracle *oracle, uint32_t set, const Pprof__Sample *sample)
{
    const struct profile *profile = oracle->ours;
    size_t at = profile->label_starts[set], end = profile->label_starts[set + 1];
    for (size_t i = 0; i < sample->n_label; i++) {
        const Pprof__Label *theirs = sample->label[i];
        if (!theirs->str && !theirs->num && !theirs->num_unit)
            continue;
        EXPECT(oracle, at < end, "too few labels");
        const struct label *ours = profile_label(profile, at++);
        EXPECT(oracle, same_text(oracle, ours->key, theirs->key), "a label's key");
        EXPECT(oracle, ours->is_number == !theirs->str, "a label's kind");
        EXPECT(oracle, same_text(oracle, ours->text, theirs->str), "a label's text");
        EXPECT(oracle, ours->number == theirs->num, "a label's number");
        EXPECT(oracle, same_text(oracle, ours->unit, theirs->num_unit), "a label's unit");
    }
    EXPECT(oracle, at == end, "too many labels");
    return true;
}

static bool sample_is_same(struct oracle *oracle, size_t index)
{
    const struct profile *profile = oracle->ours;
    const Pprof__Sample *theirs = oracle->theirs->sample[index];
    uint32_t stack = profile->sample_stacks[index];
    size_t first = profile->stack_starts[stack], types = profile->type_count;
    EXPECT(oracle, profile->stack_starts[stack + 1] - first == theirs->n_location_id,
           "depth of a sample");
    for (size_t i = 0; i < theirs->n_location_id; i++)
        EXPECT(oracle,
               profile->locations[profile->stack_frames[first + i]].id == theirs->location_id[i],
               "a sample's location");
    for (size_t i = 0; i < types; i++)
        EXPECT(oracle, profile->values[index * types + i] == theirs->value[i], "a sample's value");
    return labels_are_same(oracle, profile->sample_labels[index], theirs);
}

static bool samples_are_same(struct oracle *oracle)
{
    EXPECT(oracle, oracle->ours->sample_count == oracle->theirs->n_sample, "number of samples");
    for (size_t i = 0; i < oracle->ours->sample_count; i++)
        if (!sample_is_same(oracle, i))
            return false;
    return true;
}

enum oracle_verdict oracle_compare(const struct profile *profile, struct str bytes,
                                   const char **reason)
{
    struct oracle oracle = {.ours = profile, .reason = ""};
    Pprof__Profile *theirs = pprof__profile__unpack(NULL, bytes.size, (const uint8_t *)bytes.at);
    enum oracle_verdict verdict = ORACLE_SAME;
    *reason = "";
    if (!theirs)
        return ORACLE_UNREADABLE;
    oracle.theirs = theirs;
    if (!is_valid(&oracle))
        verdict = ORACLE_INVALID;
    else if (profile && !(header_is_same(&oracle) && mappings_are_same(&oracle) &&
                          functions_are_same(&oracle) && locations_are_same(&oracle) &&
                          samples_are_same(&oracle)))
        verdict = ORACLE_DIFFERENT;
    *reason = oracle.reason;
    pprof__profile__free_unpacked(theirs, NULL);
    return verdict;
}
