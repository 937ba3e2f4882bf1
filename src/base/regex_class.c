/* Sets of characters for regular expressions: collecting, cleaning, case, names of Unicode. */
#include "base/regex_program.h"
#include "base/unicode_tables.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { CLEAN_FIRST = 1 << 14 };

void regex_set_init(struct regex_set *set, struct arena *arena)
{
    *set = (struct regex_set){.arena = arena, .clean_at = CLEAN_FIRST};
}

void regex_set_clear(struct regex_set *set)
{
    set->ranges.count = 0;
    set->clean_at = CLEAN_FIRST;
}

/* Widens the range if the other touches it. */
static bool range_join(struct regex_range *range, uint32_t low, uint32_t high)
{
    if (low > range->high + 1 || range->low > high + 1)
        return false;
    range->low = low < range->low ? low : range->low;
    range->high = high > range->high ? high : range->high;
    return true;
}

void regex_set_add(struct regex_set *set, uint32_t low, uint32_t high)
{
    /* Two, because large and small letters come in turns when cases are added. */
    size_t count = set->ranges.count;
    for (size_t i = 1; i <= 2 && i <= count; i++)
        if (range_join(&set->ranges.at[count - i], low, high))
            return;
    array_push(set->arena, &set->ranges, ((struct regex_range){low, high}));
    if (set->ranges.count < set->clean_at)
        return;
    regex_set_clean(set);
    if (set->ranges.count > set->clean_at / 2)
        set->clean_at *= 2;
}

/* Index of the first run of the table that does not end below the point. */
static size_t fold_find(uint32_t point)
{
    size_t from = 0, to = COUNT(UNICODE_FOLDS);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (UNICODE_FOLDS[middle].high < point)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

uint32_t regex_fold_next(uint32_t point)
{
    size_t at = fold_find(point);
    if (at == COUNT(UNICODE_FOLDS) || UNICODE_FOLDS[at].low > point)
        return point;
    if (UNICODE_FOLDS[at].step)
        return (uint32_t)((int32_t)point + UNICODE_FOLDS[at].step);
    return (point - UNICODE_FOLDS[at].low) % 2 ? point - 1 : point + 1;
}

/* Adds the other cases of a point that lie outside of low to high. */
static void add_cases(struct regex_set *set, uint32_t point, uint32_t low, uint32_t high)
{
    for (uint32_t other = regex_fold_next(point); other != point; other = regex_fold_next(other))
        if (other < low || other > high)
            regex_set_add(set, other, other);
}

void regex_set_add_folded(struct regex_set *set, uint32_t low, uint32_t high)
{
    regex_set_add(set, low, high);
    for (size_t i = fold_find(low); i < COUNT(UNICODE_FOLDS) && UNICODE_FOLDS[i].low <= high; i++) {
        uint32_t from = UNICODE_FOLDS[i].low, to = UNICODE_FOLDS[i].high;
        for (uint32_t point = from > low ? from : low; point <= to && point <= high; point++)
            add_cases(set, point, low, high);
    }
}

void regex_set_add_all(struct regex_set *set, const struct regex_range *ranges, size_t count,
                       bool fold)
{
    for (size_t i = 0; i < count; i++) {
        if (fold)
            regex_set_add_folded(set, ranges[i].low, ranges[i].high);
        else
            regex_set_add(set, ranges[i].low, ranges[i].high);
    }
}

static int range_order(const void *a, const void *b)
{
    const struct regex_range *x = a, *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    return (x->high > y->high) - (x->high < y->high);
}

void regex_set_clean(struct regex_set *set)
{
    struct regex_range *ranges = set->ranges.at;
    size_t ordered = 1;
    while (ordered < set->ranges.count && ranges[ordered - 1].high + 1 < ranges[ordered].low)
        ordered++;
    if (ordered >= set->ranges.count)
        return;
    qsort(ranges, set->ranges.count, sizeof *ranges, range_order);
    size_t last = 0;
    for (size_t i = 1; i < set->ranges.count; i++)
        if (!range_join(&ranges[last], ranges[i].low, ranges[i].high))
            ranges[++last] = ranges[i];
    set->ranges.count = last + 1;
}

void regex_set_negate(struct regex_set *set)
{
    regex_set_clean(set);
    uint32_t next = 0;
    size_t kept = 0, count = set->ranges.count;
    for (size_t i = 0; i < count; i++) {
        struct regex_range range = set->ranges.at[i];
        if (next < range.low)
            set->ranges.at[kept++] = (struct regex_range){next, range.low - 1};
        next = range.high + 1;
    }
    set->ranges.count = kept;
    if (next <= REGEX_POINT_MAX)
        array_push(set->arena, &set->ranges, ((struct regex_range){next, REGEX_POINT_MAX}));
}

/* Adds the stretches of a table whose id is in the set of ids. */
static void add_stretches(struct regex_set *set, const uint8_t *table, size_t size,
                          const bool ids[256], bool fold)
{
    uint32_t low = 0;
    for (size_t i = 0; i < size;) {
        uint8_t id = table[i++];
        uint32_t count = 0;
        unsigned shift = 0;
        do
            count |= (uint32_t)(table[i] & 127) << shift;
        while (shift += 7, table[i++] & 128);
        struct regex_range range = {low, low + count - 1};
        low += count;
        if (ids[id])
            regex_set_add_all(set, &range, 1, fold);
    }
}

/* Compares without regard to case, '_', '-' and ' '. */
static bool name_is(struct str spelled, const char *name)
{
    for (size_t i = 0; i < spelled.size; i++) {
        char byte = spelled.at[i];
        if (byte == '_' || byte == '-' || byte == ' ')
            continue;
        char small = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
        char wanted = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
        if (!wanted || small != wanted)
            return false;
        name++;
    }
    return !*name;
}

static bool add_category(struct regex_set *set, struct str name, bool fold)
{
    for (size_t i = 0; i < COUNT(UNICODE_CATEGORY_NAMES); i++) {
        if (!name_is(name, UNICODE_CATEGORY_NAMES[i].name))
            continue;
        bool ids[256] = {false};
        for (size_t bit = 0; bit < 32; bit++)
            ids[bit] = UNICODE_CATEGORY_NAMES[i].set >> bit & 1;
        add_stretches(set, UNICODE_CATEGORIES, COUNT(UNICODE_CATEGORIES), ids, fold);
        return true;
    }
    return false;
}

static bool add_script(struct regex_set *set, struct str name, bool fold)
{
    for (size_t i = 1; i < COUNT(UNICODE_SCRIPT_NAMES); i++) {
        if (!name_is(name, UNICODE_SCRIPT_NAMES[i]))
            continue;
        bool ids[256] = {false};
        ids[i] = true;
        add_stretches(set, UNICODE_SCRIPTS, COUNT(UNICODE_SCRIPTS), ids, fold);
        return true;
    }
    return false;
}

bool regex_set_add_unicode(struct regex_set *set, struct str name, bool fold)
{
    if (name_is(name, "Any")) {
        regex_set_add(set, 0, REGEX_POINT_MAX);
        return true;
    }
    if (name_is(name, "Ascii")) {
        regex_set_add_all(set, &(struct regex_range){0, 0x7f}, 1, fold);
        return true;
    }
    if (name_is(name, "Assigned")) {
        bool ids[256];
        memset(ids, true, sizeof ids);
        ids[0] = false; /* Cn */
        add_stretches(set, UNICODE_CATEGORIES, COUNT(UNICODE_CATEGORIES), ids, fold);
        return true;
    }
    return add_category(set, name, fold) || add_script(set, name, fold);
}

struct named_class {
    const char *name;
    size_t count;
    struct regex_range ranges[4];
};

static const struct named_class PERL_CLASSES[] = {
    {"d", 1, {{'0', '9'}}},
    {"s", 3, {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}},
    {"w", 4, {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
};

static const struct named_class POSIX_CLASSES[] = {
    {"alnum", 3, {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
    {"alpha", 2, {{'A', 'Z'}, {'a', 'z'}}},
    {"ascii", 1, {{0, 0x7f}}},
    {"blank", 2, {{'\t', '\t'}, {' ', ' '}}},
    {"cntrl", 2, {{0, 0x1f}, {0x7f, 0x7f}}},
    {"digit", 1, {{'0', '9'}}},
    {"graph", 1, {{'!', '~'}}},
    {"lower", 1, {{'a', 'z'}}},
    {"print", 1, {{' ', '~'}}},
    {"punct", 4, {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
    {"space", 2, {{'\t', '\r'}, {' ', ' '}}},
    {"upper", 1, {{'A', 'Z'}}},
    {"word", 4, {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
    {"xdigit", 3, {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
};

static const struct regex_range *class_find(const struct named_class *table, size_t rows,
                                            struct str name, size_t *count)
{
    for (size_t i = 0; i < rows; i++) {
        if (!str_equal(name, str_from_c(table[i].name)))
            continue;
        *count = table[i].count;
        return table[i].ranges;
    }
    return NULL;
}

const struct regex_range *regex_perl_class(char letter, size_t *count)
{
    return class_find(PERL_CLASSES, COUNT(PERL_CLASSES), (struct str){&letter, 1}, count);
}

const struct regex_range *regex_posix_class(struct str name, size_t *count)
{
    return class_find(POSIX_CLASSES, COUNT(POSIX_CLASSES), name, count);
}

void regex_classes_init(struct regex_classes *classes, struct arena *arena)
{
    *classes = (struct regex_classes){.arena = arena};
    hash_table_init(&classes->index, arena);
    array_reserve(arena, &classes->ranges, 1); /* a place even for the first of none */
}

uint32_t regex_class_intern(struct regex_classes *classes, const struct regex_set *set)
{
    size_t count = set->ranges.count, bytes = count * sizeof(struct regex_range);
    uint64_t hash = hash_bytes(count ? (const void *)set->ranges.at : "", bytes);
    size_t at = hash_start(hash);
    for (uint32_t id; (id = hash_table_next(&classes->index, hash, &at)) != HASH_EMPTY;) {
        const struct regex_class *class = &classes->list.at[id];
        const struct regex_range *ranges = classes->ranges.at + class->first;
        if (class->count == count && (!count || memcmp(ranges, set->ranges.at, bytes) == 0))
            return id;
    }
    uint32_t id = (uint32_t)classes->list.count, first = (uint32_t)classes->ranges.count;
    array_reserve(classes->arena, &classes->ranges, count);
    if (count)
        memcpy(classes->ranges.at + first, set->ranges.at, bytes);
    classes->ranges.count += count;
    array_push(classes->arena, &classes->list,
               ((struct regex_class){.first = first, .count = (uint32_t)count}));
    hash_table_add(&classes->index, hash, id);
    return id;
}

bool regex_class_has(const struct regex_classes *classes, uint32_t id, uint32_t point)
{
    const struct regex_range *ranges = classes->ranges.at + classes->list.at[id].first;
    size_t from = 0, to = classes->list.at[id].count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (ranges[middle].high < point)
            from = middle + 1;
        else
            to = middle;
    }
    return from < classes->list.at[id].count && ranges[from].low <= point;
}
