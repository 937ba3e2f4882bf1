/* From the root to the callers. */
#include "renderers/mover_path.h"
#include "base/array.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "tree/movers.h"
#include "tree/tree.h"

enum { LEAST = 12, ARROW_WIDTH = 3, ELLIPSIS_WIDTH = 1 };

#define ARROW STR(" \xe2\x86\x92 ")
#define ELLIPSIS STR("\xe2\x80\xa6")

const uint32_t *mover_path_frames(const struct tree *tree, uint32_t node, struct arena *arena,
                                  size_t *count)
{
    size_t depth = 0;
    for (uint32_t at = node; at; at = tree->parents[at])
        depth++;
    uint32_t *frames = ARENA_NEW(arena, uint32_t, depth + 1);
    *count = depth;
    for (uint32_t at = node; at; at = tree->parents[at])
        frames[--depth] = tree->node_frames[at];
    return frames;
}

/* Index of the first of the last names that fit beside the first name. */
static size_t first_of_tail(const struct str *names, size_t count, size_t room)
{
    size_t at = count - 1, used = utf8_count(names[0]) + ARROW_WIDTH + utf8_count(names[at]);
    while (at > 1) {
        size_t more = utf8_count(names[at - 1]) + ARROW_WIDTH;
        size_t gap = at - 1 > 1 ? ELLIPSIS_WIDTH + ARROW_WIDTH : 0;
        if (used + more + gap > room)
            break;
        used += more;
        at--;
    }
    return at;
}

struct str mover_path(const struct view *view, const struct mover *mover,
                      const struct mover_path_options *options)
{
    size_t count;
    const uint32_t *frames = mover_path_frames(view->tree, mover->node, view->arena, &count);
    size_t room =
        options->columns > options->used + LEAST ? options->columns - options->used : LEAST;
    struct sink sink;
    if (count < 2)
        return STR("");
    count--;
    struct str *names = ARENA_NEW(view->arena, struct str, count);
    for (size_t i = 0; i < count; i++)
        names[i] = options->names[frames[i]];
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    size_t tail = count > 1 ? first_of_tail(names, count, room) : 0;
    if (count == 1)
        return report_fit(names[0], room, view->arena);
    sink_text(&sink, names[0]);
    if (tail > 1) {
        sink_text(&sink, ARROW);
        sink_text(&sink, ELLIPSIS);
    }
    for (size_t i = tail; i < count; i++) {
        sink_text(&sink, ARROW);
        sink_text(&sink, names[i]);
    }
    return report_fit(sink_str(&sink), room, view->arena);
}
