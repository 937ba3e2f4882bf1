/* A scanner of one value at a time. */
#include "live/json_read.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/utf8.h"

enum { DEEPEST = 64, HEX_DIGITS = 4 };

static void skip_space(struct str *text)
{
    while (text->size && (text->at[0] == ' ' || text->at[0] == '\n' || text->at[0] == '\t' ||
                          text->at[0] == '\r'))
        *text = str_skip(*text, 1);
}

/* How long the text with its quotes at the start is; 0: it does not end. */
static size_t quoted_size(struct str text)
{
    for (size_t i = 1; i < text.size; i++) {
        if (text.at[i] == '"')
            return i + 1;
        if ((unsigned char)text.at[i] < ' ')
            return 0;
        i += text.at[i] == '\\';
    }
    return 0;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '+' || c == '.';
}

static size_t word_size(struct str text)
{
    size_t size = 0;
    while (size < text.size && is_word(text.at[size]))
        size++;
    return size;
}

/* How long the object or array at the start is, its brackets matched; 0: it does not end. */
static size_t nested_size(struct str text)
{
    char closes[DEEPEST];
    size_t depth = 0, size = 0, step;
    do {
        char c = text.at[size];
        bool opens = c == '{' || c == '[', ends = depth && c == closes[depth - 1];
        if ((opens && depth == DEEPEST) || (!ends && (c == '}' || c == ']')))
            return 0;
        if (opens)
            closes[depth++] = c == '{' ? '}' : ']';
        depth -= ends;
        step = c == '"' ? quoted_size(str_skip(text, size)) : 1;
        if (!step)
            return 0;
        size += step;
    } while (depth && size < text.size);
    return depth ? 0 : size;
}

/* The value at the start of the rest, which goes on behind it. */
static bool take_value(struct str *rest, struct str *value)
{
    skip_space(rest);
    if (!rest->size)
        return false;
    char c = rest->at[0];
    size_t size = c == '"'               ? quoted_size(*rest)
                  : c == '{' || c == '[' ? nested_size(*rest)
                                         : word_size(*rest);
    *value = str_slice(*rest, 0, size);
    *rest = str_skip(*rest, size);
    skip_space(rest);
    return size > 0;
}

static bool take(struct str *rest, char c)
{
    skip_space(rest);
    bool is_there = rest->size && rest->at[0] == c;
    *rest = str_skip(*rest, is_there);
    return is_there;
}

bool json_open(struct json_read *reader, struct str value, char bracket)
{
    *reader = (struct json_read){.rest = value, .close = bracket == '{' ? '}' : ']'};
    return take(&reader->rest, bracket);
}

bool json_next(struct json_read *reader, struct str *name, struct str *value)
{
    *name = STR("");
    if (take(&reader->rest, reader->close)) {
        skip_space(&reader->rest);
        reader->is_whole = !reader->rest.size;
        return false;
    }
    if (reader->has_some && !take(&reader->rest, ','))
        return false;
    reader->has_some = true;
    if (reader->close == '}') {
        if (!take_value(&reader->rest, name) || name->at[0] != '"' || !take(&reader->rest, ':'))
            return false;
        *name = str_slice(*name, 1, name->size - 1);
    }
    return take_value(&reader->rest, value);
}

/* ---------------------------------------------------------------- values */

/* Four hexadecimal digits. */
static bool take_unit(struct str *text, uint32_t *unit)
{
    static const struct str DIGITS = STR_INIT("0123456789abcdef");
    *unit = 0;
    for (size_t i = 0; i < HEX_DIGITS; i++) {
        char c = i < text->size ? text->at[i] : ' ';
        size_t digit = str_find(DIGITS, c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c);
        if (digit == STR_NONE)
            return false;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    *text = str_skip(*text, HEX_DIGITS);
    return true;
}

/* What follows "\u": a code point, perhaps of two units. */
static uint32_t take_point(struct str *text)
{
    enum { REPLACEMENT = 0xfffd };
    uint32_t unit, low;
    if (!take_unit(text, &unit))
        return REPLACEMENT;
    if (unit < 0xd800 || unit > 0xdfff)
        return unit;
    struct str next = str_skip(*text, 2);
    if (unit > 0xdbff || !str_starts(*text, STR("\\u")) || !take_unit(&next, &low) ||
        low < 0xdc00 || low > 0xdfff)
        return REPLACEMENT;
    *text = next;
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

/* What a backslash and a letter stand for; what is no such letter stands for itself. */
static char escaped(char letter)
{
    static const char LETTERS[] = "bfnrt", MEANT[] = "\b\f\n\r\t";
    size_t i = str_find(STR("bfnrt"), letter);
    return i < sizeof LETTERS ? MEANT[i] : letter;
}

struct str json_text(struct str value, struct arena *arena)
{
    if (value.size < 2 || value.at[0] != '"')
        return STR("");
    struct str rest = str_slice(value, 1, value.size - 1);
    /* What comes of an escape is no longer than it was, but for a "\\u" without digits: two bytes
     * become three. */
    char *text = arena_alloc(arena, rest.size + rest.size / 2 + 1, 1);
    size_t size = 0;
    while (rest.size) {
        char c = rest.at[0];
        bool is_escaped = c == '\\' && rest.size > 1, is_point = is_escaped && rest.at[1] == 'u';
        char letter = is_escaped ? escaped(rest.at[1]) : c;
        rest = str_skip(rest, is_escaped ? 2 : 1);
        if (is_point)
            size += utf8_encode(take_point(&rest), text + size);
        else
            text[size++] = letter;
    }
    return (struct str){text, size};
}

double json_number(struct str value)
{
    double number;
    return number_parse_real(value, &number) ? number : 0;
}
