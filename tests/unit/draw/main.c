/* All unit tests of the layer. */

int palette_tests(void);

int main(void)
{
    return palette_tests() != 0;
}
