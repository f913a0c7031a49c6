package render

import (
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

func fixed(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) }

// conclusion is the first sentence: whether it got worse.
func (x *comparing) conclusion() string {
	if x.all.Mode == report.ModeBetween && len(x.all.Pairs) == 0 {
		return x.say("compare.lonely", word("field", x.fieldOfValues(x.all.Values)), count("n", int64(x.all.Values)), count("rows", x.report.Total.Rows))
	}
	trend := x.all.Trend
	blanks := []blank{word("at", x.momentOf()), word("shift", x.shift()), word("value", quote(x.of.Value)), word("field", x.fieldOfValues(x.all.Values))}
	if trend == report.TrendNothing {
		return x.nothing(blanks)
	}
	if x.all.Mode == report.ModeBetween && !slices.Contains([]string{report.TrendWorse, report.TrendPartly, report.TrendMixed, report.TrendSlower}, trend) {
		key := "compare.between.same"
		if len(x.all.Pairs) < x.all.Values {
			key = "compare.between.someof"
		}
		return x.say(key, append(blanks, count("compared", int64(len(x.all.Pairs))), count("n", int64(x.all.Values)), count("rows", x.sumOfRows()))...)
	}
	head := x.say("compare."+x.all.Mode+"."+trend, blanks...)
	if more := x.alike(trend) - 1; more > 0 {
		head = x.say("compare.between.more", word("head", head), count("n", int64(more)))
	}
	return x.say("compare.sentence", word("head", head), word("tail", x.tail()))
}

// alike is how many values, or periods, differ in one way.
func (x *comparing) alike(trend string) (n int) {
	for _, p := range x.all.Pairs {
		if p.Trend == trend {
			n++
		}
	}
	return n
}

// momentOf is the moment of the comparison as people say it.
func (x *comparing) momentOf() string {
	if x.all.At.IsZero() {
		return ""
	}
	return x.moment(x.all.At)
}

func (x *comparing) shift() string { return x.span(x.all.ShiftSeconds) }

func (x *comparing) sumOfRows() int64 { return x.of.This.Rows + x.of.Other.Rows }

// nothing says which side has no request.
func (x *comparing) nothing(blanks []blank) string {
	this, other := x.of.This, x.of.Other
	key := "compare.nothing.both"
	switch {
	case this.Rows == 0 && other.Rows > 0:
		key = "compare.nothing.this"
		blanks = append(blanks, count("n", other.Rows), word("last", x.at(other.Last, toTheMinute)))
	case this.Rows > 0:
		key = "compare.nothing.other"
		blanks = append(blanks, count("n", this.Rows), word("first", x.at(this.First, toTheMinute)))
	}
	return x.say(key+"."+x.all.Mode, blanks...)
}

// tail is what the first sentence gives as its reason: the rates, and the first change.
func (x *comparing) tail() string {
	this, other := x.of.This, x.of.Other
	rates := x.say("compare.rates", word("rate", ofMany(perMany(this.Attention, this.Rows))), word("other", x.other(ofMany(perMany(other.Attention, other.Rows)))))
	for _, c := range x.of.Changes {
		switch c.Trend {
		case report.ChangeNew, report.ChangeWorse, report.ChangeSlower:
			return x.say("compare.above", word("rates", rates), word("change", x.shortChange(c)))
		}
	}
	return rates
}

// perMany is how many of 10,000 requests some are.
func perMany(n, of int64) float64 { return 1e4 * shareOf(n, of) }

// codeOf is a code with its name: 500.19 (Configuration cannot be used).
func (x *comparing) codeOf(c report.CodeChange) string {
	code := x.inSentence(labelOf(c.Code, c.Log, c.Reason))
	switch {
	case c.Name != "":
		return x.say("daily.called", word("code", code), word("name", c.Name))
	case c.Verdict != "":
		return x.say("headline.code", word("code", code), word("verdict", x.verdictName(c.Verdict)))
	}
	return code
}

// shortChange names a change for the first sentence.
func (x *comparing) shortChange(c report.Change) string {
	switch {
	case c.P50 != nil:
		return x.say("compare.short.slower", word("path", quote(c.Path)), word("taken", duration(*c.P50)), word("other", x.other(duration(*c.OtherP50))))
	case c.Path != "":
		return x.say("compare.short.at", word("code", x.codeOf(c.CodeChange)), word("path", quote(c.Path)))
	case c.Trend == report.ChangeNew:
		return x.say("compare.short.new."+x.all.Mode, word("code", x.codeOf(c.CodeChange)), word("where", x.where(c)))
	}
	return x.say("compare.short.worse", word("code", x.codeOf(c.CodeChange)), word("where", x.where(c)))
}

// where says at which path most rows of a change are, "" where none has half of them.
func (x *comparing) where(c report.Change) string {
	if len(c.Paths) == 0 {
		return ""
	}
	first, n := c.Paths[0], c.Count
	of := first.Count
	if c.Trend == report.ChangeGone {
		of, n = first.Other, c.Other
	}
	switch {
	case of == n:
		return x.say("compare.allat", word("path", quote(first.Path)))
	case 2*of >= n:
		return x.say("compare.mostat", word("path", quote(first.Path)), count("n", of))
	}
	return ""
}

// from names the clients that most rows of a change came from, "" where many did.
func (x *comparing) from(c report.Change) string {
	var rows int64
	for _, client := range c.Clients {
		rows += client.Count
	}
	who := word("who", x.words.items(each(c.Clients, func(k report.Key) string { return quote(k.Key) })))
	switch {
	case len(c.Clients) == 0:
		return ""
	case rows == c.Count:
		return x.say("compare.allfrom", who)
	}
	return x.say("compare.mostfrom", who, count("n", rows))
}

// changeText is a change in one sentence.
func (x *comparing) changeText(c report.Change) string {
	when := ""
	if !c.First.IsZero() && !isGoneChange(c) {
		when = x.say("compare.when", word("when", x.happened(c.State, c.First, c.Last)))
	}
	blanks := []blank{word("code", x.codeOf(c.CodeChange)), word("path", quote(c.Path)), count("n", c.Count), count("m", c.Other), word("when", when),
		word("where", x.where(c)+x.from(c)), word("rate", ofMany(c.Rate))}
	switch {
	case c.P50 != nil:
		return x.say("compare.speed", append(blanks, word("p50", duration(*c.P50)), word("p95", duration(*c.P95)),
			word("otherp50", x.other(duration(*c.OtherP50))), word("otherp95", x.other(duration(*c.OtherP95))))...)
	case c.Path != "":
		return x.say("compare.atpath", append(blanks, word("share", percent(c.Rate/1e4)), word("other", x.other(percent(c.OtherRate/1e4))))...)
	case c.Trend == report.ChangeNew:
		return x.say("compare.new", append(blanks, word("other", x.other(x.say("compare.none"))))...)
	case c.Trend == report.ChangeGone:
		return x.say("compare.gone", append(blanks, word("other", x.other(x.say("compare.often", word("n", ofMany(c.OtherRate))))))...)
	}
	return x.say("compare.more", append(blanks, word("other", x.other(ofMany(c.OtherRate))))...)
}

func isGoneChange(c report.Change) bool { return c.Trend == report.ChangeGone }

// trendWord is the cell of a table for a change.
func (x *comparing) trendWord(trend string, this, other float64) string {
	switch trend {
	case report.ChangeNew:
		return x.say("daily.isnew")
	case report.ChangeGone:
		return x.say("daily.isgone")
	case report.ChangeWorse, report.ChangeBetter:
		return x.change(this, other)
	case report.ChangeFew:
		return ""
	}
	return "="
}
