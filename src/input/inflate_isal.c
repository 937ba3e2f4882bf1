/* gzip through ISA-L. */
#include "input/inflate.h"
#include "input/compressed.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>

struct inflate {
    struct compressed compressed;
    struct inflate_state state;
    /* Ours, because isal_inflate's own forgets its flags where a header goes over a block's end. */
    struct isal_gzip_header header;
    bool between; /* members: nothing of the next one is read yet */
    uint64_t members;
    bool in_header; /* the member's header is not read to its end */
    bool is_raw, raw_ended;
};

static void member_start(struct inflate *inflate)
{
    isal_inflate_reset(&inflate->state);
    inflate->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
    memset(&inflate->header, 0, sizeof inflate->header);
    inflate->between = true;
    inflate->in_header = true;
}

struct inflate *inflate_open(const struct source *source, const unsigned char *ahead,
                             size_t ahead_size, uint64_t ceiling_base)
{
    struct inflate *inflate = malloc(sizeof *inflate);
    if (!inflate)
        abort();
    compressed_init(&inflate->compressed, source, ahead, ahead_size, ceiling_base);
    isal_inflate_init(&inflate->state);
    inflate->is_raw = inflate->raw_ended = false;
    inflate->members = 0;
    member_start(inflate);
    return inflate;
}

struct inflate *inflate_open_raw(const struct source *source, uint64_t ceiling_base)
{
    struct inflate *inflate = inflate_open(source, NULL, 0, ceiling_base);
    inflate->state.crc_flag = ISAL_DEFLATE;
    inflate->is_raw = true;
    inflate->in_header = inflate->between = false;
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

/* Reads on, in the header or in the data. */
static int inflate_some(struct inflate *inflate)
{
    if (!inflate->in_header)
        return isal_inflate(&inflate->state);
    int status = isal_read_gzip_header(&inflate->state, &inflate->header);
    inflate->in_header = status != ISAL_DECOMP_OK;
    return status;
}

bool inflate_fill(void *context, unsigned char *at, size_t size, size_t *got, struct error *error)
{
    struct inflate *inflate = context;
    struct inflate_state *state = &inflate->state;
    state->next_out = at;
    state->avail_out = (uint32_t)size;
    while (state->avail_out && !inflate->raw_ended) {
        if (!state->avail_in && !inflate->compressed.ended) {
            if (!compressed_next(&inflate->compressed, error))
                return false;
            state->next_in = inflate->compressed.block;
            state->avail_in = (uint32_t)inflate->compressed.size;
        }
        uint32_t in = state->avail_in, out = state->avail_out;
        if (!in && inflate->between)
            break;
        inflate->members += inflate->between;
        inflate->between = false;
        bool in_header = inflate->in_header;
        int status = inflate_some(inflate);
        if (status < 0 || status == ISAL_NEED_DICT)
            return compressed_corrupt(&inflate->compressed, status_text(status), error);
        if (state->block_state == ISAL_BLOCK_FINISH && inflate->is_raw)
            inflate->raw_ended = true;
        else if (state->block_state == ISAL_BLOCK_FINISH)
            member_start(inflate);
        else if (inflate->compressed.ended && in == state->avail_in && out == state->avail_out &&
                 in_header == inflate->in_header)
            return compressed_truncated(&inflate->compressed, error);
    }
    *got = size - state->avail_out;
    return compressed_made(&inflate->compressed, *got, error);
}

void inflate_close(struct inflate *inflate)
{
    free(inflate);
}

uint64_t inflate_members(const struct inflate *inflate)
{
    return inflate->members;
}

uint64_t inflate_made(const struct inflate *inflate)
{
    return inflate->compressed.made;
}

const char *inflate_name(void)
{
    return "ISA-L";
}
