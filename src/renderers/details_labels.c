/* The blocks of a table by weight. */
#include "renderers/details_labels.h"
#include "base/array.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "profile/profile.h"
#include "renderers/json_write.h"
#include "renderers/label_table.h"
#include "renderers/renderer.h"

enum { MOST_KEYS = 10, MOST_VALUES = 8 };

/* A key's values in the table. */
struct block {
    size_t start, end;
    int64_t size; /* sum of the sizes of its values */
};

struct blocks {
    ARRAY(struct block) list;
};

static struct blocks blocks_of(const struct label_table *table)
{
    struct blocks blocks = {0};
    for (size_t start = 0; start < table->count;) {
        struct block block = {start, label_table_end(table, start), 0};
        for (; start < block.end; start++)
            block.size = number_add(block.size, number_abs(table->values[start].weight));
        array_push(table->view->arena, &blocks.list, block);
    }
    return blocks;
}

static bool block_before(const void *context, uint32_t a, uint32_t b)
{
    const struct blocks *blocks = context;
    return blocks->list.at[a].size > blocks->list.at[b].size;
}

static void put_block(struct sink *sink, const struct label_table *table, const struct block *block)
{
    const struct view *view = table->view;
    string_id key = table->values[block->start].key;
    sink_char(sink, '{');
    json_write_first(sink, "key");
    json_write_text(sink, json_as_read(profile_string(view->profile, key), view->arena));
    sink_char(sink, ',');
    label_table_write_values(table, NULL, block->start, block->end, MOST_VALUES, sink);
    sink_char(sink, '}');
}

bool details_labels(struct sink *sink, const struct view *view, const uint8_t *reach,
                    struct error *error)
{
    const struct label_table *table = label_table_reached(view, reach, error);
    if (!table)
        return false;
    struct blocks blocks = blocks_of(table);
    uint32_t *order = ARENA_NEW(view->arena, uint32_t, blocks.list.count);
    for (uint32_t i = 0; i < blocks.list.count; i++)
        order[i] = i;
    sort_ids(order, blocks.list.count, block_before, &blocks, *view->arena);
    sink_char(sink, '[');
    for (size_t i = 0; i < blocks.list.count && i < MOST_KEYS; i++) {
        sink_text(sink, i ? STR(",") : STR(""));
        put_block(sink, table, &blocks.list.at[order[i]]);
    }
    sink_char(sink, ']');
    return budget_spend(view->budget, table->count, error);
}
