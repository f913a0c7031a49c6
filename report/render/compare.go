package render

import (
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// comparing builds the document of a comparison.
type comparing struct {
	*builder
	all report.Comparison
	of  report.Pair // that is told
}

const (
	mostPairs       = 5 // values that have details in text and Markdown
	mostSideCodes   = 15
	mostSidePaths   = 10
	mostSideValues  = 30
	mostSideChanges = 8 // of one kind
)

// compareDocument says first whether it got worse, then what changed, then the numbers.
func (b *builder) compareDocument() document {
	b.timed = true
	c := b.report.Comparison
	if c == nil || b.report.Total.Rows == 0 && len(c.Pairs) == 0 {
		return b.reportDocument()
	}
	x := b.comparing()
	labels := b.labels()
	blocks := []block{x.opening(), x.remarks()}
	if c.Mode == report.ModeBetween {
		blocks = append(blocks, x.valueTable())
		for i, p := range x.told() {
			x.of = p
			some := x.details(x.titleOf)
			if i >= mostPairs {
				some = onlyIn(inHTML, some)
			}
			blocks = append(blocks, some...)
		}
	} else if x.of.Trend != report.TrendNothing {
		blocks = append(blocks, x.details(func(title string) string { return title })...)
	}
	return document{times: b.times, title: b.windowTitle("compare.htmltitle"), labels: labels, blocks: append(blocks, b.ledger())}
}

// comparing begins with the first pair, which is the gravest of several.
func (b *builder) comparing() *comparing {
	x := &comparing{builder: b, all: *b.report.Comparison}
	if len(x.all.Pairs) > 0 {
		x.of = x.all.Pairs[0]
	}
	return x
}

// told are the values that differ in a way that is worth details.
func (x *comparing) told() (all []report.Pair) {
	for _, p := range x.all.Pairs {
		switch p.Trend {
		case report.TrendWorse, report.TrendPartly, report.TrendMixed, report.TrendSlower, report.TrendOther:
			all = append(all, p)
		}
	}
	return all
}

// titleOf is a title that names this side.
func (x *comparing) titleOf(title string) string {
	const widest = 40
	return x.words.pair(middle(x.of.Value, widest), title)
}

// details are what changed, and the numbers of a pair.
func (x *comparing) details(named func(string) string) (all []block) {
	for _, trend := range []string{report.ChangeNew, report.ChangeWorse, report.ChangeSlower, report.ChangeBetter, report.ChangeFaster, report.ChangeGone} {
		all = append(all, x.changes(named(x.say("compare.title."+trend)), trend))
	}
	all = append(all, x.fewList(named(x.say("compare.title.few"))))
	for _, t := range []table{x.sums(), x.codes(), x.paths(), x.steps()} {
		t.Title = named(t.Title)
		all = append(all, t)
	}
	return all
}

func (x *comparing) opening() opening {
	o := opening{Headline: x.conclusion(), Tone: toneOfTrend(x.all.Trend), Warning: x.warning(),
		Facts: facts(x.periodFactOf("compare.this.", x.of.This), x.periodFactOf("compare.other.", x.of.Other), x.valuesFact(), x.filterFact())}
	o.Facts = append(o.Facts, x.origin()...)
	return o
}

func toneOfTrend(trend string) tone {
	switch trend {
	case report.TrendWorse, report.TrendPartly:
		return now
	case report.TrendMixed, report.TrendSlower:
		return look
	case report.TrendBetter, report.TrendSame, report.TrendOther:
		return healthy
	}
	return plain
}

// remarks are what makes the comparison less than it looks.
func (x *comparing) remarks() list {
	l := x.findings()
	l.Title, l.Labels, l.Ranked = x.say("compare.remarks"), nil, false
	for i := range l.Items {
		l.Items[i].Label = ""
	}
	return l
}

// periodFactOf says from when to when a side is, and how much it has.
func (x *comparing) periodFactOf(key string, s report.Side) fact {
	if x.all.Mode == report.ModeBetween {
		return fact{}
	}
	from, until := s.Span()
	rows, label := x.say("compare.rows", count("n", s.Rows)), x.say(key+x.all.Mode)
	if from.IsZero() || until.IsZero() {
		return fact{Label: label, Text: rows}
	}
	return fact{Label: label, Text: x.words.list([]string{x.between(from, until, toTheMinute), rows})}
}

func (x *comparing) valuesFact() fact {
	if x.all.Mode != report.ModeBetween {
		return fact{}
	}
	key, compared := "compare.values", len(x.all.Pairs)
	if compared < x.all.Values {
		key = "compare.valuesof"
	}
	return fact{Label: x.say("compare.field"), Text: x.say(key, word("field", x.fieldOfValues(x.all.Values)), count("n", int64(x.all.Values)), count("compared", int64(compared)))}
}

// fieldOfValues is what so many values are, in a sentence.
func (x *comparing) fieldOfValues(n int) string {
	return x.sayOr("compare.of."+x.all.Field, quote(x.all.Field), count("n", int64(n)))
}

// sideName is how this side is called in a head, and otherName the other.
func (x *comparing) sideName() string {
	if x.all.Mode == report.ModeBetween {
		return quote(x.of.Value)
	}
	return x.say("compare.head." + x.all.Mode)
}

func (x *comparing) otherName() string { return x.say("compare.otherhead." + x.all.Mode) }

// other is the end of a sentence on a number of the other side: 12 before.
func (x *comparing) other(text string) string {
	return x.say("compare.than."+x.all.Mode, word("n", text))
}

// ofMany writes how many of 10,000 requests some are.
func ofMany(n float64) string {
	switch {
	case n > 0 && n < 0.01:
		return "<0.01"
	case n >= 100:
		return decimal(math.Round(n))
	case n >= 10:
		return decimal(math.Round(n*10) / 10)
	}
	return strings.TrimSuffix(strings.TrimRight(fixed(n), "0"), ".")
}

// changesOf are those of one trend.
func (x *comparing) changesOf(trend string) []report.Change {
	return slices.DeleteFunc(slices.Clone(x.of.Changes), func(c report.Change) bool { return c.Trend != trend })
}

// changes lists the changes of one trend, each with the command that shows its rows.
func (x *comparing) changes(title, trend string) list {
	l := list{Title: title}
	for _, c := range x.changesOf(trend) {
		l.Items = append(l.Items, x.changeItem(c))
	}
	shown := min(len(l.Items), x.top(mostSideChanges, len(l.Items)))
	l.Items, l.More = l.Items[:shown], len(l.Items)-shown
	return l
}

// changeItem is a change with what to do about it and the command that shows its rows.
func (x *comparing) changeItem(c report.Change) item {
	i := item{Text: x.changeText(c), Command: c.Command, Tone: healthy}
	switch c.Trend {
	case report.ChangeGone:
		i.Command = c.OtherCommand
	case report.ChangeNew, report.ChangeWorse:
		i.Tone, i.Label = max(look, x.tone(c.Verdict)), x.say("daily.look")
		if c.Check != "" {
			i.Check = x.say("findings.check", word("check", c.Check))
		}
	case report.ChangeSlower:
		i.Tone, i.Label = look, x.say("daily.look")
	}
	return i
}

// fewList names what needs attention and came on one side only, too few times for news.
func (x *comparing) fewList(title string) list {
	l := list{Title: title}
	var names []string
	for _, c := range x.of.Codes {
		if c.Trend != report.ChangeFew || !c.Attention {
			continue
		}
		key, n := "compare.fewhere", c.Count
		if c.Count == 0 {
			key, n = "compare.fewthere", c.Other
		}
		names = append(names, x.say(key, word("code", x.codeOf(c)), count("n", n), word("other", x.other(thousands(n)))))
	}
	if len(names) > 0 {
		l.Items = []item{{Tone: healthy, Text: x.words.items(names)}}
	}
	return l
}
