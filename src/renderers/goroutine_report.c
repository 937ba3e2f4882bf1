/* Groups to rows and sentences. */
#include "renderers/goroutine_report.h"
#include "base/array.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "options/settings.h"
#include "profile/builder.h"
#include "profile/measure.h"
#include "renderers/renderer.h"
#include "select/selection.h"

enum { PATH_MOST = 64 }; /* frames at each end of a path */

#define ARROW STR(" \xe2\x86\x92 ")

static struct str visible(const struct view *view, struct str text)
{
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_terminal(&sink, text);
    return text.size ? sink_str(&sink) : STR("");
}

/* ---------------------------------------------------------------- one group */

struct str goroutine_state(const struct view *view, const struct goroutine_group *group)
{
    return group->state.size ? visible(view, group->state) : STR("(not known)");
}

struct str goroutine_origin(const struct view *view, const struct goroutine_group *group)
{
    const struct profile *profile = view->profile;
    string_id name = group->creator;
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    if (!name && group->entry == ID_NONE)
        return STR("(not known)");
    if (!name)
        name = profile->functions[group->entry].name;
    sink_terminal(&sink, profile_string(profile, name));
    if (group->creator_line) {
        sink_text(&sink, STR(" ("));
        sink_terminal(&sink, str_base_name(profile_string(profile, group->creator_line)));
        sink_char(&sink, ')');
    }
    return sink_str(&sink);
}

struct str goroutine_place(const struct view *view, const struct goroutine_group *group)
{
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    goroutine_group_print_place(view->profile, group, &sink);
    return sink_str(&sink);
}

struct str goroutine_wait(const struct view *view, int64_t least, int64_t most, bool has_all)
{
    struct sink sink;
    if (!most)
        return STR("");
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    if (!has_all)
        sink_text(&sink, STR("up to "));
    else if (least < most)
        sink_print(&sink, "%lld to ", (long long)least);
    sink_print(&sink, "%lld min", (long long)most);
    return sink_str(&sink);
}

/* From how far above the leaf on frames are shown: those below the place are Go's own, and say what
 * the state says. */
static size_t shown_from(const struct profile *profile, const struct goroutine_group *group)
{
    size_t depth;
    const uint32_t *frames = profile_stack(profile, group->stack, &depth);
    for (size_t i = 0; i < depth; i++) {
        const struct location *location = &profile->locations[frames[i]];
        for (uint32_t n = 0; n < location->line_count; n++)
            if (profile->lines[location->line_first + n].function == group->place)
                return i;
    }
    return 0;
}

struct str goroutine_path(const struct view *view, const struct goroutine_group *group)
{
    const struct profile *profile = view->profile;
    size_t depth, shown = 0, from = shown_from(profile, group);
    const uint32_t *frames = profile_stack(profile, group->stack, &depth);
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    for (size_t i = depth; i-- > from;) {
        const struct location *location = &profile->locations[frames[i]];
        bool is_shown = i + PATH_MOST >= depth || i < from + PATH_MOST;
        for (uint32_t n = is_shown ? location->line_count : 0; n-- > 0;) {
            const struct line *line = &profile->lines[location->line_first + n];
            string_id name = profile->functions[line->function].name;
            sink_text(&sink, shown++ ? ARROW : STR(""));
            sink_terminal(&sink, profile_string(profile, name));
            if (line->function == group->place && i == from)
                break;
        }
        if (!is_shown && i == from + PATH_MOST)
            sink_text(&sink, STR(" \xe2\x86\x92 \xe2\x80\xa6"));
    }
    return sink.used ? sink_str(&sink) : STR("(no stack)");
}

/* ---------------------------------------------------------------- sentences */

static void put_count(struct sink *sink, int64_t count, const char *one, const char *many)
{
    struct number_text text = number_grouped(count);
    sink_text(sink, number_str(&text));
    sink_char(sink, ' ');
    sink_text(sink, str_from_c(count == 1 ? one : many));
}

struct str goroutine_suspicion(const struct view *view, const struct goroutine_report *report,
                               const struct goroutine_group *group)
{
    struct measure_text share = measure_share(group->count, report->all->total);
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    put_count(&sink, group->count, "goroutine", "goroutines");
    sink_text(&sink, STR(" ("));
    sink_text(&sink, measure_str(&share));
    sink_text(&sink, group->creator ? STR(") started by ") : STR(") that begin in "));
    sink_text(&sink, goroutine_origin(view, group));
    sink_text(&sink, group->count == 1 ? STR(" is in ") : STR(" are in "));
    sink_text(&sink, goroutine_state(view, group));
    sink_text(&sink, group->most ? STR(" for ") : STR(""));
    goroutine_group_print_wait(group, &sink);
    sink_text(&sink, STR(" at "));
    sink_text(&sink, goroutine_place(view, group));
    return sink_str(&sink);
}

struct str goroutine_headline(const struct view *view, const struct goroutine_report *report)
{
    static const struct {
        struct str state;
        const char *one, *many;
    } KINDS[] = {{STR_INIT(""), "has no known state", "have no known state"},
                 {STR_INIT("running"), "runs", "run"},
                 {STR_INIT("runnable"), "is ready to run", "are ready to run"},
                 {STR_INIT("syscall"), "is in a system call", "are in system calls"}};
    enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };
    int64_t counts[KIND_COUNT + 1] = {0};
    struct sink sink;
    for (size_t i = 0; i < report->all->count; i++) {
        const struct goroutine_group *group = &report->all->groups[i];
        size_t kind = 0;
        while (kind < KIND_COUNT && !str_equal(group->state, KINDS[kind].state))
            kind++;
        counts[kind] = number_add(counts[kind], group->count);
    }
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    put_count(&sink, report->all->total, "goroutine", "goroutines");
    const char *join = ": ";
    if (counts[KIND_COUNT]) {
        sink_text(&sink, str_from_c(join));
        put_count(&sink, counts[KIND_COUNT], "waits", "wait");
        join = ", ";
    }
    for (size_t kind = KIND_COUNT; kind-- > 0;) {
        if (!counts[kind])
            continue;
        sink_text(&sink, str_from_c(join));
        put_count(&sink, counts[kind], KINDS[kind].one, KINDS[kind].many);
        join = ", ";
    }
    return sink_str(&sink);
}

struct str goroutine_gaps(const struct goroutine_report *report)
{
    if (!report->all->has_states)
        return STR("The profile does not say what goroutines wait for, how long, and who started "
                   "them: the first is told by their frames, for the others take "
                   "goroutine?debug=2.");
    if (!report->all->timed)
        return STR("None waits for a minute yet, as far as Go says: it counts from the first "
                   "garbage collection that finds a goroutine waiting.");
    return STR("");
}

/* ---------------------------------------------------------------- rows */

struct gathering {
    const struct view *view;
    struct intern names;
    ARRAY(struct goroutine_row) rows;
};

static void add_row(struct gathering *gathering, struct str name,
                    const struct goroutine_group *group)
{
    struct arena *arena = gathering->view->arena;
    bool fresh;
    uint32_t id = intern_add(&gathering->names, name.at, name.size, &fresh);
    if (fresh)
        array_push(arena, &gathering->rows,
                   ((struct goroutine_row){.name = name, .largest = group}));
    struct goroutine_row *row = &gathering->rows.at[id];
    row->count = number_add(row->count, group->count);
    row->timed = number_add(row->timed, group->timed);
    if (group->most && (!row->least || group->least < row->least))
        row->least = group->least;
    row->most = group->most > row->most ? group->most : row->most;
}

static bool row_before(const void *context, uint32_t a, uint32_t b)
{
    const struct gathering *gathering = context;
    return gathering->rows.at[a].count > gathering->rows.at[b].count;
}

typedef struct str namer(const struct view *view, const struct goroutine_group *group);

static const struct goroutine_row *gather(const struct view *view, const struct goroutines *all,
                                          namer *name, size_t *count)
{
    struct gathering gathering = {.view = view};
    intern_init(&gathering.names, view->arena);
    for (size_t i = 0; i < all->count; i++)
        add_row(&gathering, name(view, &all->groups[i]), &all->groups[i]);
    *count = gathering.rows.count;
    uint32_t *order = ARENA_NEW(view->arena, uint32_t, *count);
    struct goroutine_row *rows = ARENA_NEW(view->arena, struct goroutine_row, *count);
    for (uint32_t i = 0; i < *count; i++)
        order[i] = i;
    sort_ids(order, *count, row_before, &gathering, *view->arena);
    for (size_t i = 0; i < *count; i++)
        rows[i] = gathering.rows.at[order[i]];
    return rows;
}

/* ---------------------------------------------------------------- chosen groups */

static bool is_longer(const void *context, uint32_t a, uint32_t b)
{
    const struct goroutines *all = context;
    return all->groups[a].most > all->groups[b].most;
}

static bool waits(const struct goroutine_group *group)
{
    return group->most > 0 && group->count > 0;
}

static bool is_suspect(const struct goroutine_group *group)
{
    return group->doubt != DOUBT_NONE;
}

/* Those that have something, in this order; NULL: the largest first. */
static const struct goroutine_group *const *choose(const struct view *view,
                                                   const struct goroutines *all,
                                                   bool (*has)(const struct goroutine_group *group),
                                                   sort_before *before, size_t *count)
{
    uint32_t *order = ARENA_NEW(view->arena, uint32_t, all->count);
    const struct goroutine_group **chosen =
        ARENA_NEW(view->arena, const struct goroutine_group *, all->count);
    *count = 0;
    for (uint32_t i = 0; i < all->count; i++)
        if (has(&all->groups[i]))
            order[(*count)++] = i;
    if (before)
        sort_ids(order, *count, before, all, *view->arena);
    for (size_t i = 0; i < *count; i++)
        chosen[i] = &all->groups[order[i]];
    return chosen;
}

static bool is_answerable(const struct view *view, struct error *error)
{
    const struct selection *selection = view->selection;
    if (selection->comparison)
        return error_set(error, ERROR_USAGE,
                         "goroutines is about one profile; what became more or less is told by: "
                         "render movers --diff BASE NEW --tagroot=creator");
    if (!goroutines_are_counted(view->profile, selection->type_index))
        return error_set(error, ERROR_INPUT,
                         "this is no goroutine profile, which goroutines is about: fetch "
                         "/debug/pprof/goroutine, best with ?debug=2, or see top for this one");
    return !selection->has_negative ||
           error_set(error, ERROR_INPUT,
                     "there are less than no goroutines: it is a difference; see top for it");
}

const struct goroutine_report *goroutine_report_new(const struct view *view, struct error *error)
{
    int64_t asked = view->settings->nodecount;
    struct goroutine_report *report = ARENA_NEW(view->arena, struct goroutine_report, 1);
    if (!is_answerable(view, error))
        return NULL;
    const struct goroutines *all = goroutines_new(view->profile, view->selection->type_index,
                                                  view->arena, view->budget, error);
    if (!all)
        return NULL;
    report->all = all;
    report->most = asked > 0 ? (size_t)asked : SIZE_MAX;
    report->states = gather(view, all, goroutine_state, &report->state_count);
    report->creators = gather(view, all, goroutine_origin, &report->creator_count);
    report->suspects = choose(view, all, is_suspect, NULL, &report->suspect_count);
    report->waiters = choose(view, all, waits, is_longer, &report->waiter_count);
    return budget_spend(view->budget, 4 * all->count, error) ? report : NULL;
}
