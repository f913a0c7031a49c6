package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// labelOf is how a code or a reason is called: 401.1, FTP 530, QueueFull.
func labelOf(code, log, reason string) string {
	switch {
	case reason != "":
		return reason
	case log != "":
		return strings.ToUpper(log) + nbsp + code
	}
	return code
}

func labelOfCode(c report.DayCode) string { return labelOf(c.Code, c.Log, c.Reason) }

// inSentence is a label for a sentence, where "-" says nothing.
func (b *builder) inSentence(label string) string { return b.sayOr("code."+label, label) }

func (b *builder) codeName(c report.DayCode) string { return b.inSentence(labelOfCode(c)) }

// picked are the codes of the day that are wanted, those with the most rows
// that need attention first.
func (b *dailyBuilder) picked(wanted func(report.DayCode) bool) (codes []report.DayCode) {
	for _, c := range b.day.Codes {
		if wanted(c) {
			codes = append(codes, c)
		}
	}
	slices.SortStableFunc(codes, func(x, y report.DayCode) int { return cmp.Compare(y.Attention, x.Attention) })
	return codes
}

// listed are all codes: those that need attention, the others by count, then
// those that are gone.
func (b *dailyBuilder) listed() []report.DayCode {
	rank := func(c report.DayCode) int {
		switch {
		case c.Gone:
			return 2
		case c.Attention > 0:
			return 0
		}
		return 1
	}
	codes := b.picked(func(report.DayCode) bool { return true })
	slices.SortStableFunc(codes, func(x, y report.DayCode) int { return rank(x) - rank(y) })
	return codes
}

// needing are the codes with rows that need attention, most such rows first.
func (b *dailyBuilder) needing() []report.DayCode {
	return b.picked(func(c report.DayCode) bool { return c.Attention > 0 })
}

// toneOfCode is dim for what needs nothing, and for what is gone.
func (b *dailyBuilder) toneOfCode(c report.DayCode) tone {
	if c.Attention == 0 {
		return healthy
	}
	return max(look, b.tone(c.Verdict))
}

// codeTable lists the codes with what is usual.
func (b *dailyBuilder) codeTable() table {
	t := table{Title: b.say("daily.codes"), Class: codesOfDayClass, Edge: true, Most: mostCodes}
	meaning := b.say("daily.meaning")
	t.Columns = slices.Concat(
		[]column{{Head: t.Title, In: inText, Shrink: true}, {Head: b.say("head.code"), In: inMarkdown | inHTML},
			{Head: meaning, In: inMarkdown}, {Head: b.say("head.attention"), In: inMarkdown},
			{Head: b.say("head.rows"), Kind: numberColumn}},
		b.compareColumns(b.knowsRecent()),
		[]column{{Head: b.say("head.name"), In: inText, Shrink: true}, {Head: b.say("head.verdict"), In: inText, Wide: true},
			{Head: meaning, In: inHTML}})
	for _, c := range b.listed() {
		label, need := labelOfCode(c), c.Attention > 0
		t.Rows = append(t.Rows, row{Tone: b.toneOfCode(c), Need: need, Cells: slices.Concat(
			[]string{sign(need) + label, label, b.meant(c), b.words.yes(need), thousands(c.Count)},
			b.comparisons(c), []string{c.Name, b.kindOfCode(c), b.meant(c)})})
	}
	return t
}

// compareColumns name what a number is compared with: the day before, where there
// was one, the week before, and what is usual.
func (b *dailyBuilder) compareColumns(recent bool) (all []column) {
	if !b.compared() {
		return nil
	}
	if b.day.Previous != nil {
		all = b.columns(numberColumn, "daily.before")
	}
	if recent {
		all = append(all, b.columns(numberColumn, "daily.recent")...)
	}
	return slices.Concat(all, b.columns(numberColumn, "daily.usually"), b.columns(changeColumn, "daily.change"))
}

// knowsRecent reports whether codes are compared with the days of the week before as well
// as with days of one name.
func (b *dailyBuilder) knowsRecent() bool {
	return slices.ContainsFunc(b.day.Codes, func(c report.DayCode) bool { return c.Recent != nil })
}

// comparisons are the cells of these columns.
func (b *dailyBuilder) comparisons(c report.DayCode) (cells []string) {
	if !b.compared() {
		return nil
	}
	if b.day.Previous != nil {
		before := ""
		if c.Previous != nil {
			before = thousands(*c.Previous)
		}
		cells = append(cells, before)
	}
	if b.knowsRecent() {
		cells = append(cells, optional(c.Recent, median))
	}
	usual := ""
	if c.Typical != nil {
		usual = median(*c.Typical)
	}
	return append(cells, usual, b.changeOf(c))
}

// meant is the name of a code and what it means.
func (b *builder) meant(c report.DayCode) string {
	switch {
	case c.Meaning == "" || c.Name == c.Meaning:
		return c.Name
	case c.Name == "":
		return c.Meaning
	}
	return b.words.pair(c.Name, c.Meaning)
}

// causeCards are the codes with rows that need attention: what they mean, where
// to look and where they come from most.
func (b *dailyBuilder) causeCards() cards {
	entries := entriesOf(b.needing(), b.ofDayCode)
	return cards{Title: b.say("daily.causes"), Head: b.say("head.code"), Detail: explained,
		Cards: b.cardsOf(entries, b.top(dayTopWritten, dayTopFolded)), Most: mostNotes}
}

func (b *dailyBuilder) ofDayCode(c report.DayCode) entry {
	name := c.Name
	if c.Attention < c.Count {
		name = b.words.list([]string{c.Name, b.say("daily.need", count("n", c.Attention))})
	}
	e := b.judged(entry{label: labelOfCode(c), Code: report.Code{
		Code: c.Code, Log: c.Log, Class: c.Class, Match: "exact", Top: c.Top, Name: name, Meaning: c.Meaning, Check: c.Check,
		Count: c.Count, Share: shareOf(c.Count, b.day.Rows), Verdicts: map[string]int64{c.Verdict: c.Count}}})
	e.need = c.Attention
	return e
}

// causeTable has a line for each of them: what to check first, and the values of
// each field that it was seen with most.
func (b *dailyBuilder) causeTable() table {
	t := table{Title: b.say("daily.causes"), Columns: append(
		b.columns(wordsColumn, "head.code", "head.name", "daily.where", "daily.check"), b.columns(numberColumn, "head.attention")...)}
	all := b.needing()
	for _, c := range all[:min(len(all), mostNotes)] {
		where := b.words.list(b.topValues(c))
		t.Rows = append(t.Rows, row{Cells: []string{labelOfCode(c), c.Name, where, c.Check, thousands(c.Attention)}})
	}
	return t
}

// topValues are the first values of each field with their rows.
func (b *dailyBuilder) topValues(c report.DayCode) (all []string) {
	for _, field := range fieldsOf(c.Top) {
		values := valuesOf(field, c.Top[field])
		for _, v := range values[:min(len(values), b.top(dayTopWritten, dayTopFolded))] {
			all = append(all, b.say("daily.topvalue", word("field", b.fieldName(field)),
				word("value", quote(v.Text)), word("n", thousands(v.Rows))))
		}
	}
	return all
}

// kindOfCode says what most rows of a code are, and how many need attention where
// not all of them do.
func (b *dailyBuilder) kindOfCode(c report.DayCode) string {
	kind := b.verdictName(c.Verdict)
	if c.Attention == 0 || c.Attention == c.Count {
		return kind
	}
	return b.words.list([]string{kind, b.say("daily.need", count("n", c.Attention))})
}
