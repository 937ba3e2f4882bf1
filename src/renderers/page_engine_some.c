/* The engine that this build has made. */
#include "renderers/page_engine.h"

#include "engine_data.h"

struct str page_engine(void)
{
    return (struct str){(const char *)ENGINE_DATA, sizeof ENGINE_DATA};
}
