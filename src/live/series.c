/* Not there yet. */
#include "live/series.h"
