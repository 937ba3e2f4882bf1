/* The tree of a regular expression as it grows on the parser's stack, kept in the shape in which
 * Go's parser has it, as far as its limits tell. */
#include "base/regex_parser.h"

enum {
    HEIGHT_MAX = 1000,
    SIZE_MOST = (128 << 20) / 40,
    RUNES_MAX = (128 << 20) / 4,
    RANGES_MAX = 1 << 20, /* all sets together, ours */
};

struct regex_node *regex_node_at(struct regex_parser *parser, uint32_t id)
{
    return &parser->tree->nodes.at[id];
}

uint32_t regex_node_new(struct regex_parser *parser, enum regex_node_kind kind)
{
    struct regex_node node = {.kind = kind,
                              .first = REGEX_NONE,
                              .last = REGEX_NONE,
                              .before = REGEX_NONE,
                              .height = 1,
                              .size = 1};
    array_push(parser->arena, &parser->tree->nodes, node);
    return (uint32_t)parser->tree->nodes.count - 1;
}

static void node_add_child(struct regex_parser *parser, uint32_t id, uint32_t child_id)
{
    struct regex_node *node = regex_node_at(parser, id), *child = regex_node_at(parser, child_id);
    child->before = node->last;
    node->last = child_id;
    node->first = node->first == REGEX_NONE ? child_id : node->first;
    node->children++;
    node->child_height = child->height > node->child_height ? child->height : node->child_height;
    node->copies = child->copies > node->copies ? child->copies : node->copies;
}

/* Takes over the children of a node of the same kind. */
static void node_add_children(struct regex_parser *parser, uint32_t id,
                              const struct regex_node *from)
{
    struct regex_node *node = regex_node_at(parser, id);
    regex_node_at(parser, from->first)->before = node->last;
    node->last = from->last;
    node->first = node->first == REGEX_NONE ? from->first : node->first;
    node->children += from->children;
    uint32_t height = from->child_height;
    node->child_height = height > node->child_height ? height : node->child_height;
    node->copies = from->copies > node->copies ? from->copies : node->copies;
}

static int64_t repeat_size(const struct regex_node *node, int64_t size)
{
    if (node->most < 0)
        return node->least == 0 ? 2 + size : 1 + node->least * size;
    return node->most * size + (node->most - node->least);
}

/* Go's estimate of the instructions of a node, from its children's. */
static int64_t node_size(const struct regex_node *node, int64_t sum)
{
    int64_t size = sum;
    if (node->kind == NODE_CAPTURE || node->kind == NODE_STAR)
        size = 2 + sum;
    else if (node->kind == NODE_PLUS || node->kind == NODE_QUEST)
        size = 1 + sum;
    else if (node->kind == NODE_ALTERNATE)
        size = sum + node->children - 1;
    else if (node->kind == NODE_REPEAT)
        size = repeat_size(node, sum);
    return size < 1 ? 1 : size;
}

bool regex_check_limits(struct regex_parser *parser, uint32_t id)
{
    const struct regex_node *node = regex_node_at(parser, id);
    if (parser->runes > RUNES_MAX || node->size > SIZE_MOST ||
        parser->tree->classes->ranges.count > RANGES_MAX)
        return regex_fail(parser, "expression too large", parser->pattern);
    if (node->height > HEIGHT_MAX)
        return regex_fail(parser, "expression nests too deeply", parser->pattern);
    return true;
}

bool regex_push(struct regex_parser *parser, uint32_t id)
{
    parser->runes += regex_node_at(parser, id)->runes;
    array_push(parser->arena, &parser->stack, id);
    return regex_check_limits(parser, id);
}

uint32_t regex_node_around(struct regex_parser *parser, enum regex_node_kind kind, uint32_t child,
                           int least, int most)
{
    uint32_t id = regex_node_new(parser, kind);
    node_add_child(parser, id, child);
    struct regex_node *node = regex_node_at(parser, id);
    node->least = least;
    node->most = most;
    node->height = node->child_height + 1;
    node->size = node_size(node, regex_node_at(parser, child)->size);
    int count = most < 0 ? least : most;
    if (kind == NODE_REPEAT && most == 0)
        node->copies = 0;
    else if (kind == NODE_REPEAT && count > 0)
        node->copies = (uint32_t)count * (node->copies > 1 ? node->copies : 1);
    return id;
}

/* Whether the set is one character, or two that are each other's only other case: Go takes those
 * for literals, which stand together in one node. */
static bool set_is_literal(const struct regex_range *ranges, size_t count, bool *fold)
{
    uint32_t low = count ? ranges[0].low : 0, high = count ? ranges[count - 1].high : 0;
    *fold = low != high;
    if (count == 1 && low == high)
        return true;
    bool two =
        count == 1 ? low + 1 == high : count == 2 && low == ranges[0].high && high == ranges[1].low;
    return two && regex_fold_next(low) == high && regex_fold_next(high) == low;
}

/* A node of what was collected in the set. */
static uint32_t node_of_set(struct regex_parser *parser)
{
    regex_set_clean(&parser->set);
    uint32_t id = regex_node_new(parser, NODE_CLASS);
    struct regex_node *node = regex_node_at(parser, id);
    size_t count = parser->set.ranges.count;
    node->value = regex_class_intern(parser->tree->classes, &parser->set);
    node->runes = (uint32_t)(2 * count);
    if (set_is_literal(parser->set.ranges.at, count, &node->fold)) {
        node->kind = NODE_LITERAL;
        node->runes = 1;
    }
    return id;
}

bool regex_push_set(struct regex_parser *parser)
{
    uint32_t id = node_of_set(parser);
    /* Counted before Go sees that it is a literal. */
    parser->runes += 2 * (int64_t)parser->set.ranges.count - regex_node_at(parser, id)->runes;
    return regex_push(parser, id);
}

bool regex_push_literal(struct regex_parser *parser, uint32_t point)
{
    bool fold = parser->flags & FLAG_FOLD;
    struct regex_range range = {point, point};
    regex_set_clear(&parser->set);
    regex_set_add_all(&parser->set, &range, 1, fold);
    regex_set_clean(&parser->set);
    uint32_t id = regex_node_new(parser, NODE_LITERAL);
    struct regex_node *node = regex_node_at(parser, id);
    node->fold = fold;
    node->runes = 1;
    node->value = regex_class_intern(parser->tree->classes, &parser->set);
    return regex_push(parser, id);
}

static bool is_set(const struct regex_parser *parser, uint32_t id)
{
    enum regex_node_kind kind = parser->tree->nodes.at[id].kind;
    return kind == NODE_LITERAL || kind == NODE_CLASS;
}

/* Makes one set of the alternatives [from, to) of the stack. */
static uint32_t join_sets(struct regex_parser *parser, size_t from, size_t to)
{
    const struct regex_classes *classes = parser->tree->classes;
    regex_set_clear(&parser->set);
    for (size_t i = from; i < to; i++) {
        const struct regex_node *node = regex_node_at(parser, parser->stack.at[i]);
        const struct regex_class *class = &classes->list.at[node->value];
        regex_set_add_all(&parser->set, classes->ranges.at + class->first, class->count, false);
    }
    return node_of_set(parser);
}

void regex_join_alternatives(struct regex_parser *parser, size_t base)
{
    size_t kept = base, to;
    for (size_t from = base; from < parser->stack.count; from = to) {
        for (to = from; to < parser->stack.count && is_set(parser, parser->stack.at[to]);)
            to++;
        uint32_t id = parser->stack.at[from];
        if (to - from > 1)
            id = join_sets(parser, from, to);
        to = to == from ? from + 1 : to;
        parser->stack.at[kept++] = id;
    }
    parser->stack.count = kept;
}

/* Go keeps literals of the same kind that stand together in one node. Tells that a list is still
 * such a string when the child is added. */
static bool stays_string(const struct regex_node *list, const struct regex_node *child)
{
    bool string = child->kind == NODE_LITERAL || (child->kind == NODE_CONCAT && child->string);
    if (list->kind != NODE_CONCAT || !string)
        return false;
    return list->children == 0 || (list->string && list->fold == child->fold);
}

/* Adds a child, or its children if it is a list of the same kind. */
static void list_add(struct regex_parser *parser, uint32_t id, uint32_t child_id)
{
    struct regex_node *list = regex_node_at(parser, id), *child = regex_node_at(parser, child_id);
    list->string = stays_string(list, child);
    list->fold = child->fold;
    if (child->kind == list->kind)
        node_add_children(parser, id, child);
    else
        node_add_child(parser, id, child_id);
}

bool regex_collapse(struct regex_parser *parser, enum regex_node_kind kind, size_t base)
{
    size_t count = parser->stack.count - base;
    uint32_t id = count ? parser->stack.at[base] : regex_node_new(parser, NODE_EMPTY);
    if (count > 1) {
        int64_t sum = 0;
        id = regex_node_new(parser, kind);
        for (size_t i = base; i < parser->stack.count; i++) {
            const struct regex_node *child = regex_node_at(parser, parser->stack.at[i]);
            /* The estimate of an alternation has one more for each bar. */
            bool bars = kind == NODE_ALTERNATE && child->kind == kind;
            sum += child->size - (bars ? child->children - 1 : 0);
            list_add(parser, id, parser->stack.at[i]);
        }
        struct regex_node *node = regex_node_at(parser, id);
        node->height = node->string ? 1 : node->child_height + 1;
        node->runes = node->string ? node->children : 0;
        node->size = node_size(node, sum);
    }
    parser->stack.count = base;
    return regex_push(parser, id);
}
