/* Decimal numbers to the nearest real number. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdint.h>

/* whole * 10^scale, rounded once, half to even; INFINITY where it is too large. */
double decimal_real(uint64_t whole, int scale);

#endif
