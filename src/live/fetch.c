/* Names to requests, all at once, and what is said meanwhile. */
#include "live/fetch.h"
#include "base/quote.h"
#include "base/url.h"
#include "live/answer.h"
#include "live/headers.h"
#include "live/live.h"
#include "live/net_module.h"
#include "live/url.h"
#include "net/net.h"
#include "options/settings.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    BODY_MOST = 1 << 30,
    USUAL_TIMEOUT = 60, /* as pprof has it, and what its client adds */
    MORE_TIMEOUT = 5,
    SILENCE_MOST = 60,
    SILENCE_MORE = 30, /* beyond the seconds that the service was asked for */
};

/* The jobs of one call. */
struct fetch {
    struct render_live *live;
    const struct settings *settings;
    const struct live_job *jobs;
    size_t count, loud; /* jobs, and those that are not quiet */
    struct live_target *targets;
    struct error *wrong; /* with a job's source, which is then not asked */
    size_t asked;
    struct net_request *requests; /* `asked` of them */
    struct net_response *responses;
    struct live_headers headers;
    struct arena *arena;
    double started, seconds; /* that the longest of the loud ones takes */
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

bool live_is_url(struct str name)
{
    enum { LONGEST = 4096 };
    char path[LONGEST];
    struct stat status;
    if (!url_split(name, NULL) && !url_is_foreign(name))
        return false;
    if (name.size >= sizeof path)
        return true;
    memcpy(path, name.at, name.size);
    path[name.size] = 0;
    return stat(path, &status) != 0;
}

/* ---------------------------------------------------------------- what is asked */

static bool check_tls(const struct fetch *fetch, struct error *error)
{
    const struct settings *settings = fetch->settings;
    bool has_cert = settings->tls_cert.size, has_key = settings->tls_key.size;
    const char *dash = fetch->live->console.is_pprof ? "-" : "--";
    if (has_key && !has_cert)
        return error_set(error, ERROR_USAGE,
                         "%stls_key is specified, so %stls_cert must also be specified", dash,
                         dash);
    if (has_cert && !has_key && fetch->live->console.is_pprof)
        return error_set(error, ERROR_USAGE,
                         "-tls_cert is specified, so -tls_key must also be specified");
    return true;
}

/* pprof's rule: by the profile's own length. */
static double timeout_of(const struct settings *settings, double seconds)
{
    double timeout = settings->timeout > 0 ? settings->timeout
                     : seconds > 0         ? seconds * 1.5
                                           : USUAL_TIMEOUT;
    return settings->timeout > 0 ? timeout : timeout + MORE_TIMEOUT;
}

static double silence_of(const struct settings *settings, double seconds)
{
    double silence = seconds + SILENCE_MORE;
    return settings->timeout > 0 ? 0 : silence > SILENCE_MOST ? silence : SILENCE_MOST;
}

/* The user's headers, and what the user in the URL makes, which an own header replaces. */
static void set_headers(const struct fetch *fetch, const struct live_target *target,
                        struct net_request *request)
{
    const struct live_headers *headers = &fetch->headers;
    struct str *lines = ARENA_NEW(fetch->arena, struct str, headers->count + 1);
    size_t count = headers->count;
    if (count)
        memcpy(lines, headers->lines, count * sizeof *lines);
    if (target->authorization.size && !headers->has_authorization)
        lines[count++] = target->authorization;
    request->headers = lines;
    request->header_count = count;
}

/* How long it takes by what is known before; 0: that is not known. */
static double seconds_of(const struct live_target *target)
{
    return target->seconds > 0 ? target->seconds : target->usual;
}

static void prepare_one(struct fetch *fetch, size_t i)
{
    const struct settings *settings = fetch->settings;
    const struct live_job *job = &fetch->jobs[i];
    struct live_target *target = &fetch->targets[i];
    if (!live_target_read(target, job->source, job->path, job->seconds, fetch->arena,
                          &fetch->wrong[i]))
        return;
    struct net_request *request = &fetch->requests[fetch->asked++];
    *request = (struct net_request){
        .url = target->url,
        .unix_socket = target->socket,
        .is_insecure = target->is_insecure,
        .tls_cert = settings->tls_cert,
        .tls_key = settings->tls_key,
        .tls_ca = settings->tls_ca,
        .timeout = timeout_of(settings, target->seconds),
        .silence = silence_of(settings, target->seconds),
        .most = settings->max_memory ? settings->max_memory : BODY_MOST,
    };
    set_headers(fetch, target, request);
    fetch->loud += !job->is_quiet;
    if (!job->is_quiet && seconds_of(target) > fetch->seconds)
        fetch->seconds = seconds_of(target);
}

static bool prepare(struct fetch *fetch, struct error *error)
{
    size_t count = fetch->count;
    fetch->targets = ARENA_NEW(fetch->arena, struct live_target, count);
    fetch->wrong = ARENA_NEW(fetch->arena, struct error, count);
    fetch->requests = ARENA_NEW(fetch->arena, struct net_request, count);
    fetch->responses = ARENA_NEW(fetch->arena, struct net_response, count);
    if (!check_tls(fetch, error) ||
        !live_headers_read(&fetch->headers, &fetch->settings->header, fetch->arena, error))
        return false;
    for (size_t i = 0; i < count; i++)
        prepare_one(fetch, i);
    return true;
}

/* ---------------------------------------------------------------- what is said */

/* "1h0m30s", as Go prints it. */
static void print_duration(double seconds, char *text, size_t size)
{
    long whole = (long)seconds, hours = whole / 3600, minutes = whole / 60 % 60;
    if (hours)
        snprintf(text, size, "%ldh%ldm%lds", hours, minutes, whole % 60);
    else if (minutes)
        snprintf(text, size, "%ldm%lds", minutes, whole % 60);
    else
        snprintf(text, size, "%lds", whole);
}

static void announce_to_pprof(const struct fetch *fetch, size_t i)
{
    char duration[64];
    struct error_quote quote = error_quote(fetch->targets[i].said);
    live_say(fetch->live, "Fetching profile over HTTP from %s", quote.text);
    if (fetch->jobs[i].seconds <= 0)
        return;
    print_duration(fetch->jobs[i].seconds, duration, sizeof duration);
    live_say(fetch->live, "Please wait... (%s)", duration);
}

/* A line for each, where none on a terminal tells all the time. */
static void announce(const struct fetch *fetch)
{
    bool is_pprof = fetch->live->console.is_pprof;
    for (size_t i = 0; i < fetch->count; i++) {
        const struct live_target *target = &fetch->targets[i];
        double seconds = seconds_of(target);
        struct error_quote quote = error_quote(target->said);
        if (fetch->jobs[i].is_quiet || fetch->wrong[i].kind)
            continue;
        if (is_pprof)
            announce_to_pprof(fetch, i);
        else if (!fetch->live->console.status && seconds > 0)
            live_say(fetch->live, "fetching %s, %.4g s", quote.text, seconds);
        else if (!fetch->live->console.status)
            live_say(fetch->live, "fetching %s", quote.text);
    }
}

/* "localhost:6060/debug/pprof/heap", or how many there are. */
static void print_subject(const struct fetch *fetch, size_t done, char *text, size_t size)
{
    size_t only = 0;
    if (fetch->loud > 1) {
        snprintf(text, size, "%zu profiles (%zu done)", fetch->loud,
                 done < fetch->loud ? done : fetch->loud);
        return;
    }
    while (fetch->jobs[only].is_quiet || fetch->wrong[only].kind)
        only++;
    struct str said = fetch->targets[only].said;
    size_t scheme = str_find_str(said, STR("://"));
    struct error_quote quote = error_quote(str_skip(said, scheme == STR_NONE ? 0 : scheme + 3));
    bool fits = strlen(quote.text) < size;
    strcpy(text, fits ? quote.text : "a profile");
}

/* The bar is full when the service has taken what it was asked to take. */
static void print_bar(const struct fetch *fetch, double passed, char *text, size_t size)
{
    enum { CELLS = 20 };
    char cells[CELLS + 1];
    double share = passed / fetch->seconds;
    size_t full = share >= 1 ? CELLS : (size_t)(share * CELLS);
    memset(cells, '.', CELLS);
    memset(cells, '#', full);
    cells[CELLS] = 0;
    snprintf(text, size, "[%s] %.0f s left", cells, fetch->seconds - passed);
}

static bool wait(void *context, size_t done, uint64_t bytes)
{
    const struct fetch *fetch = context;
    double passed = now() - fetch->started;
    char subject[48], state[64], line[160];
    if (fetch->loud && !fetch->live->console.is_pprof) {
        print_subject(fetch, done, subject, sizeof subject);
        if (passed < fetch->seconds)
            print_bar(fetch, passed, state, sizeof state);
        else
            snprintf(state, sizeof state, "%.0f s, %.0f kB", passed, (double)bytes / 1000);
        snprintf(line, sizeof line, "fetching %s %s", subject, state);
        live_status(fetch->live, line);
    }
    return !live_is_cancelled(fetch->live);
}

/* ---------------------------------------------------------------- all together */

static void take(const struct fetch *fetch, size_t i, size_t asked, int64_t start_ns,
                 struct live_result *result)
{
    const struct net_response *response = &fetch->responses[asked];
    *result = (struct live_result){
        .url = fetch->targets[i].said,
        .bytes = response->body,
        .start_ns = start_ns,
        .end_ns = start_ns + (int64_t)(response->took * 1e9),
        .status = response->status,
    };
    if (!live_answer_check(&fetch->targets[i], &fetch->requests[asked], response,
                           fetch->live->console.is_pprof, &result->error))
        result->bytes = STR("");
}

static void take_all(const struct fetch *fetch, int64_t start_ns, struct live_result *results)
{
    size_t asked = 0;
    for (size_t i = 0; i < fetch->count; i++) {
        if (fetch->wrong[i].kind)
            results[i] = (struct live_result){.url = url_said(fetch->jobs[i].source, fetch->arena),
                                              .bytes = STR(""),
                                              .start_ns = start_ns,
                                              .end_ns = start_ns,
                                              .error = fetch->wrong[i]};
        else
            take(fetch, i, asked++, start_ns, &results[i]);
    }
}

bool live_fetch(struct render_live *live, const struct settings *settings,
                const struct live_job *jobs, struct live_result *results, size_t count,
                struct arena *arena, struct error *error)
{
    struct fetch fetch = {
        .live = live, .settings = settings, .jobs = jobs, .count = count, .arena = arena};
    if (!count)
        return true;
    if (!prepare(&fetch, error))
        return false;
    const struct net_module *net = fetch.asked ? net_module(error) : NULL;
    if (fetch.asked && !net)
        return false;
    announce(&fetch);
    fetch.started = now();
    int64_t start_ns = live->outer.now_ns ? live->outer.now_ns(live->outer.context) : 0;
    bool ok = !net ||
              net->fetch(fetch.requests, fetch.responses, fetch.asked, wait, &fetch, arena, error);
    if (fetch.loud)
        live_status(live, NULL);
    if (ok)
        take_all(&fetch, start_ns, results);
    return ok;
}
