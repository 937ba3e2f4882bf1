/* What a report says about itself: the JSON of its block "render-report". */
#ifndef INPUT_REPORT_HEAD_H
#define INPUT_REPORT_HEAD_H

#include "base/str.h"

#include <stdint.h>

enum { REPORT_FORMAT = 1 };

struct report_head {
    int64_t format;     /* -1: it says none */
    struct str version; /* of the render that wrote it, as it stands there; empty: it says none */
    int64_t size;       /* bytes of the profile as it is embedded; -1: it says none */
};

/* False if the text is no JSON object. Members that are not known are passed over, however deep
 * they are. */
bool report_head_read(struct report_head *head, struct str json);

#endif
