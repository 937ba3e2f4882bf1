/* The tests of reading ahead alone, for the implementation without threads. */

int ahead_tests(void);

int main(void)
{
    return ahead_tests() != 0;
}
