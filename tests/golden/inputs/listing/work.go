package main

func work() int {
	sum := 0
	sum = add(sum, 1) // café
	if sum > 1 {
		return work()
	}
}
func add(a, b int) int {
	return a + b
}