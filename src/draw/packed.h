/* Packed frames: every frame of a flame graph in a few bytes, for the script in the picture. The
 * script templates/flame.js reads them; both say which version they know.
 *
 * All numbers are unsigned LEB128 varints; "signed" ones are zigzag-coded first. Text is a varint
 * length in bytes and UTF-8. The whole is one raw deflate stream.
 *
 *   version        1; 2 of a difference
 *   columns        values by frame: 1; base and new of a difference; n for several types
 *   then for each column: text type, text unit, scale (all values are multiples of it), and the
 *                  total that shares are shares of, divided by the scale
 *   count of files, then each as text
 *   count of functions F, then column by column, F numbers each: bytes of the name; bytes of the
 *                  shown name, 0: the same as the name; file + 1, 0: none; line, 0: not known; fill
 *                  class; suffixes: how many shorter forms the shown name has
 *   then of all functions the suffixes' starts in the shown name, in UTF-16 units
 *   then of all functions the names' bytes, then the shown names' bytes
 *   count of frames N, the root first, in preorder, siblings from left to right
 *   column by column: children, N numbers; 2 * function + inlined, N - 1 numbers (the root has
 *                  none); own value divided by the scale, signed, N numbers for each column
 * Of a difference follow:
 *   text for each column: the number that makes its values comparable, as decimals
 *   signed         shift: boxes are as wide as comparable values times 2 to this, rounded up
 *   width          of boxes: 0 the larger of both columns, 1 the first, 2 the second
 *   N numbers      kind + 8 * step: enum change_kind, and the step of its colour
 *   then for each frame of a kind from 2 (less) on, where changes are tested: half the width of the
 *                  change's interval in 2^15 of the boxes' units, plus 1; 0: not tested
 *   count of names that frames had in the base, then each as text
 *   F numbers      by function: such a name + 1, 0: none */
#ifndef DRAW_PACKED_H
#define DRAW_PACKED_H

#include "base/arena.h"
#include "base/budget.h"
#include "base/str.h"

#include <stdint.h>

struct sink;

enum { PACKED_VERSION = 1, PACKED_CHANGES_VERSION = 2, PACKED_FORMS = 4 };

struct packed_column {
    struct str type, unit;
    int64_t total;
};

struct packed_function {
    struct str name;                /* valid UTF-8 */
    struct str forms[PACKED_FORMS]; /* the shown name, and suffixes of it */
    size_t form_count;              /* at least 1 */
    uint32_t file;                  /* index, or 0xffffffff */
    int64_t line;                   /* 0: not known */
    unsigned fill;
};

/* What a difference has more. */
struct packed_changes {
    const double *factors; /* by column */
    int shift;
    unsigned width_by;
    const uint8_t *kinds;      /* by frame: kind + 8 * step */
    const uint64_t *intervals; /* by frame: as above */
    const struct str *was;     /* by function; empty: none */
};

enum { PACKED_CHANGED = 2 }; /* the first kind that has an interval */

struct packed_input {
    const struct packed_column *columns;
    size_t column_count;
    const struct str *files;
    size_t file_count;
    const struct packed_function *functions;
    size_t function_count;
    size_t frame_count;
    const uint32_t *children;             /* by frame in preorder */
    const uint32_t *function;             /* by frame; the root's is not looked at */
    const uint8_t *inlined;               /* by frame */
    const int64_t *own;                   /* by frame, then by column */
    const struct packed_changes *changes; /* NULL: no difference */
};

/* Writes the deflated frames. The sink must not grow in the arena of `scratch`. False where the
 * budget is used up. */
bool packed_write(struct sink *sink, const struct packed_input *input, struct budget *budget,
                  struct arena scratch, struct error *error);

#endif
