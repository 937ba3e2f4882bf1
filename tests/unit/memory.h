/* Bytes in memory as a source, and profiles read from them. */
#ifndef UNIT_MEMORY_H
#define UNIT_MEMORY_H

#include "base/arena.h"
#include "base/host.h"

struct profile;

struct memory {
    struct str bytes;
    size_t used;
    size_t block;  /* hands out so many bytes at once; 0: as many as are asked for */
    bool failing;  /* an IO error instead of the end */
    size_t opened; /* less closed */
};

/* An ahead_fill over a struct memory. */
bool memory_fill(void *memory, unsigned char *at, size_t size, size_t *got, struct error *error);
struct source memory_source(struct memory *memory);
/* A host whose only source it is, under any name. */
struct host memory_host(struct memory *memory);

/* Reads profile.proto bytes; NULL with an error. */
const struct profile *memory_profile(struct str bytes, struct arena *arena, struct error *error);
/* The same through input_load, so that it may be gzip. */
const struct profile *memory_load(struct str bytes, struct arena *arena, struct error *error);

/* A file's bytes in the arena; empty at NULL if it cannot be read. */
struct str memory_file(const char *path, struct arena *arena);
/* gzip data inflated, several members in a row included; other bytes as they are; at NULL where the
 * data is damaged. */
struct str memory_inflated(struct str bytes, struct arena *arena);

#endif
