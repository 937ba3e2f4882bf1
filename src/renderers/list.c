/* Looking through the list of renderers. */
#include "renderers/renderer.h"

const struct renderer *renderer_find(struct str name)
{
    size_t count;
    const struct renderer *const *list = renderer_list(&count);
    for (size_t i = 0; i < count; i++)
        if (str_equal(list[i]->name, name))
            return list[i];
    return NULL;
}

const struct renderer *renderer_for_suffix(struct str suffix)
{
    size_t count;
    const struct renderer *const *list = renderer_list(&count);
    for (size_t i = 0; i < count; i++)
        if (suffix.size && str_equal(list[i]->suffix, suffix))
            return list[i];
    return NULL;
}
