/* Portable arithmetic and number text. */
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10,
                    LN2 = 0.693147180559945309417232121458176568,
                    LOG2_E = 1.44269504088896338700e+00;

double number_log(double x)
{
    static const double L[7] = {6.666666666666735130e-01, 3.999999999940941908e-01,
                                2.857142874366239149e-01, 2.222219843214978396e-01,
                                1.818357216161805012e-01, 1.531383769920937332e-01,
                                1.479819860511658591e-01};
    if (!(x > 0) || x > DBL_MAX)
        return x == 0 ? -INFINITY : x > 0 ? x : NAN;
    int exponent;
    double fraction = frexp(x, &exponent);
    if (fraction < 0.70710678118654752440) {
        fraction *= 2;
        exponent--;
    }
    double f = fraction - 1, k = exponent, s = f / (2 + f), s2 = s * s, s4 = s2 * s2;
    double odd = s2 * (L[0] + s4 * (L[2] + s4 * (L[4] + s4 * L[6])));
    double even = s4 * (L[1] + s4 * (L[3] + s4 * L[5]));
    double rest = odd + even, half = 0.5 * f * f;
    return k * LN2_HIGH - ((half - (s * (half + rest) + k * LN2_LOW)) - f);
}

double number_log2(double x)
{
    if (!(x > 0) || x > DBL_MAX)
        return number_log(x);
    int exponent;
    double fraction = frexp(x, &exponent);
    if (fraction == 0.5)
        return exponent - 1;
    return number_log(fraction) * (1 / LN2) + exponent;
}

double number_exp(double x)
{
    static const double P[5] = {1.66666666666666657415e-01, -2.77777777770155933842e-03,
                                6.61375632143793436117e-05, -1.65339022054652515390e-06,
                                4.13813679705723846039e-08};
    if (!(x <= 709.78) || x < -745.13)
        return x > 0 ? INFINITY : x < 0 ? 0 : NAN;
    int k = (int)(LOG2_E * x + (x < 0 ? -0.5 : 0.5));
    double high = x - k * LN2_HIGH, low = k * LN2_LOW, r = high - low, t = r * r;
    double c = r - t * (P[0] + t * (P[1] + t * (P[2] + t * (P[3] + t * P[4]))));
    return ldexp(1 - ((low - (r * c) / (2 - c)) - high), k);
}

double number_pow(double x, double y)
{
    if (y == 0 || x == 1)
        return 1;
    if (x == 0)
        return y > 0 ? 0 : INFINITY;
    return number_exp(y * number_log(x));
}

/* A C library writes its locale's decimal point; any byte that no number holds is one. */
static struct number_text plain_point(const char *text)
{
    struct number_text out = {.size = 0};
    bool point = false;
    for (; *text && out.size + 1 < sizeof out.at; text++) {
        bool part = (*text >= '0' && *text <= '9') || strchr("+-einaf", *text);
        if (!part && point)
            continue;
        out.at[out.size++] = part ? *text : '.';
        point = point || !part;
    }
    out.at[out.size] = 0;
    return out;
}

struct number_text number_fixed(double value, int digits)
{
    char text[400];
    snprintf(text, sizeof text, "%.*f", digits, value);
    return plain_point(text);
}

struct number_text number_general(double value, int digits)
{
    char text[64];
    snprintf(text, sizeof text, "%.*g", digits, value);
    return plain_point(text);
}

struct number_text number_grouped(int64_t value)
{
    char digits[24];
    struct number_text out = {.size = 0};
    int size = snprintf(digits, sizeof digits, "%lld", (long long)value);
    for (int i = 0; i < size; i++) {
        out.at[out.size++] = digits[i];
        if (digits[i] != '-' && i + 1 < size && (size - i - 1) % 3 == 0)
            out.at[out.size++] = ',';
    }
    out.at[out.size] = 0;
    return out;
}

struct str number_str(const struct number_text *text)
{
    return (struct str){text->at, text->size};
}

int64_t number_abs(int64_t value)
{
    return value < 0 ? (int64_t)(0 - (uint64_t)value) : value;
}

int64_t number_add(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

int64_t number_subtract(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a - (uint64_t)b);
}

bool number_add_checked(int64_t *sum, int64_t value)
{
    return !__builtin_add_overflow(*sum, value, sum);
}

int64_t number_trunc(double value)
{
    if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0))
        return INT64_MIN;
    return (int64_t)value;
}

bool number_parse_int(struct str text, int64_t *value)
{
    bool negative = text.size && text.at[0] == '-';
    if (text.size && (text.at[0] == '-' || text.at[0] == '+'))
        text = str_skip(text, 1);
    if (!text.size)
        return false;
    uint64_t sum = 0, most = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned char)text.at[i] - (unsigned)'0';
        if (digit > 9 || sum > (most - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

/* The digits by hand, because strtod expects the locale's decimal point; from whole digits and an
 * exponent it rounds exactly, so that a number printed with 17 digits comes back. */
bool number_parse_real(struct str text, double *value)
{
    size_t i = 0, digits = 0;
    bool negative = text.size && text.at[0] == '-';
    if (text.size && (text.at[0] == '-' || text.at[0] == '+'))
        i++;
    uint64_t whole = 0;
    int scale = 0;
    bool point = false;
    for (; i < text.size && text.at[i] != 'e' && text.at[i] != 'E'; i++) {
        unsigned digit = (unsigned char)text.at[i] - (unsigned)'0';
        if (text.at[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (digit > 9)
            return false;
        digits++;
        if (whole < 100000000000000000ull) {
            whole = whole * 10 + digit;
            scale -= point;
        } else {
            scale += !point;
        }
    }
    if (!digits)
        return false;
    if (i < text.size) {
        int64_t exponent;
        if (!number_parse_int(str_skip(text, i + 1), &exponent) || exponent > 400 ||
            exponent < -400)
            return false;
        scale += (int)exponent;
    }
    char number[48];
    snprintf(number, sizeof number, "%llue%d", (unsigned long long)whole, scale);
    double result = strtod(number, NULL);
    *value = negative ? -result : result;
    return result <= DBL_MAX;
}

/* A unit of time at the text's start, larger than unit `*place` was; its length, or 0. */
static double take_unit(struct str *text, size_t *place)
{
    static const struct {
        struct str name;
        double seconds;
    } UNITS[] = {{STR_INIT("d"), 86400},
                 {STR_INIT("h"), 3600},
                 {STR_INIT("ms"), 0.001},
                 {STR_INIT("m"), 60},
                 {STR_INIT("s"), 1}};
    static const size_t RANKS[] = {1, 2, 5, 3, 4};
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
        if (!str_starts(*text, UNITS[i].name))
            continue;
        if (RANKS[i] <= *place)
            return 0;
        *place = RANKS[i];
        *text = str_skip(*text, UNITS[i].name.size);
        return UNITS[i].seconds;
    }
    return 0;
}

bool number_parse_duration(struct str text, double *seconds)
{
    double sum = 0, value;
    size_t place = 0;
    bool is_plain = number_parse_real(text, &sum) && text.at[0] != '-' && text.at[0] != '+';
    while (!is_plain && text.size) {
        size_t digits = 0;
        while (digits < text.size &&
               ((text.at[digits] >= '0' && text.at[digits] <= '9') || text.at[digits] == '.'))
            digits++;
        if (!number_parse_real(str_slice(text, 0, digits), &value))
            return false;
        text = str_skip(text, digits);
        double unit = take_unit(&text, &place);
        if (unit <= 0)
            return false;
        sum += value * unit;
    }
    if (!is_plain && !place)
        return false;
    *seconds = sum;
    return true;
}
