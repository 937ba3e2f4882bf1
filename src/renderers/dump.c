/* dump: the model as it is in memory, plainly: for looking inside and for tests of inner stages. */
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "select/selection.h"

static void text(struct sink *sink, const struct profile *profile, string_id id)
{
    json_write_text(sink, profile_string(profile, id));
}

static void type(struct sink *sink, const struct profile *profile, struct value_type type_)
{
    text(sink, profile, type_.type);
    sink_char(sink, '/');
    text(sink, profile, type_.unit);
}

static void header(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->type_count; i++) {
        sink_print(sink, "type %zu ", i);
        type(sink, profile, profile->types[i]);
        sink_char(sink, '\n');
    }
    sink_text(sink, STR("default "));
    text(sink, profile, profile->default_type);
    sink_text(sink, STR("\nperiod "));
    type(sink, profile, profile->period_type);
    sink_print(sink, " %lld\ntime %lld\nduration %lld\ndrop ", (long long)profile->period,
               (long long)profile->time_ns, (long long)profile->duration_ns);
    text(sink, profile, profile->drop_frames);
    sink_text(sink, STR("\nkeep "));
    text(sink, profile, profile->keep_frames);
    sink_text(sink, STR("\ndoc "));
    text(sink, profile, profile->doc_url);
    sink_char(sink, '\n');
    for (size_t i = 0; i < profile->comment_count; i++) {
        sink_text(sink, STR("comment "));
        text(sink, profile, profile->comments[i]);
        sink_char(sink, '\n');
    }
}

static void tables(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->mapping_count; i++) {
        const struct mapping *m = &profile->mappings[i];
        sink_print(sink, "mapping %zu id=%llu %llx-%llx@%llx %d%d%d%d ", i,
                   (unsigned long long)m->id, (unsigned long long)m->start,
                   (unsigned long long)m->limit, (unsigned long long)m->offset, m->has_functions,
                   m->has_filenames, m->has_lines, m->has_inlines);
        text(sink, profile, m->file);
        sink_char(sink, ' ');
        text(sink, profile, m->build_id);
        sink_char(sink, '\n');
    }
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct function *f = &profile->functions[i];
        sink_print(sink, "function %zu id=%llu ", i, (unsigned long long)f->id);
        text(sink, profile, f->name);
        sink_char(sink, ' ');
        text(sink, profile, f->system_name);
        sink_char(sink, ' ');
        text(sink, profile, f->file);
        sink_print(sink, " %lld\n", (long long)f->start_line);
    }
}

static void locations(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *l = &profile->locations[i];
        sink_print(sink, "location %zu id=%llu address=%llx mapping=%d folded=%d", i,
                   (unsigned long long)l->id, (unsigned long long)l->address, (int)l->mapping,
                   l->is_folded);
        for (uint32_t n = l->line_first; n < l->line_first + l->line_count; n++)
            sink_print(sink, " %u:%lld:%lld", profile->lines[n].function,
                       (long long)profile->lines[n].line, (long long)profile->lines[n].column);
        sink_char(sink, '\n');
    }
}

static void labels(struct sink *sink, const struct profile *profile, uint32_t set)
{
    for (size_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        const struct label *label = profile_label(profile, i);
        sink_char(sink, ' ');
        text(sink, profile, label->key);
        sink_char(sink, '=');
        if (label->is_number)
            sink_print(sink, "%lld", (long long)label->number);
        text(sink, profile, label->is_number ? label->unit : label->text);
    }
}

static void samples(struct sink *sink, const struct selection *selection)
{
    const struct profile *profile = selection->profile;
    for (size_t i = 0; i < profile->stack_count; i++) {
        size_t count;
        const uint32_t *frames = profile_stack(profile, i, &count);
        sink_print(sink, "stack %zu weight=%lld:", i, (long long)selection->weights[i]);
        for (size_t n = 0; n < count; n++)
            sink_print(sink, " %u", frames[n]);
        sink_char(sink, '\n');
    }
    for (size_t i = 0; i < profile->sample_count; i++) {
        sink_print(sink, "sample %zu stack=%u", i, profile->sample_stacks[i]);
        for (size_t t = 0; t < profile->type_count; t++)
            sink_print(sink, " %lld", (long long)profile->values[i * profile->type_count + t]);
        labels(sink, profile, profile->sample_labels[i]);
        sink_char(sink, '\n');
    }
    sink_print(sink, "selected type %zu total %lld\n", selection->type_index,
               (long long)selection->total);
}

static bool dump_render(const struct view *view, struct sink *sink, struct error *error)
{
    (void)error;
    header(sink, view->profile);
    tables(sink, view->profile);
    locations(sink, view->profile);
    samples(sink, view->selection);
    return true;
}

const struct renderer dump_renderer = {
    .name = STR_INIT("dump"),
    .suffix = STR_INIT(""),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = 0,
    .help = STR_INIT("The profile as read, plainly: for looking inside"),
    .render = dump_render,
};
