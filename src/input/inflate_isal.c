/* gzip through ISA-L. */
#include "input/inflate.h"
#include "input/compressed.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

struct inflate {
    struct compressed compressed;
    struct inflate_state state;
    bool between; /* members: nothing of the next one is read yet */
};

static void member_start(struct inflate *inflate)
{
    isal_inflate_reset(&inflate->state);
    inflate->state.crc_flag = ISAL_GZIP;
    inflate->between = true;
}

struct inflate *inflate_open(const struct source *source, const unsigned char *ahead,
                             size_t ahead_size, uint64_t ceiling_base)
{
    struct inflate *inflate = malloc(sizeof *inflate);
    if (!inflate)
        abort();
    compressed_init(&inflate->compressed, source, ahead, ahead_size, ceiling_base);
    isal_inflate_init(&inflate->state);
    member_start(inflate);
    return inflate;
}

static const char *status_text(int status)
{
    return status == ISAL_INVALID_BLOCK        ? "invalid block"
           : status == ISAL_INVALID_SYMBOL     ? "invalid symbol"
           : status == ISAL_INVALID_LOOKBACK   ? "distance too far back"
           : status == ISAL_INCORRECT_CHECKSUM ? "wrong checksum"
                                               : "no gzip data";
}

bool inflate_fill(void *context, unsigned char *at, size_t size, size_t *got, struct error *error)
{
    struct inflate *inflate = context;
    struct inflate_state *state = &inflate->state;
    state->next_out = at;
    state->avail_out = (uint32_t)size;
    while (state->avail_out) {
        if (!state->avail_in && !inflate->compressed.ended) {
            if (!compressed_next(&inflate->compressed, error))
                return false;
            state->next_in = inflate->compressed.block;
            state->avail_in = (uint32_t)inflate->compressed.size;
        }
        uint32_t in = state->avail_in, out = state->avail_out;
        if (!in && inflate->between)
            break;
        inflate->between = false;
        int status = isal_inflate(state);
        if (status < 0 || status == ISAL_NEED_DICT)
            return compressed_corrupt(&inflate->compressed, status_text(status), error);
        if (state->block_state == ISAL_BLOCK_FINISH)
            member_start(inflate);
        else if (inflate->compressed.ended && in == state->avail_in && out == state->avail_out)
            return compressed_truncated(&inflate->compressed, error);
    }
    *got = size - state->avail_out;
    return compressed_made(&inflate->compressed, *got, error);
}

void inflate_close(struct inflate *inflate)
{
    free(inflate);
}

const char *inflate_name(void)
{
    return "ISA-L";
}
