// Package coll holds small generic collections.
package coll

import (
	"cmp"
	"slices"
	"sync"
)

// Cache computes a value once per key. It is safe for concurrent use.
type Cache[K comparable, V any] struct {
	New func(K) (V, error)
	m   sync.Map
}

// Get returns the value of key, computing it if it is not there yet.
func (c *Cache[K, V]) Get(key K) (V, error) {
	if v, ok := c.m.Load(key); ok {
		return v.(V), nil
	}
	v, err := c.New(key)
	if err == nil {
		c.m.Store(key, v)
	}
	return v, err
}

// SumBy adds up val over the items that share a key.
func SumBy[T any, K comparable](items []T, key func(T) K, val func(T) float64) map[K]float64 {
	sums := make(map[K]float64)
	for _, it := range items {
		sums[key(it)] += val(it)
	}
	return sums
}

// Top returns the n items with the largest key, largest first.
func Top[T any, K cmp.Ordered](items []T, n int, key func(T) K) []T {
	sorted := slices.Clone(items)
	slices.SortFunc(sorted, func(a, b T) int { return cmp.Compare(key(b), key(a)) })
	return sorted[:min(n, len(sorted))]
}
