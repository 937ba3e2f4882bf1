/* Parts of a summary in the making. */
#ifndef RENDERERS_SUMMARY_PARTS_H
#define RENDERERS_SUMMARY_PARTS_H

#include <stdbool.h>

struct error;
struct flame_functions;
struct summary;

/* Own weights by package; none where values do not add up. */
void summary_add_packages(struct summary *summary, const struct flame_functions *functions);
/* What the notes and findings say, warnings first. False with an error. */
bool summary_add_notes(struct summary *summary, struct error *error);

#endif
