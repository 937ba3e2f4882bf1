/* Profiles as text. */
#include "input/said.h"
#include "base/sink.h"
#include "input/counted_stacks.h"
#include "input/folded.h"
#include "input/goroutine_dump.h"
#include "input/legacy.h"
#include "unit/unit.h"

static void say_type(struct sink *sink, const struct profile *profile, struct value_type type)
{
    sink_text(sink, profile_string(profile, type.type));
    sink_char(sink, '/');
    sink_text(sink, profile_string(profile, type.unit));
}

static void say_head(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->type_count; i++) {
        say_type(sink, profile, profile->types[i]);
        sink_text(sink, i + 1 < profile->type_count ? STR(" ") : STR("; "));
    }
    sink_text(sink, STR("period "));
    say_type(sink, profile, profile->period_type);
    sink_print(sink, " %lld; duration %lld", (long long)profile->period,
               (long long)profile->duration_ns);
}

static void say_location(struct sink *sink, const struct profile *profile, uint32_t index)
{
    const struct location *location = &profile->locations[index];
    assert_int_equal(location->id, index + 1);
    if (!location->line_count)
        sink_print(sink, " %llx@%d", (unsigned long long)location->address,
                   location->mapping == ID_NONE ? 0 : (int)location->mapping + 1);
    for (size_t i = 0; i < location->line_count; i++) {
        const struct line *line = &profile->lines[location->line_first + i];
        const struct function *function = &profile->functions[line->function];
        assert_int_equal(function->name, function->system_name);
        sink_text(sink, i ? STR("<") : STR(" "));
        sink_text(sink, profile_string(profile, function->name));
        if (function->file) {
            sink_char(sink, '(');
            sink_text(sink, profile_string(profile, function->file));
            sink_print(sink, ":%lld)", (long long)line->line);
        }
    }
}

static void say_samples(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t stack = profile->sample_stacks[i], labels = profile->sample_labels[i];
        for (size_t t = 0; t < profile->type_count; t++)
            sink_print(sink, "%lld ", (long long)profile->values[i * profile->type_count + t]);
        for (size_t n = profile->label_starts[labels]; n < profile->label_starts[labels + 1]; n++) {
            const struct label *label = profile_label(profile, n);
            sink_text(sink, profile_string(profile, label->key));
            sink_char(sink, '=');
            if (label->is_number)
                sink_print(sink, "%lld", (long long)label->number);
            sink_text(sink, profile_string(profile, label->is_number ? label->unit : label->text));
            sink_char(sink, ' ');
        }
        sink_char(sink, ':');
        for (size_t n = profile->stack_starts[stack]; n < profile->stack_starts[stack + 1]; n++)
            say_location(sink, profile, profile->stack_frames[n]);
        sink_char(sink, '\n');
    }
}

static void say_mappings(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->mapping_count; i++) {
        const struct mapping *mapping = &profile->mappings[i];
        assert_int_equal(mapping->id, i + 1);
        sink_print(sink, "%llx-%llx@%llx ", (unsigned long long)mapping->start,
                   (unsigned long long)mapping->limit, (unsigned long long)mapping->offset);
        sink_text(sink, profile_string(profile, mapping->file));
        sink_char(sink, ' ');
        sink_text(sink, profile_string(profile, mapping->build_id));
        sink_char(sink, '\n');
    }
}

typedef void sayer(struct sink *sink, const struct profile *profile);

static void assert_said(const struct profile *profile, sayer *say, struct arena *arena,
                        const char *expected)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    say(&sink, profile);
    assert_str(sink_str(&sink), expected);
}

static void assert_read(struct str bytes, sayer *say, const char *expected)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    struct profile *profile = NULL;
    if (legacy_read(bytes, &arena, &budget, &profile, &error) != LEGACY_READ)
        fail_msg("refused: %s", error.text);
    assert_true(legacy_may_be(str_slice(bytes, 0, 512)));
    assert_said(profile, say, &arena, expected);
    arena_fini(&store);
}

void assert_samples(struct str bytes, const char *expected)
{
    assert_read(bytes, say_samples, expected);
}

void assert_mappings(struct str bytes, const char *expected)
{
    assert_read(bytes, say_mappings, expected);
}

void assert_head(struct str bytes, const char *expected)
{
    assert_read(bytes, say_head, expected);
}

static enum legacy_result read_quietly(struct str bytes, struct error *error)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct profile *profile = NULL;
    enum legacy_result result = legacy_read(bytes, &arena, &budget, &profile, error);
    arena_fini(&store);
    return result;
}

void assert_refused(struct str bytes, const char *words)
{
    struct error error = {.kind = ERROR_NONE};
    assert_int_equal(read_quietly(bytes, &error), LEGACY_REFUSED);
    assert_int_equal(error.kind, ERROR_INPUT);
    if (!strstr(error.text, words))
        fail_msg("%s", error.text);
}

void assert_unknown(struct str bytes)
{
    struct error error = {.kind = ERROR_NONE};
    assert_int_equal(read_quietly(bytes, &error), LEGACY_UNKNOWN);
    assert_int_equal(error.kind, ERROR_NONE);
}

void assert_folded(struct str bytes, const char *head, const char *samples)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    const struct profile *profile = folded_read(bytes, &arena, &budget, &error);
    if (!profile)
        fail_msg("refused: %s", error.text);
    assert_said(profile, say_head, &arena, head);
    assert_said(profile, say_samples, &arena, samples);
    arena_fini(&store);
}

void assert_folded_refused(struct str bytes, const char *words)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    assert_null(folded_read(bytes, &arena, &budget, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    if (!strstr(error.text, words))
        fail_msg("%s", error.text);
    arena_fini(&store);
}

static const struct profile *read_dump(struct str bytes, struct arena *arena)
{
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    assert_true(goroutine_dump_may_be(str_slice(bytes, 0, 512)));
    const struct profile *profile = goroutine_dump_read(bytes, arena, &budget, &error);
    assert_int_equal(error.kind, ERROR_NONE);
    return profile;
}

void assert_dump(struct str bytes, const char *samples)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const struct profile *profile = read_dump(bytes, &arena);
    assert_non_null(profile);
    assert_said(profile, say_head, &arena, "goroutine/count; period goroutine/count 1; duration 0");
    assert_said(profile, say_samples, &arena, samples);
    arena_fini(&store);
}

void assert_dump_notes(struct str bytes, enum note note, uint64_t cases)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const struct profile *profile = read_dump(bytes, &arena);
    assert_non_null(profile);
    for (int i = 0; i < NOTE_COUNT; i++)
        assert_int_equal(profile->notes.cases[i], i == (int)note ? cases : 0);
    arena_fini(&store);
}

void assert_no_dump(struct str bytes)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    assert_null(read_dump(bytes, &arena));
    arena_fini(&store);
}

static const struct profile *read_counted(struct str bytes, struct arena *arena)
{
    struct budget budget = {0};
    struct error error = {.kind = ERROR_NONE};
    const struct profile *profile = counted_stacks_read(bytes, arena, &budget, &error);
    assert_int_equal(error.kind, ERROR_NONE);
    return profile;
}

void assert_counted(struct str bytes, const char *head, const char *samples)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const struct profile *profile = read_counted(bytes, &arena);
    assert_non_null(profile);
    assert_said(profile, say_head, &arena, head);
    assert_said(profile, say_samples, &arena, samples);
    arena_fini(&store);
}

void assert_not_counted(struct str bytes)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    assert_null(read_counted(bytes, &arena));
    arena_fini(&store);
}
