#include "live/analysis_forms.h"
void analysis_svg(const struct analysis *analysis, struct sink *sink)
{
    (void)analysis, (void)sink;
}
void analysis_html(const struct analysis *analysis, struct sink *sink)
{
    (void)analysis, (void)sink;
}
