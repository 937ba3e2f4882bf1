//go:build !slow

package catalog

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"example.com/shop/internal/coll"
)

var patterns = coll.Cache[string, *regexp.Regexp]{New: compile}

// prepare folds the text of a product once, when the store is made.
func prepare(p Product) Product {
	p.folded = strings.ToLower(p.Name + " " + p.Text)
	return p
}

// match looks through the folded texts with a pattern from the cache.
func (s *Store) match(query string) ([]Product, error) {
	re, err := patterns.Get(query)
	if err != nil {
		return nil, err
	}
	var found []Product
	for i := range s.Products {
		if p := &s.Products[i]; re.MatchString(p.folded) {
			found = append(found, *p)
		}
	}
	return found, nil
}

// stock spreads the counts over shards, each with a lock of its own.
type stock []*shard

type shard struct {
	mu    sync.Mutex
	left  map[int]int
	audit [64][]byte // the last entries
	taken int
}

func newStock(n int) stock {
	s := make(stock, 32)
	for i := range s {
		s[i] = &shard{left: make(map[int]int)}
	}
	for id := range n {
		s[id%len(s)].left[id] = 1 << 20
	}
	return s
}

// take encodes its audit entry before it locks the shard.
func (s stock) take(o Order) (int, error) {
	entry, err := json.Marshal(o)
	if err != nil {
		return 0, err
	}
	sh := s[o.Product%len(s)]
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.left[o.Product] -= o.Quantity
	sh.audit[sh.taken%len(sh.audit)] = entry
	sh.taken++
	return sh.left[o.Product], nil
}
