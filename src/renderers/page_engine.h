/* The engine that a page carries: this program's own sources as WebAssembly. Two implementations,
 * one chosen by the build: page_engine_some.c and page_engine_none.c. */
#ifndef RENDERERS_PAGE_ENGINE_H
#define RENDERERS_PAGE_ENGINE_H

#include "base/str.h"

/* The module, gzip; empty: there is none. */
struct str page_engine(void);
/* The same that reads every format but reports and pictures, for files that are dropped on a page.
 */
struct str page_engine_for_files(void);

#endif
