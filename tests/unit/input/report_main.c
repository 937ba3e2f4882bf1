/* What needs the module that reads markup, linked in. */

int report_tests(void);

int main(void)
{
    return report_tests() != 0;
}
