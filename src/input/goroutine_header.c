/* goroutine 18 gp=0xc0 m=nil [chan receive, 12 minutes, locked to thread labels:{"k": "v"}]: */
#include "input/goroutine_header.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"

#include <string.h>

enum { POINT_MOST = 0x10ffff };

static bool take(struct str *text, struct str literal)
{
    if (!str_starts(*text, literal))
        return false;
    *text = str_skip(*text, literal.size);
    return true;
}

static struct str take_digits(struct str *text)
{
    size_t size = 0;
    while (size < text->size && text->at[size] >= '0' && text->at[size] <= '9')
        size++;
    struct str digits = str_slice(*text, 0, size);
    *text = str_skip(*text, size);
    return digits;
}

static void read_attribute(struct goroutine_header *header, struct str attribute)
{
    const struct str minutes = STR(" minutes"), bubble = STR("synctest bubble ");
    int64_t number;
    if (str_equal(attribute, STR("locked to thread")))
        header->is_locked = true;
    else if (str_starts(attribute, bubble))
        header->bubble = str_skip(attribute, bubble.size);
    else if (str_ends(attribute, minutes) &&
             number_parse_int(str_slice(attribute, 0, attribute.size - minutes.size), &number) &&
             number > 0)
        header->minutes = number;
}

/* Whether a garbage collection looks at the stack at this moment says nothing of the goroutine. */
static struct str without_scan(struct str state)
{
    const struct str scan = STR(" (scan)");
    size_t at = str_find_str(state, scan);
    return at != STR_NONE && at + scan.size == state.size ? str_slice(state, 0, at) : state;
}

static void read_status(struct goroutine_header *header, struct str status)
{
    const struct str labels = STR(" labels:{");
    size_t at = str_find_str(status, labels);
    if (at != STR_NONE && str_ends(status, STR("}"))) {
        header->labels = str_slice(status, at + labels.size, status.size - 1);
        status = str_slice(status, 0, at);
    }
    size_t end = str_find_str(status, STR(", "));
    header->state = without_scan(str_slice(status, 0, end));
    while (end != STR_NONE) {
        status = str_skip(status, end + 2);
        end = str_find_str(status, STR(", "));
        read_attribute(header, str_slice(status, 0, end));
    }
}

bool goroutine_header_read(struct goroutine_header *header, struct str line)
{
    const struct str end = STR("]:");
    *header = (struct goroutine_header){.id = 0};
    if (!take(&line, STR("goroutine ")) || !str_ends(line, end))
        return false;
    if (!number_parse_int(take_digits(&line), &header->id) || !line.size || line.at[0] != ' ')
        return false;
    size_t at = str_find(line, '[');
    /* Only "gp=0x1 m=2 mp=0x3" may stand before. */
    if (at == STR_NONE || line.at[at - 1] != ' ' || (at > 1 && !str_starts(line, STR(" gp="))))
        return false;
    line = str_skip(line, at + 1);
    if (line.size <= end.size)
        return false;
    read_status(header, str_slice(line, 0, line.size - end.size));
    return header->state.size > 0;
}

/* ---------------------------------------------------------------- labels */

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes so many hexadecimal digits; false if there are fewer. */
static bool take_hex(struct str *text, size_t digits, uint32_t *value)
{
    *value = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = i < text->size ? hex_value(text->at[i]) : -1;
        if (digit < 0)
            return false;
        *value = *value << 4 | (uint32_t)digit;
    }
    *text = str_skip(*text, digits);
    return true;
}

/* What stands behind a backslash: n, xNN, uNNNN. */
static bool take_escape(struct str *text, struct sink *sink)
{
    char kind = text->size ? text->at[0] : 0, encoded[4];
    size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    const char *const plain = "abtnvfr", *found = kind ? strchr(plain, kind) : NULL;
    uint32_t point = found ? (uint32_t)('\a' + (found - plain)) : 0;
    *text = str_skip(*text, 1);
    if (kind == '"' || kind == '\\') {
        sink_char(sink, kind);
        return true;
    }
    if (!point && (!digits || !take_hex(text, digits, &point) || point > POINT_MOST))
        return false;
    sink_bytes(sink, encoded, utf8_encode(point, encoded));
    return true;
}

static bool take_quoted(struct str *text, struct sink *content)
{
    content->used = 0;
    if (!take(text, STR("\"")))
        return false;
    while (text->size && text->at[0] != '"') {
        char byte = text->at[0];
        *text = str_skip(*text, 1);
        if (byte != '\\')
            sink_char(content, byte);
        else if (!take_escape(text, content))
            return false;
    }
    return take(text, STR("\""));
}

bool goroutine_header_label(struct str *labels, struct sink *key, struct sink *value)
{
    if (!take_quoted(labels, key) || !take(labels, STR(":")))
        return false;
    take(labels, STR(" "));
    if (!take_quoted(labels, value))
        return false;
    take(labels, STR(", "));
    return true;
}
