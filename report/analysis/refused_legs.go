package analysis

import (
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// legsEach is how many legs come before a logon that is refused at most: the first request,
// and one or two of the negotiation.
const legsEach = 3

// areRefusedLegs reports whether nearly all rows of an issue are legs of logons that were
// refused in the end: of the same clients, at the same times, and not too many. Of those behind
// a proxy nobody knows whose they are.
func (a *Analysis) areRefusedLegs(i *issue) bool {
	if i.Verdict != codes.ChallengeUnanswered {
		return false
	}
	refused, estimated := a.All(scan.FieldClient, func(s *scan.Subject) bool {
		return s.Verdict == codes.LogonFailure || s.Verdict == codes.DirectoryFault
	})
	legs, also := a.AllOf(i.Code, scan.FieldClient, i.has)
	if estimated || also {
		return false
	}
	of := map[string]scan.Value{}
	for _, v := range refused {
		of[v.Text] = v
	}
	theirs := int64(0)
	for _, v := range legs {
		if float64(v.Count) > (1-nearlyAll)*float64(i.rows) && a.behind(v.Text).isMany() {
			return false
		}
		r, ok := of[v.Text]
		if ok && v.Text != "-" && v.First >= r.First-scan.AnswerWithin && v.Last <= r.Last+scan.AnswerWithin {
			theirs += min(v.Count, legsEach*r.Count)
		}
	}
	return theirs > 0 && float64(theirs) >= nearlyAll*float64(i.rows)
}
