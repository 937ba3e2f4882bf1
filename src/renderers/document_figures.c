/* What figures of a report share. */
#include "renderers/document_figures.h"
#include "base/arena.h"
#include "renderers/renderer.h"

struct document_figures *document_figures(struct document *document)
{
    if (!document->figures_of)
        document->figures_of =
            ARENA_NEW(document->arena, struct document_figures, document->view->chapter_count);
    return &document->figures_of[document->chapter - 1];
}

void document_figure_line(struct document *document, struct str text)
{
    struct document_ink ink = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};
    double left = document_left(document);
    size_t count;
    const struct str *lines =
        document_lines(document, text, &ink, document_right(document) - left, 1, &count);
    document->pages->calls->open(document->pages, PAGES_PARAGRAPH, STR(""));
    document_put(document, left, document->y + ink.size, count ? lines[0] : STR(""), &ink);
    document->pages->calls->close(document->pages);
    document->y += ink.size * TOKEN_PDF_LEADING;
}

void document_figure_nothing(struct document *document, const struct str lines[2])
{
    struct document_ink ink = {.size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_INK, .is_strong = true};
    document_paragraph(document, lines[0], &ink, 0);
    ink.is_strong = false;
    ink.role = TOKEN_ROLE_INK_SOFT;
    document_paragraph(document, lines[1], &ink, 0);
}
