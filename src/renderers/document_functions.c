/* The part of a report that is its functions. */
#include "renderers/document.h"
#include "renderers/renderer.h"

bool document_functions(struct document *document, const struct chapter *chapter,
                        struct error *error)
{
    (void)chapter;
    (void)error;
    document_heading(document, 1, STR("functions"), document_name(document, "functions", 0), 40);
    return true;
}

struct str document_function_place(const struct document *document, const struct chapter *chapter,
                                   struct str name)
{
    (void)document;
    (void)chapter;
    (void)name;
    return STR("");
}
