/* Where there is no paper, there is only the SVG. */
#include "base/error.h"
#include "renderers/flame_parts.h"

bool flame_paint(const struct view *view, struct canvas *canvas, struct error *error)
{
    (void)view, (void)canvas;
    return error_set(error, ERROR_IO, "there is no paper here");
}
