/* The engine that this build has made. */
#include "renderers/page_engine.h"

#include "engine_data.h"

struct str page_engine(void)
{
    return (struct str){(const char *)ENGINE_DATA, sizeof ENGINE_DATA};
}

struct str page_engine_for_files(void)
{
    return (struct str){(const char *)ENGINE_FILES_DATA, sizeof ENGINE_FILES_DATA};
}
