/* Source lines that travel in a page: those that list may print for the functions that weigh
 * something, at least 0.5 % of the total of one of the sample types; the 500 heaviest.
 *
 * The bytes, numbers being varints as in protocol buffers:
 *
 *   "RSRC1\n"
 *   by file:  the number of its names, at least 1
 *             by name: its size and bytes; first the path as list prints it (--trim_path), then the
 *             paths that the profile has for it, where they are others
 *             the number of lines that are carried
 *             by line, upwards: how many lines before it are not carried, its size, its bytes
 *             without the '\n'
 *   0
 *
 * A line's number is at most SOURCE_BUNDLE_LINES. */
#ifndef RENDERERS_SOURCE_BUNDLE_H
#define RENDERERS_SOURCE_BUNDLE_H

#include <stdbool.h>

struct error;
struct sink;
struct view;

#define SOURCE_BUNDLE_MAGIC "RSRC1\n"
enum { SOURCE_BUNDLE_LINES = 1 << 22 };

/* Writes the bytes, and into view->messages how much it is: "carries 120 lines of 4 files, ...".
 * Needs VIEW_SOURCES; files that are not found are left out. False with an error where the budget
 * is used up. */
bool source_bundle_write(const struct view *view, struct sink *sink, struct error *error);

#endif
