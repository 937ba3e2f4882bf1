/* Intervals by three passes over the nodes: sizes backwards, order of siblings, places forwards. */
#include "layout/boxes.h"
#include "base/array.h"
#include "base/sort.h"

struct siblings {
    const struct boxes_input *input;
    const uint64_t *size;
};

static bool sibling_before(const void *context, uint32_t a, uint32_t b)
{
    const struct siblings *siblings = context;
    if (!siblings->input->by_rank && siblings->size[a] != siblings->size[b])
        return siblings->size[a] > siblings->size[b];
    if (siblings->input->rank[a] != siblings->input->rank[b])
        return siblings->input->rank[a] < siblings->input->rank[b];
    return a < b;
}

struct draft {
    uint64_t *start, *size;
    uint32_t *depth, *preorder, *place, *family, *children;
};

static struct draft draft_new(size_t count, struct arena *arena)
{
    return (struct draft){.start = ARENA_NEW(arena, uint64_t, count),
                          .size = ARENA_NEW(arena, uint64_t, count),
                          .depth = ARENA_NEW(arena, uint32_t, count),
                          .preorder = ARENA_NEW(arena, uint32_t, count),
                          .place = ARENA_NEW(arena, uint32_t, count),
                          .family = ARENA_NEW(arena, uint32_t, count),
                          .children = ARENA_NEW(arena, uint32_t, count)};
}

static void add_up(const struct boxes_input *input, struct draft *draft)
{
    for (size_t i = 0; i < input->count; i++) {
        draft->size[i] = input->own[i];
        draft->family[i] = 1;
    }
    for (size_t i = input->count - 1; i > 0; i--) {
        uint32_t parent = input->parents[i];
        draft->size[parent] += draft->size[i];
        draft->family[parent] += draft->family[i];
        draft->children[parent]++;
    }
}

/* All children, those of one parent together and in order; first[parent] is where they begin. */
static uint32_t *order_children(const struct boxes_input *input, const struct draft *draft,
                                uint32_t *first, struct arena *arena)
{
    uint32_t *children = ARENA_NEW(arena, uint32_t, input->count);
    uint32_t at = 0;
    for (size_t i = 0; i < input->count; i++) {
        first[i] = at;
        at += draft->children[i];
    }
    for (uint32_t i = 1; i < input->count; i++)
        children[first[input->parents[i]]++] = i;
    struct siblings siblings = {input, draft->size};
    for (size_t i = 0; i < input->count; i++) {
        first[i] -= draft->children[i];
        sort_ids(children + first[i], draft->children[i], sibling_before, &siblings, *arena);
    }
    return children;
}

/* Children get their places once their parent, which comes before them, has its own. */
static void place_children(const struct boxes_input *input, struct draft *draft,
                           const uint32_t *children, const uint32_t *first)
{
    for (uint32_t i = 0; i < input->count; i++) {
        uint64_t start = draft->start[i];
        uint32_t place = draft->place[i] + 1;
        draft->preorder[draft->place[i]] = i;
        for (uint32_t c = first[i]; c < first[i] + draft->children[i]; c++) {
            uint32_t child = children[c];
            draft->start[child] = start;
            draft->place[child] = place;
            draft->depth[child] = draft->depth[i] + 1;
            start += draft->size[child];
            place += draft->family[child];
        }
    }
}

const struct boxes *boxes_layout(const struct boxes_input *input, struct arena *arena,
                                 struct budget *budget, struct error *error)
{
    if (!budget_spend(budget, input->count, error))
        return NULL;
    struct draft draft = draft_new(input->count, arena);
    uint32_t *first = ARENA_NEW(arena, uint32_t, input->count);
    add_up(input, &draft);
    uint32_t *children = order_children(input, &draft, first, arena);
    if (!budget_spend(budget, input->count, error) || !budget_check(budget, error))
        return NULL;
    place_children(input, &draft, children, first);
    struct boxes *boxes = ARENA_NEW(arena, struct boxes, 1);
    *boxes = (struct boxes){.count = input->count,
                            .start = draft.start,
                            .size = draft.size,
                            .depth = draft.depth,
                            .preorder = draft.preorder,
                            .place = draft.place,
                            .family = draft.family,
                            .children = draft.children};
    return boxes;
}

static bool larger(const void *context, uint32_t a, uint32_t b)
{
    const struct boxes *boxes = context;
    if (boxes->size[a] != boxes->size[b])
        return boxes->size[a] > boxes->size[b];
    return boxes->place[a] < boxes->place[b];
}

/* Marks the nodes to draw. A parent is at least as large as its children and comes before them, so
 * it is marked whenever one of them is. */
static uint8_t *mark(const struct boxes *boxes, uint64_t least, size_t most, struct arena *arena)
{
    uint8_t *marks = ARENA_NEW(arena, uint8_t, boxes->count);
    struct arena scratch = *arena;
    ARRAY(uint32_t) nodes = {0};
    for (uint32_t i = 0; i < boxes->count; i++)
        if (i == 0 || (boxes->size[i] >= least && boxes->size[i] > 0))
            array_push(&scratch, &nodes, i);
    if (nodes.count > most) {
        sort_ids(nodes.at, nodes.count, larger, boxes, scratch);
        nodes.count = most;
    }
    for (size_t i = 0; i < nodes.count; i++)
        marks[nodes.at[i]] = 1;
    return marks;
}

const struct boxes_drawn *boxes_choose(const struct boxes *boxes, const struct boxes_input *input,
                                       uint64_t least, size_t most, struct arena *arena)
{
    const uint8_t *marks = mark(boxes, least, most, arena);
    struct boxes_drawn *drawn = ARENA_NEW(arena, struct boxes_drawn, 1);
    ARRAY(uint32_t) nodes = {0};
    ARRAY(struct boxes_run) runs = {0};
    for (uint32_t at = 0; at < boxes->count;) {
        uint32_t node = boxes->preorder[at], parent = input->parents[node];
        if (marks[node]) {
            array_push(arena, &nodes, node);
            drawn->depth = boxes->depth[node] > drawn->depth ? boxes->depth[node] : drawn->depth;
            at++;
            continue;
        }
        struct boxes_run *last = runs.count ? &runs.at[runs.count - 1] : NULL;
        bool joins =
            last && last->parent == parent && last->start + last->size == boxes->start[node];
        if (joins) {
            last->size += boxes->size[node];
            last->count += boxes->family[node];
        } else {
            array_push(arena, &runs,
                       ((struct boxes_run){parent, boxes->start[node], boxes->size[node],
                                           boxes->family[node]}));
        }
        if (boxes->size[node] && boxes->depth[node] > drawn->depth)
            drawn->depth = boxes->depth[node];
        at += boxes->family[node];
    }
    drawn->nodes = nodes.at;
    drawn->node_count = nodes.count;
    drawn->runs = runs.at;
    drawn->run_count = runs.count;
    return drawn;
}
