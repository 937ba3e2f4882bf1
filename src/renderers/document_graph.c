/* The part of a report that is its graph. */
#include "renderers/document.h"
#include "renderers/renderer.h"

bool document_graph(struct document *document, const struct chapter *chapter, struct error *error)
{
    (void)chapter;
    (void)error;
    document_heading(document, 1, STR("graph"), document_name(document, "graph", 0), 40);
    return true;
}
