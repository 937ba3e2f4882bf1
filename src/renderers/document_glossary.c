/* What the words of a report mean. */
#include "renderers/document.h"

void document_glossary(struct document *document)
{
    document_heading(document, 2, STR("Glossary"), STR("glossary"), 60);
}
