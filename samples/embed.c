/* How to use the library: writes the flame graph of a profile.
 *
 *     cc embed.c $(pkg-config --cflags --libs render) -o embed && ./embed cpu.pb.gz flame.svg */
#include <render/render.h>

#include <stdio.h>

int main(int count, char **values)
{
    struct render_error error;
    struct render *render;
    bool ok;

    if (count != 3) {
        fprintf(stderr, "usage: embed PROFILE OUTPUT.svg\n");
        return 2;
    }
    render = render_new(NULL);
    ok = render_set(render, "color_by", "package", &error) &&
         render_open(render, values[1], &error) && render_write(render, "flame", values[2], &error);
    render_free(render);
    if (!ok) {
        fprintf(stderr, "embed: %s\n", error.text);
        return render_exit_code(error.kind);
    }
    return 0;
}
