package render

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// verdictName is the plain name of a verdict: refused logons.
func (b *builder) verdictName(verdict string) string {
	return b.words.sayOr("verdict."+verdict, verdict)
}

// verdicts lists the verdicts by their rows, those that need attention first and
// marked. Only they have bars: next to everything that was served, they would be
// slivers.
func (b *builder) verdicts() counts {
	shown := slices.DeleteFunc(slices.Clone(b.report.Verdicts), func(c report.VerdictCount) bool { return c.Count == 0 })
	slices.SortStableFunc(shown, func(x, y report.VerdictCount) int {
		return cmp.Or(b.rank(x.Verdict)-b.rank(y.Verdict), cmp.Compare(y.Count, x.Count))
	})
	out := counts{Title: b.words.say("verdicts.title"), Head: b.words.say("head.verdict"), Marked: true}
	for _, c := range shown {
		out.Lines = append(out.Lines, countLine{b.verdictName(c.Verdict), c.Count, c.Share, b.tone(c.Verdict), c.Attention, c.Attention})
	}
	return out
}

// classes lists the classes of the status.
func (b *builder) classes() counts {
	out := counts{Title: b.words.say("classes.title"), Head: b.words.say("head.class")}
	for _, c := range b.report.Classes {
		out.Lines = append(out.Lines, countLine{Name: b.words.sayOr("class."+c.Class, c.Class), Rows: c.Count, Share: c.Share, Bar: true})
	}
	return out
}
