package render

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// explanationsJSON writes one document in the form of that of reports, with the
// remarks worded as notes.
func explanationsJSON(e *report.Explanations) ([]byte, error) {
	valid := clean(*e, func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") })
	words, wordings := vocabularyOf(e.Lang), remarksOf(e.Lang)
	said := func(remarks []report.Finding) []string {
		notes := []string{}
		for _, f := range remarks {
			notes = append(notes, strings.ReplaceAll(words.remark(wordings, f), nbsp, " "))
		}
		return notes
	}
	for i := range valid.Results {
		valid.Results[i].Notes = said(valid.Results[i].Remarks)
	}
	valid.Notes = said(valid.Remarks)
	return documentOf(valid)
}

// documentOf encodes a value as encodeJSON does.
func documentOf(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return escapeHidden(out.Bytes()), nil
}
