/* Crossings between two layers are inversions of the ends of their segments, counted with a Fenwick
 * tree (Barth, Juenger, Mutzel: Simple and Efficient Bilayer Cross Counting, 2004). */
#include "base/arena.h"
#include "layout/layers.h"
#include "layout/order.h"

#include <string.h>

static void tree_add(uint32_t *tree, uint32_t size, uint32_t at)
{
    for (uint32_t i = at + 1; i <= size; i += i & (0 - i))
        tree[i]++;
}

/* How many were added at or before a place. */
static uint32_t tree_count(const uint32_t *tree, uint32_t at)
{
    uint32_t sum = 0;
    for (uint32_t i = at + 1; i; i &= i - 1)
        sum += tree[i];
    return sum;
}

static uint64_t layer_crossings(const struct layers *layers, uint32_t layer, uint32_t *tree)
{
    uint32_t width = layers->starts[layer] - layers->starts[layer - 1], added = 0;
    uint64_t crossings = 0;
    memset(tree, 0, ((size_t)width + 1) * sizeof *tree);
    for (uint32_t i = layers->starts[layer]; i < layers->starts[layer + 1]; i++) {
        uint32_t slot = layers->order[i], first = layers->above_starts[slot];
        uint32_t end = layers->above_starts[slot + 1];
        for (uint32_t j = first; j < end; j++)
            crossings += added - tree_count(tree, layers->place[layers->above[j]]);
        for (uint32_t j = first; j < end; j++)
            tree_add(tree, width, layers->place[layers->above[j]]);
        added += end - first;
    }
    return crossings;
}

uint64_t order_crossings(const struct layers *layers, struct arena scratch)
{
    uint32_t widest = 0;
    uint64_t crossings = 0;
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        uint32_t width = layers->starts[l + 1] - layers->starts[l];
        widest = width > widest ? width : widest;
    }
    uint32_t *tree = ARENA_NEW(&scratch, uint32_t, (size_t)widest + 1);
    for (uint32_t l = 1; l < layers->layer_count; l++)
        crossings += layer_crossings(layers, l, tree);
    return crossings;
}
