/* Go's strings.Fields, strings.TrimSpace and strconv.Quote. */
#include "shell/words.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/utf8.h"

static bool is_space(uint32_t point)
{
    return (point >= '\t' && point <= '\r') || point == ' ' || point == 0x85 || point == 0xa0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
           point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}

static struct str skip_space(struct str text)
{
    size_t size;
    while (text.size && is_space(utf8_decode(text, &size)))
        text = str_skip(text, size);
    return text;
}

struct str words_trim(struct str text)
{
    size_t end = 0, size;
    text = skip_space(text);
    for (size_t i = 0; i < text.size; i += size)
        if (!is_space(utf8_decode(str_skip(text, i), &size)))
            end = i + size;
    return str_slice(text, 0, end);
}

bool words_next(struct str *rest, struct str *word)
{
    size_t size, end = 0;
    struct str text = skip_space(*rest);
    while (end < text.size && !is_space(utf8_decode(str_skip(text, end), &size)))
        end += size;
    *word = str_slice(text, 0, end);
    *rest = str_skip(text, end);
    return end > 0;
}

void words_quote(struct sink *sink, struct str text)
{
    enum { LONGEST = 100 };
    bool is_long = text.size > LONGEST;
    struct error_quote quote = error_quote(text);
    struct str shown = is_long ? str_from_c(quote.text) : text;
    sink_char(sink, '"');
    while (shown.size) {
        size_t size;
        utf8_decode(shown, &size);
        struct error_quote letter = error_quote(str_slice(shown, 0, size));
        bool is_marked = shown.at[0] == '"' || (shown.at[0] == '\\' && !is_long);
        sink_text(sink, is_marked ? STR("\\") : STR(""));
        sink_text(sink, str_from_c(letter.text));
        shown = str_skip(shown, size);
    }
    sink_char(sink, '"');
}
