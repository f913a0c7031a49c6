package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

// "With this error not seen before" is said of a cause when it is known: of the rows of
// a code and verdict only some are kept, and one that was not kept could be like it.

const (
	// justBefore is how many seconds before a spike are looked at. Rows of that time
	// share their kept ones with the spike, of which there are many.
	justBefore = 900
	// mostBefore is how many rows of that time are remembered.
	mostBefore = 1 << 12
)

// askBefore looks at the time before the spikes of which something seems to be new.
func (c *causeFinder) askBefore(ctx context.Context) {
	var spikes []int
	for _, i := range c.spikes {
		seemsNew := func(cause contrast.Cause) bool {
			_, known := c.firstOf(i, &cause)
			return cause.New && !known
		}
		if c.exact[i] && c.inside[i] != nil && c.isConfirmed(i) && slices.ContainsFunc(c.explain(i), seemsNew) {
			spikes = append(spikes, i)
		}
	}
	for _, i := range spikes {
		c.asked[i] = true
	}
	if !c.look(ctx, spikes, justBefore, c.addBefore) {
		clear(c.asked)
	}
}

// addBefore remembers a row of a series that came just before spikes of that which are asked about.
func (c *causeFinder) addBefore(at, source int, r *parser.Row) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, i := range c.series.times.Beginning(r.Second+1, r.Second+1+justBefore) {
		if c.asked[i] && c.series.like(c.series.spikes[i].Series, at) && len(c.before[i]) < mostBefore {
			c.before[i] = append(c.before[i], c.dimensions.values(source, r))
		}
	}
}

// like reports whether rows of a series are of the code, and one of the verdicts, of
// another.
func (s *series) like(of, series int) bool { return of == series || s.isMissOf(of, series) }

// isUnseen reports whether no row of the code and verdict of a spike that came before
// it is like one of its causes.
func (c *causeFinder) isUnseen(i int, cause *contrast.Cause) bool {
	f := &c.series.spikes[i]
	if first, ok := c.firstOf(i, cause); ok {
		return first >= f.From
	}
	fits := func(values []string) bool { return contrast.Fits(c.dimensions.names(), cause.Where, values) }
	if !c.asked[i] || len(c.before[i]) == mostBefore || slices.ContainsFunc(c.before[i], fits) {
		return false
	}
	for j := range c.series.spikes {
		o := &c.series.spikes[j]
		if j == i || o.From >= f.From || !c.series.like(f.Series, o.Series) && !c.series.like(o.Series, f.Series) {
			continue
		}
		whole := c.exact[j] && c.inside[j] != nil && int64(len(c.rows[j])) == c.inside[j].Offered()
		if !whole || slices.ContainsFunc(c.rows[j], func(row scan.SampledRow) bool { return c.fits(cause, row) }) {
			return false
		}
	}
	return !slices.ContainsFunc(c.Sampled, func(row scan.SampledRow) bool { return c.mayBeLike(i, cause, row) })
}

// mayBeLike reports whether a row that was kept of the time before a spike is like a
// cause, or stands for others that could be.
func (c *causeFinder) mayBeLike(i int, cause *contrast.Cause, row scan.SampledRow) bool {
	f := &c.series.spikes[i]
	key := keyOfOutcome(&c.Outcomes[row.Outcome])
	at, ok := c.series.at[key]
	if !ok || !c.series.like(f.Series, at) || row.Row.Second >= f.From-justBefore {
		return false
	}
	if c.series.spikeOf(key, row) >= 0 {
		return false // asked of all its rows
	}
	return row.Rows > 1 || c.fits(cause, row)
}

// firstOf is the second at which the client of a cause came first with the error of a
// spike, where that is counted.
func (c *causeFinder) firstOf(i int, cause *contrast.Cause) (second int64, ok bool) {
	key := c.series.keys[c.series.spikes[i].Series]
	if len(c.Spans) > 0 || key.misses {
		return 0, false
	}
	at := slices.IndexFunc(cause.Where, func(a contrast.Attribute) bool { return a.Dimension == "c-ip" })
	if at < 0 {
		return 0, false
	}
	all, estimated := c.All(scan.FieldClient, func(s *scan.Subject) bool {
		return s.Code == key.code && s.Verdict == key.verdict && (key.reason == "" || s.Reason == key.reason)
	})
	if estimated {
		return 0, false
	}
	for _, v := range all {
		if v.Text == cause.Where[at].Value && v.First <= v.Last {
			return v.First, true
		}
	}
	return 0, false
}
