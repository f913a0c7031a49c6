package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// leastOutage is how many buckets of the count without a served request are looked
	// at, and leastPause how many seconds without any row.
	leastOutage = 3
	leastPause  = 5 * 60
	// leastFailed is how many requests must have failed, and leastMissed how many would
	// have been served meanwhile as before and after; where no row was written at all
	// leastMissedRows, since then nothing else tells.
	leastFailed, leastMissed, leastMissedRows = 10, 8, 30
	// besides is how far around an outage traffic tells what is usual, in seconds.
	besides = 30 * 60
	// longPause is from how long on a time without rows is told only where other days
	// have rows at that time: it may be a night.
	longPause   = 3 * 3600
	mostOutages = 5
)

// outages says when nothing, or nothing but errors, was served, and notes the rows of
// issues that it tells.
func (a *Analysis) outages(ctx context.Context, issues []*issue, told toldRows) (all []report.Finding) {
	if !a.seesWholeSites() {
		return nil
	}
	s := a.service()
	if s == nil || !s.isOfVisits() {
		return nil // HTTPERR, or a log of errors alone
	}
	var found []*toldOutage
	for _, gap := range s.bridged(s.gaps(1)) {
		o := outage{gap: gap, issues: issues, of: map[*issue]int64{}}
		if f, ok := a.outage(ctx, s, &o); ok && len(found) < mostRecurring {
			found = append(found, a.newToldOutage(o, f))
		}
	}
	found = a.joinRecurring(s, found)
	for _, o := range found[:min(len(found), mostOutages)] {
		a.tellOutage(&o.outage, &o.Finding, told)
		if o.State != report.Recurring {
			o.Check = a.checkOfRefused(&o.outage, o.Rows)
		}
		all = append(all, o.Finding)
	}
	return all
}

// isOfVisits reports whether most of a log was served: all of it, or what came outside of the worst gap, which may
// be the larger part of a day.
func (s *service) isOfVisits() bool {
	const least, outside = 0.1, 0.75
	served, rows := s.sum(s.served), s.sum(s.rows)
	gaps := s.worstFirst(s.gaps(1))
	if 2*served >= rows || len(gaps) == 0 {
		return 2*served >= rows
	}
	others := rows - s.sumOf(s.rows, gaps[0])
	return float64(served) >= least*float64(rows) && float64(served) >= outside*float64(others)
}

// outage is a time in which nothing was served, and how many rows of each issue failed
// meanwhile.
type outage struct {
	gap
	issues   []*issue
	of       map[*issue]int64
	verdicts string // of its rows, "" where all that came meanwhile are its own
}

// tellOutage notes what an outage tells of issues, and in it which codes it is made of.
func (a *Analysis) tellOutage(o *outage, f *report.Finding, told toldRows) {
	for i, n := range o.of {
		if a.directoryPattern(i) == "" { // else that says better what happened
			told.of(i.Subject).outage += n
		}
	}
	f.Codes = codesOf(o.of)
}

// checkOfRefused is what the tables say to do where a rule, a setting or HTTP.sys for a reason of its
// own refused nearly all rows of an outage, else "".
func (a *Analysis) checkOfRefused(o *outage, rows int64) string {
	for i, n := range o.of {
		if (i.Verdict == codes.Blocked || i.Verdict == codes.Configuration || i.Reason != "") && float64(n) >= nearlyAll*float64(rows) {
			return a.check(i)
		}
	}
	return ""
}

// withoutOutages leaves out an outage of which a finding on all logons says better why:
// a domain that does not answer.
func withoutOutages(all []report.Finding) []report.Finding {
	return slices.DeleteFunc(all, func(f report.Finding) bool {
		return isOutage(f) && f.Rows > 0 && slices.ContainsFunc(all, func(why report.Finding) bool {
			return why.Rule == "auth-everyone" && float64(why.Rows) >= nearlyAll*float64(f.Rows) && !why.First.After(f.Last) && !why.Last.Before(f.First)
		})
	})
}

// isOutage reports whether a finding is on a time in which nothing was served.
func isOutage(f report.Finding) bool {
	return f.Rule == "outage" || f.Rule == "auth-nobody" && hasEvidence(&f, "logons")
}

// seesWholeSites reports whether the filter leaves all rows of the sites, servers and
// times that it chooses, and these have a time: only then does a time without rows say
// something.
func (a *Analysis) seesWholeSites() bool {
	return !a.datesOnly() && len(a.Filter.Status) == 0 && len(a.Filter.Verdicts) == 0 &&
		!slices.ContainsFunc(a.Filter.Fields, func(f scan.FieldFilter) bool {
			return !slices.Contains([]string{"site", "server", "host", "pool", "port"}, f.Flag)
		})
}

// outage tells of a time in which nothing was served, where it was an outage.
func (a *Analysis) outage(ctx context.Context, s *service, o *outage) (f report.Finding, ok bool) {
	g := o.gap
	missed := s.missed(g)
	if s.sumOf(s.failed, g) >= leastFailed {
		if missed < leastMissed {
			return f, false
		}
		return a.failure(ctx, s, o)
	}
	if g.open || s.sumOf(s.rows, g) > 0 || missed < leastMissedRows || s.seconds(g) < leastPause || s.isByChance(g, missed) || !s.isUnusual(g) || a.leftAlone(s, g) {
		return f, false
	}
	return a.pause(ctx, s, g, missed)
}

// pause tells of a time in which no row was written.
func (a *Analysis) pause(ctx context.Context, s *service, g gap, missed float64) (f report.Finding, ok bool) {
	before, after := s.second(g.from), s.second(g.until)
	around := &sought{span: scan.Span{From: before - s.step, Until: after + s.step}}
	last, first := before-s.step, after+s.step
	around.see = seconds(func(second int64) {
		if second < before {
			last = max(last, second)
		} else {
			first = min(first, second)
		}
	})
	if a.look(ctx, []*sought{around}); !around.all {
		last, first = before, after
	}
	if !a.written(last, first) {
		return f, false
	}
	if back, ok := a.clockWentBack(ctx, last, first); ok {
		return a.movedClock(last, first, back), true
	}
	f = report.Finding{Rule: "outage", Severity: report.Critical, First: stamp(last), Last: stamp(first), State: report.Over}
	f.Evidence = append(timesOf(last, first), report.Evidence{What: "missed", Value: float64(int64(missed)), Unit: "requests"})
	f.Command = a.newCommand("rows").between(stamp(last), stamp(first+1)).String()
	return f, true
}

// written reports whether one log holds rows from before a pause and from after it:
// else a log may be missing, of an hour or a day. Logs are cut at such times, so a
// short pause between two logs is one.
func (a *Analysis) written(last, first int64) bool {
	const hour = 3600
	return first-last < hour*9/10 || slices.ContainsFunc(a.Sources, func(s scan.Source) bool { return s.First <= last && s.Last >= first })
}
