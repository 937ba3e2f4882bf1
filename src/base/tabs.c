/* A column is a run of lines that have a cell there; a line without it ends it and all to its
 * right. The last cell of a line is in no column. */
#include "base/tabs.h"
#include "base/utf8.h"

static const char ESCAPE = '\xff';

void tabs_init(struct tabs *tabs, struct sink *sink, struct arena *arena)
{
    *tabs = (struct tabs){.sink = sink, .arena = arena};
    sink_init_buffer(&tabs->text, arena, UINT64_MAX);
}

static void count_width(struct tabs *tabs)
{
    tabs->cell.width += utf8_count(str_skip(sink_str(&tabs->text), tabs->counted));
    tabs->counted = tabs->text.used;
}

static void append(struct tabs *tabs, struct str text)
{
    sink_text(&tabs->text, text);
    tabs->cell.size += text.size;
}

/* The column of the current cell, new where the line above has none there. */
static uint32_t column_of_cell(struct tabs *tabs)
{
    if (tabs->line_cells == tabs->open.count) {
        array_push(tabs->arena, &tabs->open, (uint32_t)tabs->widths.count);
        array_push(tabs->arena, &tabs->widths, 0);
    }
    uint32_t column = tabs->open.at[tabs->line_cells];
    if (tabs->cell.width > tabs->widths.at[column])
        tabs->widths.at[column] = tabs->cell.width;
    return column;
}

static void end_cell(struct tabs *tabs, bool is_last)
{
    count_width(tabs);
    tabs->cell.column = is_last ? TABS_NONE : column_of_cell(tabs);
    array_push(tabs->arena, &tabs->cells, tabs->cell);
    tabs->cell = (struct tabs_cell){.size = 0};
    tabs->line_cells++;
}

static void write_cells(struct tabs *tabs)
{
    const char *at = sink_str(&tabs->text).at;
    for (size_t i = 0; i < tabs->cells.count; i++) {
        const struct tabs_cell *cell = &tabs->cells.at[i];
        if (cell->column != TABS_NONE)
            sink_spaces(tabs->sink, tabs->widths.at[cell->column] + 1 - cell->width);
        sink_bytes(tabs->sink, at, cell->size);
        if (cell->column == TABS_NONE)
            sink_char(tabs->sink, '\n');
        at += cell->size;
    }
    sink_bytes(tabs->sink, at, tabs->cell.size);
    tabs->text.used = tabs->counted = 0;
    tabs->cells.count = tabs->widths.count = tabs->open.count = 0;
    tabs->cell = (struct tabs_cell){.size = 0};
}

static void end_line(struct tabs *tabs, bool is_break)
{
    end_cell(tabs, true);
    tabs->open.count = tabs->line_cells - 1;
    if (is_break || tabs->line_cells == 1)
        write_cells(tabs);
    tabs->line_cells = 0;
}

void tabs_text(struct tabs *tabs, struct str text)
{
    size_t run = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.at[i];
        bool is_end = byte == '\t' || byte == '\v' || byte == '\n' || byte == '\f';
        if (byte != ESCAPE && (tabs->escaped || !is_end))
            continue;
        size_t end = byte == ESCAPE && tabs->escaped ? i + 1 : i;
        append(tabs, str_slice(text, run, end));
        run = byte == ESCAPE ? end : i + 1;
        if (byte == ESCAPE) {
            count_width(tabs);
            tabs->cell.width -= tabs->escaped ? 2 : 0; /* the two bytes themselves */
            tabs->escaped = !tabs->escaped;
        } else if (byte == '\n' || byte == '\f') {
            end_line(tabs, byte == '\f');
        } else {
            end_cell(tabs, false);
        }
    }
    append(tabs, str_skip(text, run));
}

void tabs_flush(struct tabs *tabs)
{
    write_cells(tabs);
    tabs->line_cells = 0;
    tabs->escaped = false;
}
