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

/* The parts of the text; false where it has not two. */
static bool split(struct str text, struct str *host, struct str *port)
{
    size_t colon = str_find_last(text, ':');
    if (colon == STR_NONE)
        return false;
    *host = str_slice(text, 0, colon);
    *port = str_skip(text, colon + 1);
    bool has_brackets = host->size >= 2 && host->at[0] == '[' && host->at[host->size - 1] == ']';
    if (has_brackets)
        *host = str_slice(*host, 1, host->size - 1);
    return has_brackets || str_find(*host, ':') == STR_NONE;
}

static bool fail_as_pprof(struct str text, bool is_split, struct str port, struct error *error)
{
    struct error_quote quote = error_quote(is_split ? port : text);
    if (is_split)
        return error_set(error, ERROR_USAGE,
                         "invalid port number: strconv.Atoi: parsing \"%s\": invalid syntax",
                         quote.text);
    return error_set(error, ERROR_USAGE, "could not split http address: address %s: %s", quote.text,
                     str_find(text, ':') == STR_NONE ? "missing port in address"
                                                     : "too many colons in address");
}

bool address_read(struct address *address, struct str text, bool is_pprof, struct error *error)
{
    struct error_quote quote = error_quote(text);
    struct str host = STR(""), port = STR("");
    bool is_split = split(text, &host, &port);
    address->host = host.size ? host : STR("localhost");
    if (is_split && read_port(port, &address->port))
        return true;
    if (is_pprof)
        return fail_as_pprof(text, is_split, port, error);
    return error_set(error, ERROR_USAGE,
                     "--http takes HOST:PORT, not \"%s\": localhost:8080, :8080, [::1]:0",
                     quote.text);
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
