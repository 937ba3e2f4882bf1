/* Source lines that travel with a profile: list of each function that weighs something gives the
 * same bytes from them as from the files.
 *
 *   sources_test PROFILE SOURCE_PATH TRIM_PATH
 */
#include "base/arena.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/notes.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "renderers/source_bundle.h"
#include "request/default_host.h"
#include "request/request.h"
#include "request/source_bundle.h"
#include "request/source_files.h"
#include "select/selection.h"
#include "unit/memory.h"

#include <stdio.h>
#include <stdlib.h>

struct subject {
    struct arena *arena;
    struct budget budget;
    const struct profile *profile;
    struct settings settings;
    struct host files, nothing;
    const struct source_bundle *bundle;
    size_t compared, found, failed;
};

static struct host host(bool has_files)
{
    return (struct host){.open = host_open,
                         .now_ns = host_now_ns,
                         .open_source = has_files ? host_open_source : NULL,
                         .folder = has_files ? host_folder : NULL};
}

static struct str bundle_of(struct subject *subject)
{
    struct error error = {.kind = ERROR_NONE};
    struct sink sink, messages;
    struct source_places places = {.host = &subject->files,
                                   .search = subject->settings.source_path,
                                   .trim = subject->settings.trim_path};
    struct view view = {.settings = &subject->settings,
                        .host = &subject->files,
                        .files = source_files_new(&places, subject->arena),
                        .messages = &messages,
                        .arena = subject->arena,
                        .budget = &subject->budget};
    view.selection = selection_new(subject->profile, &subject->settings, SELECTION_RAW,
                                   subject->arena, &subject->budget, &error);
    view.profile = view.selection->profile;
    sink_init_buffer(&sink, subject->arena, UINT64_MAX);
    sink_init_buffer(&messages, subject->arena, UINT64_MAX);
    if (!source_bundle_write(&view, &sink, &error)) {
        printf("%s\n", error.text);
        exit(1);
    }
    printf("%.*s", STR_ARG(sink_str(&messages)));
    return sink_str(&sink);
}

/* What list prints of a function; NULL where it fails. */
static struct str list(struct subject *subject, string_id name, bool from_files,
                       struct arena *arena)
{
    struct settings settings = subject->settings;
    struct error error = {.kind = ERROR_NONE};
    struct notes notes;
    struct str messages;
    struct sink pattern, sink;
    sink_init_buffer(&pattern, arena, UINT64_MAX);
    sink_text(&pattern, STR("^\\Q"));
    sink_text(&pattern, profile_string(subject->profile, name));
    sink_text(&pattern, STR("\\E$"));
    settings.pattern = sink_str(&pattern);
    struct request request = {.profile = subject->profile,
                              .settings = &settings,
                              .renderer = renderer_find(STR("list")),
                              .host = from_files ? &subject->files : &subject->nothing,
                              .bundle = from_files ? NULL : subject->bundle,
                              .sources = STR("x"),
                              .arena = arena,
                              .budget = &subject->budget};
    sink_init_buffer(&sink, arena, UINT64_MAX);
    bool ok = request_run(&request, &sink, &notes, &messages, &error);
    return ok ? sink_str(&sink) : (struct str){NULL, 0};
}

/* By name: what samples of the first type pass through it. */
static int64_t *weigh(const struct subject *subject, int64_t *total)
{
    const struct profile *profile = subject->profile;
    int64_t *cum = ARENA_NEW(subject->arena, int64_t, profile->string_count);
    size_t *seen = ARENA_NEW(subject->arena, size_t, profile->string_count), depth;
    for (size_t i = 0; i < profile->sample_count; i++) {
        int64_t value = profile->values[i * profile->type_count];
        const uint32_t *frames = profile_stack(profile, profile->sample_stacks[i], &depth);
        for (size_t f = 0; f < depth; f++) {
            const struct location *location = &profile->locations[frames[f]];
            for (uint32_t n = 0; n < location->line_count; n++) {
                const struct line *line = &profile->lines[location->line_first + n];
                string_id name = profile->functions[line->function].name;
                cum[name] += seen[name] == i + 1 ? 0 : value;
                seen[name] = i + 1;
            }
        }
        *total += value;
    }
    return cum;
}

static void compare(struct subject *subject, string_id name)
{
    struct arena scratch = *subject->arena;
    struct str files = list(subject, name, true, &scratch);
    struct str bundle = list(subject, name, false, &scratch);
    /* The reason why a file is not there is the host's to say. */
    bool found = str_find_str(files, STR("\n Error: ")) == STR_NONE;
    bool same =
        files.at && bundle.at &&
        (found ? str_equal(files, bundle) : str_find_str(bundle, STR("\n Error: ")) != STR_NONE);
    subject->compared++;
    subject->found += found;
    subject->failed += !same;
    if (!same)
        printf("%.*s differs:\n%.*s---\n%.*s", STR_ARG(profile_string(subject->profile, name)),
               STR_ARG(files), STR_ARG(bundle));
}

int main(int count, char **values)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX / 2);
    struct subject subject = {.arena = &arena, .files = host(true), .nothing = host(false)};
    struct error error = {.kind = ERROR_NONE};
    int64_t total = 0;
    if (count != 4)
        return 2;
    subject.profile = memory_load(memory_file(values[1], &arena), &arena, &error);
    settings_init(&subject.settings, &arena);
    settings_set(&subject.settings, STR("sample_index"), STR("0"), NULL);
    settings_set(&subject.settings, STR("source_path"), str_from_c(values[2]), NULL);
    settings_set(&subject.settings, STR("trim_path"), str_from_c(values[3]), NULL);
    if (!subject.profile) {
        printf("%s\n", error.text);
        return 1;
    }
    subject.bundle = source_bundle_read(bundle_of(&subject), &arena, &subject.budget, &error);
    int64_t *cum = weigh(&subject, &total);
    for (string_id i = 1; i < subject.profile->string_count; i++)
        if (cum[i] && (double)cum[i] >= 0.005 * (double)total)
            compare(&subject, i);
    printf("%zu functions, %zu with their source, %zu failed\n", subject.compared, subject.found,
           subject.failed);
    arena_fini(&store);
    return subject.failed || !subject.found;
}
