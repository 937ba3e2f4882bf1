/* Finds what our reports (HTML) and pictures (SVG) carry: the profile, or the frames that are
 * drawn. */
#ifndef INPUT_REPORT_H
#define INPUT_REPORT_H

#include "base/budget.h"
#include "base/str.h"

struct arena;

enum report_result { REPORT_READ, REPORT_REFUSED, REPORT_UNKNOWN };

struct report {
    struct str profile; /* one gzip member; empty: none */
    struct str packed;  /* frames, one raw deflate stream (draw/packed.h); empty: none */
    struct str sources; /* source lines, one gzip member; empty: none */
    bool has_damage;    /* there are source lines, but they are not whole */
    bool is_picture;    /* an SVG */
};

/* Whether data that begins so may be one. */
bool report_may_be(struct str head);
/* Read: it carries one of both, in the arena. Refused, with an error without the source's name: it
 * is one of ours but broken, empty or of another format. Unknown, without an error: it is somebody
 * else's. The budget's host has the module that reads markup. */
enum report_result report_read(struct str bytes, struct arena *arena, struct budget *budget,
                               struct report *report, struct error *error);

#endif
