/* Edit distance, and the nearest of the names there are. */
#include "options/suggest.h"

enum { LONGEST = 40 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned letter(struct str text, size_t i)
{
    unsigned byte = (unsigned char)text.at[i];
    return byte == '-' ? '_' : byte >= 'A' && byte <= 'Z' ? byte + 32 : byte;
}

unsigned suggest_distance(struct str a, struct str b, unsigned most)
{
    unsigned rows[3][LONGEST + 1];
    if (a.size > LONGEST || b.size > LONGEST)
        return most;
    for (unsigned j = 0; j <= b.size; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= a.size; i++) {
        unsigned *row = rows[i % 3], *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (unsigned j = 1; j <= b.size; j++) {
            unsigned x = letter(a, i - 1), y = letter(b, j - 1);
            row[j] = least(least(up[j], row[j - 1]) + 1, up[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == letter(b, j - 2) && letter(a, i - 2) == y)
                row[j] = least(row[j], up2[j - 2] + 1);
        }
    }
    return least(rows[a.size % 3][b.size], most);
}

struct suggestion suggest_start(struct str name)
{
    return (struct suggestion){STR(""), name.size < 4 ? 2 : (unsigned)(name.size / 3 + 2)};
}

void suggest_consider(struct suggestion *suggestion, struct str name, struct str candidate)
{
    unsigned distance = suggest_distance(name, candidate, suggestion->distance);
    if (distance >= suggestion->distance)
        return;
    suggestion->distance = distance;
    suggestion->best = candidate;
}
