/* Compiles regular expressions: the tree becomes a program of a nondeterministic automaton, after
 * Ken Thompson, "Regular Expression Search Algorithm" (CACM 11:6, 1968) and Russ Cox, "Regular
 * Expression Matching Can Be Simple And Fast" (2007) and "Regular Expression Matching: the Virtual
 * Machine Approach" (2009). The program is written from its end, so that each instruction knows
 * what follows it; which of several matches is found is not asked. */
#include "base/regex.h"
#include "base/regex_program.h"

/* A node being compiled, on a stack of our own: patterns may nest. */
struct frame {
    uint32_t node;
    uint32_t next;  /* where its text goes on */
    uint32_t entry; /* of what is compiled, from its end */
    uint32_t child; /* a list's next child to do */
    uint32_t split; /* of a loop */
    int done;       /* children or copies compiled */
};

struct compiler {
    const struct regex_tree *tree;
    struct regex *regex;
    struct frame *frames;
    uint32_t depth;
    struct arena *arena;
};

static uint32_t emit(struct compiler *compiler, struct regex_inst inst)
{
    array_push(compiler->arena, &compiler->regex->insts, inst);
    return (uint32_t)compiler->regex->insts.count - 1;
}

static uint32_t emit_split(struct compiler *compiler, uint32_t a, uint32_t b)
{
    return emit(compiler, (struct regex_inst){.op = INST_SPLIT, .next = a, .low = b});
}

static uint32_t emit_class(struct compiler *compiler, uint32_t id, uint32_t next)
{
    struct regex_classes *classes = &compiler->regex->classes;
    struct regex_class *class = &classes->list.at[id];
    class->used = true;
    if (class->count != 1)
        return emit(compiler, (struct regex_inst){.op = INST_CLASS, .next = next, .low = id});
    struct regex_range range = classes->ranges.at[class->first];
    return emit(compiler, (struct regex_inst){INST_RANGE, next, range.low, range.high});
}

static uint32_t emit_assert(struct compiler *compiler, uint32_t which, uint32_t next)
{
    compiler->regex->looks_ahead |= !(which & ASSERT_BEGINS);
    return emit(compiler, (struct regex_inst){.op = INST_ASSERT, .next = next, .low = which});
}

static void frame_push(struct compiler *compiler, uint32_t node, uint32_t next)
{
    struct frame frame = {.node = node, .next = next, .entry = next};
    frame.child = compiler->tree->nodes.at[node].last;
    compiler->frames[compiler->depth++] = frame;
}

/* A part of a node is compiled and starts at `entry`. */
static void list_continue(struct compiler *compiler, struct frame *frame, uint32_t entry)
{
    bool split = compiler->tree->nodes.at[frame->node].kind == NODE_ALTERNATE && frame->done > 0;
    frame->entry = split ? emit_split(compiler, entry, frame->entry) : entry;
    frame->done++;
}

static void repeat_continue(struct compiler *compiler, struct frame *frame, uint32_t entry)
{
    const struct regex_node *node = &compiler->tree->nodes.at[frame->node];
    frame->done++;
    frame->entry = entry;
    if (node->most < 0 && frame->done == 1) {
        compiler->regex->insts.at[frame->split].next = entry;
        frame->entry = node->least == 0 ? frame->split : entry;
    } else if (node->most >= 0 && frame->done <= node->most - node->least) {
        frame->entry = emit_split(compiler, entry, frame->next);
    }
}

/* The next part of a node. False if there is none, then the frame's entry is the node's. */
static bool list_advance(struct compiler *compiler, struct frame *frame)
{
    uint32_t child = frame->child;
    if (child == REGEX_NONE)
        return false;
    const struct regex_tree *tree = compiler->tree;
    frame->child = tree->nodes.at[child].before;
    bool chain = tree->nodes.at[frame->node].kind == NODE_CONCAT;
    frame_push(compiler, child, chain ? frame->entry : frame->next);
    return true;
}

/* x{2,4} is xx(x(x)?)?, x{2,} is xx+. */
static bool repeat_advance(struct compiler *compiler, struct frame *frame)
{
    const struct regex_node *node = &compiler->tree->nodes.at[frame->node];
    int copies = node->most >= 0 ? node->most : node->least > 0 ? node->least : 1;
    if (frame->done == copies)
        return false;
    if (node->most < 0 && frame->done == 0) {
        frame->split = emit_split(compiler, frame->next, frame->next);
        frame->entry = frame->split;
    }
    frame_push(compiler, node->last, frame->entry);
    return true;
}

static void compile_nodes(struct compiler *compiler)
{
    while (compiler->depth > 0) {
        struct frame *frame = &compiler->frames[compiler->depth - 1];
        const struct regex_node *node = &compiler->tree->nodes.at[frame->node];
        bool list = node->kind == NODE_CONCAT || node->kind == NODE_ALTERNATE;
        if (list ? list_advance(compiler, frame)
                 : node->children && repeat_advance(compiler, frame))
            continue;
        uint32_t entry = frame->entry;
        if (node->kind == NODE_LITERAL || node->kind == NODE_CLASS)
            entry = emit_class(compiler, node->value, frame->next);
        else if (node->kind == NODE_ASSERT)
            entry = emit_assert(compiler, node->value, frame->next);
        compiler->regex->start = entry;
        if (--compiler->depth == 0)
            return;
        frame--;
        node = &compiler->tree->nodes.at[frame->node];
        if (node->kind == NODE_CONCAT || node->kind == NODE_ALTERNATE)
            list_continue(compiler, frame, entry);
        else
            repeat_continue(compiler, frame, entry);
    }
}

static void compile(struct regex *regex, const struct regex_tree *tree, struct arena *arena)
{
    struct compiler compiler = {.tree = tree, .regex = regex, .arena = arena};
    uint32_t root = tree->root;
    compiler.frames = ARENA_NEW(arena, struct frame, tree->nodes.at[root].height + 2);
    uint32_t match = emit(&compiler, (struct regex_inst){.op = INST_MATCH});
    frame_push(&compiler, root, match);
    compile_nodes(&compiler);
}

/* Whether every way from the start leads through ^ or \A before anything else. */
static bool is_anchored(const struct regex *regex, struct arena scratch)
{
    bool *seen = ARENA_NEW(&scratch, bool, regex->insts.count);
    uint32_t *stack = ARENA_NEW(&scratch, uint32_t, regex->insts.count + 2);
    uint32_t depth = 0;
    stack[depth++] = regex->start;
    while (depth > 0) {
        uint32_t at = stack[--depth];
        const struct regex_inst *inst = &regex->insts.at[at];
        if (seen[at] || (inst->op == INST_ASSERT && inst->low == ASSERT_BEGIN_TEXT))
            continue;
        seen[at] = true;
        if (inst->op != INST_SPLIT && inst->op != INST_ASSERT)
            return false;
        stack[depth++] = inst->next;
        if (inst->op == INST_SPLIT)
            stack[depth++] = inst->low;
    }
    return true;
}

/* Letters must tell apart what assertions tell apart. */
static void use_class(struct regex *regex, const struct regex_range *ranges, size_t count,
                      struct arena *arena)
{
    struct regex_set set;
    regex_set_init(&set, arena);
    regex_set_add_all(&set, ranges, count, false);
    uint32_t id = regex_class_intern(&regex->classes, &set);
    regex->classes.list.at[id].used = true;
}

static void use_asserted(struct regex *regex, struct arena *arena)
{
    unsigned asserted = 0;
    for (size_t i = 0; i < regex->insts.count; i++)
        asserted |= regex->insts.at[i].op == INST_ASSERT ? regex->insts.at[i].low : 0;
    if (asserted & (ASSERT_BEGIN_LINE | ASSERT_END_LINE))
        use_class(regex, &(struct regex_range){'\n', '\n'}, 1, arena);
    if (asserted & (ASSERT_WORD | ASSERT_NOT_WORD)) {
        size_t count = 0;
        const struct regex_range *ranges = regex_perl_class('w', &count);
        use_class(regex, ranges, count, arena);
    }
}

const struct regex *regex_new(struct str pattern, struct arena *arena, struct error *error)
{
    struct regex *regex = ARENA_NEW(arena, struct regex, 1);
    struct regex_tree tree = {.classes = &regex->classes};
    regex_classes_init(&regex->classes, arena);
    if (!regex_parse(pattern, &tree, arena, error))
        return NULL;
    compile(regex, &tree, arena);
    regex->anchored = is_anchored(regex, *arena);
    use_asserted(regex, arena);
    regex_alphabet_build(&regex->alphabet, &regex->classes, arena);
    return regex;
}
