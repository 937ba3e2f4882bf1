/* Units in three families, and the text of a value. */
#include "profile/measure.h"

#include <math.h>
#include <string.h>

struct unit {
    const char *name;
    const char *aliases[3];
    double factor;
};

struct family {
    struct unit units[9];
    size_t count;
    const char *base_name; /* where a value is too small for any unit */
    double base_factor;
};

static const struct family FAMILIES[] = {
    {{{"B", {"b", "byte"}, 1},
      {"kB", {"kb", "kbyte", "kilobyte"}, 1024.0},
      {"MB", {"mb", "mbyte", "megabyte"}, 1048576.0},
      {"GB", {"gb", "gbyte", "gigabyte"}, 1073741824.0},
      {"TB", {"tb", "tbyte", "terabyte"}, 1099511627776.0},
      {"PB", {"pb", "pbyte", "petabyte"}, 1125899906842624.0}},
     6,
     "B",
     1},
    {{{"ns", {"ns", "nanosecond"}, 1},
      {"us", {"\xce\xbcs", "us", "microsecond"}, 1e3},
      {"ms", {"ms", "millisecond"}, 1e6},
      {"s", {"s", "sec", "second"}, 1e9},
      {"hrs", {"hour", "hr"}, 3600e9}},
     5,
     "s",
     1e9},
    {{{"n*GCU", {"nanogcu"}, 1e-9},
      {"u*GCU", {"microgcu"}, 1e-6},
      {"m*GCU", {"milligcu"}, 1e-3},
      {"GCU", {"gcu"}, 1},
      {"k*GCU", {"kilogcu"}, 1e3},
      {"M*GCU", {"megagcu"}, 1e6},
      {"G*GCU", {"gigagcu"}, 1e9},
      {"T*GCU", {"teragcu"}, 1e12},
      {"P*GCU", {"petagcu"}, 1e15}},
     9,
     "GCU",
     1},
};

enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES, FAMILY_TIME = 1 };

/* The name without case and plural: Go lower-cases by Unicode, of which only the Greek mu and the
 * Kelvin sign's kind matter here, and a unit with any other letter is in no family anyway. */
static struct str plain_name(struct str name, char text[24])
{
    size_t size = 0, points = 0;
    for (size_t i = 0; i < name.size && size < 23; i++) {
        unsigned char byte = (unsigned char)name.at[i];
        points += (byte & 0xc0) != 0x80;
        text[size++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
    }
    if (size >= 2 && !memcmp(text, "\xce\x9c", 2))
        text[1] = '\xbc';
    if (points > 2 && text[size - 1] == 's')
        size--;
    return (struct str){text, name.size < 23 ? size : 0};
}

static const struct unit *find_unit(const struct family *family, struct str name)
{
    char text[24];
    struct str plain = plain_name(name, text);
    for (size_t i = 0; i < family->count; i++)
        for (size_t a = 0; a < 3 && family->units[i].aliases[a]; a++)
            if (str_equal(plain, str_from_c(family->units[i].aliases[a])))
                return &family->units[i];
    return NULL;
}

static struct measure auto_scale(const struct family *family, double value)
{
    const struct unit *best = NULL;
    for (size_t i = 0; i < family->count; i++) {
        const struct unit *unit = &family->units[i];
        if ((!best || unit->factor >= best->factor) && value / unit->factor >= 1)
            best = unit;
    }
    if (!best)
        return (struct measure){value / family->base_factor, str_from_c(family->base_name)};
    return (struct measure){value / best->factor, str_from_c(best->name)};
}

static bool is_auto(struct str unit)
{
    return str_equal(unit, STR("auto")) || str_equal(unit, STR("minimum"));
}

static struct measure scale_in_family(const struct family *family, double value, struct str to)
{
    if (is_auto(to))
        return auto_scale(family, value);
    const struct unit *unit = find_unit(family, to);
    if (!unit)
        return (struct measure){value / family->base_factor, str_from_c(family->base_name)};
    return (struct measure){value / unit->factor, str_from_c(unit->name)};
}

struct measure measure_scale(int64_t value, struct str from, struct str to)
{
    if (value < 0 && value != INT64_MIN) {
        struct measure positive = measure_scale(-value, from, to);
        positive.value = -positive.value;
        return positive;
    }
    for (size_t i = 0; i < FAMILY_COUNT; i++) {
        const struct unit *unit = find_unit(&FAMILIES[i], from);
        if (unit)
            return scale_in_family(&FAMILIES[i], (double)value * unit->factor, to);
    }
    bool plain = is_auto(to) || str_equal(to, STR("count")) || str_equal(to, STR("sample")) ||
                 str_equal(to, STR("unit"));
    return (struct measure){(double)value, plain ? STR("") : to};
}

static void add(struct measure_text *text, struct str part)
{
    size_t room = sizeof text->at - 1 - text->size;
    size_t size = part.size < room ? part.size : room;
    memcpy(text->at + text->size, part.at, size);
    text->size += size;
    text->at[text->size] = 0;
}

struct measure_text measure_label(int64_t value, struct str from, struct str to)
{
    struct measure scaled = measure_scale(value, from, to);
    struct number_text number = number_fixed(scaled.value, 2);
    struct measure_text text = {.size = 0};
    struct str digits = number_str(&number);
    if (str_ends(digits, STR(".00")))
        digits.size -= 3;
    if (str_equal(digits, STR("0")) || str_equal(digits, STR("-0"))) {
        add(&text, STR("0"));
        return text;
    }
    add(&text, digits);
    add(&text, scaled.unit);
    return text;
}

struct measure_text measure_percentage(int64_t value, int64_t total)
{
    double ratio = total ? fabs((double)value / (double)total) * 100 : 0;
    struct measure_text text = {.size = 0};
    struct number_text number;
    if (ratio >= 99.95 && ratio <= 100.05) {
        add(&text, STR("  100%"));
        return text;
    }
    number = ratio >= 1 ? number_fixed(ratio, 2) : number_general(ratio, 2);
    for (size_t i = number.size; i < 5; i++)
        add(&text, STR(" "));
    add(&text, number_str(&number));
    add(&text, STR("%"));
    return text;
}

struct measure_text measure_share(int64_t value, int64_t total)
{
    double percent = total ? 100 * fabs((double)value / (double)total) : 0;
    struct measure_text text = {.size = 0};
    if (percent == 0) {
        add(&text, STR("0"));
        return text;
    }
    if (percent < 0.05) {
        add(&text, STR("<0.1%"));
        return text;
    }
    struct number_text number =
        percent >= 99.95 && percent < 100.05 ? number_fixed(percent, 0) : number_fixed(percent, 1);
    add(&text, number_str(&number));
    add(&text, STR("%"));
    return text;
}

struct str measure_str(const struct measure_text *text)
{
    return (struct str){text->at, text->size};
}

bool measure_same_family(struct str a, struct str b)
{
    bool same = str_equal(a, b);
    for (size_t i = 0; !same && i < FAMILY_COUNT; i++)
        same = find_unit(&FAMILIES[i], a) && find_unit(&FAMILIES[i], b);
    return same;
}

bool measure_is_time(struct str unit)
{
    return find_unit(&FAMILIES[FAMILY_TIME], unit) != NULL;
}
