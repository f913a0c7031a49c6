package render

// latency says how long requests took, in one line.
func (p *page) latency() {
	l := p.report.Latency
	if l == nil {
		return
	}
	p.gap()
	said := p.words.say("latency", word("p50", thousands(l.P50)), word("p95", thousands(l.P95)),
		word("p99", thousands(l.P99)), word("max", thousands(l.Max)))
	p.hang(plain, 0, "", said)
}
