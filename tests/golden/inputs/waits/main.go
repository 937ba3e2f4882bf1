// A service whose goroutines wait in every way there is; some of them leak, one every few seconds.
//
//	CGO_ENABLED=0 go build -trimpath -o /opt/sample/waits .
//	/opt/sample/waits 390s /opt/sample/waits
//
// writes its goroutines as waits.0 (profile.proto), waits.1 and waits.2 (?debug=1 and 2).
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

type queue[T any] struct{ items chan T }

func (q *queue[T]) take() T { return <-q.items }

func (q *queue[T]) put(item T) { q.items <- item }

type worker struct{ jobs, results chan int }

func (w *worker) run() {
	for job := range w.jobs {
		w.results <- job
	}
}

func (w worker) watch(done chan struct{}) {
	select {
	case <-done:
	case <-w.jobs:
	}
}

// A handler that starts one goroutine a request, which nobody reads from: the leak.
func handle(request int) {
	answer := make(chan string)
	go func() { answer <- lookup(request) }()
}

func lookup(request int) string { return fmt.Sprint(request) }

func receive(from chan int) int { return <-from }

func wait(inner chan int) int { return receive(inner) }

func listen() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	listener.Accept()
}

func locked() {
	runtime.LockOSThread()
	select {}
}

func forever() {
	var none chan int
	<-none
}

func deep(n int, stop chan int) int {
	if n == 0 {
		return <-stop
	}
	return deep(n-1, stop) + 1
}

func sleep() { time.Sleep(time.Hour) }

func spin(stop *bool) {
	for !*stop {
		runtime.Gosched()
	}
}

func main() {
	done, stop := make(chan struct{}), make(chan int)
	pool := &worker{make(chan int), make(chan int)}
	for i := 0; i < 8; i++ {
		go pool.run()
		go pool.watch(done)
	}
	var lock, held sync.Mutex
	var shared sync.RWMutex
	var group sync.WaitGroup
	held.Lock()
	shared.Lock()
	group.Add(1)
	cond := sync.NewCond(&lock)
	for i := 0; i < 3; i++ {
		go held.Lock()
		go func() { shared.RLock() }()
		go group.Wait()
		go func() { lock.Lock(); cond.Wait() }()
		go func() { wait(stop) }()
	}
	numbers := &queue[int]{make(chan int)}
	words := &queue[map[string]int]{make(chan map[string]int)}
	go numbers.take()
	go words.put(map[string]int{})
	go func() { func() { deep(6, stop) }() }()
	go deep(150, stop)
	go spin(new(bool))
	go listen()
	go locked()
	go forever()
	go sleep()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	pprof.Do(ctx, pprof.Labels("tenant", "acme \"quoted\"", "region", "eu"), func(ctx context.Context) {
		go func() { <-ctx.Done() }()
	})
	once := sync.Once{}
	go once.Do(func() { <-stop })
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	go http.Serve(listener, nil)
	for i := 0; i < 20; i++ {
		go pool.run()
	}
	length, _ := time.ParseDuration(os.Args[1])
	for i, end := 100, time.Now().Add(length); time.Now().Before(end); i++ {
		handle(i)
		runtime.GC() // It notes since when goroutines wait.
		time.Sleep(length / 60)
	}
	for _, file := range []string{"1", "2", "0"} {
		out, _ := os.Create(os.Args[2] + "." + file)
		var level int
		fmt.Sscan(file, &level)
		pprof.Lookup("goroutine").WriteTo(out, level)
		out.Close()
	}
}
