/* topproto: the table of functions as profile.proto, byte for byte as pprof -topproto writes it
 * once decompressed: a location and a sample for each function, with its cum and flat. */
#include "base/arena.h"
#include "base/gzip.h"
#include "base/number.h"
#include "options/settings.h"
#include "profile/builder.h"
#include "renderers/proto_writer.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

struct table {
    const struct view *view;
    struct report report;
    struct builder builder;
    struct intern functions; /* by name, file and start line */
};

static string_id copy_string(struct table *table, string_id id)
{
    return builder_string(&table->builder, profile_string(table->view->profile, id));
}

static uint32_t function_of(struct table *table, const struct frame *frame)
{
    const struct frames *frames = table->view->frames;
    string_id name = frame->package
                         ? builder_string(&table->builder, frames->packages[frame->package])
                         : copy_string(table, frame->name);
    struct function function = {.name = name,
                                .file = builder_string(&table->builder, frames->files[frame->file]),
                                .start_line = frame->start_line};
    uint64_t key[2] = {(uint64_t)function.name << 32 | function.file,
                       (uint64_t)function.start_line};
    bool fresh;
    uint32_t id = intern_add(&table->functions, key, sizeof key, &fresh);
    function.id = id + 1;
    if (fresh)
        array_push(table->builder.arena, &table->builder.functions, function);
    return id;
}

static int64_t in_unit(const struct table *table, int64_t value)
{
    struct measure scaled = measure_scale(value, table->view->selection->unit, table->report.unit);
    return number_trunc(scaled.value);
}

static void add_node(struct table *table, uint32_t node)
{
    struct builder *builder = &table->builder;
    const struct graph *graph = table->view->trimmed->graph;
    const struct frame *frame = &table->view->frames->items[graph->node_frames[node]];
    struct line line = {function_of(table, frame), frame->line, frame->column};
    struct location location = {.id = builder->locations.count + 1,
                                .address = frame->address,
                                .mapping = ID_NONE,
                                .line_first = (uint32_t)builder->lines.count,
                                .line_count = 1};
    array_push(builder->arena, &builder->stack_frames, (uint32_t)builder->locations.count);
    array_push(builder->arena, &builder->lines, line);
    array_push(builder->arena, &builder->locations, location);
    array_push(builder->arena, &builder->sample_stacks, builder_stack_end(builder));
    array_push(builder->arena, &builder->sample_labels, 0);
    array_push(builder->arena, &builder->values, in_unit(table, graph_cum(graph, node)));
    array_push(builder->arena, &builder->values, in_unit(table, graph_flat(graph, node)));
}

static void add_header(struct table *table)
{
    struct builder *builder = &table->builder;
    const struct profile *profile = table->view->profile;
    string_id unit = builder_string(builder, table->report.unit);
    struct value_type types[2] = {{builder_string(builder, STR("cum")), unit},
                                  {builder_string(builder, STR("flat")), unit}};
    array_push(builder->arena, &builder->types, types[0]);
    array_push(builder->arena, &builder->types, types[1]);
    builder->profile.time_ns = profile->time_ns;
    builder->profile.duration_ns = profile->duration_ns;
    builder->profile.period = profile->period;
    builder->profile.period_type.type = copy_string(table, profile->period_type.type);
    builder->profile.period_type.unit = copy_string(table, profile->period_type.unit);
}

static bool topproto_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct table table = {.view = view, .report = report_new(view)};
    report_choose_unit(&table.report, view->trimmed, true);
    builder_init(&table.builder, view->arena);
    intern_init(&table.functions, view->arena);
    add_header(&table);
    for (size_t i = 0; i < view->trimmed->count; i++) {
        add_node(&table, view->trimmed->order[i]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return proto_write_gzip(builder_finish(&table.builder), 1, sink, view->budget, view->arena,
                            error);
}

const struct renderer topproto_renderer = {
    .name = STR_INIT("topproto"),
    .suffix = STR_INIT(".top.pb.gz"),
    .media = STR_INIT("application/octet-stream"),
    .marker = STR_INIT(GZIP_HEADER),
    .is_picture = true,
    .options = FOR_TABLE,
    .needs = VIEW_FRAMES | VIEW_GRAPH,
    .help = STR_INIT("The table of functions as profile.proto"),
    .render = topproto_render,
};
