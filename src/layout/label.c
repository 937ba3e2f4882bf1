/* Fitting names into widths. */
#include "layout/label.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "layout/text.h"

#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

/* Bytes of the first `points` code points. */
static size_t head_bytes(struct str text, size_t points)
{
    size_t bytes = 0, size;
    for (; points > 0 && bytes < text.size; points--, bytes += size)
        utf8_decode(str_skip(text, bytes), &size);
    return bytes;
}

/* The text with all but `keep` code points replaced, half of them from either end. */
static struct str cut_middle(struct str text, size_t points, size_t keep, struct arena *arena)
{
    size_t head = head_bytes(text, (keep + 1) / 2);
    size_t tail = head_bytes(text, points - keep / 2);
    struct str end = str_skip(text, tail);
    char *at = arena_alloc(arena, head + 3 + end.size, 1);
    memcpy(at, text.at, head);
    memcpy(at + head, ELLIPSIS, 3);
    memcpy(at + head + 3, end.at, end.size);
    return (struct str){at, head + 3 + end.size};
}

static bool fits(struct str text, const struct label_room *room, double *width_px)
{
    *width_px = text_width(text, room->size_px, TEXT_REGULAR) * room->factor;
    return *width_px <= room->width_px;
}

struct str label_fit(const struct str *forms, size_t count, const struct label_room *room,
                     struct arena *arena, double *width_px)
{
    for (size_t i = 0; i < count; i++)
        if (forms[i].size && fits(forms[i], room, width_px))
            return forms[i];
    struct str last = forms[count - 1];
    size_t points = utf8_count(last);
    /* No face is narrower than a fifth of its size a character: a start for the search. */
    size_t most = (size_t)(room->width_px / (room->size_px * 0.2)) + 1;
    size_t keep = points < most ? points : most;
    while (keep-- > room->least_characters) {
        struct arena scratch = *arena;
        struct str cut = cut_middle(last, points, keep, &scratch);
        if (fits(cut, room, width_px)) {
            *arena = scratch;
            return cut;
        }
    }
    *width_px = 0;
    return STR("");
}
