package logtest

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Summary is what was written, counted row by row: the truth that a report on
// the log can be held against. Maps hold no zeros.
type Summary struct {
	Bytes      int64     `json:"bytes"`
	Rows       int64     `json:"rows"`
	Directives int64     `json:"directives"` // lines that begin with #
	First      time.Time `json:"first"`      // earliest row
	Last       time.Time `json:"last"`       // latest row
	Late       int64     `json:"late"`       // rows whose time is before that of the row above

	Classes  map[string]int64 `json:"classes"`           // "4xx", and "-" for rows without a status
	Codes    map[string]int64 `json:"codes"`             // "401.1"; "401" where the layout has no substatus; "-"
	Win32    map[string]int64 `json:"win32"`             // "401.1 1326", where the layout has all three
	Reasons  map[string]int64 `json:"reasons,omitempty"` // "AppOffline", of HTTPERR layouts
	Verdicts map[string]int64 `json:"verdicts"`          // "handshake": what each row was planted as

	// Handshakes are the 401 rows of handshakes that ended in a served request.
	Handshakes int64 `json:"handshakes"`
	// Refused are the rows in which credentials were sent and refused.
	Refused int64 `json:"refused"`

	Truths []Truth `json:"truths"`
}

// tally counts rows. Most rows end like the row before, so the last outcome
// has its counter at hand.
type tally struct {
	rows, directives, late int64
	earliest, latest       int64
	before                 int64
	outcomes               map[outcome]*int64
	last                   outcome
	counter                *int64
}

func newTally() tally { return tally{outcomes: map[outcome]*int64{}} }

func (t *tally) count(r *row) {
	if t.rows == 0 {
		t.earliest, t.latest = r.second, r.second
	}
	t.rows++
	t.earliest, t.latest = min(t.earliest, r.second), max(t.latest, r.second)
	if r.second < t.before {
		t.late++
	}
	t.before = r.second
	if t.counter == nil || r.outcome != t.last {
		t.turnTo(r.outcome)
	}
	*t.counter++
}

func (t *tally) turnTo(o outcome) {
	t.last, t.counter = o, t.outcomes[o]
	if t.counter == nil {
		t.counter = new(int64)
		t.outcomes[o] = t.counter
	}
}

func (j *journal) summary() Summary {
	t := &j.tally
	s := Summary{
		Bytes: j.size, Rows: t.rows, Directives: t.directives, Late: t.late,
		Classes: map[string]int64{}, Codes: map[string]int64{}, Win32: map[string]int64{},
		Reasons: map[string]int64{}, Verdicts: map[string]int64{},
	}
	if t.rows > 0 {
		s.First, s.Last = time.Unix(t.earliest, 0).UTC(), time.Unix(t.latest, 0).UTC()
	}
	for o, n := range t.outcomes {
		s.add(o, *n, j.Layout)
	}
	s.Handshakes, s.Refused = s.Verdicts[verdictHandshake], s.Verdicts[verdictLogon]
	for _, p := range j.plants {
		if p.calm {
			s.Truths = append(s.Truths, p.calmTruth(t.earliest, t.latest)...)
			continue
		}
		s.Truths = append(s.Truths, p.truths()...)
	}
	slices.SortStableFunc(s.Truths, func(a, b Truth) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Kind, b.Kind))
	})
	return s
}

func (s *Summary) add(o outcome, n int64, l Layout) {
	s.Classes[o.class()] += n
	s.Codes[o.code(l)] += n
	if l.has("sc-substatus") && l.has("sc-win32-status") {
		s.Win32[o.code(l)+" "+strconv.FormatUint(uint64(o.win32), 10)] += n
	}
	if o.reason != "" {
		s.Reasons[o.reason] += n
	}
	s.Verdicts[o.verdict] += n
}

func (o outcome) class() string {
	if o.status == 0 {
		return "-"
	}
	return strconv.Itoa(o.status/100) + "xx"
}

// code is how a report names the outcome when the log has that layout.
func (o outcome) code(l Layout) string {
	switch {
	case o.status == 0:
		return "-"
	case l.has("sc-substatus"):
		return strconv.Itoa(o.status) + "." + strconv.Itoa(o.substatus)
	}
	return strconv.Itoa(o.status)
}
