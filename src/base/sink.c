/* The sink: one buffer in front of a writer, or the buffer itself. */
#include "base/sink.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sink_init_buffer(struct sink *sink, struct arena *arena, uint64_t ceiling)
{
    *sink = (struct sink){.arena = arena, .ceiling = ceiling};
}

void sink_init_fixed(struct sink *sink, char *at, size_t room)
{
    *sink = (struct sink){.at = at, .room = room, .ceiling = room};
}

void sink_init_writer(struct sink *sink, char *at, size_t room, sink_write *write, void *context)
{
    *sink = (struct sink){
        .at = at, .room = room, .ceiling = UINT64_MAX, .write = write, .context = context};
}

static bool sink_pass(struct sink *sink, const char *bytes, size_t size)
{
    if (size && !sink->error.kind && !sink->write(sink->context, bytes, size, &sink->error) &&
        !sink->error.kind)
        error_set(&sink->error, ERROR_IO, "the output could not be written");
    sink->passed += size;
    return !sink->error.kind;
}

/* Makes room for `size` bytes in the buffer; false if it cannot have them. */
static bool sink_room(struct sink *sink, size_t size)
{
    if (size <= sink->room - sink->used)
        return true;
    if (sink->write) {
        bool ok = sink_pass(sink, sink->at, sink->used);
        sink->used = 0;
        return ok && size <= sink->room;
    }
    if (!sink->arena || size > sink->ceiling - sink->used) {
        if (!sink->error.kind)
            error_set(&sink->error, ERROR_LIMIT,
                      "the output is longer than its limit of %llu bytes",
                      (unsigned long long)sink->ceiling);
        return false;
    }
    size_t room = sink->room < 32 ? 64 : sink->room * 2;
    room = room - sink->used < size ? sink->used + size : room;
    room = room < sink->ceiling ? room : (size_t)sink->ceiling;
    sink->at = arena_grow(sink->arena, sink->at, sink->room, room, 1);
    sink->room = room;
    return true;
}

void sink_bytes(struct sink *sink, const char *bytes, size_t size)
{
    if (sink->error.kind || !size)
        return;
    if (sink_room(sink, size)) {
        memcpy(sink->at + sink->used, bytes, size);
        sink->used += size;
    } else if (sink->write && !sink->error.kind) {
        sink_pass(sink, bytes, size);
    } else if (!sink->write && !sink->arena) {
        size_t part = sink->room - sink->used;
        memcpy(sink->at + sink->used, bytes, part);
        sink->used += part;
    }
}

void sink_text(struct sink *sink, struct str text)
{
    sink_bytes(sink, text.at, text.size);
}

void sink_char(struct sink *sink, char byte)
{
    sink_bytes(sink, &byte, 1);
}

void sink_print(struct sink *sink, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0)
        sink_bytes(sink, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

void sink_spaces(struct sink *sink, size_t count)
{
    static const char SPACES[] = "                                                                ";
    enum { MOST = sizeof SPACES - 1 };
    for (; count > MOST; count -= MOST)
        sink_bytes(sink, SPACES, MOST);
    sink_bytes(sink, SPACES, count);
}

static void print_number(struct sink *sink, uint64_t size, bool negative, size_t width)
{
    enum { ROOM = 48 }; /* more than a sign and 20 digits */
    char text[ROOM];
    size_t at = ROOM;
    memset(text, ' ', sizeof text);
    do
        text[--at] = (char)('0' + size % 10);
    while ((size /= 10) > 0);
    if (negative)
        text[--at] = '-';
    size_t aligned = width < ROOM ? ROOM - width : 0, start = at < aligned ? at : aligned;
    sink_spaces(sink, width > ROOM ? width - ROOM : 0);
    sink_bytes(sink, text + start, ROOM - start);
}

void sink_signed(struct sink *sink, int64_t value, size_t width)
{
    print_number(sink, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0, width);
}

void sink_unsigned(struct sink *sink, uint64_t value, size_t width)
{
    print_number(sink, value, false, width);
}

bool sink_close(struct sink *sink, struct error *error)
{
    if (sink->write && sink->used) {
        sink_pass(sink, sink->at, sink->used);
        sink->used = 0;
    }
    if (sink->error.kind && error)
        *error = sink->error;
    return !sink->error.kind;
}

struct str sink_str(const struct sink *sink)
{
    return (struct str){sink->at ? sink->at : "", sink->used};
}
