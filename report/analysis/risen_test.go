package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestRisenRate: of pages of which a part always fails more do for a time, which neither the code nor its first
// and last row tell. More requests, other pages that fail as they always do, bursts, people who go home
// while a program fails on, and errors that come at no other time are no such thing.
func TestRisenRate(t *testing.T) {
	const all = 24 * 3600
	type request struct {
		path     string
		failing  int // of 100
		asked    bool
		requests int
	}
	f := func(want string, each int, of func(second, n int) request) {
		t.Helper()
		var b strings.Builder
		for n, second := 0, 0; second < all; second += each {
			r := of(second, n)
			for range max(1, r.requests) {
				if n++; !r.asked {
					continue
				}
				status := 200
				if int(uint32(n)*2654435761>>16)%100 < r.failing {
					status = 500
				}
				fmt.Fprintf(&b, "%d 10.0.0.%d %s %d 0 0\n", second, n%83, r.path, status)
			}
		}
		var got []string
		text := logOf(t, "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "application") {
			got = append(got, risenOf(f)...)
		}
		assert.Equal(t, want, strings.Join(got, " "))
	}
	page := func(n int) string { return fmt.Sprintf("/p%d.aspx", n%9) }
	since := func(from, until, usual, now int) func(second, n int) request {
		return func(second, n int) request {
			r := request{path: page(n), asked: true, failing: usual}
			if second >= from*3600 && second < until*3600 {
				r.failing = now
			}
			return r
		}
	}
	for _, each := range []int{2, 9, 20} {
		f("risen 14:00 40 8", each, since(14, 24, 8, 40))
		f("fallen 09:00 40 8", each, since(0, 9, 8, 40))
		f("risen-first 10:00 risen-last 15:00 40 8", each, since(10, 15, 8, 40))
		f("", each, since(0, 0, 8, 8))
		f("", each, func(second, n int) request { // three times the requests
			return request{path: page(n), asked: true, failing: 8, requests: 1 + 2*(second/(14*3600))}
		})
		f("", each, func(second, n int) request { // a page that always fails is asked for more often
			r := request{path: page(n), asked: true}
			if n%2 == 0 && (second > 14*3600 || n%14 == 0) {
				r.path, r.failing = "/quote", 50
			}
			return r
		})
		f("", each, func(second, n int) request { // bursts of five minutes
			r := request{path: page(n), asked: true, failing: 1}
			if second > 8*3600 && second%3600 < 300 {
				r.failing = 90
			}
			return r
		})
		f("", each, func(second, n int) request { // who fails is a program, others come by day
			if second%60 < each {
				return request{path: "/sync", asked: true, failing: 100}
			}
			return request{path: page(n), asked: second < 12*3600 || n%20 == 0}
		})
	}
}

// risenOf is what a finding says of the part of requests that end so.
func risenOf(f report.Finding) (said []string) {
	for _, e := range f.Evidence {
		switch {
		case e.What == "risen-to" || e.What == "risen-from":
			said = append(said, fmt.Sprintf("%.0f", e.Value*100))
		case strings.HasPrefix(e.What, "risen") || e.What == "fallen":
			said = append(said, e.What, time.Unix(int64(e.Value), 0).UTC().Round(15*time.Minute).Format("15:04"))
		}
	}
	return said
}
