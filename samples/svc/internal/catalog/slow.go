//go:build slow

package catalog

import (
	"encoding/json"
	"strings"
	"sync"
)

// prepare leaves the product as it is: match folds its text.
func prepare(p Product) Product { return p }

// match compiles the pattern and folds every text again for each request, and
// holds the one lock all the while, although the products do not change.
func (s *Store) match(query string) ([]Product, error) {
	s.stock.mu.Lock()
	defer s.stock.mu.Unlock()
	re, err := compile(query)
	if err != nil {
		return nil, err
	}
	var found []Product
	for _, p := range s.Products {
		if re.MatchString(strings.ToLower(p.Name + " " + p.Text)) {
			found = append(found, p)
		}
	}
	return found, nil
}

// stock keeps all counts and the whole audit behind one lock.
type stock struct {
	mu    sync.Mutex
	left  map[int]int
	audit []string
}

func newStock(n int) stock {
	left := make(map[int]int)
	for id := range n {
		left[id] = 1 << 20
	}
	return stock{left: left}
}

// take holds the lock while it encodes its audit entry.
func (s *stock) take(o Order) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left[o.Product] -= o.Quantity
	entry, err := json.MarshalIndent(map[string]any{"order": o, "left": s.left[o.Product]}, "", "\t")
	if err != nil {
		return 0, err
	}
	s.audit = append(s.audit, string(entry))
	return s.left[o.Product], nil
}
