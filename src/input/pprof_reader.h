/* The state of reading one profile.proto, and what its parts share. Errors go to reader->error and
 * say the byte; every function returns false with one. */
#ifndef INPUT_PPROF_READER_H
#define INPUT_PPROF_READER_H

#include "base/budget.h"
#include "input/idmap.h"
#include "input/wire.h"
#include "profile/builder.h"

struct stream;

enum { PENDING = 64, LABEL_SLOTS = 1 << 12 };

/* A short label seen before: its bytes, its size plus one, and its index or ID_NONE. */
struct label_slot {
    uint64_t first, last;
    uint32_t size, id;
};

/* A sample whose stack and labels are not looked up yet: their bytes wait in `stack_bytes`, their
 * ids in `label_ids`. */
struct pending {
    size_t stack, stack_size;
    size_t labels, label_count;
    uint64_t stack_hash, label_hash;
    uint64_t offset;
};

struct reader {
    struct builder builder;
    struct stream *stream;
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    uint64_t message_offset;         /* of the message being read */
    const unsigned char *message_at; /* its bytes */
    size_t message_size;
    struct idmap locations, functions, mappings;
    ARRAY(string_id) strings;  /* of the file, by index: interned */
    struct intern stacks;      /* by the bytes of their location ids */
    struct intern label_bytes; /* labels by their bytes */
    struct label_slot *recent; /* LABEL_SLOTS of the short ones, by hash */
    ARRAY(uint32_t) label_of;  /* their index, or ID_NONE */
    ARRAY(unsigned char) stack_bytes;
    ARRAY(uint32_t) label_ids;
    struct pending *pending; /* PENDING of them */
    size_t pending_count;
    uint64_t samples;
    size_t width; /* values of the first sample */
    uint64_t largest_string, largest_string_offset;
    bool have_time, have_width;
    uint64_t value_offset; /* of the first sample, for the message about its values */
    uint64_t negative;
};

/* The offset of a place in the message; of the message for bytes that were copied elsewhere. */
uint64_t reader_offset(const struct reader *reader, const unsigned char *at);
/* Raise an error about a place; always false. */
bool reader_bad_at(struct reader *reader, uint64_t offset, const char *what);
bool reader_bad_field(struct reader *reader, const struct wire *wire);
bool reader_value_count_wrong(struct reader *reader, uint64_t sample, uint64_t offset, size_t count,
                              size_t types);
/* Whether a field, which begins at `wire`, has the type that it must have. */
bool reader_is_type(struct reader *reader, const struct wire *wire, const struct wire_field *field,
                    unsigned type);
/* Takes a string index of the file; its range is checked at the end. */
bool reader_string_index(struct reader *reader, uint64_t index, const unsigned char *at,
                         string_id *out);

/* One field of a message: where its value goes is the message's business. */
typedef bool field_reader(struct reader *reader, const struct wire *wire,
                          const struct wire_field *field, void *message);

/* Calls `read` for each field of a message. */
bool reader_message(struct reader *reader, struct wire wire, field_reader *read, void *message);

/* field_readers of a struct value_type and a struct label. */
bool reader_value_type(struct reader *reader, const struct wire *wire,
                       const struct wire_field *field, void *message);
bool reader_label_field(struct reader *reader, const struct wire *wire,
                        const struct wire_field *field, void *message);

/* Read one entry of a table. */
bool reader_mapping(struct reader *reader, struct wire wire);
bool reader_function(struct reader *reader, struct wire wire);
bool reader_location(struct reader *reader, struct wire wire);
bool reader_string(struct reader *reader, struct wire wire);

/* Reads a sample, which then waits; reader_flush looks up the ones that wait. */
bool reader_sample(struct reader *reader, struct wire wire);
bool reader_flush(struct reader *reader);

#endif
