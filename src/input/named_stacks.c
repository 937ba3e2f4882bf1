/* Names to the columns of a profile. */
#include "input/named_stacks.h"

enum { LABELS_MOST = 64 };

void named_stacks_init(struct named_stacks *stacks, struct arena *arena, struct str type)
{
    struct builder *b = &stacks->builder;
    struct intern *interns[] = {&stacks->functions, &stacks->locations, &stacks->stacks,
                                &stacks->labels};
    *stacks = (struct named_stacks){.lines = {.at = NULL}};
    builder_init(b, arena);
    for (size_t i = 0; i < sizeof interns / sizeof *interns; i++)
        intern_init(interns[i], arena);
    struct value_type counted = {builder_string(b, type), builder_string(b, STR("count"))};
    array_push(arena, &b->types, counted);
    b->profile.period_type = counted;
    b->profile.period = 1;
}

void named_stacks_clear(struct named_stacks *stacks)
{
    stacks->lines.count = stacks->path.count = stacks->label_ids.count = 0;
}

/* ---------------------------------------------------------------- frames */

static uint32_t add_function(struct named_stacks *stacks, struct str name, struct str file)
{
    struct builder *b = &stacks->builder;
    bool fresh;
    const string_id key[] = {builder_string(b, name), builder_string(b, file)};
    uint32_t id = intern_add(&stacks->functions, key, sizeof key, &fresh);
    struct function function = {
        .id = (uint64_t)id + 1, .name = key[0], .system_name = key[0], .file = key[1]};
    if (fresh)
        array_push(b->arena, &b->functions, function);
    return id;
}

void named_stacks_end_frame(struct named_stacks *stacks)
{
    struct builder *b = &stacks->builder;
    size_t count = stacks->lines.count / 2;
    const uint64_t *at = stacks->lines.at;
    bool fresh;
    if (!count)
        return;
    uint32_t id = intern_add(&stacks->locations, at, 2 * count * sizeof *at, &fresh);
    if (fresh) {
        struct location location = {.id = (uint64_t)id + 1,
                                    .mapping = ID_NONE,
                                    .line_first = (uint32_t)b->lines.count,
                                    .line_count = (uint32_t)count};
        array_push(b->arena, &b->locations, location);
        for (size_t i = 0; i < 2 * count; i += 2)
            array_push(b->arena, &b->lines,
                       ((struct line){(uint32_t)at[i], (int64_t)at[i + 1], 0}));
    }
    array_push(b->arena, &stacks->path, id);
    stacks->lines.count = 0;
}

void named_stacks_frame(struct named_stacks *stacks, const struct named_frame *frame)
{
    struct arena *arena = stacks->builder.arena;
    array_push(arena, &stacks->lines, add_function(stacks, frame->name, frame->file));
    array_push(arena, &stacks->lines, (uint64_t)frame->line);
    if (!frame->is_inlined)
        named_stacks_end_frame(stacks);
}

void named_stacks_gap(struct named_stacks *stacks, struct str name)
{
    const struct named_frame frame = {.name = name};
    named_stacks_end_frame(stacks);
    named_stacks_frame(stacks, &frame);
}

/* ---------------------------------------------------------------- labels */

static void add_label(struct named_stacks *stacks, struct label label)
{
    struct builder *b = &stacks->builder;
    bool fresh;
    if (stacks->label_ids.count == LABELS_MOST)
        return;
    const uint64_t key[] = {(uint64_t)label.key << 32 | label.text,
                            (uint64_t)label.unit << 1 | label.is_number, (uint64_t)label.number};
    uint32_t id = intern_add(&stacks->labels, key, sizeof key, &fresh);
    if (fresh)
        array_push(b->arena, &b->labels, label);
    array_push(b->arena, &stacks->label_ids, id);
}

void named_stacks_text(struct named_stacks *stacks, struct str key, struct str text)
{
    struct builder *b = &stacks->builder;
    if (text.size)
        add_label(stacks,
                  (struct label){.key = builder_string(b, key), .text = builder_string(b, text)});
}

void named_stacks_number(struct named_stacks *stacks, struct str key, int64_t number,
                         struct str unit)
{
    struct builder *b = &stacks->builder;
    add_label(stacks, (struct label){.key = builder_string(b, key),
                                     .unit = builder_string(b, unit),
                                     .number = number,
                                     .is_number = true});
}

/* ---------------------------------------------------------------- samples */

static uint32_t add_stack(struct named_stacks *stacks)
{
    struct builder *b = &stacks->builder;
    const uint32_t *path = stacks->path.at;
    bool fresh;
    uint32_t stack = intern_add(&stacks->stacks, path, stacks->path.count * sizeof *path, &fresh);
    for (size_t i = 0; fresh && i < stacks->path.count; i++)
        array_push(b->arena, &b->stack_frames, path[i]);
    if (fresh)
        builder_stack_end(b);
    return stack;
}

void named_stacks_sample(struct named_stacks *stacks, int64_t value)
{
    struct builder *b = &stacks->builder;
    const uint32_t *ids = stacks->label_ids.at;
    size_t count = stacks->label_ids.count;
    named_stacks_end_frame(stacks);
    if (!stacks->path.count)
        named_stacks_gap(stacks, STR("[stack unavailable]"));
    uint64_t hash = count ? hash_bytes(ids, count * sizeof *ids) : hash_bytes("", 0);
    array_push(b->arena, &b->values, value);
    array_push(b->arena, &b->sample_stacks, add_stack(stacks));
    array_push(b->arena, &b->sample_labels, builder_label_set(b, ids, count, hash));
    named_stacks_clear(stacks);
}
