//go:build slow

// Package render turns results into what the client receives.
package render

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"

	"example.com/shop/internal/catalog"
)

// Page returns the HTML table of some products, copied again for each row.
func Page(products []catalog.Product) string {
	page := "<table>\n"
	for _, p := range products {
		page += row(p)
	}
	return page + "</table>\n"
}

func row(p catalog.Product) string {
	tags := ""
	for _, tag := range p.Tags {
		tags += fmt.Sprintf(" <i>%s</i>", html.EscapeString(tag))
	}
	return fmt.Sprintf("<tr><td>%s<td>%s%s<td>%.2f</tr>\n",
		html.EscapeString(p.Name), html.EscapeString(p.Text), tags, p.Price)
}

// JSON writes v as compressed JSON with a new writer each time.
func JSON(w io.Writer, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(w)
	if _, err := zw.Write(text); err != nil {
		return err
	}
	return zw.Close()
}
