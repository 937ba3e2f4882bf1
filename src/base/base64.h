/* Base64 (RFC 4648, section 4), for data in URLs and in pages. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/str.h"

struct sink;

/* Appends the data in the standard alphabet, padded, without line breaks. */
void sink_base64(struct sink *sink, struct str data);

#endif
