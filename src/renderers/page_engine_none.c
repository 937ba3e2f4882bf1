/* No engine: pages are static. */
#include "renderers/page_engine.h"

struct str page_engine(void)
{
    return STR("");
}

struct str page_engine_for_files(void)
{
    return STR("");
}
