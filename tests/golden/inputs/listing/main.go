package main

import "time"

func main() {
	for work() > 0 {
	}
}
