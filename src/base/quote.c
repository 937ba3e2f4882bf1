/* Quoting for messages: escaped, and cut in the middle between characters. */
#include "base/quote.h"
#include "base/escape.h"
#include "base/sink.h"

#include <string.h>

enum { HEAD = 72, TAIL = 48 };

/* Escapes as many characters from the start of the text as fit into `room` bytes. */
static size_t escape_head(struct str text, char *at, size_t room)
{
    size_t used = 0;
    for (size_t i = 0, step; i < text.size; i += step) {
        /* A character is at most four bytes; cutting one makes it U+FFFD, which is as safe. */
        for (step = 1; step < 4 && i + step < text.size; step++)
            if (((unsigned char)text.at[i + step] & 0xc0) != 0x80)
                break;
        char piece[32];
        struct sink sink;
        sink_init_fixed(&sink, piece, sizeof piece);
        sink_terminal(&sink, str_slice(text, i, i + step));
        if (used + sink.used > room)
            break;
        memcpy(at + used, piece, sink.used);
        used += sink.used;
    }
    return used;
}

struct error_quote error_quote(struct str text)
{
    struct error_quote quote;
    char tail[TAIL];
    size_t used = escape_head(text, quote.text, sizeof quote.text - 1), ended = 0, from;
    struct sink whole;
    char room[sizeof quote.text];
    sink_init_fixed(&whole, room, sizeof quote.text - 1);
    sink_terminal(&whole, text);
    if (sink_close(&whole, NULL)) {
        quote.text[used] = 0;
        return quote;
    }
    /* The last characters, as many as fit. */
    for (from = text.size > TAIL ? text.size - TAIL : 0; from < text.size; from++) {
        struct sink end;
        if (((unsigned char)text.at[from] & 0xc0) == 0x80)
            continue;
        sink_init_fixed(&end, tail, TAIL);
        sink_terminal(&end, str_skip(text, from));
        ended = end.used;
        if (sink_close(&end, NULL))
            break;
    }
    used = escape_head(text, quote.text, HEAD);
    memcpy(quote.text + used, "...", 3);
    if (from < text.size)
        memcpy(quote.text + used + 3, tail, ended);
    else
        ended = 0;
    quote.text[used + 3 + ended] = 0;
    return quote;
}
