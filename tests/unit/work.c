/* From folded stacks to a selection. */
#include "unit/work.h"
#include "base/sink.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "unit/memory.h"
#include "unit/unit.h"

int work_start(void **state)
{
    static struct work work;
    memset(&work, 0, sizeof work);
    work.arena = arena_init(&work.store, SIZE_MAX);
    proto_init(&work.proto, &work.arena);
    proto_type(&work.proto, "cpu", "nanoseconds");
    settings_init(&work.settings, &work.arena);
    *state = &work;
    return 0;
}

int work_stop(void **state)
{
    struct work *work = *state;
    arena_fini(&work->store);
    return 0;
}

void work_add(struct work *work, const char *path, int64_t value)
{
    proto_path(&work->proto, path, 1, &value, NULL);
}

void work_load(struct work *work)
{
    work->profile = memory_profile(proto_end(&work->proto), &work->arena, &work->error);
    if (!work->profile)
        fail_msg("%s", work->error.text);
}

void work_add_labels(struct work *work, const char *path, int64_t value, const char *labels)
{
    proto_path(&work->proto, path, 1, &value, labels);
}

void work_select(struct work *work)
{
    if (!work->profile)
        work_load(work);
    work->selection = selection_new(work->profile, &work->settings, SELECTION_RAW, &work->arena,
                                    &work->budget, &work->error);
    if (!work->selection)
        fail_msg("%s", work->error.text);
    struct frames_options options = {.granularity = GRANULARITY_FUNCTIONS};
    work->frames = frames_new(work->selection->profile, &options, &work->arena);
}

void work_compare(struct work *work, const int64_t (*values)[2], double scale, bool has_events)
{
    size_t count = work->selection->profile->stack_count;
    struct selection *selection = ARENA_NEW(&work->arena, struct selection, 1);
    struct comparison *comparison = ARENA_NEW(&work->arena, struct comparison, 1);
    int64_t *weights = ARENA_NEW(&work->arena, int64_t, count * COMPARED_COLUMNS);
    uint8_t *present = ARENA_NEW(&work->arena, uint8_t, count);
    *comparison = (struct comparison){.counts = has_events ? COUNTS_TYPE : COUNTS_NONE,
                                      .model = has_events ? NOISE_COUNTS : NOISE_UNTESTED,
                                      .confidence = 0.95,
                                      .run_count = 2};
    for (size_t i = 0; i < count; i++) {
        present[i] = 1;
        for (int side = 0; side < RUN_SIDES; side++) {
            weights[i * COMPARED_COLUMNS + (size_t)side] = values[i][side];
            weights[i * COMPARED_COLUMNS + COMPARED_BASE_EVENTS + (size_t)side] =
                has_events ? values[i][side] : 0;
            comparison->sides[side].total += values[i][side];
        }
    }
    for (int side = 0; side < RUN_SIDES; side++) {
        comparison->sides[side].run_count = 1;
        comparison->sides[side].scale = side == RUN_NEW ? scale : 1;
        comparison->sides[side].events = has_events ? comparison->sides[side].total : 0;
    }
    *selection = *work->selection;
    selection->columns = COMPARED_COLUMNS;
    selection->weights = weights;
    selection->present = present;
    selection->comparison = comparison;
    work->selection = selection;
}

struct str work_path(struct work *work, size_t stack)
{
    struct frame_path path = {.arena = &work->arena};
    struct sink sink;
    if (!work->selection->present[stack])
        return STR("(gone)");
    frame_path_load(&path, work->frames, stack);
    sink_init_buffer(&sink, &work->arena, UINT64_MAX);
    for (size_t i = 0; i < path.count; i++) {
        sink_text(&sink, i ? STR(";") : STR(""));
        sink_text(&sink, frame_name(work->frames, path.frames[i], &work->arena));
    }
    return sink_str(&sink);
}

uint32_t work_frame(struct work *work, const char *name)
{
    for (uint32_t i = 0; i < work->frames->count; i++)
        if (str_equal(frame_name(work->frames, i, &work->arena), str_from_c(name)))
            return i;
    return ID_NONE;
}
