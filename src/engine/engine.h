/* The functions that the WebAssembly module exports, for templates/page/engine_wasm.js: one
 * profile, any number of requests. Sizes and addresses are 32-bit. A call that fails leaves its one
 * line in engine_error; what it gives stays where it is until the next call. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>

/* Room for `size` bytes that the page fills: one at a time, kept until the next. */
char *engine_room(size_t size);
/* Opens the profile (inflated) that fills the room, under the name of `name_size` bytes at its
 * start by which reports call it. */
bool engine_open(size_t name_size, size_t size);
/* Takes the source lines that fill the room (renderers/source_bundle.h), for the views that show
 * some. */
bool engine_sources(size_t size);
/* Runs the request that fills the room (render_request); a check that fails is no failure of the
 * call. */
bool engine_run(size_t size);

/* What engine_run gave. */
const char *engine_answer(void);
size_t engine_answer_size(void);
/* What was found on the way, a line each, terminated. */
const char *engine_notes(void);
/* Of the last call that failed: the line, terminated, and enum render_error_kind. */
const char *engine_error(void);
int engine_error_kind(void);

#endif
