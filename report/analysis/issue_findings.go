package analysis

import (
	"context"

	"github.com/iiswhy/iiswhy/report"
)

// issueTeller says of issues what they are, of one after the other.
type issueTeller struct {
	*Analysis
	ctx     context.Context
	issues  []*issue
	told    toldRows
	refused crowd    // logons, some of which are told with who is behind them
	did     conducts // of their clients
	looked  int      // how many issues had parts
	all     []report.Finding
	bulks   map[int]*bulk  // of findings, by their indexes
	of      map[int]*issue // the same
}

// issueFindings says who is behind refused logons, and of each code and verdict that
// needs attention what it is: of the refused logons those of which nobody was named.
func (a *Analysis) issueFindings(ctx context.Context, issues []*issue, told toldRows) []report.Finding {
	t := &issueTeller{Analysis: a, ctx: ctx, issues: issues, told: told, bulks: map[int]*bulk{}, of: map[int]*issue{}}
	t.all, t.refused, t.did = a.logonFindings(ctx, issues, told)
	for _, i := range issues {
		t.tell(i)
	}
	a.tellBulks(ctx, t.bulks, issues, t.all)
	a.tellRisen(t.of, t.all)
	return t.all
}

// tell says of an issue what nothing else told.
func (t *issueTeller) tell(i *issue) {
	mine := t.refused.of(i)
	left := mine.untold()
	switch {
	case len(left) == len(mine) && t.told.left(i) == 0:
	case len(mine) == 0 && t.told[i.Subject].isNone() && t.looked < mostIncidents:
		t.tellParts(i)
	case len(left) == len(mine):
		f := t.issueFinding(i, t.told)
		t.tellUnserved(t.ctx, i, &f)
		t.countElsewhere(t.ctx, i, t.issues, &f)
		forgive(&f, left, t.did)
		t.tellNobodyIn(t.ctx, i, &f)
		t.add(i, f)
	case len(left) > 0:
		f := t.restFinding(i, left, t.refused)
		forgive(&f, left, t.did)
		t.tellNobodyIn(t.ctx, i, &f)
		t.all = append(t.all, f)
	}
}

// tellParts tells of an issue by its parts, where it has any.
func (t *issueTeller) tellParts(i *issue) {
	for _, find := range []func(context.Context, *issue) (report.Finding, bool){t.answeredElsewhere, t.leftOpen} {
		if f, ok := find(t.ctx, i); ok {
			t.all = append(t.all, f)
			return
		}
	}
	parts := t.parts(i)
	if parts == nil {
		parts = []*issue{i}
	} else {
		t.looked++
	}
	for n, part := range parts {
		f := t.partFinding(part)
		if n > 0 && part.isRest && !parts[0].isFaint {
			f.Severity = below(f.Severity, t.all[len(t.all)-1].Severity) // the incident is what stands out
		}
		t.add(part, f)
	}
}

// parts are the incidents of an issue and what is left of it, by what tells most of them: nil
// where it is one matter.
func (t *issueTeller) parts(i *issue) []*issue {
	if parts := t.checkedPart(t.ctx, i, t.issues); parts != nil {
		return parts
	}
	if i.lost = t.lostOf(t.ctx, i); i.lost != nil {
		return []*issue{i}
	}
	if parts := t.missedPart(t.ctx, i, t.issues); parts != nil {
		return parts
	}
	if i.bursts = t.burstsOf(i); i.bursts != nil {
		return nil
	}
	return t.split(t.ctx, i, t.issues)
}

// partFinding is the finding on a part of an issue, or on all of it.
func (t *issueTeller) partFinding(part *issue) report.Finding {
	f := t.issueFinding(part, t.told)
	t.tellUnserved(t.ctx, part, &f)
	t.countElsewhere(t.ctx, part, t.issues, &f)
	t.tellMissed(part, &f)
	tellLost(part, &f)
	t.tellElsewhere(t.ctx, part, &f)
	t.tellServedByFew(t.ctx, part, &f)
	tellChecks(part, &f)
	t.tellNobodyIn(t.ctx, part, &f)
	t.tellShortOutages(t.ctx, part, &f)
	t.tellRolling(t.ctx, part, t.issues, &f)
	t.tellBursts(t.ctx, part, t.issues, &f)
	return f
}

// add adds the finding on an issue.
func (t *issueTeller) add(i *issue, f report.Finding) {
	if m := t.bulkOf(i, &f); m != nil {
		t.bulks[len(t.all)] = m
	}
	t.of[len(t.all)] = i
	t.weighBrief(i, &f)
	t.tellTimedOut(i, &f)
	t.all = append(t.all, f)
}
