/* A profile from folded stacks, and the stages on it. */
#ifndef UNIT_WORK_H
#define UNIT_WORK_H

#include "base/arena.h"
#include "base/budget.h"
#include "options/settings.h"
#include "select/frames.h"
#include "unit/proto.h"

struct work {
    struct arena_store store;
    struct arena arena;
    struct budget budget;
    struct error error;
    struct proto proto; /* with the type cpu/nanoseconds */
    struct settings settings;
    const struct profile *profile;
    const struct selection *selection;
    const struct frames *frames;
};

/* cmocka's setup and teardown: *state is a fresh struct work. */
int work_start(void **state);
int work_stop(void **state);

/* Adds a sample of one value. */
void work_add(struct work *work, const char *path, int64_t value);
/* The same with labels, as proto_path takes them. */
void work_add_labels(struct work *work, const char *path, int64_t value, const char *labels);
/* Reads what was written. Fails the test if it cannot. */
void work_load(struct work *work);
/* Loads (once), selects, and makes frames of functions. Fails the test if it
 * cannot. */
void work_select(struct work *work);
/* After work_select: makes of the selection one of both sides, whose new values count `scale`
 * times. By stack, as they were added: base and new, which are also the events where there are
 * some. */
void work_compare(struct work *work, const int64_t (*values)[2], double scale, bool has_events);
/* The frames of a stack as "root;...;leaf"; "(gone)" where the filters left no sample of it. */
struct str work_path(struct work *work, size_t stack);
/* The frame of that name, or ID_NONE. */
uint32_t work_frame(struct work *work, const char *name);

#endif
