package render

import (
	"math"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

// usualCount is the usual count of a code, 0 where there is none.
func usualCount(c report.DayCode) float64 {
	if c.Typical == nil {
		return 0
	}
	return *c.Typical
}

// Words for a change, each with a sign that needs no colour.
const (
	up   = "▲"
	down = "▼"
)

// change says how a count stands to the usual one: ▲ +97%, ▼ -50%, ▲ ×12.
func (b *builder) change(n, typical float64) string {
	const alike, multiple = 0.05, 5
	if typical == 0 {
		if n == 0 {
			return "="
		}
		return up + nbsp + b.say("daily.more")
	}
	rise := n/typical - 1
	switch {
	case math.Abs(rise) < alike:
		return "="
	case rise < 0:
		return down + nbsp + signed(rise)
	case rise+1 >= multiple:
		return up + nbsp + "×" + decimal(rounded(rise+1))
	}
	return up + nbsp + signed(rise)
}

// changeOf is the change of a code; new and gone ones are called so.
func (b *builder) changeOf(c report.DayCode) string {
	switch {
	case c.New:
		return b.say("daily.isnew")
	case c.Gone:
		return b.say("daily.isgone")
	case c.Typical == nil:
		return ""
	}
	return b.change(float64(c.Count), *c.Typical)
}

// signed is a rise in whole percent with its sign; what is more than nothing is
// never written as everything gone.
func signed(rise float64) string {
	whole := math.Round(rise * 100)
	if whole == -100 && rise > -1 {
		whole = -99
	}
	sign := ""
	if whole > 0 {
		sign = "+"
	}
	return sign + strconv.Itoa(int(whole)) + "%"
}

// rounded leaves one decimal to a small factor and none to a large one.
func rounded(factor float64) float64 {
	if factor >= 10 {
		return math.Round(factor)
	}
	return math.Round(factor*10) / 10
}

// usual says a usual count in words; less than one row in two is none.
func (b *builder) usual(n float64) string {
	if n < 0.5 {
		return b.say("usual.none")
	}
	return b.say("usual.some", word("n", median(n)))
}

// median writes a usual count. It may lie between two, which matters of small
// ones only.
func median(n float64) string {
	const small = 10
	if n >= small {
		n = math.Round(n)
	}
	return decimal(math.Round(n*10) / 10)
}
