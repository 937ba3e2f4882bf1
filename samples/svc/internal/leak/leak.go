// Package leak forgets to let go of things, at an even pace.
package leak

import (
	"context"
	"time"
)

const (
	bytes = 16 << 10
	every = 20 * time.Millisecond
	// One goroutine for so many pieces of memory.
	pieces = 10
)

var (
	kept  [][]byte
	never = make(chan struct{})
)

// Run keeps 800 kB a second, and leaves five goroutines a second waiting.
func Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for i := 1; ; i++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		remember()
		if i%pieces == 0 {
			go waitForEver()
		}
	}
}

func remember() {
	kept = append(kept, make([]byte, bytes))
}

func waitForEver() {
	<-never
}
