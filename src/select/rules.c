/* Rules from options and from lines. */
#include "select/rules.h"
#include "base/escape.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"

static struct str source_of_line(struct str name, size_t line, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_terminal(&sink, name);
    sink_print(&sink, ":%zu", line);
    return sink_str(&sink);
}

/* "--fail", "render.rules:3" in front of what is wrong. */
static bool add(struct rules *rules, bool is_budget, struct str source, struct str text,
                struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct rule rule = {.is_budget = is_budget, .source = source};
    struct error_quote where = error_quote(source), quote = error_quote(text);
    if (rules->list.count == RULES_MOST)
        return error_set(error, ERROR_USAGE, "%s: these are more than %d rules", where.text,
                         RULES_MOST);
    if (!rule_read(text, &rule, rules->arena, &inner))
        return error_set(error, inner.kind, "%s '%s', %s", where.text, quote.text, inner.text);
    array_push(rules->arena, &rules->list, rule);
    return true;
}

bool rules_add_options(struct rules *rules, const struct settings *settings, struct error *error)
{
    for (size_t i = 0; i < settings->fail.count; i++)
        if (!add(rules, false, STR("--fail"), settings->fail.at[i], error))
            return false;
    for (size_t i = 0; i < settings->budget.count; i++)
        if (!add(rules, true, STR("--budget"), settings->budget.at[i], error))
            return false;
    return true;
}

/* Without spaces around it. */
static struct str trim(struct str text)
{
    while (text.size && (text.at[0] == ' ' || text.at[0] == '\t'))
        text = str_skip(text, 1);
    while (text.size && (text.at[text.size - 1] == ' ' || text.at[text.size - 1] == '\t' ||
                         text.at[text.size - 1] == '\r'))
        text.size--;
    return text;
}

static bool add_line(struct rules *rules, struct str name, size_t number, struct str line,
                     struct error *error)
{
    line = trim(line);
    if (!line.size || line.at[0] == '#')
        return true;
    size_t end = 0;
    while (end < line.size && line.at[end] != ' ' && line.at[end] != '\t')
        end++;
    struct str word = str_slice(line, 0, end);
    struct str source = source_of_line(name, number, rules->arena);
    bool is_budget = str_equal(word, STR("budget"));
    if (is_budget || str_equal(word, STR("fail")))
        return add(rules, is_budget, source, trim(str_skip(line, end)), error);
    struct error_quote where = error_quote(source), quote = error_quote(word);
    return error_set(error, ERROR_USAGE,
                     "%s: a line starts with fail, budget or #, not with \"%s\"", where.text,
                     quote.text);
}

bool rules_add_file(struct rules *rules, struct str name, struct str text, struct error *error)
{
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_skip(text, 3);
    for (size_t number = 1; text.size; number++) {
        size_t end = str_find(text, '\n');
        if (!add_line(rules, name, number, str_slice(text, 0, end), error))
            return false;
        text = str_skip(text, end == STR_NONE ? text.size : end + 1);
    }
    return true;
}
