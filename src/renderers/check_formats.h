/* The formats of `check`, a writer each. */
#ifndef RENDERERS_CHECK_FORMATS_H
#define RENDERERS_CHECK_FORMATS_H

struct sink;
struct view;

void check_write_github(const struct view *view, struct sink *sink);
void check_write_junit(const struct view *view, struct sink *sink);
void check_write_json(const struct view *view, struct sink *sink);
void check_write_md(const struct view *view, struct sink *sink);

#endif
