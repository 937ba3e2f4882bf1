/* Any bytes, gzip or not, through the reader; what is read goes on to selection, tree and trimmed
 * graph, and is written and read again as the same. A second reader (protobuf-c) must agree about
 * what is read and what is refused. */
#include "base/arena.h"
#include "base/host.h"
#include "base/sink.h"
#include "input/input.h"
#include "options/settings.h"
#include "oracle/oracle.h"
#include "profile/merge.h"
#include "profile/profile.h"
#include "renderers/proto_writer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"
#include "unit/memory.h"
#include "unit/same.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 64 << 20, WORK = 2000000 };

static void run_stages(const struct profile *profile, struct arena *arena, struct budget *budget)
{
    struct settings settings;
    struct error error = {.kind = ERROR_NONE};
    settings_init(&settings, arena);
    const struct selection *selection =
        selection_new(profile, &settings, SELECTION_RAW, arena, budget, &error);
    if (!selection)
        return;
    for (int i = GRANULARITY_FUNCTIONS; i <= GRANULARITY_ADDRESSES; i++) {
        struct frames_options options = {.granularity = (enum granularity)i};
        const struct frames *frames = frames_new(profile, &options, arena);
        const struct tree *tree = tree_new(selection, frames, NULL, arena, budget, &error);
        struct trim trim = {.order = (enum trim_order)(i % 3),
                            .node_count = 3,
                            .node_fraction = 0.01,
                            .call_tree = i % 2,
                            .with_tags = i % 3 == 2,
                            .tag_unit = STR("minimum")};
        graph_trim(selection, frames, i % 2 ? tree : NULL, &trim, arena, budget, &error);
        for (size_t n = 1; tree && n < tree->count; n++)
            if (tree->parents[n] >= n)
                abort();
    }
    merge((const struct profile *[]){profile, profile}, 2, arena, budget, &error);
}

static void write_and_read(const struct profile *profile, struct arena *arena,
                           struct budget *budget)
{
    struct error error = {.kind = ERROR_NONE};
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (!proto_write(profile, 1, &sink, budget, arena, &error))
        return;
    const struct profile *again = memory_profile(sink_str(&sink), arena, &error);
    const char *difference = again ? same_difference(profile, again) : error.text;
    if (!difference || error.kind == ERROR_LIMIT)
        return;
    fprintf(stderr, "written and read again it is another: %s\n", difference);
    abort();
}

/* What the reader refuses and the oracle lets pass: a second time, known fields of a wrong type,
 * and a string index out of range that a later value of the field replaces. */
static bool is_known_difference(const struct error *error)
{
    return error->kind == ERROR_LIMIT || strstr(error->text, "second profile") ||
           strstr(error->text, "wire type") || strstr(error->text, ": string ");
}

static void ask_oracle(const struct profile *profile, struct str bytes, const struct error *error)
{
    const char *reason;
    enum oracle_verdict verdict = oracle_compare(profile, bytes, &reason);
    bool agreed = profile ? verdict == ORACLE_SAME || verdict == ORACLE_UNREADABLE
                          : verdict != ORACLE_SAME || is_known_difference(error);
    if (agreed)
        return;
    fprintf(stderr, "%s; the oracle says %d: %s\n", profile ? "was read" : error->text,
            (int)verdict, reason);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct input_limits limits = {.max_memory = MEMORY};
    struct arena arena = arena_init(&store, input_base_ceiling(&limits));
    struct memory memory = {.bytes = {(const char *)bytes, size},
                            .block = size ? bytes[size - 1] % 32 : 0};
    struct host host = memory_host(&memory);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct error error = {.kind = ERROR_NONE};
    const struct profile *profile =
        input_load(&host, STR("fuzz"), &limits, &arena, &budget, &error);
    if (!profile && (!error.kind || !error.text[0]))
        abort();
    if (size < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b)
        ask_oracle(profile, memory.bytes, &error);
    if (profile) {
        run_stages(profile, &arena, &budget);
        write_and_read(profile, &arena, &budget);
    }
    arena_fini(&store);
    return 0;
}
