package render

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// mostBetterNames is how many things that are better, faster or gone are named.
const mostBetterNames = 4

// briefComparison says whether it got worse, what did, and how much of what there is.
func (b *builder) briefComparison() document {
	b.timed = true
	c := b.report.Comparison
	if c == nil || b.report.Total.Rows == 0 && len(c.Pairs) == 0 {
		return b.briefReport()
	}
	x := b.comparing()
	blocks := []block{x.opening(), x.remarks()}
	if c.Mode == report.ModeBetween {
		t := x.valueTable()
		t.Most = max(b.brevity.items, fewestItems)
		blocks = append(blocks, t)
	}
	rises := x.rises()
	blocks = append(blocks, x.briefRises(rises), x.briefImprovements())
	if c.Mode != report.ModeBetween && x.of.Trend != report.TrendNothing {
		blocks = append(blocks, x.sums())
	}
	return b.briefDocument(blocks, x.comparePointers(rises))
}

// rise is a change for the worse, and whose.
type rise struct {
	report.Change
	of   report.Pair
	like int // slower paths that are told with it
}

// mostSlowerPaths is how many slower paths of a side have a line each: more have one together.
const mostSlowerPaths = 2

// rises are all that is new, worse or slower: of several values, of those that are worse.
func (x *comparing) rises() (all []rise) {
	pairs := x.all.Pairs
	if x.all.Mode == report.ModeBetween {
		pairs = x.told()
	}
	for _, p := range pairs {
		for _, c := range p.Changes {
			if isRise(c) {
				all = append(all, rise{Change: c, of: p})
			}
		}
	}
	return all
}

// together tells many slower paths of a side with the first of them, which changed most.
func together(rises []rise) (all []rise) {
	of, slower := map[string]int{}, map[string]int{}
	for _, r := range rises {
		if r.P50 != nil {
			slower[r.of.Value]++
		}
	}
	for _, r := range rises {
		if r.P50 == nil || slower[r.of.Value] <= mostSlowerPaths {
			all = append(all, r)
			continue
		}
		if first, told := of[r.of.Value]; told {
			all[first].like++
			continue
		}
		of[r.of.Value] = len(all)
		all = append(all, r)
	}
	return all
}

func isRise(c report.Change) bool {
	return slices.Contains([]string{report.ChangeNew, report.ChangeWorse, report.ChangeSlower}, c.Trend)
}

// briefRises are the first of them, a few with what to do.
func (x *comparing) briefRises(rises []rise) list {
	l := list{Title: x.say("compare.rises")}
	for i, r := range together(rises) {
		x.of = r.of
		one := x.changeItem(r.Change)
		if r.like > 0 {
			one.Text = x.say("compare.slowerpaths", count("n", int64(r.like+1)), word("change", one.Text))
		}
		one.Command = ""
		if x.all.Mode == report.ModeBetween {
			one.Text = x.words.pair(quote(r.of.Value), one.Text)
		}
		l.Items = append(l.Items, x.brieflyChecked(one, i))
	}
	return x.briefly(withChecksOnce(l))
}

// briefImprovements name what is better, faster and gone, a line for each.
func (x *comparing) briefImprovements() list {
	l := list{Title: x.say("compare.improved")}
	if x.all.Mode == report.ModeBetween { // the table of values tells which are better
		return l
	}
	for _, trend := range []string{report.ChangeBetter, report.ChangeFaster, report.ChangeGone} {
		var names []string
		changes := x.changesOf(trend)
		for _, c := range changes[:min(len(changes), mostBetterNames)] {
			names = append(names, x.nameOf(c))
		}
		if len(names) == 0 {
			continue
		}
		text := x.words.items(names)
		if more := len(changes) - len(names); more > 0 {
			text = x.words.list([]string{text, x.say("more", count("n", int64(more)))})
		}
		l.Items = append(l.Items, item{Tone: healthy, Text: x.words.pair(x.say("compare.title."+trend), text)})
	}
	return l
}

// nameOf is what a change is about.
func (x *comparing) nameOf(c report.Change) string {
	switch {
	case c.P50 != nil:
		return quote(c.Path)
	case c.Path != "":
		return x.say("compare.nameat", word("code", x.codeOf(c.CodeChange)), word("path", quote(c.Path)))
	}
	return x.codeOf(c.CodeChange)
}

// comparePointers say where the rest is, and which requests the first change is about.
func (x *comparing) comparePointers(rises []rise) paragraph {
	for _, r := range rises {
		if r.Command != "" {
			return paragraph{Text: x.say("brief.restcomparedrows"), Command: r.Command}
		}
	}
	return paragraph{Text: x.say("brief.restcompared")}
}
