/* The words around a picture: what it shows, how much, since when. All safe to show. */
#ifndef RENDERERS_PICTURE_WORDS_H
#define RENDERERS_PICTURE_WORDS_H

#include "base/str.h"

#include <stdint.h>

struct arena;
struct profile;
struct view;

/* A value of the view in the unit that suits it, with U+2212 as its minus. */
struct str picture_value(const struct view *view, int64_t value);
/* The text of a value, with U+2212 as its minus. */
struct str picture_minus(struct str label, struct arena *arena);
/* --title, or else the program and the sample type in words. */
struct str picture_title(const struct view *view);
/* The facts line; `detail` 0 is the shortest, 2 all. */
struct str picture_facts(const struct view *view, int detail);
/* How many samples were taken, where the profile counts them in its first type; otherwise 0. */
int64_t picture_samples(const struct profile *profile);
/* "total, 160% of one core": of a picture that shows as much of the selection's total. */
struct str picture_total_note(const struct view *view, int64_t shown);
/* Where there is nothing to draw: what is, and what to do. */
void picture_nothing(const struct view *view, struct str lines[2]);
/* "render 0.1.0   cpu.pb.gz --focus=x" */
struct str picture_provenance(const struct view *view);

#endif
