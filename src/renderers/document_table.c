/* The part of a report that is its table. */
#include "renderers/document.h"
#include "renderers/renderer.h"

bool document_table(struct document *document, const struct chapter *chapter, struct error *error)
{
    (void)chapter;
    (void)error;
    document_heading(document, 1, STR("table"), document_name(document, "table", 0), 40);
    return true;
}
