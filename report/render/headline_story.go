package render

import (
	"cmp"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// stories names in a few words the gravest thing that the findings tell, and the second
// where it is as grave and not much smaller; "" where all of them are notes.
func (b *builder) stories() string {
	const weighs = 5 // at least a fifth of the first
	all := b.report.Findings
	switch {
	case len(all) == 0 || all[0].Severity == report.Note:
		return ""
	case len(all) > 1 && all[1].Severity == all[0].Severity && all[1].Rows*weighs >= all[0].Rows:
		return b.say("headline.two", word("a", b.story(all[0])), word("b", b.story(all[1])))
	}
	return b.say("headline.one", word("a", b.story(all[0])))
}

// labelIn is the code of a finding as its sentence names it: FTP 425.2.
func labelIn(f report.Finding) string {
	for _, e := range f.Evidence {
		if e.What == "code" && e.Unit == "code" {
			return e.Text
		}
	}
	return f.Code
}

// unknownReason is what HTTP.sys gave that the tables do not know, where a finding is on that, else "".
func unknownReason(f report.Finding) string {
	for _, e := range f.Evidence {
		if f.Rule == "unknown-reason" && e.What == "reason" {
			return e.Text
		}
	}
	return ""
}

// story names a finding in a few words: by its rule, by its code, or in its own words.
func (b *builder) story(f report.Finding) string {
	blanks := append(b.words.evidence(f.Evidence, b.evidenceText), b.besides(f)...)
	for _, key := range each([]string{".site", ".server", "", ".many"}, func(of string) string { return "story." + f.Rule + of }) { // of a place, of one actor, of many
		if said, complete := fillWhole(b.words.messages[key], blanks); complete && said != "" {
			return said
		}
	}
	code := cmp.Or(f.Reason, unknownReason(f))
	if code == "" && f.Code != "" {
		code = b.inSentence(labelIn(f))
	}
	if code == "" || f.First.IsZero() {
		return strings.TrimRight(b.words.phrase(f, b.evidenceText, b.besides(f)...).title, ".。")
	}
	return b.say("headline.when", word("code", code), word("verdict", b.verdictName(f.Verdict)),
		word("when", b.storyHappened(f)))
}

// storyHappened says when the rows of a finding came, or since when more did.
func (b *builder) storyHappened(f report.Finding) string {
	for _, e := range f.Evidence {
		if e.What == "risen" {
			return b.say("when.more", word("first", b.evidenceText(e)))
		}
	}
	return b.findingHappened(f)
}
