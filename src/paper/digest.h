/* Digests of bytes, for documents that say what they were made of (struct paper_module). */
#ifndef PAPER_DIGEST_H
#define PAPER_DIGEST_H

#include "paper/paper.h"

struct paper_digest *digest_open(void);
void digest_add(struct paper_digest *digest, const void *bytes, size_t size);
void digest_close(struct paper_digest *digest, char digits[PAPER_DIGITS + 1]);

#endif
