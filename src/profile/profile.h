/* The profile: immutable columns.
 *
 * Strings are interned: two equal texts have one id, and id 0 is the empty text. Functions,
 * mappings, locations and lines are arrays in the order of the source. Stacks and label sets are
 * interned too, so that a sample is a stack, a label set and its values, and later stages walk
 * unique stacks. */
#ifndef PROFILE_PROFILE_H
#define PROFILE_PROFILE_H

#include "base/str.h"
#include "profile/notes.h"

#include <stdint.h>

struct arena;
struct run;

typedef uint32_t string_id;

#define ID_NONE 0xffffffffu

struct value_type {
    string_id type, unit;
};

struct mapping {
    uint64_t id, start, limit, offset;
    string_id file, build_id;
    bool has_functions, has_filenames, has_lines, has_inlines;
};

struct function {
    uint64_t id;
    string_id name, system_name, file;
    int64_t start_line;
};

/* A code location and the functions it stands for: line 0 is the innermost inlined one, the last is
 * the function that was really called. */
struct location {
    uint64_t id, address;
    uint32_t mapping; /* index or ID_NONE */
    uint32_t line_first, line_count;
    bool is_folded;
};

struct line {
    uint32_t function; /* index */
    int64_t line, column;
};

struct label {
    string_id key;
    string_id text; /* of a text label */
    string_id unit; /* of a number label; 0 if it names none */
    int64_t number;
    bool is_number;
};

struct profile {
    struct str name; /* of the source: FILE, a side's FOLDER/FILE, or "profile" */

    const struct str *strings;
    size_t string_count;

    const struct value_type *types; /* of the values of each sample */
    size_t type_count;
    string_id default_type;
    struct value_type period_type;
    int64_t period, time_ns, duration_ns;
    string_id drop_frames, keep_frames, doc_url;
    const string_id *comments;
    size_t comment_count;

    const struct mapping *mappings;
    size_t mapping_count;
    const struct function *functions;
    size_t function_count;
    const struct location *locations;
    size_t location_count;
    const struct line *lines;
    size_t line_count;

    /* Stack s is stack_frames[stack_starts[s] .. stack_starts[s + 1]): location indices, leaf
     * first. */
    const uint32_t *stack_frames;
    const size_t *stack_starts;
    size_t stack_count;

    /* Distinct labels; label set s is those of label_ids[label_starts[s] .. label_starts[s + 1]).
     * Set 0 is empty. */
    const struct label *labels;
    size_t label_count;
    const uint32_t *label_ids;
    const uint32_t *label_starts;
    size_t label_set_count;

    const uint32_t *sample_stacks; /* by sample */
    const uint32_t *sample_labels; /* by sample: a label set */
    const int64_t *values;         /* by sample, then by type */
    size_t sample_count;

    const struct run *runs; /* of a comparison (profile/runs.h); its samples are labelled so */
    size_t run_count;       /* 0: it is none */

    struct notes notes;
};

struct str profile_string(const struct profile *profile, string_id id);
/* The file name and build id of the main binary: mapping 0; empty if there is none. */
struct str profile_binary(const struct profile *profile);
struct str profile_build_id(const struct profile *profile);
/* The mapping that stands for the program in pictures: the first one with a file; ID_NONE if there
 * is none. */
uint32_t profile_main_mapping(const struct profile *profile);
/* The location indices of a stack, leaf first; NULL where it is empty. */
const uint32_t *profile_stack(const struct profile *profile, size_t stack, size_t *count);
/* Entry i of label_ids. */
const struct label *profile_label(const struct profile *profile, size_t i);
/* Whether the set has the text label, as pprof::base=true. */
bool profile_has_label(const struct profile *profile, uint32_t label_set, struct str key,
                       struct str text);

/* Changed copies, in the arena, that share all other columns. */

/* The profile where it has a mapping; otherwise with an empty one that all locations are in. */
const struct profile *profile_with_mapping(const struct profile *profile, struct arena *arena);
/* The main binary (mapping 0, which must be there) with this file, and with this build id where it
 * has none; empty texts change nothing. */
const struct profile *profile_with_binary(const struct profile *profile, struct str file,
                                          struct str build_id, struct arena *arena);
/* Without the expressions of frames that it wants dropped. */
const struct profile *profile_with_all_frames(const struct profile *profile, struct arena *arena);
/* One more comment, at the end. */
const struct profile *profile_with_comment(const struct profile *profile, struct str comment,
                                           struct arena *arena);

#endif
