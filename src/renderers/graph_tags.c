/* Which labels a node shows, in which order, with which weights. */
#include "renderers/graph_tags.h"
#include "base/array.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "profile/measure.h"
#include "renderers/renderer.h"
#include "tree/node_tags.h"
#include "tree/trim.h"

/* A box: a text, a number, or a range of numbers. */
struct box {
    struct str name;
    int64_t flat, cum;           /* that it is sorted by */
    int64_t flat_mean, cum_mean; /* that it shows */
};

struct boxes {
    const struct box *items;
    bool flat;
};

/* What the boxes of one node share. */
struct drawing {
    struct arena *arena;
    bool flat;
    const struct node_tag *items;
    size_t count;
    ARRAY(struct graph_tag) tags;
};

/* What boxes hang at. */
struct host {
    struct str id;
    size_t tag;
};

/* ---------------------------------------------------------------- in order */

static bool box_before(const void *context, uint32_t a, uint32_t b)
{
    const struct boxes *boxes = context;
    const struct box *x = &boxes->items[a], *y = &boxes->items[b];
    if (!boxes->flat && x->cum != y->cum)
        return number_abs(x->cum) > number_abs(y->cum);
    if (x->flat != y->flat)
        return number_abs(x->flat) > number_abs(y->flat);
    return str_compare(x->name, y->name) < 0;
}

static struct box box_of(const struct node_tag *tag)
{
    return (struct box){tag->name, tag->flat[0], tag->cum[0], node_tag_mean(tag->flat),
                        node_tag_mean(tag->cum)};
}

/* The heaviest first. */
static const uint32_t *in_order(const struct drawing *drawing, const struct box *items,
                                size_t count)
{
    struct boxes boxes = {items, drawing->flat};
    uint32_t *order = ARENA_NEW(drawing->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    sort_ids(order, count, box_before, &boxes, *drawing->arena);
    return order;
}

/* The boxes of tags, the heaviest first; `tags` come to be in the same order. */
static struct box *sorted(const struct drawing *drawing, const struct node_tag **tags, size_t count)
{
    struct arena *arena = drawing->arena;
    struct box *items = ARENA_NEW(arena, struct box, count);
    struct box *result = ARENA_NEW(arena, struct box, count);
    const struct node_tag **own = ARENA_NEW(arena, const struct node_tag *, count);
    for (size_t i = 0; i < count; i++) {
        items[i] = box_of(tags[i]);
        own[i] = tags[i];
    }
    const uint32_t *order = in_order(drawing, items, count);
    for (size_t i = 0; i < count; i++) {
        result[i] = items[order[i]];
        tags[i] = own[order[i]];
    }
    return result;
}

/* ---------------------------------------------------------------- numbers in ranges */

struct range {
    const struct node_tag *first, *least, *most;
    size_t count;
    int64_t flat[2], cum[2];
};

static void add(int64_t sums[2], const int64_t values[2])
{
    sums[0] = number_add(sums[0], values[0]);
    sums[1] = number_add(sums[1], values[1]);
}

static void range_add(struct range *range, const struct node_tag *tag)
{
    add(range->flat, tag->flat);
    add(range->cum, tag->cum);
    if (!range->count++) {
        range->first = range->least = range->most = tag;
        return;
    }
    if (number_trunc(measure_scale(tag->value, tag->unit, range->least->unit).value) <
        range->least->value)
        range->least = tag;
    if (number_trunc(measure_scale(tag->value, tag->unit, range->most->unit).value) >
        range->most->value)
        range->most = tag;
}

static double distance(const struct node_tag *tag, const struct range *range)
{
    double value = measure_scale(range->first->value, range->first->unit, tag->unit).value;
    double own = (double)tag->value;
    return value < own ? own - value : value - own;
}

/* Ranges are in units of their own: in the report's they might all be "0..0". */
static struct box box_of_range(const struct range *range, struct arena *arena)
{
    struct measure_text text = measure_label(range->least->value, range->least->unit, STR("auto"));
    struct sink name;
    sink_init_buffer(&name, arena, UINT64_MAX);
    sink_text(&name, measure_str(&text));
    if (range->count > 1) {
        text = measure_label(range->most->value, range->most->unit, STR("auto"));
        sink_text(&name, STR(".."));
        sink_text(&name, measure_str(&text));
    }
    int64_t flat = node_tag_mean(range->flat), cum = node_tag_mean(range->cum);
    return (struct box){sink_str(&name), flat, cum, flat, cum};
}

/* The first tags and all others each with the nearest of them; `tags` are sorted. */
static struct box *collapsed(const struct drawing *drawing, const struct node_tag *const *tags,
                             size_t count)
{
    struct range ranges[NODE_TAGS_DRAWN] = {{.count = 0}};
    struct box items[NODE_TAGS_DRAWN];
    for (size_t i = 0; i < count; i++) {
        size_t nearest = i < NODE_TAGS_DRAWN ? i : 0;
        double least = i < NODE_TAGS_DRAWN ? 0 : distance(tags[i], &ranges[0]);
        for (size_t r = 1; i >= NODE_TAGS_DRAWN && r < NODE_TAGS_DRAWN; r++) {
            double other = distance(tags[i], &ranges[r]);
            nearest = other < least ? r : nearest;
            least = other < least ? other : least;
        }
        range_add(&ranges[nearest], tags[i]);
    }
    for (size_t r = 0; r < NODE_TAGS_DRAWN; r++)
        items[r] = box_of_range(&ranges[r], drawing->arena);
    const uint32_t *order = in_order(drawing, items, NODE_TAGS_DRAWN);
    struct box *result = ARENA_NEW(drawing->arena, struct box, NODE_TAGS_DRAWN);
    for (size_t r = 0; r < NODE_TAGS_DRAWN; r++)
        result[r] = items[order[r]];
    return result;
}

/* ---------------------------------------------------------------- boxes */

static void add_tag(struct drawing *drawing, struct host host, struct str id, struct str text,
                    int64_t weight, bool is_dotted)
{
    struct graph_tag tag = {id, host.id, host.tag, text, weight, is_dotted};
    array_push(drawing->arena, &drawing->tags, tag);
}

/* "N1_0", or "NN1_0" of numbers. */
static struct str box_id(const struct drawing *drawing, const char *before, struct str source,
                         size_t i)
{
    struct sink sink;
    sink_init_buffer(&sink, drawing->arena, UINT64_MAX);
    sink_text(&sink, str_from_c(before));
    sink_text(&sink, source);
    sink_print(&sink, "_%zu", i);
    return sink_str(&sink);
}

/* The numbers of a group of samples, at `host`. */
static void add_numbers(struct drawing *drawing, uint32_t group, struct host host)
{
    const struct node_tag **tags =
        ARENA_NEW(drawing->arena, const struct node_tag *, drawing->count);
    size_t used = 0;
    for (size_t i = 0; i < drawing->count; i++)
        if (drawing->items[i].is_number && drawing->items[i].group == group)
            tags[used++] = &drawing->items[i];
    const struct box *boxes = sorted(drawing, tags, used);
    if (used > NODE_TAGS_DRAWN)
        boxes = collapsed(drawing, tags, used);
    for (size_t i = 0; i < used && i < NODE_TAGS_DRAWN; i++) {
        bool own = drawing->flat || boxes[i].flat_mean == boxes[i].cum_mean;
        int64_t weight = own ? boxes[i].flat_mean : boxes[i].cum_mean;
        if (weight)
            add_tag(drawing, host, box_id(drawing, "N", host.id, i), boxes[i].name, weight, !own);
    }
}

static void add_texts(struct drawing *drawing, struct host host)
{
    const struct node_tag **tags =
        ARENA_NEW(drawing->arena, const struct node_tag *, drawing->count);
    size_t used = 0;
    for (size_t i = 0; i < drawing->count; i++)
        if (!drawing->items[i].is_number)
            tags[used++] = &drawing->items[i];
    const struct box *boxes = sorted(drawing, tags, used);
    for (size_t i = 0; i < used && i < NODE_TAGS_DRAWN; i++) {
        int64_t weight = drawing->flat ? boxes[i].flat_mean : boxes[i].cum_mean;
        struct host own = {box_id(drawing, "", host.id, i), drawing->tags.count};
        if (!weight)
            continue;
        add_tag(drawing, host, own.id, boxes[i].name, weight, false);
        add_numbers(drawing, tags[i]->group, own);
    }
}

struct graph_tags graph_tags_new(const struct view *view, uint32_t node, size_t id, bool flat)
{
    const struct node_tags *tags = view->trimmed->tags;
    struct drawing drawing = {.arena = view->arena, .flat = flat};
    struct sink name;
    if (!tags)
        return (struct graph_tags){NULL, 0};
    drawing.count = tags->ranges[node].end - tags->ranges[node].first;
    if (!drawing.count)
        return (struct graph_tags){NULL, 0};
    drawing.items = tags->items + tags->ranges[node].first;
    sink_init_buffer(&name, view->arena, UINT64_MAX);
    sink_print(&name, "N%zu", id);
    struct host host = {sink_str(&name), GRAPH_TAG_NODE};
    add_texts(&drawing, host);
    add_numbers(&drawing, 0, host);
    return (struct graph_tags){drawing.tags.at, drawing.tags.count};
}
