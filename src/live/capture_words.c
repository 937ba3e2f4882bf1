/* Lines, pages and summaries. */
#include "live/capture_words.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/sink.h"
#include "live/files.h"
#include "live/live.h"
#include "live/opened.h"
#include "live/take.h"
#include "profile/measure.h"
#include "request/session.h"

#include <stdlib.h>
#include <string.h>

struct str capture_folder(const struct settings *settings)
{
    const char *said = getenv("OUTPUT_DIR");
    return settings->output.size ? settings->output
           : said && *said       ? str_from_c(said)
                                 : STR("profiles");
}

struct str capture_growth_kind(struct str kind, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, kind);
    sink_text(&sink, STR("-delta"));
    return sink_str(&sink);
}

struct str capture_windows_note(size_t count, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_print(&sink, "%zu profiles, one after the other, merged", count);
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- lines */

static void tell(const struct capture_told *told, const struct record *record)
{
    struct error_quote file = error_quote(record->file), folder = error_quote(told->folder);
    struct error_quote kind = error_quote(record->kind);
    struct measure_text size = measure_label((int64_t)record->bytes, STR("bytes"), STR("auto"));
    if (record->error.size) {
        char text[ERROR_TEXT];
        struct sink words;
        sink_init_fixed(&words, text, sizeof text - 1);
        sink_text(&words, record->error);
        text[words.used] = 0;
        live_say(told->live, "%-13s failed: %s%s%s", kind.text, text,
                 record->file.size ? "; kept as " : "", record->file.size ? file.text : "");
        return;
    }
    live_say(told->live, "%-13s %9.*s  %s/%s", kind.text, (int)size.size, size.at, folder.text,
             file.text);
}

void capture_tell(const struct capture_told *told)
{
    for (size_t i = 0; i < told->count; i++)
        tell(told, &told->taken[i].record);
}

bool capture_check(const struct capture_told *told, struct error *error)
{
    char names[256];
    size_t failed = 0;
    struct sink sink;
    sink_init_fixed(&sink, names, sizeof names - 1);
    for (size_t i = 0; i < told->count; i++) {
        if (taken_is_ok(&told->taken[i]))
            continue;
        sink_text(&sink, failed++ ? STR(", ") : STR(""));
        sink_text(&sink, told->taken[i].record.kind);
    }
    names[sink.used] = 0;
    return !failed ||
           error_set(error, ERROR_IO, "%zu of %zu profiles failed (%s); see above, and index.json",
                     failed, told->count, names);
}

/* ---------------------------------------------------------------- --report, --analyze */

/* FOLDER/KIND_STAMP.html */
static const char *page_path(const struct capture_told *told, const struct taken *taken,
                             struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink,
              str_slice(taken->record.file, 0, taken->record.file.size - taken->suffix.size));
    sink_text(&sink, STR(".html"));
    return path_join(told->folder, sink_str(&sink), arena).at;
}

static bool write_page(const struct capture_told *told, const struct taken *taken,
                       struct opened *opened, struct arena *arena, struct error *error)
{
    struct render_error outer = {.kind = RENDER_OK};
    const char *path = page_path(told, taken, arena);
    if (!render_write(opened_session(opened), "html", path, &outer))
        return public_error_take(error, &outer);
    struct error_quote quote = error_quote(str_from_c(path));
    live_say(told->live, "wrote %s", quote.text);
    return true;
}

static bool print_summary(const struct capture_told *told, struct opened *opened,
                          struct arena *arena, struct error *error)
{
    const struct render_console *console = &told->live->console;
    struct str text;
    if (!opened_view(opened, "md", arena, &text, error))
        return false;
    bool ok = !console->out || (console->out(console->context, text.at, text.size) &&
                                console->out(console->context, "\n", 1));
    return ok || error_set(error, ERROR_IO, "standard output cannot be written");
}

static bool show(const struct capture_told *told, const struct taken *taken, struct arena arena,
                 struct error *error)
{
    const struct settings *settings = &told->session->settings;
    struct opened *opened =
        opened_new(told->live, told->session, taken->record.file, &taken->bytes, 1, error);
    bool ok = opened &&
              (!settings->with_report || write_page(told, taken, opened, &arena, error)) &&
              (!settings->with_analysis || print_summary(told, opened, &arena, error));
    opened_free(opened);
    return ok;
}

bool capture_show(const struct capture_told *told, struct arena *arena, struct error *error)
{
    const struct settings *settings = &told->session->settings;
    bool is_wanted = settings->with_report || settings->with_analysis, ok = true;
    for (size_t i = 0; ok && is_wanted && i < told->count; i++)
        if (taken_is_ok(&told->taken[i]) && !told->taken[i].kind->is_trace)
            ok = show(told, &told->taken[i], *arena, error);
    return ok;
}
