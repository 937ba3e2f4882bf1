/* The ids of a file's table (sparse, huge, in any order) as dense slots in order of first sight,
 * and the table index behind each slot once it is read. */
#ifndef INPUT_IDMAP_H
#define INPUT_IDMAP_H

#include "base/array.h"
#include "base/hash.h"

struct idmap_entry {
    uint64_t id, offset; /* where it was first seen */
    uint32_t index;
    bool defined;
};

struct idmap {
    struct arena *arena;
    ARRAY(uint32_t) direct; /* slot + 1 by id, for small ids */
    struct hash_table table;
    ARRAY(struct idmap_entry) entries;
};

void idmap_init(struct idmap *map, struct arena *arena);
/* The slot of an id, made if it is new; the offset is kept for a message. */
uint32_t idmap_slot_slow(struct idmap *map, uint64_t id, uint64_t offset);
/* Marks the slot as defined by the table; false if it already was. */
bool idmap_define(struct idmap *map, uint32_t slot);
void idmap_place(struct idmap *map, uint32_t slot, uint32_t index);
/* The table index of a slot; 0xffffffff if nothing defined it. */
uint32_t idmap_index(const struct idmap *map, uint32_t slot);
/* The first slot that nothing defined, or 0xffffffff. */
uint32_t idmap_undefined(const struct idmap *map);
uint64_t idmap_offset(const struct idmap *map, uint32_t slot);
uint64_t idmap_id(const struct idmap *map, uint32_t slot);

static inline uint32_t idmap_slot(struct idmap *map, uint64_t id, uint64_t offset)
{
    if (id < map->direct.count && map->direct.at[id])
        return map->direct.at[id] - 1;
    return idmap_slot_slow(map, id, offset);
}

#endif
