/* Escaping by context: one walk over code points, a small table of replacements for each context.
 */
#include "base/escape.h"
#include "base/sink.h"
#include "base/utf8.h"

#include <string.h>

struct context {
    const char *special;     /* bytes that have a replacement */
    const char *replaced[5]; /* in the order of `special` */
};

static const struct context XML_TEXT = {"<>&", {"&lt;", "&gt;", "&amp;"}};
static const struct context XML_ATTRIBUTE = {"<>&\"'",
                                             {"&lt;", "&gt;", "&amp;", "&quot;", "&#39;"}};
/* '<' and '&' leave no way to end or nest a script element or an XML document around it. */
static const struct context JSON = {"\"\\<>&", {"\\\"", "\\\\", "\\u003c", "\\u003e", "\\u0026"}};
/* A bar would end the cell, also in a code span. */
static const struct context TABLE = {"|", {"\\|"}};
static const struct context PLAIN = {"", {NULL}};

/* Most bytes: nothing anywhere replaces them. */
static bool is_plain(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '(' && byte <= ';') ||
           (byte >= 'A' && byte <= 'Z') || byte == ' ' || byte == '_';
}

static void escape(struct sink *sink, struct str text, const struct context *context)
{
    size_t run = 0, size;
    for (size_t i = 0; i < text.size; i += size) {
        unsigned char byte = (unsigned char)text.at[i];
        uint32_t point = byte;
        size = 1;
        if (is_plain(byte))
            continue;
        if (byte >= 0x80)
            point = utf8_decode(str_skip(text, i), &size);
        const char *hit = byte && byte < 0x80 ? strchr(context->special, byte) : NULL;
        if (!hit && point != UTF8_INVALID && !utf8_is_unsafe(point))
            continue;
        sink_bytes(sink, text.at + run, i - run);
        run = i + size;
        if (hit)
            sink_text(sink, str_from_c(context->replaced[hit - context->special]));
        else if (point == UTF8_INVALID)
            sink_text(sink, STR("\xef\xbf\xbd"));
        else if (context == &JSON && point > 0xffff)
            sink_print(sink, "\\u%04x\\u%04x", 0xd7c0u + (point >> 10), 0xdc00u + (point & 0x3ff));
        else if (point < 0x100)
            sink_print(sink, context == &JSON ? "\\u%04x" : "\\x%02x", point);
        else
            sink_print(sink, "\\u%04x", point);
    }
    if (run < text.size)
        sink_bytes(sink, text.at + run, text.size - run);
}

void sink_xml_text(struct sink *sink, struct str text)
{
    escape(sink, text, &XML_TEXT);
}

void sink_xml_attribute(struct sink *sink, struct str text)
{
    escape(sink, text, &XML_ATTRIBUTE);
}

void sink_json(struct sink *sink, struct str text)
{
    escape(sink, text, &JSON);
}

void sink_terminal(struct sink *sink, struct str text)
{
    escape(sink, text, &PLAIN);
}

void sink_visible(struct sink *sink, struct str text)
{
    escape(sink, text, &PLAIN);
}

/* ---------------------------------------------------------------- Markdown */

static size_t longest_run(struct str text)
{
    size_t run = 0, longest = 0;
    for (size_t i = 0; i < text.size; i++) {
        run = text.at[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static size_t index_behind_spaces(struct str text)
{
    size_t i = 0;
    while (i < text.size && text.at[i] == ' ')
        i++;
    return i;
}

void sink_md_code(struct sink *sink, struct str text, bool in_table)
{
    size_t fence = longest_run(text) + 1;
    if (!text.size) {
        sink_text(sink, STR("(none)"));
        return;
    }
    /* A space at both ends is taken off again, unless there are only spaces; without one a backtick
     * would belong to the fence. */
    char first = text.at[0], last = text.at[text.size - 1];
    bool is_blank = text.size == index_behind_spaces(text);
    bool padded = first == '`' || last == '`' || (first == ' ' && last == ' ' && !is_blank);
    for (size_t i = 0; i < fence; i++)
        sink_char(sink, '`');
    sink_text(sink, padded ? STR(" ") : STR(""));
    escape(sink, text, in_table ? &TABLE : &PLAIN);
    sink_text(sink, padded ? STR(" ") : STR(""));
    for (size_t i = 0; i < fence; i++)
        sink_char(sink, '`');
}
