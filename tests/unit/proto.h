/* Writes profile.proto bytes for tests: single fields, and whole profiles from folded stacks. */
#ifndef UNIT_PROTO_H
#define UNIT_PROTO_H

#include "base/array.h"
#include "base/str.h"

#include <stdint.h>

struct proto {
    struct arena *arena;
    ARRAY(char) bytes;
    ARRAY(struct str) strings; /* written by proto_end */
    ARRAY(struct str) places;  /* the locations of proto_path, such as "f+g" */
    ARRAY(uint64_t) functions; /* their names */
};

/* Nothing yet; string 0 is empty. */
void proto_init(struct proto *proto, struct arena *arena);
/* Bytes as they are. */
void proto_raw(struct proto *proto, const void *bytes, size_t size);
void proto_varint(struct proto *proto, uint64_t value);
void proto_number(struct proto *proto, unsigned field, uint64_t value);
void proto_bytes(struct proto *proto, unsigned field, struct str bytes);
/* A field that holds what was written to `part`. */
void proto_message(struct proto *proto, unsigned field, const struct proto *part);

/* The index of a text in the string table. */
uint64_t proto_text(struct proto *proto, const char *text);
void proto_type(struct proto *proto, const char *type, const char *unit);
/* A sample of the stack "main;f;g" (the root first); "f+g" is one location, g inlined into f;
 * "f@a.c" is the f of a file.
 * Labels: "key=text,other==12kb" (the second is a number with a unit), or NULL. */
void proto_path(struct proto *proto, const char *path, size_t count, const int64_t *values,
                const char *labels);
/* The bytes, with the functions, locations and strings that were used. */
struct str proto_end(struct proto *proto);

#endif
