/* The public words about pages. */
#include "render/render.h"
#include "renderers/page.h"

const char *render_page_policy(void)
{
    return page_policy().at;
}
