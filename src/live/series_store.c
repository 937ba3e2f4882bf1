/* Records, and what is asked of them: live/series.h but for reading and suspects. */
#include "live/series.h"
#include "base/sort.h"
#include "live/series_store.h"

#include <stdlib.h>
#include <string.h>

/* Of what a sum was before, when it has fallen below, the service has started anew: a profile that
 * is sampled may count a little less than the one before. */
#define RESTART_SHARE 0.5

static void init(struct series *series)
{
    *series = (struct series){.dead = 0};
    series->arena = arena_init(&series->store, SIZE_MAX);
    series->arena.store = &series->store;
    hash_table_init(&series->name_ids, &series->arena);
    hash_table_init(&series->row_ids, &series->arena);
    series_name(series, STR(""));
}

struct series *series_new(void)
{
    struct series *series = malloc(sizeof *series);
    if (!series)
        abort();
    init(series);
    return series;
}

void series_free(struct series *series)
{
    if (series)
        arena_fini(&series->store);
    free(series);
}

/* ---------------------------------------------------------------- names */

uint32_t series_name(struct series *series, struct str name)
{
    uint64_t hash = hash_bytes(name.at, name.size);
    size_t at = hash_start(hash);
    for (uint32_t id; (id = hash_table_next(&series->name_ids, hash, &at)) != HASH_EMPTY;)
        if (str_equal(series->names.at[id], name))
            return id;
    uint32_t id = (uint32_t)series->names.count;
    array_push(&series->arena, &series->names, str_copy(name, &series->arena));
    series->words += name.size;
    hash_table_add(&series->name_ids, hash, id);
    return id;
}

uint32_t series_measure(struct series *series, const struct series_measure *measure)
{
    for (uint32_t i = 0; i < series->measures.count; i++) {
        struct series_measure *known = &series->measures.at[i];
        if (known->kind != measure->kind || known->type != measure->type ||
            known->unit != measure->unit)
            continue;
        known->has_functions = known->has_functions || measure->has_functions;
        return i;
    }
    array_push(&series->arena, &series->measures, *measure);
    return (uint32_t)series->measures.count - 1;
}

uint32_t series_row(struct series *series, uint32_t measure, uint32_t name)
{
    uint64_t hash = hash_u64((uint64_t)measure << 32 | name);
    size_t at = hash_start(hash);
    for (uint32_t id; (id = hash_table_next(&series->row_ids, hash, &at)) != HASH_EMPTY;)
        if (series->rows.at[id].measure == measure && series->rows.at[id].name == name)
            return id;
    struct series_row row = {.measure = measure, .name = name};
    uint32_t id = (uint32_t)series->rows.count;
    array_push(&series->arena, &series->rows, row);
    hash_table_add(&series->row_ids, hash, id);
    return id;
}

/* ---------------------------------------------------------------- forgetting */

static const struct series_item *move_totals(struct series *to, const struct series *from,
                                             const struct series_record *record)
{
    struct series_item *items = ARENA_NEW(&to->arena, struct series_item, record->total_count);
    for (size_t i = 0; i < record->total_count; i++) {
        struct series_measure measure = from->measures.at[record->totals[i].id];
        measure.kind = series_name(to, from->names.at[measure.kind]);
        measure.type = series_name(to, from->names.at[measure.type]);
        measure.unit = series_name(to, from->names.at[measure.unit]);
        items[i] = (struct series_item){series_measure(to, &measure), record->totals[i].value};
    }
    return items;
}

/* Of measures that the record has totals of. */
static const struct series_item *move_items(struct series *to, const struct series *from,
                                            const struct series_record *record,
                                            const struct series_item *totals)
{
    struct series_item *items = ARENA_NEW(&to->arena, struct series_item, record->item_count);
    for (size_t i = 0; i < record->item_count; i++) {
        const struct series_row *row = &from->rows.at[record->items[i].id];
        size_t total = 0;
        while (record->totals[total].id != row->measure)
            total++;
        uint32_t name = series_name(to, from->names.at[row->name]);
        uint32_t id = series_row(to, totals[total].id, name);
        uint32_t path = series_name(to, from->names.at[row->path]);
        struct series_row *moved = &to->rows.at[id];
        moved->path = path;
        moved->path_weight = row->path_weight;
        items[i] = (struct series_item){id, record->items[i].value};
    }
    return items;
}

/* Into a fresh store, so that the space of what was forgotten, and its names, are free again. */
static void compact(struct series *series)
{
    struct series fresh;
    init(&fresh);
    for (size_t i = 0; i < series->records.count; i++) {
        const struct series_record *old = &series->records.at[i];
        struct series_record record = *old;
        record.kind = series_name(&fresh, series->names.at[old->kind]);
        record.totals = move_totals(&fresh, series, old);
        record.items = move_items(&fresh, series, old, record.totals);
        array_push(&fresh.arena, &fresh.records, record);
    }
    arena_fini(&series->store);
    *series = fresh;
    series->arena.store = &series->store;
    series->name_ids.arena = series->row_ids.arena = &series->arena;
}

void series_forget(struct series *series, int64_t before_ns)
{
    size_t kept = 0;
    for (size_t i = 0; i < series->records.count; i++)
        if (series->records.at[i].time_ns >= before_ns)
            series->records.at[kept++] = series->records.at[i];
    series->dead += series->records.count - kept;
    series->records.count = kept;
    if (series->dead > kept)
        compact(series);
}

/* ---------------------------------------------------------------- totals */

static bool is_earlier(const void *context, uint32_t a, uint32_t b)
{
    const struct series *series = context;
    return series->records.at[a].time_ns < series->records.at[b].time_ns;
}

/* Records in order of time. */
static const uint32_t *by_time(const struct series *series, struct arena *arena)
{
    uint32_t *ids = ARENA_NEW(arena, uint32_t, series->records.count + 1);
    for (size_t i = 0; i < series->records.count; i++)
        ids[i] = (uint32_t)i;
    sort_ids(ids, series->records.count, is_earlier, series, *arena);
    return ids;
}

static const struct series_item *item_of(const struct series_item *items, size_t count, uint32_t id)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].id == id)
            return &items[i];
    return NULL;
}

static const struct series_point *points_of(const struct series *series, uint32_t measure,
                                            const uint32_t *order, struct arena *arena,
                                            size_t *count)
{
    struct series_point *points = ARENA_NEW(arena, struct series_point, series->records.count + 1);
    *count = 0;
    for (size_t i = 0; i < series->records.count; i++) {
        const struct series_record *record = &series->records.at[order[i]];
        const struct series_item *total = item_of(record->totals, record->total_count, measure);
        if (total)
            points[(*count)++] = (struct series_point){record->time_ns, total->value};
    }
    return points;
}

static bool is_kind_before(const void *context, uint32_t a, uint32_t b)
{
    const struct series_total *totals = context;
    return str_compare(totals[a].kind, totals[b].kind) < 0;
}

const struct series_total *series_totals(const struct series *series, struct arena *arena,
                                         size_t *count)
{
    size_t all = series->measures.count;
    struct series_total *totals = ARENA_NEW(arena, struct series_total, all);
    struct series_total *sorted = ARENA_NEW(arena, struct series_total, all);
    uint32_t *ids = ARENA_NEW(arena, uint32_t, all);
    const uint32_t *order = by_time(series, arena);
    for (uint32_t i = 0; i < all; i++) {
        const struct series_measure *measure = &series->measures.at[i];
        totals[i] = (struct series_total){.kind = series->names.at[measure->kind],
                                          .type = series->names.at[measure->type],
                                          .unit = series->names.at[measure->unit],
                                          .role = measure->role,
                                          .has_functions = measure->has_functions};
        totals[i].points = points_of(series, i, order, arena, &totals[i].count);
        ids[i] = i;
    }
    sort_ids(ids, all, is_kind_before, totals, *arena);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (totals[ids[i]].count)
            sorted[(*count)++] = totals[ids[i]];
    return sorted;
}

/* ---------------------------------------------------------------- functions */

static uint32_t measure_of(const struct series *series, const struct series_total *total)
{
    for (uint32_t i = 0; i < series->measures.count; i++) {
        const struct series_measure *measure = &series->measures.at[i];
        if (str_equal(series->names.at[measure->kind], total->kind) &&
            str_equal(series->names.at[measure->type], total->type) &&
            str_equal(series->names.at[measure->unit], total->unit))
            return i;
    }
    return HASH_EMPTY;
}

static bool is_name_before(const void *context, uint32_t a, uint32_t b)
{
    const struct series_function *functions = context;
    return str_compare(functions[a].name, functions[b].name) < 0;
}

/* By row the most that it weighed in a record; below 0: the measure does not have it. */
static double *most_of_rows(const struct series *series, uint32_t measure, struct arena *arena)
{
    double *most = ARENA_NEW(arena, double, series->rows.count + 1);
    for (size_t row = 0; row < series->rows.count; row++)
        most[row] = -1;
    for (size_t i = 0; i < series->records.count; i++) {
        const struct series_record *record = &series->records.at[i];
        for (size_t k = 0; k < record->item_count; k++) {
            uint32_t row = record->items[k].id;
            if (series->rows.at[row].measure == measure && record->items[k].value > most[row])
                most[row] = record->items[k].value;
        }
    }
    return most;
}

static bool has_weighed_more(const void *context, uint32_t a, uint32_t b)
{
    const double *most = context;
    return most[a] > most[b];
}

/* The rows of a measure, those that weighed most: by row its place among them, HASH_EMPTY for
 * others. */
static size_t place_rows(const struct series *series, uint32_t measure, uint32_t *places,
                         struct arena scratch)
{
    const double *most = most_of_rows(series, measure, &scratch);
    uint32_t *ids = ARENA_NEW(&scratch, uint32_t, series->rows.count + 1);
    size_t count = 0;
    memset(places, 0xff, series->rows.count * sizeof *places);
    for (uint32_t row = 0; row < series->rows.count; row++)
        if (most[row] >= 0)
            ids[count++] = row;
    sort_ids(ids, count, has_weighed_more, most, scratch);
    count = count < SERIES_ROWS ? count : SERIES_ROWS;
    for (size_t i = 0; i < count; i++)
        places[ids[i]] = (uint32_t)i;
    return count;
}

static struct series_point **fill(const struct series *series, const struct series_total *total,
                                  const uint32_t *places, size_t count, struct arena *arena)
{
    uint32_t measure = measure_of(series, total);
    const uint32_t *order = by_time(series, arena);
    struct series_point **points = ARENA_NEW(arena, struct series_point *, count);
    for (size_t i = 0; i < count; i++) {
        points[i] = ARENA_NEW(arena, struct series_point, total->count);
        for (size_t k = 0; k < total->count; k++)
            points[i][k].time_ns = total->points[k].time_ns;
    }
    for (size_t i = 0, at = 0; i < series->records.count; i++) {
        const struct series_record *record = &series->records.at[order[i]];
        if (!item_of(record->totals, record->total_count, measure))
            continue;
        for (size_t k = 0; k < record->item_count; k++) {
            uint32_t place = places[record->items[k].id];
            if (place != HASH_EMPTY)
                points[place][at].value = record->items[k].value;
        }
        at++;
    }
    return points;
}

const struct series_function *series_functions(const struct series *series,
                                               const struct series_total *total,
                                               struct arena *arena, size_t *count)
{
    uint32_t *places = ARENA_NEW(arena, uint32_t, series->rows.count + 1);
    size_t all = place_rows(series, measure_of(series, total), places, *arena);
    struct series_function *functions = ARENA_NEW(arena, struct series_function, all);
    struct series_function *sorted = ARENA_NEW(arena, struct series_function, all);
    uint32_t *ids = ARENA_NEW(arena, uint32_t, all);
    struct series_point **points = fill(series, total, places, all, arena);
    for (size_t row = 0; row < series->rows.count; row++) {
        uint32_t place = places[row];
        if (place == HASH_EMPTY)
            continue;
        functions[place] =
            (struct series_function){.name = series->names.at[series->rows.at[row].name],
                                     .path = series->names.at[series->rows.at[row].path],
                                     .points = points[place]};
        ids[place] = place;
    }
    sort_ids(ids, all, is_name_before, functions, *arena);
    for (size_t i = 0; i < all; i++)
        sorted[i] = functions[ids[i]];
    *count = all;
    return sorted;
}

/* ---------------------------------------------------------------- restarts */

const int64_t *series_restarts(const struct series *series, struct arena *arena, size_t *count)
{
    const uint32_t *order = by_time(series, arena);
    double *before = ARENA_NEW(arena, double, series->measures.count + 1);
    int64_t *times = ARENA_NEW(arena, int64_t, series->records.count + 1);
    *count = 0;
    for (size_t i = 0; i < series->records.count; i++) {
        const struct series_record *record = &series->records.at[order[i]];
        bool fell = false;
        for (size_t k = 0; k < record->total_count; k++) {
            const struct series_item *total = &record->totals[k];
            if (series->measures.at[total->id].role != SERIES_SUM)
                continue;
            fell = fell || total->value < RESTART_SHARE * before[total->id];
            before[total->id] = total->value;
        }
        if (!fell)
            continue;
        /* All sums begin anew, also those of kinds that were not read since. */
        memset(before, 0, series->measures.count * sizeof *before);
        for (size_t k = 0; k < record->total_count; k++)
            before[record->totals[k].id] = record->totals[k].value;
        times[(*count)++] = record->time_ns;
    }
    return times;
}
