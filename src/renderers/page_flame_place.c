/* Which frames the flame graph of the static page has, and where they are. */
#include "base/array.h"
#include "base/budget.h"
#include "base/number.h"
#include "base/sort.h"
#include "draw/palette.h"
#include "options/settings.h"
#include "renderers/flame_functions.h"
#include "renderers/page_flame_parts.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/tree.h"

enum { MOST_FRAMES = 400, MOST_ROWS = 64 };

static uint64_t own_size(const struct view *view, uint32_t node)
{
    const int64_t *self = view->tree->self + (size_t)node * view->tree->columns;
    return sides_are_shown(view) ? sides_width(view, self) : (uint64_t)number_abs(*self);
}

void page_picture_measure(struct page_picture *picture)
{
    const struct tree *tree = picture->view->tree;
    uint64_t *size = ARENA_NEW(picture->view->arena, uint64_t, tree->count);
    uint32_t *depth = ARENA_NEW(picture->view->arena, uint32_t, tree->count);
    uint32_t *family = ARENA_NEW(picture->view->arena, uint32_t, tree->count);
    for (size_t i = 1; i < tree->count; i++)
        depth[i] = depth[tree->parents[i]] + 1;
    for (size_t i = tree->count; i-- > 0;) {
        size[i] += own_size(picture->view, (uint32_t)i);
        family[i]++;
        if (!i)
            break;
        size[tree->parents[i]] += size[i];
        family[tree->parents[i]] += family[i];
    }
    picture->size = size;
    picture->depth = depth;
    picture->family = family;
}

static bool larger(const void *context, uint32_t a, uint32_t b)
{
    const struct page_picture *picture = context;
    return picture->size[a] != picture->size[b] ? picture->size[a] > picture->size[b] : a < b;
}

/* The widest nodes, each with all above it: those are as wide, and come before it. */
void page_picture_choose(struct page_picture *picture)
{
    const struct tree *tree = picture->view->tree;
    ARRAY(uint32_t) nodes = {0};
    uint64_t least = picture->size[0] / PAGE_PICTURE_WIDTH;
    for (uint32_t i = 0; i < tree->count; i++)
        if (picture->size[i] && picture->size[i] >= least && picture->depth[i] < MOST_ROWS)
            array_push(picture->view->arena, &nodes, i);
    sort_ids(nodes.at, nodes.count, larger, picture, *picture->view->arena);
    picture->nodes = nodes.at;
    picture->count = nodes.count < MOST_FRAMES ? nodes.count : MOST_FRAMES;
}

/* ---------------------------------------------------------------- where */

void page_picture_name(struct page_picture *picture)
{
    const struct view *view = picture->view;
    struct name_context context = name_context(view->profile);
    picture->place = ARENA_NEW(view->arena, uint32_t, view->tree->count);
    picture->functions = ARENA_NEW(picture->view->arena, struct packed_function, picture->count);
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t node = picture->nodes[i];
        picture->place[node] = (uint32_t)i;
        if (node)
            flame_function_of(view, &context, view->tree->node_frames[node],
                              &picture->functions[i]);
    }
}

static bool sibling_before(const void *context, uint32_t a, uint32_t b)
{
    const struct page_picture *picture = context;
    const uint32_t *parents = picture->view->tree->parents;
    if (parents[a] != parents[b] || !a || !b)
        return parents[a] != parents[b] ? parents[a] < parents[b] : a < b;
    if (picture->view->settings->order != ORDER_NAME && picture->size[a] != picture->size[b])
        return picture->size[a] > picture->size[b];
    int order = str_compare(picture->functions[picture->place[a]].name,
                            picture->functions[picture->place[b]].name);
    return order ? order < 0 : a < b;
}

/* Siblings side by side from the left edge of their parent. */
void page_picture_place(struct page_picture *picture)
{
    const struct tree *tree = picture->view->tree;
    double *start = ARENA_NEW(picture->view->arena, double, picture->count);
    double *end = ARENA_NEW(picture->view->arena, double, picture->count);
    double *next = ARENA_NEW(picture->view->arena, double, picture->count); /* of children */
    double unit = PAGE_PICTURE_WIDTH / (double)picture->size[0];
    uint64_t *hidden = ARENA_NEW(picture->view->arena, uint64_t, picture->count);
    uint32_t *small = ARENA_NEW(picture->view->arena, uint32_t, picture->count);
    uint32_t *order = ARENA_NEW(picture->view->arena, uint32_t, picture->count);
    for (size_t i = 0; i < picture->count; i++)
        order[i] = picture->nodes[i];
    sort_ids(order, picture->count, sibling_before, picture, *picture->view->arena);
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t node = order[i], place = picture->place[node];
        uint32_t above = picture->place[tree->parents[node]];
        start[place] = node ? next[above] : 0;
        end[place] = start[place] + (double)picture->size[node] * unit;
        next[place] = start[place];
        hidden[place] = picture->size[node] - own_size(picture->view, node);
        small[place] = picture->family[node] - 1;
        if (node) {
            next[above] = end[place];
            hidden[above] -= picture->size[node];
            small[above] -= picture->family[node];
        }
    }
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t place = picture->place[order[i]];
        uint32_t rows = picture->depth[order[i]] + (hidden[place] ? 2 : 1);
        picture->rows = rows > picture->rows ? rows : picture->rows;
    }
    picture->nodes = order;
    picture->next = next;
    picture->hidden = hidden;
    picture->small = small;
    picture->start = start;
    picture->end = end;
}

unsigned page_picture_row_y(const struct page_picture *picture, uint32_t depth)
{
    return TOKEN_ROW * (picture->view->settings->flip ? picture->rows - 1 - depth : depth);
}

int64_t page_picture_total(const struct page_picture *picture, uint32_t node)
{
    return picture->view->tree->total[node * picture->view->tree->columns];
}

/* How a node changed, of two sides. */
struct change page_picture_change(const struct page_picture *picture, uint32_t node)
{
    return changes_node(picture->view->changes, node);
}
