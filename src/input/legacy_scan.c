/* Lines, runs and numbers. */
#include "input/legacy_scan.h"
#include "base/utf8.h"

bool lines_next(struct lines *lines)
{
    lines->line = str_slice(lines->rest, 0, 0);
    if (lines->too_long || !lines->rest.size)
        return false;
    size_t end = str_find(lines->rest, '\n'), size = end == STR_NONE ? lines->rest.size : end;
    lines->number++;
    lines->too_long = size > LEGACY_LINE_MOST;
    if (lines->too_long)
        return false;
    lines->line = str_slice(lines->rest, 0, size);
    lines->rest = str_skip(lines->rest, end == STR_NONE ? size : size + 1);
    if (size && lines->line.at[size - 1] == '\r')
        lines->line.size--;
    return true;
}

static bool is_space_point(uint32_t point)
{
    return (point >= '\t' && point <= '\r') || point == ' ' || point == 0x85 || point == 0xa0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
           point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}

/* Bytes of the white space that ends the text; 0: it ends otherwise. */
static size_t space_at_end(struct str text)
{
    for (size_t size = 1; size <= 3 && size <= text.size; size++) {
        size_t taken;
        uint32_t point = utf8_decode(str_skip(text, text.size - size), &taken);
        if (taken == size && is_space_point(point))
            return size;
    }
    return 0;
}

struct str scan_trim(struct str text)
{
    size_t size;
    while (text.size && is_space_point(utf8_decode(text, &size)))
        text = str_skip(text, size);
    while ((size = space_at_end(text)) > 0)
        text.size -= size;
    return text;
}

bool scan_is_blank(struct str line)
{
    line = scan_trim(line);
    return !line.size || line.at[0] == '#';
}

bool scan_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

bool scan_filled(char byte)
{
    return !scan_space(byte);
}

bool scan_blank(char byte)
{
    return byte == ' ';
}

bool scan_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool scan_lower_hex(char byte)
{
    return scan_digit(byte) || (byte >= 'a' && byte <= 'f');
}

bool scan_hex_digit(char byte)
{
    return scan_lower_hex(byte) || (byte >= 'A' && byte <= 'F');
}

bool scan_address(char byte)
{
    return byte == ' ' || byte == 'x' || scan_lower_hex(byte);
}

struct str scan_run(struct str *at, bool (*is)(char byte))
{
    size_t size = 0;
    while (size < at->size && is(at->at[size]))
        size++;
    struct str run = str_slice(*at, 0, size);
    *at = str_skip(*at, size);
    return run;
}

bool scan_text(struct str *at, struct str literal)
{
    if (!str_starts(*at, literal))
        return false;
    *at = str_skip(*at, literal.size);
    return true;
}

bool scan_next_address(struct str *at, struct str *digits)
{
    for (; at->size >= 3; *at = str_skip(*at, 1))
        if (at->at[0] == '0' && at->at[1] == 'x' && scan_lower_hex(at->at[2])) {
            *at = str_skip(*at, 2);
            *digits = scan_run(at, scan_lower_hex);
            return true;
        }
    return false;
}

static unsigned digit_value(char byte)
{
    if (scan_digit(byte))
        return (unsigned)byte - '0';
    unsigned letter = (unsigned char)byte | 0x20u;
    return letter >= 'a' && letter <= 'z' ? letter - 'a' + 10 : 99;
}

static bool whole_number(struct str digits, unsigned base, bool gaps, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (gaps && digits.at[i] == '_')
            continue;
        unsigned digit = digit_value(digits.at[i]);
        if (digit >= base || *value > (UINT64_MAX - digit) / base)
            return false;
        *value = *value * base + digit;
    }
    return true;
}

bool scan_hex(struct str digits, uint64_t *value)
{
    return digits.size && whole_number(digits, 16, false, value);
}

/* Whether each '_' stands between digits, or between the base's prefix and a digit. */
static bool gaps_are_right(struct str digits, bool after_prefix)
{
    char before = after_prefix ? '0' : '_';
    for (size_t i = 0; i < digits.size; before = digits.at[i++])
        if (digits.at[i] == '_' && before == '_')
            return false;
    return before != '_';
}

bool scan_go_int(struct str text, int64_t *value)
{
    bool negative = text.size && text.at[0] == '-';
    unsigned base = 10;
    uint64_t size;
    if (text.size && (text.at[0] == '-' || text.at[0] == '+'))
        text = str_skip(text, 1);
    if (!text.size)
        return false;
    if (text.at[0] == '0') {
        char letter = text.size >= 3 ? (char)(text.at[1] | 0x20) : 0;
        base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
        text = str_skip(text, letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
    }
    if (!gaps_are_right(text, base != 10) || !whole_number(text, base, true, &size) ||
        size > (uint64_t)INT64_MAX + negative)
        return false;
    *value = negative ? (int64_t)(0 - size) : (int64_t)size;
    return true;
}
