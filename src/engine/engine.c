/* One session over the bytes that the page hands in. */
#include "engine/engine.h"
#include "render/render.h"

#include <stdlib.h>
#include <string.h>

/* What the page provides: milliseconds since 1970, and minutes east of UTC at such a moment. */
__attribute__((import_module("page"), import_name("now"))) double page_now(void);
__attribute__((import_module("page"), import_name("zone"))) int page_zone(double ms);

struct bytes {
    char *at;
    size_t size, room;
};

static struct render *session;
static struct bytes room, answer, notes;
static const char *profile;
static size_t profile_size, profile_used;
static struct render_error failure;

static void bytes_reserve(struct bytes *bytes, size_t size)
{
    if (size <= bytes->room)
        return;
    bytes->room = size > bytes->room * 2 ? size : bytes->room * 2;
    bytes->at = realloc(bytes->at, bytes->room);
    if (!bytes->at)
        abort();
}

static bool bytes_add(void *context, const void *at, size_t size)
{
    struct bytes *bytes = context;
    bytes_reserve(bytes, bytes->size + size);
    memcpy(bytes->at + bytes->size, at, size);
    bytes->size += size;
    return true;
}

/* ---------------------------------------------------------------- the host */

static bool read_profile(void *context, void *bytes, size_t size, size_t *got,
                         struct render_error *error)
{
    (void)context, (void)error;
    *got = profile_size - profile_used < size ? profile_size - profile_used : size;
    memcpy(bytes, profile + profile_used, *got);
    profile_used += *got;
    return true;
}

static void close_profile(void *context)
{
    (void)context;
}

static bool open_profile(void *context, const char *name, struct render_source *source,
                         struct render_error *error)
{
    (void)context, (void)name, (void)error;
    profile_used = 0;
    *source = (struct render_source){
        .read = read_profile, .close = close_profile, .size = (int64_t)profile_size};
    return true;
}

static int64_t now(void *context)
{
    (void)context;
    return (int64_t)(page_now() * 1e6);
}

/* Two digits of hours and of minutes: a browser does not tell the zone's short name. */
static void zone(void *context, int64_t seconds, int32_t *offset, char name[16])
{
    (void)context;
    int minutes = page_zone((double)seconds * 1000), size = abs(minutes);
    *offset = minutes * 60;
    strcpy(name, "UTC");
    if (!minutes)
        return;
    char text[6] = {minutes < 0 ? '-' : '+', (char)('0' + size / 600 % 10),
                    (char)('0' + size / 60 % 10)};
    if (size % 60) {
        text[3] = (char)('0' + size % 60 / 10);
        text[4] = (char)('0' + size % 10);
    }
    strcpy(name, text);
}

/* ---------------------------------------------------------------- calls */

char *engine_room(size_t size)
{
    bytes_reserve(&room, size + 1);
    room.at[size] = 0;
    return room.at;
}

bool engine_open(size_t name_size, size_t size)
{
    struct render_host host = {.open = open_profile, .now_ns = now, .zone = zone};
    char *name = calloc(name_size + 1, 1);
    if (!name)
        abort();
    memcpy(name, room.at, name_size);
    profile = room.at + name_size;
    profile_size = size - name_size;
    render_free(session);
    session = render_new(&host);
    bool ok = render_open(session, name, &failure);
    free(name);
    free(room.at);
    room = (struct bytes){0};
    return ok;
}

bool engine_sources(size_t size)
{
    return render_sources(session, room.at, size, &failure);
}

static void add_note(void *context, const char *text)
{
    bytes_add(context, text, strlen(text));
    bytes_add(context, "\n", 1);
}

bool engine_run(size_t size)
{
    (void)size;
    answer.size = notes.size = 0;
    bool ok = render_request(session, room.at, bytes_add, &answer, &failure);
    render_notes(session, add_note, &notes);
    bytes_add(&notes, "", 1);
    /* A check that failed has its report; a page has no exit code to tell it by. */
    return ok || failure.kind == RENDER_CHECK;
}

const char *engine_answer(void)
{
    return answer.at;
}

size_t engine_answer_size(void)
{
    return answer.size;
}

const char *engine_notes(void)
{
    return notes.at;
}

const char *engine_error(void)
{
    return failure.text;
}

int engine_error_kind(void)
{
    return (int)failure.kind;
}
