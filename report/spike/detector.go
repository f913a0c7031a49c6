package spike

import (
	"cmp"
	"slices"
)

// detector finds the spikes of one series. It estimates what is usual, measures how
// counts disperse around that, and searches windows of growing width for more than
// both explain. What it found is taken out of both, and it searches again.
type detector struct {
	*baseline
	limits limits

	sums       []int64   // prefix sums of the counts
	expected   []float64 // prefix sums of what is usual
	own        bool      // the seasonality is the series' own
	outside    outside   // of the windows that were found
	dispersion []float64 // by scale

	// The same without the windows that were found.
	restSums     []int64
	restExpected []float64
	found        []window // in order
}

func newDetector(b *baseline, l limits) *detector {
	n := b.buckets + 1
	return &detector{
		baseline: b, limits: l,
		sums: make([]int64, n), expected: make([]float64, n),
		restSums: make([]int64, n), restExpected: make([]float64, n),
	}
}

// rounds is how often the detector searches at most.
const rounds = 3

// run returns the spikes of a series, in order of time.
func (d *detector) run(counts []int64) []window {
	prefix(d.sums, counts)
	if float64(d.sums[d.buckets]) < d.limits.events {
		return nil
	}
	var masked []span
	for round := range rounds {
		d.estimate(masked)
		d.measure(round, masked)
		d.scan(round)
		d.join()
		strong := d.unusual(masked)
		if len(d.found) == 0 || round > 0 && slices.Equal(masked, strong) {
			break
		}
		masked = strong
	}
	// Windows that rest on a few clumps of events stay masked until the end, so
	// that they do not raise what is usual. They are no spikes.
	d.found = slices.DeleteFunc(d.found, d.isClumpy)
	return d.found
}

// estimate sets what is usual outside the masked spans.
func (d *detector) estimate(masked []span) {
	r, own := d.estimator(d.shape).estimate(d.weigh(d.sums, masked))
	d.own = own
	d.spread(d.expected, r)
	d.outside = outside{
		count: float64(d.sums[d.buckets]), expected: d.expected[d.buckets], healthy: float64(d.healthy[d.buckets]),
	}
	for _, m := range masked {
		d.outside.count -= float64(d.sums[m.until] - d.sums[m.from])
		d.outside.expected -= d.expected[m.until] - d.expected[m.from]
		d.outside.healthy -= d.healthyIn(m)
	}
}

// unusual returns the spans that say nothing about what is usual. They are the
// strongest windows, the bursts of other days like them, and every masked span of
// which such a window holds most. The last condition is there because an incident
// can look narrower in the next round. It would then be compared with the rest of
// itself.
func (d *detector) unusual(masked []span) []span {
	const most = 0.65
	strong := d.strongest()
	for _, w := range slices.Clone(strong) {
		for _, s := range d.recurrences(w) {
			strong = append(strong, window{span: s})
		}
		for _, m := range masked {
			if m.overlaps(w.span) && w.count >= most*float64(d.sums[m.until]-d.sums[m.from]) {
				strong = append(strong, window{span: m})
			}
		}
	}
	slices.SortFunc(strong, byTime)
	return cover(strong)
}

// strongest returns the windows with the most excess, in order of time. There are
// as many as may be incidents, about two a day. A series with more is a bursty one,
// and the others count as its dispersion.
func (d *detector) strongest() []window {
	most := 2 + int(float64(d.buckets)*float64(d.step)/(12*hour))
	if len(d.found) <= most {
		return slices.Clone(d.found)
	}
	list := slices.Clone(d.found)
	slices.SortFunc(list, func(a, b window) int {
		return cmp.Or(cmp.Compare(b.count-b.expected, a.count-a.expected), cmp.Compare(a.from, b.from))
	})
	list = list[:most]
	slices.SortFunc(list, byTime)
	return list
}

// isNew reports whether all that was counted lies in the windows.
func (d *detector) isNew(found []window) bool {
	inside := int64(0)
	for _, s := range cover(found) {
		inside += d.sums[s.until] - d.sums[s.from]
	}
	return inside == d.sums[d.buckets]
}
