package logtest

import (
	"net/netip"
	"strings"
	"time"
)

// Truth is what really happened: what a report on the log should say.
type Truth struct {
	Kind Kind `json:"kind"`
	// Incident is false for what looks unusual and is none: Growth and Gap. They
	// have no code, verdict or cause.
	Incident bool `json:"incident"`
	// Recurring is true for each day of a Recurring incident.
	Recurring bool `json:"recurring,omitempty"`

	Code    string `json:"code,omitempty"`  // "401.1"; "401" where the layout has no substatus
	Win32   uint32 `json:"win32,omitempty"` // 0 also where there is none
	Reason  string `json:"reason,omitempty"`
	Verdict string `json:"verdict,omitempty"`

	// Start and End are the times of its first and last row; of a Growth or Gap
	// they are the seconds it covers.
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	// Requests is how many rows it has: those added and those spoiled.
	Requests int `json:"requests"`
	// Where names the cause: values that all its rows share, of columns that the
	// layout has. One or two of them are enough to tell its rows from others; a
	// cause that strikes a whole site names the site. A client may be a network
	// (198.51.100.0/24), a path may end in * (/portal/*).
	Where map[string]string `json:"where,omitempty"`
}

// Names reports whether Where says that the field has that value.
func (t Truth) Names(field, value string) bool {
	want, ok := t.Where[field]
	if !ok {
		return false
	}
	if network, err := netip.ParsePrefix(want); err == nil {
		client, err := netip.ParseAddr(value)
		return err == nil && network.Contains(client)
	}
	if folder, ok := strings.CutSuffix(want, "*"); ok {
		return strings.HasPrefix(value, folder)
	}
	return value == want
}

// truths returns what was written of the incident: nothing if the log ended
// before its first row.
func (p *plant) truths() []Truth {
	if p.rows == 0 {
		return p.past
	}
	return append(p.past, Truth{
		Kind: p.kind, Incident: true, Recurring: p.daily,
		Code: p.code(p.layout), Win32: p.win32, Reason: p.reason, Verdict: p.verdict,
		Start: time.Unix(p.first, 0).UTC(), End: time.Unix(p.last, 0).UTC(),
		Requests: p.rows, Where: p.cause(),
	})
}

// cause returns Where, with the fields that the layout has.
func (p *plant) cause() map[string]string {
	where := map[string]string{}
	for _, w := range p.where {
		field := w.field
		if field == "c-ip" && p.layout.has("X-Forwarded-For") {
			field = "X-Forwarded-For"
		}
		if p.layout.has(field) {
			where[field] = w.value
		}
	}
	return where
}

// calmTruth returns the part of a Growth or Gap that lies within the log. In
// the first second of a Gap the handshakes of the second before still end.
func (p *plant) calmTruth(first, last int64) []Truth {
	start, end := max(p.start, first), min(p.end-1, last)
	if p.factor == 0 {
		start++
	}
	if start > end {
		return nil
	}
	return []Truth{{Kind: p.kind, Start: time.Unix(start, 0).UTC(), End: time.Unix(end, 0).UTC()}}
}
