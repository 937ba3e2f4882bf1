/* The sample type by name, number or default. */
#include "select/sample_type.h"
#include "base/quote.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/profile.h"

static struct str type_name(const struct profile *profile, size_t index)
{
    return profile_string(profile, profile->types[index].type);
}

static bool find_name(const struct profile *profile, struct str wanted, size_t *index)
{
    struct str bare = str_starts(wanted, STR("inuse_")) ? str_skip(wanted, 6) : wanted;
    for (size_t i = 0; i < profile->type_count; i++) {
        struct str name = type_name(profile, i);
        if (!str_equal(name, wanted) && !str_equal(name, bare))
            continue;
        *index = i;
        return true;
    }
    return false;
}

static bool find_default(const struct profile *profile, size_t *index)
{
    struct str wanted = profile_string(profile, profile->default_type);
    *index = profile->type_count - 1;
    for (size_t i = 0; wanted.size && i < profile->type_count; i++) {
        if (str_equal(type_name(profile, i), wanted)) {
            *index = i;
            break;
        }
    }
    return true;
}

static bool no_such_type(const struct profile *profile, struct str wanted, struct error *error)
{
    char text[300];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text - 1);
    for (size_t i = 0; i < profile->type_count; i++) {
        sink_text(&sink, i ? STR(", ") : STR(""));
        struct error_quote quote = error_quote(type_name(profile, i));
        sink_text(&sink, str_from_c(quote.text));
    }
    text[sink.used] = 0;
    struct error_quote quote = error_quote(wanted);
    return error_set(error, ERROR_USAGE,
                     "sample_index \"%s\" is none of the profile's types; choose one of: %s",
                     quote.text, text);
}

bool sample_type_find(const struct profile *profile, struct str wanted, size_t *index,
                      struct error *error)
{
    int64_t number;
    if (!profile->type_count)
        return error_set(error, ERROR_INPUT,
                         "the profile has no sample types, so there is nothing to show");
    if (!wanted.size)
        return find_default(profile, index);
    if (!number_parse_int(wanted, &number))
        return find_name(profile, wanted, index) || no_such_type(profile, wanted, error);
    *index = (size_t)number;
    if (number >= 0 && (uint64_t)number < profile->type_count)
        return true;
    return error_set(error, ERROR_USAGE, "sample_index %lld is outside the range [0..%zu]",
                     (long long)number, profile->type_count - 1);
}
