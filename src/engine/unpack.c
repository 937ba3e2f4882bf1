/* Unpacks the engine in the page: a module of its own, without the C library. The packed form is
 * text, two signs of 91 for 13 bits, which script elements hold as it is; in it the size and the
 * check sum of what is packed, both little-endian, then an LZMA stream with lc = 3, lp = 0, pb = 0.
 */
#include <stddef.h>
#include <stdint.h>

char *unpack_room(size_t size);
const uint8_t *unpack(size_t text_size);
size_t unpack_size(void);

enum {
    PAGE = 65536,
    HEADER = 8,
    MOST = 1 << 26,
    STATES = 12,
    LITERAL_STATES = 7,
    ONE = 1 << 11,
    ONE_HALF = ONE / 2,
    RATE = 5,
    LITERALS = 0x300,
    FIRST_SLOT = 4,
    FIRST_ALIGNED = 14,
    ALIGN_BITS = 4,
};

struct lengths {
    uint16_t is_middle, is_high, low[8], middle[8], high[256];
};

/* Probabilities of a zero. */
static struct {
    uint16_t is_match[STATES], is_old[STATES], is_second[STATES], is_third[STATES],
        is_fourth[STATES];
    uint16_t is_long[STATES], slot[4][64], middle[FIRST_ALIGNED][32], align[16];
    uint16_t literal[8][LITERALS];
    struct lengths match, old;
} model;

extern uint8_t __heap_base;
static const uint8_t *in, *in_end;
static uint8_t *out;
static size_t out_size;
static uint32_t range, code;

/* ---------------------------------------------------------------- text */

static uint8_t *room_at(size_t offset, size_t size)
{
    uint8_t *at = &__heap_base + offset;
    size_t end = (size_t)at + size, have = __builtin_wasm_memory_size(0) * PAGE;
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == SIZE_MAX)
        __builtin_trap();
    return at;
}

/* Where the page is to put the text. */
char *unpack_room(size_t size)
{
    return (char *)room_at(0, size);
}

/* The signs are those from # to ~ without <. */
static uint32_t digit(uint8_t sign)
{
    return sign - (sign > '<' ? '$' : '#');
}

/* In place, as bytes are fewer than signs; how many they are. */
static size_t from_text(uint8_t *at, size_t size)
{
    uint8_t *to = at;
    uint32_t word = 0, bits = 0;
    for (size_t i = 0; i < size; i += 2) {
        word |= (digit(at[i]) + 91 * (i + 1 < size ? digit(at[i + 1]) : 0)) << bits;
        for (bits += 13; bits >= 8; bits -= 8, word >>= 8)
            *to++ = (uint8_t)word;
    }
    return size * 13 / 16;
}

/* ---------------------------------------------------------------- bits */

static void refill(void)
{
    if (range >= 1 << 24)
        return;
    range <<= 8;
    code = code << 8 | (in < in_end ? *in++ : 0);
}

static uint32_t bit(uint16_t *zero)
{
    uint32_t bound = (range >> 11) * *zero, is_one = code >= bound;
    if (is_one) {
        range -= bound;
        code -= bound;
        *zero = (uint16_t)(*zero - (*zero >> RATE));
    } else {
        range = bound;
        *zero = (uint16_t)(*zero + ((ONE - *zero) >> RATE));
    }
    refill();
    return is_one;
}

/* The highest bit first. */
static uint32_t tree(uint16_t *zeros, uint32_t bits)
{
    uint32_t node = 1;
    for (uint32_t i = 0; i < bits; i++)
        node = node * 2 + bit(&zeros[node]);
    return node - (1U << bits);
}

/* The lowest bit first. */
static uint32_t reverse_tree(uint16_t *zeros, uint32_t bits)
{
    uint32_t node = 1, value = 0;
    for (uint32_t i = 0; i < bits; i++) {
        uint32_t one = bit(&zeros[node]);
        node = node * 2 + one;
        value |= one << i;
    }
    return value;
}

static uint32_t even_bits(uint32_t bits)
{
    uint32_t value = 0;
    while (bits-- > 0) {
        range >>= 1;
        uint32_t is_one = code >= range;
        code -= is_one ? range : 0;
        value = value * 2 + is_one;
        refill();
    }
    return value;
}

/* ---------------------------------------------------------------- what is coded */

static uint32_t length(struct lengths *lengths)
{
    if (!bit(&lengths->is_middle))
        return 2 + tree(lengths->low, 3);
    if (!bit(&lengths->is_high))
        return 10 + tree(lengths->middle, 3);
    return 18 + tree(lengths->high, 8);
}

/* One less than how far back. */
static uint32_t distance(uint32_t length)
{
    uint32_t slot = tree(model.slot[length < 6 ? length - 2 : 3], 6), bits = slot / 2 - 1;
    if (slot < FIRST_SLOT)
        return slot;
    uint32_t base = (2 | (slot & 1)) << bits;
    if (slot < FIRST_ALIGNED)
        return base + reverse_tree(model.middle[slot], bits);
    base += even_bits(bits - ALIGN_BITS) << ALIGN_BITS;
    return base + reverse_tree(model.align, ALIGN_BITS);
}

/* Behind a match the byte that would have gone on with it says something of this one. */
static uint8_t literal(uint8_t before, uint32_t expected, uint32_t is_after_match)
{
    uint16_t *zeros = model.literal[before >> 5];
    uint32_t node = 1, offset = is_after_match ? 0x100 : 0;
    while (node < 0x100) {
        expected <<= 1;
        uint32_t guess = expected & offset, one = bit(&zeros[offset + guess + node]);
        node = node * 2 + one;
        offset &= one ? expected : ~expected;
    }
    return (uint8_t)node;
}

/* A length, and in last[0] how far back what is repeated is, less one. */
static uint32_t match(uint32_t *state, uint32_t last[4])
{
    uint32_t is_later = *state >= LITERAL_STATES, which = 0;
    if (!bit(&model.is_old[*state])) {
        for (uint32_t i = 3; i > 0; i--)
            last[i] = last[i - 1];
        uint32_t count = length(&model.match);
        last[0] = distance(count);
        *state = is_later ? 10 : 7;
        return count;
    }
    if (bit(&model.is_second[*state])) {
        which = 1 + bit(&model.is_third[*state]);
        which += which == 2 && bit(&model.is_fourth[*state]);
    } else if (!bit(&model.is_long[*state])) {
        *state = is_later ? 11 : 9;
        return 1;
    }
    uint32_t found = last[which];
    for (; which > 0; which--)
        last[which] = last[which - 1];
    last[0] = found;
    *state = is_later ? 11 : 8;
    return length(&model.old);
}

/* False: it refers to what is before the start. */
static _Bool unpack_all(void)
{
    uint32_t state = 0, last[4] = {0};
    for (size_t done = 0; done < out_size;) {
        if (!bit(&model.is_match[state])) {
            uint8_t before = done ? out[done - 1] : 0,
                    expected = done ? out[done - last[0] - 1] : 0;
            out[done++] = literal(before, expected, state >= LITERAL_STATES);
            state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
            continue;
        }
        uint32_t count = match(&state, last);
        if (last[0] >= done)
            return 0;
        for (; count > 0 && done < out_size; count--, done++)
            out[done] = out[done - last[0] - 1];
    }
    return 1;
}

/* ---------------------------------------------------------------- calls */

static uint32_t word_at(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* FNV-1a. */
static uint32_t check_sum(void)
{
    uint32_t sum = 2166136261;
    for (size_t i = 0; i < out_size; i++)
        sum = (sum ^ out[i]) * 16777619;
    return sum;
}

static void start(const uint8_t *at, const uint8_t *end)
{
    uint16_t *zeros = (uint16_t *)&model;
    for (size_t i = 0; i < sizeof model / sizeof *zeros; i++)
        zeros[i] = ONE_HALF;
    in = at + 1;
    in_end = end;
    range = UINT32_MAX;
    for (int i = 0; i < 4; i++)
        code = code << 8 | *in++;
}

/* Once. Where what was packed is, or 0: it is damaged. */
const uint8_t *unpack(size_t text_size)
{
    uint8_t *at = &__heap_base;
    size_t size = from_text(at, text_size);
    out_size = size < HEADER + 5 ? MOST : word_at(at);
    if (out_size >= MOST)
        return 0;
    out = room_at(text_size, out_size);
    start(at + HEADER, at + size);
    return unpack_all() && check_sum() == word_at(at + 4) ? out : 0;
}

size_t unpack_size(void)
{
    return out_size;
}
