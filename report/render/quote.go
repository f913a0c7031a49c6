package render

import (
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// Values of a log stand inside sentences of ours. Markdown and HTML set them
// apart as code, so they go between two marks while a sentence is made. The
// marks are characters of private use: visible writes those out, so no value
// can hold one.
const (
	opening = "\ue000"
	closing = "\ue001"
)

func quote(value string) string { return opening + value + closing }

// span is a stretch of a sentence: a value, or words of ours.
type span struct {
	Text  string
	Value bool
}

// spans takes a sentence apart at the marks. Empty stretches are left out.
func spans(sentence string) (all []span) {
	for sentence != "" {
		before, rest, found := strings.Cut(sentence, opening)
		if before != "" {
			all = append(all, span{Text: before})
		}
		value, after, _ := strings.Cut(rest, closing)
		if found {
			all = append(all, span{Text: value, Value: true})
		}
		sentence = after
	}
	return all
}

// phrased words a finding, its values between marks.
func (p *page) phrased(f report.Finding) wording {
	f = p.short(f)
	for i, e := range f.Evidence {
		if e.Text != "" && !ours(e) {
			f.Evidence[i].Text = quote(e.Text)
		}
	}
	return p.words.phrase(f)
}

// ours reports whether the text of an evidence comes from the report and not
// from the log.
func ours(e report.Evidence) bool {
	return e.Unit == "time" || e.Unit == "code" || e.What == "name"
}
