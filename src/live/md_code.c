/* By what has a meaning there. */
#include "live/md_code.h"
#include "base/escape.h"
#include "base/sink.h"

void md_put_code(struct sink *sink, struct str text)
{
    sink_char(sink, '`');
    for (size_t at = 0; at < text.size;) {
        size_t end = at;
        while (end < text.size && text.at[end] != '`' && text.at[end] != '|')
            end++;
        sink_terminal(sink, str_slice(text, at, end));
        sink_text(sink, end == text.size ? STR("") : text.at[end] == '`' ? STR("'") : STR("\\|"));
        at = end + 1;
    }
    sink_text(sink, text.size ? STR("`") : STR(" `"));
}
