/* The list of renderers, from list.def: those that the engine of a page has. */
#include "renderers/renderer.h"

#define NATIVE_RENDERER(name)
#define RENDERER(name) extern const struct renderer name##_renderer;
#include "renderers/list.def"
#undef RENDERER

static const struct renderer *const RENDERERS[] = {
#define RENDERER(name) &name##_renderer,
#include "renderers/list.def"
#undef RENDERER
#undef NATIVE_RENDERER
};

const struct renderer *const *renderer_list(size_t *count)
{
    *count = sizeof RENDERERS / sizeof *RENDERERS;
    return RENDERERS;
}
