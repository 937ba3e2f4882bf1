/* boxes: the frames of a flame graph for a page, as columns of numbers (templates/page/types.js).
 *
 * Little-endian: "RBOX", u32 version, u32 frames N, u32 flags, u32 bytes of JSON, u32 0; the JSON,
 * padded with spaces to a multiple of 8; then by frame in preorder, siblings from left to right,
 * columns of N: f64 total, f64 self, f64 start, f64 size (where a value is negative; otherwise the
 * size is the total), u32 code, u32 parent, u32 end, u32 depth. Of two sides `total` and `self` are
 * what new has more than the base; then f64 base total and f64 base self follow the size, and u8
 * enum change_kind is the last column. */
#include "base/array.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "layout/boxes.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/boxes_function.h"
#include "renderers/json_write.h"
#include "renderers/boxes_side.h"
#include "renderers/flame.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/tree.h"

#include <string.h>

enum { BOXES_VERSION = 1, HAS_SIZE = 1, HAS_SIDES = 2, LEGEND_MOST = 24 };

struct answer {
    const struct view *view;
    struct sink *sink;
    const struct flame_functions *functions;
    const struct boxes_tree *tree;
    const struct boxes *boxes;
    uint32_t root_code;
    bool has_sides, has_size;
};

/* ---------------------------------------------------------------- values */

/* A node's value, of the columns of all. */
typedef int64_t value_taker(const struct answer *answer, const int64_t *values, uint32_t node);

static int64_t value_of(const struct answer *answer, const int64_t *values, uint32_t node)
{
    const int64_t *columns = values + (size_t)node * answer->tree->columns;
    return answer->has_sides ? sides_delta(answer->view, columns) : *columns;
}

static int64_t base_of(const struct answer *answer, const int64_t *values, uint32_t node)
{
    return side_value(answer->view, RUN_BASE, values + (size_t)node * answer->tree->columns);
}

/* ---------------------------------------------------------------- the tree */

static const struct boxes_tree *whole_tree(const struct view *view)
{
    const struct tree *tree = view->tree;
    uint64_t *own = ARENA_NEW(view->arena, uint64_t, tree->count);
    struct boxes_tree *whole = ARENA_NEW(view->arena, struct boxes_tree, 1);
    for (size_t i = 0; i < tree->count; i++)
        own[i] = sides_are_shown(view) ? sides_width(view, tree->self + i * tree->columns)
                                       : (uint64_t)number_abs(tree->self[i]);
    *whole = (struct boxes_tree){.count = tree->count,
                                 .columns = tree->columns,
                                 .parents = tree->parents,
                                 .node_frames = tree->node_frames,
                                 .inlined = tree->inlined,
                                 .self = tree->self,
                                 .total = tree->total,
                                 .own = own,
                                 .kinds = view->changes ? view->changes->node_kinds : NULL};
    return whole;
}

/* Makes the tree of a side; its root is the function's first in the order of numbers. */
static bool take_side(struct answer *answer, struct error *error)
{
    const struct view *view = answer->view;
    const struct settings *settings = view->settings;
    enum boxes_side side = settings->side == SIDE_CALLERS ? BOXES_CALLERS : BOXES_CALLEES;
    if (!settings->function.size)
        return error_set(error, ERROR_USAGE, "--side needs a function: --function=NAME");
    const uint8_t *marks = boxes_function_frames(view, settings->function, error);
    if (!marks)
        return false;
    uint32_t first = UINT32_MAX;
    for (size_t i = 0; i < view->frames->count; i++)
        if (marks[i] && answer->functions->by_frame[i] < first)
            first = answer->functions->by_frame[i];
    answer->root_code = first == UINT32_MAX ? UINT32_MAX : 2 * first;
    answer->tree = boxes_side(view, marks, side, answer->tree->own, error);
    return answer->tree != NULL;
}

static bool lay_out(struct answer *answer, struct error *error)
{
    const struct view *view = answer->view;
    const struct boxes_tree *tree = answer->tree;
    uint32_t *by_node = ARENA_NEW(view->arena, uint32_t, tree->count);
    for (size_t i = 1; i < tree->count; i++)
        by_node[i] = answer->functions->ranks[answer->functions->by_frame[tree->node_frames[i]]];
    struct boxes_input input = {.count = tree->count,
                                .parents = tree->parents,
                                .own = tree->own,
                                .rank = by_node,
                                .by_rank = view->settings->order == ORDER_NAME};
    answer->boxes = boxes_layout(&input, view->arena, view->budget, error);
    return answer->boxes != NULL;
}

/* ---------------------------------------------------------------- the JSON */

static void put_files(struct sink *json, const struct flame_functions *functions)
{
    sink_text(json, STR(",\"files\":["));
    for (size_t i = 0; i < functions->file_count; i++) {
        sink_text(json, i ? STR(",") : STR(""));
        json_write_text(json, functions->files[i]);
    }
    sink_char(json, ']');
}

static void put_starts(struct sink *json, const struct packed_function *item)
{
    sink_char(json, '[');
    for (size_t f = 1; f < item->form_count; f++) {
        sink_text(json, f > 1 ? STR(",") : STR(""));
        sink_unsigned(json,
                      utf8_utf16_units(
                          str_slice(item->forms[0], 0, item->forms[0].size - item->forms[f].size)),
                      0);
    }
    sink_char(json, ']');
}

enum column { NAME, SHOWN, STARTS, FILE_INDEX, LINE, FILL, COLUMNS };

static void put_member(const struct answer *answer, struct sink *json, enum column column,
                       const struct str *names, size_t i)
{
    const struct packed_function *item = &answer->functions->items[i];
    switch (column) {
    case NAME:
        json_write_text(json, names[i]);
        break;
    case SHOWN:
        json_write_text(json, str_equal(item->forms[0], names[i]) ? STR("") : item->forms[0]);
        break;
    case STARTS:
        put_starts(json, item);
        break;
    case FILE_INDEX:
        sink_signed(json, item->file == UINT32_MAX ? -1 : (int64_t)item->file, 0);
        break;
    case LINE:
        sink_signed(json, item->line > 0 ? item->line : 0, 0);
        break;
    default:
        sink_unsigned(json, item->fill, 0);
    }
}

static bool put_functions(const struct answer *answer, struct sink *json, struct error *error)
{
    static const char *const NAMES[COLUMNS] = {"name", "shown", "starts", "file", "line", "fill"};
    const struct view *view = answer->view;
    size_t count = answer->functions->count;
    struct str *names = ARENA_NEW(view->arena, struct str, count);
    for (uint32_t i = 0; i < view->frames->count; i++)
        if (answer->functions->by_frame[i] != UINT32_MAX)
            names[answer->functions->by_frame[i]] =
                json_as_read(flame_frame_name(view->frames, i, view->arena), view->arena);
    sink_text(json, STR(",\"functions\":{"));
    for (int column = 0; column < COLUMNS; column++) {
        sink_print(json, "%s\"%s\":[", column ? "," : "", NAMES[column]);
        for (size_t i = 0; i < count; i++) {
            sink_text(json, i ? STR(",") : STR(""));
            put_member(answer, json, (enum column)column, names, i);
        }
        sink_char(json, ']');
        if (!budget_spend(view->budget, count, error))
            return false;
    }
    sink_char(json, '}');
    return true;
}

/* What the colours mean in the whole tree, whatever the side. */
static void put_legend(const struct answer *answer, struct sink *json)
{
    const struct view *view = answer->view;
    struct flame flame = {.view = view, .functions = answer->functions, .arena = view->arena};
    size_t count;
    const struct legend_item *items = flame_legend(&flame, &count);
    sink_text(json, STR(",\"legend\":["));
    for (size_t i = 0; i < count && i < LEGEND_MOST && items[i].self; i++) {
        struct measure_text share = measure_share((int64_t)items[i].self, view->selection->total);
        sink_text(json, i ? STR(",{\"name\":") : STR("{\"name\":"));
        json_write_text(json, flame_visible(items[i].name, view->arena));
        sink_print(json, ",\"fill\":%u,\"self\":", items[i].fill);
        json_write_drawn(view, json, (int64_t)items[i].self);
        sink_text(json, STR(",\"share\":"));
        json_write_text(json, measure_str(&share));
        sink_char(json, '}');
    }
    sink_char(json, ']');
}

/* Of the two sides: their totals, and what the filters leave of them. */
static void put_sides(const struct answer *answer, struct sink *json)
{
    const struct view *view = answer->view;
    sink_text(json, STR(",\"sides\":["));
    for (int side = 0; side < RUN_SIDES; side++) {
        sink_text(json, side ? STR(",{\"total\":") : STR("{\"total\":"));
        json_write_drawn(view, json, side_total(view, (enum run_side)side));
        sink_text(json, STR(",\"selected\":"));
        json_write_drawn(view, json, side_value(view, (enum run_side)side, answer->tree->total));
        sink_char(json, '}');
    }
    sink_char(json, ']');
}

static bool put_json(const struct answer *answer, struct sink *json, struct error *error)
{
    const struct view *view = answer->view;
    sink_text(json, STR("{\"type\":"));
    json_write_text(json, view->selection->type);
    sink_text(json, STR(",\"unit\":"));
    json_write_text(json, view->selection->unit);
    sink_text(json, STR(",\"total\":"));
    json_write_drawn(view, json, answer->has_sides ? sides_total(view) : view->selection->total);
    sink_text(json, STR(",\"selected\":"));
    json_write_drawn(view, json, value_of(answer, answer->tree->total, 0));
    if (answer->has_sides)
        put_sides(answer, json);
    put_files(json, answer->functions);
    if (!put_functions(answer, json, error))
        return false;
    put_legend(answer, json);
    sink_char(json, '}');
    while (json->used % 8)
        sink_char(json, ' ');
    return true;
}

/* ---------------------------------------------------------------- the columns */

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static uint64_t little(uint64_t value, size_t size)
{
    (void)size;
    return value;
}
#else
static uint64_t little(uint64_t value, size_t size)
{
    return __builtin_bswap64(value) >> (64 - 8 * size);
}
#endif

static void store_u32(unsigned char *at, uint32_t value)
{
    value = (uint32_t)little(value, sizeof value);
    memcpy(at, &value, sizeof value);
}

static void store_f64(unsigned char *at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = little(bits, sizeof bits);
    memcpy(at, &bits, sizeof bits);
}

static void put_values(const struct answer *answer, const int64_t *values, value_taker *take,
                       unsigned char *block)
{
    size_t count = answer->tree->count;
    double ratio = answer->view->selection->ratio;
    for (size_t i = 0; i < count; i++)
        store_f64(block + 8 * i, ratio * (double)take(answer, values, answer->boxes->preorder[i]));
    sink_bytes(answer->sink, (const char *)block, 8 * count);
}

static void put_sizes(const struct answer *answer, const uint64_t *sizes, unsigned char *block)
{
    size_t count = answer->tree->count;
    for (size_t i = 0; i < count; i++)
        store_f64(block + 8 * i, (double)sizes[answer->boxes->preorder[i]]);
    sink_bytes(answer->sink, (const char *)block, 8 * count);
}

static uint32_t code_of(const struct answer *answer, uint32_t node)
{
    const struct boxes_tree *tree = answer->tree;
    if (!node)
        return answer->root_code;
    return answer->functions->by_frame[tree->node_frames[node]] << 1 | tree->inlined[node];
}

enum number { CODE, PARENT, END, DEPTH, NUMBERS };

static uint32_t number_of(const struct answer *answer, enum number number, uint32_t node)
{
    const struct boxes *boxes = answer->boxes;
    switch (number) {
    case CODE:
        return code_of(answer, node);
    case PARENT:
        return boxes->place[answer->tree->parents[node]];
    case END:
        return boxes->place[node] + boxes->family[node];
    default:
        return boxes->depth[node];
    }
}

static void put_kinds(const struct answer *answer, unsigned char *block)
{
    const struct boxes_tree *tree = answer->tree;
    for (size_t i = 0; i < tree->count; i++)
        block[i] = tree->kinds[answer->boxes->preorder[i]];
    sink_bytes(answer->sink, (const char *)block, tree->count);
}

static bool put_columns(const struct answer *answer, struct error *error)
{
    const struct boxes_tree *tree = answer->tree;
    struct arena scratch = *answer->view->arena;
    unsigned char *block = arena_alloc(&scratch, 8 * tree->count, 8);
    put_values(answer, tree->total, value_of, block);
    put_values(answer, tree->self, value_of, block);
    put_sizes(answer, answer->boxes->start, block);
    if (answer->has_size)
        put_sizes(answer, answer->boxes->size, block);
    if (answer->has_sides) {
        put_values(answer, tree->total, base_of, block);
        put_values(answer, tree->self, base_of, block);
    }
    for (int number = 0; number < NUMBERS; number++) {
        for (size_t i = 0; i < tree->count; i++)
            store_u32(block + 4 * i,
                      number_of(answer, (enum number)number, answer->boxes->preorder[i]));
        sink_bytes(answer->sink, (const char *)block, 4 * tree->count);
    }
    if (answer->has_sides)
        put_kinds(answer, block);
    return budget_spend(answer->view->budget, tree->count, error);
}

static bool boxes_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct answer answer = {.view = view,
                            .sink = sink,
                            .functions = view->functions,
                            .tree = whole_tree(view),
                            .root_code = UINT32_MAX,
                            .has_sides = sides_are_shown(view)};
    answer.has_size = answer.has_sides || view->selection->has_negative;
    struct sink json;
    unsigned char head[24] = "RBOX";
    sink_init_buffer(&json, view->arena, UINT64_MAX);
    if (view->settings->side != SIDE_ALL && !take_side(&answer, error))
        return false;
    if (!lay_out(&answer, error) || !put_json(&answer, &json, error))
        return false;
    store_u32(head + 4, BOXES_VERSION);
    store_u32(head + 8, (uint32_t)answer.tree->count);
    store_u32(head + 12, (answer.has_size ? HAS_SIZE : 0u) + (answer.has_sides ? HAS_SIDES : 0u));
    store_u32(head + 16, (uint32_t)json.used);
    sink_bytes(sink, (const char *)head, sizeof head);
    sink_text(sink, sink_str(&json));
    return put_columns(&answer, error);
}

const struct renderer boxes_renderer = {
    .name = STR_INIT("boxes"),
    .media = STR_INIT("application/octet-stream"),
    .options = FOR_FLAME | FOR_DATA,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_FUNCTIONS | VIEW_NO_OVERFLOW | VIEW_SCALED | VIEW_SIDES,
    .granularity = GRANULARITY_FILEFUNCTIONS,
    .help = STR_INIT("The frames of a flame graph, as the page asks for them"),
    .render = boxes_render,
};
