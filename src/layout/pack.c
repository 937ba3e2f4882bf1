/* Skyline packing from left to right in a strip of some height: each box goes as far left as what
 * is there allows, then as far up. Several heights and two orders are tried. */
#include "layout/pack.h"
#include "base/arena.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

/* Where what is packed ends: at x, from y down to the next step. */
struct step {
    double x, y;
};

struct strip {
    struct step *steps;
    size_t count;
    double height;
    uint32_t *window; /* for best_place: steps ever less far right */
};

struct sheet {
    double width, height;
    double score; /* the less, the better */
};

static const double WIDEST = 3;       /* width over height that is as good as any less */
static const double NARROWEST = 0.5;  /* the same for more */
static const double FAR_TOO_WIDE = 8; /* beyond it a larger area is fine */
static const double REORDER = 0.9;    /* what another order must save */
static const double ASPECTS[] = {4, 3, 2, 1.5, 1};
enum { ASPECT_COUNT = sizeof ASPECTS / sizeof *ASPECTS, MANY = 1000, MOST_STEPS = 256 };

static double bottom_of(const struct strip *strip, size_t step)
{
    return step + 1 < strip->count ? strip->steps[step + 1].y : strip->height;
}

/* The first step at which a box of that height lies farthest left; *x is where. The window's
 * maximum is at its front: behind it are only steps that are less far right, and farther down. */
static size_t best_place(const struct strip *strip, double height, double *x)
{
    size_t best = 0, next = 0, front = 0, back = 0;
    double slack = 1e-9 * strip->height;
    *x = INFINITY;
    for (size_t i = 0; i < strip->count; i++) {
        double end = strip->steps[i].y + height;
        if (end > strip->height + slack)
            break;
        for (; next < strip->count && (next <= i || strip->steps[next].y < end - slack); next++) {
            while (back > front && strip->steps[strip->window[back - 1]].x <= strip->steps[next].x)
                back--;
            strip->window[back++] = (uint32_t)next;
        }
        while (front < back && strip->window[front] < i)
            front++;
        double most = strip->steps[strip->window[front]].x;
        if (most < *x) {
            *x = most;
            best = i;
        }
    }
    return best;
}

/* Halves the steps where they are so many that to look through them takes long; what is between two
 * is lost. */
static void coarsen(struct strip *strip)
{
    size_t count = 0;
    for (size_t i = 0; i < strip->count; i += 2) {
        struct step step = strip->steps[i];
        if (i + 1 < strip->count)
            step.x = fmax(step.x, strip->steps[i + 1].x);
        strip->steps[count++] = step;
    }
    strip->count = count;
}

/* Raises the strip's end from the step's y over `height`. */
static void raise(struct strip *strip, size_t step, double x, double height)
{
    double top = strip->steps[step].y, end = top + height, slack = 1e-9 * strip->height;
    size_t after = step;
    while (after < strip->count && bottom_of(strip, after) <= end + slack)
        after++;
    struct step fresh[2] = {{x, top}, {0, end}};
    size_t count = 1;
    if (after < strip->count) {
        fresh[1].x = strip->steps[after].x;
        count = 2;
        after++;
    }
    memmove(strip->steps + step + count, strip->steps + after,
            (strip->count - after) * sizeof *strip->steps);
    memcpy(strip->steps + step, fresh, count * sizeof *fresh);
    strip->count = strip->count - (after - step) + count;
}

static struct sheet pack(struct pack_box *boxes, const uint32_t *order, size_t count, double gap,
                         double height, struct strip *strip)
{
    struct sheet sheet = {0};
    strip->steps[0] = (struct step){0};
    strip->count = 1;
    strip->height = height + gap;
    for (size_t i = 0; i < count; i++) {
        struct pack_box *box = &boxes[order[i]];
        size_t step = best_place(strip, box->height + gap, &box->x);
        box->y = strip->steps[step].y;
        raise(strip, step, box->x + box->width + gap, box->height + gap);
        if (strip->count > MOST_STEPS)
            coarsen(strip);
        sheet.width = fmax(sheet.width, box->x + box->width);
        sheet.height = fmax(sheet.height, box->y + box->height);
    }
    double aspect = sheet.width / fmax(sheet.height, 1e-9), area = sheet.width * sheet.height;
    sheet.score = area * fmax(1, fmax(aspect / WIDEST, NARROWEST / fmax(aspect, 1e-9)));
    return sheet;
}

static bool is_taller(const void *context, uint32_t a, uint32_t b)
{
    const struct pack_box *boxes = context;
    return boxes[a].height > boxes[b].height;
}

struct search {
    struct pack_box *boxes;
    size_t count;
    double gap;
    double highest, area, aspect; /* of all side by side; area with gaps */
    uint32_t *orders[2];          /* as given, and the tallest first */
    struct strip strip;
    int order; /* the best: this one, at that height */
    double height;
    struct sheet best;
};

static void try_height(struct search *search, double height)
{
    for (int order = 0; order < 2; order++) {
        struct sheet sheet = pack(search->boxes, search->orders[order], search->count, search->gap,
                                  height, &search->strip);
        bool is_larger = sheet.width * sheet.height > search->area * (1 + 1e-9);
        if (is_larger && search->aspect <= FAR_TOO_WIDE)
            continue;
        double least = search->best.score;
        if (order == 1 && search->order == 0)
            least *= REORDER;
        if (sheet.score < least) {
            search->best = sheet;
            search->order = order;
            search->height = height;
        }
    }
}

static void measure(struct search *search, double *sum)
{
    double width = -search->gap;
    for (uint32_t i = 0; i < search->count; i++) {
        const struct pack_box *box = &search->boxes[i];
        search->orders[0][i] = search->orders[1][i] = i;
        search->highest = fmax(search->highest, box->height);
        width += box->width + search->gap;
        *sum += (box->width + search->gap) * (box->height + search->gap);
    }
    search->area = width * search->highest;
    search->aspect = width / fmax(search->highest, 1e-9);
}

void pack_boxes(struct pack_box *boxes, size_t count, double gap, struct arena scratch,
                double *width, double *height)
{
    struct search search = {.boxes = boxes, .count = count, .gap = gap, .best = {0, 0, INFINITY}};
    double sum = 0;
    *width = *height = 0;
    if (!count)
        return;
    search.orders[0] = ARENA_NEW(&scratch, uint32_t, count);
    search.orders[1] = ARENA_NEW(&scratch, uint32_t, count);
    search.strip.steps = ARENA_NEW(&scratch, struct step, count + 2);
    search.strip.window = ARENA_NEW(&scratch, uint32_t, count + 2);
    measure(&search, &sum);
    sort_ids(search.orders[1], count, is_taller, boxes, scratch);
    search.height = search.highest;
    try_height(&search, search.highest);
    for (size_t i = 0; i<ASPECT_COUNT; i += count> MANY ? 2 : 1) {
        double tried = sqrt(sum / ASPECTS[i]);
        if (tried > search.highest)
            try_height(&search, tried);
    }
    pack(boxes, search.orders[search.order], count, gap, search.height, &search.strip);
    *width = search.best.width;
    *height = search.best.height;
}
