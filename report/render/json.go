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
func encodeJSON(r *report.Report, o Options) ([]byte, error) {
	valid := clean(*r, func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") })
	if r.Spikes == nil {
		valid.Spikes = nil // absent where nobody looked for any
	}
	if r.Days == nil {
		valid.Days = nil
	}
	words := vocabularyOf(r.Lang)
	for i := range valid.Findings {
		wordFinding(&valid.Findings[i], words)
	}
	summarize(newPage(r, o), valid.Spikes)
	for i := range valid.Days {
		summarize(newPage(r, o), valid.Days[i].Spikes)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(valid); err != nil {
		return nil, err
	}
	return escapeHidden(out.Bytes()), nil
}

// summarize words the spikes.
func summarize(p *page, spikes []report.Spike) {
	for i := range spikes {
		spikes[i].Summary = p.summaryOf(clean(spikes[i], visible))
	}
}

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
