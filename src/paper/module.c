/* What the module is for those who open it. */
#include "base/escape.h"
#include "base/version.h"
#include "paper/digest.h"
#include "paper/other_faces.h"
#include "paper/paper_parts.h"

#include <stdlib.h>

static struct pages *paper_open(const struct paper_options *options)
{
    struct paper *paper = calloc(1, sizeof *paper);
    if (!paper)
        abort();
    paper->pages.canvas.calls = &paper_canvas_calls;
    paper->pages.calls = &paper_pages_calls;
    paper->options = *options;
    paper->arena = arena_init(&paper->store, SIZE_MAX);
    paper->scratch = arena_init(&paper->scratch_store, SIZE_MAX);
    paper->theme = options->medium == PAPER_PNG ? options->theme : PALETTE_LIGHT;
    faces_init(&paper->faces, &paper->arena);
    return &paper->pages;
}

static void paper_close(struct pages *pages)
{
    struct paper *paper = (struct paper *)pages;
    if (paper->cairo)
        cairo_destroy(paper->cairo);
    if (paper->surface)
        cairo_surface_destroy(paper->surface);
    other_faces_free(paper->others);
    ink_free(paper->ink);
    faces_fini(&paper->faces);
    arena_fini(&paper->store);
    arena_fini(&paper->scratch_store);
    free(paper);
}

static void paper_notes(const struct pages *pages, struct sink *sink)
{
    const struct paper *paper = (const struct paper *)pages;
    const struct faces *faces = &paper->faces;
    const char *what = paper->is_document ? "report" : "picture";
    if (faces->instead[0]) {
        sink_print(sink, "the %s is set in ", what);
        sink_terminal(sink, str_from_c(faces->instead));
        sink_text(sink, STR(", because Inter is not installed (package fonts-inter)\n"));
    }
    if (faces->missing)
        sink_print(sink, "text in another face: %llu character%s that Inter does not have\n",
                   (unsigned long long)faces->missing, faces->missing == 1 ? "" : "s");
    if (faces->unknown)
        sink_print(sink,
                   "no installed face has %llu of the characters; a mark stands for "
                   "each\n",
                   (unsigned long long)faces->unknown);
    if (paper->shrunk < 0.9999)
        sink_print(sink,
                   "the %s is larger than its format has room for, so it is drawn at "
                   "%d %% of its size\n",
                   what, (int)(100 * paper->shrunk + 0.5));
}

__attribute__((visibility("default"))) extern const struct paper_module render_paper_module;
const struct paper_module render_paper_module = {.version = RENDER_VERSION,
                                                 .open = paper_open,
                                                 .notes = paper_notes,
                                                 .close = paper_close,
                                                 .digest_open = digest_open,
                                                 .digest_add = digest_add,
                                                 .digest_close = digest_close};
