/* Builds a profile: growing columns, and the interning of strings, stacks and label sets. A reader
 * fills the columns directly; builder_finish hands them over. */
#ifndef PROFILE_BUILDER_H
#define PROFILE_BUILDER_H

#include "base/array.h"
#include "base/hash.h"
#include "profile/profile.h"

/* Byte strings by content: ids in order of first sight. */
struct intern {
    struct hash_table table;
    ARRAY(struct str) items;
};

void intern_init(struct intern *intern, struct arena *arena);
/* The id of equal bytes, added as a copy in the arena if they are new; *fresh says so. */
uint32_t intern_add(struct intern *intern, const void *bytes, size_t size, bool *fresh);
/* The same in four steps, for many at once: the table, then the item, then its bytes are on their
 * way to the cache while others are worked on. `hash` is hash_bytes of the bytes. */
void intern_prefetch_slot(const struct intern *intern, uint64_t hash);
void intern_prefetch_item(const struct intern *intern, uint64_t hash);
void intern_prefetch_bytes(const struct intern *intern, uint64_t hash);
uint32_t intern_add_hashed(struct intern *intern, const void *bytes, size_t size, uint64_t hash,
                           bool *fresh);

struct builder {
    struct arena *arena;
    struct profile profile; /* the scalar fields; columns are set by builder_finish */
    struct intern strings;
    ARRAY(struct value_type) types;
    ARRAY(string_id) comments;
    ARRAY(struct mapping) mappings;
    ARRAY(struct function) functions;
    ARRAY(struct location) locations;
    ARRAY(struct line) lines;
    ARRAY(uint32_t) stack_frames;
    ARRAY(size_t) stack_starts;
    ARRAY(struct label) labels;
    ARRAY(uint32_t) label_ids;
    ARRAY(uint32_t) label_starts;
    struct hash_table label_sets;
    ARRAY(uint32_t) sample_stacks;
    ARRAY(uint32_t) sample_labels;
    ARRAY(int64_t) values;
};

/* An empty profile whose string 0 and label set 0 are empty. */
void builder_init(struct builder *builder, struct arena *arena);
string_id builder_string(struct builder *builder, struct str text);
/* Ends the stack whose frames were pushed since the last one, and returns its index. */
uint32_t builder_stack_end(struct builder *builder);
/* The set of the label ids (indices of `labels`) in this order. `hash` is hash_bytes of them. */
uint32_t builder_label_set(struct builder *builder, const uint32_t *ids, size_t count,
                           uint64_t hash);
/* The profile, in the builder's arena. */
struct profile *builder_finish(struct builder *builder);

#endif
