package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// notable reports whether two counts differ by more than chance and a fifth:
// three standard deviations of a count of that size.
func notable(n, typical float64) bool {
	differ := math.Abs(n - typical)
	return differ >= 3*math.Sqrt(typical+1) && differ >= typical/5
}

// compareWithUsual says of each day, whose codes and spikes are known, what is
// worse and what is better than usual.
func compareWithUsual(all []report.Day, findings []report.Finding) {
	for i := range all {
		d := &all[i]
		busier := busierThan(d, d.Typical)
		for j := range d.Codes {
			compareCode(&d.Codes[j], busier, busierThan(d, d.Previous))
		}
		d.Worse = namesOf(d, func(c report.DayCode) bool { return c.Worse })
		d.Better = namesOf(d, func(c report.DayCode) bool { return c.Better })
		d.Trend = trend(d)
		d.Unusual = isUnusual(d) || d.Typical != nil && beganThen(d, findings)
	}
}

// leastServedADay is how many served rows tell how busy a day is.
const leastServedADay = 100

// busierThan is how many times as many requests were served on a day as usual, 1 at least:
// on a busy day the same faults come more often.
func busierThan(d *report.Day, usual *report.Sums) float64 {
	if usual == nil || usual.Rows-usual.Errors < leastServedADay {
		return 1
	}
	return max(1, float64(d.Rows-d.Errors)/(usual.Rows-usual.Errors))
}

func compareCode(c *report.DayCode, busier, busierThanBefore float64) {
	if c.Typical == nil {
		return
	}
	n := float64(c.Count)
	beyond := n - *c.Typical
	more := func(usual, busier float64) bool { return n > usual*busier && notable(n, usual*busier) }
	c.Worse = !c.New && c.Attention > 0 && more(*c.Typical, busier) &&
		(c.Previous == nil || more(float64(*c.Previous), busierThanBefore)) && (c.Recent == nil || more(*c.Recent, busier))
	c.Better = isUnwanted(c) && (c.Gone || beyond < 0 && notable(n, *c.Typical))
	if beyond > 0 {
		c.Beyond = beyond * float64(c.Attention) / float64(max(c.Count, 1))
	}
}

// isUnwanted reports whether one is glad to see less of a code.
func isUnwanted(c *report.DayCode) bool {
	switch c.Class {
	case "1xx", "2xx", "3xx":
		v, err := codes.ParseVerdict(c.Verdict)
		return c.Attention > 0 || err == nil && v.Attention()
	case "-": // sessions of FTP and idle connections end without a status
		return c.Attention > 0 || c.Verdict != codes.OK.String()
	}
	return true
}

// labelOf is how people call a code or a reason: 401.1, FTP 530, QueueFull.
func labelOf(code, log, reason string) string {
	return cmp.Or(reason, strings.TrimSpace(strings.ToUpper(log)+" "+code))
}

// names are the codes of a day that are wanted, those with the most rows that need
// attention first.
func namesOf(d *report.Day, wanted func(report.DayCode) bool) []string {
	var found []report.DayCode
	for _, c := range d.Codes {
		if wanted(c) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b report.DayCode) int { return cmp.Compare(b.Attention, a.Attention) })
	names := []string{}
	for _, c := range found {
		names = append(names, labelOf(c.Code, c.Log, c.Reason))
	}
	return names
}

func trend(d *report.Day) string {
	if d.Typical == nil {
		return ""
	}
	n, typical := float64(d.Attention), d.Typical.Attention
	switch {
	case typical == 0:
		return report.TrendNew
	case notable(n, typical) && n > typical && !isAbove(n, typical, d):
		return report.TrendBusy
	case notable(n, typical) && n > typical:
		return report.TrendAbove
	case notable(n, typical):
		return report.TrendBelow
	case math.Abs(n-typical) <= typical/5:
		return report.TrendUsual
	}
	return report.TrendNear
}

// isAbove reports whether more rows need attention than are usual with so much traffic.
func isAbove(n, typical float64, d *report.Day) bool {
	typical *= busierThan(d, d.Typical)
	return n > typical && notable(n, typical)
}

// isUnusual reports whether something that needs attention is worse than usual.
func isUnusual(d *report.Day) bool {
	if d.Typical == nil {
		return false
	}
	worse := slices.ContainsFunc(d.Codes, func(c report.DayCode) bool { return c.Worse || c.New && !c.Gone && c.Attention > 0 })
	rises := slices.ContainsFunc(d.Spikes, func(s report.Spike) bool { return s.Attention && !s.Recurring })
	return worse || rises || isAbove(float64(d.Attention), d.Typical.Attention, d)
}
