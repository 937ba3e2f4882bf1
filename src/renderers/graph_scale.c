/* Sizes by weight. */
#include "renderers/graph_scale.h"
#include "base/number.h"
#include "tree/graph.h"
#include "tree/trim.h"

#include <math.h>

double graph_heaviest(const struct trimmed *trimmed)
{
    double heaviest = 0;
    for (size_t i = 0; i < trimmed->count; i++) {
        double size = (double)number_abs(graph_flat(trimmed->graph, trimmed->order[i]));
        heaviest = !i || size > heaviest ? size : heaviest;
    }
    return heaviest;
}

int64_t graph_font_size(int64_t flat, double heaviest)
{
    double size = (double)number_abs(flat);
    if (heaviest == 0 || !flat || size > heaviest)
        return 8;
    return number_add(8, number_trunc(ceil(16 * sqrt(size / heaviest))));
}

int64_t graph_parts(int64_t weight, int64_t total, int64_t most)
{
    int64_t product = (int64_t)((uint64_t)weight * (uint64_t)most);
    int64_t parts = number_abs(total == -1 ? product : product / total);
    return 1 + (parts < most ? parts : most);
}
