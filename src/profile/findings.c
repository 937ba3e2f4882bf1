/* Looking at a profile, once over each of its tables. */
#include "profile/findings.h"
#include "base/array.h"
#include "base/quote.h"
#include "base/regex.h"
#include "base/sink.h"
#include "base/time.h"
#include "profile/goroutines.h"
#include "profile/measure.h"
#include "profile/profile.h"

enum {
    SHOWN_NAMES = 3,
    FEW = 100,
    MANY = 1000,
    LOOKED_AT_UNITS = 64,
    LEAST_CUT = 3, /* stacks of one depth that may be no accident */
};

static const struct finding_text TEXTS[FINDING_COUNT] = {
#define FINDING(name, severity, title, one, many, advice)                                          \
    [FINDING_##name] = {FINDING_SEVERITY_##severity, title, one, many, advice},
#include "profile/findings.def"
#undef FINDING
};

const struct finding_text *finding_text(enum finding_kind kind)
{
    return &TEXTS[kind];
}

/* "a, b, c and 4 more" */
struct names {
    struct sink sink;
    size_t count;
};

/* What is wrong with a stack. */
enum { EMPTY = 1, CUT = 2, BARE = 4 };

struct survey {
    const struct profile *profile;
    const struct finding_question *question;
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    uint8_t *stack_flags;
    uint8_t *stack_used, *location_used;
    size_t cut_depth;
    uint64_t stacks[BARE + 1]; /* by flag: how many stacks */
    struct finding all[FINDING_COUNT];
    int64_t total;
};

/* ---------------------------------------------------------------- words */

static void names_init(struct names *names, struct arena *arena)
{
    sink_init_buffer(&names->sink, arena, UINT64_MAX);
    names->count = 0;
}

static void names_add(struct names *names, struct str name)
{
    struct error_quote quote = error_quote(name);
    if (names->count++ >= SHOWN_NAMES)
        return;
    sink_text(&names->sink, names->count > 1 ? STR(", ") : STR(""));
    sink_text(&names->sink, name.size ? str_from_c(quote.text) : STR("(no name)"));
}

static struct str names_end(struct names *names)
{
    if (names->count > SHOWN_NAMES)
        sink_print(&names->sink, " and %zu more", names->count - SHOWN_NAMES);
    return sink_str(&names->sink);
}

static struct finding *add(struct survey *survey, enum finding_kind kind, uint64_t cases)
{
    survey->all[kind].kind = kind;
    survey->all[kind].cases += cases;
    return &survey->all[kind];
}

static void add_names(struct survey *survey, enum finding_kind kind, struct names *names)
{
    if (names->count)
        add(survey, kind, names->count)->detail = names_end(names);
}

static struct str text_of(const struct survey *survey, string_id id)
{
    return profile_string(survey->profile, id);
}

/* ---------------------------------------------------------------- stacks */

static bool mark_used(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    survey->stack_flags = ARENA_NEW(survey->arena, uint8_t, profile->stack_count);
    survey->stack_used = ARENA_NEW(survey->arena, uint8_t, profile->stack_count);
    survey->location_used = ARENA_NEW(survey->arena, uint8_t, profile->location_count);
    for (size_t i = 0; i < profile->sample_count; i++)
        survey->stack_used[profile->sample_stacks[i]] = 1;
    for (size_t i = 0; i < profile->stack_count; i++) {
        size_t depth;
        const uint32_t *frames = profile_stack(profile, i, &depth);
        for (size_t n = 0; survey->stack_used[i] && n < depth; n++)
            survey->location_used[frames[n]] = 1;
        if (!budget_spend(survey->budget, depth + 1, survey->error))
            return false;
    }
    return true;
}

/* Places on a stack, or functions with those inlined. */
static uint64_t depth_of(const struct profile *profile, size_t stack, bool with_inlined)
{
    size_t count;
    uint64_t depth = 0;
    const uint32_t *frames = profile_stack(profile, stack, &count);
    for (size_t i = 0; with_inlined && i < count; i++) {
        uint32_t lines = profile->locations[frames[i]].line_count;
        depth += lines ? lines : 1;
    }
    return with_inlined ? depth : count;
}

/* The depths that profilers stop at by default. */
static bool is_limit(uint64_t depth)
{
    static const uint16_t LIMITS[] = {32, 64, 127, 128, 250, 254, 512, 1024, 2048};
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++)
        if (depth == LIMITS[i])
            return true;
    return false;
}

/* Several stacks that end at just such a depth, and none deeper. */
static bool find_cut_stacks(struct survey *survey, bool with_inlined)
{
    const struct profile *profile = survey->profile;
    uint64_t *depths = ARENA_NEW(survey->arena, uint64_t, profile->stack_count);
    uint64_t most = 0, count = 0;
    for (size_t i = 0; i < profile->stack_count; i++) {
        if (!survey->stack_used[i])
            continue;
        depths[i] = depth_of(profile, i, with_inlined);
        count = depths[i] > most ? 0 : count;
        most = depths[i] > most ? depths[i] : most;
        count += depths[i] == most;
        if (!budget_spend(survey->budget, depths[i] + 1, survey->error))
            return false;
    }
    if (!is_limit(most) || count < LEAST_CUT || survey->cut_depth)
        return true;
    survey->cut_depth = (size_t)most;
    for (size_t i = 0; i < profile->stack_count; i++)
        if (survey->stack_used[i] && depths[i] == most)
            survey->stack_flags[i] |= CUT;
    return true;
}

static bool flag_stacks(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    if (!find_cut_stacks(survey, true) || !find_cut_stacks(survey, false))
        return false;
    for (size_t i = 0; i < profile->stack_count; i++) {
        size_t depth;
        const uint32_t *frames = profile_stack(profile, i, &depth);
        uint8_t *flags = &survey->stack_flags[i];
        for (size_t n = 0; n < depth; n++)
            if (!profile->locations[frames[n]].line_count)
                *flags |= BARE;
        if (!depth)
            *flags |= EMPTY;
        if (!budget_spend(survey->budget, depth + 1, survey->error))
            return false;
        for (uint8_t flag = EMPTY; survey->stack_used[i] && flag <= BARE; flag <<= 1)
            survey->stacks[flag] += (*flags & flag) != 0;
    }
    return true;
}

/* ---------------------------------------------------------------- samples */

/* A sum that stops at the largest number. False where it does. */
static bool add_size(int64_t *sum, int64_t value)
{
    int64_t size = number_abs(value);
    if (size >= 0 && number_add_checked(sum, size))
        return true;
    *sum = INT64_MAX;
    return false;
}

static bool weigh_samples(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    int64_t weights[BARE + 1] = {0};
    uint64_t empty = 0;
    for (size_t i = 0; i < profile->sample_count; i++) {
        int64_t value = profile->values[i * profile->type_count + survey->question->type_index];
        uint8_t flags = survey->stack_flags[profile->sample_stacks[i]];
        add_size(&survey->total, value);
        for (uint8_t flag = EMPTY; flag <= BARE; flag <<= 1)
            if (flags & flag)
                add_size(&weights[flag], value);
        empty += (flags & EMPTY) != 0;
        if (!budget_spend(survey->budget, 1, survey->error))
            return false;
    }
    const enum finding_kind kinds[BARE + 1] = {
        [EMPTY] = FINDING_EMPTY_STACKS, [CUT] = FINDING_CUT_STACKS, [BARE] = FINDING_UNSYMBOLIZED};
    for (uint8_t flag = EMPTY; flag <= BARE; flag <<= 1) {
        survey->all[kinds[flag]].weight = weights[flag];
        survey->all[kinds[flag]].has_weight = true;
    }
    add(survey, FINDING_EMPTY_STACKS, empty);
    struct finding *cut = add(survey, FINDING_CUT_STACKS, survey->stacks[CUT]);
    struct sink sink;
    sink_init_buffer(&sink, survey->arena, UINT64_MAX);
    sink_print(&sink, "%zu frames", survey->cut_depth);
    cut->detail = sink_str(&sink);
    return true;
}

struct column {
    int64_t sum; /* of absolute values */
    uint64_t negative;
    bool any, overflowed;
};

static bool look_at_column(struct survey *survey, size_t type, struct column *column)
{
    const struct profile *profile = survey->profile;
    *column = (struct column){.sum = 0};
    for (size_t i = 0; i < profile->sample_count; i++) {
        int64_t value = profile->values[i * profile->type_count + type];
        column->any |= value != 0;
        column->negative += value < 0;
        if (!column->overflowed && !add_size(&column->sum, value))
            column->overflowed = true;
    }
    return budget_spend(survey->budget, profile->sample_count + 1, survey->error);
}

static bool is_cpu_word(struct str word)
{
    return str_equal(word, STR("cpu")) || str_equal(word, STR("wall")) ||
           str_equal(word, STR("samples"));
}

/* Of stacks taken every so often, not of events that are counted. */
static bool is_sampled(const struct survey *survey)
{
    const struct profile *profile = survey->profile;
    bool sampled = is_cpu_word(text_of(survey, profile->period_type.type));
    for (size_t i = 0; i < profile->type_count; i++)
        sampled |= is_cpu_word(text_of(survey, profile->types[i].type));
    return sampled;
}

static void look_for_few(struct survey *survey, int64_t counted)
{
    const struct profile *profile = survey->profile;
    uint64_t count = counted >= 0 ? (uint64_t)counted : profile->sample_count;
    bool same_unit = survey->question->type_index < profile->type_count &&
                     profile->types[survey->question->type_index].unit == profile->period_type.unit;
    if (counted < 0 && same_unit && profile->period > 0)
        count = (uint64_t)(survey->total / profile->period);
    if (is_sampled(survey) && profile->sample_count && count && count < FEW)
        add(survey, FINDING_FEW_SAMPLES, count);
}

static bool look_at_values(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    struct names zero, wrapped, negative, inuse;
    struct names *all[] = {&zero, &wrapped, &negative, &inuse};
    uint64_t cases[2] = {0, 0};
    int64_t counted = -1;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        names_init(all[i], survey->arena);
    for (size_t i = 0; i < profile->type_count; i++) {
        struct column column;
        struct str type = text_of(survey, profile->types[i].type);
        bool is_inuse = str_starts(type, STR("inuse"));
        if (!look_at_column(survey, i, &column))
            return false;
        if (!column.any)
            names_add(&zero, type);
        if (column.overflowed)
            names_add(&wrapped, type);
        if (column.negative && !survey->question->is_difference) {
            names_add(is_inuse ? &inuse : &negative, type);
            cases[is_inuse] = column.negative > cases[is_inuse] ? column.negative : cases[is_inuse];
        }
        if (str_equal(type, STR("samples")) && !column.negative)
            counted = column.sum;
    }
    if (profile->sample_count)
        add_names(survey, FINDING_ZERO_TYPES, &zero);
    else
        add(survey, FINDING_NO_SAMPLES, 1)->cases = 1;
    add_names(survey, FINDING_SUM_OVERFLOW, &wrapped);
    add(survey, FINDING_NEGATIVE, cases[0])->detail = names_end(&negative);
    add(survey, FINDING_NEGATIVE_INUSE, cases[1])->detail = names_end(&inuse);
    look_for_few(survey, counted);
    return true;
}

/* ---------------------------------------------------------------- code */

/* "[frames elided]": what readers put where frames are missing. */
static bool stands_for_frames(const struct survey *survey, const struct function *function)
{
    return str_starts(text_of(survey, function->name), STR("["));
}

static void look_at_lines(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    uint8_t *seen = ARENA_NEW(survey->arena, uint8_t, profile->function_count);
    struct names no_file;
    names_init(&no_file, survey->arena);
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        if (!survey->location_used[i])
            continue;
        for (uint32_t n = 0; n < location->line_count; n++) {
            const struct line *line = &profile->lines[location->line_first + n];
            const struct function *function = &profile->functions[line->function];
            if (function->file && !line->line)
                add(survey, FINDING_NO_LINE, 1);
            if (!function->file && !seen[line->function] && !stands_for_frames(survey, function))
                names_add(&no_file, text_of(survey, function->name));
            seen[line->function] = 1;
        }
    }
    add_names(survey, FINDING_NO_FILE, &no_file);
}

static void look_at_binaries(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    uint8_t *seen = ARENA_NEW(survey->arena, uint8_t, profile->mapping_count);
    struct names bare, no_id;
    names_init(&bare, survey->arena);
    names_init(&no_id, survey->arena);
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        if (!survey->location_used[i] || location->line_count)
            continue;
        add(survey, FINDING_UNSYMBOLIZED, 1);
        if (location->mapping == ID_NONE || seen[location->mapping])
            continue;
        seen[location->mapping] = 1;
        const struct mapping *mapping = &profile->mappings[location->mapping];
        struct str file = text_of(survey, mapping->file);
        file = file.size ? str_base_name(file) : file;
        names_add(&bare, file);
        if (!mapping->build_id)
            names_add(&no_id, file);
    }
    survey->all[FINDING_UNSYMBOLIZED].detail = names_end(&bare);
    add_names(survey, FINDING_NO_BUILD_ID, &no_id);
    add(survey, FINDING_UNKNOWN_MAPPING, profile->notes.cases[NOTE_UNKNOWN_MAPPING]);
}

/* ---------------------------------------------------------------- labels and units */

static bool same_unit(struct str a, struct str b)
{
    struct measure x = measure_scale(1, a, STR("auto")), y = measure_scale(1, b, STR("auto"));
    bool known = x.unit.size && str_equal(x.unit, y.unit) && x.value == y.value;
    struct str longer = a.size > b.size ? a : b, shorter = a.size > b.size ? b : a;
    return known || (str_ends(longer, STR("s")) && longer.size == shorter.size + 1 &&
                     str_starts(longer, shorter) && shorter.size);
}

struct units {
    string_id at[LOOKED_AT_UNITS];
    size_t count;
};

static void see_unit(struct units *units, string_id unit)
{
    for (size_t i = 0; i < units->count; i++)
        if (units->at[i] == unit)
            return;
    if (unit && units->count < LOOKED_AT_UNITS)
        units->at[units->count++] = unit;
}

static void look_at_units(struct survey *survey, struct units *units)
{
    const struct profile *profile = survey->profile;
    struct names pairs;
    names_init(&pairs, survey->arena);
    for (size_t i = 0; i < profile->type_count && i < LOOKED_AT_UNITS; i++)
        see_unit(units, profile->types[i].unit);
    see_unit(units, profile->period_type.unit);
    for (size_t i = 0; i < units->count; i++)
        for (size_t n = 0; n < i; n++) {
            struct str a = text_of(survey, units->at[n]), b = text_of(survey, units->at[i]);
            struct sink pair;
            if (!same_unit(a, b))
                continue;
            sink_init_buffer(&pair, survey->arena, UINT64_MAX);
            sink_text(&pair, a);
            sink_text(&pair, STR(" and "));
            sink_text(&pair, b);
            names_add(&pairs, sink_str(&pair));
        }
    add_names(survey, FINDING_UNIT_SPELLINGS, &pairs);
}

/* By string id of a key. */
struct key {
    string_id unit; /* the first one seen */
    bool is_mixed;
    uint64_t values;
};

/* "trace_id (12,345 values)" */
static void add_count(struct survey *survey, struct names *names, struct str key, uint64_t values)
{
    struct number_text number = number_grouped((int64_t)values);
    struct error_quote quote = error_quote(key);
    struct sink sink;
    sink_init_buffer(&sink, survey->arena, UINT64_MAX);
    sink_text(&sink, str_slice(str_from_c(quote.text), 0, 90));
    sink_text(&sink, STR(" ("));
    sink_text(&sink, number_str(&number));
    sink_text(&sink, STR(" values)"));
    names_add(names, sink_str(&sink));
}

static bool look_at_labels(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    struct key *keys = ARENA_NEW(survey->arena, struct key, profile->string_count);
    struct units units = {.count = 0};
    struct names mixed, many;
    bool counts_goroutines = goroutines_are_counted(profile, survey->question->type_index);
    names_init(&mixed, survey->arena);
    names_init(&many, survey->arena);
    for (size_t i = 0; i < profile->label_count; i++) {
        const struct label *label = &profile->labels[i];
        struct key *key = &keys[label->key];
        key->values++;
        if (label->is_number && label->unit)
            see_unit(&units, label->unit);
        if (label->is_number && label->unit && !key->unit)
            key->unit = label->unit;
        if (label->is_number && label->unit && key->unit != label->unit)
            key->is_mixed = true;
    }
    for (string_id i = 0; i < profile->string_count; i++) {
        if (keys[i].is_mixed)
            names_add(&mixed, text_of(survey, i));
        /* Ids of goroutines tell who waits longest. */
        bool is_id = counts_goroutines && str_equal(text_of(survey, i), GOROUTINE_ID);
        if (keys[i].values > MANY && !is_id)
            add_count(survey, &many, text_of(survey, i), keys[i].values);
    }
    add_names(survey, FINDING_LABEL_UNITS, &mixed);
    add_names(survey, FINDING_MANY_VALUES, &many);
    look_at_units(survey, &units);
    return budget_spend(survey->budget, profile->label_count + 1, survey->error);
}

/* ---------------------------------------------------------------- goroutines */

/* "main.work (work.go:41): 412 for 30 to 95 minutes" */
static void name_group(struct survey *survey, struct sink *sink, size_t shown,
                       const struct goroutine_group *group)
{
    if (shown >= SHOWN_NAMES)
        return;
    sink_text(sink, shown ? STR(", ") : STR(""));
    goroutine_group_print_place(survey->profile, group, sink);
    sink_print(sink, ": %lld for ", (long long)group->count);
    goroutine_group_print_wait(group, sink);
}

static bool look_at_goroutines(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    const uint64_t *cases = profile->notes.cases;
    struct sink sink;
    size_t places = 0;
    add(survey, FINDING_GOROUTINES_CUT, cases[NOTE_GOROUTINES_CUT]);
    add(survey, FINDING_GOROUTINE_AGAIN, cases[NOTE_GOROUTINE_AGAIN]);
    add(survey, FINDING_FRAMES_ELIDED, cases[NOTE_FRAMES_ELIDED]);
    if (!goroutines_are_counted(profile, survey->question->type_index))
        return true;
    const struct goroutines *all = goroutines_new(profile, survey->question->type_index,
                                                  survey->arena, survey->budget, survey->error);
    sink_init_buffer(&sink, survey->arena, UINT64_MAX);
    for (size_t i = 0; all && i < all->count; i++) {
        const struct goroutine_group *group = &all->groups[i];
        if (!group->doubt || !group->most)
            continue;
        name_group(survey, &sink, places++, group);
        struct finding *finding = add(survey, FINDING_GOROUTINES_WAIT, (uint64_t)group->count);
        finding->weight = number_add(finding->weight, group->count);
        finding->has_weight = true;
    }
    if (places > SHOWN_NAMES)
        sink_print(&sink, " and %zu more places", places - SHOWN_NAMES);
    if (places)
        survey->all[FINDING_GOROUTINES_WAIT].detail = sink_str(&sink);
    return all != NULL;
}

/* ---------------------------------------------------------------- what it says of itself */

static void look_at_expressions(struct survey *survey)
{
    const string_id expressions[] = {survey->profile->drop_frames, survey->profile->keep_frames};
    for (size_t i = 0; i < 2; i++) {
        struct error error = {.kind = ERROR_NONE};
        struct arena scratch = *survey->arena;
        struct str expression = text_of(survey, expressions[i]);
        struct sink whole;
        sink_init_buffer(&whole, &scratch, UINT64_MAX);
        sink_text(&whole, STR("^("));
        sink_text(&whole, expression);
        sink_text(&whole, STR(")$"));
        if (!expression.size || regex_new(sink_str(&whole), &scratch, &error))
            continue;
        struct str why = str_copy(str_from_c(error.text), survey->arena);
        add(survey, FINDING_DROP_EXPRESSION, 1)->detail = why;
    }
    add(survey, FINDING_FRAMES_DROPPED, survey->profile->notes.cases[NOTE_FRAMES_DROPPED]);
}

static void look_at_time(struct survey *survey)
{
    const int64_t YEAR_2000 = 946684800LL * 1000000000, DAY = 86400LL * 1000000000;
    int64_t time = survey->profile->time_ns, now = survey->question->now_ns;
    struct sink sink;
    if (!time || (time >= YEAR_2000 && (!now || time - DAY <= now)))
        return;
    sink_init_buffer(&sink, survey->arena, UINT64_MAX);
    time_print(&sink, time, NULL);
    add(survey, FINDING_TIME, 1)->detail = sink_str(&sink);
}

static void look_at_header(struct survey *survey)
{
    const struct profile *profile = survey->profile;
    bool sampled = is_sampled(survey), known = !profile->default_type;
    if (sampled && profile->duration_ns <= 0)
        add(survey, FINDING_NO_DURATION, 1);
    if (sampled && profile->period <= 0)
        add(survey, FINDING_NO_PERIOD, 1);
    for (size_t i = 0; i < profile->type_count; i++)
        known |= profile->types[i].type == profile->default_type;
    struct names names;
    names_init(&names, survey->arena);
    if (!known)
        names_add(&names, text_of(survey, profile->default_type));
    add_names(survey, FINDING_DEFAULT_TYPE, &names);
    look_at_time(survey);
    look_at_expressions(survey);
}

const struct findings *findings_find(const struct profile *profile,
                                     const struct finding_question *question, struct arena *arena,
                                     struct budget *budget, struct error *error)
{
    struct survey survey = {
        .profile = profile, .question = question, .arena = arena, .budget = budget, .error = error};
    struct findings *findings = ARENA_NEW(arena, struct findings, 1);
    if (!mark_used(&survey) || !flag_stacks(&survey) || !weigh_samples(&survey) ||
        !look_at_values(&survey) || !look_at_labels(&survey) || !look_at_goroutines(&survey))
        return NULL;
    look_at_lines(&survey);
    look_at_binaries(&survey);
    look_at_header(&survey);
    if (!budget_spend(budget, profile->line_count + profile->location_count, error))
        return NULL;
    for (size_t i = 0; i < FINDING_COUNT; i++)
        if (survey.all[i].cases)
            findings->at[findings->count++] = survey.all[i];
    findings->total = survey.total;
    return findings;
}
