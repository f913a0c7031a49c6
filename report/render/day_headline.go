package render

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// opens is the sentence that matters: what the newest day was like.
func (p *dayPage) opens() string {
	name := p.dayName(p.day.Date)
	if hours := p.hours("daily.from", "daily.upto", "daily.within"); hours != "" {
		name = p.words.say("daily.dayhours", word("day", name), word("hours", hours))
	}
	on, total := word("day", name), p.report.Total
	rows, errors := count("rows", total.Rows), count("errors", total.Errors)
	switch {
	case total.Rows == 0:
		return p.words.say("daily.norows", on)
	case total.Attention == 0 && total.Errors == 0:
		return p.words.say("daily.clean", on, rows)
	case total.Attention == 0:
		return p.words.say("daily.calm", on, rows, errors)
	}
	return p.words.say("daily.opening", on, count("n", total.Attention), rows,
		word("compared", p.comparedSaid()), word("behind", p.newsSaid()))
}

// comparedSaid weighs the rows that need attention against the usual number.
func (p *dayPage) comparedSaid() string {
	if !p.compared() {
		return ""
	}
	n, typical := float64(p.day.Attention), p.day.Typical.Attention
	usual := word("typical", median(typical))
	switch {
	case typical == 0:
		return p.words.say("daily.never")
	case !notable(n, typical) && closeTo(n, typical):
		return p.words.say("daily.asusual", usual)
	case !notable(n, typical):
		return p.words.say("daily.against", usual)
	case n >= 2.25*typical:
		return p.words.say("daily.times", usual, word("times", decimal(rounded(n/typical))))
	case n >= 1.75*typical:
		return p.words.say("daily.twice", usual)
	case n > typical:
		return p.words.say("daily.above", usual)
	}
	return p.words.say("daily.below", usual)
}

// newsSaid names the new or grown code with the most rows beyond the usual
// ones, and the first new one beside a grown one.
func (p *dayPage) newsSaid() string {
	if !p.compared() {
		return ""
	}
	news := slices.Concat(p.newCodes(), p.worseCodes())
	news = slices.DeleteFunc(news, func(c report.DayCode) bool { return c.Attention == 0 })
	slices.SortStableFunc(news, func(a, b report.DayCode) int { return cmp.Compare(weight(b), weight(a)) })
	if len(news) == 0 {
		return p.words.say("daily.nonews")
	}
	said := p.newSaid(news[0])
	if !news[0].New {
		if i := slices.IndexFunc(news, func(c report.DayCode) bool { return c.New }); i > 0 {
			said += p.newSaid(news[i])
		}
	}
	return said
}

// newSaid is the end of the sentence for one code.
func (p *dayPage) newSaid(c report.DayCode) string {
	code := word("code", p.calledShortly(c))
	switch {
	case c.New && c.Since.IsZero():
		return p.words.say("daily.newtoday", code)
	case c.New:
		return p.words.say("daily.newsince", code, word("since", p.moment(c.Since)))
	}
	return p.words.say("daily.grown", code, word("typical", median(usualCount(c))), count("n", c.Count))
}

// calledShortly is a code with its verdict, or with its name where most of its
// rows need no attention: a rise of refused logons is none of handshake legs.
func (p *dayPage) calledShortly(c report.DayCode) string {
	if !p.attention[c.Verdict] {
		return p.calledFully(c)
	}
	return p.words.say("headline.code", word("code", p.codeName(c)), word("verdict", p.verdictName(c.Verdict)))
}

// excess is how many rows a code has beyond the usual ones.
func excess(c report.DayCode) float64 { return float64(c.Count) - usualCount(c) }

// weight is the part of the excess that needs attention, if it is shared like
// the whole.
func weight(c report.DayCode) float64 {
	return excess(c) * float64(c.Attention) / float64(max(c.Count, 1))
}

// spirit is the tone of the opening: red only when something is worse than
// usual, so that a red page means something every morning.
func (p *dayPage) spirit() tone {
	switch {
	case p.report.Total.Rows == 0:
		return plain
	case p.report.Total.Attention == 0:
		return healthy
	case !p.compared():
		return p.urgency()
	}
	worse := slices.ContainsFunc(slices.Concat(p.newCodes(), p.worseCodes()), func(c report.DayCode) bool { return c.Attention > 0 })
	rises := slices.ContainsFunc(p.day.Spikes, func(s report.Spike) bool { return s.Attention && !s.Recurring })
	if worse || rises || notable(float64(p.day.Attention), p.day.Typical.Attention) && float64(p.day.Attention) > p.day.Typical.Attention {
		return p.urgency()
	}
	return look
}

// urgency is the tone of the most urgent verdict with rows.
func (p *page) urgency() tone {
	most := healthy
	for _, c := range p.report.Verdicts {
		if c.Count > 0 {
			most = max(most, p.toneOf(c.Verdict))
		}
	}
	return most
}
