/* What a walk over markup tells: elements by id, text, and where it ends. */
#include "markup/markup.h"
#include "base/sink.h"
#include "unit/unit.h"

int markup_tests(void);

extern const struct markup_module render_markup_module;

/* What was told, as text: "id/render(text)". */
struct told {
    struct sink sink;
    char text[4096];
    unsigned asked, most; /* how often go_on was called, and may be */
};

static bool on_start(void *context, const struct markup_element *element)
{
    struct told *told = context;
    sink_text(&told->sink, element->id);
    sink_char(&told->sink, '/');
    sink_text(&told->sink, element->render);
    if (!str_starts(element->id, STR("w")))
        return false;
    sink_char(&told->sink, '(');
    return true;
}

static void on_text(void *context, struct str text)
{
    sink_text(&((struct told *)context)->sink, text);
}

static void on_end(void *context)
{
    sink_char(&((struct told *)context)->sink, ')');
}

static bool go_on(void *context)
{
    struct told *told = context;
    return ++told->asked <= told->most;
}

static bool walk_some(struct told *told, enum markup_kind kind, struct str bytes, unsigned most,
                      unsigned *line)
{
    sink_init_fixed(&told->sink, told->text, sizeof told->text);
    told->asked = 0;
    told->most = most;
    struct markup_events events = {told, on_start, on_text, on_end, go_on};
    return render_markup_module.walk(kind, bytes, &events, line);
}

static void expect(enum markup_kind kind, const char *text, const char *expected, bool is_whole)
{
    struct told told;
    unsigned line;
    bool ok = walk_some(&told, kind, str_from_c(text), 1000, &line);
    if (!str_equal(sink_str(&told.sink), str_from_c(expected)) || ok != is_whole)
        fail_msg("%s: %.*s, %d", text, (int)told.sink.used, told.text, ok);
}

static void elements_of_html_are_told_by_id(void **state)
{
    (void)state;
    enum markup_kind kind = MARKUP_HTML;
    expect(kind, "<!DOCTYPE html><html data-render=1.2><script id=w1>a<b&amp;</script>x<p id='n'>y",
           "/1.2w1/(a<b&amp;)n/", true);
    expect(kind, "<SCRIPT type=x\nID=\"w\" >\n QUJD\n</SCRIPT ><b data-x=1 id>", "w/(\n QUJD\n)",
           true);
    expect(kind, "<meta name=generator content='render 3'><meta content=\"render 4\" name=author>",
           "/3", true);
    expect(kind, "<div id=w>a<i id=w2>b</i>c</div>d", "w/(abc)", true);
    expect(kind, "<script id=w>abc", "w/(abc)", true); /* cut: its end is made up */
    expect(kind, "<p title='<script id=w>x</script>'><!-- <p id=w> -->", "", true);
    expect(kind, "", "", true);
}

static void elements_of_xml_are_told_by_id(void **state)
{
    (void)state;
    enum markup_kind kind = MARKUP_XML;
    expect(kind,
           "<?xml version='1.0'?><svg data-render='1'><metadata id='w'>a&lt;&#65;</metadata>"
           "<g id='n'/></svg>",
           "/1w/(a<A)n/", true);
    expect(kind, "<s><m id='w'><![CDATA[<x>]]><i>b</i>c</m>d</s>", "w/(<x>bc)", true);
    expect(kind, "<s xmlns:a='u'><a:m a:id='w'>b</a:m></s>", "w/(b)", true);
    expect(kind, "\xef\xbb\xbf<s id='n'/>", "n/", true);
    expect(kind, "<s id='n'><m id='w'>ab", "n/w/(ab", false);
    expect(kind, "<s id='n'>\n<m></s><m id='w'/>", "n/", false);
    expect(kind, "<s id='n'>\xff</s>", "n/", false);
    expect(kind, "", "", false);
}

static void nothing_is_declared_and_nothing_is_expanded(void **state)
{
    (void)state;
    expect(MARKUP_XML, "<!DOCTYPE s [<!ENTITY e 'x'>]><s><m id='w'>&e;</m></s>", "", false);
    expect(MARKUP_XML, "<!DOCTYPE s SYSTEM 'file:///etc/passwd'><s id='n'/>", "", false);
    expect(MARKUP_XML, "<s><m id='w'>&e;</m></s>", "w/(", false);
    expect(MARKUP_HTML, "<!DOCTYPE html [<!ENTITY e 'x'>]><p id=w>&e;&lt;</p>", "w/(&e;<)", true);
}

static void the_line_is_that_of_the_damage(void **state)
{
    (void)state;
    struct told told;
    unsigned line = 0;
    assert_false(walk_some(&told, MARKUP_XML, STR("<a>\n<b>\n</c>\n</a>"), 1000, &line));
    assert_int_equal(line, 3);
}

static void who_asks_can_end_the_walk(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    size_t size = 1 << 20;
    char *text = arena_alloc(&arena, size, 1);
    memset(text, ' ', size);
    memcpy(text, "<p id='n'>", 10);
    memcpy(text + size - 7, "<p id=w", 7);
    for (enum markup_kind kind = MARKUP_HTML; kind <= MARKUP_XML; kind++) {
        struct told told;
        unsigned line;
        walk_some(&told, kind, (struct str){text, size}, 5, &line);
        assert_int_equal(told.asked, 6);
        assert_str(sink_str(&told.sink), "n/");
    }
    arena_fini(&store);
}

/* A tag or comment that does not end, beyond the longest. */
static void a_tag_is_not_endless(void **state)
{
    (void)state;
    static const char *const STARTS[] = {"<p id='n'><a ", "<p id='n'><a b='", "<p id='n'><!-- ",
                                         "<p id='n'><?x "};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    size_t size = 8 * (size_t)MARKUP_LONGEST_TAG;
    char *text = arena_alloc(&arena, size, 1);
    for (size_t i = 0; i < 2 * sizeof STARTS / sizeof *STARTS; i++) {
        struct told told;
        unsigned line;
        memset(text, 'x', size);
        memcpy(text, STARTS[i / 2], strlen(STARTS[i / 2]));
        assert_false(walk_some(&told, i % 2 ? MARKUP_XML : MARKUP_HTML, (struct str){text, size},
                               1000, &line));
        assert_str(sink_str(&told.sink), "n/");
        assert_true(told.asked < 20);
    }
    arena_fini(&store);
}

int markup_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_of_html_are_told_by_id),
        cmocka_unit_test(elements_of_xml_are_told_by_id),
        cmocka_unit_test(nothing_is_declared_and_nothing_is_expanded),
        cmocka_unit_test(the_line_is_that_of_the_damage),
        cmocka_unit_test(who_asks_can_end_the_walk),
        cmocka_unit_test(a_tag_is_not_endless),
    };
    return cmocka_run_group_tests_name("markup", tests, NULL, NULL);
}
