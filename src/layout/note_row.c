/* One pass from left to right places each note as near to the one before as lines and labels allow.
 * Where the first one lies is found by halving, since all others only move right when it does. */
#include "layout/note_row.h"

#include <math.h>

static const double LABEL_GAP = 3;  /* around labels */
static const double PORT_GAP = 5;   /* between lines where they start */
static const double MOST_SLANT = 3; /* of lines: sideways over down */
/* Half the width of an arrow head by its length. */
static const double HEAD_WIDTH = 0.35;
static const double LABEL_HEIGHTS = 2.5; /* below nodes whose notes hang aslant */
enum { HALVINGS = 40, DOUBLINGS = 60 };

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* From the middle of a line to its label. */
static double label_offset(const struct note_block *block)
{
    return LABEL_GAP + larger(block->thickness / 2, block->head * HEAD_WIDTH);
}

/* What a line and its label take, to the middle of the next line. */
static double label_room(const struct note_block *block, const struct note_block *next)
{
    return block->label_width > 0 ? label_offset(block) + block->label_width + label_offset(next)
                                  : 0;
}

/* The blocks from the side of the node that they are placed from. */
static struct note_block *block_at(const struct note_row *row, size_t i)
{
    return &row->blocks[row->notes[row->is_mirrored ? row->count - 1 - i : i]];
}

static double left_of(const struct note_row *row, const struct note_block *block)
{
    return row->is_mirrored ? block->right : block->left;
}

static double right_of(const struct note_row *row, const struct note_block *block)
{
    return row->is_mirrored ? block->left : block->right;
}

static double clamped(double x, double low, double high)
{
    return larger(low, smaller(x, high));
}

double note_row_label_end(const struct note_block *block, double gap)
{
    return smaller(LABEL_GAP, (gap - block->label_height) / 2);
}

/* Where the line is at a height between 0 (its start) and 1. */
static double line_at(const struct note_block *block, double t)
{
    return block->port + (block->x - block->port) * t;
}

static void label_span(const struct note_block *block, double gap, double *from, double *to)
{
    double end = note_row_label_end(block, gap);
    *to = 1 - end / gap;
    *from = larger(0, *to - block->label_height / gap);
}

/* The ports: under each other with their notes where the side is wide enough. */
static void place_ports(struct note_row *row)
{
    double first = block_at(row, 0)->x, last = block_at(row, row->count - 1)->x;
    double room = row->port_right - row->port_left;
    double least = smaller((double)(row->count - 1) * PORT_GAP, room);
    double low = clamped(first, row->port_left, row->port_right - least);
    double high = clamped(last, low + least, row->port_right);
    for (size_t i = 0; i < row->count; i++) {
        struct note_block *block = block_at(row, i);
        double share = last > first ? (block->x - first) / (last - first) : 0;
        block->port = low + (high - low) * share;
    }
}

static void measure(struct note_row *row)
{
    const struct note_block *first = block_at(row, 0);
    row->left = first->x - left_of(row, first);
    row->right = row->left;
    for (size_t i = 0; i < row->count; i++) {
        const struct note_block *block = block_at(row, i);
        row->right = larger(row->right, block->x + right_of(row, block));
        if (block->label_width > 0)
            row->right = larger(row->right, block->label + block->label_width);
    }
}

double note_row_start(struct note_row *row)
{
    double x = 0, labels = 0, slant = 0, lower = 0;
    for (size_t i = 0; i < row->count; i++) {
        struct note_block *block = block_at(row, i);
        if (i > 0) {
            const struct note_block *before = block_at(row, i - 1);
            x += larger(right_of(row, before) + left_of(row, block) + row->gap,
                        label_room(before, block));
        }
        block->x = x;
        block->label = x + label_offset(block);
        labels += block->label_height;
        lower = larger(lower, block->label_height + 10);
    }
    measure(row);
    double shift = (row->port_left + row->port_right - row->left - row->right) / 2;
    shift = larger(shift, row->limit_left - row->left);
    for (size_t i = 0; i < row->count; i++)
        block_at(row, i)->x += shift;
    place_ports(row);
    for (size_t i = 0; i < row->count; i++)
        slant = larger(slant, fabs(block_at(row, i)->x - block_at(row, i)->port));
    /* Beside slanting lines labels need room that height gives as well as width. */
    if (slant > 0)
        lower = larger(lower, LABEL_HEIGHTS * (lower - 10));
    /* The second keeps labels beside slanting lines from pushing each other ever farther. */
    return larger(lower, larger(slant / MOST_SLANT, labels / 4));
}

/* The least x of a block that keeps its line right of what is before it: the line before, and that
 * one's label. */
static double after_label(const struct note_block *before, const struct note_block *block,
                          double gap)
{
    double from, to;
    label_span(before, gap, &from, &to);
    double right = before->label + before->label_width + label_offset(block);
    /* port * (1 - t) + x * t >= right, at both ends of the label. */
    double x = (right - block->port * (1 - to)) / to;
    return from > 0 ? larger(x, (right - block->port * (1 - from)) / from) : x;
}

static void spread(struct note_row *row, double first, double gap)
{
    for (size_t i = 0; i < row->count; i++) {
        struct note_block *block = block_at(row, i);
        block->x = first;
        if (i > 0) {
            const struct note_block *before = block_at(row, i - 1);
            block->x = before->x + right_of(row, before) + left_of(row, block) + row->gap;
            if (before->label_width > 0)
                block->x = larger(block->x, after_label(before, block, gap));
        }
        double from, to;
        label_span(block, gap, &from, &to);
        block->label = larger(line_at(block, from), line_at(block, to)) + label_offset(block);
    }
    measure(row);
}

/* Only to the right of the middle: lines lean to both sides of it. */
static bool too_far_right(const struct note_row *row)
{
    double slack = 1e-9 * (fabs(row->left) + fabs(row->right));
    return row->left + row->right > row->port_left + row->port_right + slack;
}

static void centre(struct note_row *row, double gap)
{
    double first = block_at(row, 0)->x, low = first, step = 1;
    spread(row, first, gap);
    for (int i = 0; i < DOUBLINGS && too_far_right(row); i++, step *= 2) {
        low -= step;
        spread(row, low, gap);
    }
    for (int i = 0; i < HALVINGS && low < first; i++) {
        double middle = (low + first) / 2;
        spread(row, middle, gap);
        if (too_far_right(row))
            first = middle;
        else
            low = middle;
    }
    spread(row, low, gap);
}

static void mirror(struct note_row *row)
{
    double left = row->left;
    row->left = row->width - row->right;
    row->right = row->width - left;
    for (size_t i = 0; i < row->count; i++) {
        struct note_block *block = block_at(row, i);
        block->x = row->width - block->x;
        block->port = row->width - block->port;
        block->label = row->width - block->label - block->label_width;
    }
}

void note_row_finish(struct note_row *row, double gap)
{
    if (row->limit_left > -INFINITY)
        spread(row, block_at(row, 0)->x, gap);
    else
        centre(row, gap);
    if (row->is_mirrored)
        mirror(row);
}
