/* Pages, text and places of a document. */
#include "renderers/document.h"
#include "base/arena.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "base/version.h"
#include "renderers/renderer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct document_ink HEAD = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};

/* ---------------------------------------------------------------- pages */

double document_left(const struct document *document)
{
    (void)document;
    return TOKEN_PDF_MARGIN_X;
}

double document_right(const struct document *document)
{
    return document->width - TOKEN_PDF_MARGIN_X;
}

double document_bottom(const struct document *document)
{
    return document->height - TOKEN_PDF_TEXT_BOTTOM_FROM_BOTTOM - document->reserved;
}

/* Above the first line of text. */
static double top_of_text(void)
{
    return TOKEN_PDF_FIRST_BASE - TOKEN_PDF_H1;
}

static void put_frame(const struct document *document)
{
    struct document_ink ink = HEAD;
    double right = document_right(document), left = document_left(document);
    double foot = document->height - TOKEN_PDF_FOOT_BASE_FROM_BOTTOM;
    struct str number =
        document_print(document, "%zu of %zu", document->page, document->page_count);
    double date = document_text_width(document->date, &HEAD);
    size_t count;
    const struct str *subject =
        document_lines(document, document->subject, &HEAD, right - left - date - 24, 1, &count);
    document->pages->calls->open(document->pages, PAGES_ARTIFACT, STR(""));
    document_put(document, left, TOKEN_PDF_HEAD_BASE, count ? subject[0] : STR(""), &ink);
    document_put(document, left, foot, STR("render " RENDER_VERSION), &ink);
    ink.anchor = CANVAS_END;
    document_put(document, right, TOKEN_PDF_HEAD_BASE, document->date, &ink);
    document_put(document, right, foot, number, &ink);
    document->pages->calls->close(document->pages);
}

static const double FOOT_LEADING = 1.3 * TOKEN_PDF_SMALL, FOOT_RULE = 6, FOOT_GAP = 12;

void document_set_foot(struct document *document, const struct str *lines, size_t count)
{
    document->foot = lines;
    document->foot_count = count;
    document->reserved = FOOT_LEADING * (double)count + FOOT_RULE + FOOT_GAP;
}

void document_end_page(struct document *document)
{
    double left = document_left(document), right = document_right(document);
    double y = document_bottom(document) + FOOT_GAP;
    const struct canvas_point points[] = {{left, y}, {right, y}};
    const struct canvas_path path = {.points = points, .count = 2};
    const struct canvas_style style = {.line = CANVAS_ROLE(TOKEN_ROLE_BORDER),
                                       .line_width = TOKEN_PDF_RULE};
    if (!document->foot_count)
        return;
    document->pages->calls->open(document->pages, PAGES_ARTIFACT, STR(""));
    document->canvas->calls->path(document->canvas, &path, &style, NULL);
    document->pages->calls->close(document->pages);
    document->pages->calls->open(document->pages, PAGES_PARAGRAPH, STR(""));
    for (size_t i = 0; i < document->foot_count; i++)
        document_put(document, left, y + FOOT_RULE + HEAD.size + FOOT_LEADING * (double)i,
                     document->foot[i], &HEAD);
    document->pages->calls->close(document->pages);
    document->foot_count = 0;
    document->y = document->height;
}

void document_turn(struct document *document, bool is_wide)
{
    document_end_page(document);
    document->is_wide = is_wide;
    document->width = is_wide ? document->paper_height : document->paper_width;
    document->height = is_wide ? document->paper_width : document->paper_height;
    document->page++;
    document->all_height += document->height + PAGES_GAP;
    if (document->width > document->most_width)
        document->most_width = document->width;
    document->reserved = 0;
    document->pages->calls->turn(document->pages, document->width, document->height);
    put_frame(document);
    document->y = top_of_text();
}

bool document_need(struct document *document, double room)
{
    if (document->y <= top_of_text() ||
        (!document->is_wide && document->y + room <= document_bottom(document)))
        return false;
    document_turn(document, false);
    return true;
}

/* ---------------------------------------------------------------- text */

static enum text_weight weight_of(const struct document_ink *ink)
{
    return ink->is_strong ? TEXT_SEMIBOLD : TEXT_REGULAR;
}

void document_put(const struct document *document, double x, double base, struct str text,
                  const struct document_ink *ink)
{
    const struct canvas_text_style style = {.size = ink->size,
                                            .is_strong = ink->is_strong,
                                            .is_mono = ink->is_mono,
                                            .most = document_text_width(text, ink),
                                            .anchor = ink->anchor,
                                            .color =
                                                ink->color ? ink->color : CANVAS_ROLE(ink->role)};
    if (text.size)
        document->canvas->calls->text(document->canvas, (struct canvas_point){x, base}, text,
                                      &style, NULL);
}

double document_text_width(struct str text, const struct document_ink *ink)
{
    static const double MONO = 0.61; /* em */
    if (ink->is_mono)
        return MONO * ink->size * (double)utf8_count(text);
    return text_width(text, ink->size, weight_of(ink));
}

/* Whether a line may end behind this byte: a space, or a separator of names with more behind it. */
static bool may_break_behind(struct str text, size_t at)
{
    char byte = text.at[at];
    char next = at + 1 < text.size ? text.at[at + 1] : 0;
    if (byte == ' ')
        return true;
    if (byte == ':')
        return next != ':';
    if (byte == '.')
        return next != '.' && !(next >= '0' && next <= '9');
    return byte == '/' || byte == ',' || byte == ';' || byte == '>' || byte == ')' || byte == '&' ||
           byte == '-' || byte == '=';
}

/* How many bytes go into a line: up to the last space that fits, unless that leaves much of the
 * line empty; then up to the last separator, or else as many characters as fit. */
static size_t line_size(struct str text, const struct document_ink *ink, double width)
{
    static const double FULL = 0.5;
    size_t best = 0, space = 0, size = 0, at = 0;
    double used = 0, till_space = 0;
    while (at < text.size) {
        utf8_decode(str_skip(text, at), &size);
        double step = document_text_width(str_slice(text, at, at + size), ink);
        bool is_space = text.at[at] == ' ';
        if (used + step > width && !is_space) {
            if (space && till_space > FULL * width)
                return space;
            return best ? best : at ? at : size;
        }
        used += step;
        at += size;
        if (is_space) {
            space = at;
            till_space = used;
        }
        if (may_break_behind(text, at - 1))
            best = at;
    }
    return text.size;
}

static struct str without_end_spaces(struct str text)
{
    while (text.size && text.at[text.size - 1] == ' ')
        text.size--;
    return text;
}

/* The text without its middle, so that it takes about so many lines. */
static struct str cut(const struct document *document, struct str text,
                      const struct document_ink *ink, double room)
{
    double whole = document_text_width(text, ink);
    double keep = room / whole * (double)text.size * 0.94 - 3;
    size_t half = keep > 8 ? (size_t)(keep / 2) : 4;
    size_t first = half < text.size ? half : text.size, last = text.size - first;
    while (first && (text.at[first] & 0xc0) == 0x80)
        first--;
    while (last < text.size && (text.at[last] & 0xc0) == 0x80)
        last++;
    struct sink sink;
    sink_init_buffer(&sink, document->arena, UINT64_MAX);
    sink_text(&sink, str_slice(text, 0, first));
    sink_text(&sink, STR("\xe2\x80\xa6"));
    sink_text(&sink, str_skip(text, last));
    return sink_str(&sink);
}

const struct str *document_lines(const struct document *document, struct str text,
                                 const struct document_ink *ink, double width, size_t most,
                                 size_t *count)
{
    ARRAY(struct str) lines = {0};
    struct str rest = text;
    if (most && document_text_width(text, ink) > width * (double)most)
        rest = cut(document, text, ink, width * (double)most);
    while (rest.size) {
        size_t size = line_size(rest, ink, width);
        if (most && lines.count + 1 == most && size < rest.size) {
            rest = cut(document, rest, ink, width);
            size = rest.size;
        }
        array_push(document->arena, &lines, without_end_spaces(str_slice(rest, 0, size)));
        rest = str_skip(rest, size);
    }
    *count = lines.count;
    return lines.at;
}

void document_paragraph(struct document *document, struct str text, const struct document_ink *ink,
                        double width)
{
    enum { MOST_LINES = 16, WHOLE = 5 };
    double leading = ink->size * TOKEN_PDF_LEADING;
    double room = width > 0 ? width : document_right(document) - document_left(document);
    size_t count;
    const struct str *lines = document_lines(document, text, ink, room, MOST_LINES, &count);
    if (!document->is_wide)
        document_need(document, leading * (double)(count <= WHOLE ? count : 2));
    document->pages->calls->open(document->pages, PAGES_PARAGRAPH, STR(""));
    for (size_t i = 0; i < count; i++) {
        /* Two lines at least on either page. */
        double needed = leading * (i + 2 == count ? 2 : 1);
        if (i && document->y + needed > document_bottom(document)) {
            document->pages->calls->close(document->pages);
            document_turn(document, false);
            document->pages->calls->open(document->pages, PAGES_PARAGRAPH, STR(""));
        }
        document_put(document, document_left(document), document->y + ink->size, lines[i], ink);
        document->y += leading;
    }
    document->pages->calls->close(document->pages);
}

static const struct {
    double size, before, after;
    enum pages_tag tag;
} LEVELS[] = {
    {TOKEN_PDF_H1, 0, 10, PAGES_H1},
    {TOKEN_PDF_H2, TOKEN_PDF_SPACE_BEFORE_H2 - TOKEN_PDF_H2, TOKEN_PDF_SPACE_AFTER_H2, PAGES_H2},
    {TOKEN_PDF_H3, 12, 6, PAGES_H3}};

/* With several chapters each one's title is above its parts. */
static void put_outline(const struct document *document, unsigned level, struct str text,
                        struct str name)
{
    bool has_chapters = document->view->chapter_count > 1;
    bool is_title = str_equal(name, document_name(document, "summary", 0));
    unsigned own = has_chapters && !is_title ? level + 1 : level;
    if (own <= 2)
        document->pages->calls->outline(document->pages, own, text, name);
}

void document_heading(struct document *document, unsigned level, struct str text, struct str name,
                      double room_below)
{
    enum { MOST_LINES = 3 };
    struct document_ink ink = {
        .size = LEVELS[level - 1].size, .role = TOKEN_ROLE_INK, .is_strong = true};
    size_t count;
    const struct str *lines =
        document_lines(document, text, &ink, document_right(document) - document_left(document),
                       MOST_LINES, &count);
    double leading = ink.size * 1.25, before = LEVELS[level - 1].before;
    double own = leading * (double)count + LEVELS[level - 1].after;
    if (level == 1 && document->y > top_of_text())
        document_turn(document, false);
    else if (level > 1)
        document_need(document, before + own + room_below);
    if (document->y <= top_of_text())
        before = 0;
    document->y += before;
    if (name.size) {
        document_mark(document, name);
        put_outline(document, level, text, name);
    }
    document->pages->calls->open(document->pages, LEVELS[level - 1].tag, STR(""));
    for (size_t i = 0; i < count; i++) {
        document_put(document, document_left(document), document->y + ink.size, lines[i], &ink);
        document->y += leading;
    }
    document->pages->calls->close(document->pages);
    document->y += LEVELS[level - 1].after;
}

void document_caption(struct document *document, bool is_figure, struct str text)
{
    struct document_ink strong = {
        .size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK, .is_strong = true};
    struct document_ink ink = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_SOFT};
    double left = document_left(document), width = document_right(document) - left;
    struct str label = is_figure ? document_print(document, "Figure %u.", ++document->figures)
                                 : document_print(document, "Table %u.", ++document->tables);
    double label_px = document_text_width(label, &strong) * 1.04 + 4;
    double leading = ink.size * TOKEN_PDF_LEADING;
    size_t count;
    /* The first line is shorter by the label. */
    size_t first = line_size(text, &ink, width - label_px);
    const struct str *lines =
        document_lines(document, str_skip(text, first), &ink, width, 4, &count);
    document->pages->calls->open(document->pages, PAGES_CAPTION, STR(""));
    document_put(document, left, document->y + ink.size, label, &strong);
    document_put(document, left + label_px, document->y + ink.size,
                 without_end_spaces(str_slice(text, 0, first)), &ink);
    document->y += leading;
    for (size_t i = 0; i < count; i++) {
        document_put(document, left, document->y + ink.size, lines[i], &ink);
        document->y += leading;
    }
    document->pages->calls->close(document->pages);
}

struct str document_print(const struct document *document, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = arena_alloc(document->arena, size > 0 ? (size_t)size + 1 : 1, 1);
    text[0] = 0;
    if (size > 0)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return (struct str){text, size > 0 ? (size_t)size : 0};
}

/* ---------------------------------------------------------------- places */

struct str document_name(const struct document *document, const char *word, size_t number)
{
    if (number)
        return document_print(document, "c%zu.%s%zu", document->chapter, word, number);
    return document_print(document, "c%zu.%s", document->chapter, word);
}

void document_mark(struct document *document, struct str name)
{
    struct document_place place = {name, document->page};
    array_push(document->arena, &document->places, place);
    document->pages->calls->mark(document->pages, name, document->y);
}

void document_mark_row(struct document *document, double y, size_t row)
{
    struct document_place place = {document_name(document, "r", row + 1), document->page};
    array_push(document->arena, &document->places, place);
    document->pages->calls->mark(document->pages, place.name, y);
}

size_t document_page_of(const struct document *document, struct str name)
{
    for (size_t i = 0; i < document->known_count; i++)
        if (str_equal(document->known[i].name, name))
            return document->known[i].page;
    return 0;
}

struct str document_page_text(const struct document *document, struct str name)
{
    return document_print(document, "%zu", document_page_of(document, name));
}

void document_open_link(const struct document *document, const struct canvas_box *box,
                        struct str name)
{
    if (!name.size || !document_page_of(document, name))
        return;
    struct canvas_group group = {
        .link = document_print(document, "#%.*s", STR_ARG(name)), .title = STR(""), .box = *box};
    document->canvas->calls->open_group(document->canvas, &group);
}

void document_close_link(const struct document *document, struct str name)
{
    if (name.size && document_page_of(document, name))
        document->canvas->calls->close_group(document->canvas);
}
