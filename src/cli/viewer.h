/* Shows a file to the person at the desktop. */
#ifndef CLI_VIEWER_H
#define CLI_VIEWER_H

#include <stdbool.h>

/* Starts the first viewer that exists ($BROWSER, xdg-open, ...) and does not wait for it; says so
 * on standard error if there is none. */
void viewer_open(const char *path);
/* Shows it in the first browser that exists ($BROWSER with its arguments, chrome, ...) and waits
 * for that to end. False if there is none, or it fails: standard error says which. */
bool viewer_browse(const char *path);

#endif
