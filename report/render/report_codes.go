package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

const openCards = 3 // how many are unfolded from the start: a page stays short enough to look over

// codeCards are the codes: those that need attention with all that is known,
// errors that need none with the verdicts that say why, the rest by name. What
// HTTP.sys itself refused or dropped follows in the same way.
func (b *builder) codeCards(top int) []block {
	codes, reasons := b.codeEntries(), b.reasonEntries()
	code, reason := b.say("head.code"), b.say("head.reason")
	rest := resting(codes)
	return []block{
		cards{Title: b.say("codes.need"), TextTitle: b.say("codes.attention"), Head: code,
			Detail: explained, Cards: b.cardsOf(needing(codes), top)},
		cards{Title: b.say("codes.others"), Head: code, Detail: withVerdict, Cards: b.cardsOf(drop(rest, entry.usual), top)},
		cards{Title: b.say("codes.healthy"), Head: code, Cards: b.cardsOf(drop(rest, func(e entry) bool { return !e.usual() }), top)},
		cards{Title: b.say("reasons.need"), TextTitle: b.say("reasons.attention"), Head: reason,
			Detail: explained, Cards: b.cardsOf(needing(reasons), top)},
		cards{Title: b.say("reasons.others"), Head: reason, Detail: withVerdict, Cards: b.cardsOf(resting(reasons), top)},
	}
}

func drop(all []entry, unwanted func(entry) bool) []entry {
	return slices.DeleteFunc(slices.Clone(all), unwanted)
}

// usual is a plain 1xx, 2xx or 3xx.
func (e entry) usual() bool {
	return (e.Class == "1xx" || e.Class == "2xx" || e.Class == "3xx") && e.Verdicts["flagged"] == 0
}

func (b *builder) cardsOf(entries []entry, top int) (all []card) {
	for i, e := range entries {
		all = append(all, card{
			Label: e.label, Name: e.Name, Rows: e.Count, Share: e.Share,
			Split: b.split(e), Mixed: len(e.verdicts) > 1, Tone: b.tone(e.main()), Open: e.need > 0 && i < openCards,
			Note: b.matchNote(e.Code), Seen: b.seenWith(e.Code, top), ID: codeID(e.label), Links: b.codeLinks(e),
			Facts: facts(b.labelled("label.seen", b.seenTimes(e)), b.labelled("label.meaning", e.Meaning),
				b.labelled("label.cause", e.Cause), b.labelled("label.check", e.Check), b.numbersOf(e.Findings)),
		})
	}
	return all
}

// labelled is a fact under the label of a key.
func (b *builder) labelled(key, text string) fact { return fact{Label: b.say(key), Text: text} }

// split says how the rows of an entry divide: 134 refused logons, 3,978
// handshake legs. All of one kind need no number.
func (b *builder) split(e entry) string {
	if len(e.verdicts) == 1 {
		return b.verdictName(e.main())
	}
	return b.words.list(each(e.verdicts, func(t tally) string {
		return b.sayOr("count."+t.verdict, thousands(t.count)+nbsp+t.verdict, count("n", t.count))
	}))
}

// seenTimes says from when to when.
func (b *builder) seenTimes(e entry) string {
	if e.since.IsZero() || e.until.IsZero() {
		return ""
	}
	if first := b.moment(e.since); first == b.moment(e.until) {
		return first
	}
	return b.fromTo(e.since, e.until)
}

// matchNote says so where the tables do not know the very code. A substatus of
// 0 says no more than the status does, so there is nothing to know of it.
func (b *builder) matchNote(c report.Code) string {
	if c.Match == "exact" || c.Match == "status" && c.Substatus != nil && *c.Substatus == 0 {
		return ""
	}
	return b.sayOr("match."+c.Match, "",
		word("code", c.Code), word("status", strconv.Itoa(c.Status)), word("class", c.Class))
}

// seenWith are the tables of Win32 statuses and of the most frequent values.
func (b *builder) seenWith(c report.Code, top int) (all []seen) {
	if shown := c.Win32[:min(len(c.Win32), top)]; len(shown) > 0 {
		s := seen{Label: b.say("label.win32"), More: len(c.Win32) - len(shown)}
		for _, w := range shown {
			s.Rows = append(s.Rows, seenRow{b.win32Text(w), w.Count})
		}
		all = append(all, s)
	}
	for _, field := range fieldsOf(c.Top) {
		values := valuesOf(field, c.Top[field])
		shown := values[:min(len(values), top)]
		all = append(all, seen{Label: b.fieldName(field), Values: true, Estimated: slices.Contains(c.Estimated, field),
			Rows: shown, More: len(values) - len(shown)})
	}
	return all
}

// valuesOf are the values of a field as people call them.
func valuesOf(field string, keys []report.Key) (all []seenRow) {
	for _, k := range keys {
		all = append(all, seenRow{k.Key, k.Count})
	}
	if field == agentField {
		return sameAgents(all)
	}
	return all
}

// win32Text names a Win32 status: number as logged, symbol, meaning.
func (b *builder) win32Text(w report.Win32) string {
	text := fmt.Sprint(w.Code)
	if w.Symbol != "" {
		text += " " + w.Symbol
	} else if w.Hex != "" {
		text += " (" + w.Hex + ")"
	}
	if w.Meaning != "" {
		text = b.words.pair(text, w.Meaning)
	}
	return text
}

// labels are the words that stand before details of codes. Names of fields that
// have no word here may be long, and need not be shown whole.
func (b *builder) labels() (labels []string) {
	const widestName = 16
	labels = append(each([]string{"label.seen", "label.meaning", "label.cause", "label.check", "label.findings", "label.win32"}, b.message),
		each(usualFields(), b.fieldName)...)
	for _, c := range b.report.Codes {
		for _, field := range fieldsOf(c.Top) {
			if usual(field) == len(usualFields()) {
				labels = append(labels, middle(field, widestName))
			}
		}
	}
	return labels
}

func (b *builder) fieldName(field string) string { return b.sayOr("field."+field, field) }

// usualFields are the fields that have names in plain words, in the order in
// which they are shown.
func usualFields() []string {
	return []string{"cs-uri-stem", "c-ip", "cs-username", agentField}
}

// fieldsOf lists the fields that hold values: the usual ones first, then the
// others by name.
func fieldsOf(top map[string][]report.Key) (fields []string) {
	for field, keys := range top {
		if len(keys) > 0 {
			fields = append(fields, field)
		}
	}
	slices.SortFunc(fields, func(a, b string) int {
		return cmp.Or(usual(a)-usual(b), cmp.Compare(a, b))
	})
	return fields
}

func usual(field string) int {
	if i := slices.Index(usualFields(), field); i >= 0 {
		return i
	}
	return len(usualFields())
}
