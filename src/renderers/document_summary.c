/* The part of a report that is its summary. */
#include "renderers/document.h"
#include "renderers/renderer.h"

bool document_summary(struct document *document, const struct chapter *chapter, struct error *error)
{
    (void)chapter;
    (void)error;
    document_heading(document, 1, STR("summary"), document_name(document, "summary", 0), 40);
    return true;
}
