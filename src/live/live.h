/* What render/live.h hides: the host, the console, what was fetched. */
#ifndef LIVE_LIVE_H
#define LIVE_LIVE_H

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "options/settings.h"
#include "render/live.h"

/* An answer that is kept for the name that it was fetched by. */
struct live_answer {
    struct str name; /* as the user wrote it */
    struct str bytes;
    struct error error; /* kind ERROR_NONE: the bytes are whole */
};

struct render_live {
    struct render_host outer;
    struct render_console console;
    struct arena_store store;
    struct arena arena; /* of the answers */
    ARRAY(struct live_answer) answers;
    struct settings settings; /* those about fetching, of the session that last told them */
};

/* One line, formatted. */
void live_say(const struct render_live *live, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A line on the terminal that replaces the one before; NULL: it is taken away. */
void live_status(const struct render_live *live, const char *line);
bool live_is_cancelled(const struct render_live *live);

#endif
