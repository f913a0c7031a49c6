package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

// trafficRow is a row of the sample of all requests, as causes of spikes are held against
// it.
type trafficRow struct {
	contrast.Other
	request bool
	in      []int // spikes whose code and time it has
}

// everybody are the rows of the sample. There may be hundreds of spikes: of which spikes a
// row is, and what it has, is asked once, and not for each of them.
func (c *causeFinder) everybody() []trafficRow {
	if c.all == nil {
		for _, row := range c.Traffic {
			c.all = append(c.all, trafficRow{c.others.Number(c.dimensions.row(row, 1)), isRequest(row), c.roseIn(row)})
		}
	}
	return c.all
}

// roseIn are the spikes whose code and time a row has. The row may have been kept before it
// was judged anew, so its verdict is not asked.
func (c *causeFinder) roseIn(r scan.SampledRow) (in []int) {
	counted := c.Counted(scan.OutcomeOf(r.Row))
	for i := range c.series.times.Covering(r.Row.Second) {
		key, n := c.keyOf(i), c.series.narrow[i]
		like := keyOf(counted, key.verdict)
		like.misses = key.misses
		if like == key && (n.value == "" || n.holds(r)) {
			in = append(in, i)
		}
	}
	return in
}

// fewOthers is how many rows tell what all requests have in common.
const fewOthers = 64

// traffic returns the sample of all requests without those that make spikes: in a
// small log they would be what is usual. Where hardly any others are left, only those of
// the spike itself are left out. HTTP.sys also logs connections on which
// no request came, which say nothing of requests.
func (c *causeFinder) traffic(i int, requests bool) []contrast.Other {
	rows := c.ofNoSpike(requests)
	if len(rows) >= fewOthers {
		return rows
	}
	rows = slices.Clip(rows)
	for _, row := range c.everybody() {
		if len(row.in) > 0 && (row.request || !requests) && !slices.Contains(row.in, i) {
			rows = append(rows, row.Other)
		}
	}
	return rows
}

// ofNoSpike are the rows of the sample, or the requests among them, that make no spike.
func (c *causeFinder) ofNoSpike(requests bool) []contrast.Other {
	rows, ok := c.calm[requests]
	if !ok {
		for _, row := range c.everybody() {
			if len(row.in) == 0 && (row.request || !requests) {
				rows = append(rows, row.Other)
			}
		}
		c.calm[requests] = rows
	}
	return rows
}
