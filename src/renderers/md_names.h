/* Names in Markdown: short where no two functions would look alike. */
#ifndef RENDERERS_MD_NAMES_H
#define RENDERERS_MD_NAMES_H

#include "base/error.h"

#include <stdbool.h>

struct arena;
struct view;

/* By frame: what it is called in the document, safe to show. NULL with an error. */
const struct str *md_names_new(const struct view *view, struct error *error);
/* The text with everything visible, cut in the middle where it is long. */
struct str md_visible(struct str text, struct arena *arena);

#endif
