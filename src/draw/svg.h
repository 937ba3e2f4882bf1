/* SVG by hand: elements that are always closed, attributes that are always escaped, and the style
 * sheet of our pictures. */
#ifndef DRAW_SVG_H
#define DRAW_SVG_H

#include "base/str.h"
#include "draw/palette.h"

struct sink;

/* A share of the picture's width as a percentage, at most three decimals: "76.124%". */
void svg_percent(struct sink *sink, double percent);
/* A number with at most two decimals. */
void svg_number(struct sink *sink, double value);

enum { SVG_FILLS = 128 };

/* The class of a fill: a number below SVG_FILLS, and its name ("o21", "h5"). */
unsigned svg_fill_of(struct palette_pick pick);
unsigned svg_fill_of_heat(double share);
void svg_fill_name(struct sink *sink, unsigned fill);
/* In differences, by tone: 0 is noise, -1 to -4 less, 1 to 4 more, ever stronger. */
enum { SVG_TONES = 4 };
unsigned svg_fill_of_tone(int tone);
/* The hatch on it; not of 0. */
unsigned svg_line_of_tone(int tone);
/* Text that says less or more, and the outline of what is gone or new; of tone 0 that of less. */
unsigned svg_ink_of_tone(int tone);
unsigned svg_mark_of_tone(int tone);
/* Thin lines, which need more contrast than fills; of tone 0 that of less. */
unsigned svg_edge_of_tone(int tone);
/* Its colour, 0xRRGGBB. */
uint32_t svg_fill_color(enum palette_theme theme, unsigned fill);

/* Writes the <style> element: sizes, tiers of width, and the colours of both themes, of fills only
 * those that are used. `used` has SVG_FILLS entries; base_width is the width that the widest labels
 * were chosen for. */
void svg_style(struct sink *sink, const bool *used, int64_t base_width);

/* The narrowest width at which a text of `text_px` in a box of `share` of the picture still fits,
 * as a class that hides it below: "" (fits at 360), "w4", "w6", "w9", "w12", "wx" (the base width).
 */
struct str svg_tier(double text_px, double share, double base_width);

#endif
