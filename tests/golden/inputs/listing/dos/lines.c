/* lines that end as on DOS */
int dos(void)
{
	return 1;
}