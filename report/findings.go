package report

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
)

// Severities of findings, gravest first.
const (
	Critical = "critical"
	Warning  = "warning"
	Note     = "info"
)

const (
	// maxFindings is how many findings a report begins with: more than a few
	// nobody reads. They are chosen among the maxMatters largest matters.
	maxFindings = 8
	maxMatters  = 50
	// dominant is the share from which one value is named as the one behind the
	// rows.
	dominant = 0.5
	// largeShare of all rows makes a matter graver than its kind is.
	largeShare = 0.05
)

// matter is the rows of one code and one verdict: what a finding speaks of.
type matter struct {
	subject     subject // of all parts: its part is 0
	code        code
	verdict     codes.Verdict
	reason      string // of HTTP.sys, "" for none
	count       int64
	first, last int64
	win32       map[int64]int64
	fields      [topFields]tops
}

// tops is what one field says of a matter.
type tops struct {
	keys      []Key
	different int  // values; a lower bound when estimated
	estimated bool //
}

// findings says what somebody should know, gravest first, then by rows.
func (b *builder) findings() []Finding {
	all := []Finding{}
	matters := b.matters()
	for _, m := range matters[:min(maxMatters, len(matters))] {
		b.fillFields(m)
		all = append(all, b.findingsOf(m)...)
	}
	order := []string{Critical, Warning, Note}
	slices.SortStableFunc(all, func(x, y Finding) int {
		return cmp.Compare(slices.Index(order, x.Severity), slices.Index(order, y.Severity))
	})
	return append(all[:min(maxFindings, len(all))], b.notes()...)
}

// matters lists what needs attention, by rows; of equal ones, by code.
func (b *builder) matters() []*matter {
	var all []*matter
	index, kinds := map[subject]int{}, []subject{}
	for i := range b.summary.slots.all {
		slot := &b.summary.slots.all[i]
		kind := b.summary.slots.subjects[slot.subject].ofAllParts()
		at := intern(kind, index, &kinds)
		if at == len(all) {
			all = append(all, &matter{
				subject: kind, code: b.summary.slots.codes[kind.code], verdict: kind.verdict,
				reason: b.summary.slots.reasons[kind.reason], win32: map[int64]int64{},
			})
		}
		all[at].add(slot)
	}
	all = slices.DeleteFunc(all, func(m *matter) bool { return m.count == 0 || !m.verdict.Attention() })
	slices.SortFunc(all, func(x, y *matter) int {
		return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.code.status, y.code.status),
			cmp.Compare(x.code.substatus, y.code.substatus), cmp.Compare(x.verdict, y.verdict),
			cmp.Compare(x.subject.win32, y.subject.win32), cmp.Compare(x.log(), y.log()), cmp.Compare(x.reason, y.reason))
	})
	return all
}

// isOf reports whether the rows of a subject are of a matter.
func (b *builder) isOf(m *matter) func(subject int) bool {
	return func(i int) bool { return b.summary.slots.subjects[i].ofAllParts() == m.subject }
}

// codeName is the code as a sentence names it: those of FTP look like others.
func (m *matter) codeName() string {
	if m.code.ftp {
		return "FTP " + m.code.name()
	}
	return m.code.name()
}

func (m *matter) log() codes.Log {
	if m.code.ftp {
		return codes.FTPLog
	}
	return codes.Web
}

func (m *matter) add(s *slot) {
	if s.count == 0 {
		return
	}
	if m.count == 0 {
		m.first, m.last = s.first, s.last
	}
	m.count += s.count
	m.first, m.last = min(m.first, s.first), max(m.last, s.last)
	m.win32[s.win32] += s.count
}

func (b *builder) fillFields(m *matter) {
	for f := range topFields {
		t := &m.fields[f]
		t.keys, t.estimated = b.topOf(b.isOf(m), f, m.count)
		t.different = len(b.table(b.isOf(m), f).ends)
		if t.estimated {
			t.different = maxKeys
		}
	}
}

// findingsOf says what a matter is: who is behind refused logons, one finding
// each, or the code and what its rows have in common.
func (b *builder) findingsOf(m *matter) []Finding {
	all, rest := b.actors(m)
	if rest == 0 {
		return all
	}
	f := Finding{Rule: m.verdict.String(), Severity: b.severity(m.verdict, rest), Check: b.check(m), Evidence: b.evidence(m)}
	if rule := m.directoryPattern(); rule != "" {
		f.Rule, f.Check = rule, "" // the pattern says better what to do
	}
	if m.verdict == codes.Unknown && m.code.status == codes.None && m.reason == "" {
		f.Rule = "no-status"
	}
	if len(all) > 0 {
		f.Evidence[0].Value = float64(rest)
		f.Evidence = f.Evidence[:shared] // what follows is of all rows
	}
	return append(all, f)
}

var severities = map[codes.Verdict]string{
	codes.DirectoryFault: Critical, codes.Upstream: Critical, codes.Capacity: Critical,
	codes.LogonFailure: Warning, codes.AccessDenied: Warning, codes.Configuration: Warning,
	codes.Application: Warning,
}

// severity is that of the kind of matter, one higher when it is a large share of
// all rows, and one lower when it is but a few of many.
func (b *builder) severity(v codes.Verdict, rows int64) string {
	order := []string{Critical, Warning, Note}
	at := slices.Index(order, cmp.Or(severities[v], Note))
	switch share := b.share(rows); {
	case share >= largeShare && b.total >= 20:
		at--
	case rows < 10 && share < 0.001:
		at++
	}
	return order[min(max(at, 0), len(order)-1)]
}

// check is what the tables say to do first: of the reason, or of the Win32 number
// together with the code, that is behind most of the rows.
func (b *builder) check(m *matter) string {
	if m.code.ftp {
		entry, _ := b.options.Book.FTP(int(m.code.status), int(m.code.substatus))
		return entry.Check
	}
	if m.reason != "" {
		entry, _ := b.options.Book.Reason(m.reason)
		return entry.Check
	}
	if m.code.status == codes.None {
		return ""
	}
	number, n := m.mostWin32()
	if pair, ok := b.options.Book.Pair(int(m.code.status), int(m.code.substatus), number); ok && b.dominates(n, m.count) {
		return pair.Check
	}
	entry, _ := b.options.Book.Status(int(m.code.status), int(m.code.substatus))
	return entry.Check
}

func (b *builder) dominates(n, of int64) bool { return float64(n) >= dominant*float64(of) }

func (m *matter) mostWin32() (number, count int64) {
	number = codes.None
	for w, n := range m.win32 {
		if n > count || n == count && w < number {
			number, count = w, n
		}
	}
	return number, count
}

// shared is how many of a matter's evidence hold for each part of it.
const shared = 3

// nameOf names a matter: by its reason or its Win32 number where that says more,
// and by its verdict where the tables know no name.
func (b *builder) nameOf(m *matter) Evidence {
	name := b.code(m.code).Name
	if m.reason != "" {
		entry, _ := b.options.Book.Reason(m.reason)
		name = entry.Name
	} else if number, n := m.mostWin32(); b.dominates(n, m.count) && !m.code.ftp {
		if pair, ok := b.options.Book.Pair(int(m.code.status), int(m.code.substatus), number); ok {
			name = pair.Name
		}
	}
	if name == "" {
		return Evidence{What: "name", Text: m.verdict.String(), Unit: "verdict"}
	}
	return Evidence{What: "name", Text: name}
}

// evidence gives the numbers of a matter, and the values that most of its rows
// share.
func (b *builder) evidence(m *matter) []Evidence {
	all := []Evidence{
		{What: "rows", Value: float64(m.count), Unit: "rows"},
		{What: "code", Text: m.codeName(), Unit: "code"},
		b.nameOf(m),
		{What: "share", Value: b.share(m.count), Unit: "share"},
	}
	if m.reason != "" {
		all = append(all, Evidence{What: "reason", Text: m.reason})
	}
	if m.first <= m.last {
		all = append(all, Evidence{What: "since", Value: float64(m.first), Unit: "time"},
			Evidence{What: "until", Value: float64(m.last), Unit: "time"})
	}
	for f, what := range [topFields]string{"path", "client", "user", "agent"} {
		all = append(all, m.fields[f].evidence(what, m.count)...)
	}
	return all
}

// evidence names the value that dominates, and how many there are.
func (t *tops) evidence(what string, count int64) []Evidence {
	if len(t.keys) == 0 {
		return nil
	}
	all := []Evidence{{What: what + "s", Value: float64(t.different), Unit: what + "s"}}
	top := t.keys[0]
	if float64(top.Count) <= dominant*float64(count) {
		return all
	}
	all = append(all, Evidence{What: what, Text: top.Key})
	if count > 1 { // a single row has no share in itself
		all = append(all, Evidence{What: what + "-share", Value: min(1, float64(top.Count)/float64(count)), Unit: "share"})
	}
	return all
}
