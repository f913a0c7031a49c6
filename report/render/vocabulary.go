package render

import (
	"bytes"
	"embed"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

//go:embed data/*.tsv
var tables embed.FS

// vocabulary is what is said in one language.
type vocabulary struct {
	messages map[string]string    // key → template
	findings map[string][]wording // rule → wordings, the fullest first
	remarks  map[string][]string  // of explain; the same
}

// wording is one way to word a finding.
type wording struct{ title, check string }

// vocabularyOf reads the tables of a language; one without tables gets English.
func vocabularyOf(lang string) vocabulary {
	lang = knownLang(lang)
	messages := readTable("message", lang)
	v := vocabulary{messages: make(map[string]string, len(messages)), findings: map[string][]wording{}, remarks: map[string][]string{}}
	for _, cells := range messages {
		v.messages[cells[0]] = cells[1]
	}
	for _, cells := range readTable("finding", lang) {
		v.findings[cells[0]] = append(v.findings[cells[0]], wording{cells[1], cells[2]})
	}
	for _, cells := range readTable("remark", lang) {
		v.remarks[cells[0]] = append(v.remarks[cells[0]], cells[1])
	}
	return v
}

// knownLang is the language whose tables are read: English for one without.
func knownLang(lang string) string {
	if slices.Contains(codes.Langs(), codes.Lang(lang)) {
		return lang
	}
	return string(codes.English)
}

// readTable returns the rows of data/<name>.<lang>.tsv below its head line, each of three
// cells, the last ones empty where a table has less. Empty lines and lines that begin with
// # are none.
func readTable(name, lang string) [][3]string {
	raw, err := tables.ReadFile("data/" + name + "." + lang + ".tsv")
	if err != nil {
		return nil
	}
	rows := make([][3]string, 0, bytes.Count(raw, []byte("\n"))+1)
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		var cells [3]string
		cells[0], line, _ = strings.Cut(line, "\t")
		cells[1], cells[2], _ = strings.Cut(line, "\t")
		rows = append(rows, cells)
	}
	return rows[min(1, len(rows)):]
}

// VerdictName is what people call a verdict in a language: refused logons for
// logon-failure.
func VerdictName(lang, verdict string) string {
	return vocabularyOf(lang).sayOr("verdict."+verdict, verdict)
}

// say fills the message of that key.
func (v vocabulary) say(key string, blanks ...blank) string {
	filled, _ := fill(v.messages[key], blanks)
	return filled
}

// sayOr is say for keys that a report chooses: a verdict, a field, a severity.
// One that the tables do not know is shown as it is.
func (v vocabulary) sayOr(key, otherwise string, blanks ...blank) string {
	if _, known := v.messages[key]; !known {
		return otherwise
	}
	return v.say(key, blanks...)
}

// yes is the word for what is so, "" for what is not.
func (v vocabulary) yes(so bool) string {
	if !so {
		return ""
	}
	return v.say("head.yes")
}

// pair joins a name and what is said of it.
func (v vocabulary) pair(a, b string) string { return v.say("list.pair", word("a", a), word("b", b)) }

// list joins parts of a sentence, items joins things of one kind: Chinese has a
// comma for each.
func (v vocabulary) list(parts []string) string  { return v.join("list.more", parts) }
func (v vocabulary) items(parts []string) string { return v.join("list.item", parts) }

// everyOne joins things that are named each, with an and before the last.
func (v vocabulary) everyOne(parts []string) string {
	last := len(parts) - 1
	if last < 1 {
		return v.items(parts)
	}
	return v.say("list.last", word("a", v.items(parts[:last])), word("b", parts[last]))
}

// sentences joins whole sentences.
func (v vocabulary) sentences(parts []string) string { return v.join("findings.then", parts) }

// also joins what is said of one thing.
func (v vocabulary) also(parts []string) string { return v.join("daily.also", parts) }

func (v vocabulary) join(key string, parts []string) string {
	joined := ""
	for i, part := range parts {
		if i == 0 {
			joined = part
			continue
		}
		joined = v.say(key, word("a", joined), word("b", part))
	}
	return joined
}
