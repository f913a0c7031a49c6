package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// notable reports whether two counts differ by more than chance and a fifth:
// three standard deviations of a count of that size.
func notable(n, typical float64) bool {
	differ := math.Abs(n - typical)
	return differ >= 3*math.Sqrt(typical+1) && differ >= typical/5
}

// compareWithUsual says of each day, whose codes and spikes are known, what is
// worse and what is better than usual.
func compareWithUsual(all []Day) {
	for i := range all {
		d := &all[i]
		for j := range d.Codes {
			d.Codes[j].compareWithUsual()
		}
		d.Worse = d.names(func(c DayCode) bool { return c.Worse })
		d.Better = d.names(func(c DayCode) bool { return c.Better })
		d.Trend = d.trend()
		d.Unusual = d.isUnusual()
	}
}

func (c *DayCode) compareWithUsual() {
	if c.Typical == nil {
		return
	}
	beyond := float64(c.Count) - *c.Typical
	differs := notable(float64(c.Count), *c.Typical)
	c.Worse = !c.New && c.Attention > 0 && beyond > 0 && differs
	c.Better = c.isFault() && (c.Gone || beyond < 0 && differs)
	if beyond > 0 {
		c.Beyond = beyond * float64(c.Attention) / float64(max(c.Count, 1))
	}
}

// isFault reports whether one is glad to see less of a code.
func (c *DayCode) isFault() bool {
	switch c.Class {
	case "1xx", "2xx", "3xx":
		v, err := codes.ParseVerdict(c.Verdict)
		return c.Attention > 0 || err == nil && v.Attention()
	}
	return true
}

// nameOf is how people call a code or a reason: 401.1, FTP 530, QueueFull.
func nameOf(code, log, reason string) string {
	return cmp.Or(reason, strings.TrimSpace(strings.ToUpper(log)+" "+code))
}

// names are the codes of a day that are wanted, those with the most rows that need
// attention first.
func (d *Day) names(wanted func(DayCode) bool) []string {
	var found []DayCode
	for _, c := range d.Codes {
		if wanted(c) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b DayCode) int { return cmp.Compare(b.Attention, a.Attention) })
	names := []string{}
	for _, c := range found {
		names = append(names, nameOf(c.Code, c.Log, c.Reason))
	}
	return names
}

func (d *Day) trend() string {
	if d.Typical == nil {
		return ""
	}
	n, typical := float64(d.Attention), d.Typical.Attention
	switch {
	case typical == 0:
		return TrendNew
	case notable(n, typical) && n > typical:
		return TrendAbove
	case notable(n, typical):
		return TrendBelow
	case math.Abs(n-typical) <= typical/5:
		return TrendUsual
	}
	return TrendNear
}

// isUnusual reports whether something that needs attention is worse than usual.
func (d *Day) isUnusual() bool {
	if d.Typical == nil {
		return false
	}
	worse := slices.ContainsFunc(d.Codes, func(c DayCode) bool { return c.Worse || c.New && !c.Gone && c.Attention > 0 })
	rises := slices.ContainsFunc(d.Spikes, func(s Spike) bool { return s.Attention && !s.Recurring })
	n, typical := float64(d.Attention), d.Typical.Attention
	return worse || rises || n > typical && notable(n, typical)
}
