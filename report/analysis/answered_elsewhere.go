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

// A balancer that sends each request to any server has one refuse a client without a name, and
// another let it in with one: each log has half of the logons. What is refused by a server that lets
// nobody in is another matter.

const (
	// leastAnswered is how many rows such a finding has, and ofAnswered the part of an issue's rows
	// that were answered elsewhere.
	leastAnswered, ofAnswered = 20, 0.95
	// alsoLetIn is how many a server lets in at least, as a part of those that it refused.
	alsoLetIn = 0.2
	// mostRefused is how many paths may be refused at which alone a look seeks answers first.
	mostRefused = 1 << 10
)

// visitor is a client at a path.
type visitor struct{ client, path string }

// letIn is when a visitor was let in by name, and by which server.
type letIn struct {
	second int64
	server string
}

// legs are the requests of an issue, and who was let in.
type legs struct {
	refused, in map[visitor][]letIn
	let         map[string]int // by server
	rows        int
}

// answeredElsewhere tells that nearly all rows of an issue are followed by a request of the same
// client for the same path that another server let in.
func (a *Analysis) answeredElsewhere(ctx context.Context, i *issue) (f report.Finding, ok bool) {
	mayBe := i.Verdict == codes.ChallengeUnanswered || i.Verdict == codes.AccessDenied && i.Code.Substatus <= 2
	begin, end, timed := a.Period()
	if i.Code.Status != 401 || i.Code.FTP || !mayBe || i.rows < leastAnswered || !timed || a.Rows == nil || a.servers() < 2 {
		return f, false
	}
	span := scan.Span{From: begin, Until: end + 1}
	if paths := a.refusedPaths(i); paths != nil && !a.areAnswered(ctx, i, span, paths) {
		return f, false // most are not: who else is let in does not matter
	}
	l, ok := a.legsOf(ctx, i, span, nil)
	if !ok {
		return f, false
	}
	answered, refusedBy := l.answered()
	for server, n := range refusedBy {
		if float64(l.let[server]) < alsoLetIn*float64(n) {
			return f, false
		}
	}
	if len(refusedBy) < 2 || float64(answered) < ofAnswered*float64(i.rows) {
		return f, false
	}
	f = a.issueFinding(i, nil)
	f.Rule, f.Check, f.Severity = "auth-elsewhere", "", report.Note
	f.Evidence = append(f.Evidence, report.Evidence{What: "servers", Value: float64(len(refusedBy)), Unit: "servers"})
	return f, true
}

// refusedPaths are the paths of an issue, nil where they are many, or not known.
func (a *Analysis) refusedPaths(i *issue) (paths []string) {
	all, estimated := a.AllOf(i.Code, scan.FieldPath, i.has)
	if estimated || len(all) > mostRefused {
		return nil
	}
	rows := int64(0)
	for _, v := range all {
		paths, rows = append(paths, v.Text), rows+v.Count
	}
	if rows < i.rows { // some name none
		return nil
	}
	return paths
}

// areAnswered reports whether so many rows of an issue, which is of some paths, may be answered
// elsewhere as such a finding has.
func (a *Analysis) areAnswered(ctx context.Context, i *issue, span scan.Span, paths []string) bool {
	l, ok := a.legsOf(ctx, i, span, paths)
	answered, refusedBy := l.answered()
	return ok && len(refusedBy) >= 2 && float64(answered) >= ofAnswered*float64(i.rows)
}

// legsOf are the rows of an issue, and those of who was let in: at some paths, or for none at any.
// It reports false where they cannot be read again, or are too many.
func (a *Analysis) legsOf(ctx context.Context, i *issue, span scan.Span, paths []string) (l *legs, ok bool) {
	l = &legs{refused: map[visitor][]letIn{}, in: map[visitor][]letIn{}, let: map[string]int{}}
	one := &sought{span: span, see: a.seeLegs(l, i), wanted: scan.Wanted{Paths: paths}}
	a.look(ctx, []*sought{one})
	return l, one.all && l.rows <= mostOpenRows
}

// servers is how many servers the traffic that was kept is of.
func (a *Analysis) servers() int {
	seen := map[string]bool{}
	for _, r := range a.Traffic {
		if _, server := a.serverOf(r.Source, r.Row); server != "" {
			seen[server] = true
		}
	}
	return len(seen)
}

// seeLegs takes rows of an issue, and those of who was let in by name.
func (a *Analysis) seeLegs(l *legs, i *issue) func(int, *parser.Row, codes.Verdict) {
	client := a.Client()
	return func(source int, r *parser.Row, v codes.Verdict) {
		isLeg := v == i.Verdict && codeOf(r) == i.Code
		if !isLeg && (!isServed(v, int(r.Status)) || nameOf(r) == "") {
			return
		}
		if l.rows++; l.rows > mostOpenRows {
			return
		}
		_, server := a.serverOf(source, r)
		who := visitor{string(scan.Shorten(client(r))), string(scan.Shorten(r.Path()))}
		if isLeg {
			l.refused[who] = append(l.refused[who], letIn{r.Second, server})
			return
		}
		l.in[who] = append(l.in[who], letIn{r.Second, server})
		l.let[server]++
	}
}

// answered is how many were let in by another server right after, and how many each server refused.
func (l *legs) answered() (rows int, refusedBy map[string]int) {
	refusedBy = map[string]int{}
	for who, all := range l.refused {
		in := l.in[who]
		slices.SortFunc(in, func(x, y letIn) int { return cmp.Compare(x.second, y.second) })
		for _, leg := range all {
			refusedBy[leg.server]++
			if isLetInElsewhere(in, leg) {
				rows++
			}
		}
	}
	return rows, refusedBy
}

// isLetInElsewhere reports whether another server let in right after a leg; in is in the order of time.
func isLetInElsewhere(in []letIn, leg letIn) bool {
	at, _ := slices.BinarySearchFunc(in, leg.second, func(one letIn, second int64) int { return cmp.Compare(one.second, second) })
	for ; at < len(in) && in[at].second <= leg.second+scan.AnswerWithin; at++ {
		if in[at].server != leg.server {
			return true
		}
	}
	return false
}
