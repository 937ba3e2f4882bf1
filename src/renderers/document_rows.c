/* Heads, rows, cells and bars. */
#include "renderers/document_rows.h"
#include "draw/svg.h"

enum { MOST_NAME_LINES = 4 };

/* How much wider than reckoned figures may be: tabular ones. */
static const double WIDER = 1.06;
static const double HEAD_ROOM = 15, BAR_HEIGHT = 6, NOTE_GAP = 10;

static struct document_ink ink_of(const struct document_rows *rows, enum token_role role,
                                  bool is_strong)
{
    return (struct document_ink){.size = rows->size, .role = role, .is_strong = is_strong};
}

static void put_rule(const struct document_rows *rows, double y, double width, enum token_role role)
{
    const struct canvas_point points[] = {{rows->left, y}, {rows->left + rows->width, y}};
    const struct canvas_path path = {.points = points, .count = 2};
    const struct canvas_style style = {.line = CANVAS_ROLE(role), .line_width = width};
    struct canvas *canvas = rows->document->canvas;
    canvas->calls->path(canvas, &path, &style, NULL);
}

static void open_part(const struct document_rows *rows, enum pages_tag tag)
{
    rows->document->pages->calls->open(rows->document->pages, tag, STR(""));
}

static void close_part(const struct document_rows *rows)
{
    rows->document->pages->calls->close(rows->document->pages);
}

static void put_head(struct document_rows *rows)
{
    struct document *document = rows->document;
    struct document_ink ink = {.size = TOKEN_PDF_SMALL, .role = TOKEN_ROLE_INK_MUTED};
    open_part(rows, PAGES_ROW);
    for (size_t i = 0; i < rows->count; i++) {
        const struct document_column *column = &rows->columns[i];
        if (!column->head[0])
            continue;
        ink.anchor = column->is_text ? CANVAS_START : CANVAS_END;
        open_part(rows, PAGES_HEAD_CELL);
        document_put(document, rows->left + column->at, document->y + HEAD_ROOM - 5,
                     str_from_c(column->head), &ink);
        close_part(rows);
    }
    close_part(rows);
    document->y += HEAD_ROOM;
    open_part(rows, PAGES_ARTIFACT);
    put_rule(rows, document->y, TOKEN_PDF_RULE, TOKEN_ROLE_BORDER);
    close_part(rows);
}

void document_rows_begin(struct document_rows *rows)
{
    document_need(rows->document, HEAD_ROOM + 2 * rows->height);
    open_part(rows, PAGES_TABLE);
    put_head(rows);
}

void document_columns_place(struct document_column *columns, const double *widths, size_t count)
{
    static const double GAP = 11;
    double x = 0;
    for (size_t i = 0; i < count; i++) {
        columns[i].at = columns[i].is_text ? x : x + widths[i];
        x += widths[i] + (widths[i] > 0 ? GAP : 0);
    }
}

void document_column_widen(double *width, const char *head, struct str text, double size)
{
    struct document_ink ink = {.size = size}, head_ink = {.size = TOKEN_PDF_SMALL};
    double own = document_text_width(text, &ink) * WIDER;
    double of_head = document_text_width(str_from_c(head), &head_ink) * WIDER;
    own = own > of_head ? own : of_head;
    *width = own > *width ? own : *width;
}

double document_row_leading(const struct document_rows *rows)
{
    return rows->size * 1.25;
}

double document_row_base(const struct document_rows *rows)
{
    return rows->top + (rows->height + rows->size * 0.72) / 2;
}

void document_row_begin(struct document_rows *rows, size_t lines)
{
    struct document *document = rows->document;
    rows->room = rows->height + (double)(lines - 1) * document_row_leading(rows);
    if (document->y + rows->room > document_bottom(document)) {
        document_turn(document, false);
        put_head(rows);
    }
    rows->top = document->y;
    open_part(rows, PAGES_ROW);
}

void document_row_end(struct document_rows *rows)
{
    close_part(rows);
    rows->document->y = rows->top + rows->room;
    open_part(rows, PAGES_ARTIFACT);
    put_rule(rows, rows->document->y, TOKEN_PDF_HAIRLINE, TOKEN_ROLE_HAIRLINE);
    close_part(rows);
}

void document_rows_end(struct document_rows *rows)
{
    close_part(rows);
}

void document_cell(const struct document_rows *rows, size_t column, struct str text,
                   enum token_role role, bool is_strong)
{
    struct document_ink ink = ink_of(rows, role, is_strong);
    ink.anchor = rows->columns[column].is_text ? CANVAS_START : CANVAS_END;
    open_part(rows, PAGES_CELL);
    document_put(rows->document, rows->left + rows->columns[column].at, document_row_base(rows),
                 text, &ink);
    close_part(rows);
}

/* ---------------------------------------------------------------- names */

static struct document_ink note_ink(const struct document_rows *rows)
{
    return (struct document_ink){.size = rows->size - 1.5, .role = TOKEN_ROLE_INK_MUTED};
}

size_t document_named_lines(const struct document_rows *rows, struct document_named *named,
                            double width)
{
    struct document_ink ink = ink_of(rows, TOKEN_ROLE_INK, false), note = note_ink(rows);
    named->lines = document_lines(rows->document, named->name, &ink, width, MOST_NAME_LINES,
                                  &named->line_count);
    if (!named->line_count)
        return 1;
    double left = width - NOTE_GAP - document_text_width(named->lines[named->line_count - 1], &ink);
    /* Of a place its file is the part to keep. */
    if (named->note.size && document_text_width(named->note, &note) > left)
        named->note = str_base_name(named->note);
    named->has_note_line = named->note.size && document_text_width(named->note, &note) > left;
    return named->line_count + named->has_note_line;
}

/* A line of the name; what is before `own` of the whole is paler. A name without its middle is not
 * told apart. */
static void put_line(const struct document_rows *rows, const struct document_named *named,
                     struct str line, double x, double base)
{
    struct document_ink pale = ink_of(rows, TOKEN_ROLE_INK_MUTED, false);
    bool is_link = named->link.size && document_page_of(rows->document, named->link);
    struct document_ink dark = ink_of(rows, is_link ? TOKEN_ROLE_LINK : TOKEN_ROLE_INK, false);
    bool is_whole = line.at >= named->name.at && line.at <= named->name.at + named->name.size;
    size_t start = is_whole ? (size_t)(line.at - named->name.at) : named->own;
    size_t before = named->own > start ? named->own - start : 0;
    before = before < line.size ? before : line.size;
    struct str first = str_slice(line, 0, before);
    document_put(rows->document, x, base, first, &pale);
    document_put(rows->document, x + document_text_width(first, &pale), base,
                 str_skip(line, before), &dark);
}

static void put_note(const struct document_rows *rows, const struct document_named *named, double x,
                     double width, double base)
{
    struct document_ink ink = note_ink(rows);
    size_t count;
    const struct str *lines = document_lines(rows->document, named->note, &ink, width, 1, &count);
    ink.anchor = named->has_note_line ? CANVAS_START : CANVAS_END;
    if (count)
        document_put(rows->document, named->has_note_line ? x : x + width, base, lines[0], &ink);
}

void document_put_named(const struct document_rows *rows, const struct document_named *named,
                        double x, double width)
{
    double base = document_row_base(rows), leading = document_row_leading(rows);
    struct canvas_box box = {x, rows->top, width, rows->room, 0};
    open_part(rows, PAGES_CELL);
    document_open_link(rows->document, &box, named->link);
    for (size_t i = 0; i < named->line_count; i++)
        put_line(rows, named, named->lines[i], x, base + leading * (double)i);
    document_close_link(rows->document, named->link);
    size_t line = named->has_note_line ? named->line_count : named->line_count - 1;
    if (named->note.size && named->line_count)
        put_note(rows, named, x, width, base + leading * (double)line);
    close_part(rows);
}

/* ---------------------------------------------------------------- bars */

static void put_part(const struct document_rows *rows, double x, double width, double part,
                     canvas_color color)
{
    double share = part < 0 ? 0 : part > 1 ? 1 : part;
    struct canvas_box box = {x, rows->top + (rows->height - BAR_HEIGHT) / 2, width * share,
                             BAR_HEIGHT, 1};
    struct canvas_style style = {.fill = color};
    struct canvas *canvas = rows->document->canvas;
    if (share > 0)
        canvas->calls->box(canvas, &box, &style, NULL);
}

void document_put_bar(const struct document_rows *rows, double x, double width, double flat,
                      double cum)
{
    open_part(rows, PAGES_ARTIFACT);
    put_part(rows, x, width, 1, CANVAS_ROLE(TOKEN_ROLE_SUNKEN));
    put_part(rows, x, width, cum, CANVAS_FILL(svg_fill_of_heat(0.4)));
    put_part(rows, x, width, flat, CANVAS_ROLE(TOKEN_ROLE_HEAT_LINE));
    close_part(rows);
}
