/* Numbers that must come out the same on every machine and in every host. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/str.h"

#include <stdint.h>

/* log2 and pow by their own arithmetic: the C libraries differ in the last digit, and the order of
 * nodes depends on it. log2 is Go's: exponent plus log of the fraction over ln 2; log and exp are
 * FreeBSD's (e_log.c, e_exp.c: Remez polynomials after argument reduction), below 1 ulp. */
double number_log(double x);
double number_log2(double x);
double number_exp(double x);
/* x >= 0. */
double number_pow(double x, double y);

struct number_text {
    char at[48];
    size_t size;
};

/* printf's %.*f and %.*g, with a '.' whatever the locale of the process. */
struct number_text number_fixed(double value, int digits);
struct number_text number_general(double value, int digits);
/* 1234567 -> 1,234,567. */
struct number_text number_grouped(int64_t value);
struct str number_str(const struct number_text *text);

/* |value|, with INT64_MIN kept, as Go's and C's negation both wrap. */
int64_t number_abs(int64_t value);
/* Sum that wraps as Go's does. */
int64_t number_add(int64_t a, int64_t b);
/* Difference that wraps as Go's does. */
int64_t number_subtract(int64_t a, int64_t b);
/* Sum into *sum; false on overflow. */
bool number_add_checked(int64_t *sum, int64_t value);
/* Conversion to an integer toward zero; out of range is INT64_MIN, as on amd64 under Go. */
int64_t number_trunc(double value);

/* A whole decimal number, with sign; false if the text is anything else or too large. */
bool number_parse_int(struct str text, int64_t *value);
/* A decimal number such as 0.005, 1e-3; false if the text is anything else. */
bool number_parse_real(struct str text, double *value);
/* A length of time in seconds: "30", "1.5h", "1h30m", "250ms", "2d", each unit of d, h, m, s, ms
 * once and in that order; false if the text is anything else. */
bool number_parse_duration(struct str text, double *seconds);

#endif
