package main

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

//go:embed data/help.tsv
var helpTable string

// helpText is what help says in one language.
type helpText struct {
	paragraphs map[string][]string // by key
	keys       []string            // in the order of the table
}

// helpIn reads the table in a language.
func helpIn(lang codes.Lang) helpText {
	text := helpText{paragraphs: map[string][]string{}}
	column := 0
	for line := range strings.Lines(helpTable) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if column == 0 { // the head
			column = max(slices.Index(cells, string(lang)), 1)
			continue
		}
		if _, known := text.paragraphs[cells[0]]; !known {
			text.keys = append(text.keys, cells[0])
		}
		text.paragraphs[cells[0]] = append(text.paragraphs[cells[0]], cells[column])
	}
	return text
}

// say returns a text of one paragraph, with values in the place of {name}: a name and
// its value in turn.
func (h helpText) say(key string, values ...string) string {
	text := strings.Join(h.paragraphs[key], " ")
	if !strings.Contains(text, "{") { // what most are; a Replacer takes long to make
		return text
	}
	for i := 0; i+1 < len(values); i += 2 {
		values[i] = "{" + values[i] + "}"
	}
	return strings.NewReplacer(values...).Replace(text)
}

func (h helpText) has(key string) bool { return len(h.paragraphs[key]) > 0 }
