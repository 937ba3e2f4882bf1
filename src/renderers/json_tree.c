/* Pruning by weight. */
#include "renderers/json_tree.h"
#include "base/arena.h"
#include "base/number.h"
#include "renderers/renderer.h"
#include "tree/tree.h"

/* By node: the sum of absolute values below it, which no parent has less of than its child. */
static int64_t *sizes(const struct tree *tree, struct arena *arena)
{
    int64_t *size = ARENA_NEW(arena, int64_t, tree->count);
    for (size_t i = tree->count; i-- > 0;) {
        size[i] = number_add(size[i], number_abs(tree->self[i * tree->columns]));
        if (i)
            size[tree->parents[i]] = number_add(size[tree->parents[i]], size[i]);
    }
    return size;
}

bool json_tree_prune(struct json_tree *pruned, const struct view *view, double fraction,
                     struct error *error)
{
    const struct tree *tree = view->tree;
    const int64_t *size = sizes(tree, view->arena);
    int64_t least = number_trunc((double)size[0] * fraction);
    uint32_t *nodes = ARENA_NEW(view->arena, uint32_t, tree->count), count = 1;
    uint32_t *places = ARENA_NEW(view->arena, uint32_t, tree->count);
    int64_t *missing = ARENA_NEW(view->arena, int64_t, tree->count);
    for (uint32_t i = 1; i < tree->count; i++) {
        uint32_t parent = tree->parents[i];
        if (size[i] >= least) {
            places[i] = count;
            nodes[count++] = i;
        } else if (parent == 0 || places[parent]) {
            missing[parent] = number_add(missing[parent], tree->total[i * tree->columns]);
        }
    }
    *pruned = (struct json_tree){.nodes = nodes,
                                 .count = count,
                                 .places = places,
                                 .pruned = missing,
                                 .pruned_count = tree->count - count};
    return budget_spend(view->budget, tree->count, error);
}
