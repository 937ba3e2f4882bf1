/* Texts are cut into pieces where a line may break, each measured once; an arrangement is then a
 * few additions. */
#include "renderers/graph_node.h"
#include "base/array.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "layout/text.h"
#include "tokens.h"

#include <math.h>

/* All px. A text may be wider than the table says (TOKEN_LABEL_SAFE_FACTOR): most of that goes into
 * the padding at its right. */
static const double PAD_X = TOKEN_GRAPH_NODE_PAD_X, PAD_Y = TOKEN_GRAPH_NODE_PAD_Y;
static const double TAG_PAD_X = 10, TAG_PAD_Y = 9, TAG_LEAST_TEXT = 48, LEAST_PAD = 3;
static const double LINE = 1.32, BAR_GAP = 6, NUMBERS_GAP = 2;
/* The small texts of a box, as part of its function's font. */
static const double OVER_PART = 0.66, NUMBERS_PART = 0.7;
static const double LEAST_TEXT = TOKEN_GRAPH_NODE_MIN_TEXT;
/* Of a box: wider or higher ones must be that much smaller to be chosen. */
static const double WIDEST = 3.2, HIGHEST = 1.0;

enum { TEXT_MOST = 240 }; /* characters of a text in a box */

/* ---------------------------------------------------------------- pieces and lines */

struct piece {
    struct str text;
    double width;
    size_t characters;
};

struct text {
    const struct piece *pieces;
    size_t count;
    double size;
    enum graph_ink ink;
};

struct line {
    size_t first, end; /* pieces */
    double width;
};

/* Index behind the first `count` characters, or the size. */
static size_t behind(struct str text, size_t count)
{
    size_t at = 0, size;
    for (; at < text.size && count > 0; count--, at += size)
        utf8_decode(str_skip(text, at), &size);
    return at;
}

struct str graph_shortened(struct str text, size_t most, struct arena *arena)
{
    size_t count = text.size <= most ? 0 : utf8_count(text);
    struct sink sink;
    if (count <= most)
        return text;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_slice(text, 0, behind(text, most / 2)));
    sink_text(&sink, STR("\xe2\x80\xa6"));
    sink_text(&sink, str_skip(text, behind(text, count - (most - most / 2 - 1))));
    return sink_str(&sink);
}

static bool ends_piece(struct str text, size_t i)
{
    char c = text.at[i], next = i + 1 < text.size ? text.at[i + 1] : 0;
    switch (c) {
    case ':':
        return next != ':' && i > 0 && text.at[i - 1] == ':';
    case '.':
    case '/':
    case '<':
    case '(':
        return next != c && next != '.' && next != ')' && next != '*' && next != '\xe2';
    case ',':
    case ' ':
        return next != ' ';
    default:
        return false;
    }
}

static struct text cut(struct str words, double size, enum graph_ink ink, struct arena *arena)
{
    ARRAY(struct piece) pieces = {NULL, 0, 0};
    enum text_weight weight = ink == GRAPH_OWN || ink == GRAPH_FLAT ? TEXT_SEMIBOLD : TEXT_REGULAR;
    words = graph_shortened(words, TEXT_MOST, arena);
    for (size_t start = 0, i = 0; i < words.size; i++) {
        if (i + 1 < words.size && !ends_piece(words, i))
            continue;
        struct str own = graph_shortened(str_slice(words, start, i + 1), GRAPH_WORD_MOST, arena);
        struct piece piece = {own, text_width(own, size, weight), utf8_count(own)};
        array_push(arena, &pieces, piece);
        start = i + 1;
    }
    return (struct text){pieces.at, pieces.count, size, ink};
}

/* The line from a piece on: as many more as fit into `most` characters. */
static struct line next_line(const struct text *text, size_t first, size_t most)
{
    struct line line = {first, first, 0};
    size_t characters = 0;
    while (line.end < text->count &&
           (line.end == first || characters + text->pieces[line.end].characters <= most)) {
        characters += text->pieces[line.end].characters;
        line.width += text->pieces[line.end].width;
        line.end++;
    }
    return line;
}

static double width_of(const struct text *text)
{
    double width = 0;
    for (size_t i = 0; i < text->count; i++)
        width += text->pieces[i].width;
    return width;
}

/* The widest line, and how many there are. */
static double break_up(const struct text *text, size_t most, size_t *lines)
{
    double width = 0;
    *lines = 0;
    for (size_t i = 0; i < text->count;) {
        struct line line = next_line(text, i, most);
        width = line.width > width ? line.width : width;
        i = line.end;
        ++*lines;
    }
    return width;
}

/* ---------------------------------------------------------------- arrangements */

struct arrangement {
    size_t most;        /* characters of a line */
    bool over_beside;   /* package and type before the function, on its line */
    bool numbers_apart; /* cum below flat */
    double dislike;     /* the part of its area by which another must be smaller */
};

/* The usual one first: package and type, function, numbers, each on a line. */
static const struct arrangement ARRANGEMENTS[] = {
    {GRAPH_LINE_MOST, false, false, 1},
    {GRAPH_LINE_MOST, false, true, 1.1},
    {GRAPH_LINE_MOST, true, false, 1.35},
    {GRAPH_LINE_MOST, true, true, 1.45},
    {28, false, false, 1.05},
    {28, false, true, 1.15},
    {20, false, false, 1.1},
    {20, false, true, 1.2},
};

struct parts {
    struct text address, over, own, place, flat, cum;
    double bars; /* more height for them */
    bool is_low;
};

struct size {
    double width, height;
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double box_width(double text, double pad)
{
    double wide = larger(text + 2 * pad, text * TOKEN_LABEL_SAFE_FACTOR + pad + LEAST_PAD);
    return (double)(long)(wide + 0.999);
}

/* Between two texts on one line, of which the first may be wider than reckoned. */
static double beside(double first)
{
    return first * 1.06 + 4;
}

static double own_line(const struct parts *parts)
{
    return parts->own.size * LINE;
}

static double over_line(const struct parts *parts)
{
    return parts->over.size * LINE;
}

static double number_line(const struct parts *parts)
{
    return parts->cum.size * LINE;
}

static struct size size_of(const struct parts *parts, const struct arrangement *how)
{
    size_t lines = 0, own_lines = 0, over_lines = 0;
    double over = break_up(&parts->over, how->most, &lines);
    double own = break_up(&parts->own, how->most, &own_lines), width;
    double flat = width_of(&parts->flat), cum = width_of(&parts->cum);
    if (how->over_beside && lines == 1) {
        width = beside(over) + own;
    } else {
        width = larger(over, own);
        over_lines += lines;
    }
    width = larger(width, break_up(&parts->address, how->most, &lines));
    over_lines += lines;
    width = larger(width, break_up(&parts->place, how->most, &lines));
    over_lines += lines;
    bool apart = how->numbers_apart && flat > 0 && cum > 0;
    width = larger(width, apart ? larger(flat, cum) : flat > 0 ? beside(flat) + cum : cum);
    return (struct size){
        box_width(larger(width, LEAST_TEXT), PAD_X),
        2 * PAD_Y + (double)own_lines * own_line(parts) + (double)over_lines * over_line(parts) +
            (apart ? 2 : 1) * number_line(parts) + NUMBERS_GAP + BAR_GAP + parts->bars};
}

/* Of boxes in many layers the heights add up. */
static double low_cost(struct size size)
{
    return size.width * size.height * sqrt(size.height);
}

static double cost(struct size size)
{
    double wide = size.width / size.height / WIDEST, high = size.height / size.width / HIGHEST;
    return size.width * size.height * larger(1, larger(wide, high));
}

static const struct arrangement *choose(const struct parts *parts)
{
    const struct arrangement *best = NULL;
    double least = 0;
    for (size_t i = 0; i < sizeof ARRANGEMENTS / sizeof *ARRANGEMENTS; i++) {
        struct size size = size_of(parts, &ARRANGEMENTS[i]);
        double own = parts->is_low ? low_cost(size) : cost(size) * ARRANGEMENTS[i].dislike;
        if (best && own >= least)
            continue;
        best = &ARRANGEMENTS[i];
        least = own;
    }
    return best;
}

/* ---------------------------------------------------------------- runs */

struct pen {
    struct arena *arena;
    ARRAY(struct graph_run) runs;
    double left, x, y; /* of the line's top */
};

static void put_run(struct pen *pen, struct str text, const struct text *like, double line)
{
    while (str_ends(text, STR(" ")))
        text.size--;
    struct graph_run run = {text, pen->x, pen->y + line / 2 + 0.36 * like->size, like->size,
                            like->ink};
    array_push(pen->arena, &pen->runs, run);
}

/* The pieces of a line are neighbours in the text, unless one was shortened. */
static struct str joined(struct pen *pen, const struct text *text, struct line line)
{
    struct sink sink;
    if (line.end == line.first + 1)
        return text->pieces[line.first].text;
    sink_init_buffer(&sink, pen->arena, UINT64_MAX);
    for (size_t i = line.first; i < line.end; i++)
        sink_text(&sink, text->pieces[i].text);
    return sink_str(&sink);
}

static void put_lines(struct pen *pen, const struct text *text, size_t most, double height)
{
    for (size_t i = 0; i < text->count;) {
        struct line line = next_line(text, i, most);
        put_run(pen, joined(pen, text, line), text, height);
        pen->y += height;
        pen->x = pen->left;
        i = line.end;
    }
}

/* On the line where the pen is, which goes on behind it. */
static void put_start(struct pen *pen, const struct text *text, double line)
{
    struct line all = {0, text->count, 0};
    if (!text->count)
        return;
    put_run(pen, joined(pen, text, all), text, line);
    pen->x += beside(width_of(text));
}

static void put_over(struct pen *pen, const struct parts *parts, const struct arrangement *how)
{
    size_t lines;
    break_up(&parts->over, how->most, &lines);
    if (!how->over_beside || lines != 1) {
        put_lines(pen, &parts->over, how->most, over_line(parts));
        return;
    }
    /* On the base line of the function's name. */
    struct text over = parts->over;
    double line = own_line(parts);
    pen->y += 0.36 * (parts->own.size - over.size);
    put_start(pen, &over, line);
    pen->y -= 0.36 * (parts->own.size - over.size);
}

static void put_numbers(struct pen *pen, const struct parts *parts, const struct arrangement *how)
{
    double line = number_line(parts);
    pen->y += NUMBERS_GAP;
    if (how->numbers_apart && parts->flat.count && parts->cum.count)
        put_lines(pen, &parts->flat, SIZE_MAX, line);
    else
        put_start(pen, &parts->flat, line);
    put_start(pen, &parts->cum, line);
    pen->y += line;
    pen->x = pen->left;
}

struct graph_box graph_box_new(const struct graph_words *words, struct arena *arena)
{
    double over = larger(TOKEN_GRAPH_OVER, OVER_PART * words->size);
    double numbers = larger(TOKEN_GRAPH_NUMBERS, NUMBERS_PART * words->size);
    struct parts parts = {.address = cut(words->address, over, GRAPH_OVER, arena),
                          .over = cut(words->over, over, GRAPH_OVER, arena),
                          .own = cut(words->own, words->size, GRAPH_OWN, arena),
                          .place = cut(words->place, over, GRAPH_OVER, arena),
                          .flat = cut(words->flat, numbers, GRAPH_FLAT, arena),
                          .cum = cut(words->cum, numbers, GRAPH_CUM, arena),
                          .bars = words->is_double ? TOKEN_GRAPH_BAR + GRAPH_BAR_ROOM : 0,
                          .is_low = words->is_low};
    const struct arrangement *how = choose(&parts);
    struct size size = size_of(&parts, how);
    struct pen pen = {.arena = arena, .left = PAD_X, .x = PAD_X, .y = PAD_Y - 1};
    put_lines(&pen, &parts.address, how->most, over_line(&parts));
    put_over(&pen, &parts, how);
    put_lines(&pen, &parts.own, how->most, own_line(&parts));
    put_lines(&pen, &parts.place, how->most, over_line(&parts));
    put_numbers(&pen, &parts, how);
    return (struct graph_box){.width = size.width,
                              .height = size.height,
                              .runs = pen.runs.at,
                              .count = pen.runs.count,
                              .bar_x = PAD_X,
                              .bar_y = size.height - PAD_Y - TOKEN_GRAPH_BAR - parts.bars + 1,
                              .bar_width = size.width - 2 * PAD_X};
}

void graph_box_widen(struct graph_box *box, double width)
{
    double more = floor(width) - box->width;
    if (more <= 0)
        return;
    box->width += more;
    if (box->bar_width > 0)
        box->bar_width += more;
}

/* Each line in the middle of the box. */
static void center_runs(const struct pen *pen, double width)
{
    for (size_t i = 0; i < pen->runs.count; i++) {
        struct graph_run *run = &pen->runs.at[i];
        run->x = (width - text_width(run->text, run->size, TEXT_REGULAR)) / 2;
    }
}

struct graph_box graph_tag_box(struct str text, struct arena *arena)
{
    struct pen pen = {.arena = arena, .left = TAG_PAD_X, .x = TAG_PAD_X, .y = TAG_PAD_Y};
    double width = 0;
    text = graph_shortened(text, TEXT_MOST, arena);
    while (text.size) {
        size_t end = str_find_str(text, STR("\\n")), lines;
        struct text line = cut(str_slice(text, 0, end), TOKEN_GRAPH_NUMBERS, GRAPH_OVER, arena);
        width = larger(width, break_up(&line, GRAPH_LINE_MOST, &lines));
        put_lines(&pen, &line, GRAPH_LINE_MOST, TOKEN_GRAPH_NUMBERS * LINE);
        text = end == STR_NONE ? STR("") : str_skip(text, end + 2);
    }
    width = box_width(larger(width, TAG_LEAST_TEXT), TAG_PAD_X);
    center_runs(&pen, width);
    return (struct graph_box){
        .width = width, .height = pen.y + TAG_PAD_Y, .runs = pen.runs.at, .count = pen.runs.count};
}
