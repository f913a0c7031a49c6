package render

import (
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// sums sets the totals of both sides side by side.
func (x *comparing) sums() table {
	t := table{Title: x.say("compare.sums"), Class: "groups"}
	t.Columns = append([]column{{Head: ""}, {Head: x.sideName(), Kind: numberColumn}, {Head: x.otherName(), Kind: numberColumn}}, x.columns(changeColumn, "daily.change")...)
	this, other := x.of.This, x.of.Other
	add := func(key, a, b, change string) {
		t.Rows = append(t.Rows, row{Cells: []string{x.say(key), a, b, change}})
	}
	add("compare.requests", thousands(this.Rows), thousands(other.Rows), x.change(float64(this.Rows), float64(other.Rows)))
	for _, line := range []struct {
		key  string
		a, b int64
	}{{"compare.errors", this.Errors, other.Errors}, {"compare.attention", this.Attention, other.Attention}} {
		a, b := perMany(line.a, this.Rows), perMany(line.b, other.Rows)
		add(line.key, ofMany(a), ofMany(b), x.change(a, b))
	}
	add("compare.expected", ofMany(1e4*x.of.Expected/float64(max(1, this.Rows))), ofMany(x.otherExpected()), "")
	if this.P50 != nil && other.P50 != nil {
		add("compare.p50", ms(*this.P50), ms(*other.P50), x.change(float64(*this.P50), float64(*other.P50)))
		add("compare.p95", ms(*this.P95), ms(*other.P95), x.change(float64(*this.P95), float64(*other.P95)))
	}
	return t
}

// otherExpected is how many of 10,000 requests of the other side would need attention if
// both were alike.
func (x *comparing) otherExpected() float64 {
	rest := float64(x.of.This.Attention+x.of.Other.Attention) - x.of.Expected
	return 1e4 * max(0, rest) / float64(max(1, x.of.Other.Rows))
}

// codes lists the codes of both sides by their rates.
func (x *comparing) codes() table {
	t := table{Title: x.say("compare.codes"), Class: codesOfDayClass, Most: x.top(mostSideCodes, mostSideCodes)}
	code, rows := x.say("head.code"), func(side string) string { return x.say("compare.rowsof", word("side", side)) }
	t.Columns = slices.Concat(
		[]column{{Head: code, In: inText}, {Head: code, In: inMarkdown | inHTML}, {Head: x.say("head.attention"), In: inMarkdown},
			{Head: x.sideName(), Kind: numberColumn}, {Head: x.otherName(), Kind: numberColumn}},
		x.columns(changeColumn, "daily.change"),
		[]column{{Head: x.say("head.name"), In: written, Shrink: true}, {Head: x.say("head.verdict"), In: written, Shrink: true, Wide: true},
			{Head: rows(x.sideName()), In: written, Kind: numberColumn, Wide: true}, {Head: rows(x.otherName()), In: written, Kind: numberColumn, Wide: true},
			{Head: x.say("daily.meaning"), In: inHTML}})
	for _, c := range x.of.Codes {
		tone := healthy
		if c.Attention {
			tone = max(look, x.tone(c.Verdict))
		}
		label, verdict := labelOf(c.Code, c.Log, c.Reason), x.verdictName(c.Verdict)
		t.Rows = append(t.Rows, row{Tone: tone, Need: c.Attention, Cells: []string{sign(c.Attention) + label, label, x.words.yes(c.Attention),
			ofMany(c.Rate), ofMany(c.OtherRate), x.trendWord(c.Trend, c.Rate, c.OtherRate), c.Name, verdict, thousands(c.Count), thousands(c.Other),
			x.say("compare.meant", word("name", either(c.Name, label)), word("verdict", verdict), count("n", c.Count), count("m", c.Other))}})
	}
	return t
}

// paths lists those that one side alone was asked for.
func (x *comparing) paths() table {
	t := table{Title: x.say("compare.paths"), Class: "groups", Most: x.top(mostSidePaths, mostSidePaths)}
	t.Columns = append([]column{{Head: x.say("compare.path"), Kind: valueColumn, Shrink: true}, {Head: x.sideName(), Kind: numberColumn},
		{Head: x.otherName(), Kind: numberColumn}}, x.columns(wordsColumn, "daily.change")...)
	for _, p := range x.of.Paths {
		t.Rows = append(t.Rows, row{Cells: []string{p.Path, thousands(p.Count), thousands(p.Other), x.trendWord(p.Trend, 0, 0)}})
	}
	return t
}

// steps counts both sides by time.
func (x *comparing) steps() table {
	t := table{Title: x.say("compare.steps", word("step", x.span(x.of.StepSeconds))), Class: "groups"}
	two := x.all.Mode != report.ModeBetween
	t.Columns = []column{{Head: x.sideName()}, {Head: x.say("head.rows"), Kind: numberColumn}, {Head: x.say("compare.per"), Kind: numberColumn}, {Head: x.otherName()}}
	if !two {
		t.Columns[0].Head, t.Columns[3].In = x.say("compare.time"), never
	}
	t.Columns = append(t.Columns, column{Head: x.say("head.rows"), Kind: numberColumn}, column{Head: x.otherPer(two), Kind: numberColumn})
	for _, s := range x.of.Steps {
		if s.Rows == 0 && s.OtherRows == 0 {
			continue
		}
		t.Rows = append(t.Rows, row{Cells: []string{x.stepTime(s.Start), stepRows(s.Rows, s.Start), stepRate(s.Attention, s.Rows),
			x.stepTime(s.OtherStart), stepRows(s.OtherRows, s.OtherStart), stepRate(s.OtherAttention, s.OtherRows)}})
	}
	return t
}

func (x *comparing) otherPer(two bool) string {
	if two {
		return x.say("compare.per")
	}
	return x.otherName()
}

func (x *comparing) stepTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return x.moment(t)
}

func stepRows(rows int64, start time.Time) string {
	if start.IsZero() {
		return ""
	}
	return thousands(rows)
}

func stepRate(n, of int64) string {
	if of == 0 {
		return ""
	}
	return ofMany(perMany(n, of))
}

// valueTable has a line for each value of the field.
func (x *comparing) valueTable() table {
	t := table{Title: x.say("compare.valuetable", word("field", x.fieldOfValues(1))), Class: "groups", Most: x.top(mostSideValues, mostSideValues)}
	t.Columns = append([]column{{Head: x.fieldOfValues(1), Kind: valueColumn, Shrink: true}, {Head: ""}},
		x.columns(numberColumn, "head.rows", "compare.per", "compare.otherhead.between", "compare.alike")...)
	timed := slices.ContainsFunc(x.all.Pairs, func(p report.Pair) bool { return p.This.P50 != nil })
	if timed {
		t.Columns = append(t.Columns, column{Head: "p50", Kind: numberColumn}, column{Head: "p95", Kind: numberColumn})
	}
	for _, p := range x.all.Pairs {
		cells := []string{p.Value, x.say("compare.trend." + p.Trend), thousands(p.This.Rows), ofMany(perMany(p.This.Attention, p.This.Rows)), ofMany(perMany(p.Other.Attention, p.Other.Rows)),
			percent(p.Shared)}
		if timed {
			cells = append(cells, optional(p.This.P50, ms), optional(p.This.P95, ms))
		}
		t.Rows = append(t.Rows, row{Tone: toneOfTrend(p.Trend), Cells: cells})
	}
	return t
}
