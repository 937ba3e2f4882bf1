// Package catalog holds the products, their search and their stock.
package catalog

import (
	"fmt"
	"math/rand"
	"regexp"
	"strings"

	"example.com/shop/internal/coll"
)

// Product is one item for sale.
type Product struct {
	ID     int      `json:"id"`
	Name   string   `json:"name"`
	Text   string   `json:"text"`
	Tags   []string `json:"tags"`
	Price  float64  `json:"price"`
	Region string   `json:"region"`

	folded string // lower-case name and text, if they are prepared
}

// Order asks for a quantity of one product.
type Order struct {
	Product  int    `json:"product"`
	Quantity int    `json:"quantity"`
	Note     string `json:"note"`
}

// Store is the whole catalog. Its products do not change.
type Store struct {
	Products []Product
	stock    stock
}

var (
	words   = strings.Fields("oak brass linen cedar copper walnut slate amber lamp chair table shelf desk clock vase")
	regions = strings.Fields("north south east west centre")
)

// New makes a store of n products, the same on every call.
func New(n int) *Store {
	rng := rand.New(rand.NewSource(1))
	pick := func(k int) []string {
		out := make([]string, k)
		for i := range out {
			out[i] = words[rng.Intn(len(words))]
		}
		return out
	}
	s := &Store{stock: newStock(n)}
	for i := range n {
		s.Products = append(s.Products, prepare(Product{
			ID:     i,
			Name:   strings.ToUpper(strings.Join(pick(2), " ")),
			Text:   fmt.Sprintf("A %s, No. %d.", strings.Join(pick(8), " "), i),
			Tags:   pick(3),
			Price:  float64(rng.Intn(90000)) / 100,
			Region: regions[rng.Intn(len(regions))],
		}))
	}
	return s
}

// Search returns the n best matches of a query, the dearest first.
func (s *Store) Search(query string, n int) ([]Product, error) {
	found, err := s.match(query)
	if err != nil {
		return nil, err
	}
	return coll.Top(found, n, func(p Product) float64 { return p.Price }), nil
}

// Place books an order and returns the number left in stock.
func (s *Store) Place(o Order) (int, error) {
	if o.Product < 0 || o.Product >= len(s.Products) {
		return 0, fmt.Errorf("no product %d", o.Product)
	}
	return s.stock.take(o)
}

// compile makes the pattern of a query: its words in their order.
func compile(query string) (*regexp.Regexp, error) {
	return regexp.Compile(strings.Join(strings.Fields(query), `\s.*`))
}
