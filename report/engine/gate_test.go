//go:build unix

package engine

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// cut is what a gate does to a request.
type cut int

const (
	cutNothing cut = iota
	cutRequest     // half of it arrives, and then nothing
	cutAnswer      // it is done, and the answer does not come
	cutHalf        // it is done, and the answer breaks off
)

// gate stands between ship and a server.
type gate struct {
	*httptest.Server
	asked atomic.Int64
	when  func(n int, statement string) bool
	then  func() cut
}

func (g *gate) at(when func(int, string) bool, then func() cut) { g.when, g.then = when, then }

// insertsRows is the insert of rows of that number, from 1.
func insertsRows(n int) func(int, string) bool {
	seen := 0
	return func(_ int, statement string) bool {
		if strings.HasPrefix(statement, "INSERT") && strings.Contains(statement, "iis_rows") {
			seen++
		}
		return seen == n && strings.Contains(statement, "iis_rows")
	}
}

func newGate(t testing.TB, to string) *gate {
	target, err := url.Parse(to)
	require.NoError(t, err)
	proxy := passOn(target)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	g := &gate{when: func(int, string) bool { return false }}
	g.Server = httptest.NewServer(readWhole(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(g.asked.Add(1)) - 1
		what := cutNothing
		if g.when(n, r.URL.Query().Get("query")) {
			what = g.then()
		}
		switch what {
		case cutNothing:
			proxy.ServeHTTP(w, r)
			return
		case cutRequest:
			r.Body = io.NopCloser(io.MultiReader(io.LimitReader(r.Body, r.ContentLength/2), brokenReader{}))
		}
		answer := httptest.NewRecorder()
		func() {
			defer func() { _ = recover() }() // the proxy aborts
			proxy.ServeHTTP(answer, r)
		}()
		if what == cutHalf {
			w.Header().Set("Content-Length", strconv.Itoa(answer.Body.Len()+1))
			_, _ = w.Write(answer.Body.Bytes())
		}
		panic(http.ErrAbortHandler)
	})))
	t.Cleanup(g.Close)
	return g
}

// passOn is a proxy that cuts nothing by itself: it keeps no connection that the engine may
// close while idle.
func passOn(to *url.URL) *httputil.ReverseProxy {
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.Transport = &http.Transport{DisableKeepAlives: true}
	return proxy
}

// readWhole has next get requests that are read to their ends. What is not is closed as soon
// as an answer begins, which cuts it where a proxy still sends it.
func readWhole(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
		next.ServeHTTP(w, r)
	})
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
