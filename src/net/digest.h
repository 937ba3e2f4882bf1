/* SHA-256. */
#ifndef NET_DIGEST_H
#define NET_DIGEST_H

#include "base/str.h"

enum { NET_DIGITS = 64 };

/* The digest of the bytes as hexadecimal digits, with a NUL behind them. */
typedef void net_digest_function(struct str bytes, char digits[NET_DIGITS + 1]);
net_digest_function net_digest;

#endif
