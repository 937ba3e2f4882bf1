// Package load sends a fixed mix of requests to the shop.
package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

var (
	queries = []string{"oak+lamp", "brass+clock+desk", "linen+chair", "cedar+shelf", "copper+vase"}
	tenants = []string{"acme", "globex", "acme", "initech", "acme"}
)

// Run sends n requests over some clients and calls midway once, at half-time.
func Run(ctx context.Context, base string, n, clients int, midway func() error) error {
	hc := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer hc.CloseIdleConnections()
	var (
		next atomic.Int64
		wg   sync.WaitGroup
		errs = make([]error, clients)
	)
	for c := range clients {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := int(next.Add(1)); i <= n && errs[c] == nil; i = int(next.Add(1)) {
				errs[c] = send(ctx, hc, base, i)
				if i == n/2 {
					errs[c] = errors.Join(errs[c], midway())
				}
			}
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

func send(ctx context.Context, hc *http.Client, base string, i int) error {
	method, path, body := request(i)
	req, err := http.NewRequestWithContext(ctx, method, base+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("X-Tenant", tenants[i%len(tenants)])
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// request is the i-th request of the mix.
func request(i int) (method, path, body string) {
	switch i % 8 {
	case 0, 1, 2, 3:
		return "GET", "/search?q=" + queries[i/8%len(queries)], ""
	case 4, 5:
		return "GET", fmt.Sprintf("/product?from=%d", i*37%2900), ""
	case 6:
		return "GET", "/report", ""
	}
	lines := make([]string, 12)
	for k := range lines {
		lines[k] = fmt.Sprintf(`{"product":%d,"quantity":%d,"note":"gift"}`, (i*13+k*101)%3000, k+1)
	}
	return "POST", "/order", "[" + strings.Join(lines, ",") + "]"
}
