/* Names for what is kept: by kind and time, or as pprof has them. */
#include "live/save.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/url.h"
#include "live/live.h"
#include "profile/profile.h"
#include "request/output.h"
#include "request/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Letters, digits and "._-"; all else, slashes before all, is a '_'. */
static void put_name(struct sink *sink, struct str text)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];
        bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
                        (byte == '.' && i);
        sink_char(sink, is_plain ? byte : '_');
    }
}

/* ---------------------------------------------------------------- render's */

bool live_save_folder(struct str folder, struct error *error)
{
    struct error_quote quote = error_quote(folder);
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const char *path = str_to_c(folder, &arena);
    bool ok = (mkdir(path, 0777) == 0 || errno == EEXIST) && access(path, W_OK | X_OK) == 0;
    int number = errno;
    arena_fini(&store);
    return ok || error_set(error, ERROR_IO, "--save: %s: cannot be written to: %s", quote.text,
                           strerror(number));
}

static struct str suffix_of(struct str bytes)
{
    bool is_text = bytes.size > 0;
    if (str_starts(bytes, STR("\x1f\x8b")))
        return STR(".pb.gz");
    for (size_t i = 0; i < bytes.size && is_text; i++)
        is_text = (unsigned char)bytes.at[i] >= ' ' || bytes.at[i] == '\n' || bytes.at[i] == '\r' ||
                  bytes.at[i] == '\t';
    return is_text ? STR(".txt") : STR(".pb");
}

/* The first one that is free: with _2, _3, ... before the suffix. */
static struct str free_path(struct str folder, struct str source, struct str suffix,
                            int64_t time_ns, struct arena *arena)
{
    struct url url;
    struct tm local;
    char moment[32] = "";
    time_t seconds = (time_t)(time_ns / 1000000000);
    if (localtime_r(&seconds, &local))
        strftime(moment, sizeof moment, "_%Y%m%d_%H%M%S", &local);
    for (int i = 1;; i++) {
        struct sink sink;
        sink_init_buffer(&sink, arena, UINT64_MAX);
        sink_text(&sink, folder);
        sink_char(&sink, '/');
        put_name(&sink, str_base_name(url_split(source, &url) ? url.path : source));
        sink_text(&sink, str_from_c(moment));
        if (i > 1)
            sink_print(&sink, "_%d", i);
        sink_text(&sink, suffix);
        if (!output_is_foreign(sink_str(&sink), STR("")))
            return sink_str(&sink);
    }
}

bool live_save(const struct render_live *live, struct str folder, struct str source,
               struct str bytes, int64_t time_ns, struct arena *arena, struct error *error)
{
    struct str path = free_path(folder, source, suffix_of(bytes), time_ns, arena);
    struct output *output = output_open(path, error);
    if (!output)
        return false;
    if (!output_write(output, bytes.at, bytes.size, error)) {
        output_abort(output);
        return false;
    }
    if (!output_commit(output, error))
        return false;
    struct error_quote quote = error_quote(path);
    live_say(live, "saved %s", quote.text);
    return true;
}

/* ---------------------------------------------------------------- pprof's */

/* Makes a folder and those above it. */
static bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        bool ok = mkdir(path, 0755) == 0 || errno == EEXIST;
        *slash = '/';
        if (!ok)
            return false;
    }
    struct stat status;
    return (mkdir(path, 0755) == 0 || errno == EEXIST) && stat(path, &status) == 0 &&
           S_ISDIR(status.st_mode);
}

/* The first of PPROF_TMPDIR, $HOME/pprof and the folder for temporary files that can be made. */
static const char *pprof_folder(const struct render_live *live, struct arena *arena)
{
    static const struct {
        const char *variable, *below;
    } PLACES[] = {{"PPROF_TMPDIR", ""}, {"HOME", "/pprof"}, {"TMPDIR", ""}, {NULL, "/tmp"}};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        const char *value = PLACES[i].variable ? getenv(PLACES[i].variable) : "";
        struct sink sink;
        if (!value || (PLACES[i].variable && !*value))
            continue;
        sink_init_buffer(&sink, arena, UINT64_MAX);
        sink_text(&sink, str_from_c(value));
        sink_text(&sink, str_from_c(PLACES[i].below));
        char *path = str_to_c(sink_str(&sink), arena);
        if (make_folders(path))
            return path;
        struct error_quote quote = error_quote(str_from_c(path));
        live_say(live, "Could not use temp dir %s: %s", quote.text, strerror(errno));
    }
    return NULL;
}

/* FOLDER/pprof.BINARY.TYPE1.TYPE2. */
static struct str pprof_stem(const char *folder, const struct profile *profile, struct arena *arena)
{
    struct sink sink;
    struct str binary = profile_binary(profile);
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_from_c(folder));
    sink_text(&sink, STR("/pprof."));
    if (binary.size) {
        put_name(&sink, str_base_name(binary));
        sink_char(&sink, '.');
    }
    for (size_t i = 0; i < profile->type_count; i++) {
        put_name(&sink, profile_string(profile, profile->types[i].type));
        sink_char(&sink, '.');
    }
    return sink_str(&sink);
}

static bool put_out(void *context, const void *bytes, size_t size)
{
    return output_write(context, bytes, size, NULL);
}

/* All of the profile, whatever the options say is to be shown of it. */
static bool save_profile(struct render_live *live, struct render *render, struct str stem,
                         struct error *error)
{
    struct str path;
    struct render_error inner;
    struct output *output = output_create(stem, STR(".pb.gz"), &path, error);
    if (!output)
        return false;
    path = str_copy(path, &live->arena);
    if (!render_request(render, "proto", put_out, output, &inner)) {
        output_abort(output);
        return public_error_take(error, &inner);
    }
    if (!output_commit(output, error))
        return false;
    struct error_quote quote = error_quote(path);
    live_say(live, "Saved profile in %s", quote.text);
    return true;
}

static bool has_fetched(const struct render_live *live)
{
    for (size_t i = 0; i < live->answers.count; i++)
        if (!live->answers.at[i].error.kind)
            return true;
    return false;
}

void render_live_save(struct render_live *live, struct render *render)
{
    struct error error = {.kind = ERROR_NONE};
    /* What cannot be merged is told when it is shown. */
    if (!has_fetched(live) || !session_prepare(render, &error))
        return;
    const char *folder = pprof_folder(live, &live->arena);
    if (!folder)
        live_say(live, "failed to identify temp dir");
    else if (!save_profile(live, render, pprof_stem(folder, render->prepared, &live->arena),
                           &error))
        live_say(live, "Could not save profile: %s", error.text);
}
