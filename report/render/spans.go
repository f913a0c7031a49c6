package render

import (
	"strings"
	"unicode/utf8"
)

// Values of a log stand inside sentences of ours. Each format sets them apart
// and shortens them in its own way, so they go between marks while a sentence is
// made. The marks are characters of private use: visible writes those out, so no
// value can hold one.
const (
	closing   = '\ue001'
	softBlank = '\ue003' // a blank that stands where the value is set apart only
)

// spanKind says what a stretch of a sentence is, and how much of it is shown.
type spanKind rune

const (
	plainSpan spanKind = 0
	valueSpan spanKind = '\ue000' // a value of the log, of which the ends tell most
	wholeSpan spanKind = '\ue002' // a value that is never shortened
	nameSpan  spanKind = '\ue004' // not set apart, half a line at most
	lineSpan  spanKind = '\ue005' // not set apart, a line at most
)

// quote marks a value of the log.
func quote(value string) string { return valueSpan.mark(value) }

func (k spanKind) mark(text string) string { return string(rune(k)) + text + string(closing) }

// apart reports whether formats set such a span apart as code.
func (k spanKind) apart() bool { return k == valueSpan || k == wholeSpan }

// span is a stretch of a sentence.
type span struct {
	Text string
	Kind spanKind
}

// valueWidth is how much of a value Markdown and HTML show: a path or an agent
// may have thousands of letters, and its ends tell most.
const valueWidth = 160

// shortened is a value as Markdown and HTML show it.
func (s span) shortened() string {
	if s.Kind == wholeSpan {
		return s.Text
	}
	return middle(s.Text, valueWidth)
}

// openings are the marks before spans.
const openings = string(valueSpan) + string(wholeSpan) + string(nameSpan) + string(lineSpan)

// spans takes a sentence apart at the marks. Empty stretches are left out.
func spans(sentence string) (all []span) {
	for sentence != "" {
		at := strings.IndexAny(sentence, openings)
		if at < 0 {
			return append(all, span{Text: sentence})
		}
		if at > 0 {
			all = append(all, span{Text: sentence[:at]})
		}
		mark, size := utf8.DecodeRuneInString(sentence[at:])
		text, after, _ := strings.Cut(sentence[at+size:], string(closing))
		all = append(all, span{text, spanKind(mark)})
		sentence = after
	}
	return all
}

// unmarked is a sentence with its values as they are.
func unmarked(sentence string) string {
	return strings.Map(func(r rune) rune {
		if r == closing || r == softBlank || strings.ContainsRune(openings, r) {
			return -1
		}
		return r
	}, sentence)
}
