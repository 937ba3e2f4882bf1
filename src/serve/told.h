/* What the index of a folder (live/index.h) tells of the files in it. */
#ifndef SERVE_TOLD_H
#define SERVE_TOLD_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct told;

struct told_file {
    struct str name, kind, service; /* empty: not told */
    int64_t time_ns;                /* 0: not told */
};

struct told *told_new(const char *folder);
void told_free(struct told *told);
/* Reads the index anew if it is another one than before. Whether it was. */
bool told_refresh(struct told *told, int folder);
/* NULL: nothing is told. */
const struct told_file *told_find(const struct told *told, struct str name);

#endif
