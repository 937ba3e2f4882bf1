/* A growable array in an arena: struct { type *at; size_t count, room; }. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "base/arena.h"

#include <stdint.h>

#define ARRAY(type)                                                                                \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t count, room;                                                                        \
    }

/* Makes room for `more` further elements. The one place where growth is checked for overflow. */
static inline void *array_grown(struct arena *arena, void *at, size_t count, size_t more,
                                size_t *room, size_t element, size_t align)
{
    size_t most = (SIZE_MAX / 2) / element;
    size_t need = more > most - count ? most : count + more;
    size_t fresh = *room < 8 ? 8 : *room + *room / 2;
    fresh = fresh < need ? need : fresh > most ? most : fresh;
    at = arena_grow(arena, at, *room * element, fresh * element, align);
    *room = fresh;
    return at;
}

#define array_reserve(arena, array, more)                                                          \
    ((array)->room - (array)->count >= (more)                                                      \
         ? (void)0                                                                                 \
         : (void)((array)->at =                                                                    \
                      array_grown((arena), (array)->at, (array)->count, (more), &(array)->room,    \
                                  sizeof *(array)->at, _Alignof(max_align_t))))

#define array_push(arena, array, value)                                                            \
    (array_reserve((arena), (array), 1), (void)((array)->at[(array)->count++] = (value)))

#endif
