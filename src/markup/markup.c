/* Through libxml2's events; no tree is built.
 *
 * XML is pushed: so a CDATA section, which a script is in, arrives in parts. HTML is pulled:
 * pushed, a script is kept back to its end, and "</" many times over takes the square of its size
 * (2.9.14). Both take 4 ns a byte of text, whatever its size. An element's attributes are compared
 * each with each, which the longest tag bounds. */
#include "markup/markup.h"
#include "base/version.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>

enum { BLOCK = 16 * 1024 };

struct walk {
    const struct markup_events *events;
    xmlParserCtxtPtr parser;
    struct str rest; /* not yet handed over */
    size_t quiet;    /* bytes handed over since something was found in them */
    size_t depth;    /* of elements in the one whose text is wanted, it included; 0: in none */
    bool stopped;    /* nothing more is wanted */
    bool failed;
};

/* ---------------------------------------------------------------- events */

static void start(struct walk *walk, const struct markup_element *element)
{
    walk->quiet = 0;
    if (walk->stopped)
        return;
    if (walk->depth)
        walk->depth++;
    else if (element->id.size || element->render.size)
        walk->depth = walk->events->start(walk->events->context, element);
}

static void end(struct walk *walk)
{
    walk->quiet = 0;
    if (!walk->stopped && walk->depth && !--walk->depth)
        walk->events->end(walk->events->context);
}

static void on_text(void *context, const xmlChar *text, int size)
{
    struct walk *walk = context;
    walk->quiet = 0;
    if (!walk->stopped && walk->depth && size > 0)
        walk->events->text(walk->events->context, (struct str){(const char *)text, (size_t)size});
}

static void on_comment(void *context, const xmlChar *text)
{
    (void)text;
    ((struct walk *)context)->quiet = 0;
}

static void take(struct markup_element *element, struct str name, struct str value)
{
    if (str_equal(name, STR("id")))
        element->id = value;
    else if (str_equal(name, STR("data-render")))
        element->render = value;
}

static struct str to_str(const xmlChar *text)
{
    return str_from_c((const char *)text);
}

/* <meta name="generator" content="render 0.1.0"> */
static struct str generator_version(struct str name, struct str content)
{
    const struct str ours = STR("render ");
    return str_equal(name, STR("generator")) && str_starts(content, ours)
               ? str_skip(content, ours.size)
               : STR("");
}

static void on_html_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct markup_element element = {.id = STR(""), .render = STR("")};
    struct str meta = STR(""), content = STR("");
    (void)name;
    for (; attributes && attributes[0]; attributes += 2) {
        struct str key = to_str(attributes[0]), value = to_str(attributes[1]);
        take(&element, key, value);
        if (str_equal(key, STR("name")))
            meta = value;
        else if (str_equal(key, STR("content")))
            content = value;
    }
    if (!element.render.size)
        element.render = generator_version(meta, content);
    start(context, &element);
}

static void on_html_end(void *context, const xmlChar *name)
{
    (void)name;
    end(context);
}

/* Attributes come as five: name, prefix, namespace, start and end of the value. */
static void on_xml_start(void *context, const xmlChar *name, const xmlChar *prefix,
                         const xmlChar *space, int space_count, const xmlChar **spaces, int count,
                         int default_count, const xmlChar **attributes)
{
    struct markup_element element = {.id = STR(""), .render = STR("")};
    (void)name, (void)prefix, (void)space, (void)space_count, (void)spaces, (void)default_count;
    for (int i = 0; i < count; i++, attributes += 5)
        take(&element, to_str(attributes[0]),
             (struct str){(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])});
    start(context, &element);
}

static void on_xml_end(void *context, const xmlChar *name, const xmlChar *prefix,
                       const xmlChar *space)
{
    (void)name, (void)prefix, (void)space;
    end(context);
}

/* Our pictures have no document type, and what one may declare is not wanted. */
static void on_document_type(void *context, const xmlChar *name, const xmlChar *public_id,
                             const xmlChar *system_id)
{
    struct walk *walk = context;
    (void)name, (void)public_id, (void)system_id;
    walk->failed = walk->stopped = true;
    xmlStopParser(walk->parser);
}

/* ---------------------------------------------------------------- bytes */

/* Takes the next bytes; none where the walk has ended. */
static struct str take_block(struct walk *walk, size_t most)
{
    walk->failed |= walk->quiet > MARKUP_LONGEST_TAG;
    walk->stopped = walk->stopped || walk->failed || !walk->events->go_on(walk->events->context);
    struct str block = str_slice(walk->rest, 0, walk->stopped ? 0 : most);
    walk->rest = str_skip(walk->rest, block.size);
    walk->quiet += block.size;
    return block;
}

static int read_block(void *context, char *at, int size)
{
    struct str block = take_block(context, size < BLOCK ? (size_t)size : (size_t)BLOCK);
    if (block.size)
        memcpy(at, block.at, block.size);
    return (int)block.size;
}

static void walk_html(struct walk *walk)
{
    xmlParserCtxtPtr parser = walk->parser = htmlNewParserCtxt();
    if (!parser)
        return;
    *parser->sax = (xmlSAXHandler){.startElement = on_html_start,
                                   .endElement = on_html_end,
                                   .characters = on_text,
                                   .cdataBlock = on_text,
                                   .comment = on_comment};
    parser->userData = walk;
    htmlCtxtReadIO(parser, read_block, NULL, walk, NULL, "UTF-8",
                   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                       HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
}

static void walk_xml(struct walk *walk)
{
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                             .internalSubset = on_document_type,
                             .startElementNs = on_xml_start,
                             .endElementNs = on_xml_end,
                             .characters = on_text,
                             .cdataBlock = on_text,
                             .comment = on_comment};
    xmlParserCtxtPtr parser = walk->parser = xmlCreatePushParserCtxt(&handler, walk, NULL, 0, NULL);
    if (!parser)
        return;
    xmlCtxtUseOptions(parser, XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
                                  XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    for (struct str block; parser->wellFormed && (block = take_block(walk, BLOCK)).size;)
        xmlParseChunk(parser, block.at, (int)block.size, 0);
    if (parser->wellFormed && !walk->stopped)
        xmlParseChunk(parser, NULL, 0, 1);
    walk->failed |= !parser->wellFormed && !walk->stopped;
}

static bool walk(enum markup_kind kind, struct str bytes, const struct markup_events *events,
                 unsigned *line)
{
    struct walk state = {.events = events, .rest = bytes};
    xmlInitParser();
    if (kind == MARKUP_HTML)
        walk_html(&state);
    else
        walk_xml(&state);
    int at = state.parser ? xmlSAX2GetLineNumber(state.parser) : 0;
    *line = at > 0 ? (unsigned)at : 1;
    bool failed = state.failed || !state.parser;
    if (state.parser && state.parser->myDoc)
        xmlFreeDoc(state.parser->myDoc);
    xmlFreeParserCtxt(state.parser);
    return !failed;
}

__attribute__((visibility("default"))) extern const struct markup_module render_markup_module;
const struct markup_module render_markup_module = {
    .version = RENDER_VERSION,
    .walk = walk,
};
