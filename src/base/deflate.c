/* Bytes to a deflate stream: matches are found by hash chains with lazy evaluation (RFC 1951,
 * section 4) and collected into blocks; each block takes the form (stored, fixed codes, codes of
 * its own) that needs the fewest bits. */
#include "base/deflate.h"

#include "base/sink.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A change of any of the search limits or of BLOCK_TOKENS changes the bytes of every output. */
enum {
    WINDOW = 32768,
    MATCH_MIN = 3,
    MATCH_MAX = 258,
    HASH_BITS = 15,
    CHAIN = 128,       /* candidates looked at */
    CHAIN_GOOD = 32,   /* the same, when a match of LENGTH_GOOD is already at hand */
    LENGTH_GOOD = 8,   /* good enough to search less for a better one */
    LENGTH_LAZY = 24,  /* good enough not to look one byte further */
    LENGTH_NICE = 128, /* good enough to stop the search */
    FAR = 4096,        /* a match of MATCH_MIN from further away costs more than its literals */
    BLOCK_TOKENS = 16384,
};

enum {
    LITERALS = 286, /* literals, end of block, match lengths */
    DISTANCES = 30,
    SIZES = 19, /* the alphabet in which code sizes are written */
    SYMBOLS = 288,
    END = 256,
    LENGTH_FIRST = 257,
    CODE_LIMIT = 15,
    SIZES_LIMIT = 7,
    STORED_MAX = 65535,
};

enum block_form { FORM_STORED, FORM_FIXED, FORM_OWN };

struct bits {
    struct sink *sink;
    uint64_t pending; /* lowest first */
    unsigned count;   /* of `pending`, below 32 between calls */
};

/* A prefix code: size in bits (0: unused) and word, first bit lowest, of each symbol. */
struct code {
    uint8_t size[SYMBOLS];
    uint16_t word[SYMBOLS];
};

/* Where the same three bytes came before. Positions are kept modulo 2^32 and nothing marks an empty
 * place: each candidate is compared with the data, so a stale one costs a look and no more. */
struct finder {
    const unsigned char *data;
    size_t size;
    size_t hashed;      /* positions entered so far */
    uint32_t *head;     /* by hash, the last position */
    uint32_t *previous; /* by position modulo WINDOW, the one before with the same hash */
};

struct match {
    unsigned length; /* 0: none */
    unsigned distance;
};

struct block {
    struct bits bits;
    struct code fixed_literal, fixed_distance;
    struct str data;  /* all of it */
    size_t from, to;  /* the part this block stands for */
    uint32_t *tokens; /* length << 16 | distance, or a literal byte */
    size_t count;
    uint32_t literal_weight[SYMBOLS], distance_weight[SYMBOLS];
    uint64_t extra_bits;
};

/* How a block's own codes are described in front of it. */
struct header {
    struct code literal, distance, sizes;
    size_t literals, distances, size_codes; /* symbols that are described */
    struct {
        uint8_t symbol, extra;
    } run[LITERALS + DISTANCES];
    size_t runs;
    uint64_t bits;
};

/* The order in which the sizes of the sizes' code are written (RFC 1951, 3.2.7). */
static const uint8_t SIZE_ORDER[SIZES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                          11, 4,  12, 3, 13, 2, 14, 1, 15};

static void bits_put(struct bits *bits, uint32_t value, unsigned count)
{
    bits->pending |= (uint64_t)value << bits->count;
    bits->count += count;
    if (bits->count < 32)
        return;
    uint32_t low = (uint32_t)bits->pending;
    const char bytes[4] = {(char)low, (char)(low >> 8), (char)(low >> 16), (char)(low >> 24)};
    sink_bytes(bits->sink, bytes, sizeof bytes);
    bits->pending >>= 32;
    bits->count -= 32;
}

/* Fills the last byte with zeros and writes all that is pending. */
static void bits_align(struct bits *bits)
{
    for (unsigned done = 0; done < bits->count; done += 8)
        sink_char(bits->sink, (char)(bits->pending >> done));
    bits->pending = 0;
    bits->count = 0;
}

static uint16_t word_reverse(unsigned word, unsigned size)
{
    unsigned reversed = 0;
    for (unsigned i = 0; i < size; i++)
        reversed |= (word >> i & 1) << (size - 1 - i);
    return (uint16_t)reversed;
}

/* The canonical words of the code's sizes (RFC 1951, 3.2.2). */
static void code_assign(struct code *code)
{
    unsigned per_size[CODE_LIMIT + 1] = {0}, next[CODE_LIMIT + 1] = {0};
    for (size_t i = 0; i < SYMBOLS; i++)
        per_size[code->size[i]]++;
    per_size[0] = 0;
    for (size_t size = 1; size <= CODE_LIMIT; size++)
        next[size] = (next[size - 1] + per_size[size - 1]) << 1;
    for (size_t i = 0; i < SYMBOLS; i++)
        code->word[i] = word_reverse(next[code->size[i]]++, code->size[i]);
}

static int leaf_compare(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* The used symbols as weight << 9 | symbol, lightest first; at least two, because decoders differ
 * in what they take for a code of one word. Every weight fits: a block has few enough tokens. */
static size_t leaves_sort(const uint32_t *weight, size_t symbols, uint32_t *leaves)
{
    _Static_assert(SYMBOLS <= 1 << 9 && 2 * BLOCK_TOKENS < 1 << (32 - 9), "a leaf is 32 bits");
    size_t count = 0, used = 0;
    for (size_t i = 0; i < symbols; i++)
        used += weight[i] > 0;
    for (size_t i = 0; i < symbols; i++) {
        bool wanted = !weight[i] && used < 2;
        used += wanted;
        if (weight[i] || wanted)
            leaves[count++] = weight[i] << 9 | (uint32_t)i;
    }
    qsort(leaves, count, sizeof *leaves, leaf_compare);
    return count;
}

/* Huffman's tree over sorted leaves with two queues, leaves and joints; how many leaves lie at each
 * depth, those below `limit` counted at it. */
static void tree_count_depths(const uint32_t *leaves, size_t count, unsigned limit,
                              unsigned *per_depth)
{
    uint32_t weight[2 * SYMBOLS];
    uint16_t parent[2 * SYMBOLS], depth[2 * SYMBOLS];
    size_t leaf = 0, joint = count, root = 2 * count - 2;
    for (size_t i = 0; i < count; i++)
        weight[i] = leaves[i] >> 9;
    for (size_t next = count; next <= root; next++) {
        weight[next] = 0;
        for (unsigned child = 0; child < 2; child++) {
            bool is_leaf = leaf < count && (joint == next || weight[leaf] <= weight[joint]);
            size_t picked = is_leaf ? leaf++ : joint++;
            weight[next] += weight[picked];
            parent[picked] = (uint16_t)next;
        }
    }
    depth[root] = 0;
    for (size_t i = root; i-- > 0;) {
        depth[i] = (uint16_t)(depth[parent[i]] + 1);
        if (i < count)
            per_depth[depth[i] < limit ? depth[i] : limit]++;
    }
}

/* Leaves that were lifted to `limit` overfill the code. Each step puts one of them beside a leaf
 * from higher up, both one bit longer than that was, and so frees one word of the longest. */
static void depths_repair(unsigned *per_depth, unsigned limit)
{
    uint32_t filled = 0;
    for (unsigned depth = 1; depth <= limit; depth++)
        filled += (uint32_t)per_depth[depth] << (limit - depth);
    for (; filled > 1u << limit; filled--) {
        unsigned depth = limit - 1;
        while (!per_depth[depth])
            depth--;
        per_depth[depth]--;
        per_depth[depth + 1] += 2;
        per_depth[limit]--;
    }
}

/* The code for symbols of these weights with no word longer than `limit`. */
static void code_build(struct code *code, const uint32_t *weight, size_t symbols, unsigned limit)
{
    uint32_t leaves[SYMBOLS];
    unsigned per_depth[CODE_LIMIT + 1] = {0};
    size_t count = leaves_sort(weight, symbols, leaves), leaf = 0;
    tree_count_depths(leaves, count, limit, per_depth);
    depths_repair(per_depth, limit);
    memset(code->size, 0, sizeof code->size);
    for (unsigned size = limit; size > 0; size--)
        for (unsigned i = 0; i < per_depth[size]; i++)
            code->size[leaves[leaf++] & 0x1ff] = (uint8_t)size;
    code_assign(code);
}

static uint64_t code_bits(const struct code *code, const uint32_t *weight)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < SYMBOLS; i++)
        bits += (uint64_t)weight[i] * code->size[i];
    return bits;
}

static void code_put(const struct code *code, struct bits *bits, size_t symbol)
{
    bits_put(bits, code->word[symbol], code->size[symbol]);
}

/* A number as the format writes lengths and distances: a symbol that holds its magnitude and the
 * `kept` bits after the first, then the rest as it is. */
struct split {
    unsigned symbol, extra, extra_bits;
};

static struct split split_number(unsigned value, unsigned kept)
{
    unsigned magnitude = 31u - (unsigned)__builtin_clz(value | 1);
    unsigned extra_bits = magnitude > kept ? magnitude - kept : 0;
    return (struct split){(extra_bits << kept) + (value >> extra_bits),
                          value & ((1u << extra_bits) - 1), extra_bits};
}

static struct split split_length(unsigned length)
{
    struct split split = split_number(length - MATCH_MIN, 2);
    if (length == MATCH_MAX)
        split = (struct split){LITERALS - 1 - LENGTH_FIRST, 0, 0};
    split.symbol += LENGTH_FIRST;
    return split;
}

static struct split split_distance(unsigned distance)
{
    return split_number(distance - 1, 1);
}

static void header_add(struct header *header, unsigned symbol, size_t extra, uint32_t *weight)
{
    header->run[header->runs].symbol = (uint8_t)symbol;
    header->run[header->runs++].extra = (uint8_t)extra;
    weight[symbol]++;
}

/* `count` times the same size, by the symbols that repeat: 16 the last size, 17 and 18 zeros. */
static void header_add_run(struct header *header, unsigned size, size_t count, uint32_t *weight)
{
    if (size) {
        header_add(header, size, 0, weight);
        count--;
    }
    while (count >= 3) {
        size_t most = size ? 6 : 138, take = count < most ? count : most;
        unsigned symbol = size ? 16 : take < 11 ? 17 : 18;
        header_add(header, symbol, take - (symbol == 18 ? 11 : 3), weight);
        count -= take;
    }
    while (count-- > 0)
        header_add(header, size, 0, weight);
}

static unsigned run_extra_bits(unsigned symbol)
{
    return symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
}

static size_t symbols_used(const struct code *code, size_t symbols, size_t least)
{
    while (symbols > least && !code->size[symbols - 1])
        symbols--;
    return symbols;
}

static void header_count(struct header *header)
{
    header->size_codes = SIZES;
    while (header->size_codes > 4 && !header->sizes.size[SIZE_ORDER[header->size_codes - 1]])
        header->size_codes--;
    header->bits = 5 + 5 + 4 + 3 * header->size_codes;
    for (size_t i = 0; i < header->runs; i++) {
        unsigned symbol = header->run[i].symbol;
        header->bits += header->sizes.size[symbol] + run_extra_bits(symbol);
    }
}

static void header_build(struct header *header, const struct block *block)
{
    uint8_t sizes[LITERALS + DISTANCES];
    uint32_t weight[SYMBOLS] = {0};
    code_build(&header->literal, block->literal_weight, LITERALS, CODE_LIMIT);
    code_build(&header->distance, block->distance_weight, DISTANCES, CODE_LIMIT);
    header->literals = symbols_used(&header->literal, LITERALS, LENGTH_FIRST);
    header->distances = symbols_used(&header->distance, DISTANCES, 1);
    memcpy(sizes, header->literal.size, header->literals);
    memcpy(sizes + header->literals, header->distance.size, header->distances);
    header->runs = 0;
    size_t all = header->literals + header->distances;
    for (size_t from = 0, to; from < all; from = to) {
        for (to = from + 1; to < all && sizes[to] == sizes[from];)
            to++;
        header_add_run(header, sizes[from], to - from, weight);
    }
    code_build(&header->sizes, weight, SIZES, SIZES_LIMIT);
    header_count(header);
}

static void header_write(const struct header *header, struct bits *bits)
{
    bits_put(bits, (uint32_t)header->literals - LENGTH_FIRST, 5);
    bits_put(bits, (uint32_t)header->distances - 1, 5);
    bits_put(bits, (uint32_t)header->size_codes - 4, 4);
    for (size_t i = 0; i < header->size_codes; i++)
        bits_put(bits, header->sizes.size[SIZE_ORDER[i]], 3);
    for (size_t i = 0; i < header->runs; i++) {
        code_put(&header->sizes, bits, header->run[i].symbol);
        bits_put(bits, header->run[i].extra, run_extra_bits(header->run[i].symbol));
    }
}

static void fixed_codes_init(struct block *block)
{
    uint8_t *size = block->fixed_literal.size;
    memset(size, 8, SYMBOLS);
    memset(size + 144, 9, 256 - 144);
    memset(size + 256, 7, 280 - 256);
    memset(block->fixed_distance.size, 0, SYMBOLS);
    memset(block->fixed_distance.size, 5, 32);
    code_assign(&block->fixed_literal);
    code_assign(&block->fixed_distance);
}

static uint64_t stored_bits(const struct block *block)
{
    uint64_t size = block->to - block->from, pieces = (size + STORED_MAX - 1) / STORED_MAX;
    pieces += !pieces;
    /* The first piece is padded from where the last block ended, the others from their 3 bits. */
    return (8 - (block->bits.count + 3) % 8) % 8 + (pieces - 1) * 5 + pieces * (3 + 32) + size * 8;
}

static void stored_write(struct block *block, bool last)
{
    size_t from = block->from;
    do {
        size_t left = block->to - from, take = left < STORED_MAX ? left : STORED_MAX;
        bits_put(&block->bits, last && take == left, 1);
        bits_put(&block->bits, FORM_STORED, 2);
        bits_align(&block->bits);
        bits_put(&block->bits, (uint32_t)take, 16);
        bits_put(&block->bits, (uint32_t)(take ^ 0xffff), 16);
        sink_bytes(block->bits.sink, block->data.at + from, take);
        from += take;
    } while (from < block->to);
}

static void tokens_write(struct block *block, const struct code *literal,
                         const struct code *distance)
{
    struct bits *bits = &block->bits;
    for (size_t i = 0; i < block->count; i++) {
        uint32_t token = block->tokens[i];
        if (token >> 16 == 0) {
            code_put(literal, bits, token);
            continue;
        }
        struct split split = split_length(token >> 16);
        code_put(literal, bits, split.symbol);
        bits_put(bits, split.extra, split.extra_bits);
        split = split_distance(token & 0xffff);
        code_put(distance, bits, split.symbol);
        bits_put(bits, split.extra, split.extra_bits);
    }
    code_put(literal, bits, END);
}

static void block_clear(struct block *block)
{
    block->from = block->to;
    block->count = 0;
    block->extra_bits = 0;
    memset(block->literal_weight, 0, sizeof block->literal_weight);
    memset(block->distance_weight, 0, sizeof block->distance_weight);
    block->literal_weight[END] = 1;
}

static void block_write(struct block *block, bool last)
{
    struct header header;
    header_build(&header, block);
    uint64_t own = 3 + header.bits + code_bits(&header.literal, block->literal_weight) +
                   code_bits(&header.distance, block->distance_weight) + block->extra_bits;
    uint64_t fixed = 3 + code_bits(&block->fixed_literal, block->literal_weight) +
                     code_bits(&block->fixed_distance, block->distance_weight) + block->extra_bits;
    uint64_t stored = stored_bits(block);
    if (stored <= own && stored <= fixed) {
        stored_write(block, last);
    } else if (fixed <= own) {
        bits_put(&block->bits, (uint32_t)last | FORM_FIXED << 1, 3);
        tokens_write(block, &block->fixed_literal, &block->fixed_distance);
    } else {
        bits_put(&block->bits, (uint32_t)last | FORM_OWN << 1, 3);
        header_write(&header, &block->bits);
        tokens_write(block, &header.literal, &header.distance);
    }
    block_clear(block);
}

static void block_add(struct block *block, uint32_t token, size_t size)
{
    if (block->count == BLOCK_TOKENS)
        block_write(block, false);
    block->tokens[block->count++] = token;
    block->to += size;
}

static void block_add_literal(struct block *block, unsigned char byte)
{
    block_add(block, byte, 1);
    block->literal_weight[byte]++;
}

static void block_add_match(struct block *block, struct match match)
{
    struct split length = split_length(match.length), distance = split_distance(match.distance);
    block_add(block, match.length << 16 | match.distance, match.length);
    block->literal_weight[length.symbol]++;
    block->distance_weight[distance.symbol]++;
    block->extra_bits += length.extra_bits + distance.extra_bits;
}

static uint32_t hash_three(const unsigned char *at)
{
    uint32_t three = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
    return three * 0x9e3779b1u >> (32 - HASH_BITS);
}

/* Enters the positions before `to`. */
static void finder_advance(struct finder *finder, size_t to)
{
    for (; finder->hashed < to && finder->hashed + MATCH_MIN <= finder->size; finder->hashed++) {
        uint32_t *head = &finder->head[hash_three(finder->data + finder->hashed)];
        finder->previous[finder->hashed % WINDOW] = *head;
        *head = (uint32_t)finder->hashed;
    }
}

static unsigned common_length(const unsigned char *a, const unsigned char *b, unsigned most)
{
    unsigned length = 0;
    for (; length + 8 <= most && !memcmp(a + length, b + length, 8); length += 8)
        ;
    while (length < most && a[length] == b[length])
        length++;
    return length;
}

/* The longest match at `at` that is longer than `known`, the nearest of equals; `known` if none. */
static struct match finder_search(struct finder *finder, size_t at, struct match known)
{
    size_t left = finder->size - at, reach = at < WINDOW ? at : WINDOW;
    unsigned most = left < MATCH_MAX ? (unsigned)left : MATCH_MAX;
    struct match best = {known.length < MATCH_MIN ? MATCH_MIN - 1 : known.length, 0};
    if (best.length >= most)
        return known;
    finder_advance(finder, at);
    const unsigned char *here = finder->data + at;
    uint32_t candidate = finder->head[hash_three(here)], nearest = 0;
    for (unsigned tries = known.length < LENGTH_GOOD ? CHAIN : CHAIN_GOOD; tries > 0; tries--) {
        uint32_t distance = (uint32_t)at - candidate;
        /* The chain ends where it turns back: at a place of an older round or a never set one. */
        if (distance <= nearest || distance > reach)
            break;
        const unsigned char *there = here - distance;
        if (there[best.length] == here[best.length] &&
            there[best.length - 1] == here[best.length - 1]) {
            unsigned length = common_length(there, here, most);
            if (length > best.length && (length > MATCH_MIN || distance <= FAR))
                best = (struct match){length, distance};
            if (best.length == most || best.length >= LENGTH_NICE)
                break;
        }
        nearest = distance;
        candidate = finder->previous[candidate % WINDOW];
    }
    return best.distance ? best : known;
}

static struct finder finder_init(struct str data, struct arena *arena)
{
    return (struct finder){
        .data = (const unsigned char *)data.at,
        .size = data.size,
        .head = ARENA_NEW(arena, uint32_t, (size_t)1 << HASH_BITS),
        .previous = ARENA_NEW(arena, uint32_t, WINDOW),
    };
}

/* Splits the data into literals and matches. A match waits while the next byte starts a longer one.
 */
static bool data_split(struct finder *finder, struct block *block, struct budget *budget,
                       struct error *error)
{
    const struct match none = {0};
    for (size_t at = 0; at < finder->size;) {
        struct match match = finder_search(finder, at, none);
        while (match.length && match.length < LENGTH_LAZY) {
            struct match next = finder_search(finder, at + 1, match);
            if (next.length <= match.length)
                break;
            block_add_literal(block, finder->data[at++]);
            match = next;
        }
        if (match.length)
            block_add_match(block, match);
        else
            block_add_literal(block, finder->data[at]);
        at += match.length ? match.length : 1;
        if (!budget_spend(budget, 1, error))
            return false;
    }
    return true;
}

bool deflate_write(struct sink *sink, struct str data, struct budget *budget, struct arena scratch,
                   struct error *error)
{
    struct finder finder = finder_init(data, &scratch);
    struct block *block = ARENA_NEW(&scratch, struct block, 1);
    block->bits.sink = sink;
    block->data = data;
    block->tokens = ARENA_NEW(&scratch, uint32_t, BLOCK_TOKENS);
    fixed_codes_init(block);
    block_clear(block);
    if (!data_split(&finder, block, budget, error))
        return false;
    block_write(block, true);
    bits_align(&block->bits);
    return true;
}
