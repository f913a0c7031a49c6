package render

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// verdictName is the plain name of a verdict: refused logons.
func (b *builder) verdictName(verdict string) string {
	return b.sayOr("verdict."+verdict, verdict)
}

// sortedVerdicts are the verdicts that rows have by their rows, those that need
// attention first.
func (b *builder) sortedVerdicts() []report.VerdictCount {
	shown := slices.DeleteFunc(slices.Clone(b.report.Verdicts), func(c report.VerdictCount) bool { return c.Count == 0 })
	slices.SortStableFunc(shown, func(x, y report.VerdictCount) int {
		return cmp.Or(b.rank(x.Verdict)-b.rank(y.Verdict), cmp.Compare(y.Count, x.Count))
	})
	return shown
}

// verdicts lists the verdicts, those that need attention marked. Only they have bars:
// next to everything that was served, they would be slivers.
func (b *builder) verdicts() table {
	t := b.countTable("verdicts.title", "head.verdict")
	t.Groups = [2]string{b.say("verdicts.need"), b.say("verdicts.rest")}
	for _, c := range b.sortedVerdicts() {
		r := countRow(b.verdictName(c.Verdict), c.Count, c.Share, b.words.yes(c.Attention))
		r.Tone, r.Need = b.tone(c.Verdict), c.Attention
		if c.Attention {
			r.Cells[0], r.Bar = sign(true)+r.Cells[1], c.Count
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// classes lists the classes of the status.
func (b *builder) classes() table {
	t := b.countTable("classes.title", "head.class")
	t.Columns[2].In = never
	for _, c := range b.report.Classes {
		r := countRow(b.sayOr("class."+c.Class, c.Class), c.Count, c.Share, "")
		r.Bar = c.Count
		t.Rows = append(t.Rows, r)
	}
	return t
}

// countTable is a table of names, rows and shares, with bars.
func (b *builder) countTable(title, head string) table {
	t := table{Title: b.say(title), Class: countsClass, Edge: true}
	t.Columns = []column{{Head: t.Title, In: inText, Shrink: true}, {Head: b.say(head), In: inMarkdown | inHTML},
		{Head: b.say("head.attention"), In: inMarkdown}, {Head: b.say("head.rows"), Kind: numberColumn},
		{Head: b.say("head.share"), Kind: numberColumn}, {Kind: barColumn, In: inText | inHTML}}
	return t
}

func countRow(name string, rows int64, share float64, need string) row {
	return row{Cells: []string{sign(false) + name, name, need, thousands(rows), percent(share), ""}}
}
