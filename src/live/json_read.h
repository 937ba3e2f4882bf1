/* JSON that this program wrote, read back as slices: no tree and no recursion, as anybody may have
 * changed it since. Brackets, texts and the separators are checked, words and numbers when they are
 * asked for. */
#ifndef LIVE_JSON_READ_H
#define LIVE_JSON_READ_H

#include "base/str.h"

#include <stdint.h>

struct arena;

/* Inside an object or array. */
struct json_read {
    struct str rest;
    char close;
    bool is_whole; /* it has ended, by its bracket and with nothing behind */
    bool has_some; /* a comma comes next */
};

/* Goes into a value that is an object ('{') or array ('['); false if it is neither. */
bool json_open(struct json_read *reader, struct str value, char bracket);
/* The next value, as it stands there; of an object its name too, without quotes. False at the end:
 * is_whole tells whether it is the right one. */
bool json_next(struct json_read *reader, struct str *name, struct str *value);
/* A text, in the arena; empty for what is none. */
struct str json_text(struct str value, struct arena *arena);
/* A number; 0 for what is none. */
double json_number(struct str value);

#endif
