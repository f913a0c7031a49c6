package analysis

import (
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// What fails at the same time of several days is one story: a planned restart, a backup, a
// recycle. It is told once, and is less grave where nobody is about then.

const (
	// sameStart is how far apart two outages may begin, by the clock, where they are all that
	// there are; of more they are sameClock apart at most.
	sameStart = 5 * 60
	// unlikeLonger is how many times as long as another one of them may be.
	unlikeLonger = 3
	// mostRecurring is how many are found at most: those of a year.
	mostRecurring = 366
	// restart is how many seconds each lasts at most, and fewInRestart how many rows fail at most on average, where few notice anything.
	restart, fewInRestart = 5 * 60, 30
	// quietRate is how many times as many requests as on average of the log come in quiet hours.
	quietRate = 1.25
)

// toldOutage is an outage and the finding on it, or several at the same time of other days.
type toldOutage struct {
	outage
	report.Finding
	spans    []string // times of all of them, as a command gives them
	verdicts string   // of their rows, "" where all rows of these times are theirs
	longest  int64    // seconds
	lasted   int64    // seconds, of all
}

// newToldOutage is one outage.
func (a *Analysis) newToldOutage(o outage, f report.Finding) *toldOutage {
	seconds := f.Last.Unix() + 1 - f.First.Unix()
	span := f.First.Format(time.RFC3339) + ".." + f.Last.Add(time.Second).Format(time.RFC3339)
	return &toldOutage{outage: o, Finding: f, spans: []string{span}, verdicts: o.verdicts, longest: seconds, lasted: seconds}
}

// joinRecurring makes one of the outages that come at the same time of several days.
func (a *Analysis) joinRecurring(s *service, all []*toldOutage) (joined []*toldOutage) {
	done := map[*toldOutage]bool{}
	for _, one := range all {
		if done[one] {
			continue
		}
		same := a.sameTime(one, all)
		if len(same) == 1 {
			joined = append(joined, one)
			continue
		}
		for _, o := range same {
			done[o] = true
		}
		joined = append(joined, a.recurring(s, same))
	}
	return joined
}

// sameTime are the outages of other days that begin at the same time as one and last about as
// long, and it: each of another day, and it alone where they are too few.
func (a *Analysis) sameTime(one *toldOutage, all []*toldOutage) (same []*toldOutage) {
	day := func(o *toldOutage) string { return o.First.In(a.location()).Format(time.DateOnly) }
	within := func(most int64) []*toldOutage {
		days, found := map[string]bool{}, []*toldOutage{}
		for _, o := range all {
			alike := o.longest <= unlikeLonger*one.longest && one.longest <= unlikeLonger*o.longest
			if o.Rows > 0 && !o.open && alike && a.clockApart(o.First, one.First) <= most && !days[day(o)] {
				days[day(o)] = true
				found = append(found, o)
			}
		}
		return found
	}
	if same = within(sameClock); len(same) < leastDaysSame {
		same = within(sameStart)
	}
	if len(same) < 2 || !slices.Contains(same, one) {
		return []*toldOutage{one}
	}
	return same
}

// clockApart is how many seconds lie between two times, whatever their days.
func (a *Analysis) clockApart(x, y time.Time) int64 {
	const day = 86400
	apart := (clockOf(x.In(a.location())) - clockOf(y.In(a.location())) + day) % day
	return min(apart, day-apart)
}

// clockOf is the second of the day that a clock shows.
func clockOf(at time.Time) int64 {
	return int64(at.Hour())*3600 + int64(at.Minute())*60 + int64(at.Second())
}

// recurring makes one of outages at the same time of several days.
func (a *Analysis) recurring(s *service, same []*toldOutage) *toldOutage {
	slices.SortFunc(same, func(x, y *toldOutage) int { return x.First.Compare(y.First) })
	sum := &toldOutage{outage: outage{issues: same[0].issues, of: map[*issue]int64{}}}
	most, last := same[0], same[len(same)-1]
	f := report.Finding{Rule: "outage", Severity: report.Critical, First: same[0].First, Last: last.Last, State: report.Recurring}
	var verdicts []string
	for _, o := range same {
		f.Rows += o.Rows
		sum.lasted, sum.longest = sum.lasted+o.lasted, max(sum.longest, o.longest)
		sum.spans = append(sum.spans, o.spans...)
		for i, n := range o.of {
			sum.of[i] += n
		}
		for v := range strings.SplitSeq(o.verdicts, ",") {
			verdicts = withValue(verdicts, v)
		}
		if o.Rows > most.Rows {
			most = o
		}
	}
	f.Share = a.share(f.Rows)
	if sum.longest <= restart && f.Rows <= fewInRestart*int64(len(same)) || float64(f.Rows)*float64(len(s.rows))*float64(s.step) <= quietRate*float64(s.sum(s.rows))*float64(sum.lasted) {
		f.Severity = report.Warning
	}
	f.Evidence = append([]report.Evidence{
		{What: "days", Value: float64(len(same)), Unit: "days"}, {What: "clock", Text: same[0].First.In(a.location()).Format("15:04")},
		{What: "longest", Value: float64((sum.longest + 59) / 60), Unit: "minutes"}, {What: "rows", Value: float64(f.Rows), Unit: "rows"},
	}, timesOf(same[0].First.Unix(), last.First.Unix())...)
	for _, e := range most.Evidence {
		if e.What == "code" || e.What == "name" {
			f.Evidence = append(f.Evidence, e)
		}
	}
	if c := a.newCommand("rows").flag("--time", quoted(strings.Join(sum.spans, ","))); len(sum.spans) <= mostOfLine {
		if !slices.Contains(verdicts, "") {
			c.flag("--verdict", strings.Join(verdicts, ","))
		}
		f.Command = c.String()
	}
	sum.Finding = f
	return sum
}
