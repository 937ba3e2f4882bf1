#include "layout/order_sweep.h"
#include "base/arena.h"
#include "layout/layers.h"

#include <string.h>

struct key {
    uint64_t key;
    uint32_t slot, place;
};

struct sweeper {
    struct drawing *drawing;
    struct key *keys, *spare;
    uint32_t *list;
};

struct sweeper *sweeper_new(struct drawing *drawing, struct arena *arena)
{
    struct sweeper *sweeper = ARENA_NEW(arena, struct sweeper, 1);
    sweeper->drawing = drawing;
    sweeper->keys = ARENA_NEW(arena, struct key, drawing->widest);
    sweeper->spare = ARENA_NEW(arena, struct key, drawing->widest);
    sweeper->list = ARENA_NEW(arena, uint32_t, 100000);
    return sweeper;
}

static void sort(struct key *keys, struct key *spare, uint32_t count)
{
    for (uint32_t i = 0; i < count; i += 8) {
        uint32_t end = i + 8 < count ? i + 8 : count;
        for (uint32_t j = i + 1; j < end; j++) {
            struct key key = keys[j];
            uint32_t k = j;
            for (; k > i && keys[k - 1].key > key.key; k--)
                keys[k] = keys[k - 1];
            keys[k] = key;
        }
    }
    struct key *from = keys, *to = spare;
    for (uint32_t size = 8; size < count; size *= 2) {
        for (uint32_t i = 0; i < count; i += 2 * size) {
            uint32_t mid = i + size < count ? i + size : count;
            uint32_t end = mid + size < count ? mid + size : count, a = i, b = mid;
            for (uint32_t k = i; k < end; k++)
                to[k] = a < mid && (b >= end || from[a].key <= from[b].key) ? from[a++] : from[b++];
        }
        struct key *t = from;
        from = to;
        to = t;
    }
    if (from != keys)
        memcpy(keys, from, count * sizeof *keys);
}

static void sort_layer(struct sweeper *sweeper, uint32_t layer, enum drawing_side side, bool median)
{
    struct drawing *drawing = sweeper->drawing;
    struct drawing_near near = drawing->near[side];
    uint32_t start = drawing->layers->starts[layer];
    uint32_t width = drawing->layers->starts[layer + 1] - start, count = 0, units = 0;
    uint32_t *order = drawing->order + start;
    for (uint32_t t = 0; t < width; t++) {
        uint32_t slot = order[t];
        uint64_t sum = 0;
        uint32_t first = near.starts[slot], n = near.starts[slot + 1] - first;
        if (!n)
            continue;
        for (uint32_t i = first; i < first + n; i++)
            sum += drawing->place[near.slots[i]];
        uint64_t key = (sum << 20) / n;
        if (median && n > 1 && n < 64) {
            uint32_t v[64];
            for (uint32_t i = 0; i < n; i++) {
                uint32_t x = drawing->place[near.slots[first + i]], k = i;
                for (; k && v[k - 1] > x; k--)
                    v[k] = v[k - 1];
                v[k] = x;
            }
            key = ((uint64_t)v[n / 2] << 20);
            if (n % 2 == 0) {
                uint64_t l = v[n / 2 - 1] - v[0], r = v[n - 1] - v[n / 2];
                if (n == 2 || l + r == 0)
                    key = ((uint64_t)(v[n / 2 - 1] + v[n / 2]) << 20) / 2;
                else
                    key = ((v[n / 2 - 1] * r + v[n / 2] * l) << 20) / (l + r);
            }
        }
        sweeper->keys[count++] = (struct key){key, slot, t};
        units += n;
    }
    uint32_t places = 0;
    for (uint32_t i = 0; i < count; i++)
        sweeper->list[places++] = sweeper->keys[i].place;
    sort(sweeper->keys, sweeper->spare, count);
    for (uint32_t i = 0; i < count; i++) {
        order[sweeper->list[i]] = sweeper->keys[i].slot;
        drawing->place[sweeper->keys[i].slot] = sweeper->list[i];
    }
    drawing_spend(drawing, units + 4 * count + 4);
}

void sweep(struct sweeper *sweeper, enum drawing_side side, bool median)
{
    uint32_t layers = sweeper->drawing->layers->layer_count;
    for (uint32_t i = 1; i < layers; i++)
        sort_layer(sweeper, side == DRAWING_ABOVE ? i : layers - 1 - i, side, median);
}

/* c(u left of v) - c(v left of u) on both sides */
static int64_t gain(const struct drawing *d, uint32_t u, uint32_t v, uint64_t *units)
{
    int64_t diff = 0;
    for (int side = 0; side < 2; side++) {
        struct drawing_near near = d->near[side];
        for (uint32_t i = near.starts[u]; i < near.starts[u + 1]; i++)
            for (uint32_t j = near.starts[v]; j < near.starts[v + 1]; j++) {
                uint32_t a = d->place[near.slots[i]], b = d->place[near.slots[j]];
                diff += (a > b) - (a < b);
            }
        *units += (near.starts[u + 1] - near.starts[u]) * (near.starts[v + 1] - near.starts[v]);
    }
    return diff;
}

uint64_t sweep_switch(struct sweeper *sweeper)
{
    struct drawing *d = sweeper->drawing;
    uint64_t all = 0;
    bool again = true;
    for (int round = 0; again && round < 20; round++) {
        again = false;
        for (uint32_t l = 0; l < d->layers->layer_count; l++) {
            uint32_t start = d->layers->starts[l], w = d->layers->starts[l + 1] - start;
            uint64_t units = 0;
            for (uint32_t t = 0; t + 1 < w; t++) {
                uint32_t u = d->order[start + t], v = d->order[start + t + 1];
                int64_t g = gain(d, u, v, &units);
                if (g > 0) {
                    d->order[start + t] = v;
                    d->order[start + t + 1] = u;
                    d->place[v] = t;
                    d->place[u] = t + 1;
                    all += (uint64_t)g;
                    again = true;
                }
            }
            drawing_spend(d, units + w);
        }
    }
    return all;
}
