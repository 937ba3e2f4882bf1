/* Matches for regex_vs_go.py: reads a pattern and texts again and again, writes a line for each
 * pattern: a digit for each text, or '!' and the error. Numbers are 4 bytes, the lowest first:
 * size of the pattern, its bytes, count of texts, and of each its size and bytes. */
#include "base/arena.h"
#include "base/regex.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static bool read_number(uint32_t *number)
{
    unsigned char bytes[4];
    if (fread(bytes, 1, 4, stdin) != 4)
        return false;
    *number =
        bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    return true;
}

static bool read_text(struct str *text, struct arena *arena)
{
    uint32_t size;
    if (!read_number(&size))
        return false;
    char *at = arena_alloc(arena, size + 1, 1);
    text->at = at;
    text->size = fread(at, 1, size, stdin);
    return text->size == size;
}

/* '1' or '0', or '?' where the two ways to match disagree. */
static char answer(struct regex_matcher *matcher, struct str text)
{
    bool slow = regex_matches_slowly(matcher, text);
    bool first = regex_matches(matcher, text), second = regex_matches(matcher, text);
    return first != slow || second != slow ? '?' : first ? '1' : '0';
}

static bool one_pattern(struct arena arena)
{
    struct str pattern, text;
    uint32_t count;
    if (!read_text(&pattern, &arena) || !read_number(&count))
        return false;
    struct error error = {.kind = ERROR_NONE};
    const struct regex *regex = regex_new(pattern, &arena, &error);
    struct regex_matcher *matcher = regex ? regex_matcher_new(regex, &arena) : NULL;
    if (!regex)
        printf("!%s", error.text);
    for (uint32_t i = 0; i < count; i++) {
        struct arena scratch = arena;
        if (!read_text(&text, &scratch))
            return false;
        if (matcher)
            putchar(answer(matcher, text));
    }
    putchar('\n');
    return true;
}

int main(void)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    while (one_pattern(arena))
        fflush(stdout);
    arena_fini(&store);
    return 0;
}
