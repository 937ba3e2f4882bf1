/* Text as a slice: a pointer and a length. Slices are not terminated and may hold any byte. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct str {
    const char *at;
    size_t size;
};

/* A literal as a slice. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The same where a static initialiser is wanted. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
/* For printf's "%.*s"; only for text of this program, never for text of a profile. */
#define STR_ARG(text) (int)(text).size, (text).at

#define STR_NONE ((size_t)-1)

/* The slice of a terminated text; empty for NULL. */
struct str str_from_c(const char *text);
/* A terminated copy in the arena, for a C library's door. Bytes after a NUL inside are lost to it.
 */
char *str_to_c(struct str text, struct arena *arena);
/* A copy in the arena. */
struct str str_copy(struct str text, struct arena *arena);

bool str_equal(struct str a, struct str b);
/* <0, 0, >0 by bytes, a prefix first: the order of Go's strings. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str text, struct str prefix);
bool str_ends(struct str text, struct str suffix);
/* Bytes [from, to), both clipped to the text. */
struct str str_slice(struct str text, size_t from, size_t to);
/* The text after its first `count` bytes. */
struct str str_skip(struct str text, size_t count);
/* Index of the first or last such byte, or STR_NONE. */
size_t str_find(struct str text, char byte);
size_t str_find_last(struct str text, char byte);
/* Index of the first occurrence of `part`, or STR_NONE. */
size_t str_find_str(struct str text, struct str part);
/* What follows the last '/'; trailing slashes are ignored, as Go's filepath.Base does; "." if
 * empty. */
struct str str_base_name(struct str path);

#endif
