/* What a PDF has beside what is seen: structure, links, places, the outline. Cairo 1.16 has no word
 * for the language of a document or for the text that stands for a figure (nor has 1.18: it knows
 * no more of a structure's attributes), so neither is written.
 *
 * Cairo writes tags around text only where they hold no other tags. So where a link stands in a
 * paragraph, the paragraph's own text stands in spans beside it. */
#include "base/arena.h"
#include "paper/paper_parts.h"

#include <cairo-pdf.h>
#include <math.h>

static const char *const NAMES[PAGES_TAGS] = {
    [PAGES_SECTION] = "Sect",   [PAGES_H1] = "H1",        [PAGES_H2] = "H2",
    [PAGES_H3] = "H3",          [PAGES_PARAGRAPH] = "P",  [PAGES_TABLE] = "Table",
    [PAGES_ROW] = "TR",         [PAGES_HEAD_CELL] = "TH", [PAGES_CELL] = "TD",
    [PAGES_LIST] = "L",         [PAGES_ITEM] = "LI",      [PAGES_FIGURE] = "Figure",
    [PAGES_CAPTION] = "Caption"};

static bool is_pdf(const struct paper *paper)
{
    return paper->options.medium == PAPER_PDF;
}

/* ---------------------------------------------------------------- structure */

/* Links come after text of their part only in these; the many cells that hold nothing else need no
 * spans. */
static bool may_be_mixed(enum pages_tag tag)
{
    return tag == PAGES_PARAGRAPH || tag == PAGES_ITEM || tag == PAGES_CAPTION;
}

void tags_open(struct paper *paper, enum pages_tag tag)
{
    struct open_tag open = {is_pdf(paper) && tag < PAGES_TAGS ? NAMES[tag] : NULL,
                            may_be_mixed(tag)};
    array_push(&paper->arena, &paper->tags, open);
    if (open.name)
        cairo_tag_begin(paper->cairo, open.name, NULL);
}

void tags_close(struct paper *paper)
{
    if (!paper->tags.count)
        return;
    const char *name = paper->tags.at[--paper->tags.count].name;
    if (name)
        cairo_tag_end(paper->cairo, name);
}

bool tags_text_begin(struct paper *paper)
{
    const struct open_tag *top = paper->tags.count ? &paper->tags.at[paper->tags.count - 1] : NULL;
    if (!top || !top->name || !top->is_split || paper->links & 1)
        return false;
    cairo_tag_begin(paper->cairo, "Span", NULL);
    return true;
}

void tags_text_end(struct paper *paper)
{
    cairo_tag_end(paper->cairo, "Span");
}

/* ---------------------------------------------------------------- places */

/* Letters that cannot end or begin anything in Cairo's attributes; other names are none. */
static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.at[i];
        if (!((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
              (byte >= '0' && byte <= '9') || byte == '.' || byte == '-'))
            return false;
    }
    return name.size && name.size < 100;
}

static struct place *place_of(struct paper *paper, struct str name)
{
    uint64_t hash = hash_bytes(name.at, name.size);
    size_t at = hash_start(hash);
    for (uint32_t id; (id = hash_table_next(&paper->place_ids, hash, &at)) != HASH_EMPTY;)
        if (str_equal(str_from_c(paper->places.at[id].name), name))
            return &paper->places.at[id];
    struct place place = {str_to_c(name, &paper->arena), false};
    hash_table_add(&paper->place_ids, hash, (uint32_t)paper->places.count);
    array_push(&paper->arena, &paper->places, place);
    return &paper->places.at[paper->places.count - 1];
}

static void put_place(struct paper *paper, struct place *place, double y)
{
    char words[160];
    struct sink sink;
    sink_init_fixed(&sink, words, sizeof words - 1);
    sink_print(&sink, "name='%s' x=0 y=%d", place->name, y > 0 ? (int)floor(y) : 0);
    words[sink.used] = 0;
    cairo_tag_begin(paper->cairo, CAIRO_TAG_DEST, words);
    cairo_tag_end(paper->cairo, CAIRO_TAG_DEST);
    place->is_marked = true;
}

void tags_mark(struct paper *paper, struct str name, double y)
{
    if (!is_pdf(paper) || !is_name(name))
        return;
    struct place *place = place_of(paper, name);
    if (!place->is_marked)
        put_place(paper, place, y);
}

void tags_outline(struct paper *paper, unsigned level, struct str words, struct str name)
{
    enum { MOST = 200 };
    if (!is_pdf(paper) || !is_name(name))
        return;
    struct arena scratch = paper->scratch;
    struct sink link;
    sink_init_buffer(&link, &scratch, UINT64_MAX);
    sink_print(&link, "dest='%s'", place_of(paper, name)->name);
    bool is_chapter = level < 2 || !paper->chapter;
    int line = cairo_pdf_surface_add_outline(
        paper->surface, is_chapter ? CAIRO_PDF_OUTLINE_ROOT : paper->chapter,
        surface_words(words, MOST, &scratch), str_to_c(sink_str(&link), &scratch),
        is_chapter ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
    if (is_chapter)
        paper->chapter = line;
}

void tags_begin(struct paper *paper)
{
    if (is_pdf(paper))
        cairo_tag_begin(paper->cairo, "Document", NULL);
}

void tags_end(struct paper *paper)
{
    while (paper->tags.count)
        tags_close(paper);
    if (is_pdf(paper) && paper->page)
        cairo_tag_end(paper->cairo, "Document");
    for (size_t i = 0; i < paper->places.count; i++)
        if (!paper->places.at[i].is_marked)
            put_place(paper, &paper->places.at[i], 0);
}

/* ---------------------------------------------------------------- links */

/* Of a link that stands in a profile or in an option, only what opens in a browser. */
static bool is_web(struct str link)
{
    return str_starts(link, STR("https://")) || str_starts(link, STR("http://"));
}

static bool is_inner(const struct paper *paper, struct str link)
{
    return paper->is_document && str_starts(link, STR("#")) && is_name(str_skip(link, 1));
}

/* Cairo writes links as they are, so a bracket would end the PDF's string. */
static void put_uri(struct sink *sink, struct str link)
{
    static const char SAFE[] = "-._~:/?#[]@!$&*+,;=%";
    for (size_t i = 0; i < link.size; i++) {
        char byte = link.at[i];
        bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= '0' && byte <= '9');
        if (is_plain || str_find(str_from_c(SAFE), byte) != STR_NONE)
            sink_char(sink, byte);
        else
            sink_print(sink, "%%%02X", (unsigned)(unsigned char)byte);
    }
}

static void put_link(struct paper *paper, struct sink *words, const struct canvas_group *group)
{
    double x = group->box.x, y = group->box.y, width = group->box.width, height = group->box.height;
    /* Cairo counts the rectangles of links in the page's own units. */
    cairo_user_to_device(paper->cairo, &x, &y);
    cairo_user_to_device_distance(paper->cairo, &width, &height);
    sink_print(words, "rect=[%d %d %d %d] ", (int)floor(x), (int)floor(y), (int)ceil(width),
               (int)ceil(height));
    if (is_web(group->link)) {
        sink_text(words, STR("uri='"));
        put_uri(words, group->link);
    } else {
        sink_text(words, STR("dest='"));
        sink_text(words, str_from_c(place_of(paper, str_skip(group->link, 1))->name));
    }
    sink_char(words, '\'');
}

/* The many words of a figure need not be read one by one. */
static void split(struct paper *paper)
{
    struct open_tag *top = paper->tags.count ? &paper->tags.at[paper->tags.count - 1] : NULL;
    if (top && top->name != NAMES[PAGES_FIGURE])
        top->is_split = true;
}

void tags_open_group(struct canvas *canvas, const struct canvas_group *group)
{
    struct paper *paper = (struct paper *)canvas;
    bool is_link = is_pdf(paper) && (is_web(group->link) || is_inner(paper, group->link));
    paper->links = paper->links << 1 | is_link;
    if (!is_link)
        return;
    struct arena scratch = paper->scratch;
    struct sink words;
    split(paper);
    sink_init_buffer(&words, &scratch, UINT64_MAX);
    put_link(paper, &words, group);
    cairo_tag_begin(paper->cairo, CAIRO_TAG_LINK, str_to_c(sink_str(&words), &scratch));
}

void tags_close_group(struct canvas *canvas)
{
    struct paper *paper = (struct paper *)canvas;
    if (paper->links & 1)
        cairo_tag_end(paper->cairo, CAIRO_TAG_LINK);
    paper->links >>= 1;
}
