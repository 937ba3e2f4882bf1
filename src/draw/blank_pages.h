/* Pages that nobody sees: a document is composed onto them until it is known what stands where. */
#ifndef DRAW_BLANK_PAGES_H
#define DRAW_BLANK_PAGES_H

#include "draw/pages.h"

/* They take anything and keep nothing; not to be ended. */
struct pages blank_pages(void);

#endif
