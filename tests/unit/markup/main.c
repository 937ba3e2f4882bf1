/* All unit tests of the layer. */

int markup_tests(void);

int main(void)
{
    return markup_tests() != 0;
}
