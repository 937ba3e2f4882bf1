/* Stacks to lines of the function and the calls from them. */
#include "renderers/source_lines.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sort.h"
#include "renderers/boxes_function.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"

#include <string.h>

struct gathering {
    struct source_lines *lines;
    uint32_t *line_of; /* by frame: its line; ID_NONE: of another function */
    struct hash_table line_table, call_table;
    size_t seen; /* as for lines */
};

/* ---------------------------------------------------------------- which frames */

static uint32_t intern_line(struct gathering *gathering, const struct frame *frame)
{
    struct source_lines *lines = gathering->lines;
    uint64_t hash = hash_u64(hash_u64((uint64_t)frame->line) ^ frame->file);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&gathering->line_table, hash, &at)) != HASH_EMPTY)
        if (lines->lines.at[id].file == frame->file && lines->lines.at[id].line == frame->line)
            return id;
    id = (uint32_t)lines->lines.count;
    hash_table_add(&gathering->line_table, hash, id);
    array_push(lines->view->arena, &lines->lines,
               ((struct source_line){.file = frame->file, .line = frame->line}));
    return id;
}

static bool find_lines(struct gathering *gathering, struct str name, struct error *error)
{
    struct source_lines *lines = gathering->lines;
    const struct view *view = lines->view;
    size_t count = view->frames->count;
    const uint8_t *marks = boxes_function_frames(view, name, error);
    if (!marks)
        return false;
    lines->name = name;
    gathering->line_of = ARENA_NEW(view->arena, uint32_t, count);
    memset(gathering->line_of, 0xff, count * sizeof *gathering->line_of);
    for (uint32_t i = 0; i < count; i++) {
        if (!marks[i])
            continue;
        if (!lines->lines.count)
            lines->name = boxes_function_name(view, i, view->arena);
        gathering->line_of[i] = intern_line(gathering, &view->frames->items[i]);
    }
    int64_t *starts = ARENA_NEW(view->arena, int64_t, lines->lines.count);
    for (size_t i = 0; i < count; i++) {
        uint32_t line = gathering->line_of[i];
        int64_t start = view->frames->items[i].start_line;
        if (line != ID_NONE && start && (!starts[line] || start < starts[line]))
            starts[line] = start;
    }
    lines->start_lines = starts;
    return budget_spend(view->budget, count, error);
}

/* ---------------------------------------------------------------- weights */

static void add(struct line_weight *sum, const int64_t *weights, size_t columns)
{
    for (size_t i = 0; i < columns && i < 2; i++)
        sum->at[i] = number_add(sum->at[i], weights[i]);
}

/* Callees of one name are one; of those without a name, of one frame. */
static struct line_call *call_of(struct gathering *gathering, uint32_t line, uint32_t frame)
{
    struct source_lines *lines = gathering->lines;
    const struct frame *items = lines->view->frames->items;
    uint64_t callee = items[frame].name ? items[frame].name : (uint64_t)frame << 32;
    uint64_t hash = hash_u64(hash_u64(callee) ^ line);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&gathering->call_table, hash, &at)) != HASH_EMPTY) {
        struct line_call *call = &lines->calls.at[id];
        bool is_same =
            items[frame].name ? items[call->frame].name == items[frame].name : call->frame == frame;
        if (call->line == line && is_same)
            return call;
    }
    hash_table_add(&gathering->call_table, hash, (uint32_t)lines->calls.count);
    array_push(lines->view->arena, &lines->calls,
               ((struct line_call){.line = line, .frame = frame}));
    return &lines->calls.at[lines->calls.count - 1];
}

static void add_frame(struct gathering *gathering, const struct frame_path *path, size_t i,
                      size_t stack)
{
    struct source_lines *lines = gathering->lines;
    const struct selection *selection = lines->view->selection;
    size_t columns = selection->columns;
    const int64_t *weights = selection->weights + stack * columns;
    uint32_t id = gathering->line_of[path->frames[i]];
    if (id == ID_NONE)
        return;
    struct source_line *line = &lines->lines.at[id];
    if (line->seen != stack + 1)
        add(&line->cum, weights, columns);
    if (gathering->seen != stack + 1)
        add(&lines->cum, weights, columns);
    line->seen = gathering->seen = stack + 1;
    if (i + 1 == path->count) {
        add(&line->flat, weights, columns);
        add(&lines->flat, weights, columns);
        return;
    }
    struct line_call *call = call_of(gathering, id, path->frames[i + 1]);
    if (call->seen != stack + 1)
        add(&call->weight, weights, columns);
    call->seen = stack + 1;
}

static bool weigh(struct gathering *gathering, struct error *error)
{
    const struct view *view = gathering->lines->view;
    struct frame_path path = {.arena = view->arena};
    for (size_t stack = 0; stack < view->profile->stack_count; stack++) {
        if (!view->selection->present[stack])
            continue;
        frame_path_load(&path, view->frames, stack);
        for (size_t i = 0; i < path.count; i++)
            add_frame(gathering, &path, i, stack);
        if (!budget_spend(view->budget, path.count + 1, error))
            return false;
    }
    return true;
}

int64_t line_weight_value(const struct source_lines *lines, const struct line_weight *weight)
{
    bool divides = lines->view->selection->is_mean && weight->at[1] != 0 && weight->at[1] != -1;
    return divides ? weight->at[0] / weight->at[1] : weight->at[0];
}

/* ---------------------------------------------------------------- order */

struct str line_call_name(const struct source_lines *lines, const struct line_call *call)
{
    const struct frames *frames = lines->view->frames;
    string_id name = frames->items[call->frame].name;
    return name ? profile_string(frames->profile, name)
                : frame_name(frames, call->frame, lines->view->arena);
}

static bool line_before(const void *context, uint32_t a, uint32_t b)
{
    const struct source_lines *lines = context;
    const struct source_line *x = &lines->lines.at[a], *y = &lines->lines.at[b];
    const struct str *files = lines->view->frames->files;
    int order = x->file == y->file ? 0 : str_compare(files[x->file], files[y->file]);
    if (order || x->file != y->file)
        return order ? order < 0 : x->file < y->file;
    return x->line < y->line;
}

static bool call_before(const void *context, uint32_t a, uint32_t b)
{
    const struct source_lines *lines = context;
    const struct line_call *x = &lines->calls.at[a], *y = &lines->calls.at[b];
    if (x->line != y->line)
        return x->line < y->line;
    uint64_t size_x = (uint64_t)number_abs(line_weight_value(lines, &x->weight));
    uint64_t size_y = (uint64_t)number_abs(line_weight_value(lines, &y->weight));
    if (size_x != size_y)
        return size_x > size_y;
    return str_compare(line_call_name(lines, x), line_call_name(lines, y)) < 0;
}

static void sort_lines(struct source_lines *lines)
{
    uint32_t *order = ARENA_NEW(lines->view->arena, uint32_t, lines->lines.count);
    for (uint32_t i = 0; i < lines->lines.count; i++)
        if (lines->lines.at[i].seen)
            order[lines->line_count++] = i;
    sort_ids(order, lines->line_count, line_before, lines, *lines->view->arena);
    lines->line_order = order;
}

static void sort_calls(struct source_lines *lines)
{
    size_t count = lines->calls.count;
    uint32_t *order = ARENA_NEW(lines->view->arena, uint32_t, count);
    size_t *starts = ARENA_NEW(lines->view->arena, size_t, lines->lines.count + 1);
    for (uint32_t i = 0; i < count; i++) {
        order[i] = i;
        starts[lines->calls.at[i].line + 1]++;
    }
    for (size_t i = 0; i < lines->lines.count; i++)
        starts[i + 1] += starts[i];
    sort_ids(order, count, call_before, lines, *lines->view->arena);
    lines->call_order = order;
    lines->call_starts = starts;
}

bool source_lines_init(struct source_lines *lines, const struct view *view, struct str name,
                       struct error *error)
{
    struct gathering gathering = {.lines = lines};
    *lines = (struct source_lines){.view = view};
    hash_table_init(&gathering.line_table, view->arena);
    hash_table_init(&gathering.call_table, view->arena);
    if (!find_lines(&gathering, name, error) || !weigh(&gathering, error))
        return false;
    sort_lines(lines);
    sort_calls(lines);
    return true;
}
