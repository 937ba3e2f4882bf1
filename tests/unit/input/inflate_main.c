/* The tests of inflating alone, for the implementation that the build did not choose. */

int inflate_tests(void);

int main(void)
{
    return inflate_tests() != 0;
}
