/* Small questions to a profile. */
#include "profile/profile.h"

struct str profile_string(const struct profile *profile, string_id id)
{
    return profile->strings[id];
}

struct str profile_binary(const struct profile *profile)
{
    return profile->mapping_count ? profile_string(profile, profile->mappings[0].file) : STR("");
}

struct str profile_build_id(const struct profile *profile)
{
    return profile->mapping_count ? profile_string(profile, profile->mappings[0].build_id)
                                  : STR("");
}

uint32_t profile_main_mapping(const struct profile *profile)
{
    for (uint32_t i = 0; i < profile->mapping_count; i++)
        if (profile->mappings[i].file)
            return i;
    return ID_NONE;
}

const uint32_t *profile_stack(const struct profile *profile, size_t stack, size_t *count)
{
    size_t start = profile->stack_starts[stack];
    *count = profile->stack_starts[stack + 1] - start;
    return *count ? profile->stack_frames + start : NULL;
}

const struct label *profile_label(const struct profile *profile, size_t i)
{
    return &profile->labels[profile->label_ids[i]];
}

bool profile_has_label(const struct profile *profile, uint32_t label_set, struct str key,
                       struct str text)
{
    for (size_t i = profile->label_starts[label_set]; i < profile->label_starts[label_set + 1];
         i++) {
        const struct label *label = profile_label(profile, i);
        if (!label->is_number && str_equal(profile_string(profile, label->key), key) &&
            str_equal(profile_string(profile, label->text), text))
            return true;
    }
    return false;
}
