package analysis

import (
	"context"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// When all are refused at once and nobody is let in, their passwords are not wrong: the account that the
// site runs under changed, or its SPN, or the domain does not answer. Windows does not always say so.
// An outage asks the same where nothing else was served meanwhile, and what is left of an issue where pages
// without a logon were.

const (
	// leastRefusedAll is how many clients are refused at least, and leastNobodyIn for how many seconds.
	leastRefusedAll, leastNobodyIn = 10, 300
	// leastNamed is how many of the rows that were kept of other times have a name.
	leastNamed = 12
)

// areKnown reports whether enough of the clients that were refused are served at other times: most who
// come for an hour do not come in the next, but of those who try passwords at night, when nobody else
// comes, none does.
func areKnown(known, refused int) bool {
	const ofKnown = 4 // one in so many
	return ofKnown*known >= refused
}

// tellNobodyIn says in a finding on refused logons of many that nobody was let in meanwhile, where people
// are at other times.
func (a *Analysis) tellNobodyIn(ctx context.Context, i *issue, f *report.Finding) {
	if f.Rule != codes.LogonFailure.String() || f.Clients < leastRefusedAll || f.First.IsZero() || f.Last.Sub(f.First).Seconds() < leastNobodyIn || a.Rows == nil {
		return
	}
	span := scan.Span{From: f.First.Unix(), Until: f.Last.Unix() + 1}
	if !a.areKnownBeside(i, span) {
		return
	}
	in := false
	one := &sought{span: span, see: func(_ int, r *parser.Row, _ codes.Verdict) { in = in || isLetIn(r) }}
	if a.look(ctx, []*sought{one}); !one.all || in {
		return
	}
	f.Rule, f.Check, f.Severity = "auth-nobody", "", report.Critical
}

// isLetIn reports whether a row was served to somebody whose name is known.
func isLetIn(r *parser.Row) bool { return nameOf(r) != "" && r.Status >= 100 && r.Status < 400 }

// areKnownBeside reports whether the rows that were kept have nobody who was let in within a time, and
// many clients of an issue outside of it.
func (a *Analysis) areKnownBeside(i *issue, span scan.Span) bool {
	refused, known, named, of := map[string]bool{}, map[string]bool{}, 0, a.Client()
	clients, _ := a.AllOf(i.Code, scan.FieldClient, i.has)
	for _, v := range clients {
		refused[v.Text] = true
	}
	for _, r := range a.Traffic {
		if !isLetIn(r.Row) {
			continue
		}
		if span.Holds(r.Row.Second) {
			return false
		}
		if client := string(scan.Shorten(of(r.Row))); refused[client] {
			known[client] = true
		}
		named++
	}
	return named >= leastNamed && len(known) >= leastRefusedAll/2 && areKnown(len(known), len(clients))
}
