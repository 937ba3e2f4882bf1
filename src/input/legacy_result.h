/* What became of reading a legacy format. */
#ifndef INPUT_LEGACY_RESULT_H
#define INPUT_LEGACY_RESULT_H

enum legacy_result { LEGACY_READ, LEGACY_REFUSED, LEGACY_UNKNOWN };

#endif
