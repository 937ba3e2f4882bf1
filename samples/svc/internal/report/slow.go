//go:build slow

package report

import "example.com/shop/internal/catalog"

// price passes the products through two unbuffered stages, one at a time.
func price(products []catalog.Product) []Line {
	in, out := make(chan catalog.Product), make(chan Line)
	go feed(in, products)
	go apply(out, in)
	var all []Line
	for l := range out {
		all = append(all, l)
	}
	return all
}

func feed(in chan<- catalog.Product, products []catalog.Product) {
	defer close(in)
	for _, p := range products {
		in <- p
	}
}

func apply(out chan<- Line, in <-chan catalog.Product) {
	defer close(out)
	for p := range in {
		out <- tax(p)
	}
}
