/* The profiles of a folder: of which service, which kind and when, as its index, their names, or
 * they themselves say. */
#ifndef LIVE_ANALYSIS_FILES_H
#define LIVE_ANALYSIS_FILES_H

#include "base/array.h"
#include "base/error.h"

#include <stdint.h>

struct arena;
struct host;

struct analysis_file {
    struct str path, name; /* name: within the folder */
    struct str service;    /* empty: not said */
    struct str kind;       /* "heap"; empty: not said */
    int64_t time_ns;       /* 0: not said */
};

/* What the index tells beside files: gaps, restarts, profiles that failed. */
struct analysis_event {
    struct str service, kind, words;
    int64_t start_ns, end_ns;
};

struct analysis_files {
    ARRAY(struct analysis_file) files; /* by name */
    ARRAY(struct analysis_event) events;
    size_t traces;    /* execution traces, which are no profiles */
    size_t left_out;  /* by their suffix no profiles */
    struct str index; /* what is wrong with the index; empty: nothing, or there is none */
};

/* Reads a folder, with those that it has folders in for services. False where it is none. */
bool analysis_files_read(struct analysis_files *files, const struct host *host, struct str folder,
                         struct arena *arena, struct error *error);
/* When the file was written last; 0: not known. */
int64_t analysis_file_written(struct str path, struct arena scratch);

#endif
