package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// When all are refused at once and nobody is let in, their passwords are not wrong: the account that the
// site runs under changed, or its SPN, or the domain does not answer. Windows does not always say so.
// An outage asks the same where nothing else was served meanwhile; what follows, where pages without a
// logon were.

const (
	// leastRefusedAll is how many clients are refused at least, and leastNobodyIn for how many seconds.
	leastRefusedAll, leastNobodyIn = 10, 300
	// leastNamed is how many of the rows that were kept have a name and were served.
	leastNamed = 12
)

// areKnown reports whether enough of the clients that were refused are served at other times: most who
// come for an hour do not come in the next, but of those who try passwords at night, when nobody else
// comes, none does.
func areKnown(known, refused int) bool {
	const ofKnown = 4 // one in so many
	return ofKnown*known >= refused
}

// nobodyIn is a time in which the rows of an issue came and nobody was let in.
type nobodyIn struct {
	first, last int64 // of its rows
	rows        int64
	clients     map[string]bool
}

// triedRow is a row of an issue, or one of somebody who was let in: then client is "".
type triedRow struct {
	second int64
	client string
}

// nobodyInOf finds the time in which most of the rows of an issue came while nobody was let in.
func (a *Analysis) nobodyInOf(ctx context.Context, i *issue) (n nobodyIn, ok bool) {
	span, known, areMost, ok := a.mayBeNobodyIn(i)
	if !ok {
		return n, false
	}
	var rows []triedRow
	of := a.Client()
	one := &sought{span: span, see: func(_ int, r *parser.Row, v codes.Verdict) {
		switch {
		case len(rows) == mostFailedRows:
		case isLetIn(r):
			rows = append(rows, triedRow{second: r.Second})
		case v == i.Verdict && codeOf(r) == i.Code && i.win32[int64(r.Win32)] > 0:
			rows = append(rows, triedRow{r.Second, string(scan.Shorten(of(r)))})
		}
	}}
	if a.look(ctx, []*sought{one}); !one.all || len(rows) == mostFailedRows {
		return n, false
	}
	n = longestRefusal(rows)
	at := 0
	for client := range n.clients {
		if known[client] {
			at++
		}
	}
	return n, len(n.clients) >= leastRefusedAll && n.last-n.first >= leastNobodyIn && at >= leastRefusedAll/2 && (areMost || areKnown(at, len(n.clients)))
}

// longestRefusal are the most rows of an issue between two of people who were let in.
func longestRefusal(rows []triedRow) (most nobodyIn) {
	slices.SortFunc(rows, func(x, y triedRow) int {
		return cmp.Or(cmp.Compare(x.second, y.second), cmp.Compare(x.client, y.client))
	})
	now := nobodyIn{clients: map[string]bool{}}
	for _, r := range rows {
		if r.client == "" {
			if now.rows > 0 {
				now = nobodyIn{clients: map[string]bool{}}
			}
			continue
		}
		if now.rows++; now.rows == 1 {
			now.first = r.second
		}
		now.last = r.second
		if now.clients[r.client] = true; now.rows > most.rows {
			most = now
		}
	}
	return most
}

// mayBeNobodyIn is the time between two of the kept rows of people who were let in that holds most rows of an issue,
// and which of its clients were let in at other times: not ok where these are too few, or the rows. areMost says that
// most who are let in are of these; of many clients the rows that were kept name but some.
func (a *Analysis) mayBeNobodyIn(i *issue) (span scan.Span, known map[string]bool, areMost, ok bool) {
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if i.Code.FTP || a.Rows == nil || estimated || len(clients) < leastRefusedAll || i.last-i.first < leastNobodyIn {
		return span, nil, false, false
	}
	var in []int64
	refused, rows, of := map[string]bool{}, 0, a.Client()
	for _, v := range clients {
		refused[v.Text] = true
	}
	known = map[string]bool{}
	for _, r := range a.Traffic {
		if !isLetIn(r.Row) {
			continue
		}
		in = append(in, r.Row.Second)
		if client := string(scan.Shorten(of(r.Row))); refused[client] {
			known[client] = true
			rows++
		}
	}
	if len(in) < leastNamed || len(known) < leastRefusedAll/2 {
		return span, nil, false, false
	}
	slices.Sort(in)
	span, most := a.mostBetween(i, in)
	return span, known, 2*rows >= len(in), most >= leastRefusedAll
}

// mostBetween is the time between two seconds that follow each other, or before the first or behind the last, that holds
// most rows of an issue, and how many.
func (a *Analysis) mostBetween(i *issue, seconds []int64) (span scan.Span, most int64) {
	rows := make([]int64, len(seconds)+1)
	for c := range a.cellsOf(i) {
		at, _ := slices.BinarySearch(seconds, a.Minutes.Second(c))
		rows[at] += c.Rows
	}
	for at, n := range rows {
		if n <= most {
			continue
		}
		most, span = n, scan.Span{From: a.Earliest, Until: a.Latest + 1}
		if at > 0 {
			span.From = seconds[at-1]
		}
		if at < len(seconds) {
			span.Until = seconds[at] + 1
		}
	}
	return span, most
}

// isLetIn reports whether a row was served to somebody whose name is known.
func isLetIn(r *parser.Row) bool { return nameOf(r) != "" && r.Status >= 100 && r.Status < 400 }

// nobody tells of the refused logons that came while nobody was let in: who is behind them is no matter. Of most of them
// an outage may tell the same.
func (s *actors) nobody(issues []*issue, told toldRows) {
	for _, i := range issues {
		mine := s.all.of(i)
		if i.Verdict != codes.LogonFailure || len(mine.untold()) == 0 || 2*told.left(i) < i.rows {
			continue
		}
		n, ok := s.nobodyInOf(s.ctx, i)
		if !ok {
			continue
		}
		for _, r := range mine {
			if r.last >= n.first && r.first <= n.last {
				r.told = true
			}
		}
		f := s.newFinding("auth-nobody", report.Critical, i, n.rows)
		f.Clients = int64(len(n.clients))
		f.Evidence = append(append(f.Evidence, report.Evidence{What: "clients", Value: float64(len(n.clients)), Unit: "clients"}), timesOf(n.first, n.last)...)
		s.setTimes(&f, s.activityOf(func(o *scan.Outcome) bool { return i.has(&s.Subjects[o.Subject]) }), n.first, n.last)
		f.Where, f.Also = s.inCommon(s.sampleOf(i), i.rows)
		f.Command = s.rowsCommand(&f, i, nil)
		s.found = append(s.found, f)
	}
}

// tellNobodyIn says in a finding on challenges that nobody answered that nobody was let in meanwhile.
func (a *Analysis) tellNobodyIn(ctx context.Context, i *issue, f *report.Finding) {
	if f.Rule != codes.ChallengeUnanswered.String() || i.isPart || f.Clients < leastRefusedAll || f.Rows < i.rows {
		return
	}
	if n, ok := a.nobodyInOf(ctx, i); ok && n.rows == i.rows {
		f.Rule, f.Check, f.Severity = "auth-nobody", "", report.Critical
	}
}
