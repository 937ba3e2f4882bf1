/* Where else than at its name the source of a Go file may be, below a folder that is searched:
 * GOROOT, GOPATH or GOMODCACHE given as --source_path, or the program's own module. */
#ifndef REQUEST_SOURCE_SPELLINGS_H
#define REQUEST_SOURCE_SPELLINGS_H

#include "base/str.h"

struct arena;

enum { SOURCE_SPELLINGS = 6 };

/* Paths to try below a folder, for a name as builds with -trimpath have it ("runtime/proc.go",
 * "github.com/BurntSushi/toml@v1.2.0/lex.go") or an absolute one of another machine's GOROOT or
 * GOMODCACHE: as it is, below src, in the module cache (whose folders have "!b" for "B") and in
 * vendor (whose have no version). In the arena. Returns how many; none for other files. */
size_t source_spellings(struct str name, struct arena *arena,
                        struct str spellings[SOURCE_SPELLINGS]);
/* The path of the file below the folder of its module, whose file go.mod has this text; empty where
 * the file is of another module. In the arena. */
struct str source_in_module(struct str name, struct str go_mod, struct arena *arena);

#endif
