/* Tab. */
#include "base/str.h"
#include "prompt/editor.h"
#include "prompt/words.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

/* Those that begin with what is there go before those that have it inside. */
struct found {
    struct str word;
    struct words starting, others;
};

static void add(void *list, struct str word)
{
    struct found *found = list;
    words_add(str_starts(word, found->word) ? &found->starting : &found->others, word);
}

static size_t columns_of(FILE *out)
{
    enum { USUAL = 80 };
    struct winsize size;
    return !ioctl(fileno(out), TIOCGWINSZ, &size) && size.ws_col ? size.ws_col : USUAL;
}

/* Side by side, as many as fit. */
static void list(const struct words *words, FILE *out)
{
    size_t columns = columns_of(out), used = 0;
    fputc('\n', out);
    for (size_t i = 0; i < words->count && i < WORDS_SHOWN; i++) {
        size_t size = strlen(words->shown[i]);
        if (used && used + 2 + size >= columns) {
            fputc('\n', out);
            used = 0;
        }
        used += (size_t)fprintf(out, "%s%s", used ? "  " : "", words->shown[i]);
    }
    if (words->count > WORDS_SHOWN)
        fprintf(out, "\n... and %zu more", words->count - WORDS_SHOWN);
    fputc('\n', out);
    fflush(out);
}

/* Puts the text in place of the last `count` characters. */
static void replace(EditLine *edit, size_t count, struct str text, bool is_whole)
{
    wchar_t *wide = editor_wide(text);
    el_wdeletestr(edit, (int)count);
    el_winsertstr(edit, wide);
    if (is_whole && !str_ends(text, STR("=")))
        el_winsertstr(edit, L" ");
    free(wide);
}

static unsigned char complete(EditLine *edit, const struct words *words, struct str word,
                              size_t count, FILE *out)
{
    struct str common = {words->common, words->common_size};
    bool is_only = words->count == 1;
    if (!words->count)
        return CC_ERROR;
    if (!is_only && (!str_starts(common, word) || common.size == word.size)) {
        list(words, out);
        return CC_REDISPLAY;
    }
    replace(edit, count, common, is_only);
    return CC_REFRESH;
}

unsigned char editor_complete(EditLine *edit, wint_t letter)
{
    (void)letter;
    struct prompt *prompt = NULL;
    struct found found = {.word = STR("")};
    el_wget(edit, EL_CLIENTDATA, &prompt);
    const LineInfoW *info = el_wline(edit);
    size_t end = (size_t)(info->cursor - info->buffer), start = end;
    while (start > 0 && info->buffer[start - 1] != L' ' && info->buffer[start - 1] != L'\t')
        start--;
    char *line = editor_narrow(info->buffer, end);
    char *word = editor_narrow(info->buffer + start, end - start);
    found.word = str_from_c(word);
    if (prompt->options.complete)
        prompt->options.complete(prompt->options.context, str_from_c(line), add, &found);
    const struct words *words = found.starting.count ? &found.starting : &found.others;
    unsigned char result = complete(edit, words, found.word, end - start, prompt->out);
    words_free(&found.starting);
    words_free(&found.others);
    free(line);
    free(word);
    return result;
}
