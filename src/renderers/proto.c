/* proto: the profile as profile.proto. */
#include "base/arena.h"
#include "base/gzip.h"
#include "options/settings.h"
#include "renderers/proto_writer.h"
#include "renderers/renderer.h"

static bool proto_render(const struct view *view, struct sink *sink, struct error *error)
{
    return proto_write_gzip(view->profile, 1, sink, view->budget, view->arena, error);
}

const struct renderer proto_renderer = {
    .name = STR_INIT("proto"),
    .suffix = STR_INIT(".pb.gz"),
    .media = STR_INIT("application/octet-stream"),
    .marker = STR_INIT(GZIP_HEADER),
    .is_picture = true,
    .options = FOR_RAW,
    .needs = VIEW_SCALED,
    .help = STR_INIT("The profile as profile.proto, compressed, for pprof and its kin"),
    .render = proto_render,
};
