/* The line above the stack of a goroutine, as goroutineheader of Go's runtime/traceback.go prints
 * it. */
#ifndef INPUT_GOROUTINE_HEADER_H
#define INPUT_GOROUTINE_HEADER_H

#include "base/str.h"

#include <stdint.h>

struct sink;

struct goroutine_header {
    int64_t id;
    struct str state;  /* "chan receive", "running" */
    int64_t minutes;   /* waited; 0: Go does not say */
    bool is_locked;    /* to its thread */
    struct str bubble; /* of testing/synctest: its number; empty: none */
    struct str labels; /* "k": "v", "k": "v"; not checked */
};

/* Parts of the line; false if it is no such line. */
bool goroutine_header_read(struct goroutine_header *header, struct str line);
/* Takes the next pair off labels (also of ?debug=1, without blanks) into buffers, which are emptied
 * first; false at the end, or where the labels are not as Go writes them. */
bool goroutine_header_label(struct str *labels, struct sink *key, struct sink *value);

#endif
