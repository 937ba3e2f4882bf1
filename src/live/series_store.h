/* What a series holds: records of profiles, and the names in them, each once. */
#ifndef LIVE_SERIES_STORE_H
#define LIVE_SERIES_STORE_H

#include "base/array.h"
#include "base/hash.h"
#include "live/series.h"

/* A sample type of a kind. */
struct series_measure {
    uint32_t kind, type, unit; /* names */
    enum series_role role;
    bool has_functions;
};

/* A function of a measure. */
struct series_row {
    uint32_t measure, name;
    uint32_t path;      /* a name; 0: none yet */
    double path_weight; /* of that one stack, when it was seen */
};

struct series_item {
    uint32_t id; /* a measure, or a row */
    double value;
};

struct series_record {
    int64_t time_ns;
    uint32_t kind;
    const struct series_item *totals, *items; /* by measure; by row */
    size_t total_count, item_count;
};

struct series {
    struct arena_store store;
    struct arena arena;
    struct hash_table name_ids, row_ids;
    ARRAY(struct str) names; /* 0: empty */
    ARRAY(struct series_measure) measures;
    ARRAY(struct series_row) rows;
    ARRAY(struct series_record) records;
    size_t dead;  /* forgotten since the store was made */
    size_t words; /* bytes of names */
};

uint32_t series_name(struct series *series, struct str name);
/* The measure's id, which is made where it is new. */
uint32_t series_measure(struct series *series, const struct series_measure *measure);
uint32_t series_row(struct series *series, uint32_t measure, uint32_t name);

#endif
