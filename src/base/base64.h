/* Base64 (RFC 4648, section 4), for data in URLs and in pages. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/str.h"

#include <stdint.h>

struct sink;

/* Appends the data in the standard alphabet, padded, without line breaks. */
void sink_base64(struct sink *sink, struct str data);

/* Reading in parts. */
struct base64_reader {
    uint8_t values[256]; /* by byte */
    uint32_t word;       /* of the four digits that are being read */
    uint8_t digits, pads;
};

void base64_reader_init(struct base64_reader *reader);
/* Decodes the next part of the text into `to`, which has room for base64_room of its size; *made is
 * how many bytes came out. White space is passed over. False at what is no base64. */
bool base64_read(struct base64_reader *reader, struct str text, char *to, size_t *made);
/* Whether the text may end here: after four digits, padded or not. */
bool base64_ended(const struct base64_reader *reader);

static inline size_t base64_room(size_t text_size)
{
    return text_size / 4 * 3 + 3;
}

#endif
