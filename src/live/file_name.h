/* What the name of a file says of the profile in it. */
#ifndef LIVE_FILE_NAME_H
#define LIVE_FILE_NAME_H

#include "base/str.h"

#include <stdint.h>

/* Slices of the name; empty and 0: it does not say. */
struct file_name {
    struct str kind;    /* "cpu", "heap", "heap-delta" */
    struct str service; /* what stands before the kind, where a moment follows: before.heap.pb.gz is
                           of no service */
    int64_t time_ns;    /* since 1970 */
};

/* Of KIND_YYYYMMDD_HHMMSS.pb.gz (a time in UTC; also with '-' or 'T' in its middle),
 * api_heap_20261122_091500.pb.gz, "api-cpu.pprof". The name has no folder. */
struct file_name file_name_read(struct str name);

#endif
