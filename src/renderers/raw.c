/* raw: the profile as text, byte for byte as pprof -raw prints it. */
#include "base/host.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/label_lines.h"
#include "renderers/renderer.h"
#include "renderers/report.h"

static void text(const struct view *view, struct sink *sink, string_id id)
{
    report_print_name(view, sink, profile_string(view->profile, id));
}

/* ---------------------------------------------------------------- what the profile is */

/* Seconds with the fraction of `part` nanoseconds of a unit, without trailing zeros. */
static void print_fraction(struct sink *sink, uint64_t value, uint64_t unit)
{
    uint64_t part = value % unit;
    sink_unsigned(sink, value / unit, 0);
    if (part)
        sink_char(sink, '.');
    for (unit /= 10; part; part %= unit, unit /= 10)
        sink_char(sink, (char)('0' + part / unit));
}

/* As Go writes a duration: "1m30.5s", "123.4ms". */
static void print_duration(struct sink *sink, int64_t duration_ns)
{
    static const uint64_t MINUTE = 60, HOUR = 3600, SECOND = 1000000000;
    uint64_t size = duration_ns < 0 ? 0 - (uint64_t)duration_ns : (uint64_t)duration_ns;
    uint64_t seconds = size / SECOND;
    sink_text(sink, duration_ns < 0 ? STR("-") : STR(""));
    if (size < 1000) {
        sink_unsigned(sink, size, 0);
        sink_text(sink, STR("ns"));
    } else if (size < 1000000) {
        print_fraction(sink, size, 1000);
        sink_text(sink, STR("\xc2\xb5s"));
    } else if (size < SECOND) {
        print_fraction(sink, size, 1000000);
        sink_text(sink, STR("ms"));
    } else {
        if (seconds >= HOUR)
            sink_print(sink, "%lluh", (unsigned long long)(seconds / HOUR));
        if (seconds >= MINUTE)
            sink_print(sink, "%llum", (unsigned long long)(seconds / MINUTE % 60));
        print_fraction(sink, size % (MINUTE * SECOND), SECOND);
        sink_char(sink, 's');
    }
}

/* pprof cuts it to four characters. */
static void print_duration_line(struct sink *sink, int64_t duration_ns)
{
    char room[64];
    struct sink whole;
    size_t end = 0, size;
    sink_init_fixed(&whole, room, sizeof room);
    print_duration(&whole, duration_ns);
    for (int i = 0; i < 4 && end < whole.used; i++, end += size)
        utf8_decode(str_skip(sink_str(&whole), end), &size);
    sink_text(sink, STR("Duration: "));
    sink_text(sink, str_slice(sink_str(&whole), 0, end));
    sink_char(sink, '\n');
}

static void print_head(const struct view *view, struct sink *sink)
{
    const struct profile *profile = view->profile;
    for (size_t i = 0; i < profile->comment_count; i++) {
        sink_text(sink, STR("Comment: "));
        text(view, sink, profile->comments[i]);
        sink_char(sink, '\n');
    }
    if (profile->doc_url) {
        sink_text(sink, STR("Doc: "));
        text(view, sink, profile->doc_url);
        sink_char(sink, '\n');
    }
    sink_text(sink, STR("PeriodType: "));
    text(view, sink, profile->period_type.type);
    sink_char(sink, ' ');
    text(view, sink, profile->period_type.unit);
    sink_print(sink, "\nPeriod: %lld\n", (long long)profile->period);
    if (profile->time_ns) {
        sink_text(sink, STR("Time: "));
        time_print_exact(sink, profile->time_ns, view->host);
        sink_char(sink, '\n');
    }
    if (profile->duration_ns)
        print_duration_line(sink, profile->duration_ns);
}

/* ---------------------------------------------------------------- samples */

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void print_types(const struct view *view, struct sink *sink)
{
    const struct profile *profile = view->profile;
    struct sink line;
    sink_init_buffer(&line, view->arena, UINT64_MAX);
    for (size_t i = 0; i < profile->type_count; i++) {
        text(view, &line, profile->types[i].type);
        sink_char(&line, '/');
        text(view, &line, profile->types[i].unit);
        bool is_default = profile->types[i].type == profile->default_type;
        sink_text(&line, is_default ? STR("[dflt] ") : STR(" "));
    }
    struct str types = sink_str(&line);
    while (types.size && is_space(types.at[types.size - 1]))
        types.size--;
    while (types.size && is_space(types.at[0]))
        types = str_skip(types, 1);
    sink_text(sink, types);
    sink_char(sink, '\n');
}

static bool has_unit(const struct view *view, const struct label_group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (label_group_item(view, group, i)->unit)
            return true;
    return false;
}

static void print_group(const struct view *view, const struct label_group *group, struct sink *sink)
{
    bool with_units = group->is_number && has_unit(view, group);
    report_print_name(view, sink, group->key);
    sink_text(sink, STR(":["));
    for (size_t i = 0; i < group->count; i++) {
        const struct label *label = label_group_item(view, group, i);
        sink_text(sink, i ? STR(" ") : STR(""));
        if (!group->is_number) {
            text(view, sink, label->text);
            continue;
        }
        sink_signed(sink, label->number, 0);
        if (with_units) {
            sink_char(sink, ' ');
            text(view, sink, label->unit);
        }
    }
    sink_char(sink, ']');
}

static bool print_samples(const struct view *view, struct sink *sink, struct error *error)
{
    const struct profile *profile = view->profile;
    struct label_lines labels;
    label_lines_init(&labels, view, print_group);
    labels.before = STR("                ");
    labels.between = STR(" ");
    labels.after = STR("\n");
    for (size_t i = 0; i < profile->sample_count; i++) {
        const int64_t *values = profile->values + i * profile->type_count;
        size_t depth;
        const uint32_t *stack = profile_stack(profile, profile->sample_stacks[i], &depth);
        for (size_t t = 0; t < profile->type_count; t++) {
            sink_char(sink, ' ');
            sink_signed(sink, values[t], 10);
        }
        sink_text(sink, STR(": "));
        for (size_t n = 0; n < depth; n++) {
            sink_unsigned(sink, profile->locations[stack[n]].id, 0);
            sink_char(sink, ' ');
        }
        sink_char(sink, '\n');
        label_lines_print(&labels, profile->sample_labels[i], sink);
        if (!budget_spend(view->budget, depth + 1, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- tables */

static void print_line(const struct view *view, const struct line *line, struct sink *sink)
{
    const struct function *function = &view->profile->functions[line->function];
    text(view, sink, function->name);
    sink_char(sink, ' ');
    text(view, sink, function->file);
    sink_print(sink, ":%lld:%lld s=%lld", (long long)line->line, (long long)line->column,
               (long long)function->start_line);
    if (function->name != function->system_name) {
        sink_char(sink, '(');
        text(view, sink, function->system_name);
        sink_char(sink, ')');
    }
    sink_char(sink, '\n');
}

static bool print_locations(const struct view *view, struct sink *sink, struct error *error)
{
    const struct profile *profile = view->profile;
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        sink_unsigned(sink, location->id, 6);
        sink_print(sink, ": 0x%llx ", (unsigned long long)location->address);
        if (location->mapping != ID_NONE)
            sink_print(sink, "M=%llu ",
                       (unsigned long long)profile->mappings[location->mapping].id);
        sink_text(sink, location->is_folded ? STR("[F] ") : STR(""));
        for (uint32_t n = 0; n < location->line_count; n++) {
            sink_spaces(sink, n ? 13 : 0);
            print_line(view, &profile->lines[location->line_first + n], sink);
        }
        if (!location->line_count)
            sink_char(sink, '\n');
        if (!budget_spend(view->budget, location->line_count + 1, error))
            return false;
    }
    return true;
}

static bool print_mappings(const struct view *view, struct sink *sink, struct error *error)
{
    const struct profile *profile = view->profile;
    for (size_t i = 0; i < profile->mapping_count; i++) {
        const struct mapping *mapping = &profile->mappings[i];
        sink_print(sink, "%llu: 0x%llx/0x%llx/0x%llx ", (unsigned long long)mapping->id,
                   (unsigned long long)mapping->start, (unsigned long long)mapping->limit,
                   (unsigned long long)mapping->offset);
        text(view, sink, mapping->file);
        sink_char(sink, ' ');
        text(view, sink, mapping->build_id);
        sink_char(sink, ' ');
        sink_text(sink, mapping->has_functions ? STR("[FN]") : STR(""));
        sink_text(sink, mapping->has_filenames ? STR("[FL]") : STR(""));
        sink_text(sink, mapping->has_lines ? STR("[LN]") : STR(""));
        sink_text(sink, mapping->has_inlines ? STR("[IN]\n") : STR("\n"));
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

static bool raw_render(const struct view *view, struct sink *sink, struct error *error)
{
    print_head(view, sink);
    sink_text(sink, STR("Samples:\n"));
    print_types(view, sink);
    if (!print_samples(view, sink, error))
        return false;
    sink_text(sink, STR("Locations\n"));
    if (!print_locations(view, sink, error))
        return false;
    sink_text(sink, STR("Mappings\n"));
    return print_mappings(view, sink, error);
}

const struct renderer raw_renderer = {
    .name = STR_INIT("raw"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_RAW,
    .help = STR_INIT("The whole profile as text, as pprof -raw prints it"),
    .render = raw_render,
};
