package analysis

import (
	"sync"

	"github.com/iiswhy/iiswhy/report/scan"
)

// usualValues are how many of all requests have each value of a dimension, by the rows of all that
// were kept. They are counted once, for the first who asks: dozens of issues do, each for some values.
type usualValues struct {
	mu     sync.Mutex
	few    map[string]map[string]int64 // by the key of a dimension; each row of FewTraffic is one
	shares map[string]map[string]float64
}

// usualCount is how many rows of FewTraffic have a value of a dimension that has a key.
func (a *Analysis) usualCount(d dimension, value string) int64 {
	u := &a.usual
	u.mu.Lock()
	defer u.mu.Unlock()
	counts, ok := u.few[d.key]
	if !ok {
		counts, _ = countsOf(a.fewTraffic(), d, func(*scan.SampledRow) int64 { return 1 })
		u.few[d.key] = counts
	}
	return counts[value]
}

// usualShare is the part of all requests that have a value of a dimension.
func (a *Analysis) usualShare(d dimension, value string) float64 {
	if d.key == "" {
		return shareOf(a.Traffic, d, value)
	}
	u := &a.usual
	u.mu.Lock()
	defer u.mu.Unlock()
	shares, ok := u.shares[d.key]
	if !ok {
		counts, all := countsOf(a.Traffic, d, func(r *scan.SampledRow) int64 { return r.Rows })
		shares = make(map[string]float64, len(counts))
		for v, n := range counts {
			shares[v] = float64(n) / float64(max(1, all))
		}
		u.shares[d.key] = shares
	}
	return shares[value]
}

// countsOf is how many of some rows, of which each stands for a weight, have each value.
func countsOf(rows []scan.SampledRow, d dimension, weight func(*scan.SampledRow) int64) (counts map[string]int64, all int64) {
	counts = map[string]int64{}
	for i := range rows {
		n := weight(&rows[i])
		counts[d.of(rows[i].Source, rows[i].Row)] += n
		all += n
	}
	return counts, all
}
