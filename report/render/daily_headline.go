package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// conclusion is the sentence that matters: what the newest day was like.
func (b *dailyBuilder) conclusion() string {
	name := b.dayName(b.day.Date)
	if hours := b.hours(b.day, "daily.from", "daily.upto", "daily.within"); hours != "" {
		name = b.say("daily.dayhours", word("day", name), word("hours", hours))
	}
	on, total := word("day", name), b.report.Total
	rows, errors := count("rows", total.Rows), count("errors", total.Errors)
	incident := b.newIncident()
	if incident == "" && total.Attention == 0 {
		incident = b.openIncident()
	}
	switch {
	case total.Rows == 0 && len(b.report.Filters) > 0:
		return b.say("daily.nofit", on)
	case total.Rows == 0:
		return b.say("daily.norows", on)
	case total.Attention == 0 && incident != "":
		return b.say("daily.but", on, rows, word("story", incident))
	case total.Attention == 0 && total.Errors == 0:
		return b.say("daily.clean", on, rows)
	case total.Attention == 0:
		return b.say("daily.calm", on, rows, errors)
	}
	behind := b.whatChanged()
	if incident != "" {
		behind = b.say("daily.story", word("story", incident))
	}
	return b.say("daily.opening", on, count("n", total.Attention), rows,
		word("compared", b.againstUsual()), word("behind", behind))
}

// againstUsual weighs the rows that need attention against the usual number.
func (b *dailyBuilder) againstUsual() string {
	if !b.compared() {
		return ""
	}
	n, typical := float64(b.day.Attention), b.day.Typical.Attention
	usual := word("typical", median(typical))
	switch b.day.Trend {
	case report.TrendNew:
		return b.say("daily.never")
	case report.TrendUsual:
		return b.say("daily.asusual", usual)
	case report.TrendNear:
		return b.say("daily.against", usual)
	case report.TrendBusy:
		share := "daily.busy"
		if n*b.day.Typical.Rows > typical*float64(b.day.Rows) { // by less than a fifth
			share = "daily.usualshare"
		}
		return b.say(share, usual, word("total", median(b.day.Typical.Rows)))
	case report.TrendBelow:
		return b.say("daily.below", usual)
	}
	switch {
	case n >= 2.25*typical:
		return b.say("daily.times", usual, word("times", decimal(rounded(n/typical))))
	case n >= 1.75*typical:
		return b.say("daily.twice", usual)
	}
	return b.say("daily.above", usual)
}

// whatChanged names the new or worse code with the most rows beyond the usual
// ones, and the first new one beside a worse one.
func (b *dailyBuilder) whatChanged() string {
	if !b.compared() {
		return ""
	}
	changed := slices.DeleteFunc(slices.Concat(b.picked(isNew), b.picked(isWorse)),
		func(c report.DayCode) bool { return c.Attention == 0 })
	slices.SortStableFunc(changed, func(x, y report.DayCode) int { return cmp.Compare(y.Beyond, x.Beyond) })
	lasts := b.lastingIncident()
	switch {
	case len(changed) > 0:
	case lasts != "":
		return b.say("daily.lasts", word("story", lasts))
	case b.day.Trend == report.TrendNew || b.day.Trend == report.TrendAbove:
		return b.mostNeeding() // the rows are news, though their codes are not
	default:
		return b.say("daily.nonews")
	}
	text := b.changed(changed[0])
	if !changed[0].New {
		if i := slices.IndexFunc(changed, isNew); i > 0 {
			text += b.changed(changed[i])
		}
	}
	return text
}

// mostNeeding names the code of most of the rows that need attention.
func (b *dailyBuilder) mostNeeding() string {
	var most report.DayCode
	for _, c := range b.day.Codes {
		if c.Attention > most.Attention {
			most = c
		}
	}
	if 2*most.Attention <= b.day.Attention {
		return ""
	}
	return b.say("daily.mostly", word("code", b.calledShortly(most)))
}

// changed is the end of the sentence for one code.
func (b *dailyBuilder) changed(c report.DayCode) string {
	code := word("code", b.calledShortly(c))
	switch {
	case c.New && c.Since.IsZero():
		return b.say("daily.newtoday", code)
	case c.New:
		return b.say("daily.newsince", code, word("since", b.moment(c.Since)))
	}
	return b.say("daily.grown", code, word("typical", median(usualCount(c))), count("n", c.Count))
}

// calledShortly is a code with its verdict, or with its name where most of its
// rows need no attention: a rise of refused logons is none of handshake legs.
func (b *dailyBuilder) calledShortly(c report.DayCode) string {
	if !b.attention[c.Verdict] {
		return b.calledFully(c)
	}
	return b.say("headline.code", word("code", b.codeName(c)), word("verdict", b.verdictName(c.Verdict)))
}

// calledFully is a code with its name: 500.19 (Configuration cannot be used).
func (b *dailyBuilder) calledFully(c report.DayCode) string {
	if strings.TrimSpace(c.Name) == "" {
		return b.codeName(c)
	}
	return b.say("daily.called", word("code", b.codeName(c)), word("name", c.Name))
}
