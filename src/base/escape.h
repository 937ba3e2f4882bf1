/* Escapers, one for each place that text of unknown origin may reach. All write well-formed UTF-8:
 * an invalid byte becomes U+FFFD. Characters that cannot be shown, or that would reorder or hide
 * their neighbours (utf8_is_unsafe), become visible: \x1b, \u202e. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/str.h"

#include <stdbool.h>

struct sink;

/* Between XML tags. */
void sink_xml_text(struct sink *sink, struct str text);
/* Inside a double-quoted XML attribute. */
void sink_xml_attribute(struct sink *sink, struct str text);
/* The inside of a JSON string that may stand in a script element. */
void sink_json(struct sink *sink, struct str text);
/* One line on a terminal or in a message. */
void sink_terminal(struct sink *sink, struct str text);
/* A code span in Markdown, in which nothing has a meaning: between more backticks than it has in a
 * row. In a table '|' is escaped, as tables want it also there. "(none)" of an empty text. */
void sink_md_code(struct sink *sink, struct str text, bool in_table);
/* Plain text that some program will show as text: only the rules of all escapers above. */
void sink_visible(struct sink *sink, struct str text);

#endif
