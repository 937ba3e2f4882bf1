/* URLs to ask, from names. */
#include "live/url.h"
#include "base/base64.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/url.h"

#include <math.h>
#include <string.h>

enum { SECONDS_MOST = 1000000000, CPU_SECONDS = 30 };

/* ---------------------------------------------------------------- queries */

/* Cuts the first "name=value" off. */
static struct str next_pair(struct str *query, struct str *name)
{
    size_t end = str_find(*query, '&');
    struct str pair = str_slice(*query, 0, end);
    *query = end == STR_NONE ? STR("") : str_skip(*query, end + 1);
    *name = str_slice(pair, 0, str_find(pair, '='));
    return pair;
}

static struct str value_of(struct str pair, struct str name)
{
    return str_skip(pair, name.size < pair.size ? name.size + 1 : pair.size);
}

static double query_seconds(struct str query)
{
    double seconds = 0, value;
    for (struct str name; query.size;) {
        struct str pair = next_pair(&query, &name);
        if (str_equal(name, STR("seconds")) && number_parse_real(value_of(pair, name), &value) &&
            value > 0 && value <= SECONDS_MOST)
            seconds = value;
    }
    return seconds;
}

static void add_pair(struct sink *sink, struct str pair)
{
    if (sink->used)
        sink_char(sink, '&');
    sink_text(sink, pair);
}

/* The query without the seconds that it has. */
static struct str without_seconds(struct str query, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (struct str name; query.size;) {
        struct str pair = next_pair(&query, &name);
        if (pair.size && !str_equal(name, STR("seconds")))
            add_pair(&sink, pair);
    }
    return sink_str(&sink);
}

/* Go reads whole numbers only. */
static struct str with_seconds(struct str query, double seconds, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, without_seconds(query, arena));
    add_pair(&sink, STR("seconds="));
    sink_print(&sink, "%.0f", ceil(seconds));
    return sink_str(&sink);
}

static bool is_harmless(struct str name, struct str value)
{
    static const struct str NAMES[] = {STR_INIT("seconds"), STR_INIT("debug"), STR_INIT("gc")};
    int64_t number;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_equal(name, NAMES[i]))
            return number_parse_int(value, &number);
    return false;
}

/* Anything but the words of profilers may be a key to something. */
static void say_query(struct sink *sink, struct str query)
{
    char mark = '?';
    for (struct str name; query.size; mark = '&') {
        struct str pair = next_pair(&query, &name), value = value_of(pair, name);
        sink_char(sink, mark);
        if (is_harmless(name, value)) {
            sink_text(sink, pair);
            continue;
        }
        if (name.size < pair.size) {
            sink_text(sink, name);
            sink_char(sink, '=');
        }
        sink_text(sink, STR("..."));
    }
}

/* ---------------------------------------------------------------- users */

static int hex(char byte)
{
    return byte >= '0' && byte <= '9'   ? byte - '0'
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
           : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                        : -1;
}

static struct str decoded(struct str text, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (size_t i = 0; i < text.size; i++) {
        int high = i + 2 < text.size ? hex(text.at[i + 1]) : -1;
        int low = high >= 0 ? hex(text.at[i + 2]) : -1;
        if (text.at[i] != '%' || low < 0) {
            sink_char(&sink, text.at[i]);
            continue;
        }
        sink_char(&sink, (char)(high * 16 + low));
        i += 2;
    }
    return sink_str(&sink);
}

static struct str authorization(struct str user, struct arena *arena)
{
    struct sink plain, line;
    if (!user.size)
        return STR("");
    size_t colon = str_find(user, ':');
    sink_init_buffer(&plain, arena, UINT64_MAX);
    sink_text(&plain, decoded(str_slice(user, 0, colon), arena));
    sink_char(&plain, ':');
    sink_text(&plain, decoded(str_skip(user, colon == STR_NONE ? user.size : colon + 1), arena));
    sink_init_buffer(&line, arena, UINT64_MAX);
    sink_text(&line, STR("Authorization: Basic "));
    sink_base64(&line, sink_str(&plain));
    return sink_str(&line);
}

/* ---------------------------------------------------------------- targets */

static bool has_gaps(struct str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7f)
            return true;
    return false;
}

static bool check(struct str source, struct str path, const struct url *url, struct arena *arena,
                  struct error *error)
{
    struct error_quote quote = error_quote(url_said(source, arena));
    if (has_gaps(source) || has_gaps(path))
        return error_set(error, ERROR_USAGE,
                         "%s: a URL has no spaces and control characters; write them as %%20",
                         quote.text);
    /* Readers of URLs do not agree about whether it ends the host. */
    if (str_find(url->host, '\\') != STR_NONE || str_find(url->user, '\\') != STR_NONE)
        return error_set(error, ERROR_USAGE, "%s: a host has no backslash", quote.text);
    return true;
}

static void take_path(struct url *url, struct str path, double seconds, struct arena *arena)
{
    size_t mark = str_find(path, '?');
    if (!path.size)
        return;
    url->path = str_slice(path, 0, mark);
    url->query = mark != STR_NONE ? str_skip(path, mark + 1)
                 : seconds > 0    ? url->query
                                  : without_seconds(url->query, arena);
}

/* ":6060" is on this machine. */
static void put_host(struct sink *sink, const struct url *url)
{
    if (str_starts(url->host, STR(":")))
        sink_text(sink, STR("localhost"));
    sink_text(sink, url->host);
}

static struct str url_to_ask(const struct url *url, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, url->is_tls ? STR("https://") : STR("http://"));
    put_host(&sink, url);
    sink_text(&sink, url->path);
    sink_text(&sink, url->query.size ? STR("?") : STR(""));
    sink_text(&sink, url->query);
    return sink_str(&sink);
}

static struct str url_to_say(const struct url *url, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, url->socket.size   ? STR("unix:")
                     : url->is_insecure ? STR("https+insecure://")
                     : url->is_tls      ? STR("https://")
                                        : STR("http://"));
    if (url->socket.size) {
        sink_text(&sink, url->socket);
        sink_char(&sink, ':');
    } else {
        put_host(&sink, url);
    }
    sink_text(&sink, url->path);
    say_query(&sink, url->query);
    return sink_str(&sink);
}

bool live_target_read(struct live_target *target, struct str source, struct str path,
                      double seconds, struct arena *arena, struct error *error)
{
    struct url url;
    if (!url_split(source, &url)) {
        struct error_quote quote = error_quote(source);
        return error_set(error, ERROR_USAGE,
                         "%s: fetched are http://, https://, https+insecure://, HOST:PORT and "
                         "unix:/SOCKET",
                         quote.text);
    }
    if (!check(source, path, &url, arena, error))
        return false;
    take_path(&url, path, seconds, arena);
    if (seconds > 0)
        url.query = with_seconds(url.query, seconds < SECONDS_MOST ? seconds : SECONDS_MOST, arena);
    *target = (struct live_target){
        .url = url_to_ask(&url, arena),
        .socket = str_copy(url.socket, arena),
        .authorization = authorization(url.user, arena),
        .is_insecure = url.is_insecure,
        .said = url_to_say(&url, arena),
        .seconds = query_seconds(url.query),
        .usual = str_ends(url.path, STR(URL_CPU_PATH)) ? CPU_SECONDS : 0,
    };
    return true;
}
