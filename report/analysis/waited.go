package analysis

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

// Whoever looks for an injection asks the database to wait some seconds. Where just these requests took so
// long, it did what the query said; where they were answered at once, it did not.

const (
	// leastDelay is the shortest that is told from the usual, and waitedOver how much longer a request takes that
	// waits, in ms.
	leastDelay, waitedOver = 2000, 1500
	// leastWaited is how many requests must have waited, which part of those that asked to (where a condition
	// decides, the others do not wait), and of how many others few may take as long.
	leastWaited, partWaited  = 2, 3
	leastOthers, partOfOther = 3, 20
)

// delays are the ways of databases to wait: hours, minutes and seconds, or seconds alone.
var delays = regexp.MustCompile(`waitfor delay '(\d{1,2}):(\d{1,2}):(\d{1,2})|(?:sleep|receive_message) ?\((?:[^(),]{1,40},)?(\d{1,3})\)`)

// delayOf is for how many ms a query asks to wait, 0 for none, or for no time; ok says whether it names one.
func delayOf(query []byte) (ms int64, ok bool) {
	text := bytes.ReplaceAll(bytes.ToLower(query), []byte("+"), []byte(" "))
	for range 2 { // it may be encoded twice
		if plain, err := url.PathUnescape(string(text)); err == nil {
			text = []byte(plain)
		}
	}
	m := delays.FindSubmatch(bytes.ReplaceAll(text, []byte("/**/"), []byte(" ")))
	if m == nil {
		return 0, false
	}
	number := func(at int) int64 { n, _ := strconv.ParseInt(string(m[at]), 10, 64); return n }
	return 1000 * (number(1)*3600 + number(2)*60 + number(3) + number(4)), true
}

// waiting are the requests of an attacker for one path, by whether they asked to wait.
type waiting struct {
	asked, waited, atOnce int // asked: for leastDelay at least
	delays                map[int64]bool
	others, slow          int
	shortest              int64 // of the delays that were asked for
}

// tellWaited says in the finding on an attacker that the database waited as it was asked to, or that it never did.
func (a *Analysis) tellWaited(f *report.Finding, one *attacker) {
	asked, waited, atOnce, others, delay := 0, 0, 0, 0, int64(0)
	for _, path := range one.values(func(r attackRow) string { return r.path }) {
		w := a.waitingAt(one, path)
		asked, atOnce = asked+w.asked, atOnce+w.atOnce
		if w.isProof() {
			waited, others = waited+w.waited, others+w.others-w.slow
			delay = max(delay, slices.Max(keysOf(w.delays)))
		}
	}
	switch {
	case waited > 0:
		f.Evidence = append(f.Evidence, report.Evidence{What: "waited", Value: float64(waited), Unit: "rows"}, report.Evidence{What: "delay", Value: float64(delay / 1000), Unit: "seconds"})
		if others > 0 {
			f.Evidence = append(f.Evidence, report.Evidence{What: "without-delay", Value: float64(others), Unit: "rows"})
		}
	case asked >= leastWaited && atOnce == asked && one.onlyWaits():
		f.Severity = report.Warning
		f.Evidence = append(f.Evidence, report.Evidence{What: "at-once", Value: float64(asked), Unit: "rows"})
	}
}

// onlyWaits reports whether all that an attacker asks is to wait, or not to.
func (one *attacker) onlyWaits() bool {
	return !slices.ContainsFunc(one.rows, func(r attackRow) bool { return !r.names })
}

func keysOf(all map[int64]bool) (keys []int64) {
	for k := range all {
		keys = append(keys, k)
	}
	return keys
}

// waitingAt counts the requests for a path: of others as far as rows were kept.
func (a *Analysis) waitingAt(one *attacker, path string) waiting {
	w := waiting{delays: map[int64]bool{}}
	for _, r := range one.rows {
		if r.path != path || r.taken < 0 || r.delay < leastDelay {
			continue
		}
		if w.asked++; w.shortest == 0 || r.delay < w.shortest {
			w.shortest = r.delay
		}
		switch {
		case r.taken >= r.delay && r.taken <= r.delay+waitedOver:
			w.waited++
			w.delays[r.delay] = true
		case r.taken < r.delay/2:
			w.atOnce++
		}
	}
	for _, r := range one.rows {
		if r.path == path && r.delay < leastDelay {
			w.other(r.taken)
		}
	}
	for _, r := range a.Traffic {
		if string(r.Row.Path()) == path {
			if _, asks := delayOf(r.Row.Query()); !asks {
				w.other(r.Row.Taken)
			}
		}
	}
	return w
}

// other counts a request that did not ask to wait.
func (w *waiting) other(taken int64) {
	if taken < 0 {
		return
	}
	if w.others++; 2*taken >= w.shortest {
		w.slow++
	}
}

// isProof reports whether requests waited because they asked to: others did not, or they waited differently as they
// were asked to.
func (w *waiting) isProof() bool {
	if w.waited < leastWaited || partWaited*w.waited < w.asked || 10*(w.waited+w.atOnce) < 9*w.asked {
		return false
	}
	return w.others >= leastOthers && partOfOther*w.slow <= w.others || len(w.delays) > 1 && w.slow == 0
}
