/* The part of a report that is its movers. */
#include "renderers/document.h"
#include "renderers/renderer.h"

bool document_movers(struct document *document, const struct chapter *chapter, struct error *error)
{
    (void)chapter;
    (void)error;
    document_heading(document, 1, STR("movers"), document_name(document, "movers", 0), 40);
    return true;
}
