/* What is known of a file that holds a profile: by its name, and by what is in it. */
#ifndef SERVE_FILE_FACTS_H
#define SERVE_FILE_FACTS_H

#include "base/error.h"

#include <stdint.h>

struct profile;
struct told_file;

enum { FACT_TEXT = 64 };

struct file_facts {
    char kind[FACT_TEXT];                  /* "cpu", "heap"; empty: not known */
    char service[FACT_TEXT];               /* likewise */
    int64_t time_ns;                       /* 0: not known */
    char type[FACT_TEXT], unit[FACT_TEXT]; /* of the total; empty: it is not known */
    double total;
};

/* From KIND_YYYYMMDD_HHMMSS.pb.gz (a time in UTC), "heap.pb.gz", "api-cpu.pprof". */
void facts_of_name(struct file_facts *facts, struct str name);
/* What an index tells goes before that. */
void facts_of_index(struct file_facts *facts, const struct told_file *told);
/* The total of the sample type that views show by themselves, and what the name does not say. */
void facts_of_profile(struct file_facts *facts, const struct profile *profile);

#endif
