/* Shows a file to the person at the desktop. */
#ifndef CLI_VIEWER_H
#define CLI_VIEWER_H

/* Starts the first viewer that exists ($BROWSER, xdg-open, ...) and does not wait for it; says so
 * on standard error if there is none. */
void viewer_open(const char *path);

#endif
