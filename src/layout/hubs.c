/* stub */
#include "layout/hubs.h"
bool hubs_wrap(const struct digraph *g, const uint8_t *r, uint32_t *rank, struct arena *a, struct budget *b, struct error *e){(void)g;(void)r;(void)rank;(void)a;(void)b;(void)e;return true;}
