package analysis

import (
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	mostCarriers = 3   // clients that are named with a change
	carry        = 0.8 // of its rows, that these have at least
)

// carriers are the few clients that most rows of a kind on this side came from. Values of
// the log are counted by kind and period: which value of another field a row has is not
// known, so there the kind must be of this side alone.
func (p *pair) carriers(k scan.Subject) []report.Key {
	if p.field == scan.ByClient || p.field != "" && p.other.kind(k).rows > 0 {
		return nil
	}
	tops := p.Top(scan.FieldClient, func(s *scan.Subject) bool { return p.kindOf(s) == k && (p.field != "" || s.Span == p.side) }, mostCarriers)
	if tops.Estimated {
		return nil
	}
	client, of := p.dimensions().named("c-ip"), p.this.kind(k).rows
	var sum int64
	for i, v := range tops.Values {
		if v.Text == "-" || shareOf(p.Traffic, client, v.Text) >= commonToAll {
			return nil
		}
		if sum += v.Count; float64(sum) >= carry*float64(of) {
			return p.keys(scan.FieldClient, scan.Tops{Values: tops.Values[:i+1]})
		}
	}
	return nil
}
