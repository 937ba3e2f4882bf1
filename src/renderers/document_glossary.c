/* What the words of a report mean. */
#include "renderers/document.h"
#include "renderers/renderer.h"

static const struct {
    const char *word, *meaning;
} LINES[] = {
    {"flat", "What was measured in a function itself: its own instructions, its own allocations."},
    {"cum", "Cumulative: flat, and all that the functions which it calls measured meanwhile."},
    {"sample",
     "One observation: a stack of calls, and how much it stands for. Values are estimates "
     "from samples; what is seen a few times only may be chance."},
    {"inlined",
     "A call that the compiler replaced by the function\xe2\x80\x99s own code. It is shown "
     "like a call; a dotted line marks it in flame graphs."}};

static void put_line(struct document *document, struct str word, struct str meaning)
{
    static const double INDENT = 64;
    struct document_ink strong = {
        .size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_INK, .is_strong = true};
    struct document_ink ink = {.size = TOKEN_PDF_BODY, .role = TOKEN_ROLE_INK_SOFT};
    double left = document_left(document), width = document_right(document) - left - INDENT;
    double leading = ink.size * TOKEN_PDF_LEADING;
    size_t count;
    const struct str *lines = document_lines(document, meaning, &ink, width, 0, &count);
    document_need(document, leading * (double)count);
    document->pages->calls->open(document->pages, PAGES_ITEM, STR(""));
    document_put(document, left, document->y + ink.size, word, &strong);
    for (size_t i = 0; i < count; i++)
        document_put(document, left + INDENT, document->y + ink.size + leading * (double)i,
                     lines[i], &ink);
    document->pages->calls->close(document->pages);
    document->y += leading * (double)count + 4;
}

void document_glossary(struct document *document)
{
    bool is_compared = document->view->changes != NULL;
    document_heading(document, 2, STR("Glossary"), STR("glossary"), 130);
    document->pages->calls->open(document->pages, PAGES_LIST, STR(""));
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        put_line(document, str_from_c(LINES[i].word), str_from_c(LINES[i].meaning));
    put_line(
        document, STR("colours"),
        is_compared
            ? STR("Blue with falling hatches: less than in the base. Red with rising hatches: "
                  "more. Grey: no change that can be told from noise. Stronger: a larger part "
                  "of the function.")
            : STR("In flame graphs one for each package; grey for the runtime, brown for the "
                  "garbage collector, violet for the kernel. In call graphs the more heat, the "
                  "more cumulative weight."));
    document->pages->calls->close(document->pages);
}
