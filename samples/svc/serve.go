package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"strings"
	"time"

	"example.com/shop/internal/api"
	"example.com/shop/internal/catalog"
	"example.com/shop/internal/leak"
	"example.com/shop/internal/load"
)

// serving is how the service is left running, to be looked at.
type serving struct {
	listen             string        // HOST:PORT, or unix:PATH
	duration           time.Duration // 0: without end
	cert, key, clients string        // PEM files; clients: who may ask
	leaks              bool
}

var asked serving

func init() {
	flag.StringVar(&asked.listen, "listen", "", "write nothing; serve at HOST:PORT or unix:PATH, with /debug/pprof/, and tell where")
	flag.DurationVar(&asked.duration, "for", 0, "with -listen: stop after this long")
	flag.StringVar(&asked.cert, "tls-cert", "", "with -listen: speak TLS with this certificate")
	flag.StringVar(&asked.key, "tls-key", "", "key of that certificate")
	flag.StringVar(&asked.clients, "tls-clients", "", "with -tls-cert: certificates of those who may ask")
	flag.BoolVar(&asked.leaks, "leak", false, "with -listen: keep memory and goroutines that nobody needs")
}

// start does what the flags ask for: it serves, or writes profiles within the context.
func start(ctx context.Context, out string, requests, clients int) error {
	if asked.listen == "" {
		return run(ctx, out, requests, clients)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if asked.duration > 0 {
		ctx, cancel = context.WithTimeout(ctx, asked.duration)
	}
	defer cancel()
	return asked.run(ctx)
}

// run serves the shop and its profiles, under a little load, until the context ends.
func (s serving) run(ctx context.Context) error {
	shop := api.New(catalog.New(300))
	ln, err := s.listener()
	if err != nil {
		return err
	}
	fmt.Println("listening on", address(ln))
	srv := &http.Server{Handler: withProfiles(shop)}
	go func() {
		<-ctx.Done()
		srv.Close()
	}()
	if s.leaks {
		go leak.Run(ctx)
	}
	go keepBusy(ctx, shop)
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func address(ln net.Listener) string {
	if ln.Addr().Network() == "unix" {
		return "unix:" + ln.Addr().String()
	}
	return ln.Addr().String()
}

func (s serving) listener() (net.Listener, error) {
	network, address := "tcp", s.listen
	if path, ok := strings.CutPrefix(s.listen, "unix:"); ok {
		network, address = "unix", path
	}
	ln, err := net.Listen(network, address)
	if err != nil || s.cert == "" {
		return ln, err
	}
	config, err := s.tls()
	if err != nil {
		return nil, err
	}
	return tls.NewListener(ln, config), nil
}

func (s serving) tls() (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(s.cert, s.key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	if s.clients == "" {
		return config, nil
	}
	pem, err := os.ReadFile(s.clients)
	if err != nil {
		return nil, err
	}
	config.ClientAuth = tls.RequireAndVerifyClientCert
	config.ClientCAs = x509.NewCertPool()
	if !config.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: no certificate", s.clients)
	}
	return config, nil
}

func withProfiles(shop http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", shop)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// keepBusy sends requests with pauses, over a loopback port of its own.
func keepBusy(ctx context.Context, shop http.Handler) {
	const requests, clients, pause = 40, 2, 50 * time.Millisecond
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return
	}
	srv := &http.Server{Handler: shop}
	go srv.Serve(ln)
	defer srv.Close()
	for ctx.Err() == nil {
		load.Run(ctx, "http://"+ln.Addr().String(), requests, clients, func() error { return nil })
		time.Sleep(pause)
	}
}
