/* Lines of NAME=VALUE as options of a selection, on a small profile with labels: whatever they say,
 * it must end, and what it gives must hold together: no sample is made up, nodes and frames are in
 * their ranges. */
#include "base/arena.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/node_tags.h"
#include "tree/trim.h"
#include "unit/memory.h"
#include "unit/proto.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 2000000, LONGEST = 2000 };

static const struct profile *small_profile(struct arena *arena)
{
    static const struct {
        const char *path, *labels;
    } SAMPLES[] = {
        {"main;a;b;c", "user=ann,bytes==1024"},
        {"main;a+x+y;b", "user=bob,bytes==4096bytes"},
        {"main;std::f(int);c", "user=ann,zone=x"},
        {"main;a;a;a", NULL},
        {"", "bytes==7"},
        {"net/http.(*conn).serve;b", "request==99,user=ann,user=bob"},
    };
    struct proto proto = {.arena = arena};
    struct error error = {.kind = ERROR_NONE};
    proto_init(&proto, arena);
    proto_type(&proto, "objects", "count");
    proto_type(&proto, "space", "bytes");
    for (size_t i = 0; i < sizeof SAMPLES / sizeof *SAMPLES; i++) {
        int64_t values[2] = {(int64_t)i - 1, (int64_t)(i * 1000)};
        proto_path(&proto, SAMPLES[i].path, 2, values, SAMPLES[i].labels);
    }
    const struct profile *profile = memory_profile(proto_end(&proto), arena, &error);
    if (!profile)
        abort();
    return profile;
}

static void read_options(struct settings *settings, struct str text)
{
    while (text.size) {
        size_t end = str_find(text, '\n');
        struct str line = str_slice(text, 0, end);
        size_t equal = str_find(line, '=');
        if (equal != STR_NONE)
            settings_set(settings, str_slice(line, 0, equal), str_skip(line, equal + 1), NULL);
        text = end == STR_NONE ? STR("") : str_skip(text, end + 1);
    }
}

static void check_selection(const struct selection *selection, const struct profile *profile)
{
    const struct profile *left = selection->profile;
    if (left->sample_count > profile->sample_count)
        abort();
    for (size_t i = 0; i < left->stack_starts[left->stack_count]; i++)
        if (left->stack_frames[i] >= left->location_count)
            abort();
    for (size_t i = 0; i < left->location_count; i++)
        if (left->locations[i].line_first + left->locations[i].line_count > left->line_count)
            abort();
    for (size_t i = 0; i < left->sample_count; i++)
        if (left->sample_stacks[i] >= left->stack_count ||
            left->sample_labels[i] >= left->label_set_count)
            abort();
}

static void trim_all(const struct selection *selection, const struct settings *settings,
                     struct arena *arena, struct budget *budget)
{
    struct error error = {.kind = ERROR_NONE};
    struct frames_options options = {.granularity = (enum granularity)settings->granularity,
                                     .show_columns = settings->showcolumns,
                                     .trim_path = settings->trim_path,
                                     .source_path = settings->source_path};
    const struct frames *frames = frames_new(selection->profile, &options, arena);
    for (int i = 0; i < 6; i++) {
        struct trim trim = {.order = (enum trim_order)(i % 3),
                            .node_count = settings->nodecount,
                            .node_fraction = settings->nodefraction,
                            .edge_fraction = settings->edgefraction,
                            .drop_negative = settings->drop_negative,
                            .call_tree = i >= 3,
                            .with_tags = i % 3 == 2,
                            .tag_unit = settings->unit};
        const struct trimmed *trimmed =
            graph_trim(selection, frames, NULL, &trim, arena, budget, &error);
        for (size_t n = 0; trimmed && n < trimmed->count; n++)
            if (trimmed->order[n] >= trimmed->graph->node_count)
                abort();
        if (trimmed)
            trimmed_adjacency(trimmed, arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, MEMORY);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct settings settings;
    struct error error = {.kind = ERROR_NONE};
    settings_init(&settings, &arena);
    const struct profile *profile = small_profile(&arena);
    if (size <= LONGEST)
        read_options(&settings, (struct str){(const char *)bytes, size});
    const struct selection *selection =
        selection_new(profile, &settings, SELECTION_RAW, &arena, &budget, &error);
    if (selection) {
        check_selection(selection, profile);
        trim_all(selection, &settings, &arena, &budget);
    } else if (!error.text[0]) {
        abort();
    }
    arena_fini(&store);
    return 0;
}
