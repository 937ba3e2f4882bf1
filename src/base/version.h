/* The version of render. It stands in every output, so equal versions give equal bytes. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define RENDER_VERSION "0.1.0"

#endif
