/* Walks over the markup of a page or picture, by libxml2. It is a module of its own that is opened
 * on first use, because that library brings ICU along, which takes longer to load than most of our
 * runs. */
#ifndef MARKUP_MARKUP_H
#define MARKUP_MARKUP_H

#include "base/str.h"

enum markup_kind { MARKUP_HTML, MARKUP_XML };

/* What an element is known by; what it does not have is empty. Gone when the call returns. */
struct markup_element {
    struct str id;
    struct str render; /* the version of render that wrote it: data-render, or a page's generator */
};

struct markup_events {
    void *context;
    /* An element begins; true: its text is wanted, with that of the elements in it. Not called for
     * these. */
    bool (*start)(void *context, const struct markup_element *element);
    /* A part of that text. */
    void (*text)(void *context, struct str text);
    /* Its end tag, or what stands for one. */
    void (*end)(void *context);
    /* Asked every few kilobytes: false ends the walk. */
    bool (*go_on)(void *context);
};

/* What the module has for others: its one symbol is `render_markup_module`, of this type. */
struct markup_module {
    const char *version; /* RENDER_VERSION; another one is another interface */
    /* Calls for the elements of the bytes (UTF-8) in their order. False where they are not
     * well-formed from line *line on, so that nothing behind it was called for. Nothing is loaded,
     * and no entity is expanded but the five of XML and the characters of HTML. */
    bool (*walk)(enum markup_kind kind, struct str bytes, const struct markup_events *events,
                 unsigned *line);
};

#define MARKUP_SYMBOL "render_markup_module"

/* A tag, comment or the like that is longer makes markup not well-formed. */
enum { MARKUP_LONGEST_TAG = 64 * 1024 };

#endif
