package analysis

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// reasons lists the reasons of HTTPERR rows by count.
func (a *Analysis) reasons() []report.Reason {
	byReason := map[string]*report.Reason{}
	verdicts := map[string]*verdictRows{}
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if o.Log != codes.HTTPERR || o.Rows == 0 {
			continue
		}
		r := byReason[o.Reason]
		if r == nil {
			r = a.reason(o.Reason)
			byReason[o.Reason], verdicts[o.Reason] = r, new(verdictRows)
		}
		r.Count += o.Rows
		widen(&r.First, &r.Last, o)
		verdicts[o.Reason][o.Verdict] += o.Rows
	}
	all := make([]report.Reason, 0, len(byReason))
	for name, r := range byReason {
		// The verdict of a reason can depend on the status that was sent with it.
		r.Share, r.Verdict = a.share(r.Count), verdicts[name].most().String()
		all = append(all, *r)
	}
	slices.SortFunc(all, func(x, y report.Reason) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Reason, y.Reason))
	})
	return all
}

// reason tells what a reason means.
func (a *Analysis) reason(name string) *report.Reason {
	r := &report.Reason{Reason: name}
	if e, ok := a.options.Book.Reason(name); ok {
		r.Name, r.Meaning, r.Cause, r.Check, r.Source = e.Name, e.Meaning, e.Cause, e.Check, e.Source
	}
	return r
}
