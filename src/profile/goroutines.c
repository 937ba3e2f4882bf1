/* Samples to cells (one stack, one state, one creator), and these to groups. */
#include "profile/goroutines.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "profile/builder.h"
#include "profile/name.h"

enum {
    CERTAIN_FROM = 10, /* goroutines of a group in which something is certainly wrong */
    LIKELY_FROM = 10,  /* of one where few states are as long in a sound program */
    MAYBE_FROM = 100,  /* of one as pools of idle workers and connections are, too */
    UNTIMED = 10,      /* times as many where it is not known how long */
    LONG_MINUTES = 2,
};

/* ---------------------------------------------------------------- states */

/* What a goroutine waits for is told by how its state begins; the first row counts. */
static const struct {
    struct str state;
    int64_t from; /* how many are suspicious */
    bool is_certain;
    const char *reason;
} REASONS[] = {
    {STR_INIT("chan send (nil chan)"), CERTAIN_FROM, true, "the channel is nil"},
    {STR_INIT("chan receive (nil chan)"), CERTAIN_FROM, true, "the channel is nil"},
    {STR_INIT("select (no cases)"), CERTAIN_FROM, true, "a select without cases never goes on"},
    {STR_INIT("chan send"), LIKELY_FROM, false, "nobody receives what they send"},
    {STR_INIT("chan receive"), MAYBE_FROM, false,
     "nothing is sent and the channel is not closed; idle workers look alike"},
    {STR_INIT("select"), MAYBE_FROM, false,
     "no case comes: is a context not cancelled? Idle workers look alike"},
    {STR_INIT("sync.Mutex.Lock"), LIKELY_FROM, false, "who holds the lock does not give it back"},
    {STR_INIT("sync.RWMutex."), LIKELY_FROM, false, "who holds the lock does not give it back"},
    {STR_INIT("semacquire"), LIKELY_FROM, false, "who holds the lock does not give it back"},
    {STR_INIT("sync.WaitGroup.Wait"), LIKELY_FROM, false, "a Done is missing, or its work hangs"},
    {STR_INIT("sync.Cond.Wait"), MAYBE_FROM, false, "nobody signals; idle workers look alike"},
    {STR_INIT("IO wait"), MAYBE_FROM, false,
     "the other side is silent and there is no deadline; idle connections look alike"},
    {STR_INIT("syscall"), MAYBE_FROM, false, "the call does not return, and each holds a thread"},
};

/* Of a profile without states: the function of the runtime that parks says what is waited for. */
static const struct {
    struct str function, state;
} PARKED[] = {
    {STR_INIT("runtime.chanrecv"), STR_INIT("chan receive")},
    {STR_INIT("runtime.chansend"), STR_INIT("chan send")},
    {STR_INIT("runtime.selectgo"), STR_INIT("select")},
    {STR_INIT("runtime.block"), STR_INIT("select (no cases)")},
    {STR_INIT("runtime.netpollblock"), STR_INIT("IO wait")},
    {STR_INIT("time.Sleep"), STR_INIT("sleep")},
    {STR_INIT("sync.runtime_notifyListWait"), STR_INIT("sync.Cond.Wait")},
    {STR_INIT("sync.runtime_SemacquireMutex"), STR_INIT("sync.Mutex.Lock")},
    {STR_INIT("internal/sync.runtime_SemacquireMutex"), STR_INIT("sync.Mutex.Lock")},
    {STR_INIT("sync.runtime_SemacquireRWMutexR"), STR_INIT("sync.RWMutex.RLock")},
    {STR_INIT("sync.runtime_SemacquireRWMutex"), STR_INIT("sync.RWMutex.Lock")},
    {STR_INIT("sync.runtime_SemacquireWaitGroup"), STR_INIT("sync.WaitGroup.Wait")},
    {STR_INIT("sync.runtime_Semacquire"), STR_INIT("semacquire")},
    {STR_INIT("runtime.Gosched"), STR_INIT("runnable")},
    {STR_INIT("runtime.notetsleepg"), STR_INIT("syscall")},
};

enum {
    REASON_COUNT = sizeof REASONS / sizeof *REASONS,
    PARKED_COUNT = sizeof PARKED / sizeof *PARKED
};

/* ---------------------------------------------------------------- frames */

enum function_class { CLASS_UNSEEN, CLASS_INNER, CLASS_STD, CLASS_OWN };

/* What the frames of a stack say. */
struct spot {
    bool is_known;
    uint32_t entry, place;
    int64_t line;
    struct str state;
};

/* Samples of one stack, state and go statement. */
struct cell {
    uint32_t stack;
    string_id state, creator, creator_line;
    int64_t count, timed, least, most, longest;
};

struct grouping {
    const struct profile *profile;
    size_t type_index;
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    struct name_context context;
    string_id id_key, state_key, wait_key, creator_key, creator_line_key;
    uint8_t *classes;   /* by function: enum function_class */
    struct spot *spots; /* by stack */
    struct intern cell_keys, group_keys, states;
    ARRAY(struct cell) cells;
    ARRAY(struct goroutine_group) groups;
    struct goroutines all;
};

static bool is_inner_package(struct str package)
{
    static const struct str INNER[] = {STR_INIT("runtime"), STR_INIT("internal"), STR_INIT("sync"),
                                       STR_INIT("time"), STR_INIT("syscall")};
    struct str first = str_slice(package, 0, str_find(package, '/'));
    for (size_t i = 0; i < sizeof INNER / sizeof *INNER; i++)
        if (str_equal(first, INNER[i]))
            return true;
    return false;
}

static enum function_class classify(const struct grouping *grouping,
                                    const struct function *function)
{
    const struct profile *profile = grouping->profile;
    struct name_source source = {.name = profile_string(profile, function->name),
                                 .file = profile_string(profile, function->file)};
    /* Such names stand for frames that are missing. */
    if (!source.name.size || source.name.at[0] == '[' || is_inner_package(name_package(&source)))
        return CLASS_INNER;
    switch (name_family(&grouping->context, &source)) {
    case NAME_OWN:
    case NAME_DEP:
        return CLASS_OWN;
    case NAME_STD:
        return CLASS_STD;
    default:
        return CLASS_INNER;
    }
}

static enum function_class class_of(struct grouping *grouping, uint32_t function)
{
    uint8_t *class = &grouping->classes[function];
    if (*class == CLASS_UNSEEN)
        *class = (uint8_t)classify(grouping, &grouping->profile->functions[function]);
    return (enum function_class) * class;
}

static struct str parked_state(struct str name)
{
    for (size_t i = 0; i < PARKED_COUNT; i++)
        if (str_equal(name, PARKED[i].function))
            return PARKED[i].state;
    return STR("");
}

/* Looks at one frame, from the leaf on. */
static void see_frame(struct grouping *grouping, struct spot *spot, const struct line *line,
                      enum function_class *best)
{
    const struct profile *profile = grouping->profile;
    enum function_class class = class_of(grouping, line->function);
    struct str name = profile_string(profile, profile->functions[line->function].name);
    bool is_gap = name.size && name.at[0] == '[';
    if (*best == CLASS_UNSEEN || (*best == CLASS_INNER && !spot->state.size)) {
        struct str state = parked_state(name);
        spot->state = state.size ? state : spot->state;
    }
    /* Of Go's own frames the outermost one says the most: sync.(*Mutex).Lock. */
    if (class > *best || (class == CLASS_INNER && *best == CLASS_INNER && !is_gap)) {
        spot->place = line->function;
        spot->line = line->line;
        *best = class;
    }
    if (!is_gap)
        spot->entry = line->function;
}

static const struct spot *spot_of(struct grouping *grouping, uint32_t stack)
{
    const struct profile *profile = grouping->profile;
    struct spot *spot = &grouping->spots[stack];
    enum function_class best = CLASS_UNSEEN;
    size_t depth;
    const uint32_t *frames = profile_stack(profile, stack, &depth);
    if (spot->is_known)
        return spot;
    *spot = (struct spot){.is_known = true, .entry = ID_NONE, .place = ID_NONE};
    for (size_t i = 0; i < depth; i++) {
        const struct location *location = &profile->locations[frames[i]];
        for (uint32_t n = 0; n < location->line_count; n++)
            see_frame(grouping, spot, &profile->lines[location->line_first + n], &best);
    }
    grouping->budget->work += depth;
    return spot;
}

/* ---------------------------------------------------------------- cells */

static void find_keys(struct grouping *grouping)
{
    const struct profile *profile = grouping->profile;
    const struct {
        struct str key;
        string_id *id;
    } KEYS[] = {{GOROUTINE_ID, &grouping->id_key},
                {GOROUTINE_STATE, &grouping->state_key},
                {GOROUTINE_WAIT, &grouping->wait_key},
                {GOROUTINE_CREATOR, &grouping->creator_key},
                {GOROUTINE_CREATOR_LINE, &grouping->creator_line_key}};
    for (string_id i = 1; i < profile->string_count; i++)
        for (size_t k = 0; k < sizeof KEYS / sizeof *KEYS; k++)
            if (str_equal(profile->strings[i], KEYS[k].key))
                *KEYS[k].id = i;
}

/* Reads the labels, of which the first of a key counts: the program may have its own behind. */
static struct cell read_labels(const struct grouping *grouping, uint32_t set)
{
    const struct profile *profile = grouping->profile;
    struct cell cell = {.longest = 0};
    for (size_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        const struct label *label = profile_label(profile, i);
        if (label->is_number && label->key == grouping->id_key && !cell.longest)
            cell.longest = label->number;
        else if (label->is_number && label->key == grouping->wait_key && !cell.most)
            cell.most = label->number > 0 ? label->number : 0;
        else if (label->is_number)
            continue;
        else if (label->key == grouping->state_key && !cell.state)
            cell.state = label->text;
        else if (label->key == grouping->creator_key && !cell.creator)
            cell.creator = label->text;
        else if (label->key == grouping->creator_line_key && !cell.creator_line)
            cell.creator_line = label->text;
    }
    cell.least = cell.most;
    return cell;
}

static void add_waits(int64_t *least, int64_t *most, int64_t *longest, const struct cell *more)
{
    if (!more->most)
        return;
    if (!*least || more->least < *least)
        *least = more->least;
    if (more->most > *most) {
        *most = more->most;
        *longest = more->longest;
    }
}

static void add_sample(struct grouping *grouping, size_t sample)
{
    const struct profile *profile = grouping->profile;
    int64_t value = profile->values[sample * profile->type_count + grouping->type_index];
    struct cell read = read_labels(grouping, profile->sample_labels[sample]);
    bool fresh;
    read.stack = profile->sample_stacks[sample];
    const uint32_t key[] = {read.stack, read.state, read.creator, read.creator_line};
    uint32_t id = intern_add(&grouping->cell_keys, key, sizeof key, &fresh);
    if (fresh)
        array_push(grouping->arena, &grouping->cells,
                   ((struct cell){read.stack, read.state, read.creator, read.creator_line, 0, 0, 0,
                                  0, read.longest}));
    struct cell *cell = &grouping->cells.at[id];
    cell->count = number_add(cell->count, value);
    cell->timed = number_add(cell->timed, read.most ? value : 0);
    add_waits(&cell->least, &cell->most, &cell->longest, &read);
    grouping->all.total = number_add(grouping->all.total, value);
    grouping->all.timed = number_add(grouping->all.timed, read.most ? value : 0);
    grouping->all.has_states |= read.state != 0;
    grouping->all.has_creators |= read.creator != 0;
}

/* ---------------------------------------------------------------- groups */

static void add_cell(struct grouping *grouping, const struct cell *cell)
{
    const struct spot *spot = spot_of(grouping, cell->stack);
    struct goroutine_group fresh_group = {
        .state = cell->state ? profile_string(grouping->profile, cell->state) : spot->state,
        .creator = cell->creator,
        .creator_line = cell->creator_line,
        .entry = spot->entry,
        .place = spot->place,
        .line = spot->line,
        .longest = cell->longest};
    bool fresh;
    struct str state = fresh_group.state;
    const uint64_t key[] = {intern_add(&grouping->states, state.at, state.size, &fresh),
                            cell->creator, cell->creator_line,
                            (uint64_t)spot->entry << 32 | spot->place, (uint64_t)spot->line};
    uint32_t id = intern_add(&grouping->group_keys, key, sizeof key, &fresh);
    if (fresh)
        array_push(grouping->arena, &grouping->groups, fresh_group);
    struct goroutine_group *group = &grouping->groups.at[id];
    group->count = number_add(group->count, cell->count);
    group->timed = number_add(group->timed, cell->timed);
    add_waits(&group->least, &group->most, &group->longest, cell);
    if (fresh || cell->count > group->stack_count) {
        group->stack = cell->stack;
        group->stack_count = cell->count;
    }
}

static void judge(const struct goroutines *all, struct goroutine_group *group)
{
    size_t i = 0;
    while (i < REASON_COUNT && !str_starts(group->state, REASONS[i].state))
        i++;
    if (str_ends(group->state, STR("(leaked)")) && group->count > 0) {
        group->doubt = DOUBT_FOREVER;
        group->reason = "Go's collector found that nothing can wake them";
        return;
    }
    if (!group->state.size && group->count >= MAYBE_FROM * UNTIMED) {
        group->doubt = DOUBT_MANY;
        group->reason = "very many at one place; goroutine?debug=2 says what they wait for";
    }
    if (i == REASON_COUNT || group->count < REASONS[i].from)
        return;
    if (REASONS[i].is_certain)
        group->doubt = DOUBT_FOREVER;
    else if (group->most >= LONG_MINUTES && group->timed >= group->count - group->timed)
        group->doubt = DOUBT_LONG;
    else if (!all->timed && group->count / UNTIMED >= REASONS[i].from)
        group->doubt = DOUBT_MANY;
    group->reason = group->doubt ? REASONS[i].reason : NULL;
}

static bool group_before(const void *context, uint32_t a, uint32_t b)
{
    const struct grouping *grouping = context;
    const struct goroutine_group *x = &grouping->groups.at[a], *y = &grouping->groups.at[b];
    return x->count != y->count ? x->count > y->count : x->most > y->most;
}

static void finish(struct grouping *grouping)
{
    size_t count = grouping->groups.count;
    uint32_t *order = ARENA_NEW(grouping->arena, uint32_t, count);
    struct goroutine_group *groups = ARENA_NEW(grouping->arena, struct goroutine_group, count);
    for (uint32_t i = 0; i < count; i++) {
        judge(&grouping->all, &grouping->groups.at[i]);
        order[i] = i;
    }
    sort_ids(order, count, group_before, grouping, *grouping->arena);
    for (size_t i = 0; i < count; i++)
        groups[i] = grouping->groups.at[order[i]];
    grouping->all.groups = groups;
    grouping->all.count = count;
}

const struct goroutines *goroutines_new(const struct profile *profile, size_t type_index,
                                        struct arena *arena, struct budget *budget,
                                        struct error *error)
{
    struct grouping grouping = {.profile = profile,
                                .type_index = type_index,
                                .arena = arena,
                                .budget = budget,
                                .error = error,
                                .context = name_context(profile),
                                .classes = ARENA_NEW(arena, uint8_t, profile->function_count),
                                .spots = ARENA_NEW(arena, struct spot, profile->stack_count)};
    intern_init(&grouping.cell_keys, arena);
    intern_init(&grouping.group_keys, arena);
    intern_init(&grouping.states, arena);
    find_keys(&grouping);
    for (size_t i = 0; i < profile->sample_count; i++) {
        size_t set = profile->sample_labels[i];
        add_sample(&grouping, i);
        if (!budget_spend(budget, 1 + profile->label_starts[set + 1] - profile->label_starts[set],
                          error))
            return NULL;
    }
    for (size_t i = 0; i < grouping.cells.count; i++) {
        add_cell(&grouping, &grouping.cells.at[i]);
        if (!budget_spend(budget, 1, error))
            return NULL;
    }
    finish(&grouping);
    struct goroutines *goroutines = ARENA_NEW(arena, struct goroutines, 1);
    *goroutines = grouping.all;
    return goroutines;
}

bool goroutines_are_counted(const struct profile *profile, size_t type_index)
{
    if (type_index >= profile->type_count)
        return false;
    struct str type = profile_string(profile, profile->types[type_index].type);
    return str_equal(type, GOROUTINE_TYPE) || str_equal(type, STR("goroutineleak"));
}

/* ---------------------------------------------------------------- words */

void goroutine_group_print_wait(const struct goroutine_group *group, struct sink *sink)
{
    bool is_one = group->most == 1;
    if (!group->most)
        return;
    if (group->timed < group->count)
        sink_text(sink, STR("up to "));
    else if (group->least < group->most)
        sink_print(sink, "%lld to ", (long long)group->least);
    sink_print(sink, "%lld minute%s", (long long)group->most, is_one ? "" : "s");
}

void goroutine_group_print_place(const struct profile *profile, const struct goroutine_group *group,
                                 struct sink *sink)
{
    if (group->place == ID_NONE) {
        sink_text(sink, STR("a place without a name"));
        return;
    }
    const struct function *function = &profile->functions[group->place];
    sink_terminal(sink, profile_string(profile, function->name));
    if (!function->file)
        return;
    sink_text(sink, STR(" ("));
    sink_terminal(sink, str_base_name(profile_string(profile, function->file)));
    if (group->line)
        sink_print(sink, ":%lld", (long long)group->line);
    sink_char(sink, ')');
}
