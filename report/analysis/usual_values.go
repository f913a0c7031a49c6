package analysis

import (
	"sync"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// usualValues are how many of all requests have each value of a dimension, by the rows of all that
// were kept. They are counted once, when the first asks: dozens of issues do, each for some values.
type usualValues struct {
	few    func() map[string]int64 // each row of FewTraffic is one
	shares func() map[string]float64
}

// usualValues are those of what of returns.
func (a *Analysis) usualValues(of func(source int, r *parser.Row) string) *usualValues {
	count := func(rows []scan.SampledRow, weight func(*scan.SampledRow) int64) (counts map[string]int64, all int64) {
		counts = map[string]int64{}
		for i := range rows {
			n := weight(&rows[i])
			counts[of(rows[i].Source, rows[i].Row)] += n
			all += n
		}
		return counts, all
	}
	return &usualValues{
		few: sync.OnceValue(func() map[string]int64 {
			counts, _ := count(a.fewTraffic(), func(*scan.SampledRow) int64 { return 1 })
			return counts
		}),
		shares: sync.OnceValue(func() map[string]float64 {
			counts, all := count(a.Traffic, func(r *scan.SampledRow) int64 { return r.Rows })
			shares := make(map[string]float64, len(counts))
			for v, n := range counts {
				shares[v] = float64(n) / float64(max(1, all))
			}
			return shares
		}),
	}
}

// count is how many rows of FewTraffic have a value.
func (u *usualValues) count(value string) int64 {
	if u == nil {
		return 0
	}
	return u.few()[value]
}

// usualShare is the part of all requests that have a value of a dimension.
func (a *Analysis) usualShare(d dimension, value string) float64 {
	if d.usual == nil {
		return shareOf(a.Traffic, d, value)
	}
	return d.usual.shares()[value]
}
