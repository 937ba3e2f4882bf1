/* What a command is to write, and where: by verb, options and the sources' names. */
#ifndef REQUEST_TARGET_H
#define REQUEST_TARGET_H

#include "base/error.h"

struct arena;
struct medium;
struct renderer;
struct settings;

struct target {
    const struct renderer *renderer;
    const struct medium *medium; /* NULL: the renderer's own format */
    struct str tab;              /* that a page opens on; empty: its own choice */
    struct str path;             /* "-" for standard output */
    bool is_default_name;
};

/* The renderer of a name; a USAGE error suggests the nearest. Empty: the default one. */
const struct renderer *target_renderer(struct str name, struct error *error);
/* Makes it a page that opens on what the view shows. False with a USAGE error where no tab shows
 * it. */
bool target_page(struct target *target, struct str view, struct error *error);
/* False with a USAGE error where the renderer needs --pattern and has none, does not write
 * --format, or has rules that cannot be read. */
bool target_is_ready(const struct renderer *renderer, const struct settings *settings,
                     struct error *error);

struct target_sources {
    const struct str *names;
    size_t count;
    size_t base_count; /* of a comparison: so many are the base, and come first; otherwise 0 */
};

/* Chooses. The verb is a view, merge or convert. A default name is one that is free, or that of an
 * older output of render. */
bool target_choose(const struct settings *settings, struct str verb,
                   const struct target_sources *from, struct arena *arena, struct target *target,
                   struct error *error);

/* The base name of a source less .gz and one suffix: "cpu.pb.gz" gives "cpu", and so
 * does "http://host/cpu?seconds=5". */
struct str target_stem(struct str source);

#endif
