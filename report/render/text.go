package render

import "github.com/iiswhy/iiswhy/report"

// encodeText writes a report for people: the finding first, the numbers behind
// it next, the ledger last.
func encodeText(r *report.Report, o Options) ([]byte, error) {
	if daily(r) {
		return dayText(r, o), nil
	}
	if r.Command == "spikes" {
		return spikesText(r, o), nil
	}
	p := newPage(r, o)
	for _, part := range []func(){
		p.headline, p.partial, p.summary, p.findings, p.risesBriefly,
		p.verdicts, p.classes,
		p.codesOfAttention, p.otherErrors, p.healthyCodes, p.reasons,
		p.groups, p.listingGrids, p.timeline, p.latency, p.ledger,
	} {
		part()
	}
	return []byte(p.String()), nil
}
