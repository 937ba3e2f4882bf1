/* Prints combined profiles for combine_vs_pprof.py, in the layout of pprof -raw but for two lines:
 * times and durations are in nanoseconds.
 *
 *   combine_tool [-base=FILE]... [-diff_base=FILE]... [-normalize] FILE...
 */
#include "base/arena.h"
#include "base/array.h"
#include "base/sink.h"
#include "base/sort.h"
#include "input/input.h"
#include "profile/combine.h"
#include "request/host_posix.h"
#include "select/prune.h"

#include <stdio.h>
#include <string.h>

struct files {
    ARRAY(const struct profile *) at;
};

struct job {
    struct arena arena;
    struct budget budget;
    struct error error;
    struct files sources, bases;
    struct combine_base how;
};

static bool load(struct job *job, struct files *files, const char *path)
{
    struct host host = {.open = host_open};
    struct input_limits limits = {0};
    const struct profile *profile =
        input_load(&host, str_from_c(path), &limits, &job->arena, &job->budget, &job->error);
    if (profile)
        array_push(&job->arena, &files->at, profile);
    return profile != NULL;
}

static bool argument(struct job *job, const char *text)
{
    if (!strncmp(text, "-base=", 6))
        return load(job, &job->bases, text + 6);
    if (!strncmp(text, "-diff_base=", 11)) {
        job->how.is_diff = true;
        return load(job, &job->bases, text + 11);
    }
    if (!strcmp(text, "-normalize"))
        return job->how.normalize = true;
    return load(job, &job->sources, text);
}

static const struct profile *run(struct job *job)
{
    for (size_t i = 1; i < job->sources.at.count; i++)
        if (!combine_check(job->sources.at.at[0], job->sources.at.at[i], job->arena, &job->error))
            return NULL;
    const struct profile *source =
        combine(job->sources.at.at, job->sources.at.count, &job->arena, &job->budget, &job->error);
    if (!source || !job->bases.at.count)
        return source;
    const struct profile *base =
        combine(job->bases.at.at, job->bases.at.count, &job->arena, &job->budget, &job->error);
    return base ? combine_with_base(source, base, job->how, &job->arena, &job->budget, &job->error)
                : NULL;
}

/* ---------------------------------------------------------------- the layout */

static void text(struct sink *sink, const struct profile *profile, const char *before, string_id id,
                 const char *after)
{
    sink_print(sink, "%s", before);
    sink_text(sink, profile_string(profile, id));
    sink_print(sink, "%s", after);
}

static void print_header(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->comment_count; i++)
        text(sink, profile, "Comment: ", profile->comments[i], "\n");
    if (profile->doc_url)
        text(sink, profile, "Doc: ", profile->doc_url, "\n");
    text(sink, profile, "PeriodType: ", profile->period_type.type, " ");
    text(sink, profile, "", profile->period_type.unit, "\n");
    sink_print(sink, "Period: %lld\n", (long long)profile->period);
    if (profile->time_ns)
        sink_print(sink, "Time: %lld\n", (long long)profile->time_ns);
    if (profile->duration_ns)
        sink_print(sink, "Duration: %lld\n", (long long)profile->duration_ns);
    sink_print(sink, "Samples:\n");
    for (size_t i = 0; i < profile->type_count; i++) {
        struct value_type type = profile->types[i];
        text(sink, profile, i ? " " : "", type.type, "/");
        text(sink, profile, "", type.unit, type.type == profile->default_type ? "[dflt]" : "");
    }
    sink_print(sink, "\n");
}

static bool has_units(const struct profile *profile, const uint32_t *ids, size_t count,
                      const struct label *like)
{
    for (size_t i = 0; i < count; i++) {
        const struct label *label = &profile->labels[ids[i]];
        if (label->is_number && label->key == like->key && label->unit)
            return true;
    }
    return false;
}

/* "key:[value value]" of all labels of the kind and key of the one at `from`. */
static struct str label_text(const struct profile *profile, const uint32_t *ids, size_t count,
                             size_t from, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    const struct label *first = &profile->labels[ids[from]];
    bool units = has_units(profile, ids, count, first);
    text(&sink, profile, "", first->key, ":[");
    for (size_t i = from; i < count; i++) {
        const struct label *label = &profile->labels[ids[i]];
        if (label->is_number != first->is_number || label->key != first->key)
            continue;
        sink_print(&sink, "%s", i > from ? " " : "");
        if (!label->is_number)
            text(&sink, profile, "", label->text, "");
        else
            sink_print(&sink, "%lld", (long long)label->number);
        if (label->is_number && units)
            text(&sink, profile, " ", label->unit, "");
    }
    sink_char(&sink, ']');
    return sink_str(&sink);
}

static bool is_repeated(const struct profile *profile, const uint32_t *ids, size_t i)
{
    for (size_t before = 0; before < i; before++) {
        const struct label *a = &profile->labels[ids[before]], *b = &profile->labels[ids[i]];
        if (a->key == b->key && a->is_number == b->is_number)
            return true;
    }
    return false;
}

static bool text_before(const void *context, uint32_t a, uint32_t b)
{
    const struct str *texts = context;
    return str_compare(texts[a], texts[b]) < 0;
}

static void print_labels(struct sink *sink, const struct profile *profile, uint32_t set,
                         bool numbers, struct arena arena)
{
    uint32_t start = profile->label_starts[set], end = profile->label_starts[set + 1];
    const uint32_t *ids = profile->label_ids + start;
    struct str *texts = ARENA_NEW(&arena, struct str, end - start + 1);
    uint32_t *order = ARENA_NEW(&arena, uint32_t, end - start + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < end - start; i++) {
        if (profile->labels[ids[i]].is_number != numbers || is_repeated(profile, ids, i))
            continue;
        texts[count] = label_text(profile, ids, end - start, i, &arena);
        order[count] = count;
        count++;
    }
    sort_ids(order, count, text_before, texts, arena);
    for (uint32_t i = 0; i < count; i++) {
        sink_print(sink, "%s", i ? " " : "                ");
        sink_text(sink, texts[order[i]]);
    }
    sink_print(sink, "%s", count ? "\n" : "");
}

static void print_samples(struct sink *sink, const struct profile *profile,
                          const struct pruned *pruned, struct arena arena)
{
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t stack = profile->sample_stacks[i];
        for (size_t n = 0; n < profile->type_count; n++)
            sink_print(sink, " %10lld", (long long)profile->values[i * profile->type_count + n]);
        sink_print(sink, ": ");
        size_t at = profile->stack_starts[stack];
        for (at += pruned->stack_skip ? pruned->stack_skip[stack] : 0;
             at < profile->stack_starts[stack + 1]; at++)
            sink_print(sink, "%llu ",
                       (unsigned long long)profile->locations[profile->stack_frames[at]].id);
        sink_char(sink, '\n');
        print_labels(sink, profile, profile->sample_labels[i], false, arena);
        print_labels(sink, profile, profile->sample_labels[i], true, arena);
    }
}

static void print_line(struct sink *sink, const struct profile *profile, const struct line *line)
{
    const struct function *function = &profile->functions[line->function];
    text(sink, profile, "", function->name, " ");
    text(sink, profile, "", function->file, "");
    sink_print(sink, ":%lld:%lld s=%lld", (long long)line->line, (long long)line->column,
               (long long)function->start_line);
    if (function->name != function->system_name)
        text(sink, profile, "(", function->system_name, ")");
}

/* A profile without mappings has an empty one in pprof. */
static void print_locations(struct sink *sink, const struct profile *profile,
                            const struct pruned *pruned)
{
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *at = &profile->locations[i];
        sink_print(sink, "%6llu: 0x%llx ", (unsigned long long)at->id,
                   (unsigned long long)at->address);
        if (at->mapping != ID_NONE || !profile->mapping_count)
            sink_print(
                sink, "M=%llu ",
                profile->mapping_count ? (unsigned long long)profile->mappings[at->mapping].id : 1);
        sink_print(sink, "%s", at->is_folded ? "[F] " : "");
        uint32_t from = pruned->line_skip ? pruned->line_skip[i] : 0;
        for (uint32_t n = from; n < at->line_count; n++) {
            sink_print(sink, "%s", n > from ? "             " : "");
            print_line(sink, profile, &profile->lines[at->line_first + n]);
            sink_char(sink, '\n');
        }
        sink_print(sink, "%s", at->line_count <= from ? "\n" : "");
    }
}

static void print_mappings(struct sink *sink, const struct profile *profile)
{
    for (size_t i = 0; i < profile->mapping_count; i++) {
        const struct mapping *mapping = &profile->mappings[i];
        sink_print(sink, "%llu: 0x%llx/0x%llx/0x%llx ", (unsigned long long)mapping->id,
                   (unsigned long long)mapping->start, (unsigned long long)mapping->limit,
                   (unsigned long long)mapping->offset);
        text(sink, profile, "", mapping->file, " ");
        text(sink, profile, "", mapping->build_id, " ");
        sink_print(sink, "%s%s%s%s\n", mapping->has_functions ? "[FN]" : "",
                   mapping->has_filenames ? "[FL]" : "", mapping->has_lines ? "[LN]" : "",
                   mapping->has_inlines ? "[IN]" : "");
    }
    if (!profile->mapping_count)
        sink_print(sink, "1: 0x0/0x0/0x0   \n");
}

static bool write_out(void *context, const char *bytes, size_t size, struct error *error)
{
    return fwrite(bytes, 1, size, context) == size || error_set(error, ERROR_IO, "not written");
}

static bool print(struct job *job, const struct profile *profile)
{
    struct pruned pruned;
    if (!prune(profile, &pruned, &job->arena, &job->budget, &job->error))
        return false;
    static char block[1 << 16];
    struct sink sink;
    sink_init_writer(&sink, block, sizeof block, write_out, stdout);
    print_header(&sink, profile);
    print_samples(&sink, profile, &pruned, job->arena);
    sink_print(&sink, "Locations\n");
    print_locations(&sink, profile, &pruned);
    sink_print(&sink, "Mappings\n");
    print_mappings(&sink, profile);
    return sink_close(&sink, &job->error);
}

int main(int count, char **values)
{
    struct arena_store store;
    struct job job = {.arena = arena_init(&store, SIZE_MAX / 2)};
    job.budget.stores[0] = &store;
    bool ok = true;
    for (int i = 1; ok && i < count; i++)
        ok = argument(&job, values[i]);
    const struct profile *profile = ok ? run(&job) : NULL;
    ok = profile && print(&job, profile);
    if (!ok)
        fprintf(stderr, "%s\n", job.error.text);
    arena_fini(&store);
    return ok ? 0 : error_exit_code(job.error.kind);
}
