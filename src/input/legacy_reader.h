/* The state of reading one legacy profile, and what the readers share. */
#ifndef INPUT_LEGACY_READER_H
#define INPUT_LEGACY_READER_H

#include "base/budget.h"
#include "input/legacy_result.h"
#include "input/legacy_scan.h"
#include "profile/builder.h"

/* Which addresses of a stack are return addresses, and so lie behind the call by one. */
enum legacy_adjust { ADJUST_ALL, ADJUST_CALLERS, ADJUST_NONE };

/* An address of the source. */
struct legacy_place {
    uint64_t key, address; /* as it was named, and what became of it */
    uint32_t function;     /* of `functions`, or ID_NONE */
    int64_t line;
    uint32_t index; /* of its location, or ID_NONE */
};

/* Its stack is frames[first .. first + count), leaf first. */
struct legacy_sample {
    size_t first, count;
    uint32_t label_set;
};

struct legacy {
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    struct builder builder;
    struct lines lines;
    enum legacy_adjust adjust;
    struct hash_table place_index;
    ARRAY(struct legacy_place) places;
    ARRAY(uint32_t) frames; /* places, later locations */
    size_t frame_start;     /* where the stack that is being read begins */
    ARRAY(struct legacy_sample) samples;
    struct intern sizes; /* the numbers of labels */
    struct intern function_names;
    ARRAY(struct function) functions;
};

/* Reads the bytes into the builder. "Unknown" with a text in the error: the beginning was this
 * format's, what follows was not, and no other format has it either. */
typedef enum legacy_result legacy_reader(struct legacy *legacy, struct str bytes);
legacy_reader legacy_cpu, legacy_heap, legacy_count, legacy_thread, legacy_contention, legacy_java;

/* The end of Java's profiles: "0xADDRESS function (file:line)" lines name the places, addresses
 * mean nothing any more. */
enum legacy_result legacy_java_names(struct legacy *legacy);

/* Whether the bytes begin as a CPU profile in words. */
bool legacy_is_cpu(struct str bytes);

/* Set an error about the current line and return `result`; `what` says what is wrong and what to
 * do. */
enum legacy_result legacy_bad_line(struct legacy *legacy, enum legacy_result result,
                                   const char *what);
/* After the walk over lines ended: refused if that was a line too long. */
enum legacy_result legacy_lines_end(struct legacy *legacy);

void legacy_type(struct legacy *legacy, struct str type, struct str unit);
void legacy_period(struct legacy *legacy, struct str type, struct str unit, int64_t period);
/* Adds an address to the stack that is being read, adjusted. */
void legacy_frame(struct legacy *legacy, uint64_t address);
/* Adds each 0x... of the text; refused if one has more than 64 bits. */
enum legacy_result legacy_frames(struct legacy *legacy, struct str text);
void legacy_value(struct legacy *legacy, int64_t value);
/* The sample's label "bytes". */
uint32_t legacy_bytes_label(struct legacy *legacy, int64_t bytes);
/* Ends the sample whose frames and values were added. False with an error once the budget is
 * spent. */
bool legacy_sample(struct legacy *legacy, uint32_t label_set);
/* Forgets the frames added since the last sample. */
void legacy_forget_frames(struct legacy *legacy);
/* The place of an address as it was named, or NULL. */
struct legacy_place *legacy_find(struct legacy *legacy, uint64_t key);
/* Count and size of all allocations of which a sampler, by a Poisson process of one in `rate`
 * bytes, saw these. */
void legacy_unsample(int64_t *count, int64_t *size, int64_t rate);

/* Whether the line announces the memory map. */
bool legacy_is_map(struct str line);
/* Walks to the memory map, from the current line on, and reads it. */
enum legacy_result legacy_sections(struct legacy *legacy);
/* Reads the memory map that the rest of the lines is. */
enum legacy_result legacy_map(struct legacy *legacy);
/* Gives each location its mapping. False with an error once the budget is spent. */
bool legacy_place_locations(struct legacy *legacy);
/* Numbers the locations, finds their mappings and interns the stacks. */
bool legacy_finish(struct legacy *legacy);

#endif
