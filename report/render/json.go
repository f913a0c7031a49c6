package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/iiswhy/iiswhy/report"
)

// encodeJSON writes one document, indented by one space, with a line feed at
// its end. Slices and maps are never null, times are in UTC, and bytes that
// are no UTF-8 became U+FFFD.
func encodeJSON(b *builder, k documentKind) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(k.values(b)); err != nil {
		return nil, err
	}
	return escapeHidden(out.Bytes()), nil
}

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// reportValues are those of the report, with findings and spikes in words.
func (b *builder) reportValues() any {
	given := b.raw.(*report.Report)
	r := clean(*given, valid)
	if given.Spikes == nil {
		r.Spikes = nil // absent where nobody looked for any
	}
	if given.Days == nil {
		r.Days = nil
	}
	for i := range r.Findings {
		b.wordFinding(&r.Findings[i])
	}
	r.MoreFindings = b.leftOut()
	b.summarize(r.Spikes)
	for _, c := range r.Codes {
		nameAgents(c.Top[agentField])
	}
	for _, d := range r.Days {
		b.summarize(d.Spikes)
		for _, c := range d.Codes {
			nameAgents(c.Top[agentField])
		}
	}
	return r
}

// summarize words the spikes.
func (b *builder) summarize(spikes []report.Spike) {
	for i := range spikes {
		spikes[i].Summary = b.summaryOf(clean(spikes[i], b.visible))
	}
}

// explainValues are those of the explanations, with the remarks worded as notes.
func (b *builder) explainValues() any {
	e := clean(*b.raw.(*report.Explanations), valid)
	for i := range e.Results {
		e.Results[i].Notes = b.notesOf(e.Results[i].Remarks)
	}
	e.Notes = b.notesOf(e.Remarks)
	return e
}

func (b *builder) notesOf(remarks []report.Finding) []string {
	return append([]string{}, each(remarks, func(f report.Finding) string {
		return strings.ReplaceAll(b.words.remark(f, b.asLogged), nbsp, " ")
	})...)
}

func (b *builder) tablesValues() any { return clean(*b.raw.(*report.Tables), valid) }

// escapeHidden writes control and format characters as \u escapes. They stand
// inside strings only, so the values stay the same, and a document that is
// printed on a terminal does nothing to it. encoding/json does so for C0 only.
func escapeHidden(document []byte) []byte {
	out := make([]byte, 0, len(document))
	for _, r := range string(document) {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) {
			for _, unit := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
			continue
		}
		out = append(out, string(r)...)
	}
	return out
}
