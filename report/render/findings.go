package render

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/iiswhy/iiswhy/report"
)

// findings says what somebody should know, in the order of the report. Their numbers are
// what codes and rises point at.
func (b *builder) findings() list { return b.firstFindings(len(b.report.Findings)) }

// firstFindings are so many of the findings: there may be thousands.
func (b *builder) firstFindings(n int) list {
	l := b.ranked()
	for n, f := range b.report.Findings[:min(n, len(b.report.Findings))] {
		i := b.findingItem(f)
		i.ID, i.Links = findingID(n+1), b.findingLinks(f)
		l.Items = append(l.Items, i)
	}
	return l
}

// ranked is the list of findings without any.
func (b *builder) ranked() list {
	return list{Title: b.say("findings.title"), Ranked: true,
		Labels: each([]string{"critical", "warning", "info"}, func(severity string) string { return b.say("severity." + severity) })}
}

// findingItem says what a finding is, and what to do about it.
func (b *builder) findingItem(f report.Finding) item {
	worded := b.words.phrase(f, b.evidenceText, b.besides(f)...)
	i := item{Tone: toneOfSeverity(f.Severity), Label: b.sayOr("severity."+f.Severity, f.Severity), Text: worded.title, Command: f.Command}
	if worded.check != "" {
		i.Check = b.say("findings.check", word("check", worded.check))
	}
	return i
}

// evidenceText is the text of an evidence as people see it: values of the log
// between marks, times in the zone of the report.
func (b *builder) evidenceText(e report.Evidence) string {
	const widest = proseWidth / 2 // a path may have thousands of letters
	switch {
	case e.Unit == "time":
		return b.moment(time.Unix(int64(e.Value), 0))
	case isPlaceOfRows(e):
		return b.phraseOfSome(e, widest)
	case e.What == "name" || e.Text == "":
		return e.Text
	case e.Unit == "code":
		return middle(e.Text, widest)
	case e.What == "flooder":
		return quote(middle(agentName(e.Text), widest))
	case e.What == "family":
		return b.words.items(strings.Split(e.Text, "; "))
	case e.What == "server": // one or a few
		names := strings.Split(e.Text, ", ")
		return b.someOf(e, each(names, func(one string) string { return quote(middle(one, widest)) }))
	case slices.Contains([]string{"asked", "carried", "near", "has"}, e.What): // some of them
		return b.words.items(each(strings.Split(e.Text, ", "), func(one string) string { return quote(middle(one, widest)) }))
	}
	return quote(middle(e.Text, widest))
}

// isPlaceOfRows reports whether an evidence names values of the field that is its unit.
func isPlaceOfRows(e report.Evidence) bool {
	return e.What == "mostly-of" || e.What == "slow-of" || strings.HasPrefix(e.What, "burst-") && strings.HasSuffix(e.What, "-of")
}

// asLogged is the text of an evidence as it is, with times in the zone of the report.
func (b *builder) asLogged(e report.Evidence) string {
	switch {
	case e.Unit == "time":
		return b.moment(time.Unix(int64(e.Value), 0))
	case isPlaceOfRows(e):
		return b.phraseOfSome(e, len(e.Text))
	case e.What == "server" && e.Value > 0:
		return b.someOf(e, strings.Split(e.Text, ", "))
	}
	return e.Text
}

// someOf are values of an evidence that are named, and how many more it is on.
func (b *builder) someOf(e report.Evidence, names []string) string {
	if others := int64(e.Value) - int64(len(names)); others > 0 {
		return b.say("some.more", word("some", b.words.items(names)), count("others", others))
	}
	return b.words.everyOne(names)
}

// anyRule is the rule whose wordings those take that have none of their own.
const anyRule = "*"

// phrase words a finding: by the first wording of its rule for which the
// evidence, and what is given besides, suffices, else by its own title, else by its
// rule and evidence.
func (v vocabulary) phrase(f report.Finding, text func(report.Evidence) string, besides ...blank) wording {
	blanks := append(v.evidence(f.Evidence, text), besides...)
	for _, w := range slices.Concat(v.findings[f.Rule], v.findings[anyRule]) {
		if worded, complete := fillWhole(w.title, blanks); complete {
			check, _ := fill(w.check, blanks)
			return wording{v.withParts(v.begun(worded), blanks), either(f.Check, either(check, v.checkOfEngine(f.Evidence)))}
		}
	}
	return wording{either(f.Title, v.bare(f, blanks)), f.Check}
}

// begun begins a sentence with a capital where it begins with "more than": what else comes first is a number,
// or a name, which is written as it is.
func (v vocabulary) begun(sentence string) string {
	more, _, _ := strings.Cut(v.messages["count.more"], "{")
	if more == "" || !strings.HasPrefix(sentence, more) {
		return sentence
	}
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// partsOfFindings are the sentences that are added to the first of a finding where its evidence has them.
var partsOfFindings = []string{
	"findings.asp", "findings.self", "findings.oauth", "findings.outage", "findings.links", "findings.guessed", "findings.flooded", "findings.flooder", "findings.floodtaken", "findings.bursts",
	"findings.mostly", "findings.allof", "findings.mostlykept", "findings.risen", "findings.risenover", "findings.fallen", "findings.timedout", "findings.limited",
	"findings.slowbefore", "findings.grown", "findings.growing", "findings.load", "findings.brings",
}

// withParts adds to a sentence what else is known of its rows.
func (v vocabulary) withParts(worded string, blanks []blank) string {
	for _, part := range partsOfFindings {
		if more, complete := fillWhole(v.messages[part], blanks); complete {
			worded = v.sentences([]string{worded, more})
		}
	}
	return worded
}

// checkOfEngine says where the engine of the pages that failed writes why.
func (v vocabulary) checkOfEngine(all []report.Evidence) string {
	for _, e := range all {
		if e.What == "engine" {
			return v.messages["engine."+e.Text]
		}
	}
	return ""
}

// bare words a finding of which nothing is known but its evidence.
func (v vocabulary) bare(f report.Finding, blanks []blank) string {
	blanks = slices.DeleteFunc(slices.Clone(blanks), func(b blank) bool { return b.name == "past" }) // {when} says it
	if len(blanks) == 0 {
		return f.Rule
	}
	return v.pair(f.Rule, v.list(each(blanks, func(b blank) string { return b.name + " " + b.text })))
}

// evidence makes blanks of the numbers and texts of a finding.
func (v vocabulary) evidence(all []report.Evidence, text func(report.Evidence) string) (blanks []blank) {
	for _, e := range all {
		b := blank{e.What, decimal(e.Value), e.Value != 1}
		switch own := text(e); {
		case e.Unit == "verdict":
			b.text = v.sayOr("kind."+e.Text, e.Text)
		case own != "":
			b.text = own
		case e.Unit == "time":
			b.text = time.Unix(int64(e.Value), 0).UTC().Format(toTheMinute + " UTC")
		case e.Unit == "share":
			b.text = v.shareOfRows(e)
		case e.Unit == "ms":
			b.text = duration(int64(e.Value))
		case e.Unit == "bytes":
			b.text = size(int64(e.Value))
		}
		if e.More {
			b.text = v.say("count.more", word("n", b.text))
		}
		blanks = append(blanks, b)
	}
	return blanks
}

// shareOfRows is a share with the word for what has it: all at, 93.5% from.
func (v vocabulary) shareOfRows(e report.Evidence) string {
	if e.Value == 1 {
		return v.sayOr("all."+e.What, percent(1))
	}
	return v.sayOr("some."+e.What, percent(e.Value), word("share", percent(e.Value)))
}

// wordFinding fills the title and the check of a finding that has none.
func (b *builder) wordFinding(f *report.Finding) {
	worded := b.words.phrase(*f, b.asLogged, b.besides(*f)...)
	f.Title = either(f.Title, strings.ReplaceAll(unmarked(worded.title), nbsp, " "))
	f.Check = either(f.Check, unmarked(worded.check))
}

// numbersOf are the numbers of the findings on some rows, as a fact; HTML has links.
func (b *builder) numbersOf(findings []int) fact {
	return fact{In: written, Label: b.say("label.findings"), Text: b.words.items(each(findings, strconv.Itoa))}
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
