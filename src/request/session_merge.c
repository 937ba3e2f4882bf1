/* Several sources and a base as one profile. */
#include "profile/combine.h"
#include "profile/runs.h"
#include "request/session.h"

/* The sum of all of them. */
static const struct profile *load_all(struct render *render, struct texts names,
                                      struct budget *budget, struct error *error)
{
    const struct profile **profiles =
        ARENA_NEW(&render->profile_arena, const struct profile *, names.count);
    for (size_t i = 0; i < names.count; i++) {
        profiles[i] = session_load(render, names.at[i], NULL, NULL, error);
        if (!profiles[i])
            return NULL;
    }
    return combine(profiles, names.count, &render->profile_arena, budget, error);
}

/* The profile less the base, where one is asked for. */
static const struct profile *subtract_base(struct render *render, const struct profile *profile,
                                           struct budget *budget, struct error *error)
{
    const struct settings *settings = &render->settings;
    struct texts names = settings->base.count ? settings->base : settings->diff_base;
    if (!names.count)
        return profile;
    render->host.stage = "reading the base";
    struct error inner = {.kind = ERROR_NONE};
    const struct profile *base = load_all(render, names, budget, &inner);
    if (!base) {
        error_set(error, inner.kind, "%s%s",
                  render->is_pprof ? "failed to fetch any base profiles: " : "", inner.text);
        return NULL;
    }
    struct combine_base how = {.is_diff = settings->diff_base.count > 0,
                               .normalize = settings->normalize};
    return combine_with_base(profile, base, how, &render->profile_arena, budget, error);
}

/* Of a comparison both sides, otherwise the sum of all. */
static const struct profile *merge_sources(struct render *render, struct budget *budget,
                                           struct error *error)
{
    bool has[RUN_SIDES] = {false};
    for (size_t i = 0; i < render->sides.count; i++)
        has[render->sides.at[i]] = true;
    if (!render->sides.count)
        return combine(render->profiles.at, render->profiles.count, &render->profile_arena, budget,
                       error);
    if (has[RUN_BASE] && has[RUN_NEW])
        return runs_combine(render->profiles.at, render->sides.at, render->profiles.count,
                            &render->profile_arena, budget, error);
    error_set(error, ERROR_USAGE, "a comparison needs two sides; %s is missing",
              has[RUN_BASE] ? "the new one" : "the base");
    return NULL;
}

const struct profile *session_merge(struct render *render, struct budget *budget,
                                    struct error *error)
{
    const struct profile *profile = merge_sources(render, budget, error);
    return profile ? subtract_base(render, profile, budget, error) : NULL;
}
