// Package api is the HTTP side of the shop.
package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime/pprof"
	"strconv"

	"example.com/shop/internal/catalog"
	"example.com/shop/internal/render"
	"example.com/shop/internal/report"
)

type server struct{ store *catalog.Store }

type handler func(http.ResponseWriter, *http.Request) error

// New returns the handler of the whole service.
func New(store *catalog.Store) http.Handler {
	s := &server{store}
	mux := http.NewServeMux()
	mux.Handle("GET /search", handler(s.search))
	mux.Handle("GET /product", handler(s.product))
	mux.Handle("GET /report", handler(s.report))
	mux.Handle("POST /order", handler(s.order))
	return mux
}

// ServeHTTP labels what a request does with its endpoint and its tenant.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	labels := pprof.Labels("endpoint", r.URL.Path, "tenant", r.Header.Get("X-Tenant"))
	pprof.Do(r.Context(), labels, func(ctx context.Context) {
		if err := h(w, r.WithContext(ctx)); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
}

func (s *server) search(w http.ResponseWriter, r *http.Request) error {
	found, err := s.store.Search(r.FormValue("q"), 20)
	if err != nil {
		return err
	}
	return reply(w, found)
}

func (s *server) product(w http.ResponseWriter, r *http.Request) error {
	from, err := strconv.Atoi(r.FormValue("from"))
	if err != nil {
		return err
	}
	n := len(s.store.Products)
	from = min(max(from, 0), n)
	_, err = io.WriteString(w, render.Page(s.store.Products[from:min(from+100, n)]))
	return err
}

func (s *server) report(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, report.Build(s.store.Products, 50))
}

func (s *server) order(w http.ResponseWriter, r *http.Request) error {
	var orders []catalog.Order
	if err := json.NewDecoder(r.Body).Decode(&orders); err != nil {
		return err
	}
	left := make([]int, len(orders))
	for i, o := range orders {
		n, err := s.store.Place(o)
		if err != nil {
			return err
		}
		left[i] = n
	}
	return reply(w, left)
}

func reply(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	return render.JSON(w, v)
}
