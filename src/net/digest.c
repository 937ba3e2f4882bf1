/* By Nettle, which libmicrohttpd brings along. */
#include "net/digest.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>

void net_digest(struct str bytes, char digits[NET_DIGITS + 1])
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, bytes.size, (const uint8_t *)bytes.at);
    sha256_digest(&context, sizeof digest, digest);
    base16_encode_update(digits, sizeof digest, digest);
    digits[NET_DIGITS] = 0;
}
