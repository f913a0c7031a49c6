package analysis

import (
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/spike"
)

// riseState says whether a rise goes on: it comes to the end of the log, but for a time that is no longer than its
// rows were apart before. What was over for minutes, a burst at the end of a day, does not.
func (a *Analysis) riseState(s *series, f *spike.Spike) string {
	_, end, ok := a.readTimes()
	if !ok || f.Recurring || a.datesOnly() {
		return ""
	}
	act := s.activity(f)
	if len(act) == 0 {
		return ""
	}
	last := act[len(act)-1]
	quiet := end - last - s.timeline.Step
	if quiet > max(s.timeline.Step, longerApart*act.widestGap()) || a.wentOnWithout(act, last, end) {
		return report.Over
	}
	return report.GoingOn
}

// activity is when the rows of a rise came.
func (s *series) activity(f *spike.Spike) (act activity) {
	t := &s.timeline
	counts := t.Series[f.Series].Counts
	if f.Part >= 0 {
		counts = t.Series[f.Series].Parts[f.Part].Counts
	}
	for at := max(0, (f.From-t.Start)/t.Step); at < int64(len(counts)) && t.Start+at*t.Step < f.Until; at++ {
		if counts[at] > 0 {
			act = append(act, t.Start+at*t.Step)
		}
	}
	return act
}
