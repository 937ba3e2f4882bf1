/* Goroutines by where and how they wait. */
#ifndef PROFILE_GOROUTINES_H
#define PROFILE_GOROUTINES_H

#include "base/str.h"

/* The sample type of Go's goroutine profiles. */
#define GOROUTINE_TYPE STR("goroutine")

/* Labels of a goroutine that was read from a dump, as far as it says so. */
#define GOROUTINE_ID STR("goroutine")              /* a number */
#define GOROUTINE_STATE STR("state")               /* running, or what it waits for: chan receive */
#define GOROUTINE_WAIT STR("wait")                 /* a number of minutes */
#define GOROUTINE_CREATOR STR("creator")           /* the function whose go statement it runs */
#define GOROUTINE_CREATOR_LINE STR("creator_line") /* that statement: main.go:41 */
#define GOROUTINE_THREAD STR("thread")             /* locked */
#define GOROUTINE_BUBBLE STR("bubble")             /* of testing/synctest: its number */

#endif
