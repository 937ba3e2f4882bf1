/* All unit tests of the layer. */

int packed_tests(void);
int palette_tests(void);
int svg_canvas_tests(void);

int main(void)
{
    int failed = packed_tests() != 0;
    failed += palette_tests() != 0;
    failed += svg_canvas_tests() != 0;
    return failed != 0;
}
