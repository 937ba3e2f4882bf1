/* Entries as lines of JSON, and back. */
#include "live/index.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "live/files.h"
#include "live/json_read.h"
#include "live/json_text.h"

#define VERSION 1
/* Of an index that is read: 1 GiB. */
#define MOST ((size_t)1 << 30)

/* ---------------------------------------------------------------- reading */

/* Before 1970 nothing was fetched; so the distance of two times is one, too. */
static int64_t read_time(struct str value, struct arena *arena)
{
    int64_t time_ns;
    bool is_time = time_parse_rfc3339(json_text(value, arena), &time_ns);
    return is_time && time_ns > 0 ? time_ns : 0;
}

static void read_member(struct record *record, struct str name, struct str value,
                        struct arena *arena)
{
    const struct {
        struct str name;
        struct str *text;
    } TEXTS[] = {{STR("kind"), &record->kind},     {STR("file"), &record->file},
                 {STR("status"), &record->status}, {STR("service"), &record->service},
                 {STR("url"), &record->url},       {STR("error"), &record->error},
                 {STR("note"), &record->note},     {STR("sha256"), &record->sha256}};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (str_equal(name, TEXTS[i].name))
            *TEXTS[i].text = json_text(value, arena);
    double number = json_number(value);
    /* Beyond it is no number of ours, and what is counted on from it not written in all digits. */
    uint64_t count = number > 0 && number < 1e14 ? (uint64_t)number : 0;
    if (str_equal(name, STR("start")))
        record->start_ns = read_time(value, arena);
    else if (str_equal(name, STR("end")))
        record->end_ns = read_time(value, arena);
    else if (str_equal(name, STR("seconds")))
        record->seconds = number;
    else if (str_equal(name, STR("bytes")))
        record->bytes = count;
    else if (str_equal(name, STR("round")))
        record->round = count;
    else if (str_equal(name, STR("tries")))
        record->tries = count;
}

static bool read_entry(struct index *index, struct str raw)
{
    struct record record = {.raw = raw};
    struct json_read reader;
    struct str name, value;
    if (!json_open(&reader, raw, '{'))
        return false;
    while (json_next(&reader, &name, &value))
        read_member(&record, name, value, index->arena);
    array_push(index->arena, &index->entries, record);
    return reader.is_whole;
}

static bool read_entries(struct index *index, struct str entries)
{
    struct json_read reader;
    struct str name, raw;
    if (!json_open(&reader, entries, '['))
        return false;
    while (json_next(&reader, &name, &raw))
        if (!read_entry(index, raw))
            return false;
    return reader.is_whole;
}

static bool read_all(struct index *index, struct str text)
{
    struct json_read reader;
    struct str name, value;
    double version = 0;
    bool has_entries = false;
    if (!json_open(&reader, text, '{'))
        return false;
    while (json_next(&reader, &name, &value)) {
        if (str_equal(name, STR("version")))
            version = json_number(value);
        if (!str_equal(name, STR("entries")))
            continue;
        if (has_entries || !read_entries(index, value))
            return false;
        has_entries = true;
    }
    return reader.is_whole && has_entries && version == VERSION;
}

bool index_read(struct index *index, struct str path, struct arena *arena, struct error *error)
{
    *index = (struct index){.arena = arena};
    struct str text;
    bool is_absent = false;
    struct error inner = {.kind = ERROR_NONE};
    if (!file_read(path, MOST, arena, &text, &is_absent, &inner))
        return is_absent || error_set(error, inner.kind, "%s", inner.text);
    struct error_quote quote = error_quote(path);
    return read_all(index, text) ||
           error_set(error, ERROR_INPUT,
                     "%s: is no index of version %d as render writes it; move it away, or choose "
                     "another folder",
                     quote.text, VERSION);
}

/* ---------------------------------------------------------------- writing */

static void put_entry(const struct record *record, struct sink *sink)
{
    sink_char(sink, '{');
    json_put_text(sink, "kind", record->kind);
    json_put_text(sink, "file", record->file);
    json_put_text(sink, "status", record->status);
    json_put_time(sink, "start", record->start_ns);
    json_put_time(sink, "end", record->end_ns);
    json_put_number(sink, "seconds", record->seconds);
    json_put_number(sink, "bytes", (double)record->bytes);
    json_put_text(sink, "sha256", record->sha256);
    json_put_text(sink, "service", record->service);
    json_put_text(sink, "url", record->url);
    json_put_number(sink, "round", (double)record->round);
    json_put_number(sink, "tries", (double)record->tries);
    json_put_text(sink, "error", record->error);
    json_put_text(sink, "note", record->note);
    sink_char(sink, '}');
}

bool index_write(const struct index *index, struct str path, struct arena scratch,
                 struct error *error)
{
    struct sink sink;
    sink_init_buffer(&sink, &scratch, MOST);
    sink_print(&sink, "{\"version\":%d,\"writer\":\"render %s\",\"entries\":[", VERSION,
               RENDER_VERSION);
    for (size_t i = 0; i < index->entries.count; i++) {
        const struct record *record = &index->entries.at[i];
        sink_text(&sink, i ? STR(",\n") : STR("\n"));
        if (record->raw.size)
            sink_text(&sink, record->raw);
        else
            put_entry(record, &sink);
    }
    sink_text(&sink, STR("\n]}\n"));
    return sink_close(&sink, error) && file_write(path, sink_str(&sink), error);
}

void index_add(struct index *index, const struct record *record)
{
    array_push(index->arena, &index->entries, *record);
}
