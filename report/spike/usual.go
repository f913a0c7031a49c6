package spike

// outside is what a series without a rhythm of its own holds outside of spikes.
type outside struct{ count, expected, healthy float64 }

// usually returns what is expected in a span with so many events, where what is
// usual there is e: more where there is more traffic.
//
// A series without a rhythm of its own is compared with its mean, by time and by
// request, whichever is more. That mean holds the span itself while member is
// true; then it is taken out.
func (h *hunt) usually(s span, count, e float64, member bool) float64 {
	if h.own {
		return e * h.growth(s.from, s.until)
	}
	o, healthy := h.outside, h.healthyIn(s)
	if member {
		o.count = max(0, o.count-count)
		o.expected = max(0, o.expected-e)
		o.healthy = max(0, o.healthy-healthy)
	}
	byTime := e * min(1, (o.count+0.5)/(o.expected+0.5))
	byRequest := healthy * (o.count + 0.5) / (o.healthy + few)
	return max(byTime, byRequest)
}

// weighing returns a window with its count, its expectation and its evidence.
func (h *hunt) weighing(s span) window {
	w := window{span: s, count: float64(h.sums[s.until] - h.sums[s.from])}
	w.expected = h.usually(s, w.count, h.expected[s.until]-h.expected[s.from], false)
	w.evidence = h.evidenceOf(w)
	return w
}

// evidenceOf returns the evidence of a window. A mean that is known from few
// events is uncertain, which adds to the scatter.
func (h *hunt) evidenceOf(w window) float64 {
	scatter := h.scatterOf(w.length())
	if !h.own {
		scatter *= 1 + w.expected/(h.outside.count+1)
	}
	return evidence(w.count, w.expected, scatter)
}
