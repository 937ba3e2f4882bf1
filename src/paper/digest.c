/* SHA-256, as GLib has it, which Pango brings along. */
#include "paper/digest.h"

#include <glib.h>
#include <string.h>

struct paper_digest *digest_open(void)
{
    return (struct paper_digest *)(void *)g_checksum_new(G_CHECKSUM_SHA256);
}

void digest_add(struct paper_digest *digest, const void *bytes, size_t size)
{
    enum { MOST = 1 << 30 };
    const unsigned char *at = bytes;
    for (size_t part; size; at += part, size -= part) {
        part = size < MOST ? size : MOST;
        g_checksum_update((GChecksum *)(void *)digest, at, (gssize)part);
    }
}

void digest_close(struct paper_digest *digest, char digits[PAPER_DIGITS + 1])
{
    const char *text = g_checksum_get_string((GChecksum *)(void *)digest);
    memcpy(digits, text, PAPER_DIGITS + 1);
    g_checksum_free((GChecksum *)(void *)digest);
}
