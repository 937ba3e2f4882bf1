// Shop is a small HTTP service that puts itself under load and writes its
// profiles. Build it with -tags slow for the version before optimisation.
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"example.com/shop/internal/api"
	"example.com/shop/internal/catalog"
	"example.com/shop/internal/load"
)

func main() {
	out := flag.String("out", "shop", "prefix of the profiles to write")
	requests := flag.Int("requests", 16000, "number of requests to send")
	clients := flag.Int("clients", 12, "number of concurrent clients")
	limit := flag.Duration("limit", 2*time.Minute, "give up after this long")
	flag.Parse()

	runtime.MemProfileRate = 128 << 10
	runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(int(20 * time.Microsecond))

	ctx, cancel := context.WithTimeout(context.Background(), *limit)
	defer cancel()
	if err := start(ctx, *out, *requests, *clients); err != nil {
		log.Fatal(err)
	}
}

// run serves the shop on a loopback port, loads it and writes every profile.
func run(ctx context.Context, out string, requests, clients int) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: api.New(catalog.New(3000))}
	go srv.Serve(ln)
	defer srv.Close()

	cpu, err := os.Create(out + ".cpu.pb.gz")
	if err != nil {
		return err
	}
	defer cpu.Close()
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()

	// Goroutines and live heap are worth seeing while requests are in flight.
	err = load.Run(ctx, "http://"+ln.Addr().String(), requests, clients, func() error {
		runtime.GC()
		return write(out, "goroutine", "heap")
	})
	if err != nil {
		return err
	}
	return write(out, "allocs", "mutex", "block")
}

// write stores the named profiles next to each other.
func write(out string, names ...string) error {
	for _, name := range names {
		f, err := os.Create(out + "." + name + ".pb.gz")
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.Lookup(name).WriteTo(f, 0); err != nil {
			return err
		}
	}
	return nil
}
