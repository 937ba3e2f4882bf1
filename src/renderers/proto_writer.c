/* profile.proto in pprof's order: its fields by number, the messages of each table in the order of
 * the profile, and strings numbered as they are met. protobuf-c packs each message by itself, so
 * that no more than one is in memory. */
#include "renderers/proto_writer.h"
#include "base/array.h"
#include "base/gzip.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "profile/profile.h"

#include "renderers/profile.pb-c.h"

#include <string.h>

/* Fields of Profile and of Sample whose values are messages or texts. */
enum {
    FIELD_SAMPLE_TYPE = 1,
    FIELD_SAMPLE = 2,
    FIELD_MAPPING = 3,
    FIELD_LOCATION = 4,
    FIELD_FUNCTION = 5,
    FIELD_STRING = 6,
    FIELD_SAMPLE_LABEL = 3,
};

enum { WIRE_BYTES = 2, MANY = 3, PREFIX_MOST = 11, LABEL_MOST = 4 * PREFIX_MOST };

struct writer {
    const struct profile *profile;
    struct sink *sink;
    struct budget *budget;
    struct error *error;
    struct arena *arena;
    double ratio;
    ARRAY(uint8_t) message; /* the one that is being made */
    uint32_t *indices;      /* by string id: the place in the written table; 0: none so far */
    ARRAY(string_id) strings;
    struct str *labels; /* by label: the field that it is in its samples; empty: not made so far */
    int64_t *values;    /* of the sample */
    ARRAY(uint64_t) ids;
    ARRAY(uint32_t) order; /* of the sample's labels */
    ARRAY(Pprof__Line) lines;
    ARRAY(Pprof__Line *) line_places;
};

static int64_t string_index(struct writer *writer, string_id id)
{
    if (id && !writer->indices[id]) {
        array_push(writer->arena, &writer->strings, id);
        writer->indices[id] = (uint32_t)writer->strings.count;
    }
    return writer->indices[id];
}

/* The tag and size that stand before a message or a text. */
static size_t prefix(uint8_t *at, unsigned field, size_t size)
{
    size_t used = 0;
    at[used++] = (uint8_t)(field << 3 | WIRE_BYTES);
    for (; size >= 0x80; size >>= 7)
        at[used++] = (uint8_t)(size | 0x80);
    at[used++] = (uint8_t)size;
    return used;
}

/* Appends to the message that is being made. */
static void pack(struct writer *writer, const ProtobufCMessage *part)
{
    array_reserve(writer->arena, &writer->message, protobuf_c_message_get_packed_size(part));
    writer->message.count +=
        protobuf_c_message_pack(part, writer->message.at + writer->message.count);
}

/* Writes what was made, as a field or as fields of the profile's own, and starts anew. */
static void flush(struct writer *writer)
{
    sink_bytes(writer->sink, (const char *)writer->message.at, writer->message.count);
    writer->message.count = 0;
}

static void write_field(struct writer *writer, unsigned field, struct str bytes)
{
    uint8_t before[PREFIX_MOST];
    sink_bytes(writer->sink, (const char *)before, prefix(before, field, bytes.size));
    sink_text(writer->sink, bytes);
}

static void flush_field(struct writer *writer, unsigned field)
{
    write_field(writer, field,
                (struct str){(const char *)writer->message.at, writer->message.count});
    writer->message.count = 0;
}

static void write_message(struct writer *writer, unsigned field, const ProtobufCMessage *message)
{
    pack(writer, message);
    flush_field(writer, field);
}

static Pprof__ValueType value_type(struct writer *writer, struct value_type type)
{
    Pprof__ValueType message = PPROF__VALUE_TYPE__INIT;
    message.type = string_index(writer, type.type);
    message.unit = string_index(writer, type.unit);
    return message;
}

static void write_types(struct writer *writer)
{
    for (size_t i = 0; i < writer->profile->type_count; i++) {
        Pprof__ValueType type = value_type(writer, writer->profile->types[i]);
        write_message(writer, FIELD_SAMPLE_TYPE, &type.base);
    }
}

/* ---------------------------------------------------------------- samples */

static void pack_stack(struct writer *writer, uint32_t stack)
{
    const struct profile *profile = writer->profile;
    const uint32_t *frames = profile->stack_frames + profile->stack_starts[stack];
    size_t count = profile->stack_starts[stack + 1] - profile->stack_starts[stack];
    writer->ids.count = 0;
    array_reserve(writer->arena, &writer->ids, count);
    for (size_t i = 0; i < count; i++)
        writer->ids.at[i] = profile->locations[frames[i]].id;
    Pprof__Sample sample = PPROF__SAMPLE__INIT;
    Pprof__ShortLists lists = PPROF__SHORT_LISTS__INIT;
    sample.n_location_id = lists.n_location_id = count;
    sample.location_id = lists.location_id = writer->ids.at;
    pack(writer, count < MANY ? &lists.base : &sample.base);
}

static void pack_values(struct writer *writer, size_t index)
{
    size_t count = writer->profile->type_count;
    const int64_t *values = writer->profile->values + index * count;
    for (size_t i = 0; i < count; i++)
        writer->values[i] =
            writer->ratio == 1 ? values[i] : number_trunc((double)values[i] * writer->ratio);
    Pprof__Sample sample = PPROF__SAMPLE__INIT;
    Pprof__ShortLists lists = PPROF__SHORT_LISTS__INIT;
    sample.n_value = lists.n_value = count;
    sample.value = lists.value = writer->values;
    pack(writer, count < MANY ? &lists.base : &sample.base);
}

/* Texts first, then numbers, each by key; values of one key as they are. */
static bool label_before(const void *context, uint32_t a, uint32_t b)
{
    const struct profile *profile = context;
    const struct label *x = &profile->labels[a], *y = &profile->labels[b];
    if (x->is_number != y->is_number)
        return y->is_number;
    return x->key != y->key &&
           str_compare(profile_string(profile, x->key), profile_string(profile, y->key)) < 0;
}

/* The labels of a set in the order of writing; nearly always they are in it. */
static const uint32_t *label_order(struct writer *writer, const uint32_t *ids, size_t count)
{
    size_t sorted = 1;
    while (sorted < count && !label_before(writer->profile, ids[sorted], ids[sorted - 1]))
        sorted++;
    if (sorted >= count)
        return ids;
    writer->order.count = 0;
    array_reserve(writer->arena, &writer->order, count);
    memcpy(writer->order.at, ids, count * sizeof *ids);
    sort_ids(writer->order.at, count, label_before, writer->profile, *writer->arena);
    return writer->order.at;
}

/* A label has the same bytes in all samples. */
static struct str label_field(struct writer *writer, uint32_t id)
{
    const struct label *label = &writer->profile->labels[id];
    if (writer->labels[id].size)
        return writer->labels[id];
    uint8_t bytes[LABEL_MOST];
    Pprof__Label message = PPROF__LABEL__INIT;
    message.key = string_index(writer, label->key);
    message.str = label->is_number ? 0 : string_index(writer, label->text);
    message.num = label->is_number ? label->number : 0;
    message.num_unit = label->is_number ? string_index(writer, label->unit) : 0;
    size_t size = protobuf_c_message_pack(&message.base, bytes);
    uint8_t *field = arena_alloc(writer->arena, size + PREFIX_MOST, 1);
    size_t before = prefix(field, FIELD_SAMPLE_LABEL, size);
    memcpy(field + before, bytes, size);
    return writer->labels[id] = (struct str){(const char *)field, before + size};
}

static void pack_labels(struct writer *writer, uint32_t set)
{
    const struct profile *profile = writer->profile;
    size_t first = profile->label_starts[set], count = profile->label_starts[set + 1] - first;
    const uint32_t *ids = label_order(writer, profile->label_ids + first, count);
    for (size_t i = 0; i < count; i++) {
        struct str field = label_field(writer, ids[i]);
        array_reserve(writer->arena, &writer->message, field.size);
        memcpy(writer->message.at + writer->message.count, field.at, field.size);
        writer->message.count += field.size;
    }
}

/* A message's fields one after another are the message: its parts are packed by themselves. */
static bool write_samples(struct writer *writer)
{
    const struct profile *profile = writer->profile;
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t stack = profile->sample_stacks[i], set = profile->sample_labels[i];
        size_t work = 1 + profile->stack_starts[stack + 1] - profile->stack_starts[stack] +
                      profile->label_starts[set + 1] - profile->label_starts[set];
        if (!budget_spend(writer->budget, work, writer->error))
            return false;
        pack_stack(writer, stack);
        pack_values(writer, i);
        pack_labels(writer, set);
        flush_field(writer, FIELD_SAMPLE);
    }
    return true;
}

/* ---------------------------------------------------------------- tables */

static bool write_mappings(struct writer *writer)
{
    for (size_t i = 0; i < writer->profile->mapping_count; i++) {
        const struct mapping *mapping = &writer->profile->mappings[i];
        Pprof__Mapping message = PPROF__MAPPING__INIT;
        message.id = mapping->id;
        message.memory_start = mapping->start;
        message.memory_limit = mapping->limit;
        message.file_offset = mapping->offset;
        message.filename = string_index(writer, mapping->file);
        message.build_id = string_index(writer, mapping->build_id);
        message.has_functions = mapping->has_functions;
        message.has_filenames = mapping->has_filenames;
        message.has_line_numbers = mapping->has_lines;
        message.has_inline_frames = mapping->has_inlines;
        write_message(writer, FIELD_MAPPING, &message.base);
        if (!budget_spend(writer->budget, 1, writer->error))
            return false;
    }
    return true;
}

/* The messages of a location's lines. */
static void make_lines(struct writer *writer, const struct location *location)
{
    const struct profile *profile = writer->profile;
    writer->lines.count = writer->line_places.count = 0;
    array_reserve(writer->arena, &writer->lines, location->line_count);
    array_reserve(writer->arena, &writer->line_places, location->line_count);
    for (uint32_t i = 0; i < location->line_count; i++) {
        const struct line *line = &profile->lines[location->line_first + i];
        Pprof__Line *message = &writer->lines.at[i];
        *message = (Pprof__Line)PPROF__LINE__INIT;
        message->function_id = profile->functions[line->function].id;
        message->line = line->line;
        message->column = line->column;
        writer->line_places.at[i] = message;
    }
}

static bool write_locations(struct writer *writer)
{
    const struct profile *profile = writer->profile;
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        Pprof__Location message = PPROF__LOCATION__INIT;
        make_lines(writer, location);
        message.id = location->id;
        if (location->mapping != ID_NONE)
            message.mapping_id = profile->mappings[location->mapping].id;
        message.address = location->address;
        message.n_line = location->line_count;
        message.line = writer->line_places.at;
        message.is_folded = location->is_folded;
        write_message(writer, FIELD_LOCATION, &message.base);
        if (!budget_spend(writer->budget, 1 + location->line_count, writer->error))
            return false;
    }
    return true;
}

static bool write_functions(struct writer *writer)
{
    for (size_t i = 0; i < writer->profile->function_count; i++) {
        const struct function *function = &writer->profile->functions[i];
        Pprof__Function message = PPROF__FUNCTION__INIT;
        message.id = function->id;
        message.name = string_index(writer, function->name);
        message.system_name = string_index(writer, function->system_name);
        message.filename = string_index(writer, function->file);
        message.start_line = function->start_line;
        write_message(writer, FIELD_FUNCTION, &message.base);
        if (!budget_spend(writer->budget, 1, writer->error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- strings and the rest */

static bool write_strings(struct writer *writer)
{
    write_field(writer, FIELD_STRING, STR(""));
    for (size_t i = 0; i < writer->strings.count; i++) {
        write_field(writer, FIELD_STRING, profile_string(writer->profile, writer->strings.at[i]));
        if (!budget_spend(writer->budget, 1, writer->error))
            return false;
    }
    return true;
}

/* Numbers the strings of what follows the string table, and writes them all, then that. */
static bool write_end(struct writer *writer)
{
    const struct profile *profile = writer->profile;
    Pprof__Profile before = PPROF__PROFILE__INIT, middle = before, after = before;
    Pprof__ShortLists lists = PPROF__SHORT_LISTS__INIT;
    before.drop_frames = string_index(writer, profile->drop_frames);
    before.keep_frames = string_index(writer, profile->keep_frames);
    Pprof__ValueType period = value_type(writer, profile->period_type), *periods[] = {&period};
    before.time_nanos = profile->time_ns;
    before.duration_nanos = profile->duration_ns;
    before.n_period_type = period.type || period.unit;
    before.period_type = periods;
    before.period = profile->period;
    int64_t *comments = ARENA_NEW(writer->arena, int64_t, profile->comment_count);
    for (size_t i = 0; i < profile->comment_count; i++)
        comments[i] = string_index(writer, profile->comments[i]);
    middle.n_comment = lists.n_comment = profile->comment_count;
    middle.comment = lists.comment = comments;
    after.default_type_case = PPROF__PROFILE__DEFAULT_TYPE_DEFAULT_SAMPLE_TYPE;
    after.default_sample_type = string_index(writer, profile->default_type);
    after.doc_url = string_index(writer, profile->doc_url);
    if (!write_strings(writer))
        return false;
    pack(writer, &before.base);
    pack(writer, profile->comment_count < MANY ? &lists.base : &middle.base);
    pack(writer, &after.base);
    flush(writer);
    return true;
}

bool proto_write(const struct profile *profile, double ratio, struct sink *sink,
                 struct budget *budget, struct arena *arena, struct error *error)
{
    struct writer writer = {.profile = profile,
                            .sink = sink,
                            .budget = budget,
                            .error = error,
                            .arena = arena,
                            .ratio = ratio > 0 ? ratio : 1};
    /* A place in it is never an offset from NULL. */
    array_reserve(arena, &writer.message, 1);
    writer.indices = ARENA_NEW(arena, uint32_t, profile->string_count);
    writer.labels = ARENA_NEW(arena, struct str, profile->label_count);
    writer.values = ARENA_NEW(arena, int64_t, profile->type_count);
    write_types(&writer);
    return write_samples(&writer) && write_mappings(&writer) && write_locations(&writer) &&
           write_functions(&writer) && write_end(&writer);
}

bool proto_write_gzip(const struct profile *profile, double ratio, struct sink *sink,
                      struct budget *budget, struct arena *arena, struct error *error)
{
    struct gzip *gzip = gzip_open(sink);
    if (proto_write(profile, ratio, gzip_sink(gzip), budget, arena, error))
        return gzip_close(gzip, error);
    gzip_abort(gzip);
    return false;
}
