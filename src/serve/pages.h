/* What the server shows in browsers: the app's page of a profile, the list of a folder, and the
 * files that they ask for. */
#ifndef SERVE_PAGES_H
#define SERVE_PAGES_H

#include "base/str.h"
#include "render/render.h"

/* Where a page finds what it is not made of: paths from the root of the server. */
struct served_page {
    struct str engine;   /* "/engine/", to which a view and its query are appended */
    struct str home;     /* of the list; empty: there is none */
    struct str download; /* of the profile; empty: there is none */
};

/* Writes the app's page of the session's profile. It carries neither profile nor engine, is the
 * same for all paths below /ui/ and all queries, and reads those itself. */
bool pages_report(struct render *session, const struct served_page *page, render_writer *writer,
                  void *context, struct render_error *error);

/* The value of the header Content-Security-Policy, of all pages and files. */
const char *pages_policy(void);

/* A file that is the same for all sessions. */
struct served_asset {
    struct str media, bytes;
    bool is_gzip; /* the bytes are one gzip member: to be sent as Content-Encoding says */
};

/* By path: "/" is the list of a folder, "/assets/engine" the engine for files that are dropped on a
 * page, and what these need. False: there is none. */
bool pages_asset(struct str path, struct served_asset *asset);

#endif
