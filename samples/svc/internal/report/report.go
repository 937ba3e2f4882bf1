// Package report adds up the value of the catalog.
package report

import (
	"example.com/shop/internal/catalog"
	"example.com/shop/internal/coll"
)

// Line is the value of one product with tax.
type Line struct {
	Region string  `json:"region"`
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
}

// Report is the sum per region and the products that matter most.
type Report struct {
	Regions map[string]float64 `json:"regions"`
	Top     []Line             `json:"top"`
}

// Build sends the products through the pipeline and sums what comes out.
func Build(products []catalog.Product, top int) Report {
	lines := price(products)
	value := func(l Line) float64 { return l.Value }
	return Report{
		Regions: coll.SumBy(lines, func(l Line) string { return l.Region }, value),
		Top:     coll.Top(lines, top, value),
	}
}

func tax(p catalog.Product) Line {
	return Line{Region: p.Region, Name: p.Name, Value: p.Price * 1.2}
}
