package render

// latency says how long requests took, in one line.
func (p *page) latency() {
	if said := p.latencySaid(); said != "" {
		p.gap()
		p.hang(plain, 0, "", said)
	}
}

// latencySaid is that line, "" where the log holds no time-taken.
func (p *page) latencySaid() string {
	l := p.report.Latency
	if l == nil {
		return ""
	}
	return p.words.say("latency", word("p50", thousands(l.P50)), word("p95", thousands(l.P95)),
		word("p99", thousands(l.P99)), word("max", thousands(l.Max)))
}
