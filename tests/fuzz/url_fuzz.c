/* A name as a URL: what is asked splits again into the same parts, and neither that nor what is
 * said has a user or a character that ends a line. */
#include "base/arena.h"
#include "base/url.h"
#include "live/url.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect(bool ok, const char *what, struct str name)
{
    if (ok)
        return;
    fprintf(stderr, "%s: \"%.*s\"\n", what, STR_ARG(name));
    abort();
}

static bool is_one_word(struct str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7f)
            return false;
    return true;
}

static void expect_target(struct str name, const struct url *url, double seconds,
                          struct arena *arena)
{
    struct live_target target;
    struct url asked;
    struct error error;
    if (!live_target_read(&target, name, STR(""), seconds, arena, &error))
        return;
    expect(url_split(target.url, &asked), "what is asked is no URL", name);
    expect(!asked.user.size && !asked.socket.size, "what is asked has a user", name);
    expect(str_equal(asked.path, url->path), "another path", name);
    expect(seconds > 0 || str_equal(asked.query, url->query), "another query", name);
    expect(seconds <= 0 || target.seconds == seconds, "other seconds", name);
    expect(is_one_word(target.url) && is_one_word(target.said), "a gap", name);
    expect(is_one_word(str_slice(target.authorization, 21, STR_NONE)), "a gap in the user", name);
    expect(url_split(target.said, &asked) && !asked.user.size, "what is said has a user", name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str name = {(const char *)bytes, size};
    struct url url;
    bool is_one = url_split(name, &url);
    struct str called = url_base_name(name, &arena), said = url_said(name, &arena);
    expect(!is_one || !url_is_foreign(name), "both kinds", name);
    if (is_one) {
        expect(str_find_str(called, url.path) != STR_NONE, "no path", name);
        expect(str_find_str(said, url.path) != STR_NONE, "no path is said", name);
        expect_target(name, &url, 0, &arena);
        expect_target(name, &url, 7, &arena);
    }
    arena_fini(&store);
    return 0;
}
