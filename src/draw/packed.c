/* Columns of varints, then deflate. */
#include "draw/packed.h"
#include "base/deflate.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"

static void put(struct sink *sink, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        sink_char(sink, (char)(0x80 | (value & 0x7f)));
    sink_char(sink, (char)value);
}

static void put_signed(struct sink *sink, int64_t value)
{
    put(sink, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

static void put_text(struct sink *sink, struct str text)
{
    put(sink, text.size);
    sink_text(sink, text);
}

static uint64_t divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The greatest number that divides all values of a column and its total. */
static uint64_t scale_of(const struct packed_input *input, size_t column)
{
    uint64_t scale = (uint64_t)number_abs(input->columns[column].total);
    for (size_t i = 0; i < input->frame_count && scale != 1; i++)
        scale = divisor(scale, (uint64_t)number_abs(input->own[i * input->column_count + column]));
    return scale ? scale : 1;
}

static void put_functions(struct sink *sink, const struct packed_input *input)
{
    const struct packed_function *functions = input->functions;
    size_t count = input->function_count;
    put(sink, count);
    for (size_t i = 0; i < count; i++)
        put(sink, functions[i].name.size);
    for (size_t i = 0; i < count; i++)
        put(sink,
            str_equal(functions[i].name, functions[i].forms[0]) ? 0 : functions[i].forms[0].size);
    for (size_t i = 0; i < count; i++)
        put(sink, functions[i].file == UINT32_MAX ? 0 : functions[i].file + 1);
    for (size_t i = 0; i < count; i++)
        put(sink, functions[i].line > 0 ? (uint64_t)functions[i].line : 0);
    for (size_t i = 0; i < count; i++)
        put(sink, functions[i].fill);
    for (size_t i = 0; i < count; i++)
        put(sink, functions[i].form_count - 1);
    for (size_t i = 0; i < count; i++)
        for (size_t f = 1; f < functions[i].form_count; f++) {
            struct str shown = functions[i].forms[0];
            put(sink,
                utf8_utf16_units(str_slice(shown, 0, shown.size - functions[i].forms[f].size)));
        }
    for (size_t i = 0; i < count; i++)
        sink_text(sink, functions[i].name);
    for (size_t i = 0; i < count; i++)
        if (!str_equal(functions[i].name, functions[i].forms[0]))
            sink_text(sink, functions[i].forms[0]);
}

static void put_frames(struct sink *sink, const struct packed_input *input, const uint64_t *scales)
{
    put(sink, input->frame_count);
    for (size_t i = 0; i < input->frame_count; i++)
        put(sink, input->children[i]);
    for (size_t i = 1; i < input->frame_count; i++)
        put(sink, (uint64_t)input->function[i] << 1 | input->inlined[i]);
    for (size_t c = 0; c < input->column_count; c++)
        for (size_t i = 0; i < input->frame_count; i++)
            put_signed(sink, input->own[i * input->column_count + c] / (int64_t)scales[c]);
}

static void put_was(struct sink *sink, const struct packed_input *input)
{
    const struct str *was = input->changes->was;
    uint64_t count = 0;
    for (size_t i = 0; i < input->function_count; i++)
        count += was[i].size > 0;
    put(sink, count);
    for (size_t i = 0; i < input->function_count; i++)
        if (was[i].size)
            put_text(sink, was[i]);
    count = 0;
    for (size_t i = 0; i < input->function_count; i++)
        put(sink, was[i].size ? ++count : 0);
}

static void put_changes(struct sink *sink, const struct packed_input *input)
{
    const struct packed_changes *changes = input->changes;
    for (size_t c = 0; c < input->column_count; c++) {
        struct number_text factor = number_general(changes->factors[c], 17);
        put_text(sink, number_str(&factor));
    }
    put_signed(sink, changes->shift);
    put(sink, changes->width_by);
    for (size_t i = 0; i < input->frame_count; i++)
        put(sink, changes->kinds[i]);
    for (size_t i = 0; i < input->frame_count; i++)
        if (changes->kinds[i] % 8 >= PACKED_CHANGED)
            put(sink, changes->intervals[i]);
    put_was(sink, input);
}

bool packed_write(struct sink *sink, const struct packed_input *input, struct budget *budget,
                  struct arena scratch, struct error *error)
{
    struct sink plain;
    sink_init_buffer(&plain, &scratch, UINT64_MAX);
    uint64_t *scales = ARENA_NEW(&scratch, uint64_t, input->column_count);
    put(&plain, input->changes ? PACKED_CHANGES_VERSION : PACKED_VERSION);
    put(&plain, input->column_count);
    for (size_t c = 0; c < input->column_count; c++) {
        scales[c] = scale_of(input, c);
        put_text(&plain, input->columns[c].type);
        put_text(&plain, input->columns[c].unit);
        put(&plain, scales[c]);
        put(&plain, (uint64_t)input->columns[c].total / scales[c]);
    }
    put(&plain, input->file_count);
    for (size_t i = 0; i < input->file_count; i++)
        put_text(&plain, input->files[i]);
    put_functions(&plain, input);
    if (!budget_spend(budget, input->frame_count, error))
        return false;
    put_frames(&plain, input, scales);
    if (input->changes)
        put_changes(&plain, input);
    return deflate_write(sink, sink_str(&plain), budget, scratch, error);
}
