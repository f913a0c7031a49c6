package spike

import (
	"cmp"
	"slices"
)

// hunt looks for the spikes of one series: it learns what is usual, measures how
// counts scatter around it, and scans windows of growing width for more than
// both explain. What it found is taken out of what is usual and of the scatter,
// and it looks again.
type hunt struct {
	*ground
	limits limits

	sums     []int64   // prefix sums of the counts
	expected []float64 // prefix sums of what is usual
	own      bool      // the rhythm is the series' own
	outside  outside   // of the windows that were found
	scatter  []float64 // by scale

	// The same without the windows that were found.
	restSums     []int64
	restExpected []float64
	found        []window // in order
}

func newHunt(g *ground, l limits) *hunt {
	n := g.buckets + 1
	return &hunt{
		ground: g, limits: l,
		sums: make([]int64, n), expected: make([]float64, n),
		restSums: make([]int64, n), restExpected: make([]float64, n),
	}
}

// rounds is how often the hunt looks at most.
const rounds = 3

// run returns the spikes of a series, in order of time.
func (h *hunt) run(counts []int64) []window {
	prefix(h.sums, counts)
	if float64(h.sums[h.buckets]) < h.limits.events {
		return nil
	}
	var masked []span
	for round := range rounds {
		h.learn(masked)
		h.measure(round, masked)
		h.scan(round)
		h.join()
		strong := h.unusual(masked)
		if len(h.found) == 0 || round > 0 && slices.Equal(masked, strong) {
			break
		}
		masked = strong
	}
	// Lumps are left out of what is usual as long as it is learned, and are no
	// spikes in the end.
	h.found = slices.DeleteFunc(h.found, h.isLumpy)
	return h.found
}

// learn sets what is usual outside the masked spans.
func (h *hunt) learn(masked []span) {
	r, own := h.learner(h.shape).learn(h.weigh(h.sums, masked))
	h.own = own
	h.spread(h.expected, r)
	h.outside = outside{
		count: float64(h.sums[h.buckets]), expected: h.expected[h.buckets], healthy: float64(h.healthy[h.buckets]),
	}
	for _, m := range masked {
		h.outside.count -= float64(h.sums[m.until] - h.sums[m.from])
		h.outside.expected -= h.expected[m.until] - h.expected[m.from]
		h.outside.healthy -= h.healthyIn(m)
	}
}

// unusual returns the spans that say nothing of what is usual: the strongest
// windows, the bursts of other days like them that are no spikes themselves, and
// the masked spans of which they hold most. Else an incident that is narrower at a
// second look would be measured by the rest of itself.
func (h *hunt) unusual(masked []span) []span {
	const most = 0.65
	strong := h.strongest()
	for _, w := range slices.Clone(strong) {
		for _, s := range h.again(w) {
			strong = append(strong, window{span: s})
		}
		for _, m := range masked {
			if m.overlaps(w.span) && w.count >= most*float64(h.sums[m.until]-h.sums[m.from]) {
				strong = append(strong, window{span: m})
			}
		}
	}
	slices.SortFunc(strong, byTime)
	return cover(strong)
}

// strongest returns the windows with the most excess, in order of time: as many
// as may be incidents. Where there are more, that is how the series is.
func (h *hunt) strongest() []window {
	most := 2 + int(float64(h.buckets)*float64(h.step)/(12*hour))
	if len(h.found) <= most {
		return slices.Clone(h.found)
	}
	list := slices.Clone(h.found)
	slices.SortFunc(list, func(a, b window) int {
		return cmp.Or(cmp.Compare(b.count-b.expected, a.count-a.expected), cmp.Compare(a.from, b.from))
	})
	list = list[:most]
	slices.SortFunc(list, byTime)
	return list
}

// isNew reports whether all that was counted lies in the windows.
func (h *hunt) isNew(found []window) bool {
	inside := int64(0)
	for _, s := range cover(found) {
		inside += h.sums[s.until] - h.sums[s.from]
	}
	return inside == h.sums[h.buckets]
}
