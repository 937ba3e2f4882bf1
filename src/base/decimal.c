/* Small numbers by one exact operation, others by long division of large ones. (strtod of a C
 * library wants the locale's decimal point, and is larger than all of this.) */
#include "base/decimal.h"

#include <math.h>
#include <stdbool.h>

/* 2^64 * 10^310 and 10^345 have less than 1150 bits, and one of them is doubled up to the other. */
enum { WORDS = 40, LARGEST = 310, SMALLEST = -345, EXACT_POWER = 22, BITS = 64 };
/* Exponents of the last bit of the smallest numbers, and of the first bit of those with all bits.
 */
enum { LOWEST = -1074, WHOLE = -1022 };

struct large {
    uint32_t words[WORDS]; /* the least first */
};

static void multiply(struct large *a, uint32_t factor)
{
    uint64_t carry = 0;
    for (int i = 0; i < WORDS; i++) {
        carry += (uint64_t)a->words[i] * factor;
        a->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static bool is_less(const struct large *a, const struct large *b)
{
    int i = WORDS - 1;
    while (i > 0 && a->words[i] == b->words[i])
        i--;
    return a->words[i] < b->words[i];
}

static void subtract(struct large *a, const struct large *b)
{
    int64_t carry = 0;
    for (int i = 0; i < WORDS; i++) {
        carry += (int64_t)a->words[i] - b->words[i];
        a->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static bool is_zero(const struct large *a)
{
    uint32_t all = 0;
    for (int i = 0; i < WORDS; i++)
        all |= a->words[i];
    return !all;
}

/* over / under, both positive: BITS bits, of which a real number takes fewer where it is tiny. */
static double divide(struct large *over, struct large *under)
{
    int exponent = 0, bits = BITS;
    uint64_t quotient = 0;
    for (; !is_less(over, under); exponent++)
        multiply(under, 2);
    for (; is_less(over, under); exponent--)
        multiply(over, 2);
    /* Now it is from 1 to 2, times 2^exponent. The last bit says whether there is more behind. */
    if (exponent < LOWEST - 1)
        return 0;
    if (exponent < WHOLE)
        bits = exponent - LOWEST + 3;
    for (int i = 0; i < bits; i++) {
        bool has = !is_less(over, under);
        quotient = quotient << 1 | has;
        if (has)
            subtract(over, under);
        multiply(over, 2);
    }
    exponent -= bits - 1;
    quotient |= !is_zero(over);
    if (bits == BITS)
        return ldexp((double)quotient, exponent);
    /* Two bits too many for the smallest numbers: to the nearest, half to even. */
    uint64_t rest = quotient & 3;
    quotient = (quotient >> 2) + (rest > 2 || (rest == 2 && (quotient & 4)));
    return ldexp((double)quotient, exponent + 2);
}

double decimal_real(uint64_t whole, int scale)
{
    struct large over = {{(uint32_t)whole, (uint32_t)(whole >> 32)}}, under = {{1}};
    double power = 1;
    if (!whole || scale < SMALLEST)
        return 0;
    if (scale >= LARGEST)
        return INFINITY;
    if (whole < (uint64_t)1 << 53 && scale >= -EXACT_POWER && scale <= EXACT_POWER) {
        for (int i = scale < 0 ? -scale : scale; i > 0; i--)
            power *= 10;
        return scale < 0 ? (double)whole / power : (double)whole * power;
    }
    for (int i = scale; i > 0; i--)
        multiply(&over, 10);
    for (int i = scale; i < 0; i++)
        multiply(&under, 10);
    return divide(&over, &under);
}
