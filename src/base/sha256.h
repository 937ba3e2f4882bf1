/* SHA-256 (FIPS 180-4). Our own, as every library that has it is one that this program otherwise
 * does without, or opens only to draw or to fetch. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

enum { SHA256_DIGITS = 64 };

/* The digest of the bytes as hexadecimal digits, with a NUL behind them. */
void sha256_digits(struct str bytes, char digits[SHA256_DIGITS + 1]);

#endif
