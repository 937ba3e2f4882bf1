/* HOST:PORT, read and written. */
#include "serve/address.h"
#include "base/quote.h"
#include "base/sink.h"

static bool read_port(struct str text, uint16_t *port)
{
    uint32_t number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || number > UINT16_MAX)
            return false;
        number = number * 10 + (uint32_t)(text.at[i] - '0');
    }
    *port = (uint16_t)number;
    return number <= UINT16_MAX;
}

bool address_read(struct address *address, struct str text, struct error *error)
{
    struct error_quote quote = error_quote(text);
    size_t colon = str_find_last(text, ':');
    struct str host = str_slice(text, 0, colon == STR_NONE ? text.size : colon);
    struct str port = colon == STR_NONE ? STR("") : str_skip(text, colon + 1);
    bool has_brackets = host.size >= 2 && host.at[0] == '[' && host.at[host.size - 1] == ']';
    if (has_brackets)
        host = str_slice(host, 1, host.size - 1);
    bool is_host = has_brackets || (str_find(host, ':') == STR_NONE);
    if (colon == STR_NONE || !is_host || str_find(host, '/') != STR_NONE ||
        !read_port(port, &address->port))
        return error_set(error, ERROR_USAGE,
                         "--http takes HOST:PORT, not \"%s\": localhost:8080, :8080, [::1]:0",
                         quote.text);
    address->host = host.size ? host : STR("localhost");
    return true;
}

struct str address_print(const struct address *address, struct arena *arena)
{
    struct str host = address->host;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (str_equal(host, STR("0.0.0.0")))
        host = STR("127.0.0.1");
    if (str_equal(host, STR("::")))
        host = STR("::1");
    bool is_six = str_find(host, ':') != STR_NONE;
    sink_text(&sink, is_six ? STR("http://[") : STR("http://"));
    sink_text(&sink, host);
    sink_print(&sink, is_six ? "]:%u" : ":%u", (unsigned)address->port);
    return sink_str(&sink);
}
