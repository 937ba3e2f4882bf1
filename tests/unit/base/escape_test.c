/* Every context against hostile texts: known results, and what must never come out. */
#include "base/escape.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "unit/unit.h"

int escape_tests(void);

typedef void escaper(struct sink *sink, struct str text);

static const struct {
    const char *name;
    escaper *escape;
    const char *forbidden; /* bytes that never come out */
} CONTEXTS[] = {
    {"xml text", sink_xml_text, "<>"}, {"xml attribute", sink_xml_attribute, "<>\"'"},
    {"json", sink_json, "<>&"},        {"terminal", sink_terminal, ""},
    {"visible", sink_visible, ""},
};

enum { CONTEXT_COUNT = sizeof CONTEXTS / sizeof *CONTEXTS };

static const struct str HOSTILE[] = {
    STR_INIT("</script><script>alert(1)</script>"),
    STR_INIT("\"onload='x' <!-- --> ]]> & &amp; \\ \\u0022"),
    STR_INIT("\x1b]0;title\x07\x1b[31mred\r\n\ttab\b\x7f"),
    STR_INIT("\xe2\x80\xae"
             "gnp.exe \xe2\x81\xa6 \xe2\x80\xa8 \xef\xbb\xbf"),
    STR_INIT("\xff\xfe\xc3\x28 \xed\xa0\x80 \xf4\x90\x80\x80 \xc3"),
    STR_INIT("nul\0inside\0"),
    STR_INIT("\xf3\xa0\x81\x81 tags, \xf0\x9f\xbf\xbe, \xef\xbf\xbf"),
    STR_INIT(""),
};

static struct str escaped(escaper *escape, struct str text, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    escape(&sink, text);
    assert_true(sink_close(&sink, NULL));
    return sink_str(&sink);
}

static void expect_harmless(size_t context, struct str out)
{
    size_t size;
    for (struct str rest = out; rest.size; rest = str_skip(rest, size)) {
        uint32_t point = utf8_decode(rest, &size);
        if (point == UTF8_INVALID || utf8_is_unsafe(point) ||
            (point && point < 0x80 && strchr(CONTEXTS[context].forbidden, (int)point)))
            fail_msg("%s lets U+%04X through", CONTEXTS[context].name, point);
    }
}

static void hostile_texts_come_out_harmless(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t c = 0; c < CONTEXT_COUNT; c++)
        for (size_t i = 0; i < sizeof HOSTILE / sizeof *HOSTILE; i++)
            expect_harmless(c, escaped(CONTEXTS[c].escape, HOSTILE[i], &arena));
    arena_fini(&store);
}

static void random_bytes_come_out_harmless(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    uint64_t random = 42;
    for (int i = 0; i < 20000; i++) {
        struct arena scratch = arena;
        char bytes[24];
        size_t size = unit_random(&random) % sizeof bytes;
        for (size_t n = 0; n < size; n++) {
            /* Every second byte from those that lead or follow, so that sequences happen. */
            uint64_t draw = unit_random(&random);
            bytes[n] = (char)(draw & 0x100 ? draw : 0x80 | (draw & 0x7f));
        }
        for (size_t c = 0; c < CONTEXT_COUNT; c++)
            expect_harmless(c, escaped(CONTEXTS[c].escape, (struct str){bytes, size}, &scratch));
    }
    arena_fini(&store);
}

static void an_ampersand_in_xml_is_always_a_reference(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    assert_str(escaped(sink_xml_text, STR("a<b>&\"'c"), &arena), "a&lt;b&gt;&amp;\"'c");
    assert_str(escaped(sink_xml_attribute, STR("a<b>&\"'c"), &arena),
               "a&lt;b&gt;&amp;&quot;&#39;c");
    assert_str(escaped(sink_xml_text, STR("&lt;"), &arena), "&amp;lt;");
    arena_fini(&store);
}

static void json_strings_stay_closed(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    assert_str(escaped(sink_json, STR("\"\\</&\n"), &arena), "\\\"\\\\\\u003c/\\u0026\\u000a");
    assert_str(escaped(sink_json, STR("\xe2\x80\xa8"), &arena), "\\u2028");
    assert_str(escaped(sink_json, STR("\xf3\xa0\x80\x81"), &arena), "\\udb40\\udc01");
    arena_fini(&store);
}

static void what_is_hidden_becomes_visible(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    assert_str(escaped(sink_terminal, STR("\x1b[2J\r\n"), &arena), "\\x1b[2J\\x0d\\x0a");
    assert_str(escaped(sink_terminal, STR("\xe2\x80\xae"), &arena), "\\u202e");
    assert_str(escaped(sink_visible, STR("\xc2\x85\0"), &arena), "\\x85\\x00");
    assert_str(escaped(sink_xml_text,
                       STR("a\xff"
                           "b"),
                       &arena),
               "a\xef\xbf\xbd"
               "b");
    arena_fini(&store);
}

static void ordinary_text_stays_as_it_is(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const char *text = "net/http.(*conn).serve \xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80";
    for (size_t c = 0; c < CONTEXT_COUNT; c++)
        assert_str(escaped(CONTEXTS[c].escape, str_from_c(text), &arena), text);
    arena_fini(&store);
}

static void expect_code(struct arena *arena, struct str text, bool in_table, const char *code)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_md_code(&sink, text, in_table);
    assert_str(sink_str(&sink), code);
}

static void spans_of_markdown_hold_any_text(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    expect_code(&arena, STR("main.main"), false, "`main.main`");
    expect_code(&arena, STR("a`b"), false, "``a`b``");
    expect_code(&arena, STR("a``b`c"), false, "```a``b`c```");
    expect_code(&arena, STR("`"), false, "`` ` ``");
    expect_code(&arena, STR("a`"), false, "`` a` ``");
    expect_code(&arena, STR(" a "), false, "`  a  `");
    expect_code(&arena, STR(" a"), false, "` a`");
    expect_code(&arena, STR("  "), false, "`  `");
    expect_code(&arena, STR("a|b\\|"), false, "`a|b\\|`");
    expect_code(&arena, STR("a|b\\|"), true, "`a\\|b\\\\|`");
    expect_code(&arena, STR("\\"), true, "`\\`");
    expect_code(&arena, STR(""), false, "(none)");
    expect_code(&arena, STR("a\n|\xff"), true, "`a\\x0a\\|\xef\xbf\xbd`");
    arena_fini(&store);
}

int escape_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_texts_come_out_harmless),
        cmocka_unit_test(random_bytes_come_out_harmless),
        cmocka_unit_test(an_ampersand_in_xml_is_always_a_reference),
        cmocka_unit_test(json_strings_stay_closed),
        cmocka_unit_test(what_is_hidden_becomes_visible),
        cmocka_unit_test(ordinary_text_stays_as_it_is),
        cmocka_unit_test(spans_of_markdown_hold_any_text),
    };
    return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
