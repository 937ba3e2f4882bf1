/* What capture says, and what it makes of profiles for people. */
#ifndef LIVE_CAPTURE_WORDS_H
#define LIVE_CAPTURE_WORDS_H

#include "base/error.h"

struct arena;
struct render;
struct render_live;
struct settings;
struct taken;

/* --output, OUTPUT_DIR, or "profiles". */
struct str capture_folder(const struct settings *settings);
/* "heap-delta" */
struct str capture_growth_kind(struct str kind, struct arena *arena);
/* "3 profiles one after the other, merged" */
struct str capture_windows_note(size_t count, struct arena *arena);

/* What is there in the end. */
struct capture_told {
    struct render_live *live;
    const struct render *session;
    struct str folder;
    const struct taken *taken;
    size_t count;
};

/* A line for each. */
void capture_tell(const struct capture_told *told);
/* Writes and prints what --report and --analyze ask for. */
bool capture_show(const struct capture_told *told, struct arena *arena, struct error *error);
/* False with an error where one of them failed. */
bool capture_check(const struct capture_told *told, struct error *error);

#endif
