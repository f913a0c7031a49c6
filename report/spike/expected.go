package spike

// outside is what the log holds outside of spikes: events of the series, the events
// that were expected, and healthy requests.
type outside struct{ count, expected, healthy float64 }

// expectedIn returns what is expected in a span that holds so many events, where e
// are usual. More is expected where there is more traffic.
//
// A series without a seasonality of its own is compared with its mean, by time and
// by request, whichever is more. While member is true the span itself is part of
// that mean, and is taken out of it.
func (d *detector) expectedIn(s span, count, e float64, member bool) float64 {
	if d.own {
		return e * d.growth(s.from, s.until)
	}
	o, healthy := d.outside, d.healthyIn(s)
	if member {
		o.count = max(0, o.count-count)
		o.expected = max(0, o.expected-e)
		o.healthy = max(0, o.healthy-healthy)
	}
	byTime := e * min(1, (o.count+0.5)/(o.expected+0.5))
	byRequest := healthy * (o.count + 0.5) / (o.healthy + few)
	return max(byTime, byRequest)
}

// usualIn returns what is usual in a span at that time, by what lies outside of the
// spikes. Unlike expectedIn it does not grow with the traffic of the span: a scanner
// brings its own.
func (d *detector) usualIn(s span) float64 {
	e := d.expected[s.until] - d.expected[s.from]
	if d.own {
		return max(e, nearNothing)
	}
	o := d.outside
	return max(e*o.count/max(o.expected, nearNothing), nearNothing)
}

// weighing returns the window of a span, with its count, what is expected and its
// evidence.
func (d *detector) weighing(s span) window {
	w := window{span: s, count: float64(d.sums[s.until] - d.sums[s.from])}
	w.expected = d.expectedIn(s, w.count, d.expected[s.until]-d.expected[s.from], false)
	w.evidence = d.evidenceOf(w)
	return w
}

// evidenceOf returns the evidence for a window. A mean that is known from few events
// is uncertain, which adds to the dispersion.
func (d *detector) evidenceOf(w window) float64 {
	dispersion := d.dispersionOf(w.length())
	if !d.own {
		dispersion *= 1 + w.expected/(d.outside.count+1)
	}
	return evidence(w.count, w.expected, dispersion)
}
