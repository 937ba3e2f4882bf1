/* All unit tests of the layer. */

int text_tests(void);

int main(void)
{
    return text_tests() != 0;
}
