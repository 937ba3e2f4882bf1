/* Names as capture gives them, and as people do. */
#include "serve/file_facts.h"
#include "live/file_name.h"
#include "profile/profile.h"
#include "serve/told.h"

#include <string.h>

/* Whole characters of UTF-8 that fit. */
static void put(char to[FACT_TEXT], struct str text)
{
    size_t size = text.size < FACT_TEXT ? text.size : FACT_TEXT - 1;
    while (size < text.size && size && ((unsigned char)text.at[size] & 0xc0) == 0x80)
        size--;
    memcpy(to, text.at, size);
    to[size] = 0;
}

void facts_of_name(struct file_facts *facts, struct str name)
{
    struct file_name said = file_name_read(name);
    put(facts->kind, said.kind);
    put(facts->service, said.service);
    facts->time_ns = said.time_ns;
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
