/* Names are this program's own; texts go through the escaper. */
#include "live/json_text.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"

void json_put_name(struct sink *sink, const char *name)
{
    struct str before = sink_str(sink);
    char last = before.size ? before.at[before.size - 1] : '{';
    sink_print(sink, "%s\"%s\":", last == '{' ? "" : ",", name);
}

void json_put_text(struct sink *sink, const char *name, struct str text)
{
    if (!text.size)
        return;
    json_put_name(sink, name);
    sink_char(sink, '"');
    sink_json(sink, text);
    sink_char(sink, '"');
}

void json_put_number(struct sink *sink, const char *name, double number)
{
    enum { DIGITS = 15 };
    if (number == 0 || number != number || number - number != 0)
        return;
    json_put_name(sink, name);
    struct number_text text = number_general(number, DIGITS);
    sink_text(sink, number_str(&text));
}

void json_put_time(struct sink *sink, const char *name, int64_t time_ns)
{
    if (!time_ns)
        return;
    json_put_name(sink, name);
    sink_char(sink, '"');
    time_print_rfc3339(sink, time_ns);
    sink_char(sink, '"');
}
