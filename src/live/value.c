/* On top of pprof's measures, which have two decimals: here as many digits as a reader takes in. */
#include "live/value.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/measure.h"

#include <math.h>

bool value_is_bytes(struct str unit)
{
    return measure_same_family(unit, STR("bytes"));
}

/* Three digits, those before the point all, without zeros behind it. */
static void put_digits(struct sink *sink, double value)
{
    double size = fabs(value);
    struct number_text text = number_fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
    while (size < 100 && text.at[text.size - 1] == '0')
        text.size--;
    text.size -= text.at[text.size - 1] == '.';
    bool is_nothing = text.size == 2 && text.at[0] == '-' && text.at[1] == '0';
    sink_text(sink, is_nothing ? STR("0") : number_str(&text));
}

void value_print(struct sink *sink, double value, struct str unit)
{
    double bounded = fmax(fmin(value, 9e18), -9e18);
    struct measure scaled = measure_scale((int64_t)bounded, unit, STR("auto"));
    if (scaled.unit.size) {
        /* Whole units went in: what is below one is lost, and none of it matters. */
        put_digits(sink, scaled.value);
        sink_text(sink, scaled.unit);
    } else if (fabs(bounded) < 100) {
        put_digits(sink, bounded);
    } else {
        struct number_text text = number_grouped((int64_t)llround(bounded));
        sink_text(sink, number_str(&text));
    }
}

void value_print_span(struct sink *sink, int64_t span_ns)
{
    static const struct {
        const char *name;
        int64_t ns;
    } UNITS[] = {{"d", 86400000000000}, {"h", 3600000000000}, {"m", 60000000000},
                 {"s", 1000000000},     {"ms", 1000000},      {"us", 1000}};
    enum { COUNT = sizeof UNITS / sizeof *UNITS };
    for (size_t i = 0; i < COUNT; i++) {
        if (span_ns < UNITS[i].ns && i + 1 < COUNT)
            continue;
        int64_t whole = span_ns / UNITS[i].ns, rest = span_ns % UNITS[i].ns;
        sink_signed(sink, whole, 0);
        sink_text(sink, str_from_c(UNITS[i].name));
        /* A second unit where the first is small, and only of what people count in. */
        if (i < 3 && whole < 10 && rest >= UNITS[i + 1].ns) {
            sink_char(sink, ' ');
            sink_signed(sink, rest / UNITS[i + 1].ns, 0);
            sink_text(sink, str_from_c(UNITS[i + 1].name));
        }
        return;
    }
}

struct value_rate value_rate_of(int64_t span_ns)
{
    int64_t second = 1000000000;
    return span_ns >= 600 * second  ? (struct value_rate){"/h", 1}
           : span_ns >= 10 * second ? (struct value_rate){"/min", 60}
                                    : (struct value_rate){"/s", 3600};
}
