/* Notes side by side below their host, with the lines to them and their labels. */
#ifndef LAYOUT_NOTE_ROW_H
#define LAYOUT_NOTE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A note with all that is below it. x and port are from the left of its host. */
struct note_block {
    double left, right; /* from the note's centre to either side: 0 or more */
    double label_width, label_height, thickness, head; /* of the line to it */
    double x;                                          /* found: the centre of the note */
    double port;  /* found: where the line to it starts on the host's lower side */
    double label; /* found: the left side of the label */
};

struct note_row {
    struct note_block *blocks; /* by node */
    const uint32_t *notes;     /* from left to right */
    size_t count;
    double gap; /* between neighbours */
    /* Labels are at the left of their lines; the three below are from the right of the host. */
    bool is_mirrored;
    double port_left, port_right; /* where lines may start */
    double limit_left;            /* where the row may begin; -INFINITY: it is centred */
    double width;                 /* of the host */
    double left, right;           /* found: what the row takes */
};

/* Places the notes as if lines had no slant. Gives the gap between host and notes that lets them
 * have little. */
double note_row_start(struct note_row *row);
/* Places them with lines that go down by `gap`. */
void note_row_finish(struct note_row *row, double gap);
/* How far above the note the label of its line ends. */
double note_row_label_end(const struct note_block *block, double gap);

#endif
