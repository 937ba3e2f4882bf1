/* Names as capture gives them, and as people do. */
#include "serve/file_facts.h"
#include "profile/profile.h"
#include "serve/told.h"

#include <string.h>
#include <time.h>

/* Whole characters of UTF-8 that fit. */
static void put(char to[FACT_TEXT], struct str text)
{
    size_t size = text.size < FACT_TEXT ? text.size : FACT_TEXT - 1;
    while (size < text.size && size && ((unsigned char)text.at[size] & 0xc0) == 0x80)
        size--;
    memcpy(to, text.at, size);
    to[size] = 0;
}

/* ---------------------------------------------------------------- names */

static const struct {
    struct str word, kind;
} WORDS[] = {{STR_INIT("cpu"), STR_INIT("cpu")},
             {STR_INIT("profile"), STR_INIT("cpu")},
             {STR_INIT("heap"), STR_INIT("heap")},
             {STR_INIT("allocs"), STR_INIT("allocs")},
             {STR_INIT("goroutine"), STR_INIT("goroutine")},
             {STR_INIT("goroutines"), STR_INIT("goroutine")},
             {STR_INIT("threadcreate"), STR_INIT("threadcreate")},
             {STR_INIT("block"), STR_INIT("block")},
             {STR_INIT("mutex"), STR_INIT("mutex")}};

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The first of its words that is a kind. */
static struct str kind_of_name(struct str name)
{
    for (size_t at = 0, end; at < name.size; at = end + 1) {
        for (end = at; end < name.size && is_letter_or_digit(name.at[end]); end++) {
        }
        for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
            if (str_equal(str_slice(name, at, end), WORDS[i].word))
                return WORDS[i].kind;
    }
    return STR("");
}

static bool take_number(struct str text, size_t at, size_t size, int *number)
{
    *number = 0;
    for (size_t i = at; i < at + size; i++) {
        if (i >= text.size || text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (text.at[i] - '0');
    }
    return true;
}

/* YYYYMMDD_HHMMSS at a place. */
static bool time_at(struct str name, size_t at, int64_t *time_ns)
{
    struct tm moment = {.tm_isdst = 0};
    if (!take_number(name, at, 4, &moment.tm_year) ||
        !take_number(name, at + 4, 2, &moment.tm_mon) ||
        !take_number(name, at + 6, 2, &moment.tm_mday) || at + 8 >= name.size ||
        (name.at[at + 8] != '_' && name.at[at + 8] != '-') ||
        !take_number(name, at + 9, 2, &moment.tm_hour) ||
        !take_number(name, at + 11, 2, &moment.tm_min) ||
        !take_number(name, at + 13, 2, &moment.tm_sec))
        return false;
    if (moment.tm_year < 1970 || moment.tm_year > 2200 || moment.tm_mon < 1 || moment.tm_mon > 12 ||
        moment.tm_mday < 1 || moment.tm_mday > 31 || moment.tm_hour > 23 || moment.tm_min > 59 ||
        moment.tm_sec > 60)
        return false;
    moment.tm_year -= 1900;
    moment.tm_mon--;
    *time_ns = (int64_t)timegm(&moment) * 1000000000;
    return true;
}

void facts_of_name(struct file_facts *facts, struct str name)
{
    put(facts->kind, kind_of_name(name));
    for (size_t at = 0; at + 15 <= name.size; at++)
        if ((!at || !is_letter_or_digit(name.at[at - 1])) && time_at(name, at, &facts->time_ns))
            return;
}

void facts_of_index(struct file_facts *facts, const struct told_file *told)
{
    if (told->kind.size)
        put(facts->kind, told->kind);
    if (told->service.size)
        put(facts->service, told->service);
    if (told->time_ns)
        facts->time_ns = told->time_ns;
}

/* ---------------------------------------------------------------- profiles */

/* That of default_sample_type, or else the last, as pprof chooses. */
static size_t shown_type(const struct profile *profile)
{
    for (size_t i = 0; i < profile->type_count; i++)
        if (profile->default_type && profile->types[i].type == profile->default_type)
            return i;
    return profile->type_count - 1;
}

static bool has_type(const struct profile *profile, struct str name)
{
    for (size_t i = 0; i < profile->type_count; i++)
        if (str_equal(profile_string(profile, profile->types[i].type), name))
            return true;
    return false;
}

static struct str kind_of_types(const struct profile *profile, struct str shown)
{
    if (has_type(profile, STR("inuse_space")))
        return str_starts(shown, STR("alloc_")) ? STR("allocs") : STR("heap");
    if (has_type(profile, STR("contentions")))
        return STR("contention");
    return shown;
}

void facts_of_profile(struct file_facts *facts, const struct profile *profile)
{
    if (!profile->type_count)
        return;
    size_t type = shown_type(profile);
    struct str name = profile_string(profile, profile->types[type].type);
    put(facts->type, name);
    put(facts->unit, profile_string(profile, profile->types[type].unit));
    facts->total = 0;
    for (size_t i = 0; i < profile->sample_count; i++)
        facts->total += (double)profile->values[i * profile->type_count + type];
    if (!facts->kind[0])
        put(facts->kind, kind_of_types(profile, name));
    if (!facts->time_ns)
        facts->time_ns = profile->time_ns;
}
