package report

import (
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// notes are the findings that explain the numbers rather than alarm: what the
// log does not say, and what looks bad and is not.
func (b *builder) notes() []Finding {
	all := b.absentFields()
	all = append(all, b.missingFields()...)
	if f, ok := b.handshakes(); ok {
		all = append(all, f)
	}
	if f, ok := b.probes(); ok {
		all = append(all, f)
	}
	if f, ok := b.kernelAnswers(); ok {
		all = append(all, f)
	}
	return all
}

// kernelAnswers says how many requests HTTP.sys answered by itself: a log of a
// site that looks calm meanwhile is not.
func (b *builder) kernelAnswers() (Finding, bool) {
	var rows int64
	for i := range b.summary.slots.all {
		if s := &b.summary.slots.all[i]; s.log == codes.HTTPERR && s.verdict.Attention() {
			rows += s.count
		}
	}
	return Finding{Rule: "httperr", Severity: Note, Evidence: []Evidence{
		{What: "rows", Value: float64(rows), Unit: "rows"},
	}}, rows > 0
}

// missingFields names each field without which rows could not be told.
func (b *builder) missingFields() []Finding {
	lacking := map[parser.Column]int64{}
	for i := range b.summary.slots.all {
		s := &b.summary.slots.all[i]
		if s.verdict != codes.Unknown || s.log != codes.Web {
			continue
		}
		switch {
		case s.status == codes.None: // a finding of its own says so
		case s.substatus == codes.None:
			lacking[parser.Substatus] += s.count
		case s.win32 == codes.None:
			lacking[parser.Win32] += s.count
		}
	}
	var all []Finding
	for _, c := range []parser.Column{parser.Substatus, parser.Win32} {
		if lacking[c] > 0 {
			all = append(all, Finding{Rule: "missing-field", Severity: Note, Evidence: []Evidence{
				{What: "field", Text: c.String()}, {What: "rows", Value: float64(lacking[c]), Unit: "rows"},
			}})
		}
	}
	return all
}

// handshakes says how many of the 401s were healthy.
func (b *builder) handshakes() (Finding, bool) {
	var legs, all int64
	for i := range b.summary.slots.all {
		s := &b.summary.slots.all[i]
		if s.status != 401 {
			continue
		}
		all += s.count
		if s.verdict == codes.Handshake {
			legs += s.count
		}
	}
	return Finding{Rule: "handshake", Severity: Note, Evidence: []Evidence{
		{What: "rows", Value: float64(legs), Unit: "rows"}, {What: "all", Value: float64(all), Unit: "rows"},
	}}, legs > 0
}

// probes says how many rows are noise.
func (b *builder) probes() (Finding, bool) {
	var rows int64
	for i := range b.summary.slots.all {
		if s := &b.summary.slots.all[i]; s.verdict == codes.Probe {
			rows += s.count
		}
	}
	return Finding{Rule: "probe", Severity: Note, Evidence: []Evidence{
		{What: "rows", Value: float64(rows), Unit: "rows"},
	}}, rows > 0
}
