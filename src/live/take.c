/* One request a kind. */
#include "live/take.h"
#include "base/gzip.h"
#include "base/sink.h"
#include "base/url.h"
#include "live/fetch.h"
#include "live/live.h"
#include "live/opened.h"
#include "live/store.h"
#include "request/session.h"

#include <math.h>
#include <string.h>

/* ---------------------------------------------------------------- looking */

/* What Go's execution traces begin with, since 1.5: "go 1.22 trace\0\0\0". */
static bool is_trace(struct str bytes)
{
    return str_starts(bytes, STR("go 1.")) &&
           str_find_str(str_slice(bytes, 0, 16), STR(" trace")) < bytes.size;
}

static bool check_profile(const struct take_from *from, struct taken *taken, struct error *error)
{
    struct opened *opened =
        opened_new(from->live, from->session, taken->kind->name, &taken->bytes, 1, error);
    opened_free(opened);
    return opened != NULL;
}

static bool check_trace(const struct taken *taken, struct error *error)
{
    return is_trace(taken->bytes) ||
           error_set(error, ERROR_INPUT, "trace: this is no execution trace of Go");
}

/* Files are called .gz, so that is what they are. */
static void compress(struct taken *taken, struct arena *arena)
{
    struct sink sink;
    if (taken->kind->is_trace || str_starts(taken->bytes, STR("\x1f\x8b")))
        return;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    struct gzip *gzip = gzip_open(&sink);
    sink_text(gzip_sink(gzip), taken->bytes);
    if (gzip_close(gzip, NULL))
        taken->bytes = sink_str(&sink);
}

static void look(const struct take_from *from, struct taken *taken, struct arena *arena)
{
    struct error error = {.kind = ERROR_NONE};
    bool ok =
        taken->kind->is_trace ? check_trace(taken, &error) : check_profile(from, taken, &error);
    taken->record.status = ok ? STR("ok") : STR("unreadable");
    taken->suffix = ok ? taken->kind->suffix : STR(".unreadable");
    if (ok)
        compress(taken, arena);
    else
        taken->record.error = str_copy(str_from_c(error.text), arena);
}

/* ---------------------------------------------------------------- fetching */

/* "localhost:6060" of "http://localhost:6060/debug/pprof/heap". */
static struct str service_of(struct str url)
{
    size_t scheme = str_find_str(url, STR("://"));
    struct str rest = scheme == STR_NONE ? url : str_skip(url, scheme + 3);
    size_t page = str_find_str(rest, STR("/debug/pprof"));
    return str_slice(rest, 0, page != STR_NONE ? page : str_find_last(rest, '/'));
}

/* Where the service has the page: under the folder of profiles, where the host is given with that
 * or with a page of it ("http://host/v1/pprof", "host:6060/debug/pprof/heap"), or else under the
 * usual one below the path that it is given with. */
static struct str path_of(struct str host, struct str page, struct arena *arena)
{
    static const struct str FOLDER = STR_INIT("/pprof");
    struct url url;
    bool is_plain = !url_split(host, &url) || str_equal(url.path, STR(URL_CPU_PATH));
    struct str path = is_plain ? STR("") : url.path;
    size_t folder = str_find_str(path, FOLDER);
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    while (path.size && path.at[path.size - 1] == '/')
        path.size--;
    sink_text(&sink, folder == STR_NONE ? path : str_slice(path, 0, folder + FOLDER.size));
    sink_text(&sink, folder == STR_NONE ? STR("/debug/pprof/") : STR("/"));
    sink_text(&sink, page);
    return sink_str(&sink);
}

static void describe(struct taken *taken, const struct live_result *result, double asked,
                     struct arena *arena)
{
    taken->record = (struct record){.kind = taken->kind->name,
                                    .status = STR("failed"),
                                    .service = service_of(result->url),
                                    .url = result->url,
                                    .start_ns = result->start_ns,
                                    .end_ns = result->end_ns,
                                    .seconds = asked};
    taken->suffix = taken->kind->suffix;
    taken->bytes = STR("");
    if (result->error.kind)
        taken->record.error = str_copy(str_from_c(result->error.text), arena);
    else if (!result->bytes.size)
        taken->record.error = STR("the answer is empty");
    else
        taken->bytes = result->bytes;
}

bool take_all(const struct take_from *from, const struct live_kinds *kinds, struct taken *taken,
              struct arena *arena, struct error *error)
{
    struct live_job jobs[KINDS_MOST];
    struct live_result results[KINDS_MOST];
    memset(results, 0, sizeof results);
    if (!kinds->count)
        return true;
    /* Go reads whole seconds only. */
    for (size_t i = 0; i < kinds->count; i++)
        jobs[i] = (struct live_job){.source = from->host,
                                    .path = path_of(from->host, kinds->at[i]->page, arena),
                                    .seconds = kinds->at[i]->is_long ? ceil(from->seconds) : 0,
                                    .is_quiet = from->is_quiet};
    if (!live_fetch(from->live, &from->session->settings, jobs, results, kinds->count, arena,
                    error))
        return false;
    for (size_t i = 0; i < kinds->count; i++) {
        taken[i].kind = kinds->at[i];
        describe(&taken[i], &results[i], jobs[i].seconds, arena);
        if (taken[i].bytes.size)
            look(from, &taken[i], arena);
    }
    return !live_is_cancelled(from->live) || error_set(error, ERROR_LIMIT, "stopped");
}

bool taken_is_ok(const struct taken *taken)
{
    return str_equal(taken->record.status, STR("ok"));
}

bool take_put(const struct store *store, struct taken *taken, size_t count, struct arena *arena,
              struct error *error)
{
    struct store_item *items = ARENA_NEW(arena, struct store_item, count + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct store_item){&taken[i].record, taken[i].bytes, taken[i].suffix};
    return store_put(store, items, count, arena, error);
}
