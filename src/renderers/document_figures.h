/* The figures of a report's chapter, laid out once for all rounds. */
#ifndef RENDERERS_DOCUMENT_FIGURES_H
#define RENDERERS_DOCUMENT_FIGURES_H

#include "renderers/document.h"

struct document_graph;
struct flame;

struct document_figures {
    struct flame *flame;          /* NULL: not yet */
    uint32_t outline;             /* levels of it that the summary shows; 0: no outline */
    struct document_graph *graph; /* NULL: not yet */
};

/* Those of the chapter at hand. */
struct document_figures *document_figures(struct document *document);
/* A muted line of text at y, no wider than the page; moves y. */
void document_figure_line(struct document *document, struct str text);
/* The words of an empty figure, two lines. */
void document_figure_nothing(struct document *document, const struct str lines[2]);

#endif
