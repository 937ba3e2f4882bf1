/* callgrind: costs of addresses and calls for KCachegrind, byte for byte as pprof -callgrind. */
#include "base/arena.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

#include <stdio.h>

/* Names that were written: each whole once, and then as its number. */
struct names {
    struct hash_table table;
    ARRAY(struct str) items;
};

/* What functions are told apart by, and of how many with one name and file each is which. */
struct functions {
    struct hash_table table, name_table;
    ARRAY(uint32_t) nodes;  /* by function: the first node of it */
    ARRAY(uint32_t) index;  /* by function: which of its name it is, from 1 */
    ARRAY(uint32_t) named;  /* by function: number of its name and file */
    ARRAY(uint32_t) firsts; /* by name and file: the first node */
    ARRAY(uint32_t) counts; /* by name and file: functions */
    uint32_t *of_node;      /* by node; ID_NONE: it is not shown */
};

struct listing {
    const struct view *view;
    const struct graph *graph;
    const struct frames *frames;
    struct report report;
    struct sink *sink;
    struct functions functions;
    struct names objects, files, names;
};

static const struct frame *frame_of(const struct listing *listing, uint32_t node)
{
    return &listing->frames->items[listing->graph->node_frames[node]];
}

/* ---------------------------------------------------------------- functions */

/* The path that calls a function, where nodes are paths; otherwise 0. */
static uint32_t caller_of(const struct listing *listing, uint32_t node)
{
    return listing->graph->tree ? listing->graph->callers[node] : 0;
}

static bool same_name(const struct frame *a, const struct frame *b)
{
    return a->name == b->name && a->file == b->file;
}

/* Addresses and lines apart. */
static bool same_function(const struct listing *listing, uint32_t a, uint32_t b)
{
    const struct frame *x = frame_of(listing, a), *y = frame_of(listing, b);
    return same_name(x, y) && x->object == y->object && x->start_line == y->start_line &&
           caller_of(listing, a) == caller_of(listing, b);
}

static uint32_t find_name(struct listing *listing, uint32_t node)
{
    struct functions *functions = &listing->functions;
    const struct frame *frame = frame_of(listing, node);
    uint64_t hash = hash_u64((uint64_t)frame->name << 32 | frame->file);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&functions->name_table, hash, &at)) != HASH_EMPTY)
        if (same_name(frame_of(listing, functions->firsts.at[id]), frame))
            return id;
    id = (uint32_t)functions->firsts.count;
    array_push(listing->view->arena, &functions->firsts, node);
    array_push(listing->view->arena, &functions->counts, 0);
    hash_table_add(&functions->name_table, hash, id);
    return id;
}

static uint32_t find_function(struct listing *listing, uint32_t node)
{
    struct functions *functions = &listing->functions;
    struct arena *arena = listing->view->arena;
    const struct frame *frame = frame_of(listing, node);
    uint64_t words[] = {(uint64_t)frame->name << 32 | frame->file,
                        (uint64_t)frame->object << 32 | caller_of(listing, node),
                        (uint64_t)frame->start_line};
    uint64_t hash = hash_bytes(words, sizeof words);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&functions->table, hash, &at)) != HASH_EMPTY)
        if (same_function(listing, functions->nodes.at[id], node))
            return id;
    uint32_t name = find_name(listing, node);
    id = (uint32_t)functions->nodes.count;
    array_push(arena, &functions->nodes, node);
    array_push(arena, &functions->named, name);
    array_push(arena, &functions->index, ++functions->counts.at[name]);
    hash_table_add(&functions->table, hash, id);
    return id;
}

static void number_functions(struct listing *listing)
{
    const struct trimmed *trimmed = listing->view->trimmed;
    struct functions *functions = &listing->functions;
    hash_table_init(&functions->table, listing->view->arena);
    hash_table_init(&functions->name_table, listing->view->arena);
    functions->of_node = ARENA_NEW(listing->view->arena, uint32_t, listing->graph->all_nodes);
    for (size_t i = 0; i < listing->graph->all_nodes; i++)
        functions->of_node[i] = ID_NONE;
    for (size_t i = 0; i < trimmed->count; i++)
        functions->of_node[trimmed->order[i]] = find_function(listing, trimmed->order[i]);
}

/* The name of a callee, with its number where functions share name and file. A callee without a
 * weight has none. */
static struct str callee_name(const struct listing *listing, uint32_t node)
{
    const struct functions *functions = &listing->functions;
    uint32_t function = functions->of_node[node];
    if (function == ID_NONE)
        return STR("");
    struct str name = profile_string(listing->view->profile, frame_of(listing, node)->name);
    uint32_t count = functions->counts.at[functions->named.at[function]];
    if (count == 1)
        return name;
    struct sink sink;
    sink_init_buffer(&sink, listing->view->arena, UINT64_MAX);
    sink_text(&sink, name);
    sink_print(&sink, " [%u/%u]", functions->index.at[function], count);
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- lines */

static void print_name(const struct listing *listing, const char *key, struct names *names,
                       struct str name)
{
    uint64_t hash = hash_bytes(name.at, name.size);
    size_t at = hash_start(hash);
    uint32_t id = HASH_EMPTY;
    struct sink *sink = listing->sink;
    sink_text(sink, str_from_c(key));
    while (name.size && (id = hash_table_next(&names->table, hash, &at)) != HASH_EMPTY)
        if (str_equal(names->items.at[id], name))
            break;
    if (id != HASH_EMPTY) {
        sink_print(sink, "(%u)", id + 1);
    } else if (name.size) {
        hash_table_add(&names->table, hash, (uint32_t)names->items.count);
        array_push(listing->view->arena, &names->items, name);
        sink_print(sink, "(%zu) ", names->items.count);
        report_print_name(listing->view, sink, name);
    }
    sink_char(sink, '\n');
}

/* An address: as it is, or by what it differs from the one before where that is shorter. */
static void print_address(const struct listing *listing, const struct frame *before,
                          uint64_t address)
{
    char whole[24], step[24];
    int whole_size = snprintf(whole, sizeof whole, "0x%llx", (unsigned long long)address);
    if (before && before->address == address) {
        sink_char(listing->sink, '*');
        return;
    }
    int step_size =
        !before ? whole_size
                : snprintf(step, sizeof step, "%+lld", (long long)(address - before->address));
    sink_text(listing->sink, str_from_c(step_size < whole_size ? step : whole));
}

static void print_value(const struct listing *listing, int64_t value)
{
    const struct selection *selection = listing->view->selection;
    struct measure measure = measure_scale(value, selection->unit, listing->report.unit);
    sink_print(listing->sink, "%lld\n", (long long)number_trunc(measure.value));
}

static void print_call(struct listing *listing, const struct frame *before, uint32_t edge)
{
    uint32_t node = listing->graph->edges[edge].to;
    const struct frame *callee = frame_of(listing, node);
    print_name(listing, "cfl=", &listing->files, listing->frames->files[callee->file]);
    print_name(listing, "cfn=", &listing->names, callee_name(listing, node));
    sink_text(listing->sink, STR("calls=0 "));
    print_address(listing, before, callee->address);
    sink_print(listing->sink, " %lld\n* * ", (long long)callee->line);
    print_value(listing, listing->graph->edge_weights[edge * listing->graph->columns]);
}

static void print_node(struct listing *listing, const struct frame *before, uint32_t node)
{
    const struct frame *frame = frame_of(listing, node);
    const struct profile *profile = listing->view->profile;
    if (!before || before->object != frame->object || !same_name(before, frame)) {
        sink_char(listing->sink, '\n');
        print_name(listing, "ob=", &listing->objects, profile_string(profile, frame->object));
        print_name(listing, "fl=", &listing->files, listing->frames->files[frame->file]);
        print_name(listing, "fn=", &listing->names, profile_string(profile, frame->name));
    }
    print_address(listing, before, frame->address);
    sink_print(listing->sink, " %lld ", (long long)frame->line);
    print_value(listing, graph_flat(listing->graph, node));
}

static void print_head(const struct listing *listing)
{
    sink_text(listing->sink, STR("positions: instr line\nevents: "));
    report_print_name(listing->view, listing->sink, listing->view->selection->type);
    sink_char(listing->sink, '(');
    report_print_name(listing->view, listing->sink, listing->report.unit);
    sink_text(listing->sink, STR(")\n"));
}

static bool callgrind_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct trimmed *trimmed = view->trimmed;
    struct listing listing = {.view = view,
                              .graph = trimmed->graph,
                              .frames = trimmed->graph->frames,
                              .report = report_new(view),
                              .sink = sink};
    struct adjacency edges = trimmed_adjacency(trimmed, view->arena);
    const struct frame *before = NULL;
    report_choose_unit(&listing.report, trimmed, false);
    hash_table_init(&listing.objects.table, view->arena);
    hash_table_init(&listing.files.table, view->arena);
    hash_table_init(&listing.names.table, view->arena);
    number_functions(&listing);
    print_head(&listing);
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i];
        uint32_t first = edges.out_starts[node], end = edges.out_starts[node + 1];
        print_node(&listing, before, node);
        for (uint32_t e = first; e < end; e++)
            print_call(&listing, before, edges.out[e]);
        before = frame_of(&listing, node);
        if (!budget_spend(view->budget, end - first + 1, error))
            return false;
    }
    return true;
}

const struct renderer callgrind_renderer = {
    .name = STR_INIT("callgrind"),
    .suffix = STR_INIT(".callgrind"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_GRAPH,
    .needs = VIEW_GRAPH | VIEW_UNTRIMMED | VIEW_OBJECTS,
    .granularity = GRANULARITY_ADDRESSES,
    .fixed_granularity = true,
    .help = STR_INIT("Costs and calls for KCachegrind, as pprof -callgrind writes them"),
    .render = callgrind_render,
};
