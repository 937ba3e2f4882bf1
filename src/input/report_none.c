/* No reports and pictures: what they carry is taken out of them before. */
#include "input/report.h"

bool report_may_be(struct str head)
{
    (void)head;
    return false;
}

enum report_result report_read(struct str bytes, struct arena *arena, struct budget *budget,
                               struct report *report, struct error *error)
{
    (void)bytes, (void)arena, (void)budget, (void)report, (void)error;
    return REPORT_UNKNOWN;
}
