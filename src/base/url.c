/* Cutting names up, by their characters alone. */
#include "base/url.h"
#include "base/sink.h"

/* At the end, and what ends a host. */
static bool ends_host(struct str rest)
{
    return !rest.size || rest.at[0] == '/' || rest.at[0] == '?' || rest.at[0] == '#';
}

/* Into path, query and fragment; that is never sent. */
static void split_path(struct str rest, struct url *url)
{
    rest = str_slice(rest, 0, str_find(rest, '#'));
    size_t mark = str_find(rest, '?');
    url->path = str_slice(rest, 0, mark);
    url->query = mark == STR_NONE ? STR("") : str_skip(rest, mark + 1);
    if (!url->path.size || str_equal(url->path, STR("/")))
        url->path = STR(URL_CPU_PATH);
}

/* What follows "://". */
static bool split_authority(struct str rest, struct url *url)
{
    size_t end = 0;
    while (!ends_host(str_skip(rest, end)))
        end++;
    struct str authority = str_slice(rest, 0, end);
    size_t at = str_find_last(authority, '@');
    url->user = at == STR_NONE ? STR("") : str_slice(authority, 0, at);
    url->host = at == STR_NONE ? authority : str_skip(authority, at + 1);
    split_path(str_skip(rest, end), url);
    return url->host.size > 0;
}

static bool is_host_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '_';
}

/* A name or number, or an address in brackets; how long it is. */
static size_t host_size(struct str text)
{
    size_t size = 0;
    if (text.size && text.at[0] == '[') {
        size_t close = str_find(text, ']');
        return close == STR_NONE ? 0 : close + 1;
    }
    while (size < text.size && is_host_byte(text.at[size]))
        size++;
    return size;
}

/* How long a port is; 0 for what is none. */
static size_t port_size(struct str text)
{
    enum { DIGITS = 5, MOST = 65535 };
    long value = 0;
    size_t size = 0;
    for (; size < text.size && text.at[size] >= '0' && text.at[size] <= '9'; size++)
        value = value > MOST ? value : value * 10 + (text.at[size] - '0');
    return size <= DIGITS && value > 0 && value <= MOST ? size : 0;
}

/* HOST:PORT and what may follow it; a user may stand before it. */
static bool split_bare(struct str name, struct url *url)
{
    size_t slash = str_find(name, '/'), at = str_find_last(str_slice(name, 0, slash), '@');
    struct str host = at == STR_NONE ? name : str_skip(name, at + 1);
    size_t size = host_size(host);
    struct str rest = str_skip(host, size);
    size_t port = rest.size && rest.at[0] == ':' ? port_size(str_skip(rest, 1)) : 0;
    if (!port || !ends_host(str_skip(rest, port + 1)))
        return false;
    return split_authority(name, url);
}

/* unix:PATH, and from the first ":/" on what to ask there. */
static bool split_socket(struct str rest, struct url *url)
{
    if (str_starts(rest, STR("//")))
        rest = str_skip(rest, 2);
    if (!str_starts(rest, STR("/")) && !str_starts(rest, STR("./")))
        return false;
    size_t colon = str_find_str(rest, STR(":/")), mark = str_find(rest, '?');
    size_t end = colon < mark ? colon : mark;
    url->socket = str_slice(rest, 0, end);
    url->host = STR("localhost");
    split_path(str_skip(rest, end == colon && end != STR_NONE ? end + 1 : end), url);
    return true;
}

static bool is_scheme(struct str *name, struct str scheme)
{
    if (name->size < scheme.size)
        return false;
    for (size_t i = 0; i < scheme.size; i++) {
        char byte = name->at[i];
        if ((byte >= 'A' && byte <= 'Z' ? byte + 32 : byte) != scheme.at[i])
            return false;
    }
    *name = str_skip(*name, scheme.size);
    return true;
}

bool url_split(struct str name, struct url *url)
{
    struct url parts = {.is_tls = false};
    struct str rest = name;
    bool ok;
    if (is_scheme(&rest, STR("unix:"))) {
        ok = split_socket(rest, &parts) || split_bare(name, &parts);
    } else if (is_scheme(&rest, STR("http://"))) {
        ok = split_authority(rest, &parts);
    } else if (is_scheme(&rest, STR("https+insecure://"))) {
        parts.is_tls = parts.is_insecure = true;
        ok = split_authority(rest, &parts);
    } else if (is_scheme(&rest, STR("https://"))) {
        parts.is_tls = true;
        ok = split_authority(rest, &parts);
    } else {
        ok = split_bare(name, &parts);
    }
    if (ok && url)
        *url = parts;
    return ok;
}

bool url_is_foreign(struct str name)
{
    size_t end = str_find_str(name, STR("://"));
    return end != STR_NONE && end > 0 && host_size(name) == end && !url_split(name, NULL);
}

/* ---------------------------------------------------------------- what they are called */

static struct str scheme_of(const struct url *url)
{
    return url->socket.size   ? STR("unix:")
           : url->is_insecure ? STR("https+insecure://")
           : url->is_tls      ? STR("https://")
                              : STR("http://");
}

static void call(struct sink *sink, const struct url *url, bool is_whole)
{
    sink_text(sink, is_whole ? scheme_of(url) : STR(""));
    sink_text(sink, !url->socket.size ? url->host
                    : is_whole        ? url->socket
                                      : str_base_name(url->socket));
    sink_text(sink, url->socket.size ? STR(":") : STR(""));
    sink_text(sink, url->path);
}

bool sink_url_name(struct sink *sink, struct str name)
{
    struct url url;
    if (!url_split(name, &url))
        return false;
    call(sink, &url, false);
    return true;
}

struct str url_base_name(struct str name, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    return sink_url_name(&sink, name) ? sink_str(&sink) : str_base_name(name);
}

struct str url_said(struct str name, struct arena *arena)
{
    struct url url;
    struct sink sink;
    if (!url_split(name, &url))
        return name;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    call(&sink, &url, true);
    return sink_str(&sink);
}
