/* The list of renderers, from list.def. */
#include "renderers/renderer.h"

#define RENDERER(name) extern const struct renderer name##_renderer;
#define NATIVE_RENDERER(name) RENDERER(name)
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

const struct renderer *renderer_find(struct str name)
{
    for (size_t i = 0; i < sizeof RENDERERS / sizeof *RENDERERS; i++)
        if (str_equal(RENDERERS[i]->name, name))
            return RENDERERS[i];
    return NULL;
}

const struct renderer *renderer_for_suffix(struct str suffix)
{
    for (size_t i = 0; i < sizeof RENDERERS / sizeof *RENDERERS; i++)
        if (suffix.size && str_equal(RENDERERS[i]->suffix, suffix))
            return RENDERERS[i];
    return NULL;
}
