/* Frames: what a stack is made of once locations are looked at as coarsely as a request wants. Two
 * locations in one function are one frame under "functions". */
#ifndef SELECT_FRAMES_H
#define SELECT_FRAMES_H

#include "profile/name.h"
#include "profile/profile.h"
#include "profile/runs.h"

struct arena;
struct selection;

/* In the order of the option's words, whose first is "auto". */
enum granularity {
    GRANULARITY_AUTO,          /* as GRANULARITY_FUNCTIONS */
    GRANULARITY_FUNCTIONS,     /* by name */
    GRANULARITY_FILEFUNCTIONS, /* by name and file */
    GRANULARITY_FILES,
    GRANULARITY_LINES,     /* by name, file and line */
    GRANULARITY_ADDRESSES, /* by all there is */
    GRANULARITY_PACKAGES,  /* by the package that the name tells (profile/name.h), as colours are:
                              Go's and Java's packages, namespaces, a script's folder, a binary or a
                              folder of C's; code without a symbol is its binary's, and what has
                              nothing of these stands by its function's name */
};

struct frames_options {
    enum granularity granularity;
    bool show_columns; /* under lines */
    bool with_objects; /* frames of different binaries and start lines are different ones */
    bool keep_paths;   /* paths are cleaned but not trimmed */
    bool plain_files;  /* under files, a file is one frame; in pprof's reports one for each start */
    struct str trim_path, source_path;
};

struct frame {
    string_id name;     /* of the function; 0: none */
    uint32_t file;      /* of frames->files; 0: none, or not looked at */
    uint32_t package;   /* of frames->packages; 0: none, or not looked at */
    string_id object;   /* of the mapping; only where there is no name, or with_objects */
    uint64_t address;   /* 0: none, or not looked at */
    int64_t start_line; /* only where there is no name, or with_objects */
    int64_t line, column;
};

struct frames {
    const struct profile *profile;
    const struct frame *items;
    size_t count;
    const struct str *files; /* as they are to be written; file 0 is empty */
    size_t file_count;
    const struct str *packages; /* package 0 is empty */
    /* By package: a name that one of its functions could have, none of those that collect garbage
     * or wait, so that the name's family (name_family) is the package's. */
    const struct str *members;
    /* By frame, of a comparison: the name that the frame has in the base, where that is another
     * (select/matching.h), also the names of several that were matched with one or more, joined by
     * ", "; empty elsewhere. NULL: nothing was matched but equal names. */
    const struct str *was;
    size_t matched;              /* frames with such a name, and not only in another file or line */
    bool is_nameless[RUN_SIDES]; /* of a comparison: matching_unsymbolised says so of the side */
    const uint32_t *by_line;     /* line index to frame */
    const uint32_t *by_location; /* location index to frame, where it has no lines */
    /* By frame, of the first place that it was made from: the function and mapping (ID_NONE: none).
     */
    const uint32_t *function, *mapping;
    const int64_t
        *line; /* by frame: where the function starts, or else the least line seen; 0: none */
};

const struct frames *frames_new(const struct profile *profile, const struct frames_options *options,
                                struct arena *arena);

/* The name to print, as pprof prints it: address, function and place, as far as there are any, or
 * "[binary]", "<unknown>"; or the package. In the arena where it must be made. */
struct str frame_name(const struct frames *frames, uint32_t frame, struct arena *arena);
/* What tells the family of the frame (profile/name.h), of the first place that it was made from. */
struct name_source frame_name_source(const struct frames *frames, uint32_t frame);
/* pprof's order of names: addresses as numbers where both have one, otherwise as printed. */
int frame_compare(const struct frames *frames, uint32_t a, struct str name_a, uint32_t b,
                  struct str name_b);

/* The frames of a location, the innermost first: at least one. */
static inline const uint32_t *frames_at(const struct frames *frames, uint32_t location,
                                        size_t *count)
{
    const struct location *at = &frames->profile->locations[location];
    *count = at->line_count ? at->line_count : 1;
    return at->line_count ? frames->by_line + at->line_first : frames->by_location + location;
}

/* The path from root to leaf of one stack: frames, and which of them are inlined into the one
 * before. The arrays are reused by the next call. */
struct frame_path {
    struct arena *arena;
    uint32_t *frames;
    uint8_t *inlined;
    size_t count, room;
};

void frame_path_load(struct frame_path *path, const struct frames *frames, size_t stack);

#endif
