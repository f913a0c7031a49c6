package analysis

import (
	"context"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A deployment that goes through a farm lets one server after the other fail for a minute. All of its
// errors together look like an outage of an hour at which one request in a hundred fails.

const (
	// leastTurns is how many servers fail in turn at least, leastOfTurn how many rows each has on
	// average, and longestTurn for how many seconds one of them fails at most.
	leastTurns, leastOfTurn, longestTurn = 3, 3, 900
	// shortTurn is the part of the time of all that one of them takes at most, and mostTogether the part
	// of the servers that fail at a time on average: others come by chance at any time.
	shortTurn, mostTogether = 0.34, 0.34
	// longestWay is how many times as long as its longest turns it may take in all: what fails now
	// and then, on one server or another, follows nothing.
	longestWay = 10
	// fewOfRolling is the part of all requests below which such errors are a note.
	fewOfRolling = 0.005
)

// tellRolling says in the finding of an issue that its servers failed one after the other.
func (a *Analysis) tellRolling(ctx context.Context, i *issue, issues []*issue, f *report.Finding) {
	if !isFault(i.Verdict) || i.isPart || f.Rule != i.Verdict.String() || i.first > i.last || !a.mayRoll(i) || !a.seesWholeSites() {
		return
	}
	turns := a.turnsOf(ctx, i, issues)
	if len(turns) < leastTurns || i.rows < leastOfTurn*int64(len(turns)) {
		return
	}
	longest, sum, lasts := int64(0), int64(0), float64(i.last-i.first+1)
	for _, t := range turns {
		length := t.Until - t.From
		longest, sum = max(longest, length), sum+length
	}
	if longest > longestTurn || float64(longest) > shortTurn*lasts || float64(sum) > mostTogether*lasts*float64(len(turns)) || lasts > longestWay*float64(longest)*float64(len(turns)) {
		return
	}
	f.Rule, f.Check = "rolling", ""
	f.Evidence = append(f.Evidence, report.Evidence{What: "servers", Value: float64(len(turns)), Unit: "servers"}, report.Evidence{What: "lasted", Value: float64(longest), Unit: "s"})
	switch {
	case f.State != report.Over || f.Share >= largeShare:
	case f.Share < fewOfRolling:
		f.Severity = report.Note
	case f.Severity == report.Critical:
		f.Severity = report.Warning
	}
}

// turnsOf are the times in which rows of an issue came from each server; none where they cannot be
// read again, or where one of them names no server.
func (a *Analysis) turnsOf(ctx context.Context, i *issue, issues []*issue) map[string]scan.Span {
	turns, all := map[string]scan.Span{}, true
	w := a.newFailures(issues)
	look := &sought{span: scan.Span{From: i.first, Until: i.last + 1}, wanted: a.wantedOf(i), see: func(source int, r *parser.Row, v codes.Verdict) {
		if w.issueOf(r, v) != i {
			return
		}
		_, server := a.serverOf(source, r)
		turn, seen := turns[server]
		if !seen {
			turn = scan.Span{From: r.Second, Until: r.Second + 1}
		}
		turns[server] = scan.Span{From: min(turn.From, r.Second), Until: max(turn.Until, r.Second+1)}
		all = all && server != ""
	}}
	if a.look(ctx, []*sought{look}); !look.all || !all {
		return nil
	}
	return turns
}

// mayRoll reports whether the rows that were kept of an issue are of several servers.
func (a *Analysis) mayRoll(i *issue) bool {
	var servers []string
	for _, r := range a.sampleOf(i) {
		if _, server := a.serverOf(r.Source, r.Row); server != "" {
			servers = withValue(servers, server)
		}
		if len(servers) >= leastTurns {
			return true
		}
	}
	return false
}
