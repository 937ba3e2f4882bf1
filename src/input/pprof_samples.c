/* The hot message. The packed location ids of a sample are hashed and compared as the bytes they
 * are: a stack seen before costs no varint decoding. The same holds for each of its labels. */
#include "input/pprof_reader.h"

#include <string.h>

static void push_value(struct reader *reader, uint64_t value)
{
    reader->negative += value >> 63;
    array_push(reader->arena, &reader->builder.values, (int64_t)value);
}

static bool read_values(struct reader *reader, struct wire wire)
{
    uint64_t value;
    while (wire.at < wire.end) {
        if (!wire_varint(&wire, &value))
            return reader_bad_field(reader, &wire);
        push_value(reader, value);
    }
    return true;
}

/* Location ids, packed: kept as the bytes they are. */
static void push_stack(struct reader *reader, const unsigned char *at, size_t size)
{
    array_reserve(reader->arena, &reader->stack_bytes, size);
    if (size)
        memcpy(reader->stack_bytes.at + reader->stack_bytes.count, at, size);
    reader->stack_bytes.count += size;
}

/* The label with these bytes: the same bytes are the same label. *id is its index, or ID_NONE for
 * one that does not count. */
static bool intern_label(struct reader *reader, struct wire wire, uint32_t *id)
{
    bool fresh;
    uint32_t raw = intern_add(&reader->label_bytes, wire.at, (size_t)(wire.end - wire.at), &fresh);
    if (fresh) {
        struct label label = {0};
        if (!reader_message(reader, wire, reader_label_field, &label))
            return false;
        /* Neither text nor number nor unit: pprof drops such a label. */
        bool counts = label.text || label.number || label.unit;
        label.is_number = !label.text;
        array_push(reader->arena, &reader->label_of,
                   counts ? (uint32_t)reader->builder.labels.count : ID_NONE);
        if (counts)
            array_push(reader->arena, &reader->builder.labels, label);
    }
    *id = reader->label_of.at[raw];
    return true;
}

/* Most labels are short and were seen a moment ago: a small table knows them. */
static bool read_label(struct reader *reader, struct wire wire)
{
    size_t size = (size_t)(wire.end - wire.at);
    struct label_slot slot = {.size = (uint32_t)size + 1}, *recent = NULL;
    bool known = false;
    if (!reader->recent)
        reader->recent = ARENA_NEW(reader->arena, struct label_slot, LABEL_SLOTS);
    if (size <= 16) {
        hash_ends(wire.at, size, &slot.first, &slot.last);
        uint64_t hash = hash_fold(slot.first ^ HASH_A, slot.last ^ HASH_B);
        recent = &reader->recent[hash & (LABEL_SLOTS - 1)];
        known =
            recent->first == slot.first && recent->last == slot.last && recent->size == slot.size;
        slot.id = recent->id;
    }
    if (!known && !intern_label(reader, wire, &slot.id))
        return false;
    if (recent && !known)
        *recent = slot;
    if (slot.id != ID_NONE)
        array_push(reader->arena, &reader->label_ids, slot.id);
    return true;
}

static bool sample_field(struct reader *reader, const struct wire *before,
                         const struct wire_field *field, void *message)
{
    (void)message;
    if (field->number < 1 || field->number > 3)
        return true;
    if (field->number == 3)
        return reader_is_type(reader, before, field, WIRE_BYTES) &&
               read_label(reader, field->bytes);
    if (field->type == WIRE_BYTES && field->number == 2)
        return read_values(reader, field->bytes);
    if (field->type == WIRE_BYTES) {
        push_stack(reader, field->bytes.at, (size_t)(field->bytes.end - field->bytes.at));
        return true;
    }
    if (!reader_is_type(reader, before, field, WIRE_VARINT))
        return false;
    if (field->number == 2) {
        push_value(reader, field->value);
        return true;
    }
    /* One id by itself: its varint is what a packed list would hold. */
    struct wire value = *before;
    uint64_t tag;
    wire_varint(&value, &tag);
    const unsigned char *start = value.at;
    wire_varint(&value, &tag);
    push_stack(reader, start, (size_t)(value.at - start));
    return true;
}

/* Turns a stack not seen before into location slots. */
static bool new_stack(struct reader *reader, struct wire wire, uint64_t offset)
{
    struct builder *builder = &reader->builder;
    uint64_t id;
    array_reserve(reader->arena, &builder->stack_frames, (size_t)(wire.end - wire.at));
    while (wire.at < wire.end) {
        if (!wire_varint(&wire, &id))
            return reader_bad_at(reader, offset, "a sample holds a broken list of locations");
        builder->stack_frames.at[builder->stack_frames.count++] =
            idmap_slot(&reader->locations, id, offset);
    }
    builder_stack_end(builder);
    return true;
}

bool reader_value_count_wrong(struct reader *reader, uint64_t sample, uint64_t offset, size_t count,
                              size_t types)
{
    return error_set(reader->error, ERROR_INPUT,
                     "byte %llu of the profile: sample %llu has %zu values for %zu sample types",
                     (unsigned long long)offset, (unsigned long long)sample, count, types);
}

static bool look_up(struct reader *reader, const struct pending *pending)
{
    struct builder *builder = &reader->builder;
    const unsigned char *bytes = reader->stack_bytes.at + pending->stack;
    bool fresh;
    uint32_t stack =
        intern_add_hashed(&reader->stacks, bytes, pending->stack_size, pending->stack_hash, &fresh);
    struct wire wire = {bytes, bytes + pending->stack_size};
    if (fresh && !new_stack(reader, wire, pending->offset))
        return false;
    uint32_t labels = 0;
    if (builder->label_ids.count > UINT32_MAX - pending->label_count)
        return error_set(reader->error, ERROR_LIMIT, "more than 4,294,967,295 labels");
    if (pending->label_count)
        labels = builder_label_set(builder, reader->label_ids.at + pending->labels,
                                   pending->label_count, pending->label_hash);
    array_push(reader->arena, &builder->sample_stacks, stack);
    array_push(reader->arena, &builder->sample_labels, labels);
    return true;
}

/* Looks up the samples that wait. Each step asks for the memory of the next one before it is
 * needed: the tables are larger than the caches. */
bool reader_flush(struct reader *reader)
{
    bool ok = true;
    for (size_t i = 0; i < reader->pending_count; i++) {
        intern_prefetch_slot(&reader->stacks, reader->pending[i].stack_hash);
        hash_table_prefetch(&reader->builder.label_sets, reader->pending[i].label_hash);
    }
    for (size_t i = 0; i < reader->pending_count; i++)
        intern_prefetch_item(&reader->stacks, reader->pending[i].stack_hash);
    for (size_t i = 0; i < reader->pending_count; i++)
        intern_prefetch_bytes(&reader->stacks, reader->pending[i].stack_hash);
    for (size_t i = 0; ok && i < reader->pending_count; i++)
        ok = look_up(reader, &reader->pending[i]);
    reader->pending_count = 0;
    reader->stack_bytes.count = 0;
    reader->label_ids.count = 0;
    return ok;
}

/* The fields of a sample. Nearly all are short and of three kinds: those are taken here, without
 * the general way. */
static bool read_sample_fields(struct reader *reader, struct wire wire)
{
    while (wire.at < wire.end) {
        const unsigned char *at = wire.at;
        size_t room = (size_t)(wire.end - at);
        if (room < 2 || at[1] >= 0x80 || at[1] > room - 2)
            return reader_message(reader, wire, sample_field, NULL);
        struct wire bytes = {at + 2, at + 2 + at[1]};
        if (at[0] == (3 << 3 | WIRE_BYTES)) {
            if (!read_label(reader, bytes))
                return false;
        } else if (at[0] == (1 << 3 | WIRE_BYTES)) {
            push_stack(reader, bytes.at, at[1]);
        } else if (at[0] == (2 << 3 | WIRE_BYTES)) {
            if (!read_values(reader, bytes))
                return false;
        } else {
            return reader_message(reader, wire, sample_field, NULL);
        }
        wire.at = bytes.end;
    }
    return true;
}

bool reader_sample(struct reader *reader, struct wire wire)
{
    struct builder *builder = &reader->builder;
    struct pending *pending = &reader->pending[reader->pending_count];
    size_t values = builder->values.count;
    *pending = (struct pending){.stack = reader->stack_bytes.count,
                                .labels = reader->label_ids.count,
                                .offset = reader->message_offset};
    if (!read_sample_fields(reader, wire))
        return false;
    values = builder->values.count - values;
    if (!reader->have_width) {
        reader->have_width = true;
        reader->width = values;
        reader->value_offset = reader->message_offset;
    } else if (values != reader->width) {
        return reader_value_count_wrong(reader, reader->samples, reader->message_offset, values,
                                        reader->width);
    }
    pending->stack_size = reader->stack_bytes.count - pending->stack;
    pending->label_count = reader->label_ids.count - pending->labels;
    pending->stack_hash = hash_bytes(reader->stack_bytes.at + pending->stack, pending->stack_size);
    pending->label_hash =
        hash_bytes(reader->label_ids.at + pending->labels, pending->label_count * sizeof(uint32_t));
    reader->samples++;
    return ++reader->pending_count < PENDING || reader_flush(reader);
}
