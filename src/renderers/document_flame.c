/* The part of a report that is its flame. */
#include "renderers/document.h"
#include "renderers/renderer.h"

bool document_flame(struct document *document, const struct chapter *chapter, struct error *error)
{
    (void)chapter;
    (void)error;
    document_heading(document, 1, STR("flame"), document_name(document, "flame", 0), 40);
    return true;
}

bool document_flame_outline(struct document *document, const struct chapter *chapter, double height)
{
    (void)document;
    (void)chapter;
    (void)height;
    return false;
}
