package analysis

import (
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// longSession is how long a request takes, in ms, whose end is logged when nobody waits
	// for the answer to its challenge any more.
	longSession = scan.AnswerWithin * 1000
	// sessionsToLegs is how many long sessions there are at least for each challenge.
	sessionsToLegs = 0.25
)

// isOfSessions reports whether challenges are of sessions that last for hours, as those of a
// gateway for remote desktops: IIS writes a request when it ends, so its challenge stands in
// the log long before it, and seems to have no answer.
func (a *Analysis) isOfSessions(i *issue) bool {
	if i.Code.Status != 401 || i.Verdict != codes.AccessDenied && i.Verdict != codes.ChallengeUnanswered {
		return false
	}
	d := a.dimensions().named("cs-uri-stem")
	path, share := mostCommon(a.sampleOf(i), d)
	if path == "" || path == "-" || share < nearlyAll {
		return false
	}
	var long int64
	for _, r := range a.Traffic {
		if r.Row.Taken >= longSession && nameOf(r.Row) != "" && (r.Row.Status == 200 || r.Row.Status == 101) && d.of(r.Source, r.Row) == path {
			long += r.Rows
		}
	}
	var all int64
	for _, r := range a.Traffic {
		all += r.Rows
	}
	return float64(long)*float64(a.read())/float64(max(1, all)) >= sessionsToLegs*float64(i.rows)
}
