package render

import "github.com/iiswhy/iiswhy/report"

// conclusion says in one sentence whether somebody has to do something.
func (b *builder) conclusion() string {
	total, input := b.report.Total, b.report.Input
	switch {
	case total.Rows == 0 && len(b.report.Missing) > 0:
		return b.say("headline.nolog", word("dates", b.some(b.report.Missing)))
	case total.Rows == 0 && input.Filtered > 0 && input.Malformed == 0:
		return b.say("headline.filtered", count("filtered", input.Filtered))
	case total.Rows == 0 && input.Malformed > 0 && input.Filtered == 0:
		return b.say("headline.refused", count("malformed", input.Malformed))
	case total.Rows == 0 && input.Filtered > 0:
		return b.say("headline.unused",
			count("filtered", input.Filtered), count("malformed", input.Malformed))
	case total.Rows == 0:
		return b.say("headline.none")
	case b.dateless():
		return b.say("headline.dateless", count("rows", total.Rows))
	case total.Attention == 0 && b.stories() != "":
		return b.say("headline.but", count("rows", total.Rows), word("story", b.story(b.report.Findings[0])))
	case total.Attention == 0 && total.Errors == 0:
		return b.say("headline.clean", count("rows", total.Rows))
	case total.Attention == 0:
		return b.say("headline.calm", count("rows", total.Rows), count("errors", total.Errors))
	}
	if b.isOfSessions() {
		return b.say("headline.harmless", word("share", b.share(total.Attention)),
			count("n", total.Attention), count("rows", total.Rows), word("story", b.story(b.report.Findings[0])))
	}
	if all := b.report.Findings; isBesides(all) {
		return b.say("headline.first", word("share", b.share(total.Attention)),
			count("n", total.Attention), count("rows", total.Rows), word("story", b.story(all[0])))
	}
	return b.say("headline.attention", word("share", b.share(total.Attention)),
		count("n", total.Attention), count("rows", total.Rows), word("behind", either(b.stories(), b.aboveAll())))
}

// isOfSessions reports whether nearly all that counts as failed are challenges of sessions that last for
// long, and no finding is more than a note.
func (b *builder) isOfSessions() bool {
	const nearlyAll = 0.9
	rows := int64(0)
	for _, f := range b.report.Findings {
		if f.Severity != report.Note {
			return false
		}
		if f.Rule == "sessions" {
			rows += f.Rows
		}
	}
	return rows > 0 && b.report.Findings[0].Rule == "sessions" && float64(rows) >= nearlyAll*float64(b.report.Total.Attention)
}

// isBesides reports whether the gravest finding is on rows that did not fail: requests
// that took long, or came no more.
func isBesides(all []report.Finding) bool {
	if len(all) == 0 || all[0].Severity == report.Note {
		return false
	}
	switch all[0].Rule {
	case "slow", "silence", "fewer", "cut-off", "redirect-loop", "redirect-poll", "form-guessing", "attack-answered", "flood", "posted":
		return len(all[0].Codes) == 0
	case "outage":
		return all[0].Rows == 0
	}
	return false
}

// dateless reports whether the document needs times and no row has one.
func (b *builder) dateless() bool {
	return b.timed && b.report.Total.Rows > 0 && b.report.Period.First.IsZero()
}

// aboveAll names the one or two codes with the most rows that need attention.
// The second is named only where it weighs. Reasons stand in where a log has no
// codes.
func (b *builder) aboveAll() string {
	const weighs = 5 // at least a fifth of the first
	top := needing(b.codeEntries())
	if len(top) == 0 {
		top = needing(b.reasonEntries())
	}
	switch {
	case len(top) == 0:
		return ""
	case len(top) == 1 || top[1].need*weighs < top[0].need:
		return b.say("headline.one", word("a", b.called(top[0])))
	}
	return b.say("headline.two", word("a", b.called(top[0])), word("b", b.called(top[1])))
}

// called names an entry, what it is mostly about and when it was seen:
// 500.19 (configuration faults, between 12:58 and 14:37).
func (b *builder) called(e entry) string {
	code := word("code", b.inSentence(e.label))
	verdict := word("verdict", b.verdictName(e.main()))
	if e.since.IsZero() {
		return b.say("headline.code", code, verdict)
	}
	return b.say("headline.when", code, verdict, word("when", b.entryWhen(e)))
}

// entryWhen says when the rows of an entry came, as the finding on them does.
func (b *builder) entryWhen(e entry) string {
	for _, f := range b.report.Findings {
		if (f.Code == e.label || f.Reason == e.label && f.Reason != "") && f.Verdict == e.main() && !f.First.IsZero() && f.Rows == e.need {
			return b.findingHappened(f)
		}
	}
	return b.happened("", e.since, e.until)
}
