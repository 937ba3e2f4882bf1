/* A walk over JSON that stops at the members it knows. */
#include "input/report_head.h"
#include "base/number.h"

static void skip_space(struct str *at)
{
    while (at->size &&
           (at->at[0] == ' ' || at->at[0] == '\n' || at->at[0] == '\r' || at->at[0] == '\t'))
        *at = str_skip(*at, 1);
}

/* Takes the byte, after white space. */
static bool take(struct str *at, char byte)
{
    skip_space(at);
    if (!at->size || at->at[0] != byte)
        return false;
    *at = str_skip(*at, 1);
    return true;
}

/* Takes a string; *text is what is between the quotes, escapes and all. */
static bool take_string(struct str *at, struct str *text)
{
    if (!take(at, '"'))
        return false;
    size_t end = 0;
    while (end < at->size && at->at[end] != '"')
        end += at->at[end] == '\\' ? 2 : 1;
    *text = str_slice(*at, 0, end);
    *at = str_skip(*at, end);
    return take(at, '"');
}

/* Takes a number or a word; *text is what it is. */
static bool take_word(struct str *at, struct str *text)
{
    size_t end = 0;
    skip_space(at);
    while (end < at->size && !(at->at[end] > 0 && at->at[end] <= ' ') && at->at[end] != ',' &&
           at->at[end] != ':' && at->at[end] != '}' && at->at[end] != ']' && at->at[end] != '"')
        end++;
    *text = str_slice(*at, 0, end);
    *at = str_skip(*at, end);
    return end > 0;
}

/* Passes over a value with all that is in it; brackets are counted, not matched. */
static bool skip_value(struct str *at)
{
    struct str text;
    size_t depth = 0;
    do {
        skip_space(at);
        char first = at->size ? at->at[0] : 0;
        bool opens = first == '{' || first == '[', closes = first == '}' || first == ']';
        if (opens || closes || first == ',' || first == ':') {
            if (!opens && !depth)
                return false;
            depth += opens;
            depth -= closes;
            *at = str_skip(*at, 1);
        } else if (first == '"' ? !take_string(at, &text) : !take_word(at, &text)) {
            return false;
        }
    } while (depth);
    return true;
}

/* Takes a member that is a number; what is none is passed over. */
static bool take_number(struct str *at, int64_t *number)
{
    struct str rest = *at, text;
    int64_t value;
    if (!take_word(&rest, &text) || !number_parse_int(text, &value))
        return skip_value(at);
    *number = value;
    *at = rest;
    return true;
}

/* Takes a member that is a string, in the same way. */
static bool take_text(struct str *at, struct str *text)
{
    struct str rest = *at;
    if (!take_string(&rest, text))
        return skip_value(at);
    *at = rest;
    return true;
}

/* Where the object's next member begins, its name taken; false at the end or where it is broken,
 * which *ended tells apart. */
static bool next_member(struct str *at, bool first, struct str *name, bool *ended)
{
    *ended = take(at, '}');
    return !*ended && (first || take(at, ',')) && take_string(at, name) && take(at, ':');
}

/* The member "profile" is an object, whose "size" is wanted. */
static bool take_profile(struct str *at, int64_t *size)
{
    struct str name;
    bool ended;
    if (!take(at, '{'))
        return skip_value(at);
    for (bool first = true; next_member(at, first, &name, &ended); first = false)
        if (!(str_equal(name, STR("size")) ? take_number(at, size) : skip_value(at)))
            return false;
    return ended;
}

bool report_head_read(struct report_head *head, struct str json)
{
    struct str name;
    bool ended;
    *head = (struct report_head){.format = -1, .version = STR(""), .size = -1};
    if (!take(&json, '{'))
        return false;
    for (bool first = true; next_member(&json, first, &name, &ended); first = false) {
        bool ok = str_equal(name, STR("format"))    ? take_number(&json, &head->format)
                  : str_equal(name, STR("profile")) ? take_profile(&json, &head->size)
                  : str_equal(name, STR("version")) ? take_text(&json, &head->version)
                                                    : skip_value(&json);
        if (!ok)
            return false;
    }
    return ended;
}
