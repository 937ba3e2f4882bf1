/* What the name of a function says: its package, whose code it is, and shorter forms of it. Go,
 * C++, Rust, Java, JavaScript and Python are known by their files, or else by the shape of the
 * name. */
#ifndef PROFILE_NAME_H
#define PROFILE_NAME_H

#include "base/str.h"

struct arena;
struct profile;

enum name_family {
    NAME_OWN,     /* the profiled program's */
    NAME_DEP,     /* a library's */
    NAME_STD,     /* the language's standard library's */
    NAME_RUNTIME, /* the language's runtime */
    NAME_GC,      /* its garbage collector */
    NAME_KERNEL,  /* system calls and the kernel */
    NAME_UNKNOWN, /* no symbol */
};

/* What is known of the program as a whole. */
struct name_context {
    struct str binary; /* base name of the main mapping */
    struct str root;   /* folder of the main module's sources, with its slash; empty: not known */
};

struct name_context name_context(const struct profile *profile);

/* A function and where it is from; `object` is the file of its mapping. */
struct name_source {
    struct str name, file, object;
    bool is_main_object;
};

/* "net/http", "std", "java.util": a slice of the name or of the file. Empty if there is none. */
struct str name_package(const struct name_source *source);
enum name_family name_family(const struct name_context *context, const struct name_source *source);

enum { NAME_FORMS = 4 };

/* The name as pictures show it, with type arguments folded ("f[…]", "Map<…>") and C++ argument
 * lists left out, and ever shorter ends of it: forms[0] is the whole, each further one a suffix of
 * it. Returns their number, at least 1. The name must be valid UTF-8. */
size_t name_forms(struct str name, struct arena *arena, struct str forms[NAME_FORMS]);

#endif
