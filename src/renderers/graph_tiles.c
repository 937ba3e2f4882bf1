/* Cuts go where the fewest boxes lie across them, of places spread over the last part of what a
 * tile has room for. */
#include "renderers/graph_tiles.h"
#include "base/array.h"

enum { PLACES = 48, MOST_TILES = 256 };

/* The least part of a tile's room that is used, and px around what belongs to a tile. */
static const double LEAST_PART = 0.5, AROUND = 4;

/* From one cut to the next, along one axis. */
struct span {
    double start, end;
};

/* The boxes of a row, or all; seen along one axis. */
struct side {
    const struct graph_tiling *tiling;
    struct span within; /* centres on the other axis */
    bool is_x;          /* the axis that is cut */
};

static struct span span_of(const struct canvas_box *box, bool is_x)
{
    return is_x ? (struct span){box->x, box->x + box->width}
                : (struct span){box->y, box->y + box->height};
}

static bool holds(struct span span, struct span box)
{
    double center = (box.start + box.end) / 2;
    return center >= span.start && center < span.end;
}

static bool is_of(const struct side *side, const struct canvas_box *box)
{
    return holds(side->within, span_of(box, !side->is_x));
}

/* All that belongs to the span; whether there is anything. */
static bool extent(const struct side *side, struct span span, struct span *found)
{
    bool any = false;
    for (size_t i = 0; i < side->tiling->count; i++) {
        const struct canvas_box *box = &side->tiling->boxes[i];
        struct span own = span_of(box, side->is_x);
        if (!is_of(side, box) || !holds(span, own))
            continue;
        found->start = any && found->start < own.start - AROUND ? found->start : own.start - AROUND;
        found->end = any && found->end > own.end + AROUND ? found->end : own.end + AROUND;
        any = true;
    }
    return any;
}

static size_t crossed(const struct side *side, double place)
{
    size_t count = 0;
    for (size_t i = 0; i < side->tiling->count; i++) {
        struct span own = span_of(&side->tiling->boxes[i], side->is_x);
        count += own.start < place && own.end > place && is_of(side, &side->tiling->boxes[i]);
    }
    return count;
}

/* Where the tile that begins at `start` ends. */
static double cut(const struct side *side, double start, double end, double most)
{
    size_t least = SIZE_MAX;
    double best = start + most * LEAST_PART;
    struct span own;
    if (extent(side, (struct span){start, end}, &own) && own.end - own.start <= most)
        return end;
    for (int i = 0; i < PLACES; i++) {
        double place = start + most * (1 - (1 - LEAST_PART) * i / PLACES);
        size_t count = place < end ? crossed(side, place) : SIZE_MAX;
        if (count >= least ||
            (extent(side, (struct span){start, place}, &own) && own.end - own.start > most))
            continue;
        least = count;
        best = place;
    }
    return best < end ? best : end;
}

/* What belongs to nothing else: the first and the last go on beyond the drawing. */
static struct span next_span(const struct side *side, double *at, double most)
{
    double whole = side->is_x ? side->tiling->width : side->tiling->height;
    struct span span = {*at, whole + 1};
    struct span left;
    /* What is empty before the first box takes no room. */
    if (extent(side, span, &left) && left.start > *at)
        *at = left.start;
    span.end = cut(side, *at, whole + 1, most);
    *at = span.end;
    return span;
}

const struct graph_tile *graph_tiles(const struct graph_tiling *tiling, struct arena *arena,
                                     size_t *count)
{
    struct side rows = {tiling, {-1, tiling->width + 1}, false};
    ARRAY(struct graph_tile) tiles = {0};
    unsigned row = 0;
    for (double y = -1; y <= tiling->height && tiles.count < MOST_TILES;) {
        struct span high = next_span(&rows, &y, tiling->most_height), tall, wide;
        struct side columns = {tiling, high, true};
        unsigned column = 0;
        if (!extent(&rows, high, &tall))
            continue;
        row++;
        for (double x = -1; x <= tiling->width && tiles.count < MOST_TILES;) {
            struct span broad = next_span(&columns, &x, tiling->most_width);
            struct side cell = {tiling, broad, false};
            if (!extent(&columns, broad, &wide) || !extent(&cell, high, &tall))
                continue;
            struct graph_tile tile = {
                .cell = {broad.start, high.start, broad.end - broad.start, high.end - high.start,
                         0},
                .window = {wide.start, tall.start, wide.end - wide.start, tall.end - tall.start, 0},
                .row = row,
                .column = ++column};
            array_push(arena, &tiles, tile);
        }
    }
    *count = tiles.count;
    return tiles.at;
}
